/** Handles of every kind: controllers, token sources, spans, disposable contexts, wrappers of the program, timers, members. */
import rule from "../../src/rules/no-lost-cancel.js";
import { ruleTester } from "../rule-tester.js";

ruleTester.run("no-lost-cancel: controllers", rule, {
  valid: [
    `export function f() { const own = new AbortController(); setTimeout(() => {}, 1); return { signal: own.signal, stop: () => { own.abort(); } }; }`,
    `export function f(options: { onController?: (c: AbortController) => void }) { const own = new AbortController(); options.onController?.(own); return fetch("u", { signal: own.signal }); }`,
    `export async function f() { const own = new AbortController(); const response = await fetch("u", { signal: own.signal }); if (!response.ok) own.abort(); return response; }`,
    `export function f(signal?: AbortSignal) { return fetch("u", { signal: signal ?? new AbortController().signal }); }`,
    `export const never = new AbortController().signal;`,
    `export class Task { readonly #own = new AbortController(); run() { return fetch("u", { signal: this.#own.signal }); } stop() { this.#own.abort(); } }`,
    `export class Task { readonly own = new AbortController(); run() { return fetch("u", { signal: this.own.signal }); } }`,
    `export class Task { #own?: AbortController; run() { this.#own = new AbortController(); return fetch("u", { signal: this.#own.signal }); } stop() { this.#own?.abort(); } }`,
    `const running = new Set<AbortController>(); export function f() { const own = new AbortController(); running.add(own); return fetch("u", { signal: own.signal }); } export const stop = () => { for (const each of running) each.abort(); };`,
    { name: "what gives back what it was given", code: `declare const store: { set<T>(key: string, value: T): T }; const own = new AbortController(); export function f() { store.set("k", own); } export const stop = () => { own.abort(); };` },
    { name: "tests abort in time", filename: "file.test.ts", code: `export async function f() { const own = new AbortController(); setTimeout(() => own.abort(), 10); await fetch("u", { signal: own.signal }); }` },
    { name: "who stops it later", code: `export function open() { const own = new AbortController(); const body = fetch("u", { signal: own.signal }); return { body, stop(delay: number) { setTimeout(() => { own.abort(); }, delay); }, abort() { own.abort(); } }; }` },
    { name: "what is put in the place of AbortSignal.timeout", code: `AbortSignal.timeout = function timeout(ms) { const own = new AbortController(); setTimeout(() => { own.abort(); }, ms); return own.signal; };` },
    { name: "what stands in for AbortSignal.timeout", code: `export function timeoutSignal(ms: number): AbortSignal { if (typeof AbortSignal.timeout === "function") return AbortSignal.timeout(ms); const own = new AbortController(); setTimeout(() => { own.abort(); }, ms); return own.signal; }` },
    { name: "tests never abort", filename: "file.test.ts", code: `const own = new AbortController(); void fetch("u", { signal: own.signal });` },
    `declare function createLinked(signal: AbortSignal): AbortController; export async function f(signal: AbortSignal) { const own = createLinked(signal); try { await fetch("u", { signal: own.signal }); } finally { own.abort(); } }`,
  ],
  invalid: [
    { name: "who limits it", code: `export function open() { const own = new AbortController(); const body = fetch("u", { signal: own.signal }); return { body, limit(delay: number) { setTimeout(() => { own.abort(); }, delay); }, abort() { own.abort(); } }; }`, errors: [{ messageId: "timer" }] },
    { name: "who limits work of their own that ends another", code: `export async function close(delay: number) { const last = new AbortController(); setTimeout(() => { last.abort(); }, delay); await fetch("v", { signal: last.signal }); }`, output: `export async function close(delay: number) { const last = new AbortController(); const timer = setTimeout(() => { last.abort(); }, delay); try { await fetch("v", { signal: last.signal }); } finally { clearTimeout(timer); } }`, errors: [{ messageId: "timer", suggestions: [{ messageId: "limit", output: `export async function close(delay: number) { const signal = AbortSignal.timeout(delay); await fetch("v", { signal }); }` }] }] },
    { code: `export function f() { const own = new AbortController(); return fetch("u", { signal: own.signal }); }`, errors: [{ messageId: "discarded" }] },
    { name: "one that is made of another by a function", code: `declare const store: { linkedTo(key: string, controller: AbortController): AbortController }; export function f(controller: AbortController) { store.linkedTo("k", controller); }`, errors: [{ messageId: "discarded" }] },
    { code: `export function f() { const { signal } = new AbortController(); return fetch("u", { signal }); }`, errors: [{ messageId: "discarded" }] },
    { code: `export class Task { readonly #own = new AbortController(); run() { return fetch("u", { signal: this.#own.signal }); } }`, errors: [{ messageId: "storedNeverUsed" }] },
    { code: `export class Task { private own: AbortController; constructor() { this.own = new AbortController(); } run() { return fetch("u", { signal: this.own.signal }); } }`, errors: [{ messageId: "storedNeverUsed" }] },
    { code: `declare function createLinked(signal: AbortSignal): AbortController; export async function f(signal: AbortSignal) { const own = createLinked(signal); await fetch("u", { signal: own.signal }); own.abort(); }`, output: `declare function createLinked(signal: AbortSignal): AbortController; export async function f(signal: AbortSignal) { const own = createLinked(signal); try { await fetch("u", { signal: own.signal }); } finally { own.abort(); } }`, errors: [{ messageId: "mayThrow" }] },
    { code: `export function linked(signal: AbortSignal): AbortController { const own = new AbortController(); signal.addEventListener("abort", () => { own.abort(); }); return own; } export async function f(signal: AbortSignal) { const own = linked(signal); return await fetch("u", { signal: own.signal }); }`, errors: [{ messageId: "discarded", suggestions: [{ messageId: "end", output: `export function linked(signal: AbortSignal): AbortController { const own = new AbortController(); signal.addEventListener("abort", () => { own.abort(); }); return own; } export async function f(signal: AbortSignal) { const own = linked(signal); try { return await fetch("u", { signal: own.signal }); } finally { own.abort(); } }` }] }] },
  ],
});

