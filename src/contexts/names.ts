import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { DEFAULT, defaultsFrom, namesFor } from "./default-exports.js";
import { type Facts, fileMemo, programMemo } from "./facts.js";
import { identifiersOf } from "./identifiers.js";
import { remembered } from "./remembering.js";
import { declaredInFile } from "./scopes.js";

/**
 * What a name in a file may stand for, told by syntax alone: the first question about a call, so that the checker is
 * asked only where the answer may be yes.
 */

/** `f` of `f`, `x.f`, `x?.f`, `x["f"]`, through casts. */
export function lastName(node: TSESTree.Node): string | undefined {
  switch (node.type) {
    case AST_NODE_TYPES.Identifier:
    case AST_NODE_TYPES.PrivateIdentifier:
      return node.name;
    case AST_NODE_TYPES.MemberExpression:
      if (!node.computed) return node.property.name;
      return node.property.type === AST_NODE_TYPES.Literal ? String(node.property.value) : undefined;
    case AST_NODE_TYPES.ChainExpression:
    case AST_NODE_TYPES.TSNonNullExpression:
    case AST_NODE_TYPES.TSAsExpression:
    case AST_NODE_TYPES.TSSatisfiesExpression:
    case AST_NODE_TYPES.TSTypeAssertion:
    case AST_NODE_TYPES.TSInstantiationExpression:
      return lastName(node.expression);
    default:
      return undefined;
  }
}

/** May the callee or reference be one of these names (lower case, `owner.member` for members)? A sure no costs no question to the checker. */
export function mayBe(facts: Facts, node: TSESTree.Node, names: ReadonlySet<string>): boolean {
  const wanted = wantedHere(facts, names);
  if (wanted.size === 0) return false;
  const name = lastName(node);
  if (name === undefined) return false;
  const owners = wanted.get(name.toLowerCase());
  if (owners !== undefined && (owners.size === 0 || mayBelong(facts, node, owners))) return true;
  const stands = localNames(facts);
  if (!stands.has(name)) return false;
  const known = new Set([name]);
  for (const next of known) {
    if (next !== name && wanted.has(next.toLowerCase())) return true;
    for (const other of stands.get(next) ?? []) known.add(other);
  }
  return false;
}

/** May this name, in any file of the program, stand for one of these (lower case)? Knows what modules call something else, not what functions do. */
export function mayBeNamed(facts: Facts, name: string, names: ReadonlySet<string>): boolean {
  return wantedNames(facts, names).has(name.toLowerCase());
}

/** Does the file name any of these (lower case, `owner.member` for members) at all? */
export function namesAny(facts: Facts, names: ReadonlySet<string>): boolean {
  return wantedHere(facts, names).size > 0;
}

/** A member that is read from something else than its owner, as far as that has a name, is another. */
function mayBelong(facts: Facts, node: TSESTree.Node, owners: ReadonlySet<string>): boolean {
  if ("expression" in node && typeof node.expression === "object") return mayBelong(facts, node.expression, owners);
  return node.type !== AST_NODE_TYPES.MemberExpression || lastName(node.object) === undefined || mayBe(facts, node.object, owners);
}

type Wanted = ReadonlyMap<string, ReadonlySet<string>>;

const wantedMemos = programMemo(() => new WeakMap<ReadonlySet<string>, Wanted>());

/** The wanted names without their owners, and all names under which the program knows them: each with the owners it must have, if any. */
function wantedNames(facts: Facts, names: ReadonlySet<string>): Wanted {
  const memo = wantedMemos(facts);
  let wanted = memo.get(names);
  if (wanted === undefined) memo.set(names, (wanted = askWanted(facts, names)));
  return wanted;
}

const wantedMemosHere = fileMemo(() => new WeakMap<ReadonlySet<string>, Wanted>());

/** Those of the wanted names that the file has at all. */
function wantedHere(facts: Facts, names: ReadonlySet<string>): Wanted {
  return remembered(wantedMemosHere(facts), names, () => {
    const here = namesHere(facts).names;
    return new Map([...wantedNames(facts, names)].filter(([name]) => here.has(name)));
  });
}

/** All names in the file, in lower case. */
const namesHere = fileMemo(({ sourceFile }) => ({ names: new Set([...identifiersOf(sourceFile)].map((name) => name.replace("#", "").toLowerCase())) }));

function askWanted(facts: Facts, names: ReadonlySet<string>): Wanted {
  const wanted = new Map<string, Set<string>>();
  const plain = new Set<string>();
  for (const name of names) {
    const [member = name, owner] = name.split(".").reverse();
    if (owner === undefined) plain.add(member);
    else add(wanted, member, owner);
  }
  for (const name of wanted.keys()) for (const other of aliasesOf(facts).get(name) ?? []) plain.add(other);
  for (const name of plain) {
    wanted.set(name, new Set());
    for (const other of aliasesOf(facts).get(name) ?? []) plain.add(other);
  }
  return wanted;
}

