import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Graph, Step } from "../../src/flow/graph.js";
import { type Leak, leaks } from "../../src/flow/leaks.js";
import type { Program } from "./generate.js";
import { graphOf } from "./source.js";
import { type Forced, World } from "./world.js";

/** Why analysis and execution disagree; nothing where they agree, and what the analysis said. */
export interface Verdict {
  readonly isSafe: boolean;
  readonly disagreement: string | undefined;
}

export type Mutation = (graph: Graph) => void;

/** How many runs a program gets: first in order, and if those were not all, at random. */
const RUNS = 25;

/**
 * Runs a program and compares with what its graph says: of a handle that is safe no run loses it; for each place where it
 * is lost, the path that the analysis shows can be gone, operation by operation, and loses it.
 */
export async function compare(program: Program, mutate?: Mutation): Promise<Verdict> {
  const { graph, source } = graphOf(program.text, (node) => isRunRoot(program, node));
  mutate?.(graph);
  const from = graph.steps.filter(isMake);
  const found = leaks(graph, {
    from,
    isUse: (_, step) => useOf(step),
    isEnd: (node, { kind }) => kind === "write" && node.type === N.Identifier && node.name === "h",
    isHandle: (node) => node.type === N.Identifier && node.name === "h",
    throws: (step) => siteOf(step) !== undefined,
    throwsOtherwise: (step) => siteOf(step) !== undefined,
  });

  const world = new World(program);
  for (const leak of sample(found)) {
    const problem = await follow(world, leak);
    if (problem) {
      const line = source.getText().split("\n")[leak.node.loc.start.line - 1];
      return { isSafe: false, disagreement: `said to be lost (${leak.kind}, line ${leak.node.loc.start.line}: ${line!}), but ${problem}` };
    }
  }
  const kinds = new Set<string>(found.map(({ kind }) => kind));
  for await (const { choices, run } of runs(world)) {
    const tape = `\nChoices: ${choices.join()}`;
    if (run.isLost && found.length === 0) return { isSafe: true, disagreement: `said to be safe, but it is lost (${run.exit})${tape}` };
    const isAtExit = run.isLastLost && !found.some(({ kind }) => kind === "overwritten");
    if (isAtExit && !kinds.has(run.exit)) return { isSafe: false, disagreement: `said to be lost by ${[...kinds].join()}, but it is lost by ${run.exit} too${tape}` };
  }
  return { isSafe: found.length === 0, disagreement: undefined };
}

/** Goes the way of a leak: tries values of variables until the operations come out as on the path. */
async function follow(world: World, { kind, path }: Leak): Promise<string | undefined> {
  const forced = path().flatMap((edge): Forced[] => {
    const site = siteOf(edge.from);
    return site === undefined ? [] : [{ site, outcome: edge.resumes ? "normal" : edge.kind }];
  });
  const isAtExit = kind === "end" || kind === "return" || kind === "throw";
  let tape: readonly number[] | undefined = [];
  let exits = "";
  const random = randomFrom(7);
  for (let tries = 0; tries < 12_000; tries += 1) {
    const run = await world.execute(tape ?? [], tape ? { forced } : { forced, random });
    if (run && isAtExit && run.isLastLost && run.exit === kind) return undefined;
    if (!isAtExit && world.wentAllTheWay && world.isLost) return undefined;
    if (run) exits += ` ${run.exit}${run.isLost ? " lost" : ""}`;
    // In a loop that does not end the last choices do not help: earlier ones are tried.
    if (tape) tape = tries < 6000 ? after(world.isOver && !world.isAstray ? world.choices.slice(0, 10) : world.choices) : undefined;
    else if (tries < 6000 && world.choices.length === 0) break;
  }
  return `no run goes that way: ${forced.map(({ site, outcome }) => `${site} ${outcome}`).join(", ")};${exits}`;
}

