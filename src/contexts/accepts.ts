import { ASTUtils, AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { lifelongOptions } from "../models/lifetimes.js";
import type { ContextModel } from "../models/model.js";
import { isYes } from "./answer.js";
import { type Facts, programMemo } from "./facts.js";
import { hasSignatures, isPlainAnnotation, isPlainlyNone } from "./plain.js";
import { unwrap } from "./position/syntax.js";
import { symbolAt } from "./symbols.js";
import { isOrExtends, typeAnswer } from "./types.js";

/** A call of a function or of a constructor. */
export type Call = TSESTree.CallExpression | TSESTree.NewExpression;

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
  readonly declaration?: ImplementedParameter;
  /** Asked of the checker when it is read. */
  readonly type: ts.Type;
  /** Told by syntax: it takes no context. */
  readonly isPlain: boolean;
  readonly isOptional: boolean;
  readonly isRest: boolean;
}

/** A signature as it is declared, with the places where it takes a context. */
export interface Shape {
  readonly signature: ts.Signature;
  readonly parameters: readonly Parameter[];
  readonly slots: readonly Slot[];
}

const memos = programMemo(() => ({
  callables: new WeakMap<ts.Symbol, readonly Shape[]>(),
  constructables: new WeakMap<ts.Symbol, readonly Shape[]>(),
  bags: new WeakMap<ts.Type, readonly BagWay[]>(),
}));

/** The signatures of what is called, asked once for each symbol; none where nobody knows. */
export function shapesAt(facts: Facts, call: Call): readonly Shape[] {
  if (isPlain(call)) return [];
  const symbol = symbolAt(facts, calleeNode(call));
  const isNew = call.type === N.NewExpression;
  if (symbol === undefined) return isNamed(call) ? [] : shapesOf(facts, facts.services.getTypeAtLocation(call.callee), isNew);
  const { callables, constructables } = memos(facts);
  const memo = isNew ? constructables : callables;
  let shapes = memo.get(symbol);
  if (shapes === undefined) memo.set(symbol, (shapes = (isNew ? undefined : declaredShape(facts, symbol)) ?? shapesOf(facts, facts.checker.getTypeOfSymbol(symbol), isNew)));
  return shapes;
}

/** One declaration that is a function is the signature; what is a member of an instantiated type is not as it is declared. */
function declaredShape(facts: Facts, symbol: ts.Symbol): readonly Shape[] | undefined {
  const [declaration, ...others] = symbol.declarations ?? [];
  if (declaration === undefined || others.length > 0 || (symbol.flags & ts.SymbolFlags.Transient) !== 0) return undefined;
  const isFunction = ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration) || ts.isMethodSignature(declaration);
  const signature = isFunction && (declaration.flags & ts.NodeFlags.JavaScriptFile) === 0 ? facts.checker.getSignatureFromDeclaration(declaration) : undefined;
  return signature && [shapeOf(facts, signature)];
}

const plainCallees = programMemo(() => new WeakMap<ts.Symbol, boolean>());

/** Told by the declarations of what is called: has no signature a parameter that could be a context or hold one? */
export function takesNone(facts: Facts, call: Call): boolean {
  if (isPlain(call)) return true;
  const symbol = symbolAt(facts, calleeNode(call));
  if (symbol === undefined) return false;
  const memo = plainCallees(facts);
  let answer = memo.get(symbol);
  if (answer === undefined) {
    const { declarations = [] } = symbol;
    memo.set(symbol, (answer = declarations.length > 0 && declarations.every((declaration) => signatureIn(declaration)?.parameters.every(takesPlainValue) === true)));
  }
  return answer;
}

/** The one signature that a declaration writes out. */
function signatureIn(declaration: ts.Declaration): ts.SignatureDeclaration | undefined {
  if (ts.isFunctionLike(declaration)) return declaration;
  const written = "type" in declaration && declaration.type !== undefined ? declaration.type : ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration) ? declaration.initializer : undefined;
  return written !== undefined && ts.isFunctionLike(written as ts.Node) ? (written as ts.SignatureDeclaration) : undefined;
}

function takesPlainValue({ type }: ts.ParameterDeclaration): boolean {
  return type !== undefined && isPlainAnnotation(type);
}

/** Objects of the language none of whose functions takes a context. */
const PLAIN_OWNERS = /^(?:Array|BigInt|Boolean|Buffer|Date|JSON|Map|Math|Number|Object|Reflect|Set|String|Symbol|console)$/;

/** Methods of strings, numbers and dates that nobody else has. */
const PLAIN_METHODS = /^(?:charAt|charCodeAt|codePointAt|endsWith|hasOwnProperty|indexOf|lastIndexOf|padEnd|padStart|startsWith|toFixed|toISOString|toLowerCase|toString|toUpperCase|trim|trimEnd|trimStart)$/;

/** Told by its name: a call of the language's own that takes no context, and needs no question. */
function isPlain({ callee }: Call): boolean {
  const name = unwrap(callee);
  if (name.type === N.Identifier) return PLAIN_OWNERS.test(name.name);
  if (name.type !== N.MemberExpression || name.computed) return false;
  const { object, property } = name;
  return PLAIN_METHODS.test(property.name) || (object.type === N.Identifier && PLAIN_OWNERS.test(object.name));
}

