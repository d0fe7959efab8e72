import rule from "../../src/rules/no-leaked-abort-listener.js";
import { nodeRuleTester, ruleTester } from "../rule-tester.js";

const dom = `declare function work(): Promise<string>; declare function legacy(done: (error?: unknown) => void): void;
declare function register(cleanup: () => void): void; declare function handler(): () => void; declare function takeSignal(): AbortSignal;
`;
const run = (body: string): string => `${dom}export async function run(signal: AbortSignal) { ${body} }`;
const go = `import { type Context, withCancel } from "./context.js"; void withCancel; declare function legacy(data: string): Promise<string>;
`;
type Kind = "dropped" | "neverRemoved" | "notOnAllPaths" | "otherFunction";
const leaks = (messageId: Kind, code: string, data?: Record<string, string>, taken?: string) => ({
  code,
  errors: [{ messageId, ...(data ? { data } : {}), ...(taken === undefined ? {} : { suggestions: [{ messageId: messageId === "dropped" ? ("dispose" as const) : ("takeAway" as const), output: taken }] }) }],
});
const fixes = (before: string, after: string) => ({ code: before, output: after, errors: [{ messageId: "notOnAllPaths" as const }] });
const remedy = "Keep the function and remove it when the work is done, or register it with a `signal` of its own";
const OWN = "const done = new AbortController(); signal.addEventListener('abort', () => {}, { signal: done.signal }); try { await work(); } finally { done.abort(); }";

