import ts from "typescript";

import { isTestFile } from "../contexts/entry.js";
import { type Facts, programMemo } from "../contexts/facts.js";
import { names } from "../contexts/calls.js";
import type { Io } from "../contexts/io.js";
import { mayBeNamed } from "../contexts/names.js";
import { modelsByConvention } from "../contexts/conventions.js";
import type { ContextModel, TypePattern } from "../models/model.js";
import { nameOf, stripped } from "./callees.js";
import { mayBeIo } from "./io.js";

/**
 * Names first: which names of functions may lead to a break, told by syntax alone, once for each program. A call of any
 * other name needs no question to the checker. Names are compared in lower case, and a function of the same name as
 * another stands for both: too many names, never too few.
 */
export interface Breakers {
  /** Functions that may break a chain, themselves or by what they call. */
  readonly names: ReadonlySet<string>;
  /** Functions that may take a context by convention, which may be left out. */
  readonly takers: ReadonlySet<string>;
}

const memos = programMemo(() => new WeakMap<Io, Breakers>());

/** The names that may lead to a break. */
export function breakersOf(facts: Facts, io: Io): Breakers {
  const memo = memos(facts);
  let breakers = memo.get(io);
  if (breakers === undefined) memo.set(io, (breakers = findBreakers(facts, io)));
  return breakers;
}

function findBreakers(facts: Facts, io: Io): Breakers {
  const takers = takersIn(facts);
  const { roots } = names(facts);
  const callers = new Map<string, Set<string>>();
  const found = new Set<string>();
  for (const file of ownFiles(facts)) {
    visit(file, {
      calls: (call, by) => {
        const called = nameOf(call.expression);
        if (called === undefined || by === undefined) return;
        const name = plain(called.text);
        if (takers.has(name) || mayBeIo(facts, call, io)) found.add(plain(by));
        add(callers, name, plain(by));
      },
      names: (name, by) => {
        if (by !== undefined && mayBeNamed(facts, name.text, roots)) found.add(plain(by));
      },
      renames: (called, by) => {
        if (called !== undefined) add(callers, plain(called), plain(by));
      },
    });
  }
  for (const name of found) for (const caller of callers.get(name) ?? []) found.add(caller);
  return { names: found, takers };
}

/** A name as it is compared: `#load` is `load`. */
export function plain(name: string): string {
  return name.replace("#", "").toLowerCase();
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}

function ownFiles(facts: Facts): readonly ts.SourceFile[] {
  return facts.program.getSourceFiles().filter((file) => !file.isDeclarationFile && !file.fileName.includes("/node_modules/") && !isTestFile(facts, file.fileName));
}

/** What is seen on the way through a file, each with the name of the function it stands in. */
interface Visitor {
  readonly calls: (call: ts.CallExpression, by: string | undefined) => void;
  readonly names: (name: ts.Identifier, by: string | undefined) => void;
  readonly renames: (called: string | undefined, by: string) => void;
}

/** With an explicit stack: code may be nested deep. */
function visit(file: ts.SourceFile, { calls, names: named, renames }: Visitor): void {
  const queue: ts.Node[] = [file];
  const within: (string | undefined)[] = [undefined];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    const by = within.pop();
    if (ts.isIdentifier(node)) named(node, by);
    else if (ts.isCallExpression(node)) calls(node, by);
    else renamed(node, renames);
    const inner = nameFor(node) ?? by;
    node.forEachChild((child) => {
      if (ts.isTypeNode(child) && !ts.isExpressionWithTypeArguments(child)) return;
      queue.push(child);
      within.push(inner);
    });
  }
}

/** The name of a function, or of what a function is the value of. */
function nameFor(node: ts.Node): string | undefined {
  if (!ts.isFunctionLike(node)) return undefined;
  if (node.name !== undefined && ts.isIdentifier(node.name)) return node.name.text;
  if (node.name !== undefined) return ts.isStringLiteralLike(node.name) || ts.isPrivateIdentifier(node.name) ? node.name.text : undefined;
  if (ts.isFunctionDeclaration(node)) return "default";
  let parent: ts.Node = node.parent;
  while (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent)) parent = parent.parent;
  if (ts.isExportAssignment(parent)) return "default";
  if (!ts.isVariableDeclaration(parent) && !ts.isPropertyDeclaration(parent) && !ts.isPropertyAssignment(parent)) return undefined;
  const { name } = parent;
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

/** `import { a as b }`, `export { a as b }`, `const b = a`, `{ b: a }`, `const { a: b } = x`, `export default a`. */
function renamed(node: ts.Node, add: Visitor["renames"]): void {
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node) || ts.isBindingElement(node)) {
    if (node.propertyName !== undefined && ts.isIdentifier(node.propertyName) && ts.isIdentifier(node.name)) add(node.propertyName.text, node.name.text);
  } else if (ts.isImportClause(node)) {
    if (node.name !== undefined) add("default", node.name.text);
  } else if (ts.isExportAssignment(node)) {
    add(nameOf(node.expression)?.text, "default");
  } else if (ts.isFunctionDeclaration(node)) {
    if (node.name !== undefined && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true) add(node.name.text, "default");
  } else if ((ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)) && node.initializer !== undefined && ts.isIdentifier(node.name)) {
    const value = stripped(node.initializer);
    if (ts.isIdentifier(value) || ts.isPropertyAccessExpression(value)) add(nameOf(value)?.text, node.name.text);
  }
}

/** The names of functions with a parameter that may be a context and may be left out, where contexts have a place by convention. */
const takersIn = programMemo((facts): ReadonlySet<string> => {
  const found = new Set<string>();
  const models = modelsByConvention(facts);
  if (models.length === 0) return found;
  const isTelling = (file: ts.SourceFile): boolean => !file.isDeclarationFile || models.some((model) => mayName(file, model));
  for (const file of facts.program.getSourceFiles()) {
    if (facts.program.isSourceFileDefaultLibrary(file) || !isTelling(file)) continue;
    const queue: ts.Node[] = [file];
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      if (ts.isFunctionLike(node) && node.parameters.some(mayBeLeftOut)) {
        const name = nameFor(node) ?? nameOfType(node);
        if (name !== undefined) found.add(plain(name));
      }
      node.forEachChild((child) => void queue.push(child));
    }
  }
  return found;
});

/** `find: (id: string, ctx?: Context) => …` */
function nameOfType({ parent }: ts.Node): string | undefined {
  return (ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent) || ts.isVariableDeclaration(parent)) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
}

/** Does the file name a type of the model? */
function mayName(file: ts.SourceFile, { contexts }: ContextModel): boolean {
  const { identifiers } = file as { readonly identifiers?: ReadonlyMap<string, string> };
  const has = (name: string): boolean => identifiers?.has(name) ?? file.text.includes(name);
  return contexts.some((pattern) => typeNames(pattern).some(has));
}

function typeNames(pattern: TypePattern): readonly string[] {
  if (pattern.from !== "anywhere") return [pattern.name].flat();
  if ("exportedWith" in pattern) return ["Context"];
  return pattern.name === undefined ? pattern.members : [pattern.name];
}

/** How parameters that are contexts, or hold one, are called, and their types. */
const TELLING = /context|ctx|token|cancel|signal|abort|opt|param|arg/i;

function mayBeLeftOut({ name, type }: ts.ParameterDeclaration): boolean {
  return TELLING.test(name.getText()) || (type !== undefined && TELLING.test(type.getText()));
}
