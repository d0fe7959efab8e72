import rule from "../../src/rules/no-floating-context.js";
import { nodeRuleTester, ruleTester } from "../rule-tester.js";

const go = `import { background, type Context, withCancel, withTimeout, withoutCancel } from "./context.js";
declare function work(ctx: Context, id?: string): Promise<string>;
declare function other(ctx?: Context): Promise<void>;
declare function start(ctx: Context): void;
declare function items(ctx: Context): AsyncGenerator<string>;
void [background, withCancel, withTimeout, withoutCancel];
`;
const dom = `declare const url: string; declare function load(options: { signal?: AbortSignal; id?: string }): Promise<string>;
declare function parse(response: Response): Promise<string>;
`;

/** A function whose body is a `try` that ends its context. */
const tried = (body: string, rest = ""): string => `${go}export async function run(parent: Context, ids: string[]) {
  const [ctx, cancel] = withTimeout(parent, 100);
  try {
    ${body}
  } finally {
    cancel();
  }
  ${rest}
}`;
/** A function with a controller and a timer of its own. */
const limited = (body: string, last: string, head = ""): string => `${dom}export async function run(ids: string[]) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 100);
  ${head}
  try {
    ${body}
  } finally {
    ${last}
  }
}`;
const block = (body: string): string => `${go}export async function run(parent: Context) {
  const [ctx, cancel] = withCancel(parent);
  ${body}
}`;

const cancelled = (data?: Record<string, string>): { messageId: "cancelledBeforeUse"; data?: Record<string, string> } => ({ messageId: "cancelledBeforeUse", ...(data ? { data } : {}) });
const withFix = (code: (body: string) => string, body: string, fixed: string) => ({ code: code(body), output: code(fixed), errors: [cancelled()] });
/** A report with suggestions: what each makes of the body. */
const suggests = (code: (body: string) => string, body: string, suggested: Partial<Record<"await" | "detach", string>>) => ({
  code: code(body),
  errors: [{ ...cancelled(), suggestions: Object.entries(suggested).map(([id, text]) => ({ messageId: id as "await" | "detach", output: code(text) })) }],
});

