/** Code that looks as if it lost its handle and is right, and the reverse: seen in real sources and in the test suites of analyzers for Go. */
import rule from "../../src/rules/no-lost-cancel.js";
import { nodeRuleTester, ruleTester } from "../rule-tester.js";

ruleTester.run("no-lost-cancel: right, though it looks lost", rule, {
  valid: [
    { name: "15: a callback gets the controller", code: `export function f(options: { onController?: (c: AbortController) => void }) { const own = new AbortController(); options.onController?.(own); return own.signal; }` },
    { name: "15: a function that aborts is handed over", code: `declare function create(name: string, stop: () => void): void; export function f() { const own = new AbortController(); create("", () => own.abort()); return own.signal; }` },
    { name: "15: a map of running controllers", code: `const running = new Map<string, AbortController>(); export function f(id: string) { const own = new AbortController(); running.set(id, own); return own.signal; } export const stop = (id: string) => running.get(id)?.abort();` },
    { name: "15: the abort is returned", code: `declare function subscribe(signal: AbortSignal): void; export function f() { const own = new AbortController(); subscribe(own.signal); return () => own.abort(); }` },
    { name: "15: a ref", code: `declare const ref: { current: AbortController | null }; export function f() { const own = new AbortController(); ref.current = own; return own.signal; }` },
    { name: "16: abort takes the listeners away", code: `export async function f(target: EventTarget) { const own = new AbortController(); target.addEventListener("x", () => {}, { signal: own.signal }); try { await fetch("u"); } finally { own.abort(); } }` },
    { name: "17: abort on one branch", code: `export async function f() { const own = new AbortController(); const won = await Promise.race([fetch("a", { signal: own.signal }), fetch("b")]); if (won.url === "b") own.abort(); return won; }` },
    { name: "18: cleared in a local function", code: `export async function f() { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); const cleanup = () => { clearTimeout(timer); }; try { return await fetch("u", { signal: own.signal }); } finally { cleanup(); } }` },
    { name: "18: cleared by the abort listener", code: `export function f(outer: AbortSignal) { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); outer.addEventListener("abort", () => { clearTimeout(timer); }, { once: true }); return own.signal; }` },
    { name: "18: cleared by a stream's flush", code: `export function f(body: ReadableStream<Uint8Array>) { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); return body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({ flush() { clearTimeout(timer); } }), { signal: own.signal }); }` },
    { name: "18: a returned cleanup", code: `export function f() { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); return { signal: own.signal, cleanup() { clearTimeout(timer); } }; }` },
    { name: "18: a timer that is armed again", code: `export function f(read: () => Promise<string>) { const own = new AbortController(); let timer = setTimeout(() => own.abort(), 5); const again = () => { clearTimeout(timer); timer = setTimeout(() => own.abort(), 5); }; return { signal: own.signal, async next() { again(); return await read(); } }; }` },
    { name: "18: a listener that is registered before the timer is armed", code: `export function f(outer: AbortSignal) { const own = new AbortController(); let timer: NodeJS.Timeout | undefined; outer.addEventListener("abort", () => { clearTimeout(timer); }); timer = setTimeout(() => own.abort(), 5); return own.signal; }` },
    { name: "19: never, in a default", code: `export function f(signal: AbortSignal = new AbortController().signal) { return fetch("u", { signal: signal ?? new AbortController().signal }); }` },
    { name: "20: a listener on a signal of one's own", code: `export function f() { const own = new AbortController(); own.signal.addEventListener("abort", () => {}); return own; }` },
    { name: "39, 40: another rule's", code: `export async function f(url: string) { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); try { const response = await fetch(url, { signal: own.signal }); return response.json(); } finally { clearTimeout(timer); } }` },
    { name: "39: resolved too early", code: `declare const fallback: { resolve(x: string, options: { signal: AbortSignal }): Promise<string> } | undefined; export function f(x: string) { const own = new AbortController(); try { return fallback?.resolve(x, { signal: own.signal }) ?? null; } finally { own.abort(); } }` },
  ],
  invalid: [
    { name: "37: cleared on success only", code: `export async function f() { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); try { const response = await fetch("u", { signal: own.signal }); clearTimeout(timer); return await response.text(); } catch (error) { throw new Error("failed", { cause: error }); } }`, output: `export async function f() { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); try { const response = await fetch("u", { signal: own.signal }); clearTimeout(timer); return await response.text(); } catch (error) { throw new Error("failed", { cause: error }); } finally { clearTimeout(timer); } }`, errors: [{ messageId: "timer", suggestions: [{ messageId: "limit", output: `export async function f() { const signal = AbortSignal.timeout(5); try { const response = await fetch("u", { signal }); return await response.text(); } catch (error) { throw new Error("failed", { cause: error }); } }` }] }] },
    { name: "37: armed, then an early return before the try", code: `export async function f(url: string) { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); if (url === "") return ""; try { return await (await fetch(url, { signal: own.signal })).text(); } finally { clearTimeout(timer); } }`, errors: [{ messageId: "timer", suggestions: [{ messageId: "end", output: `export async function f(url: string) { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); try { if (url === "") return ""; return await (await fetch(url, { signal: own.signal })).text(); } finally { clearTimeout(timer); } }` }] }] },
    { name: "38: nobody ever aborts it", code: `export async function f(options: { timeout?: number }) { const own = new AbortController(); if (options.timeout === 0) return ""; return await (await fetch("u", { signal: own.signal })).text(); }`, errors: [{ messageId: "discarded" }] },
  ],
});

