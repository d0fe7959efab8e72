import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { lifelongOptions } from "../models/lifetimes.js";
import type { ContextModel } from "../models/model.js";
import { type ContextMatch, isYes } from "./answer.js";
import { type Facts, programMemo } from "./facts.js";
import { hasOwnMethod, hasSignatures, holdsNone, isNameOfProperty, isUnbound } from "./plain.js";
import { remembered } from "./remembering.js";
import { isPlainProperty, isOrExtends, typeAnswer } from "./types.js";

/** A place among the parameters of a signature where a context is taken: a parameter, or a property of an options bag. */
export interface Slot {
  readonly model: ContextModel;
  /** The position of the parameter. */
  readonly index: number;
  /** What is taken there, without `undefined` and `null`. */
  readonly type: ts.Type;
  /** `undefined` may be written there. */
  readonly takesUndefined: boolean;
  /** `null` may be written there. */
  readonly takesNull: boolean;
  /** The parameter (of a bag: the bag) may be left out. */
  readonly isOptional: boolean;
  /** The options bag that has the context as a property; absent where the parameter is the context. */
  readonly bag?: Bag;
}

/** An options bag that has a context. */
export interface Bag {
  readonly property: string;
  /** The property of the argument that is the bag: `config` of `generate({ model, config: { abortSignal } })`. */
  readonly inside?: string;
  /** A bag with nothing but the context is one. */
  readonly isComplete: boolean;
  /** What a primitive in place of the bag stands for: `encoding` of `readFile(path, "utf8")`. */
  readonly shortFor?: string;
  /** The property came out of the bag's own declaration, not of a type parameter. */
  readonly type: ts.Type;
}

/** One parameter of a signature. */
export interface Parameter {
  readonly name: string;
  /** Where it is declared, of a function whose body is there to be read. */
  readonly declaration?: ImplementedParameter | undefined;
  /** Asked of the checker when it is read. */
  readonly type: ts.Type;
  /** Told by syntax: it takes no context. */
  readonly isPlain: boolean;
  readonly isOptional: boolean;
  readonly isRest: boolean;
}

type ImplementedParameter = ts.ParameterDeclaration & { readonly name: ts.Identifier | ts.ObjectBindingPattern; readonly parent: { readonly body: ts.ConciseBody } };

/** Is it a parameter, with a name or of named parts, of a function with a body? */
export function isImplemented(node: ts.Declaration): node is ImplementedParameter {
  return ts.isParameter(node) && !ts.isArrayBindingPattern(node.name) && "body" in node.parent && node.parent.body !== undefined;
}

/** The contexts that a parameter takes: itself, or as properties of an options bag. */
export function slotsOf(facts: Facts, parameter: Parameter, index: number): readonly Slot[] {
  const { declaration, isPlain, isRest, name } = parameter;
  // A function that says that it does not use the parameter has no use for a context in it.
  if (isRest || isPlain || (declaration !== undefined && (name.startsWith("_") || hasOneAround(facts, declaration)))) return [];
  const { isOptional, type } = parameter;
  const parts = tsutils.unionConstituents(constrained(facts, type));
  const isOf = (flag: ts.TypeFlags): boolean => parts.some((part) => tsutils.isTypeFlagSet(part, flag));
  const here = { index, isOptional };
  for (const part of parts) {
    const answer = typeAnswer(facts, part);
    if (!isYes(answer)) continue;
    const takesUndefined = isOptional || isOf(ts.TypeFlags.Undefined);
    return [{ ...here, model: answer.model, type: facts.checker.getNonNullableType(type), takesUndefined, takesNull: isOf(ts.TypeFlags.Null) }];
  }
  const ways = parts.flatMap((part) => bagWays(facts, part, "outer").map((way) => ({ way, part })));
  const models = new Set(ways.map(({ way }) => way.model));
  return [...models].flatMap((model): Slot[] => {
    const own = ways.filter(({ way }) => way.model === model);
    const [first] = own;
    if (first === undefined) return [];
    const { part, way } = own.find((each) => each.way.isComplete) ?? first;
    if (declaration !== undefined && isInherited(facts, part, way.property) && !isUsedIn(declaration, way.property)) return [];
    const shortFor = shortForm(facts, parts, part);
    const inside = way.inside === undefined ? {} : { inside: way.inside };
    return [{ ...here, ...way, bag: { property: way.property, isComplete: way.isComplete, type: part, ...inside, ...(shortFor === undefined ? {} : { shortFor }) } }];
  });
}

