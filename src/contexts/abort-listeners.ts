import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";

import { leaks } from "../flow/leaks.js";
import { awaitsThrow } from "../flow/throws.js";
import { abortListeners } from "../models/lifetimes.js";
import type { ContextModel } from "../models/model.js";
import { isYes } from "./answer.js";
import { declaredAt } from "./declared-at.js";
import { type Facts, fileMemo } from "./facts.js";
import { unchangedValue } from "./given.js";
import { graphOf } from "./handles/paths.js";
import { isFromOutside } from "./outside.js";
import { enclosingFunction, type FunctionNode } from "./position/index.js";
import { descendants, isSameOrigin, nodesOf, originOf } from "./position/reference.js";
import { argumentPlace, calleeName, isFunction, isNothing, isWithin, memberName, placeOfCall, receiverOf, unwrap, wrapped } from "./position/syntax.js";
import { symbolOf } from "./symbols.js";
import { expressionAnswer } from "./types.js";

/** A listener for the end of a context that is not taken away for certain. */
export interface LeakedListener {
  readonly kind: "dropped" | "neverRemoved" | "notOnAllPaths" | "otherFunction";
  readonly model: ContextModel;
  /** What is listened to. */
  readonly context: TSESTree.Expression;
  /** What is registered. */
  readonly listener: TSESTree.Node;
  /** Where a path leaves without taking it away. */
  readonly exit?: TSESTree.Node;
  /** What takes it away on other paths. */
  readonly removals?: readonly TSESTree.CallExpression[];
}

interface Registration {
  readonly model: ContextModel;
  readonly context: TSESTree.Expression;
  readonly listener: TSESTree.Node;
  /** It gives what takes the listener away. */
  readonly isDisposable: boolean;
}

/** Does this call leave a listener behind on a context that came from outside? */
export function leakedListenerAt(facts: Facts, call: TSESTree.CallExpression): LeakedListener | undefined {
  const home = enclosingFunction(call);
  const registration = registrationAt(facts, call);
  if (home === undefined || registration === undefined || !isFromOutside(facts, registration.context, registration.model)) return undefined;
  const found = registration.isDisposable ? ofDisposable(facts, call, home) : ofListener(facts, call, registration.listener, home);
  return found && { ...found, model: registration.model, context: registration.context, listener: registration.listener };
}

/** Told by names: may this be a registration? One that names another event is none. */
export function mayListen(facts: Facts, call: TSESTree.CallExpression): boolean {
  const [event] = call.arguments;
  return listenerNames(facts).has(calleeName(call) ?? "") && (event?.type !== N.Literal || event.value === "abort");
}

const listenerNames = fileMemo(({ models }) => new Set([...models.flatMap(({ observedBy }) => observedBy?.listeners ?? []), ...abortListeners.flatMap(({ name }) => name)]));

function registrationAt(facts: Facts, call: TSESTree.CallExpression): Registration | undefined {
  const [first, second, options] = call.arguments;
  const receiver = receiverOf(call);
  const answer = receiver && expressionAnswer(facts, receiver);
  if (receiver !== undefined && answer !== undefined && isYes(answer)) {
    const { model } = answer;
    if (!model.observedBy?.listeners?.includes(calleeName(call) ?? "") || first === undefined) return undefined;
    if (givesDisposable(facts, call)) return call.arguments.length > 1 ? undefined : { model, context: receiver, listener: first, isDisposable: true };
    const isAbort = first.type === N.Literal && first.value === "abort";
    if (!isAbort || second === undefined || model.observedBy.removers === undefined || mayBeTakenAway(facts, options)) return undefined;
    return { model, context: receiver, listener: second, isDisposable: false };
  }
  if (first === undefined || second === undefined || first.type === N.SpreadElement) return undefined;
  const symbol = symbolOf(facts, call.callee);
  const given = symbol !== undefined && abortListeners.some((each) => [each.name].flat().includes(symbol.name) && declaredAt(facts, symbol, each)) ? expressionAnswer(facts, first) : "no";
  return isYes(given) ? { model: given.model, context: first, listener: second, isDisposable: true } : undefined;
}

function givesDisposable(facts: Facts, call: TSESTree.CallExpression): boolean {
  const type = facts.services.getTypeAtLocation(call);
  return type.getProperty("dispose") !== undefined || type.getProperties().some(({ escapedName }) => String(escapedName).startsWith("__@dispose@"));
}

