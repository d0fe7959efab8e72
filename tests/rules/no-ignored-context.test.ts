import rule from "../../src/rules/no-ignored-context.js";
import { ruleTester } from "../rule-tester.js";

const go = 'import { type Context } from "./context.js"; declare function store(id?: string): Promise<void>; declare function work(ctx: Context): Promise<void>; declare const items: string[];\n';

ruleTester.run("no-ignored-context", rule, {
  valid: [
    { name: "a stand-in of a test", filename: "file.test.ts", code: `${go} export async function run(ctx: Context) { await store(); }` },
    // It is used.
    `${go} export async function run(ctx: Context) { await work(ctx); }`,
    `${go} export async function run(ctx: Context) { if (ctx.err()) return; await store(); }`,
    `${go} export async function run(ctx: Context) { await store(); return () => work(ctx); }`,
    `${go} export async function run(_ctx: Context) { await store(arguments[0]); }`,
    // It waits for nothing, itself.
    `${go} export async function run(ctx: Context) { return 1; }`,
    `${go} export function run(ctx: Context) { return store(); }`,
    `${go} export function run(ctx: Context) { return async () => { await store(); }; }`,
    `${go} export async function run(ctx: Context) { return items.map(async (id) => { await store(id); }); }`,
    // The signature is somebody else's (TRAPS 12).
    `${go} interface Step { run(ctx: Context): Promise<void> } export class Store implements Step { async run(_ctx: Context) { await store(); } }`,
    `${go} abstract class Step { abstract run(ctx: Context): Promise<void> } export class Store extends Step { async run(_ctx: Context) { await store(); } }`,
    `${go} declare function on(handler: (ctx: Context) => Promise<void>): void; on(async (_ctx) => { await store(); }); on(async (_ctx: Context) => { await store(); });`,
    `${go} type Step = (ctx: Context) => Promise<void>; export const step: Step = async (_ctx: Context) => { await store(); };`,
    `${go} export const steps: Record<string, (ctx: Context) => Promise<void>> = { async store(_ctx: Context) { await store(); } };`,
    `${go} declare function on(handler: unknown): void; async function handle(_ctx: Context) { await store(); } on(handle);`,
    `${go} async function handle(_ctx: Context) { await store(); } export const handlers = { handle };`,
    `${go} declare function handler(value: unknown, context: unknown): any; export class Service { @handler async run(_ctx: Context) { await store(); } }`,
    'import type { CancellationToken } from "vscode-jsonrpc"; interface Provider { provide(id: string, token: CancellationToken): Promise<string> } export class Own implements Provider { async provide(id: string, _token: CancellationToken) { return await Promise.resolve(id); } }',
    `${go} export function run(ctx: Context): Promise<void>; export async function run(_ctx: Context, id?: string): Promise<void> { await store(id); }`,
    // It ends something, or is said to be meant.
    `${go} export async function close(_ctx: Context) { await store(); }`,
    `${go} /** @detached must be stored */ export async function run(_ctx: Context) { await store(); }`,
    // The loop is the defect, and require-cancellation-check has it.
    `${go} export async function run(ctx: Context) { for (const id of items) { await store(id); } }`,
    // No context.
    `${go} export async function run(_ctx: any, _id: string) { await store(); }`,
    `${go} export async function run(_options: { signal?: AbortSignal }) { await store(); }`,
    'declare function store(): Promise<void>; export async function run(_ctx: CanvasRenderingContext2D) { await store(); }',
  ],
  invalid: [
    { code: `${go} export async function run(_ctx: Context, id: string) { await store(id); }`, errors: [{ messageId: "ignored", line: 2, column: 28, endColumn: 41, data: { parameter: "_ctx" } }] },
    { code: `${go} export async function run(id: string, ctx: Context) { return (await store(id)) === undefined; }`, errors: [{ messageId: "ignored", data: { parameter: "ctx" } }] },
    { code: `${go} export const run = async (ctx: Context) => { await store(); };`, errors: [{ messageId: "ignored" }] },
    { code: `${go} export const run = async (ctx: Context) => await store();`, errors: [{ messageId: "ignored" }] },
    { code: `${go} export const run = async function (ctx: Context) { await store(); };`, errors: [{ messageId: "ignored" }] },
    { code: `${go} export async function run(stream: AsyncIterable<string>, ctx: Context) { for await (const id of stream) void id; }`, errors: [{ messageId: "ignored" }] },
    { code: `${go} export class Store { async run(ctx: Context) { await store(); } async #run(ctx: Context) { await store(); await this.#run(ctx); } }`, errors: [{ messageId: "ignored" }] },
    { code: `${go} interface Other { stop(): void } export class Store implements Other { stop() {} async run(ctx: Context) { await store(); } }`, errors: [{ messageId: "ignored" }] },
    { code: `${go} export const store2 = { async run(ctx: Context) { await store(); } };`, errors: [{ messageId: "ignored" }] },
    { code: `${go} async function run(ctx: Context) { await store(); } export const main = (ctx: Context) => run(ctx);`, errors: [{ messageId: "ignored" }] },
    { code: `${go} async function run(ctx: Context) { await store(); } export { run };`, errors: [{ messageId: "ignored" }] },
    { code: `${go} export default async function (ctx: Context) { await store(); }`, errors: [{ messageId: "ignored" }] },
    { code: `${go} export async function run(ctx: Context | undefined, signal?: AbortSignal) { await store(); }`, errors: [{ messageId: "ignored", data: { parameter: "ctx" } }, { messageId: "ignored", data: { parameter: "signal" } }] },
    // A parameter of an inner function by the same name is another.
    { code: `${go} export async function run(ctx: Context) { await Promise.all(items.map((ctx) => store(ctx))); }`, errors: [{ messageId: "ignored" }] },
    { code: 'import type { CancellationToken } from "vscode-jsonrpc"; declare function store(): Promise<void>; export async function run(token: CancellationToken) { await store(); }', errors: [{ messageId: "ignored" }] },
    { code: 'import type { Context } from "@opentelemetry/api"; declare function store(): Promise<void>; export async function run(ctx: Context) { await store(); }', errors: [{ messageId: "ignored" }] },
    { filename: "script.js", code: '/** @param {AbortSignal} signal @param {() => Promise<void>} store */\nexport async function run(signal, store) { await store(); }', errors: [{ messageId: "ignored", data: { parameter: "signal" } }] },
  ],
});
