import rule from "../../src/rules/no-context-field.js";
import { nodeRuleTester, ruleTester } from "../rule-tester.js";

const go = 'import { background, type Context, withCancel, withTimeout, withValue, withoutCancel } from "./context.js";\n';
const member = [{ messageId: "member" as const }];
/** What callers of a class that keeps a context lose. */
const lossOf = (owner: string): string => `callers of \`${owner}\` cannot cancel one call or give it a deadline of its own, and work goes on under the context of a request that is over`;
const module = [{ messageId: "module" as const }];

/** The shapes of Go's containedctx, and what classes add to them. */
ruleTester.run("no-context-field: members", rule, {
  valid: [
    // containedctx: a function type that takes a context, an embedded type that is none, no context at all.
    `${go} export class Ok { handle: (ctx: Context) => void = () => {}; n = 1; s = "s"; t = \`t\`; re = /x/; f() { return background(); } }`,
    // Only counted, and one that is written out here.
    `${go} export class Ok { #running = new Set<Context>(); start(ctx: Context) { this.#running.add(ctx); return () => this.#running.delete(ctx); } get size() { return this.#running.size; } }`,
    `import type { CancellationToken } from "vscode-jsonrpc"; export class Timeout { readonly #token: CancellationToken; constructor(onEnd: CancellationToken["onCancellationRequested"]) { this.#token = { isCancellationRequested: false, onCancellationRequested: onEnd }; } get token() { return this.#token; } }`,
    `${go} export class Ok { provide: () => Context = () => background(); }`,
    `${go} export interface Ok { ctx: Context } export type Too = { ctx: Context };`,
    `${go} export function ok(ctx: Context): Context { const inner = ctx; return inner; }`,
    // Stored elsewhere, or not at all.
    `${go} export class Base { ctx?: unknown } export class Ok extends Base { declare ctx?: Context; }`,
    `${go} export abstract class Ok { abstract ctx: Context; abstract accessor signal: AbortSignal; }`,
    `${go} declare class Ok { private readonly ctx: Context; constructor(ctx: Context); } export type T = Ok;`,
    `${go} declare namespace N { class Ok { readonly ctx: Context } } export type T = N.Ok;`,
    `${go} declare global { class Ok { readonly ctx: Context } } export type T = Ok;`,
    `${go} export class Ok { get ctx(): Context { return background(); } set ctx(value: Context) { void value; } }`,
    `${go} declare const root: Context; export class Ok { get ctx() { return root; } method(ctx: Context) { const { err } = ctx; return err; } }`,
    // `any` and `unknown` are silent.
    "export class Ok { constructor(readonly a: any, readonly b: unknown) {} }",
    `${go} export class Ok { kept: any; held: unknown; constructor(ctx: Context) { this.kept = ctx; this.held = ctx; } }`,
    { code: 'import { Context } from "./nowhere.js"; export class Ok { constructor(readonly ctx: Context) {} }', unresolved: "an unresolved type is `any`" },
    "export class Ok<T> { constructor(readonly value: T) {} }",
    // Other things that are called context.
    'import { createContext } from "react"; export class Ok { context = createContext(1); }',
    "export class Ok { constructor(readonly ctx: CanvasRenderingContext2D) {} }",
    'import type { SpanContext } from "@opentelemetry/api"; export class Ok { constructor(readonly ctx: SpanContext) {} }',
    "interface Context { user: string } export class Ok { constructor(readonly ctx: Context) {} }",
    // What a context is reached from is no context.
    "export class Ok { constructor(readonly request: Request, readonly options: { signal?: AbortSignal }) {} }",
    'import { ContextKey } from "./context.js"; export class Ok { key = new ContextKey<string>("k"); }',
    // Lives no longer than what it belongs to.
    `${go} export class Ok { #byRequest = new WeakMap<Request, Context>(); #seen = new WeakSet<Context>(); last?: WeakRef<Context>; set(r: Request, c: Context) { this.#byRequest.set(r, c); this.#seen.add(c); } }`,
    "export class Ok extends Event { constructor(readonly signal: AbortSignal) { super('aborted'); } }",
    "export class Ok extends Error { constructor(readonly signal: AbortSignal) { super('aborted'); } }",
    // Its own lifetime: made by somebody else, with the handle.
    `${go} interface Options { ctx: Context; cancelContext: () => void } export class Ok { private readonly ctx: Context; private readonly cancelContext: () => void; constructor(options: Options) { this.ctx = options.ctx; this.cancelContext = options.cancelContext; } err() { return this.ctx.err(); } close() { this.cancelContext(); } }`,
    `${go} export class Ok { #cancel?: () => void; constructor(readonly ctx: Context, cancel: () => void) { this.#cancel = cancel; } close() { this.#cancel?.(); } }`,
    `${go} export class Ok { constructor(readonly ctx: Context, private readonly cancel: () => void) {} close() { this.cancel(); } }`,
    // Itself a context, a handle, a maker.
    "export class Ok implements Pick<Request, 'signal' | 'url'> { readonly url = 'u'; constructor(readonly signal: AbortSignal) {} }",
    `${go} export class Ok implements Context {
      constructor(private readonly parent: Context, readonly extra: Context[]) {}
      get signal() { return this.parent.signal; } deadline() { return this.parent.deadline(); } done() { return this.parent.done(); } err() { return this.parent.err(); } value(key: unknown): never { return this.parent.value(key) as never; }
    }`,
    'import { Context } from "@dxos/context"; export class Ok extends Context { readonly parents: Context[] = []; }',
    "export class Ok extends AbortController { constructor(readonly parent: AbortSignal) { super(); } }",
    'import type { CancellationToken } from "vscode-jsonrpc"; export class CancellationTokenSource { private known?: CancellationToken; constructor(private parent?: CancellationToken) {} get token() { return (this.known ??= this.parent!); } cancel() {} dispose() {} }',
    `import { type Context, type ContextManager, ROOT_CONTEXT } from "@opentelemetry/api"; export abstract class Ok implements ContextManager { private stack: Context[] = [ROOT_CONTEXT]; active() { return this.stack.at(-1) ?? ROOT_CONTEXT; } abstract with: ContextManager["with"]; abstract bind: ContextManager["bind"]; abstract enable(): this; abstract disable(): this; push(c: Context) { this.stack.push(c); } }
    class Token { constructor(readonly previous: Context) {} } export const token = (c: Context) => new Token(c);`,
    // The file that makes contexts is about contexts.
    `export interface Context { done(): void; err(): void; value(key: unknown): unknown }
     export class Tree { constructor(readonly root: Context, readonly children: Context[]) {} }
     export function background(): Context { return { done() {}, err() {}, value() { return undefined; } }; }
     export function withValue(parent: Context, key: unknown, value: unknown): Context { return { ...parent, value: (k) => (k === key ? value : parent.value(k)) }; }`,
  ],
  invalid: [
    { code: `${go} export class Bad { #running = new Set<Context>(); start(ctx: Context) { this.#running.add(ctx); } first() { return [...this.#running][0]; } }`, errors: member },
    { code: `${go} export class Bad { ctx: Context; constructor(ctx: Context) { this.ctx = ctx; } }`, errors: [{ messageId: "member", line: 2, column: 21, endColumn: 24, data: { name: "ctx", owner: "Bad", parameter: "ctx", way: "", loss: lossOf("Bad") } }] },
    { code: `${go} export class Bad { #ctx: Context | undefined; set(ctx: Context) { this.#ctx = ctx; return this.#ctx; } }`, errors: [{ messageId: "member", column: 21, endColumn: 25 }] },
    { code: `${go} export class Bad { protected readonly ctx!: Context; }`, errors: member },
    { code: `${go} export class Bad { static ctx: Context; }`, errors: member },
    { code: `${go} export class Bad { accessor ctx: Context | null = null; }`, errors: member },
    { code: `${go} export class Bad { static accessor ctx: Context | undefined; }`, errors: member },
    { code: `${go} export class Bad { ["ctx"]: Context | undefined; "a b"?: Context; }`, errors: [...member, ...member] },
    { code: `${go} export class Bad { constructor(\n  n: number,\n  readonly ctx: Context,\n) { void n; } }`, errors: [{ messageId: "member", line: 4, column: 12 }] },
    { code: `${go} export class Bad { constructor(public ctx: Context = background()) {} }`, errors: member },
    { code: `${go} export class Bad { constructor(override: boolean, protected ctx?: Context) { void override; } }`, errors: member },
    { code: `${go} export class Bad { #ctx; constructor(ctx: Context) { this.#ctx = ctx; this.#ctx = ctx; } get() { return this.#ctx; } }`, errors: member },
    { code: `${go} export class Bad { readonly ctx = background(); }`, errors: member },
    { code: `${go} export class Bad { readonly ctx = withValue(background(), 1, 2); }`, errors: member },
    { code: `${go} export abstract class Bad { ctx: Context = background(); }`, errors: member },
    { code: `${go} export default class { constructor(readonly ctx: Context) {} }`, errors: [{ messageId: "member", data: { name: "ctx", owner: "this class", parameter: "ctx", way: "", loss: lossOf("this class") } }] },
    { code: `${go} export const make = () => class { constructor(readonly ctx: Context) {} };`, errors: member },
    { code: `${go} export class Outer { run(ctx: Context) { return class Inner { readonly held = ctx; }; } }`, errors: [{ messageId: "member", data: { name: "held", owner: "Inner", parameter: "ctx", way: "", loss: lossOf("Inner") } }] },
    { code: `${go} export class Two { constructor(readonly a: Context, readonly b: AbortSignal) {} }`, errors: [{ messageId: "member" }, { messageId: "member", data: { name: "b", owner: "Two", parameter: "signal", way: "", loss: lossOf("Two") } }] },
    // Seen through: aliases, generics, unions, subclasses.
    { code: `${go} type Alias = Context; export class Bad { ctx?: Alias; }`, errors: member },
    { code: `${go} export class Bad<T extends Context> { constructor(readonly ctx: T) {} }`, errors: member },
    { code: `${go} interface Mine extends Context { user: string } export class Bad { constructor(readonly ctx: Mine & { id: string }) {} }`, errors: member },
    { code: `${go} export class Bad { ctx?: Readonly<Context>; either?: string | Context; }`, errors: [...member, ...member] },
    { code: `${go} export class Base { ctx: Context; constructor(ctx: Context) { this.ctx = ctx; } } export class Sub extends Base { constructor(ctx: Context) { super(ctx); this.ctx = ctx; } }`, errors: [{ messageId: "member", data: { name: "ctx", owner: "Base", parameter: "ctx", way: "", loss: lossOf("Base") } }] },
    { code: 'import type { Context as Ctx } from "./context.js"; import type * as all from "./context.js"; export class Bad { a?: Ctx; b?: all.Context; c?: import("./context.js").Context; }', errors: [...member, ...member, ...member] },
    // A class that only speaks of contexts is ordinary code.
    { code: `${go} export class Bad { constructor(readonly ctx: Context, readonly cancel: () => void) {} }`, errors: member },
    { code: `${go} export class Bad { cancel?: () => void; constructor(readonly ctx: Context) {} onCancel(cancel: () => void) { this.cancel = cancel; } close() { this.cancel?.(); } }`, errors: member },
    { code: `${go} export class Bad { ctx?: Context; constructor(readonly cancel: () => void) {} run(ctx: Context) { this.ctx = ctx; } close() { this.cancel(); } }`, errors: member },
    { code: `${go} export class Bad { constructor(options: { ctx: Context }, readonly cancel: () => void) { this.ctx = options.ctx; } ctx: Context; close() { this.cancel(); } }`, errors: member },
    { code: `${go} export class Bad { handlers: ((ctx: Context) => void)[] = []; constructor(readonly ctx: Context) {} }`, errors: member },
    { code: `${go} interface Service { readonly ctx: Context } export class Bad implements Service { constructor(readonly ctx: Context) {} }`, errors: member },
    // Not declared.
    { code: `${go} export class Bad { constructor(ctx: Context) { this.ctx = ctx; } again(ctx: Context) { this.ctx = ctx; } }`, unresolved: "the field is not declared", errors: [{ messageId: "member", column: 49, endColumn: 57 }] },
  ],
});

