/** What is called, and how: generics, unions, `new`, bound and optional callees, values that stand for nothing. */
import rule from "../../src/rules/no-dropped-context.js";
import { nodeRuleTester, ruleTester } from "../rule-tester.js";

const dropped = { messageId: "dropped" } as const;
const context = `import type { Context } from "./context.js";`;

/** A case that one line of the function's body decides. */
function fixed(name: string, head: string, line: string, becomes: string) {
  return { name, code: `${head}\nexport async function f(signal: AbortSignal) { ${line} }`, output: `${head}\nexport async function f(signal: AbortSignal) { ${becomes} }`, errors: [dropped] };
}

const load = "declare function load(id: string, signal?: AbortSignal): Promise<string>;";

/** An API whose functions lose their first parameter, as of an object that knows it. */
const bound = `interface Git { status(path: string, options?: { all?: boolean }, signal?: AbortSignal): Promise<string>; log: (path: string, signal?: AbortSignal) => Promise<string> }
type Bound<F> = F extends (path: string, ...rest: infer R) => infer T ? (...rest: R) => T : never;
declare const git: { [K in keyof Git]: Bound<Git[K]> };
declare const plain: { readonly [K in keyof Git]?: Git[K] };
declare const none: { [K in keyof Git]: (path: string) => Promise<string> };`;

const get = "declare function get(id: string, signal?: AbortSignal): Promise<string>;";

const actions = `declare function actionOf<P, R>(client: object, action: (client: object, parameters: P) => R, name: string): (parameters: P) => R;
declare function limited<F extends (...args: any[]) => unknown>(fn: F): (...args: Parameters<F>) => ReturnType<F>;
declare function wrap<A extends unknown[], R>(fn: (...args: A) => R): (...args: A) => R;
declare const client: object;
declare function ping(client: object, parameters: { id: string }): Promise<string>;
declare function load(client: object, parameters: { id: string; signal?: AbortSignal }): Promise<string>;
declare function get(id: string, signal?: AbortSignal): Promise<string>;
declare function sum(id: string): Promise<string>;`;

ruleTester.run("no-dropped-context: a function that is made of another one", rule, {
  valid: [
    { name: "which takes none", code: `${actions}\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); await actionOf(client, ping, "ping")({ id: "a" }); await wrap(sum)("a"); }` },
    { name: "and is given one", code: `${actions}\nexport async function f(signal: AbortSignal) { await actionOf(client, load, "load")({ id: "a", signal }); await wrap(get)("a", signal); }` },
    {
      name: "a bag in a bag, which has it or may have it",
      code: `interface Gen { model: string; config?: { temperature?: number; abortSignal?: AbortSignal } | undefined } declare const ai: { generate(what: Gen): Promise<string> }; export async function f(signal: AbortSignal, other: Gen, config: NonNullable<Gen["config"]>) { await ai.generate({ model: "1", config: { abortSignal: signal } }); await ai.generate({ model: "1", config }); await ai.generate({ model: "1", config: { ...config } }); await ai.generate({ ...other, model: "1" }); await ai.generate(other); }`,
    },
    {
      name: "a client that is made, and sends requests later",
      code: `declare class Client { constructor(options?: { auth?: string; request?: { timeout?: number; signal?: AbortSignal } }); close(): void } export async function f(signal: AbortSignal) { signal.throwIfAborted(); new Client({ auth: "1", request: { timeout: 1 } }).close(); new Client({ auth: "1" }).close(); }`,
    },
    {
      name: "a bag in itself, and another way to call",
      code: `interface Deep { id: string; config?: Deep; request?: { config?: Deep } } declare function start(what: Deep): Promise<void>; declare function load(id: string): Promise<void>; declare function load(id: string, options: { config?: { signal?: AbortSignal } }): Promise<void>; export async function f(signal: AbortSignal) { signal.throwIfAborted(); await start({ id: "1", config: { id: "2" } }); await load("1"); }`,
    },
    {
      name: "a bag in a bag under a name that says nothing of a request",
      code: `interface Job { id: string; parent?: { id: string; signal?: AbortSignal } } declare function start(job: Job): Promise<void>; export async function f(signal: AbortSignal) { signal.throwIfAborted(); await start({ id: "1" }); await start({ id: "1", parent: { id: "2" } }); }`,
    },
  ],
  invalid: [
    fixed("which takes one in its options", actions, 'await actionOf(client, load, "load")({ id: "a" });', 'await actionOf(client, load, "load")({ id: "a", signal });'),
    fixed("which takes one as a parameter", actions, 'await wrap(get)("a");', 'await wrap(get)("a", signal);'),
    fixed("whose parameters are made of its own", actions, 'await limited(get)("a");', 'await limited(get)("a", signal);'),
    fixed("which is written there", actions, 'await wrap((id: string, signal?: AbortSignal) => get(id, signal))("a");', 'await wrap((id: string, signal?: AbortSignal) => get(id, signal))("a", signal);'),
  ],
});

