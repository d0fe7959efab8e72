import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";

import type { Available } from "./available.js";
import { resultShape } from "./calls.js";
import { type Cancellable, cancellablesAt, isBound } from "./cancellable.js";
import { isInDetached } from "./detached.js";
import type { Facts } from "./facts.js";
import { unchangedValue } from "./given.js";
import { isAnySeen } from "./looks.js";
import { contextNear } from "./near.js";
import { belongsUpTo } from "./position/belonging.js";
import { completions, hasJumpOut } from "./position/completion.js";
import { cleanupAt, observes } from "./position/index.js";
import { wordsOf } from "./position/names.js";
import { childrenOf, descendants } from "./position/reference.js";
import { calleeName, isFunction, type Loop, receiverOf, unwrap } from "./position/syntax.js";
import { isEndless, isStoppedElsewhere, loopAround } from "./stopping.js";
import { awaitedIn, workIn } from "./waiting.js";

/** A loop that does not hear that its caller is gone. */
export interface DeafLoop {
  readonly kind: "awaits" | "unbounded";
  /** What it could look at. */
  readonly context: Available;
}

/**
 * Does a loop that waits, or never ends, neither look at a context that is available nor pass it on? Of nested loops the
 * outermost decides. Silent where other things may stop it: a flag, a listener, a stream that was opened with the context; and where it
 * must finish what was begun.
 */
export function deafLoopAt(facts: Facts, loop: Loop): DeafLoop | undefined {
  if (isShort(facts, loop) || loopAround(loop) !== undefined) return undefined;
  const parts = repeated(facts, loop);
  const inside = parts.flatMap((part) => [...descendants(facts, part, (each) => !isFunction(each))]);
  const isLooped = loop.type === N.ForOfStatement && loop.await;
  const waits = isLooped || inside.some((node) => node.type === N.YieldExpression || awaitedIn(node) !== undefined);
  if ((!waits && !isWithoutEnd(facts, loop)) || contextNear(facts, loop) !== "yes") return undefined;
  const { all, contexts } = cancellablesAt(facts, loop);
  const nearest = contexts.find(({ available }) => isCallers(facts, loop, available));
  if (nearest === undefined || cleanupAt(facts, loop) !== undefined || isInDetached(facts, loop)) return undefined;
  if (parts.some((part) => isAnySeen(facts, part, all) || observes(facts, part) !== "no") || isStoppedElsewhere(facts, loop, all)) return undefined;
  if (waits && !startsWork(facts, loop, inside, all)) return undefined;
  return { kind: waits ? "awaits" : "unbounded", context: nearest.available };
}

/** Is it the context of the one who waits for this loop? Not where the loop runs later, nor what hangs on a controller: whoever has that ends it himself. */
function isCallers(facts: Facts, loop: Loop, { owner, variable }: Available): boolean {
  if (owner !== undefined && belongsUpTo(facts, loop, owner) !== "yes") return false;
  const name = variable?.defs[0]?.name;
  const shape = name === undefined ? undefined : resultShape(facts, facts.checker.getNonNullableType(facts.services.getTypeAtLocation(name)));
  return shape?.handle?.length !== 0 || shape.context.length === 0;
}

/** What runs in each turn; what a loop runs over is evaluated once. */
function repeated(facts: Facts, loop: Loop): readonly TSESTree.Node[] {
  const isStream = loop.type === N.ForOfStatement && loop.await;
  return childrenOf(facts, loop, (key) => key === "body" || key === "test" || key === "update" || (isStream && key === "right"));
}

/** So many turns are no loop worth a check. */
const FEW = 10;

/** `for (let i = 0; i < 3; i++)`, `for (const x of [a, b])`. */
function isShort(facts: Facts, loop: Loop): boolean {
  if (loop.type === N.ForOfStatement) {
    const iterable = unwrap(loop.right);
    return isList(iterable) || (iterable.type === N.Identifier && isList(unchangedValue(facts, iterable)));
  }
  const test = loop.type === N.ForStatement ? loop.test : null;
  return test?.type === N.BinaryExpression && /^[<>]=?$/.test(test.operator) && [test.left, test.right].some((side) => side.type === N.Literal && typeof side.value === "number" && side.value <= FEW);
}

