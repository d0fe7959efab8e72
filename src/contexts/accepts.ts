import { ASTUtils, AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { lifelongOptions } from "../models/lifetimes.js";
import type { ContextModel } from "../models/model.js";
import { isYes } from "./answer.js";
import { type Facts, programMemo } from "./facts.js";
import { hasOwnMethod, hasSignatures, holdsNone, isPlainAnnotation, isPlainlyNone } from "./plain.js";
import { unwrap } from "./position/syntax.js";
import { importedAs, symbolAt } from "./symbols.js";
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
  declared: new WeakMap<ts.SignatureDeclaration, readonly Shape[]>(),
  callables: new WeakMap<ts.Type, readonly Shape[]>(),
  constructables: new WeakMap<ts.Type, readonly Shape[]>(),
  bags: new WeakMap<ts.Type, readonly BagWay[]>(),
}));

/** What is called, whatever name it was imported by. */
function calledAt(facts: Facts, call: Call): ts.Symbol | undefined {
  const symbol = symbolAt(facts, calleeNode(call));
  return symbol === undefined || (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : importedAs(facts, symbol);
}

/** The signatures of what is called, asked once for each declaration or type; none where nobody knows. */
export function shapesAt(facts: Facts, call: Call): readonly Shape[] {
  if (isPlain(call)) return [];
  const symbol = calledAt(facts, call);
  const isNew = call.type === N.NewExpression;
  if (symbol === undefined) return isNamed(call) ? [] : shapesOf(facts, facts.services.getTypeAtLocation(call.callee), isNew);
  const declaration = declarationOf(symbol, isNew);
  if (declaration === undefined) return shapesOf(facts, facts.checker.getTypeOfSymbol(symbol), isNew);
  return remembered(memos(facts).declared, declaration, () => [declaredShape(facts, declaration)]);
}

/** What a declaration says of its parameters, without the signature that the checker makes of it. */
function declaredShape(facts: Facts, declaration: ts.SignatureDeclaration): Shape {
  const { checker } = facts;
  const own = declaration.parameters.filter(({ name }) => !ts.isIdentifier(name) || name.text !== "this");
  const needed = own.findLastIndex(({ dotDotDotToken, initializer, questionToken }) => (dotDotDotToken ?? initializer ?? questionToken) === undefined);
  const parameters = own.flatMap((node, index) => {
    const name = ts.isIdentifier(node.name) ? node.name.text : "";
    return parameterOf(facts, { name, node, isOptional: index > needed, isRest: node.dotDotDotToken !== undefined, typeOf: () => checker.getTypeAtLocation(node) });
  });
  return {
    get signature() {
      // There is none of what is no function, and this is one.
      return checker.getSignatureFromDeclaration(declaration) as ts.Signature;
    },
    parameters,
    slots: parameters.flatMap((parameter, index) => slotsOf(facts, parameter, index)),
  };
}

/** The one declaration that says all of a signature: no type parameter from outside is put into it. */
function declarationOf({ declarations = [] }: ts.Symbol, isNew: boolean): ts.SignatureDeclaration | undefined {
  const [first, ...others] = declarations;
  if (first === undefined || others.length > 0 || (first.flags & ts.NodeFlags.JavaScriptFile) !== 0) return undefined;
  const found = isNew ? constructorOf(first) : ts.isFunctionDeclaration(first) || ts.isMethodDeclaration(first) || ts.isMethodSignature(first) ? first : undefined;
  return found === undefined || isOpen(found) ? undefined : found;
}

function constructorOf(node: ts.Declaration): ts.ConstructorDeclaration | undefined {
  const [first, ...others] = ts.isClassDeclaration(node) ? node.members.filter(ts.isConstructorDeclaration) : [];
  return others.length > 0 ? undefined : first;
}

/** Does its owner have type parameters that its parameters may name, or do they speak of `this`? */
function isOpen({ parameters, parent }: ts.SignatureDeclaration): boolean {
  const { typeParameters } = parent as { readonly typeParameters?: readonly ts.TypeParameterDeclaration[] };
  const names = new Set(typeParameters?.map(({ name }) => name.text));
  const speaksOfIt = (node: ts.Node): boolean => node.kind === ts.SyntaxKind.ThisType || (ts.isIdentifier(node) && names.has(node.text)) || ts.forEachChild(node, (child) => speaksOfIt(child) || undefined) === true;
  return parameters.some(({ type }) => type !== undefined && speaksOfIt(type));
}

const plainCallees = programMemo(() => new WeakMap<ts.Symbol, boolean>());

/** Told by the declarations of what is called: has no signature a parameter that could be a context or hold one? */
export function takesNone(facts: Facts, call: Call): boolean {
  if (isPlain(call)) return true;
  const symbol = calledAt(facts, call);
  if (symbol === undefined) return false;
  return remembered(plainCallees(facts), symbol, () => symbol.declarations?.every((declaration) => isOfContainer(facts, declaration) || signatureIn(declaration)?.parameters.every(takesPlainValue) === true) === true);
}

/** `list.map`, `map.get`: what containers are given is theirs to keep. */
function isOfContainer({ program }: Facts, declaration: ts.Declaration): boolean {
  // A module that is called as a function is declared by its file, which has no parent.
  const parent = declaration.parent as ts.Node | undefined;
  return parent !== undefined && ts.isInterfaceDeclaration(parent) && CONTAINERS.test(parent.name.text) && program.isSourceFileDefaultLibrary(parent.getSourceFile());
}

const CONTAINERS = /^(?:(?:Async)?(?:Generator|Iterator)|Array|CallableFunction|Map|Promise|ReadonlyArray|ReadonlyMap|ReadonlySet|Set|String|WeakMap|WeakRef|WeakSet)$/;

function remembered<K extends object, V>(memo: WeakMap<K, V>, key: K, ask: () => V): V {
  let answer = memo.get(key);
  if (answer === undefined) memo.set(key, (answer = ask()));
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
const PLAIN_OWNERS = /^(?:Array|BigInt|Boolean|Buffer|Date|JSON|Map|Math|Number|Object|Promise|Reflect|Set|String|Symbol|WeakMap|WeakSet|console)$/;

/** Methods of strings, numbers and dates that nobody else has. */
const PLAIN_METHODS = /^(?:charAt|charCodeAt|codePointAt|endsWith|hasOwnProperty|indexOf|lastIndexOf|padEnd|padStart|startsWith|toFixed|toISOString|toLowerCase|toString|toUpperCase|trim|trimEnd|trimStart)$/;

/** Told by its name: a call of the language's own that takes no context, and needs no question. */
function isPlain({ callee, type }: Call): boolean {
  const name = unwrap(callee);
  if (name.type === N.Identifier) return PLAIN_OWNERS.test(name.name) || (type === N.NewExpression && name.name.endsWith("Error"));
  if (name.type !== N.MemberExpression || name.computed) return false;
  const { object, property } = name;
  return PLAIN_METHODS.test(property.name) || (object.type === N.Identifier && PLAIN_OWNERS.test(object.name));
}

/** The signatures of a symbol that is called. */
export function shapesOfSymbol(facts: Facts, symbol: ts.Symbol): readonly Shape[] {
  return shapesOf(facts, facts.checker.getTypeOfSymbol(symbol), false);
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
  const { callables, constructables } = memos(facts);
  const callable = facts.checker.getNonNullableType(type);
  return remembered(isNew ? constructables : callables, callable, () =>
    facts.checker.getSignaturesOfType(callable, isNew ? ts.SignatureKind.Construct : ts.SignatureKind.Call).map((signature) => shapeOf(facts, signature)),
  );
}

function shapeOf(facts: Facts, signature: ts.Signature): Shape {
  const parameters = parametersOf(facts, signature);
  return { signature, parameters, slots: parameters.flatMap((parameter, index) => slotsOf(facts, parameter, index)) };
}

/** The parameters; a rest parameter that is a tuple is the parameters it stands for. */
function parametersOf(facts: Facts, signature: ts.Signature): readonly Parameter[] {
  const { minArgumentCount = 0 } = signature as { readonly minArgumentCount?: number };
  return signature.parameters.flatMap((symbol, index) => {
    const typeOf = (): ts.Type => facts.checker.getTypeOfSymbol(symbol);
    const { name, valueDeclaration: node } = symbol;
    const isRest = node === undefined ? index === signature.parameters.length - 1 && isListType(facts, typeOf()) : ts.isParameter(node) && node.dotDotDotToken !== undefined;
    return parameterOf(facts, { name, node, isOptional: index >= minArgumentCount, isRest, typeOf });
  });
}

interface Declared extends Pick<Parameter, "isOptional" | "isRest" | "name"> {
  readonly node: ts.Declaration | undefined;
  readonly typeOf: () => ts.Type;
}

function parameterOf(facts: Facts, { isOptional, isRest, name, node, typeOf }: Declared): readonly Parameter[] {
  const isList = node !== undefined && ts.isParameter(node) && node.type !== undefined && ts.isArrayTypeNode(node.type);
  if (isRest && !isList && facts.checker.isTupleType(typeOf())) return elementsOf(facts, typeOf() as ts.TypeReference);
  return [
    {
      name,
      get type() {
        return typeOf();
      },
      isOptional,
      isRest,
      isPlain: isPlainlyNone(node),
      ...(node !== undefined && isImplemented(node) ? { declaration: node } : {}),
    },
  ];
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
  if (!tsutils.isTypeFlagSet(type, ts.TypeFlags.Instantiable) || isUnbound(type)) return type;
  return checker.getBaseConstraintOfType(type) ?? type;
}

/** A type parameter that says nothing of what it is, or that it is the name of a property. */
function isUnbound(type: ts.Type): boolean {
  const [declaration] = type.getSymbol()?.declarations ?? [];
  if (declaration === undefined || !ts.isTypeParameterDeclaration(declaration) || ts.isMappedTypeNode(declaration.parent) || ts.isInferTypeNode(declaration.parent)) return false;
  return declaration.constraint === undefined || (ts.isTypeOperatorNode(declaration.constraint) && declaration.constraint.operator === ts.SyntaxKind.KeyOfKeyword);
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
  if (!mayBeBag(facts, type)) return [];
  const properties = facts.checker.getPropertiesOfType(type);
  // What has methods is an object with a life of its own.
  if (properties.length > MOST_PROPERTIES || properties.some((property) => isMethod(property) && !isOptionalProperty(property))) return [];
  const ways = properties.flatMap((property): (Omit<BagWay, "isComplete"> & { readonly symbol: ts.Symbol })[] => {
    if (isMethod(property) || isPlainlyNone(property.valueDeclaration)) return [];
    const held = facts.checker.getTypeOfSymbol(property);
    const answer = typeAnswer(facts, held);
    if (!isYes(answer)) return [];
    return [{ symbol: property, model: answer.model, property: property.name, type: facts.checker.getNonNullableType(held), ...nothings(facts, property, held) }];
  });
  if (ways.length === 0 || tsutils.typeConstituents(type).some((part) => hasSignatures(facts, part)) || lifelongOptions.some((options) => isOrExtends(facts, type.aliasTypeArguments?.[0] ?? type, options))) return [];
  return ways.map(({ symbol, ...way }) => ({ ...way, isComplete: properties.every((property) => property === symbol || isOptionalProperty(property)) }));
}

/** Told without its members: an object that is written out, no class instance or list. */
function mayBeBag({ checker }: Facts, type: ts.Type): boolean {
  const parts = tsutils.typeConstituents(type);
  return !parts.every(holdsNone) && parts.every((part) => {
    if (!tsutils.isObjectType(part) || checker.isArrayType(part) || checker.isTupleType(part) || hasOwnMethod(part)) return false;
    return ((part.getSymbol()?.flags ?? 0) & (ts.SymbolFlags.Class | ts.SymbolFlags.ValueModule | ts.SymbolFlags.Enum)) === 0;
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
