import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Callers } from "../contexts/callers.js";
import type { Facts } from "../contexts/facts.js";
import type { DeclaredParameter } from "../contexts/signatures.js";
import { combine, type Edit, insertAt, replaceRange } from "./edit.js";

/**
 * Makes an optional parameter required, where each known call passes it: `ctx?: C` becomes `ctx: C`, and `ctx: C | undefined`
 * where a call may pass nothing. Nothing where a parameter before it may be left out, or where only a default tells the type.
 */
export function makeRequired(facts: Facts, parameter: DeclaredParameter, others: readonly DeclaredParameter[], { calls }: Callers): Edit | undefined {
  const { sourceCode } = facts;
  const { index, node } = parameter;
  if (others.some((other) => other.index < index && other.isOptional)) return undefined;
  const place = index - others.filter(({ isReceiver }) => isReceiver).length;
  const given = calls.map(({ arguments: args }) => (args.slice(0, place + 1).some(({ type }) => type === N.SpreadElement) ? undefined : args[place]));
  if (given.includes(undefined)) return undefined;
  const name = node.type === N.AssignmentPattern ? node.left : node;
  if (name.type !== N.Identifier || name.typeAnnotation === undefined || sourceCode.getCommentsInside(node).length > 0) return undefined;

  const isNullable = given.some((argument) => argument !== undefined && mayBeNothing(facts, argument));
  if (node.type === N.AssignmentPattern) return isNullable ? undefined : replaceRange([name.range[1], node.range[1]], "");
  const question = sourceCode.getFirstToken(name, 1);
  if (question?.value !== "?") return undefined;
  const already = name.typeAnnotation.typeAnnotation.type === N.TSUnionType && name.typeAnnotation.typeAnnotation.types.some(({ type }) => type === N.TSUndefinedKeyword);
  return combine(replaceRange(question.range, ""), ...(isNullable && !already ? [insertAt(name.range[1], " | undefined")] : []));
}

function mayBeNothing({ checker, services }: Facts, argument: TSESTree.CallExpressionArgument): boolean {
  const type = services.getTypeAtLocation(argument);
  return checker.getNonNullableType(type) !== type;
}
