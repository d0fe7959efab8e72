import rule from "../../src/rules/no-swallowed-cancellation.js";
import { ruleTester } from "../rule-tester.js";

/** Work that takes a context, work that takes none, and some things around. */
const go = `import { type Context, withTimeout, withoutCancel } from "./context.js";
declare function work(ctx: Context, id?: string): Promise<string>; declare function other(): Promise<string>; declare function sleep(ms: number, signal?: AbortSignal): Promise<void>;
declare const items: string[]; declare const logger: { warn(text: string, error?: unknown): void; error(ctx: Context, text: string): void };
`;
const web = `declare function sleep(ms: number, options?: { signal?: AbortSignal }): Promise<void>; declare function fallback(): Promise<string>; declare function save(text?: string): Promise<void>;
declare function load(url: string, options: { signal: AbortSignal }): Promise<string>; declare const urls: string[]; declare function isAbortError(error: unknown): boolean; declare function isRetryable(error: unknown): boolean;
`;
const vscode = `import type { CancellationToken } from "vscode-jsonrpc"; declare function work(id: string, token: CancellationToken): Promise<string>; declare const items: string[];
`;
const dxos = `import type { Context } from "@dxos/context"; declare function work(ctx: Context, id: string): Promise<string>; declare const items: string[];
`;

/** A case whose suggestion inserts `check` where the code says `CHECK`. */
function caught(messageId: "fallback" | "following" | "loop" | "retry", code: string, check?: string) {
  const suggestions = check === undefined ? [] : [{ messageId: "check" as const, data: { check: check.trim() }, output: code.replace("CHECK", () => check) }];
  return { code: code.replace("CHECK", ""), errors: [{ messageId, suggestions }] };
}
const goCheck = "if (ctx.err()) throw ctx.err(); ";
const webCheck = "signal.throwIfAborted(); ";

