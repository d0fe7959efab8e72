import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { block } from "./blocks.js";
import type { Wiring } from "./wiring.js";

/**
 * The definition of a class: first the names of all members, then static fields and blocks, in their order
 * (ECMA-262, ClassDefinitionEvaluation). Fields of instances are not evaluated here.
 */
export function classDefinition(wiring: Wiring, node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): void {
  decorators(wiring, node);
  if (node.superClass) wiring.visit(node.superClass);
  for (const member of node.body.body) {
    decorators(wiring, member);
    if ("computed" in member && member.computed) wiring.visit(member.key);
  }
  wiring.risky("class", node);
  for (const member of node.body.body) {
    if (member.type === N.StaticBlock) block(wiring, member.body);
    else if ((member.type === N.PropertyDefinition || member.type === N.AccessorProperty) && member.static && member.value)
      wiring.visit(member.value);
  }
}

function decorators(wiring: Wiring, node: TSESTree.Node): void {
  if (!("decorators" in node)) return;
  for (const { expression } of node.decorators) wiring.visit(expression);
}
