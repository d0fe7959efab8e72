import { typeMatchesSomeSpecifier } from "@typescript-eslint/type-utils";
import type { TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { CarrierPattern, ContextModel, ShapePattern, TypePattern } from "../models/model.js";
import { type Answer, type CarrierMatch, type ContextMatch, isYes } from "./answer.js";
import { type Facts, fileMemo, programMemo } from "./facts.js";
import { typesExportedWith } from "./modules.js";

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

/** Aliases of the library that leave a context what it is. */
const TRANSPARENT_ALIASES = new Set(["Readonly", "Required", "NonNullable", "Awaited", "NoInfer"]);

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
    memo.set(type, "no"); // A type that is its own base is no context.
    answer = askType(facts, type);
    memo.set(type, answer);
  }
  return answer;
}

function askType(facts: Facts, type: ts.Type): Answer<ContextMatch> {
  if (tsutils.isUnionType(type)) {
    const parts = type.types.filter((part) => !tsutils.isTypeFlagSet(part, NULLISH));
    const first = parts[0] && typeAnswer(facts, parts[0]);
    if (first === undefined) return "no";
    const rest = parts.slice(1).map((part) => typeAnswer(facts, part));
    if (isYes(first) && rest.every((part) => isYes(part) && part.model === first.model)) {
      return { model: first.model, nullable: first.nullable || parts.length < type.types.length };
    }
    return first === "no" && rest.every((part) => part === "no") ? "no" : "unknown";
  }
  if (tsutils.isIntersectionType(type)) {
    const parts = type.types.map((part) => typeAnswer(facts, part));
    return parts.find(isYes) ?? modelOf(facts, type) ?? (parts.includes("unknown") ? "unknown" : "no");
  }
  if (tsutils.isTypeFlagSet(type, ts.TypeFlags.Instantiable)) {
    const constraint = facts.checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint === type ? "unknown" : typeAnswer(facts, constraint);
  }
  if (!tsutils.isObjectType(type)) return "no";
  const own = modelOf(facts, type);
  if (own !== undefined) return own;
  for (const base of basesOf(facts, type)) {
    const answer = typeAnswer(facts, base);
    if (isYes(answer)) return answer;
  }
  const aliased = type.aliasSymbol && TRANSPARENT_ALIASES.has(type.aliasSymbol.name) ? type.aliasTypeArguments?.[0] : undefined;
  return aliased === undefined ? "no" : typeAnswer(facts, aliased);
}

function modelOf(facts: Facts, type: ts.Type): ContextMatch | undefined {
  const model = facts.models.find((candidate) => candidate.contexts.some((pattern) => typeMatches(facts, type, pattern)));
  return model && { model, nullable: false };
}

/** Does this very type (not its bases) match the pattern? */
export function typeMatches(facts: Facts, type: ts.Type, pattern: TypePattern): boolean {
  if (pattern.from !== "anywhere") return typeMatchesSomeSpecifier(type, [pattern], facts.program);
  if ("exportedWith" in pattern) return typesExportedWith(facts, type, pattern);
  return hasShape(facts, type, pattern);
}

function hasShape(facts: Facts, type: ts.Type, pattern: ShapePattern): boolean {
  const symbol = type.aliasSymbol ?? type.getSymbol();
  if (symbol === undefined || (pattern.name !== undefined && symbol.name !== pattern.name)) return false;
  // A shape without a name is asked of every type: declared members answer without resolving the type.
  const names = pattern.name === undefined ? [...(type.getSymbol()?.members?.keys() ?? [])].map(String) : facts.checker.getPropertiesOfType(type).map(({ name }) => name);
  const normal = pattern.ignoreCase === true ? (name: string) => name.toLowerCase() : (name: string) => name;
  const known = new Set(names.map(normal));
  return pattern.members.every((member) => known.has(normal(member)));
}

