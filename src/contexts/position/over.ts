import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";

import { deriveAt } from "../calls.js";
import { type Facts, fileMemo } from "../facts.js";
import { isOrExtends } from "../types.js";
import { holdsIn } from "./branches.js";
import { both, type Certainty, either, surely } from "./certainty.js";
import { saysOver } from "./conditions.js";
import { isEndName, mentionsOf } from "./mentions.js";
import { listensTo, looksAt } from "./observation.js";
import { callBehind, descendants, extend, isSameContext, type Origin, type OriginMemo, originOf, originOfReference, type Reference, rememberedOf, rootsBehind, writesTo } from "./reference.js";
import { argumentPlace, calleeName, enclosingFunction, type FunctionNode, isFunction, isLoop, isNothing, isWithin, outwards, placeOfCall, unwrap } from "./syntax.js";
import { placesOf } from "./uses.js";

/** Constants derived from constants are followed so far. */
const MOST_PARENTS = 8;

/**
 * Is the context over for certain here: after its cancel or abort in straight line, in a branch that is only taken when
 * it is, after waiting for its end, or in the body of its own abort listener? So is what is derived from it.
 * @param reference the context, or an expression for it
 */
export function overAt(facts: Facts, node: TSESTree.Node, reference: Origin | Reference | TSESTree.Expression): "no" | "over" {
  const context = originOfReference(facts, reference);
  return context !== undefined && isOver(facts, node, context, MOST_PARENTS) === "yes" ? "over" : "no";
}

/** Told by names alone: does anything in the file end or look at the context, or at what it was made of? */
export function mayBeOver(facts: Facts, context: Origin): boolean {
  for (const root of rootsBehind(facts, context)) if (mentionsOf(facts, { root }).length > 0) return true;
  return false;
}

function isOver(facts: Facts, node: TSESTree.Node, context: Origin, depth: number): Certainty {
  return either(
    () => isEnded(facts, node, context, depth),
    () => (depth > 0 ? hasEndedParent(facts, node, context, depth - 1) : "no"),
  );
}

function isEnded(facts: Facts, node: TSESTree.Node, context: Origin, depth: number): Certainty {
  const mentions = mentionsOf(facts, context);
  if (mentions.length === 0) return "no";
  const writes = writesTo(facts, context);
  const counts = (found: TSESTree.Node, answer: Certainty): Certainty =>
    answer === "no" || writes.some((write) => comesBetween(facts, found, write, node)) ? "no" : answer;
  const evidence = {
    positions: mentions,
    ...(writes.length === 0 && { after: rememberedOf(answers(facts), context, () => new Map<TSESTree.Node, Certainty>()) }),
    test: (test: TSESTree.Node, outcome: boolean) => counts(test, saysOver(facts, test, outcome, context)),
    done: (expression: TSESTree.Node) => counts(expression, ends(facts, expression, context)),
    isMissing: (test: TSESTree.Node) => asksFor(facts, test, context),
  };
  let hasLeft = false;
  for (const { inner, outer } of outwards(node)) {
    // What runs later may find another value.
    if (hasLeft && writes.length > 0) return "no";
    if (isFunction(inner)) {
      if (listensOnly(facts, inner, context, depth) === "yes") return "yes";
      // Methods and declarations may have run before; an expression is there only after what comes before it.
      if (inner.type === N.FunctionDeclaration || isMember(inner)) return "no";
      hasLeft = true;
    }
    if (holdsIn(facts, inner, outer, evidence) === "yes") return "yes";
  }
  return "no";
}

const answers = fileMemo((): OriginMemo<Map<TSESTree.Node, Certainty>> => new WeakMap());

/** `if (controller) …`, `if (controller !== undefined) …`: does the test only ask whether what has the context is there? */
function asksFor(facts: Facts, test: TSESTree.Node, context: Origin): boolean {
  const plain = unwrap(test);
  const asked = plain.type === N.BinaryExpression && /^!==?$/.test(plain.operator) && isNothing(plain.right) ? unwrap(plain.left) : plain;
  if (asked.type !== N.Identifier && asked.type !== N.MemberExpression) return false;
  const origin = originOf(facts, asked);
  return origin !== undefined && origin.root === context.root && origin.path.every((step, index) => step === context.path[index]);
}

function isMember(fn: FunctionNode): boolean {
  return fn.parent.type === N.MethodDefinition || fn.parent.type === N.PropertyDefinition;
}

/** Does evaluating this expression end the context, or wait until it has ended? */
function ends(facts: Facts, node: TSESTree.Node, context: Origin): Certainty {
  if (node.type === N.AwaitExpression) return looksAt(facts, node.argument, "awaits", context);
  if (node.type !== N.CallExpression) return "no";
  return either(() => callsEnd(facts, node, context), () => callsHandle(facts, node, context));
}

