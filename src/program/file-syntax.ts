import ts from "typescript";

import { defaultsFrom, namesFor } from "../contexts/default-exports.js";
import { isTestFile } from "../contexts/entry.js";
import { type Facts, programMemo } from "../contexts/facts.js";
import { remembered } from "../contexts/remembering.js";
import { nameFor, nameOf, plain, stripped } from "./syntax.js";

/**
 * What the searches through the whole program look for in a file, found in one walk. It speaks of syntax alone, and files
 * outlive programs: after a change only the files that changed are walked again.
 */
export interface FileSyntax {
  /** Functions, methods and signatures that have parameters. */
  readonly signatures: readonly ts.SignatureDeclaration[];
  /** What is declared with a type: a variable, parameter or property that may have its signatures. */
  readonly typed: readonly Typed[];
  /** Classes and interfaces that extend or implement something. */
  readonly heirs: readonly Heir[];
  /** Calls in functions with a name. */
  readonly calls: readonly { readonly call: ts.CallExpression; readonly by: Caller }[];
  /** Functions with a loop that may go on for ever, a timer or a subscription. */
  readonly repeating: ReadonlySet<Caller>;
  /** What is known by another name, too: `import { called as by }`, `const by = called`. */
  readonly renames: readonly { readonly called: string; readonly by: Caller }[];
  /** What the default of another module is known by: `import by from "from"`. */
  readonly defaults: readonly { readonly from: ts.Expression; readonly by: Caller }[];
}

/** What stands for whatever it calls or renames. */
export interface Caller {
  /** The names that the program knows it by, as names are compared: a default has one in each module that imports it. */
  readonly names: readonly string[];
  /** The function; none for what only gives another name. */
  readonly fn?: ts.SignatureDeclaration;
}

export type Heir = ts.ClassLikeDeclaration | ts.InterfaceDeclaration;
type Declaration = ts.ParameterDeclaration | ts.PropertyDeclaration | ts.PropertySignature | ts.VariableDeclaration;
export type Typed = Declaration & { readonly name: ts.Identifier; readonly type: ts.TypeNode };

const known = new WeakMap<ts.SourceFile, FileSyntax>();

/** The syntax of a file of whichever program. */
export function syntaxOf(file: ts.SourceFile): FileSyntax {
  return remembered(known, file, () => collect(file));
}

/** By the name of what is called, or renamed, who does it; as names are compared. */
export function callersIn(facts: Facts, files: readonly ts.SourceFile[]): ReadonlyMap<string, readonly Caller[]> {
  const callers = new Map<string, Caller[]>();
  const add = (called: string | undefined, by: Caller): void => {
    if (called === undefined) return;
    const known = remembered(callers, plain(called), (): Caller[] => []);
    if (known.at(-1) !== by) known.push(by); // who calls it in several places is there more than once only where others come between
  };
  for (const file of files) {
    const { calls, defaults, renames } = syntaxOf(file);
    for (const { by, call } of calls) add(nameOf(call.expression)?.text, by);
    for (const { by, called } of renames) add(called, by);
    for (const { by, from } of defaults) for (const called of defaultsFrom(facts, from)) add(called, by);
  }
  return callers;
}

/** The program's own sources, tests aside. */
export const ownFiles = programMemo((facts): readonly ts.SourceFile[] => facts.program.getSourceFiles().filter((file) => !file.isDeclarationFile && !file.fileName.includes("/node_modules/") && !isTestFile(facts, file.fileName)));

/** As {@link callersIn}, in those. */
export const ownCallers = programMemo((facts) => callersIn(facts, ownFiles(facts)));

/**
 * The names of these, and of all that calls them, directly or not.
 * @param counts for whom it holds; those that call only others are left out, too
 */
export function withCallers(start: Iterable<Caller>, callers: ReadonlyMap<string, readonly Caller[]>, counts: (caller: Caller) => boolean = () => true): ReadonlySet<string> {
  const all = new Set<string>();
  const seen = new Set<Caller>();
  const add = (caller: Caller): void => {
    if (seen.has(caller)) return;
    seen.add(caller);
    if (caller.names.some((name) => !all.has(name)) && counts(caller)) for (const name of caller.names) all.add(name);
  };
  for (const caller of start) add(caller);
  for (const name of all) for (const caller of callers.get(name) ?? []) add(caller);
  return all;
}

function callerOf(file: ts.SourceFile, name: string, fn?: ts.SignatureDeclaration): Caller {
  return { names: namesFor(file, name).map(plain), ...(fn && { fn }) };
}

/**
 * Visits every node, each with the function with a name that it stands in; children of a node from the last to the first.
 * With an explicit stack: code may be nested deep.
 * @param hasLeaves names, literals and other tokens too
 */
export function walk(file: ts.SourceFile, hasLeaves: boolean, visit: (node: ts.Node, by: Caller | undefined) => void): void {
  const left: ts.Node[] = [file];
  const within: (Caller | undefined)[] = [undefined];
  let inner: Caller | undefined;
  const push = (child: ts.Node): void => {
    if (!hasLeaves && child.kind <= ts.SyntaxKind.LastToken) return;
    left.push(child);
    within.push(inner);
  };
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    const by = within.pop();
    visit(node, by);
    const name = "body" in node ? nameFor(node) : undefined;
    inner = name === undefined ? by : callerOf(file, name, node as ts.SignatureDeclaration);
    node.forEachChild(push);
  }
}