ruleTester.run("no-lost-cancel: token sources", rule, {
  valid: [
    `import { CancellationTokenSource, type CancellationToken } from "vscode-jsonrpc"; declare function work(token: CancellationToken): Promise<void>; export async function f() { const source = new CancellationTokenSource(); try { await work(source.token); } finally { source.dispose(); } }`,
    `import { CancellationTokenSource } from "vscode-jsonrpc"; export function f() { const source = new CancellationTokenSource(); setTimeout(() => { source.cancel(); }, 5); return source.token; }`,
    `import { CancellationTokenSource } from "vscode-jsonrpc"; export class Task { private readonly source = new CancellationTokenSource(); get token() { return this.source.token; } dispose() { this.source.dispose(); } }`,
    { name: "tests derive what ends with them", filename: "file.test.ts", code: `import { type Context, background, withTimeout } from "./context.js"; declare function work(ctx: Context): Promise<void>; export async function f() { const [ctx] = withTimeout(background(), 5); await work(ctx); }` },
    { name: "tests give a token that means nothing", filename: "file.test.ts", code: `import { CancellationTokenSource, type CancellationToken } from "vscode-jsonrpc"; declare function work(token: CancellationToken): Promise<void>; export async function f() { await work(new CancellationTokenSource().token); const source = new CancellationTokenSource(); await work(source.token); }` },
  ],
  invalid: [
    { code: `import { CancellationTokenSource, type CancellationToken } from "vscode-jsonrpc"; declare function work(token: CancellationToken): Promise<void>; export async function f() { await work(new CancellationTokenSource().token); }`, errors: [{ messageId: "discarded", data: { handle: "dispose", fate: "thrown away", consequence: "nobody cancels what gets its `token`, and its listeners stay", remedy: "Keep it and call it when the work is done, or give `CancellationToken.None` if nobody is to cancel this." } }] },
    { code: `import { CancellationTokenSource, type CancellationToken } from "vscode-jsonrpc"; declare function work(token: CancellationToken): Promise<void>; export async function f() { const { token } = new CancellationTokenSource(); await work(token); }`, errors: [{ messageId: "discarded" }] },
    { code: `import { CancellationTokenSource, type CancellationToken } from "vscode-jsonrpc"; declare function work(token: CancellationToken): Promise<void>; export async function f() { const source = new CancellationTokenSource(); await work(source.token); source.dispose(); }`, output: `import { CancellationTokenSource, type CancellationToken } from "vscode-jsonrpc"; declare function work(token: CancellationToken): Promise<void>; export async function f() { const source = new CancellationTokenSource(); try { await work(source.token); } finally { source.dispose(); } }`, errors: [{ messageId: "mayThrow" }] },
    { code: `import { CancellationTokenSource, type CancellationToken } from "vscode-jsonrpc"; declare function work(token: CancellationToken): Promise<void>; export async function f(x: boolean) { const source = new CancellationTokenSource(); if (x) return; await work(source.token).finally(() => source.dispose()); }`, errors: [{ messageId: "notOnAllPaths" }] },
    { code: `import { CancellationTokenSource } from "vscode-jsonrpc"; export class Task { private readonly source = new CancellationTokenSource(); get token() { return this.source.token; } }`, errors: [{ messageId: "storedNeverUsed" }] },
  ],
});

