import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";

import type { Facts } from "../facts.js";
import { both, type Certainty, either, surely } from "./certainty.js";
import { isListeningName, wordsOf } from "./names.js";
import { type ArgumentPlace, argumentPlace, calleeName, type FunctionNode, isGlobal, memberName, placeOfCall, receiverOf, unwrap, wrapped } from "./syntax.js";
import { isThenable } from "./thenable.js";
import { placesOf } from "./uses.js";

const REPEATING = [
  "every", "filter", "find", "findIndex", "findLast", "findLastIndex", "flatMap", "forEach", "from", "fromAsync", "groupBy", "map", "reduce",
  "reduceRight", "some", "sort", "toSorted",
]; // prettier-ignore
/** Methods of arrays, iterators, `Map`, `Set` and their like that call back more than once. */
const REPEATING_METHODS = new Set(REPEATING);
/** Methods of the library that call back before they return. */
const AT_ONCE_METHODS = new Set([...REPEATING, "getOrInsertComputed", "parse", "replace", "replaceAll", "stringify", "try"]);

/**
 * Is this function run before the expression it stands in is done: by a method of an array, iterator, `Map` or `Set`,
 * as the executor of a promise, because it is called where it stands, or by `replace`? A function with a name is where
 * all uses of the name are so.
 */
export function runsAtOnce(facts: Facts, fn: FunctionNode): Certainty {
  const places = placesOf(facts, fn);
  return places.length === 0 ? "no" : both(...places.map((place) => () => placeRunsAtOnce(facts, fn, place)));
}

/** As `runsAtOnce`, of one place where the function or its name stands. */
export function placeRunsAtOnce(facts: Facts, fn: FunctionNode, place: TSESTree.Node): Certainty {
  if (isCalledInPlace(place)) return surely(!fn.generator);
  const argument = argumentPlace(place);
  if (argument === undefined) return "no";
  return argument.call.type === N.NewExpression ? isExecutor(facts, argument) : isLibraryMethod(facts, argument.call, AT_ONCE_METHODS);
}

/** Is this function known to run more than once: by an array method, an interval, or as a listener that is not `once`? */
export function runsMoreThanOnce(facts: Facts, fn: FunctionNode): Certainty {
  return either(...placesOf(facts, fn).map((place) => () => placeRepeats(facts, place)));
}

function placeRepeats(facts: Facts, place: TSESTree.Node): Certainty {
  const call = argumentPlace(place)?.call;
  if (call?.type !== N.CallExpression) return "no";
  return calleeName(call) === "setInterval" || isRepeatedListener(call) ? "yes" : isLibraryMethod(facts, call, REPEATING_METHODS);
}

/** `(() => …)()`, `(function () { … }).call(this)`, `load()`. */
export function isCalledInPlace(place: TSESTree.Node): boolean {
  if (placeOfCall(place) !== undefined) return true;
  const member = wrapped(place).parent;
  return member?.type === N.MemberExpression && unwrap(member.object) === place && /^(?:apply|call)$/.test(memberName(member) ?? "") && placeOfCall(member) !== undefined;
}

/** The callback of `new Promise(…)` or of a class of promises. */
export function isExecutor(facts: Facts, { call, index }: ArgumentPlace): Certainty {
  if (call.type !== N.NewExpression || index !== 0) return "no";
  const callee = unwrap(call.callee);
  if (callee.type === N.Identifier && callee.name === "Promise" && isGlobal(facts, callee)) return "yes";
  return wordsOf(calleeName(call) ?? "").includes("promise") ? isThenable(facts, call) : "no";
}

/** Is a method with one of these names called, and the library's own? */
function isLibraryMethod(facts: Facts, call: TSESTree.CallExpression, names: ReadonlySet<string>): Certainty {
  if (!names.has(calleeName(call) ?? "")) return "no";
  const callee = unwrap(call.callee);
  if (callee.type !== N.MemberExpression) return "no";
  const declarations = facts.services.getSymbolAtLocation(callee.property)?.declarations;
  if (declarations === undefined || declarations.length === 0) return "unknown";
  return surely(declarations.every((declaration) => facts.program.isSourceFileDefaultLibrary(declaration.getSourceFile())));
}

/** A listener that stays: not of `once`, nor of a signal's `abort`, which comes once. */
function isRepeatedListener(call: TSESTree.CallExpression): boolean {
  const name = calleeName(call) ?? "";
  if (receiverOf(call) === undefined || !isListeningName(name) || wordsOf(name).includes("once")) return false;
  const [event] = call.arguments;
  if (event?.type === N.Literal && event.value === "abort") return false;
  return !call.arguments.some((argument) => argument.type === N.ObjectExpression && argument.properties.some(isOnce));
}

function isOnce(property: TSESTree.ObjectLiteralElement): boolean {
  return (
    property.type === N.Property && ASTUtils.getPropertyName(property) === "once" && !(property.value.type === N.Literal && property.value.value === false)
  );
}
