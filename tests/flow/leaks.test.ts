import { AST_NODE_TYPES as N } from "@typescript-eslint/utils";
import { describe, expect, it } from "vitest";

import { leaks } from "../../src/flow/leaks.js";
import { awaitsThrow, callsThrow, everythingThrows, nothingThrows, type ThrowPolicy } from "../../src/flow/throws.js";
import { graphOf } from "./source.js";

/** Where `h`, made by `h = make()`, is lost: `return 4` for a return in line 4. Reading `h` is its use. */
function lost(code: string, throws: ThrowPolicy = nothingThrows): string[] {
  const { graph } = graphOf(code);
  const isH = (node: { type: string; name?: unknown }): boolean => node.type === N.Identifier && node.name === "h";
  const makes = graph.steps.filter(
    ({ kind, node }) =>
      isH(node) &&
      ((kind === "bind" && node.parent?.type === N.VariableDeclarator && node.parent.init !== null) ||
        (kind === "write" && node.parent?.type === N.AssignmentExpression && node.parent.right.type === N.CallExpression)),
  );
  const found = leaks(graph, {
    from: makes,
    isUse: (node, { kind }) => kind === "read" && isH(node) && node.parent?.type === N.CallExpression,
    isEnd: (node, { kind }) => kind === "write" && isH(node),
    isHandle: isH,
    throws,
  });
  return found.map(({ kind, node }) => `${kind} ${kind === "end" ? node.loc.end.line : node.loc.start.line}`).toSorted();
}

it("says where each path leaves", () => {
  const code = `function f(x) {
    const h = make();
    if (a()) return;
    try {
      if (b()) return 1; else if (b()) return 2;
      if (c()) throw x;
    } finally {
      d();
    }
    if (e()) h();
  }`;
  expect(lost(code)).toEqual(["end 11", "return 3", "return 5", "throw 6"]);
});

describe("a flag that this function sets", () => {
  const handedOn = (flag: string, between = "") => `function f() {
    ${flag}
    const h = make();
    try {
      if (a()) {
        kept = true;
        h();
        return 1;
      }
      ${between}
      return 2;
    } finally {
      if (!kept) h();
    }
  }`;
  it("is known between the places that set it", () => {
    expect(lost(handedOn("let kept = false;"))).toEqual([]);
    expect(lost(handedOn("let kept = true;"))).toEqual(["return 11"]);
    expect(lost(handedOn("let kept = false;", "kept = true;"))).toEqual(["return 11"]);
    expect(lost(handedOn("let kept = false;", "kept = true; kept = false;"))).toEqual([]);
    expect(lost(handedOn("let kept = false;", "if (b()) kept = true;"))).toEqual(["return 11"]);
  });
  it("is not, where something else may set it, or to something else", () => {
    expect(lost(handedOn("let kept = false; const keep = () => { kept = true; };"))).toEqual(["return 11"]);
    expect(lost(handedOn("let kept = false;", "kept = b();"))).toEqual(["return 11"]);
    expect(lost(handedOn("let kept = false;", "kept ||= b();"))).toEqual(["return 11"]);
    expect(lost(handedOn("var kept = false;"))).toEqual(["return 11"]);
  });
});

it("has the shortest path from the entry", () => {
  const { graph, source } = graphOf("function f() { a(); const h = make(); b(); if (c()) return; h(); }");
  const from = graph.steps.filter(({ kind, node }) => kind === "bind" && source.getText(node) === "h");
  const [leak] = leaks(graph, { from, isUse: (node, { kind }) => kind === "read" && source.getText(node) === "h", throws: nothingThrows });
  const calls = leak!.path().filter(({ from: { kind } }) => kind === "call" || kind === "return");
  expect(calls.map((edge) => `${source.getText(edge.from.node)} ${edge.kind}`)).toEqual([
    "a() normal", "make() normal", "b() normal", "c() true", "return; return",
  ]);
});