ruleTester.run("no-floating-context: returned from a try", rule, {
  valid: [
    tried("return await work(ctx);"),
    tried("const result = await work(ctx); return result;"),
    tried("const promise = work(ctx); return await promise;"),
    tried("const promise = work(ctx); await promise; return promise;"),
    // Of another context.
    tried("return work(parent);"),
    tried("await work(ctx); return other();"),
    tried("return work(withoutCancel(ctx));"),
    tried("const free = withoutCancel(ctx); return work(free);"),
    // No promise.
    tried("start(ctx); return ids;"),
    tried("await Promise.all(ids.map((id) => work(ctx, id)));"),
    tried("await Promise.all(ids.map(async (id) => { await work(ctx, id); }));"),
    tried("return await Promise.all([work(ctx), other(ctx)]);"),
    tried("for await (const item of items(ctx)) ids.push(item);"),
    tried("const running = ids.map((id) => work(ctx, id)); await Promise.all(running);"),
    // An async generator awaits what it returns, and hands on what another gives.
    `${go}export async function* run(parent: Context) { const [ctx, cancel] = withCancel(parent); try { yield* items(ctx); return work(ctx); } finally { cancel(); } }`,
    // Not ended for certain.
    `${go}export async function run(parent: Context, keep: boolean) { const [ctx, cancel] = withCancel(parent); try { return work(ctx); } finally { if (!keep) cancel(); } }`,
    `${go}export async function run(parent: Context) { const [ctx, cancel] = withCancel(parent); try { return work(ctx); } catch (error) { cancel(); throw error; } }`,
    `${go}export async function run(parent: Context) { const [ctx, cancel] = withCancel(parent); return work(ctx).finally(cancel); }`,
    `${go}export async function run(parent: Context) { const [ctx, cancel] = withCancel(parent); try { return work(ctx); } finally { setTimeout(cancel, 10); } }`,
    // A function that somebody else calls.
    tried("return { load: (id: string) => work(ctx, id) };"),
    // `any` may be anything.
    `declare function fetchAny(options: any): any; export async function run() { const controller = new AbortController(); try { return fetchAny({ signal: controller.signal }); } finally { controller.abort(); } }`,
    // Without contexts.
    "declare const lock: { release(): void }; export async function run() { try { return fetch(''); } finally { lock.release(); } }",
    limited("return await load({ signal: controller.signal });", "clearTimeout(timer);"),
    // Given another value for the next turn.
    `${dom}export async function run() { let controller = new AbortController(); try { const mine = controller; controller = new AbortController(); return load({ signal: mine.signal }); } finally { controller.abort(); } }`,
    // The spread one is overwritten.
    `${dom}export async function run(options: { signal: AbortSignal }) { const controller = new AbortController(); const bag = { signal: controller.signal }; try { return load({ ...bag, signal: options.signal }); } finally { controller.abort(); } }`,
  ],
  invalid: [
    { ...withFix(tried, "return work(ctx);", "return await work(ctx);"), errors: [{ ...cancelled({ callee: "work", line: "12", end: "`cancel()` ends `ctx`", state: "is still under way", loss: "the caller gets a promise that is cancelled before it is done", remedy: "Return it awaited" }), line: 10, column: 12 }] },
    withFix(tried, "return work(ctx).then((text) => text.length);", "return await work(ctx).then((text) => text.length);"),
    withFix(tried, "return ids.length > 0 ? work(ctx) : undefined;", "return await (ids.length > 0 ? work(ctx) : undefined);"),
    withFix(tried, "return (work(ctx));", "return (await work(ctx));"),
    withFix(tried, "return work(ctx) as Promise<unknown>;", "return await (work(ctx) as Promise<unknown>);"),
    withFix(tried, "return Promise.all(ids.map((id) => work(ctx, id)));", "return await Promise.all(ids.map((id) => work(ctx, id)));"),
    withFix(tried, "return Promise.all(ids.map(async (id) => { await work(ctx, id); }));", "return await Promise.all(ids.map(async (id) => { await work(ctx, id); }));"),
    withFix(tried, "const promise = work(ctx); return promise;", "const promise = work(ctx); return await promise;"),
    withFix(tried, "await other(ctx); return /* last */ work(ctx); // done", "await other(ctx); return /* last */ await work(ctx); // done"),
    // A child ends with its parent.
    withFix(tried, "const [child] = withTimeout(ctx, 1); return work(child);", "const [child] = withTimeout(ctx, 1); return await work(child);"),
    withFix(tried, "return fetch('', { signal: ctx.signal });", "return await fetch('', { signal: ctx.signal });"),
    withFix(tried, "const signal = AbortSignal.any([ctx.signal]); return fetch('', { signal });", "const signal = AbortSignal.any([ctx.signal]); return await fetch('', { signal });"),
    withFix(tried, "const options = { signal: ctx.signal }; return fetch('', options);", "const options = { signal: ctx.signal }; return await fetch('', options);"),
    withFix(tried, "return fetch(new Request('', { signal: ctx.signal }));", "return await fetch(new Request('', { signal: ctx.signal }));"),
    // In the handler too.
    withFix((body) => tried(`await other(ctx); } catch { ${body}`), "return work(ctx);", "return await work(ctx);"),
    // In a nested block, in an inner `try`.
    withFix(tried, "if (ids.length > 0) { try { return work(ctx); } catch {} }", "if (ids.length > 0) { try { return await work(ctx); } catch {} }"),
    // What is called on it goes on with it.
    withFix((body) => `interface Answer extends Promise<Response> { json(): Promise<unknown> } declare const client: { get(url: string, options: { signal: AbortSignal }): Answer }; export async function run() { const controller = new AbortController(); try { ${body} } finally { controller.abort(); } }`, "return client.get('', { signal: controller.signal }).json();", "return await client.get('', { signal: controller.signal }).json();"),
    // One `await` for all that is returned.
    withFix(tried, "return Promise.all([work(ctx), work(ctx, 'b')]);", "return await Promise.all([work(ctx), work(ctx, 'b')]);"),
    withFix(tried, "const a = work(ctx); const b = work(ctx); return Promise.all([a, b]);", "const a = work(ctx); const b = work(ctx); return await Promise.all([a, b]);"),
    withFix(tried, "return Promise.resolve().then(() => work(ctx));", "return await Promise.resolve().then(() => work(ctx));"),
    withFix(tried, "return new Promise<string>((resolve, reject) => { work(ctx).then(resolve, reject); });", "return await new Promise<string>((resolve, reject) => { work(ctx).then(resolve, reject); });"),
    withFix(tried, "const race = async <T>(one: Promise<T>) => one; return race(work(ctx));", "const race = async <T>(one: Promise<T>) => one; return await race(work(ctx));"),
    // In a function that cannot await: it may be made to.
    ...[
      ["export function run(parent: Context): Promise<string> {", "export async function run(parent: Context): Promise<string> {", ""],
      ["export const run = (parent: Context) => {", "export const run = async (parent: Context) => {", ""],
      ["export class Runner { static run(parent: Context) {", "export class Runner { static async run(parent: Context) {", " }"],
      ["export const runner = { run(parent: Context) {", "export const runner = { async run(parent: Context) {", " }"],
    ].map(([head, made, tail]) => ({
      code: `${go}${head} const [ctx, cancel] = withCancel(parent); try { return work(ctx); } finally { cancel(); } }${tail}`,
      errors: [{ ...cancelled(), suggestions: [{ messageId: "makeAsync" as const, output: `${go}${made} const [ctx, cancel] = withCancel(parent); try { return await work(ctx); } finally { cancel(); } }${tail}` }] }],
    })),
    { code: `${go}export function run(parent: Context, now: boolean) { const [ctx, cancel] = withCancel(parent); try { return now ? "" : work(ctx); } finally { cancel(); } }`, errors: [cancelled()] },
    // The handle is tested for presence only, or called by a local function.
    { code: `${dom}export async function run(controller?: AbortController) { try { return load({ signal: controller!.signal }); } finally { controller?.abort(); } }`, output: `${dom}export async function run(controller?: AbortController) { try { return await load({ signal: controller!.signal }); } finally { controller?.abort(); } }`, errors: [cancelled()] },
    { code: `${dom}export async function run(controller: AbortController) { try { return load({ signal: controller.signal }); } finally { if (!controller.signal.aborted) controller.abort(); } }`, output: `${dom}export async function run(controller: AbortController) { try { return await load({ signal: controller.signal }); } finally { if (!controller.signal.aborted) controller.abort(); } }`, errors: [cancelled()] },
    withFix((body) => limited(body, "stop();", "const stop = () => { clearTimeout(timer); controller.abort(); };"), "return load({ signal: controller.signal });", "return await load({ signal: controller.signal });"),
    // TRAPS.md 39.
    withFix(
      (body) => `${dom}interface Options { signal: AbortSignal } declare const fallback: { resolve(x: string, options: Options): Promise<string> } | undefined;
export async function run(x: string, options: Options & { depth: number }) { const controller = new AbortController(); const wrapped = { ...options, signal: controller.signal };
  try { ${body} } finally { controller.abort(); } }`,
      "return fallback?.resolve(x, wrapped) ?? null;",
      "return await (fallback?.resolve(x, wrapped) ?? null);",
    ),
    // Members.
    withFix((body) => `${dom}export class Loader { #controller = new AbortController(); async run() { try { ${body} } finally { this.#controller.abort(); } } }`, "return load({ signal: this.#controller.signal });", "return await load({ signal: this.#controller.signal });"),
  ],
});

