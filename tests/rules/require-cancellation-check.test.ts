import rule from "../../src/rules/require-cancellation-check.js";
import { ruleTester } from "../rule-tester.js";

const go = `import { type Context, withTimeout, withoutCancel } from "./context.js";
declare function work(ctx: Context, id?: string): Promise<string>; declare function step(id?: number | string): Promise<void>; declare const items: string[]; declare const logger: { warn(ctx: Context, text: string): void };
`;
const web = `declare function step(id?: number | string): Promise<void>; declare function load(url: string, options: { signal: AbortSignal }): Promise<string>; declare const items: string[];
`;
const vscode = 'import type { CancellationToken } from "vscode-jsonrpc"; declare function step(id?: string): Promise<void>; declare const items: string[];\n';
const dxos = 'import type { Context } from "@dxos/context"; declare function step(id?: string): Promise<void>; declare const items: string[];\n';

/** A case whose suggestion inserts `check` where the code says `CHECK`. */
function deaf(code: string, check: string, messageId: "awaits" | "unbounded" = "awaits") {
  return { code: code.replace("CHECK", ""), errors: [{ messageId, suggestions: [{ messageId: "check" as const, data: { check: check.trim() }, output: code.replace("CHECK", () => check) }] }] };
}
const goCheck = "if (ctx.err()) throw ctx.err(); ";
const webCheck = "signal.throwIfAborted(); ";

