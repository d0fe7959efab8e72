import ts from "typescript";

import type { FunctionBody } from "./callees.js";
import { parametersGiven, stripped } from "./syntax.js";

/** Where a function takes a context: a parameter, or a property of one. */
export interface Taken {
  readonly index: number;
  readonly property?: string | undefined;
}

/** A name, or a property of it: `options.signal`. */
export interface Name {
  readonly text: string;
  readonly property: string | undefined;
}

/** What the function calls what it takes there; what it leaves of a bag, `...rest`, too. */
export function namesOf(body: FunctionBody, { index, property }: Taken): readonly Name[] {
  const name = parametersGiven(body)[index]?.name;
  if (name === undefined) return [];
  if (ts.isIdentifier(name)) return [{ text: name.text, property }];
  if (!ts.isObjectBindingPattern(name) || property === undefined) return [];
  const own = name.elements.find((element) => element.dotDotDotToken === undefined && keyOf(element) === property) ?? name.elements.find(({ dotDotDotToken }) => dotDotDotToken !== undefined);
  if (own === undefined || !ts.isIdentifier(own.name)) return [];
  return [{ text: own.name.text, property: own.dotDotDotToken && property }];
}

/** Where the call is given what one of the names stands for. */
export function takenBy({ arguments: args }: ts.CallExpression, names: readonly Name[]): Taken | undefined {
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

/** `a` of `{ a: b }` and of `{ a }`. */
export function keyOf({ name, propertyName }: ts.BindingElement): string {
  return (propertyName ?? name).getText();
}
