import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { ContextModel } from "../models/model.js";
import type { Facts } from "./facts.js";
import { memberName, wrapped } from "./position/syntax.js";
import { type ClassNode, type Field, inside, memberOf } from "./stores.js";

/**
 * Does the class only listen to the context that it stores, and takes its listener away again? Such an object is the
 * record of one operation (an entry of a queue, somebody who waits): it does no work under the context, and goes with it.
 */
export function isOnlyListenedTo(facts: Facts, field: Field, model: ContextModel): boolean {
  const removers = model.observedBy?.removers ?? [];
  const { owner } = field;
  if (owner === undefined || removers.length === 0) return false;
  let isRemoved = false;
  for (const node of usesOf(facts, field, owner)) {
    if (field.writes.some(({ target }) => target === node)) continue;
    const { parent } = wrapped(node);
    if (parent?.type !== N.MemberExpression || parent.object !== wrapped(node)) return false;
    isRemoved ||= removers.includes(memberName(parent) ?? "");
  }
  return isRemoved;
}

/** Does the class only count the contexts that it keeps: `inFlight.add(token)`, `inFlight.size`? Nothing is done under them. */
export function isOnlyCounted(facts: Facts, field: Field): boolean {
  const { owner } = field;
  if (owner === undefined) return false;
  let isUsed = false;
  for (const node of usesOf(facts, field, owner)) {
    const { parent } = wrapped(node);
    if (parent?.type !== N.MemberExpression || parent.object !== wrapped(node) || !/^(?:add|clear|delete|has|size)$/.test(memberName(parent) ?? "")) return false;
    isUsed = true;
  }
  return isUsed;
}

/** Where the class names its field, `this.ctx`. */
function* usesOf(facts: Facts, { isStatic, name }: Field, owner: ClassNode): Generator<TSESTree.MemberExpression> {
  for (const node of inside(facts, owner.body)) {
    if (node.type === N.MemberExpression && memberName(node) === name && memberOf(facts, node, owner)?.isStatic === isStatic) yield node;
  }
}
