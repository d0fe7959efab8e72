import ts from "typescript";

import type { ExportedWithPattern } from "../models/model.js";
import { type Facts, programMemo } from "./facts.js";

/** At least so many of the named exports must have the type in their signature. */
const ENOUGH = 2;

const memos = programMemo(() => new WeakMap<ExportedWithPattern, WeakMap<ts.Symbol, ReadonlySet<ts.Symbol>>>());

/** Is one of these symbols of a type declared in a module that exports at least two of the pattern's functions with the type in their signature? */
export function typesExportedWith(facts: Facts, symbols: readonly ts.Symbol[], pattern: ExportedWithPattern): boolean {
  return symbols.some((symbol) => {
    const module = moduleOf(facts, symbol);
    return module !== undefined && typesOfModule(facts, module, pattern).has(symbol);
  });
}

function typesOfModule(facts: Facts, module: ts.Symbol, pattern: ExportedWithPattern): ReadonlySet<ts.Symbol> {
  const memo = memos(facts);
  let byModule = memo.get(pattern);
  if (byModule === undefined) memo.set(pattern, (byModule = new WeakMap()));
  let types = byModule.get(module);
  if (types === undefined) byModule.set(module, (types = askModule(facts, module, pattern)));
  return types;
}

/** The module (a file, or `declare module "x"`) a symbol is declared in. */
function moduleOf(facts: Facts, symbol: ts.Symbol): ts.Symbol | undefined {
  for (let node: ts.Node | undefined = symbol.declarations?.[0]; node !== undefined; node = node.parent) {
    if (ts.isSourceFile(node)) return facts.checker.getSymbolAtLocation(node);
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

/** What a derive takes first, what a root gives (whatever options it takes), and what a constant is. */
function contextsInSignature(facts: Facts, exported: ts.Symbol): ReadonlySet<ts.Symbol> {
  const { checker } = facts;
  const value = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const type = checker.getTypeOfSymbol(value);
  const signatures = type.getCallSignatures();
  const types = signatures.length === 0 ? [type] : signatures.flatMap((signature) => {
    const [first] = signature.parameters;
    const result = isAllOptional(signature) ? [signature.getReturnType()] : [];
    return first === undefined ? result : [checker.getTypeOfSymbol(first), ...result];
  });
  const symbols = types.flatMap((each) => {
    const plain = checker.getNonNullableType(each);
    const bounded = plain.flags & ts.TypeFlags.Instantiable ? (checker.getBaseConstraintOfType(plain) ?? plain) : plain;
    return [bounded.aliasSymbol, bounded.getSymbol()];
  });
  return new Set(symbols.filter((symbol) => symbol !== undefined));
}

function isAllOptional({ parameters }: ts.Signature): boolean {
  return parameters.every(({ valueDeclaration: node }) => node !== undefined && ts.isParameter(node) && (node.questionToken !== undefined || node.initializer !== undefined));
}