/** All that files of the program call something else at top level: a name (lower case), and its other names. */
const aliasesOf = programMemo((facts) => {
  const { program } = facts;
  const aliases = new Map<string, Set<string>>();
  for (const file of program.getSourceFiles()) {
    if (program.isSourceFileDefaultLibrary(file)) continue;
    const collect: Collect = (name, of) => {
      if (of === undefined || name === of) return;
      for (const each of namesFor(file, name)) add(aliases, of.toLowerCase(), each.toLowerCase());
    };
    const collectDefault: CollectDefault = (name, from) => {
      for (const of of defaultsFrom(facts, from)) collect(name, of);
    };
    for (const statement of file.statements) collectFrom(statement, collect, collectDefault);
  }
  return aliases;
});

type Collect = (name: string, of: string | undefined) => void;

/** Of a name for the default of another module. */
type CollectDefault = (name: string, from: ts.Expression) => void;

function collectFrom(statement: ts.Statement, collect: Collect, collectDefault: CollectDefault): void {
  if (ts.isExportDeclaration(statement)) {
    const { exportClause, moduleSpecifier } = statement;
    if (exportClause !== undefined && ts.isNamedExports(exportClause)) collectSpecifiers(exportClause.elements, moduleSpecifier, collect, collectDefault);
  } else if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    if (name !== undefined) collectDefault(name.text, statement.moduleSpecifier);
    if (namedBindings !== undefined && ts.isNamedImports(namedBindings)) collectSpecifiers(namedBindings.elements, statement.moduleSpecifier, collect, collectDefault);
  } else if (ts.isExportAssignment(statement)) {
    collectValue(DEFAULT, statement.expression, collect);
  } else if (ts.isImportEqualsDeclaration(statement)) {
    const { moduleReference, name } = statement;
    if (ts.isExternalModuleReference(moduleReference)) collectDefault(name.text, moduleReference.expression);
    else collect(name.text, moduleReference.getText().split(".").at(-1));
  } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    if (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true) collect(DEFAULT, statement.name?.text);
  } else if (ts.isVariableStatement(statement)) {
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name)) collectValue(name.text, initializer, collect);
      else if (ts.isObjectBindingPattern(name)) collectPattern(name, collect);
    }
  }
}

function collectSpecifiers(specifiers: readonly (ts.ExportSpecifier | ts.ImportSpecifier)[], from: ts.Expression | undefined, collect: Collect, collectDefault: CollectDefault): void {
  for (const specifier of specifiers) {
    const { name, propertyName } = specifier;
    const of = propertyName ?? name;
    if (of.text === DEFAULT && from !== undefined) collectDefault(name.text, from);
    else if (!isBundlers(specifier)) collect(name.text, of.text);
  }
}

/** `export { extract as x }`: the parts of a bundle call each other so, and whoever imports it does not. */
function isBundlers(node: ts.ExportSpecifier | ts.ImportSpecifier): boolean {
  return node.name.text.length === 1 && ts.isExportSpecifier(node) && node.getSourceFile().isDeclarationFile;
}

function collectPattern({ elements }: ts.ObjectBindingPattern, collect: Collect): void {
  for (const { name, propertyName } of elements) {
    if (ts.isIdentifier(name) && propertyName !== undefined && ts.isIdentifier(propertyName)) collect(name.text, propertyName.text);
  }
}

function collectValue(name: string, value: ts.Expression | undefined, collect: Collect): void {
  if (value === undefined) return;
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value)) collectValue(name, value.expression, collect);
  else if (ts.isIdentifier(value)) collect(name, value.text);
  else if (ts.isPropertyAccessExpression(value)) collect(name, value.name.text);
  else if (ts.isObjectLiteralExpression(value)) {
    for (const property of value.properties) {
      if (ts.isPropertyAssignment(property) && ts.isIdentifier(property.name)) collectValue(property.name.text, property.initializer, collect);
    }
  }
}

/** What variables of this file stand for, those of functions included. */
const localNames = fileMemo(({ sourceCode }) => {
  const stands = new Map<string, Set<string>>();
  for (const { defs, name } of declaredInFile(sourceCode)) {
    const definition = defs[0]?.node;
    if (definition?.type !== AST_NODE_TYPES.VariableDeclarator || definition.init === null) continue;
    if (definition.id.type === AST_NODE_TYPES.ObjectPattern) addProperties(stands, definition.id);
    else if (definition.init.type === AST_NODE_TYPES.ObjectExpression) addProperties(stands, definition.init);
    else addName(stands, name, definition.init);
  }
  return stands;
});

/** `{ background: bg }`: in a pattern `bg` is `background`, in a literal the other way round. */
function addProperties(stands: Map<string, Set<string>>, { type, properties }: TSESTree.ObjectExpression | TSESTree.ObjectPattern): void {
  for (const property of properties) {
    if (property.type !== AST_NODE_TYPES.Property || property.computed || property.key.type !== AST_NODE_TYPES.Identifier) continue;
    if (type === AST_NODE_TYPES.ObjectExpression) addName(stands, property.key.name, property.value);
    else if (property.value.type === AST_NODE_TYPES.Identifier) addName(stands, property.value.name, property.key);
  }
}

function addName(stands: Map<string, Set<string>>, name: string, value: TSESTree.Node): void {
  const of = lastName(value);
  if (of !== undefined && of !== name) add(stands, name, of);
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}
