import rule from "../../src/rules/no-rewrapped-context.js";
import { ruleTester } from "../rule-tester.js";

const go = `import { background, type Context, createKey, withCancel, withDeadline, withTimeout, withValue } from "./context.js";
declare function work(ctx: Context): Promise<void>; const key = createKey<string>("key"); declare const items: string[]; declare function keep(cancel: () => void): void;
`;

ruleTester.run("no-rewrapped-context", rule, {
  valid: [
    // Once.
    `${go} export async function run(parent: Context) { const [ctx, cancel] = withTimeout(parent, 10); try { await work(ctx); } finally { cancel(); } }`,
    // The first is needed by itself: by other work, by another child.
    `${go} export async function run(parent: Context) { const [all, stop] = withCancel(parent); try { const [ctx, cancel] = withTimeout(all, 10); try { await work(ctx); } finally { cancel(); } await work(all); } finally { stop(); } }`,
    `${go} export async function run(parent: Context) { const [all, stop] = withCancel(parent); const [a, c1] = withTimeout(all, 10); const [b, c2] = withTimeout(all, 20); try { await work(a); await work(b); } finally { stop(); c1(); c2(); } }`,
    // Of one there are many children, or none in some cases.
    `${go} export async function run(parent: Context) { const [all, stop] = withCancel(parent); try { for (const _ of items) { const [ctx, cancel] = withTimeout(all, 10); try { await work(ctx); } finally { cancel(); } } } finally { stop(); } }`,
    `${go} export async function run(parent: Context) { const [all, stop] = withCancel(parent); try { await Promise.all(items.map(async () => { const [ctx, cancel] = withTimeout(all, 10); try { await work(ctx); } finally { cancel(); } })); } finally { stop(); } }`,
    `${go} export async function run(parent: Context, ms?: number) { const [all, stop] = withCancel(parent); try { if (ms) { const [ctx, cancel] = withTimeout(all, ms); try { await work(ctx); } finally { cancel(); } } } finally { stop(); } }`,
    `${go} export function run(parent: Context) { const [all, stop] = withCancel(parent); return [all.signal, stop, withTimeout(all, 10)] as const; }`,
    // Values in between are no second cancellation, and the caller's context is the caller's.
    `${go} export async function run(parent: Context) { const [ctx, cancel] = withCancel(parent); try { await work(withValue(ctx, key, "")); } finally { cancel(); } }`,
    `${go} export async function run(parent: Context) { const own = withValue(parent, key, ""); const [ctx, cancel] = withTimeout(own, 10); try { await work(ctx); } finally { cancel(); } }`,
    `${go} export async function run(parent: Context) { const [all, stop] = withCancel(parent); const named = withValue(all, key, ""); const [ctx, cancel] = withTimeout(named, 10); try { await work(ctx); await work(named); } finally { cancel(); stop(); } }`,
    // A time limit joins a signal; a controller takes no parent.
    "export function run(signal: AbortSignal) { const both = AbortSignal.any([signal, AbortSignal.timeout(10)]); return fetch('', { signal: both }); }",
    "export function run(signal: AbortSignal) { const own = new AbortController(); return [own, fetch('', { signal: AbortSignal.any([signal, own.signal]) })]; }",
    "export function run(a: AbortSignal, b: AbortSignal) { const both = AbortSignal.any([a, b]); const all = AbortSignal.any([both, AbortSignal.timeout(10)]); return [fetch('', { signal: both }), fetch('', { signal: all })]; }",
    // Values only.
    'import { type Context, createContextKey } from "@opentelemetry/api"; const KEY = createContextKey(""); export function run(ctx: Context) { const a = ctx.setValue(KEY, 1); return a.setValue(KEY, 2); }',
    "declare function withCancel(x: string): [string, () => void]; export function run(x: string) { const [a] = withCancel(x); return withCancel(a); }",
    // A call of the default that TypeScript makes up for `export =`.
    'import * as picomatch from "picomatch"; export function run(signal: AbortSignal) { return [signal, picomatch.default("*")]; }',
    { code: "export function run(ctx: any, withCancel: any) { const [a] = withCancel(ctx); return withCancel(a); }" },
  ],
  invalid: [
    // The first does both.
    {
      code: `${go} export async function run(parent: Context): Promise<void> {
  const [outer, cancelOuter] = withCancel(parent);
  try {
    const [inner, cancelInner] = withTimeout(outer, 100);
    try {
      await work(inner);
    } finally {
      cancelInner();
    }
  } finally {
    cancelOuter();
  }
}`,
      errors: [
        {
          messageId: "rewrapped",
          line: 6,
          column: 34,
          data: { first: "outer", line: "4" },
          suggestions: [
            {
              messageId: "once",
              output: `${go} export async function run(parent: Context): Promise<void> {
  const [outer, cancelOuter] = withTimeout(parent, 100);
  try {
    try {
      await work(outer);
    } finally {
      cancelOuter();
    }
  } finally {
    cancelOuter();
  }
}`,
            },
          ],
        },
      ],
    },
    // A limit in time can be cancelled already.
    {
      code: `${go} export async function run(parent: Context) { const [outer, stop] = withTimeout(parent, 10); const [ctx, cancel] = withCancel(outer); try { await work(ctx); } finally { cancel(); stop(); } }`,
      errors: [{ messageId: "rewrapped", suggestions: [{ messageId: "once", output: `${go} export async function run(parent: Context) { const [outer, stop] = withTimeout(parent, 10); try { await work(outer); } finally { stop(); stop(); } }` }] }],
    },
    // Two limits: which one is meant is not said.
    { code: `${go} export async function run(parent: Context) { const [outer, stop] = withTimeout(parent, 10); const [ctx, cancel] = withDeadline(outer, new Date()); try { await work(ctx); } finally { cancel(); stop(); } }`, errors: [{ messageId: "rewrapped", suggestions: [] }] },
    // What the limit is is not known at the first.
    { code: `${go} export async function run(parent: Context) { const [outer, stop] = withCancel(parent); const ms = items.length; const [ctx, cancel] = withTimeout(outer, ms); try { await work(ctx); } finally { cancel(); stop(); } }`, errors: [{ messageId: "rewrapped", suggestions: [] }] },
    // Only values are between.
    { code: `${go} export async function run(parent: Context) { const [all, stop] = withCancel(parent); const named = withValue(all, key, ""); const [ctx, cancel] = withTimeout(named, 10); try { await work(ctx); } finally { cancel(); stop(); } }`, errors: [{ messageId: "rewrapped", suggestions: [] }] },
    // The handle of the first is handed on: the second's is as good.
    {
      code: `${go} export async function run(parent: Context) { const [all, stop] = withCancel(parent); keep(stop); const [ctx, cancel] = withTimeout(all, 10); try { await work(ctx); } finally { cancel(); } }`,
      errors: [{ messageId: "rewrapped", suggestions: [{ messageId: "once", output: `${go} export async function run(parent: Context) { const [all, stop] = withTimeout(parent, 10); keep(stop); try { await work(all); } finally { stop(); } }` }] }],
    },
    // In a branch that both are in; of a root.
    {
      code: `${go} export async function main(ms: number) { if (ms > 0) { const [all, stop] = withCancel(background()); const [ctx, cancel] = withTimeout(all, ms); try { await work(ctx); } finally { cancel(); stop(); } } }`,
      errors: [{ messageId: "rewrapped", suggestions: [{ messageId: "once", output: `${go} export async function main(ms: number) { if (ms > 0) { const [all, stop] = withTimeout(background(), ms); try { await work(all); } finally { stop(); stop(); } } }` }] }],
    },
    // Signals: one list.
    {
      code: "export function run(a: AbortSignal, b: AbortSignal) { return fetch('', { signal: AbortSignal.any([AbortSignal.any([a, b]), AbortSignal.timeout(10)]) }); }",
      errors: [{ messageId: "merge", suggestions: [{ messageId: "once", output: "export function run(a: AbortSignal, b: AbortSignal) { return fetch('', { signal: AbortSignal.any([a, b, AbortSignal.timeout(10)]) }); }" }] }],
    },
    {
      code: "export function run(a: AbortSignal, b: AbortSignal) { const both = AbortSignal.any([a, b]); return fetch('', { signal: AbortSignal.any([AbortSignal.timeout(10), both]) }); }",
      errors: [{ messageId: "merge", data: { first: "both", line: "1" }, suggestions: [{ messageId: "once", output: "export function run(a: AbortSignal, b: AbortSignal) { return fetch('', { signal: AbortSignal.any([AbortSignal.timeout(10), a, b]) }); }" }] }],
    },
    { code: "export function run(all: AbortSignal[]) { const both = AbortSignal.any(all); return fetch('', { signal: AbortSignal.any([AbortSignal.timeout(10), both]) }); }", errors: [{ messageId: "merge", suggestions: [] }] },
    // Other models.
    { code: 'import { background, withAbort, withTimeout, type Context } from "@loke/context"; declare function work(ctx: Context): Promise<void>; export async function run() { const { ctx: all, abort: stop } = withAbort(background); const { ctx, abort } = withTimeout(all, 10); try { await work(ctx); } finally { abort(); stop(); } }', errors: [{ messageId: "rewrapped", suggestions: [{ messageId: "once", output: 'import { background, withAbort, withTimeout, type Context } from "@loke/context"; declare function work(ctx: Context): Promise<void>; export async function run() { const { ctx: all, abort: stop } = withTimeout(background, 10); try { await work(all); } finally { stop(); stop(); } }' }] }] },
    { code: 'import { Context } from "@dxos/context"; declare function work(ctx: Context): Promise<void>; export async function run(parent: Context) { const all = parent.derive(); const ctx = all.derive(); try { await work(ctx); } finally { await ctx.dispose(); await all.dispose(); } }', errors: [{ messageId: "rewrapped", suggestions: [] }] },
    {
      filename: "script.js",
      code: 'import { withCancel, withTimeout } from "./context.js";\n/** @param {import("./context.js").Context} parent */\nexport function run(parent) { const [all, stop] = withCancel(parent); const [ctx, cancel] = withTimeout(all, 10); return [ctx, stop, cancel]; }',
      errors: [{ messageId: "rewrapped", suggestions: [{ messageId: "once", output: 'import { withCancel, withTimeout } from "./context.js";\n/** @param {import("./context.js").Context} parent */\nexport function run(parent) { const [all, stop] = withTimeout(parent, 10); return [all, stop, stop]; }' }] }],
    },
  ],
});
