import type { TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import type { ContextModel, ValuePattern } from "../models/model.js";
import { declaredAt } from "./declared-at.js";
import type { Facts } from "./facts.js";


/** How many aliases (`const b = a`) are followed. */
const MOST_ALIASES = 10;

/**
 * The symbol an expression's name stands for, through imports, re-exports, namespaces, `const` aliases, shorthand
 * properties and destructuring.
 */
export function symbolOf(facts: Facts, node: TSESTree.Node): ts.Symbol | undefined {
  const symbol = facts.services.getSymbolAtLocation(node);
  return symbol && originOf(facts, symbol);
}

/** Follows a symbol to the declaration it is an alias of. */
export function originOf(facts: Facts, start: ts.Symbol): ts.Symbol | undefined {
  let symbol = start;
  for (let step = 0; step < MOST_ALIASES; step++) {
    const next = nextOrigin(facts, symbol);
    if (next === undefined || next === symbol) return symbol;
    symbol = next;
  }
  return symbol;
}

function nextOrigin({ checker }: Facts, symbol: ts.Symbol): ts.Symbol | undefined {
  if (symbol.flags & ts.SymbolFlags.Alias) return checker.getAliasedSymbol(symbol);
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined) return undefined;
  if (ts.isShorthandPropertyAssignment(declaration)) return checker.getShorthandAssignmentValueSymbol(declaration);
  if (ts.isPropertyAssignment(declaration)) return referred(checker, declaration.initializer);
  if (ts.isBindingElement(declaration) && ts.isObjectBindingPattern(declaration.parent)) {
    const key = declaration.propertyName ?? declaration.name;
    const isConst = ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const;
    const variable = declaration.parent.parent;
    if (!isConst || !ts.isIdentifier(key) || !ts.isVariableDeclaration(variable) || declaration.initializer !== undefined) return undefined;
    return variable.initializer && checker.getTypeAtLocation(variable.initializer).getProperty(key.text);
  }
  if (ts.isVariableDeclaration(declaration) && declaration.type === undefined && declaration.initializer !== undefined) {
    return ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const ? referred(checker, declaration.initializer) : undefined;
  }
  return undefined;
}

function referred(checker: ts.TypeChecker, initializer: ts.Expression): ts.Symbol | undefined {
  let plain = initializer;
  while (ts.isAsExpression(plain) || ts.isSatisfiesExpression(plain) || ts.isNonNullExpression(plain) || ts.isParenthesizedExpression(plain)) plain = plain.expression;
  if (!ts.isIdentifier(plain) && !ts.isPropertyAccessExpression(plain)) return undefined;
  return checker.getSymbolAtLocation(ts.isIdentifier(plain) ? plain : plain.name);
}

/** Is the symbol the value a pattern names? What `anywhere` adds (the signature) is the caller's question. */
export function valueMatches(facts: Facts, symbol: ts.Symbol, pattern: ValuePattern): boolean {
  const names = typeof pattern.name === "string" ? [pattern.name] : pattern.name;
  const normal = pattern.from === "anywhere" && pattern.ignoreCase === true ? (name: string) => name.toLowerCase() : (name: string) => name;
  const own = normal(exportedName(symbol));
  const isNamed = names.some((name) => {
    const [member = "", owner] = name.split(".").reverse();
    return normal(member) === own && (owner === undefined || normal(ownerName(symbol) ?? "") === normal(owner));
  });
  return isNamed && (pattern.from === "anywhere" || declaredAt(facts, symbol, pattern));
}

/** A default export goes by the name it is declared with. */
function exportedName(symbol: ts.Symbol): string {
  if (symbol.name !== "default") return symbol.name;
  const declaration = symbol.declarations?.[0];
  const name = declaration && ts.getNameOfDeclaration(declaration);
  return name !== undefined && ts.isIdentifier(name) ? name.text : symbol.name;
}

/** The class, namespace, interface or constant a member is declared in. */
function ownerName(symbol: ts.Symbol): string | undefined {
  const [declaration] = symbol.declarations ?? [];
  for (let node = declaration?.parent; node !== undefined; node = node.parent) {
    if (ts.isClassLike(node) || ts.isModuleDeclaration(node) || ts.isVariableDeclaration(node) || ts.isInterfaceDeclaration(node)) {
      return node.name && ts.isIdentifier(node.name) ? node.name.text : undefined;
    }
  }
  return undefined;
}

/** The last segments of all names in these patterns, in lower case: what {@link mayBe} wants. */
export function namesIn(patterns: readonly ({ readonly method: string } | { readonly name: string | readonly string[] })[]): ReadonlySet<string> {
  const names = patterns.flatMap((pattern) => ("method" in pattern ? [pattern.method] : pattern.name));
  return new Set(names.map((name) => (name.split(".").at(-1) ?? name).toLowerCase()));
}

/** The model's patterns of one kind, each with its model, over all models. */
export function patternsOf<T>(facts: Facts, of: (model: ContextModel) => readonly T[] | undefined): readonly (readonly [ContextModel, T])[] {
  return facts.models.flatMap((model) => (of(model) ?? []).map((pattern) => [model, pattern] as const));
}
