import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import type ts from "typescript";

import { eventSources } from "../models/lifetimes.js";
import type { Call } from "./accepts.js";
import type { Ending } from "./ended.js";
import type { Facts } from "./facts.js";
import { runsAtOnce } from "./position/callbacks.js";
import { isListeningName, isTimerName } from "./position/names.js";
import { callBehind, descendants, originOf } from "./position/reference.js";
import { argumentPlace, calleeName, chainOn, enclosingFunction, type FunctionNode, isChainCall, isFunction, isWithin, passedThrough, placeOfCall, receiverOf, unwrap, wrapped } from "./position/syntax.js";
import { isThenable } from "./position/thenable.js";
import { carriedBy } from "./position/unawaited.js";
import { placesOf } from "./position/uses.js";
import { isOrExtends } from "./types.js";

/** How work is still under way, or a result unread, when its context ends. */
export interface Floating {
  /** Returned as a promise, dropped, kept and awaited later, run by a timer or listener, or returned before it was read. */
  readonly kind: "callback" | "dropped" | "kept" | "returned" | "unread";
  /** The value that is returned, or the promise that is dropped. */
  readonly node: TSESTree.Node;
}

/** Is the work of this call surely not done when the ending comes? */
export function floatsBeyond(facts: Facts, call: Call, ending: Ending): Floating | undefined {
  const home = enclosingFunction(ending.region);
  const isTimer = call.type === N.CallExpression && isTimerName(calleeName(call) ?? "") && enclosingFunction(call) === home;
  const found: Floating | undefined = isTimer ? (isKeptFor(facts, call, call, home) ? { kind: "callback", node: call } : undefined) : follow(facts, call, home, ending);
  if (found === undefined || found.kind === "returned" || found.kind === "unread") return found;
  // Work beside other work that is awaited, and stopped with it, is what contexts are for.
  return isAwaitedBetween(facts, found.node, ending, home) ? undefined : found;
}

/** Follows a value to where it leaves the region, is kept or dropped. */
function follow(facts: Facts, start: TSESTree.Node, home: FunctionNode | undefined, ending: Ending): Floating | undefined {
  let node = start;
  for (let next: TSESTree.Node | undefined = node; next !== undefined; next = carriedBy(facts, node)) node = next;
  const { parent } = wrapped(node);
  const next = methodOn(node);
  if (next !== undefined && isThenable(facts, next) === "yes") return follow(facts, next, home, ending);
  const fn = enclosingFunction(node);
  if (fn !== home) return fn === undefined ? undefined : fromCallback(facts, node, fn, home, ending);
  switch (parent?.type) {
    case N.AwaitExpression:
      return unreadIn(facts, parent, ending);
    case N.ReturnStatement:
      if (home?.generator === true || ending.kind === "later") return undefined;
      return isThenable(facts, node) === "yes" ? { kind: "returned", node } : unreadIn(facts, node, ending);
    case N.ExpressionStatement:
      return isThenable(facts, node) === "yes" ? { kind: "dropped", node } : undefined;
    case N.UnaryExpression:
      return parent.operator === "void" && isThenable(facts, node) === "yes" ? { kind: "dropped", node } : undefined;
    case N.VariableDeclarator:
    case N.AssignmentExpression:
      return isThenable(facts, node) === "yes" ? fromVariable(facts, node, parent, ending) : unreadIn(facts, node, ending);
    default:
      return isThenable(facts, node) === "yes" ? givenAway(facts, node, home, ending) : undefined;
  }
}

/** `client.get(url, { signal }).json()`: what is called on the result goes on with it. */
function methodOn(node: TSESTree.Node): TSESTree.CallExpression | undefined {
  const outer = wrapped(node);
  const member = outer.parent;
  return member?.type === N.MemberExpression && member.object === outer ? placeOfCall(member) : undefined;
}

/** A promise that is an argument, or a part of something that is returned. */
function givenAway(facts: Facts, node: TSESTree.Node, home: FunctionNode | undefined, ending: Ending): Floating | undefined {
  const call = argumentPlace(node)?.call;
  if (call === undefined) return isPartOfReturned(node) ? { kind: "kept", node } : undefined;
  if (isThenable(facts, call) === "yes") return follow(facts, call, home, ending);
  // Whoever gets it can await it only when this is done.
  return call.type === N.CallExpression && wrapped(call).parent?.type === N.ExpressionStatement ? { kind: "kept", node } : undefined;
}

/** `return { result: work(ctx) }`. */
function isPartOfReturned(node: TSESTree.Node): boolean {
  let outer = wrapped(node).parent;
  while (outer?.type === N.Property || outer?.type === N.ObjectExpression || outer?.type === N.ArrayExpression) outer = wrapped(outer).parent;
  return outer?.type === N.ReturnStatement;
}

