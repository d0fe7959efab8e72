import ts from "typescript";

import { isTestFile } from "../contexts/entry.js";
import { type Facts, programMemo } from "../contexts/facts.js";
import { names } from "../contexts/calls.js";
import type { Io } from "../contexts/io.js";
import { mayBeNamed } from "../contexts/names.js";
import { nameOf, stripped } from "./callees.js";
import { mayBeIo } from "./io.js";
import { nameFor, plain, takersIn } from "./takers.js";

/**
 * Names first: which names of functions may lead to a break, told by syntax alone, once for each program. A call of any
 * other name needs no question to the checker. Names are compared in lower case, and a function of the same name as
 * another stands for both: too many names, never too few.
 */
export interface Breakers {
  /** Functions that may break a chain, themselves or by what they call. */
  readonly names: ReadonlySet<string>;
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
  return { names: found };
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
