import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";

import { isEndlessCall, leavesRepeating } from "../program/endless.js";
import { type Call, isByName } from "./accepts.js";
import { isYes } from "./answer.js";
import { canEnd } from "./can-end.js";
import { deriveAt } from "./calls.js";
import { isDetachedFunction, isInDetached } from "./detached.js";
import { isTestFile } from "./entry.js";
import type { Facts } from "./facts.js";
import { type Handed, handedTo } from "./handed.js";
import { isForOneCall, isLivingName, type Lent, lentBy } from "./lent.js";
import { contextNear, mayBeNear } from "./near.js";
import { enclosingFunction, type FunctionNode, unawaitedAt } from "./position/index.js";
import { isCleanupName } from "./position/names.js";
import { descendants, type Origin, originOf } from "./position/reference.js";
import { calleeName, isFunction, outwards, receiverOf, wrapped } from "./position/syntax.js";
import { isThenable } from "./position/thenable.js";
import { symbolOf } from "./symbols.js";

/** Work that goes on under a context that was lent for one call. */
export interface LeftBehind {
  readonly given: Handed;
  readonly lent: Lent;
  /** It never ends by itself. */
  readonly isUnending: boolean;
}

/**
 * Is this call given a context that was lent to a function around it, for work that nobody awaits: any, or what never
 * ends by itself?
 */
export function leavesBehind(facts: Facts, call: Call, isAny: boolean): LeftBehind | undefined {
  if (call.arguments.length === 0 || isTestFile(facts)) return undefined;
  const keeper = keeperAround(call);
  if (keeper === undefined && !mayFloat(call)) return undefined;
  if (!(isByName(call) ? mayBeNear(facts, call) : contextNear(facts, call) !== "no")) return undefined;
  // What a function leaves behind is reported in there, unless it is there for that.
  const isEndless = isEndlessCall(facts, call) && (!leavesRepeating(facts, call) || isLivingName(calleeName(call) ?? ""));
  const isUnending = keeper !== undefined || isEndless;
  if ((!isUnending && !isAny) || contextNear(facts, call) === "no") return undefined;
  const isKeptFor = (lent: Lent): boolean => keeper !== undefined && isKeptBeyond(facts, keeper, lent, keeper === call);
  const isLeft = (origin: Origin): boolean => {
    const lent = lentBy(facts, origin);
    return lent !== undefined && (isAny || isEndless || isKeptFor(lent));
  };
  for (const given of handedTo(facts, call, isLeft)) {
    const lent = lentBy(facts, given.origin);
    if (lent === undefined || !canEnd(given.model) || isRegistration(call, given) || deriveAt(facts, call) !== undefined) continue;
    const isKept = isKeptFor(lent);
    if (!isKept && !isFloating(facts, call, lent) && !isStarted(facts, call)) continue;
    if ((!isAny || isKept) && !isForOneCall(facts, lent, given.model)) continue;
    const symbol = symbolOf(facts, call.callee);
    if (isSelf(facts, lent.owner, symbol) || isInDetached(facts, call) || (symbol !== undefined && isDetachedFunction(facts, symbol))) continue;
    return { given, lent, isUnending: isKept || isEndless };
  }
  return undefined;
}

/** Is it known that nobody awaits it? Who keeps a callback may. */
function isFloating(facts: Facts, call: Call, { owner }: Lent): boolean {
  const unawaited = unawaitedAt(facts, call, owner);
  return isYes(unawaited) && unawaited.kind !== "stored";
}

/** A function that goes on by calling itself. */
function isSelf(facts: Facts, owner: FunctionNode, callee: ts.Symbol | undefined): boolean {
  const declaration = facts.services.esTreeNodeToTSNodeMap.get(owner.parent.type === N.MethodDefinition ? owner.parent : owner);
  return callee?.valueDeclaration === declaration;
}

/** `startPolling(ctx);`: nothing could be awaited. */
function isStarted(facts: Facts, call: Call): boolean {
  return wrapped(call).parent?.type === N.ExpressionStatement && leavesRepeating(facts, call) && isThenable(facts, call) === "no";
}

