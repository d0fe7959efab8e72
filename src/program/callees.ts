import ts from "typescript";

import { type Facts, programMemo } from "../contexts/facts.js";
import { originOf } from "../contexts/symbols.js";
import { type Heir, ownFiles, syntaxOf } from "./file-syntax.js";
import { isConstant, nameOf, stripped } from "./syntax.js";

/** A function, method or arrow of the program's own sources. */
export type FunctionBody = ts.FunctionLikeDeclaration;

/** What an expression's name stands for, through imports and constants. */
export function symbolNamed(facts: Facts, expression: ts.Expression): ts.Symbol | undefined {
  const name = nameOf(expression);
  const symbol = name && facts.checker.getSymbolAtLocation(name);
  return symbol && originOf(facts, symbol);
}

/** The function that a declaration is, or that it gives a name to. */
function bodyIn(declaration: ts.Declaration): FunctionBody | undefined {
  if (declaration.getSourceFile().isDeclarationFile) return undefined;
  if (ts.isFunctionLike(declaration)) return "body" in declaration && declaration.body !== undefined ? declaration : undefined;
  const value = ts.isExportAssignment(declaration) ? declaration.expression : ts.isPropertyAssignment(declaration) || ts.isPropertyDeclaration(declaration) || isConstant(declaration) ? declaration.initializer : undefined;
  const plain = value && stripped(value);
  return plain !== undefined && (ts.isArrowFunction(plain) || ts.isFunctionExpression(plain)) ? plain : undefined;
}

/** The one body that a symbol of the program's own sources stands for. */
export function functionOf(symbol: ts.Symbol): FunctionBody | undefined {
  const bodies = new Set((symbol.declarations ?? []).map(bodyIn).filter((body) => body !== undefined));
  const [only, ...others] = bodies;
  return others.length === 0 ? only : undefined;
}

/** The body that a call runs: none where the callee is a package's, or may be one of several. */
export function calleeOf(facts: Facts, call: ts.CallExpression): FunctionBody | undefined {
  const [only, ...others] = calleesOf(facts, call);
  return others.length === 0 ? only : undefined;
}

/** The bodies that a call may run, one or another: none where not all are known. */
export function calleesOf(facts: Facts, call: ts.CallExpression): readonly FunctionBody[] {
  const own = memberOfThis(call.expression);
  if (own !== undefined) return [own];
  if (isOfPackage(facts, call.expression)) return [];
  const symbol = symbolNamed(facts, call.expression);
  if (symbol === undefined) return [];
  const one = functionOf(symbol);
  const all = one === undefined ? implementationsOf(facts, symbol) : [one];
  const bodies = all.length > 0 ? all : [memberOfConstant(facts, call.expression)].filter((body) => body !== undefined);
  return bodies.every(isOwn) ? bodies : [];
}

/**
 * Is it a method of what a package's class makes: `cache.get(…)` where `const cache = new Map(…)`? Told without the type of
 * that, which may be long to infer.
 */
function isOfPackage(facts: Facts, expression: ts.Expression): boolean {
  const plain = stripped(expression);
  const owner = ts.isPropertyAccessExpression(plain) ? stripped(plain.expression) : undefined;
  const declaration = owner !== undefined && ts.isIdentifier(owner) ? symbolNamed(facts, owner)?.valueDeclaration : undefined;
  const made = declaration !== undefined && isConstant(declaration) && declaration.type === undefined ? stripped(declaration.initializer) : owner;
  if (made === undefined || !ts.isNewExpression(made) || !ts.isIdentifier(made.expression)) return false;
  return symbolNamed(facts, made.expression)?.declarations?.every((each) => each.getSourceFile().isDeclarationFile) === true;
}

/** Not of an installed package. The sources of a package that is linked, as in a workspace, are the author's own: their real path is elsewhere. */
function isOwn(node: ts.Node): boolean {
  return !node.getSourceFile().fileName.includes("/node_modules/");
}

/** More classes than this behind one method are nobody's chain. */
const MOST_IMPLEMENTATIONS = 8;

/** The methods of the classes that implement an interface, or extend an abstract class, outside of tests: none where one is not known. Those that do nothing are none. */
function implementationsOf(facts: Facts, symbol: ts.Symbol): readonly FunctionBody[] {
  const [declaration, ...overloads] = symbol.declarations ?? [];
  if (declaration === undefined || overloads.some(({ parent }) => parent !== declaration.parent)) return [];
  const isAbstract = ts.isMethodDeclaration(declaration) && declaration.body === undefined && ts.isClassLike(declaration.parent);
  if (!isAbstract && !ts.isMethodSignature(declaration) && !ts.isPropertySignature(declaration)) return [];
  const owner = ts.isTypeLiteralNode(declaration.parent) ? declaration.parent.parent : declaration.parent;
  if (!isOwn(owner) || !(ts.isInterfaceDeclaration(owner) || ts.isTypeAliasDeclaration(owner) || ts.isClassLike(owner))) return [];
  const heirs = heirsOf(facts, owner);
  if (heirs.length > MOST_IMPLEMENTATIONS) return [];
  const bodies = heirs.map((heir) => memberOf(facts, heir, symbol.name));
  const known = bodies.filter((body) => body !== undefined);
  const working = known.filter(doesSomething);
  return known.length < bodies.length ? [] : [...new Set(working.length > 0 ? working : known.slice(0, 1))];
}

function memberOf(facts: Facts, { name }: ts.ClassLikeDeclaration, member: string): FunctionBody | undefined {
  const symbol = name && facts.checker.getPropertyOfType(facts.checker.getTypeAtLocation(name), member);
  return symbol && functionOf(symbol);
}