ruleTester.run("no-floating-context: limits and bodies", rule, {
  valid: [
    // `clearTimeout` leaves the response alive.
    limited("return await fetch(url, { signal: controller.signal });", "clearTimeout(timer);"),
    limited("const response = await fetch(url, { signal: controller.signal }); return response;", "clearTimeout(timer);"),
    limited("const response = await fetch(url, { signal: controller.signal }); return await response.json();", "clearTimeout(timer); controller.abort();"),
    limited("const response = await fetch(url, { signal: controller.signal }); const text = await response.text(); return { text, response };", "controller.abort();"),
    limited("const response = await fetch(url, { signal: controller.signal }); return response.status;", "controller.abort();"),
    limited("response = await fetch(url, { signal: controller.signal }); text = await response.text();", "controller.abort(); } if (response.ok) { return text;", "let response: Response; let text: string;"),
    limited("response = await fetch(url, { signal: controller.signal });", "clearTimeout(timer); } if (response.ok) { return await response.json();", "let response: Response;"),
    // Another timer.
    limited("return load({ signal: controller.signal });", "clearTimeout(other);", "const other = setTimeout(() => { console.log(timer); }, 10);"),
    // The work does not depend on it.
    limited("await load({ signal: controller.signal }); return fetch(url).then((response) => response.json());", "clearTimeout(timer);"),
    // Work beside other work, which the limit is not for.
    limited("void load({ signal: controller.signal });", "clearTimeout(timer);"),
  ],
  invalid: [
    // TRAPS.md 40.
    {
      ...withFix((body) => limited(`const response = await fetch(url, { signal: controller.signal }); ${body}`, "clearTimeout(timer);"), "return response.json();", "return await response.json();"),
      errors: [cancelled({ callee: "response.json", line: "10", end: "`clearTimeout(timer)` takes its time limit away", state: "is still under way", loss: "from there on nothing limits it", remedy: "Return it awaited" })],
    },
    withFix((body) => limited(body, "clearTimeout(timer);"), "return fetch(url, { signal: controller.signal });", "return await fetch(url, { signal: controller.signal });"),
    withFix((body) => limited(body, "if (timer !== undefined) clearTimeout(timer);"), "return fetch(url, { signal: controller.signal });", "return await fetch(url, { signal: controller.signal });"),
    withFix((body) => limited(body, "clearTimeout(timer);"), "return (await fetch(url, { signal: controller.signal })).json();", "return await (await fetch(url, { signal: controller.signal })).json();"),
    withFix((body) => limited(`const response = await fetch(url, { signal: controller.signal }); ${body}`, "clearTimeout(timer);"), "return parse(response);", "return await parse(response);"),
    {
      code: limited("const response = await fetch(url, { signal: controller.signal }); if (!response.ok) throw new Error(); return response;", "controller.abort();"),
      errors: [cancelled({ callee: "fetch", line: "10", end: "`controller.abort()` ends `controller.signal`", state: "gives something that is still to be read", loss: "nobody can read it any more", remedy: "Read it here, or end the context when it has been read" })],
    },
    { code: limited("return await fetch(url, { signal: controller.signal });", "controller.abort();"), errors: [cancelled()] },
    { code: limited("const response = await fetch(url, { signal: controller.signal }); return response.body;", "controller.abort();"), errors: [cancelled()] },
    { code: tried("return items(ctx);"), errors: [cancelled()] },
    // Read after the end.
    { code: limited("response = await fetch(url, { signal: controller.signal });", "controller.abort(); } if (response.ok) { return await response.json();", "let response: Response;"), errors: [cancelled()] },
  ],
});

