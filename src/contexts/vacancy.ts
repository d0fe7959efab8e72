import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { isForOther } from "../program/given.js";
import { isTakenInVain } from "../program/taken.js";
import { type Call, type Chosen, chosenAt, isCastOfNothing, takesNone } from "./accepts.js";
import type { Facts } from "./facts.js";
import { anyGives, argumentGives, givenTo, holdsAnything, propertyGives, unchangedValue, valueGives } from "./given.js";
import { mayHaveSibling, type Richer, richerOverload, richerSibling } from "./overloads.js";
import { isKept } from "./plain.js";
import { isNothing, unwrap } from "./position/syntax.js";
import type { ContextModel } from "../models/model.js";
import type { Slot } from "./slots.js";

/** What stands where a call could have been given a context. */
export type Filling =
  /** Nothing: the argument is left out. */
  | { readonly kind: "missing" }
  /** `undefined`, `null!`, a constant that is undefined. */
  | { readonly kind: "nothing"; readonly node: TSESTree.Expression }
  /** A written-out bag without the context. */
  | { readonly kind: "literal"; readonly node: TSESTree.ObjectExpression }
  /** A written-out object without the bag that has the context. */
  | { readonly kind: "bagless"; readonly node: TSESTree.ObjectExpression }
  /** A bag without the context, built elsewhere. */
  | { readonly kind: "bag"; readonly node: TSESTree.Expression }
  /** The short form of a bag. */
  | { readonly kind: "primitive"; readonly node: TSESTree.Expression };

/** A call takes a context in a place where none stands. */
export interface Vacancy extends Richer {
  readonly filling: Filling;
}

/**
 * The places where this call could be given a context and nothing stands that is one; where that is unknown there are none.
 * Whether it comes in another way is a dearer question: {@link isVacant}.
 */
export function vacanciesAt(facts: Facts, call: Call): readonly Vacancy[] {
  if (hasNoPlace(facts, call)) return [];
  const chosen = chosenAt(facts, call);
  if (chosen === undefined) return [];
  return slotsAt(facts, call, chosen).flatMap((found): Vacancy[] => {
    const isChosen = found.sibling === undefined && chosen.shape.slots.includes(found.slot);
    if (isChosen && !isThereForCall(facts, call, chosen, found.slot)) return [];
    const filling = isChosen ? fillingOf(facts, call, found.slot) : ({ kind: "missing" } as const);
    // `store.enterWith(undefined)` empties a container.
    if (filling === undefined || (filling.kind === "nothing" && isChosen && isKept(chosen.shape.signature.parameters[found.slot.index]?.valueDeclaration))) return [];
    return [{ ...found, filling }];
  });
}

/** Has what is called surely no place for a context? Where it is called by a plain name, that is told without types. */
export function hasNoPlace(facts: Facts, call: Call): boolean {
  return takesNone(facts, call) && !mayHaveSibling(facts, call);
}

/** Does the call surely get no context of that model, by any argument? An `any` for what is no context is none. */
export function isVacant(facts: Facts, call: Call, vacancy: Vacancy): boolean {
  const { slot } = vacancy;
  const given = givenTo(facts, call, slot.model);
  if (given === "yes") return isGivenAside(facts, call, vacancy);
  if (given !== "unknown") return given === "no";
  const shape = chosenAt(facts, call)?.shape;
  if (shape?.slots.includes(slot) !== true) return false;
  return call.arguments.every((argument, index) => argument.type !== N.SpreadElement && (argumentGives(facts, argument, slot.model) === "no" || isForOther(facts, facts.services.getTypeAtLocation(argument), shape.parameters[index], slot.model)));
}

