import { expect, it } from "vitest";
import { draw } from "./draw.js";
import { graphOf } from "./source.js";
const cases = [
"function f() { for (const x of xs()) { using y = g(x); if (c()) continue; h(); } k(); }",
"async function* f() { return a(); }",
"function* f() { for (const x of xs()) yield x; }",
"function f() { if (a()) die(); else safe(); b(); }",
"function f() { try { die(); } finally { a(); } b(); }",
"function f() { do { if (a()) continue; b(); } while (c()); d(); }",
"function f() { for (using x = a(); b(); c()) { if (d()) break; } }",
"function f(x) { x.y ??= a(); x.z ||= b(); x[c()] += d(); [x.p = e()] = g(); }",
"function f() { return a() ? b() : c() && d() || e(); }",
"const f = () => a();",
"function f(x) { switch (true) { case x > a(): b(); break; case c(): d(); } }",
"function f() { try { try { a(); } finally { b(); } } finally { c(); } }",
"function f() { `${a()}`; new B(c()); t`${d()}`; import(e()); ({ [g()]: h() }); [...i()]; }",
"const x = <A b={c()} {...d()}>{e()}</A>;",
"function f() { try { a(); } catch { b(); } finally { c(); } }",
];
it("draws", () => {
  for (const c of cases) { const { graph, source } = graphOf(c); console.log(c + "\n  " + draw(graph, source, {throws: true}).join("\n  ")); }
  expect(1).toBe(1);
});
