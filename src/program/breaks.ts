import type { TypeOrValueSpecifier } from "@typescript-eslint/type-utils";
import ts from "typescript";

import { type Shape, shapesOfSymbol } from "../contexts/accepts.js";
import { makesRoot, names } from "../contexts/calls.js";
import { modelsByConvention } from "../contexts/conventions.js";
import { isSettledByCallee } from "../contexts/detached.js";
import type { Facts } from "../contexts/facts.js";
import { fileImplements } from "../contexts/implementation.js";
import { type Io, isIo, isShort } from "../contexts/io.js";
import { mayBeNamed } from "../contexts/names.js";
import { mayTake } from "../contexts/owed.js";
import { isListeningName } from "../contexts/position/names.js";
import { namesSymbol } from "../contexts/specifiers.js";
import { originsOf, valueMatches } from "../contexts/symbols.js";
import { isOrExtends } from "../contexts/types.js";
import { prompts } from "../models/io.js";
import { independents } from "../models/lifetimes.js";
import type { ContextModel, RootPattern } from "../models/model.js";
import { calleeOf, type FunctionBody, symbolNamed } from "./callees.js";
import { conduitNames, isConduit } from "./conduits.js";
import { getsNone } from "./given.js";
import { mayBeIo } from "./io.js";
import { isShortCommand } from "./short-commands.js";
import { nameFor, nameOf, plain, stripped, valueIn } from "./syntax.js";
import { isTakenInVain } from "./taken.js";
import { takersByConvention } from "./takers.js";
import { identifiersIn, isAnswered, isApart, isGivenBack, isLooped, isRepeated, literalAround, nodesIn } from "./work.js";

/** Where a function that has no context breaks the chain: it makes a root, or calls something that takes a context without one. */
export interface Break {
  readonly model: ContextModel;
  readonly kind: "omitted" | "root";
  readonly node: ts.Expression;
  /** It breaks the chain of whoever calls the function, and no longer one: it takes a moment, again and again. */
  readonly isShort: boolean;
}

/** What a user may say of calls that break a chain. */
export interface ChainOptions {
  /** Functions, and classes whose methods, need no context. */
  readonly ignore: readonly TypeOrValueSpecifier[];
  /** What needs a context of a model without a convention for its place. */
  readonly io: Io;
}

/** Does this node, a part of the function's own work, break the chain? */
export function breakAt(facts: Facts, node: ts.Node, fn: FunctionBody, options: ChainOptions): Break | undefined {
  const found = rootIn(facts, node, fn) ?? (ts.isCallExpression(node) ? omittedIn(facts, node, fn, options) : undefined);
  return found !== undefined && fileImplements(facts, node.getSourceFile(), found.model) ? undefined : found;
}

interface Use {
  readonly name: ts.Expression;
  readonly use: NonNullable<RootPattern["use"]>;
  readonly member?: string;
  readonly arguments: readonly ts.Expression[];
}

function useOf(node: ts.Node): Use | undefined {
  if (ts.isCallExpression(node)) return { name: node.expression, use: "call", arguments: node.arguments };
  if (ts.isNewExpression(node)) return { name: node.expression, use: "new", arguments: node.arguments ?? [] };
  if (ts.isPropertyAccessExpression(node)) {
    const made = stripped(node.expression);
    if (ts.isNewExpression(made)) return { name: made.expression, use: "new", member: node.name.text, arguments: made.arguments ?? [] };
    return { name: node, use: "value", arguments: [] };
  }
  return ts.isIdentifier(node) && isReference(node) ? { name: node, use: "value", arguments: [] } : undefined;
}

/** Is the identifier read as a value of its own, not the name of a declaration or a member? */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !("name" in parent && parent.name === node) && !("propertyName" in parent && parent.propertyName === node) && !ts.isQualifiedName(parent);
}

function rootIn(facts: Facts, node: ts.Node, fn: FunctionBody): Break | undefined {
  const used = useOf(node);
  const name = used && nameOf(used.name)?.text;
  if (used === undefined || name === undefined || !mayBeNamed(facts, name, names(facts).roots)) return undefined;
  const found = patternOf(facts, used);
  if (found === undefined) return undefined;
  const root = node as ts.Expression;
  return isMeant(root, found.pattern, fn) ? undefined : { model: found.model, kind: "root", node: root, isShort: false };
}