/** Base classes and interfaces, and what a class implements. */
export function basesOf(facts: Facts, type: ts.Type): readonly ts.Type[] {
  const target = tsutils.isTypeReference(type) ? type.target : type;
  if (!target.isClassOrInterface()) return [];
  const bases: ts.Type[] = facts.checker.getBaseTypes(target);
  const implemented = (target.symbol.declarations ?? [])
    .filter(ts.isClassLike)
    .flatMap((declaration) => declaration.heritageClauses ?? [])
    .filter((clause) => clause.token === ts.SyntaxKind.ImplementsKeyword)
    .flatMap((clause) => clause.types)
    .map((node) => facts.checker.getTypeAtLocation(node));
  return [...bases, ...implemented];
}

/** Is the value of this expression a context, as far as the checker sees at this place (narrowing included)? */
export function expressionAnswer(facts: Facts, node: TSESTree.Node): Answer<ContextMatch> {
  return typeAnswer(facts, facts.services.getTypeAtLocation(node));
}

/** Classes of the library whose type arguments are what they hold. */
const CONTAINERS = new Set(["Array", "ReadonlyArray", "Map", "ReadonlyMap", "Set", "ReadonlySet", "WeakMap", "WeakSet", "WeakRef", "Promise", "PromiseLike"]);
const CONTAINER_ALIASES = new Set([...TRANSPARENT_ALIASES, "Record", "Partial"]);

/** Is a value of this type a context or a container of contexts (`Context | string`, `Context[]`, `Map<K, Context>`, `Promise<Context>`)? */
export function storedAnswer(facts: Facts, type: ts.Type): Answer<ContextMatch> {
  const direct = typeAnswer(facts, type);
  if (isYes(direct)) return direct;
  const memo = answers(facts).stored;
  let answer = memo.get(type);
  if (answer === undefined) {
    memo.set(type, "no");
    const parts = heldTypes(facts, type).map((part) => storedAnswer(facts, part));
    answer = parts.find(isYes) ?? (direct === "unknown" || parts.includes("unknown") ? "unknown" : "no");
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
  const part = facts.checker.getNonNullableType(type);
  const nullable = part !== type && tsutils.isUnionType(type) && type.types.some((each) => tsutils.isTypeFlagSet(each, NULLISH));
  const constraint = tsutils.isTypeFlagSet(part, ts.TypeFlags.Instantiable) ? facts.checker.getBaseConstraintOfType(part) : part;
  if (constraint === undefined || tsutils.isUnionType(constraint)) return [];
  const ways = [...namedWays(facts, constraint), ...propertyWays(facts, constraint)];
  const unique = ways.filter((way, index) => ways.findIndex((other) => other.path === way.path) === index);
  return nullable ? unique.map((way) => ({ ...way, nullable: true })) : unique;
}

function namedWays(facts: Facts, type: ts.Type): CarrierMatch[] {
  const handles = facts.models.flatMap((model) => model.handles ?? []);
  const patterns: CarrierPattern[] = [
    ...facts.settings.carriers,
    ...handles.flatMap(({ type: places, context: path }) => (path === undefined ? [] : places.map((place) => ({ ...place, path })))),
  ];
  return patterns.flatMap((pattern) => {
    if (!isOrExtends(facts, type, pattern)) return [];
    const way = walk(facts, type, pattern.path);
    return way === undefined ? [] : [way];
  });
}

/** Does the type or one of its bases match? */
export function isOrExtends(facts: Facts, type: ts.Type, pattern: TypePattern): boolean {
  const seen = new Set<ts.Type>();
  const queue = [...tsutils.typeConstituents(type)];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (typeMatches(facts, next, pattern)) return true;
    queue.push(...basesOf(facts, next));
  }
  return false;
}

/** Follows `req.raw.signal` or `context()` by types. */
function walk(facts: Facts, start: ts.Type, path: string): CarrierMatch | undefined {
  let type: ts.Type | undefined = start;
  let nullable = false;
  for (const step of path.split(".")) {
    const isCall = step.endsWith("()");
    const property: ts.Symbol | undefined = type && facts.checker.getPropertyOfType(facts.checker.getNonNullableType(type), isCall ? step.slice(0, -2) : step);
    type = property && facts.checker.getTypeOfSymbol(property);
    if (isCall) type = type?.getCallSignatures().find((signature) => signature.parameters.length === 0)?.getReturnType();
    if (type === undefined) return undefined;
    nullable ||= facts.checker.getNonNullableType(type) !== type;
  }
  if (type === undefined) return undefined;
  const answer = typeAnswer(facts, type);
  return isYes(answer) ? { model: answer.model, path, nullable: nullable || answer.nullable, type } : undefined;
}

