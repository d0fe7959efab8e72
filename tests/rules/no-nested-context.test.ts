import rule from "../../src/rules/no-nested-context.js";
import { ruleTester } from "../rule-tester.js";

const go = `import { background, type Context, createKey, withCancel, withTimeout, withValue } from "./context.js";
declare function work(ctx: Context, id?: unknown): Promise<void>; declare function wrap(ctx: Context): Context; declare const items: string[]; const key = createKey<unknown>("key"); const other = createKey<string>("other");
export function wrapContext(ctx: Context): Context { return withValue(ctx, other, ""); }
`;
const otel = 'import { type Context, createContextKey, propagation, trace } from "@opentelemetry/api"; declare const items: string[]; const key = createContextKey("key"); declare function work(ctx: Context): void;\n';

ruleTester.run("no-nested-context", rule, {
  valid: [
    // A constant of the turn.
    `${go} export async function run(ctx: Context) { for (const id of items) { const own = withValue(ctx, key, id); await work(own); } }`,
    `${go} export async function run(parent: Context) { for (const id of items) { let ctx = withValue(parent, key, id); ctx = withValue(ctx, other, id); await work(ctx); } }`,
    // No loop: twice in a row, under an if (TRAPS 31).
    `${go} export async function run(ctx: Context, id: string) { ctx = withValue(ctx, key, id); if (id) ctx = withValue(ctx, other, id); await work(ctx); }`,
    `${otel} export function run(context: Context) { context = context.setValue(key, 1); if (items.length > 0) context = context.setValue(key, 2); return context; }`,
    // Every turn starts from something else.
    `${go} export async function run(parent: Context) { let ctx = parent; for (const id of items) { ctx = withValue(parent, key, id); await work(ctx); } }`,
    `${go} export async function run(parent: Context) { let ctx: Context; for (const id of items) { ctx = parent; ctx = withValue(ctx, key, id); await work(ctx); } }`,
    `${go} export async function run(parent: Context) { let ctx = parent; for (const id of items) { ctx = withValue(ctx, key, id); await work(ctx); ctx = parent; } }`,
    `${go} export async function run() { let ctx = background(); for (const id of items) { ctx = withValue(background(), key, id); await work(ctx); } }`,
    // The loop ends after one turn.
    `${go} export async function run(ctx: Context) { for (;;) { ctx = wrapContext(ctx); break; } await work(ctx); }`,
    `${go} export async function run(ctx: Context) { for (const id of items) { ctx = withValue(ctx, key, id); return work(ctx); } }`,
    `${go} export async function run(ctx: Context) { for (const id of items) { if (id === "a") { ctx = withValue(ctx, key, id); break; } } await work(ctx); }`,
    `${go} export async function run(ctx: Context) { for (const id of items) { if (id === "a") { ctx = withValue(ctx, key, id); await work(ctx); throw new Error(id); } } }`,
    // The callback runs once, or nobody knows.
    `${go} export async function run(ctx: Context) { (() => { ctx = wrapContext(ctx); })(); await work(ctx); }`,
    `${go} declare function later(fn: () => void): void; export async function run(ctx: Context) { later(() => { ctx = wrapContext(ctx); }); await work(ctx); }`,
    `${go} export function run(ctx: Context) { process.once("exit", () => { ctx = wrapContext(ctx); void work(ctx); }); }`,
    `${go} export function run() { return (ctx: Context) => { ctx = wrapContext(ctx); return ctx; }; }`,
    `${go} export async function run(ctx: Context) { for (const id of items) { const one = (ctx: Context) => { ctx = withValue(ctx, key, id); return work(ctx); }; await one(ctx); } }`,
    // One context is put together of many things, and used afterwards.
    `${go} export function run(ctx: Context, values: [typeof key, string][]) { for (const [name, value] of values) ctx = withValue(ctx, name, value); return ctx; }`,
    `${otel} declare const propagators: (typeof propagation)[]; export function run(context: Context) { for (const each of propagators) context = each.extract(context, {}); return context; }`,
    "export function run(signal: AbortSignal, others: AbortSignal[]) { for (const other of others) signal = AbortSignal.any([signal, other]); return fetch('', { signal }); }",
    // Back to a parent.
    `${go} declare function parentOf(ctx: Context): Context | undefined; export function run(ctx: Context | undefined) { while (ctx !== undefined) { ctx = parentOf(ctx); } }`,
    // Not derived from itself, no context.
    `${go} export async function run(parent: Context) { let ctx = parent; let last = parent; for (const id of items) { last = withValue(ctx, key, id); await work(last); } ctx = last; }`,
    "declare function wrap(text: string): string; export function run(text: string, items: string[]) { for (const item of items) { text = wrap(text + item); } return text; }",
    "declare function wrap(ctx: any): any; export function run(ctx: any, items: string[]) { for (const item of items) { ctx = wrap(ctx); void item; } }",
    "export function run(items: string[], reduce: (text: string) => string) { let ctx = ''; for (const item of items) ctx = reduce(ctx + item); return ctx; }",
  ],
  invalid: [
    {
      code: `${go} export async function run(ctx: Context) {
  for (const id of items) {
    ctx = withValue(ctx, key, id);
    await work(ctx, { ctx, id });
  }
}`,
      output: `${go} export async function run(ctx: Context) {
  for (const id of items) {
    const ctx2 = withValue(ctx, key, id);
    await work(ctx2, { ctx: ctx2, id });
  }
}`,
      errors: [{ messageId: "loop", line: 6, column: 5, endColumn: 34, data: { context: "ctx", line: "5" } }],
    },
    // Several layers in a turn are one report, and one fix.
    {
      code: `${go} export async function run(ctx: Context) { for (let i = 0; i < 10; i++) { ctx = withValue(ctx, key, i); ctx = withValue(ctx, other, "val"); await work(ctx); } }`,
      output: `${go} export async function run(ctx: Context) { for (let i = 0; i < 10; i++) { const ctx2 = withValue(ctx, key, i); const ctx3 = withValue(ctx2, other, "val"); await work(ctx3); } }`,
      errors: [{ messageId: "loop" }],
    },
    {
      code: `${go} export async function run(ctx: Context) { const ctx2 = 1; while (items.length > ctx2) { items.pop(); await work(ctx); ctx = wrapContext(ctx); await work(ctx); } }`,
      output: `${go} export async function run(ctx: Context) { const ctx2 = 1; while (items.length > ctx2) { items.pop(); await work(ctx); const ctx3 = wrapContext(ctx); await work(ctx3); } }`,
      errors: [{ messageId: "loop" }],
    },
    {
      code: `${go} export async function run(ctx: Context) { do { ctx = wrapContext(ctx); const later = () => work(ctx); await later(); } while (items.length > 0); }`,
      output: `${go} export async function run(ctx: Context) { do { const ctx2 = wrapContext(ctx); const later = () => work(ctx2); await later(); } while (items.length > 0); }`,
      errors: [{ messageId: "loop" }],
    },
    // In a block, a switch, a branch; nothing that surely mends it.
    ...[
      "{ ctx = withValue(ctx, key, id); await work(ctx); }",
      "if (id) { ctx = withValue(ctx, key, id); } await work(ctx);",
      "switch (id) { case 'a': ctx = withValue(ctx, key, id); } await work(ctx);",
      "if (id) { ctx = withValue(ctx, key, id); await work(ctx); continue; }",
      "function later() { return work(ctx); } ctx = withValue(ctx, key, id); await later();",
    ].map((body) => ({ code: `${go} export async function run(ctx: Context) { for (const id of items) { ${body} } }`, output: null, errors: [{ messageId: "loop" as const }] })),
    { code: `${go} export async function run(ctx: Context) { for (const id of items) ctx = withValue(ctx, key, id); }`, output: null, errors: [{ messageId: "loop" }] },
    // It is used after the loop, or in its condition.
    { code: `${go} export async function run(ctx: Context) { for (const id of items) { ctx = withValue(ctx, key, id); await work(ctx); } await work(ctx); }`, output: null, errors: [{ messageId: "loop" }] },
    { code: `${go} export async function run(ctx: Context) { for (const id of items) { ctx = withValue(ctx, key, id); } return ctx; }`, output: null, errors: [{ messageId: "loop" }] },
    { code: `${go} export async function run(ctx: Context) { for (const id of items) { ctx = wrapContext(ctx); void id; } return ctx; }`, output: null, errors: [{ messageId: "loop" }] },
    { code: `${go} export async function run(ctx: Context) { while (!ctx.err()) { ctx = wrapContext(ctx); await work(ctx); } }`, output: null, errors: [{ messageId: "loop" }] },
    // Nested loops: a loop around may use it again.
    { code: `${go} export async function run(ctx: Context) { for (const a of items) for (const b of items) { ctx = withValue(ctx, key, a + b); await work(ctx); } }`, output: null, errors: [{ messageId: "loop" }] },
    { code: `${go} export async function run(parent: Context) { for (const a of items) { let ctx = parent; for (const b of items) { ctx = withValue(ctx, key, a + b); await work(ctx); } } }`, output: null, errors: [{ messageId: "loop" }] },
    // With a handle, through a constant, awaited, of a cast.
    { code: `${go} export async function run(ctx: Context) { let cancel; for (const id of items) { [ctx, cancel] = withTimeout(ctx, 10); await work(ctx, id); cancel(); } }`, output: null, errors: [{ messageId: "loop" }] },
    { code: `${go} export async function run(ctx: Context) { for (const id of items) { const [child, cancel] = withCancel(ctx); ctx = child; await work(ctx, id); cancel(); } }`, output: `${go} export async function run(ctx: Context) { for (const id of items) { const [child, cancel] = withCancel(ctx); const ctx2 = child; await work(ctx2, id); cancel(); } }`, errors: [{ messageId: "loop" }] },
    { code: `${go} export async function run(ctx: Context) { for (const id of items) { ctx = wrap(withValue(ctx, key, id)) as Context; await work(ctx); } }`, output: `${go} export async function run(ctx: Context) { for (const id of items) { const ctx2 = wrap(withValue(ctx, key, id)) as Context; await work(ctx2); } }`, errors: [{ messageId: "loop" }] },
    // A member of an object.
    { code: `${go} export async function run(state: { ctx: Context }) { for (const id of items) { state.ctx = withValue(state.ctx, key, id); await work(state.ctx); } }`, output: null, errors: [{ messageId: "loop", data: { context: "state.ctx", line: "4" } }] },
    { code: `${go} export class Runner { ctx = background(); async run() { for (const id of items) { this.ctx = withValue(this.ctx, key, id); await work(this.ctx); } } }`, output: null, errors: [{ messageId: "loop" }] },
    // A callback that runs again and again.
    {
      code: `${go} export function run(ctx: Context) { items.forEach((id) => { ctx = withValue(ctx, key, id); void work(ctx); }); }`,
      output: `${go} export function run(ctx: Context) { items.forEach((id) => { const ctx2 = withValue(ctx, key, id); void work(ctx2); }); }`,
      errors: [{ messageId: "callback" }],
    },
    {
      code: `${go} export function run(ctx: Context) { setInterval(() => { ctx = withValue(ctx, key, 1); void work(ctx); }, 10); }`,
      output: `${go} export function run(ctx: Context) { setInterval(() => { const ctx2 = withValue(ctx, key, 1); void work(ctx2); }, 10); }`,
      errors: [{ messageId: "callback" }],
    },
    {
      code: `${go} export function run(ctx: Context, target: EventTarget) { target.addEventListener("message", () => { ctx = wrapContext(ctx); void work(ctx); }); }`,
      output: `${go} export function run(ctx: Context, target: EventTarget) { target.addEventListener("message", () => { const ctx2 = wrapContext(ctx); void work(ctx2); }); }`,
      errors: [{ messageId: "callback" }],
    },
    // Other models.
    {
      code: `${otel} export function run(ctx: Context) { for (const id of items) { ctx = ctx.setValue(key, id); work(ctx); } }`,
      output: `${otel} export function run(ctx: Context) { for (const id of items) { const ctx2 = ctx.setValue(key, id); work(ctx2); } }`,
      errors: [{ messageId: "loop" }],
    },
    {
      code: `${otel} export function run(ctx: Context) { const tracer = trace.getTracer(""); for (const id of items) { ctx = trace.setSpan(ctx, tracer.startSpan(id)); work(ctx); } }`,
      output: `${otel} export function run(ctx: Context) { const tracer = trace.getTracer(""); for (const id of items) { const ctx2 = trace.setSpan(ctx, tracer.startSpan(id)); work(ctx2); } }`,
      errors: [{ messageId: "loop" }],
    },
    {
      code: "export async function run(signal: AbortSignal, urls: string[]) { for (const url of urls) { signal = AbortSignal.any([signal, AbortSignal.timeout(10)]); await fetch(url, { signal }); } }",
      output: "export async function run(signal: AbortSignal, urls: string[]) { for (const url of urls) { const signal2 = AbortSignal.any([signal, AbortSignal.timeout(10)]); await fetch(url, { signal: signal2 }); } }",
      errors: [{ messageId: "loop" }],
    },
    {
      code: 'import { Context } from "@dxos/context"; declare function work(ctx: Context): Promise<void>; export async function run(ctx: Context, ids: string[]) { for (const id of ids) { ctx = ctx.derive({ attributes: { id } }); await work(ctx); } }',
      output: 'import { Context } from "@dxos/context"; declare function work(ctx: Context): Promise<void>; export async function run(ctx: Context, ids: string[]) { for (const id of ids) { const ctx2 = ctx.derive({ attributes: { id } }); await work(ctx2); } }',
      errors: [{ messageId: "loop" }],
    },
    {
      filename: "script.js",
      code: 'import { withTimeout } from "./context.js";\n/** @param {import("./context.js").Context} ctx @param {string[]} ids */\nexport function run(ctx, ids) { for (const id of ids) { ctx = withTimeout(ctx, id.length)[0]; void ctx; } }',
      output: 'import { withTimeout } from "./context.js";\n/** @param {import("./context.js").Context} ctx @param {string[]} ids */\nexport function run(ctx, ids) { for (const id of ids) { const ctx2 = withTimeout(ctx, id.length)[0]; void ctx2; } }',
      errors: [{ messageId: "loop" }],
    },
  ],
});
