import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

/** Answers `unchanged` of a graph's questions from ESLint's scopes. */
export function unchangedIn(sourceCode: Pick<TSESLint.SourceCode, "getScope">): (node: TSESTree.Identifier) => object | undefined {
  const known = new Map<TSESLint.Scope.Variable, "flag" | "unchanged" | undefined>();
  return (node) => {
    const scope = sourceCode.getScope(node);
    const variable = ASTUtils.findVariable(scope, node.name);
    if (!variable) return undefined;
    if (!known.has(variable)) known.set(variable, isUnchanged(variable) ? "unchanged" : isFlag(variable) ? "flag" : undefined);
    const answer = known.get(variable);
    // Another function may find a flag set since it looked.
    return answer === undefined || (answer === "flag" && scope.variableScope !== variable.scope.variableScope) ? undefined : variable;
  };
}

/** A `let` that is only ever `true` or `false`, and that no function but its own sets. */
function isFlag({ defs, references, scope }: TSESLint.Scope.Variable): boolean {
  const [definition, ...others] = defs;
  if (definition?.type !== "Variable" || others.length > 0 || definition.parent.kind !== "let" || definition.node.id.type !== N.Identifier) return false;
  const writes = references.filter((reference) => reference.isWrite());
  return writes.length > 1 && writes.every(({ from, writeExpr }) => from.variableScope === scope.variableScope && writeExpr?.type === N.Literal && typeof writeExpr.value === "boolean");
}

function isUnchanged({ defs, references }: TSESLint.Scope.Variable): boolean {
  const [definition, ...others] = defs;
  if (!definition || others.length > 0) return false;
  if (definition.type === "Variable") return definition.parent.kind !== "var" && definition.parent.kind !== "let";
  return definition.type === "Parameter" && references.every((reference) => !reference.isWrite() || reference.init);
}
