import ts from "typescript";

import type { ExportedWithPattern } from "../models/model.js";
import { type Facts, programMemo } from "./facts.js";
import { remembered } from "./remembering.js";

/** At least so many of the named exports must have the type in their signature. */
const ENOUGH = 2;

const memos = programMemo(() => new WeakMap<ExportedWithPattern, WeakMap<ts.Node, ReadonlySet<ts.Symbol>>>());

/** Is one of these symbols of a type declared in a module that exports at least two of the pattern's functions with the type in their signature? */
export function typesExportedWith(facts: Facts, symbols: readonly ts.Symbol[], pattern: ExportedWithPattern): boolean {
  return symbols.some((symbol) => {
    const node = moduleNodeOf(symbol);
    return node !== undefined && typesOfModule(facts, node, pattern).has(symbol);
  });
}

function typesOfModule(facts: Facts, node: ModuleNode, pattern: ExportedWithPattern): ReadonlySet<ts.Symbol> {
  const byModule = remembered(memos(facts), pattern, () => new WeakMap<ts.Node, ReadonlySet<ts.Symbol>>());
  return remembered(byModule, node, () => {
    const module = hasEnough(node, pattern) ? symbolOfModule(facts, node) : undefined;
    return module === undefined ? new Set() : askModule(facts, module, pattern);
  });
}

/** A file, or `declare module "x"`. */
type ModuleNode = ts.ModuleDeclaration | ts.SourceFile;

function symbolOfModule({ checker }: Facts, node: ModuleNode): ts.Symbol | undefined {
  return checker.getSymbolAtLocation(ts.isSourceFile(node) ? node : node.name);
}

/** The module a symbol is declared in. */
function moduleOf(facts: Facts, symbol: ts.Symbol): ts.Symbol | undefined {
  const node = moduleNodeOf(symbol);
  return node && symbolOfModule(facts, node);
}

function moduleNodeOf({ declarations }: ts.Symbol): ModuleNode | undefined {
  let node: ts.Node | undefined = declarations?.[0];
  while (node !== undefined && !ts.isSourceFile(node) && !(ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name))) node = node.parent;
  return node;
}

/** Told by the names at the top of the module: can it export enough of the pattern's functions? One that exports whatever another does may. */
function hasEnough(node: ModuleNode, { exportedWith }: ExportedWithPattern): boolean {
  const statements = ts.isSourceFile(node) ? node.statements : node.body && ts.isModuleBlock(node.body) ? node.body.statements : [];
  const names = new Set<string>();
  for (const statement of statements) {
    if (ts.isExportDeclaration(statement) && (statement.exportClause === undefined || ts.isNamespaceExport(statement.exportClause))) return true;
    if (ts.isExportAssignment(statement) || (statement.flags & ts.NodeFlags.JavaScriptFile) !== 0) return true;
    for (const name of namesIn(statement)) names.add(name.toLowerCase());
  }
  return exportedWith.filter((name) => names.has(name.toLowerCase())).length >= ENOUGH;
}

/** What a statement may export: under what name it is declared, or under that of the list. */
function namesIn(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ name }) => boundIn(name));
  if (ts.isExportDeclaration(statement)) return statement.exportClause && ts.isNamedExports(statement.exportClause) ? statement.exportClause.elements.map(({ name }) => name.text) : [];
  const { name } = statement as { readonly name?: ts.Node };
  return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
}

function boundIn(name: ts.BindingName): readonly string[] {
  return ts.isIdentifier(name) ? [name.text] : name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundIn(element.name)));
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
