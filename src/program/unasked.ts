import ts from "typescript";

import type { Facts } from "../contexts/facts.js";
import { calleesOf, type FunctionBody } from "./callees.js";
import { isNothing } from "./given.js";
import { isConstant, isInside, parametersGiven, stripped } from "./syntax.js";
import { keyOf, type Name, namesOf, type Taken, takenBy } from "./taken-as.js";
import { identifiersIn } from "./work.js";

/** Does the bag that a function takes its context in say this option, and not that it is `false`? */
type Says = (option: string) => boolean;

/** So many calls are followed until the one that looks at the option. */
const MOST_CALLS = 4;

/** So many constants are followed to the option: names of nested functions may lead in a circle. */
const MOST_CONSTANTS = 2;

/** Does the callee use the context that it takes there only if an option asks for that, and the call does not: `{ inNewProcess = false, token }`? */
export function isUnasked(facts: Facts, call: ts.CallExpression, taken: Taken): boolean {
  return !call.arguments.some(ts.isSpreadElement) && isUnusedBy(facts, { call, taken, says: saying(call.arguments[taken.index]) }, MOST_CALLS);
}

interface Given {
  readonly call: ts.CallExpression;
  readonly taken: Taken;
  readonly says: Says;
}

function isUnusedBy(facts: Facts, given: Given, depth: number): boolean {
  const bodies = calleesOf(facts, given.call);
  return bodies.length > 0 && bodies.every((body) => isUnusedIn(facts, body, given, depth));
}

function isUnusedIn(facts: Facts, body: FunctionBody, given: Given, depth: number): boolean {
  const uses = namesOf(body, given.taken).flatMap((name) => usesOf(body, name).map((use) => ({ name, use })));
  return uses.length > 0 && uses.every(({ name, use }) => isSwitchedOff(use, body, given) || isHandedOnUnasked(facts, { body, name, use }, given, depth));
}

/** Where the function uses the context, or the bag that it is in; another property of the bag is no use. */
function usesOf(body: FunctionBody, { property, text }: Name): readonly ts.Identifier[] {
  return identifiersIn(body, text).filter((node) => {
    const { parent } = node;
    if (ts.isBindingElement(parent) || ts.isParameter(parent) || ts.isPropertyAssignment(parent)) return "initializer" in parent && parent.initializer === node;
    if (!ts.isPropertyAccessExpression(parent)) return true;
    return parent.expression === node && (property === undefined || parent.name.text === property);
  });
}

/** Does it stand where only an option leads that the call does not say: `if (inNewProcess) run(token)`? */
function isSwitchedOff(use: ts.Node, body: FunctionBody, given: Given): boolean {
  for (let node = use; node !== body; node = node.parent) {
    const { parent } = node;
    if (ts.isIfStatement(parent) && parent.thenStatement === node && isOff(parent.expression, body, given)) return true;
    if (ts.isConditionalExpression(parent) && parent.whenTrue === node && isOff(parent.condition, body, given)) return true;
    if (isBoth(parent) && parent.right === node && isOff(parent.left, body, given)) return true;
  }
  return false;
}

function isBoth(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
}

/** Is it surely `false`, or nothing, by what the call does not say? */
function isOff(condition: ts.Expression, body: FunctionBody, given: Given, constants = MOST_CONSTANTS): boolean {
  const node = stripped(condition);
  if (isBoth(node)) return isOff(node.left, body, given, constants) || isOff(node.right, body, given, constants);
  if (ts.isBinaryExpression(node)) return isOrFalse(node) && isOff(node.left, body, given, constants);
  if (ts.isPropertyAccessExpression(node)) return ts.isIdentifier(node.expression) && parameterAt(body, given)?.name.getText() === node.expression.text && isUnsaid(node.name.text, given);
  return ts.isIdentifier(node) && isNameOff(node.text, body, given, constants);
}

/** `options.flag ?? false`, `flag === true`. */
function isOrFalse({ operatorToken, right }: ts.BinaryExpression): boolean {
  switch (operatorToken.kind) {
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      return right.kind === ts.SyntaxKind.FalseKeyword;
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return right.kind === ts.SyntaxKind.TrueKeyword;
    default:
      return false;
  }
}

function isNameOff(text: string, body: FunctionBody, given: Given, constants: number): boolean {
  const parameter = parameterAt(body, given);
  const option = parameter !== undefined && ts.isObjectBindingPattern(parameter.name) ? parameter.name.elements.find(({ name }) => ts.isIdentifier(name) && name.text === text) : undefined;
  if (option !== undefined) return option.dotDotDotToken === undefined && isUnset(option.initializer) && isUnsaid(keyOf(option), given);
  const index = parametersGiven(body).findIndex(({ name }) => ts.isIdentifier(name) && name.text === text);
  const own = parametersGiven(body)[index];
  if (own !== undefined) return index !== given.taken.index && own.dotDotDotToken === undefined && isUnset(own.initializer) && isUnset(given.call.arguments[index]);
  const constant = constants === 0 ? undefined : identifiersIn(body, text).map(({ parent }) => parent).filter(isConstant).find(({ name }) => name.getText() === text);
  return constant !== undefined && isOff(constant.initializer, body, given, constants - 1);
}

/** Whether there is a context is no option. */
function isUnsaid(option: string, { says, taken }: Given): boolean {
  return option !== taken.property && !says(option);
}

function parameterAt(body: FunctionBody, { taken }: Given): ts.ParameterDeclaration | undefined {
  return parametersGiven(body)[taken.index];
}

/** Left out, nothing, or `false`. */
function isUnset(value: ts.Expression | undefined): boolean {
  const node = value && stripped(value);
  return node === undefined || node.kind === ts.SyntaxKind.FalseKeyword || isNothing(node);
}

interface Use {
  readonly body: FunctionBody;
  readonly name: Name;
  readonly use: ts.Identifier;
}

/** Is it handed on to what uses it only if that option asks for it? */
function isHandedOnUnasked(facts: Facts, { body, name, use }: Use, given: Given, depth: number): boolean {
  let call: ts.Node = use;
  while (call !== body && !ts.isCallExpression(call)) call = call.parent;
  const taken = depth > 1 && ts.isCallExpression(call) && !call.arguments.some(ts.isSpreadElement) ? takenBy(call, [name]) : undefined;
  if (taken === undefined || !ts.isCallExpression(call)) return false;
  const argument = call.arguments[taken.index];
  if (argument === undefined || !isInside(use, argument)) return false;
  return isUnusedBy(facts, { call, taken, says: saying(argument, { text: name.property && name.text, says: given.says }) }, depth - 1);
}

/** @param outer the bag that is handed on by that name, and what it says */
function saying(argument: ts.Expression | undefined, outer?: { readonly text: string | undefined; readonly says: Says }): Says {
  if (isUnset(argument)) return () => false;
  const node = stripped(argument as ts.Expression);
  if (ts.isIdentifier(node) && node.text === outer?.text) return outer.says;
  if (!ts.isObjectLiteralExpression(node)) return () => true;
  return (option) => node.properties.some((property) => {
    if (ts.isSpreadAssignment(property)) return saying(property.expression, outer)(option);
    if (ts.isComputedPropertyName(property.name)) return true;
    return property.name.text === option && !(ts.isPropertyAssignment(property) && isUnset(property.initializer));
  });
}
