import { expect, it } from "vitest";

import { buildGraph } from "../../src/flow/build.js";
import { leaks } from "../../src/flow/leaks.js";
import { everythingThrows } from "../../src/flow/throws.js";
import { isRoot, nodesOf, parse, questionsOf } from "./source.js";

/** How much there is of a function, and how often what is in it is asked for: counts, which do not wobble as times do. */
function measure(body: string): { steps: number; asked: number; found: number } {
  const source = parse(`async function f(p, q) {\nlet h;\n${body}\n}`);
  const root = nodesOf(source).find(({ type }) => type === "FunctionDeclaration")!;
  if (!isRoot(root)) throw new Error("No root.");
  const graph = buildGraph(root, questionsOf(source))!;
  const isH = (node: { type: string; name?: unknown }): boolean => node.type === "Identifier" && node.name === "h";
  let asked = 0;
  const found = leaks(graph, {
    from: graph.steps.filter(({ kind, node }) => kind === "write" && isH(node)),
    isUse: (node, { kind }) => {
      asked++;
      return kind === "read" && isH(node);
    },
    throws: (step) => {
      asked++;
      return everythingThrows(step);
    },
  });
  return { steps: graph.steps.length, asked, found: found.length };
}

const times = (count: number, text: (index: number) => string): string => Array.from({ length: count }, (_, index) => text(index)).join("\n");

it.each<[string, number, (count: number) => string]>([
  ["10,000 lines", 10_000, (count) => `h = a();\n${times(count, (index) => `if (p?.b) await c(${index});`)}`],
  ["try and finally", 1000, (count) => `h = a();\n${times(count, (index) => `try {\nif (p) return b(${index});\n} finally {\nc();\n}`)}`],
  ["using", 2000, (count) => `h = a();\n${times(count, (index) => `using u${index} = b();\nc();`)}`],
  ["switch", 2000, (count) => `h = a();\nswitch (p) {\n${times(count, (index) => `case ${index}: b();\nbreak;`)}\n}`],
  ["else if", 700, (count) => `h = a();\n${times(count, (index) => `if (b(${index})) c(); else `)} d();`],
  ["nesting", 80, (count) => `h = a();\n${times(count, () => "if (p) { try { for (;b();) {")}\nb();\n${times(count, () => "} } finally { c(); } }")}`],
  ["conditions", 1000, (count) => `h = a();\n${times(count, (index) => `const c${index} = b(${index}); if (c${index}) d(); if (!c${index}) e();`)}`],
  ["parameters", 700, (count) => `h = a();\n${times(count, () => "if (p) b(); if (q === 'x') c(); if (q == null) d();")}`],
  ["operators", 300, (count) => `h = a();\nreturn ${times(count, () => "b() +")} c();`],
  ["chain", 150, (count) => `h = a();\nreturn b${times(count, () => "?.c().d")};`],
])("grows with its length: %s", (_name, count, bodyOf) => {
  const part = measure(bodyOf(count / 4));
  const whole = measure(bodyOf(count));
  expect(whole.found).toBeGreaterThan(0);
  expect(whole.steps / part.steps).toBeLessThan(4.4);
  expect(whole.asked / part.asked).toBeLessThan(4.4);
});
