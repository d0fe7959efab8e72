import rule from "../../src/rules/no-lost-cancel.js";
import { ruleTester } from "../rule-tester.js";

const go = `import { background, type Context, withCancel, withTimeout } from "./context.js";
declare function work(ctx: Context): Promise<string>;
declare function plain(): void;
declare function fail(): never;
declare function onEnd(end: () => void): void;
void background; void withCancel; void withTimeout; void work; void plain; void fail; void onEnd;
`;
/** The line of a case's first line of its own. */
const first = go.split("\n").length;

ruleTester.run("no-lost-cancel: discarded", rule, {
  valid: [
    `${go} export async function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 1); try { return await work(ctx); } finally { cancel(); } }`,
    `${go} export async function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 1); void work(ctx); await new Promise((resolve) => setTimeout(resolve, 10)); cancel(); }`,
    `${go} export function f(parent: Context) { return withTimeout(parent, 1); }`,
    `${go} export const f = (parent: Context) => withCancel(parent);`,
    `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); return { ctx, cancel }; }`,
    `${go} export function f(parent: Context) { const pair = withCancel(parent); return pair; }`,
    `${go} export function f(parent: Context) { const [ctx, ...rest] = withCancel(parent); onEnd(rest[0]); return ctx; }`,
    `${go} export function f(parent: Context) { const [, cancel] = withCancel(parent); cancel(); }`,
    `${go} export function f(parent: Context, list: (() => void)[]) { const [ctx, cancel] = withCancel(parent); list.push(cancel); return ctx; }`,
    `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); const stop = cancel; onEnd(stop as () => void); return ctx; }`,
    `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); onEnd(() => { cancel(); }); return ctx; }`,
    `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); function stop() { cancel(); } onEnd(stop); return ctx; }`,
    { name: "an entry function", code: `${go} export function main() { const [ctx] = withCancel(background()); void work(ctx); }` },
    { name: "any is unknown", code: `declare const withCancel: any; export function f(parent: any) { const [ctx] = withCancel(parent); return ctx; }` },
    { name: "another function of the name", code: `declare function withCancel(order: string): [string, () => void]; export function f() { const [order] = withCancel("x"); return order; }` },
  ],
  invalid: [
    { name: "a promise that may be rejected", code: `${go} export async function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 1); await new Promise((resolve, reject) => { onEnd(() => { resolve(ctx); }); onEnd(() => { reject(new Error("x")); }); }); cancel(); }`, output: `${go} export async function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 1); try { await new Promise((resolve, reject) => { onEnd(() => { resolve(ctx); }); onEnd(() => { reject(new Error("x")); }); }); } finally { cancel(); } }`, errors: [{ messageId: "mayThrow" }] },
    { code: `${go} export function f(parent: Context) { const [ctx] = withCancel(parent); return work(ctx); }`, errors: [{ messageId: "discarded", suggestions: [{ messageId: "end", output: `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); return work(ctx).finally(() => { cancel(); }); }` }] }] },
    { code: `${go} export function f(parent: Context) { return work(withTimeout(parent, 1)[0]); }`, errors: [{ messageId: "discarded" }] },
    { code: `${go} export function f(parent: Context) { const ctx = withTimeout(parent, 1)[0]; return work(ctx); }`, errors: [{ messageId: "discarded", suggestions: [{ messageId: "end", output: `${go} export function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 1); return work(ctx).finally(() => { cancel(); }); }` }] }] },
    { code: `${go} export function f(parent: Context) { withTimeout(parent, 1); }`, errors: [{ messageId: "discarded" }] },
    { code: `${go} export function f(parent: Context) { const [ctx, _] = withTimeout(parent, 1); return work(ctx); }`, errors: [{ messageId: "discarded", suggestions: [{ messageId: "end", output: `${go} export function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 1); return work(ctx).finally(() => { cancel(); }); }` }] }] },
    { code: `${go} export function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 1); return work(ctx); }`, errors: [{ messageId: "discarded", suggestions: [{ messageId: "end", output: `${go} export function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 1); return work(ctx).finally(() => { cancel(); }); }` }] }] },
    { code: `${go} export function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 1); void cancel; return work(ctx); }`, errors: [{ messageId: "discarded", suggestions: [{ messageId: "end", output: `${go} export function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 1); void cancel; return work(ctx).finally(() => { cancel(); }); }` }] }] },
    { code: `${go} export function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 1); const stop = () => cancel(); return work(ctx); }`, errors: [{ messageId: "discarded", suggestions: [{ messageId: "end", output: `${go} export function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 1); const stop = () => cancel(); return work(ctx).finally(() => { cancel(); }); }` }] }] },
    { code: `${go} export function f(parent: Context) { const pair = withCancel(parent); return work(pair[0]); }`, errors: [{ messageId: "discarded", suggestions: [{ messageId: "end", output: `${go} export function f(parent: Context) { const pair = withCancel(parent); return work(pair[0]).finally(() => { pair[1](); }); }` }] }] },
    { code: `${go} export function f(parent: Context) { let ctx: Context; [ctx] = withCancel(parent); return work(ctx); }`, errors: [{ messageId: "discarded" }] },
  ],
});

