import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { type Answer, type CarrierMatch, type ContextMatch, isYes } from "./answer.js";
import { type Facts, fileMemo, programMemo } from "./facts.js";
import { carrierPatterns, isOrExtends, isUndecided, lineageOf, TRANSPARENT_ALIASES, typeMatches, unwrapped } from "./matching.js";
import { hasSignatures, holdsNone, isNameOfProperty, isPlainlyNone, isUnbound } from "./plain.js";
import { mayLeadTo } from "./reach.js";
import { remembered } from "./remembering.js";
import { writtenAt } from "./written.js";

export { basesOf, isOrExtends, typeMatches } from "./matching.js";

const answers = programMemo(() => ({
  contexts: new WeakMap<ts.Type, Answer<ContextMatch>>(),
  stored: new WeakMap<ts.Type, Answer<ContextMatch>>(),
  carriers: new WeakMap<ts.Type, readonly CarrierMatch[]>(),
}));

const PRIMITIVE =
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.ESSymbolLike |
  ts.TypeFlags.EnumLike |
  ts.TypeFlags.VoidLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.Never |
  ts.TypeFlags.NonPrimitive;

const NULLISH = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void;

/**
 * Is a value of this type a context? Sees through `undefined`, intersections, base types, constraints and `Readonly`;
 * a union of a context and something else is unknown.
 */
