import ts from "typescript";

import { defaultsFrom, defaultsOf } from "../contexts/default-exports.js";
import type { Facts } from "../contexts/facts.js";
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
  /** Calls, each with the name of the function it stands in. */
  readonly calls: readonly { readonly call: ts.CallExpression; readonly by: string | undefined }[];
  /** The names of functions with a loop that may go on for ever, a timer or a subscription. */
  readonly repeating: ReadonlySet<string>;
  /** What is known by another name, too: `import { called as by }`, `const by = called`. */
  readonly renames: readonly { readonly called: string; readonly by: string }[];
  /** What the default of another module is known by: `import by from "from"`. */
  readonly defaults: readonly { readonly from: string; readonly by: string }[];
}

export type Heir = ts.ClassLikeDeclaration | ts.InterfaceDeclaration;
type Declaration = ts.ParameterDeclaration | ts.PropertyDeclaration | ts.PropertySignature | ts.VariableDeclaration;
export type Typed = Declaration & { readonly name: ts.Identifier; readonly type: ts.TypeNode };

const known = new WeakMap<ts.SourceFile, FileSyntax>();

/** The syntax of a file of whichever program. */
export function syntaxOf(file: ts.SourceFile): FileSyntax {
  return remembered(known, file, () => collect(file));
}

/** By the name of what is called, or renamed, the names of the functions that do it; as names are compared. */
export function callersIn(facts: Facts, files: readonly ts.SourceFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  const callers = new Map<string, Set<string>>();
  for (const file of files) {
    const add = (called: string | undefined, by: string | undefined): void => {
      if (called === undefined || by === undefined) return;
      const known = remembered(callers, plain(called), () => new Set<string>());
      for (const name of namesFor(file, by)) known.add(plain(name));
    };
    const { calls, defaults, renames } = syntaxOf(file);
    for (const { by, call } of calls) add(nameOf(call.expression)?.text, by);
    for (const { by, called } of renames) add(called, by);
    for (const { by, from } of defaults) for (const called of defaultsFrom(facts, file, from)) add(called, by);
  }
  return callers;
}

/** What the program knows a function of this file by: its default has a name in each module that imports it. */
export function namesFor(file: ts.SourceFile, name: string): readonly string[] {
  return name === "default" ? [name, ...defaultsOf(file)] : [name];
}

/** These names, and those of all that calls them, directly or not. */
export function withCallers(names: ReadonlySet<string>, callers: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const all = new Set(names);
  for (const name of all) for (const caller of callers.get(name) ?? []) all.add(caller);
  return all;
}

/**
 * Visits every node, each with the name of the function it stands in; children of a node from the last to the first. With
 * an explicit stack: code may be nested deep.
 * @param hasLeaves names, literals and other tokens too
 */
export function walk(file: ts.SourceFile, hasLeaves: boolean, visit: (node: ts.Node, by: string | undefined) => void): void {
  const left: ts.Node[] = [file];
  const within: (string | undefined)[] = [undefined];
  let inner: string | undefined;
  const push = (child: ts.Node): void => {
    if (!hasLeaves && child.kind <= ts.SyntaxKind.LastToken) return;
    left.push(child);
    within.push(inner);
  };
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    const by = within.pop();
    visit(node, by);
    inner = nameFor(node) ?? by;
    node.forEachChild(push);
  }
}

function collect(file: ts.SourceFile): FileSyntax {
  const signatures: ts.SignatureDeclaration[] = [];
  const typed: Typed[] = [];
  const heirs: Heir[] = [];
  const calls: { call: ts.CallExpression; by: string | undefined }[] = [];
  const repeating = new Set<string>();
  const renames: { called: string; by: string }[] = [];
  const defaults: { from: string; by: string }[] = [];
  const rename = (called: string | undefined, by: string | undefined): void => {
    if (called !== undefined && by !== undefined) renames.push({ called, by });
  };
  const addDefault = (from: string | undefined, by: string | undefined): void => {
    if (from !== undefined && by !== undefined) defaults.push({ from, by });
  };
  walk(file, false, (node, by) => {
    if (ts.isFunctionLike(node) && node.parameters.length > 0) signatures.push(node);
    switch (node.kind) {
      case ts.SyntaxKind.CallExpression:
        calls.push({ call: node as ts.CallExpression, by });
        if (by !== undefined && REPEATERS.has(nameOf((node as ts.CallExpression).expression)?.text ?? "")) repeating.add(by);
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
        addDefault(textOf((node as ts.ImportClause).parent.moduleSpecifier), (node as ts.ImportClause).name?.text);
        break;
      case ts.SyntaxKind.ImportEqualsDeclaration: {
        const { moduleReference, name } = node as ts.ImportEqualsDeclaration;
        if (ts.isExternalModuleReference(moduleReference)) addDefault(textOf(moduleReference.expression), name.text);
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
function moduleOf({ parent: { parent } }: ts.ExportSpecifier | ts.ImportSpecifier): string | undefined {
  return textOf(ts.isExportDeclaration(parent) ? parent.moduleSpecifier : parent.parent.moduleSpecifier);
}

function textOf(specifier: ts.Expression | undefined): string | undefined {
  return specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : undefined;
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