/** More properties than this, and it is no bag of options. */
const MOST_PROPERTIES = 120;

function propertyWays(facts: Facts, type: ts.Type): CarrierMatch[] {
  if (isClassOrLibrary(facts, type)) return [];
  const properties = facts.checker.getPropertiesOfType(type);
  if (properties.length > MOST_PROPERTIES) return [];
  return properties.flatMap((property) => {
    if (property.flags & ts.SymbolFlags.Method) return [];
    const held = facts.checker.getTypeOfSymbol(property);
    const answer = typeAnswer(facts, held);
    if (!isYes(answer)) return [];
    const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    return [{ model: answer.model, path: property.name, nullable: answer.nullable || optional, type: held }];
  });
}

/** An object with a life of its own: what it holds need not be the request's context. Models and settings name the exceptions. */
function isClassOrLibrary(facts: Facts, type: ts.Type): boolean {
  return tsutils.typeConstituents(type).some((part) => {
    const declarations = part.getSymbol()?.declarations ?? [];
    return declarations.some((declaration) => ts.isClassLike(declaration) || facts.program.isSourceFileDefaultLibrary(declaration.getSourceFile()));
  });
}

const byName = fileMemo(() => ({ answers: new Map<string, Answer<ContextMatch>>(), declared: new Map<string, number>() }));

/**
 * Is a value with this annotation a context? Keywords and literals answer without the checker, and a name that means
 * the same everywhere in the file is asked once.
 */
export function annotationAnswer(facts: Facts, node: TSESTree.TypeNode): Answer<ContextMatch> {
  switch (node.type) {
    case "TSAnyKeyword":
    case "TSUnknownKeyword":
      return "unknown";
    case "TSTypeReference":
      return node.typeArguments === undefined ? nameAnswer(facts, node) : typeAnswer(facts, facts.services.getTypeAtLocation(node));
    case "TSUnionType": {
      const parts = node.types.filter((part) => part.type !== "TSUndefinedKeyword" && part.type !== "TSNullKeyword");
      const [only] = parts;
      if (parts.length === 1 && only !== undefined) {
        const answer = annotationAnswer(facts, only);
        return isYes(answer) ? { ...answer, nullable: answer.nullable || parts.length < node.types.length } : answer;
      }
      return typeAnswer(facts, facts.services.getTypeAtLocation(node));
    }
    case "TSIntersectionType":
    case "TSTypeQuery":
    case "TSIndexedAccessType":
    case "TSImportType":
    case "TSTypeOperator":
    case "TSConditionalType":
      return typeAnswer(facts, facts.services.getTypeAtLocation(node));
    case "TSTypeLiteral":
      return node.members.length < 2 ? "no" : typeAnswer(facts, facts.services.getTypeAtLocation(node));
    default:
      return "no";
  }
}

function nameAnswer(facts: Facts, node: TSESTree.TSTypeReference): Answer<ContextMatch> {
  const memo = byName(facts);
  if (memo.declared.size === 0) {
    for (const scope of facts.sourceCode.scopeManager?.scopes ?? []) {
      for (const { name, defs } of scope.variables) if (defs.length > 0) memo.declared.set(name, (memo.declared.get(name) ?? 0) + 1);
    }
  }
  const text = facts.sourceCode.getText(node.typeName);
  const first = /^[\w$]+/.exec(text)?.[0] ?? text;
  const isSame = (memo.declared.get(first) ?? 0) <= 1;
  const known = isSame ? memo.answers.get(text) : undefined;
  if (known !== undefined) return known;
  const answer = typeAnswer(facts, facts.services.getTypeAtLocation(node));
  if (isSame) memo.answers.set(text, answer);
  return answer;
}

/** The model's contexts are carriers of this other model, or the same: can an expression of the one be spelled as the other? */
export function wayTo(facts: Facts, type: ts.Type, model: ContextModel): CarrierMatch | undefined {
  return carriersOf(facts, type).find((way) => way.model === model);
}