ruleTester.run("no-lost-cancel: notOnAllPaths", rule, {
  valid: [
    `${go} export function f(parent: Context, kind: "a" | "b") { const [ctx, cancel] = withCancel(parent); switch (kind) { case "a": cancel(); break; case "b": onEnd(cancel); } return ctx; }`,
    `${go} export function f(parent: Context, x: boolean) { const [ctx, cancel] = withCancel(parent); if (!x) fail(); cancel(); return ctx; }`,
    `${go} export function f(parent: Context, x: boolean) { let cancel: (() => void) | undefined; if (x) [, cancel] = withCancel(parent); plain(); if (x) cancel?.(); }`,
    `${go} export function f(parent: Context, x: boolean) { let cancel: (() => void) | undefined; if (x) [, cancel] = withCancel(parent); plain(); if (cancel) cancel(); }`,
    `${go} export function f(parent: Context) { for (let i = 0; i < 3; i++) { const [ctx, cancel] = withCancel(parent); plain(); cancel(); void ctx; } }`,
    { name: "nothing is left to end", code: `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); plain(); if (!ctx.err()) cancel(); }` },
    { name: "nothing is left to end, of the signal", code: `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { plain(); } finally { if (!ctx.signal.aborted) cancel(); } }` },
    { name: "two tests of one property", code: `${go} export function f(parent: Context, options?: { readonly limited?: boolean }) { let cancel: (() => void) | undefined; if (options?.limited) [, cancel] = withCancel(parent); plain(); if (options?.limited) cancel?.(); if (!options?.limited) return; plain(); }` },
    { name: "two tests of one property, compared", code: `${go} export function f(parent: Context, options: { readonly mode: string }) { const [ctx, cancel] = withCancel(parent); if (options.mode === "a") cancel(); plain(); if (options.mode !== "a") cancel(); return ctx; }` },
    { name: "a flag says that it is done", code: `${go} export async function f(parent: Context, x: boolean) { let done = false; const [ctx, cancel] = withCancel(parent); if (x) { cancel(); done = true; } try { return await work(ctx); } finally { if (!done) onEnd(cancel); } }` },
    { name: "a flag says that it is somebody else's", code: `${go} export async function f(parent: Context) { let failed = true; const [ctx, cancel] = withCancel(parent); try { await work(ctx); failed = false; return ctx; } finally { if (failed) cancel(); } }` },
  ],
  invalid: [
    {
      code: `${go}export function f(parent: Context, x: boolean) {
  const [ctx, cancel] = withCancel(parent);
  if (x) return;
  plain();
  cancel();
  return ctx;
}`,
      errors: [{ messageId: "notOnAllPaths", line: first + 1, column: 15, data: { handle: "cancel", where: `line ${first + 2} returns`, consequence: "what its context holds stays until the parent ends, if ever" }, suggestions: [{ messageId: "end", output: `${go}export function f(parent: Context, x: boolean) {
  const [ctx, cancel] = withCancel(parent);
  try {
    if (x) return;
    plain();
    return ctx;
  } finally {
    cancel();
  }
}` }] }],
    },
    { code: `${go} export function f(parent: Context, kind: "a" | "b" | "c") { const [ctx, cancel] = withCancel(parent); switch (kind) { case "a": cancel(); break; case "b": onEnd(cancel); } return ctx; }`, errors: [{ messageId: "notOnAllPaths" }] },
    { code: `${go} export function f(parent: Context) { for (let i = 0; i < 3; i++) { const [ctx, cancel] = withCancel(parent); if (i > 1) { cancel(); break; } void ctx; } }`, output: `${go} export function f(parent: Context) { for (let i = 0; i < 3; i++) { const [ctx, cancel] = withCancel(parent); try { if (i > 1) { cancel(); break; } void ctx; } finally { cancel(); } } }`, errors: [{ messageId: "notOnAllPaths" }] },
    { code: `${go} export function f(parent: Context) { let [ctx, cancel] = withCancel(parent); plain(); [ctx, cancel] = withCancel(ctx); cancel(); }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "another context is over", code: `${go} export function f(parent: Context) { const [, cancel] = withCancel(parent); if (!parent.err()) cancel(); }`, output: `${go} export function f(parent: Context) { const [, cancel] = withCancel(parent); try { if (!parent.err()) cancel(); } finally { cancel(); } }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "a property that is written", code: `${go} export function f(parent: Context, state: { on: boolean }) { const [ctx, cancel] = withCancel(parent); if (state.on) cancel(); state.on = false; if (!state.on) plain(); else cancel(); return ctx; }`, errors: [{ messageId: "notOnAllPaths", suggestions: [{ messageId: "end", output: `${go} export function f(parent: Context, state: { on: boolean }) { const [ctx, cancel] = withCancel(parent); try { if (state.on) cancel(); state.on = false; if (!state.on) plain(); else cancel(); return ctx; } finally { cancel(); } }` }] }] },
    { code: `${go} export function f(parent: Context, x: boolean) { const [ctx, cancel] = withCancel(parent); if (x) throw new Error("x"); cancel(); return ctx; }`, errors: [{ messageId: "notOnAllPaths", suggestions: [{ messageId: "end", output: `${go} export function f(parent: Context, x: boolean) { const [ctx, cancel] = withCancel(parent); try { if (x) throw new Error("x"); return ctx; } finally { cancel(); } }` }] }] },
  ],
});