/** Out of a function inside the region: with the call that gets the function, or with the calls of it. */
function fromCallback(facts: Facts, node: TSESTree.Node, fn: FunctionNode, home: FunctionNode | undefined, ending: Ending): Floating | undefined {
  const { parent } = wrapped(node);
  const call = argumentPlace(fn)?.call;
  if (call?.type === N.CallExpression && isKeeper(call)) return isKeptFor(facts, node, call, home) ? { kind: "callback", node: call } : undefined;
  const isDropped = parent?.type === N.ExpressionStatement || (parent?.type === N.UnaryExpression && parent.operator === "void");
  if (isDropped && call?.type !== N.NewExpression) {
    const isHere = call !== undefined && enclosingFunction(call) === home && runsAtOnce(facts, fn) === "yes";
    return isHere && isThenable(facts, node) === "yes" ? { kind: "dropped", node } : undefined;
  }
  if (call?.type === N.NewExpression) return isDropped && runsAtOnce(facts, fn) === "yes" ? follow(facts, call, home, ending) : undefined;
  const isResult = parent === fn || parent?.type === N.ReturnStatement;
  if (fn.generator || !(isResult || (fn.async && parent?.type === N.AwaitExpression))) return undefined;
  if (call === undefined) return fromCalls(facts, fn, home, ending);
  return /^(?:flatMap|map)$/.test(calleeName(call) ?? "") || isThenable(facts, call) === "yes" ? follow(facts, call, home, ending) : undefined;
}

/** A function that is called where it stands, or by its name: where all its calls are in the region, and none is awaited there. */
function fromCalls(facts: Facts, fn: FunctionNode, home: FunctionNode | undefined, ending: Ending): Floating | undefined {
  const calls = placesOf(facts, fn).map((place) => placeOfCall(place));
  const floating = calls.map((call) => (call !== undefined && isWithin(call, ending.region) && call.range[0] < ending.until ? follow(facts, call, home, ending) : undefined));
  return floating.includes(undefined) ? undefined : floating[0];
}

/** Timers and listeners run their callback later. */
function isKeeper(call: TSESTree.CallExpression): boolean {
  const name = calleeName(call) ?? "";
  return !isChainCall(call) && (isTimerName(name) || (isListeningName(name) && receiverOf(call) !== undefined));
}

/** Is it left to itself, to do more than to note something? */
function isKeptFor(facts: Facts, node: TSESTree.Node, keeper: TSESTree.CallExpression, home: FunctionNode | undefined): boolean {
  if (wrapped(keeper).parent?.type !== N.ExpressionStatement || enclosingFunction(keeper) !== home || isThenable(facts, keeper) !== "no") return false;
  const work = unwrap(node);
  return work.type !== N.CallExpression || !/^(?:debug|error|info|log|trace|warn)$/.test(calleeName(work) ?? "");
}

/** A promise in a variable: returned in the region, or not awaited in there. */
function fromVariable(facts: Facts, node: TSESTree.Node, holder: TSESTree.AssignmentExpression | TSESTree.VariableDeclarator, ending: Ending): Floating | undefined {
  const target = holder.type === N.VariableDeclarator ? holder.id : holder.left;
  // Nobody sees a member before something is awaited, or the function is left.
  if (target.type === N.MemberExpression) return wrapped(holder).parent?.type === N.ExpressionStatement ? { kind: "kept", node } : undefined;
  if (target.type !== N.Identifier) return undefined;
  return fromName(facts, node, target, ending);
}

function fromName(facts: Facts, node: TSESTree.Node, name: TSESTree.Identifier, ending: Ending): Floating | undefined {
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(name), name.name);
  if (variable === null || !isLocal(variable, name)) return undefined;
  let kept: Floating = { kind: "dropped", node };
  for (const { identifier } of variable.references.filter((use) => use.isRead() && use.identifier.range[0] > name.range[1])) {
    const use = destinyOf(facts, identifier);
    const isInside = identifier.range[0] < ending.until;
    if (use === "nothing") continue;
    if (isInside) return use === "returned" && ending.kind !== "later" && isWithin(identifier, ending.region) ? { kind: "returned", node: identifier } : undefined;
    if (use === "used") return undefined;
    kept = { kind: "kept", node };
  }
  // An assigned variable that is never read again here may be read elsewhere.
  return kept.kind === "dropped" && variable.references.some((use) => use.isRead() && enclosingFunction(use.identifier) !== enclosingFunction(name)) ? undefined : kept;
}

/** A variable of this function that has one value. */
function isLocal({ defs, references }: TSESLint.Scope.Variable, name: TSESTree.Identifier): boolean {
  const [definition] = defs;
  if (definition?.type !== "Variable" || enclosingFunction(definition.name) !== enclosingFunction(name)) return false;
  return references.filter((use) => use.isWrite() && use.identifier !== name).every(({ init }) => init === true);
}

/** What becomes of a promise where its name stands. */
function destinyOf(facts: Facts, name: TSESTree.Node): "awaited" | "nothing" | "returned" | "used" {
  let node: TSESTree.Node = name;
  for (let next: TSESTree.Node | undefined = node; next !== undefined; next = carriedBy(facts, node)) node = next;
  const { parent } = wrapped(node);
  if (parent?.type === N.AwaitExpression) return "awaited";
  if (parent?.type === N.ReturnStatement) return "returned";
  const isDropped = parent?.type === N.ExpressionStatement || (parent?.type === N.UnaryExpression && parent.operator === "void");
  return isDropped && (chainOn(name) !== undefined || parent.type === N.UnaryExpression) ? "nothing" : "used";
}

