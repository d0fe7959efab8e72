import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import type { Facts } from "./facts.js";
import { descendants } from "./position/reference.js";
import { placeOfCall, wrapped } from "./position/syntax.js";
import { isCollecting, isFormatting, isReporting } from "./reporting.js";

type Variable = TSESLint.Scope.Variable;

/**
 * Does the code tell by an error what happened: compare a part of it, ask a guard, hand it to somebody who may? Logging it,
 * keeping it and throwing it once all attempts are used up tell nothing.
 */
export function isErrorSeen(facts: Facts, variables: readonly Variable[]): boolean {
  return variables.some((variable) => isSeen(facts, variable, new Set()));
}

function isSeen(facts: Facts, variable: Variable, seen: Set<Variable>, isPart = false): boolean {
  if (seen.has(variable)) return false;
  seen.add(variable);
  return variable.references.some((use) => use.isRead() && isLook(facts, use.identifier, isPart, seen));
}

/** @param isPart whether the node is a part of the error, or what was made of it: of that even the truth tells something */
function isLook(facts: Facts, start: TSESTree.Node, isPart: boolean, seen: Set<Variable>): boolean {
  const node = wrapped(start);
  const { parent } = node;
  const onwards = (outer: TSESTree.Node, part = isPart): boolean => isLook(facts, outer, part, seen);
  switch (parent?.type) {
    case N.MemberExpression: {
      if (parent.object !== node) return true;
      const call = placeOfCall(parent);
      return onwards(call ?? parent, true);
    }
    case N.TemplateLiteral:
    case N.ArrayExpression:
    case N.ObjectExpression:
    case N.SpreadElement:
    case N.AwaitExpression:
      return onwards(parent);
    case N.Property:
      return parent.parent.type === N.ObjectExpression && parent.value === node ? onwards(parent.parent) : true;
    case N.BinaryExpression:
      if (parent.operator === "+") return onwards(parent);
      return !(parent.operator === "instanceof" && parent.left === node && parent.right.type === N.Identifier && parent.right.name === "Error");
    case N.UnaryExpression:
      return parent.operator === "typeof" ? false : isPart;
    case N.ConditionalExpression:
      return parent.test === node ? isPart : onwards(parent);
    case N.LogicalExpression:
      return parent.left === node && parent.operator !== "??" && isPart ? true : onwards(parent);
    case N.IfStatement:
    case N.WhileStatement:
      return isPart;
    case N.ThrowStatement:
    case N.ReturnStatement:
    case N.ExpressionStatement:
      return false;
    case N.CallExpression:
    case N.NewExpression:
      if (parent.callee === node) return true;
      if (isReporting(parent) || isCollecting(parent)) return false;
      return isFormatting(parent) ? onwards(parent) : true;
    case N.VariableDeclarator:
      return (facts.sourceCode.getDeclaredVariables?.(parent) ?? []).some((variable) => isSeen(facts, variable, seen, isPart || parent.id.type !== N.Identifier));
    case N.AssignmentExpression:
      if (parent.right !== node || parent.operator !== "=") return true;
      return parent.left.type === N.Identifier ? isAliasSeen(facts, parent.left, seen) : parent.left.type !== N.MemberExpression;
    default:
      return true;
  }
}

/** `lastError = error`: what is done with the variable counts. */
function isAliasSeen(facts: Facts, name: TSESTree.Identifier, seen: Set<Variable>): boolean {
  const reference = facts.sourceCode.getScope(name).references.find(({ identifier }) => identifier === name);
  return reference?.resolved == null || isSeen(facts, reference.resolved, seen);
}

/** Does a piece of code mention how promises were rejected: `result.reason`, `"rejected"`? */
export function mentionsRejection(facts: Facts, region: TSESTree.Node): boolean {
  return [...descendants(facts, region)].some((node) => (node.type === N.Literal && node.value === "rejected") || (node.type === N.Identifier && node.name === "reason"));
}
