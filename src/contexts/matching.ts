import { typeMatchesSomeSpecifier } from "@typescript-eslint/type-utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { CarrierPattern, ShapePattern, TypePattern } from "../models/model.js";
import { declaredAt } from "./declared-at.js";
import { type Facts, programMemo } from "./facts.js";
import { typesExportedWith } from "./modules.js";

/** What leads to a context in a way that the settings or a model name: carriers, and the handles that offer one. */
export const carrierPatterns = programMemo(({ carriers, models }): readonly CarrierPattern[] => [
  ...carriers,
  ...models.flatMap(({ handles = [] }) => handles).flatMap(({ type: places, context: way }) => (way === undefined ? [] : places.map((place) => ({ ...place, way })))),
]);

/** Does this very type (not its bases) match the pattern? */
export function typeMatches(facts: Facts, type: ts.Type, pattern: TypePattern): boolean {
  if (!isInstance(type)) return false;
  if (pattern.from === "anywhere") {
    return "exportedWith" in pattern ? typesExportedWith(facts, symbolsOf(facts, type), pattern) : hasShape(facts, type, pattern);
  }
  if (mayBeNamed(type, pattern) && typeMatchesSomeSpecifier(type, [pattern], facts.program)) return true;
  const written = writtenAlias(facts, type);
  return written !== undefined && isName(written, pattern) && declaredAt(facts, written, pattern);
}

/** Every type is asked for by every pattern: its name answers nearly all. Parts of unions and intersections have their own. */
function mayBeNamed(type: ts.Type, pattern: NamedPattern): boolean {
  const symbol = type.aliasSymbol ?? type.getSymbol();
  return !tsutils.isObjectType(type) || (symbol !== undefined && isName(symbol, pattern));
}

type NamedPattern = Exclude<TypePattern, { readonly from: "anywhere" }>;

function isName({ escapedName }: ts.Symbol, { name }: NamedPattern): boolean {
  return typeof name === "string" ? name === escapedName : name.includes(String(escapedName));
}

/** Not `typeof Context`, and no type parameter that is called so. */
function isInstance(type: ts.Type): boolean {
  if (tsutils.isTypeFlagSet(type, ts.TypeFlags.Instantiable)) return false;
  const isAnonymous = tsutils.isObjectType(type) && tsutils.isObjectFlagSet(type, ts.ObjectFlags.Anonymous);
  return !isAnonymous || ((type.getSymbol()?.flags ?? 0) & (ts.SymbolFlags.Class | ts.SymbolFlags.ValueModule | ts.SymbolFlags.Enum)) === 0;
}

/** Does the type or one of its bases match? */
export function isOrExtends(facts: Facts, type: ts.Type, pattern: TypePattern): boolean {
  return lineageOf(facts, type).some((each) => typeMatches(facts, each, pattern));
}

function hasShape(facts: Facts, type: ts.Type, pattern: ShapePattern): boolean {
  if (pattern.name !== undefined && !symbolsOf(facts, type).some(({ name }) => name === pattern.name)) return false;
  // A shape without a name is asked of every type: declared members answer without resolving the type.
  const names =
    pattern.name === undefined
      ? [...(type.getSymbol()?.members?.keys() ?? [])].map(ts.unescapeLeadingUnderscores)
      : facts.checker.getPropertiesOfType(type).map(({ name }) => name);
  const normal = pattern.ignoreCase === true ? (name: string) => name.toLowerCase() : (name: string) => name;
  const known = new Set(names.map(normal));
  return pattern.members.every((member) => known.has(normal(member)));
}

/** The symbols whose names a type goes by. */
function symbolsOf(facts: Facts, type: ts.Type): readonly ts.Symbol[] {
  return [type.aliasSymbol, type.getSymbol(), writtenAlias(facts, type)].filter((symbol) => symbol !== undefined);
}

/** `Context` of `type Context<T> = { … }`, which `type AppContext = Context<App>` hides behind its own name. */
function writtenAlias({ checker }: Facts, type: ts.Type): ts.Symbol | undefined {
  const alias = type.getSymbol()?.declarations?.[0]?.parent;
  if (alias === undefined || !ts.isTypeAliasDeclaration(alias)) return undefined;
  const symbol = checker.getSymbolAtLocation(alias.name);
  return symbol === type.aliasSymbol ? undefined : symbol;
}

