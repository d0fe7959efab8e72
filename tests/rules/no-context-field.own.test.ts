import rule from "../../src/rules/no-context-field.js";
import { ruleTester } from "../rule-tester.js";

const go = 'import { background, type Context, withCancel, withTimeout, withValue, withoutCancel } from "./context.js";\n';
const errors = [{ messageId: "member" as const }];
/** What callers of a class that keeps a context lose. */
const lossOf = (owner: string): string => `callers of \`${owner}\` cannot cancel one call or give it a deadline of its own, and work goes on under the context of a request that is over`;

ruleTester.run("no-context-field: a lifetime of one's own", rule, {
  valid: [
    // Each object is made for one call, and one method uses the field.
    "export class Run { constructor(private readonly signal: AbortSignal) {} async start() { return fetch('u', { signal: this.signal }); } } export async function f(signal: AbortSignal) { const run = new Run(signal); return await run.start(); }",
    "class Run { #signal; constructor(signal: AbortSignal) { this.#signal = signal; } start() { if (this.#signal.aborted) return; return fetch('u', { signal: this.#signal }); } } export const f = (signal: AbortSignal) => new Run(signal).start(); export const g = async (signal: AbortSignal): Promise<void> => { const run = (new Run(signal)); run.start(); await run.start(); };",
    // An interface says that it is kept.
    "export interface Handler { setSignal(signal: AbortSignal): void; send(id: string): Promise<Response> } export class Own implements Handler { #signal?: AbortSignal; setSignal(signal: AbortSignal) { this.#signal = signal; } send(id: string) { return fetch(id, { signal: this.#signal ?? null }); } }",
    // The record of one operation: it only listens, and takes its listener away.
    "export class Recipient { signal?: AbortSignal | undefined; reject?: (reason: unknown) => void; constructor(options?: { signal?: AbortSignal }) { this.signal = options?.signal; this.onAbort = this.onAbort.bind(this); this.signal?.addEventListener('abort', this.onAbort); } onAbort(): void { this.reject?.(this.signal?.reason); } cleanup(): void { this.signal?.removeEventListener('abort', this.onAbort); } }",
    // Its own controller or source.
    "export class Ok { readonly controller = new AbortController(); readonly signal = this.controller.signal; }",
    "export class Ok { readonly controller: AbortController; readonly signal: AbortSignal; constructor() { this.controller = new AbortController(); this.signal = this.controller.signal; } }",
    "export class Ok { readonly controller; readonly signal; constructor(controller: AbortController) { this.controller = controller; this.signal = controller.signal; } }",
    "export class Ok { readonly signal; constructor(readonly controller: AbortController) { this.signal = controller.signal; } }",
    "export class Ok { controller?: AbortController; signal?: AbortSignal; start() { this.controller = new AbortController(); this.signal = this.controller.signal; } stop() { this.controller?.abort(); } }",
    "export class Ok { controller: AbortController | undefined; signal; constructor() { this.signal = (this.controller = new AbortController()).signal; } }",
    "export class Ok { signal: AbortSignal | null = null; start() { const controller = new AbortController(); this.signal = controller.signal; return () => controller.abort(); } }",
    "export class Ok { static #controller = new AbortController(); static readonly signal = Ok.#controller.signal; static stop() { Ok.#controller.abort(); } }",
    "declare function linked(signal: AbortSignal): AbortController; export class Ok { readonly controller; readonly signal; constructor(theirs: AbortSignal) { this.controller = linked(theirs); this.signal = this.controller.signal; } }",
    "const shutdown = new AbortController(); export class Ok { readonly signal = shutdown.signal; } export const stop = () => shutdown.abort();",
    'import { CancellationTokenSource } from "vscode-jsonrpc"; export class Ok { readonly source = new CancellationTokenSource(); readonly token = this.source.token; stop() { this.source.cancel(); } }',
    'import type { TestRun } from "./test-run.js"; export class Runner { constructor(public run: TestRun) {} }',
    'import { CancellationTokenSource } from "vscode"; export class Ok { source?: CancellationTokenSource; token = this.source?.token; }',
    // Joined with somebody else's.
    "export class Ok { readonly #own = new AbortController(); readonly signal: AbortSignal; constructor(theirs: AbortSignal) { this.signal = AbortSignal.any([theirs, this.#own.signal]); } stop() { this.#own.abort(); } }",
    "export class Ok { readonly #own = new AbortController(); readonly signal: AbortSignal; constructor(theirs?: AbortSignal) { this.signal = theirs ? AbortSignal.any([this.#own.signal, theirs]) : this.#own.signal; } stop() { this.#own.abort(); } }",
    "declare function merge(a: AbortSignal, b: AbortSignal): AbortSignal; export class Ok { readonly #own = new AbortController(); readonly signal: AbortSignal; constructor(theirs: AbortSignal) { this.signal = merge(theirs, this.#own.signal); } stop() { this.#own.abort(); } }",
    // A child whose handle is kept.
    `${go} export class Ok { #ctx: Context; #cancel: () => void; constructor(parent: Context) { [this.#ctx, this.#cancel] = withCancel(parent); } close() { this.#cancel(); return this.#ctx; } }`,
    `${go} export class Ok { #ctx: Context; #cancel: () => void; constructor(parent: Context) { const [ctx, cancel] = withTimeout(parent, 5); this.#ctx = ctx; this.#cancel = cancel; } close() { this.#cancel(); return this.#ctx; } }`,
    `${go} export class Ok { readonly ctx: Context; readonly close: () => void; constructor(parent: Context) { const pair = withCancel(parent); this.ctx = pair[0]; this.close = () => pair[1](); } }`,
    `${go} export class Ok { readonly scope = withCancel(background()); close() { this.scope[1](); } }`,
    `${go} export class Ok { readonly stack = new DisposableStack(); readonly ctx: Context; constructor(parent: Context) { const [ctx, cancel] = withCancel(parent); this.ctx = ctx; this.stack.defer(cancel); } }`,
    `${go} export class Ok { readonly cancels: (() => void)[] = []; readonly ctxs: Context[] = []; add(parent: Context) { const [ctx, cancel] = withCancel(parent); this.ctxs.push(ctx); this.cancels.push(cancel); } }`,
    `${go} export class Ok { readonly ctx: Context; readonly child: Context; readonly cancel: () => void; constructor(parent: Context) { [this.ctx, this.cancel] = withCancel(parent); this.child = withValue(this.ctx, 1, 2); } }`,
    `${go} export class Ok { private constructor(readonly ctx: Context, readonly cancel: () => void) {} static create(parent: Context) { const [ctx, cancel] = withCancel(parent); return new Ok(ctx, cancel); } }`,
    `${go} class Ok { constructor(readonly ctx: Context, readonly cancel: () => void) {} } export function create(parent: Context) { const [ctx, cancel] = withCancel(parent); return new Ok(ctx, cancel); }`,
    'import { withAbort, type Context } from "@loke/context"; export class Ok { readonly ctx: Context; readonly abort: () => void; constructor(parent: Context) { ({ ctx: this.ctx, abort: this.abort } = withAbort(parent)); } }',
    'import { withAbort, type Context } from "@loke/context"; export class Ok { readonly ctx: Context; readonly abort: () => void; constructor(parent: Context) { const made = withAbort(parent); this.ctx = made.ctx; this.abort = made.abort; } }',
    // Its own handle.
    'import { Context } from "@dxos/context"; export class Ok { readonly ctx = new Context(); async close() { await this.ctx.dispose(); } }',
    'import { Context } from "@dxos/context"; export class Ok { ctx?: Context; open(parent: Context) { this.ctx = parent.derive(); } async close() { await this.ctx?.dispose(); } }',
    'import { Context } from "@dxos/context"; export class Ok { #ctx: Context | undefined; open() { this.#ctx = Context.default(); } async close() { const ctx = this.#ctx; this.#ctx = undefined; await ctx?.dispose(); } }',
    'import { Context } from "@dxos/context"; export class Ok { readonly ctxs = new Map<string, Context>(); async close() { for (const ctx of this.ctxs.values()) await ctx.dispose(); } }',
    'import { Context } from "@dxos/context"; class State { ctx = new Context(); } export class Ok { readonly state = new State(); async stop() { await this.state.ctx.dispose(); this.state.ctx = new Context(); } }',
    'import type { Context } from "./context.js"; class Mine implements Context { readonly signal = AbortSignal.any([]); constructor(readonly owner: object) {} deadline() { return undefined; } done() { return Promise.resolve(); } err() { return undefined; } value(key: unknown): never { return key as never; } } export class Ok { readonly ctx = new Mine(this); }',
    "export class Ok { readonly all = new Map<string, AbortController>(); signal?: AbortSignal; start(id: string) { const controller = this.all.get(id) ?? new AbortController(); this.all.set(id, controller); this.signal = controller.signal; } }",
    // Detached, or never over.
    `${go} export class Ok { readonly ctx: Context; constructor(parent: Context) { this.ctx = withoutCancel(parent); } }`,
    "export class Ok { readonly signal = AbortSignal.any([]); static readonly NEVER = new AbortController().signal; }",
    "const never = new AbortController().signal; export class Ok { readonly signal = never; }",
  ],
  invalid: [
    // It lives on: returned, handed on, kept, made by nobody here, by the module, or used by several methods.
    ...["export const f = (signal: AbortSignal) => new Run(signal);", "export const f = (signal: AbortSignal) => { const run = new Run(signal); void run.start(); return run; };", "declare function keep(run: Run): void; export const f = (signal: AbortSignal) => { const run = new Run(signal); keep(run); };", "const all: Run[] = []; export const f = (signal: AbortSignal) => { all.push(new Run(signal)); };", "", "const run = new Run(AbortSignal.timeout(5)); export const f = () => run.start();", "export const f = (signal: AbortSignal) => new Run(signal).start(); export class Later extends Run {}", "export const f = (signal: AbortSignal) => new Run(signal).start(); export const all = [Run];"].map((use) => ({
      code: `export class Run { constructor(readonly signal: AbortSignal) {} start() { return fetch("u", { signal: this.signal }); } } ${use}`,
      errors: [{ messageId: "member" as const }],
    })),
    {
      code: `export class Run { constructor(readonly signal: AbortSignal) {} start() { return fetch("u", { signal: this.signal }); } stop() { return this.signal.aborted; } } export const f = (signal: AbortSignal) => new Run(signal).start();`,
      errors: [{ messageId: "member" }],
    },
    {
      code: `${go} export class Run { constructor(readonly ctx: Context) {} start() { return this.ctx.err(); } } export const f = (ctx: Context) => new Run(ctx).start();`,
      errors: [{ messageId: "member" }],
    },
    {
      code: `interface Handler { setSignal(signal: AbortSignal, id: string): void } export class Own implements Handler { signal?: AbortSignal; setSignal(signal: AbortSignal, id: string) { if (id !== "") this.signal = signal; } }`,
      errors: [{ messageId: "member" }],
    },
    {
      code: `export class Own { signal?: AbortSignal; setSignal(signal: AbortSignal) { this.signal = signal; } }`,
      errors: [{ messageId: "member" }],
    },
    { code: 'import type { Stop } from "./test-run.js"; export class Runner { constructor(public stop: Stop) {} }', errors: [{ messageId: 'member' }] },
    // It listens, but nobody takes the listener away.
    { code: "export class Waiter { constructor(readonly signal: AbortSignal, reject: () => void) { this.signal.addEventListener('abort', reject); } }", errors },
    // It listens, and hands the context on.
    { code: "export class Waiter { constructor(readonly signal: AbortSignal, readonly reject: () => void) { this.signal.addEventListener('abort', reject); } load() { return fetch('/', { signal: this.signal }); } stop() { this.signal.removeEventListener('abort', this.reject); } }", errors },
    // Only lent.
    { code: "export class Bad { readonly signal; constructor(controller: AbortController) { this.signal = controller.signal; } }", errors },
    { code: "export class Bad { readonly signal; constructor(options: { controller: AbortController }) { this.signal = options.controller.signal; } }", errors },
    { code: "export class Bad { readonly signal; constructor(request: Request) { this.signal = request.signal; } }", errors },
    { code: "export class Bad { readonly own = new AbortController(); constructor(readonly signal = new AbortController().signal) {} }", errors },
    { code: "export class Bad { readonly own = new AbortController(); readonly signal: AbortSignal; constructor(theirs?: AbortSignal) { this.signal = theirs ?? this.own.signal; } }", errors },
    { code: "export class Bad { readonly signal: AbortSignal; constructor(theirs: AbortSignal) { this.signal = AbortSignal.any([theirs, AbortSignal.timeout(5)]); } }", errors },
    { code: "export class Bad { signal?: AbortSignal; own() { const c = new AbortController(); this.signal = c.signal; } theirs(signal: AbortSignal) { this.signal = signal; } }", errors },
    // The handle is not kept.
    { code: `${go} export class Bad { readonly ctx: Context; constructor(parent: Context) { [this.ctx] = withCancel(parent); } }`, errors },
    { code: `${go} export class Bad { readonly ctx: Context; constructor(parent: Context) { this.ctx = withCancel(parent)[0]; } }`, errors },
    { code: `${go} export class Bad { readonly ctx: Context; constructor(parent: Context) { const [ctx, cancel] = withTimeout(parent, 5); this.ctx = ctx; setTimeout(cancel, 5); } }`, errors },
    { code: `${go} export class Bad { readonly ctx: Context; constructor(parent: Context) { this.ctx = withValue(parent, 1, 2); } }`, errors },
    { code: `${go} export class Bad { private constructor(readonly ctx: Context) {} static create(ctx: Context) { return new Bad(ctx); } }`, errors },
    { code: `${go} export class Bad { constructor(readonly ctx: Context, readonly cancel: () => void) {} static create(parent: Context) { const [ctx, cancel] = withCancel(parent); return new Bad(ctx, cancel); } }`, errors },
    { code: "export class Bad { signal?: AbortSignal; start(options: { controller: AbortController }) { const { controller } = options; this.signal = controller.signal; } }", errors },
    // Not ended here.
    { code: 'import { Context } from "@dxos/context"; export class Bad { readonly ctx = new Context(); run() { return this.ctx.disposed; } }', errors },
    { code: 'import { Context } from "@dxos/context"; export class Bad { readonly a = new Context(); readonly b = new Context(); async close() { await this.a.dispose(); } }', errors: [{ messageId: "member", data: { name: "b", owner: "Bad", parameter: "ctx", way: "", loss: lossOf("Bad") } }] },
  ],
});
