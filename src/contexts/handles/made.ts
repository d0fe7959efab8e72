import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { ContextModel, HandlePattern } from "../../models/model.js";
import { isYes } from "../answer.js";
import { deriveAt, parentsOf, type ResultShape, resultShape } from "../calls.js";
import { type Facts, programMemo } from "../facts.js";
import { mayBe } from "../names.js";
import { contextNear } from "../near.js";
import { calleeName, type FunctionNode, isFunction, receiverOf } from "../position/syntax.js";
import { isDeclaredHere, namesIn, patternsOf, symbolOf } from "../symbols.js";
import { isOrExtends, typeAnswer } from "../types.js";
import { keepsResult } from "./kept.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** Something that must be used to end what a call began. */
export interface Handle {
  readonly model: ContextModel;
  /** The call that makes it; for one that a callback is given, the callback's parameter. */
  readonly made: Call | TSESTree.Identifier;
  /** Where it is in what the call gives: `[]` is the result itself. */
  readonly path: readonly string[];
  /** Where the context is, if there is one. */
  readonly context: readonly string[] | undefined;
  /** The methods that end it; none for a function that is called itself. */
  readonly endedBy: readonly string[];
  /** Methods that say whether there is anything to end. */
  readonly liveIf: readonly string[];
  /** The context is its own handle. */
  readonly isContext: boolean;
  /** It needs no end on every path, but somebody must be able to end it. */
  readonly isOptional: boolean;
  /** The call gives a promise of it. */
  readonly isAwaited: boolean;
  readonly type: ts.Type;
}

/** The method that ends a handle for good; none where it is a function itself. */
export function endName({ endedBy }: Handle): string | undefined {
  return endedBy.includes("dispose") ? "dispose" : endedBy[0];
}

const names = programMemo((facts) => {
  const handles = patternsOf(facts, (model) => model.handles).map(([, handle]) => handle);
  return {
    made: new Set([...namesIn(patternsOf(facts, (model) => model.derives).map(([, pattern]) => pattern)), ...namesIn(handles.flatMap(({ type }) => type.filter(isNamed)))]),
    starts: new Set(handles.flatMap(({ startedBy = [] }) => startedBy)),
  };
});

function isNamed<T extends object>(pattern: T): pattern is T & { readonly name: string | readonly string[] } {
  return "name" in pattern && pattern.name !== undefined;
}

/** What a call makes that must be ended. Syntax and names say no first. */
export function handleAt(facts: Facts, call: Call): Handle | undefined {
  if (call.type === N.NewExpression) return mayBe(facts, call.callee, names(facts).made) || /(?:Controller|Source)$/.test(calleeName(call) ?? "") ? constructed(facts, call) : undefined;
  const name = calleeName(call);
  if (name === undefined) return undefined;
  if (isStartName(facts, name)) return started(facts, call);
  return mayBe(facts, call.callee, names(facts).made) || mayWrap(facts, call) ? derived(facts, call) : undefined;
}

/** The span that `startActiveSpan` hands to its callback; one that the callback does not take is nobody's. */
export function handleGivenTo(facts: Facts, call: TSESTree.CallExpression): Handle | undefined {
  if (!names(facts).starts.has(calleeName(call) ?? "")) return undefined;
  const callback = call.arguments.findLast(isFunction) as FunctionNode | undefined;
  const [parameter] = callback?.params ?? [];
  if (callback === undefined || (parameter !== undefined && parameter.type !== N.Identifier)) return undefined;
  const type = parameter === undefined ? offeredBy(facts, call) : facts.services.getTypeAtLocation(parameter);
  const found = type && patternOf(facts, type);
  if (type === undefined || found?.[1].startedBy === undefined || !leavesEnd(facts, call, found[0])) return undefined;
  if (parameter === undefined) return findsActive(facts, callback) ? undefined : objectHandle(facts, found, call, type, false);
  return objectHandle(facts, found, parameter, type, false);
}

