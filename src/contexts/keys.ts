import { ASTUtils, AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { ContextModel } from "../models/model.js";
import { functionOf, symbolNamed } from "../program/callees.js";
import { returnedExpressions } from "../program/results.js";
import { parametersGiven } from "../program/syntax.js";
import { keyConstructor, keyMadeAt, readerAt, writerAt } from "./calls.js";
import type { Facts } from "./facts.js";
import { lastName } from "./names.js";
import { belongsToEnclosing, enclosingFunction, functionName } from "./position/index.js";
import { unwrap, wrapped } from "./position/syntax.js";
import { originOf, symbolOf } from "./symbols.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** A key that is given to a writer or a reader of a context's values. */
export interface KeyUse {
  readonly model: ContextModel;
  readonly call: Call;
  /** The argument, or the key of a property in a record of values. */
  readonly key: TSESTree.Expression;
  readonly isRead: boolean;
  /** What is written. */
  readonly value?: TSESTree.Expression;
  /** The key's place among the arguments; absent in a record. */
  readonly index?: number;
}

/** The keys that a call gives to a context to write or to read values. */
export function keysUsedAt(facts: Facts, call: Call): readonly KeyUse[] {
  const writer = writerAt(facts, call);
  if (writer !== undefined) {
    const { model, pattern } = writer;
    if ("record" in pattern) return pattern.property === undefined ? recordKeys(facts, call, model, pattern.record) : [];
    const key = argumentAt(call, pattern.key);
    const value = argumentAt(call, pattern.value);
    return key && !isForwarded(facts, call, key) ? [{ model, call, key, isRead: false, index: pattern.key, ...(value && { value }) }] : [];
  }
  const reader = readerAt(facts, call);
  const key = reader && argumentAt(call, reader.pattern.key);
  return key && !isForwarded(facts, call, key) ? [{ model: reader.model, call, key, isRead: true, index: reader.pattern.key }] : [];
}

/** `value(key) { return this.parent.value(key); }`: whoever calls the outer one chose the key. */
function isForwarded(facts: Facts, call: Call, key: TSESTree.Expression): boolean {
  const fn = enclosingFunction(call);
  if (fn === undefined || key.type !== AST_NODE_TYPES.Identifier) return false;
  const name = functionName(fn);
  const isOwn = ASTUtils.findVariable(facts.sourceCode.getScope(key), key.name)?.defs.some((definition) => definition.type === "Parameter" && definition.node === fn) === true;
  return isOwn && name !== undefined && name === lastName(call.callee);
}

function argumentAt(call: Call, index: number): TSESTree.Expression | undefined {
  const before = call.arguments.slice(0, index + 1);
  const argument = before.at(index);
  return argument === undefined || before.some(({ type }) => type === AST_NODE_TYPES.SpreadElement) ? undefined : (argument as TSESTree.Expression);
}

/** The properties of a literal record that its parameter's type does not declare. */
function recordKeys(facts: Facts, call: Call, model: ContextModel, index: number): readonly KeyUse[] {
  const record = argumentAt(call, index);
  if (record?.type !== AST_NODE_TYPES.ObjectExpression) return [];
  const { checker, services } = facts;
  const signature = checker.getResolvedSignature(services.esTreeNodeToTSNodeMap.get(call));
  const parameter = signature?.parameters[index];
  const declared = parameter && checker.getTypeOfSymbol(parameter);
  return record.properties.flatMap((property): KeyUse[] => {
    if (property.type !== AST_NODE_TYPES.Property) return [];
    const name = ASTUtils.getPropertyName(property);
    if (name !== null && declared !== undefined && checker.getPropertyOfType(declared, name) !== undefined) return [];
    return [{ model, call, key: property.key, isRead: false }];
  });
}

/** What is wrong with a key whose type tells nothing of the value's: its kind, as a message says it. */
export function untypedKey(facts: Facts, use: KeyUse): string | undefined {
  if (use.model.values?.keyedByType === true) return undefined;
  const isName = use.index === undefined && !(use.key.parent as TSESTree.Property).computed;
  if (isName) return use.key.type === AST_NODE_TYPES.Literal && typeof use.key.value === "number" ? "number" : "string";
  const type = facts.services.getTypeAtLocation(use.key);
  // What TypeScript could not resolve, a package that is not built, is not the author's `any`.
  if (tsutils.isIntrinsicErrorType(type)) return undefined;
  const kind = kindOf(facts, type);
  if (kind === undefined || kind === "any" || kind === "unknown") return kind;
  if (kind === "symbol" && isMadeKey(facts, use.key, use.model)) return undefined;
  return isPartOfTypedKey(facts, use.key) || valueFollowsKey(facts, use, type) ? undefined : kind;
}

const KINDS: readonly (readonly [ts.TypeFlags, string])[] = [
  [ts.TypeFlags.Any, "any"],
  [ts.TypeFlags.Unknown, "unknown"],
  [ts.TypeFlags.EnumLike, "enum member"],
  [ts.TypeFlags.StringLike, "string"],
  [ts.TypeFlags.NumberLike, "number"],
  [ts.TypeFlags.BooleanLike, "boolean"],
  [ts.TypeFlags.BigIntLike, "bigint"],
  [ts.TypeFlags.ESSymbol, "symbol"],
  [ts.TypeFlags.NonPrimitive, "object"],
];

function kindOf(facts: Facts, type: ts.Type): string | undefined {
  const known = KINDS.find(([flags]) => tsutils.isTypeFlagSet(type, flags));
  if (known !== undefined) return known[1];
  if (tsutils.isTypeParameter(type)) {
    const constraint = facts.checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint === type || constraint.flags & ts.TypeFlags.Unknown ? undefined : kindOf(facts, constraint);
  }
  if (tsutils.isUnionType(type)) {
    return type.types.map((part) => kindOf(facts, part)).find((kind) => kind !== undefined);
  }
  return tsutils.isObjectType(type) && isLiteralObject(facts, type) ? "object literal" : undefined;
}

/** `{}`, and what an object literal is: nobody's own type. */
function isLiteralObject(facts: Facts, type: ts.ObjectType): boolean {
  const isFrozen = type.aliasSymbol?.name === "Readonly";
  if (isFrozen) return type.aliasTypeArguments?.some((part) => tsutils.isObjectType(part) && isLiteralObject(facts, part)) === true;
  if (type.aliasSymbol !== undefined) return false;
  const symbol = type.getSymbol();
  if (symbol !== undefined && symbol.flags & ts.SymbolFlags.ObjectLiteral) return true;
  const isAnonymous = symbol === undefined || (symbol.flags & ts.SymbolFlags.TypeLiteral) !== 0;
  return isAnonymous && facts.checker.getPropertiesOfType(type).length === 0 && type.getCallSignatures().length === 0 && type.getConstructSignatures().length === 0;
}

/** A constant that a key constructor of the model made: in the program, or declared so by a package. */
function isMadeKey(facts: Facts, key: TSESTree.Expression, model: ContextModel): boolean {
  const plain = unwrap(key);
  if (plain.type === AST_NODE_TYPES.CallExpression || plain.type === AST_NODE_TYPES.NewExpression) return makesKey(facts, plain);
  const declaration = symbolOf(facts, plain)?.valueDeclaration;
  if (declaration?.getSourceFile().isDeclarationFile === true) return model.values?.keys !== undefined && !ts.isParameter(declaration);
  const node = facts.services.esTreeNodeToTSNodeMap.get(plain);
  return ts.isExpression(node) && isOneOfKeys(facts, node);
}

/** A made key, a constant or a record of constants that hold them (`KEYS[name]`, `const { user } = KEYS`), or what a function gives of those (`keyFor(name)`). */
function isOneOfKeys(facts: Facts, expression: ts.Expression, depth = 0): boolean {
  const plain = stripped(expression);
  const isOne = (each: ts.Expression | undefined): boolean => each !== undefined && isOneOfKeys(facts, each, depth + 1);
  if (depth > 4) return false;
  if (ts.isCallExpression(plain) || ts.isNewExpression(plain)) {
    const symbol = symbolNamed(facts, plain.expression);
    if (symbol === undefined) return false;
    if (keyConstructor(facts, symbol) !== undefined || givesOwnKey(facts, symbol)) return true;
    const fn = functionOf(symbol);
    const given = fn === undefined ? [] : returnedExpressions(fn);
    return given.length > 0 && given.every(isOne);
  }
  const value = ts.isElementAccessExpression(plain) ? undefined : valueOf(facts, plain);
  if (value !== undefined) return isOne(value);
  // Of a `Record` no property is declared.
  const from = ts.isElementAccessExpression(plain) || ts.isPropertyAccessExpression(plain) ? plain.expression : unpackedFrom(facts, plain);
  const record = from && valueOf(facts, from);
  return record !== undefined && ts.isObjectLiteralExpression(record) && record.properties.length > 0 && record.properties.every((property) => ts.isPropertyAssignment(property) && isOne(property.initializer));
}

/** What a constant or a property is initialised with. */
function valueOf(facts: Facts, name: ts.Expression): ts.Expression | undefined {
  const declaration = symbolNamed(facts, name)?.valueDeclaration;
  const holds = declaration !== undefined && (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration) || ts.isPropertyAssignment(declaration));
  return holds && declaration.initializer !== undefined ? stripped(declaration.initializer) : undefined;
}