async function* runs(world: World): AsyncGenerator<{ choices: number[]; run: { exit: string; isLost: boolean; isLastLost: boolean } }> {
  let tape: readonly number[] | undefined = [];
  for (let tries = 0; tape && tries < RUNS; tries += 1) {
    const run = await world.execute(tape);
    if (run) yield { choices: world.choices.map(({ at }) => at), run };
    tape = after(world.choices);
  }
  if (!tape) return;
  const random = randomFrom(7);
  for (let tries = 0; tries < RUNS; tries += 1) {
    const run = await world.execute([], { random });
    if (run) yield { choices: world.choices.map(({ at }) => at), run };
  }
}

/** Some of many. */
function sample<T>(all: readonly T[]): T[] {
  return all.filter((_, index) => index % Math.ceil(all.length / 6) === 0);
}

/** The next tape in order, the last choice first. */
function after(choices: readonly { at: number; of: number }[]): number[] | undefined {
  const last = choices.findLastIndex(({ at, of }) => at + 1 < of);
  if (last === -1) return undefined;
  return [...choices.slice(0, last).map(({ at }) => at), choices[last]!.at + 1];
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function isRunRoot({ kind }: Program, node: TSESTree.Node): boolean {
  if (kind === "module") return node.type === N.Program;
  return kind === "static block" ? node.type === N.StaticBlock : /Function/.test(node.type);
}

/** The handle is there when it has its name. */
function isMake({ kind, node }: Step): boolean {
  if (node.type !== N.Identifier || node.name !== "h") return false;
  if (kind === "bind") return node.parent.type === N.VariableDeclarator && node.parent.init !== null;
  return kind === "write" && node.parent.type === N.AssignmentExpression && node.parent.right.type === N.CallExpression;
}

function useOf({ kind, node }: Step): boolean | "completes" | "throws" {
  if (kind !== "call" || node.type !== N.CallExpression || node.callee.type !== N.Identifier) return false;
  if (node.callee.name === "done") return "completes";
  if (node.callee.name === "fail") return "throws";
  return node.callee.name === "use" || node.callee.name === "safe";
}

/** What a step's operation is called at run time, if that may come out one way or another. */
function siteOf({ kind, node }: Step): string | undefined {
  switch (kind) {
    case "call": {
      if (node.type !== N.CallExpression) return undefined;
      if (node.callee.type === N.MemberExpression) return `${property(node.callee)!}()`;
      return callSite(node, ["f", "c", "m", "g", "s", "res", "make", "use", "done", "fail", "die"]);
    }
    case "access":
      return property(node);
    case "await":
      return node.type === N.AwaitExpression || node.type === N.ReturnStatement ? callSite(node.argument, ["a"]) : undefined;
    case "yield":
      return node.type === N.YieldExpression ? callSite(node.argument, ["y"]) : undefined;
    case "next":
    case "close": {
      const site = node.type === N.ForOfStatement ? callSite(node.right, ["each"]) : undefined;
      return site && `${site}${kind === "next" ? "n" : "r"}`;
    }
    case "dispose": {
      if (node.type !== N.VariableDeclarator) return undefined;
      const loop = node.parent.parent;
      return `${callSite(node.init ?? (loop.type === N.ForOfStatement ? loop.right : null), ["res", "each"])!}d`;
    }
    default:
      return undefined;
  }
}

function property(node: TSESTree.Node): string | undefined {
  const key = node.type === N.MemberExpression ? node.property : node.type === N.Property ? node.key : undefined;
  const named = key?.type === N.CallExpression ? key.arguments[1] : key;
  const name = named?.type === N.Identifier ? named.name : named?.type === N.Literal ? String(named.value) : undefined;
  return name !== undefined && /^k\d+$/.test(name) ? name : undefined;
}

function callSite(node: TSESTree.Node | null, names: readonly string[]): string | undefined {
  if (node?.type !== N.CallExpression || node.callee.type !== N.Identifier || !names.includes(node.callee.name)) return undefined;
  const [site] = node.arguments;
  return site?.type === N.Literal ? String(site.value) : undefined;
}