/** Is it the library's own method, which leaves the end to its callback? Whoever wraps it may end what it hands out. */
function leavesEnd(facts: Facts, call: TSESTree.CallExpression, { ambient }: ContextModel): boolean {
  if (ambient === undefined) return true;
  const receiver = receiverOf(call);
  if (receiver === undefined) return false;
  const type = facts.checker.getNonNullableType(facts.services.getTypeAtLocation(receiver));
  return ambient.some(({ method, on }) => method === calleeName(call) && (on ?? []).some((place) => isOrExtends(facts, type, place)));
}

/** What the callee would give its callback first. The call's own signature knows only what the callback takes. */
function offeredBy({ checker, services }: Facts, call: TSESTree.CallExpression): ts.Type | undefined {
  for (const { parameters } of services.getTypeAtLocation(call.callee).getCallSignatures()) {
    const last = parameters.at(-1);
    const type = last && checker.getTypeOfSymbol(last);
    const [offered] = (type && (checker.getBaseConstraintOfType(type) ?? type))?.getCallSignatures()[0]?.parameters ?? [];
    if (offered !== undefined) return checker.getTypeOfSymbol(offered);
  }
  return undefined;
}

/** Does a callback ask for what is active, or take its arguments without a name? */
function findsActive(facts: Facts, callback: FunctionNode): boolean {
  return /\b(?:arguments|get(?:Active)?Span|this)\b/.test(facts.sourceCode.getText(callback.body));
}

/** `new AbortController()`, `new CancellationTokenSource(parent)`, `new Context({ parent })`. */
function constructed(facts: Facts, call: TSESTree.NewExpression): Handle | undefined {
  const type = facts.services.getTypeAtLocation(call);
  const found = patternOf(facts, type);
  if (found === undefined || found[1].startedBy !== undefined) return undefined;
  // A context that is its own handle and has no parent is nobody's child.
  if (found[1].isContext === true && (call.arguments.length === 0 || deriveAt(facts, call) === undefined)) return undefined;
  return objectHandle(facts, found, call, type, false);
}

/** A method or function that starts a span is called so; others may give one that is somebody else's. */
function isStartName(facts: Facts, name: string): boolean {
  return names(facts).starts.has(name) || (names(facts).starts.size > 0 && /^(?:begin|create|make|new|open|start)\w*Span$/i.test(name));
}

function started(facts: Facts, call: TSESTree.CallExpression): Handle | undefined {
  const { type, isAwaited } = awaited(facts, facts.services.getTypeAtLocation(call));
  const found = patternOf(facts, type);
  if (found?.[1].startedBy === undefined) return undefined;
  // What gives the result of its callback may give the span that the callback has ended.
  if (call.arguments.some(isFunction) || keepsResult(facts, call) || isAround(facts, call, found[1])) return undefined;
  return objectHandle(facts, found, call, type, isAwaited);
}

/** `createMySpan(span)`: the same span in another dress; `startChild(span)` starts one. */
function isAround(facts: Facts, call: TSESTree.CallExpression, { type: places }: HandlePattern): boolean {
  if (!/^(?:create|make|new)/i.test(calleeName(call) ?? "")) return false;
  return call.arguments.some((argument) => places.some((place) => isOrExtends(facts, facts.checker.getNonNullableType(facts.services.getTypeAtLocation(argument)), place)));
}

function patternOf(facts: Facts, given: ts.Type): readonly [ContextModel, HandlePattern] | undefined {
  const type = facts.checker.getNonNullableType(given);
  if (tsutils.isTypeFlagSet(type, ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never) || tsutils.isUnionType(type)) return undefined;
  const found = patternsOf(facts, (model) => model.handles).find(([, handle]) => handle.type.some((place) => isOrExtends(facts, type, place)));
  const context = found?.[1].context;
  const offered = context === undefined ? undefined : type.getProperty(context);
  // Of the same shape only, it may offer something else.
  return context === undefined || (offered !== undefined && isYes(typeAnswer(facts, facts.checker.getTypeOfSymbol(offered)))) ? found : undefined;
}