/** `KEYS`, of a constant that is declared by `const { user } = KEYS`. */
function unpackedFrom(facts: Facts, name: ts.Expression): ts.Expression | undefined {
  const declaration = ts.isIdentifier(name) ? symbolNamed(facts, name)?.valueDeclaration : undefined;
  if (declaration === undefined || !ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent)) return undefined;
  const { parent } = declaration.parent;
  return ts.isVariableDeclaration(parent) ? parent.initializer : undefined;
}

function stripped(expression: ts.Expression): ts.Expression {
  let plain = expression;
  while (ts.isParenthesizedExpression(plain) || ts.isAsExpression(plain) || ts.isNonNullExpression(plain) || ts.isSatisfiesExpression(plain)) plain = plain.expression;
  return plain;
}

/** Does the call make a key: by the model's constructor, or by a function of the program that returns the key it makes? */
export function makesKey(facts: Facts, call: Call): boolean {
  if (keyMadeAt(facts, call) !== undefined) return true;
  const symbol = symbolOf(facts, call.callee);
  return symbol !== undefined && givesOwnKey(facts, symbol);
}

function givesOwnKey(facts: Facts, symbol: ts.Symbol): boolean {
  const fn = functionOf(symbol);
  if (fn?.body === undefined) return false;
  const returned = ts.isBlock(fn.body) ? fn.body.statements.filter(ts.isReturnStatement).map(({ expression }) => expression) : [fn.body];
  return returned.length > 0 && returned.every((expression) => expression !== undefined && isOwnKey(facts, expression, fn));
}