const otel = `import { context, trace, type Span, type Tracer } from "@opentelemetry/api"; declare const tracer: Tracer; declare function work(): Promise<string>; declare function recordOn(span: Span): void; void context; void trace; void work; void recordOn; export type { Span };`;

ruleTester.run("no-lost-cancel: spans", rule, {
  valid: [
    `${otel} export async function f() { const span = tracer.startSpan("x"); try { return await work(); } finally { span.end(); } }`,
    `${otel} export async function f() { return await tracer.startActiveSpan("x", async (span) => { try { return await work(); } finally { span.end(); } }); }`,
    `${otel} export function f() { tracer.startSpan("x").end(); }`,
    { name: "tests give a span that means nothing", filename: "file.test.ts", code: `${otel} export async function f() { const span = tracer.startSpan("x"); span.setAttribute("a", 1); await work(); }` },
    `${otel} export function f() { const span = tracer.startSpan("x").setAttribute("a", 1); span.setAttribute("b", 2).end(); }`,
    `${otel} export function f() { return tracer.startSpan("x"); }`,
    { name: "what a span is told does not throw", code: `${otel} export function f() { const span = tracer.startSpan("x"); const inner = trace.setSpan(context.active(), span); span.setAttribute("a", 1); span.addEvent("b"); span.end(); return inner; }`, options: [{ throws: "calls" }] },
    { name: "the active one", code: `${otel} export async function f() { return await tracer.startActiveSpan("x", async () => await work().finally(() => trace.getActiveSpan()?.end())); }` },
    { name: "one that records nothing", code: `${otel} export async function f() { const span = tracer.startSpan("x"); if (!span.isRecording()) return work(); try { return await work(); } finally { span.end(); } }` },
    `${otel} export function f() { const span = tracer.startSpan("x"); context.with(trace.setSpan(context.active(), span), () => { void work().finally(() => { span.end(); }); }); }`,
    `${otel} export function f(emitter: NodeJS.EventEmitter) { const span = tracer.startSpan("x"); emitter.once("close", () => { span.end(); }); }`,
    `${otel} export function f() { const span = trace.getActiveSpan(); span?.setAttribute("a", 1); }`,
    `${otel} export class Op { span = tracer.startSpan("x"); stop() { this.span.end(); } }`,
    { name: "a wrapper that ends what it hands to its callback", code: `${otel} class Traced { async startActiveSpan<T>(name: string, fn: (span: Span) => Promise<T>, attributes?: object): Promise<T> { return await tracer.startActiveSpan(name, { ...attributes }, async (span) => { try { return await fn(span); } finally { span.end(); } }); } } export const f = async (traced: Traced) => await traced.startActiveSpan("x", async (span) => { span.setAttribute("a", 1); return await work(); });` },
    { name: "a function that does", code: `${otel} declare function startSpan<T>(tracer: Tracer, name: string, fn: (span: Span) => Promise<T>): Promise<T>; export const f = async () => await startSpan(tracer, "x", async (span) => { span.setAttribute("a", 1); return await work(); });` },
    { name: "a span in another dress", code: `${otel} declare function createOwnSpan(span: Span): Span & { setInput(text: string): void }; export async function f() { const span = tracer.startSpan("x"); const own = createOwnSpan(span); own.setInput("a"); try { return await work(); } finally { span.end(); } }` },
    { name: "a function that keeps what it starts", code: `${otel} function startSpan(reply: { spans: Span[] }, name: string) { const span = tracer.startSpan(name); reply.spans.push(span); return span; } export async function f(reply: { spans: Span[] }) { const span = startSpan(reply, "x"); span.setAttribute("a", 1); return await work(); }` },
  ],
  invalid: [
    { name: "one that is started below another", code: `${otel} declare function startChildSpan(parent: Span): Span; declare function createSpan(name: string): Span; export function f(parent: Span) { const span = startChildSpan(parent); span.setAttribute("a", 1); } export function g() { const own = createSpan("b"); own.setAttribute("a", 1); }`, output: `${otel} declare function startChildSpan(parent: Span): Span; declare function createSpan(name: string): Span; export function f(parent: Span) { const span = startChildSpan(parent); try { span.setAttribute("a", 1); } finally { span.end(); } } export function g() { const own = createSpan("b"); try { own.setAttribute("a", 1); } finally { own.end(); } }`, errors: [{ messageId: "discarded" }, { messageId: "discarded" }] },
    { code: `${otel} export async function f() { const span = tracer.startSpan("x"); span.setAttribute("a", 1); return await work(); }`, output: `${otel} export async function f() { const span = tracer.startSpan("x"); try { span.setAttribute("a", 1); return await work(); } finally { span.end(); } }`, errors: [{ messageId: "discarded" }] },
    { code: `${otel} export async function f() { const span = tracer.startSpan("x"); const text = await work(); span.end(); return text; }`, output: `${otel} export async function f() { const span = tracer.startSpan("x"); try { const text = await work(); return text; } finally { span.end(); } }`, errors: [{ messageId: "mayThrow" }] },
    { code: `${otel} export async function f() { return await tracer.startActiveSpan("x", async (span) => { const text = await work(); span.end(); return text; }); }`, output: `${otel} export async function f() { return await tracer.startActiveSpan("x", async (span) => { try { const text = await work(); return text; } finally { span.end(); } }); }`, errors: [{ messageId: "mayThrow" }] },
    { code: `${otel} export async function f(x: boolean) { return await tracer.startActiveSpan("x", {}, async (span) => { if (x) return ""; const text = await work().finally(() => span.end()); return text; }); }`, errors: [{ messageId: "notOnAllPaths" }] },
    { name: "a tracer of one's own, which is one of the library's", code: `${otel} interface Own extends Tracer { readonly name: string } export const f = async (own: Own) => await own.startActiveSpan("x", async (span) => { span.setAttribute("a", 1); return await work(); });`, output: `${otel} interface Own extends Tracer { readonly name: string } export const f = async (own: Own) => await own.startActiveSpan("x", async (span) => { try { span.setAttribute("a", 1); return await work(); } finally { span.end(); } });`, errors: [{ messageId: "discarded" }] },
    { name: "a function that only starts it", code: `${otel} function startSpan(spans: Set<string>, name: string) { const span = tracer.startSpan(name); spans.add(name); return span; } export function f(spans: Set<string>) { const span = startSpan(spans, "x"); span.setAttribute("a", 1); }`, output: `${otel} function startSpan(spans: Set<string>, name: string) { const span = tracer.startSpan(name); spans.add(name); return span; } export function f(spans: Set<string>) { const span = startSpan(spans, "x"); try { span.setAttribute("a", 1); } finally { span.end(); } }`, errors: [{ messageId: "discarded" }] },
    { name: "a span that the callback does not take", code: `${otel} export async function f() { return await tracer.startActiveSpan("x", async () => await work()); }`, errors: [{ messageId: "discarded" }] },
    { code: `${otel} export function f() { tracer.startSpan("x"); }`, errors: [{ messageId: "discarded" }] },
    { code: `${otel} export async function f() { const span = tracer.startSpan("x"); await context.with(trace.setSpan(context.active(), span), work); span.end(); }`, output: `${otel} export async function f() { const span = tracer.startSpan("x"); try { await context.with(trace.setSpan(context.active(), span), work); } finally { span.end(); } }`, errors: [{ messageId: "mayThrow" }] },
    { code: `${otel} export async function f() { const span = tracer.startSpan("x"); try { await work(); span.end(); } catch (error) { span.recordException(error as Error); throw error; } }`, output: `${otel} export async function f() { const span = tracer.startSpan("x"); try { await work(); } catch (error) { span.recordException(error as Error); throw error; } finally { span.end(); } }`, errors: [{ messageId: "mayThrow" }] },
    { code: `${otel} export async function f() { const span = tracer.startSpan("x"); try { await work(); span.end(); } catch { recordOn(null as unknown as Span); } }`, output: `${otel} export async function f() { const span = tracer.startSpan("x"); try { await work(); } catch { recordOn(null as unknown as Span); } finally { span.end(); } }`, errors: [{ messageId: "mayThrow" }] },
  ],
});

