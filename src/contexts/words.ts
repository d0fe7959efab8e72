import { ASTUtils, AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";

import type { Facts } from "./facts.js";
import { unwrap } from "./position/syntax.js";
import { mayLeadTo } from "./reach.js";

/** A value that is taken from others this often is asked of the checker. */
const MOST_TURNS = 8;

/**
 * May a variable be a context, or have one? Told by what is written of what it is taken from, so that its type need not be
 * inferred: `const { retry } = options` is what `options` is said to have. Where the words do not tell, the answer is yes.
 */
export function variableMayLead(facts: Facts, variable: TSESLint.Scope.Variable, names: readonly string[] = [], turns = MOST_TURNS): boolean {
  const [definition, ...others] = variable.defs;
  if (turns === 0 || others.length > 0 || (definition?.type !== "Parameter" && definition?.type !== "Variable")) return true;
  const path = [...names];
  for (let node: TSESTree.Node = definition.name; ; ) {
    const annotation = (node.type === N.Identifier || node.type === N.ObjectPattern) && node.typeAnnotation;
    if (annotation) return mayLeadTo(facts, facts.services.esTreeNodeToTSNodeMap.get(annotation.typeAnnotation) as ts.TypeNode, 1, path);
    const parent: TSESTree.Node | undefined = node.parent;
    if (parent?.type === N.VariableDeclarator) return parent.init === null || parent.id !== node || valueMayLead(facts, parent.init, path, turns - 1);
    // What has a default may be that.
    if (parent?.type !== N.Property || parent.value !== node || parent.parent.type !== N.ObjectPattern) return true;
    path.unshift(ASTUtils.getPropertyName(parent, facts.sourceCode.getScope(parent)) ?? "*");
    node = parent.parent;
  }
}

function valueMayLead(facts: Facts, value: TSESTree.Expression, names: readonly string[], turns: number): boolean {
  if (value.type === N.TSAsExpression && !isConst(value.typeAnnotation)) return mayLeadTo(facts, facts.services.esTreeNodeToTSNodeMap.get(value.typeAnnotation) as ts.TypeNode, 1, names);
  const node = unwrap(value);
  switch (node.type) {
    case N.Identifier: {
      const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
      return node.name !== "undefined" && (variable === null || variableMayLead(facts, variable, names, turns));
    }
    case N.MemberExpression:
      return node.computed || node.property.type !== N.Identifier || valueMayLead(facts, node.object, [node.property.name, ...names], turns);
    case N.ConditionalExpression:
      return valueMayLead(facts, node.consequent, names, turns) || valueMayLead(facts, node.alternate, names, turns);
    case N.LogicalExpression:
      return valueMayLead(facts, node.left, names, turns) || valueMayLead(facts, node.right, names, turns);
    default:
      return true;
  }
}

function isConst(node: TSESTree.TypeNode): boolean {
  return node.type === N.TSTypeReference && node.typeName.type === N.Identifier && node.typeName.name === "const";
}