/** Told by syntax: may the promise be dropped, here or by a function that is not declared? */
function mayFloat(call: Call): boolean {
  const { parent } = wrapped(call);
  const isTaken = parent?.type === N.AwaitExpression || parent?.type === N.ReturnStatement || parent?.type === N.VariableDeclarator || parent?.type === N.AssignmentExpression;
  const fn = enclosingFunction(call);
  return !isTaken || (fn !== undefined && fn.type !== N.FunctionDeclaration && fn.parent.type !== N.MethodDefinition);
}

/** The `signal` in the options of a registration is how the listener is taken away. */
function isRegistration(call: Call, { property }: Handed): boolean {
  return property !== "" && /^(?:addEventListener|addListener|on|once|subscribe|watch)$/.test(calleeName(call) ?? "");
}

const KEEPERS = /^(?:on|setInterval|subscribe)$/;

/** The interval or subscription whose callback (or argument) this call is, and whose result nobody keeps. */
function keeperAround(call: Call): TSESTree.CallExpression | undefined {
  if (isKeeper(call)) return calleeName(call) === "on" ? undefined : call;
  for (const { inner, outer } of outwards(call)) {
    if (outer.type === N.CallExpression && outer.callee !== inner && isFunction(inner) && isKeeper(outer)) return outer;
    if (isFunction(outer) && outer.parent.type !== N.CallExpression) return undefined;
  }
  return undefined;
}

function isKeeper(call: Call): call is TSESTree.CallExpression {
  if (call.type !== N.CallExpression || !KEEPERS.test(calleeName(call) ?? "")) return false;
  const { parent } = wrapped(call);
  return parent?.type === N.ExpressionStatement || (parent?.type === N.UnaryExpression && parent.operator === "void") || parent?.type === N.VariableDeclarator;
}

/** Does it go on after the function whose context is used: on something that was there before, and never taken away? */
function isKeptBeyond(facts: Facts, keeper: TSESTree.CallExpression, { owner }: Lent, isGivenItself: boolean): boolean {
  const receiver = receiverOf(keeper);
  const name = calleeName(keeper) ?? "";
  if ((name === "setInterval") === (receiver !== undefined && !isGlobalThis(receiver))) return false;
  if (receiver !== undefined && name !== "setInterval" && !isGivenItself && !isOlder(facts, receiver)) return false;
  return enclosingOf(keeper, owner) && !isTakenAway(facts, owner, name) && !(receiver !== undefined && isEnded(facts, owner, receiver));
}

function isGlobalThis(node: TSESTree.Expression): boolean {
  return node.type === N.Identifier && /^(?:globalThis|self|window)$/.test(node.name);
}

function enclosingOf(node: TSESTree.Node, owner: FunctionNode): boolean {
  for (let fn = enclosingFunction(node); fn !== undefined; fn = enclosingFunction(fn)) if (fn === owner) return true;
  return false;
}

/** A member of `this`, or a variable of the module: it was there before the call. */
function isOlder(facts: Facts, receiver: TSESTree.Expression): boolean {
  const origin = originOf(facts, receiver);
  if (origin === undefined) return false;
  if (!("references" in origin.root)) return origin.root.type === N.ClassBody;
  const { type } = origin.root.scope;
  return type === "module" || type === "global";
}

const REMOVERS: Readonly<Record<string, RegExp>> = {
  on: /^(?:off|removeAllListeners|removeListener)$/,
  setInterval: /^clearInterval$/,
  subscribe: /^unsubscribe$/,
};

function isTakenAway(facts: Facts, owner: FunctionNode, name: string): boolean {
  const remover = REMOVERS[name];
  return [...descendants(facts, owner.body)].some((node) => node.type === N.Identifier && remover?.test(node.name) === true);
}

/** Is what is listened to ended by the same function: `informer.stop()`? */
function isEnded(facts: Facts, owner: FunctionNode, receiver: TSESTree.Expression): boolean {
  const text = facts.sourceCode.getText(receiver);
  return [...descendants(facts, owner.body)].some((node) => {
    const object = node.type === N.CallExpression && isCleanupName(calleeName(node) ?? "") ? receiverOf(node) : undefined;
    return object !== undefined && facts.sourceCode.getText(object) === text;
  });
}