function collect(file: ts.SourceFile): FileSyntax {
  const signatures: ts.SignatureDeclaration[] = [];
  const typed: Typed[] = [];
  const heirs: Heir[] = [];
  const calls: { call: ts.CallExpression; by: Caller }[] = [];
  const repeating = new Set<Caller>();
  const renames: { called: string; by: Caller }[] = [];
  const defaults: { from: ts.Expression; by: Caller }[] = [];
  const rename = (called: string | undefined, by: string | undefined): void => {
    // `Message as Message`: made sources have thousands of them.
    if (called !== undefined && by !== undefined && called !== by) renames.push({ called, by: callerOf(file, by) });
  };
  const addDefault = (from: ts.Expression, by: string | undefined): void => {
    if (by !== undefined) defaults.push({ from, by: callerOf(file, by) });
  };
  walk(file, false, (node, by) => {
    if (ts.isFunctionLike(node) && node.parameters.length > 0) signatures.push(node);
    switch (node.kind) {
      case ts.SyntaxKind.CallExpression:
        if (by === undefined) break;
        calls.push({ call: node as ts.CallExpression, by });
        if (REPEATERS.has(nameOf((node as ts.CallExpression).expression)?.text ?? "")) repeating.add(by);
        break;
      case ts.SyntaxKind.DoStatement:
      case ts.SyntaxKind.ForOfStatement:
      case ts.SyntaxKind.ForStatement:
      case ts.SyntaxKind.WhileStatement:
        if (by !== undefined && mayRunOn(node as Loop)) repeating.add(by);
        break;
      case ts.SyntaxKind.ClassDeclaration:
      case ts.SyntaxKind.ClassExpression:
      case ts.SyntaxKind.InterfaceDeclaration:
        if ((node as Heir).heritageClauses !== undefined) heirs.push(node as Heir);
        break;
      case ts.SyntaxKind.Parameter:
      case ts.SyntaxKind.PropertySignature:
        if (hasType(node as Declaration)) typed.push(node as Typed);
        break;
      case ts.SyntaxKind.PropertyDeclaration:
      case ts.SyntaxKind.VariableDeclaration: {
        const { initializer, name } = node as ts.PropertyDeclaration | ts.VariableDeclaration;
        if (hasType(node as Declaration)) typed.push(node as Typed);
        rename(valueName(initializer), nameIn(name));
        break;
      }
      case ts.SyntaxKind.PropertyAssignment: {
        const { initializer, name } = node as ts.PropertyAssignment;
        rename(valueName(initializer), nameIn(name));
        break;
      }
      case ts.SyntaxKind.BindingElement:
      case ts.SyntaxKind.ExportSpecifier:
      case ts.SyntaxKind.ImportSpecifier: {
        const { name, propertyName } = node as ts.BindingElement | ts.ExportSpecifier | ts.ImportSpecifier;
        const from = ts.isBindingElement(node) ? undefined : moduleOf(node as ts.ExportSpecifier | ts.ImportSpecifier);
        if (from !== undefined && (propertyName ?? name).getText() === "default") addDefault(from, nameIn(name));
        else rename(nameIn(propertyName), nameIn(name));
        break;
      }
      case ts.SyntaxKind.ImportClause:
        addDefault((node as ts.ImportClause).parent.moduleSpecifier, (node as ts.ImportClause).name?.text);
        break;
      case ts.SyntaxKind.ImportEqualsDeclaration: {
        const { moduleReference, name } = node as ts.ImportEqualsDeclaration;
        if (ts.isExternalModuleReference(moduleReference)) addDefault(moduleReference.expression, name.text);
        else rename(ts.isQualifiedName(moduleReference) ? moduleReference.right.text : nameIn(moduleReference), name.text);
        break;
      }
      case ts.SyntaxKind.ExportAssignment:
        rename(nameOf((node as ts.ExportAssignment).expression)?.text, "default");
        break;
      case ts.SyntaxKind.FunctionDeclaration: {
        const { modifiers, name } = node as ts.FunctionDeclaration;
        if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true) rename(name?.text, "default");
      }
    }
  });
  return { signatures, typed, heirs, calls, repeating, renames, defaults };
}

/** The module that a name is taken from, as it is written. */
function moduleOf({ parent: { parent } }: ts.ExportSpecifier | ts.ImportSpecifier): ts.Expression | undefined {
  return ts.isExportDeclaration(parent) ? parent.moduleSpecifier : parent.parent.moduleSpecifier;
}

const REPEATERS: ReadonlySet<string> = new Set(["setInterval", "setTimeout", "subscribe"]);

type Loop = ts.DoStatement | ts.ForOfStatement | ts.ForStatement | ts.WhileStatement;

/** Is its condition none, `true`, or what may look at a context: `!signal.aborted`, `ctx.err() === undefined`; not `index < count`? */
function mayRunOn(loop: Loop): boolean {
  if (ts.isForOfStatement(loop)) return loop.awaitModifier !== undefined;
  const condition = ts.isForStatement(loop) ? loop.condition : loop.expression;
  const plain = condition && stripped(condition);
  if (plain === undefined || plain.kind === ts.SyntaxKind.TrueKeyword || ts.isPrefixUnaryExpression(plain)) return true;
  const left = ts.isBinaryExpression(plain) ? stripped(plain.left) : undefined;
  return left !== undefined && (ts.isCallExpression(left) || ts.isPropertyAccessExpression(left));
}

function hasType({ name, type }: Declaration): boolean {
  return type !== undefined && ts.isIdentifier(name);
}

function nameIn(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isIdentifier(node) ? node.text : undefined;
}

/** The name of another thing that a value is. */
function valueName(value: ts.Expression | undefined): string | undefined {
  const plain = value && stripped(value);
  return plain !== undefined && (ts.isIdentifier(plain) || ts.isPropertyAccessExpression(plain)) ? nameOf(plain)?.text : undefined;
}