/** The signatures of a symbol that is called. */
export function shapesOfSymbol(facts: Facts, symbol: ts.Symbol): readonly Shape[] {
  const memo = memos(facts).callables;
  let shapes = memo.get(symbol);
  if (shapes === undefined) memo.set(symbol, (shapes = shapesOf(facts, facts.checker.getTypeOfSymbol(symbol), false)));
  return shapes;
}

/** The name that is called: where reports stand. */
export function calleeNode(call: Call): TSESTree.Node {
  const callee = unwrap(call.callee);
  return callee.type === N.MemberExpression ? callee.property : callee;
}

function isNamed(call: Call): boolean {
  const { type } = unwrap(call.callee);
  return type === N.Identifier || type === N.MemberExpression;
}

function shapesOf(facts: Facts, type: ts.Type, isNew: boolean): readonly Shape[] {
  const callable = facts.checker.getNonNullableType(type);
  return (isNew ? callable.getConstructSignatures() : callable.getCallSignatures()).map((signature) => shapeOf(facts, signature));
}

function shapeOf(facts: Facts, signature: ts.Signature): Shape {
  const parameters = parametersOf(facts, signature);
  return { signature, parameters, slots: parameters.flatMap((parameter, index) => slotsOf(facts, parameter, index)) };
}

/** The parameters; a rest parameter that is a tuple is the parameters it stands for. */
function parametersOf(facts: Facts, signature: ts.Signature): readonly Parameter[] {
  const { minArgumentCount = 0 } = signature as { readonly minArgumentCount?: number };
  return signature.parameters.flatMap((symbol, index): Parameter[] => {
    const typeOf = (): ts.Type => facts.checker.getTypeOfSymbol(symbol);
    const { valueDeclaration: declaration } = symbol;
    const isRest = declaration === undefined ? index === signature.parameters.length - 1 && isListType(facts, typeOf()) : ts.isParameter(declaration) && declaration.dotDotDotToken !== undefined;
    if (isRest && facts.checker.isTupleType(typeOf())) return elementsOf(facts, typeOf() as ts.TypeReference);
    return [
      {
        name: symbol.name,
        get type() {
          return typeOf();
        },
        isOptional: index >= minArgumentCount,
        isRest,
        isPlain: isPlainlyNone(symbol),
        ...(declaration !== undefined && isImplemented(declaration) ? { declaration } : {}),
      },
    ];
  });
}

type ImplementedParameter = ts.ParameterDeclaration & { readonly name: ts.Identifier; readonly parent: { readonly body: ts.ConciseBody } };

function isImplemented(node: ts.Declaration): node is ImplementedParameter {
  return ts.isParameter(node) && ts.isIdentifier(node.name) && "body" in node.parent && node.parent.body !== undefined;
}

function isListType({ checker }: Facts, type: ts.Type): boolean {
  return checker.isArrayType(type) || checker.isTupleType(type);
}

function elementsOf({ checker }: Facts, type: ts.TypeReference): Parameter[] {
  const { elementFlags, labeledElementDeclarations } = type.target as ts.TupleType;
  return checker.getTypeArguments(type).map((element, index) => {
    const flags = elementFlags[index] ?? ts.ElementFlags.Required;
    const label = labeledElementDeclarations?.[index]?.name;
    return {
      name: label !== undefined && ts.isIdentifier(label) ? label.text : "",
      type: element,
      isOptional: (flags & ts.ElementFlags.Required) === 0,
      isRest: (flags & ts.ElementFlags.Variable) !== 0,
      isPlain: false,
    };
  });
}

function slotsOf(facts: Facts, parameter: Parameter, index: number): readonly Slot[] {
  const { declaration, isPlain, isRest, name } = parameter;
  // A function that says that it does not use the parameter has no use for a context in it.
  if (isRest || isPlain || (declaration !== undefined && name.startsWith("_"))) return [];
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
  const ways = parts.flatMap((part) => bagWays(facts, part).map((way) => ({ way, part })));
  const models = new Set(ways.map(({ way }) => way.model));
  return [...models].flatMap((model): Slot[] => {
    const own = ways.filter(({ way }) => way.model === model);
    const [first] = own;
    if (first === undefined) return [];
    const { part, way } = own.find((each) => each.way.isComplete) ?? first;
    if (declaration !== undefined && isInherited(facts, part, way.property) && !isUsedIn(declaration, way.property)) return [];
    const shortFor = shortForm(facts, parts, part);
    return [{ ...here, ...way, bag: { property: way.property, isComplete: way.isComplete, type: part, ...(shortFor === undefined ? {} : { shortFor }) } }];
  });
}

/** Is the property one that the type of the bag does not say itself? */
function isInherited({ checker }: Facts, bag: ts.Type, name: string): boolean {
  const owner = (checker.getPropertyOfType(bag, name)?.valueDeclaration?.parent) ?? undefined;
  return owner !== undefined && (bag.aliasSymbol ?? bag.getSymbol())?.declarations?.some((declaration) => declaration === owner || (ts.isTypeAliasDeclaration(declaration) && declaration.type === owner)) !== true;
}