const go = `import { background, type Context, withCancel, withDeadline, withTimeout } from "./context.js"; declare function use(...values: unknown[]): void; declare const cond: boolean; declare const kind: number; declare function work(ctx: Context): Promise<void>; void [background, withCancel, withDeadline, withTimeout, work, cond, kind, use];`;

// The cases of Go's own analyzer (golang.org/x/tools, lostcancel), in TypeScript.
ruleTester.run("no-lost-cancel: as in Go", rule, {
  valid: [
    { name: "passed to another", code: `${go} export function f() { const [ctx, cancel] = withCancel(background()); use(ctx, cancel); }` },
    { name: "deferred", code: `${go} export function f() { using stack = new DisposableStack(); const [, cancel] = withCancel(background()); stack.defer(cancel); }` },
    { name: "in a struct", code: `${go} export function f() { const s: { cancel?: () => void } = {}; [, s.cancel] = withCancel(background()); return s; }` },
    { name: "an endless loop", code: `${go} export function f() { const [ctx, cancel] = withCancel(background()); for (;;) use(ctx); cancel(); }` },
    { name: "both branches", code: `${go} export function f() { const [ctx, cancel] = withCancel(background()); if (cond) cancel(); else { use(ctx); cancel(); } }` },
    { name: "a default and a break", code: `${go} export function f() { const [, cancel] = withCancel(background()); switch (kind) { case 0: case 1: break; default: use(); } cancel(); }` },
    { name: "a labelled jump", code: `${go} export function f() { const [, cancel] = withCancel(background()); outer: for (;;) { for (;;) { if (cond) break outer; } } cancel(); }` },
    { name: "a use in a function literal that runs later", code: `${go} export function f() { const [ctx, cancel] = withCancel(background()); use(() => { cancel(); }); return ctx; }` },
    { name: "the variable of the function around", code: `${go} export function f() { let cancel: (() => void) | undefined; const open = () => { [, cancel] = withCancel(background()); }; open(); cancel?.(); }` },
    { name: "process.exit ends the path", code: `${go} export function f() { const [, cancel] = withCancel(background()); if (cond) process.exit(1); cancel(); }` },
    { name: "the function main", code: `${go} function main() { const [ctx] = withCancel(background()); use(ctx); } main();` },
  ],
  invalid: [
    { name: "if without else", code: `${go} export function f() { const [, cancel] = withCancel(background()); if (cond) cancel(); }`, output: `${go} export function f() { const [, cancel] = withCancel(background()); try { if (cond) cancel(); } finally { cancel(); } }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "a loop that may not run", code: `${go} export function f() { const [, cancel] = withCancel(background()); while (cond) { cancel(); break; } }`, output: `${go} export function f() { const [, cancel] = withCancel(background()); try { while (cond) { cancel(); break; } } finally { cancel(); } }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "a switch without default", code: `${go} export function f() { const [, cancel] = withCancel(background()); switch (kind) { case 0: cancel(); break; case 1: cancel(); } }`, output: `${go} export function f() { const [, cancel] = withCancel(background()); try { switch (kind) { case 0: cancel(); break; case 1: cancel(); } } finally { cancel(); } }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "fall-through past it", code: `${go} export function f() { const [, cancel] = withCancel(background()); switch (kind) { case 0: cancel(); break; default: use(); } }`, output: `${go} export function f() { const [, cancel] = withCancel(background()); try { switch (kind) { case 0: cancel(); break; default: use(); } } finally { cancel(); } }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "a return in a branch", code: `${go} export function f() { const [ctx, cancel] = withTimeout(background(), 1); if (cond) { use(ctx); return; } cancel(); }`, errors: [{ messageId: "notOnAllPaths", suggestions: [{ messageId: "end", output: `${go} export function f() { const [ctx, cancel] = withTimeout(background(), 1); try { if (cond) { use(ctx); return; } } finally { cancel(); } }` }] }] },
    { name: "a labelled jump past it", code: `${go} export function f() { outer: { const [, cancel] = withCancel(background()); if (cond) break outer; cancel(); } }`, output: `${go} export function f() { outer: { const [, cancel] = withCancel(background()); try { if (cond) break outer; } finally { cancel(); } } }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "continue past it", code: `${go} export function f(all: number[]) { for (const one of all) { const [, cancel] = withCancel(background()); if (one === 1) continue; cancel(); } }`, output: `${go} export function f(all: number[]) { for (const one of all) { const [, cancel] = withCancel(background()); try { if (one === 1) continue; } finally { cancel(); } } }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "an unused var", code: `${go} export function f() { var cancel: () => void; var ctx: Context; [ctx, cancel] = withDeadline(background(), new Date()); use(ctx); }`, errors: [{ messageId: "discarded" }] },
    { name: "assigned anew", code: `${go} export function f() { let [ctx, cancel] = withCancel(background()); [ctx, cancel] = withTimeout(ctx, 1); cancel(); }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "void", code: `${go} export function f() { const [ctx, cancel] = withCancel(background()); void cancel; use(ctx); }`, errors: [{ messageId: "discarded", suggestions: [{ messageId: "end", output: `${go} export function f() { const [ctx, cancel] = withCancel(background()); try { void cancel; use(ctx); } finally { cancel(); } }` }] }] },
    { name: "a method", code: `${go} export class T { run() { const [ctx, cancel] = withCancel(background()); if (cond) return; use(ctx, cancel); } }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "select: whichever comes first", code: `${go} export async function f() { const [ctx, cancel] = withCancel(background()); await Promise.race([work(ctx), ctx.done()]); cancel(); }`, output: `${go} export async function f() { const [ctx, cancel] = withCancel(background()); try { await Promise.race([work(ctx), ctx.done()]); } finally { cancel(); } }`, errors: [{ messageId: "mayThrow" }] },
    { name: "a literal function", code: `${go} export const f = () => { const [ctx] = withCancel(background()); use(ctx); };`, errors: [{ messageId: "discarded", suggestions: [{ messageId: "end", output: `${go} export const f = () => { const [ctx, cancel] = withCancel(background()); try { use(ctx); } finally { cancel(); } };` }] }] },
    { name: "a static block", code: `${go} export class T { static { const [, cancel] = withCancel(background()); if (cond) cancel(); } }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "an accessor", code: `${go} export class T { get ctx() { const [ctx] = withCancel(background()); return ctx; } }`, errors: [{ messageId: "discarded", suggestions: [{ messageId: "end", output: `${go} export class T { get ctx() { const [ctx, cancel] = withCancel(background()); try { return ctx; } finally { cancel(); } } }` }] }] },
  ],
});

nodeRuleTester.run("no-lost-cancel: without the DOM", rule, {
  valid: [`export async function f() { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); try { return await fetch("u", { signal: own.signal }); } finally { clearTimeout(timer); } }`],
  invalid: [{ code: `export function f() { const own = new AbortController(); return fetch("u", { signal: own.signal }); }`, errors: [{ messageId: "discarded" }] }],
});

ruleTester.run("no-lost-cancel: signals that are cleared", rule, {
  valid: [
    `/// <reference path="./any-signal.d.ts" />
import { anySignal } from "any-signal"; export async function f(a: AbortSignal, b?: AbortSignal) { const signal = anySignal([a, b]); try { return await fetch("u", { signal }); } finally { signal.clear(); } }`,
    `/// <reference path="./any-signal.d.ts" />
import { anySignal } from "any-signal"; export function f(a: AbortSignal) { const signal = anySignal([a]); return { signal }; }`,
    { name: "a port of Node's setMaxListeners", code: `/// <reference path="./any-signal.d.ts" />
import { anySignal } from "any-signal"; import { setMaxListeners } from "main-event"; export async function f(a: AbortSignal) { const signal = anySignal([a]); setMaxListeners(Infinity, signal); try { return await fetch("u", { signal }); } finally { signal.clear(); } }`, options: [{ throws: "calls" }] },
    `/// <reference path="./any-signal.d.ts" />
import { anySignal } from "any-signal"; declare class Task { constructor(options: { signal: AbortSignal }) } export function f(a: AbortSignal) { const signal = anySignal([a]); return new Task({ signal }); }`,
  ],
  invalid: [
    { code: `/// <reference path="./any-signal.d.ts" />
import { anySignal } from "any-signal"; export async function f(a: AbortSignal, b?: AbortSignal) { const signal = anySignal([a, b]); return (await fetch("u", { signal })).status; }`, output: `/// <reference path="./any-signal.d.ts" />
import { anySignal } from "any-signal"; export async function f(a: AbortSignal, b?: AbortSignal) { const signal = anySignal([a, b]); try { return (await fetch("u", { signal })).status; } finally { signal.clear(); } }`, errors: [{ messageId: "discarded" }] },
    { code: `/// <reference path="./any-signal.d.ts" />
import { anySignal } from "any-signal"; export async function f(a: AbortSignal, x: boolean) { const signal = anySignal([a]); if (x) return 0; try { return (await fetch("u", { signal })).status; } finally { signal.clear(); } }`, output: `/// <reference path="./any-signal.d.ts" />
import { anySignal } from "any-signal"; export async function f(a: AbortSignal, x: boolean) { const signal = anySignal([a]); try { if (x) return 0; return (await fetch("u", { signal })).status; } finally { signal.clear(); } }`, errors: [{ messageId: "notOnAllPaths" }] },
  ],
});
