import ts from "typescript";

import type { Facts } from "../contexts/facts.js";
import { asksForEnd, wordsOf } from "../contexts/position/names.js";
import type { Slot } from "../contexts/slots.js";
import { calleesOf, type FunctionBody } from "./callees.js";
import { nameOf, parametersGiven, stripped } from "./syntax.js";
import { isSharedResult, nodesIn } from "./work.js";

/** Where a function takes a context: a parameter, or a property of one. */
interface Taken {
  readonly index: number;
  readonly property?: string | undefined;
}

/** Does the callee nothing with the context that it takes there, or is that for all that come later? */
export function isTakenInVain(facts: Facts, call: ts.CallExpression, { bag, index }: Slot): boolean {
  const taken = { index, property: bag?.property };
  return bag?.inside === undefined && (isTakenByNobody(facts, call, taken) || isTakenForAll(facts, call, taken));
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

/** A name, or a property of it: `options.signal`. */
interface Name {
  readonly text: string;
  readonly property: string | undefined;
}

function namesOf(body: FunctionBody, { index, property }: Taken): readonly Name[] {
  const name = parametersGiven(body)[index]?.name;
  if (name === undefined) return [];
  if (ts.isIdentifier(name)) return [{ text: name.text, property }];
  if (!ts.isObjectBindingPattern(name)) return [];
  return name.elements.flatMap((element): Name[] => (ts.isIdentifier(element.name) && (element.propertyName ?? element.name).getText() === property ? [{ text: element.name.text, property: undefined }] : []));
}

/** Where the call is given what one of the names stands for. */
function takenBy({ arguments: args }: ts.CallExpression, names: readonly Name[]): Taken | undefined {
  for (const [index, argument] of args.entries()) {
    for (const name of names) {
      const taken = takenAs(argument, name);
      if (taken !== undefined) return { index, ...taken };
    }
  }
  return undefined;
}

/** As itself, or as a property of a bag that is handed on or written there. */
function takenAs(argument: ts.Expression, name: Name): Pick<Taken, "property"> | undefined {
  const node = stripped(argument);
  if (ts.isIdentifier(node)) return node.text === name.text ? { property: name.property } : undefined;
  if (ts.isPropertyAccessExpression(node)) return node.name.text === name.property && stripped(node.expression).getText() === name.text ? {} : undefined;
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  for (const each of node.properties) {
    if (ts.isSpreadAssignment(each) && takenAs(each.expression, name) !== undefined) return { property: name.property };
    const value = ts.isShorthandPropertyAssignment(each) ? each.name : ts.isPropertyAssignment(each) ? each.initializer : undefined;
    if (value !== undefined && takenAs(value, name) !== undefined) return { property: each.name?.getText() };
  }
  return undefined;
}
