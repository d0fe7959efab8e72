import { ASTUtils, AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { CallPattern, ContextModel, DerivePattern, ReaderPattern, RootPattern, ValuePattern, WriterPattern } from "../models/model.js";
import { isByName, isNamed, isPlainCall } from "./accepts.js";
import { type Answer, isYes } from "./answer.js";
import { type Facts, programMemo } from "./facts.js";
import { lastName, mayBe } from "./names.js";
import { mayLeadTo } from "./reach.js";
import { isDeclaredHere, namesIn, originOf, patternsOf, symbolsOf, valueMatches } from "./symbols.js";
import { carriersOf, expressionAnswer, isOrExtends, storedAnswer, typeAnswer } from "./types.js";

/** A call, `new`, identifier or member that makes a context out of nothing. */
export interface Root {
  readonly model: ContextModel;
  readonly pattern: RootPattern;
  readonly node: TSESTree.Expression;
  /** The name that is called or read. */
  readonly name: string;
}

/** Where the parts of a derive's result are: `[]` is the result itself, `["0"]` an element, `["ctx"]` a property. */
export interface ResultShape {
  readonly model: ContextModel;
  readonly context: readonly string[];
  /** The cancel function or disposable, where there is one. */
  readonly handle?: readonly string[];
}

/** A call that makes a child of its parents. */
export interface Derive {
  readonly model: ContextModel;
  /** `unknown` for a function of the program: it takes a context and returns one. */
  readonly makes: DerivePattern["makes"] | "unknown";
  readonly call: TSESTree.CallExpression | TSESTree.NewExpression;
  /** The contexts and carriers it is given: arguments, elements of an array argument, or the receiver. */
  readonly parents: readonly TSESTree.Expression[];
  readonly result: ResultShape;
}

/** A call that reads or writes a value under a key. */
export interface ValueAccess<Pattern> {
  readonly model: ContextModel;
  readonly pattern: Pattern;
  readonly call: TSESTree.CallExpression | TSESTree.NewExpression;
}

/** The names that a model's functions, constants and classes go by. */
export const names = programMemo((facts) => ({
  roots: namesIn(patternsOf(facts, (model) => model.roots).map(([, pattern]) => pattern)),
  derives: namesIn(patternsOf(facts, (model) => model.derives).map(([, pattern]) => pattern)),
  writers: namesIn(patternsOf(facts, (model) => model.values?.writers).map(([, pattern]) => pattern)),
  readers: namesIn(patternsOf(facts, (model) => model.values?.readers).map(([, pattern]) => pattern)),
  getters: namesIn(patternsOf(facts, (model) => model.values?.getters).map(([, pattern]) => pattern)),
  keys: namesIn(patternsOf(facts, (model) => model.values?.keys).map(([, pattern]) => pattern)),
}));

/** Is the expression a root? Asked of calls, `new`, member expressions and identifiers in value position. */
export function rootAt(facts: Facts, node: TSESTree.Node): Root | undefined {
  const named = nameUsed(node);
  if (named === undefined || !mayBe(facts, named.name, names(facts).roots)) return undefined;
  for (const symbol of named.use === "value" ? constantsOf(facts, named.name) : symbolsOf(facts, named.name)) {
    for (const [model, pattern] of patternsOf(facts, ({ roots }) => roots)) {
      if (!valueMatches(facts, symbol, pattern) || pattern.member !== named.member) continue;
      if (!makesRoot(facts, symbol, model, pattern, named.use) || isGiven(facts, named.arguments, pattern)) continue;
      return { model, pattern, node: node as TSESTree.Expression, name: facts.sourceCode.getText(named.name) };
    }
  }
  return undefined;
}

/** A constant that is initialised with a root holds one: the root is where it is initialised. */
function constantsOf(facts: Facts, name: TSESTree.Node): readonly ts.Symbol[] {
  const symbols = symbolsOf(facts, name);
  const index = symbols.findIndex(({ valueDeclaration: node }) => node !== undefined && ts.isVariableDeclaration(node));
  return index === -1 ? symbols : symbols.slice(0, index + 1);
}

interface NameUse {
  readonly name: TSESTree.Node;
  readonly use: NonNullable<RootPattern["use"]>;
  readonly arguments: readonly TSESTree.CallExpressionArgument[];
  readonly member?: string;
}

function nameUsed(node: TSESTree.Node): NameUse | undefined {
  switch (node.type) {
    case AST_NODE_TYPES.CallExpression:
      return { name: node.callee, use: "call", arguments: node.arguments };
    case AST_NODE_TYPES.NewExpression:
      return { name: node.callee, use: "new", arguments: node.arguments };
    case AST_NODE_TYPES.MemberExpression: {
      const member = lastName(node);
      if (node.object.type === AST_NODE_TYPES.NewExpression && member !== undefined) {
        return { name: node.object.callee, use: "new", arguments: node.object.arguments, member };
      }
      return { name: node, use: "value", arguments: [] };
    }
    case AST_NODE_TYPES.Identifier:
      return { name: node, use: "value", arguments: [] };
    default:
      return undefined;
  }
}

/** Is what the pattern names a root, used so? What is known by its name alone must have the signature too. */
export function makesRoot(facts: Facts, symbol: ts.Symbol, model: ContextModel, pattern: RootPattern, use: NameUse["use"]): boolean {
  if (pattern.use !== undefined) return pattern.use === use && (pattern.from !== "anywhere" || isOfModel(facts, symbol, model, use));
  return isOfModel(facts, symbol, model, use);
}

/** Told by its signature: a value of the model, or a function that gives one and takes none. */
function isOfModel(facts: Facts, symbol: ts.Symbol, model: ContextModel, use: NameUse["use"]): boolean {
  const type = facts.checker.getTypeOfSymbol(symbol);
  if (use === "value") return is(typeAnswer(facts, type), model);
  const signatures = use === "new" ? type.getConstructSignatures() : type.getCallSignatures();
  return signatures.some((signature) => {
    const isChild = signature.parameters.some((parameter) => typeAnswer(facts, facts.checker.getTypeOfSymbol(parameter)) !== "no");
    return !isChild && is(typeAnswer(facts, signature.getReturnType()), model);
  });
}

function is(answer: Answer<{ readonly model: ContextModel }>, model: ContextModel): boolean {
  return isYes(answer) && answer.model === model;
}

function isGiven(facts: Facts, args: readonly TSESTree.CallExpressionArgument[], { unlessGiven }: RootPattern): boolean {
  const [first] = args;
  if (unlessGiven === undefined || first === undefined) return false;
  if (first.type !== AST_NODE_TYPES.ObjectExpression) {
    return first.type === AST_NODE_TYPES.SpreadElement || facts.services.getTypeAtLocation(first).getProperty(unlessGiven) !== undefined || expressionAnswer(facts, first) === "unknown";
  }
  return first.properties.some(
    (property) => property.type === AST_NODE_TYPES.SpreadElement || ASTUtils.getPropertyName(property) === unlessGiven,
  );
}

/** Does the call make a child of a context? Functions of the program count when they take a context and return one. */
export function deriveAt(facts: Facts, node: TSESTree.Node): Derive | undefined {
  if (node.type !== AST_NODE_TYPES.CallExpression && node.type !== AST_NODE_TYPES.NewExpression) return undefined;
  const isNamed = mayBe(facts, node.callee, names(facts).derives);
  // A function of the program is given its parent as an argument.
  if (!isNamed && (node.arguments.every(isPlainValue) || isPlainCall(node))) return undefined;
  const symbols = symbolsOf(facts, node.callee);
  const origin = symbols.at(-1);
  if (origin === undefined) return undefined;
  // Of an argument the type is asked sooner than of a whole call.
  if (!isNamed && (!mayDerive(facts, origin) || !facts.models.some((model) => argumentsIn(node).some((argument) => isParent(facts, argument, model))))) return undefined;
  const result = resultShape(facts, resultType(facts, node, origin));
  if (result === undefined) return undefined;
  const parents = parentsOf(facts, node, result.model);
  for (const symbol of isNamed ? symbols : []) {
    const pattern = result.model.derives?.find((each) => callMatches(facts, node, symbol, each, result.model));
    if (pattern === undefined || (parents.length === 0 && pattern.unlinked !== true)) continue;
    return { model: result.model, makes: pattern.makes, call: node, parents: pattern.unlinked === true ? [] : parents, result };
  }
  const receiver = receiverOf(node);
  const own = isDeclaredHere(origin) ? parents.filter((parent) => parent !== receiver) : [];
  return own.length === 0 ? undefined : { model: result.model, makes: "unknown", call: node, parents: own, result };
}

/** Told without types, where the callee is a plain name: may the call make a child of a context? What has no name does not. */
export function mayDeriveByName(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  if (!isNamed(call)) return false;
  if (!isByName(call) || mayBe(facts, call.callee, names(facts).derives)) return true;
  const origin = isPlainCall(call) ? undefined : symbolsOf(facts, call.callee).at(-1);
  return origin !== undefined && isDeclaredHere(origin) && !givesNone(facts, origin);
}

/** What a call gives: where no argument decides it, the declaration says so. */
function resultType(facts: Facts, node: TSESTree.CallExpression | TSESTree.NewExpression, called: ts.Symbol): ts.Type {
  const kind = node.type === AST_NODE_TYPES.NewExpression ? ts.SignatureKind.Construct : ts.SignatureKind.Call;
  const [signature, ...others] = facts.checker.getSignaturesOfType(facts.checker.getTypeOfSymbol(called), kind);
  const isTold = signature !== undefined && others.length === 0 && signature.typeParameters === undefined;
  return isTold ? facts.checker.getReturnTypeOfSignature(signature) : facts.services.getTypeAtLocation(node);
}

/** Told by syntax: no context, and nothing that leads to one. */
function isPlainValue(node: TSESTree.Node): boolean {
  return node.type === AST_NODE_TYPES.Literal || node.type === AST_NODE_TYPES.TemplateLiteral || node.type === AST_NODE_TYPES.UnaryExpression || node.type === AST_NODE_TYPES.BinaryExpression || ASTUtils.isFunction(node);
}

const derivers = programMemo(() => new WeakMap<ts.Symbol, boolean>());

/** Is it a function of the program that may return a context? Asked of its declaration once, not of each call. */
function mayDerive(facts: Facts, symbol: ts.Symbol): boolean {
  const memo = derivers(facts);
  let answer = memo.get(symbol);
  if (answer === undefined) {
    const type = isDeclaredHere(symbol) && !givesNone(facts, symbol) ? facts.checker.getTypeOfSymbol(symbol) : undefined;
    const signatures = [...(type?.getCallSignatures() ?? []), ...(type?.getConstructSignatures() ?? [])];
    answer = signatures.some((signature) => {
      const result = signature.getReturnType();
      return resultShape(facts, result) !== undefined || (signature.typeParameters !== undefined && isOpen(facts, result));
    });
    memo.set(symbol, answer);
  }
  return answer;
}

/** Told by what it is declared to return: surely no context, and nothing that holds one? */
function givesNone(facts: Facts, { declarations = [] }: ts.Symbol): boolean {
  return declarations.every((declaration) => ts.isFunctionLike(declaration) && declaration.typeParameters === undefined && declaration.type !== undefined && !mayLeadTo(facts, declaration.type, 1));
}

/** May a context be put for a type parameter of this result: `T`, `[T, () => void]`, `Promise<T>`? */
function isOpen(facts: Facts, type: ts.Type): boolean {
  if (tsutils.isTypeFlagSet(type, ts.TypeFlags.TypeVariable)) return true;
  if (tsutils.isUnionOrIntersectionType(type)) return type.types.some((part) => isOpen(facts, part));
  if (!tsutils.isObjectType(type)) return false;
  const awaited = isPromise(type) ? facts.checker.getAwaitedType(type) : undefined;
  if (awaited !== undefined && awaited !== type) return isOpen(facts, awaited);
  return partsOf(facts, type).some(([, part]) => tsutils.isTypeFlagSet(part, ts.TypeFlags.TypeVariable));
}

/** Where a context, and with it a handle, is in a value of this type: the value itself, a tuple of the two, or an object of the two. */
export function resultShape(facts: Facts, type: ts.Type): ResultShape | undefined {
  const { checker } = facts;
  const direct = typeAnswer(facts, type);
  if (isYes(direct)) return isOwnHandle(direct.model) ? { model: direct.model, context: [], handle: [] } : { model: direct.model, context: [] };
  if (!tsutils.isObjectType(type) && !tsutils.isIntersectionType(type)) return undefined;
  const awaited = isPromise(type) ? checker.getAwaitedType(type) : undefined;
  if (awaited !== undefined && awaited !== type) return resultShape(facts, awaited);
  return handleShape(facts, type) ?? partsShape(facts, type);
}

/** A controller or token source: the handle is the object, the context one of its properties. */
function handleShape(facts: Facts, type: ts.Type): ResultShape | undefined {
  for (const model of facts.models) {
    const handle = model.handles?.find(({ type: places, context }) => context !== undefined && places.some((place) => isOrExtends(facts, type, place)));
    if (handle?.context !== undefined) return { model, context: [handle.context], handle: [] };
  }
  return undefined;
}

function partsShape(facts: Facts, type: ts.Type): ResultShape | undefined {
  const parts = partsOf(facts, type);
  for (const [name, part] of parts) {
    const answer = typeAnswer(facts, part);
    if (!isYes(answer)) continue;
    const handle = parts.find(([other, candidate]) => other !== name && candidate.getCallSignatures().length > 0);
    if (handle !== undefined) return { model: answer.model, context: [name], handle: [handle[0]] };
  }
  return undefined;
}

/** The elements of a tuple, the members of a small object. */
function partsOf(facts: Facts, type: ts.Type): readonly (readonly [string, ts.Type])[] {
  const { checker } = facts;
  if (!checker.isTupleType(type)) return objectParts(facts, type);
  return checker.getTypeArguments(type as ts.TypeReference).map((part, index) => [String(index), part] as const);
}

/** `{ ctx, abort }` has few members; a class or an object with more is something else. */
const MOST_PARTS = 4;

function objectParts({ checker }: Facts, type: ts.Type): (readonly [string, ts.Type])[] {
  const isClass = ((type.getSymbol()?.flags ?? 0) & ts.SymbolFlags.Class) !== 0;
  if (isClass || type.getCallSignatures().length > 0) return [];
  const properties = checker.getPropertiesOfType(type);
  return properties.length > MOST_PARTS ? [] : properties.map((property) => [property.name, checker.getTypeOfSymbol(property)] as const);
}

function isPromise(type: ts.Type): boolean {
  return type.getSymbol()?.name === "Promise";
}

function isOwnHandle(model: ContextModel): boolean {
  return model.handles?.some(({ isContext }) => isContext) === true;
}

/** The contexts and carriers a call is given: arguments, elements of array arguments, then the receiver. */
export function parentsOf(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression, model: ContextModel): readonly TSESTree.Expression[] {
  const receiver = receiverOf(call);
  return [...argumentsIn(call), ...(receiver === undefined ? [] : [receiver])].filter((expression) => isParent(facts, expression, model));
}

/** The arguments, and the elements of lists that are written out. */
function argumentsIn(call: TSESTree.CallExpression | TSESTree.NewExpression): readonly TSESTree.Expression[] {
  return call.arguments.flatMap((argument) => {
    if (argument.type === AST_NODE_TYPES.SpreadElement) return [argument.argument];
    if (argument.type !== AST_NODE_TYPES.ArrayExpression) return [argument];
    return argument.elements.flatMap((element) => {
      if (element === null) return [];
      return [element.type === AST_NODE_TYPES.SpreadElement ? element.argument : element];
    });
  });
}

function isParent(facts: Facts, expression: TSESTree.Expression, model: ContextModel): boolean {
  return gives(facts, expression, model) || givesMany(facts, expression, model);
}

function receiverOf({ callee }: TSESTree.CallExpression | TSESTree.NewExpression): TSESTree.Expression | undefined {
  return callee.type === AST_NODE_TYPES.MemberExpression ? callee.object : undefined;
}

/** `signals` of `AbortSignal.any(signals)` and `AbortSignal.any([...signals])`. */
function givesMany(facts: Facts, expression: TSESTree.Expression, model: ContextModel): boolean {
  const type = facts.services.getTypeAtLocation(expression);
  return tsutils.isTypeReference(type) && facts.checker.getTypeArguments(type).some((part) => is(storedAnswer(facts, part), model));
}

/** Is the expression a context of the model, or a carrier of one? */
export function gives(facts: Facts, expression: TSESTree.Expression, model: ContextModel): boolean {
  if (expression.type === AST_NODE_TYPES.Literal || ASTUtils.isFunction(expression)) return false;
  const type = facts.services.getTypeAtLocation(expression);
  return is(typeAnswer(facts, type), model) || carriersOf(facts, type).some((way) => way.model === model);
}

function callMatches(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression, symbol: ts.Symbol, pattern: CallPattern, model: ContextModel): boolean {
  if (!("method" in pattern)) {
    return valueMatches(facts, symbol, pattern) && (pattern.from !== "anywhere" || takesOne(facts, symbol, model));
  }
  const { callee } = call;
  if (callee.type !== AST_NODE_TYPES.MemberExpression || lastName(callee) !== pattern.method) return false;
  const receiver = facts.services.getTypeAtLocation(callee.object);
  if (pattern.on === undefined) return is(typeAnswer(facts, receiver), model);
  return pattern.on.some((place) => isOrExtends(facts, facts.checker.getNonNullableType(receiver), place));
}

/** A function or class told by its signature must take the model's contexts. */
export function takesOne(facts: Facts, symbol: ts.Symbol, model: ContextModel): boolean {
  const type = facts.checker.getTypeOfSymbol(symbol);
  return [...type.getCallSignatures(), ...type.getConstructSignatures()].some((signature) =>
    signature.parameters.some((parameter) => is(typeAnswer(facts, facts.checker.getTypeOfSymbol(parameter)), model)),
  );
}

/** Does the call put a value into a context? */
export function writerAt(facts: Facts, node: TSESTree.CallExpression | TSESTree.NewExpression): ValueAccess<WriterPattern> | undefined {
  return accessAt(facts, node, names(facts).writers, ({ values }) => values?.writers);
}

/** Does the call read a value from a context? */
export function readerAt(facts: Facts, node: TSESTree.CallExpression | TSESTree.NewExpression): ValueAccess<ReaderPattern> | undefined {
  return accessAt(facts, node, names(facts).readers, ({ values }) => values?.readers);
}

/** Does the call only look at what a context has, under a key of the library's own? */
export function isGetter(facts: Facts, node: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  return accessAt(facts, node, names(facts).getters, ({ values }) => values?.getters) !== undefined;
}

function accessAt<Pattern extends CallPattern>(
  facts: Facts,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
  candidates: ReadonlySet<string>,
  of: (model: ContextModel) => readonly Pattern[] | undefined,
): ValueAccess<Pattern> | undefined {
  if (!mayBe(facts, call.callee, candidates)) return undefined;
  for (const symbol of symbolsOf(facts, call.callee)) {
    for (const [model, pattern] of patternsOf(facts, of)) {
      if (callMatches(facts, call, symbol, pattern, model)) return { model, pattern, call };
    }
  }
  return undefined;
}

/** The model whose key constructor this call or `new` is. */
export function keyMadeAt(facts: Facts, node: TSESTree.CallExpression | TSESTree.NewExpression): { readonly model: ContextModel; readonly symbol: ts.Symbol } | undefined {
  if (!mayBe(facts, node.callee, names(facts).keys)) return undefined;
  for (const symbol of symbolsOf(facts, node.callee)) {
    const found = keyConstructor(facts, symbol);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The model whose key constructor this function or class is. */
export function keyConstructor(facts: Facts, symbol: ts.Symbol): { readonly model: ContextModel; readonly symbol: ts.Symbol } | undefined {
  for (const [model, pattern] of patternsOf(facts, ({ values }) => values?.keys)) {
    if (valueMatches(facts, symbol, pattern) && (pattern.from !== "anywhere" || makesKeyOf(facts, symbol, model))) return { model, symbol };
  }
  return undefined;
}

/** A key constructor without a known package is told by its company: its module declares the model's contexts or writers. */
function makesKeyOf(facts: Facts, symbol: ts.Symbol, model: ContextModel): boolean {
  const file = symbol.declarations?.[0]?.getSourceFile();
  const module = file && facts.checker.getSymbolAtLocation(file);
  const writers = (model.values?.writers ?? []).flatMap((pattern): ValuePattern[] => ("method" in pattern ? [] : [pattern]));
  return [...(module?.exports?.values() ?? [])].some((exported) => {
    const origin = originOf(facts, exported);
    if (origin === undefined) return false;
    if (writers.some((pattern) => valueMatches(facts, origin, pattern) && takesOne(facts, origin, model))) return true;
    return (origin.flags & ts.SymbolFlags.Type) !== 0 && is(typeAnswer(facts, facts.checker.getDeclaredTypeOfSymbol(origin)), model);
  });
}
