import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { type Answer, isYes } from "../answer.js";
import type { Facts } from "../facts.js";
import { isDeclaredHere, symbolOf } from "../symbols.js";
import { belongsToEnclosing } from "./belonging.js";
import { isCalledInPlace, isExecutor } from "./callbacks.js";
import { isBackgroundName, isKeepAliveName, isTimerName } from "./names.js";
import {
  argumentPlace, awaited, calleeName, chainOn, enclosingFunction, type FunctionNode, gatherOf, isChainCall, isFunction, isGather, isWithin, passedThrough, placeOfCall,
  unwrap, wrapped,
} from "./syntax.js"; // prettier-ignore
import { isThenable } from "./thenable.js";
import { placesOf } from "./uses.js";

/** Work that nobody awaits, and the node that shows it. */
export interface Unawaited {
  readonly kind: "background" | "chain" | "statement" | "stored" | "timer" | "void";
  readonly node: TSESTree.Node;
}

/**
 * Is the expression part of work that nobody awaits: a promise in statement position, `void`, a chain in statement
 * position, an async callback of a timer, `waitUntil(promise)`? Looks outwards through functions that are called in
 * place or belong to the one around them.
 * @param upTo the function whose callers are not asked; the outermost when absent
 */
export function unawaitedAt(facts: Facts, node: TSESTree.Node, upTo?: FunctionNode): Answer<Unawaited> {
  return fromExpression(facts, node, { upTo, seen: new Set() });
}

interface Search {
  readonly upTo: FunctionNode | undefined;
  /** Functions and constants on the way, so that those that lead to each other come to an end. */
  readonly seen: Set<FunctionNode | TSESLint.Scope.Variable>;
}

/** Follows the value of an expression to where it is awaited, kept or dropped. */
function fromExpression(facts: Facts, start: TSESTree.Node, search: Search): Answer<Unawaited> {
  let node = start;
  for (let next: TSESTree.Node | undefined = node; next !== undefined; next = carriedBy(facts, node)) node = next;
  const { parent } = node;
  if (parent?.type === N.UnaryExpression && parent.operator === "void") return { kind: "void", node: parent };
  const place = argumentPlace(node);
  if (place !== undefined && isBackgroundCall(facts, place.call)) return { kind: "background", node: place.call };
  const settled = parent?.type === N.ExpressionStatement ? settledBy(facts, node) : undefined;
  if (settled !== undefined) return fromExpression(facts, settled, search);
  if (parent?.type === N.ExpressionStatement) {
    const thenable = isThenable(facts, node);
    if (thenable === "yes") return { kind: isChainCall(unwrap(node)) ? "chain" : "statement", node };
    if (thenable === "unknown") return "unknown";
  }
  const kept = fromConstant(facts, node, search);
  if (kept !== undefined) return kept;
  const fn = enclosingFunction(node);
  if (fn === undefined || fn === search.upTo) return "no";
  const isReturned = parent === fn || parent?.type === N.ReturnStatement;
  return fromFunction(facts, fn, isReturned, search);
}

/** `const work = run(); if (later) later.waitUntil(work); else work.catch(log);`: wherever a constant goes, nobody awaits it. */
function fromConstant(facts: Facts, node: TSESTree.Node, search: Search): Answer<Unawaited> | undefined {
  const { parent } = node;
  if (parent?.type !== N.VariableDeclarator || parent.init !== node || parent.id.type !== N.Identifier || parent.parent.kind !== "const") return undefined;
  const [variable] = facts.sourceCode.getDeclaredVariables?.(parent) ?? [];
  if (variable === undefined || search.seen.has(variable)) return undefined;
  search.seen.add(variable);
  const uses = variable.references.filter(({ init }) => init !== true);
  const answers = uses.map(({ identifier }) => fromExpression(facts, identifier, { ...search, upTo: enclosingFunction(node) }));
  return answers.every(isYes) ? answers[0] : undefined;
}

/** The promise around that a chain in its executor settles: `new Promise((resolve, reject) => { load().then(resolve, reject); })`. */
function settledBy(facts: Facts, chain: TSESTree.Node): TSESTree.Node | undefined {
  const fn = enclosingFunction(chain);
  const [resolve] = fn?.params ?? [];
  const place = fn && argumentPlace(fn);
  if (fn === undefined || place === undefined || resolve?.type !== N.Identifier || !isChainCall(unwrap(chain)) || isExecutor(facts, place) !== "yes") return undefined;
  const variable = facts.sourceCode.getDeclaredVariables?.(fn).find(({ name }) => name === resolve.name);
  return variable?.references.some(({ identifier }) => isWithin(identifier, chain)) === true ? place.call : undefined;
}

/** The expression that this one's promise becomes or becomes part of. */
export function carriedBy(facts: Facts, node: TSESTree.Node): TSESTree.Node | undefined {
  const through = chainOn(node) ?? passedThrough(node) ?? gatherOf(facts, node);
  if (through !== undefined) return through;
  const call = argumentPlace(node)?.call;
  return call !== undefined && isGather(facts, call) ? call : undefined;
}

