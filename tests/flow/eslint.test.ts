import * as parser from "@typescript-eslint/parser";
import type { TSESTree } from "@typescript-eslint/utils";
import { Linter, type Rule } from "eslint";
import fc from "fast-check";
import { expect, it } from "vitest";

import { buildGraph } from "../../src/flow/build.js";
import type { Graph, Step } from "../../src/flow/graph.js";
import type { Construct } from "./generate.js";
import { isRunRoot } from "./oracle.js";
import { Census, limit, parameters, programs, runs } from "./properties.js";
import { isRoot } from "./source.js";

/** What a text has calls and jumps, and which of them something gets to, as ESLint's code paths have it. */
function codePaths(text: string): { reachable: Set<TSESTree.Node>; nodes: TSESTree.Node[] } {
  const reachable = new Set<TSESTree.Node>();
  const nodes: TSESTree.Node[] = [];
  const rule: Rule.RuleModule = {
    create: () => {
      const outer: { path: Rule.CodePath; current: Set<Rule.CodePathSegment>; at: [TSESTree.Node, Rule.CodePathSegment][] }[] = [];
      const starts = (segment: Rule.CodePathSegment): void => { outer.at(-1)!.current.add(segment); };
      const ends = (segment: Rule.CodePathSegment): void => { outer.at(-1)!.current.delete(segment); };
      return {
        onCodePathStart: (path: Rule.CodePath) => { outer.push({ path, current: new Set(), at: [] }); },
        onCodePathEnd: () => {
          // Only now all edges are there: of a loop's update, or its test, a segment does not know before.
          const { at, path } = outer.pop()!;
          const met = new Set([path.initialSegment]);
          for (const segment of met) for (const next of segment.nextSegments) met.add(next);
          for (const [node, segment] of at) if (met.has(segment)) reachable.add(node);
        },
        onCodePathSegmentStart: starts,
        onCodePathSegmentEnd: ends,
        onUnreachableCodePathSegmentStart: starts,
        onUnreachableCodePathSegmentEnd: ends,
        "*": (node: TSESTree.Node) => {
          nodes.push(node);
          const { at, current } = outer.at(-1)!;
          if (COMPARED.test(node.type)) for (const segment of current) at.push([node, segment]);
        },
      } as Rule.RuleListener;
    },
  };
  const messages = new Linter().verify(text, [
    { languageOptions: { parser: parser, sourceType: "module" }, plugins: { test: { rules: { rule } } }, rules: { "test/rule": "error" } },
  ]);
  if (messages.length > 0) throw new Error(`${messages[0]!.message}\n${text}`);
  return { reachable, nodes };
}

const COMPARED = /^(?:CallExpression|BreakStatement|ContinueStatement|ReturnStatement)$/;

function reachableIn(graph: Graph): Set<TSESTree.Node> {
  const met = new Set<Step>([graph.entry]);
  for (const step of met) for (const edge of step.edges) met.add(edge.to);
  return new Set([...met].map(({ node }) => node));
}

/** Not in programs without exceptions, or not there for ESLint. */
const OTHERS: readonly Construct[] = ["catch", "throw through finally", "break through finally", "continue through finally", "exhaustive switch", "never"];

it("agrees with ESLint about what is reachable", { timeout: limit }, () => {
  const census = new Census();
  let unreachable = 0;
  const property = fc.property(programs({ exceptions: false }), (program) => {
    const { nodes, reachable } = codePaths(program.text);
    const root = nodes.find((node) => isRunRoot(program, node))!;
    if (!isRoot(root)) throw new Error("No root.");
    const ours = reachableIn(buildGraph(root)!);
    census.add(program);
    for (const node of nodes) {
      if (!COMPARED.test(node.type) || node.range[0] < root.range[0] || node.range[1] > root.range[1]) continue;
      if (!reachable.has(node)) unreachable += 1;
      if (ours.has(node) === reachable.has(node)) continue;
      const verdict = ours.has(node) ? "reachable, for ESLint not" : "unreachable, for ESLint not";
      throw new Error(`Line ${node.loc.start.line}, ${program.text.slice(...node.range)}: ${verdict}.\n${program.text}`);
    }
  });
  fc.assert(property, parameters);

  if (runs >= 1000) console.log(`${unreachable} unreachable in ${census.toString()}`);
  expect(census.rare(OTHERS)).toEqual([]);
  expect(unreachable).toBeGreaterThan(0);
});
