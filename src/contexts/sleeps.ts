import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { functionOf } from "../program/callees.js";
import { calleeNode, isPlainCall, shapesAt } from "./accepts.js";
import { canEnd } from "./can-end.js";
import { type Candidates, candidatesFor } from "./candidates.js";
import { isDetachedFunction } from "./detached.js";
import { type Facts, programMemo } from "./facts.js";
import { chainOn, gatherOf, isFunction, passedThrough, wrapped } from "./position/syntax.js";
import { originOf, symbolOf } from "./symbols.js";

/** A wait for nothing but time, which nothing can end early. */
export interface Sleep {
  /** The call of the timer, or of the function that is only such a wait. */
  readonly call: TSESTree.CallExpression;
  /** The expression whose value is the promise. */
  readonly promise: TSESTree.Expression;
  /** How long; absent where it cannot be named here. */
  readonly delay?: TSESTree.Expression | string;
  /** What the promise gives. */
  readonly value?: TSESTree.Expression;
  /** The timer does not keep the process alive. */
  readonly isUnref: boolean;
}

/** `new Promise((resolve) => setTimeout(resolve, ms))`. */
interface TimedPromise {
  readonly timer: ts.CallExpression;
  readonly delay: ts.Expression;
  readonly value: ts.Expression | undefined;
  readonly isUnref: boolean;
}

/** Is this `new Promise((resolve) => setTimeout(resolve, ms))`, and nothing else? */
export function sleepAt(facts: Facts, node: TSESTree.NewExpression): Sleep | undefined {
  if (node.callee.type !== N.Identifier || node.callee.name !== "Promise" || !isFunction(node.arguments[0])) return undefined;
  const { services } = facts;
  const timed = timedPromise(facts, services.esTreeNodeToTSNodeMap.get(node));
  if (timed === undefined) return undefined;
  const own = (part: ts.Node): TSESTree.Node => services.tsNodeToESTreeNodeMap.get(part);
  return {
    call: own(timed.timer) as TSESTree.CallExpression,
    promise: node,
    delay: own(timed.delay) as TSESTree.Expression,
    ...(timed.value && { value: own(timed.value) as TSESTree.Expression }),
    isUnref: timed.isUnref,
  };
}

/** A sleep that a function is. */
interface CalledSleep extends Sleep {
  /** The timer in the function, where that is in this file. */
  readonly declared?: TSESTree.CallExpression;
}

/**
 * Is this a call of a function of the program that is only a sleep? One that could be given a context is none, nor is one
 * that says `@detached`.
 */
export function sleepCallAt(facts: Facts, call: TSESTree.CallExpression): CalledSleep | undefined {
  const symbol = isPlainCall(call) ? undefined : symbolOf(facts, calleeNode(call));
  const sleeper = symbol && sleeperOf(facts, symbol);
  if (symbol === undefined || sleeper === undefined || shapesAt(facts, call).some(({ slots }) => slots.length > 0) || isDetachedFunction(facts, symbol)) return undefined;
  const { timed, fn } = sleeper;
  const given = (part: ts.Expression | undefined): TSESTree.Expression | undefined => {
    const index = part === undefined ? -1 : parameterIndex(fn, part);
    const before = call.arguments.slice(0, index + 1);
    const argument = index === -1 || before.some(({ type }) => type === N.SpreadElement) ? undefined : call.arguments[index];
    return argument?.type === N.SpreadElement ? undefined : argument;
  };
  const delay = ts.isNumericLiteral(timed.delay) ? timed.delay.getText() : given(timed.delay);
  if (typeof delay === "object" && isZero(facts.services.esTreeNodeToTSNodeMap.get(delay))) return undefined;
  if (isLeftOut(fn, timed.delay, call)) return undefined;
  const value = given(timed.value);
  // What else is given, or cannot be named here, would be lost by another call.
  const isWhole = (timed.value === undefined || value !== undefined) && call.arguments.every((argument) => argument === delay || argument === value);
  const declared = facts.services.tsNodeToESTreeNodeMap.get(timed.timer) as TSESTree.CallExpression | undefined;
  return { call, promise: call, ...(declared && { declared }), ...(isWhole && delay !== undefined && { delay }), ...(value && { value }), isUnref: timed.isUnref };
}

interface Sleeper {
  readonly fn: ts.FunctionLikeDeclaration;
  readonly timed: TimedPromise;
}

const memos = programMemo(() => new WeakMap<ts.Symbol, { readonly sleeper: Sleeper | undefined }>());

function sleeperOf(facts: Facts, symbol: ts.Symbol): Sleeper | undefined {
  const memo = memos(facts);
  let known = memo.get(symbol);
  if (known === undefined) memo.set(symbol, (known = { sleeper: askSleeper(facts, symbol) }));
  return known.sleeper;
}

function askSleeper(facts: Facts, symbol: ts.Symbol): Sleeper | undefined {
  const fn = functionOf(originOf(facts, symbol) ?? symbol);
  if (fn?.body === undefined || fn.asteriskToken !== undefined) return undefined;
  const only = ts.isBlock(fn.body) ? onlyExpression(fn.body) : fn.body;
  const timed = only && timedPromise(facts, awaited(plain(only)));
  return timed && { fn, timed };
}

function awaited(node: ts.Node): ts.Node {
  return ts.isAwaitExpression(node) ? plain(node.expression) : node;
}

/** `wait()`, of `wait(ms?: number)`: without a delay it only lets others run. */
function isLeftOut(fn: ts.FunctionLikeDeclaration, delay: ts.Expression, call: TSESTree.CallExpression): boolean {
  const index = parameterIndex(fn, delay);
  if (index < call.arguments.length || call.arguments.some(({ type }) => type === N.SpreadElement)) return false;
  const initializer = fn.parameters[index]?.initializer;
  return initializer === undefined || isZero(initializer);
}

