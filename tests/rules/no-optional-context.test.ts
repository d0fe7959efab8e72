import rule from "../../src/rules/no-optional-context.js";
import { ruleTester } from "../rule-tester.js";

const go = 'import { background, type Context } from "./context.js"; declare function work(ctx: Context | undefined): Promise<void>;\n';

ruleTester.run("no-optional-context", rule, {
  valid: [
    // Required, `undefined` or not.
    `${go} export async function run(ctx: Context) { await work(ctx); }`,
    `${go} export async function run(ctx: Context | undefined, id?: string) { await work(ctx); return id; }`,
    `${go} export interface Store { get(ctx: Context, id?: string): Promise<string>; readonly last?: Context }`,
    // Where contexts go anywhere, only what nobody else can call.
    "export async function load(url: string, signal?: AbortSignal) { return fetch(url, { signal: signal ?? null }); }",
    "export class Loader { async load(url: string, signal?: AbortSignal) { return fetch(url, { signal: signal ?? null }); } }",
    "const load = async (url: string, signal?: AbortSignal) => fetch(url, { signal: signal ?? null }); export { load };",
    "function load(url: string, signal?: AbortSignal) { return fetch(url, { signal: signal ?? null }); } export const loaders = [load];",
    "export interface Loader { load(url: string, signal?: AbortSignal): Promise<void> }",
    "export function load(url: string, options: { signal?: AbortSignal } = {}) { return fetch(url, options); }",
    'import { CancellationToken } from "vscode-jsonrpc"; export async function run(id: string, token?: CancellationToken) { return [id, token]; }',
    'import { CancellationToken } from "vscode-jsonrpc"; async function run(id: string, token = CancellationToken.None) { return [id, token]; } export const main = () => run("");',
    // The signature is somebody else's (TRAPS 12).
    `${go} interface Store { get(ctx: Context, id?: string): Promise<void> } export class Memory implements Store { async get(ctx?: Context) { await work(ctx); } }`,
    `${go} class Base { async get(ctx: Context) { await work(ctx); } } export class Memory extends Base { override async get(ctx?: Context) { await work(ctx); } }`,
    `${go} declare function on(handler: (ctx?: Context, id?: string) => void): void; on((ctx?: Context) => void work(ctx));`.replace("(handler: (ctx?: Context, id?: string) => void)", "(handler: (id: any) => void)"),
    'import type {} from "@loke/context"; declare module "@loke/context" { export function run(ctx?: Context): void; }',
    // Overloads say what may be left out (TRAPS 13).
    `${go} export function run(id: string): void; export function run(id: string, ctx: Context): void; export function run(id: string, ctx?: Context): void { void work(ctx ?? background()); void id; }`,
    `${go} declare function traced(value: unknown, context: unknown): any; export class Service { @traced async run(ctx?: Context) { await work(ctx); } }`,
    // A field of its own, and what is said to be meant.
    `${go} export class Keeper { constructor(readonly ctx?: Context) {} }`,
    `${go} /** @detached */ export async function run(ctx: Context = background()) { await work(ctx); }`,
    // No types.
    "export async function run(ctx?: any) { return ctx; }",
  ],
  invalid: [
    {
      code: `${go} export async function run(ctx?: Context) { await work(ctx); }`,
      errors: [{ messageId: "optional", line: 2, column: 28, endColumn: 41, data: { parameter: "ctx" }, suggestions: [{ messageId: "require", output: `${go} export async function run(ctx: Context) { await work(ctx); }` }] }],
    },
    {
      code: `${go} export async function run(ctx: Context = background()) { await work(ctx); }`,
      errors: [{ messageId: "default", column: 28, endColumn: 55, suggestions: [{ messageId: "require", output: `${go} export async function run(ctx: Context) { await work(ctx); }` }] }],
    },
    { code: `${go} export async function run(ctx = background()) { await work(ctx); }`, errors: [{ messageId: "default", suggestions: [] }] },
    { code: `${go} export async function run(id?: string, ctx?: Context) { await work(ctx); return id; }`, errors: [{ messageId: "optional", suggestions: [] }] },
    { code: `${go} export async function run(ctx /* of the request */?: Context) { await work(ctx); }`, errors: [{ messageId: "optional", suggestions: [] }] },
    // A call leaves it out, may pass nothing, or passes it.
    { code: `${go} export async function run(ctx?: Context) { await work(ctx); } export const main = () => run();`, errors: [{ messageId: "optional", suggestions: [] }] },
    { code: `${go} export async function run(ctx: Context, id: string, own?: Context) { await work(own ?? ctx); return id; } export const main = (...args: [Context, string]) => run(...args);`, errors: [{ messageId: "optional", suggestions: [] }] },
    {
      code: `${go} export async function run(ctx?: Context) { await work(ctx); } export const main = (ctx: Context) => run(ctx);`,
      errors: [{ messageId: "optional", suggestions: [{ messageId: "require", output: `${go} export async function run(ctx: Context) { await work(ctx); } export const main = (ctx: Context) => run(ctx);` }] }],
    },
    {
      code: `${go} export async function run(ctx?: Context) { await work(ctx); } export const main = (ctx: Context | undefined) => run(ctx);`,
      errors: [{ messageId: "optional", suggestions: [{ messageId: "require", output: `${go} export async function run(ctx: Context | undefined) { await work(ctx); } export const main = (ctx: Context | undefined) => run(ctx);` }] }],
    },
    // Not exported: of any model.
    {
      code: 'async function load(url: string, signal?: AbortSignal) { return fetch(url, { signal: signal ?? null }); } export const run = (signal: AbortSignal) => load("", signal);',
      errors: [{ messageId: "optional", suggestions: [{ messageId: "require", output: 'async function load(url: string, signal: AbortSignal) { return fetch(url, { signal: signal ?? null }); } export const run = (signal: AbortSignal) => load("", signal);' }] }],
    },
    { code: 'const load = async (url: string, signal?: AbortSignal) => fetch(url, { signal: signal ?? null }); export const run = () => load("");', errors: [{ messageId: "optional", suggestions: [] }] },
    {
      code: 'export class Loader { run(signal: AbortSignal) { return this.#load("", signal); } async #load(url: string, signal?: AbortSignal) { return fetch(url, { signal: signal ?? null }); } }',
      errors: [{ messageId: "optional", suggestions: [{ messageId: "require", output: 'export class Loader { run(signal: AbortSignal) { return this.#load("", signal); } async #load(url: string, signal: AbortSignal) { return fetch(url, { signal: signal ?? null }); } }' }] }],
    },
    { code: 'export class Loader { run(other: Loader) { return other.load(""); } private async load(url: string, signal?: AbortSignal) { return fetch(url, { signal: signal ?? null }); } }', errors: [{ messageId: "optional", suggestions: [] }] },
    { code: 'export class Loader { run() { return this.load(""); } private async load(url: string, signal?: AbortSignal) { return fetch(url, { signal: signal ?? null }); } }', errors: [{ messageId: "optional", suggestions: [] }] },
    // What has no body.
    { code: `${go} export interface Store { get(ctx?: Context): Promise<string> }`, errors: [{ messageId: "optional", suggestions: [{ messageId: "require", output: `${go} export interface Store { get(ctx: Context): Promise<string> }` }] }] },
    { code: `${go} export type Handler = (ctx?: Context) => Promise<void>;`, errors: [{ messageId: "optional", suggestions: [] }] },
    { code: `${go} export abstract class Store { abstract get(ctx?: Context): Promise<void>; }`, errors: [{ messageId: "optional", suggestions: [{ messageId: "require", output: `${go} export abstract class Store { abstract get(ctx: Context): Promise<void>; }` }] }] },
    { code: `${go} export function run(ctx?: Context): void; export function run(ctx?: Context, id?: string): void { void work(ctx); void id; }`, errors: [{ messageId: "optional", suggestions: [{ messageId: "require", output: `${go} export function run(ctx: Context): void; export function run(ctx?: Context, id?: string): void { void work(ctx); void id; }` }] }] },
    // Other models.
    { code: 'import { Context } from "@dxos/context"; export async function run(ctx = Context.default()) { await ctx.dispose(); }', errors: [{ messageId: "default", suggestions: [] }] },
    {
      filename: "script.js",
      code: '/** @param {import("./context.js").Context} [ctx] */\nexport async function run(ctx) { return ctx; }',
      errors: [{ messageId: "optional", suggestions: [] }],
    },
  ],
});