ruleTester.run("no-context-field: containers", rule, {
  valid: [
    `${go} export class Ok { byName = new Map<string, () => Context>(); names: string[] = []; pairs: [string, number][] = []; }`,
    `${go} export class Ok { any: any[] = []; map = new Map<string, any>(); add(ctx: string) { this.map.set(ctx, 1); } }`,
    "export class Ok { running = new Map<string, AbortController>(); controllers: AbortController[] = []; }",
  ],
  invalid: [
    ...[
      "Context[]", "readonly Context[]", "Array<Context>", "ReadonlyArray<Context | undefined>", "[string, Context]", "[name: string, ctx?: Context]", "Map<string, Context>", "ReadonlyMap<string, Context>",
      "Map<Context, string>", "Set<Context>", "Promise<Context>", "Promise<Context | undefined> | null", "Record<string, Context>", "Partial<Record<'a' | 'b', Context>>", "{ [id: string]: Context }", "Map<string, Set<Context>>", "Promise<Context[]>",
      "Awaited<Promise<Context>>", "NonNullable<Context | undefined>",
    ].map((type) => ({ code: `${go} export class Bad { held?: ${type}; }`, errors: member })),
    { code: `${go} type All = Context[]; export class Bad { held?: All; }`, errors: member },
    { code: `${go} export class Bad { readonly held = new Map<string, Context>(); }`, errors: member },
    { code: `${go} export class Bad { readonly held = new Map(); add(id: string, ctx: Context) { this.held.set(id, ctx); } }`, errors: member },
    { code: `${go} export class Bad { readonly held = [] as Context[]; }`, errors: member },
  ],
});