describe("what throws is the caller's policy", () => {
  const code = `async function f(x) {
    const h = make();
    a();
    await b;
    x.y;
    h();
  }`;
  it.each([
    ["nothing", nothingThrows, []],
    ["await", awaitsThrow, ["throw 4"]],
    ["calls", callsThrow, ["throw 3", "throw 4"]],
    ["everything", everythingThrows, ["throw 3", "throw 4", "throw 5"]],
  ] as const)("%s", (_, policy, expected) => {
    expect([...new Set(lost(code, policy))]).toEqual(expected);
  });

  it.each([
    ["function* f() { const h = make(); yield 1; h(); }", ["return 1", "throw 1"]],
    ["async function f(x) { const h = make(); for await (const y of x) break; h(); }", ["throw 1"]],
    ["async function f(x) { const h = make(); { await using y = x; } h(); }", ["throw 1"]],
    ["function f(x) { const h = make(); for (const y of x) break; { using y = x; } h(); }", []],
    ["async function f(x) { const h = make(); try { await x; } finally { h(); } }", []],
    ["async function f(x) { const h = make(); try { await x; } catch {} h(); }", []],
  ])("awaits: %s", (text, expected) => {
    expect(lost(text, awaitsThrow)).toEqual(expected);
  });
});

describe("overwritten and made anew", () => {
  it.each([
    ["function f() { let h = make(); h = 0; }", ["overwritten 1"]],
    ["function f() { let h = make(); h = make(); h(); }", ["again 1"]],
    ["function f() { for (;;) { const h = make(); if (a()) { h(); break; } } }", ["again 1"]],
    ["function f() { for (;;) { const h = make(); h(); } }", []],
    ["function f() { let h; try { h = make(); } finally { h?.(); } }", []],
    ["function f() { let h; try { h = make(); } finally { if (h) h(); } }", []],
    ["function f() { let h; try { h = make(); } finally { if (h !== undefined) h(); } }", []],
    ["function f() { let h; try { h = make(); } finally { if (!h) h(); } }", ["end 1"]],
  ])("%s", (code, expected) => {
    expect(lost(code)).toEqual(expected);
  });
});

describe("two tests of what does not change go the same way", () => {
  it.each([
    "function f(x) { let h; if (x) h = make(); a(); if (x) h(); }",
    "function f(x) { let h; if (!x) return; h = make(); if (x) h(); }",
    "function f(x) { const h = make(); if (x) h(); if (!x) h(); }",
    "function f(x) { const h = make(); if (x === 'a') h(); else if (x !== 'a') h(); }",
    "function f(x) { let h; if (x === 'a') h = make(); if (x !== 'b') h(); }",
    "function f(x) { let h; if (x === 'a') h = make(); switch (x) { case 'a': h(); } }",
    "function f(x) { const h = make(); if (x === undefined) h(); if (x !== undefined) h(); }",
    "function f(x) { const h = make(); if (x == null) h(); else if (x === 0 || x) h(); else h(); }",
    "function f(x) { const h = make(); if (typeof x === 'string') h(); if (typeof x !== 'string') h(); }",
    "function f(x, y) { const h = make(); if (x > y) h(); if (!(x > y)) h(); }",
    "function f(x) { const h = make(); x?.a(); if (x) h(); x ?? h(); if (x !== undefined && x !== null && !x) h(); }",
    "function f(x) { const h = make(); while (x) { h(); break; } if (!x) h(); }",
    "function f() { for (const x of a()) { const h = make(); if (x) h(); else if (!x) h(); } }",
  ])("%s", (code) => {
    expect(lost(code)).toEqual([]);
  });

  it.each([
    ["a parameter that changes", "function f(x) { let h; if (x) h = make(); x = a(); if (x) h(); }"],
    ["a variable that may change", "function f() { let x = a(); let h; if (x) h = make(); if (x) h(); }"],
    ["a member", "function f(x) { let h; if (x.y) h = make(); if (x.y) h(); }"],
    ["another literal", "function f(x) { let h; if (x !== 'a') h = make(); if (x === 'b') h(); }"],
    ["a constant of each turn", "function f() { let h = make(); for (;;) { const x = a(); if (x) break; b(); const y = x; if (y) h(); } }"],
  ])("but not %s", (_, code) => {
    expect(lost(code)).toEqual(["end 1"]);
  });
});