/** `(own = signal) => …`: left out, it is that of the function around. */
function hasOneAround({ checker }: Facts, { initializer, parent }: ImplementedParameter): boolean {
  let value = initializer;
  while (value !== undefined && ts.isPropertyAccessExpression(value)) value = value.expression;
  const around = value !== undefined && ts.isIdentifier(value) ? ts.findAncestor(parent.parent, ts.isFunctionLike) : undefined;
  const declared = value && around && checker.getSymbolAtLocation(value)?.valueDeclaration;
  return declared !== undefined && ts.findAncestor(declared, ts.isFunctionLike) !== undefined;
}

/** Is the property one that the type of the bag does not say itself? */
function isInherited({ checker }: Facts, bag: ts.Type, name: string): boolean {
  const owner = (checker.getPropertyOfType(bag, name)?.valueDeclaration?.parent) ?? undefined;
  return owner !== undefined && (bag.aliasSymbol ?? bag.getSymbol())?.declarations?.some((declaration) => declaration === owner || (ts.isTypeAliasDeclaration(declaration) && declaration.type === owner)) !== true;
}

/** Does the function read this property of its parameter, or hand the parameter on? */
function isUsedIn({ name, parent }: ImplementedParameter, property: string): boolean {
  if (ts.isObjectBindingPattern(name)) return isTakenBy(name, property);
  const isUse = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) {
      const { parent: around } = node;
      if (ts.isPropertyAccessExpression(around)) return around.expression === node && around.name.text === property;
      return !ts.isVariableDeclaration(around) || !ts.isObjectBindingPattern(around.name) || isTakenBy(around.name, property);
    }
    return ts.forEachChild(node, (child) => isUse(child) || undefined) === true;
  };
  return isUse(parent.body);
}

function isTakenBy({ elements }: ts.ObjectBindingPattern, property: string): boolean {
  return elements.some(({ dotDotDotToken, name, propertyName }) => dotDotDotToken !== undefined || (propertyName ?? name).getText() === property);
}

function constrained({ checker }: Facts, type: ts.Type): ts.Type {
  if (!tsutils.isTypeFlagSet(type, ts.TypeFlags.Instantiable) || isUnbound(type) || isNameOfProperty(type)) return type;
  return checker.getBaseConstraintOfType(type) ?? type;
}

interface BagWay extends Omit<Slot, "bag" | "index" | "isOptional"> {
  readonly property: string;
  readonly inside?: string;
  readonly isComplete: boolean;
}

/** More properties than this, and it is no bag of options. */
const MOST_PROPERTIES = 150;

const bags = programMemo(() => ({ outer: new WeakMap<ts.Type, readonly BagWay[]>(), inner: new WeakMap<ts.Type, readonly BagWay[]>() }));

/**
 * The contexts that an object of this type can be given as a property, or in a bag of its own.
 * @param depth of a bag in a bag no further one is looked for
 */
function bagWays(facts: Facts, type: ts.Type, depth: "inner" | "outer"): readonly BagWay[] {
  return remembered(bags(facts)[depth], type, () => askBag(facts, type, depth));
}

function askBag(facts: Facts, given: ts.Type, depth: "inner" | "outer"): readonly BagWay[] {
  const type = constrained(facts, given);
  if (!mayBeBag(facts, type)) return [];
  const properties = facts.checker.getPropertiesOfType(type);
  // What has methods is an object with a life of its own.
  if (properties.length > MOST_PROPERTIES || properties.some((property) => isMethod(property) && !isOptionalProperty(property))) return [];
  const ways = properties.flatMap((property): (Omit<BagWay, "isComplete"> & { readonly symbol: ts.Symbol })[] => {
    if (isMethod(property) || isPlainProperty(facts, property)) return [];
    const held = facts.checker.getTypeOfSymbol(property);
    const answer = takenAs(facts, property, held);
    if (answer === undefined) return [];
    return [{ symbol: property, model: answer.model, property: property.name, type: facts.checker.getNonNullableType(held), ...nothings(facts, property, held) }];
  });
  if (ways.length === 0) return depth === "inner" ? [] : properties.flatMap((property) => waysInside(facts, property));
  if (tsutils.typeConstituents(type).some((part) => hasSignatures(facts, part)) || lifelongOptions.some((options) => isOrExtends(facts, type.aliasTypeArguments?.[0] ?? type, options))) return [];
  const isDecided = !tsutils.typeConstituents(type).some(isUndecided);
  return ways.map(({ symbol, ...way }) => ({ ...way, isComplete: isDecided && properties.every((property) => property === symbol || isOptionalProperty(property)) }));
}