ruleTester.run("no-context-field: libraries", rule, {
  valid: [
    // Handles and spans are no contexts; providers and keys neither.
    'import { CancellationTokenSource } from "vscode-jsonrpc"; export class Ok { readonly source = new CancellationTokenSource(); }',
    'import type { Span, Tracer } from "@opentelemetry/api"; export class Ok { constructor(readonly span: Span, readonly tracer: Tracer) {} }',
    'import { createContextKey } from "@opentelemetry/api"; export class Ok { static readonly KEY = createContextKey("user"); }',
    'import type { ContextValues } from "@connectrpc/connect"; export class Ok { constructor(readonly values: ContextValues) {} }',
    'import type { Context } from "hono"; export class Ok { constructor(readonly c: Context) {} }',
    // No member of the class: the base class has it.
    'import { Context, Resource } from "@dxos/context"; export class Ok extends Resource { async use() { return this._ctx instanceof Context; } }',
  ],
  invalid: [
    { code: 'import type { Context } from "@opentelemetry/api"; export class Bad { constructor(readonly ctx: Context) {} }', errors: [{ messageId: "member", data: { name: "ctx", owner: "Bad", parameter: "ctx", loss: "later calls get the values of the first one (its trace, its user)" } }] },
    { code: 'import { context } from "@opentelemetry/api"; export class Bad { readonly ctx = context.active(); }', errors: member },
    { code: 'import type { HandlerContext } from "@connectrpc/connect"; export class Bad { constructor(readonly ctx: HandlerContext) {} }', errors: [{ messageId: "member", data: { name: "ctx", owner: "Bad", parameter: "context", way: "", loss: lossOf("Bad") } }] },
    { code: 'import type { CancellationToken } from "vscode-jsonrpc"; export class Bad { constructor(readonly token: CancellationToken) {} }', errors: [{ messageId: "member", data: { name: "token", owner: "Bad", parameter: "token", way: "", loss: lossOf("Bad") } }] },
    { code: 'import type { CancellationToken } from "vscode"; export class Bad { constructor(readonly token: CancellationToken) {} }', errors: member },
    { code: 'import type { CancellationToken } from "vscode-languageserver/node"; export class Bad { constructor(readonly token: CancellationToken) {} }', errors: member },
    { code: 'import type { Context } from "@borderless/context"; export class Bad { constructor(readonly ctx: Context<{ user: string }>) {} }', errors: member },
    { code: 'import type { Context } from "@loke/context"; export class Bad { constructor(readonly ctx: Context) {} }', errors: member },
    { code: 'import { Context } from "@dxos/context"; export class Bad { readonly ctx = new Context(); }', errors: member },
    { code: 'import type { AbortSignalLike } from "@azure/abort-controller"; export class Bad { constructor(readonly signal: AbortSignalLike) {} }', errors: member },
    { code: 'export class Bad { constructor(readonly token: { isCancellationRequested: boolean; onCancellationRequested(listener: () => void): void }) {} }', errors: member },
    { code: "export class Bad { readonly signal = AbortSignal.timeout(5000); }", errors: member },
    { code: 'interface Tenant { readonly tenant: string } export class Bad { constructor(readonly tenant: Tenant) {} }', settings: { ctx: { models: [{ name: "tenant", contexts: [{ from: "file", name: "Tenant" }], parameter: { place: "first", name: "tenant" } }] } }, errors: [{ messageId: "member", data: { name: "tenant", owner: "Bad", parameter: "tenant", way: "", loss: "later calls get the values of the first one (its trace, its user)" } }] },
  ],
});