/** No `NullSearch`, and neither empty nor one that only says that it cannot. */
function doesSomething({ body, parent }: FunctionBody): boolean {
  if (ts.isClassLike(parent) && /^(?:Disabled|Dummy|Empty|No-?[Oo]p|Null|Unsupported)/.test(parent.name?.text ?? "")) return false;
  return body !== undefined && !(ts.isBlock(body) && body.statements.every(ts.isThrowStatement));
}

const memos = programMemo(() => new WeakMap<ts.Node, readonly ts.ClassLikeDeclaration[]>());

/** The classes that implement an interface (or one that extends it), or extend an abstract class. */
function heirsOf(facts: Facts, owner: Heir | ts.TypeAliasDeclaration): readonly ts.ClassLikeDeclaration[] {
  const memo = memos(facts);
  let heirs = memo.get(owner);
  if (heirs === undefined) {
    const known = new Set<ts.Node>([owner]);
    for (const each of known) for (const heir of directHeirs(facts, each as Heir)) known.add(heir);
    heirs = [...known].filter((each): each is ts.ClassLikeDeclaration => each !== owner && ts.isClassLike(each) && !isAbstractClass(each)).sort(byPlace);
    memo.set(owner, heirs);
  }
  return heirs;
}

/** An order that does not depend on that of the files. */
function byPlace(one: ts.Node, other: ts.Node): number {
  const [first, second] = [one, other].map((node) => node.getSourceFile().fileName);
  return first === second ? one.pos - other.pos : String(first) < String(second) ? -1 : 1;
}

function isAbstractClass(node: ts.ClassLikeDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) === true;
}

function directHeirs(facts: Facts, { name }: Heir | ts.TypeAliasDeclaration): readonly Heir[] {
  const named = name === undefined ? [] : (inheriting(facts).get(name.text) ?? []);
  const symbol = name !== undefined && named.length > 0 ? facts.checker.getSymbolAtLocation(name) : undefined;
  if (name === undefined || symbol === undefined) return [];
  return named.filter(({ heritageClauses = [] }) => heritageClauses.some(({ types }) => types.some(({ expression }) => nameOf(expression)?.text === name.text && symbolNamed(facts, expression) === symbol)));
}

/** What extends or implements something of a name, outside of tests. */
const inheriting = programMemo((facts) => {
  const found = new Map<string, Heir[]>();
  for (const file of ownFiles(facts)) for (const heir of syntaxOf(file).heirs) collectHeir(heir, found);
  return found;
});

function collectHeir(heir: Heir, found: Map<string, Heir[]>): void {
  for (const { expression } of (heir.heritageClauses ?? []).flatMap(({ types }) => types)) {
    const name = nameOf(expression)?.text;
    if (name === undefined) continue;
    const heirs = found.get(name);
    if (heirs === undefined) found.set(name, [heir]);
    else heirs.push(heir);
  }
}

/** `this.load()` in an object that is written out with its `load`: to know the type of `this`, the checker would resolve what the object is for. */
function memberOfThis(expression: ts.Expression): FunctionBody | undefined {
  const plain = stripped(expression);
  if (!ts.isPropertyAccessExpression(plain) || plain.expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const method = ts.findAncestor(plain, (node) => ts.isClassLike(node) || (ts.isFunctionLike(node) && !ts.isArrowFunction(node)));
  const object = method !== undefined && ts.isPropertyAssignment(method.parent) ? method.parent.parent : method?.parent;
  return object !== undefined && ts.isObjectLiteralExpression(object) ? memberIn(object, plain.name.text) : undefined;
}

function memberIn({ properties }: ts.ObjectLiteralExpression, name: string): FunctionBody | undefined {
  const member = properties.find((property) => property.name !== undefined && !ts.isComputedPropertyName(property.name) && property.name.text === name);
  return member && bodyIn(member);
}

/** `repo.load()` where `const repo: Repo = { load() { … } }`. */
function memberOfConstant(facts: Facts, expression: ts.Expression): FunctionBody | undefined {
  const plain = stripped(expression);
  if (!ts.isPropertyAccessExpression(plain) || !ts.isIdentifier(plain.expression)) return undefined;
  const declaration = symbolNamed(facts, plain.expression)?.valueDeclaration;
  const value = declaration && isConstant(declaration) ? stripped(declaration.initializer) : undefined;
  if (value === undefined || !ts.isObjectLiteralExpression(value)) return undefined;
  return memberIn(value, plain.name.text);
}

/** How a message calls a function: `load`, `Reports.render`, `service.load`. */
export function functionLabel(fn: FunctionBody): string {
  const named = fn.name !== undefined || ts.isFunctionDeclaration(fn) ? fn : outer(fn);
  const name = ts.getNameOfDeclaration(named as ts.Declaration)?.getText() ?? (ts.isExportAssignment(named) || isDefault(fn) ? "default" : "a function");
  const holder = named.parent;
  if (ts.isClassLike(holder)) return `${holder.name?.text ?? "class"}.${name}`;
  if (!ts.isObjectLiteralExpression(holder)) return name;
  const object = outer(holder);
  return ts.isVariableDeclaration(object) && ts.isIdentifier(object.name) ? `${object.name.text}.${name}` : name;
}

function isDefault(fn: FunctionBody): boolean {
  return ts.canHaveModifiers(fn) && ts.getModifiers(fn)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true;
}

/** What an expression is the value of. */
function outer(expression: ts.Node): ts.Node {
  let node = expression.parent;
  while (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) node = node.parent;
  return node;
}