function objectHandle(facts: Facts, [model, pattern]: readonly [ContextModel, HandlePattern], made: Handle["made"], type: ts.Type, isAwaited: boolean): Handle {
  const isContext = pattern.isContext === true || (pattern.context === undefined && isYes(typeAnswer(facts, type)));
  const context = isContext ? [] : pattern.context === undefined ? undefined : [pattern.context];
  return { model, made, path: [], context, endedBy: pattern.endedBy, liveIf: pattern.liveIf ?? [], isContext, isOptional: pattern.endOptional === true, isAwaited, type };
}

function awaited({ checker }: Facts, type: ts.Type): { readonly type: ts.Type; readonly isAwaited: boolean } {
  const inner = type.getSymbol()?.name === "Promise" ? checker.getAwaitedType(type) : undefined;
  return inner === undefined || inner === type ? { type, isAwaited: false } : { type: inner, isAwaited: true };
}

/** May a function of the program make a context and its handle, told by where its result goes: is a context near that it may be given, or does a name say so? */
function mayWrap(facts: Facts, call: TSESTree.CallExpression): boolean {
  const outer = call.parent.type === N.AwaitExpression ? call.parent : call;
  const { parent } = outer;
  const target = parent.type === N.VariableDeclarator ? parent.id : parent.type === N.AssignmentExpression ? parent.left : undefined;
  const isPart = parent.type === N.MemberExpression && parent.object === outer && parent.computed;
  if (target === undefined && !isPart && parent.type !== N.ExpressionStatement) return false;
  const names = [calleeName(call) ?? "", ...(target === undefined ? [] : namesBound(target))];
  return (target?.type.endsWith("Pattern") === true && names.some((name) => SPEAKS_OF_ENDS.test(name))) || contextNear(facts, call) === "yes";
}

const SPEAKS_OF_ENDS = /abort|cancel|context|controller|ctx|deadline|signal|timeout|token/i;

function namesBound(target: TSESTree.Node): readonly string[] {
  if (target.type === N.ArrayPattern) return target.elements.flatMap((element) => (element?.type === N.Identifier ? [element.name] : []));
  return target.type === N.ObjectPattern ? target.properties.flatMap((property) => (property.type === N.Property ? (ASTUtils.getPropertyName(property) ?? []) : [])) : [];
}

/** A derive of a model, or a function that gives a context and what ends it. */
function derived(facts: Facts, call: TSESTree.CallExpression): Handle | undefined {
  const derive = deriveAt(facts, call);
  if (derive !== undefined && derive.makes !== "unknown") return ofShape(facts, call, derive.result, true);
  // What is asked for is somebody else's.
  if (/^(?:current|find|get|lookup|peek)(?![a-z])/.test(calleeName(call) ?? "")) return undefined;
  if (derive === undefined) return unparented(facts, call);
  if (givesBack(facts, call)) return undefined;
  const { context, handle } = derive.result;
  // A context that must be ended, of a function that is given one.
  return handle === undefined && context.length === 0 ? started(facts, call) : ofShape(facts, call, derive.result, false);
}

/** Is what it gives one of its type parameters? Then it is what it was given: `store.set(key, controller)`. */
function givesBack(facts: Facts, call: TSESTree.CallExpression): boolean {
  const signatures = facts.services.getTypeAtLocation(call.callee).getCallSignatures();
  return signatures.length > 0 && signatures.every((signature) => tsutils.isTypeParameter(signature.getReturnType()));
}

