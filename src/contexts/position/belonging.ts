import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { isYes } from "../answer.js";
import { type Facts, fileMemo } from "../facts.js";
import { carriersOf, typeAnswer } from "../types.js";
import { placeRunsAtOnce } from "./callbacks.js";
import { both, type Certainty, either, surely } from "./certainty.js";
import { isListeningName, isSharingName, isTimerName } from "./names.js";
import {
  type ArgumentPlace, argumentPlace, calleeName, calleeNames, chainOn, enclosingFunction, type FunctionNode, gatherOf, isChainCall, isFunction,
  passedThrough,
} from "./syntax.js"; // prettier-ignore
import { isThenable } from "./thenable.js";
import { placesOf } from "./uses.js";

const memos = fileMemo(() => new Map<FunctionNode, Certainty>());

/**
 * Is what this function does part of the work of the function around it? It is when it runs at once, or when it is a
 * direct argument of a call that is awaited, returned or gathered, gives a promise, offers the callback no context of
 * its own and shares its result with nobody. A function with a name is where every use of the name is so.
 */
export function belongsToEnclosing(facts: Facts, fn: FunctionNode): Certainty {
  const memo = memos(facts);
  let answer = memo.get(fn);
  if (answer === undefined) {
    memo.set(fn, "unknown"); // Of functions that call each other nothing is said.
    answer = decide(facts, fn);
    memo.set(fn, answer);
  }
  return answer;
}

function decide(facts: Facts, fn: FunctionNode): Certainty {
  const places = placesOf(facts, fn);
  if (places.length === 0) return "no";
  const home = enclosingFunction(fn);
  return both(...places.map((place) => () => both(() => isUsedInPlace(facts, fn, place), () => belongsUpTo(facts, place, home))));
}

/** Is every function between a place and an outer function part of that function's work? */
export function belongsUpTo(facts: Facts, place: TSESTree.Node, outer: FunctionNode | undefined): Certainty {
  const between: FunctionNode[] = [];
  for (let fn = enclosingFunction(place); fn !== undefined && fn !== outer; fn = enclosingFunction(fn)) between.push(fn);
  return both(...between.map((fn) => () => belongsToEnclosing(facts, fn)));
}

function isUsedInPlace(facts: Facts, fn: FunctionNode, place: TSESTree.Node): Certainty {
  return either(
    () => placeRunsAtOnce(facts, fn, place),
    () => {
      const argument = argumentPlace(place);
      return argument === undefined ? "no" : isSettledCallback(facts, place, argument);
    },
  );
}

function isSettledCallback(facts: Facts, callback: TSESTree.Node, place: ArgumentPlace): Certainty {
  const { call } = place;
  if (call.type !== N.CallExpression || keepsCallback(call) || !isSettled(facts, call)) return "no";
  return both(
    () => isThenable(facts, call),
    () => offersNoContext(facts, callback, place),
  );
}

/** Timers, listeners, and what shares one result with all who ask. */
function keepsCallback(call: TSESTree.CallExpression): boolean {
  const name = calleeName(call) ?? "";
  return isTimerName(name) || isListeningName(name) || (!isChainCall(call) && calleeNames(call).some(isSharingName));
}

/** Is the value of this expression awaited, returned or gathered where it stands? */
function isSettled(facts: Facts, node: TSESTree.Node): boolean {
  if (gatherOf(facts, node) !== undefined) return true;
  const chain = chainOn(node) ?? passedThrough(node);
  if (chain !== undefined) return isSettled(facts, chain);
  const { parent } = node;
  return parent?.type === N.AwaitExpression || parent?.type === N.ReturnStatement || (isFunction(parent) && parent.body === node);
}

/** Do the parameters that a callback may have include no context and no carrier? */
function offersNoContext(facts: Facts, callback: TSESTree.Node, { call, index }: ArgumentPlace): Certainty {
  // What a promise is rejected with is `any`, and never a context.
  if (calleeName(call) === "catch" || (calleeName(call) === "then" && index === 1)) return "yes";
  const expression = facts.services.esTreeNodeToTSNodeMap.get(callback) as ts.Expression;
  const type = facts.checker.getContextualType(expression);
  const signatures = type === undefined ? [] : tsutils.unionConstituents(type).flatMap((part) => part.getCallSignatures());
  if (signatures.length === 0) return "unknown";
  const types = signatures.flatMap(({ parameters }) => parameters.map((parameter) => facts.checker.getTypeOfSymbolAtLocation(parameter, expression)));
  return both(...types.map((each) => () => isNoContext(facts, each)));
}

/** Is a value of this type neither a context nor a carrier? */
function isNoContext(facts: Facts, type: ts.Type): Certainty {
  const answer = typeAnswer(facts, type);
  if (answer !== "no") return isYes(answer) ? "no" : "unknown";
  return surely(carriersOf(facts, type).length === 0);
}