ruleTester.run("require-cancellation-check", rule, {
  valid: [
    { name: "a stand-in of a test", filename: "file.test.ts", code: `${go} export async function run(ctx: Context) { for (const id of items) { await step(id); } }` },
    // It looks, or passes the context on, or a child of it.
    `${go} export async function run(ctx: Context) { for (const id of items) { if (ctx.err()) return; await step(id); } }`,
    `${go} export async function run(ctx: Context) { for (let i = 0; i < 100 && !ctx.err(); i++) await step(i); }`,
    `${go} export async function run(ctx: Context) { for (const id of items) await work(ctx, id); }`,
    `${go} export async function run(parent: Context) { const [ctx, cancel] = withTimeout(parent, 10); try { for (const id of items) await work(ctx, id); } finally { cancel(); } }`,
    `${web} export async function run(signal: AbortSignal) { for (const id of items) { await Promise.all([load(id, { signal }), step()]); } }`,
    `${web} export async function run(options: { signal: AbortSignal }) { for (const id of items) { await step(); await load(id, options); } }`,
    `${web} export async function run({ signal }: { signal?: AbortSignal }) { do { signal?.throwIfAborted(); await step(); } while (items.length > 0); }`,
    `${vscode} export async function run(token: CancellationToken) { while (!token.isCancellationRequested) await step(); }`,
    // In a function of this file that is called by name, in a helper that is awaited, in the catch (TRAPS 24).
    `${go} export async function run(ctx: Context) { const one = async (id: string) => { await work(ctx, id); }; for (const id of items) await one(id); }`,
    `${vscode} declare function interruptAndCheck(token: CancellationToken): Promise<void>; export async function run(token: CancellationToken) { for (const id of items) { await step(id); await interruptAndCheck(token); } }`,
    `${go} export async function run(ctx: Context) { for (const id of items) { try { await step(id); } catch (error) { if (ctx.err()) throw error; } } }`,
    // Nested: the outer one looks.
    `${go} export async function run(ctx: Context) { for (const id of items) { if (ctx.err()) return; for (const other of items) await step(id + other); } }`,
    // Few turns.
    `${go} export async function run(ctx: Context) { if (ctx.err()) return; for (let i = 0; i < 10; i++) await step(i); for (let i = 3; i > 0; i--) await step(i); for (let i = 0; 5 >= i; i++) await step(i); }`,
    `${go} export async function run(ctx: Context) { if (ctx.err()) return; for (const id of ["a", "b"]) await step(id); const ids = ["a", "b"] as const; for (const id of ids) await step(id); }`,
    // It waits for nothing, in the loop itself.
    `${go} export async function run(ctx: Context) { const all: Promise<void>[] = []; for (const id of items) all.push(step(id)); await Promise.all(all); return ctx; }`,
    `${go} export async function run(ctx: Context) { const all = []; for (const id of items) all.push(async () => { await step(id); }); return [ctx, all]; }`,
    `${go} export async function run(ctx: Context) { let i = 0; while (true) { if (i++ > 100) break; } return ctx; }`,
    `${go} export function run(ctx: Context) { for (;;) { if (items.length > 3) return ctx; items.push(""); } }`,
    // Promises that are under way.
    `${go} export async function run(ctx: Context) { const all = items.map((id) => work(ctx, id)); for (const each of all) await each; }`,
    // A stream that was opened with the signal ends by itself, and one from outside may have been (TRAPS 23).
    `${web} export async function run(url: string, signal: AbortSignal) { const response = await fetch(url, { signal }); for await (const chunk of response.body!) await step(chunk.length); }`,
    `${web} export async function run(url: string, signal: AbortSignal) { const response = await fetch(url, { signal }); const reader = response.body!.getReader(); for (;;) { const { done } = await reader.read(); if (done) break; await step(); } }`,
    `${web} declare function open(signal: AbortSignal): AsyncIterable<string>; export async function run(signal: AbortSignal) { for await (const id of open(signal)) await step(id); }`,
    `${web} export async function run(stream: AsyncIterable<string>, signal: AbortSignal) { for await (const id of stream) await step(id); return signal; }`,
    `${web} export async function run(reader: ReadableStreamDefaultReader<string>, signal: AbortSignal) { for (;;) { const { done, value } = await reader.read(); if (done) return signal; await step(value); } }`,
    `${web} declare class Client { constructor(signal: AbortSignal); send(id: string): Promise<void> } export async function run(signal: AbortSignal) { const client = new Client(signal); for (const id of items) await client.send(id); }`,
    `${web} declare function parallel(jobs: (() => Promise<string>)[]): AsyncIterable<string>; export async function* run(signal: AbortSignal) { const jobs: (() => Promise<string>)[] = []; for (const id of items) jobs.push(async () => load(id, { signal })); for await (const each of parallel(jobs)) yield each; }`,
    `${web} declare function lines(body: ReadableStream): AsyncIterable<string>; export async function run(response: Response, signal: AbortSignal) { const all = lines(response.body!); for await (const line of all) await step(line); for await (const line of lines(response.body!)) await step(line); return signal; }`,
    `${web} export class Lister { constructor(private readonly client: { list(options: object): AsyncIterable<string> }) {} options() { return {}; } async run(signal: AbortSignal) { for await (const id of this.client.list(this.options())) await step(id); return signal; } }`,
    `${web} export class Runner { private _listenForAbort(signal?: AbortSignal) { signal?.addEventListener("abort", () => this.stop()); } stop() {} async run(options?: { signal?: AbortSignal }) { this._listenForAbort(options?.signal); for (const id of items) await step(id); } }`,
    // Whoever has the controller ends it.
    `${web} export async function run(controller: AbortController) { for (const id of items) await step(id); return controller; }`,
    // A flag or a listener stops it (TRAPS 23).
    `${web} export async function run(signal: AbortSignal) { let stopped = false; signal.addEventListener("abort", () => { stopped = true; }); while (!stopped) await step(); }`,
    `${web} export class Poller { closed = false; async run(signal: AbortSignal) { while (!this.closed) await step(); return signal; } }`,
    `${web} declare const queue: { readonly destroyed: boolean; take(): Promise<string> }; export async function run(signal: AbortSignal) { for (;;) { if (queue.destroyed) break; await step(await queue.take()); } return signal; }`,
    `${vscode} declare const queue: { take(): Promise<string>; stop(): void }; export async function run(token: CancellationToken) { token.onCancellationRequested(() => queue.stop()); for (let id = await queue.take(); id; id = await queue.take()) await step(id); }`,
    // What was begun must be finished (TRAPS 25).
    `${go} declare function publish(id: string): Promise<void>; export async function run(ctx: Context) { const results = await Promise.all(items.map((id) => work(ctx, id))); for (const result of results) await publish(result); }`,
    `${web} declare const pending: { resolve(text: string): Promise<void> }[]; export async function run(signal: AbortSignal) { signal.throwIfAborted(); for (const each of pending) await each.resolve(""); }`,
    `${go} export async function run(ctx: Context) { try { await work(ctx); } finally { for (const id of items) await step(id); } }`,
    `${go} export async function closeAll(clients: { close(): Promise<void> }[], ctx: Context) { if (ctx.err()) return; for (const client of clients) await client.close(); }`,
    // What runs later is not the caller's.
    `${web} declare function every(ms: number, task: () => Promise<void>): void; export function open(signal: AbortSignal) { signal.throwIfAborted(); every(10, async () => { for (const id of items) await step(id); }); }`,
    `${web} export const run = (signal: AbortSignal) => async () => { for (const id of items) await step(id); return signal; };`,
    // A detached context is meant.
    `${go} export async function run(ctx: Context) { const own = withoutCancel(ctx); for (const id of items) { await work(own, id); } }`,
    // No context, none that ends, none that somebody else ends.
    `${web} export async function run() { for (const id of items) await step(id); }`,
    `${web} export async function run(signal: any) { for (const id of items) await step(id); return signal; }`,
    `${web} export async function run() { const controller = new AbortController(); for (const id of items) await step(id); controller.abort(); }`,
    'import type { Context } from "@opentelemetry/api"; declare function step(): Promise<void>; export async function run(ctx: Context) { while (items.length > 0) await step(); return ctx; } declare const items: string[];',
    `${go} export async function run(parent: Context) { await work(parent); } export async function other() { for (const id of items) await step(id); }`,
    `${go} /** @detached it must finish */ export async function run(ctx: Context) { if (ctx.err()) return; for (const id of items) await step(id); }`,
  ],
  invalid: [
    {
      code: `${go} export async function run(ctx: Context): Promise<void> {
  if (ctx.err()) return;
  for (let i = 0; i < 1_000_000; i++) {
    await step(i);
  }
}`,
      errors: [
        {
          messageId: "awaits",
          line: 5,
          column: 3,
          endColumn: 6,
          data: { context: "ctx", mend: "Look in each turn: `if (ctx.err()) throw ctx.err();`." },
          suggestions: [
            {
              messageId: "check",
              output: `${go} export async function run(ctx: Context): Promise<void> {
  if (ctx.err()) return;
  for (let i = 0; i < 1_000_000; i++) {
    if (ctx.err()) throw ctx.err();
    await step(i);
  }
}`,
            },
          ],
        },
      ],
    },
    // Every kind of loop.
    deaf(`${web} export async function run(signal: AbortSignal) { for (const id of items) { CHECKawait step(id); } return signal; }`, webCheck),
    deaf(`${web} export async function run(signal: AbortSignal) { for (const id in items) { CHECKawait step(id); } return signal; }`, webCheck),
    deaf(`${web} export async function run(signal: AbortSignal) { while (items.length > 0) { CHECKawait step(items.pop()); } return signal; }`, webCheck),
    deaf(`${web} export async function run(signal: AbortSignal) { do { CHECKawait step(); } while (items.length > 0); return signal; }`, webCheck),
    deaf(`${web} export async function run(signal: AbortSignal) { for (let i = 0; i < 11; i++) { CHECKawait step(i); } return signal; }`, webCheck),
    deaf(`${web} export async function run(signal: AbortSignal, turns: number) { for (let i = 0; i < turns; i++) { CHECKawait step(i); } return signal; }`, webCheck),
    deaf(`${web} declare const queue: { consume(): AsyncIterable<string> }; export async function run(signal: AbortSignal) { for await (const id of queue.consume()) { CHECKawait step(id); } return signal; }`, webCheck),
    deaf(`${web} export async function run(signal: AbortSignal) { for (const id of await load("", { signal })) { CHECKawait step(id); } }`, webCheck),
    deaf(`${web} export async function run(signal: AbortSignal) { const text = await load("", { signal }); for (const id of text.split(",")) { CHECKawait step(id); } }`, webCheck),
    deaf(`${web} export async function* run(signal: AbortSignal) { for (const id of items) { CHECKyield id; } return signal; }`, webCheck),
    deaf(`${web} export async function run(signal: AbortSignal) { let stopped = false; while (!stopped) { CHECKawait step(); stopped = items.length > 3; } return signal; }`, webCheck),
    // It never ends.
    deaf(`${web} export function run(signal: AbortSignal) { let count = 0; for (;;) { CHECKcount += items.length; } }`, webCheck, "unbounded"),
    // Without braces.
    {
      code: `${web} export async function run(signal: AbortSignal) { for (const id of items) await step(id); return signal; }`,
      errors: [{ messageId: "awaits", suggestions: [{ messageId: "check", output: `${web} export async function run(signal: AbortSignal) { for (const id of items) { signal.throwIfAborted(); await step(id); } return signal; }` }] }],
    },
    // Nested: the outermost.
    deaf(`${go} export async function run(ctx: Context) { for (const id of items) { CHECKfor (const other of items) await step(id + other); } return ctx; }`, goCheck),
    // Naming it in a log is no look.
    deaf(`${go} export async function run(ctx: Context) { for (const id of items) { CHECKlogger.warn(ctx, id); await step(id); } }`, goCheck),
    // In a callback, in a child, where the context is a carrier or a member.
    deaf(`${web} export async function run(request: Request) { for (const id of items) { CHECKawait step(id); } return request.url; }`, "request.signal.throwIfAborted(); "),
    deaf(`${web} export async function run(options?: { signal?: AbortSignal }) { for (const id of items) { CHECKawait step(id); } return options; }`, "options?.signal?.throwIfAborted(); "),
    deaf(`${go} export async function run(parent: Context) { const [ctx, cancel] = withTimeout(parent, 10); try { for (const id of items) { CHECKawait step(id); } } finally { cancel(); } }`, goCheck),
    deaf(`${web} export class Runner { constructor(private readonly signal: AbortSignal) {} async run() { for (const id of items) { CHECKawait step(id); } } get(): AbortSignal { return this.signal; } }`, "this.signal.throwIfAborted(); "),
    deaf(`${web} export async function run(signal: AbortSignal) { await Promise.all(items.map(async () => { for (const id of items) { CHECKawait step(id); } })); return signal; }`, webCheck),
    deaf(`${web} export function run(signal: AbortSignal) { void (async () => { for (const id of items) { CHECKawait step(id); } })(); return signal; }`, webCheck),
    // By model, and by what may be returned.
    deaf(`${vscode} export async function run(token: CancellationToken) { for (const id of items) { CHECKawait step(id); } void token; }`, "if (token.isCancellationRequested) return; "),
    deaf(`${vscode} export async function run(token: CancellationToken): Promise<number> { for (const id of items) { CHECKawait step(id); } void token; return 1; }`, "if (token.isCancellationRequested) break; "),
    deaf(`${dxos} export async function run(ctx: Context) { for (const id of items) { CHECKawait step(id); } void ctx; }`, "if (ctx.disposed) return; "),
    deaf(`import type { Context } from "@loke/context"; declare function step(id: string): Promise<void>; export async function run(ctx: Context, ids: string[]) { for (const id of ids) { CHECKawait step(id); } void ctx; }`, "ctx.signal?.throwIfAborted(); "),
    {
      filename: "script.js",
      code: "/** @param {AbortSignal} signal @param {string[]} urls */\nexport async function run(signal, urls) {\n  for (const url of urls) {\n    await import(url).then(() => undefined);\n  }\n}",
      errors: [{ messageId: "awaits", suggestions: [{ messageId: "check", output: "/** @param {AbortSignal} signal @param {string[]} urls */\nexport async function run(signal, urls) {\n  for (const url of urls) {\n    signal.throwIfAborted();\n    await import(url).then(() => undefined);\n  }\n}" }] }],
    },
  ],
});