const lineages = programMemo(() => new WeakMap<ts.Type, readonly ts.Type[]>());

/**
 * The type and, nearest first, all that a value of it is as well: parts of an intersection, bases, what a class
 * implements, constraints, and what `Readonly` is of. An unresolved base is `any`.
 */
export function lineageOf(facts: Facts, type: ts.Type): readonly ts.Type[] {
  const memo = lineages(facts);
  let lineage = memo.get(type);
  if (lineage === undefined) {
    const found = new Set([type]);
    for (const each of found) for (const next of parentsOf(facts, each)) found.add(next);
    memo.set(type, (lineage = [...found]));
  }
  return lineage;
}

function parentsOf(facts: Facts, type: ts.Type): readonly ts.Type[] {
  const of = unwrapped(facts, type);
  if (of !== undefined) return [of];
  if (tsutils.isIntersectionType(type)) return type.types;
  if (!tsutils.isTypeFlagSet(type, ts.TypeFlags.Instantiable)) return basesOf(facts, type);
  if (isUndecided(type)) return [];
  const constraint = facts.checker.getBaseConstraintOfType(type);
  return constraint === undefined ? [] : [constraint];
}

/** A conditional type that waits for its type arguments. Nobody asks for its bound: that can take TypeScript minutes. */
export function isUndecided(type: ts.Type): boolean {
  return tsutils.isTypeFlagSet(type, ts.TypeFlags.Conditional);
}

/** Aliases of the library that leave a value what it is. */
export const TRANSPARENT_ALIASES: ReadonlySet<string> = new Set(["Readonly", "Required", "NonNullable", "NoInfer"]);

/** `T` of `Readonly<T>`. */
export function unwrapped({ program }: Facts, { aliasSymbol, aliasTypeArguments }: ts.Type): ts.Type | undefined {
  if (aliasSymbol === undefined || !TRANSPARENT_ALIASES.has(aliasSymbol.name)) return undefined;
  const isLibrary = aliasSymbol.declarations?.some((declaration) => program.isSourceFileDefaultLibrary(declaration.getSourceFile())) === true;
  return isLibrary ? aliasTypeArguments?.[0] : undefined;
}

/** JavaScript may say in a comment what a class extends and implements. */
function mayHaveTags(declaration: ts.Declaration): boolean {
  return (declaration.flags & ts.NodeFlags.JavaScriptFile) !== 0 || ts.getJSDocImplementsTags(declaration).length > 0;
}

/** Base classes and interfaces, and what a class implements. */
export function basesOf({ checker }: Facts, type: ts.Type): readonly ts.Type[] {
  const target = tsutils.isTypeReference(type) ? type.target : type;
  if (!target.isClassOrInterface()) return [];
  // What extends nothing need not be resolved.
  const isAlone = target.symbol.declarations?.every((declaration) => (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration)) && declaration.heritageClauses === undefined && !mayHaveTags(declaration)) === true;
  if (isAlone) return [];
  const bases = [...checker.getBaseTypes(target)]; // A copy: the checker gives out its own list, which may be the empty one that all of TypeScript shares.
  for (const declaration of target.symbol.declarations ?? []) {
    if (!ts.isClassLike(declaration) && !ts.isInterfaceDeclaration(declaration)) continue;
    for (const { token, types } of declaration.heritageClauses ?? []) {
      // Bases that are not resolved are left out above.
      const isRead = token === ts.SyntaxKind.ImplementsKeyword || !declaration.getSourceFile().isDeclarationFile;
      const written = isRead ? types.map((node) => checker.getTypeAtLocation(node)) : [];
      bases.push(...written.filter((base) => token === ts.SyntaxKind.ImplementsKeyword || tsutils.isTypeFlagSet(base, ts.TypeFlags.Any)));
    }
    bases.push(...ts.getJSDocImplementsTags(declaration).map((tag) => checker.getTypeAtLocation(tag.class)));
  }
  return bases;
}
