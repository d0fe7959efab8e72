import type { TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { isYes } from "../contexts/answer.js";
import { makesRoot, takesOne } from "../contexts/calls.js";
import { type Facts, programMemo } from "../contexts/facts.js";
import { originOf, valueMatches } from "../contexts/symbols.js";
import { carriersOf, isOrExtends, storedAnswer, typeAnswer } from "../contexts/types.js";
import type { ContextModel, DerivePattern } from "../models/model.js";
import { functionOf, symbolNamed } from "./callees.js";
import { type Analysis, type Memo, solve } from "./components.js";
import { isConstant, stripped } from "./syntax.js";

/**
 * Where the context that a function returns comes from: a child of (or the same as) one it was given, one freed from
 * its parent's end, a root of its own, or not known.
 */
export type ResultOrigin = "child" | "detached" | "root" | "unknown";

type Origin = ResultOrigin | undefined;
type Call = ts.CallExpression | ts.NewExpression;
type FactOf = (fn: ts.FunctionLikeDeclaration) => Origin;

const memos = programMemo((): Memo<ts.FunctionLikeDeclaration, ResultOrigin> => new WeakMap());

/** Where the context comes from that this call of a function of the program returns. */
export function resultOrigin(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression): ResultOrigin {
  const node = facts.services.esTreeNodeToTSNodeMap.get(call);
  return (ts.isCallExpression(node) && originOfCall(facts, node, (fn) => functionResult(facts, fn), MOST_STEPS)) || "unknown";
}

/** Where the context comes from that this function of the program returns. */
export function functionResult(facts: Facts, fn: ts.FunctionLikeDeclaration): ResultOrigin {
  return solve(fn, analysisOf(facts), memos(facts));
}

function analysisOf(facts: Facts): Analysis<ts.FunctionLikeDeclaration, ResultOrigin> {
  return {
    dependencies: (fn) => {
      const asked = new Set<ts.FunctionLikeDeclaration>();
      returned(facts, fn, (dependency) => void asked.add(dependency));
      return [...asked];
    },
    evaluate: (fn, factOf) => returned(facts, fn, factOf),
    otherwise: "unknown",
  };
}

/** How many constants, calls and branches are followed from a `return`. */
const MOST_STEPS = 20;

/** All that may be asked about is asked whatever the answers are: it is what the function depends on. */
function returned(facts: Facts, fn: ts.FunctionLikeDeclaration, factOf: FactOf): Origin {
  if (fn.asteriskToken !== undefined) return "unknown";
  return either(returnedExpressions(fn).map((expression) => origin(facts, expression, factOf, MOST_STEPS)));
}

/** The value is one of these; of what is not known yet nothing is said. */
function either(origins: readonly Origin[]): Origin {
  const [first, ...others] = origins.filter((each) => each !== undefined);
  return others.every((each) => each === first) ? first : "unknown";
}

/** The value is derived from all of these: with one that was given it is a child. */
function all(origins: readonly Origin[]): Origin {
  if (origins.length === 0) return "child";
  if (origins.includes(undefined)) return undefined;
  return origins.includes("child") ? "child" : either(origins);
}

function origin(facts: Facts, expression: ts.Expression, factOf: FactOf, steps: number): Origin {
  if (steps === 0) return "unknown";
  const next = (part: ts.Expression): Origin => origin(facts, part, factOf, steps - 1);
  const plain = stripped(expression);
  if (ts.isConditionalExpression(plain)) return either([next(plain.whenTrue), next(plain.whenFalse)]);
  if (ts.isBinaryExpression(plain)) {
    const { kind } = plain.operatorToken;
    if (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken) return either([next(plain.left), next(plain.right)]);
    return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.CommaToken ? next(plain.right) : "unknown";
  }
  if (ts.isCallExpression(plain)) return originOfCall(facts, plain, factOf, steps);
  const parts = partsOf(plain)?.filter((part) => isContext(facts, part));
  if (parts !== undefined) return parts.length === 0 ? "unknown" : either(parts.map(next));
  if (ts.isPropertyAccessExpression(plain) || ts.isElementAccessExpression(plain)) {
    return originOfRoot(facts, plain) ?? next(plain.expression);
  }
  if (!ts.isIdentifier(plain)) return "unknown";
  return originOfRoot(facts, plain) ?? originOfName(facts, plain, factOf, steps);
}

/** The values in `[ctx, cancel]` and `{ ctx, cancel }`. */
function partsOf(node: ts.Expression): readonly ts.Expression[] | undefined {
  if (ts.isArrayLiteralExpression(node)) return node.elements;
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  return node.properties.flatMap((property) => {
    if (ts.isPropertyAssignment(property)) return [property.initializer];
    return ts.isShorthandPropertyAssignment(property) ? [property.name] : [];
  });
}

function originOfName(facts: Facts, name: ts.Identifier, factOf: FactOf, steps: number): Origin {
  const shorthand = ts.isShorthandPropertyAssignment(name.parent) ? facts.checker.getShorthandAssignmentValueSymbol(name.parent) : facts.checker.getSymbolAtLocation(name);
  const declaration = shorthand && originOf(facts, shorthand)?.valueDeclaration;
  const holder = declaration && ts.isBindingElement(declaration) ? ts.walkUpBindingElementsAndPatterns(declaration) : declaration;
  if (holder === undefined) return "unknown";
  if (ts.isParameter(holder)) return isContext(facts, name) || carries(facts, name) ? "child" : "unknown";
  return isConstant(holder) ? origin(facts, holder.initializer, factOf, steps - 1) : "unknown";
}

/** A constant that is a root: `ROOT_CONTEXT`, `CancellationToken.None`. */
function originOfRoot(facts: Facts, node: ts.Expression): Origin {
  const symbol = symbolNamed(facts, node);
  return symbol !== undefined && isRoot(facts, symbol, "value") ? "root" : undefined;
}

function isRoot(facts: Facts, symbol: ts.Symbol, use: "call" | "value"): boolean {
  return facts.models.some((model) => model.roots?.some((pattern) => pattern.member === undefined && valueMatches(facts, symbol, pattern) && makesRoot(facts, symbol, model, pattern, use)) === true);
}

function originOfCall(facts: Facts, call: ts.CallExpression, factOf: FactOf, steps: number): Origin {
  const symbol = symbolNamed(facts, call.expression);
  if (symbol === undefined) return "unknown";
  const derive = deriveOf(facts, call, symbol);
  const fn = derive === undefined ? functionOf(symbol) : undefined;
  const fact = fn && factOf(fn);
  const parents = all(parentsOf(facts, call).map((parent) => origin(facts, parent, factOf, steps - 1)));
  if (derive !== undefined) {
    if (derive.makes === "detached" || isMergeOfNothing(call, derive)) return "detached";
    return derive.unlinked === true ? "unknown" : parents;
  }
  if (isRoot(facts, symbol, "call")) return "root";
  if (fn !== undefined) return fact === "child" ? parents : fact;
  // `request.context()`
  return call.arguments.length === 0 && ts.isPropertyAccessExpression(call.expression) && isContext(facts, call) ? origin(facts, call.expression.expression, factOf, steps - 1) : "unknown";
}

function isMergeOfNothing({ arguments: [only, ...more] }: ts.CallExpression, { makes }: DerivePattern): boolean {
  return makes === "merge" && more.length === 0 && only !== undefined && ts.isArrayLiteralExpression(only) && only.elements.length === 0;
}

function deriveOf(facts: Facts, call: Call, symbol: ts.Symbol): DerivePattern | undefined {
  for (const model of facts.models) {
    const derive = model.derives?.find((pattern) => matches(facts, call, symbol, pattern, model));
    if (derive !== undefined) return derive;
  }
  return undefined;
}

function matches(facts: Facts, call: Call, symbol: ts.Symbol, pattern: DerivePattern, model: ContextModel): boolean {
  if (!("method" in pattern)) return valueMatches(facts, symbol, pattern) && (pattern.from !== "anywhere" || takesOne(facts, symbol, model));
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== pattern.method) return false;
  const receiver = facts.checker.getNonNullableType(facts.checker.getTypeAtLocation(call.expression.expression));
  if (pattern.on !== undefined) return pattern.on.some((place) => isOrExtends(facts, receiver, place));
  const answer = typeAnswer(facts, receiver);
  return isYes(answer) && answer.model === model;
}

