import * as path from "node:path";

import ts from "typescript";

import { typeParametersOf } from "../program/syntax.js";

/**
 * What a declaration says of its type, as a key: declarations with the same key have the same type, so that the checker
 * need resolve it once. Undefined where the same words may stand for something else.
 */
export type Written = string | undefined;

/** What is written of a declared value, unless what it is declared in was given type arguments. */
export function writtenOf({ flags, valueDeclaration: node }: ts.Symbol): Written {
  return node === undefined || (flags & ts.SymbolFlags.Transient) !== 0 ? undefined : ofDeclaration(node);
}

/** What is written of a type, a declaration, or the name in one. */
export function writtenAt(node: ts.Node): Written {
  if (ts.isTypeNode(node)) return writtenAs(node);
  return ofDeclaration(ts.isIdentifier(node) && "name" in node.parent && node.parent.name === node ? node.parent : node);
}

function ofDeclaration(node: ts.Node): Written {
  const isTold = ts.isParameter(node)
    ? node.initializer === undefined && node.modifiers === undefined && ts.isIdentifier(node.name)
    : ts.isPropertySignature(node) || ts.isPropertyDeclaration(node);
  if (!isTold) return undefined;
  const { questionToken, type } = node as ts.ParameterDeclaration | ts.PropertyDeclaration | ts.PropertySignature;
  const written = type && writtenAs(type);
  // With `exactOptionalPropertyTypes` an optional property is not as an optional parameter is.
  return written === undefined || questionToken === undefined ? written : `${ts.isParameter(node) ? "?" : "?:"} ${written}`;
}

function writtenAs(type: ts.TypeNode): Written {
  const names = new Set<string>();
  if (!isSimple(type, names)) return undefined;
  const file = type.getSourceFile();
  const scope = scopeOf(type, names);
  if (scope === undefined) return undefined;
  const origins = [...names].map((name) => (scope === file ? originIn(file, name) : `${file.fileName}:${scope.pos} ${name}`));
  return [type.getText(file), ...origins].join(" | ");
}

/** Is it made of names, lists, unions and primitives, of which TypeScript has one type each? */
function isSimple(node: ts.TypeNode, names: Set<string>): boolean {
  if (ts.isTypeReferenceNode(node)) {
    let name = node.typeName;
    while (ts.isQualifiedName(name)) name = name.left;
    names.add(name.text);
    return node.typeArguments?.every((each) => isSimple(each, names)) ?? true;
  }
  if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) return node.types.every((each) => isSimple(each, names));
  if (ts.isArrayTypeNode(node)) return isSimple(node.elementType, names);
  if (ts.isParenthesizedTypeNode(node)) return isSimple(node.type, names);
  if (ts.isIndexedAccessTypeNode(node)) return isSimple(node.objectType, names) && isSimple(node.indexType, names);
  return ts.isLiteralTypeNode(node) || ts.isToken(node);
}

/** The block, module or file that the names are looked up from; undefined where one is that of a type parameter or of a class on the way. */
function scopeOf(type: ts.Node, names: ReadonlySet<string>): ts.Node | undefined {
  let node = type.parent;
  let isPartOfAlias = true;
  while (!ts.isSourceFile(node) && !ts.isBlock(node) && !ts.isModuleBlock(node) && !ts.isCaseBlock(node)) {
    // What an alias stands for is a type of its own, `readonly` makes another list, and what else names types does so in its own way.
    const isOther = ts.isTypeAliasDeclaration(node) ? isPartOfAlias : ts.isTypeOperatorNode(node) || ts.isClassExpression(node) || ts.isMappedTypeNode(node) || ts.isConditionalTypeNode(node);
    if (isOther) return undefined;
    isPartOfAlias &&= ts.isTypeNode(node);
    if (typeParametersOf(node).some(({ name }) => names.has(name.text))) return undefined;
    node = node.parent;
  }
  return node;
}

const originsOfFiles = new WeakMap<ts.SourceFile, ReadonlyMap<string, string>>();

/** Where a name at the top of a file comes from, the same for all files that it comes to: a module, this file, or nowhere (a global). */
export function originIn(file: ts.SourceFile, name: string): string {
  // What only declares, and is no module, declares globals (JavaScript without `export` may be a module of its own).
  if (file.isDeclarationFile && !ts.isExternalModule(file)) return "";
  let origins = originsOfFiles.get(file);
  if (origins === undefined) originsOfFiles.set(file, (origins = new Map(file.statements.flatMap((statement) => namesOf(file, statement)))));
  return origins.get(name) ?? "";
}

function namesOf(file: ts.SourceFile, statement: ts.Statement): readonly (readonly [name: string, origin: string])[] {
  if (ts.isImportDeclaration(statement)) {
    const { importClause: clause, moduleSpecifier } = statement;
    const from = `${moduleOf(file, (moduleSpecifier as ts.StringLiteral).text)} `;
    const { name, namedBindings: bindings } = clause ?? {};
    return [
      ...(name === undefined ? [] : [[name.text, `${from}default`] as const]),
      ...(bindings === undefined ? [] : ts.isNamespaceImport(bindings) ? [[bindings.name.text, `${from}*`] as const] : bindings.elements.map((each) => [each.name.text, from + (each.propertyName ?? each.name).text] as const)),
    ];
  }
  const { name } = statement as { readonly name?: ts.Node };
  return name !== undefined && ts.isIdentifier(name) ? [[name.text, `${file.fileName} ${name.text}`]] : [];
}

/** Files of one folder find the same package by a name. */
function moduleOf({ fileName }: ts.SourceFile, specifier: string): string {
  const folder = path.posix.dirname(fileName);
  return specifier.startsWith(".") ? path.posix.join(folder, specifier) : `${folder} ${specifier}`;
}
