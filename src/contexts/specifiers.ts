import { typeMatchesSomeSpecifier, type TypeOrValueSpecifier } from "@typescript-eslint/type-utils";
import * as tsutils from "ts-api-utils";
import type ts from "typescript";

import { declaredAt } from "./declared-at.js";
import type { Facts } from "./facts.js";
import { basesOf } from "./types.js";

/** Is the type, a part of it, or one it extends or implements, among the ones a user named in an option? */
export function matchesSome(facts: Facts, type: ts.Type, specifiers: readonly TypeOrValueSpecifier[]): boolean {
  if (specifiers.length === 0) return false;
  const queue = [...tsutils.typeConstituents(facts.checker.getNonNullableType(type))];
  const seen = new Set<ts.Type>();
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (typeMatchesSomeSpecifier(next, [...specifiers], facts.program)) return true;
    queue.push(...basesOf(facts, next));
  }
  return false;
}

/** Is the function or class among the ones a user (or a default) named in an option? */
export function namesSymbol(facts: Facts, symbol: ts.Symbol, specifiers: readonly TypeOrValueSpecifier[]): boolean {
  return specifiers.some((specifier) => {
    if (typeof specifier === "string") return specifier === symbol.name;
    return [specifier.name].flat().includes(symbol.name) && declaredAt(facts, symbol, specifier);
  });
}