ruleTester.run("no-dropped-context: what comes one by one", rule, {
  valid: [{ name: "is data", code: `${load}\ndeclare const events: AsyncIterable<{ name: string; signal: AbortSignal }>;\nexport async function f() { for await (const event of events) await load(event.name); }` }],
  invalid: [
    {
      name: "and somebody's request is not",
      code: `${load}\ndeclare const requests: AsyncIterable<Request>;\nexport async function f() { for await (const request of requests) await load(request.url); }`,
      output: `${load}\ndeclare const requests: AsyncIterable<Request>;\nexport async function f() { for await (const request of requests) await load(request.url, request.signal); }`,
      errors: [dropped],
    },
  ],
});

ruleTester.run("no-dropped-context: what a mapped type makes of a function", rule, {
  valid: [
    { name: "no parameter for it is left", code: `${bound}\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); await none.status("a"); await none.log("a"); }` },
    { name: "given where it is taken now", code: `${bound}\nexport async function f(signal: AbortSignal) { await git.status({}, signal); await git.log(signal); await plain.status?.("a", {}, signal); }` },
  ],
  invalid: [
    fixed("one parameter less", bound, "await git.status({ all: true });", "await git.status({ all: true }, signal);"),
    fixed("the first of all", bound, "await git.log();", "await git.log(signal);"),
    fixed("nothing but `readonly` and `?`", bound, 'await plain.log?.("a");', 'await plain.log?.("a", signal);'),
  ],
});

ruleTester.run("no-dropped-context: parameters of named parts", rule, {
  valid: [
    { name: "given", code: "const get = async ({ id, signal }: { id: string; signal?: AbortSignal }) => [id, signal?.aborted]; export async function f(signal: AbortSignal) { await get({ id: \"1\", signal }); }" },
    { name: "a parameter that says it is not used", code: "const get = async (id: string, _signal?: AbortSignal) => id; export async function f(signal: AbortSignal) { signal.throwIfAborted(); await get(\"1\"); }" },
  ],
  invalid: [
    fixed("of an arrow function", "const get = async ({ id, signal }: { id: string; signal?: AbortSignal }) => [id, signal?.aborted];", 'await get({ id: "1" });', 'await get({ id: "1", signal });'),
    fixed("with a default", "const get = async (id: string, { signal }: { signal?: AbortSignal } = {}) => [id, signal?.aborted];", 'await get("1");', 'await get("1", { signal });'),
  ],
});

const polling = (turn: string, delay: string) => `import { setTimeout } from "node:timers/promises"; export class Poller { readonly #own = new AbortController(); readonly #signal = this.#own.signal; async run(work: () => Promise<void>) { while (!this.#signal.aborted) { await work(); ${turn}await setTimeout(${delay}); } } stop() { this.#own.abort(); } }`;

nodeRuleTester.run("no-dropped-context: the wait between two turns of a loop", rule, {
  valid: [
    { name: "given", code: polling("", "5000, undefined, { signal: this.#signal }") },
    { name: "a moment", code: polling("", "100") },
    { name: "other work, which may be done to its end", code: polling("await fetch('u'); ", "5000, undefined, { signal: this.#signal }") },
  ],
  invalid: [{ name: "left out", code: polling("", "5000"), errors: [{ ...dropped, suggestions: [{ messageId: "pass" as const, output: polling("", "5000, undefined, { signal: this.#signal }") }] }] }],
});

