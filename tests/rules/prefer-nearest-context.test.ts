import rule from "../../src/rules/prefer-nearest-context.js";
import { ruleTester } from "../rule-tester.js";

const go = `import { background, type Context, createKey, withCancel, withoutCancel, withTimeout, withValue } from "./context.js";
const userKey = createKey<string>("user");
const traceKey = createKey<string>("trace");
declare function load(ctx: Context): Promise<void>;
declare function save(ctx: Context): Promise<void>;
declare function isDone(ctx: Context): boolean;
void [background, withCancel, withoutCancel, withTimeout, withValue, userKey, traceKey, load, save, isDone];
`;
const f = (body: string): string => `${go}export async function f(ctx: Context, user: string): Promise<void> { ${body} }`;
const otel = `import { context, type Context, createContextKey, type Span, trace } from "@opentelemetry/api";
const key = createContextKey("user");
declare function work(ctx: Context): void;
void [context, trace, key];
`;

ruleTester.run("prefer-nearest-context: a parent after its child", rule, {
  valid: [
    { name: "the child is used", code: f(`const own = withValue(ctx, userKey, user); await load(own); await save(own);`) },
    { name: "the parent before the derive", code: f(`await load(ctx); const own = withValue(ctx, userKey, user); await save(own);`) },
    { name: "a child with an end of its own was made for other work", code: f(`const [own, cancel] = withTimeout(ctx, 100); try { await load(own); } finally { cancel(); } await save(ctx);`) },
    { name: "so it is in the same block", code: f(`const [own, cancel] = withTimeout(ctx, 100); try { await load(own); await save(ctx); } finally { cancel(); }`) },
    { name: "one after the other, each with a limit of its own", code: f(`const [a, cancelA] = withTimeout(ctx, 100); try { await load(a); } finally { cancelA(); } const [b, cancelB] = withTimeout(ctx, 200); try { await load(b); } finally { cancelB(); }`) },
    { name: "siblings in parallel", code: f(`const a = withValue(ctx, userKey, user); const b = withValue(ctx, traceKey, user); await Promise.all([load(a), save(b)]);`) },
    { name: "parent and child in parallel", code: f(`const a = withValue(ctx, userKey, user); await Promise.all([load(a), save(ctx)]);`) },
    { name: "the same value for other work", code: f(`const a = withValue(ctx, userKey, "a"); await load(a); const b = withValue(ctx, userKey, "b"); await load(b);`) },
    { name: "the same value by a function of the program", code: `${go}const withUser = (ctx: Context, user: string) => withValue(ctx, userKey, user); export async function f(ctx: Context) { const a = withUser(ctx, "a"); await load(a); const b = withUser(ctx, "b"); await load(b); }` },
    { name: "any catch, cleanup", code: f(`const own = withValue(ctx, userKey, user); try { await load(own); } catch { await save(ctx); } finally { await save(ctx); } await load(own).catch(() => save(ctx)); await load(own).then(undefined, () => save(ctx));`) },
    { name: "the parent on its own", code: f(`const own = withValue(ctx, userKey, user); if (ctx.err()) return; if (isDone(ctx)) return; ctx.signal.throwIfAborted(); console.log(ctx); await load(own);`) },
    { name: "a detached context is no child", code: f(`const own = withoutCancel(ctx); void load(own); await save(ctx);`) },
    { name: "detached from the parent on purpose", code: f(`const own = withValue(ctx, userKey, user); await load(own); void save(withoutCancel(ctx));`) },
    { name: "in a branch, out of scope, in a loop before", code: f(`if (user) { const own = withValue(ctx, userKey, user); await load(own); } else { await save(ctx); } for (const each of [1, 2]) { await save(ctx); const own = withValue(ctx, userKey, String(each)); await load(own); } await save(ctx);`) },
    { name: "the variable itself grows", code: f(`ctx = withValue(ctx, userKey, user); await load(ctx); let own = withValue(ctx, userKey, user); own = withValue(own, traceKey, user); await load(own);`) },
    { name: "either, or", code: f(`let own: Context; if (user) own = withValue(ctx, userKey, user); else own = withValue(ctx, traceKey, "x"); await load(own);`) },
    { name: "a default that its like replaces", code: f(`let own = withValue(ctx, userKey, "none"); for (const each of user) { own = withValue(ctx, userKey, each); await load(own); } await save(own); let [limited, cancel] = withTimeout(ctx, 5); if (user) { cancel(); [limited, cancel] = withTimeout(ctx, 9); } await load(limited); cancel();`) },
    { name: "cases of a switch", code: f(`let own = ctx; switch (user) { case "a": own = withValue(ctx, userKey, user); break; default: own = withValue(ctx, traceKey, user); } await load(own);`) },
    { name: "each turn anew", code: f(`let own: Context; for (const each of user) { own = withValue(ctx, userKey, each); await load(own); }`) },
    { name: "retries, each with a limit of its own", code: f(`let [own, cancel] = withTimeout(ctx, 1); try { await load(own); } finally { cancel(); } [own, cancel] = withTimeout(ctx, 2); try { await load(own); } finally { cancel(); }`) },
    { name: "a parent that is another by now", code: f(`const own = withValue(ctx, userKey, user); await load(own); ctx = withCancel(background())[0]; await save(ctx);`) },
    { name: "a child that is over", code: f(`const [own, cancel] = withCancel(ctx); cancel(); await load(ctx); void own;`) },
    { name: "said to be unused", code: f(`const [_own, cancel] = withCancel(ctx); try { await load(ctx); } finally { cancel(); }`) },
    { name: "a handle only", code: f(`const [, cancel] = withCancel(ctx); try { await load(ctx); } finally { cancel(); }`) },
    { name: "both handed over", code: f(`declare const both: (a: Context, b: Context) => void; const own = withValue(ctx, userKey, user); both(own, ctx);`) },
    { name: "kept for later", code: f(`declare const later: (fn: () => Promise<void>) => void; const own = withValue(ctx, userKey, user); await load(own); later(() => save(ctx));`) },
    { name: "shadowed", code: f(`const own = withValue(ctx, userKey, user); await load(own); { const own = 1; void own; await save(ctx); }`) },
    { name: "returned, stored, destructured", code: `${go}export function f(ctx: Context): [Context, Context] { const own = withValue(ctx, userKey, "a"); return [own, ctx]; }` },
    { name: "a merged signal is for the work that got it", code: `export async function f(signal: AbortSignal) { const own = AbortSignal.any([signal, AbortSignal.timeout(5)]); await fetch("a", { signal: own }); await fetch("b", { signal }); }` },
    { name: "a function of the program that may do anything", code: `function limited(signal: AbortSignal): AbortSignal { return AbortSignal.any([signal, AbortSignal.timeout(5)]); } export async function f(signal: AbortSignal) { const own = limited(signal); await fetch("a", { signal: own }); await fetch("b", { signal }); }` },
    { name: "what is not part of a span", code: `${otel}export function f(ctx: Context, span: Span) { const own = trace.setSpan(ctx, span); work(own); span.end(); work(ctx); }` },
    { name: "a parent that can do more than the child", code: f(`interface Process extends Context { exit(code: number): void } declare const process: Process; declare function end(process: Process): Promise<void>; const own = withValue(process, userKey, user); await load(own); await end(process); await load(ctx);`) },
    { name: "the implementation of the model", code: `export interface Context { done(): Promise<void>; err(): Error | undefined; value(key: unknown): unknown } export declare function background(): Context; export function withValue(parent: Context, key: unknown, value: unknown): Context { void [key, value]; return parent; } declare function load(ctx: Context): void; export function f(ctx: Context) { const own = withValue(ctx, "a", 1); load(own); load(ctx); }` },
    { name: "no context types", code: `declare function withValue(parent: { a: number }, value: number): { a: number }; declare function load(o: { a: number }): void; export function f(o: { a: number }) { const own = withValue(o, 1); load(own); load(o); withValue(o, 1); }` },
    { name: "any", code: `declare const lib: any; export function f(ctx: any) { const own = lib.withValue(ctx, "a", 1); lib.load(own); lib.load(ctx); lib.withValue(ctx, "a", 1); }` },
  ],
  invalid: [
    {
      name: "tip 6: the value of the request is lost",
      code: `${go}interface IncomingRequest { context(): Context }
export async function handle(request: IncomingRequest, user: string): Promise<void> {
  let ctx = withValue(request.context(), userKey, user);
  ctx = withValue(request.context(), traceKey, "t");
  await load(ctx);
}`,
      output: `${go}interface IncomingRequest { context(): Context }
export async function handle(request: IncomingRequest, user: string): Promise<void> {
  let ctx = withValue(request.context(), userKey, user);
  ctx = withValue(ctx, traceKey, "t");
  await load(ctx);
}`,
      errors: [{ messageId: "lost", line: 11, column: 19, endColumn: 36, data: { parent: "request.context()", child: "ctx", line: "10", onPurpose: "" } }],
    },
    {
      name: "a value-only child",
      code: f(`const own = withValue(ctx, userKey, user); await load(own); await save(ctx);`),
      output: f(`const own = withValue(ctx, userKey, user); await load(own); await save(own);`),
      errors: [{ messageId: "value", data: { parent: "ctx", child: "own", line: "8" } }],
    },
    {
      name: "the value goes to one, and not to the next derive",
      code: f(`const own = withValue(ctx, userKey, user); await load(own); const next = withValue(ctx, traceKey, "t"); await save(next);`),
      output: f(`const own = withValue(ctx, userKey, user); await load(own); const next = withValue(own, traceKey, "t"); await save(next);`),
      errors: [{ messageId: "value" }],
    },
    {
      name: "nobody uses the first of two values",
      code: f(`const own = withValue(ctx, userKey, user); const next = withValue(ctx, traceKey, "t"); await save(next);`),
      output: f(`const own = withValue(ctx, userKey, user); const next = withValue(own, traceKey, "t"); await save(next);`),
      errors: [{ messageId: "unused" }],
    },
    {
      name: "a value-only child made by a function of the program, in a callback that runs at once, in a bag",
      code: `${go}function withUser(ctx: Context, user: string): Context {
  return withValue(ctx, userKey, user);
}
declare function run(options: { ctx: Context; signal?: AbortSignal }): void;
export async function f(ctx: Context, users: string[]): Promise<void> {
  const own = withUser(ctx, "a");
  await load(own);
  users.forEach((user) => { void user; run({ ctx }); });
  run({ ctx: own, signal: own.signal });
  run({ ctx: own, signal: own.signal });
  await fetch("u", { signal: ctx.signal });
}`,
      output: `${go}function withUser(ctx: Context, user: string): Context {
  return withValue(ctx, userKey, user);
}
declare function run(options: { ctx: Context; signal?: AbortSignal }): void;
export async function f(ctx: Context, users: string[]): Promise<void> {
  const own = withUser(ctx, "a");
  await load(own);
  users.forEach((user) => { void user; run({ ctx: own }); });
  run({ ctx: own, signal: own.signal });
  run({ ctx: own, signal: own.signal });
  await fetch("u", { signal: own.signal });
}`,
      errors: [
        { messageId: "value", line: 15 },
        { messageId: "value", line: 18, data: { parent: "ctx", child: "own", line: "13" } },
      ],
    },
    {
      name: "the nearest of several children",
      code: f(`const a = withValue(ctx, userKey, user); const b = withValue(a, traceKey, "t"); await load(b); await save(ctx);`),
      output: f(`const a = withValue(ctx, userKey, user); const b = withValue(a, traceKey, "t"); await load(b); await save(b);`),
      errors: [{ messageId: "value", data: { parent: "ctx", child: "b", line: "8" } }],
    },
    {
      name: "values in the way to a child with a limit: only the values are for all",
      code: f(`const a = withValue(ctx, userKey, user); const [b, cancel] = withTimeout(a, 100); try { await load(b); } finally { cancel(); } await save(ctx);`),
      output: f(`const a = withValue(ctx, userKey, user); const [b, cancel] = withTimeout(a, 100); try { await load(b); } finally { cancel(); } await save(a);`),
      errors: [{ messageId: "value", data: { parent: "ctx", child: "a", line: "8" } }],
    },
    {
      name: "a limit that nobody uses",
      code: f(`const [own, cancel] = withTimeout(ctx, 100); try { await load(ctx); } finally { cancel(); }`),
      errors: [{ messageId: "unused", data: { parent: "ctx", child: "own", line: "8", onPurpose: ", or `withoutCancel(…)` if this must not end with it" }, suggestions: [{ messageId: "use", data: { context: "own" }, output: f(`const [own, cancel] = withTimeout(ctx, 100); try { await load(own); } finally { cancel(); }`) }] }],
    },
    {
      name: "a limit within a value, written into each other",
      code: f(`const { 0: own, 1: cancel } = withTimeout(withValue(ctx, userKey, user), 100); try { await load(ctx); } finally { cancel(); }`),
      errors: [{ messageId: "unused", suggestions: [{ messageId: "use", data: { context: "own" }, output: f(`const { 0: own, 1: cancel } = withTimeout(withValue(ctx, userKey, user), 100); try { await load(own); } finally { cancel(); }`) }] }],
    },
    {
      name: "a limit that is replaced before anybody used it",
      code: f(`let [own, cancel] = withTimeout(ctx, 100); [own, cancel] = withCancel(ctx); await load(own); cancel();`),
      errors: [{ messageId: "lost", suggestions: [{ messageId: "use", data: { context: "own" }, output: f(`let [own, cancel] = withTimeout(ctx, 100); [own, cancel] = withCancel(own); await load(own); cancel();`) }] }],
    },
    {
      name: "a value that is replaced under a condition",
      code: f(`let own = withValue(ctx, userKey, user); if (user) { own = withValue(ctx, traceKey, "t"); } await load(own);`),
      output: f(`let own = withValue(ctx, userKey, user); if (user) { own = withValue(own, traceKey, "t"); } await load(own);`),
      errors: [{ messageId: "lost" }],
    },
    {
      name: "a merged signal that nobody uses; the parent is an expression",
      code: `export async function f(req: Request) { const own = AbortSignal.any([req.signal, AbortSignal.timeout(5)]); await fetch("b", { signal: req.signal }); }`,
      errors: [{ messageId: "unused", data: { parent: "req.signal", child: "own", line: "1", onPurpose: "" }, suggestions: [{ messageId: "use", data: { context: "own" }, output: `export async function f(req: Request) { const own = AbortSignal.any([req.signal, AbortSignal.timeout(5)]); await fetch("b", { signal: own }); }` }] }],
    },
    {
      name: "a source that is only disposed of",
      code: `import type { CancellationToken } from "vscode"; declare class CancellationTokenSource { constructor(parent?: CancellationToken); readonly token: CancellationToken; cancel(): void; dispose(): void } declare function work(token: CancellationToken): Promise<void>; export async function f(token: CancellationToken) { const source = new CancellationTokenSource(token); try { await work(token); } finally { source.dispose(); } }`,
      errors: [{ messageId: "unused", data: { parent: "token", child: "source.token", line: "1", onPurpose: "" }, suggestions: [{ messageId: "use", data: { context: "source.token" }, output: `import type { CancellationToken } from "vscode"; declare class CancellationTokenSource { constructor(parent?: CancellationToken); readonly token: CancellationToken; cancel(): void; dispose(): void } declare function work(token: CancellationToken): Promise<void>; export async function f(token: CancellationToken) { const source = new CancellationTokenSource(token); try { await work(source.token); } finally { source.dispose(); } }` }] }],
    },
    {
      name: "a disposable context",
      code: `import type { Context } from "@dxos/context"; declare function work(ctx: Context): Promise<void>; export async function f(ctx: Context) { const own = ctx.derive(); await work(ctx); await own.dispose(); }`,
      errors: [{ messageId: "unused", suggestions: [{ messageId: "use", data: { context: "own" }, output: `import type { Context } from "@dxos/context"; declare function work(ctx: Context): Promise<void>; export async function f(ctx: Context) { const own = ctx.derive(); await work(own); await own.dispose(); }` }] }],
    },
    {
      name: "OpenTelemetry: values by methods, and a span that nobody passes on",
      code: `${otel}export function f(ctx: Context, span: Span) { const a = ctx.setValue(key, 1); work(a); work(ctx); }
export function g(ctx: Context, span: Span) { const own = trace.setSpan(ctx, span); context.with(ctx, () => {}); span.end(); }`,
      output: `${otel}export function f(ctx: Context, span: Span) { const a = ctx.setValue(key, 1); work(a); work(a); }
export function g(ctx: Context, span: Span) { const own = trace.setSpan(ctx, span); context.with(ctx, () => {}); span.end(); }`,
      errors: [
        { messageId: "value" },
        { messageId: "unused", suggestions: [{ messageId: "use", data: { context: "own" }, output: `${otel}export function f(ctx: Context, span: Span) { const a = ctx.setValue(key, 1); work(a); work(ctx); }
export function g(ctx: Context, span: Span) { const own = trace.setSpan(ctx, span); context.with(own, () => {}); span.end(); }` }] },
      ],
    },
  ],
});