/** `event.waitUntil(promise)`, `runDetached(…)`, `after(…)` of Next.js. */
function isBackgroundCall(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const name = calleeName(call);
  if (name === undefined) return false;
  if (isBackgroundName(name) || (isKeepAliveName(name) && awaited(call) === undefined)) return true;
  if (name !== "after" && name !== "unstable_after") return false;
  const definition = call.callee.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(call), call.callee)?.defs[0] : undefined;
  return definition?.type === "ImportBinding" && definition.parent.type === N.ImportDeclaration && definition.parent.source.value.startsWith("next/");
}

/** Is nobody waiting for what this function does, wherever it is used? */
function fromFunction(facts: Facts, fn: FunctionNode, isResult: boolean, search: Search): Answer<Unawaited> {
  if (search.seen.has(fn)) return "no";
  search.seen.add(fn);
  // What does not end before the function returns is awaited by awaiting its result.
  const hasPromise = fn.async || isResult;
  const answers = placesOf(facts, fn).map((place) => fromPlace(facts, fn, place, hasPromise, search));
  const [first] = answers;
  if (first === undefined || answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : first;
}

function fromPlace(facts: Facts, fn: FunctionNode, place: TSESTree.Node, hasPromise: boolean, search: Search): Answer<Unawaited> {
  if (isCalledInPlace(place)) {
    const call = placeOfCall(place) ?? placeOfCall(wrapped(place).parent ?? place);
    return call === undefined || fn.generator ? "no" : onwards(facts, call, hasPromise, search);
  }
  const argument = argumentPlace(place);
  if (argument === undefined) return storedBy(facts, place) ?? givenBackAt(facts, place) ?? "no";
  const { call } = argument;
  if (call.type === N.CallExpression && isTimerName(calleeName(call) ?? "")) {
    const isAsync = fn.async ? "yes" : hasPromise && !isFunctionStatementBody(fn) ? isThenable(facts, fn.body) : "no";
    return isAsync === "yes" ? { kind: "timer", node: call } : isAsync;
  }
  if (isBackgroundCall(facts, call)) return { kind: "background", node: call };
  if (call.type === N.NewExpression && isOwnClass(facts, call)) return { kind: "stored", node: call };
  if ((call.type === N.CallExpression && isChainCall(call)) || isExecutor(facts, argument) === "yes") return fromExpression(facts, call, search);
  if (belongsToEnclosing(facts, fn) === "yes") return onwards(facts, call, hasPromise, search);
  // It is kept by whoever got it: only a promise that is dropped right there is known to be dropped.
  const dropped = fromExpression(facts, call, { ...search, upTo: enclosingFunction(call) });
  return dropped;
}

/** `new Service({ load: () => … })`, `run({ onEnd: () => … })`: an object of the program keeps what it is made with, and everybody a listener. */
function storedBy(facts: Facts, place: TSESTree.Node): Unawaited | undefined {
  let node = wrapped(place);
  let isListener = false;
  while (node.parent?.type === N.Property && node.parent.value === node) {
    isListener ||= /^on[A-Z]/.test(ASTUtils.getPropertyName(node.parent) ?? "");
    node = wrapped(node.parent.parent);
  }
  const call = node === wrapped(place) ? undefined : argumentPlace(node)?.call;
  if (call === undefined || (!isListener && !(call.type === N.NewExpression && isOwnClass(facts, call)))) return undefined;
  return { kind: "stored", node: call };
}

/**
 * `return { more: () => load(next) }`, `page.more = () => load(next)`, in an async function: who has the result calls it when the
 * work that the context was for is done.
 */
function givenBackAt(facts: Facts, place: TSESTree.Node): Unawaited | undefined {
  let node = wrapped(place);
  while (node.parent?.type === N.Property && node.parent.value === node) node = wrapped(node.parent.parent);
  return enclosingFunction(place)?.async === true && isResult(facts, node) ? { kind: "stored", node } : undefined;
}

function isResult(facts: Facts, node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent?.type === N.ReturnStatement) return true;
  if (parent?.type === N.AssignmentExpression) return parent.right === node && parent.left.type === N.MemberExpression;
  if (parent?.type !== N.VariableDeclarator || node.type !== N.ObjectExpression) return false;
  return (facts.sourceCode.getDeclaredVariables?.(parent) ?? []).some(({ references }) => references.some(({ identifier }) => wrapped(identifier).parent?.type === N.ReturnStatement));
}

function isOwnClass(facts: Facts, { callee }: TSESTree.NewExpression): boolean {
  const symbol = symbolOf(facts, callee);
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Class) !== 0 && isDeclaredHere(symbol);
}

function isFunctionStatementBody(fn: FunctionNode): boolean {
  return fn.body.type === N.BlockStatement;
}

/** With the call's result where that has the promise, else with the function around the call. */
function onwards(facts: Facts, call: TSESTree.Node, hasPromise: boolean, search: Search): Answer<Unawaited> {
  if (hasPromise) return fromExpression(facts, call, search);
  const fn = enclosingFunction(call);
  return fn === undefined || fn === search.upTo || !isFunction(fn) ? "no" : fromFunction(facts, fn, false, search);
}
