import ts from "typescript";

/** The expression inside parentheses, casts, `!`, `satisfies` and `await`. */
export function stripped(expression: ts.Expression): ts.Expression {
  let plain = expression;
  while (ts.isParenthesizedExpression(plain) || ts.isAsExpression(plain) || ts.isNonNullExpression(plain) || ts.isSatisfiesExpression(plain) || ts.isTypeAssertionExpression(plain) || ts.isAwaitExpression(plain)) plain = plain.expression;
  return plain;
}

/** The part of an expression that names what it stands for: `f` of `f`, `x.f`, `x?.#f`, `x["f"]`. */
export function nameOf(expression: ts.Expression): ts.Identifier | ts.PrivateIdentifier | ts.StringLiteralLike | undefined {
  const plain = stripped(expression);
  if (ts.isIdentifier(plain)) return plain;
  if (ts.isPropertyAccessExpression(plain)) return plain.name;
  return ts.isElementAccessExpression(plain) && ts.isStringLiteralLike(plain.argumentExpression) ? plain.argumentExpression : undefined;
}

/** The type parameters that a declaration has, if it can have any. */
export function typeParametersOf(node: ts.Node): readonly ts.TypeParameterDeclaration[] {
  return (node as { readonly typeParameters?: readonly ts.TypeParameterDeclaration[] }).typeParameters ?? [];
}

/** The parameters that callers give: `this` is none. */
export function parametersGiven({ parameters }: ts.SignatureDeclaration): readonly ts.ParameterDeclaration[] {
  return parameters.filter(({ name }) => !ts.isIdentifier(name) || name.text !== "this");
}

export function isInside(node: ts.Node, outer: ts.Node): boolean {
  return node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end;
}

/** Decorators that only tell of the calls, or of what stands there. */
const TELLING = /^(?:debug|deprecated|info|log|logged|measure|profile|trace|verbose|warn)$/;

/** Does a decorator stand before it that may change what it is given? */
export function isDecorated(node: ts.Node): boolean {
  return ts.canHaveDecorators(node) && (ts.getDecorators(node) ?? []).some(({ expression }) => {
    const decorator = stripped(expression);
    return !TELLING.test(nameOf(ts.isCallExpression(decorator) ? decorator.expression : decorator)?.text ?? "");
  });
}

/** Is it a `const` with a value? */
export function isConstant(node: ts.Node): node is ts.VariableDeclaration & { readonly initializer: ts.Expression } {
  return ts.isVariableDeclaration(node) && node.initializer !== undefined && (ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) !== 0;
}

/** The value of a property that an object literal writes out. */
export function valueIn(object: ts.Node, name: string): ts.Expression | undefined {
  const properties = ts.isObjectLiteralExpression(object) ? object.properties.filter(ts.isPropertyAssignment) : [];
  return properties.find((property) => !ts.isComputedPropertyName(property.name) && property.name.text === name)?.initializer;
}

/** The name of a function, or of what a function is the value of. */
export function nameFor(node: ts.Node): string | undefined {
  if (!ts.isFunctionLike(node)) return undefined;
  if (node.name !== undefined && ts.isIdentifier(node.name)) return node.name.text;
  if (node.name !== undefined) return ts.isStringLiteralLike(node.name) || ts.isPrivateIdentifier(node.name) ? node.name.text : undefined;
  if (ts.isFunctionDeclaration(node)) return "default";
  let parent: ts.Node = node.parent;
  while (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent)) parent = parent.parent;
  if (ts.isExportAssignment(parent)) return "default";
  if (!ts.isVariableDeclaration(parent) && !ts.isPropertyDeclaration(parent) && !ts.isPropertyAssignment(parent)) return undefined;
  const { name } = parent;
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

/** A name as it is compared: `#load` is `load`. */
export function plain(name: string): string {
  return name.replace("#", "").toLowerCase();
}
