import ts from "typescript";

import { type Facts, programMemo } from "../contexts/facts.js";
import type { Io } from "../contexts/io.js";
import { mayBeNamed } from "../contexts/names.js";
import { isConstant, nameOf, stripped } from "./syntax.js";

const memos = programMemo(() => new WeakMap<ts.SourceFile, ReadonlySet<string>>());

/** Told by syntax: may this be a call of what is listed? A member that is a function of a module is one of something imported. */
export function mayBeIo(facts: Facts, { expression }: ts.CallExpression, { functions, others }: Io): boolean {
  const name = nameOf(expression)?.text;
  if (name === undefined) return false;
  if (mayBeNamed(facts, name, others.names)) return true;
  if (!mayBeNamed(facts, name, functions.names)) return false;
  if (ts.isIdentifier(stripped(expression)) && !TIMERS.has(name)) return true;
  const first = firstName(expression);
  return first !== undefined && (GLOBALS.has(first) || importedIn(facts, expression.getSourceFile()).has(first));
}

/** The globals of these names are not listed; what is comes from a module. */
const TIMERS = new Set(["setImmediate", "setInterval", "setTimeout"]);

const GLOBALS = new Set(["global", "globalThis", "self", "window"]);

/** `fs` of `fs.promises.readFile`. */
function firstName(expression: ts.Expression): string | undefined {
  let node = stripped(expression);
  while (ts.isPropertyAccessExpression(node)) node = stripped(node.expression);
  return ts.isIdentifier(node) ? node.text : undefined;
}

/** What a file imports, and the constants of the module that it takes out of that. */
function importedIn(facts: Facts, file: ts.SourceFile): ReadonlySet<string> {
  const memo = memos(facts);
  let names = memo.get(file);
  if (names === undefined) memo.set(file, (names = collectImported(file)));
  return names;
}

function collectImported(file: ts.SourceFile): ReadonlySet<string> {
  // It may be imported where it is needed.
  const names = new Set<string>(file.text.includes("timers/promises") ? TIMERS : []);
  const collect = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) collect(element.name);
  };
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      if (name !== undefined) collect(name);
      if (namedBindings !== undefined && ts.isNamespaceImport(namedBindings)) collect(namedBindings.name);
      else for (const specifier of namedBindings?.elements ?? []) collect(specifier.name);
    } else if (ts.isImportEqualsDeclaration(statement)) {
      collect(statement.name);
    } else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        const first = isConstant(declaration) ? firstName(declaration.initializer) : undefined;
        if (first !== undefined && names.has(first)) collect(declaration.name);
      }
    }
  }
  return names;
}