function isList(node: TSESTree.Node | undefined): boolean {
  const list = node && unwrap(node);
  return list?.type === N.ArrayExpression && list.elements.every((element) => element?.type !== N.SpreadElement);
}

/** An endless loop that nothing in it leaves. */
function isWithoutEnd(facts: Facts, loop: Loop): boolean {
  if (!isEndless(loop) || hasJumpOut(loop)) return false;
  const ways = completions(facts, loop.body);
  return !ways.has("return") && !ways.has("throw");
}

/**
 * Does a turn begin something of its own? Not where it takes from a stream that may have been opened with the context, waits
 * for promises that are under way, or finishes what was begun.
 */
function startsWork(facts: Facts, loop: Loop, inside: readonly TSESTree.Node[], contexts: readonly Cancellable[]): boolean {
  if (loop.type === N.ForOfStatement && loop.await && mayBeOpened(facts, loop.right, contexts)) return false;
  const awaited = inside.flatMap((node) => awaitedIn(node) ?? []);
  if (awaited.some((node) => isTaking(facts, node, contexts))) return false;
  if (awaited.length === 0) return true;
  const works = awaited.flatMap((node) => workIn(facts, node, contexts) ?? []);
  return works.some((call) => !isFinishing(call));
}

/** May the stream have been opened with the context, here or by whoever handed over what it is made of? */
function mayBeOpened(facts: Facts, iterable: TSESTree.Node, contexts: readonly Cancellable[]): boolean {
  const node = unwrap(iterable);
  if (isBound(facts, node, contexts, false)) return true;
  if (node.type === N.CallExpression) return isMadeOfStream(facts, node, contexts);
  const definition = node.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name)?.defs[0]?.node : undefined;
  const value = definition?.type === N.VariableDeclarator && definition.init !== null ? unwrap(definition.init) : undefined;
  const call = value?.type === N.AwaitExpression ? unwrap(value.argument) : value;
  return call?.type !== N.CallExpression || isMadeOfStream(facts, call, contexts);
}

/** `lines(response.body)`, `this.list(this.options())`: what is called gets more than names and numbers. */
function isMadeOfStream(facts: Facts, call: TSESTree.CallExpression, contexts: readonly Cancellable[]): boolean {
  const receiver = receiverOf(call);
  if ([...descendants(facts, call)].some(({ type }) => type === N.ThisExpression)) return true;
  if (receiver !== undefined && isStream(facts, receiver)) return true;
  return call.arguments.some((argument) => argument.type === N.SpreadElement || isStream(facts, argument) || (argument.type === N.Identifier && isBound(facts, argument, contexts, true)));
}

/** Something that can be read piece by piece. */
function isStream({ checker, services }: Facts, node: TSESTree.Node): boolean {
  const type = checker.getNonNullableType(services.getTypeAtLocation(node));
  const names = checker.getPropertiesOfType(type).map(({ name }) => name);
  return names.some((name) => name === "getReader" || name === "pipe" || name === "next" || name === "read" || name.startsWith("__@asyncIterator"));
}

/** `await reader.read()`, `await iterator.next()`: of a stream, a reader, a client that the context was given to, or that came from outside. */
function isTaking(facts: Facts, awaited: TSESTree.Node, contexts: readonly Cancellable[]): boolean {
  const call = unwrap(awaited);
  if (call.type !== N.CallExpression) return false;
  const receiver = receiverOf(call);
  if (receiver === undefined) return call.arguments.some((each) => each.type === N.Identifier && isBound(facts, each, contexts, true));
  return /^(?:next|pull|read|receive|recv)$/.test(calleeName(call) ?? "") || isBound(facts, receiver, contexts, false);
}

const FINISHING = new Set(["ack", "acknowledge", "commit", "complete", "drain", "emit", "finish", "flush", "nack", "notify", "publish", "reject", "release", "resolve", "restore", "revert", "rollback", "settle", "undo", "unlock"]);

/** Is the call named for bringing to an end what was begun? */
function isFinishing(call: TSESTree.CallExpression): boolean {
  return FINISHING.has(wordsOf(calleeName(call) ?? "")[0] ?? "");
}