function isOwnKey(facts: Facts, expression: ts.Expression, fn: ts.FunctionLikeDeclaration): boolean {
  const plain = stripped(expression);
  if (!ts.isIdentifier(plain)) return isDirectKeyCall(facts, plain);
  const declaration = facts.checker.getSymbolAtLocation(plain)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return false;
  return declaration.pos >= fn.pos && declaration.end <= fn.end && isDirectKeyCall(facts, stripped(declaration.initializer));
}

function isDirectKeyCall(facts: Facts, plain: ts.Expression): boolean {
  if (!ts.isCallExpression(plain) && !ts.isNewExpression(plain)) return false;
  const symbol = symbolNamed(facts, plain.expression);
  return symbol !== undefined && keyConstructor(facts, symbol) !== undefined;
}

/** `key.id` of a generic key type of one's own: the object knows the value's type. */
export function isPartOfTypedKey(facts: Facts, key: TSESTree.Expression): boolean {
  const plain = unwrap(key);
  if (plain.type !== AST_NODE_TYPES.MemberExpression) return false;
  const type = facts.checker.getNonNullableType(facts.services.getTypeAtLocation(plain.object));
  const symbol = type.aliasSymbol ?? type.getSymbol();
  const isLibrary = symbol?.declarations?.some((declaration) => facts.program.isSourceFileDefaultLibrary(declaration.getSourceFile())) !== false;
  const ofWhat = type.aliasSymbol ? type.aliasTypeArguments : tsutils.isTypeReference(type) ? facts.checker.getTypeArguments(type) : undefined;
  return !isLibrary && (ofWhat?.length ?? 0) > 0;
}

/**
 * Does the type of what is read or written follow from the key's: `value<T>(key: Key<T>): T`, `value<K extends keyof
 * T>(key: K): T[K]`, `value(key: "user"): User`? Told by the declaration of the signature that is called.
 */
function valueFollowsKey(facts: Facts, { call, index, isRead, value }: KeyUse, keyType: ts.Type): boolean {
  if (index === undefined) return false;
  const declaration = facts.checker.getResolvedSignature(facts.services.esTreeNodeToTSNodeMap.get(call))?.declaration;
  if (declaration === undefined || ts.isJSDocSignature(declaration)) return false;
  const parameters = parametersGiven(declaration);
  const declared = parameters[index]?.type;
  if (declared === undefined) return false;
  const valueNode = isRead || value === undefined ? undefined : parameters[call.arguments.indexOf(value)]?.type;
  const told = [declaration.type, valueNode].filter((node) => node !== undefined);
  const own = new Set((declaration.typeParameters ?? []).map(({ name }) => name.text));
  const shared = [...namesIn(declared, own)].some((name) => told.some((node) => namesIn(node, own).has(name)));
  // A primitive tells a type parameter only what it is itself.
  if (shared) return tsutils.isObjectType(keyType) || isTypeParameterName(declared, own);
  const isLiteral = tsutils.unionConstituents(facts.checker.getTypeAtLocation(declared)).every((part) => tsutils.isTypeFlagSet(part, ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral));
  const last = isRead ? declaration.type : valueNode;
  return isLiteral && last !== undefined && last.kind !== ts.SyntaxKind.UnknownKeyword && last.kind !== ts.SyntaxKind.AnyKeyword;
}

function isTypeParameterName(node: ts.TypeNode, own: ReadonlySet<string>): boolean {
  return ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName) && own.has(node.typeName.text);
}

