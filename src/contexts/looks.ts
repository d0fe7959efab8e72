import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { type Cancellable, mentionsIn } from "./cancellable.js";
import type { Facts } from "./facts.js";
import { type Look, looksAt } from "./position/observation.js";
import { isFunction, memberName, outwards } from "./position/syntax.js";
import { isReporting } from "./reporting.js";

/** May somebody see in this piece of code that one of the contexts is over? */
export function isAnySeen(facts: Facts, region: TSESTree.Node, contexts: readonly Cancellable[]): boolean {
  return !lookMentions(facts, region, contexts).next().done;
}

/** Mentions by which somebody may see that the context is over: not those in what is logged, nor reads of its values. */
export function* lookMentions(facts: Facts, region: TSESTree.Node, contexts: readonly Cancellable[]): Generator<TSESTree.Node> {
  for (const { node } of mentionsIn(facts, region, contexts)) {
    if (!isRead(facts, node) && !isReported(node, region)) yield node;
  }
}

/** `ctx.value(key)`. */
function isRead({ models }: Facts, mention: TSESTree.Node): boolean {
  const name = mention.type === N.MemberExpression ? memberName(mention) : undefined;
  return name !== undefined && models.some(({ values }) => values?.readers.some((reader) => "method" in reader && reader.method === name) === true);
}

function isReported(mention: TSESTree.Node, region: TSESTree.Node): boolean {
  for (const { outer } of outwards(mention)) {
    if (outer.type === N.CallExpression && isReporting(outer)) return true;
    if (outer === region || isFunction(outer)) return false;
  }
  return false;
}

/** `signal.aborted`, `ctx.err()`. */
export function isAsking(facts: Facts, mention: TSESTree.Node, looks: readonly Look[]): boolean {
  const asks = (node: TSESTree.Node): boolean => looks.some((look) => looksAt(facts, node, look, undefined) === "yes");
  for (const { outer } of outwards(mention)) {
    if (outer.type !== N.MemberExpression && outer.type !== N.CallExpression) break;
    if (asks(outer)) return true;
  }
  return asks(mention);
}
