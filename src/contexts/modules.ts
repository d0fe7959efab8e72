import ts from "typescript";

import type { ExportedWithPattern } from "../models/model.js";
import { type Facts, programMemo } from "./facts.js";

/** At least so many of the named exports must have the type in their signature. */
const ENOUGH = 2;

const memos = programMemo(() => new WeakMap<ExportedWithPattern, WeakMap<ts.Symbol, ReadonlySet<ts.Symbol>>>());

/** Is the type declared in a module that exports at least two of the pattern's functions with the type in their signature? */
export function typesExportedWith(facts: Facts, type: ts.Type, pattern: ExportedWithPattern): boolean {
  const symbol = type.aliasSymbol ?? type.getSymbol();
  if (symbol === undefined) return false;
  const module = moduleOf(facts, symbol);
  if (module === undefined) return false;
  const memo = memos(facts);
  let byModule = memo.get(pattern);
  if (byModule === undefined) memo.set(pattern, (byModule = new WeakMap()));
  let types = byModule.get(module);
  if (types === undefined) byModule.set(module, (types = askModule(facts, module, pattern)));
  return types.has(symbol);
}

/** The module (a file, or `declare module "x"`) a symbol is declared in. */
export function moduleOf(facts: Facts, symbol: ts.Symbol): ts.Symbol | undefined {
  for (let node: ts.Node | undefined = symbol.declarations?.[0]; node !== undefined; node = node.parent) {
    if (ts.isSourceFile(node)) return ts.isExternalModule(node) ? facts.checker.getSymbolAtLocation(node) : undefined;
    if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) return facts.checker.getSymbolAtLocation(node.name);
  }
  return undefined;
}

function askModule(facts: Facts, module: ts.Symbol, pattern: ExportedWithPattern): ReadonlySet<ts.Symbol> {
  const wanted = new Set(pattern.exportedWith.map((name) => name.toLowerCase()));
  const found = [...(module.exports?.values() ?? [])].filter(({ name }) => wanted.has(name.toLowerCase()));
  const counts = new Map<ts.Symbol, number>();
  if (found.length >= ENOUGH) {
    for (const symbol of found.flatMap((exported) => [...contextsInSignature(facts, exported)])) {
      counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
    }
  }
  const here = [...counts].filter(([symbol, count]) => count >= ENOUGH && moduleOf(facts, symbol) === module);
  return new Set(here.map(([symbol]) => symbol));
}

/** What a derive takes first, what a root gives, and what a constant is. */
function contextsInSignature(facts: Facts, exported: ts.Symbol): ReadonlySet<ts.Symbol> {
  const { checker } = facts;
  const value = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const type = checker.getTypeOfSymbol(value);
  const signatures = type.getCallSignatures();
  const types = signatures.length === 0 ? [type] : signatures.map((signature) => {
    const [first] = signature.parameters;
    return first === undefined ? signature.getReturnType() : checker.getTypeOfSymbol(first);
  });
  const symbols = types.map((each) => {
    const plain = checker.getNonNullableType(each);
    const bounded = plain.isTypeParameter() ? (checker.getBaseConstraintOfType(plain) ?? plain) : plain;
    return bounded.aliasSymbol ?? bounded.getSymbol();
  });
  return new Set(symbols.filter((symbol) => symbol !== undefined));
}
