import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { type Cancellable, isBound } from "./cancellable.js";
import type { Facts } from "./facts.js";
import { isCleanupName } from "./position/names.js";
import { calleeName, isGather, receiverOf, unwrap } from "./position/syntax.js";
import { isReporting } from "./reporting.js";

/** What is waited for here. */
export function awaitedIn(node: TSESTree.Node): TSESTree.Node | undefined {
  if (node.type === N.AwaitExpression) return node.argument;
  return node.type === N.ForOfStatement && node.await ? node.right : undefined;
}

/** The call that is waited for, where it is work: not cleanup, not telling what happened, not something that was begun with the context. */
export function workIn(facts: Facts, awaited: TSESTree.Node, contexts: readonly Cancellable[]): TSESTree.CallExpression | undefined {
  const call = unwrap(awaited);
  if (call.type !== N.CallExpression) return undefined;
  const isMany: boolean = isGather(facts, call);
  if (isMany) return gatheredWork(facts, call.arguments, contexts);
  if (isCleanupName(calleeName(call) ?? "") || isReporting(call)) return undefined;
  const receiver = receiverOf(call);
  const isBegun = (receiver !== undefined && isBound(facts, receiver, contexts, false)) || call.arguments.some((each) => each.type === N.Identifier && isBound(facts, each, contexts, true));
  return isBegun ? undefined : call;
}

function gatheredWork(facts: Facts, [list]: readonly TSESTree.CallExpressionArgument[], contexts: readonly Cancellable[]): TSESTree.CallExpression | undefined {
  const elements = list?.type === N.ArrayExpression ? list.elements : [];
  return elements.map((each) => (each === null ? undefined : workIn(facts, each, contexts))).find((each) => each !== undefined);
}