function parameterIndex(fn: ts.FunctionLikeDeclaration, node: ts.Expression): number {
  return ts.isIdentifier(node) ? fn.parameters.findIndex(({ name, dotDotDotToken }) => ts.isIdentifier(name) && name.text === node.text && dotDotDotToken === undefined) : -1;
}

function timedPromise(facts: Facts, node: ts.Node): TimedPromise | undefined {
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== "Promise" || !isOfPlatform(facts, node.expression, "Promise")) return undefined;
  const [executor, ...more] = node.arguments ?? [];
  if (executor === undefined || more.length > 0 || !isPlainFunction(executor)) return undefined;
  const resolve = executor.parameters[0]?.name;
  const only = ts.isBlock(executor.body) ? onlyExpression(executor.body) : executor.body;
  if (resolve === undefined || !ts.isIdentifier(resolve) || only === undefined) return undefined;
  const timer = withoutUnref(plain(only));
  return timer && timedBy(facts, timer.call, resolve.text, timer.isUnref);
}

/** `setTimeout(…)`, `void setTimeout(…)`, `setTimeout(…).unref()`. */
function withoutUnref(node: ts.Node): { readonly call: ts.CallExpression; readonly isUnref: boolean } | undefined {
  if (ts.isVoidExpression(node)) return withoutUnref(plain(node.expression));
  if (!ts.isCallExpression(node)) return undefined;
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "unref") return { call: node, isUnref: false };
  const inner = plain(callee.expression);
  return ts.isCallExpression(inner) ? { call: inner, isUnref: true } : undefined;
}

function timedBy(facts: Facts, timer: ts.CallExpression, resolve: string, isUnref: boolean): TimedPromise | undefined {
  const callee = timer.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const [callback, delay, given, ...more] = timer.arguments;
  if (!ts.isIdentifier(name) || callback === undefined || delay === undefined || more.length > 0) return undefined;
  if (timer.arguments.some(ts.isSpreadElement) || isZero(delay) || !isOfPlatform(facts, name, "setTimeout")) return undefined;
  if (ts.isIdentifier(callback)) return callback.text === resolve ? { timer, delay, value: given, isUnref } : undefined;
  if (!isPlainFunction(callback) || callback.parameters.length > 0 || given !== undefined) return undefined;
  const only = ts.isBlock(callback.body) ? onlyExpression(callback.body) : callback.body;
  const call = only && plain(only);
  if (call === undefined || !ts.isCallExpression(call) || !ts.isIdentifier(call.expression) || call.expression.text !== resolve || call.arguments.length > 1) return undefined;
  return { timer, delay, value: call.arguments[0], isUnref };
}

/** Without delay, which is a millisecond in Node, it only lets others run. */
function isZero(delay: ts.Node): boolean {
  return ts.isNumericLiteral(delay) && Number(delay.text) <= 1;
}

function isPlainFunction(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) && node.asteriskToken === undefined;
}

function onlyExpression({ statements: [only, ...more] }: ts.Block): ts.Expression | undefined {
  if (only === undefined || more.length > 0) return undefined;
  return ts.isExpressionStatement(only) || ts.isReturnStatement(only) ? only.expression : undefined;
}

function plain(node: ts.Node): ts.Node {
  let inner = node;
  while (ts.isParenthesizedExpression(inner) || ts.isAsExpression(inner) || ts.isNonNullExpression(inner) || ts.isSatisfiesExpression(inner) || ts.isTypeAssertionExpression(inner)) inner = inner.expression;
  return inner;
}

/** Does the name stand for this one of the platform, not of the program? */
function isOfPlatform({ checker }: Facts, name: ts.Identifier, expected: string): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  const origin = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return origin?.name === expected && origin.declarations !== undefined && origin.declarations.length > 0 && origin.declarations.every((declaration) => declaration.getSourceFile().isDeclarationFile);
}

/** The nearest contexts that can end; first one that a timer of Node.js takes, last one that a callback leaves out. */
export function endingContextsAt(facts: Facts, call: TSESTree.CallExpression): Candidates | undefined {
  const found = facts.models.filter(canEnd).flatMap((model) => {
    const candidates = candidatesFor(facts, call, { model });
    return candidates === undefined ? [] : [candidates];
  });
  const taken = found.filter(([{ source }]) => source !== "not-taken");
  return taken.find(([nearest]) => isSignal(facts, nearest.type)) ?? taken[0] ?? found.find(([nearest]) => isSignal(facts, nearest.type));
}

/** Is it the platform's own `AbortSignal`, or maybe nothing? */
export function isSignal({ checker }: Facts, type: ts.Type): boolean {
  const parts = tsutils.unionConstituents(type).filter((part) => !tsutils.isTypeFlagSet(part, ts.TypeFlags.Undefined));
  return parts.length > 0 && parts.every((part) => checker.getNonNullableType(part).getSymbol()?.name === "AbortSignal");
}

/** Is the promise waited for: awaited, returned or gathered with all others? One that is raced ends with the race. */
export function isWaitedFor(facts: Facts, promise: TSESTree.Expression): boolean {
  const gather = gatherOf(facts, promise);
  const isForAll = gather?.callee.type === N.MemberExpression && gather.callee.property.type === N.Identifier && /^all/.test(gather.callee.property.name);
  const next = (isForAll ? gather : undefined) ?? chainOn(promise) ?? passedThrough(promise);
  if (next !== undefined) return isWaitedFor(facts, next);
  const { parent } = wrapped(promise);
  return parent?.type === N.AwaitExpression || parent?.type === N.ReturnStatement || (isFunction(parent) && parent.body === promise);
}