ruleTester.run("no-floating-context: dropped and kept", rule, {
  valid: [
    // Work beside other work, and stopped with it.
    tried("void work(ctx); await other(ctx);"),
    tried("const beat = work(ctx); await other(ctx); void beat;"),
    tried("for (const id of ids) { void work(ctx, id); await other(ctx); }"),
    block("const pump = work(ctx); await other(); cancel(); await pump;"),
    block("const pump = work(ctx); if (pump) { cancel(); return; } await pump;"),
    block("await work(ctx); cancel();"),
    block("const text = await work(ctx); cancel(); return text;"),
    block("const stop = () => cancel(); void work(ctx).finally(stop);"),
    block("void work(parent); cancel();"),
    block("start(ctx); cancel();"),
    // TRAPS.md 16: the one cleanup that also takes the listeners away.
    limited("document.addEventListener('click', () => {}, { signal: controller.signal }); await load({ signal: controller.signal });", "controller.abort();"),
    limited("await Promise.race([load({ signal: controller.signal }), load({ id: 'b', signal: controller.signal })]);", "controller.abort();"),
    // A listener's signal is how it is removed.
    limited("document.addEventListener('click', () => {}, { signal: controller.signal });", "controller.abort();"),
    // Awaited, whoever hands it on.
    tried("await new Promise<string>((resolve, reject) => { work(ctx).then(resolve, reject); });"),
    tried("const race = async <T>(one: Promise<T>) => one; await race(work(ctx));"),
    tried("const track = (one: Promise<string>) => { running.push(one); }; const running: Promise<string>[] = []; track(work(ctx)); await Promise.all(running);"),
    // Somebody else awaits it.
    tried("const running: Promise<string>[] = []; for (const id of ids) running.push(work(ctx, id)); await Promise.all(running);"),
    tried("setTimeout(() => void work(ctx), 10); await other(ctx);"),
    tried("setTimeout(() => console.log(ctx), 10);"),
    tried("const timer = setTimeout(() => start(ctx), 10); clearTimeout(timer);"),
    tried("await (async () => { await work(ctx); })();"),
    tried("const task = async () => { await work(ctx); }; await Promise.all([task(), task()]);"),
    tried("const task = async () => { await work(ctx); }; void task(); await task();"),
    tried("const task = async () => { await work(ctx); }; return { task };"),
    { code: block("const pending = work(ctx); cancel(); await pending;"), filename: "file.test.ts" },
  ],
  invalid: [
    {
      code: tried("void work(ctx);"),
      errors: [
        {
          ...cancelled({ callee: "work", line: "12", end: "`cancel()` ends `ctx`", state: "is still under way", loss: "nobody awaits it, and it is cancelled before it is done", remedy: "Await it before, or give it a context that lives as long as it does" }),
          suggestions: [
            { messageId: "await", data: { callee: "work" }, output: tried("await work(ctx);") },
            { messageId: "detach", data: { context: "ctx", detached: "withoutCancel(ctx)" }, output: tried("void work(withoutCancel(ctx));") },
          ],
        },
      ],
    },
    suggests(tried, "work(ctx).catch(() => {});", { await: "await work(ctx).catch(() => {});", detach: "work(withoutCancel(ctx)).catch(() => {});" }),
    suggests((body) => limited(body, "controller.abort();"), "void load({ signal: controller.signal });", { await: "await load({ signal: controller.signal });" }),
    suggests((body) => tried(body, "await pending;").replace("  const [ctx", "  let pending: Promise<string>;\n  const [ctx"), "pending = work(ctx);", { detach: "pending = work(withoutCancel(ctx));" }),
    { ...suggests(block, "const pending = work(ctx); cancel(); await pending;", {}), errors: [{ ...cancelled({ callee: "work", line: "9", end: "`cancel()` ends `ctx`", state: "is still under way", loss: "it is awaited only later, and cancelled before it is done", remedy: "Await it before" }), suggestions: [{ messageId: "detach", output: block("const pending = work(withoutCancel(ctx)); cancel(); await pending;") }] }] },
    suggests(block, "const pending = work(ctx); cancel(); return pending;", { detach: "const pending = work(withoutCancel(ctx)); cancel(); return pending;" }),
    suggests(block, "void work(ctx); cancel();", { await: "await work(ctx); cancel();", detach: "void work(withoutCancel(ctx)); cancel();" }),
    suggests(tried, "setInterval(() => work(ctx), 10);", { detach: "setInterval(() => work(withoutCancel(ctx)), 10);" }),
    suggests(tried, "setTimeout(() => start(ctx), 10);", { detach: "setTimeout(() => start(withoutCancel(ctx)), 10);" }),
    suggests(tried, "setTimeout(start, 10, ctx);", { detach: "setTimeout(start, 10, withoutCancel(ctx));" }),
    suggests(tried, "document.addEventListener('click', () => start(ctx));", { detach: "document.addEventListener('click', () => start(withoutCancel(ctx)));" }),
    suggests(tried, "void (async () => { await work(ctx); })();", { await: "await (async () => { await work(ctx); })();", detach: "void (async () => { await work(withoutCancel(ctx)); })();" }),
    suggests(tried, "const task = async () => { await work(ctx); }; void task();", { await: "const task = async () => { await work(ctx); }; await task();", detach: "const task = async () => { await work(withoutCancel(ctx)); }; void task();" }),
    suggests(tried, "return { text: work(ctx) };", { detach: "return { text: work(withoutCancel(ctx)) };" }),
    suggests((body) => `${go}export class Runner { pending?: Promise<string>; run(parent: Context) { const [ctx, cancel] = withCancel(parent); try { ${body} } finally { cancel(); } } }`, "this.pending = work(ctx);", { detach: "this.pending = work(withoutCancel(ctx));" }),
    suggests((body) => tried(body).replace("export async", "declare const event: { waitUntil(promise: Promise<unknown>): void };\nexport async"), "event.waitUntil(work(ctx));", { detach: "event.waitUntil(work(withoutCancel(ctx)));" }),
    { code: `${dom}export async function run() { const controller = new AbortController(); const pending = load({ signal: controller.signal }); controller.abort(); return pending; }`, errors: [cancelled()] },
    suggests(tried, "setTimeout(() => void work(ctx), 10);", { detach: "setTimeout(() => void work(withoutCancel(ctx)), 10);" }),
    { ...suggests(tried, "setTimeout(async () => { await work(ctx); }, 10);", {}), errors: [{ ...cancelled({ callee: "work", line: "12", end: "`cancel()` ends `ctx`", state: "has not begun", loss: "it runs later, under a context that is over", remedy: "Give it a context that lives as long as it does" }), suggestions: [{ messageId: "detach", output: tried("setTimeout(async () => { await work(withoutCancel(ctx)); }, 10);") }] }] },
    suggests(tried, "ids.forEach((id) => void work(ctx, id));", { detach: "ids.forEach((id) => void work(withoutCancel(ctx), id));" }),
    suggests((body) => tried(body, "await Promise.all(running);").replace("  const [ctx", "  const running: Promise<string>[] = [];\n  const [ctx"), "for (const id of ids) running.push(work(ctx, id));", { detach: "for (const id of ids) running.push(work(withoutCancel(ctx), id));" }),
  ],
});

