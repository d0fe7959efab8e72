import type { TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { isYes } from "../contexts/answer.js";
import { type Facts, programMemo } from "../contexts/facts.js";
import { originOf, valueMatches } from "../contexts/symbols.js";
import { isOrExtends, typeAnswer } from "../contexts/types.js";
import type { CallPattern, ContextModel } from "../models/model.js";
import { type Analysis, solve } from "./components.js";

/**
 * Where the context that a function returns comes from: a child of (or the same as) one it was given, one freed from
 * its parent's end, a root of its own, or not known.
 */
export type ResultOrigin = "child" | "detached" | "root" | "unknown";

const memos = programMemo(() => new WeakMap<ts.FunctionLikeDeclaration, ResultOrigin>());

/** Where the context comes from that this call of a function of the program returns. */
export function resultOrigin(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression): ResultOrigin {
  const node = facts.services.esTreeNodeToTSNodeMap.get(call);
  return ts.isCallExpression(node) ? originOfCall(facts, node, (fn) => solve(fn, analysisOf(facts), memos(facts))) ?? "unknown" : "unknown";
}

/** Where the context comes from that this function of the program returns. */
export function functionResult(facts: Facts, fn: ts.FunctionLikeDeclaration): ResultOrigin {
  return solve(fn, analysisOf(facts), memos(facts));
}

function analysisOf(facts: Facts): Analysis<ts.FunctionLikeDeclaration, ResultOrigin> {
  return {
    dependencies: (fn) => returnedCalls(facts, fn).flatMap((call) => calledFunction(facts, call) ?? []),
    evaluate: (fn, factOf) => {
      const origins = returnedExpressions(fn).flatMap((expression) => origin(facts, expression, factOf, MOST_STEPS) ?? []);
      const [first] = origins;
      return first === undefined ? undefined : origins.every((each) => each === first) ? first : "unknown";
    },
    otherwise: "unknown",
  };
}

/** How many constants and branches are followed from a `return`. */
const MOST_STEPS = 20;

type FactOf = (fn: ts.FunctionLikeDeclaration) => ResultOrigin | undefined;

function origin(facts: Facts, expression: ts.Expression, factOf: FactOf, steps: number): ResultOrigin | undefined {
  if (steps === 0) return "unknown";
  const plain = stripped(expression);
  if (ts.isConditionalExpression(plain)) {
    const [one, other] = [origin(facts, plain.whenTrue, factOf, steps - 1), origin(facts, plain.whenFalse, factOf, steps - 1)];
    return one === undefined || other === undefined || one === other ? (one ?? other) : "unknown";
  }
  if (ts.isCallExpression(plain)) return originOfCall(facts, plain, factOf);
  if (!ts.isIdentifier(plain)) return "unknown";
  const symbol = facts.checker.getSymbolAtLocation(plain);
  const declaration = symbol?.valueDeclaration;
  if (declaration === undefined) return "unknown";
  if (ts.isParameter(declaration)) return isYes(typeAnswer(facts, facts.checker.getTypeAtLocation(declaration))) ? "child" : "unknown";
  return isConstant(declaration) ? origin(facts, declaration.initializer, factOf, steps - 1) : "unknown";
}

function originOfCall(facts: Facts, call: ts.CallExpression, factOf: FactOf): ResultOrigin | undefined {
  const symbol = calleeSymbol(facts, call);
  if (symbol === undefined) return "unknown";
  for (const model of facts.models) {
    const derive = model.derives?.find((pattern) => matches(facts, call, symbol, pattern, model));
    if (derive !== undefined) return derive.makes === "detached" ? "detached" : "child";
    if (model.roots?.some((pattern) => valueMatches(facts, symbol, pattern)) === true) return "root";
  }
  const fn = functionOf(symbol);
  return fn === undefined ? "unknown" : factOf(fn);
}

function matches(facts: Facts, call: ts.CallExpression, symbol: ts.Symbol, pattern: CallPattern, model: ContextModel): boolean {
  if (!("method" in pattern)) return valueMatches(facts, symbol, pattern);
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== pattern.method) return false;
  const receiver = facts.checker.getTypeAtLocation(call.expression.expression);
  if (pattern.on !== undefined) return pattern.on.some((place) => isOrExtends(facts, receiver, place));
  const answer = typeAnswer(facts, receiver);
  return isYes(answer) && answer.model === model;
}

function calleeSymbol(facts: Facts, call: ts.CallExpression): ts.Symbol | undefined {
  const callee = stripped(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const symbol = facts.checker.getSymbolAtLocation(name);
  return symbol && originOf(facts, symbol);
}

function calledFunction(facts: Facts, call: ts.CallExpression): ts.FunctionLikeDeclaration | undefined {
  const symbol = calleeSymbol(facts, call);
  return symbol && functionOf(symbol);
}

/** The one body that a symbol of the program's own sources stands for. */
export function functionOf(symbol: ts.Symbol): ts.FunctionLikeDeclaration | undefined {
  for (const declaration of symbol.declarations ?? []) {
    if (declaration.getSourceFile().isDeclarationFile) continue;
    if (ts.isFunctionLike(declaration) && "body" in declaration && declaration.body !== undefined) return declaration;
    const value = (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration) || ts.isPropertyDeclaration(declaration)) && declaration.initializer;
    if (value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value))) return value;
  }
  return undefined;
}

function returnedCalls(facts: Facts, fn: ts.FunctionLikeDeclaration): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const queue = [...returnedExpressions(fn)];
  const seen = new Set<ts.Expression>();
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const plain = stripped(next);
    if (seen.has(plain)) continue;
    seen.add(plain);
    if (ts.isCallExpression(plain)) calls.push(plain);
    if (ts.isConditionalExpression(plain)) queue.push(plain.whenTrue, plain.whenFalse);
    if (ts.isIdentifier(plain)) {
      const declaration = facts.checker.getSymbolAtLocation(plain)?.valueDeclaration;
      if (declaration !== undefined && isConstant(declaration)) queue.push(declaration.initializer);
    }
  }
  return calls;
}

function isConstant(node: ts.Node): node is ts.VariableDeclaration & { readonly initializer: ts.Expression } {
  return ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined && (ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) !== 0;
}

function returnedExpressions(fn: ts.FunctionLikeDeclaration): readonly ts.Expression[] {
  if (fn.body === undefined) return [];
  if (!ts.isBlock(fn.body)) return [fn.body];
  const found: ts.Expression[] = [];
  const queue: ts.Node[] = [fn.body];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    else if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) node.forEachChild((child) => void queue.push(child));
  }
  return found;
}

function stripped(expression: ts.Expression): ts.Expression {
  let plain = expression;
  while (ts.isParenthesizedExpression(plain) || ts.isAsExpression(plain) || ts.isNonNullExpression(plain) || ts.isSatisfiesExpression(plain) || ts.isAwaitExpression(plain)) plain = plain.expression;
  return plain;
}