/** The contexts and carriers a call is given, its receiver too. */
function parentsOf(facts: Facts, call: Call): readonly ts.Expression[] {
  const given = (call.arguments ?? []).flatMap((argument) => partsOf(argument) ?? (ts.isSpreadElement(argument) ? argument.expression : argument));
  const receiver = ts.isPropertyAccessExpression(call.expression) ? [call.expression.expression] : [];
  return [...given, ...receiver].filter((each) => isContext(facts, each) || carries(facts, each));
}

function isContext(facts: Facts, node: ts.Expression): boolean {
  return isYes(storedAnswer(facts, facts.checker.getTypeAtLocation(node)));
}

function carries(facts: Facts, node: ts.Expression): boolean {
  return carriersOf(facts, facts.checker.getTypeAtLocation(node)).length > 0;
}

export function returnedExpressions(fn: ts.FunctionLikeDeclaration): readonly ts.Expression[] {
  if (fn.body === undefined) return [];
  if (!ts.isBlock(fn.body)) return [fn.body];
  const found: ts.Expression[] = [];
  const queue: ts.Node[] = [fn.body];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (ts.isReturnStatement(node)) {
      if (node.expression !== undefined) found.push(node.expression);
    } else if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) node.forEachChild((child) => void queue.push(child));
  }
  return found;
}