ruleTester.run("no-leaked-abort-listener", rule, {
  valid: [
    // Removed on all paths.
    run("const stop = () => {}; signal.addEventListener('abort', stop); try { await work(); } finally { signal.removeEventListener('abort', stop); }"),
    run("const stop = () => {}; signal.addEventListener('abort', stop); console.log('no await'); signal.removeEventListener('abort', stop);"),
    run("function stop() {} signal.addEventListener('abort', stop, { once: true }); return await work().finally(() => signal.removeEventListener('abort', stop));"),
    run("const stop = () => {}; signal.addEventListener('abort', stop); return () => signal.removeEventListener('abort', stop);"),
    run("const stop = () => {}; signal.addEventListener('abort', stop); register(() => { signal.removeEventListener('abort', stop); });"),
    run("const stop = () => {}; const cleanup = () => { signal.removeEventListener('abort', stop); }; signal.addEventListener('abort', stop); try { await work(); } finally { cleanup(); }"),
    // Where it was registered, there is something to take it away from.
    `${dom}export async function* run(stream: AsyncGenerator<string>, options?: { signal?: AbortSignal }) { const stop = () => {}; options?.signal?.addEventListener('abort', stop); try { yield* stream; } finally { options?.signal?.removeEventListener('abort', stop); } }`,
    `${dom}export async function run(options: { signal?: AbortSignal }) { const stop = () => {}; if (options.signal) options.signal.addEventListener('abort', stop); try { await work(); } finally { options.signal?.removeEventListener('abort', stop); } }`,
    `${dom}export async function run(own: AbortController, options?: { signal?: AbortSignal }) { const signal = options?.signal; let stop: (() => void) | undefined; if (signal) { stop = own.abort.bind(own); signal.addEventListener('abort', stop); } try { await work(); } finally { if (signal && stop) { signal.removeEventListener('abort', stop); } } }`,
    // With a signal of its own.
    run("const own = new AbortController(); signal.addEventListener('abort', () => {}, { signal: own.signal }); try { await work(); } finally { own.abort(); }"),
    run("const own = new AbortController(); const options = { once: true, signal: own.signal }; signal.addEventListener('abort', () => {}, options); await work();"),
    `${dom}export function run(signal: AbortSignal, options: AddEventListenerOptions) { signal.addEventListener('abort', () => {}, options); }`,
    // Made here: both die together.
    run("const own = new AbortController(); own.signal.addEventListener('abort', () => {}); own.abort(); void signal;"),
    `${dom}function watch(name: string, inner: AbortSignal) { inner.addEventListener('abort', () => void name); } export async function run(signal: AbortSignal) { signal.throwIfAborted(); const own = new AbortController(); watch('a', own.signal); try { await work(); } finally { own.abort(); } }`,
    `${dom}const inner = (on: AbortSignal) => { on.addEventListener('abort', () => {}); }; const outer = (on: AbortSignal) => inner(on); export async function run() { const own = new AbortController(); outer(own.signal); await work(); own.abort(); }`,
    run("const both = AbortSignal.any([signal, AbortSignal.timeout(10)]); both.addEventListener('abort', () => {}); await work();"),
    run("AbortSignal.timeout(10).addEventListener('abort', () => {}); void signal;"),
    "declare function createLinkedController(signal: AbortSignal): AbortController; export function run(signal: AbortSignal) { const own = createLinkedController(signal); own.signal.addEventListener('abort', () => {}); }",
    "declare function anySignal(signals: AbortSignal[]): AbortSignal; export function run(signal: AbortSignal) { anySignal([signal]).addEventListener('abort', () => {}); }",
    // TRAPS.md 21: in the closures of a promise, by the handler itself, by a variable that an executor sets.
    run("await new Promise<void>((resolve, reject) => { const stop = () => { reject(signal.reason as Error); }; signal.addEventListener('abort', stop); legacy(() => { signal.removeEventListener('abort', stop); resolve(); }); });"),
    run("await new Promise<void>((resolve) => { const done = () => { signal.removeEventListener('abort', done); resolve(); }; signal.addEventListener('abort', done); legacy(done); });"),
    run("await new Promise<void>((resolve) => { signal.addEventListener('abort', function done() { signal.removeEventListener('abort', done); resolve(); }); });"),
    run("let cleanup: (() => void) | undefined; try { await new Promise<void>((resolve) => { const stop = () => resolve(); signal.addEventListener('abort', stop); cleanup = () => signal.removeEventListener('abort', stop); legacy(stop); }); } finally { cleanup?.(); }"),
    run("const entry = { resolve(): void { signal.removeEventListener('abort', stop); }, reject(): void { signal.removeEventListener('abort', stop); } }; const stop = () => entry.reject(); signal.addEventListener('abort', stop); register(entry.resolve);"),
    // Somebody else may take it away.
    run("const stop = () => {}; signal.addEventListener('abort', stop); register(stop);"),
    run("const stop = () => {}; signal.addEventListener('abort', stop); return { stop };"),
    run("signal.addEventListener('abort', handler());"),
    // Other events, other targets.
    run("document.addEventListener('click', () => {}); new EventTarget().addEventListener('abort', () => {}); void signal;"),
    "export function upload(request: XMLHttpRequest) { request.addEventListener('abort', () => {}); }",
    // A class's own context, its own dispose, a class that is a context.
    `${dom}export class Service { readonly #own = new AbortController(); start() { this.#own.signal.addEventListener('abort', () => {}); } stop() { this.#own.abort(); } }`,
    `${dom}export class Service { readonly #stop = () => {}; constructor(private readonly signal: AbortSignal) { signal.addEventListener('abort', this.#stop); } close() { this.signal.removeEventListener('abort', this.#stop); } }`,
    // Once for the program.
    `declare const signal: AbortSignal; signal.addEventListener('abort', () => {});`,
    { code: run("signal.addEventListener('abort', () => {});"), filename: "file.test.ts" },
    { code: `export function main(signal: AbortSignal) { signal.addEventListener('abort', () => {}); }` },
    "export function run(signal: any) { signal.addEventListener('abort', () => {}); }",
    // The implementation of contexts.
    `export interface Context { done(): Promise<void>; err(): Error | undefined; value(key: unknown): unknown; readonly signal: AbortSignal } class Node implements Context { constructor(readonly signal: AbortSignal) { this.signal.addEventListener("abort", () => {}); } async done() {} err() { return undefined; } value() { return undefined; } } export function background(): Context { return new Node(new AbortController().signal); }`,
    // The exit is never reached.
    "declare function fail(): never; declare function ok(): boolean; export async function run(signal: AbortSignal) { const stop = () => {}; signal.addEventListener('abort', stop); if (!ok()) fail(); signal.removeEventListener('abort', stop); }",
    "declare function ok(): boolean; export async function run(signal: AbortSignal, listen: boolean) { const stop = () => {}; if (listen) signal.addEventListener('abort', stop); ok(); if (listen) signal.removeEventListener('abort', stop); }",
  ],
  invalid: [
    // Not every caller's own, or not only these call it.
    leaks("neverRemoved", `${dom}function watch(inner: AbortSignal) { inner.addEventListener('abort', () => {}); } export function run(signal: AbortSignal) { const own = new AbortController(); watch(own.signal); watch(signal); own.abort(); }`, { context: "inner", remedy }),
    leaks("neverRemoved", `${dom}export function watch(inner: AbortSignal) { inner.addEventListener('abort', () => {}); } export function run() { const own = new AbortController(); watch(own.signal); own.abort(); }`, { context: "inner", remedy }),
    leaks("neverRemoved", `${dom}function watch(inner: AbortSignal) { inner.addEventListener('abort', () => {}); watch(inner); } export const run = () => { const own = new AbortController(); watch(own.signal); own.abort(); };`, { context: "inner", remedy }),
    leaks("neverRemoved", run("signal.addEventListener('abort', () => {}); await work();"), { context: "signal", remedy }, run(OWN)),
    leaks("neverRemoved", run("signal.addEventListener('abort', () => {}, { once: true }); await work();"), {context: "signal", remedy}, run(OWN.replace("{ signal", "{ once: true, signal"))),
    leaks("neverRemoved", run("const stop = () => {}; signal.addEventListener('abort', stop, { once: true }); return await work();"), undefined, run("const stop = () => {}; signal.addEventListener('abort', stop, { once: true }); try { return await work(); } finally { signal.removeEventListener('abort', stop); }")),
    leaks("neverRemoved", run("const stop = () => {}; signal.addEventListener('abort', stop); await work(); return work();")),
    leaks("neverRemoved", run("const stop = () => {}; signal.addEventListener('abort', stop, true); if (signal.aborted) stop(); await work();")),
    leaks("neverRemoved", `${dom}export async function run(options: { signal?: AbortSignal }) { options.signal?.addEventListener('abort', () => {}); await work(); }`, undefined, `${dom}export async function run(options: { signal?: AbortSignal }) { ${OWN.replace("signal.add", "options.signal?.add")} }`),
    leaks("neverRemoved", `${dom}export async function run() { const signal = takeSignal(); signal.addEventListener('abort', () => {}); await work(); }`, undefined, `${dom}export async function run() { const signal = takeSignal(); ${OWN} }`),
    leaks("neverRemoved", `${dom}export async function run() { takeSignal().addEventListener('abort', () => {}); await work(); }`, undefined, `${dom}export async function run() { ${OWN.replace("signal.add", "takeSignal().add")} }`),
    leaks("neverRemoved", `${dom}declare const shutdown: AbortSignal; export async function run() { shutdown.addEventListener('abort', () => {}); await work(); }`, undefined, `${dom}declare const shutdown: AbortSignal; export async function run() { ${OWN.replace("signal.add", "shutdown.add")} }`),
    leaks("neverRemoved", `${dom}export class Task { stop() {} constructor(private readonly signal: AbortSignal) { this.signal.addEventListener('abort', this.stop.bind(this)); } }`),
    leaks("neverRemoved", `${dom}export class Task { readonly #signal: AbortSignal; constructor(signal: AbortSignal) { this.#signal = signal; } run() { this.#signal.addEventListener('abort', () => {}); } }`),
    leaks("neverRemoved", `${go}export async function run(ctx: Context, data: string) { return new Promise<string>((resolve, reject) => { ctx.signal.addEventListener("abort", () => reject(ctx.err())); legacy(data).then(resolve, reject); }); }`),
    // TRAPS.md 22: another function.
    leaks("otherFunction", run("const own = new AbortController(); signal.addEventListener('abort', () => own.abort()); try { await work(); } finally { signal.removeEventListener('abort', own.abort); }"), { context: "signal", remedy }),
    leaks("neverRemoved", run("const own = new AbortController(); const other = () => {}; signal.addEventListener('abort', () => own.abort()); signal.addEventListener('abort', other); try { await work(); } finally { signal.removeEventListener('abort', other); }"), undefined, run("const own = new AbortController(); const other = () => {}; const done = new AbortController(); signal.addEventListener('abort', () => own.abort(), { signal: done.signal }); try { signal.addEventListener('abort', other); try { await work(); } finally { signal.removeEventListener('abort', other); } } finally { done.abort(); }")),
    leaks("otherFunction", run("const stop = () => {}; const other = () => {}; signal.addEventListener('abort', stop); try { await work(); } finally { signal.removeEventListener('abort', other); }")),
    // Not on all paths.
    {
      ...fixes(run("const stop = () => {}; signal.addEventListener('abort', stop); await work(); signal.removeEventListener('abort', stop);"), run("const stop = () => {}; signal.addEventListener('abort', stop); try { await work(); } finally { signal.removeEventListener('abort', stop); }")),
      errors: [{ messageId: "notOnAllPaths", data: { context: "signal", line: "3", orSignal: ", or register it with a `signal` of its own" } }],
    },
    fixes(
      run("\n  const stop = () => {};\n  signal.addEventListener('abort', stop);\n  const text = await work();\n  if (text === '') return;\n  console.log(text);\n  signal.removeEventListener('abort', stop);\n"),
      run("\n  const stop = () => {};\n  signal.addEventListener('abort', stop);\n  try {\n    const text = await work();\n    if (text === '') return;\n    console.log(text);\n  } finally {\n    signal.removeEventListener('abort', stop);\n  }\n"),
    ),
    leaks("notOnAllPaths", run("const stop = () => {}; signal.addEventListener('abort', stop); await work(); signal.removeEventListener('abort', stop); return work();")),
    fixes(run("const stop = () => {}; signal.addEventListener('abort', stop); if (Math.random() > 0.5) return; signal.removeEventListener('abort', stop);"), run("const stop = () => {}; signal.addEventListener('abort', stop); try { if (Math.random() > 0.5) return; } finally { signal.removeEventListener('abort', stop); }")),
    fixes(run("const stop = () => {}; const cleanup = () => { signal.removeEventListener('abort', stop); }; signal.addEventListener('abort', stop); await work(); cleanup();"), run("const stop = () => {}; const cleanup = () => { signal.removeEventListener('abort', stop); }; signal.addEventListener('abort', stop); try { await work(); } finally { cleanup(); }")),
  ],
});