/** Does the function read this property of its parameter, or hand the parameter on? */
function isUsedIn({ name, parent }: ImplementedParameter, property: string): boolean {
  const isUse = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) {
      const { parent: around } = node;
      if (ts.isPropertyAccessExpression(around)) return around.expression === node && around.name.text === property;
      return !ts.isVariableDeclaration(around) || !ts.isObjectBindingPattern(around.name) || around.name.elements.some((element) => element.dotDotDotToken !== undefined || (element.propertyName ?? element.name).getText() === property);
    }
    return ts.forEachChild(node, (child) => isUse(child) || undefined) === true;
  };
  return isUse(parent.body);
}

function constrained({ checker }: Facts, type: ts.Type): ts.Type {
  return tsutils.isTypeFlagSet(type, ts.TypeFlags.Instantiable) ? (checker.getBaseConstraintOfType(type) ?? type) : type;
}

interface BagWay extends Omit<Slot, "bag" | "index" | "isOptional"> {
  readonly property: string;
  readonly isComplete: boolean;
}

/** More properties than this, and it is no bag of options. */
const MOST_PROPERTIES = 150;

/** The contexts that an object of this type can be given as a property. */
function bagWays(facts: Facts, type: ts.Type): readonly BagWay[] {
  const memo = memos(facts).bags;
  let ways = memo.get(type);
  if (ways === undefined) memo.set(type, (ways = askBag(facts, type)));
  return ways;
}

function askBag(facts: Facts, given: ts.Type): readonly BagWay[] {
  const type = constrained(facts, given);
  if (!isBag(facts, type)) return [];
  const properties = facts.checker.getPropertiesOfType(type);
  // What has methods is an object with a life of its own.
  if (properties.length > MOST_PROPERTIES || properties.some((property) => isMethod(property) && !isOptionalProperty(property))) return [];
  const ways = properties.flatMap((property): (Omit<BagWay, "isComplete"> & { readonly symbol: ts.Symbol })[] => {
    if (isMethod(property) || isPlainlyNone(property)) return [];
    const held = facts.checker.getTypeOfSymbol(property);
    const answer = typeAnswer(facts, held);
    if (!isYes(answer)) return [];
    return [{ symbol: property, model: answer.model, property: property.name, type: facts.checker.getNonNullableType(held), ...nothings(facts, property, held) }];
  });
  if (ways.length === 0 || lifelongOptions.some((options) => isOrExtends(facts, type.aliasTypeArguments?.[0] ?? type, options))) return [];
  return ways.map(({ symbol, ...way }) => ({ ...way, isComplete: properties.every((property) => property === symbol || isOptionalProperty(property)) }));
}

/** An object that is written out: no class instance, list or function. */
function isBag(facts: Facts, type: ts.Type): boolean {
  const { checker } = facts;
  return tsutils.typeConstituents(type).every((part) => {
    if (!tsutils.isObjectType(part) || checker.isArrayType(part) || checker.isTupleType(part)) return false;
    return !hasSignatures(facts, part) && ((part.getSymbol()?.flags ?? 0) & (ts.SymbolFlags.Class | ts.SymbolFlags.ValueModule | ts.SymbolFlags.Enum)) === 0;
  });
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

/** The signature that a call means, and the others of the same name. */
export interface Chosen {
  readonly shape: Shape;
  readonly others: readonly Shape[];
}

/** Which of the signatures is meant? The checker is asked only where they differ in what contexts they take. */
export function chosenAt(facts: Facts, call: Call): Chosen | undefined {
  const shapes = shapesAt(facts, call);
  const [first, ...more] = shapes;
  if (first === undefined) return undefined;
  if (more.length === 0 || more.every((other) => hasSameSlots(other, first))) return { shape: first, others: [] };
  const declaration = facts.services.getResolvedSignature(call)?.getDeclaration();
  const shape = shapes.find(({ signature }) => signature.declaration === declaration);
  return shape && { shape, others: shapes.filter((other) => other !== shape) };
}

function hasSameSlots({ slots }: Shape, other: Shape): boolean {
  return slots.length === other.slots.length && slots.every((slot, index) => {
    const same = other.slots[index];
    return same?.index === slot.index && same.model === slot.model && same.bag?.property === slot.bag?.property && same.bag?.shortFor === slot.bag?.shortFor;
  });
}

/** Does the parameter of an argument that is a literal `null` or `undefined`, or a cast of one, take what stands there honestly? */
export function isCastOfNothing(node: TSESTree.Node): boolean {
  if (node.type !== N.TSAsExpression && node.type !== N.TSNonNullExpression && node.type !== N.TSTypeAssertion) return false;
  const inner = unwrap(node);
  return (inner.type === N.Identifier && inner.name === "undefined") || (inner.type === N.Literal && inner.raw === "null") || (ASTUtils.isNodeOfType(N.UnaryExpression)(inner) && inner.operator === "void");
}