/** A response or stream that is returned, or kept for later, before anybody has read it. */
function unreadIn(facts: Facts, value: TSESTree.Node, ending: Ending): Floating | undefined {
  if (ending.isLimit || ending.kind === "later" || !isUnread(facts, facts.services.getTypeAtLocation(value))) return undefined;
  let node = value;
  for (let next = passedThrough(node); next !== undefined; next = passedThrough(node)) node = next;
  const { parent } = node;
  if (parent?.type === N.ReturnStatement) return { kind: "unread", node };
  const name = parent?.type === N.VariableDeclarator ? parent.id : parent?.type === N.AssignmentExpression ? parent.left : undefined;
  const variable = name?.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(name), name.name) : null;
  if (name === undefined || variable === null) return undefined;
  const reads = variable.references.filter((use) => use.isRead()).map(({ identifier }) => identifier);
  if (reads.some((read) => enclosingFunction(read) !== enclosingFunction(name))) return undefined;
  const inside = reads.filter((read) => read.range[0] < ending.until);
  if (inside.some(isRead)) return undefined;
  const returned = inside.find((read) => isReturnedWhole(read) && isWithin(read, ending.region));
  if (returned !== undefined) return { kind: "unread", node: returned };
  const later = reads.find((read) => read.range[0] > ending.region.range[1] && (isRead(read) || isReturnedWhole(read)));
  return later !== undefined && parent?.type === N.AssignmentExpression ? { kind: "unread", node } : undefined;
}

/** `return response`, `return response.body`. */
function isReturnedWhole(read: TSESTree.Node): boolean {
  const member = wrapped(read).parent;
  const isBody = member?.type === N.MemberExpression && ASTUtils.getPropertyName(member) === "body";
  return wrapped(isBody ? member : read).parent?.type === N.ReturnStatement;
}

/** Is it given to something that may read it, or read by a method? Reading a property (`ok`, `status`) reads no body. */
function isRead(read: TSESTree.Node): boolean {
  const outer = wrapped(read);
  const { parent } = outer;
  if (parent?.type === N.MemberExpression && parent.object === outer) {
    const use = wrapped(parent).parent;
    return use?.type === N.CallExpression && use.callee === wrapped(parent);
  }
  return argumentPlace(read) !== undefined || parent?.type === N.ForOfStatement;
}

/** Is a value of this type read only after it is there: a `Response`, a stream, an async iterator? */
export function isUnread(facts: Facts, type: ts.Type): boolean {
  return tsutils.unionConstituents(facts.checker.getNonNullableType(type)).some((part) => {
    const name = part.getSymbol()?.name;
    if (name === "Response" || part.getProperty("arrayBuffer") !== undefined) return part.getProperty("body") !== undefined;
    return part.getProperties().some(({ escapedName }) => String(escapedName).startsWith("__@asyncIterator@"));
  });
}

/** The call whose result is read or waited for here: `fetch(…)` of `response.json()` and `parse(response)`, `spawn(…)` of `once(child, "close")`. */
export function readsResultOf(facts: Facts, call: Call): Call | undefined {
  const receiver = call.type === N.CallExpression ? receiverOf(call) : undefined;
  for (const each of [...(receiver === undefined ? [] : [receiver]), ...call.arguments]) {
    const node = unwrap(each);
    const made = node.type === N.AwaitExpression ? unwrap(node.argument) : node.type === N.Identifier || node.type === N.MemberExpression ? madeBy(facts, node) : undefined;
    if ((made?.type === N.CallExpression || made?.type === N.NewExpression) && isLive(facts, facts.services.getTypeAtLocation(node))) return made;
  }
  return undefined;
}

/** Does it go on by itself: to be read, or with events that are still to come? */
function isLive(facts: Facts, type: ts.Type): boolean {
  const plain = facts.checker.getNonNullableType(type);
  return isUnread(facts, plain) || eventSources.some((source) => isOrExtends(facts, plain, source));
}

function madeBy(facts: Facts, node: TSESTree.Expression): TSESTree.Node | undefined {
  const origin = originOf(facts, node);
  return origin && callBehind(origin);
}

/** Is anything awaited after this and before the ending, or in another turn of a loop around it? */
function isAwaitedBetween(facts: Facts, node: TSESTree.Node, { region, until }: Ending, home: FunctionNode | undefined): boolean {
  let from = node.range[1];
  for (let outer = node.parent; outer !== undefined && outer !== region; outer = outer.parent) {
    if (/^(?:DoWhile|For|ForIn|ForOf|While)Statement$/.test(outer.type)) from = outer.range[0];
  }
  return [...descendants(facts, region, (each) => !isFunction(each) && each.range[0] < until)].some((each) => isWait(each) && each.range[1] > from && each.range[0] < until && enclosingFunction(each) === home);
}

function isWait(node: TSESTree.Node): boolean {
  if (node.type === N.ForOfStatement) return node.await;
  if (node.type === N.VariableDeclaration) return node.kind === "await using";
  return node.type === N.AwaitExpression || node.type === N.YieldExpression;
}
