import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Use as UseKind } from "../../flow/leaks.js";
import type { Facts } from "../facts.js";
import { completions } from "../position/completion.js";
import { calleeName, isFunction, unwrap, wrapped } from "../position/syntax.js";
import { linksOf } from "./uses.js";

/** When the callbacks of a promise chain use a handle. */
export interface ChainUse {
  /** What does it, and how that step counts. */
  readonly steps: ReadonlyMap<TSESTree.Node, UseKind>;
  /** A chain nobody awaits, that uses it only if the promise that it begins with is fulfilled. */
  readonly unlessRejected?: TSESTree.CallExpression;
}

interface State {
  /** How the promise at the start ended, and how the one so far did. */
  readonly from: "fulfilled" | "rejected";
  readonly now: "fulfilled" | "rejected";
  readonly isUsed: boolean;
}

/** `.then` calls back on fulfilment only, `.catch` on rejection only, `.finally` on both. */
export function chainUse(facts: Facts, last: TSESTree.CallExpression, isUse: (callback: TSESTree.Node) => boolean): ChainUse {
  const { links, start } = linksOf(last);
  let states: readonly State[] = [
    { from: "fulfilled", now: "fulfilled", isUsed: false },
    { from: "rejected", now: "rejected", isUsed: false },
  ];
  for (const link of links) states = states.flatMap((state) => follow(facts, link, state, isUse));
  const always = (wanted: (state: State) => boolean): boolean => states.filter(wanted).every((state) => state.isUsed);
  const [completes, throws] = [always(({ now }) => now === "fulfilled"), always(({ now }) => now === "rejected")];

  // Whatever comes of it, the callbacks will run: nothing in the chain is between.
  if (completes && throws) return { steps: new Map([...links, start].map((node) => [node, true])) };
  const { parent } = wrapped(last);
  if (parent?.type === N.AwaitExpression) return { steps: new Map(completes || throws ? [[parent, completes ? "completes" : "throws"]] : []) };
  return always(({ from }) => from === "fulfilled") ? { steps: new Map([[last, true]]), unlessRejected: last } : { steps: new Map() };
}

function follow(facts: Facts, link: TSESTree.CallExpression, state: State, isUse: (callback: TSESTree.Node) => boolean): readonly State[] {
  const name = calleeName(link);
  const [first, second] = link.arguments;
  const isUsedIn = (callback: TSESTree.Node | undefined): boolean => state.isUsed || (callback !== undefined && isUse(callback));
  if (name === "finally") return [{ ...state, isUsed: isUsedIn(first) }];
  if (state.now === "fulfilled") return [name === "then" ? { ...state, isUsed: isUsedIn(first) } : state];
  const callback = name === "then" ? second : first;
  if (callback === undefined) return [state];
  return outcomes(facts, callback).map((now) => ({ ...state, now, isUsed: isUsedIn(callback) }));
}

/** How the promise ends whose rejection this callback gets. */
function outcomes(facts: Facts, callback: TSESTree.Node): readonly State["now"][] {
  const fn = unwrap(callback);
  if (!isFunction(fn) || fn.body.type !== N.BlockStatement) return ["fulfilled"];
  const ways = completions(facts, fn.body);
  return [...(ways.has("throw") ? (["rejected"] as const) : []), ...(ways.has("normal") || ways.has("return") ? (["fulfilled"] as const) : [])];
}
