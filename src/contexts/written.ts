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

/** Of the names at the top of a file. Whole origins are put together when they are asked for: files name thousands of things. */
interface Origins {
  /** The module that each is imported from, as it is written; none for what is declared here. */
  readonly specifiers: ReadonlyMap<string, string | undefined>;
  /** What has another name there. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The modules that were asked for, by how they are written. */
  readonly modules: Map<string, string>;
}

const originsOfFiles = new WeakMap<ts.SourceFile, Origins>();

/** Where a name at the top of a file comes from, the same for all files that it comes to: a module, this file, or nowhere (a global). */
export function originIn(file: ts.SourceFile, name: string): string {
  // What only declares, and is no module, declares globals (JavaScript without `export` may be a module of its own).
  if (file.isDeclarationFile && !ts.isExternalModule(file)) return "";
  let origins = originsOfFiles.get(file);
  if (origins === undefined) originsOfFiles.set(file, (origins = findOrigins(file)));
  const { modules, renamed, specifiers } = origins;
  const specifier = specifiers.get(name);
  if (specifier === undefined) return specifiers.has(name) ? `${file.fileName} ${name}` : "";
  let module = modules.get(specifier);
  if (module === undefined) modules.set(specifier, (module = moduleOf(file, specifier)));
  return `${module} ${renamed.get(name) ?? name}`;
}

function findOrigins(file: ts.SourceFile): Origins {
  const specifiers = new Map<string, string | undefined>();
  const renamed = new Map<string, string>();
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const { text } = statement.moduleSpecifier as ts.StringLiteral;
      const add = (local: ts.Identifier, imported = local.text): void => {
        specifiers.set(local.text, text);
        if (imported !== local.text) renamed.set(local.text, imported);
      };
      const { name, namedBindings: bindings } = statement.importClause ?? {};
      if (name !== undefined) add(name, "default");
      if (bindings !== undefined && ts.isNamespaceImport(bindings)) add(bindings.name, "*");
      else for (const each of bindings?.elements ?? []) add(each.name, each.propertyName?.text);
    } else {
      const { name } = statement as { readonly name?: ts.Node };
      if (name !== undefined && ts.isIdentifier(name)) specifiers.set(name.text, undefined);
    }
  }
  return { specifiers, renamed, modules: new Map() };
}

/** Files of one folder find the same package by a name. */
function moduleOf({ fileName }: ts.SourceFile, specifier: string): string {
  const folder = path.posix.dirname(fileName);
  return specifier.startsWith(".") ? path.posix.join(folder, specifier) : `${folder} ${specifier}`;
}