export function typeAnswer(facts: Facts, type: ts.Type): Answer<ContextMatch> {
  if (tsutils.isTypeFlagSet(type, PRIMITIVE)) return "no";
  if (tsutils.isTypeFlagSet(type, ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return "unknown";
  const memo = answers(facts).contexts;
  let answer = memo.get(type);
  if (answer === undefined) {
    memo.set(type, "unknown"); // A type whose answer depends on itself: `T extends Readonly<T>`.
    memo.set(type, (answer = askType(facts, type)));
  }
  return answer;
}

function askType(facts: Facts, type: ts.Type): Answer<ContextMatch> {
  if (tsutils.isUnionType(type)) return unionAnswer(facts, type);
  if (isUndecided(type)) return "unknown";
  if (tsutils.isTypeFlagSet(type, ts.TypeFlags.Instantiable)) {
    if (isNameOfProperty(type)) return "no";
    const constraint = isUnbound(type) ? undefined : facts.checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint === type ? "unknown" : typeAnswer(facts, constraint);
  }
  let answer: Answer<ContextMatch> = "no";
  for (const each of lineageOf(facts, type)) {
    const model = facts.models.find((candidate) => candidate.contexts.some((pattern) => typeMatches(facts, each, pattern)));
    if (model !== undefined) return { model, nullable: false };
    if (tsutils.isTypeFlagSet(each, ts.TypeFlags.Any | ts.TypeFlags.Unknown)) answer = "unknown";
    if (!tsutils.isUnionType(each) && !tsutils.isTypeFlagSet(each, ts.TypeFlags.Instantiable)) continue;
    // A part that is a union or not decided: `T & {}` where `T extends Context | undefined`, or any `T`.
    const part = typeAnswer(facts, each);
    if (isYes(part)) return { model: part.model, nullable: false };
    if (part === "unknown") answer = "unknown";
  }
  return answer;
}

function unionAnswer(facts: Facts, type: ts.UnionType): Answer<ContextMatch> {
  const parts = type.types.filter((part) => !tsutils.isTypeFlagSet(part, NULLISH)).map((part) => typeAnswer(facts, part));
  const [first] = parts;
  // `Readonly<Context | undefined>` forgets in its parts what they are of.
  const of = unwrapped(facts, type);
  if (of !== undefined) return typeAnswer(facts, of);
  if (first === undefined || parts.every((part) => part === "no")) return "no";
  if (!parts.every((part) => isYes(part) && isYes(first) && part.model === first.model)) return "unknown";
  const nullable = parts.length < type.types.length || parts.some((part) => isYes(part) && part.nullable);
  return isYes(first) ? { model: first.model, nullable } : "unknown";
}

/** Is the value of this expression a context, as far as the checker sees at this place (narrowing included)? */
export function expressionAnswer(facts: Facts, node: TSESTree.Node): Answer<ContextMatch> {
  return typeAnswer(facts, facts.services.getTypeAtLocation(node));
}

/** Classes of the library whose type arguments are what they hold. */
const CONTAINERS = new Set(["Array", "ReadonlyArray", "Map", "ReadonlyMap", "Set", "ReadonlySet", "WeakMap", "WeakSet", "WeakRef", "Promise", "PromiseLike"]);
const CONTAINER_ALIASES = new Set([...TRANSPARENT_ALIASES, "Record", "Partial", "Awaited"]);

/** Is a value of this type a context or a container of contexts (`Context | string`, `Context[]`, `Map<K, Context>`, `Promise<Context>`)? */
export function storedAnswer(facts: Facts, type: ts.Type): Answer<ContextMatch> {
  const memo = answers(facts).stored;
  let answer = memo.get(type);
  if (answer === undefined) {
    const held = new Set([type]);
    for (const each of held) for (const part of heldTypes(facts, each)) held.add(part);
    const parts = [...held].map((each) => typeAnswer(facts, each));
    answer = parts.find(isYes) ?? (parts.includes("unknown") ? "unknown" : "no");
    memo.set(type, answer);
  }
  return answer;
}

function heldTypes(facts: Facts, type: ts.Type): readonly ts.Type[] {
  if (tsutils.isUnionType(type)) return type.types.filter((part) => !tsutils.isTypeFlagSet(part, PRIMITIVE));
  if (type.aliasSymbol !== undefined && CONTAINER_ALIASES.has(type.aliasSymbol.name)) return type.aliasTypeArguments ?? [];
  if (!tsutils.isTypeReference(type)) return [];
  const isContainer =
    facts.checker.isArrayType(type) || facts.checker.isTupleType(type) || CONTAINERS.has(type.getSymbol()?.name ?? "");
  return isContainer ? facts.checker.getTypeArguments(type) : [];
}

/**
 * The ways from a value of this type to a context: those that models and settings name, then one public property step
 * of an interface or object type.
 */
export function carriersOf(facts: Facts, type: ts.Type): readonly CarrierMatch[] {
  if (tsutils.isTypeFlagSet(type, PRIMITIVE | ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
  const memo = answers(facts).carriers;
  let ways = memo.get(type);
  if (ways === undefined) memo.set(type, (ways = askCarriers(facts, type)));
  return ways;
}

function askCarriers(facts: Facts, type: ts.Type): readonly CarrierMatch[] {
  const { checker } = facts;
  if (isUndecided(type) || isUnbound(type) || isNameOfProperty(type)) return [];
  const bound = tsutils.isTypeFlagSet(type, ts.TypeFlags.Instantiable) ? checker.getBaseConstraintOfType(type) : type;
  const plain = bound && checker.getNonNullableType(bound);
  if (plain === undefined) return [];
  const ways = tsutils.isUnionType(plain) ? commonWays(facts, plain) : [...namedWays(facts, plain), ...propertyWays(facts, plain)];
  const unique = ways.filter((way, index) => ways.findIndex((other) => other.path === way.path) === index);
  const isNullable = plain !== bound;
  return isNullable ? unique.map((way) => ({ ...way, nullable: true })) : unique;
}

/** A union leads to a context where each of its parts does, in the same way: `UnaryRequest | StreamRequest`. */
function commonWays(facts: Facts, { types }: ts.UnionType): readonly CarrierMatch[] {
  const [first, ...others] = types;
  if (first === undefined || types.length > MOST_PARTS || types.some((part) => tsutils.isTypeFlagSet(part, PRIMITIVE))) return [];
  let common = carriersOf(facts, first);
  for (const part of others) {
    if (common.length === 0) return [];
    const ways = carriersOf(facts, part);
    common = common.flatMap((way) => {
      const same = ways.find(({ model, path }) => model === way.model && path === way.path);
      return same === undefined ? [] : [{ ...way, nullable: way.nullable || same.nullable }];
    });
  }
  return common;
}

/** More parts than this, and it is no choice between carriers. */
const MOST_PARTS = 8;

function namedWays(facts: Facts, type: ts.Type): CarrierMatch[] {
  return carrierPatterns(facts).flatMap((pattern) => {
    const way = isOrExtends(facts, type, pattern) ? walk(facts, type, pattern.way) : undefined;
    return way === undefined ? [] : [way];
  });
}

/** Follows `req.raw.signal` or `context()` by types. */
function walk(facts: Facts, start: ts.Type, path: string): CarrierMatch | undefined {
  const { checker } = facts;
  let type = start;
  let nullable = false;
  for (const step of path.split(".")) {
    const isCall = step.endsWith("()");
    const property = checker.getPropertyOfType(checker.getNonNullableType(type), isCall ? step.slice(0, -2) : step);
    const held = property && checker.getTypeOfSymbol(property);
    const next = isCall ? held && resultWithoutArguments(checker.getNonNullableType(held)) : held;
    if (next === undefined) return undefined;
    nullable ||= checker.getNonNullableType(next) !== next;
    type = next;
  }
  const answer = typeAnswer(facts, type);
  return isYes(answer) ? { model: answer.model, path, nullable: nullable || answer.nullable, type } : undefined;
}

function resultWithoutArguments(type: ts.Type): ts.Type | undefined {
  return type.getCallSignatures().find(({ parameters }) => parameters.length === 0)?.getReturnType();
}

/**
 * Is a property surely no context, told without its type? What its declaration says is the same for all instantiations of
 * the type that it is in, and asked once for all that is written alike; where a type parameter or a mapped type decides,
 * only names that speak of a context are worth the question.
 */
export function isPlainProperty(facts: Facts, { declarations = [], flags, name }: ts.Symbol): boolean {
  const answers = declarations.map((node) => declaredAnswer(facts, node));
  if (answers.length > 0 && answers.every((answer) => answer === "no")) return true;
  const isOpen = (flags & ts.SymbolFlags.Transient) !== 0 && declarations.every((node, index) => isDeclaredProperty(node) && answers[index] === undefined);
  return isOpen && !TELLING.test(name);
}

function isDeclaredProperty(node: ts.Declaration): node is ts.PropertyDeclaration | ts.PropertySignature {
  return ts.isPropertySignature(node) || ts.isPropertyDeclaration(node);
}

const TELLING = /abort|cancel|close|context|ctx|done|life|signal|stop|token|until/i;

/** What a declaration says of a property, if it does. */
function declaredAnswer(facts: Facts, node: ts.Declaration): Answer<ContextMatch> | undefined {
  if (isPlainlyNone(node)) return "no";
  if (!isDeclaredProperty(node) || node.type === undefined) return undefined;
  if (writtenAt(node.type) === undefined) return undefined;
  return mayLeadTo(facts, node.type, 0) ? typeAnswer(facts, facts.checker.getTypeAtLocation(node.type)) : "no";
}

/** More properties than this, and it is no bag of options. */
const MOST_PROPERTIES = 120;
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

function propertyWays(facts: Facts, type: ts.Type): CarrierMatch[] {
  if (!isPlainObject(facts, type) || tsutils.typeConstituents(type).every(holdsNone)) return [];
  const properties = facts.checker.getPropertiesOfType(type);
  if (properties.length > MOST_PROPERTIES) return [];
  const isMapped = tsutils.typeConstituents(type).some((part) => part.getSymbol()?.declarations?.some(ts.isMappedTypeNode));
  const ways = properties.flatMap((property) => {
    if (property.flags & ts.SymbolFlags.Method || !IDENTIFIER.test(property.name) || isPlainProperty(facts, property)) return [];
    const held = facts.checker.getTypeOfSymbol(property);
    const answer = typeAnswer(facts, held);
    if (!isYes(answer) || (isMapped && isOfInstance(facts, property))) return [];
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    return [{ model: answer.model, path: property.name, nullable: answer.nullable || optional, type: held }];
  });
  return ways.length > 0 && tsutils.typeConstituents(type).some((part) => hasSignatures(facts, part)) ? [] : ways;
}

/**
 * Not an object with a life of its own (a class, a type of the library), whose context need not be the
 * request's. Models and settings name the exceptions. What `Partial` or `Omit` make is what its properties are of.
 */
function isPlainObject(facts: Facts, type: ts.Type): boolean {
  return tsutils.typeConstituents(type).every((part) => {
    if (facts.checker.isTupleType(part)) return false;
    const declarations = part.getSymbol()?.declarations ?? [];
    return declarations.every((declaration) => ts.isMappedTypeNode(declaration) || !(ts.isClassLike(declaration) || facts.program.isSourceFileDefaultLibrary(declaration.getSourceFile())));
  });
}

/** Is a property of a mapped type that of a class, `Partial<Job>`, or of a type that has a constructor, `Omit<Request, "body">`? */
function isOfInstance({ checker }: Facts, { declarations = [] }: ts.Symbol): boolean {
  return declarations.some(({ parent }) => {
    if (ts.isClassLike(parent)) return true;
    const symbol = ts.isInterfaceDeclaration(parent) ? checker.getSymbolAtLocation(parent.name) : undefined;
    return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Value) !== 0;
  });
}

/**
 * Is a value with this annotation a context? Keywords, literals and functions answer without the checker, and a name is
 * asked once for each of its declarations.
 */
export function annotationAnswer(facts: Facts, node: TSESTree.TypeNode): Answer<ContextMatch> {
  switch (node.type) {
    case AST_NODE_TYPES.TSAnyKeyword:
    case AST_NODE_TYPES.TSUnknownKeyword:
      return "unknown";
    case AST_NODE_TYPES.TSTypeReference:
      return nameAnswer(facts, node);
    case AST_NODE_TYPES.TSUnionType: {
      const parts = node.types.filter((part) => part.type !== AST_NODE_TYPES.TSUndefinedKeyword && part.type !== AST_NODE_TYPES.TSNullKeyword);
      const [answer, ...others] = parts.map((part) => annotationAnswer(facts, part));
      if (answer === undefined || [answer, ...others].every((each) => each === "no")) return "no";
      if (others.length > 0) return typeAnswer(facts, facts.services.getTypeAtLocation(node));
      return isYes(answer) ? { ...answer, nullable: answer.nullable || parts.length < node.types.length } : answer;
    }
    case AST_NODE_TYPES.TSIntersectionType:
      return node.types.every((part) => annotationAnswer(facts, part) === "no") ? "no" : typeAnswer(facts, facts.services.getTypeAtLocation(node));
    case AST_NODE_TYPES.TSTypeLiteral:
      return mayHaveShape(facts, node) ? typeAnswer(facts, facts.services.getTypeAtLocation(node)) : "no";
    case AST_NODE_TYPES.TSTypeQuery:
    case AST_NODE_TYPES.TSIndexedAccessType:
    case AST_NODE_TYPES.TSImportType:
    case AST_NODE_TYPES.TSConditionalType:
    case AST_NODE_TYPES.TSThisType:
      return writtenAnswer(facts, node);
    default:
      return "no";
  }
}

/** A type literal has no name: only a shape without one can be its own. */
function mayHaveShape({ models }: Facts, node: TSESTree.TSTypeLiteral): boolean {
  return models.some(({ contexts }) => contexts.some((pattern) => "members" in pattern && pattern.name === undefined && pattern.members.length <= node.members.length));
}

/** The checker's answer, where the declarations of what is written do not rule out that it is a context. */
function writtenAnswer(facts: Facts, node: TSESTree.TypeNode): Answer<ContextMatch> {
  const written = facts.services.esTreeNodeToTSNodeMap.get(node) as ts.TypeNode;
  return mayLeadTo(facts, written, 0) ? typeAnswer(facts, facts.services.getTypeAtLocation(node)) : "no";
}

const byName = fileMemo(() => new Map<string, Answer<ContextMatch>>());

function nameAnswer(facts: Facts, node: TSESTree.TSTypeReference): Answer<ContextMatch> {
  const text = facts.sourceCode.getText(node.typeName);
  const declared = declaredFor(facts, node, /^[^.]+/.exec(text)?.[0].trim() ?? text);
  if (node.typeArguments !== undefined && declared === "nowhere" && CONTAINERS.has(text)) return "no";
  if (node.typeArguments !== undefined || declared === "somewhere") return writtenAnswer(facts, node);
  return remembered(byName(facts), text, () => writtenAnswer(facts, node));
}

/** A name of the file or of no file means the same everywhere; one that a function, class or namespace declares does not. */
export function declaredFor({ sourceCode }: Facts, node: TSESTree.Node, name: string): "file" | "nowhere" | "somewhere" {
  for (let scope: TSESLint.Scope.Scope | null = sourceCode.getScope(node); scope !== null; scope = scope.upper) {
    const variable = scope.set.get(name);
    const isFile = scope.type === "module" || scope.type === "global";
    if (scope.type === "tsModule" || (variable !== undefined && !isFile)) return "somewhere";
    if (variable !== undefined && variable.defs.length > 0) return "file";
  }
  return "nowhere";
}
