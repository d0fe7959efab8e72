import rule from "../../src/rules/no-dead-context.js";
import { nodeRuleTester, ruleTester } from "../rule-tester.js";

const go = `import { background, type Context, withCancel, withTimeout, withoutCancel } from "./context.js";
declare function work(ctx: Context, id?: string): Promise<string>; declare function handleAbort(ctx: Context): Promise<void>;
declare function items(ctx: Context): AsyncGenerator<string>; declare function note(ctx: Context, text: string): void;
interface Transaction { commit(ctx: Context): Promise<void>; rollback(ctx: Context): Promise<void> } declare function begin(ctx: Context): Promise<Transaction>;
void [background, withCancel, withTimeout, withoutCancel];
`;
const dom = `declare function save(id: string, options?: { signal?: AbortSignal; retries?: number }): Promise<void>; declare function send(id: string, signal?: AbortSignal): Promise<void>; declare function must(signal: AbortSignal): Promise<void>;
`;
const run = (body: string): string => `${go}export async function run(ctx: Context) { ${body} }`;
const own = (body: string): string => `${go}export async function run(parent: Context) { const [ctx, cancel] = withCancel(parent); ${body} }`;
const signalled = (body: string): string => `${dom}export async function run(signal: AbortSignal) { ${body} }`;
const controlled = (body: string): string => `${dom}export async function run() { const controller = new AbortController(); ${body} }`;

type Kind = "afterCancel" | "cleanup" | "inAbortedBranch";
const dead = (messageId: Kind, code: (body: string) => string, body: string, suggested: Partial<Record<"detach" | "leaveOut", string>> = {}) => ({
  code: code(body),
  errors: [{ messageId, suggestions: Object.entries(suggested).map(([id, text]) => ({ messageId: id as "detach" | "leaveOut", output: code(text) })) }],
});
const strict = { options: [{ checkCleanup: true }] as [{ checkCleanup: boolean }] };

