import { ASTUtils, AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { endableByOption, endingWithProcess } from "../models/lifetimes.js";
import type { ContextModel } from "../models/model.js";
import { functionOf } from "../program/callees.js";
import { parametersGiven } from "../program/syntax.js";
import { writtenParameters } from "./accepts.js";
import { type CarrierMatch, isYes } from "./answer.js";
import { type Available, RANK } from "./candidate.js";
import { declaredAt } from "./declared-at.js";
import { isInDetached } from "./detached.js";
import { type Facts, fileMemo } from "./facts.js";
import { argumentGives, unchangedValue } from "./given.js";
import { isDesigned, isEventHandler } from "./near.js";
import { enclosingFunction, runsAtOnce } from "./position/index.js";
import { argumentPlace, calleeName } from "./position/syntax.js";
import { mayOffer } from "./reach.js";
import { remembered } from "./remembering.js";
import { isInStandIn } from "./stand-ins.js";
import { isDeclaredHere, symbolOf } from "./symbols.js";
import { isTestCallback } from "./test-callback.js";
import { carriersOf, typeAnswer } from "./types.js";

type Callback = TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression;

/**
 * What the callbacks around a node are offered by their contextual signatures, and its method by what the class extends
 * or implements, and leave out; innermost first.
 */
export function* notTakenAt(facts: Facts, node: TSESTree.Node, wanted: ContextModel | undefined): Generator<Available> {
  for (let fn = enclosingFunction(node); fn !== undefined; fn = enclosingFunction(fn)) {
    if (fn.type !== N.FunctionDeclaration) yield* notTakenBy(facts, fn).filter(({ model }) => wanted === undefined || model === wanted);
  }
}

const memos = fileMemo(() => new WeakMap<Callback, readonly Available[]>());

/** Asked once for each callback: TypeScript finds out the type of its place anew for each question. */
function notTakenBy(facts: Facts, fn: Callback): readonly Available[] {
  return remembered(memos(facts), fn, () => {
    if (!mayBeOffered(fn) || runsAtOnce(facts, fn) === "yes" || isTestCallback(facts, fn)) return [];
    if (fn.parent.type === N.MethodDefinition && (isInDetached(facts, fn) || isInStandIn(facts, fn))) return [];
    return isNeverEnded(facts, fn) || endsWithProcess(facts, fn) || isOfferedNone(facts, fn) ? [] : offeredTo(facts, fn);
  });
}

/** Can the place of the function have a type of its own? What has all its parameters written leaves nothing out. */
function mayBeOffered(fn: Callback): boolean {
  const { params, parent } = fn;
  if (params.some(({ type }) => type === N.RestElement) || isEventHandler(fn)) return false;
  if (parent.type === N.VariableDeclarator) return parent.id.typeAnnotation !== undefined;
  if (parent.type === N.MethodDefinition) return isDesigned(parent);
  return !(parent.type === N.Property && parent.kind !== "init");
}

/**
 * Told by what is written of the parameter that the function is an argument for, or a part of: is it surely offered no
 * context? To know the type of its place, the checker would look at all that is written there.
 */
export function isOfferedNone(facts: Facts, fn: Callback): boolean {
  const names: string[] = [];
  let value: TSESTree.Node = fn;
  for (let { parent } = fn; parent.type === N.Property && parent.value === value; { parent } = value) {
    const name = ASTUtils.getPropertyName(parent);
    if (name === null || parent.parent.type !== N.ObjectExpression) return false;
    names.unshift(name);
    value = parent.parent;
  }
  const place = argumentPlace(value);
  if (place?.call.arguments[place.index] !== value || place.call.arguments.slice(0, place.index).some(({ type }) => type === N.SpreadElement)) return false;
  const written = writtenParameters(facts, place.call, place.index, (type) => (names.length > 0 ? [type] : leftOut(fn, type)));
  return written?.every((type) => !mayOffer(facts, type, names)) === true;
}

/** Of `(id: string, signal: AbortSignal) => T` the types of what the callback does not take as it is; any other type as it is. */
function leftOut(fn: Callback, type: ts.TypeNode): readonly ts.TypeNode[] {
  if (ts.isParenthesizedTypeNode(type)) return leftOut(fn, type.type);
  if (!ts.isFunctionTypeNode(type)) return [type];
  const taken = takenBy(fn);
  return parametersGiven(type).flatMap((parameter, index) => {
    const own = parameter.dotDotDotToken === undefined ? taken[index] : undefined;
    return parameter.type === undefined || (own !== undefined && own.type !== N.ObjectPattern) ? [] : [parameter.type];
  });
}

/** The parameters of the callback: `this` is none. */
function takenBy({ params }: Callback): readonly TSESTree.Parameter[] {
  return params.filter((parameter) => !(parameter.type === N.Identifier && parameter.name === "this"));
}

/** Does what the callback is offered never end, since the call's options do not ask for it? A function of the program that is called so hands them on. */
export function isNeverEnded(facts: Facts, fn: TSESTree.Node): boolean {
  const place = argumentPlace(fn);
  const found = place && endableByOption.find(({ call: { name } }) => name === calleeName(place.call));
  if (place === undefined || found === undefined) return false;
  const options = place.call.arguments.map((argument) => writtenOut(facts, argument)).find((each) => each !== undefined);
  if (options === undefined ? place.call.arguments.length > 1 : asksFor(options, found.option)) return false;
  const symbol = symbolOf(facts, place.call.callee);
  if (symbol === undefined) return false;
  if (options === undefined) return isDeclaredHere(symbol) && mayAskFor(facts, symbol, found.option);
  return declaredAt(facts, symbol, found.call) || isDeclaredHere(symbol);
}

/** `task({ id, run: async (payload) => … })`: who cancels a run ends its process. */
function endsWithProcess(facts: Facts, fn: Callback): boolean {
  const place = fn.parent.type === N.Property ? argumentPlace(fn.parent.parent) : undefined;
  if (place === undefined || !endingWithProcess.name.includes(calleeName(place.call) ?? "")) return false;
  const symbol = symbolOf(facts, place.call.callee);
  return symbol !== undefined && declaredAt(facts, symbol, endingWithProcess);
}

/** The object literal, or that of a `const` which nobody changes. */
function writtenOut(facts: Facts, argument: TSESTree.Node): TSESTree.ObjectExpression | undefined {
  const value = argument.type === N.Identifier ? unchangedValue(facts, argument) : argument;
  return value?.type === N.ObjectExpression ? value : undefined;
}

function asksFor({ properties }: TSESTree.ObjectExpression, option: string): boolean {
  return properties.some((property) => property.type === N.SpreadElement || (ASTUtils.getPropertyName(property) === option && !(property.value.type === N.Literal && property.value.value === false)));
}

/** Does a function of the program take options that would say it, and says nothing of its own? */
function mayAskFor({ checker }: Facts, symbol: ts.Symbol, option: string): boolean {
  const fn = functionOf(symbol);
  if (fn === undefined || new RegExp(`\\b${option}\\s*[:=]\\s*true\\b`).test(fn.getText())) return false;
  return parametersGiven(fn).some((parameter) => checker.getPropertyOfType(checker.getNonNullableType(checker.getTypeAtLocation(parameter)), option) !== undefined);
}

function offeredTo(facts: Facts, fn: Callback): readonly Available[] {
  const tsFunction = facts.services.esTreeNodeToTSNodeMap.get(fn);
  if (!ts.isFunctionExpression(tsFunction) && !ts.isArrowFunction(tsFunction) && !ts.isMethodDeclaration(tsFunction)) return [];
  const [signature, ...others] = contextualSignatures(facts, tsFunction);
  const written = takenBy(fn);
  return (signature?.parameters ?? []).flatMap((parameter, index): Available[] => {
    const pattern = written[index];
    // What a method takes has its own annotation.
    if (pattern !== undefined && (pattern.type !== N.ObjectPattern || fn.parent.type === N.MethodDefinition)) return [];
    const ways = waysOffered(facts, parameter, tsFunction).filter(
      ({ path }) => pattern === undefined || (path !== "" && !path.includes("(") && !isTaken(pattern, path.split(".")[0])),
    );
    return ways.flatMap((way): Available[] => {
      if (way.nullable && isOnlyPassedOn(facts, fn, way.model)) return [];
      // Whatever signature is meant, it must offer the same.
      const isSure = others.every(({ parameters }) => {
        const same = parameters[index];
        return same !== undefined && waysOffered(facts, same, tsFunction).some(({ model, path }) => model === way.model && path === way.path);
      });
      if (!isSure) return [];
      const text = way.path === "" ? parameter.name : pattern === undefined ? `${parameter.name}.${way.path}` : way.path;
      const offered = facts.checker.getTypeOfSymbol(parameter);
      const offer = { index, name: parameter.name, isOptional: facts.checker.getNonNullableType(offered) !== offered };
      return [{ model: way.model, text, nullable: way.nullable, source: "not-taken", path: way.path, owner: fn, isRoot: false, isOver: false, rank: RANK.notTaken, type: way.type, offer }];
    });
  });
}

/** Is what may be offered the context that the call around takes, and does not get: `queue.add(({ signal }) => …)`? */
function isOnlyPassedOn(facts: Facts, fn: Callback, model: ContextModel): boolean {
  const place = argumentPlace(fn);
  const call = place && facts.services.esTreeNodeToTSNodeMap.get(place.call);
  const signature = call && facts.checker.getResolvedSignature(call);
  if (place === undefined || call === undefined || signature === undefined) return false;
  return signature.parameters.some((parameter, index) => {
    const argument = place.call.arguments[index];
    if (index === place.index || (argument !== undefined && argumentGives(facts, argument, model) !== "no")) return false;
    const type = facts.checker.getNonNullableType(facts.checker.getTypeOfSymbolAtLocation(parameter, call));
    return tsutils.unionConstituents(type).some((part) => isAnything(facts, part) || facts.checker.getPropertiesOfType(part).some((property) => {
      const answer = typeAnswer(facts, facts.checker.getTypeOfSymbol(property));
      return isYes(answer) && answer.model === model;
    }));
  });
}

/** `any`, and `Partial<any>`: of a class whose type arguments nobody wrote. */
function isAnything({ checker }: Facts, type: ts.Type): boolean {
  const values = checker.getIndexInfoOfType(type, ts.IndexKind.String)?.type ?? type;
  return tsutils.isTypeFlagSet(values, ts.TypeFlags.Any);
}

function contextualSignatures(facts: Facts, fn: ts.ArrowFunction | ts.FunctionExpression | ts.MethodDeclaration): readonly ts.Signature[] {
  const types = ts.isMethodDeclaration(fn) ? (ts.isClassLike(fn.parent) ? designsOf(facts, fn, fn.parent) : [methodType(facts, fn)]) : [facts.checker.getContextualType(fn)];
  return types.flatMap((type) => (type === undefined ? [] : tsutils.unionConstituents(type).flatMap((part) => part.getCallSignatures())));
}

/** What a method is in all that its class extends and implements, where some of that may offer it a context. */
function designsOf(facts: Facts, { name }: ts.MethodDeclaration, of: ts.ClassLikeDeclaration): readonly ts.Type[] {
  const heritage = (of.heritageClauses ?? []).flatMap(({ types }) => types);
  if (!ts.isIdentifier(name) || !heritage.some((node) => mayOffer(facts, node, [name.text]))) return [];
  return heritage.flatMap((node) => {
    const member = facts.checker.getPropertyOfType(facts.checker.getTypeAtLocation(node), name.text);
    return member === undefined ? [] : [facts.checker.getNonNullableType(facts.checker.getTypeOfSymbolAtLocation(member, node))];
  });
}

function methodType({ checker }: Facts, method: ts.MethodDeclaration): ts.Type | undefined {
  if (!ts.isObjectLiteralExpression(method.parent) || !ts.isIdentifier(method.name)) return undefined;
  const object = checker.getContextualType(method.parent);
  const property = object && checker.getPropertyOfType(checker.getNonNullableType(object), method.name.text);
  return property && checker.getTypeOfSymbolAtLocation(property, method);
}

/** The contexts that a parameter of a contextual signature is or carries. */
function waysOffered(facts: Facts, parameter: ts.Symbol, at: ts.Node): readonly CarrierMatch[] {
  const type = facts.checker.getTypeOfSymbolAtLocation(parameter, at);
  const direct = typeAnswer(facts, type);
  const carried = carriersOf(facts, type);
  return isYes(direct) ? [{ ...direct, path: "", type }, ...carried] : carried;
}

function isTaken(pattern: TSESTree.ObjectPattern, name: string | undefined): boolean {
  return pattern.properties.some((property) => property.type === N.RestElement || ASTUtils.getPropertyName(property) === name);
}