/** `controller.abort()`, `source.cancel()`, `ctx.dispose()`. */
function callsEnd(facts: Facts, call: TSESTree.CallExpression, context: Origin): Certainty {
  const callee = unwrap(call.callee);
  const name = calleeName(call) ?? "";
  if (callee.type !== N.MemberExpression || !isEndName(facts, name)) return "no";
  const owner = originOf(facts, callee.object);
  if (owner === undefined || owner.root !== context.root) return "no";
  const handles = facts.models.flatMap(({ handles = [] }) => handles).filter((handle) => {
    const isCarrier = handle.isContext === true || handle.context !== undefined;
    return isCarrier && handle.endedBy.includes(name) && isSameContext(facts, extend(owner, handle.context === undefined ? [] : [handle.context]), context);
  });
  if (handles.length === 0) return "no";
  const memo = owners(facts);
  let type = memo.get(callee);
  if (type === undefined) memo.set(callee, (type = facts.checker.getNonNullableType(facts.services.getTypeAtLocation(callee.object))));
  const found = type;
  return surely(handles.some((handle) => handle.type.some((pattern) => isOrExtends(facts, found, pattern))));
}

/** What `abort` is called on, asked once. */
const owners = fileMemo(() => new WeakMap<TSESTree.Node, ts.Type>());

/** `cancel()` of `const [ctx, cancel] = withCancel(parent)`. */
function callsHandle(facts: Facts, call: TSESTree.CallExpression, context: Origin): Certainty {
  const handle = originOf(facts, call.callee);
  if (handle === undefined || handle.root !== context.root || handle.path.length !== 1) return "no";
  const made = callBehind(handle);
  const result = made && deriveAt(facts, made)?.result;
  if (result?.handle === undefined || result.handle.join(".") !== handle.path.join(".")) return "no";
  return surely(isSameContext(facts, { root: context.root, path: result.context }, context));
}

/** A child ends with its parent, unless it was detached from it. */
function hasEndedParent(facts: Facts, node: TSESTree.Node, context: Origin, depth: number): Certainty {
  const made = callBehind(context);
  if (made === undefined) return "no";
  const candidates = [...descendants(facts, made, (each) => !isFunction(each))].flatMap((each) => originOf(facts, each) ?? []);
  const ended = candidates.filter((origin) => origin.root !== context.root && isOver(facts, node, origin, depth) === "yes");
  if (ended.length === 0) return "no";
  const derive = deriveAt(facts, made);
  if (derive === undefined || derive.makes === "detached" || derive.makes === "unknown") return "no";
  if (!isSameContext(facts, { root: context.root, path: derive.result.context }, context)) return "no";
  const parents = derive.parents.flatMap((parent) => originOf(facts, parent) ?? []);
  return surely(parents.some((parent) => ended.some((each) => isSameContext(facts, each, parent))));
}

/** Is the function used as a listener for the end of the context, and at most where it has ended besides? */
function listensOnly(facts: Facts, fn: FunctionNode, context: Origin, depth: number): Certainty {
  const places = placesOf(facts, fn);
  const listening = places.map((place) => listensTo(facts, place, context));
  if (!listening.includes("yes")) return "no";
  return both(
    ...places.map((place, index) => () => {
      if (listening[index] === "yes" || isRemoved(place)) return "yes";
      return placeOfCall(place) !== undefined && depth > 0 ? isOver(facts, place, context, depth - 1) : "no";
    }),
  );
}

/** `signal.removeEventListener("abort", fn)`. */
function isRemoved(place: TSESTree.Node): boolean {
  const call = argumentPlace(place)?.call;
  return call !== undefined && /^(?:off|remove)/.test(calleeName(call) ?? "");
}

/** May a write happen after the evidence was found, and before the node? */
export function comesBetween(facts: Facts, evidence: TSESTree.Node, write: TSESTree.Node, node: TSESTree.Node): boolean {
  const fn = enclosingFunction(node);
  if (enclosingFunction(write) !== fn) return callsBetween(facts, evidence, node, fn);
  if (write.range[0] < evidence.range[0]) return false;
  return write.range[0] < node.range[0] || isInLoopWithout(evidence, write, node);
}

/** Is anything called or awaited between the two, that may write? */
function callsBetween(facts: Facts, evidence: TSESTree.Node, node: TSESTree.Node, fn: FunctionNode | undefined): boolean {
  const inside = descendants(facts, fn?.body ?? facts.sourceCode.ast, (each) => each.range[1] > evidence.range[1] && each.range[0] < node.range[0]);
  for (const each of inside) {
    const isBetween = each.range[0] >= evidence.range[1] && each.range[1] <= node.range[0];
    if (isBetween && (each.type === N.AwaitExpression || each.type === N.CallExpression || each.type === N.NewExpression || each.type === N.YieldExpression)) return true;
  }
  return false;
}

/** Is the write in a loop around the node that the evidence is not in, so that a turn comes after the write? */
function isInLoopWithout(evidence: TSESTree.Node, write: TSESTree.Node, node: TSESTree.Node): boolean {
  for (const { outer } of outwards(node)) {
    if (isFunction(outer) || isWithin(evidence, outer)) return false;
    if (isLoop(outer) && isWithin(write, outer)) return true;
  }
  return false;
}
