import { expect, it } from "vitest";

import { buildGraph } from "../../src/flow/build.js";
import { type Leak, leaks } from "../../src/flow/leaks.js";
import { everythingThrows } from "../../src/flow/throws.js";
import { isRoot, nodesOf, parse, questionsOf } from "./source.js";

/** Milliseconds of the processor, as other tests run too: several times the half second that 10,000 lines take. */
const LIMIT = 3000;

function measure(body: string): { milliseconds: number; found: Leak[] } {
  const source = parse(`async function f(p, q) {\nlet h;\n${body}\n}`);
  const root = nodesOf(source).find(({ type }) => type === "FunctionDeclaration")!;
  if (!isRoot(root)) throw new Error("No root.");
  const questions = questionsOf(source);
  const start = process.cpuUsage();
  const graph = buildGraph(root, questions)!;
  const isH = (node: { type: string; name?: unknown }): boolean => node.type === "Identifier" && node.name === "h";
  const found = leaks(graph, {
    from: graph.steps.filter(({ kind, node }) => kind === "write" && isH(node)),
    isUse: (node, { kind }) => kind === "read" && isH(node),
    throws: everythingThrows,
  });
  const { user } = process.cpuUsage(start);
  return { milliseconds: user / 1000, found };
}

const times = (count: number, text: (index: number) => string): string => Array.from({ length: count }, (_, index) => text(index)).join("\n");

it.each([
  ["10,000 lines", `h = a();\n${times(10_000, (index) => `if (p?.b) await c(${index});`)}`],
  ["try and finally", `h = a();\n${times(1000, (index) => `try {\nif (p) return b(${index});\n} finally {\nc();\n}`)}`],
  ["using", `h = a();\n${times(2000, (index) => `using u${index} = b();\nc();`)}`],
  ["switch", `h = a();\nswitch (p) {\n${times(2000, (index) => `case ${index}: b();\nbreak;`)}\n}`],
  ["else if", `h = a();\n${times(700, (index) => `if (b(${index})) c(); else `)} d();`],
  ["nesting", `h = a();\n${times(80, () => "if (p) { try { for (;b();) {")}\nb();\n${times(80, () => "} } finally { c(); } }")}`],
  ["conditions", `h = a();\n${times(1000, (index) => `const c${index} = b(${index}); if (c${index}) d(); if (!c${index}) e();`)}`],
  ["parameters", `h = a();\n${times(700, () => "if (p) b(); if (q === 'x') c(); if (q == null) d();")}`],
  ["operators", `h = a();\nreturn ${times(300, () => "b() +")} c();`],
  ["chain", `h = a();\nreturn b${times(150, () => "?.c().d")};`],
])("long: %s", (_, body) => {
  const { found, milliseconds } = measure(body);
  expect(found.length).toBeGreaterThan(0);
  expect(milliseconds).toBeLessThan(LIMIT);
});
