import { ASTUtils, type TSESTree } from "@typescript-eslint/utils";

import { type Facts, FactTable, liveness } from "./facts.js";
import { type Assumption, type Edge, type Graph, type Root, type Step, Value } from "./graph.js";
import { everythingThrows, type ThrowPolicy } from "./throws.js";

/** When a step is a use: whatever comes of it, only if it throws, or only if it does not. */
export type Use = boolean | "completes" | "throws";

/** Something that is made, and must be used on every path. */
export interface LeakQuery {
  /** The steps that make it: it is there when one of them is done. Best where it gets its name. */
  readonly from: readonly Step[];
  readonly isUse: (node: TSESTree.Node, step: Step) => Use;
  /** Whether it is lost here, if not used before: its variable is overwritten. */
  readonly isEnd?: (node: TSESTree.Node, step: Step) => boolean;
  /** Whether an expression is the thing itself: a test of it goes the way of what is there. */
  readonly isHandle?: (node: TSESTree.Node) => boolean;
  /** Whether an expression is truthy only where there is nothing left to use. */
  readonly isOver?: (node: TSESTree.Node) => boolean;
  readonly throws: ThrowPolicy;
  /** The same for the time before it is made, and after it is used: anything, if nothing else is said. */
  readonly throwsOtherwise?: ThrowPolicy;
}

/** How a thing gets lost: at the end, by return, by throw, overwritten, or made anew. */
export type LeakKind = "again" | "end" | "overwritten" | "return" | "throw";

export interface Leak {
  readonly kind: LeakKind;
  /** Where the path leaves: the `return`, what throws, what overwrites; for `end`, the function. */
  readonly node: TSESTree.Node;
  /** A shortest path, from the entry. */
  readonly path: () => readonly Edge[];
}

/** A place on a path: the step, what is known there, and whether the thing is there and not used. */
interface State {
  readonly step: Step;
  readonly facts: Facts;
  readonly isHeld: boolean;
  readonly before: State | undefined;
  readonly edge: Edge | undefined;
}

/** Far more than code needs in which few conditions are asked again. Past it nothing more is found. */
const MAX_STATES = 500_000;

/**
 * The ways on which a thing is made and not used, one for each place where such a path leaves; of those that leave
 * through the same `finally` in the same way, one.
 * Two tests of the same unchanged variables go the same way. Paths begin at the entry, so that what was
 * asked before the thing was made counts.
 */
export function leaks(graph: Graph, query: LeakQuery): Leak[] {
  const from = new Set(query.from);
  const otherwise = query.throwsOtherwise ?? everythingThrows;
  if (from.size === 0) return [];
  const approach = approachTo(graph, from, otherwise);
  const found: Leak[] = [];
  const known = { again: new Set(), end: new Set(), overwritten: new Set(), return: new Set(), throw: new Set() };
  const walk = new Walk(graph, approach?.facts);

  const lose = (kind: LeakKind, state: State, last?: Edge): void => {
    const node = last ? origin(kind, state, last) : state.step.node;
    if (known[kind].has(node)) return;
    known[kind].add(node);
    found.push({ kind, node, path: () => [...pathTo(state), ...(last ? [last] : [])] });
  };

  if (approach === undefined) walk.arrive(graph.entry, 0, false);
  else for (const state of approach.states) walk.queue.push(state);
  for (const state of walk.queue) {
    const { step } = state;
    const made = from.has(step);
    if (state.isHeld && made) lose("again", state);
    const isOver = state.isHeld && !made && query.isEnd?.(step.node, step) === true;
    if (isOver) lose("overwritten", state);
    const use = state.isHeld && !made && !isOver ? query.isUse(step.node, step) : false;

    for (const edge of step.edges) {
      const isAbrupt = isThrown(edge);
      if (isAbrupt && !(state.isHeld ? query.throws : otherwise)(step)) continue;
      const isUsed = isOver || use === true || use === (isAbrupt ? "throws" : "completes");
      const isHeld = made ? !isAbrupt || state.isHeld : state.isHeld && !isUsed;
      if (!isHeld && approach !== undefined) continue;
      if (isHeld && !made && edge.assumption && contradicts(edge.assumption, query)) continue;
      const next = walk.follow(state, edge, isHeld);
      if (next && isHeld) lose(edge.to === graph.exits.end ? "end" : edge.to === graph.exits.return ? "return" : "throw", state, edge);
    }
  }
  return found;
}

/** States of a graph in the order in which they are reached. */
class Walk {
  readonly queue: State[] = [];
  private readonly seen = new Set<number>();
  private readonly isLive: ReturnType<typeof liveness>;

  constructor(
    private readonly graph: Graph,
    readonly facts = new FactTable(),
  ) {
    this.isLive = livenessOf(graph);
  }