nodeRuleTester.run("no-context-field: Node.js without the DOM", rule, {
  valid: ["export class Ok { controller = new AbortController(); signal = this.controller.signal; }"],
  invalid: [
    { code: "export class Bad { constructor(readonly signal: AbortSignal) {} }", errors: member },
    { code: "export class Bad { readonly signal; constructor(controller: AbortController) { this.signal = controller.signal; } }", errors: member },
  ],
});

ruleTester.run("no-context-field: JavaScript", rule, {
  valid: [
    { filename: "script.js", code: "export class Ok { constructor(ctx) { this.ctx = ctx; } }" },
    { filename: "script.js", code: "export class Ok { constructor() { this.controller = new AbortController(); this.signal = this.controller.signal; } }" },
    { filename: "script.js", code: 'import { withCancel } from "./context.js";\nexport class Ok {\n  /** @param {import("./context.js").Context} parent */\n  constructor(parent) { const [ctx, cancel] = withCancel(parent); this.ctx = ctx; this.cancel = cancel; }\n}' },
  ],
  invalid: [
    { filename: "script.js", code: '/** @import { Context } from "./context.js" */\nexport class Bad {\n  /** @param {Context} ctx */\n  constructor(ctx) {\n    this.ctx = ctx;\n  }\n}', errors: [{ messageId: "member", line: 5, column: 5, endColumn: 13 }] },
    { filename: "script.js", code: 'export class Bad {\n  /** @type {import("./context.js").Context | undefined} */\n  ctx;\n}', errors: member },
    { filename: "script.js", code: "export class Bad {\n  /** @param {{ signal: AbortSignal }} options */\n  constructor({ signal }) { this.signal = signal; this.n = 1; }\n}", errors: member },
    { filename: "script.js", code: 'export class Bad {\n  constructor() { this.byId = new Map(); }\n  /** @param {import("./context.js").Context} ctx */\n  add(ctx) { this.byId.set(1, ctx); }\n}', errors: member },
    { filename: "script.js", code: '/** @type {AbortSignal | undefined} */\nlet current;\n/** @param {AbortSignal} signal */\nexport function set(signal) { current = signal; return current; }', errors: module },
  ],
});

