import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Call } from "./accepts.js";
import { isMoment } from "./at-once.js";
import type { Available } from "./available.js";
import { originOfAvailable } from "./cancellable.js";
import type { Facts } from "./facts.js";
import { isAnySeen } from "./looks.js";
import { isAskedNext } from "./position/conditions.js";
import { isSleepName } from "./position/names.js";
import { calleeName, isFunction, isLoop, outwards } from "./position/syntax.js";

/**
 * `while (!own.signal.aborted) await sleep(ms)`: what ends a loop is to end the wait between two turns, too. The work of a
 * turn may be meant to be done to its end.
 */
export function endsLoopAround(facts: Facts, call: Call, available: Available): boolean {
  const name = calleeName(call) ?? "";
  if (!isSleepName(name) || ![...outwards(call)].some(({ outer }) => isLoop(outer))) return false;
  if (call.arguments.some((argument) => argument.type !== N.SpreadElement && isMoment(facts, argument))) return false;
  const origin = originOfAvailable(facts, available, call);
  return origin !== undefined && isAskedNext(facts, (name === "setTimeout" ? promiseAround(call) : undefined) ?? call, origin);
}

/** Does the body of the loop around look at the context, or hand it on, in each turn? */
export function isSeenInTurns(facts: Facts, node: TSESTree.Node, available: Available): boolean {
  const origin = originOfAvailable(facts, available, node);
  const loop = origin && [...outwards(node)].find(({ outer }) => isLoop(outer) || isFunction(outer))?.outer;
  return origin !== undefined && loop !== undefined && isLoop(loop) && isAnySeen(facts, loop.body, [{ available, origin }]);
}

/** `new Promise((resolve) => setTimeout(resolve, ms))`, of the timer. */
function promiseAround(call: Call): TSESTree.NewExpression | undefined {
  for (const { outer } of outwards(call)) if (outer.type === N.NewExpression) return calleeName(outer) === "Promise" ? outer : undefined;
  return undefined;
}

/** `await delay(25)` in a loop that looks at the context in each turn: a moment later it leaves by itself, and in its own way. */
export function isMomentInTurns(facts: Facts, call: Call, available: Available): boolean {
  return isSleepName(calleeName(call) ?? "") && call.arguments.some((argument) => argument.type !== N.SpreadElement && isMoment(facts, argument)) && isSeenInTurns(facts, call, available);
}