nodeRuleTester.run("no-leaked-abort-listener: Node.js", rule, {
  valid: [
    `import { addAbortListener } from "node:events"; export async function run(signal: AbortSignal, work: () => Promise<void>) { using _ = addAbortListener(signal, () => {}); await work(); }`,
    `import { addAbortListener } from "node:events"; export async function run(signal: AbortSignal, work: () => Promise<void>) { const listener = addAbortListener(signal, () => {}); try { await work(); } finally { listener[Symbol.dispose](); } }`,
    `import { addAbortListener } from "node:events"; export function run(signal: AbortSignal, all: Disposable[]) { all.push(addAbortListener(signal, () => {})); }`,
    `import { CancellationTokenSource } from "vscode-jsonrpc"; export function run() { const source = new CancellationTokenSource(); source.token.onCancellationRequested(() => {}); source.cancel(); }`,
    `import type { CancellationToken, Disposable } from "vscode-jsonrpc"; export function run(token: CancellationToken, all: Disposable[]) { const one = token.onCancellationRequested(() => {}); all.push(one); }`,
    `import type { CancellationToken } from "vscode-jsonrpc"; export async function run(token: CancellationToken, work: () => Promise<void>) { const one = token.onCancellationRequested(() => {}); try { await work(); } finally { one.dispose(); } }`,
    `import type { CancellationToken } from "vscode"; import { Disposable } from "vscode"; export async function run(token: CancellationToken, all: Disposable[]) { token.onCancellationRequested(() => {}, undefined, all); }`,
    // TRAPS.md 21: a disposable that is disposed in the other callback.
    `import type { CancellationToken } from "vscode-jsonrpc"; export function run(token: CancellationToken, work: Promise<void>) { return new Promise<void>((resolve, reject) => { const listener = token.onCancellationRequested(() => reject(new Error())); work.then(() => { listener.dispose(); resolve(); }, reject); }); }`,
    `import type { CancellationToken } from "vscode-jsonrpc"; export function run(token: CancellationToken, work: (done: () => void) => void) { const one = token.onCancellationRequested(() => {}); work(() => one.dispose()); }`,
    `declare function addAbortListener(signal: AbortSignal, fn: () => void): Disposable; export function run(signal: AbortSignal) { addAbortListener(signal, () => {}); }`,
  ],
  invalid: [
    leaks("dropped", `import { addAbortListener } from "node:events"; export async function run(signal: AbortSignal, work: () => Promise<void>) { addAbortListener(signal, () => {}); await work(); }`, { context: "signal" }, `import { addAbortListener } from "node:events"; export async function run(signal: AbortSignal, work: () => Promise<void>) { const listener = addAbortListener(signal, () => {}); try { await work(); } finally { listener[Symbol.dispose](); } }`),
    leaks("dropped", `import events from "node:events"; export async function run(signal: AbortSignal, work: () => Promise<void>) { void events.addAbortListener(signal, () => {}); await work(); }`),
    leaks("dropped", `import type { CancellationToken } from "vscode-jsonrpc"; export async function run(token: CancellationToken, work: () => Promise<void>) { token.onCancellationRequested(() => {}); await work(); }`, { context: "token" }, `import type { CancellationToken } from "vscode-jsonrpc"; export async function run(token: CancellationToken, work: () => Promise<void>) { const listener = token.onCancellationRequested(() => {}); try { await work(); } finally { listener.dispose(); } }`),
    leaks("dropped", `import type { CancellationToken } from "vscode-jsonrpc"; export async function run(token: CancellationToken, work: () => Promise<void>) { const unused = token.onCancellationRequested(() => {}); await work(); }`),
    {
      ...fixes(`import type { CancellationToken } from "vscode-jsonrpc"; export async function run(token: CancellationToken, work: () => Promise<void>) { const one = token.onCancellationRequested(() => {}); await work(); one.dispose(); }`, ""),
      output: null,
      errors: [{ messageId: "notOnAllPaths", data: { context: "token", line: "1", orSignal: "" } }],
    },
  ],
});