  arrive(step: Step, all: Facts, isHeld: boolean, before?: State, edge?: Edge): void {
    const kept = this.facts.keep(all, (aspect) => this.isLive(step, aspect));
    const key = (kept * this.graph.steps.length + step.id) * 2 + Number(isHeld);
    if (this.seen.has(key) || this.queue.length >= MAX_STATES) return;
    this.seen.add(key);
    this.queue.push({ step, facts: kept, isHeld, before, edge });
  }

  /** Whether the edge can be taken, and leaves the graph. */
  follow(state: State, edge: Edge, isHeld: boolean): boolean {
    const next = edge.assumption ? this.facts.assume(state.facts, edge.assumption) : state.facts;
    if (next === undefined) return false;
    if (edge.to.kind === "exit") return true;
    this.arrive(edge.to, forget(this.facts, next, edge.to, this.graph), isHeld, state, edge);
    return false;
  }
}

/** All states before something is made, whatever that is. */
interface Unheld {
  readonly facts: FactTable;
  readonly states: ReadonlyMap<Step, readonly State[]>;
}

/**
 * The states in which something is about to be made. What is made once is never made anew: the ways to it are those of all
 * such things, and where it was used nothing is left to say. Nothing for what is made in a loop, or in several steps.
 */
function approachTo(graph: Graph, from: ReadonlySet<Step>, throws: ThrowPolicy): { readonly facts: FactTable; readonly states: readonly State[] } | undefined {
  const [only, ...others] = from;
  if (only === undefined || others.length > 0 || isInLoop(only.node, graph.root)) return undefined;
  const { facts, states } = unheldIn(graph, throws);
  return { facts, states: states.get(only) ?? [] };
}

const unheld = new WeakMap<Graph, WeakMap<ThrowPolicy, Unheld>>();

function unheldIn(graph: Graph, throws: ThrowPolicy): Unheld {
  const known = unheld.get(graph) ?? new WeakMap<ThrowPolicy, Unheld>();
  unheld.set(graph, known);
  const found = known.get(throws) ?? walkAll(graph, throws);
  known.set(throws, found);
  return found;
}

function walkAll(graph: Graph, throws: ThrowPolicy): Unheld {
  const walk = new Walk(graph);
  const states = new Map<Step, State[]>();
  walk.arrive(graph.entry, 0, false);
  for (const state of walk.queue) {
    const same = states.get(state.step);
    if (same) same.push(state);
    else states.set(state.step, [state]);
    for (const edge of state.step.edges) if (!isThrown(edge) || throws(state.step)) walk.follow(state, edge, false);
  }
  return { facts: walk.facts, states };
}

function isInLoop(node: TSESTree.Node, root: Root): boolean {
  for (let outer: TSESTree.Node | undefined = node; outer && outer !== root; outer = outer.parent) if (ASTUtils.isLoop(outer)) return true;
  return false;
}

/** Whether an edge is there because an operation may throw, or a `yield` may return: no `throw`, `return` or what they began. */
function isThrown({ from, kind, resumes }: Edge): boolean {
  return !resumes && (kind === "throw" ? from.kind !== "throw" : kind === "return" && from.kind === "yield");
}

/** Something held is neither `null` nor `undefined`, nor falsy; and it is not over. */
function contradicts({ among, holds, literal, subject }: Assumption, { isHandle, isOver }: LeakQuery): boolean {
  if (literal !== undefined) return false;
  const values = holds ? among : ~among;
  return (isHandle?.(subject) === true && (values & Value.truthy) === 0) || (isOver?.(subject) === true && (values & ~Value.truthy & Value.any) === 0);
}

function forget(table: FactTable, facts: Facts, { binds }: Step, { aspects }: Graph): Facts {
  if (!binds) return facts;
  return table.keep(facts, (aspect) => !aspects[aspect]?.variables.includes(binds));
}

function pathTo(state: State): Edge[] {
  const path: Edge[] = [];
  for (let at: State | undefined = state; at?.edge; at = at.before) path.push(at.edge);
  return path.reverse();
}

/** What began the completion that a path ends with. */
function origin(kind: LeakKind, state: State, last: Edge): TSESTree.Node {
  if (kind === "end") return last.to.node;
  let edge: Edge | undefined = last;
  for (let at: State | undefined = state; edge && (edge.kind !== kind || edge.resumes); at = at?.before) edge = at?.edge;
  return (edge ?? last).from.node;
}

const lives = new WeakMap<Graph, ReturnType<typeof liveness>>();

function livenessOf(graph: Graph): ReturnType<typeof liveness> {
  const known = lives.get(graph);
  if (known) return known;
  const made = liveness(graph.steps, graph.aspects);
  lives.set(graph, made);
  return made;
}