ruleTester.run("no-dropped-context: what is kept for one caller alone", rule, {
  valid: [
    { name: "a variable of the function around", code: `${get} export function make(signal: AbortSignal) { let one: Promise<string> | undefined; return { get: async () => { signal.throwIfAborted(); return (one ??= get("1")); } }; }` },
    { name: "a map of the function around", code: `${get} export function make(signal: AbortSignal) { const all = new Map<string, Promise<string>>(); return async (id: string) => { signal.throwIfAborted(); all.set(id, get(id)); }; }` },
    { name: "a map of somebody else", code: `${get} export async function f(all: Map<string, Promise<string>>, signal: AbortSignal) { signal.throwIfAborted(); all.set("1", get("1")); }` },
    { name: "a map that is given away", code: `${get} declare function keep(all: Map<string, Promise<string>>): void; export async function f(signal: AbortSignal) { signal.throwIfAborted(); const all = new Map<string, Promise<string>>(); keep(all); all.set("1", get("1")); }` },
    { name: "a map that is given back", code: `${get} export function f(signal: AbortSignal) { signal.throwIfAborted(); const all = new Map<string, Promise<string>>(); all.set("1", get("1")); return all; }` },
    { name: "a map in another one that is kept", code: `${get} const known = new Map<string, Map<string, Promise<string>>>(); export async function f(signal: AbortSignal) { signal.throwIfAborted(); const all = new Map<string, Promise<string>>(); known.set("a", all); all.set("1", get("1")); }` },
    { name: "another name for what is kept", code: `${get} const known = new Map<string, Promise<string>>(); export async function f(signal: AbortSignal) { signal.throwIfAborted(); const all = known; all.set("1", get("1")); }` },
    { name: "a variable of the module", code: `${get} let one: Promise<string> | undefined; export async function f(signal: AbortSignal) { signal.throwIfAborted(); one ??= get("1"); return one; }` },
    { name: "a promise that something else gets", code: `${get} declare function keep(one: Promise<string>): void; export async function f(signal: AbortSignal) { signal.throwIfAborted(); let one: Promise<string> | undefined; one ??= get("1"); keep(one); }` },
  ],
  invalid: [
    fixed("a variable", get, 'let one: Promise<string> | undefined; for (const id of ["1"]) { one ??= get(id); } await one;', 'let one: Promise<string> | undefined; for (const id of ["1"]) { one ??= get(id, signal); } await one;'),
    fixed("a value", get, 'let one: string | undefined; one ??= await get("1"); return one;', 'let one: string | undefined; one ??= await get("1", signal); return one;'),
    fixed("a map", get, 'const all = new Map<string, Promise<string>>(); all.set("1", get("1")); await Promise.all(all.values());', 'const all = new Map<string, Promise<string>>(); all.set("1", get("1", signal)); await Promise.all(all.values());'),
    fixed("a set of what runs now", get, 'const running = new Set<Promise<string>>(); for (const id of ["1"]) { const one = get(id); running.add(one); if (running.size > 3) await Promise.race(running); } await Promise.all([...running]);', 'const running = new Set<Promise<string>>(); for (const id of ["1"]) { const one = get(id, signal); running.add(one); if (running.size > 3) await Promise.race(running); } await Promise.all([...running]);'),
    fixed("members, in a map", get, 'const all = new Map<string, { one?: Promise<string> }>(); for (const id of ["1"]) { const parts: { one?: Promise<string> } = {}; parts.one = get(id); all.set(id, parts); } for (const { one } of all.values()) await one;', 'const all = new Map<string, { one?: Promise<string> }>(); for (const id of ["1"]) { const parts: { one?: Promise<string> } = {}; parts.one = get(id, signal); all.set(id, parts); } for (const { one } of all.values()) await one;'),
    fixed("in a callback", get, 'const all = new Map<string, Promise<string>>(); ["1"].forEach((id) => { all.set(id, get(id)); }); await Promise.all(all.values());', 'const all = new Map<string, Promise<string>>(); ["1"].forEach((id) => { all.set(id, get(id, signal)); }); await Promise.all(all.values());'),
  ],
});