/** `{ signal: own }`, or options that nobody can look into. */
function mayBeTakenAway(facts: Facts, options: TSESTree.CallExpressionArgument | undefined): boolean {
  if (options === undefined || options.type === N.Literal) return false;
  const value = options.type === N.Identifier ? (unchangedValue(facts, options) ?? options) : options;
  if (value.type !== N.ObjectExpression) return true;
  return value.properties.some((property) => property.type === N.SpreadElement || (ASTUtils.getPropertyName(property) === "signal" && !isNothing(property.value)));
}

type Found = Pick<LeakedListener, "exit" | "kind" | "removals">;

/** What gives a disposable: dropped, kept and never looked at, or not disposed on all paths. */
function ofDisposable(facts: Facts, call: TSESTree.CallExpression, home: FunctionNode): Found | undefined {
  const outer = wrapped(call);
  const { parent } = outer;
  if (parent?.type === N.ExpressionStatement || (parent?.type === N.UnaryExpression && parent.operator === "void")) return { kind: "dropped" };
  if (parent?.type !== N.VariableDeclarator || parent.id.type !== N.Identifier || /using$/.test(parent.parent.kind)) return undefined;
  const [variable] = facts.sourceCode.getDeclaredVariables?.(parent) ?? [];
  const uses = variable?.references.filter((use) => use.isRead()).map(({ identifier }) => identifier) ?? [];
  if (uses.length === 0) return { kind: "dropped" };
  const ends = uses.flatMap((use) => {
    const member = wrapped(use).parent;
    return member?.type === N.MemberExpression && (placeOfCall(member) ?? []);
  });
  return ends.every((end) => end !== false && enclosingFunction(end) === home) ? onSomePath(facts, call, home, ends.filter((end) => end !== false)) : undefined;
}

function ofListener(facts: Facts, call: TSESTree.CallExpression, listener: TSESTree.Node, home: FunctionNode): Found | undefined {
  const node = unwrap(listener);
  if (isFunction(node)) return removesItself(facts, node) ? undefined : { kind: isRemovedOtherwise(facts, call, home) ? "otherFunction" : "neverRemoved" };
  if (node.type === N.CallExpression) return calleeName(node) === "bind" ? { kind: "neverRemoved" } : undefined;
  const name = originOf(facts, node);
  if (name === undefined) return undefined;
  const places = nodesOf(facts, node.type).filter((each) => isNameOf(facts, each, node) && each !== node);
  const removals: TSESTree.CallExpression[] = [];
  for (const place of places) {
    const argument = argumentPlace(place);
    if (argument?.call.type === N.CallExpression && calleeName(argument.call) === "removeEventListener") removals.push(argument.call);
    else if (isGivenAway(place)) return undefined;
  }
  if (removals.length === 0) return { kind: isRemovedOtherwise(facts, call, home) ? "otherFunction" : "neverRemoved" };
  const ends = removals.flatMap((removal) => (enclosingFunction(removal) === home ? [removal] : callsOf(facts, enclosingFunction(removal), home)));
  return ends.includes(undefined) ? undefined : onSomePath(facts, call, home, ends.flatMap((end) => end ?? []));
}

/** Does the node name the same function: the same variable, or the same member of `this`? */
function isNameOf(facts: Facts, node: TSESTree.Node, listener: TSESTree.Node): boolean {
  if (node.type !== listener.type) return false;
  if (node.type === N.Identifier) return listener.type === N.Identifier && node.name === listener.name && node.parent.type !== N.MemberExpression && isSame(facts, node, listener);
  return node.type === N.MemberExpression && listener.type === N.MemberExpression && memberName(node) === memberName(listener) && isSame(facts, node, listener);
}

function isSame(facts: Facts, one: TSESTree.Node, other: TSESTree.Node): boolean {
  return isSameOrigin(originOf(facts, one), originOf(facts, other));
}