ruleTester.run("no-floating-context: using", rule, {
  valid: [
    `import { Context } from "@dxos/context"; declare function work(ctx: Context): Promise<string>; export async function run() { await using ctx = new Context(); return await work(ctx); }`,
    `import { Context } from "@dxos/context"; declare function work(ctx: Context): Promise<string>; export async function run(parent: Context) { await using ctx = new Context(); void ctx; return work(parent); }`,
  ],
  invalid: [
    {
      code: `import { Context } from "@dxos/context"; declare function work(ctx: Context): Promise<string>; export async function run() { await using ctx = new Context(); return work(ctx); }`,
      output: `import { Context } from "@dxos/context"; declare function work(ctx: Context): Promise<string>; export async function run() { await using ctx = new Context(); return await work(ctx); }`,
      errors: [cancelled()],
    },
    withFix((body) => block(`await using stack = new AsyncDisposableStack(); stack.defer(cancel); ${body}`), "return work(ctx);", "return await work(ctx);"),
    withFix((body) => block(`using stack = new DisposableStack(); stack.defer(() => cancel()); ${body}`), "return work(ctx);", "return await work(ctx);"),
  ],
});

nodeRuleTester.run("no-floating-context: Node.js", rule, {
  valid: [
    // Disposing cancels nothing.
    `import { CancellationTokenSource, type CancellationToken } from "vscode-jsonrpc"; declare function work(token: CancellationToken): Promise<string>;
export async function run() { const source = new CancellationTokenSource(); try { void work(source.token); } finally { source.dispose(); } }`,
    `import { CancellationTokenSource, type CancellationToken } from "vscode-jsonrpc"; declare function work(token: CancellationToken): Promise<string>;
export async function run() { const source = new CancellationTokenSource(); try { return await work(source.token); } finally { source.dispose(); } }`,
  ],
  invalid: [
    withFix(
      (body) => `import { CancellationTokenSource, type CancellationToken } from "vscode-jsonrpc"; declare function work(token: CancellationToken): Promise<string>;
export async function run() { const source = new CancellationTokenSource(); try { ${body} } finally { source.cancel(); source.dispose(); } }`,
      "return work(source.token);",
      "return await work(source.token);",
    ),
    {
      ...withFix(
        (body) => `import { CancellationTokenSource, type CancellationToken } from "vscode-jsonrpc"; declare function work(token: CancellationToken): Promise<string>;
export async function run() { const source = new CancellationTokenSource(); try { ${body} } finally { source.dispose(); } }`,
        "return work(source.token);",
        "return await work(source.token);",
      ),
      errors: [cancelled({ callee: "work", line: "2", end: "`source.dispose()` releases `source.token`", state: "is still under way", loss: "from there on nothing limits it", remedy: "Return it awaited" })],
    },
    withFix(
      (body) => `import { spawn } from "node:child_process"; import { once } from "node:events"; export async function run() { const controller = new AbortController(); try { const child = spawn("ls", { signal: controller.signal }); ${body} } finally { controller.abort(); } }`,
      "return once(child, 'close');",
      "return await once(child, 'close');",
    ),
    withFix(
      (body) => `import { readFile } from "node:fs/promises"; export async function run(path: string) { const controller = new AbortController(); try { ${body} } finally { controller.abort(); } }`,
      "return readFile(path, { signal: controller.signal });",
      "return await readFile(path, { signal: controller.signal });",
    ),
  ],
});

