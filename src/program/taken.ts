import ts from "typescript";

import type { Facts } from "../contexts/facts.js";
import { calleesOf, type FunctionBody } from "./callees.js";
import { stripped } from "./syntax.js";
import { isSharedResult, nodesIn } from "./work.js";

/** Where a function takes a context: a parameter, or a property of one. */
export interface Taken {
  readonly index: number;
  readonly property?: string | undefined;
}

/** Does no function that the call may run do anything with what it takes: each says `_signal`, or leaves it out? */
export function isTakenByNobody(facts: Facts, call: ts.CallExpression, { index }: Taken): boolean {
  const bodies = calleesOf(facts, call);
  return bodies.length > 0 && bodies.every(({ parameters }) => {
    const parameter = parameters[index];
    return parameter === undefined ? parameters.at(-1)?.dotDotDotToken === undefined : ts.isIdentifier(parameter.name) && parameter.name.text.startsWith("_");
  });
}

/** So many calls are followed until the one whose result is kept. */
const MOST_CALLS = 2;

/** Does the callee start with it what it keeps for all that come later: `this.pending.set(id, load(id, signal))`? */
export function isTakenForAll(facts: Facts, call: ts.CallExpression, taken: Taken, depth = MOST_CALLS): boolean {
  return calleesOf(facts, call).some((body) => {
    const names = namesOf(body, taken);
    return names.length > 0 && nodesIn(body).some((node) => {
      const next = ts.isCallExpression(node) ? takenBy(node, names) : undefined;
      return next !== undefined && ts.isCallExpression(node) && (isSharedResult(node, body) || (depth > 1 && isTakenForAll(facts, node, next, depth - 1)));
    });
  });
}

/** A name, or a property of it: `options.signal`. */
interface Name {
  readonly text: string;
  readonly property: string | undefined;
}

function namesOf({ parameters }: FunctionBody, { index, property }: Taken): readonly Name[] {
  const name = parameters[index]?.name;
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