/** Is the function given to somebody who may take it away, and not just called or registered? */
function isGivenAway(place: TSESTree.Node): boolean {
  const outer = wrapped(place);
  const { parent } = outer;
  if (parent === undefined || placeOfCall(place) !== undefined) return false;
  const argument = argumentPlace(place);
  if (argument !== undefined) return !/^(?:addEventListener|addListener|on|once|setTimeout|then|catch|finally)$/.test(calleeName(argument.call) ?? "");
  if (parent.type === N.VariableDeclarator) return parent.init === outer;
  if (parent.type === N.AssignmentExpression) return parent.right === outer;
  return parent.type === N.Property || parent.type === N.ReturnStatement || parent.type === N.ArrayExpression || parent.type === N.ArrowFunctionExpression || parent.type === N.SpreadElement;
}

/** A named function expression that takes itself away. */
function removesItself(facts: Facts, fn: FunctionNode): boolean {
  const name = fn.type === N.FunctionExpression ? fn.id?.name : undefined;
  if (name === undefined) return false;
  return [...descendants(facts, fn.body)].some((node) => {
    if (node.type !== N.CallExpression || calleeName(node) !== "removeEventListener") return false;
    return node.arguments.some((argument) => argument.type === N.Identifier && argument.name === name);
  });
}

/** Does the function take some listener away from the same context, and not one that it adds as well? It takes none, if that is another function. */
function isRemovedOtherwise(facts: Facts, call: TSESTree.CallExpression, home: FunctionNode): boolean {
  const receiver = receiverOf(call);
  return removingCalls(facts).some((node) => {
    if (!isWithin(node, home.body)) return false;
    const [event, listener] = node.arguments;
    const from = receiverOf(node);
    if (event?.type !== N.Literal || event.value !== "abort" || listener === undefined || receiver === undefined || from === undefined) return false;
    return isSame(facts, from, receiver) && !isAddedToo(facts, listener, home);
  });
}

function isAddedToo(facts: Facts, listener: TSESTree.Node, home: FunctionNode): boolean {
  return nodesOf(facts, listener.type).some((each) => {
    const place = isWithin(each, home.body) && isNameOf(facts, each, listener) ? argumentPlace(each) : undefined;
    return place?.call.type === N.CallExpression && calleeName(place.call) === "addEventListener";
  });
}

const removingCalls = fileMemo((facts) => nodesOf(facts, N.CallExpression).filter((call) => calleeName(call) === "removeEventListener"));

/** The calls of a local function in `home`; undefined where it is used otherwise, so that somebody calls it when the time comes. */
function callsOf(facts: Facts, fn: FunctionNode | undefined, home: FunctionNode): readonly (TSESTree.CallExpression | undefined)[] {
  const declared = fn?.type === N.FunctionDeclaration ? fn : fn?.parent.type === N.VariableDeclarator ? fn.parent : undefined;
  if (declared === undefined || fn === undefined || enclosingFunction(fn) !== home) return [undefined];
  const name = declared.id;
  const variable = (facts.sourceCode.getDeclaredVariables?.(declared) ?? []).find((each) => name?.type === N.Identifier && each.name === name.name);
  const uses = variable?.references.filter((use) => use.isRead()).map(({ identifier }) => identifier) ?? [];
  return uses.map((use) => {
    const called = placeOfCall(use);
    return called !== undefined && enclosingFunction(called) === home ? called : undefined;
  });
}

/** Is there a path from the registration out of the function on which none of these calls is made? */
function onSomePath(facts: Facts, call: TSESTree.CallExpression, home: FunctionNode, ends: readonly TSESTree.CallExpression[]): Found | undefined {
  // Where it was registered, there is a context, and a listener.
  const there = [...partsOf(receiverOf(call)), ...call.arguments.filter(({ type }) => type === N.Identifier || type === N.MemberExpression)];
  const graph = graphOf(facts, home);
  if (graph === undefined) return undefined;
  const wanted = new Set<TSESTree.Node>(ends);
  const [leak] = leaks(graph, { from: graph.stepsOf(call), isUse: (node) => wanted.has(node), isHandle: (node) => there.some((part) => isSame(facts, part, unwrap(node))), throws: awaitsThrow });
  return leak && { kind: "notOnAllPaths", exit: leak.node, removals: ends };
}

/** `options` and `options.signal` of `options?.signal?.addEventListener(…)`. */
function partsOf(receiver: TSESTree.Node | undefined): readonly TSESTree.Node[] {
  if (receiver === undefined) return [];
  const node = unwrap(receiver);
  return node.type === N.MemberExpression ? [node, ...partsOf(node.object)] : [node];
}
