import type { TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { isDetachedFunction } from "../contexts/detached.js";
import { isTestFile, pathFromHere } from "../contexts/entry.js";
import { type Facts, programMemo } from "../contexts/facts.js";
import type { Io } from "../contexts/io.js";
import { lastName } from "../contexts/names.js";
import { isCacheName, isCleanupName, isRenewalName } from "../contexts/position/names.js";
import { remembered } from "../contexts/remembering.js";
import { saysTelling } from "../contexts/reporting.js";
import { namesSymbol } from "../contexts/specifiers.js";
import type { ContextModel } from "../models/model.js";
import { type Break, breakAt, type ChainOptions } from "./breaks.js";
import { breakersOf } from "./breakers.js";
import { calleesOf, type FunctionBody, functionLabel } from "./callees.js";
import { type Analysis, type Memo, solve } from "./components.js";
import { hasOwnContext } from "./own-context.js";
import { isShortCommand } from "./short-commands.js";
import { isDecorated, nameOf, plain } from "./syntax.js";
import { isAnswered, isApart, isLooped, namesIn, workOf } from "./work.js";

export type { ChainOptions } from "./breaks.js";

/** A way from a function that takes no context to where the chain is broken. */
export interface Chain {
  readonly functions: readonly FunctionBody[];
  readonly end: Break;
}

/** What a function does itself: where it breaks the chain, first of each model, and whom it calls that has no context either. */
interface Summary {
  readonly breaks: ReadonlyMap<ContextModel, Break>;
  readonly calls: readonly Callee[];
}

interface Callee {
  /** One, or those of the classes that implement it: a chain is broken there only where each of them breaks it. */
  readonly bodies: readonly FunctionBody[];
  /** Who is to know is to know it even when the caller is gone. */
  readonly isTold: boolean;
}

/** Which models' chains a function breaks, itself or by those it calls: a bit for each. */
type Broken = number;

interface State {
  readonly needs: WeakMap<FunctionBody, boolean>;
  readonly summaries: WeakMap<FunctionBody, Summary>;
  readonly broken: Memo<FunctionBody, Broken>;
  readonly chains: WeakMap<FunctionBody, Map<ContextModel, Chain | undefined>>;
}

const states = programMemo(() => new WeakMap<Io, Map<string, State>>());
const statesOfOptions = programMemo(() => new WeakMap<ChainOptions, State>());

function stateOf(facts: Facts, options: ChainOptions): State {
  return remembered(statesOfOptions(facts), options, () => stateFor(facts, options));
}

/** One state for all files with the same options. */
function stateFor(facts: Facts, { ignore, io }: ChainOptions): State {
  const memos = states(facts);
  let memo = memos.get(io);
  if (memo === undefined) memos.set(io, (memo = new Map<string, State>()));
  const key = JSON.stringify(ignore);
  let state = memo.get(key);
  if (state === undefined) memo.set(key, (state = { needs: new WeakMap(), summaries: new WeakMap(), broken: new WeakMap(), chains: new WeakMap() }));
  return state;
}

/** Told by its name: may this call of the linted file lead to a break? */
export function mayLeadToBreak(facts: Facts, { callee }: TSESTree.CallExpression, { io }: ChainOptions): boolean {
  const name = lastName(callee);
  return name !== undefined && breakersOf(facts, io).names.has(plain(name));
}

/**
 * The functions that a call may run, if they could be given a context and have none of their own; a name that leads to no
 * break is not asked for.
 * @param by whose work the call is
 */
export function calleesWithout(facts: Facts, call: ts.CallExpression, by: ts.Node | undefined, options: ChainOptions): readonly FunctionBody[] {
  const name = nameOf(call.expression);
  if (name === undefined || !breakersOf(facts, options.io).names.has(plain(name.text)) || isOverAtOnce(facts, call, by, options)) return [];
  const callees = calleesOf(facts, call);
  const { needs } = stateOf(facts, options);
  return callees.every((callee) => remembered(needs, callee, () => mayNeed(facts, callee, options))) ? callees : [];
}

/** Does the call start a command that takes a moment, once, or for an answer if it fails? */
function isOverAtOnce(facts: Facts, call: ts.CallExpression, by: ts.Node | undefined, { io }: ChainOptions): boolean {
  return isShortCommand(facts, call, io) && (isAnswered(call, by) || !isLooped(facts, call, by));
}

/** Could this function need a context: no cleanup, no cache, no new credentials, no entry point, nothing that says `@detached`, no test? */
function mayNeed(facts: Facts, fn: FunctionBody, { ignore }: ChainOptions): boolean {
  if (ts.isConstructorDeclaration(fn) || ts.isAccessor(fn)) return false;
  const label = functionLabel(fn);
  const name = label.split(".").at(-1) ?? "";
  // What a class named for a cache does is for everybody, and so are new credentials.
  if (isCleanupName(name) || isCacheName(label) || isRenewalName(name) || facts.settings.entryFunctions.includes(name)) return false;
  if (isTestFile(facts, fn.getSourceFile().fileName) || hasOwnContext(facts, fn)) return false;
  if (isDecorated(fn)) return false; // a decorator may give one
  return !symbolsAround(fn).some((symbol) => isDetachedFunction(facts, symbol) || namesSymbol(facts, symbol, ignore));
}

/** What the function, and each function, class and constant around it, is declared as. */
function symbolsAround(fn: FunctionBody): readonly ts.Symbol[] {
  const symbols: ts.Symbol[] = [];
  for (let node: ts.Node | undefined = fn; node !== undefined; node = node.parent as ts.Node | undefined) {
    const symbol = (node as { readonly symbol?: ts.Symbol }).symbol;
    if (symbol !== undefined && !ts.isSourceFile(node)) symbols.push(symbol);
  }
  return symbols;
}

function summaryOf(facts: Facts, fn: FunctionBody, options: ChainOptions, { summaries }: State): Summary {
  let summary = summaries.get(fn);
  if (summary === undefined) summaries.set(fn, (summary = summarise(facts, fn, options)));
  return summary;
}

function summarise(facts: Facts, fn: FunctionBody, options: ChainOptions): Summary {
  const breaks = new Map<ContextModel, Break>();
  const calls = new Map<FunctionBody, Callee>();
  for (const node of workOf(facts, fn)) {
    const found = breakAt(facts, node, fn, options);
    const known = found && breaks.get(found.model);
    if (found !== undefined && (known === undefined || (known.isShort && !found.isShort))) breaks.set(found.model, found);
    if (found !== undefined || !ts.isCallExpression(node)) continue;
    const bodies = calleesWithout(facts, node, fn, options);
    const [callee] = bodies;
    if (callee === undefined || bodies.includes(fn) || isApart(facts, node, fn)) continue;
    const before = calls.get(callee);
    const isTold = saysTelling(nameOf(node.expression)?.text ?? "", namesIn(node.expression)) && before?.isTold !== false;
    // What is called for certain needs no other.
    calls.set(callee, { bodies: before !== undefined && before.bodies.length < bodies.length ? before.bodies : bodies, isTold });
  }
  return { breaks, calls: [...calls.values()] };
}

/** The models of which a summary says this: a bit for each. */
function bitsOf(facts: Facts, isSaid: (model: ContextModel) => boolean): Broken {
  return facts.models.reduce((bits, model, index) => (isSaid(model) ? bits | (1 << index) : bits), 0);
}

/** Models that carry nothing but the end: to tell somebody needs none. */
const onlyEnding = programMemo((facts) => ({ bits: bitsOf(facts, ({ parameter }) => parameter.place === "any") }));

function brokenBy(facts: Facts, fn: FunctionBody, options: ChainOptions, state: State): Broken {
  const analysis: Analysis<FunctionBody, Broken> = {
    dependencies: (each) => summaryOf(facts, each, options, state).calls.flatMap(({ bodies }) => bodies),
    evaluate: (each, brokenOf) => {
      const { breaks, calls } = summaryOf(facts, each, options, state);
      const own = bitsOf(facts, (model) => breaks.get(model)?.isShort === false);
      return calls.reduce((bits, { bodies, isTold }) => bits | bodies.reduce((of, body) => of & (brokenOf(body) ?? 0), isTold ? ~onlyEnding(facts).bits : ~0), own);
    },
    otherwise: 0,
  };
  return solve(fn, analysis, state.broken);
}

/** More functions than this between two ends, and nobody would find the way: silence. */
const MOST_FUNCTIONS = 100;

/** The models whose chains each of these functions breaks, itself or by what it calls. */
export function modelsBroken(facts: Facts, bodies: readonly FunctionBody[], options: ChainOptions): readonly ContextModel[] {
  const state = stateOf(facts, options);
  const broken = bodies.reduce((bits, fn) => {
    const { breaks } = summaryOf(facts, fn, options, state);
    return bits & (brokenBy(facts, fn, options, state) | bitsOf(facts, (model) => breaks.has(model)));
  }, ~0);
  return facts.models.filter((_, index) => (broken & (1 << index)) !== 0);
}

/** The shortest way to a break: of several as short the first in the order of the calls, so that the order of files does not matter. */
export function chainFrom(facts: Facts, fn: FunctionBody, model: ContextModel, options: ChainOptions): Chain | undefined {
  const state = stateOf(facts, options);
  let known = state.chains.get(fn);
  if (known === undefined) state.chains.set(fn, (known = new Map<ContextModel, Chain | undefined>()));
  if (!known.has(model)) known.set(model, search(facts, fn, model, options, state));
  return known.get(model);
}

function search(facts: Facts, start: FunctionBody, model: ContextModel, options: ChainOptions, state: State): Chain | undefined {
  const bit = 1 << facts.models.indexOf(model);
  const cameFrom = new Map<FunctionBody, FunctionBody | undefined>([[start, undefined]]);
  let level: readonly FunctionBody[] = [start];
  for (let depth = 0; depth < MOST_FUNCTIONS && level.length > 0; depth++) {
    const next: FunctionBody[] = [];
    for (const fn of level) {
      const { breaks, calls } = summaryOf(facts, fn, options, state);
      const end = breaks.get(model);
      if (end !== undefined && (fn === start || !end.isShort)) return { functions: wayTo(fn, cameFrom), end };
      for (const { bodies, isTold } of calls) {
        const [callee] = bodies;
        if (callee === undefined || cameFrom.has(callee) || (isTold && (onlyEnding(facts).bits & bit) !== 0)) continue;
        if (!bodies.every((body) => (brokenBy(facts, body, options, state) & bit) !== 0)) continue;
        cameFrom.set(callee, fn);
        next.push(callee);
      }
    }
    level = next;
  }
  return undefined;
}

function wayTo(end: FunctionBody, cameFrom: ReadonlyMap<FunctionBody, FunctionBody | undefined>): readonly FunctionBody[] {
  const way: FunctionBody[] = [];
  for (let fn: FunctionBody | undefined = end; fn !== undefined; fn = cameFrom.get(fn)) way.unshift(fn);
  return way;
}

/** The chain in words: `renderAll → Reports.render → businessLogic`, what happens there, and where that is. */
export function describeChain(facts: Facts, { end, functions }: Chain): { readonly way: string; readonly what: string; readonly place: string } {
  const file = end.node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(end.node.getStart());
  const called = ts.isCallExpression(end.node) && end.kind === "omitted" ? end.node.expression : end.node;
  const text = called.getText().replaceAll(/\s+/g, " ");
  return {
    way: functions.map(functionLabel).join(" → "),
    what: end.kind === "root" ? `makes its own with \`${text}\`` : `calls \`${text}\` without one`,
    place: `${pathFromHere(facts, file.fileName)}:${line + 1}`,
  };
}