ruleTester.run("no-dropped-context: calls", rule, {
  valid: [
    { name: "tests give nothing to what does not look at it", filename: "file.test.ts", code: `${context} declare function query(ctx: Context, sql: string): Promise<void>; export async function f() { await query(null!, "s"); await query(undefined as never, "s"); }` },
    { name: "a private method that is only called in cleanup", code: `${load} export class Runner { async run(signal: AbortSignal) { try { await load("1", signal); } finally { await this.#drain(signal.reason); } } async #drain(reason: unknown) { void reason; await this.#last(); } async #last() { await load("2"); } readonly signal = new AbortController().signal; }` },
    { name: "a function that is only called in cleanup", code: `${load} export async function run(signal: AbortSignal) { const drain = async () => { await load("2"); }; try { await load("1", signal); } finally { await drain(); } }` },
    { name: "a parameter that the callee says it does not use", code: `async function send(text: string, _signal?: AbortSignal) { console.log(text); } export async function run(signal: AbortSignal) { signal.throwIfAborted(); await send("a"); }` },
    { name: "a bag of parts, of which the callee takes others", code: `interface CallOptions { prompt: string; signal?: AbortSignal } async function argsOf({ prompt, stream }: CallOptions & { stream: boolean }) { await Promise.resolve(); return { prompt, stream }; } export async function run(signal: AbortSignal) { signal.throwIfAborted(); await argsOf({ prompt: "k", stream: true }); }` },
    { name: "a bag that only inherits the context, of a callee that does not read it", code: `interface Abortable { signal?: AbortSignal } interface Count extends Abortable { count?: number } function closest(key: string, options?: Count): string[] { return [key].slice(0, options?.count); } export function run(signal: AbortSignal) { signal.throwIfAborted(); return closest("k", { count: 1 }); }` },
    { name: "a callback that makes a context of its own", code: `import { QueryClient } from "@tanstack/query-core"; ${load} export const query = (client: QueryClient) => client.fetchQuery({ queryKey: ["a"], queryFn: async () => { const limit = AbortSignal.timeout(1_000); await load("1", limit); return load("2"); } });` },
    { name: "any is unknown", code: `declare const load: any; export async function f(signal: AbortSignal, options: any) { await load("1"); await fetch("u", options); }` },
    { name: "a spread may hold it", code: `declare function load(...args: unknown[]): void; export function f(signal: AbortSignal, args: [string, RequestInit]) { fetch(...args); load(signal); }` },
    { name: "an overload without the context that gives something else", code: `${context} declare function query(sql: string): string; declare function query(ctx: Context, sql: string): Promise<number>; export function f(ctx: Context) { ctx.err(); return query("s"); }` },
    { name: "a sibling that is deprecated", code: `${context} interface Log { info(text: string): void; /** @deprecated */ infoContext(ctx: Context, text: string): void } export function f(ctx: Context, log: Log) { ctx.err(); log.info("s"); }` },
    { name: "a sibling that takes something else", code: `${context} interface Log { info(text: string): void; infoContext(ctx: Context, level: number): void } export function f(ctx: Context, log: Log) { ctx.err(); log.info("s"); }` },
    { name: "the sibling itself", code: `${context} export class Log { info(text: string): void { text.trim(); } infoContext(ctx: Context, text: string): void { ctx.err(); this.info(text); } }` },
    { name: "background work that nobody awaits", code: `export function f(signal: AbortSignal) { signal.throwIfAborted(); void fetch("u"); setTimeout(async () => { await fetch("u"); }, 5); }` },
    { name: "a context that is over", code: `declare function load(signal?: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { if (signal.aborted) { await load(); } }` },
    { name: "a context that is not there", code: `declare function load(signal?: AbortSignal): Promise<void>; export async function f(signal?: AbortSignal) { if (signal === undefined) { await load(); } } export async function g(options?: { signal?: AbortSignal }) { if (options?.signal == null) { await load(); } }` },
    { name: "calls on the context", code: `import type { Context } from "@dxos/context"; export async function f(ctx: Context) { const child = ctx.derive(); await child.dispose(); }` },
    { name: "@detached callees ask for nothing", code: `/** Goes on by itself. @detached */ async function refresh(signal?: AbortSignal): Promise<void> { signal?.throwIfAborted(); } export async function f(signal: AbortSignal) { signal.throwIfAborted(); await refresh(); }` },
    { name: "ignored functions, and types", options: [{ checkCleanup: false, ignore: [{ from: "file", name: ["load", "Client"] }] }], code: `declare function load(signal?: AbortSignal): Promise<void>; interface Client { get(signal?: AbortSignal): Promise<void> } export async function f(signal: AbortSignal, client: Client) { signal.throwIfAborted(); await load(); await client.get(); }` },
    { name: "an object's own context", code: `declare function load(signal?: AbortSignal): Promise<void>; export class Service { readonly #own = new AbortController(); readonly #signal: AbortSignal = this.#own.signal; async f() { this.#signal.throwIfAborted(); await load(); } close() { this.#own.abort(); } }` },
    { name: "OpenTelemetry's ambient context", code: `import { context, trace, type Context, type Counter } from "@opentelemetry/api"; export function f(ctx: Context, counter: Counter) { trace.getTracer("a").startSpan("b"); context.with(ctx, () => { counter.add(1); }); }` },
  ],
  invalid: [
    {
      name: "a function that is called in cleanup and elsewhere",
      code: `${load} export async function run(signal: AbortSignal) { const drain = async () => { await load("2"); }; try { await load("1", signal); await drain(); } finally { await drain(); } }`,
      output: `${load} export async function run(signal: AbortSignal) { const drain = async () => { await load("2", signal); }; try { await load("1", signal); await drain(); } finally { await drain(); } }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a bag of parts, of which the callee takes the rest",
      code: `interface CallOptions { prompt: string; signal?: AbortSignal } async function send({ prompt, ...rest }: CallOptions & { stream: boolean }) { await fetch(prompt, rest); } export async function run(signal: AbortSignal) { signal.throwIfAborted(); await send({ prompt: "k", stream: true }); }`,
      output: `interface CallOptions { prompt: string; signal?: AbortSignal } async function send({ prompt, ...rest }: CallOptions & { stream: boolean }) { await fetch(prompt, rest); } export async function run(signal: AbortSignal) { signal.throwIfAborted(); await send({ prompt: "k", stream: true, signal }); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a bag that inherits the context, of a callee that hands it on",
      code: `interface Abortable { signal?: AbortSignal } interface Count extends Abortable { count?: number } async function closest(key: string, options?: Count) { await fetch(key, { ...options }); } export async function run(signal: AbortSignal) { signal.throwIfAborted(); await closest("k", { count: 1 }); }`,
      output: `interface Abortable { signal?: AbortSignal } interface Count extends Abortable { count?: number } async function closest(key: string, options?: Count) { await fetch(key, { ...options }); } export async function run(signal: AbortSignal) { signal.throwIfAborted(); await closest("k", { count: 1, signal }); }`,
      errors: [{ messageId: "dropped" }],
    },
    fixed("generic", "declare function get<T>(id: string, options?: { parse?: (text: string) => T; signal?: AbortSignal }): Promise<T>;", `return get<number>("1");`, `return get<number>("1", { signal });`),
    fixed("a constrained type parameter", "interface Base { readonly n?: number; readonly signal?: AbortSignal } declare function get<O extends Base>(id: string, options?: O): Promise<void>;", `await get("1", { n: 1 });`, `await get("1", { n: 1, signal });`),
    fixed("a union of callees", "declare const one: ((id: string, signal?: AbortSignal) => Promise<void>) | ((id: string, signal?: AbortSignal) => Promise<number>);", `await one("1");`, `await one("1", signal);`),
    fixed("an optional call", "declare const api: { load?(id: string, signal?: AbortSignal): Promise<void> } | undefined;", `await api?.load?.("1");`, `await api?.load?.("1", signal);`),
    fixed("an element", `declare const api: { "load-it"(id: string, signal?: AbortSignal): Promise<void> };`, `await api["load-it"]("1");`, `await api["load-it"]("1", signal);`),
    fixed("new", "declare class Job { constructor(id: string, options?: { signal?: AbortSignal }); run(): Promise<void> }", `await new Job("1").run();`, `await new Job("1", { signal }).run();`),
    fixed("new without parentheses", "declare class Job { constructor(options?: { signal?: AbortSignal }); run(): Promise<void> }", `const job = new Job; await job.run();`, `const job = new Job({ signal }); await job.run();`),
    fixed("a bound callee", "declare function load(id: string, signal?: AbortSignal): Promise<void>; const bound = load.bind(null, '1');", `await bound();`, `await bound(signal);`),
    fixed("what a higher-order function gives", "declare function wrap<A extends unknown[]>(fn: (...args: A) => Promise<void>): (...args: A) => Promise<void>; declare const load: (id: string, signal?: AbortSignal) => Promise<void>; const safe = wrap(load);", `await safe("1");`, `await safe("1", signal);`),
    fixed("another name in the bag", "declare function run(options: { prompt: string; abortSignal?: AbortSignal }): Promise<void>;", `await run({ prompt: "a" });`, `await run({ prompt: "a", abortSignal: signal });`),
    fixed("an inherited bag", "interface Base { signal?: AbortSignal } interface Options extends Base { n?: number } declare function run(options?: Options & { m?: number }): Promise<void>;", `await run({ n: 1 });`, `await run({ n: 1, signal });`),
    fixed("undefined", "declare function load(id: string, signal: AbortSignal | undefined): Promise<void>;", `await load("1", undefined);`, `await load("1", signal);`),
    fixed("a constant that is undefined", "declare function load(id: string, signal: AbortSignal | undefined): Promise<void>;", `const none = undefined; await load("1", none);`, `const none = undefined; await load("1", signal);`),
    fixed("undefined as never", "declare function load(id: string, signal: AbortSignal): Promise<void>;", `await load("1", undefined as never);`, `await load("1", signal);`),
    fixed("a literal over lines, with a trailing comma and a comment", "", `await fetch("u", {\n  method: "POST", // sends it\n});`, `await fetch("u", {\n  method: "POST", // sends it\n  signal,\n});`),
    fixed("a spread that cannot hold it", "", `const headers = { a: "b" }; await fetch("u", { ...{ headers } });`, `const headers = { a: "b" }; await fetch("u", { ...{ headers }, signal });`),
    fixed("callbacks that run at once", "declare function load(id: string, signal?: AbortSignal): Promise<void>;", `await Promise.all(["1"].map((id) => load(id)));`, `await Promise.all(["1"].map((id) => load(id, signal)));`),
    { name: "JavaScript", filename: "script.js", code: `/** @param {AbortSignal} signal */ export async function f(signal) { await fetch("u"); }`, output: `/** @param {AbortSignal} signal */ export async function f(signal) { await fetch("u", { signal }); }`, errors: [dropped] },
    {
      name: "nothing is passed off as a context, and none is there",
      code: `${context} declare function query(ctx: Context, sql: string): Promise<void>; export async function f() { await query(null!, "s"); await query(undefined as unknown as Context, "s"); }`,
      errors: [{ messageId: "nothing" }, { messageId: "nothing" }],
    },
    {
      name: "equally near contexts, a suggestion each",
      code: `declare function load(id: string, signal?: AbortSignal): Promise<void>; export async function f(one: AbortSignal, two: AbortSignal) { await load("1"); }`,
      errors: [
        {
          ...dropped,
          suggestions: [
            { messageId: "pass", output: `declare function load(id: string, signal?: AbortSignal): Promise<void>; export async function f(one: AbortSignal, two: AbortSignal) { await load("1", one); }` },
            { messageId: "pass", output: `declare function load(id: string, signal?: AbortSignal): Promise<void>; export async function f(one: AbortSignal, two: AbortSignal) { await load("1", two); }` },
          ],
        },
      ],
    },
    {
      name: "equally near contexts, linked",
      code: `export async function f(one: AbortSignal, two: AbortSignal) { await fetch("u", { signal: AbortSignal.timeout(5) }); }`,
      errors: [
        {
          messageId: "unlinked",
          suggestions: [
            { messageId: "link", output: `export async function f(one: AbortSignal, two: AbortSignal) { await fetch("u", { signal: AbortSignal.any([one, AbortSignal.timeout(5)]) }); }` },
            { messageId: "link", output: `export async function f(one: AbortSignal, two: AbortSignal) { await fetch("u", { signal: AbortSignal.any([two, AbortSignal.timeout(5)]) }); }` },
          ],
        },
      ],
    },
    {
      name: "a maybe, where exactOptionalPropertyTypes takes no undefined",
      code: `declare function load(options?: { signal?: AbortSignal }): Promise<void>; export async function f(signal?: AbortSignal) { await load(); await fetch("u"); }`,
      errors: [{ ...dropped, suggestions: [] }, { ...dropped, suggestions: [{ messageId: "pass", output: `declare function load(options?: { signal?: AbortSignal }): Promise<void>; export async function f(signal?: AbortSignal) { await load(); await fetch("u", { signal: signal ?? null }); }` }] }],
    },
    {
      name: "a bag built elsewhere",
      code: `export async function f(signal: AbortSignal) { const init = { method: "POST" }; await fetch("u", init); }`,
      errors: [{ ...dropped, suggestions: [{ messageId: "pass", output: `export async function f(signal: AbortSignal) { const init = { method: "POST" }; await fetch("u", { ...init, signal }); }` }] }],
    },
    {
      name: "a sibling of the same module",
      code: `${context} declare function query(sql: string): Promise<void>; declare function queryWithContext(sql: string, ctx: Context): Promise<void>; export async function f(ctx: Context) { await query("s"); }`,
      output: `${context} declare function query(sql: string): Promise<void>; declare function queryWithContext(sql: string, ctx: Context): Promise<void>; export async function f(ctx: Context) { await queryWithContext("s", ctx); }`,
      errors: [{ messageId: "longer" }],
    },
    {
      name: "cleanup, when asked",
      options: [{ checkCleanup: true, ignore: [] }],
      code: `declare function undo(signal?: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { try { signal.throwIfAborted(); } finally { await undo(); } }`,
      output: `declare function undo(signal?: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { try { signal.throwIfAborted(); } finally { await undo(signal); } }`,
      errors: [dropped],
    },
  ],
});

nodeRuleTester.run("no-dropped-context without the DOM", rule, {
  valid: [{ name: "given", code: `export async function f(signal: AbortSignal) { await fetch("u", { signal }); }` }],
  invalid: [
    { name: "fetch", code: `export async function f(signal?: AbortSignal) { await fetch("u"); }`, output: `export async function f(signal?: AbortSignal) { await fetch("u", { signal }); }`, errors: [dropped] },
    {
      name: "a time limit",
      code: `export async function f(signal: AbortSignal) { await fetch("u", { signal: AbortSignal.timeout(5) }); }`,
      output: `export async function f(signal: AbortSignal) { await fetch("u", { signal: AbortSignal.any([signal, AbortSignal.timeout(5)]) }); }`,
      errors: [{ messageId: "unlinked" }],
    },
    {
      name: "a bag in a bag",
      code: `interface Gen { model: string; config?: { temperature?: number; abortSignal?: AbortSignal } } declare const ai: { generate(what: Gen): Promise<string> }; export async function f(signal: AbortSignal) { await ai.generate({ model: "1", config: { temperature: 1 } }); await ai.generate({ model: "1" }); await ai.generate({ model: "1", config: {} }); }`,
      output: `interface Gen { model: string; config?: { temperature?: number; abortSignal?: AbortSignal } } declare const ai: { generate(what: Gen): Promise<string> }; export async function f(signal: AbortSignal) { await ai.generate({ model: "1", config: { temperature: 1, abortSignal: signal } }); await ai.generate({ model: "1", config: { abortSignal: signal } }); await ai.generate({ model: "1", config: { abortSignal: signal } }); }`,
      errors: [{ messageId: "dropped" }, { messageId: "dropped" }, { messageId: "dropped" }],
    },
    {
      name: "a bag in a bag that needs more",
      code: `type Gen = { model: string; request?: { id: string; signal?: AbortSignal } }; declare function generate(what: Gen): Promise<string>; export async function f(signal: AbortSignal) { await generate({ model: "1" }); }`,
      output: null,
      errors: [{ messageId: "dropped", suggestions: [] }],
    },
  ],
});