const outer = (body: string): string => `${go}declare function each(fn: (ctx: Context, item: string) => Promise<void>): Promise<void>;
declare function on(fn: (ctx: Context) => void): void;
declare function both(a: Context, b: Context): Promise<void>;
void [each, on, both];
export async function f(ctx: Context): Promise<void> { ${body} }`;

ruleTester.run("prefer-nearest-context: an outer function's context", rule, {
  valid: [
    { name: "progress that nobody can cancel", code: `import { type CancellationToken, ProgressLocation, window } from "vscode"; declare function work(token: CancellationToken): Promise<void>; export async function f(token: CancellationToken) { await window.withProgress({ location: ProgressLocation.Window }, async (progress, own) => { progress.report({}); await work(token); own.isCancellationRequested; }); }` },
    { name: "no parameter of its own", code: outer(`await each(() => load(ctx)); await Promise.all(["a"].map((item) => { void item; return load(ctx); }));`) },
    { name: "its own is used", code: outer(`await each((own) => load(own)); on((ctx) => { void load(ctx); });`) },
    { name: "both handed over", code: outer(`await each((own) => both(own, ctx)); await each(async (own) => { await both(withCancel(own)[0], ctx); });`) },
    { name: "the parent on its own", code: outer(`await each(async (own) => { if (ctx.err() || isDone(ctx)) return; await load(own); });`) },
    { name: "a handler, cleanup, background work", code: outer(`await each(async (own) => { try { await load(own); } catch { await save(ctx); } finally { await save(ctx); } void save(ctx); });`) },
    { name: "a fallback", code: outer(`const run = async (own?: Context): Promise<void> => { await load(own ?? ctx); if (!own) await load(ctx); }; await run();`) },
    { name: "one that may be missing", code: outer(`const run = async (own?: Context): Promise<void> => { if (own) return; await load(ctx); }; await run();`) },
    { name: "a context that can do more than its own", code: outer(`interface Process extends Context { exit(code: number): void } declare function end(process: Process): Promise<void>; const run = async (process: Process): Promise<void> => each(async (_own) => { await end(process); }); void run; await load(ctx);`) },
    { name: "another model", code: outer(`const run = async (token: import("vscode").CancellationToken): Promise<void> => { if (!token.isCancellationRequested) await load(ctx); }; void run;`) },
    { name: "a module's own, a field", code: `${go}declare const shared: Context; export class Store { constructor(private readonly ctx: Context) {} async f(ctx: Context) { await load(ctx); await save(shared); await save(this.ctx); } }` },
    { name: "a link", code: `export function f(signal: AbortSignal) { return (own: AbortSignal) => fetch("u", { signal: AbortSignal.any([own, signal]) }); }` },
    { name: "a default", code: outer(`const run = (own: Context = ctx) => load(own); await run();`) },
    { name: "a function inside that has none and runs later", code: outer(`await each(async (own) => { await load(own); setTimeout(() => { void save(ctx); }, 1); });`) },
  ],
  invalid: [
    {
      name: "a parameter of its own",
      code: outer(`await each(async (own, item) => { void item; await load(ctx); await save(own); });`),
      output: outer(`await each(async (own, item) => { void item; await load(own); await save(own); });`),
      errors: [{ messageId: "outer", data: { parent: "ctx", child: "own", onPurpose: ", or `withoutCancel(…)` if this must not end with it" } }],
    },
    {
      name: "a leading underscore is a parameter too; a part of the context; a function that runs at once",
      code: outer(`on((_own) => { ["a"].forEach((url) => fetch(url, { signal: ctx.signal })); });`),
      output: outer(`on((_own) => { ["a"].forEach((url) => fetch(url, { signal: _own.signal })); });`),
      errors: [{ messageId: "outer", data: { parent: "ctx", child: "_own.signal", onPurpose: "" } }],
    },
    {
      name: "what was derived from its own is nearer: a suggestion",
      code: outer(`await each(async (own) => { const named = withValue(own, userKey, "a"); await load(named); await save(ctx); });`),
      errors: [{ messageId: "outer", suggestions: [{ messageId: "use", data: { context: "named" }, output: outer(`await each(async (own) => { const named = withValue(own, userKey, "a"); await load(named); await save(named); });`) }] }],
    },
    {
      name: "a derive from the outer one is reported once",
      code: outer(`await each(async (own) => { if (own.err()) return; const [limited, cancel] = withTimeout(ctx, 5); try { await load(limited); } finally { cancel(); } });`),
      output: outer(`await each(async (own) => { if (own.err()) return; const [limited, cancel] = withTimeout(own, 5); try { await load(limited); } finally { cancel(); } });`),
      errors: [{ messageId: "outer" }],
    },
    {
      name: "progress with a token",
      code: `import { type CancellationToken, ProgressLocation, window } from "vscode"; declare function work(token: CancellationToken): Promise<void>; export async function f(token: CancellationToken) { await window.withProgress({ location: ProgressLocation.Notification, cancellable: true }, async (progress, own) => { progress.report({}); await work(token); }); }`,
      output: `import { type CancellationToken, ProgressLocation, window } from "vscode"; declare function work(token: CancellationToken): Promise<void>; export async function f(token: CancellationToken) { await window.withProgress({ location: ProgressLocation.Notification, cancellable: true }, async (progress, own) => { progress.report({}); await work(own); }); }`,
      errors: [{ messageId: "outer" }],
    },
  ],
});

