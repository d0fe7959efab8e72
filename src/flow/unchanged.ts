import { ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

/** Answers `unchanged` of a graph's questions from ESLint's scopes. */
export function unchangedIn(sourceCode: Pick<TSESLint.SourceCode, "getScope">): (node: TSESTree.Identifier) => object | undefined {
  return (node) => {
    const variable = ASTUtils.findVariable(sourceCode.getScope(node), node);
    const [definition, ...others] = variable?.defs ?? [];
    if (!variable || !definition || others.length > 0) return undefined;
    if (definition.type === "Variable") return definition.parent.kind === "var" || definition.parent.kind === "let" ? undefined : variable;
    if (definition.type !== "Parameter") return undefined;
    return variable.references.every((reference) => !reference.isWrite() || reference.init) ? variable : undefined;
  };
}
