import ts from "typescript";

import type { Facts } from "../contexts/facts.js";
import { asksForEnd, wordsOf } from "../contexts/position/names.js";
import type { Slot } from "../contexts/slots.js";
import { calleesOf } from "./callees.js";
import { nameOf, parametersGiven } from "./syntax.js";
import { namesOf, type Taken, takenBy } from "./taken-as.js";
import { isUnasked } from "./unasked.js";
import { isSharedResult, nodesIn } from "./work.js";

/** Does the callee nothing with the context that it takes there, or not for this call, or is that for all that come later? */
export function isTakenInVain(facts: Facts, call: ts.CallExpression, { bag, index }: Slot): boolean {
  const taken = { index, property: bag?.property };
  return bag?.inside === undefined && (isTakenByNobody(facts, call, taken) || isReplaced(facts, call, taken) || isUnasked(facts, call, taken) || isTakenForAll(facts, call, taken));
}

/** Does no function that the call may run do anything with what it takes: each says `_signal`, or leaves it out? */
function isTakenByNobody(facts: Facts, call: ts.CallExpression, { index }: Taken): boolean {
  const bodies = calleesOf(facts, call);
  return bodies.length > 0 && bodies.every((body) => {
    const parameters = parametersGiven(body);
    const parameter = parameters[index];
    return parameter === undefined ? parameters.at(-1)?.dotDotDotToken === undefined : ts.isIdentifier(parameter.name) && parameter.name.text.startsWith("_");
  });
}

/** Does every function that the call may run put another in its place, `{ ...init, signal: own.signal }`? That is reported there. */
function isReplaced(facts: Facts, call: ts.CallExpression, taken: Taken): boolean {
  const { property } = taken;
  const bodies = calleesOf(facts, call);
  return property !== undefined && bodies.length > 0 && bodies.every((body) => {
    const [name, ...others] = namesOf(body, taken);
    if (name?.property === undefined || others.length > 0) return false;
    const uses = nodesIn(body).filter((node) => ts.isIdentifier(node) && node.text === name.text && !isMemberName(node) && !ts.isParameter(node.parent));
    return uses.some((use) => isSpreadBefore(use, property)) && uses.every((use) => isSpreadBefore(use, property) || isOther(use, property));
  });
}

function isMemberName(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}

/** `{ ...init, signal }` */
function isSpreadBefore({ parent }: ts.Node, property: string): boolean {
  if (!ts.isSpreadAssignment(parent)) return false;
  const { properties } = parent.parent;
  return properties.slice(properties.indexOf(parent) + 1).some((later) => (ts.isPropertyAssignment(later) || ts.isShorthandPropertyAssignment(later)) && later.name.getText() === property);
}

/** `init.method`, `init?.method` */
function isOther(use: ts.Node, property: string): boolean {
  return ts.isPropertyAccessExpression(use.parent) && use.parent.expression === use && use.parent.name.text !== property;
}

/** So many calls are followed until the one whose result is kept. */
const MOST_CALLS = 2;

/** Is all that the callee does with it kept for those that come later: `this.pending.set(id, load(id, signal))`? */
function isTakenForAll(facts: Facts, call: ts.CallExpression, taken: Taken, depth = MOST_CALLS): boolean {
  return calleesOf(facts, call).some((body) => {
    const names = namesOf(body, taken);
    const work = names.length === 0 ? [] : nodesIn(body).filter(ts.isCallExpression).flatMap((node) => {
      const next = isWait(node) ? undefined : takenBy(node, names);
      return next === undefined ? [] : [{ node, next }];
    });
    const isForAll = ({ next, node }: (typeof work)[number]): boolean => (isSharedResult(node, body) && isUnderWay(facts, node)) || (depth > 1 && isTakenForAll(facts, node, next, depth - 1));
    return work.length > 0 && work.every(isForAll);
  });
}

/** `raceCancellation(token, promise)`, `throwIfAborted(signal)`: that is for this caller, and no work. */
function isWait({ expression }: ts.CallExpression): boolean {
  const name = nameOf(expression)?.text ?? "";
  return wordsOf(name)[0] === "race" || asksForEnd(name);
}

/** Is what the call gives waited for? */
function isUnderWay({ checker }: Facts, call: ts.CallExpression): boolean {
  return checker.getPropertyOfType(checker.getTypeAtLocation(call), "then") !== undefined;
}
