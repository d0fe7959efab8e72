import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { isYes } from "./answer.js";
import { deriveAt } from "./calls.js";
import { type Cancellable, mentionsIn, outsideOf } from "./cancellable.js";
import type { Facts } from "./facts.js";
import { isNamedCarrier } from "./given.js";
import { belongsUpTo } from "./position/belonging.js";
import { isCleanupName } from "./position/names.js";
import { isSameContext } from "./position/reference.js";
import { argumentPlace, calleeName, chainOn, enclosingFunction, gatherOf, isFunction, isGather, outwards, passedThrough } from "./position/syntax.js";
import { isReporting } from "./reporting.js";
import { carriersOf, typeAnswer } from "./types.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/**
 * The context that a piece of code hands on to work it waits for, so that the work fails here when the context ends; of a
 * child the context that it was derived from.
 * @param tried what is tried: the block of a `try`, or the promise that a chain starts from
 */
export function handedOn(facts: Facts, tried: TSESTree.Node, contexts: readonly Cancellable[]): Cancellable | undefined {
  for (const { node, context } of mentionsIn(facts, tried, contexts)) {
    if (context === undefined || !leadsToContext(facts, node)) continue;
    const isRequest = isNamedCarrier(facts, node);
    if (!callsGiven(facts, node).some((call) => (!isRequest || isSending(call)) && !isCleanupName(calleeName(call) ?? "") && !isReporting(call) && isWaitedFor(facts, call, tried))) continue;
    const outside = outsideOf(facts, context.origin);
    const outer = contexts.find(({ origin }) => outside.some((each) => isSameContext(facts, each, origin)));
    if (outer !== undefined) return outer;
  }
  return undefined;
}

/** Is a request sent on? Else it is given as it is, to read its body and not to be ended with it. */
function isSending(call: Call): boolean {
  return /^(?:fetch|Request)$/.test(calleeName(call) ?? "");
}

/** The calls that get a context: as an argument, in a literal, or as a child that is made of it on the way. */
function callsGiven(facts: Facts, mention: TSESTree.Node): readonly Call[] {
  let node = mention;
  for (;;) {
    const place = argumentPlace(node);
    const derive = place && deriveAt(facts, place.call);
    if (place !== undefined && derive === undefined) return [place.call];
    if (derive?.makes === "detached") return [];
    const { parent } = node;
    if (parent?.type === N.VariableDeclarator && parent.init === node) return childrenOf(facts, parent).flatMap((child) => callsGiven(facts, child));
    const isPart = parent?.type === N.ObjectExpression || parent?.type === N.ArrayExpression || parent?.type === N.SpreadElement || (parent?.type === N.Property && parent.value === node);
    // `withTimeout(ms, token).token`
    const isOfChild = parent?.type === N.MemberExpression && node.type === N.CallExpression && leadsToContext(facts, parent);
    const next: TSESTree.Node | undefined = place?.call ?? (isPart || isOfChild ? parent : passedThrough(node));
    if (next === undefined) return [];
    node = next;
  }
}

/** Where the variables stand that are initialised with a child, but for its cancel function. */
function childrenOf(facts: Facts, declarator: TSESTree.VariableDeclarator): readonly TSESTree.Node[] {
  const variables = facts.sourceCode.getDeclaredVariables?.(declarator) ?? [];
  return variables.flatMap(({ references }) => references.filter((use) => use.isRead()).map(({ identifier }) => identifier as TSESTree.Node)).filter((use) => leadsToContext(facts, use));
}

/** A context or a carrier of one, not some other part of it. */
function leadsToContext(facts: Facts, node: TSESTree.Node): boolean {
  const type = facts.checker.getNonNullableType(facts.services.getTypeAtLocation(node));
  return isYes(typeAnswer(facts, type)) || carriersOf(facts, type).length > 0;
}

/** Does a failure of the call reach the one who tries: is it awaited there, and caught by nobody before? */
function isWaitedFor(facts: Facts, call: Call, tried: TSESTree.Node): boolean {
  let node: TSESTree.Node = call;
  for (;;) {
    if (node === tried || (tried.type === N.ArrayExpression && node.parent === tried)) return true;
    const chain = chainOn(node);
    if (chain !== undefined && (calleeName(chain) === "catch" || chain.arguments.length > 1)) return false;
    const next: TSESTree.Node | undefined = chain ?? passedThrough(node) ?? gatherAround(facts, node);
    if (next === undefined) break;
    node = next;
  }
  const { parent } = node;
  const isLooped = parent?.type === N.ForOfStatement && parent.await && parent.right === node;
  const home = enclosingFunction(tried);
  const fn = enclosingFunction(call);
  const isResult = fn !== home && (parent?.type === N.ReturnStatement || parent === fn);
  if (parent?.type !== N.AwaitExpression && !isLooped && !isResult) return false;
  return !isCaughtBefore(node, tried) && (fn === home || belongsUpTo(facts, call, home) === "yes");
}

/** `Promise.all([work()])`, `Promise.all(items.map(work))`; of `allSettled` no failure comes out. */
function gatherAround(facts: Facts, node: TSESTree.Node): TSESTree.Node | undefined {
  const gather = gatherOf(facts, node) ?? argumentPlace(node)?.call;
  return gather !== undefined && isGather(facts, gather) && calleeName(gather) !== "allSettled" ? gather : undefined;
}

/** Is there another `try` between, or does the code stand where it is cleaned up? */
function isCaughtBefore(node: TSESTree.Node, tried: TSESTree.Node): boolean {
  for (const { inner, outer } of outwards(node)) {
    if (inner === tried) return false;
    if (outer.type === N.TryStatement && ((outer.block === inner && outer.handler !== null) || outer.handler === inner || outer.finalizer === inner)) return true;
    if (isFunction(outer) && outer === tried) return false;
  }
  return false;
}
