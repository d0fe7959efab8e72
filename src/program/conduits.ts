import ts from "typescript";

import { type Facts, programMemo } from "../contexts/facts.js";
import { type Io, isIo, isShort } from "../contexts/io.js";
import { remembered } from "../contexts/remembering.js";
import type { ContextModel } from "../models/model.js";
import { calleeOf, type FunctionBody, symbolNamed } from "./callees.js";
import { type Analysis, type Memo, solve } from "./components.js";
import { type Caller, type FileSyntax, ownCallers, ownFiles, syntaxOf, withCallers } from "./file-syntax.js";
import { getsNone } from "./given.js";
import { mayBeIo } from "./io.js";
import { takesContext } from "./own-context.js";
import { isShortCommand } from "./short-commands.js";
import { nameOf, plain } from "./syntax.js";
import { isApart, workOf } from "./work.js";

/**
 * Conduits: functions of the program that take a context of a model without a convention for its place, and wait for
 * what `io` lists, or hand the context on to one that does: `run(command, { signal })` around `spawn`. Who calls one
 * without a context calls what is listed without one.
 */
interface State {
  readonly waiting: ReadonlySet<Caller>;
  readonly names: ReadonlySet<string>;
  readonly conduits: Map<ContextModel, Memo<FunctionBody, boolean>>;
  readonly steps: Map<ContextModel, WeakMap<FunctionBody, Steps>>;
}

const memos = programMemo(() => new WeakMap<Io, State>());

/** The names that conduits may have, as names are compared: told by syntax and by the types of parameters. */
export function conduitNames(facts: Facts, io: Io): ReadonlySet<string> {
  return stateOf(facts, io).names;
}

function stateOf(facts: Facts, io: Io): State {
  return remembered(memos(facts), io, () => {
    const waiting = findWaiting(facts, io);
    return { waiting: new Set(waiting.map(({ by }) => by)), names: findNames(facts, io, waiting), conduits: new Map(), steps: new Map() };
  });
}

/** Who may call something listed itself. */
export function ioCallers(facts: Facts, io: Io): ReadonlySet<Caller> {
  return stateOf(facts, io).waiting;
}

type CallBy = FileSyntax["calls"][number];

function findWaiting(facts: Facts, io: Io): readonly CallBy[] {
  return ownFiles(facts).flatMap((file) => syntaxOf(file).calls.filter(({ call }) => mayBeIo(facts, call, io)));
}

/** From what is listed outwards, as far as functions take a context. */
function findNames(facts: Facts, io: Io, waiting: readonly CallBy[]): ReadonlySet<string> {
  const mayHandOn = ({ fn }: Caller): boolean => fn === undefined || isGivenContext(facts, fn);
  const direct = waiting.filter(({ by, call }) => isLongIo(facts, call, io) && mayHandOn(by));
  return withCallers(direct.map(({ by }) => by), ownCallers(facts), mayHandOn);
}

/** Does the function, in any of its overloads, or one around it, take a context? */
function isGivenContext(facts: Facts, fn: ts.SignatureDeclaration): boolean {
  const overloads = (fn as { readonly symbol?: ts.Symbol }).symbol?.declarations?.filter(ts.isFunctionLike) ?? [fn];
  return overloads.some((each) => takesContext(facts, each)) || ts.findAncestor(fn.parent, (outer) => ts.isFunctionLike(outer) && takesContext(facts, outer)) !== undefined;
}

/** Does the function wait for what `io` lists, itself or by one that it hands a context to? */
export function isConduit(facts: Facts, fn: FunctionBody, model: ContextModel, io: Io): boolean {
  const state = stateOf(facts, io);
  const memo = remembered(state.conduits, model, () => new WeakMap());
  const analysis: Analysis<FunctionBody, boolean> = {
    dependencies: (each) => stepsOf(facts, each, model, io, state).to,
    evaluate: (each, isOne) => {
      const { isDirect, to } = stepsOf(facts, each, model, io, state);
      return isDirect || to.some((next) => isOne(next) === true);
    },
    otherwise: false,
  };
  return solve(fn, analysis, memo);
}

/** What a function waits for: something listed, or functions that it gives a context to. */
interface Steps {
  readonly isDirect: boolean;
  readonly to: readonly FunctionBody[];
}

function stepsOf(facts: Facts, fn: FunctionBody, model: ContextModel, io: Io, { names, steps }: State): Steps {
  return remembered(remembered(steps, model, () => new WeakMap<FunctionBody, Steps>()), fn, () => {
    const to: FunctionBody[] = [];
    for (const node of workOf(facts, fn)) {
      if (!ts.isCallExpression(node) || isApart(facts, node, fn)) continue;
      if (mayBeIo(facts, node, io) && isLongIo(facts, node, io)) return { isDirect: true, to: [] };
      const next = names.has(plain(nameOf(node.expression)?.text ?? "")) && !isShortCommand(facts, node, io) ? calleeOf(facts, node) : undefined;
      // What is inside has the function's own.
      if (next !== undefined && next !== fn && (ts.findAncestor(next, (outer) => outer === fn) !== undefined || !getsNone(facts, node, model))) to.push(next);
    }
    return { isDirect: false, to };
  });
}

function isLongIo(facts: Facts, call: ts.CallExpression, io: Io): boolean {
  const symbol = symbolNamed(facts, call.expression);
  return symbol !== undefined && isIo(facts, symbol, io) && !isShort(facts, symbol, io) && !isShortCommand(facts, call, io);
}