ruleTester.run("prefer-nearest-context: a child that is thrown away", rule, {
  valid: [
    { name: "it is taken", code: f(`const own = withValue(ctx, userKey, user); await load(own); await load(withValue(ctx, userKey, user));`) },
    { name: "a handle that is thrown away is another rule's", code: f(`withCancel(ctx); withTimeout(ctx, 1);`) },
    { name: "a function of the program that may do more", code: `${go}const seen: Context[] = []; function register(ctx: Context): Context { seen.push(ctx); return ctx; } export function f(ctx: Context) { register(ctx); }` },
    {
      name: "what the parent has of the library's own values is asked of the parent",
      code: `import { type Context, propagation, type TextMapGetter, type TextMapPropagator, trace } from "@opentelemetry/api"; export function f(ctx: Context, carrier: unknown, getter: TextMapGetter, propagator: TextMapPropagator) { const extracted = propagator.extract(ctx, carrier, getter); const span = trace.getSpanContext(ctx) ?? trace.getSpan(ctx)?.spanContext(); return span === undefined && propagation.getBaggage(ctx) === undefined ? extracted : ctx; }`,
    },
    { name: "a method that is no derive", code: `declare const headers: { setValue(key: string, value: string): void }; import type { Context } from "@opentelemetry/api"; export function f(ctx: Context) { headers.setValue("a", "b"); return ctx; }` },
    { name: "a test of what throws", filename: "file.test.ts", code: f(`try { withValue(ctx, userKey, user); } catch {}`) },
  ],
  invalid: [
    {
      name: "as a statement",
      code: f(`withValue(ctx, userKey, user); await load(ctx);`),
      errors: [{ messageId: "discarded", data: { call: "withValue" }, suggestions: [{ messageId: "assign", data: { context: "ctx" }, output: f(`ctx = withValue(ctx, userKey, user); await load(ctx);`) }] }],
    },
    {
      name: "a constant cannot be assigned to",
      code: `${go}export async function f(request: { context(): Context }, parent: Context) { const ctx = parent; withValue(ctx, userKey, "a"); withValue(request.context(), userKey, "a"); await load(ctx); }`,
      errors: [{ messageId: "discarded" }, { messageId: "discarded" }],
    },
    {
      name: "by a method",
      code: `${otel}export function f(ctx: Context) {\n  ctx.setValue(key, 1);\n  work(ctx);\n}`,
      errors: [{ messageId: "discarded", line: 6, column: 3, data: { call: "ctx.setValue" }, suggestions: [{ messageId: "assign", data: { context: "ctx" }, output: `${otel}export function f(ctx: Context) {\n  ctx = ctx.setValue(key, 1);\n  work(ctx);\n}` }] }],
    },
    {
      name: "by a function of the program, merged, detached",
      code: `${go}const withUser = (ctx: Context, user: string): Context => withValue(ctx, userKey, user); export async function f(ctx: Context, signal: AbortSignal) { withUser(ctx, "a"); AbortSignal.any([signal]); await load(ctx); }`,
      errors: [
        { messageId: "discarded", suggestions: [{ messageId: "assign", data: { context: "ctx" }, output: `${go}const withUser = (ctx: Context, user: string): Context => withValue(ctx, userKey, user); export async function f(ctx: Context, signal: AbortSignal) { ctx = withUser(ctx, "a"); AbortSignal.any([signal]); await load(ctx); }` }] },
        { messageId: "discarded", suggestions: [{ messageId: "assign", data: { context: "signal" }, output: `${go}const withUser = (ctx: Context, user: string): Context => withValue(ctx, userKey, user); export async function f(ctx: Context, signal: AbortSignal) { withUser(ctx, "a"); signal = AbortSignal.any([signal]); await load(ctx); }` }] },
      ],
    },
  ],
});
