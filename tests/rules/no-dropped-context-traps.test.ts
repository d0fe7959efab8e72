/** Code that looks as if it dropped its context and is right, and the reverse: seen in real sources. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const helpers = `
declare function load(id: string, options?: { signal?: AbortSignal }): Promise<string>;
declare function anySignal(signals: readonly (AbortSignal | undefined)[]): AbortSignal;
declare function fail(error: unknown): void;
`;

const maybe = `declare function get(id: string, options?: { signal?: AbortSignal | undefined }): Promise<string>; declare function tool(run: (input: string, context?: { signal?: AbortSignal | null }) => Promise<string>): void;`;

ruleTester.run("no-dropped-context: right, though it looks dropped", rule, {
  valid: [
    { name: "an object that is made here and may have one later", code: `${helpers} interface Config { id: string; signal?: AbortSignal } declare function start(config: Config): void; export async function f(id: string) { const config = { id } as Config; start(config); await load(id); }` },
    { name: "36: a limit that whoever gets its end may link", code: `declare function onEnd(fn: () => void): void; export async function f(url: string, init: RequestInit = {}) { const own = new AbortController(); onEnd(() => { own.abort(); }); return await fetch(url, { ...init, signal: own.signal }); }` },
    { name: "14: what a web request asks to change", code: `export async function DELETE(request: Request) { const { id } = await request.json() as { id: string }; return await fetch("https://users.example/" + id, { method: "DELETE" }); }` },
    { name: "a module that is called", code: `import * as user from "./user.js"; export function f(signal: AbortSignal) { signal.throwIfAborted(); user("x", { id: "1" }); new user({ id: "1" }); }` },
    { name: "what blocks cannot be told to stop", code: `import { writeFileSync } from "node:fs"; export function f(signal: AbortSignal) { signal.throwIfAborted(); writeFileSync("x", "y", "utf8"); writeFileSync("x", "y", { mode: 0o600 }); }` },
    { name: "a span around work that has the context", code: `interface Span { end(): void } declare const tracer: { startActiveSpan<T>(name: string, fn: (span: Span) => Promise<T>, options?: { signal?: AbortSignal }): Promise<T> }; declare function work(signal: AbortSignal): Promise<string>; export const f = async (signal: AbortSignal) => await tracer.startActiveSpan("x", async () => await work(signal));` },
    { name: "1: listeners", code: `export function f(signal: AbortSignal, target: EventTarget, element: HTMLElement) { target.addEventListener("x", () => {}); element.addEventListener("click", () => {}, { once: true }); return signal; }` },
    { name: "1: listeners of Node.js", code: `import { EventEmitter } from "node:events"; class Hub extends EventEmitter { override once(name: string, fn: () => void, options?: { signal?: AbortSignal }): this { return options ? this : super.once(name, fn); } } export function f(signal: AbortSignal, hub: Hub) { hub.once("x", () => {}); return signal; }` },
    { name: "2: pipes of a body that is bound already", code: `export async function f(signal: AbortSignal, out: WritableStream) { const response = await fetch("u", { signal }); await response.body?.pipeTo(out); return response.body?.pipeThrough(new TextDecoderStream()); }` },
    { name: "who is called back when a stream has ended, ends no work", code: `import { finished } from "node:stream"; export function f(signal: AbortSignal, input: NodeJS.ReadableStream) { const cleanup = finished(input, () => { cleanup(); }); return signal; }` },
    { name: "3: options that are about a stream's life", code: `import { createHash } from "node:crypto"; import { Readable, Transform } from "node:stream"; import { createInterface } from "node:readline"; export function f(signal: AbortSignal, input: NodeJS.ReadableStream) { createHash("sha1"); Readable.from([1]); Readable.fromWeb(new ReadableStream()); createInterface({ input }); new Transform({ objectMode: true }); return signal; }` },
    { name: "4: promises of their own class", code: `declare class Task<T> extends Promise<T> { constructor(run: (resolve: (value: T) => void) => void, options?: { signal?: AbortSignal }); then<A, B>(onDone?: (value: T) => A, onError?: (error: unknown) => B, options?: { signal?: AbortSignal }): Task<A | B>; } export async function f(signal: AbortSignal) { signal.throwIfAborted(); await new Task<number>((resolve) => resolve(1)).then((n) => n); }` },
    { name: "5: a child that a listener kills", code: `import { spawn } from "node:child_process"; export function f(signal: AbortSignal) { const child = spawn("ls", []); signal.addEventListener("abort", () => { child.kill("SIGTERM"); }, { once: true }); return child; }` },
    { name: "5: a child that a named listener kills", code: `import { spawn } from "node:child_process"; export function f(signal: AbortSignal) { const child = spawn("ls", []); const stop = (): void => { child.kill("SIGTERM"); }; signal.addEventListener("abort", stop, { once: true }); return child; }` },
    { name: "5: a child that outlives the call", code: `import { spawn } from "node:child_process"; export function f(signal: AbortSignal) { signal.throwIfAborted(); const child = spawn("ls", [], { stdio: "ignore" }); child.unref(); spawn("ls", [], { detached: true }); }` },
    { name: "5: raced with what ends when somebody cancels", code: `${helpers} declare function untilAborted(signal: AbortSignal): Promise<never>; export async function f(signal: AbortSignal, race: { race<T>(all: Promise<T>[]): Promise<T> }) { const end = untilAborted(signal); await Promise.race([load("a"), end]); await Promise.race([load("a").then(String), untilAborted(signal)]); return race.race([load("b"), new Promise<string>((_, reject) => { signal.addEventListener("abort", reject); })]); }` },
    { name: "what has a life of its own, and listeners", code: `declare class Socket extends EventTarget { constructor(url: string, options?: { signal?: AbortSignal }); } export function f(signal: AbortSignal) { signal.throwIfAborted(); return new Socket("u"); }` },
    { name: "what is said to be detached", code: `declare function runDetached(command: string, options?: { signal?: AbortSignal }): Promise<void>; export async function f(signal: AbortSignal) { signal.throwIfAborted(); await runDetached("ls"); }` },
    { name: "an iterator", code: `interface Queue { next(options?: { signal?: AbortSignal }): Promise<IteratorResult<string>> } export async function f(signal: AbortSignal, queue: Queue) { signal.throwIfAborted(); return await queue.next(); }` },
    { name: "the other branch of a test for it", code: `${helpers} export async function f(options?: { signal: AbortSignal }) { const own = options?.signal ? { signal: options.signal } : undefined; const first = own ? await load("1", own) : await load("1"); if (!own) { await load("2"); } else { await load("2", own); } return Object.keys(own ?? {}).length === 0 ? await load("3") : await load("3", own) || first; }` },
    { name: "a parameter that is the context around where it is left out", code: `${helpers} export async function f(signal: AbortSignal) { const run = (own = signal) => load("1", { signal: own }); return await run(); }` },
    { name: "a context that is said to be nobody's", code: `${helpers} export async function f(id: string, _: AbortSignal) { return await load(id); }` },
    { name: "OpenTelemetry: what the object keeps is further than the ambient one", code: `import type { Context } from "@opentelemetry/api"; export class Session { root?: Context; update(state: string, options?: { ctx?: Context }) { return [state, options?.ctx]; } open() { return this.update("open"); } }` },
    { name: "8: one of two that are asked the same", code: `declare function aborted(signal: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { const own = new AbortController(); const all = [aborted(signal), aborted(own.signal)]; setTimeout(() => { own.abort(); }, 5); await Promise.race(all); }` },
    { name: "5: a process that nobody keeps", code: `import { exec, spawn } from "node:child_process"; export function f(signal: AbortSignal, url: string) { signal.throwIfAborted(); exec(\`open \${url}\`); spawn("open", [url]); }` },
    { name: "5: a call on what a listener ends", code: `declare function open(): { cancel(): void }; declare function read(source: object, options?: { signal?: AbortSignal }): AsyncIterable<string>; export async function* f(signal: AbortSignal) { const call = open(); const stop = (): void => { call.cancel(); }; signal.addEventListener("abort", stop, { once: true }); yield* read(call); }` },
    { name: "5: a promise that is raced with the context, settings beside it", code: `${helpers} declare function race<T>(promise: Promise<T>, signal: AbortSignal): Promise<T>; declare function settings(options: { n: number; signal?: AbortSignal }): object; declare function run(settings: object, options: { signal: AbortSignal }): Promise<void>; export async function f(options: { signal: AbortSignal }) { await race(load("1"), options.signal); await run(settings({ n: 1 }), options); }` },
    { name: "1: listeners of another emitter, that are taken away by what registering gives", code: `interface Emitter { on(fn: () => void, options?: { signal?: AbortSignal }): () => void } export function f(signal: AbortSignal, emitter: Emitter) { signal.throwIfAborted(); return emitter.on(() => {}); }` },
    { name: "8: what makes a context", code: `${helpers} declare const limits: { next(options?: { signal?: AbortSignal }): AbortSignal }; export async function f(signal: AbortSignal) { const limit = limits.next(); await load("1", { signal: anySignal([signal, limit]) }); }` },
    { name: "8: a signal that is only mentioned", code: `import { setMaxListeners } from "node:events"; export function f(signal: AbortSignal) { const limit = AbortSignal.timeout(5); setMaxListeners(10, limit); const all = [signal]; all.push(limit); return AbortSignal.any(all); }` },
    { name: "an optional sibling is asked for by name", code: `import type { Context } from "./context.js"; interface Source { list?(): void; listWithContext?(ctx: Context): void; all: () => void; allWithContext: ((ctx: Context) => void) | undefined } export function f(ctx: Context, source: Source) { if (source.listWithContext) source.listWithContext(ctx); else source.list?.(); source.all(); }` },
    { name: "6: a controller that a listener links", code: `export async function f(signal: AbortSignal) { const own = new AbortController(); signal.addEventListener("abort", () => own.abort(), { signal: own.signal }); await fetch("u", { signal: own.signal }); }` },
    { name: "6: a controller that a named listener links", code: `export async function f(signal?: AbortSignal) { const own = new AbortController(); const stop = (): void => { own.abort(); }; signal?.addEventListener("abort", stop); await fetch("u", { signal: own.signal }); }` },
    { name: "6: a controller that onabort links", code: `export async function f(signal: AbortSignal) { const own = new AbortController(); signal.onabort = () => own.abort(); await fetch("u", { signal: own.signal }); }` },
    { name: "6: a token linked to a controller", code: `import type { CancellationToken } from "vscode"; export async function f(token: CancellationToken, signal: AbortSignal) { const own = new AbortController(); token.onCancellationRequested(() => own.abort()); signal.addEventListener("abort", () => own.abort()); await fetch("u", { signal: own.signal }); }` },
    { name: "7: options built earlier", code: `${helpers} export async function f(options: { signal?: AbortSignal; n: number }, signal: AbortSignal) { const wrapped = { ...options, signal }; await load("1", wrapped); const again: { signal?: AbortSignal } = {}; again.signal = signal; await load("2", again); }` },
    { name: "8: merge helpers of any name", code: `${helpers} declare function createLinkedAbortController(signal: AbortSignal): AbortController; export async function f(signal: AbortSignal) { await load("1", { signal: anySignal([signal, AbortSignal.timeout(5)]) }); const limit = AbortSignal.timeout(5); const both = anySignal([signal, limit]); await load("2", { signal: both }); const own = createLinkedAbortController(signal); await load("3", { signal: own.signal }); const own2 = new AbortController(); await load("4", { signal: anySignal([signal, own2.signal]) }); }` },
    { name: "8: AbortSignal.any behind a cast", code: `${helpers} export async function f(signal: AbortSignal) { await load("1", { signal: (AbortSignal as unknown as { any(s: AbortSignal[]): AbortSignal }).any([signal, AbortSignal.timeout(5)]) }); }` },
    { name: "9: a context spread with one field replaced", code: `import type { CancellationToken } from "vscode"; interface Params { readonly uri: string; readonly cancellationToken: CancellationToken } declare const never: CancellationToken; declare function resolve(params: Params): Promise<void>; export async function f(params: Params) { await resolve({ ...params, cancellationToken: never }); }` },
    { name: "what a handler does before it looks at the end", code: `${helpers} export async function f(signal: AbortSignal) { try { await load("a", { signal }); } catch (error) { await load("failed"); if (signal.aborted) throw signal.reason; fail(error); } }` },
    { name: "what a handler does before it throws at the end", code: `${helpers} export async function f(signal: AbortSignal) { try { await load("a", { signal }); } catch (error) { await load("failed"); signal.throwIfAborted(); fail(error); } }` },
    { name: "a function that gives data at once", code: `interface Options { signal?: AbortSignal; count?: number } declare function walk(options: Options): Iterable<string>; class Table { closest(id: string, options?: Options): string[] { return [...walk({ ...options }), id]; } } export async function f(table: Table, signal: AbortSignal) { await Promise.resolve(table.closest("a", { count: 1 })); return signal; }` },
    { name: "10: cleanup", code: `${helpers} declare const transport: { close(options?: { signal?: AbortSignal }): Promise<void>; send(text: string, options?: { signal?: AbortSignal }): Promise<void> }; export async function f(signal: AbortSignal) { try { await transport.send("a", { signal }); } finally { await load("undo"); } await transport.close(); } export async function close(): Promise<void> { await load("x"); }` },
    { name: "10: a reader's return", code: `declare const reader: { return(options?: { signal?: AbortSignal }): Promise<void> }; export async function f(signal: AbortSignal) { signal.throwIfAborted(); await reader.return(); }` },
    { name: "11: a grace timer after the first deadline is spent", code: `${helpers} export async function f(signal: AbortSignal) { try { return await load("1", { signal }); } catch (error) { if (signal.aborted) return await load("rest", { signal: AbortSignal.timeout(5) }); throw error; } }` },
    { name: "12: a parameter that an interface forces", code: `import type { CancellationToken } from "vscode"; interface Provider { provide(text: string, token: CancellationToken): string[] } export class Words implements Provider { provide(text: string, _token: CancellationToken): string[] { return text.split(" ").map((word) => word.trim()); } }` },
    { name: "13: a decorator may give the context", code: `declare function withContext(target: object, key: string, descriptor: PropertyDescriptor): void; declare function traced(value: (this: Store, id: string, signal?: AbortSignal) => Promise<string>, context: ClassMethodDecoratorContext): typeof value; class Store { @traced async get(id: string, signal?: AbortSignal): Promise<string> { signal?.throwIfAborted(); return id; } } export async function f(store: Store, signal: AbortSignal) { signal.throwIfAborted(); return store.get("1"); }` },
    { name: "13: the overloads of a function, in its implementation", code: `import type { Context } from "./context.js"; export function query(sql: string): Promise<string>; export function query(ctx: Context, sql: string): Promise<string>; export async function query(a: Context | string, b?: string): Promise<string> { if (typeof a === "string") return await query(a); return b ?? ""; }` },
    { name: "14: queries follow the client's signal, writes run to completion", code: `declare const db: { select(sql: string, options?: { signal?: AbortSignal }): Promise<string>; insert(row: string, options?: { signal?: AbortSignal }): Promise<void> }; export async function f(signal: AbortSignal) { const row = await db.select("s", { signal }); await db.insert(row); }` },
    { name: "34: tests", filename: "file.test.ts", code: `${helpers} declare function it(name: string, fn: (t: { signal: AbortSignal }) => Promise<void>): void; it("loads", async () => { const own = new AbortController(); await load("1"); own.abort(); }); it("loads", async (t) => { await load("1"); });` },
    { name: "42: what is shared must not end with one caller", code: `${helpers} const cache = new Map<string, Promise<string>>(); let last: Promise<string> | undefined; declare function memo<T>(key: string, make: () => Promise<T>): Promise<T>; export class Loader { #first: Promise<string> | undefined; async f(id: string, signal: AbortSignal): Promise<string> { signal.throwIfAborted(); const promise = load(id); cache.set(id, promise); cache.set(id, load(id)); last = load(id); this.#first ??= load(id); return memo(id, () => load(id)); } }` },
  ],
  invalid: [
    {
      name: "14: what a web request posts may be a question",
      code: `export async function POST(request: Request) { return await fetch("https://models.example", { method: "POST", body: await request.text() }); }`,
      output: `export async function POST(request: Request) { return await fetch("https://models.example", { method: "POST", body: await request.text(), signal: request.signal }); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "14: somebody gave a signal for this change",
      code: `export async function remove(id: string, signal: AbortSignal) { return await fetch("https://users.example/" + id, { method: "DELETE" }); }`,
      output: `export async function remove(id: string, signal: AbortSignal) { return await fetch("https://users.example/" + id, { method: "DELETE", signal }); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "who waits until a stream has ended, waits on",
      code: `import { finished } from "node:stream/promises"; export async function f(signal: AbortSignal, input: NodeJS.ReadableStream) { await finished(input); return signal; }`,
      output: `import { finished } from "node:stream/promises"; export async function f(signal: AbortSignal, input: NodeJS.ReadableStream) { await finished(input, { signal }); return signal; }`,
      errors: [{ messageId: "dropped" }],
    },
    { name: "13: decorated, with overloads that say what callers give", code: `declare function timed(target: object, key: string, descriptor: PropertyDescriptor): void; class Nodes { connect(id: string, ctx?: { signal: AbortSignal }): Promise<string>; @timed async connect(id: string, ctx: { signal: AbortSignal }): Promise<string> { ctx.signal.throwIfAborted(); return id; } } export async function f(nodes: Nodes, signal: AbortSignal) { signal.throwIfAborted(); return nodes.connect("1"); }`, output: `declare function timed(target: object, key: string, descriptor: PropertyDescriptor): void; class Nodes { connect(id: string, ctx?: { signal: AbortSignal }): Promise<string>; @timed async connect(id: string, ctx: { signal: AbortSignal }): Promise<string> { ctx.signal.throwIfAborted(); return id; } } export async function f(nodes: Nodes, signal: AbortSignal) { signal.throwIfAborted(); return nodes.connect("1", { signal }); }`, errors: [{ messageId: "dropped" }] },
    { name: "5: raced with time", code: `${helpers} declare function wait(ms: number): Promise<string>; export async function f(signal: AbortSignal) { signal.throwIfAborted(); return await Promise.race([load("a"), wait(5)]); }`, output: `${helpers} declare function wait(ms: number): Promise<string>; export async function f(signal: AbortSignal) { signal.throwIfAborted(); return await Promise.race([load("a", { signal }), wait(5)]); }`, errors: [{ messageId: "dropped" }] },
    { name: "a class without listeners", code: `declare class Pipe { constructor(url: string, options?: { signal?: AbortSignal }); } export function f(signal: AbortSignal) { signal.throwIfAborted(); return new Pipe("u"); }`, output: `declare class Pipe { constructor(url: string, options?: { signal?: AbortSignal }); } export function f(signal: AbortSignal) { signal.throwIfAborted(); return new Pipe("u", { signal }); }`, errors: [{ messageId: "dropped" }] },
    { name: "the other branch of a test for something else", code: `${helpers} export async function f(signal: AbortSignal, isFast: boolean) { return isFast ? await load("1", { signal }) : await load("1"); }`, output: `${helpers} export async function f(signal: AbortSignal, isFast: boolean) { return isFast ? await load("1", { signal }) : await load("1", { signal }); }`, errors: [{ messageId: "dropped" }] },
    { name: "a parameter that is a constant of the module where it is left out", code: `const never = new AbortController().signal; function run(own = never) { return fetch("u", { signal: own }); } export async function f(signal: AbortSignal) { signal.throwIfAborted(); return await run(); }`, output: `const never = new AbortController().signal; function run(own = never) { return fetch("u", { signal: own }); } export async function f(signal: AbortSignal) { signal.throwIfAborted(); return await run(signal); }`, errors: [{ messageId: "dropped" }] },
    { name: "OpenTelemetry: what the function was given", code: `import type { Context } from "@opentelemetry/api"; export class Session { update(state: string, options?: { ctx?: Context }) { return [state, options?.ctx]; } open(ctx: Context) { return [ctx, this.update("open")]; } }`, output: `import type { Context } from "@opentelemetry/api"; export class Session { update(state: string, options?: { ctx?: Context }) { return [state, options?.ctx]; } open(ctx: Context) { return [ctx, this.update("open", { ctx })]; } }`, errors: [{ messageId: "dropped" }] },
    { name: "8: one of two that are called alike, for two things", code: `export async function f(signal: AbortSignal) { await fetch("u", { signal }); return await fetch("v", { signal: AbortSignal.timeout(5) }); }`, output: `export async function f(signal: AbortSignal) { await fetch("u", { signal }); return await fetch("v", { signal: AbortSignal.any([signal, AbortSignal.timeout(5)]) }); }`, errors: [{ messageId: "unlinked" }] },
    { name: "5: a process whose end is told, and one that is kept", code: `import { exec, spawn } from "node:child_process"; export function f(signal: AbortSignal, done: () => void) { signal.throwIfAborted(); exec("ls", done); return spawn("ls", []); }`, output: `import { exec, spawn } from "node:child_process"; export function f(signal: AbortSignal, done: () => void) { signal.throwIfAborted(); exec("ls", { signal }, done); return spawn("ls", [], { signal }); }`, errors: [{ messageId: "dropped" }, { messageId: "dropped" }] },
    { name: "a measurement without the trace that it belongs to", code: `import type { Context, Counter } from "@opentelemetry/api"; export function f(ctx: Context, counter: Counter) { counter.add(1, { kind: "x" }); return ctx; }`, output: `import type { Context, Counter } from "@opentelemetry/api"; export function f(ctx: Context, counter: Counter) { counter.add(1, { kind: "x" }, ctx); return ctx; }`, errors: [{ messageId: "dropped", data: { callee: "counter.add", context: "ctx", loss: "the values of the caller (its trace, its user) do not reach it", onPurpose: ", or say `@detached` in the JSDoc of what is called" } }] },
    { name: "an object that somebody else made", code: `${helpers} interface Config { id: string; signal: AbortSignal } export async function f(config: Config) { await load(config.id); }`, output: `${helpers} interface Config { id: string; signal: AbortSignal } export async function f(config: Config) { await load(config.id, { signal: config.signal }); }`, errors: [{ messageId: "dropped" }] },
    { name: "36: a limit in place of the caller's signal, in a callback", code: `declare function quietly<T>(fn: () => T): T; export async function f(url: string, init: RequestInit = {}) { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); return await quietly(() => fetch(url, { ...init, signal: own.signal }).finally(() => { clearTimeout(timer); })); }`, errors: [{ messageId: "unlinked" }] },
    { name: "35: a retry around work that has the context", code: `declare function retry<T>(fn: () => Promise<T>, options?: { attempts?: number; signal?: AbortSignal }): Promise<T>; declare function work(signal: AbortSignal): Promise<string>; export const f = async (signal: AbortSignal) => await retry(async () => await work(signal), { attempts: 3 });`, output: `declare function retry<T>(fn: () => Promise<T>, options?: { attempts?: number; signal?: AbortSignal }): Promise<T>; declare function work(signal: AbortSignal): Promise<string>; export const f = async (signal: AbortSignal) => await retry(async () => await work(signal), { attempts: 3, signal });`, errors: [{ messageId: "dropped" }] },
    { name: "what a handler does before it looks at something else", code: `${helpers} export async function f(signal: AbortSignal) { try { await load("a", { signal }); } catch (error) { await load("failed"); if (error === 1) throw error; fail(error); } }`, output: `${helpers} export async function f(signal: AbortSignal) { try { await load("a", { signal }); } catch (error) { await load("failed", { signal }); if (error === 1) throw error; fail(error); } }`, errors: [{ messageId: "dropped" }] },
    { name: "a function that gives a promise of data", code: `class Table { async closest(id: string, options?: { signal?: AbortSignal }): Promise<string[]> { options?.signal?.throwIfAborted(); return [id]; } } export async function f(table: Table, signal: AbortSignal) { await table.closest("a"); return signal; }`, output: `class Table { async closest(id: string, options?: { signal?: AbortSignal }): Promise<string[]> { options?.signal?.throwIfAborted(); return [id]; } } export async function f(table: Table, signal: AbortSignal) { await table.closest("a", { signal }); return signal; }`, errors: [{ messageId: "dropped" }] },
    { name: "what is offered may be null", code: `${maybe} tool(async (input) => get(input));`, errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${maybe} tool(async (input, context) => get(input, { signal: context?.signal ?? undefined }));` }] }] },
    {
      name: "29: a root as default is design, the call that relies on it is not",
      code: `import { background, type Context } from "./context.js"; async function query(sql: string, ctx: Context = background()): Promise<string> { return ctx.err() ? "" : sql; } export async function f(ctx: Context): Promise<string> { ctx.err(); return await query("s"); }`,
      output: `import { background, type Context } from "./context.js"; async function query(sql: string, ctx: Context = background()): Promise<string> { return ctx.err() ? "" : sql; } export async function f(ctx: Context): Promise<string> { ctx.err(); return await query("s", ctx); }`,
      errors: [{ messageId: "dropped", line: 1 }],
    },
    {
      name: "35: the back-off of a retry",
      code: `import { setTimeout as sleep } from "node:timers/promises";
export async function retry<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let turn = 0; ; turn++) {
    try {
      return await work(signal);
    } catch (error) {
      if (signal.aborted || turn > 3) throw error;
      await sleep(100 * turn);
    }
  }
}`,
      errors: [
        {
          messageId: "dropped",
          line: 8,
          suggestions: [
            {
              messageId: "pass",
              output: `import { setTimeout as sleep } from "node:timers/promises";
export async function retry<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let turn = 0; ; turn++) {
    try {
      return await work(signal);
    } catch (error) {
      if (signal.aborted || turn > 3) throw error;
      await sleep(100 * turn, undefined, { signal });
    }
  }
}`,
            },
          ],
        },
      ],
    },
    {
      name: "35: three of four sisters",
      code: `${helpers} export async function f(signal: AbortSignal) { await Promise.all([load("1", { signal }), load("2", { signal }), load("3"), load("4", { signal })]); }`,
      output: `${helpers} export async function f(signal: AbortSignal) { await Promise.all([load("1", { signal }), load("2", { signal }), load("3", { signal }), load("4", { signal })]); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "36: a time limit that replaces the caller's signal, spread before it",
      code: `${helpers} export async function f(options: { signal: AbortSignal }) { return load("1", { ...options, signal: AbortSignal.timeout(5) }); }`,
      output: `${helpers} export async function f(options: { signal: AbortSignal }) { return load("1", { ...options, signal: AbortSignal.any([options.signal, AbortSignal.timeout(5)]) }); }`,
      errors: [{ messageId: "unlinked" }],
    },
    {
      name: "36: a time limit in a constant is linked where it is made, once",
      code: `${helpers} export async function f(signal: AbortSignal) { const limit = AbortSignal.timeout(5); await load("1", { signal: limit }); await load("2", { signal: limit }); }`,
      output: `${helpers} export async function f(signal: AbortSignal) { const limit = AbortSignal.any([signal, AbortSignal.timeout(5)]); await load("1", { signal: limit }); await load("2", { signal: limit }); }`,
      errors: [{ messageId: "unlinked" }],
    },
    {
      name: "36: a controller for a time limit",
      code: `${helpers} export async function f(signal: AbortSignal) { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); try { return await load("1", { signal: own.signal }); } catch (error) { fail(error); throw error; } finally { clearTimeout(timer); } }`,
      output: `${helpers} export async function f(signal: AbortSignal) { const own = new AbortController(); const timer = setTimeout(() => own.abort(), 5); try { return await load("1", { signal: AbortSignal.any([signal, own.signal]) }); } catch (error) { fail(error); throw error; } finally { clearTimeout(timer); } }`,
      errors: [{ messageId: "unlinked" }],
    },
    {
      name: "1: the functions of node:events that wait must get one",
      code: `import { on, once } from "node:events"; import type { EventEmitter } from "node:events"; export async function f(emitter: EventEmitter, signal: AbortSignal) { for await (const [data] of on(emitter, "data")) return data as string; await once(emitter, "end"); return ""; }`,
      output: `import { on, once } from "node:events"; import type { EventEmitter } from "node:events"; export async function f(emitter: EventEmitter, signal: AbortSignal) { for await (const [data] of on(emitter, "data", { signal })) return data as string; await once(emitter, "end", { signal }); return ""; }`,
      errors: [{ messageId: "dropped" }, { messageId: "dropped" }],
    },
  ],
});
