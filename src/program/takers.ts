import ts from "typescript";

import type { Call } from "../contexts/accepts.js";
import { modelsByConvention } from "../contexts/conventions.js";
import { type Facts, programMemo } from "../contexts/facts.js";
import type { Io } from "../contexts/io.js";
import { isNamedIn } from "../contexts/identifiers.js";
import { mayBe } from "../contexts/names.js";
import type { ContextModel, TypePattern } from "../models/model.js";
import { type Heir, syntaxOf } from "./file-syntax.js";
import { nameFor, plain } from "./syntax.js";

/**
 * The names of functions, and of classes to construct, that may take a context: in the program's own files of any model,
 * in those of packages of one with a place by convention. Told by syntax alone, once for each program. A call of any other
 * name needs no question to the checker.
 */
const takersIn = programMemo((facts): ReadonlySet<string> => {
  const models = modelsByConvention(facts);
  const found = new Set<string>();
  /** What is declared as something of a named type, or extends it: it takes what that takes. */
  const heirs = new Map<string, Set<string>>();
  const isTelling = telling(models);
  const contexts = [...new Set(models.flatMap((model) => model.contexts.flatMap(typeNames)))];
  const files = facts.program.getSourceFiles().filter((file) => !facts.program.isSourceFileDefaultLibrary(file));
  const bags = new Set(files.flatMap((file) => (file.isDeclarationFile ? bagsIn(file, contexts) : [])));
  for (const file of files) {
    if (file.isDeclarationFile && !mayName(file, contexts) && !importsSome(file, bags)) continue;
    const { heirs: classes, signatures, typed } = syntaxOf(file);
    for (const signature of signatures) if (signature.parameters.some(isTelling)) found.add(plain(nameFor(signature) ?? nameInType(signature) ?? ""));
    for (const { name, type } of typed) for (const inherited of typesIn(type)) add(heirs, plain(inherited), plain(name.text));
    for (const heir of classes) for (const base of basesOf(heir)) add(heirs, plain(base.text), plain(heir.name?.text ?? ""));
  }
  for (const name of found) for (const heir of heirs.get(name) ?? []) found.add(heir);
  return found;
});

/** The same, of contexts with a place by convention: where no model of the program has one, nothing takes one. */
export function takersByConvention(facts: Facts): ReadonlySet<string> {
  return modelsByConvention(facts).length === 0 ? NOBODY : takersIn(facts);
}

const NOBODY: ReadonlySet<string> = new Set();

/** Told by its name: may what the class of a method extends or implements offer the method a context? */
export function mayOfferByName(facts: Facts, method: string): boolean {
  return takersIn(facts).has(plain(method));
}

/** Told by its name: may what is called take a context by convention, or is it listed? */
export function mayTakeByName(facts: Facts, { callee }: Call, { functions, others }: Io): boolean {
  return [takersIn(facts), functions.names, others.names].some((names) => mayBe(facts, callee, names));
}

/** What is declared with a function type (`find: (id: string, ctx?: Context) => …`), or the type or class that a signature belongs to. */
function nameInType(signature: ts.Node): string | undefined {
  let { parent } = signature;
  while (ts.isUnionTypeNode(parent) || ts.isParenthesizedTypeNode(parent)) parent = parent.parent;
  if (!ts.isTypeAliasDeclaration(parent) && !ts.isInterfaceDeclaration(parent) && !ts.isClassDeclaration(parent) && !isTyped(parent)) return undefined;
  return parent.name !== undefined && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
}

function isTyped(node: ts.Node): node is ts.ParameterDeclaration | ts.PropertyDeclaration | ts.PropertySignature | ts.VariableDeclaration {
  return ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node) || ts.isParameter(node);
}

/** What a class or interface extends or implements, by name. */
function basesOf({ heritageClauses }: Heir): readonly ts.Identifier[] {
  return (heritageClauses ?? []).flatMap(({ types }) => types.map(({ expression }) => expression).filter(ts.isIdentifier));
}

/** The types that a union names. */
function typesIn(node: ts.TypeNode): readonly string[] {
  if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) return node.types.flatMap(typesIn);
  if (!ts.isTypeReferenceNode(node)) return [];
  return [ts.isIdentifier(node.typeName) ? node.typeName.text : node.typeName.right.text];
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}

/** Does the file name a type of a model? */
function mayName(file: ts.SourceFile, contexts: readonly string[]): boolean {
  return contexts.some((name) => isNamedIn(file, name));
}

/** The options that a package's file declares with a property of such a type: others may name only them. */
function bagsIn(file: ts.SourceFile, contexts: readonly string[]): readonly string[] {
  if (!mayName(file, contexts)) return [];
  const holds = (member: ts.TypeElement): boolean => ts.isPropertySignature(member) && member.type !== undefined && typesIn(member.type).some((name) => contexts.includes(name));
  return file.statements.flatMap((statement) => {
    if (ts.isInterfaceDeclaration(statement)) return statement.members.some(holds) ? [statement.name.text] : [];
    return ts.isTypeAliasDeclaration(statement) && ts.isTypeLiteralNode(statement.type) && statement.type.members.some(holds) ? [statement.name.text] : [];
  });
}

function importsSome(file: ts.SourceFile, names: ReadonlySet<string>): boolean {
  return file.statements.some((statement) => {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    return bindings !== undefined && ts.isNamedImports(bindings) && bindings.elements.some(({ name, propertyName }) => names.has((propertyName ?? name).text));
  });
}

function typeNames(pattern: TypePattern): readonly string[] {
  if (pattern.from !== "anywhere") return [pattern.name].flat();
  if ("exportedWith" in pattern) return ["Context"];
  return pattern.name === undefined ? pattern.members : [pattern.name];
}

/** Is the parameter, or its type, called as contexts and what holds one are? */
function telling(models: readonly ContextModel[]): (parameter: ts.ParameterDeclaration) => boolean {
  const types = new Set(models.flatMap(({ contexts }) => contexts.flatMap(typeNames)));
  const isTold = (text: string): boolean => TELLING.test(text) || types.has(text);
  return ({ name, type }) => isTold(name.getText()) || (type !== undefined && isTold(type.getText()));
}

const TELLING = /context|ctx|token|cancel|signal|abort|opt|param|arg/i;