/** `{ ...params }` of a `params.signal`, for who takes an `abortSignal`: all that the bag has of contexts comes under names that nobody there knows. */
function isGivenAside(facts: Facts, call: Call, { filling, slot: { bag, model } }: Vacancy): boolean {
  if (call.type !== N.CallExpression || filling.kind !== "literal" || bag === undefined || bag.inside !== undefined) return false;
  const { properties } = filling.node;
  const spreads = properties.filter((property) => property.type === N.SpreadElement);
  // Nearly everywhere the spread has it by its own name: that is asked before all else.
  if (spreads.length === 0 || spreads.some(({ argument }) => hasByName(facts, argument, bag.property)) || !spreads.every(({ argument }) => isLeftAside(facts, argument, bag.type, model))) return false;
  const isGiving = properties.some((property) => property.type === N.Property && propertyGives(facts, property, model) !== "no");
  return !isGiving && anyGives(facts, call.arguments.filter((argument) => argument.type === N.SpreadElement || unwrap(argument) !== filling.node), model) === "no";
}

function hasByName(facts: Facts, spread: TSESTree.Expression, name: string): boolean {
  return tsutils.unionConstituents(facts.services.getTypeAtLocation(spread)).some((part) => facts.checker.getPropertyOfType(part, name) !== undefined);
}

/** Does a bag of that type know no context by the name that it has in what is spread here? */
function isLeftAside(facts: Facts, spread: TSESTree.Expression, bag: ts.Type, model: ContextModel): boolean {
  const { checker, services } = facts;
  // What was made with a context has it wherever it goes.
  const mayHaveAny = (type: ts.Type): boolean => !tsutils.isObjectType(type) || type.isClass() || checker.getIndexInfosOfType(type).length > 0;
  if (checker.getIndexInfosOfType(bag).length > 0) return false;
  return tsutils.unionConstituents(services.getTypeAtLocation(spread)).flatMap((part) => tsutils.intersectionConstituents(part)).every((part) => {
    if (mayHaveAny(part)) return false;
    return checker.getPropertiesOfType(part).every((property) => checker.getPropertyOfType(bag, property.name) === undefined || valueGives(facts, checker.getTypeOfSymbol(property), model) === "no");
  });
}

/** Would the callee do nothing with it, or something that is for all that come later? */
export function isVain(facts: Facts, call: Call, { slot }: Vacancy): boolean {
  const node = facts.services.esTreeNodeToTSNodeMap.get(call);
  return ts.isCallExpression(node) && isTakenInVain(facts, node, slot);
}

function slotsAt(facts: Facts, call: Call, chosen: Chosen): readonly Richer[] {
  if (chosen.shape.slots.length > 0) return chosen.shape.slots.map((slot) => ({ slot }));
  // A call that has a context under another name (`record(ctx, …)`) needs no second one.
  const richer = richerOverload(facts, call, chosen) ?? (call.type === N.CallExpression ? richerSibling(facts, call, chosen) : undefined);
  return richer === undefined ? [] : [richer];
}

/** `run<K extends keyof Inputs>(name: K, input: Inputs[K])`: what is meant by `Inputs[K]` is for the call to say. */
function isThereForCall(facts: Facts, call: Call, { shape }: Chosen, { bag, index }: Slot): boolean {
  const declared = bag && shape.parameters[index]?.type;
  const isOpen = declared !== undefined && tsutils.typeConstituents(declared).some((part) => tsutils.isTypeFlagSet(part, ts.TypeFlags.IndexedAccess | ts.TypeFlags.Conditional));
  const parameter = isOpen ? facts.services.getResolvedSignature(call)?.parameters[index] : undefined;
  if (bag === undefined || !isOpen || parameter === undefined) return true;
  const meant = facts.checker.getTypeOfSymbolAtLocation(parameter, facts.services.esTreeNodeToTSNodeMap.get(call));
  return tsutils.unionConstituents(facts.checker.getNonNullableType(meant)).every((part) => facts.checker.getPropertyOfType(part, bag.property) !== undefined);
}

