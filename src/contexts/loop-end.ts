import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Call } from "./accepts.js";
import { isMoment } from "./at-once.js";
import type { Facts } from "./facts.js";
import { isAskedNext } from "./position/conditions.js";
import { isSleepName } from "./position/names.js";
import { calleeName, isLoop, outwards } from "./position/syntax.js";

/**
 * `while (!own.signal.aborted) await sleep(ms)`: what ends a loop is to end the wait between two turns, too. The work of a
 * turn may be meant to be done to its end.
 * @param text how the context is written here
 */
export function endsLoopAround(facts: Facts, call: Call, text: string): boolean {
  if (!isSleepName(calleeName(call) ?? "")) return false;
  const timer = calleeName(call) === "setTimeout" ? promiseAround(call) : undefined;
  if (!isAskedNext(facts, timer ?? call) || call.arguments.some((argument) => argument.type !== N.SpreadElement && isMoment(facts, argument))) return false;
  const loop = [...outwards(call)].find(({ outer }) => isLoop(outer))?.outer;
  return loop !== undefined && mentions(facts.sourceCode.getText(loop), text);
}

/** `new Promise((resolve) => setTimeout(resolve, ms))`, of the timer. */
function promiseAround(call: Call): TSESTree.NewExpression | undefined {
  for (const { outer } of outwards(call)) if (outer.type === N.NewExpression) return calleeName(outer) === "Promise" ? outer : undefined;
  return undefined;
}

function mentions(code: string, text: string): boolean {
  return new RegExp(String.raw`(?<![\w$.])${text.replace(/[$.*+?^()[\]{}|\\]/g, String.raw`\$&`)}\??\.`).test(code);
}