ruleTester.run("no-lost-cancel: a finally that follows at once", rule, {
  valid: [
    { name: "whatever happens before", code: `${go} export async function f(parent: Context, list: readonly string[]) { for (const each of list) { const [ctx, cancel] = withCancel(parent); try { if (each === "") continue; if (each === "a") return; if (each === "b") throw new Error(each); await work(ctx); } finally { cancel(); plain(); } } }`, options: [{ throws: "calls" }] },
    { name: "a comment between", code: `${go} export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent) // it ends below\n try { await work(ctx); } finally { cancel(); } }` },
  ],
  invalid: [
    { name: "something is awaited between", code: `${go} export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); await work(parent); try { await work(ctx); } finally { cancel(); } }`, output: `${go} export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { await work(parent); await work(ctx); } finally { cancel(); } }`, errors: [{ messageId: "mayThrow" }] },
    { name: "something leaves between", code: `${go} export async function f(parent: Context, x: boolean) { const [ctx, cancel] = withCancel(parent); if (x) return; try { await work(ctx); } finally { cancel(); } }`, output: `${go} export async function f(parent: Context, x: boolean) { const [ctx, cancel] = withCancel(parent); try { if (x) return; await work(ctx); } finally { cancel(); } }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "something is awaited in it before", code: `${go} export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { await work(ctx); } finally { await work(parent); cancel(); } }`, output: `${go} export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { await work(ctx); } finally { cancel(); await work(parent); } }`, errors: [{ messageId: "mayThrow" }] },
    { name: "only under a condition", code: `${go} export async function f(parent: Context, x: boolean) { const [ctx, cancel] = withCancel(parent); try { await work(ctx); } finally { if (x) cancel(); } }`, output: `${go} export async function f(parent: Context, x: boolean) { const [ctx, cancel] = withCancel(parent); try { await work(ctx); } finally { cancel(); if (x) cancel(); } }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "another takes its place before", code: `${go} export async function f(parent: Context) { let [ctx, cancel] = withCancel(parent); try { await work(ctx); [ctx, cancel] = withCancel(parent); await work(ctx); } finally { cancel(); } }`, errors: [{ messageId: "notOnAllPaths" }] },
  ],
});