const background = `import { type Context, withCancel, withoutCancel } from "./context.js";
import { EventEmitter, on } from "node:events";
void [withCancel, withoutCancel];
interface Bus { subscribe(topic: string, handler: (event: string) => void, options?: { signal?: AbortSignal }): void; on(topic: string, handler: () => void): void; off(topic: string, handler: () => void): void }
declare const bus: Bus; const pending: Promise<void>[] = []; declare function deliver(ctx: Context, event: string): Promise<void>; declare function next(signal: AbortSignal): Promise<string>;
async function pump(ctx: Context): Promise<void> { for (;;) { if (ctx.err()) return; await deliver(ctx, ""); } }
async function poll(signal: AbortSignal) { while (!signal.aborted) { await next(signal); } }
async function pages(ctx: Context) { while (true) { await deliver(ctx, ""); if (Math.random() > 0.5) break; } }
async function once(ctx: Context) { await deliver(ctx, ""); }
async function listenAll(ctx: Context) { bus.subscribe("a", (event) => pending.push(deliver(ctx, event))); }
async function listening(emitter: EventEmitter, ctx: Context) { for await (const event of on(emitter, "a", { signal: ctx.signal })) await deliver(ctx, String(event)); }
async function around(ctx: Context) { await pump(ctx); }
void [pump, poll, pages, once, listenAll, listening, around];
`;
const outlives = (data?: Record<string, string>): { messageId: "outlivesRequest"; data?: Record<string, string> } => ({ messageId: "outlivesRequest", ...(data ? { data } : {}) });
const handler = (body: string): string => `${background}export async function handle(ctx: Context, emitter: EventEmitter) { ${body} void emitter; }`;
const left = (body: string, detached: string) => ({ code: handler(body), errors: [{ ...outlives(), suggestions: [{ messageId: "detach" as const, output: handler(detached) }] }] });
const any = { options: [{ scope: "any" as const }] as [{ scope: "any" }] };