const dxos = `import { Context } from "@dxos/context"; declare function work(ctx: Context): Promise<void>; void Context; void work;`;

ruleTester.run("no-lost-cancel: contexts that are disposed", rule, {
  valid: [
    `${dxos} export async function f(parent: Context) { const ctx = parent.derive(); try { await work(ctx); } finally { await ctx.dispose(); } }`,
    `${dxos} export async function f(parent: Context) { await using ctx = parent.derive(); await work(ctx); }`,
    `${dxos} export function f(parent: Context) { return parent.derive(); }`,
    `${dxos} export class Service { #ctx?: Context; open(parent: Context) { this.#ctx = parent.derive(); } async close() { await this.#ctx?.dispose(); } }`,
  ],
  invalid: [
    { code: `${dxos} export async function f(parent: Context) { const ctx = parent.derive(); await work(ctx); }`, output: `${dxos} export async function f(parent: Context) { const ctx = parent.derive(); try { await work(ctx); } finally { await ctx.dispose(); } }`, errors: [{ messageId: "discarded" }] },
    { code: `${dxos} export async function f(parent: Context) { const ctx = parent.derive(); await work(ctx); await ctx.dispose(); }`, output: `${dxos} export async function f(parent: Context) { const ctx = parent.derive(); try { await work(ctx); } finally { await ctx.dispose(); } }`, errors: [{ messageId: "mayThrow" }] },
    { code: `${dxos} export class Service { #ctx?: Context; async open(parent: Context) { this.#ctx = parent.derive(); await work(this.#ctx); } }`, errors: [{ messageId: "storedNeverUsed" }] },
  ],
});

