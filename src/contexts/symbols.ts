import { AST_NODE_TYPES, ASTUtils, TSESLint, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import type { ContextModel, ValuePattern } from "../models/model.js";
import { declaredAt } from "./declared-at.js";
import { type Facts, fileMemo, programMemo } from "./facts.js";
import { outwards } from "./position/syntax.js";
import { remembered } from "./remembering.js";
import { originIn } from "./written.js";

/** How many aliases (`const b = a`) are followed. */
const MOST_ALIASES = 20;

/**
 * The symbol an expression's name stands for, through imports, re-exports, namespaces, `const` aliases, shorthand
 * properties and destructuring.
 */
export function symbolOf(facts: Facts, node: TSESTree.Node): ts.Symbol | undefined {
  return symbolsOf(facts, node).at(-1);
}

/** Is it declared in sources of the program, not in declarations of a package? */
export function isDeclaredHere({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some((declaration) => !declaration.getSourceFile().isDeclarationFile);
}

/**
 * All symbols an expression's name leads through, nearest first. A library may export a function under another name
 * than it declares it with, and both are its names; what an import calls it here is not.
 */
export function symbolsOf(facts: Facts, node: TSESTree.Node): readonly ts.Symbol[] {
  const symbol = symbolAt(facts, nameIn(node));
  return symbol === undefined ? [] : originsOf(facts, symbol);
}

const memos = fileMemo(() => new Map<TSESLint.Scope.Variable | string, ts.Symbol | undefined>());
const imports = programMemo(() => new Map<string, ts.Symbol | undefined>());

/**
 * The checker's symbol for a name. A variable, and a global, is asked for once a file, however often it is named; what is
 * imported, once for all files (the symbol is that of one of the imports).
 */
export function symbolAt(facts: Facts, node: TSESTree.Node): ts.Symbol | undefined {
  const member = memberOfThis(node);
  if (member !== undefined) return facts.services.getSymbolAtLocation(member);
  if (node.type !== AST_NODE_TYPES.Identifier || !isPlainReference(node)) return facts.services.getSymbolAtLocation(node);
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
  const isOfFile = variable?.scope.type === TSESLint.Scope.ScopeType.module;
  const isImport = isOfFile && variable.defs[0]?.type === TSESLint.Scope.DefinitionType.ImportBinding;
  const origin = isImport ? originIn(facts.sourceFile, node.name) : "";
  const ask = (): ts.Symbol | undefined => (isOfFile ? localOf(facts.sourceFile, node.name, ts.SymbolFlags.Value) : undefined) ?? facts.services.getSymbolAtLocation(node);
  if (origin !== "") return remembered(imports(facts), origin, ask);
  const key = variable === null || variable.defs.length === 0 ? node.name : variable;
  return remembered(memos(facts), key, ask);
}

/**
 * What a module declares or imports under a name, as TypeScript's binder noted it: the checker's own answer, without the
 * question. Nothing where the name means something else, or where other files may add to it.
 */
export function localOf(file: ts.SourceFile, name: string, meaning: ts.SymbolFlags): ts.Symbol | undefined {
  if (!ts.isExternalModule(file) || (file.flags & ts.NodeFlags.JavaScriptFile) !== 0) return undefined;
  const { locals } = file as { readonly locals?: ReadonlyMap<ts.__String, Bound> };
  const local = locals?.get(ts.escapeLeadingUnderscores(name));
  const symbol = local?.exportSymbol ?? local;
  return symbol === undefined || isMerged(symbol) || (symbol.flags & (meaning | ts.SymbolFlags.Alias)) === 0 ? undefined : symbol;
}

/** The symbol of a declaration, as the binder noted it; nothing where it was merged with others. */
export function boundAt(declaration: ts.Declaration): ts.Symbol | undefined {
  const { symbol } = declaration as { readonly symbol?: Bound };
  return symbol === undefined || isMerged(symbol) ? undefined : symbol;
}

function isMerged({ mergeId = 0 }: Bound): boolean {
  return mergeId !== 0;
}

/** What TypeScript keeps of a symbol to itself. */
interface Bound extends ts.Symbol {
  readonly exportSymbol?: Bound;
  readonly mergeId?: number;
}

/** `load` of `this.load()` in an object that is written out with its `load`: to know the type of `this`, the checker would resolve what the object is for. */
function memberOfThis(node: TSESTree.Node): TSESTree.Node | undefined {
  const { parent } = node;
  if (node.type !== AST_NODE_TYPES.Identifier || parent?.type !== AST_NODE_TYPES.MemberExpression || parent.computed || parent.object.type !== AST_NODE_TYPES.ThisExpression) return undefined;
  for (const { outer } of outwards(node)) {
    if (outer.type === AST_NODE_TYPES.FunctionDeclaration || outer.type === AST_NODE_TYPES.ClassBody) return undefined;
    if (outer.type !== AST_NODE_TYPES.FunctionExpression) continue;
    const object = outer.parent.type === AST_NODE_TYPES.Property ? outer.parent.parent : undefined;
    if (object?.type !== AST_NODE_TYPES.ObjectExpression) return undefined;
    const member = object.properties.find((property) => ASTUtils.isFunction(property.type === AST_NODE_TYPES.Property ? property.value : undefined) && ASTUtils.getPropertyName(property as TSESTree.Property) === node.name);
    return (member as TSESTree.Property | undefined)?.key;
  }
  return undefined;
}

/** A callee or an argument: surely a reference to a variable. */
function isPlainReference(node: TSESTree.Identifier): boolean {
  const { parent } = node;
  if (parent.type === AST_NODE_TYPES.CallExpression || parent.type === AST_NODE_TYPES.NewExpression) return true;
  return parent.type === AST_NODE_TYPES.MemberExpression && parent.object === node;
}

/** The part of a reference that the checker knows a symbol for. */
function nameIn(node: TSESTree.Node): TSESTree.Node {
  if (node.type === AST_NODE_TYPES.MemberExpression) return node.property;
  return "expression" in node && typeof node.expression === "object" ? nameIn(node.expression) : node;
}

/** Follows a symbol to the declaration it is an alias of. */
export function originOf(facts: Facts, start: ts.Symbol): ts.Symbol | undefined {
  return originsOf(facts, start).at(-1);
}

/** The symbols on the way from an alias to its declaration; none where the way is lost. */
export function originsOf(facts: Facts, start: ts.Symbol): readonly ts.Symbol[] {
  const way = new Set([start]);
  for (const symbol of way) {
    const next = way.size < MOST_ALIASES ? nextOrigin(facts, symbol) : undefined;
    if (next !== undefined) way.add(next);
  }
  return [...way].filter((symbol) => !(symbol.flags & ts.SymbolFlags.Alias) || symbol.declarations?.some(ts.isExportSpecifier) === true);
}

/** What an import or export stands for; what is neither stands for itself. */
export function importedAs(facts: Facts, alias: ts.Symbol): ts.Symbol | undefined {
  let symbol: ts.Symbol | undefined = alias;
  for (let steps = 0; symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0; steps++) symbol = steps < MOST_ALIASES ? nextOrigin(facts, symbol) : undefined;
  return symbol;
}

function nextOrigin(facts: Facts, symbol: ts.Symbol): ts.Symbol | undefined {
  const { checker } = facts;
  if (symbol.flags & ts.SymbolFlags.Alias) {
    // The `default` that `import()` makes of a CommonJS module is declared nowhere, and has no step to follow.
    if (symbol.declarations === undefined) return checker.getAliasedSymbol(symbol);
    const origin = importOrigin(symbol);
    return origin === "" ? checker.getImmediateAliasedSymbol(symbol) : remembered(imported(facts), origin, () => checker.getImmediateAliasedSymbol(symbol));
  }
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

const imported = programMemo(() => new Map<string, ts.Symbol | undefined>());

/** What is imported by this, in words that are the same for all files that import it. */
function importOrigin({ declarations }: ts.Symbol): string {
  const [node] = declarations ?? [];
  if (node === undefined || !(ts.isImportSpecifier(node) || ts.isImportClause(node)) || node.name === undefined) return "";
  const statement = ts.isImportClause(node) ? node.parent : node.parent.parent.parent;
  return ts.isSourceFile(statement.parent) ? originIn(statement.parent, node.name.text) : "";
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

/** All names in these patterns, in lower case: what {@link mayBe} wants. */
export function namesIn(patterns: readonly ({ readonly method: string } | { readonly name: string | readonly string[] })[]): ReadonlySet<string> {
  const names = patterns.flatMap((pattern) => ("method" in pattern ? [pattern.method] : pattern.name));
  return new Set(names.map((name) => name.toLowerCase()));
}

/** The model's patterns of one kind, each with its model, over all models. */
export function patternsOf<T>(facts: Facts, of: (model: ContextModel) => readonly T[] | undefined): readonly (readonly [ContextModel, T])[] {
  return facts.models.flatMap((model) => (of(model) ?? []).map((pattern) => [model, pattern] as const));
}
