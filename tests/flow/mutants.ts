import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Edge, Step } from "../../src/flow/graph.js";
import type { Construct } from "./generate.js";
import type { Mutation } from "./oracle.js";

/** A way for a graph to be wrong, and the construct that programs need to show it. */
export interface Mutant {
  readonly name: string;
  readonly construct: Construct;
  readonly mutate: Mutation;
}

export const mutants: readonly Mutant[] = [
  {
    name: "a finally goes on with any completion that ever entered it",
    construct: "return through finally",
    mutate: (graph) => {
      const ends = graph.steps.filter(({ edges, kind }) => kind === "call" && edges.some(({ resumes }) => resumes));
      for (const node of new Set(ends.map((step) => step.node))) {
        const copies = graph.stepsOf(node);
        const resumed = copies.flatMap(({ edges }) => edges.filter(({ resumes }) => resumes));
        for (const copy of copies) for (const edge of resumed) if (edge.from !== copy) add(copy, { ...edge, from: copy });
      }
    },
  },
  {
    name: "a try has one edge to its handler, from the first call",
    construct: "call in try",
    mutate: (graph) => {
      const met = new Set<TSESTree.Node>();
      for (const step of graph.steps) {
        const body = step.kind === "call" ? tryAround(step.node) : undefined;
        if (body && met.has(body)) remove(step, ({ kind }) => kind === "throw");
        if (body) met.add(body);
      }
    },
  },
  {
    name: "a switch without default takes one of its cases",
    construct: "switch without default",
    mutate: (graph) => {
      for (const step of graph.steps) {
        const parent = step.kind === "case" ? step.node.parent : undefined;
        if (parent?.type !== N.SwitchStatement || parent.cases.some(({ test }) => !test) || parent.cases.at(-1) !== step.node) continue;
        remove(step, ({ kind }) => kind === "false");
      }
    },
  },
  {
    name: "a yield always goes on",
    construct: "yield",
    mutate: (graph) => {
      for (const step of graph.steps) if (step.kind === "yield") remove(step, ({ kind }) => kind !== "normal");
    },
  },
  {
    name: "tests of the same parameter are independent",
    construct: "correlated parameter",
    mutate: (graph) => {
      for (const step of graph.steps) {
        for (const edge of [...step.edges]) {
          if (!edge.assumption) continue;
          remove(step, (one) => one === edge);
          add(step, { ...edge, assumption: undefined });
        }
      }
    },
  },
];

function add({ edges }: Step, edge: Edge): void {
  (edges as Edge[]).push(edge);
}

function remove({ edges }: Step, isRemoved: (edge: Edge) => boolean): void {
  const left = edges.filter((edge) => !isRemoved(edge));
  (edges as Edge[]).splice(0, edges.length, ...left);
}

function tryAround(node: TSESTree.Node): TSESTree.Node | undefined {
  for (let at: TSESTree.Node | undefined = node; at; at = at.parent) {
    if (at.type === N.BlockStatement && at.parent.type === N.TryStatement) return at.parent.block === at ? at : undefined;
  }
  return undefined;
}