function patternOf(facts: Facts, { arguments: [first], member, name, use }: Use): { readonly model: ContextModel; readonly pattern: RootPattern } | undefined {
  const named = nameOf(name);
  const symbol = named && facts.checker.getSymbolAtLocation(named);
  if (symbol === undefined) return undefined;
  for (const each of originsOf(facts, symbol)) {
    for (const model of facts.models) {
      const pattern = model.roots?.find((candidate) => valueMatches(facts, each, candidate) && candidate.member === member && makesRoot(facts, each, model, candidate, use));
      if (pattern !== undefined) return pattern.unlessGiven !== undefined && first !== undefined && !lacks(first, pattern.unlessGiven) ? undefined : { model, pattern };
    }
  }
  return undefined;
}

/** Is it an object written out without this property? */
function lacks(node: ts.Expression, name: string): boolean {
  const plain = stripped(node);
  return ts.isObjectLiteralExpression(plain) && plain.properties.every((property) => property.name !== undefined && property.name.getText() !== name);
}

/** Is it compared with, a stand-in for what may be there, the base of a remote parent, or the start of a life that somebody else ends? */
function isMeant(root: ts.Expression, { baseOf = [] }: RootPattern, fn: FunctionBody): boolean {
  const { parent } = root;
  if (ts.isCallOrNewExpression(parent) && parent.expression === root) return true; // asked as the call
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    if (kind !== ts.SyntaxKind.EqualsToken && kind !== ts.SyntaxKind.CommaToken) return true;
  }
  if (ts.isCaseClause(parent)) return true;
  const bases = new Set(baseOf.map(({ method }) => method));
  if (bases.size > 0 && nodesIn(fn).some((node) => ts.isCallExpression(node) && bases.has(nameOf(node.expression)?.text ?? ""))) return true;
  return isEndedElsewhere(root, fn);
}

/** Is what is made of the root kept in a member or outside, or given back together with a handle? */
function isEndedElsewhere(root: ts.Expression, fn: FunctionBody): boolean {
  let made: ts.Node = root;
  while (isPartOfMaking(made.parent, made)) made = made.parent;
  const { parent } = made;
  if (ts.isPropertyDeclaration(parent)) return true;
  if (ts.isBinaryExpression(parent)) return ts.isIdentifier(parent.left) ? !declares(fn, parent.left.text) : true;
  if (!ts.isVariableDeclaration(parent)) return false;
  const bound = new Set<string>();
  collectNames(parent.name, bound);
  return nodesIn(fn).some((node) => ts.isIdentifier(node) && bound.has(node.text) && isGivenAway(node, bound.size > 1, fn));
}

/** `withCancel(background())`, a cast, `await`. */
function isPartOfMaking(outer: ts.Node, inner: ts.Node): boolean {
  if (ts.isCallExpression(outer)) return outer.arguments.some((argument) => argument === inner);
  return ts.isParenthesizedExpression(outer) || ts.isAsExpression(outer) || ts.isAwaitExpression(outer) || ts.isNonNullExpression(outer) || ts.isSatisfiesExpression(outer);
}

function collectNames(name: ts.BindingName, into: Set<string>): void {
  if (ts.isIdentifier(name)) into.add(name.text);
  else for (const element of name.elements) if (ts.isBindingElement(element)) collectNames(element.name, into);
}

function declares(fn: FunctionBody, name: string): boolean {
  return nodesIn(fn).some((node) => (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) && ts.isIdentifier(node.name) && node.name.text === name);
}

