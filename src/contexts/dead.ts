import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Call } from "./accepts.js";
import { isYes } from "./answer.js";
import { deriveAt } from "./calls.js";
import { endedContexts } from "./ended.js";
import type { Facts } from "./facts.js";
import { isUnread } from "./floating.js";
import { endsWith, type Handed, handedTo } from "./handed.js";
import { lentBy } from "./lent.js";
import { cleanupAt, mayBeOver, overAt, unawaitedAt } from "./position/index.js";
import { mentionsAny } from "./position/mentions.js";
import { wordsOf } from "./position/names.js";
import { descendants, type Origin, originOf } from "./position/reference.js";
import { argumentPlace, calleeName, isFunction, memberName, outwards, wrapped } from "./position/syntax.js";
import { isThenable } from "./position/thenable.js";

/** A context that is over, or will be when this code runs, where work gets it that must still be done. */
export interface Dead {
  readonly kind: "afterCancel" | "cleanup" | "inAbortedBranch";
  readonly given: Handed;
  /** The call that ended it. */
  readonly end?: TSESTree.CallExpression;
}

/** Told by names: may the call be given a context that is over? */
export function mayBeDead(facts: Facts, call: Call, checkCleanup: boolean): boolean {
  return call.arguments.length > 0 && (checkCleanup || mentionsAny(facts)) && !isAboutTheEnd(call);
}

/** Does the call hand a context that is over to work that must still run? */
export function deadContextAt(facts: Facts, call: Call, checkCleanup: boolean): Dead | undefined {
  const found = endedOf(facts, call) ?? (checkCleanup ? lentToCleanup(facts, call) : undefined);
  return found !== undefined && isWork(facts, call) && deriveAt(facts, call) === undefined && (found.kind !== "cleanup" || !isYes(unawaitedAt(facts, call))) ? found : undefined;
}

function endedOf(facts: Facts, call: Call): Dead | undefined {
  // What is over is seldom: it is asked first.
  const [given] = handedTo(facts, call, (origin) => mayBeOver(facts, origin) && overAt(facts, call, origin) === "over");
  if (given === undefined) return undefined;
  const end = endBefore(facts, call, given);
  // Given back with all that it was asked with, it fails as the caller wants it to.
  if (end === undefined && given.isCarrier && wrapped(call).parent?.type === N.ReturnStatement) return undefined;
  return end === undefined ? { kind: "inAbortedBranch", given } : { kind: "afterCancel", given, end };
}

function lentToCleanup(facts: Facts, call: Call): Dead | undefined {
  const kind = cleanupAt(facts, call);
  if (kind === undefined) return undefined;
  const given = handedTo(facts, call).find((each) => !each.isCarrier && isRequests(facts, each) && (kind !== "rethrow" || isUndone(facts, call, each)));
  return given !== undefined && !isGuarded(facts, call) ? { kind: "cleanup", given } : undefined;
}

/** What deals with the end itself may well want to look at the context: `handleAbort(signal)`, `once(signal, "abort")`. */
function isAboutTheEnd(call: Call): boolean {
  return wordsOf(calleeName(call) ?? "").some((word) => /^(?:abort|aborted|cancel|canceled|cancelled|cancellation|interrupt|interrupted|on|once)$/.test(word));
}

/** Work goes on after the call: a promise, or a stream that is read here. */
function isWork(facts: Facts, call: Call): boolean {
  if (call.type === N.NewExpression) return false;
  const { parent } = wrapped(call);
  if (parent?.type === N.ForOfStatement) return parent.await && isUnread(facts, facts.services.getTypeAtLocation(call));
  return isThenable(facts, call) === "yes";
}

/** The call before this one that ended the context. */
function endBefore(facts: Facts, call: Call, { origin }: Handed): TSESTree.CallExpression | undefined {
  for (const { inner, outer } of outwards(call)) {
    if (outer.type !== N.BlockStatement && outer.type !== N.Program) continue;
    const statements: readonly TSESTree.Node[] = outer.body;
    for (const statement of statements.slice(0, statements.indexOf(inner)).reverse()) {
      for (const node of descendants(facts, statement, (each) => !isFunction(each))) {
        if (node.type === N.CallExpression && endedContexts(facts, node).some((context) => endsWith(facts, origin, context))) return node;
      }
    }
  }
  return undefined;
}

/** Is it lent by a caller, and may it end? */
function isRequests(facts: Facts, { model, origin }: Handed): boolean {
  return model.observedBy !== undefined && lentBy(facts, origin) !== undefined;
}

/**
 * Is what a handler that rethrows does meant to undo something, after work under the same context? What only tells of
 * the error is not.
 */
function isUndone(facts: Facts, call: Call, { origin }: Handed): boolean {
  if (/^(?:debug|emit|log|trace|warn)$/.test(wordsOf(calleeName(call) ?? "")[0] ?? "")) return false;
  for (const { inner, outer } of outwards(call)) {
    if (outer.type !== N.TryStatement || outer.handler !== inner) continue;
    return [...descendants(facts, outer.block)].some((node) => (node.type === N.Identifier || node.type === N.MemberExpression) && argumentPlace(node) !== undefined && sharesRoot(facts, node, origin));
  }
  return true;
}

function sharesRoot(facts: Facts, node: TSESTree.Node, { root }: Origin): boolean {
  const origin = originOf(facts, node);
  return origin !== undefined && (origin.root === root || lentBy(facts, origin)?.parameter === root);
}

/** Is the context looked at first: `if (!ctx.err()) await flush(ctx)`? */
function isGuarded(facts: Facts, call: Call): boolean {
  const tests = new Set(facts.models.flatMap(({ observedBy }) => observedBy?.tests ?? []));
  for (const { inner, outer } of outwards(call)) {
    if (isFunction(outer)) return false;
    const test = (outer.type === N.IfStatement || outer.type === N.ConditionalExpression) && outer.test !== inner ? outer.test : outer.type === N.LogicalExpression && outer.right === inner ? outer.left : undefined;
    if (test !== undefined && [...descendants(facts, test)].some((node) => node.type === N.MemberExpression && tests.has(memberName(node) ?? "") && originOf(facts, node.object) !== undefined)) return true;
  }
  return false;
}