ruleTester.run("no-swallowed-cancellation", rule, {
  valid: [
    // A request is read, not sent.
    `declare function parse(request: Request): Promise<object>; declare function save(body: object): Promise<void>; export async function run(request: Request) { let body: object = {}; try { body = await parse(request); } catch { body = {}; } await save(body); }`,
    // What takes something back goes on with the rest.
    `${go} declare function remove(ctx: Context, id: string): Promise<void>; export async function rollbackItems(ctx: Context) { for (const id of items) { try { await remove(ctx, id); } catch (error) { logger.warn("failed", error); } } }`,
    // A file is looked at with the context in the next turn.
    `declare const disk: { stat(path: string, signal: AbortSignal): Promise<object>; read(path: string, signal: AbortSignal): Promise<string> }; declare const paths: string[]; export async function f(signal: AbortSignal) { for (const path of paths) { let found; try { found = await disk.read(path, signal); } catch { found = ""; } await disk.stat(path + found, signal); } }`,
    // It is thrown again.
    `${go} export async function run(ctx: Context) { for (const id of items) { try { await work(ctx, id); } catch (error) { logger.warn("failed", error); throw error; } } }`,
    `${go} export async function run(ctx: Context) { try { await work(ctx); } finally { await other(); } await other(); }`,
    // Somebody looks at the context: in the handler, after it, in the loop.
    `${go} export async function run(ctx: Context) { for (const id of items) { try { await work(ctx, id); } catch (error) { if (ctx.err()) throw error; logger.warn("failed", error); } } }`,
    `${go} export async function run(ctx: Context) { for (const id of items) { try { await work(ctx, id); } catch (error) { logger.warn("failed", error); } if (ctx.err()) break; } }`,
    `${go} export async function run(ctx: Context) { for (const id of items) { if (ctx.err()) return; try { await work(ctx, id); } catch {} } }`,
    `${go} export async function run(ctx: Context) { while (!ctx.err()) { try { await work(ctx); } catch {} } }`,
    `${go} export async function run(ctx: Context) { for (;;) { try { if (ctx.err()) return; await work(ctx); } catch {} } }`,
    `${go} export async function run(ctx: Context) { try { await work(ctx); } catch {} ctx.signal.throwIfAborted(); await other(); }`,
    `${web} export async function run(url: string, options: { signal: AbortSignal; retries: number }) { for (let i = 0; i < options.retries; i++) { try { return await load(url, options); } catch (error) { options.signal.throwIfAborted(); } } return ""; }`,
    `${web} export async function run(url: string, { signal }: { signal: AbortSignal }) { for (;;) { try { return await load(url, { signal }); } catch (error) { if (signal.aborted) throw error; } } }`,
    `${vscode} export async function run(token: CancellationToken) { for (const id of items) { try { await work(id, token); } catch { if (token.isCancellationRequested) return; } } }`,
    `${dxos} export async function run(ctx: Context) { for (const id of items) { try { await work(ctx, id); } catch { if (ctx.disposed) return; } } }`,
    // A helper looks at it (TRAPS 24).
    `${go} declare function interruptAndCheck(ctx: Context): Promise<void>; export async function run(ctx: Context) { for (const id of items) { try { await work(ctx, id); } catch { await interruptAndCheck(ctx); } } }`,
    `${go} declare function isOver(ctx: Context): boolean; export async function run(ctx: Context) { for (const id of items) { try { await work(ctx, id); } catch { if (isOver(ctx)) return; } } }`,
    `${go} export async function run(ctx: Context) { const check = () => { if (ctx.err()) throw ctx.err(); }; for (const id of items) { try { await work(ctx, id); } catch { check(); } } }`,
    // What waits before the next turn gets the context: it throws.
    `${web} export async function run(url: string, signal: AbortSignal) { for (;;) { try { return await load(url, { signal }); } catch { await sleep(10, { signal }); } } }`,
    `${web} export async function run(url: string, signal: AbortSignal) { for (;;) { try { await load(url, { signal }); } catch {} await sleep(10, { signal }); } }`,
    // The error is looked at.
    `${web} export async function run(url: string, signal: AbortSignal) { for (;;) { try { return await load(url, { signal }); } catch (error) { if ((error as Error).name === "AbortError") throw error; } } }`,
    `${web} export async function run(url: string, signal: AbortSignal) { for (;;) { try { return await load(url, { signal }); } catch (error) { if (isAbortError(error)) throw error; } } }`,
    `${web} export async function run(url: string, signal: AbortSignal) { for (let i = 0; ; i++) { try { return await load(url, { signal }); } catch (error) { if (i > 3 || !isRetryable(error)) throw error; } } }`,
    `${web} class TimeoutError extends Error {} export async function run(url: string, signal: AbortSignal) { for (;;) { try { return await load(url, { signal }); } catch (error) { if (!(error instanceof TimeoutError)) throw error; } } }`,
    `${web} export async function run(url: string, signal: AbortSignal) { for (;;) { try { return await load(url, { signal }); } catch (error) { const { name } = error as Error; if (name === "AbortError") throw error; } } }`,
    `${web} export async function run(url: string, signal: AbortSignal) { for (;;) { try { return await load(url, { signal }); } catch (error) { switch ((error as { code: string }).code) { case "ABORT": throw error; } } } }`,
    `${web} export async function run(url: string, signal: AbortSignal) { for (;;) { try { return await load(url, { signal }); } catch (error) { const text = String(error); if (text.includes("abort")) throw error; } } }`,
    `${web} declare function handle(error: unknown): void; export async function run(url: string, signal: AbortSignal) { for (;;) { try { return await load(url, { signal }); } catch (error) { handle(error); } } }`,
    `${web} export async function run(url: string, signal: AbortSignal) { let last: unknown; for (let i = 0; i < 3; i++) { try { return await load(url, { signal }); } catch (error) { last = error; } if ((last as Error).name === "AbortError") break; } throw last; }`,
    `${web} export async function run(url: string, signal: AbortSignal) { const text = await load(url, { signal }).catch((error) => { if (isAbortError(error)) throw error; return ""; }); await save(text); }`,
    // Nothing goes on.
    `${go} export async function run(ctx: Context) { try { return await work(ctx); } catch (error) { logger.warn("failed", error); return undefined; } }`,
    `${go} export async function run(ctx: Context) { try { await work(ctx); } catch (error) { logger.warn("failed", error); } }`,
    `${go} export async function run(ctx: Context) { for (const id of items) { try { await work(ctx, id); } catch (error) { logger.warn("failed", error); break; } } }`,
    `${go} export async function run(ctx: Context) { let text: string | undefined; try { text = await work(ctx); } catch {} if (text === undefined) return; await other(); }`,
    `${go} export async function run(ctx: Context) { let text = ""; try { text = await work(ctx); } catch {} logger.warn(text); return text.length; }`,
    `${go} export async function run(ctx: Context) { for (const id of items) { try { return await work(ctx, id); } catch {} return ""; } return ""; }`,
    // What follows gets the same context, or was begun with it: it throws by itself.
    `${go} export async function run(ctx: Context) { try { await work(ctx); } catch {} await work(ctx); await other(); }`,
    `${web} declare function open(signal: AbortSignal): { read(): Promise<string> }; export async function run(url: string, signal: AbortSignal) { const reader = open(signal); try { await load(url, { signal }); } catch {} await reader.read(); }`,
    // Cleanup, and what is only told.
    `${go} export async function run(ctx: Context) { try { await other(); } finally { try { await work(ctx); } catch {} await other(); } }`,
    `${go} declare const connection: { close(): Promise<void>; report(text: string): Promise<void> }; export async function run(ctx: Context) { try { await work(ctx); } catch {} await connection.close(); await logger.warn("done"); }`,
    `${go} declare const connection: { close(ctx: Context): Promise<void> }; export async function run(ctx: Context) { try { await connection.close(ctx); } catch {} await other(); }`,
    `${go} export async function shutdown() { try { await other(); } catch {} await other(); }`,
    // Nothing is handed on, or not to what is tried.
    `${go} export async function run(ctx: Context) { for (const id of items) { try { await other(); } catch {} } return ctx; }`,
    `${go} export async function run(ctx: Context) { for (const id of items) { try { await work(withoutCancel(ctx), id); } catch {} } }`,
    `${go} export async function run(ctx: Context) { const own = withoutCancel(ctx); for (const id of items) { try { await work(own, id); } catch {} } }`,
    `${go} export async function run(ctx: Context) { for (const id of items) { try { void work(ctx, id); } catch {} } }`,
    `${go} export async function run(ctx: Context) { const pending: Promise<string>[] = []; for (const id of items) { try { pending.push(work(ctx, id)); } catch {} } await Promise.all(pending); }`,
    `${web} export async function run(url: string) { for (;;) { try { return await load(url, { signal: AbortSignal.timeout(10) }); } catch {} } }`,
    `${web} export async function run(url: string) { const controller = new AbortController(); setTimeout(() => controller.abort(), 10); try { await load(url, { signal: controller.signal }); } catch {} await save(); }`,
    `${web} export async function run(url: string, options: { signal: AbortSignal; key: string }) { for (;;) { try { await sleep(10); await save(options.key); } catch {} } }`,
    // Of OpenTelemetry's context nobody sees an end.
    'import type { Context } from "@opentelemetry/api"; declare function work(ctx: Context): Promise<void>; declare const items: string[]; export async function run(ctx: Context) { for (const id of items) { try { await work(ctx); } catch {} } }',
    // A flag or a listener stops the loop (TRAPS 23); a stream that was opened with the signal ends by itself.
    `${web} export async function run(url: string, signal: AbortSignal) { let stopped = false; signal.addEventListener("abort", () => { stopped = true; }); while (!stopped) { try { await load(url, { signal }); } catch {} } }`,
    `${web} export class Poller { #closed = false; close() { this.#closed = true; } async run(url: string, signal: AbortSignal) { while (!this.#closed) { try { await load(url, { signal }); } catch {} } } }`,
    `${web} export async function run(stream: AsyncIterable<string>, signal: AbortSignal) { for await (const url of stream) { try { await load(url, { signal }); } catch {} } }`,
    // No types.
    { code: `${web} export async function run(signal: any, url: string) { for (;;) { try { return await load(url, { signal }); } catch {} } }` },
    { code: `/** @detached */ ${web} /** @detached tries for as long as it takes */ export async function run(url: string, signal: AbortSignal) { for (;;) { try { return await load(url, { signal }); } catch {} } }` },
    // Results are asked why they were rejected.
    `${go} export async function run(ctx: Context) { const results = await Promise.allSettled(items.map((id) => work(ctx, id))); for (const result of results) if (result.status === "rejected") logger.warn("failed", result.reason); await other(); }`,
    `${go} export async function run(ctx: Context) { await Promise.allSettled(items.map((id) => work(ctx, id))); }`,
  ],
  invalid: [
    // A request is sent on.
    { code: `declare function save(text: string): Promise<void>; export async function run(request: Request) { let text = ""; try { text = await (await fetch(request)).text(); } catch { text = "none"; } await save(text); }`, errors: [{ messageId: "following", suggestions: [{ messageId: "check", output: `declare function save(text: string): Promise<void>; export async function run(request: Request) { let text = ""; try { text = await (await fetch(request)).text(); } catch { request.signal.throwIfAborted(); text = "none"; } await save(text); }` }] }] },
    // The next turn of a loop.
    {
      code: `${go} export async function run(ctx: Context) {
  for (const id of items) {
    try {
      await work(ctx, id);
    } catch (error) {
      logger.warn("failed", error);
    }
  }
}`,
      errors: [
        {
          messageId: "loop",
          line: 8,
          column: 7,
          endColumn: 12,
          suggestions: [
            {
              messageId: "check",
              data: { check: "if (ctx.err()) throw ctx.err();" },
              output: `${go} export async function run(ctx: Context) {
  for (const id of items) {
    try {
      await work(ctx, id);
    } catch (error) {
      if (ctx.err()) throw ctx.err();
      logger.warn("failed", error);
    }
  }
}`,
            },
          ],
        },
      ],
    },
    // A retry.
    {
      code: `${web} export async function run(url: string, signal: AbortSignal) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await load(url, { signal });
    } catch (error) {
      if (attempt === 3) throw error;
      await sleep(2 ** attempt);
    }
  }
}`,
      errors: [
        {
          messageId: "retry",
          line: 7,
          suggestions: [
            {
              messageId: "check",
              output: `${web} export async function run(url: string, signal: AbortSignal) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await load(url, { signal });
    } catch (error) {
      signal.throwIfAborted();
      if (attempt === 3) throw error;
      await sleep(2 ** attempt);
    }
  }
}`,
            },
          ],
        },
      ],
    },
    // Whatever the loop, whatever else is done with the error.
    caught("loop", `${go} export async function run(ctx: Context) { while (items.length > 0) { try { await work(ctx, items.pop()); } catch (error) { CHECKlogger.warn(\`failed: \${error}\`); } } }`, goCheck),
    caught("loop", `${go} export async function run(ctx: Context) { const errors: unknown[] = []; for (const id of items) { try { await work(ctx, id); } catch (error) { CHECKerrors.push(error); continue; } } return errors; }`, goCheck),
    caught("loop", `${go} export async function run(ctx: Context) { for (const id of items) { try { await work(ctx, id); } catch (error) { CHECKlogger.warn(error instanceof Error ? error.message : String(error)); } } }`, goCheck),
    caught("loop", `${go} export async function run(ctx: Context) { for (const id of items) { try { await work(ctx, id); } catch (error) { CHECKlogger.error(ctx, "failed"); } } }`, goCheck),
    caught("loop", `${go} export async function run(ctx: Context) { for (const id of items) { try { const [own, cancel] = withTimeout(ctx, 10); try { await work(own, id); } finally { cancel(); } } catch (error) { CHECKlogger.warn("failed", error); } } }`, goCheck),
    caught("loop", `${go} export async function run(ctx: Context) { const [own, cancel] = withTimeout(ctx, 10); try { for (const id of items) { try { await work(own, id); } catch (error) { CHECKlogger.warn("failed", error); } } } finally { cancel(); } }`, goCheck),
    caught("loop", `${go} export async function run(ctx: Context) { for (const id of items) { try { await Promise.all([work(ctx, id), other()]); } catch (error) { CHECKlogger.warn("failed", error); } } }`, goCheck),
    caught("loop", `${go} export async function run(ctx: Context) { for (const id of items) { try { await Promise.all(items.map(async (each) => work(ctx, id + each))); } catch (error) { CHECKlogger.warn("failed", error); } } }`, goCheck),
    caught("loop", `${vscode} export async function run(token: CancellationToken) { for (const id of items) { try { await work(id, token); } catch { CHECKvoid 0; } } }`, "if (token.isCancellationRequested) return; "),
    caught("loop", `${vscode} export async function run(token: CancellationToken): Promise<number> { for (const id of items) { try { await work(id, token); } catch { CHECKvoid 0; } } return 0; }`),
    caught("loop", `${dxos} export async function run(ctx: Context) { for (const id of items) { try { await work(ctx, id); } catch { CHECKvoid 0; } } }`, "if (ctx.disposed) return; "),
    caught("loop", `${web} export async function run(options?: { signal?: AbortSignal }) { for (const url of urls) { try { await fetch(url, { signal: options?.signal ?? null }); } catch { CHECKvoid 0; } } }`, "options?.signal?.throwIfAborted(); "),
    caught("loop", `${web} export async function run(request: Request) { for (const url of urls) { try { await load(url, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(5)]) }); } catch { CHECKvoid 0; } } }`, "request.signal.throwIfAborted(); "),
    caught("loop", `${web} export class Loader { constructor(private readonly signal: AbortSignal) {} async run() { for (const url of urls) { try { await load(url, { signal: this.signal }); } catch { CHECKvoid 0; } await sleep(1); } } }`, "this.signal.throwIfAborted(); "),
    // A check in what is tried is swallowed too.
    caught("loop", `${web} export async function run(signal: AbortSignal) { for (const url of urls) { try { signal.throwIfAborted(); await load(url, { signal }); } catch { CHECKvoid 0; } } }`, webCheck),
    // A retry: until it succeeds, or one mirror after the other.
    caught("retry", `${web} export async function run(url: string, signal: AbortSignal) { let last: unknown; for (let i = 0; i < 3; i++) { try { return await load(url, { signal }); } catch (error) { CHECKlast = error; } } throw last; }`, webCheck),
    caught("retry", `${web} export async function run(signal: AbortSignal) { for (const url of urls) { try { return await load(url, { signal }); } catch { CHECKcontinue; } } return ""; }`, webCheck),
    caught("retry", `${web} export async function run(url: string, signal: AbortSignal) { while (true) { try { await load(url, { signal }); break; } catch { CHECKawait sleep(10); } } }`, webCheck),
    caught("retry", `${web} export async function run(url: string, signal: AbortSignal) { while (true) { let text; try { text = await load(url, { signal }); } catch { CHECKcontinue; } return text; } }`, webCheck),
    // A fallback.
    caught("fallback", `${web} export async function run(url: string, signal: AbortSignal) { try { return await load(url, { signal }); } catch { CHECKreturn fallback(); } }`, webCheck),
    caught("fallback", `${web} export async function run(url: string, signal: AbortSignal) { let text: string; try { text = await load(url, { signal }); } catch { CHECKtext = await fallback(); } return text; }`, webCheck),
    caught("fallback", `${web} declare function saveInstead(): Promise<void>; export async function run(url: string, signal: AbortSignal) { try { await load(url, { signal }); } catch { CHECKawait saveInstead(); } }`, webCheck),
    {
      code: `${web} export async function run(url: string, signal: AbortSignal) { return await load(url, { signal }).catch(() => fallback()); }`,
      errors: [{ messageId: "fallback", suggestions: [{ messageId: "check", output: `${web} export async function run(url: string, signal: AbortSignal) { return await load(url, { signal }).catch(() => { signal.throwIfAborted(); return fallback(); }); }` }] }],
    },
    // What is awaited next.
    caught("following", `${web} export async function run(url: string, signal: AbortSignal) { let text = ""; try { text = await load(url, { signal }); } catch { CHECKvoid 0; } await save(text); }`, webCheck),
    caught("following", `${web} export async function run(url: string, signal: AbortSignal) { try { await load(url, { signal }); } catch { CHECKvoid 0; } await Promise.all([save(), save()]); }`, webCheck),
    caught("following", `${web} export async function run(url: string, signal: AbortSignal) { if (url) { try { await load(url, { signal }); } catch { CHECKvoid 0; } } return await fallback(); }`, webCheck),
    {
      code: `${web} export async function run(url: string, signal: AbortSignal) { const text = await load(url, { signal }).catch(() => ""); await save(text); }`,
      errors: [{ messageId: "following", line: 3, column: 105, endColumn: 110, suggestions: [{ messageId: "check", output: `${web} export async function run(url: string, signal: AbortSignal) { const text = await load(url, { signal }).catch(() => { signal.throwIfAborted(); return ""; }); await save(text); }` }] }],
    },
    {
      code: `${web} export async function run(url: string, signal: AbortSignal) { await load(url, { signal }).then((text) => save(text), () => {}); await save(); }`,
      errors: [{ messageId: "following", suggestions: [{ messageId: "check", output: `${web} export async function run(url: string, signal: AbortSignal) { await load(url, { signal }).then((text) => save(text), () => {\n  signal.throwIfAborted();\n }); await save(); }` }] }],
    },
    {
      code: `${go} export async function run(ctx: Context) { await Promise.allSettled(items.map((id) => work(ctx, id))); await other(); }`,
      errors: [{ messageId: "following", suggestions: [{ messageId: "check", output: `${go} export async function run(ctx: Context) { await Promise.allSettled(items.map((id) => work(ctx, id))); if (ctx.err()) throw ctx.err(); await other(); }` }] }],
    },
    // The message names the work, not all that is done with its result.
    {
      code: `${web} export async function run(url: string, signal: AbortSignal) { try { await load(url, { signal }); } catch { void 0; } await save().then(() => undefined).finally(() => undefined); }`,
      errors: [
        {
          messageId: "following",
          data: { context: "signal", handler: "`catch`", work: "save(…)", line: "3", mend: "Leave first with `signal.throwIfAborted();`, or look at the error; say `@detached` in the JSDoc of this function if it is meant." },
          suggestions: [{ messageId: "check", output: `${web} export async function run(url: string, signal: AbortSignal) { try { await load(url, { signal }); } catch { signal.throwIfAborted(); void 0; } await save().then(() => undefined).finally(() => undefined); }` }],
        },
      ],
    },
    // JavaScript.
    {
      filename: "script.js",
      code: `/** @param {AbortSignal} signal @param {string[]} urls */\nexport async function run(signal, urls) {\n  for (const url of urls) {\n    try {\n      await fetch(url, { signal });\n    } catch {}\n  }\n}`,
      errors: [{ messageId: "loop", suggestions: [{ messageId: "check", output: `/** @param {AbortSignal} signal @param {string[]} urls */\nexport async function run(signal, urls) {\n  for (const url of urls) {\n    try {\n      await fetch(url, { signal });\n    } catch {\n      signal.throwIfAborted();\n    }\n  }\n}` }] }],
    },
  ],
});
