import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { isYes } from "../contexts/answer.js";
import type { Facts } from "../contexts/facts.js";
import { holdsAnything } from "../contexts/given.js";
import type { Parameter } from "../contexts/slots.js";
import { carriersOf, storedAnswer } from "../contexts/types.js";
import type { ContextModel } from "../models/model.js";
import { stripped } from "./syntax.js";

/**
 * Does the call surely get no context of the model, nor anything that may hold one? As `contexts/given`, in any file of the program.
 * @param parameters of what is called: an `any` for what is no context is none
 */
export function getsNone(facts: Facts, call: ts.CallExpression, model: ContextModel, parameters: readonly Parameter[] = []): boolean {
  return call.arguments.every((argument, index) => givesNone(facts, argument, model) || (!ts.isSpreadElement(argument) && isForOther(facts, facts.checker.getTypeAtLocation(argument), parameters[index], model)));
}

/** Is an `any` surely for something else, since the parameter takes no context? */
export function isForOther(facts: Facts, given: ts.Type, parameter: Parameter | undefined, model: ContextModel): boolean {
  return parameter?.isRest === false && tsutils.isTypeFlagSet(given, ts.TypeFlags.Any) && typeHoldsNone(facts, parameter.type, model) && !holdsAnything(facts, parameter.type);
}

function givesNone(facts: Facts, argument: ts.Expression, model: ContextModel): boolean {
  if (ts.isSpreadElement(argument)) return false;
  const plain = stripped(argument);
  if (ts.isLiteralExpression(plain) || ts.isTemplateExpression(plain) || ts.isArrowFunction(plain) || ts.isFunctionExpression(plain)) return true;
  if (isNothing(plain)) return true;
  if (ts.isConditionalExpression(plain)) return givesNone(facts, plain.whenTrue, model) && givesNone(facts, plain.whenFalse, model);
  if (ts.isObjectLiteralExpression(plain)) return plain.properties.every((property) => propertyGivesNone(facts, property, model));
  return typeHoldsNone(facts, facts.checker.getTypeAtLocation(argument), model);
}

function propertyGivesNone(facts: Facts, property: ts.ObjectLiteralElementLike, model: ContextModel): boolean {
  if (ts.isPropertyAssignment(property)) return givesNone(facts, property.initializer, model);
  if (ts.isShorthandPropertyAssignment(property)) return typeHoldsNone(facts, facts.checker.getTypeAtLocation(property.name), model);
  return ts.isMethodDeclaration(property) || (ts.isSpreadAssignment(property) && givesNone(facts, property.expression, model));
}

/** `undefined`, `null`, `void 0`. */
export function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || ts.isVoidExpression(node) || (ts.isIdentifier(node) && node.text === "undefined");
}

function typeHoldsNone(facts: Facts, type: ts.Type, model: ContextModel): boolean {
  return tsutils.unionConstituents(type).every((part) => {
    if (tsutils.isTypeFlagSet(part, ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return false;
    const answer = storedAnswer(facts, part);
    if (answer !== "no" && !(isYes(answer) && answer.model !== model)) return false;
    return !carriersOf(facts, part).some((way) => way.model === model) && !holds(facts, part, model);
  });
}

/** An object, a class instance too, with a property that is a context of the model. */
function holds(facts: Facts, type: ts.Type, model: ContextModel): boolean {
  if (!tsutils.isObjectType(type) && !tsutils.isIntersectionType(type)) return false;
  return facts.checker.getPropertiesOfType(type).some((property) => {
    if (property.flags & ts.SymbolFlags.Method) return false;
    const answer = storedAnswer(facts, facts.checker.getTypeOfSymbol(property));
    return isYes(answer) && answer.model === model;
  });
}