ruleTester.run("no-dead-context", rule, {
  valid: [
    { name: "given back with all that it was asked with, it fails as the caller wants it to", code: `export async function f(url: string, init: RequestInit) { if (init.signal?.aborted === true) return fetch(url, init); return fetch(url, { ...init, cache: "no-store" }); }` },
    own("await work(ctx); cancel();"),
    own("cancel(); await work(parent);"),
    own("cancel(); await work(withoutCancel(ctx));"),
    own("if (parent.err()) cancel(); await work(ctx);"),
    own("const stop = () => cancel(); void stop; await work(ctx);"),
    own("try { await work(ctx); } finally { cancel(); }"),
    // What only notes it, or deals with the end.
    own("cancel(); note(ctx, 'done');"),
    run("if (ctx.err()) { await handleAbort(ctx); }"),
    run("if (ctx.err()) return 'gone'; return await work(ctx);"),
    run("if (!ctx.err()) await work(ctx);"),
    run("if (ctx.err()) { const free = withoutCancel(ctx); await work(free); }"),
    run("if (ctx.err()) { const [own, cancel] = withTimeout(withoutCancel(ctx), 10); try { await work(own); } finally { cancel(); } }"),
    signalled("if (signal.aborted) { await save('a'); }"),
    signalled("if (signal.aborted) { await save('a', { signal: AbortSignal.timeout(10) }); }"),
    signalled("signal.throwIfAborted(); await save('a', { signal });"),
    signalled("if (signal.aborted || Math.random() > 0.5) { await save('a', { signal }); }"),
    controlled("let current = controller; current.abort(); current = new AbortController(); await save('a', { signal: current.signal });"),
    controlled("controller.abort(); const next = new AbortController(); await save('a', { signal: next.signal });"),
    // Cleanup, unless it is asked for.
    run("const tx = await begin(ctx); try { await tx.commit(ctx); } catch (error) { await tx.rollback(ctx); throw error; }"),
    run("try { await work(ctx); } finally { await work(ctx); }"),
    { code: run("try { await work(ctx); } finally { await work(withoutCancel(ctx)); }"), ...strict },
    { code: run("try { await work(ctx); } finally { if (!ctx.err()) await work(ctx); }"), ...strict },
    { code: run("try { await work(ctx); } finally { const [own, cancel] = withTimeout(withoutCancel(ctx), 10); await work(own).finally(cancel); }"), ...strict },
    { code: run("try { await work(ctx); } catch { await work(ctx); }"), ...strict },
    { code: run("try { await work(ctx); } finally { note(ctx, 'done'); void work(ctx); }"), ...strict },
    { code: controlled("try { await save('a', { signal: controller.signal }); } finally { await save('b', { signal: controller.signal }); }"), ...strict },
    // The error has nothing to do with the context, or is only told of.
    { code: run("let path = ''; try { path = decodeURI('%'); } catch (error) { await work(ctx, path); throw error; }"), ...strict },
    { code: `${go}declare function emitError(ctx: Context, error: unknown): Promise<void>; export async function run(ctx: Context) { try { await work(ctx); } catch (error) { await emitError(ctx, error); throw error; } }`, ...strict },
    // Who ends something for a caller does it under the context that it gets.
    { code: `${go}export class Pool { async close(ctx: Context) { await work(ctx); } }`, ...strict },
    // TRAPS.md 11: a recovery step with a grace time of its own.
    { code: signalled("try { await must(signal); } catch (error) { if (signal.aborted) await save('a', { signal: AbortSignal.timeout(10) }); throw error; }"), ...strict },
    // A context without an end.
    { code: `import { type Context } from "@opentelemetry/api"; declare function flush(ctx: Context): Promise<void>; export async function run(ctx: Context) { try { await flush(ctx); } finally { await flush(ctx); } }`, ...strict },
    { code: own("cancel(); await work(ctx);"), filename: "file.test.ts" },
    `declare const anything: any; export async function run(signal: any) { if (signal.aborted) await anything(signal); }`,
  ],
  invalid: [
    {
      ...dead("afterCancel", own, "cancel(); await work(ctx);", {}),
      errors: [
        {
          messageId: "afterCancel",
          data: { callee: "work", context: "ctx", end: "cancel()", line: "6", remedy: "Pass `withoutCancel(ctx)`" },
          line: 6,
          column: own("cancel(); await work(ctx);").split("\n")[5]!.indexOf("work(ctx)") + 6,
          suggestions: [{ messageId: "detach", data: { context: "ctx", detached: "withoutCancel(ctx)" }, output: own("cancel(); await work(withoutCancel(ctx));") }],
        },
      ],
    },
    dead("afterCancel", own, "try { await work(ctx); } finally { cancel(); await work(ctx, 'last'); }", { detach: "try { await work(ctx); } finally { cancel(); await work(withoutCancel(ctx), 'last'); }" }),
    dead("afterCancel", own, "const [child] = withTimeout(ctx, 10); cancel(); await work(child);", { detach: "const [child] = withTimeout(ctx, 10); cancel(); await work(withoutCancel(child));" }),
    dead("afterCancel", own, "cancel(); for await (const item of items(ctx)) console.log(item);", { detach: "cancel(); for await (const item of items(withoutCancel(ctx))) console.log(item);" }),
    dead("afterCancel", controlled, "controller.abort(); await save(('a'), { signal: controller.signal });", { leaveOut: "controller.abort(); await save(('a'));" }),
    dead("afterCancel", controlled, "controller.abort(); await save('a', { signal: controller.signal, ['retries']: 1 });", { leaveOut: "controller.abort(); await save('a', { ['retries']: 1 });" }),
    dead("afterCancel", controlled, "controller.abort(); await save('a', { signal: controller.signal });", { leaveOut: "controller.abort(); await save('a');" }),
    dead("afterCancel", controlled, "controller.abort(); await save('a', { signal: controller.signal, retries: 1 });", { leaveOut: "controller.abort(); await save('a', { retries: 1 });" }),
    dead("afterCancel", controlled, "controller.abort(); await save('a', { retries: 1, signal: controller.signal });", { leaveOut: "controller.abort(); await save('a', { retries: 1 });" }),
    dead("afterCancel", controlled, "const { signal } = controller; controller.abort(); await send('a', signal);", { leaveOut: "const { signal } = controller; controller.abort(); await send('a');" }),
    dead("afterCancel", controlled, "const options = { signal: controller.signal }; controller.abort(); await save('a', options);"),
    { name: "work that goes on after it", code: `export async function f(url: string, init: RequestInit) { if (init.signal?.aborted === true) { await fetch(url, init); } }`, errors: [{ messageId: "inAbortedBranch", suggestions: [{ messageId: "leaveOut", output: `export async function f(url: string, init: RequestInit) { if (init.signal?.aborted === true) { await fetch(url); } }` }] }] },
    { ...dead("inAbortedBranch", run, "if (ctx.err()) { await work(ctx, 'last'); }", { detach: "if (ctx.err()) { await work(withoutCancel(ctx), 'last'); }" }) },
    { ...dead("inAbortedBranch", signalled, ""), code: signalled("if (signal.aborted) await must(signal);"), errors: [{ messageId: "inAbortedBranch", data: { callee: "must", context: "signal", remedy: "Leave the context out, or pass `AbortSignal.any([])`" } }] },
    dead("inAbortedBranch", signalled, "if (signal.aborted) return await save('a', { signal });", { leaveOut: "if (signal.aborted) return await save('a');" }),
    dead("inAbortedBranch", signalled, "try { await must(signal); } catch (error) { if (signal.aborted) await send('failed', signal); throw error; }", { leaveOut: "try { await must(signal); } catch (error) { if (signal.aborted) await send('failed'); throw error; }" }),
    dead("inAbortedBranch", signalled, "signal.addEventListener('abort', () => { void save('a', { signal }); }, { once: true });", { leaveOut: "signal.addEventListener('abort', () => { void save('a'); }, { once: true });" }),
    dead("inAbortedBranch", run, "await ctx.done(); await work(ctx);", { detach: "await ctx.done(); await work(withoutCancel(ctx));" }),
    dead("inAbortedBranch", signalled, "if (!signal.aborted) return; await save('a', { signal });", { leaveOut: "if (!signal.aborted) return; await save('a');" }),
    // With an import of its own.
    {
      code: `import { type Context } from "./context.js"; declare function work(ctx: Context): Promise<void>; export async function run(ctx: Context) { if (ctx.err()) await work(ctx); }`,
      errors: [{ messageId: "inAbortedBranch", suggestions: [{ messageId: "detach", output: `import { type Context, withoutCancel } from "./context.js"; declare function work(ctx: Context): Promise<void>; export async function run(ctx: Context) { if (ctx.err()) await work(withoutCancel(ctx)); }` }] }],
    },
    // Over a namespace.
    {
      code: `import * as context from "./context.js"; declare function work(ctx: context.Context): Promise<void>; export async function run(ctx: context.Context) { if (ctx.err()) await work(ctx); }`,
      errors: [{ messageId: "inAbortedBranch", suggestions: [{ messageId: "detach", output: `import * as context from "./context.js"; declare function work(ctx: context.Context): Promise<void>; export async function run(ctx: context.Context) { if (ctx.err()) await work(context.withoutCancel(ctx)); }` }] }],
    },
    // Cleanup.
    { ...dead("cleanup", run, "const tx = await begin(ctx); try { await tx.commit(ctx); } catch (error) { await tx.rollback(ctx); throw error; }", { detach: "const tx = await begin(ctx); try { await tx.commit(ctx); } catch (error) { await tx.rollback(withoutCancel(ctx)); throw error; }" }), ...strict },
    { ...dead("cleanup", signalled, ""), code: signalled("try { await must(signal); } finally { await save('a', { signal }); }"), ...strict, errors: [{ messageId: "cleanup", data: { callee: "save", context: "signal", remedy: "Leave the context out, or pass `AbortSignal.any([])`" }, suggestions: [{ messageId: "leaveOut", output: signalled("try { await must(signal); } finally { await save('a'); }") }] }] },
    { ...dead("cleanup", run, "await work(ctx).finally(() => work(ctx, 'last'));", { detach: "await work(ctx).finally(() => work(withoutCancel(ctx), 'last'));" }), ...strict },
    { ...dead("cleanup", run, "try { await work(ctx); } finally { const [own, cancel] = withTimeout(ctx, 10); await work(own).finally(cancel); }", { detach: "try { await work(ctx); } finally { const [own, cancel] = withTimeout(ctx, 10); await work(withoutCancel(own)).finally(cancel); }" }), ...strict },
    { ...dead("cleanup", run, "await using stack = new AsyncDisposableStack(); stack.defer(async () => { await work(ctx); });", { detach: "await using stack = new AsyncDisposableStack(); stack.defer(async () => { await work(withoutCancel(ctx)); });" }), ...strict },
  ],
});

nodeRuleTester.run("no-dead-context: Node.js", rule, {
  valid: [],
  invalid: [
    {
      code: `import { writeFile } from "node:fs/promises"; export async function run(signal: AbortSignal) { if (signal.aborted) await writeFile("state", "", { signal }); }`,
      errors: [{ messageId: "inAbortedBranch", suggestions: [{ messageId: "leaveOut", output: `import { writeFile } from "node:fs/promises"; export async function run(signal: AbortSignal) { if (signal.aborted) await writeFile("state", ""); }` }] }],
    },
    {
      code: `import type { CancellationToken } from "vscode-jsonrpc"; declare function report(text: string, token?: CancellationToken): Promise<void>; export async function run(token: CancellationToken) { if (token.isCancellationRequested) await report("gone", token); }`,
      errors: [{ messageId: "inAbortedBranch", suggestions: [{ messageId: "leaveOut", output: `import type { CancellationToken } from "vscode-jsonrpc"; declare function report(text: string, token?: CancellationToken): Promise<void>; export async function run(token: CancellationToken) { if (token.isCancellationRequested) await report("gone"); }` }] }],
    },
  ],
});