/** `this.stop = cancel`, `return { ctx, stop }`, `handles.add(cancel)`. */
function isGivenAway(node: ts.Identifier, hasHandle: boolean, fn: FunctionBody): boolean {
  const inner = literalAround(node);
  const { parent } = inner;
  if (ts.isReturnStatement(parent)) return hasHandle || inner !== node;
  if (ts.isCallExpression(parent) && parent.expression !== inner) return ts.isPropertyAccessExpression(parent.expression) && /^(?:add|defer|push|set)$/.test(parent.expression.name.text);
  if (!ts.isBinaryExpression(parent) || parent.right !== inner || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  return !ts.isIdentifier(parent.left) || !declares(fn, parent.left.text);
}

function omittedIn(facts: Facts, call: ts.CallExpression, fn: FunctionBody, { ignore, io }: ChainOptions): Break | undefined {
  const name = nameOf(call.expression)?.text;
  if (name === undefined) return undefined;
  const isNamed = mayBeIo(facts, call, io);
  const models = modelsByConvention(facts);
  const isConduitName = conduitNames(facts, io).has(plain(name));
  if (!isNamed && (isListeningName(name) || !(isConduitName || takersByConvention(facts).has(plain(name))))) return undefined;
  const symbol = symbolNamed(facts, call.expression);
  if (symbol === undefined || (!isNamed && !mayTake(symbol))) return undefined;
  const isListed = isNamed && isIo(facts, symbol, io);
  const { parameters, slots } = shapeOf(facts, call, symbol);
  const slot = slots.find(({ model }) => (isListed || models.includes(model) || (isConduitName && isOfConduit(facts, call, model, io))) && getsNone(facts, call, model, parameters));
  if (slot === undefined || isSettledByCallee(facts, symbol) || namesSymbol(facts, symbol, ignore)) return undefined;
  if (isTakenInVain(facts, call, slot) || goesAway(facts, call, symbol)) return undefined;
  const isCommand = isShortCommand(facts, call, io);
  const isMoment = isCommand || (isListed && isShort(facts, symbol, io));
  if (isMoment && (isAnswered(call, fn) || !(isCommand ? isLooped : isRepeated)(facts, call, fn))) return undefined;
  if (isListed && (outlives(call, fn) || opensForUser(call, fn) || isGivenBack(call, fn)) && isProcess(facts, call)) return undefined;
  return isApart(facts, call, fn) ? undefined : { model: slot.model, kind: "omitted", node: call, isShort: isMoment };
}

/** Does what is called hand its context on to what is listed? */
function isOfConduit(facts: Facts, call: ts.CallExpression, model: ContextModel, io: Io): boolean {
  const callee = model.parameter.place === "any" ? calleeOf(facts, call) : undefined;
  return callee !== undefined && isConduit(facts, callee, model, io);
}

/** It has a life of its own: `spawn("open", [url], { detached: true })`, `child.unref()`. */
function outlives(call: ts.CallExpression, fn: FunctionBody): boolean {
  if (call.arguments.some((options) => valueIn(options, "detached")?.kind === ts.SyntaxKind.TrueKeyword)) return true;
  const { parent } = call;
  const name = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
  return name !== undefined && identifiersIn(fn, name).some(({ parent: use }) => ts.isPropertyAccessExpression(use) && use.name.text === "unref");
}

/** A question to the user that goes away by itself: who clicks "Cancel" looks elsewhere. */
function goesAway(facts: Facts, call: ts.CallExpression, symbol: ts.Symbol): boolean {
  return namesSymbol(facts, symbol, prompts.calls) && call.arguments.every((options) => valueIn(options, prompts.keptOpenBy)?.kind !== ts.SyntaxKind.TrueKeyword);
}

/** `spawn("xdg-open", [url])`, a function called `openBrowser`: what it opens stays with the user. */
function opensForUser({ arguments: [command] }: ts.CallExpression, fn: FunctionBody): boolean {
  return (command !== undefined && ts.isStringLiteralLike(command) && /^(?:explorer(?:\.exe)?|open|xdg-open)$/.test(command.text)) || /^(?:launch|open|show).*(?:Browser|External|Link|Page|Ur[il])$/.test(nameFor(fn) ?? "");
}

/** `spawn(…)`: a process, and not a promise of what it says. */
function isProcess(facts: Facts, call: ts.CallExpression): boolean {
  const type = facts.checker.getTypeAtLocation(call);
  return independents.some((each) => isOrExtends(facts, type, each));
}

/** Where the called signature takes contexts; the checker is asked which one it is only where they differ. */
function shapeOf(facts: Facts, call: ts.CallExpression, symbol: ts.Symbol): Pick<Shape, "parameters" | "slots"> {
  const shapes = shapesOfSymbol(facts, symbol);
  const [first, ...others] = shapes;
  if (first === undefined || shapes.every(({ slots }) => slots.length === 0)) return NOTHING_TAKEN;
  if (others.length === 0) return first;
  const declaration = facts.checker.getResolvedSignature(call)?.declaration;
  return shapes.find(({ signature }) => signature.declaration === declaration) ?? NOTHING_TAKEN;
}

const NOTHING_TAKEN = { parameters: [], slots: [] };