ruleTester.run("no-lost-cancel: mayThrow", rule, {
  valid: [
    { code: `${go} export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); await work(ctx); cancel(); }`, options: [{ throws: "none" }] },
    `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); plain(); cancel(); return ctx; }`,
    { code: `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); console.log(Date.now(), Math.max(1, 2)); cancel(); return ctx; }`, options: [{ throws: "calls" }] },
    { name: "what ends something else in the same finally", code: `${go} declare const pool: { cleanUp(): void }; export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { return await work(ctx); } finally { pool.cleanUp(); cancel(); } }`, options: [{ throws: "calls" }] },
    { name: "a promise's methods", code: `${go} async function load(ctx: Context) { await work(ctx); } export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); load(ctx).catch(() => { plain(); }); try { return await work(ctx); } finally { cancel(); } }`, options: [{ throws: "calls" }] },
    { name: "what an async function throws, its promise tells", code: `${go} async function load(ctx: Context) { plain(); await work(ctx); } export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); const loaded = load(ctx); try { return await work(ctx); } finally { cancel(); await loaded; } }`, options: [{ throws: "calls" }] },
    `${go} export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); return await work(ctx).finally(cancel); }`,
    `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); return work(ctx).finally(() => { cancel(); }); }`,
    { code: `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); return work(ctx).finally(() => cancel()); }`, options: [{ throws: "calls" }] },
    `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); return work(ctx).then((x) => { cancel(); return x; }, (error: unknown) => { cancel(); throw error; }); }`,
    `${go} export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); await work(ctx).catch((error: unknown) => { cancel(); throw error; }); cancel(); }`,
    `${go} export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { await work(ctx); } catch { plain(); } cancel(); }`,
  ],
  invalid: [
    { code: `${go}export async function f(parent: Context) {
  const [ctx, cancel] = withCancel(parent);
  const text = await work(ctx);
  cancel();
  return text;
}`, output: `${go}export async function f(parent: Context) {
  const [ctx, cancel] = withCancel(parent);
  try {
    const text = await work(ctx);
    return text;
  } finally {
    cancel();
  }
}`, errors: [{ messageId: "mayThrow", line: first + 1, data: { handle: "cancel", where: `line ${first + 2} throws`, consequence: "what its context holds stays until the parent ends, if ever" } }] },
    { code: `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); plain(); cancel(); return ctx; }`, options: [{ throws: "calls" }], output: `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { plain(); return ctx; } finally { cancel(); } }`, errors: [{ messageId: "mayThrow" }] },
    { name: "an async function that is awaited", code: `${go} async function load(ctx: Context) { await work(ctx); } export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); await load(ctx); cancel(); }`, options: [{ throws: "calls" }], output: `${go} async function load(ctx: Context) { await work(ctx); } export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { await load(ctx); } finally { cancel(); } }`, errors: [{ messageId: "mayThrow" }] },
    { name: "what is done in the same finally", code: `${go} declare const pool: { count(): void }; export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { return await work(ctx); } finally { pool.count(); cancel(); } }`, options: [{ throws: "calls" }], output: `${go} declare const pool: { count(): void }; export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { return await work(ctx); } finally { cancel(); pool.count(); } }`, errors: [{ messageId: "mayThrow" }] },
    { name: "a function that returns a promise", code: `${go} export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); void work(ctx); cancel(); }`, options: [{ throws: "calls" }], output: `${go} export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { void work(ctx); } finally { cancel(); } }`, errors: [{ messageId: "mayThrow" }] },
    { code: `${go} export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); return work(ctx).then((x) => { cancel(); return x; }); }`, errors: [{ messageId: "mayThrow" }] },
    { code: `${go} export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); return await work(ctx).then((x) => { cancel(); return x; }); }`, errors: [{ messageId: "mayThrow" }] },
    { code: `${go} export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); return await work(ctx).catch((error: unknown) => { cancel(); throw error; }); }`, errors: [{ messageId: "notOnAllPaths" }] },
    { code: `${go} export function* f(parent: Context) { const [ctx, cancel] = withCancel(parent); yield ctx; cancel(); }`, output: `${go} export function* f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { yield ctx; } finally { cancel(); } }`, errors: [{ messageId: "mayThrow" }] },
  ],
});