/** A pair that needs no parent, of a function of the program; a controller that a function of a package makes of a context. */
function unparented(facts: Facts, call: TSESTree.CallExpression): Handle | undefined {
  const symbol = symbolOf(facts, call.callee);
  const isOwn = symbol !== undefined && isDeclaredHere(symbol);
  if (symbol === undefined || !(isOwn ? mayGivePair(facts, symbol) : /(?:Controller|Source)$/.test(calleeName(call) ?? "") || call.arguments.length > 0 && /link/i.test(calleeName(call) ?? ""))) return undefined;
  const shape = resultShape(facts, facts.services.getTypeAtLocation(call));
  if (shape?.handle === undefined) return undefined;
  if (shape.handle.length > 0) return isOwn ? ofShape(facts, call, shape, false) : undefined;
  const parents = parentsOf(facts, call, shape.model).filter((parent) => call.callee.type !== N.MemberExpression || parent !== call.callee.object);
  return parents.length === 0 ? undefined : ofShape(facts, call, shape, false);
}

const pairs = programMemo(() => new WeakMap<ts.Symbol, boolean>());

/** Asked of a function once, not of each call. */
function mayGivePair(facts: Facts, symbol: ts.Symbol): boolean {
  const memo = pairs(facts);
  let answer = memo.get(symbol);
  if (answer === undefined) {
    const signatures = facts.checker.getTypeOfSymbol(symbol).getCallSignatures();
    answer = signatures.some((signature) => (resultShape(facts, signature.getReturnType())?.handle?.length ?? 0) > 0);
    memo.set(symbol, answer);
  }
  return answer;
}

function ofShape(facts: Facts, call: TSESTree.CallExpression, { model, context, handle }: ResultShape, isNamed: boolean): Handle | undefined {
  if (handle === undefined) return undefined;
  const { type, isAwaited } = awaited(facts, facts.services.getTypeAtLocation(call));
  const [part] = handle;
  if (part === undefined) {
    const found = patternOf(facts, type);
    // What gives one of the contexts that are their own handles need not have made it.
    if (found === undefined || (found[1].isContext === true && !isNamed)) return undefined;
    return { ...objectHandle(facts, found, call, type, isAwaited), isOptional: false };
  }
  const property = type.getProperty(part);
  const held = property && facts.checker.getTypeOfSymbol(property);
  if (held === undefined || (!isNamed && !ends(part, held))) return undefined;
  return { model, made: call, path: handle, context, endedBy: [], liveIf: [], isContext: false, isOptional: false, isAwaited, type: held };
}

const ENDS = /^(?:abort|cancel|clean|clear|close|destroy|dispose|done|end|finish|off|release|remove|stop|teardown|unlink|unsubscribe)/i;

/** Is it a function that ends something, by its name (or place) and type: called with nothing, or with a reason? */
function ends(name: string, type: ts.Type): boolean {
  const isNumber = /^\d+$/.test(name);
  return type.getCallSignatures().some((signature) => {
    const isPlain = tsutils.isTypeFlagSet(signature.getReturnType(), ts.TypeFlags.VoidLike) || signature.getReturnType().getSymbol()?.name === "Promise";
    return isPlain && signature.parameters.length <= (isNumber ? 0 : 1) && (isNumber || ENDS.test(name));
  }) || (isNumber && /cancel|abort|stop|dispose/i.test(type.aliasSymbol?.name ?? ""));
}

/**
 * Is there a root of this name beside the type of the handle's context? The tokens of `vscode-jsonrpc` have a
 * `CancellationToken.None`, those of `vscode` have none.
 */
export function hasRoot({ checker, services }: Facts, { made, model: { handles = [] } }: Handle, root: string): boolean {
  const source = services.getTypeAtLocation(made);
  const member = ts.escapeLeadingUnderscores(root.split(".").at(-1) ?? root);
  return handles.some(({ context }) => {
    const property = context === undefined ? undefined : checker.getPropertyOfType(source, context);
    return property !== undefined && checker.getTypeOfSymbol(property).getSymbol()?.exports?.has(member) === true;
  });
}