function namesIn(node: ts.Node, own: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (inner: ts.Node): void => {
    if (ts.isIdentifier(inner) && own.has(inner.text)) found.add(inner.text);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
}

/**
 * Is a key made here that nobody else will ever have: in code that runs more than once, and used only there? One that is
 * returned, stored, handed on or kept in a closure has a life of its own.
 */
export function isMadeEachTime(facts: Facts, call: Call): boolean {
  const fn = enclosingWork(facts, call);
  if (fn === undefined) return false;
  const outer = wrapped(call);
  if (isKeyOf(facts, outer)) return true;
  const { parent } = outer;
  if (parent?.type !== AST_NODE_TYPES.VariableDeclarator || parent.init !== outer || parent.id.type !== AST_NODE_TYPES.Identifier) return false;
  const { name } = parent.id;
  const variable = facts.sourceCode.getDeclaredVariables?.(parent).find((one) => one.name === name);
  return variable?.references.every(({ identifier, init }) => init === true || (isKeyOf(facts, wrapped(identifier)) && enclosingWork(facts, identifier) === fn)) === true;
}

/** The function whose work a node is part of: what runs at once for another belongs to that one. */
function enclosingWork(facts: Facts, node: TSESTree.Node): ReturnType<typeof enclosingFunction> {
  let fn = enclosingFunction(node);
  while (fn !== undefined && belongsToEnclosing(facts, fn) === "yes") fn = enclosingFunction(fn);
  return fn;
}

function isKeyOf(facts: Facts, node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent?.type === AST_NODE_TYPES.Property && parent.key === node && parent.computed) {
    const call = parent.parent.parent;
    return call?.type === AST_NODE_TYPES.CallExpression && keysUsedAt(facts, call).some(({ key }) => key === node);
  }
  return (parent?.type === AST_NODE_TYPES.CallExpression || parent?.type === AST_NODE_TYPES.NewExpression) && keysUsedAt(facts, parent).some(({ key }) => key === node);
}

/** The call that makes the key given here: this expression, or the initializer of the local variable it names. */
export function makerOf(facts: Facts, key: TSESTree.Expression): Call | undefined {
  const plain = unwrap(key);
  const isCall = (node: TSESTree.Node): node is Call => node.type === AST_NODE_TYPES.CallExpression || node.type === AST_NODE_TYPES.NewExpression;
  if (isCall(plain)) return plain;
  if (plain.type !== AST_NODE_TYPES.Identifier) return undefined;
  const definition = ASTUtils.findVariable(facts.sourceCode.getScope(plain), plain.name)?.defs[0]?.node;
  const init = definition?.type === AST_NODE_TYPES.VariableDeclarator && definition.init ? unwrap(definition.init) : undefined;
  return init && isCall(init) ? init : undefined;
}

/** How a file gets at a key constructor that says the value's type: `createKey<User>("user")`, `new Key<User>("user")`. */
export interface KeyMaker {
  readonly module: string;
  readonly name: string;
  readonly isClass: boolean;
}

/** A key constructor of the model in a module that the file imports from. */
export function importedKeyMaker(facts: Facts, model: ContextModel): KeyMaker | undefined {
  const makers = facts.sourceCode.ast.body.flatMap((statement): KeyMaker[] => {
    if (statement.type !== AST_NODE_TYPES.ImportDeclaration) return [];
    const module = facts.services.getSymbolAtLocation(statement.source);
    const exported = module ? facts.checker.getExportsOfModule(module) : [];
    return exported.flatMap((symbol): KeyMaker[] => {
      const origin = originOf(facts, symbol);
      if (origin === undefined || keyConstructor(facts, origin)?.model !== model) return [];
      const type = facts.checker.getTypeOfSymbol(origin);
      const isClass = type.getCallSignatures().length === 0;
      const takesName = (isClass ? type.getConstructSignatures() : type.getCallSignatures()).some((signature) => isNamedMaker(facts, signature));
      return takesName ? [{ module: statement.source.value, name: symbol.name, isClass }] : [];
    });
  });
  return makers.find(({ isClass }) => !isClass) ?? makers[0];
}

/** One type parameter, for the value, and a text that describes the key. */
function isNamedMaker({ checker }: Facts, signature: ts.Signature): boolean {
  const [first, ...rest] = signature.parameters;
  const isOptional = (parameter: ts.Symbol): boolean => {
    const { valueDeclaration } = parameter;
    return valueDeclaration !== undefined && ts.isParameter(valueDeclaration) && checker.isOptionalParameter(valueDeclaration);
  };
  return signature.typeParameters?.length === 1 && first !== undefined && tsutils.isTypeFlagSet(checker.getTypeOfSymbol(first), ts.TypeFlags.StringLike) && rest.every(isOptional);
}
