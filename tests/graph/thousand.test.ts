import * as fs from "node:fs/promises";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { collectGraph } from "../../src/graph/collect.js";
import { toDot } from "../../src/graph/dot.js";
import { fold, type OpenGroup } from "../../src/graph/fold.js";
import { functionsIn, groupsOf, openWithin } from "../../src/graph/groups.js";
import { toMermaid } from "../../src/graph/mermaid.js";
import type { FlowGraph } from "../../src/graph/model.js";
import { subjectAt } from "../../src/graph/subject.js";
import { writeGenerated } from "./generated.js";

let folder: string;
let graph: FlowGraph;

beforeAll(async () => {
  folder = await writeGenerated(1000);
  graph = collectGraph(await subjectAt(folder));
});

afterAll(async () => {
  await fs.rm(folder, { recursive: true });
});

const boxesIn = ({ closed, functions, open }: OpenGroup): number => closed.length + functions.length + open.reduce((sum, each) => sum + boxesIn(each), 0);

describe("a program of 1,000 functions", () => {
  it("has each of them, and each break", () => {
    expect(graph.unread).toEqual([]);
    expect(graph.functions.filter(({ kind }) => kind === "function")).toHaveLength(1000);
    expect(graph.calls.filter(({ state }) => state === "broken").map(({ from }) => graph.functions.find(({ id }) => id === from)?.name).sort()).toEqual(Array.from({ length: 10 }, (_, index) => `work${index * 100 + 99}`).sort());
    expect(graph.calls.filter(({ state }) => state === "passes")).toHaveLength(999 + 990);
  });

  it("is seen in folders first", () => {
    const root = groupsOf(graph);
    expect(functionsIn(root)).toHaveLength(graph.functions.length);
    const view = fold(graph, root, openWithin(root, 40));
    expect(boxesIn(view.root)).toBeLessThanOrEqual(40);
    expect(view.root.open.map(({ label }) => label)).toEqual(["src"]);
    const { closed } = view.root.open[0]!;
    expect(closed.map(({ group }) => group.label)).toEqual(Array.from({ length: 10 }, (_, index) => `area${index}`));
    expect(closed.map(({ breaks, size }) => [breaks, size])).toEqual(closed.map(() => [1, 100]));
    expect(view.edges.filter(({ state }) => state === "broken")).toHaveLength(10);
  });

  it("opens into one of them", () => {
    const root = groupsOf(graph);
    const view = fold(graph, root, new Set(["", "src", "src/area0", "src/area0/part9.ts"]));
    expect(JSON.stringify(view.root)).toContain('"work99"');
    const broken = view.edges.find(({ from, state }) => state === "broken" && from.startsWith("src/area0/part9.ts:"));
    expect(broken?.calls).toHaveLength(1);
  });

  it("is short as text", () => {
    expect(toMermaid(graph).split("\n").length).toBeLessThan(200);
    expect(toDot(graph).split("\n").length).toBeLessThan(200);
  });
});