ruleTester.run("no-floating-context: what outlives the call", rule, {
  valid: [
    ...[
      "export async function f(ctx: Context) { await run({ onEnd: async () => { await work(ctx); } }); }",
      "export async function f(ctx: Context) { await run({ onEnd: () => watch(ctx) }); }",
      "export function f(ctx: Context) { return new Service({ load: async () => { await work(ctx); } }); }",
      "export function f(ctx: Context) { return new Service({ load: () => watch(ctx) }); }",
    ].flatMap((code) => {
      const kept = `${go}declare function work(ctx: Context): Promise<void>; declare function run(options: { onEnd: () => Promise<void> }): Promise<void>; async function watch(ctx: Context) { for (;;) { await work(ctx); } } class Service { constructor(readonly parts: { load: () => Promise<void> }) {} }\n${code}`;
      return [{ name: `who keeps a callback may await it: ${code}`, code: kept }, { name: `who keeps a callback may await it, any work: ${code}`, code: kept, options: [{ scope: "any" as const }] as const }];
    }),
    handler("await pump(ctx);"),
    handler("return pump(ctx);"),
    handler("const pumping = pump(ctx); await pumping;"),
    handler("await Promise.all([pump(ctx), once(ctx)]);"),
    handler("async function again(own: Context, n: number) { await deliver(own, ''); if (n > 0) setTimeout(() => void again(own, n - 1), 10); } void again(ctx, 3);"),
    handler("function poller(own: Context) { const timer = setInterval(() => deliver(own, ''), 10); own.signal.addEventListener('abort', () => clearInterval(timer)); } poller(ctx);"),
    // It ends by itself.
    handler("void once(ctx); void pages(ctx); deliver(ctx, '').catch(() => {});"),
    // On purpose.
    handler("void pump(withoutCancel(ctx));"),
    handler("const free = withoutCancel(ctx); void pump(free);"),
    `${background}/** @detached */ async function forever(ctx: Context): Promise<void> { for (;;) await deliver(ctx, ""); } export async function handle(ctx: Context) { void forever(ctx); }`,
    `${background}/** Stays. @detached */ export async function handle(ctx: Context) { void pump(ctx); }`,
    // The context lives as long as what is started.
    `${background}export async function start(ctx: Context) { void pump(ctx); }`,
    `${background}export class Service { async run(ctx: Context) { void pump(ctx); } }`,
    `${background}export async function handle(ctx: Context) { void pump(ctx); await ctx.done(); }`,
    `${background}export async function handle(ctx: Context) { void pump(ctx); while (!ctx.err()) await deliver(ctx, ""); }`,
    `${background}export async function handle(ctx: Context) { void pump(ctx); return () => console.log("stopped"); }`,
    `${background}export function handle(signal: AbortSignal) { void poll(signal); }`,
    `${background}export class Service { constructor(ctx: Context) { void pump(ctx); } }`,
    // A member's is another question.
    `${background}export class Service { readonly signal = new AbortController().signal; async handle() { void poll(this.signal); } }`,
    handler("const [own, cancel] = withCancel(withoutCancel(ctx)); void pump(own); emitter.on('stop', cancel);"),
    // A listener that its context takes away, or that goes with the call.
    `import type { Context } from "@dxos/context"; declare const changed: { on(ctx: Context, handler: () => void): void }; export async function replicate(ctx: Context, update: () => void) { changed.on(ctx, update); }`,
    handler("bus.subscribe('a', () => {}, { signal: ctx.signal });"),
    handler("emitter.on('a', () => void once(ctx));"),
    handler("const local = new EventEmitter(); local.on('a', () => void once(ctx));"),
    handler("const timer = setInterval(() => void once(ctx), 10); await once(ctx); clearInterval(timer);"),
    `${background}interface Process extends Context { waitUntilKilled(): Promise<void> } export async function exec(ctx: Process) { bus.on('a', () => void once(ctx)); await ctx.waitUntilKilled(); }`,
    `${background}declare const informer: { on(topic: string, handler: () => void): void; stop(): void }; export async function handle(ctx: Context) { informer.on('a', () => void once(ctx)); try { await once(ctx); } finally { informer.stop(); } }`,
    handler("const listener = () => void once(ctx); bus.on('a', listener); bus.off('a', listener);"),
    { code: handler("void pump(ctx);"), filename: "file.test.ts" },
    // Of any work, only what is dropped.
    { code: handler("await once(ctx); const later = once(ctx); await later; void once(withoutCancel(ctx));"), ...any },
    { code: `${background}export class Service { readonly signal = new AbortController().signal; handle() { void poll(this.signal); } }`, ...any },
    // The default of a CommonJS module.
    `${background}async function match(ctx: Context) { await (await import("picomatch")).default("*"); await deliver(ctx, ""); } export async function handle(ctx: Context) { void match(ctx); }`,
    // Recursion, and a callee that nobody knows.
    `${background}async function a(ctx: Context): Promise<void> { await b(ctx); } async function b(ctx: Context): Promise<void> { await a(ctx); } export async function handle(ctx: Context) { void a(ctx); }`,
    { code: `${background}declare const unknown: any; export async function handle(ctx: Context) { void unknown.pump(ctx); missing(ctx); }`, unresolved: "a callee that nobody knows" },
  ],
  invalid: [
    {
      code: handler("void pump(ctx);"),
      errors: [
        {
          ...outlives({ callee: "pump", context: "ctx", owner: "handle", loss: "it never ends by itself, and is cut off whenever the caller's context ends", remedy: "Pass `withoutCancel(ctx)` if it must outlive the call, or say `@detached` in the JSDoc of this function if it is meant" }),
          suggestions: [{ messageId: "detach", data: { context: "ctx", detached: "withoutCancel(ctx)" }, output: handler("void pump(withoutCancel(ctx));") }],
        },
      ],
    },
    left("pump(ctx).catch(() => {});", "pump(withoutCancel(ctx)).catch(() => {});"),
    left("void around(ctx);", "void around(withoutCancel(ctx));"),
    left("void listenAll(ctx);", "void listenAll(withoutCancel(ctx));"),
    left("async function startBeat(own: Context) { setInterval(() => void deliver(own, ''), 10); } void startBeat(ctx);", "async function startBeat(own: Context) { setInterval(() => void deliver(own, ''), 10); } void startBeat(withoutCancel(ctx));"),
    left("function startPoller(own: Context) { setInterval(() => deliver(own, ''), 10); } startPoller(ctx);", "function startPoller(own: Context) { setInterval(() => deliver(own, ''), 10); } startPoller(withoutCancel(ctx));"),
    // Reported where it is left behind.
    left("function poller(own: Context) { setInterval(() => deliver(own, ''), 10); } poller(ctx);", "function poller(own: Context) { setInterval(() => deliver(withoutCancel(own), ''), 10); } poller(ctx);"),
    left("async function again(own: Context) { await deliver(own, ''); setTimeout(() => void again(own), 10); } void again(ctx);", "async function again(own: Context) { await deliver(own, ''); setTimeout(() => void again(own), 10); } void again(withoutCancel(ctx));"),
    left("const consumer = { subscribe: (own: Context) => void own }; consumer.subscribe(ctx);", "const consumer = { subscribe: (own: Context) => void own }; consumer.subscribe(withoutCancel(ctx));"),
    // By another name, or a name in quotes.
    left("const more = pump; void more(ctx);", "const more = pump; void more(withoutCancel(ctx));"),
    left("const { go: more } = { go: async (own: Context) => { await pump(own); } }; void more(ctx);", "const { go: more } = { go: async (own: Context) => { await pump(own); } }; void more(withoutCancel(ctx));"),
    left("const tools = { async run(own: Context) { await pump(own); } }; void tools['run'](ctx);", "const tools = { async run(own: Context) { await pump(own); } }; void tools['run'](withoutCancel(ctx));"),
    left("class Own { async #run(own: Context) { await pump(own); } start(own: Context) { return this.#run(own); } } void new Own().start(ctx);", "class Own { async #run(own: Context) { await pump(own); } start(own: Context) { return this.#run(own); } } void new Own().start(withoutCancel(ctx));"),
    left("void listening(emitter, ctx);", "void listening(emitter, withoutCancel(ctx));"),
    left("setTimeout(async () => { await pump(ctx); }, 10);", "setTimeout(async () => { await pump(withoutCancel(ctx)); }, 10);"),
    left("setInterval(() => void once(ctx), 10);", "setInterval(() => void once(withoutCancel(ctx)), 10);"),
    left("const timer = setInterval(() => once(ctx), 10); void timer;", "const timer = setInterval(() => once(withoutCancel(ctx)), 10); void timer;"),
    left("bus.on('a', () => void once(ctx));", "bus.on('a', () => void once(withoutCancel(ctx)));"),
    left("bus.subscribe('a', (event) => void deliver(ctx, event));", "bus.subscribe('a', (event) => void deliver(withoutCancel(ctx), event));"),
    left("const [child] = withCancel(ctx); void pump(child);", "const [child] = withCancel(ctx); void pump(withoutCancel(child));"),
    { code: `${background}export async function handle(signal: AbortSignal) { void poll(signal); }`, errors: [outlives()] },
    { code: `${background}export async function handle(options: { signal: AbortSignal }) { void poll(options.signal); }`, errors: [outlives()] },
    { code: `${background}export function handle(request: Request) { void poll(request.signal); return new Response(); }`, errors: [outlives()] },
    { code: `${background}interface Event { waitUntil(promise: Promise<unknown>): void } export function handle(ctx: Context, event: Event) { event.waitUntil(pump(ctx)); }`, errors: [{ ...outlives(), suggestions: [{ messageId: "detach", output: `${background}interface Event { waitUntil(promise: Promise<unknown>): void } export function handle(ctx: Context, event: Event) { event.waitUntil(pump(withoutCancel(ctx))); }` }] }] },
    { ...left("void once(ctx);", "void once(withoutCancel(ctx));"), ...any, errors: [{ ...outlives({ callee: "once", context: "ctx", owner: "handle", loss: "nobody awaits it, and it is cut off when the caller's context ends", remedy: "Pass `withoutCancel(ctx)` if it must outlive the call, or say `@detached` in the JSDoc of this function if it is meant" }), suggestions: [{ messageId: "detach", output: handler("void once(withoutCancel(ctx));") }] }] },
    { ...left("queueMicrotask(async () => { await once(ctx); });", "queueMicrotask(async () => { await once(withoutCancel(ctx)); });"), ...any },
    { ...left("process.nextTick(async () => once(ctx));", "process.nextTick(async () => once(withoutCancel(ctx)));"), ...any },
  ],
});