ruleTester.run("no-context-field: variables of a module", rule, {
  valid: [
    // Nobody's request: set where the module is loaded, or never.
    "const never = new AbortController().signal; export const ok = () => never;",
    { filename: "main.ts", code: `${go} export const root = background(); let ctx = root; ctx = withValue(ctx, 1, 2); export const use = () => ctx;` },
    // The module's own lifetime.
    "let controller = new AbortController(); let signal = controller.signal; export function reset() { controller = new AbortController(); signal = controller.signal; return signal; }",
    `${go} let ctx: Context; let cancel: () => void; export function start() { [ctx, cancel] = withCancel(background()); return ctx; } export function stop() { cancel(); }`,
    `${go} let ctx: Context; export function start(parent: Context) { ctx = withoutCancel(parent); return ctx; }`,
    // Handles, weak containers, listeners, other methods.
    "const running = new Map<string, AbortController>(); export function run(id: string, c: AbortController) { running.set(id, c); }",
    `${go} const byRequest = new WeakMap<Request, Context>(); export function set(r: Request, c: Context) { byRequest.set(r, c); }`,
    "const target = new EventTarget(); export function on(signal: AbortSignal) { target.addEventListener('x', () => {}, { signal }); }",
    "const params = new URLSearchParams(); export function set(signal: AbortSignal) { params.set('aborted', String(signal.aborted)); }",
    // Local to a function.
    `${go} export function outer() { let inner: Context | undefined; const all: Context[] = []; return (ctx: Context) => { inner = ctx; all.push(ctx); return inner; }; }`,
    `${go} let kept: any; const any: any = {}; export function keep(ctx: Context) { kept = ctx; any.ctx = ctx; any.add(ctx); return kept as unknown; }`,
    `${go} declare let ctx: Context; export function set(c: Context) { ctx = c; }`,
    // Tests look at what their last run was given.
    { filename: "file.test.ts", code: `${go} let seen: AbortSignal | undefined; export function fake(signal: AbortSignal) { seen = signal; return seen; }` },
    { filename: "file.test.ts", code: `${go} export class FakeTransport { seen?: AbortSignal; send(signal: AbortSignal) { this.seen = signal; } }` },
  ],
  invalid: [
    { code: `${go} let current: Context | undefined;\nexport function set(ctx: Context) { current = ctx; }\nexport const get = () => current;`, errors: [{ messageId: "module", line: 2, data: { name: "current", owner: "the module", parameter: "ctx", way: "" } }] },
    { code: `${go} export let ctx: Context;\nexport const set = (c: Context) => void (ctx = c);`, errors: module },
    { code: `${go} let last: Context | null = null;\nexport function within<T>(ctx: Context, f: () => T): T { const before = last; last = ctx; try { return f(); } finally { last = before; } }`, errors: module },
    { code: `${go} let kept;\nexport function keep(ctx: Context) { kept = ctx; return kept; }`, errors: module },
    { code: "let signal: AbortSignal | undefined;\nexport function init(options: { signal: AbortSignal }) { ({ signal } = options); return signal; }", errors: module },
    { code: `${go} let cached: Promise<Context> | undefined;\nexport const get = (ctx: Context) => (cached ??= Promise.resolve(ctx));`, errors: module },
    { code: `${go} let ctx: Context;\nexport async function main() { ctx = background(); return ctx; }`, errors: module },
    { code: `${go} const byId = new Map<string, Context>();\nexport function add(id: string, ctx: Context) { byId.set(id, ctx); }`, errors: module },
    { code: `${go} const byId = new Map();\nexport function add(id: string, ctx: Context) { byId.set(id, ctx); }`, errors: module },
    { code: "const signals: AbortSignal[] = [];\nexport const add = (signal: AbortSignal) => signals.push(signal);", errors: module },
    { code: "const signals = new Set<AbortSignal>();\nexport class Watch { add(signal: AbortSignal) { signals.add(signal); } }", errors: module },
    { code: "const byId: Record<string, AbortSignal> = {};\nexport function add(id: string, signal: AbortSignal) { byId[id] = signal; }", errors: module },
    { code: "const state: { signal?: AbortSignal; n: number } = { n: 0 };\nexport function set(signal: AbortSignal) { state.signal = signal; state.n++; }", errors: module },
    { code: `${go} export namespace N { let ctx: Context; export function set(c: Context) { ctx = c; return ctx; } }`, errors: module },
  ],
});