const go = `import { type Context, withCancel, withTimeout } from "./context.js"; declare function work(ctx: Context): Promise<string>; void withCancel; void withTimeout; void work;`;

ruleTester.run("no-lost-cancel: wrappers, objects, members", rule, {
  valid: [
    `${go} export function f(parent: Context) { const pair = withCancel(parent); pair[1](); }`,
    `${go} export function limited(parent: Context) { const [ctx, cancel] = withTimeout(parent, 5); return { ctx, cancel }; } export async function f(parent: Context) { const { ctx, cancel } = limited(parent); try { return await work(ctx); } finally { cancel(); } }`,
    `${go} export class Server { #cancel: () => void; ctx: Context; constructor(parent: Context) { [this.ctx, this.#cancel] = withCancel(parent); } close() { this.#cancel(); } }`,
    `${go} export class Server { cancel: () => void; constructor(parent: Context) { const [, cancel] = withCancel(parent); this.cancel = cancel; } }`,
    `${go} let stop: (() => void) | undefined; export function start(parent: Context) { const [ctx, cancel] = withCancel(parent); stop = cancel; return ctx; } export function end() { stop?.(); }`,
    `${go} export function options(): { signal: AbortSignal; log: () => void } { return { signal: AbortSignal.timeout(1), log() {} }; } export function f() { const { signal } = options(); return signal; }`,
    `${go} export function limited(parent: Context) { return withTimeout(parent, 5); } export async function f(parent: Context) { using stack = new DisposableStack(); const [ctx, cancel] = limited(parent); stack.defer(cancel); return await work(ctx); }`,
  ],
  invalid: [
    { code: `${go} export function limited(parent: Context) { const [ctx, cancel] = withTimeout(parent, 5); return { ctx, cancel }; } export async function f(parent: Context) { const { ctx } = limited(parent); return await work(ctx); }`, output: `${go} export function limited(parent: Context) { const [ctx, cancel] = withTimeout(parent, 5); return { ctx, cancel }; } export async function f(parent: Context) { const { ctx, cancel } = limited(parent); try { return await work(ctx); } finally { cancel(); } }`, errors: [{ messageId: "discarded" }] },
    { code: `${go} export function limited(parent: Context) { return withTimeout(parent, 5); } export async function f(parent: Context) { const made = limited(parent); const text = await work(made[0]); made[1](); return text; }`, output: `${go} export function limited(parent: Context) { return withTimeout(parent, 5); } export async function f(parent: Context) { const made = limited(parent); try { const text = await work(made[0]); return text; } finally { made[1](); } }`, errors: [{ messageId: "mayThrow" }] },
    { code: `export function timeLimit(ms: number): { signal: AbortSignal; clear: () => void } { const own = new AbortController(); const timer = setTimeout(() => { own.abort(); }, ms); return { signal: own.signal, clear: () => { clearTimeout(timer); } }; } export async function f() { const { signal, clear } = timeLimit(5); const response = await fetch("u", { signal }); clear(); return response; }`, output: `export function timeLimit(ms: number): { signal: AbortSignal; clear: () => void } { const own = new AbortController(); const timer = setTimeout(() => { own.abort(); }, ms); return { signal: own.signal, clear: () => { clearTimeout(timer); } }; } export async function f() { const { signal, clear } = timeLimit(5); try { const response = await fetch("u", { signal }); return response; } finally { clear(); } }`, errors: [{ messageId: "mayThrow" }] },
    { code: `${go} export class Server { #cancel: () => void; ctx: Context; constructor(parent: Context) { [this.ctx, this.#cancel] = withCancel(parent); } }`, errors: [{ messageId: "storedNeverUsed" }] },
    { code: `${go} export class Server { #cancel: () => void; ctx: Context; constructor(parent: Context) { const [ctx, cancel] = withCancel(parent); this.ctx = ctx; this.#cancel = cancel; } }`, errors: [{ messageId: "storedNeverUsed" }] },
    { code: `${go} let ctx: Context, cancel: () => void; export function start(parent: Context) { [ctx, cancel] = withCancel(parent); return ctx; }`, errors: [{ messageId: "storedNeverUsed" }] },
  ],
});