/** Bags in bags: what a request is, and how it is sent. */
export const BAGS_INSIDE: readonly string[] = ["config", "fetchOptions", "request", "requestInit", "requestOptions"];

/** The contexts that an object is given in a bag that it has. */
function waysInside(facts: Facts, property: ts.Symbol): readonly BagWay[] {
  if (!BAGS_INSIDE.includes(property.name) || isMethod(property)) return [];
  const [part, ...others] = tsutils.unionConstituents(facts.checker.getNonNullableType(facts.checker.getTypeOfSymbol(property)));
  const ways = part === undefined || others.length > 0 ? [] : bagWays(facts, part, "inner");
  return ways.map((way) => ({ ...way, inside: property.name }));
}

/** What a property takes: a context, or, by its name, that among others (`signal: AbortSignal | EventEmitter`). */
function takenAs(facts: Facts, { name }: ts.Symbol, type: ts.Type): ContextMatch | undefined {
  const answer = typeAnswer(facts, type);
  if (isYes(answer)) return answer;
  return answer === "unknown" && /abort|cancel|signal/i.test(name) ? tsutils.unionConstituents(type).map((part) => typeAnswer(facts, part)).find(isYes) : undefined;
}

/** Told without its members: an object that is written out, no class instance or list. */
function mayBeBag({ checker }: Facts, type: ts.Type): boolean {
  const parts = tsutils.typeConstituents(type).filter((part) => !isUndecided(part));
  return !parts.every(holdsNone) && parts.every((part) => {
    if (!tsutils.isObjectType(part) || checker.isArrayType(part) || checker.isTupleType(part) || hasOwnMethod(part)) return false;
    return ((part.getSymbol()?.flags ?? 0) & (ts.SymbolFlags.Class | ts.SymbolFlags.ValueModule | ts.SymbolFlags.Enum)) === 0;
  });
}

/** `Options & (T extends "enum" ? { values: T[] } : {})`: what a condition adds to a bag is not known, and does not take away what is. */
function isUndecided(part: ts.Type): boolean {
  return tsutils.isTypeFlagSet(part, ts.TypeFlags.Conditional);
}

function isMethod(property: ts.Symbol): boolean {
  return (property.flags & ts.SymbolFlags.Method) !== 0;
}

function isOptionalProperty(property: ts.Symbol): boolean {
  return (property.flags & ts.SymbolFlags.Optional) !== 0;
}

/** With `exactOptionalPropertyTypes` an optional property takes `undefined` only where its type says so. */
function nothings({ checker, program }: Facts, property: ts.Symbol, type: ts.Type): Pick<Slot, "takesNull" | "takesUndefined"> {
  const parts = tsutils.unionConstituents(type);
  const isExact = program.getCompilerOptions().exactOptionalPropertyTypes === true && isOptionalProperty(property);
  return {
    takesNull: parts.some((part) => tsutils.isTypeFlagSet(part, ts.TypeFlags.Null)),
    takesUndefined: isExact ? parts.includes(checker.getUndefinedType()) : parts.some((part) => tsutils.isTypeFlagSet(part, ts.TypeFlags.Undefined)),
  };
}

const PRIMITIVE = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike;

/** The one property of the bag that takes exactly the primitives that may stand for the bag. */
function shortForm({ checker }: Facts, parts: readonly ts.Type[], bag: ts.Type): string | undefined {
  const primitives = primitivesOf(parts);
  if (primitives.size === 0) return undefined;
  const same = checker.getPropertiesOfType(bag).filter((property) => {
    const own = primitivesOf(tsutils.unionConstituents(checker.getTypeOfSymbol(property)));
    return own.size === primitives.size && [...own].every((part) => primitives.has(part));
  });
  return same.length === 1 ? same[0]?.name : undefined;
}

function primitivesOf(parts: readonly ts.Type[]): ReadonlySet<ts.Type> {
  return new Set(parts.filter((part) => tsutils.isTypeFlagSet(part, PRIMITIVE)));
}