ruleTester.run("no-context-field: options", rule, {
  valid: [
    { code: `${go} export class Job { constructor(readonly ctx: Context) {} }`, options: [{ allow: ["Job"] }] },
    { code: `${go} export class Job { constructor(readonly ctx: Context) {} } export class Mail extends Job {}\nexport class Again extends Mail { again?: Context }`, options: [{ allow: [{ from: "file", name: "Job" }] }] },
    { code: `${go} interface Scoped { id: string } export class Job implements Scoped { id = "1"; constructor(readonly ctx: Context) {} }`, options: [{ allow: [{ from: "file", name: "Scoped" }] }] },
    { code: 'import { EventEmitter } from "node:events"; export class Job extends EventEmitter { constructor(readonly signal: AbortSignal) { super(); } }', options: [{ allow: [{ from: "package", package: "node", name: "EventEmitter" }] }] },
    { code: "export class Ok { controller = new AbortController(); options = { signal: this.controller.signal, n: 1 }; }", options: [{ checkCarriers: true }] },
    { code: 'import { CancellationTokenSource } from "vscode-jsonrpc"; export class Ok { source = new CancellationTokenSource(); }', options: [{ checkCarriers: true }] },
    { code: "export class Ok { options: { name: string } = { name: '' }; list: { id: number }[] = []; any: any; run = (o: { signal: AbortSignal }) => o; }", options: [{ checkCarriers: true }] },
    { code: "export class Ok { constructor(readonly options: { signal?: AbortSignal }) {} }", options: [{ checkCarriers: true, allow: ["Ok"] }] },
    { code: `${go} export interface Ok { run(ctx: Context): void; provide: () => Context; id: string }`, options: [{ checkInterfaces: true }] },
    { code: `${go} export interface Ok extends Context { readonly parent: Context }`, options: [{ checkInterfaces: true }] },
    { code: `${go} export interface Job { ctx: Context } export type Task = { ctx: Context };`, options: [{ checkInterfaces: true, allow: ["Job", { from: "file", name: "Task" }] }] },
  ],
  invalid: [
    { code: `${go} export class Other { constructor(readonly ctx: Context) {} }`, options: [{ allow: ["Job"] }], errors: member },
    { code: "export class Bad { constructor(readonly options: { signal?: AbortSignal }) {} }", options: [{ checkCarriers: true }], errors: [{ messageId: "carrier", data: { name: "options", owner: "Bad", parameter: "signal", way: "signal", loss: "later calls are cancelled with the first one" } }] },
    { code: "export class Bad { request?: Request; init: RequestInit | undefined; }", options: [{ checkCarriers: true }], errors: [{ messageId: "carrier" }, { messageId: "carrier" }] },
    { code: "interface Job { stop: AbortSignal } export class Bad { jobs: Job[] = []; byId = new Map<string, Job>(); }", options: [{ checkCarriers: true }], errors: [{ messageId: "carrier", data: { name: "jobs", owner: "Bad", parameter: "signal", way: "stop", loss: "later calls are cancelled with the first one" } }, { messageId: "carrier" }] },
    { code: "interface Job { stop: AbortSignal } let job: Job | undefined;\nexport function set(next: Job) { job = next; return job; }", options: [{ checkCarriers: true }], errors: [{ messageId: "carrier" }] },
    { code: `${go} export interface Bad { readonly ctx: Context; signal?: AbortSignal; all: Context[] }`, options: [{ checkInterfaces: true }], errors: [{ messageId: "interface", data: { name: "ctx", owner: "Bad", parameter: "ctx", way: "" } }, { messageId: "interface" }, { messageId: "interface" }] },
    { code: `${go} export type Bad = { ctx: Context }; export function run(options: { signal?: AbortSignal }) { return options; }`, options: [{ checkInterfaces: true }], errors: [{ messageId: "interface" }, { messageId: "interface" }] },
    { code: "interface Options { signal?: AbortSignal } export interface Bad { options: Options }", options: [{ checkInterfaces: true, checkCarriers: true }], errors: [{ messageId: "interface" }, { messageId: "carrier" }] },
  ],
});
