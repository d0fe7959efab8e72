import * as path from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { collectGraph } from "../../src/graph/collect.js";
import { toDot } from "../../src/graph/dot.js";
import { fold } from "../../src/graph/fold.js";
import { groupsOf } from "../../src/graph/groups.js";
import { toMermaid } from "../../src/graph/mermaid.js";
import type { FlowCall, FlowFunction, FlowGraph } from "../../src/graph/model.js";
import { from } from "../../src/graph/select.js";
import { subjectAt } from "../../src/graph/subject.js";

const orders = path.join(import.meta.dirname, "../../examples/orders");
let graph: FlowGraph;

beforeAll(async () => {
  graph = collectGraph(await subjectAt(orders));
});

const named = (name: string): FlowFunction => graph.functions.find((fn) => fn.name === name)!;
const call = (from: string, to: string): FlowCall | undefined => graph.calls.find((each) => each.from === named(from).id && each.to === named(to).id);
const rulesAt = (each: FlowCall | undefined): string[] => (each?.findings ?? []).map((index) => graph.findings[index]!.rule);

describe("the graph of examples/orders", () => {
  it("reads every file", () => {
    expect(graph.unread).toEqual([]);
    expect(graph.title).toBe("orders");
  });

  it.each([
    ["main", ["makes", "derives", "passes"]],
    ["handle", ["takes", "derives", "passes"]],
    ["withRequestId", ["takes", "derives"]],
    ["InvoiceRenderer.render", ["has", "passes"]],
    ["OrderService.invoice", ["lacks"]],
    ["ShippingClient.isUp", ["lacks", "drops"]],
    ["OrderService.place", ["takes", "makes", "passes", "drops"]],
  ])("%s: %j", (name, roles) => {
    expect(named(name).roles).toEqual(roles);
  });

  it("says what a function takes, makes and derives", () => {
    expect(named("main").notes.map(({ role, text }) => `${role} ${text}`)).toEqual(["makes background()", "derives withCancel(background())"]);
    expect(named("handle").notes[0]).toEqual({ role: "takes", text: "parent: Context", line: 45 });
  });

  it("hands contexts on across files and classes", () => {
    expect(call("handle", "route")?.state).toBe("passes");
    expect(call("route", "OrderService.place")?.state).toBe("passes");
    expect(call("notify", "fetch")?.state).toBe("passes");
    expect(call("run", "callback of queue.run")?.state).toBe("offers");
  });

  it("breaks where the rules report, to the end of the chain", () => {
    expect(rulesAt(call("route", "OrderService.invoice"))).toEqual(["no-broken-context-chain"]);
    expect(call("OrderService.invoice", "OrderStore.readInvoice")?.state).toBe("broken");
    expect(rulesAt(call("OrderStore.readInvoice", "pipeline"))).toEqual(["require-context-param", "no-broken-context-chain"]);
    expect(rulesAt(call("OrderService.place", "OrderStore.put"))).toEqual(["no-background-context"]);
    expect(rulesAt(call("serve", "once"))).toEqual(["no-dropped-context"]);
    expect(call("serve", "handle")?.state).toBe("passes");
    expect(call("OrderService.fulfil", "OrderService.#invoice")?.state).toBe("wrong");
  });

  it("shows a report in its lines, with the way to the break", () => {
    const finding = graph.findings.find(({ function: at, rule }) => rule === "no-broken-context-chain" && at === named("route").id)!;
    expect(finding.way.map((id) => graph.functions.find((fn) => fn.id === id)?.name)).toEqual(["route", "OrderService.invoice", "OrderStore.readInvoice"]);
    expect(finding.excerpt.lines[finding.line - finding.excerpt.from]).toContain("orders.invoice(invoice[1])");
  });

  it("leaves out the contexts' own implementation, and what has nothing to do with them", () => {
    expect(graph.functions.filter(({ file }) => file === "src/context.ts")).toEqual([]);
    expect(graph.functions.map(({ name }) => name)).not.toContain("parseDraft");
    expect(graph.others).toBeGreaterThan(10);
  });

  it("names only functions and reports that are there", () => {
    const ids = new Set(graph.functions.map(({ id }) => id));
    expect(graph.calls.filter((each) => !ids.has(each.from) || !ids.has(each.to))).toEqual([]);
    expect(graph.calls.flatMap(({ findings }) => findings).filter((index) => graph.findings[index] === undefined)).toEqual([]);
    expect(graph.findings.flatMap(({ way }) => way).filter((id) => !ids.has(id))).toEqual([]);
  });

  it("begins at a function", () => {
    const part = from(graph, path.join(orders, "src/shipping.ts"), "track")!;
    expect(part.functions.map(({ name }) => name)).toEqual(["ShippingClient.track", "pause", "post", "send", "fetch"]);
    expect(part.calls.flatMap(({ findings }) => findings).map((index) => part.findings[index]?.rule)).toEqual(expect.arrayContaining(["no-floating-context", "no-uncancellable-sleep"]));
    expect(from(graph, path.join(orders, "src/shipping.ts"), "nothing")).toBeUndefined();
    expect(from(graph, orders, undefined)).toBe(graph);
  });

  it("folds into folders and files, whose edges are as bad as the worst of theirs", () => {
    const { edges, root } = fold(graph, groupsOf(graph), new Set(["", "src"]));
    expect(root.open.map(({ label }) => label)).toEqual(["src"]);
    const http = root.open[0]!.closed.find(({ group }) => group.label === "http.ts")!;
    expect(http).toMatchObject({ size: 4, breaks: 2 });
    expect(edges.find((edge) => edge.from === "src/http.ts" && edge.to === "src/orders.ts")).toMatchObject({ state: "broken" });
    expect(edges.filter((edge) => edge.from === edge.to)).toEqual([]);
  });
});

describe("as text", () => {
  it("Mermaid: files as subgraphs, broken calls in red with their rule", () => {
    const lines = toMermaid(graph).split("\n");
    const node = (name: string): string => /^\s*(n\d+)\[/.exec(lines.find((line) => line.includes(`["${name}"]`))!)![1]!;
    expect(lines[0]).toBe("flowchart LR");
    expect(lines.some((line) => /^\s*subgraph n\d+\["http\.ts"\]$/.test(line))).toBe(true);
    const arrows = lines.filter((line) => /-->|-\.->/.test(line));
    const broken = arrows.indexOf(`  ${node("route")} -.->|"no-broken-context-chain"| ${node("OrderService.invoice")}`);
    expect(broken).toBeGreaterThan(-1);
    const red = lines.find((line) => line.includes("stroke:#d1242f,stroke-width"))!;
    expect(/linkStyle ([\d,]+)/.exec(red)![1]!.split(",").map(Number)).toContain(broken);
    expect(arrows).toContain(`  ${node("handle")} --> ${node("route")}`);
  });

  it("DOT: files as clusters, broken calls in red with their rule", () => {
    const text = toDot(graph);
    const node = (name: string): string => new RegExp(`(n\\d+) \\[label="${name.replaceAll(".", "\\.")}"`).exec(text)![1]!;
    expect(text).toMatch(/^digraph "orders" \{/);
    expect(text).toContain('label="http.ts"');
    expect(text).toContain(`${node("route")} -> ${node("OrderService.invoice")} [color="#d1242f", penwidth=2, fontcolor="#d1242f", label="no-broken-context-chain"];`);
    expect(text.split("{").length).toBe(text.split("}").length);
  });
});