function fillingOf(facts: Facts, call: Call, slot: Slot): Filling | undefined {
  const before = call.arguments.slice(0, slot.index + 1);
  if (before.some(({ type }) => type === N.SpreadElement)) return undefined;
  const argument = call.arguments[slot.index] as TSESTree.Expression | undefined;
  if (slot.bag?.inside !== undefined) {
    // What a client is made with is for all that it ever sends.
    const isRequest = call.type === N.CallExpression && argument?.type === N.ObjectExpression;
    return isRequest ? fillingInside(argument, slot, slot.bag.inside) : undefined;
  }
  if (argument === undefined) return slot.isOptional ? { kind: "missing" } : undefined;
  if (isNothingGiven(facts, argument)) return isOnPurpose(argument, slot) ? undefined : { kind: "nothing", node: argument };
  if (slot.bag === undefined) return undefined;
  return fillingOfBag(facts, argument, slot);
}

function fillingOfBag(facts: Facts, argument: TSESTree.Expression, slot: Slot): Filling | undefined {
  const node = unwrap(argument);
  if (node.type === N.ObjectExpression) return saysNull(node, slot) ? undefined : { kind: "literal", node };
  if (node.type === N.Literal || node.type === N.TemplateLiteral) return slot.bag?.shortFor === undefined ? undefined : { kind: "primitive", node: argument };
  const value = node.type === N.Identifier ? unchangedValue(facts, node) : undefined;
  if (value?.type === N.ObjectExpression) return saysNull(value, slot) ? undefined : { kind: "bag", node: argument };
  // Most that stands there has a context, which is easier told than whether it is such a bag.
  if (argumentGives(facts, argument, slot.model) !== "no") return undefined;
  const type = facts.services.getTypeAtLocation(node);
  if (tsutils.isTypeFlagSet(type, ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Instantiable) || holdsAnything(facts, type)) return undefined;
  const parts = tsutils.unionConstituents(type);
  if (parts.every((part) => tsutils.isTypeFlagSet(part, ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike))) {
    return slot.bag?.shortFor === undefined ? undefined : { kind: "primitive", node: argument };
  }
  return slot.bag !== undefined && facts.checker.isTypeAssignableTo(type, slot.bag.type) ? { kind: "bag", node: argument } : undefined;
}

/** Of `{ model, config: { … } }`; a bag that is made elsewhere is for nobody to say. */
function fillingInside(literal: TSESTree.ObjectExpression, slot: Slot, name: string): Filling | undefined {
  const property = literal.properties.find((each): each is TSESTree.Property => each.type === N.Property && ASTUtils.getPropertyName(each) === name);
  if (property === undefined) return literal.properties.every(({ type }) => type === N.Property) ? { kind: "bagless", node: literal } : undefined;
  const value = unwrap(property.value);
  return value.type === N.ObjectExpression && !saysNull(value, slot) ? { kind: "literal", node: value } : undefined;
}

function isNothingGiven(facts: Facts, argument: TSESTree.Expression): boolean {
  if (isNothing(argument) || isCastOfNothing(argument)) return true;
  const node = unwrap(argument);
  const value = node.type === N.Identifier ? unchangedValue(facts, node) : undefined;
  return value !== undefined && isNothing(value);
}

/** `null` that the parameter takes is said on purpose. */
function isOnPurpose(argument: TSESTree.Expression, slot: Slot): boolean {
  return slot.bag === undefined && argument.type === N.Literal && slot.takesNull;
}

/** `{ signal: null }`: free of the context, on purpose. */
function saysNull(literal: TSESTree.ObjectExpression, { bag, takesNull }: Slot): boolean {
  return takesNull && literal.properties.some((property) => property.type === N.Property && ASTUtils.getPropertyName(property) === bag?.property && property.value.type === N.Literal && property.value.raw === "null");
}


/** Is an argument a cast of nothing to something (`null!`, `undefined as never`)? Such a call is looked at wherever it stands. */
export function lies(call: Call): boolean {
  return call.arguments.some(isCastOfNothing);
}