ruleTester.run("no-lost-cancel: timers that abort", rule, {
  valid: [
    `export async function f() { const own = new AbortController(); const timer = setTimeout(() => { own.abort(); }, 5); try { return await fetch("u", { signal: own.signal }); } finally { clearTimeout(timer); } }`,
    `export function f() { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); return fetch("u", { signal: own.signal }).finally(() => { clearTimeout(timer); }); }`,
    `export function f() { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); (timer as any).unref?.(); return own.signal; }`,
    `export function f() { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); if (typeof timer === "object" && "unref" in timer) { timer.unref(); } return own.signal; }`,
    `export function f() { const own = new AbortController(); setTimeout(() => own.abort(), 5).unref(); return fetch("u", { signal: own.signal }); }`,
    `export function f(signal: AbortSignal) { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); signal.addEventListener("abort", () => { clearTimeout(timer); own.abort(); }); return own.signal; }`,
    `export function f() { const own = new AbortController(); let timer: NodeJS.Timeout | undefined; const arm = () => { clearTimeout(timer); timer = setTimeout(() => own.abort(), 5); }; arm(); return { signal: own.signal, arm }; }`,
    `export function f() { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); return { signal: own.signal, clear: () => { clearTimeout(timer); } }; }`,
    `export async function f(ms?: number) { const own = new AbortController(); let timer: NodeJS.Timeout | undefined; if (ms !== undefined) timer = setTimeout(() => own.abort(), ms); try { return await fetch("u", { signal: own.signal }); } finally { if (timer) clearTimeout(timer); } }`,
    { code: `export async function f() { const own = new AbortController(); const timer = setTimeout(() => { own.abort(); }, 5); const r = await fetch("u", { signal: own.signal }); clearTimeout(timer); return r; }`, options: [{ throws: "none" }] },
  ],
  invalid: [
    { code: `export async function f() { const own = new AbortController(); const timer = setTimeout(() => { own.abort(); }, 5); const r = await fetch("u", { signal: own.signal }); clearTimeout(timer); return r; }`, output: `export async function f() { const own = new AbortController(); const timer = setTimeout(() => { own.abort(); }, 5); try { const r = await fetch("u", { signal: own.signal }); return r; } finally { clearTimeout(timer); } }`, errors: [{ messageId: "timer", suggestions: [{ messageId: "limit", output: `export async function f() { const signal = AbortSignal.timeout(5); const r = await fetch("u", { signal }); return r; }` }] }] },
    { code: `export async function f() { const own = new AbortController(); setTimeout(() => { own.abort(); }, 5); return await fetch("u", { signal: own.signal }); }`, errors: [{ messageId: "timer", suggestions: [{ messageId: "end", output: `export async function f() { const own = new AbortController(); const timer = setTimeout(() => { own.abort(); }, 5); try { return await fetch("u", { signal: own.signal }); } finally { clearTimeout(timer); } }` }, { messageId: "limit", output: `export async function f() { const signal = AbortSignal.timeout(5); return await fetch("u", { signal }); }` }] }] },
    { code: `export async function f(x: boolean) { const own = new AbortController(); const timer = setTimeout(() => { own.abort(); }, 5); if (x) return undefined; try { return await fetch("u", { signal: own.signal }); } finally { clearTimeout(timer); } }`, errors: [{ messageId: "timer", suggestions: [{ messageId: "end", output: `export async function f(x: boolean) { const own = new AbortController(); const timer = setTimeout(() => { own.abort(); }, 5); try { if (x) return undefined; return await fetch("u", { signal: own.signal }); } finally { clearTimeout(timer); } }` }] }] },
    { code: `export function f() { const own = new AbortController(); const timer = setTimeout(own.abort.bind(own), 5); return fetch("u", { signal: own.signal }).then((r) => { clearTimeout(timer); return r; }); }`, errors: [{ messageId: "timer", suggestions: [{ messageId: "limit", output: `export function f() { const signal = AbortSignal.timeout(5); return fetch("u", { signal }).then((r) => { return r; }); }` }] }] },
  ],
});
