import { ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

/** Answers `unchanged` of a graph's questions from ESLint's scopes. */
export function unchangedIn(sourceCode: Pick<TSESLint.SourceCode, "getScope">): (node: TSESTree.Identifier) => object | undefined {
  const known = new Map<TSESLint.Scope.Variable, boolean>();
  return (node) => {
    const variable = ASTUtils.findVariable(sourceCode.getScope(node), node);
    if (!variable) return undefined;
    const answer = known.get(variable) ?? isUnchanged(variable);
    known.set(variable, answer);
    return answer ? variable : undefined;
  };
}

function isUnchanged({ defs, references }: TSESLint.Scope.Variable): boolean {
  const [definition, ...others] = defs;
  if (!definition || others.length > 0) return false;
  if (definition.type === "Variable") return definition.parent.kind !== "var" && definition.parent.kind !== "let";
  return definition.type === "Parameter" && references.every((reference) => !reference.isWrite() || reference.init);
}
