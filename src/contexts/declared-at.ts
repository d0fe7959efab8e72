import { typeMatchesSomeSpecifier } from "@typescript-eslint/type-utils";
import type ts from "typescript";

import type { DeclaredAt } from "../models/model.js";
import type { Facts } from "./facts.js";

/**
 * Is the symbol declared where the specifier says? typescript-eslint matches the place of types only; a value is asked
 * as the type that its symbol would have, under the symbol's own name (names are compared by the caller).
 */
export function declaredAt(facts: Facts, symbol: ts.Symbol, specifier: DeclaredAt): boolean {
  const asType = { flags: 0, symbol, aliasSymbol: undefined, getSymbol: () => symbol } as unknown as ts.Type;
  return typeMatchesSomeSpecifier(asType, [{ ...specifier, name: String(symbol.escapedName) }], facts.program);
}
