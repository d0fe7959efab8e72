import rule from "../../src/rules/no-uncancellable-sleep.js";
import { nodeRuleTester, ruleTester } from "../rule-tester.js";

const sleeper = "const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));";

const daemon = (body: string, before = "const own = new AbortController();") => `export function start(work: () => Promise<void>) { ${before} const loop = async () => { ${body} }; const done = loop(); return { stop: async () => { own.abort(); await done; } }; }`;
const wait = "await new Promise((resolve) => setTimeout(resolve, 5000));";

nodeRuleTester.run("no-uncancellable-sleep: a delay that is left out", rule, {
  valid: [
    { name: "none", code: "const wait = (ms?: number) => new Promise<void>((resolve) => { setTimeout(resolve, ms); }); export async function f(signal: AbortSignal) { await wait(); return signal; }" },
    { name: "nothing by default", code: "const wait = (ms = 0) => new Promise<void>((resolve) => { setTimeout(resolve, ms); }); export async function f(signal: AbortSignal) { await wait(); return signal; }" },
  ],
  invalid: [
    {
      name: "a second by default",
      code: "const wait = (ms = 1000) => new Promise<void>((resolve) => { setTimeout(resolve, ms); }); export async function f(signal: AbortSignal) { await wait(); return signal; }",
      errors: [{ messageId: "sleep", data: { timer: "wait", context: "signal" }, suggestions: [] }],
    },
    {
      name: "given",
      code: "const wait = (ms?: number) => new Promise<void>((resolve) => { setTimeout(resolve, ms); }); export async function f(signal: AbortSignal) { await wait(1000); return signal; }",
      output: "import { setTimeout as sleep } from 'node:timers/promises';\n\nconst wait = (ms?: number) => new Promise<void>((resolve) => { setTimeout(resolve, ms); }); export async function f(signal: AbortSignal) { await sleep(1000, undefined, { signal }); return signal; }",
      errors: [{ messageId: "sleep", data: { timer: "wait", context: "signal" } }],
    },
  ],
});

nodeRuleTester.run("no-uncancellable-sleep: between the turns of a loop", rule, {
  valid: [
    { name: "a loop that asks for nothing", code: daemon(`for (;;) { await work(); ${wait} }`) },
    { name: "a loop that asks for something else", code: daemon(`let turns = 0; while (turns++ < 9) { await work(); ${wait} }`) },
    { name: "what is done between", code: daemon(`while (!own.signal.aborted) { ${wait} await work(); }`) },
    { name: "a moment", code: daemon("while (!own.signal.aborted) { await work(); await new Promise((resolve) => setTimeout(resolve, 100)); }") },
    { name: "before the loop", code: daemon(`${wait} while (!own.signal.aborted) await work();`) },
  ],
  invalid: [
    ...[
      { name: "its condition", loop: (pause: string) => `while (!own.signal.aborted) { await work(); ${pause} }` },
      { name: "its first statement", loop: (pause: string) => `while (true) { if (own.signal.aborted) return; await work(); ${pause} }` },
    ].map(({ loop, name }) => ({
      name,
      code: daemon(loop(wait)),
      errors: [{ messageId: "sleep" as const, data: { timer: "setTimeout", context: "own.signal" }, suggestions: [{ messageId: "use" as const, output: `import { setTimeout as sleep } from 'node:timers/promises';\n\n${daemon(loop("await sleep(5000, undefined, { signal: own.signal });"))}` }] }],
    })),
    {
      name: "a loop that asks for another one, which is farther",
      code: `export function start(signal: AbortSignal) { const loop = async () => { const own = new AbortController(); own.signal.addEventListener("abort", () => {}); while (!signal.aborted) { own.signal.onabort = null; ${wait} } }; return loop(); }`,
      errors: [{ messageId: "sleep", data: { timer: "setTimeout", context: "signal" }, suggestions: [{ messageId: "use", output: `import { setTimeout as sleep } from "node:timers/promises";\n\nexport function start(signal: AbortSignal) { const loop = async () => { const own = new AbortController(); own.signal.addEventListener("abort", () => {}); while (!signal.aborted) { own.signal.onabort = null; await sleep(5000, undefined, { signal }); } }; return loop(); }` }] }],
    },
    {
      name: "a signal that was taken out of it",
      code: daemon(`while (!signal.aborted) { await work(); ${wait} }`, "const own = new AbortController(); const { signal } = own;"),
      errors: [{ messageId: "sleep", data: { timer: "setTimeout", context: "signal" }, suggestions: [{ messageId: "use", output: `import { setTimeout as sleep } from 'node:timers/promises';\n\n${daemon("while (!signal.aborted) { await work(); await sleep(5000, undefined, { signal }); }", "const own = new AbortController(); const { signal } = own;")}` }] }],
    },
  ],
});

nodeRuleTester.run("no-uncancellable-sleep: in Node.js", rule, {
  valid: [],
  invalid: [
    {
      name: "a timer whose function is called in a callback of something that has the context",
      code: `declare function traced<T>(init: RequestInit | undefined, fn: () => Promise<T>): Promise<T>; async function wait(ms: number, init?: RequestInit) { await new Promise((resolve) => setTimeout(resolve, ms)); return init?.method; } export async function f(init?: RequestInit) { return await traced(init, async () => await wait(5, init)); }`,
      errors: [{ messageId: "sleep", suggestions: [] }],
    },
    {
      name: "a timer in a promise",
      code: `export async function poll(signal: AbortSignal) { await new Promise((resolve) => setTimeout(resolve, 1000)); return signal; }`,
      output: `import { setTimeout as sleep } from 'node:timers/promises';\n\nexport async function poll(signal: AbortSignal) { await sleep(1000, undefined, { signal }); return signal; }`,
      errors: [{ messageId: "sleep", line: 1, column: 82, endColumn: 107, data: { timer: "setTimeout", context: "signal" } }],
    },
    {
      name: "a Go-style context, and the function that is only a sleep",
      code: `import type { Context } from "./context.js";
${sleeper}
export async function poll(ctx: Context) { await sleep(1000); return ctx; }`,
      output: `import type { Context } from "./context.js";
import { setTimeout as delay } from "node:timers/promises";
${sleeper}
export async function poll(ctx: Context) { await delay(1000, undefined, { signal: ctx.signal }); return ctx; }`,
      errors: [{ messageId: "sleep", line: 3, data: { timer: "sleep", context: "ctx.signal" } }],
    },
    {
      name: "the back-off of a retry (35)",
      code: `import { once } from "node:events";
declare function backOff(turn: number): number;
export async function retry<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let turn = 0; ; turn++) {
    try {
      return await work(signal);
    } catch (error) {
      if (signal.aborted || turn > 3) throw error;
      await new Promise<void>((resolve) => { setTimeout(() => { resolve(); }, backOff(turn)); });
    }
  }
}
export const ready = (emitter: EventTarget, signal: AbortSignal) => once(emitter, "ready", { signal });`,
      output: `import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
declare function backOff(turn: number): number;
export async function retry<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let turn = 0; ; turn++) {
    try {
      return await work(signal);
    } catch (error) {
      if (signal.aborted || turn > 3) throw error;
      await sleep(backOff(turn), undefined, { signal });
    }
  }
}
export const ready = (emitter: EventTarget, signal: AbortSignal) => once(emitter, "ready", { signal });`,
      errors: [{ messageId: "sleep", line: 9 }],
    },
    {
      name: "an import that is there already is used, and extended",
      code: `import { setInterval as every } from "node:timers/promises";
export async function* ticks(signal: AbortSignal) { for await (const _ of every(1000, undefined, { signal })) { await new Promise((r) => setTimeout(r, 10)); yield 1; } }`,
      output: `import { setInterval as every, setTimeout as sleep } from "node:timers/promises";
export async function* ticks(signal: AbortSignal) { for await (const _ of every(1000, undefined, { signal })) { await sleep(10, undefined, { signal }); yield 1; } }`,
      errors: [{ messageId: "sleep" }],
    },
    {
      name: "the same module twice",
      code: `import { setTimeout as sleep } from "node:timers/promises";
export async function f(options: { signal?: AbortSignal }) { await sleep(1, undefined, options); await new Promise((r) => setTimeout(r, 10)); await new Promise((r) => setTimeout(r, 20)); }`,
      output: `import { setTimeout as sleep } from "node:timers/promises";
export async function f(options: { signal?: AbortSignal }) { await sleep(1, undefined, options); await sleep(10, undefined, { signal: options.signal }); await sleep(20, undefined, { signal: options.signal }); }`,
      errors: [{ messageId: "sleep" }, { messageId: "sleep" }],
    },
    {
      name: "the value is kept, and so is its type",
      code: `export async function f(signal: AbortSignal): Promise<string | undefined> { signal.throwIfAborted(); return new Promise<string | undefined>((resolve) => setTimeout(resolve, 10, "late")); }`,
      output: `import { setTimeout as sleep } from "node:timers/promises";

export async function f(signal: AbortSignal): Promise<string | undefined> { signal.throwIfAborted(); return sleep<string | undefined>(10, "late", { signal }); }`,
      errors: [{ messageId: "sleep" }],
    },
    {
      name: "a value that is made after the wait is only a suggestion",
      code: `export async function f(signal: AbortSignal): Promise<number> { signal.throwIfAborted(); return new Promise<number>((resolve) => { setTimeout(() => resolve(Date.now()), 10); }); }`,
      errors: [
        {
          messageId: "sleep",
          suggestions: [
            {
              messageId: "use",
              data: { context: "signal" },
              output: `import { setTimeout as sleep } from 'node:timers/promises';

export async function f(signal: AbortSignal): Promise<number> { signal.throwIfAborted(); return sleep<number>(10, Date.now(), { signal }); }`,
            },
          ],
        },
      ],
    },
    {
      name: "a timer that keeps no process alive",
      code: `export async function f(signal: AbortSignal) { signal.throwIfAborted(); await new Promise<void>((resolve) => setTimeout(resolve, 10).unref()); }`,
      output: `import { setTimeout as sleep } from 'node:timers/promises';

export async function f(signal: AbortSignal) { signal.throwIfAborted(); await sleep(10, undefined, { ref: false, signal }); }`,
      errors: [{ messageId: "sleep" }],
    },
    {
      name: "several that are equally near",
      code: `export async function f(first: AbortSignal, second: AbortSignal) { await new Promise((r) => setTimeout(r, 10)); return AbortSignal.any([first, second]); }`,
      errors: [
        {
          messageId: "sleep",
          suggestions: [
            { messageId: "use", data: { context: "first" }, output: `import { setTimeout as sleep } from 'node:timers/promises';\n\nexport async function f(first: AbortSignal, second: AbortSignal) { await sleep(10, undefined, { signal: first }); return AbortSignal.any([first, second]); }` },
            { messageId: "use", data: { context: "second" }, output: `import { setTimeout as sleep } from 'node:timers/promises';\n\nexport async function f(first: AbortSignal, second: AbortSignal) { await sleep(10, undefined, { signal: second }); return AbortSignal.any([first, second]); }` },
          ],
        },
      ],
    },
    {
      name: "a comment would be lost: no fix",
      code: `export async function f(signal: AbortSignal) { signal.throwIfAborted(); await new Promise((r) => setTimeout(r, /* a while */ 10)); }`,
      errors: [{ messageId: "sleep" }],
    },
    {
      name: "a token is no signal: no fix",
      code: `import type { CancellationToken } from "vscode"; export async function f(token: CancellationToken) { while (!token.isCancellationRequested) await new Promise((r) => setTimeout(r, 1000)); }`,
      errors: [{ messageId: "sleep", data: { timer: "setTimeout", context: "token" } }],
    },
    {
      name: "in JavaScript",
      filename: "script.js",
      code: `/** @param {AbortSignal} signal */\nexport async function f(signal) { signal.throwIfAborted(); await new Promise((r) => setTimeout(r, 10)); }`,
      output: `import { setTimeout as sleep } from 'node:timers/promises';\n\n/** @param {AbortSignal} signal */\nexport async function f(signal) { signal.throwIfAborted(); await sleep(10, undefined, { signal }); }`,
      errors: [{ messageId: "sleep" }],
    },
  ],
});

ruleTester.run("no-uncancellable-sleep", rule, {
  valid: [
    { name: "a file of stand-ins", filename: "mock-api.ts", code: `export async function load(id: string, signal: AbortSignal) { signal.throwIfAborted(); await new Promise((resolve) => setTimeout(resolve, 500)); return id; }` },
    { name: "a stand-in takes as long as what it stands for", code: `interface Api { load(id: string, signal: AbortSignal): Promise<string> } export class MockApi implements Api { async load(id: string, signal: AbortSignal) { signal.throwIfAborted(); await new Promise((resolve) => setTimeout(resolve, 800)); return id; } }` },
    { name: "no context", code: `export async function f(ms: number) { await new Promise((resolve) => setTimeout(resolve, ms)); }` },
    { name: "the sleep itself, and where none is available", code: `${sleeper} export async function f() { await sleep(10); }` },
    { name: "a sleep without time only lets others run", code: `${sleeper} export async function f(signal: AbortSignal) { signal.throwIfAborted(); await sleep(0); await new Promise((resolve) => setTimeout(resolve, 0)); }` },
    { name: "a moment after which the context is asked for", code: `export async function f(signal: AbortSignal) { for (;;) { await new Promise((resolve) => setTimeout(resolve, 100)); if (signal.aborted) return; } }` },
    { name: "a moment in a callback that leaves the context out", code: `declare function tool<T>(options: { execute: (id: string, context: { signal: AbortSignal }) => Promise<T> }): void; tool({ execute: async (id) => { await new Promise((resolve) => setTimeout(resolve, 250)); return id; } });` },
    { name: "in a test", filename: "file.test.ts", code: `export async function f(signal: AbortSignal) { signal.throwIfAborted(); await new Promise((resolve) => setTimeout(resolve, 1000)); }` },
    { name: "a moment at the end of a turn that begins with the question", code: `const POLL_MS = 50; declare function sleep(ms: number): Promise<void>; declare function isReady(): boolean; export async function f(signal: AbortSignal) { while (true) { if (signal.aborted) return; if (isReady()) return; await new Promise((resolve) => setTimeout(resolve, POLL_MS)); } }` },
    { name: "a moment of a list, in a loop that hands the context on in each turn", code: `const DELAYS = [50, 100, 200] as const; declare function attempt(signal: AbortSignal): Promise<boolean>; export async function f(signal: AbortSignal) { for (let turn = 0; turn < DELAYS.length; turn++) { if (await attempt(signal)) return true; await new Promise((resolve) => setTimeout(resolve, DELAYS[turn])); } return false; }` },
    { name: "what is left of a moment", code: `const PAUSE = 200 + 50; declare function work(): Promise<void>; export async function f(signal: AbortSignal, started: number, ms: number) { for (;;) { await work(); if (signal.aborted) break; await work(); await new Promise((resolve) => setTimeout(resolve, PAUSE - started)); await work(); await new Promise((resolve) => setTimeout(resolve, Math.min(ms, 100))); } }` },
    { name: "a moment before a question among others", code: `export async function f(signal: AbortSignal, state: { closed: boolean }) { while (!signal.aborted && !state.closed) { await new Promise((resolve) => setTimeout(resolve, 50)); } for (let turn = 0; turn < 9; turn++) { if (state.closed || signal.aborted) break; await new Promise((resolve) => setTimeout(resolve, 2 * 50)); } }` },
    { name: "a moment at the end of a turn, and before something that is only noted", code: `export async function f(signal: AbortSignal) { while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 100)); let last = 0; if (last < 10) { await new Promise((resolve) => setTimeout(resolve, 10)); last = Date.now(); } if (signal.aborted) return undefined; return last; }` },
    { name: "a token that is written out here is nobody else's", code: `import type { CancellationToken } from "vscode-jsonrpc"; export async function f(listen: CancellationToken["onCancellationRequested"], delay: number) { let isOver = false; const token: CancellationToken = { get isCancellationRequested() { return isOver; }, onCancellationRequested: listen }; await new Promise((resolve) => setTimeout(resolve, delay)); isOver = true; return token; }` },
    { name: "a sleep that can take a signal is another rule's", code: `import { setTimeout as sleep } from "node:timers/promises"; import { promisify } from "node:util"; const wait = promisify(setTimeout); export async function f(signal: AbortSignal) { signal.throwIfAborted(); await sleep(10); await wait(10); }` },
    { name: "so is one of the program's own", code: `declare function sleep(ms: number, signal?: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { signal.throwIfAborted(); await sleep(10); }` },
    { name: "raced with something that ends", code: `${sleeper} declare function aborted(signal: AbortSignal): Promise<void>; declare function race<T>(promise: Promise<T>, signal: AbortSignal): Promise<T>; export async function f(signal: AbortSignal) { await Promise.race([sleep(10), aborted(signal)]); await Promise.race([aborted(signal), new Promise((r) => setTimeout(r, 10))]); await race(sleep(10), signal); await Promise.race([sleep(10).then(() => { throw new Error("late"); }), aborted(signal)]); }` },
    { name: "ended by a listener", code: `export async function f(signal: AbortSignal) { await new Promise<void>((resolve) => { const timer = setTimeout(resolve, 10); signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }); }); }` },
    { name: "woken by somebody else", code: `export class Poller { #wake: (() => void) | undefined; #timer: NodeJS.Timeout | undefined; async f(signal: AbortSignal) { signal.throwIfAborted(); await new Promise<void>((resolve) => { this.#wake = resolve; setTimeout(resolve, 10); }); await new Promise<void>((resolve) => (this.#timer = setTimeout(resolve, 10))); this.#wake?.(); clearTimeout(this.#timer); } }` },
    { name: "a timeout, not a sleep", code: `export async function f(signal: AbortSignal) { signal.throwIfAborted(); await new Promise<void>((_resolve, reject) => setTimeout(() => reject(new Error("late")), 10)); await new Promise<void>((resolve) => setTimeout(() => { console.log("x"); resolve(); }, 10)); }` },
    { name: "only lets others run", code: `export async function f(signal: AbortSignal) { signal.throwIfAborted(); await new Promise<void>((resolve) => setTimeout(resolve, 0)); await new Promise<void>((resolve) => setTimeout(resolve)); await new Promise<void>((resolve) => setImmediate(resolve)); }` },
    { name: "nobody waits for it", code: `${sleeper} declare function later(promise: Promise<void>): void; export async function f(signal: AbortSignal) { signal.throwIfAborted(); void sleep(10); sleep(10); later(sleep(10)); const pause = sleep(10); signal.throwIfAborted(); return [pause]; }` },
    { name: "background work", code: `${sleeper} declare function work(): Promise<void>; export function f(signal: AbortSignal) { signal.throwIfAborted(); void (async () => { await sleep(10); await work(); })(); setInterval(async () => { await sleep(10); }, 100); }` },
    { name: "cleanup, and where it is over", code: `${sleeper} declare function work(signal: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { try { await work(signal); } catch (error) { await sleep(10); throw error; } finally { await sleep(10); } if (signal.aborted) { await sleep(10); } }` },
    { name: "its own limit is not the caller's", code: `${sleeper} export async function f() { const own = new AbortController(); await sleep(10); own.abort(); }` },
    { name: "meant", code: `/** @detached */ const settle = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)); export async function f(signal: AbortSignal) { signal.throwIfAborted(); await settle(10); }\n/** @detached */\nexport async function g(signal: AbortSignal) { signal.throwIfAborted(); await new Promise<void>((resolve) => setTimeout(resolve, 10)); }` },
    { name: "shared with others", code: `${sleeper} declare const cache: { getOrLoad<T>(key: string, load: () => Promise<T>): Promise<T> }; export async function f(signal: AbortSignal) { signal.throwIfAborted(); await cache.getOrLoad("a", async () => { await sleep(10); return 1; }); }` },
    { name: "what cannot end", code: `import type { Context } from "@opentelemetry/api"; ${sleeper} export async function f(ctx: Context) { await sleep(10); return ctx; }` },
    { name: "a promise and a timer of somebody else", code: `export async function f(signal: AbortSignal, setTimeout: (fn: () => void, ms: number) => void) { signal.throwIfAborted(); await new Promise<void>((resolve) => setTimeout(resolve, 10)); } export async function g(signal: AbortSignal, Promise: new (run: (resolve: () => void) => void) => PromiseLike<void>) { signal.throwIfAborted(); await new Promise((resolve) => setTimeout(resolve, 10)); }` },
    { name: "more than a sleep", code: `declare function log(text: string): void; async function nap(ms: number) { log("nap"); await new Promise<void>((resolve) => setTimeout(resolve, ms)); } export async function f(signal: AbortSignal) { signal.throwIfAborted(); await nap(10); }` },
    { name: "functions that call each other", code: `async function a(ms: number): Promise<void> { await b(ms); } async function b(ms: number): Promise<void> { await a(ms); } export async function f(signal: AbortSignal) { signal.throwIfAborted(); await a(10); }` },
    { name: "any", code: `declare const lib: any; export async function f(signal: AbortSignal) { signal.throwIfAborted(); await lib.sleep(10); }` },
  ],
  invalid: [
    {
      name: "a debugger that is called so",
      code: `declare class Session { load(id: string, signal: AbortSignal): Promise<string> } export class MockSession extends Session { override async load(id: string, signal: AbortSignal) { await new Promise((resolve) => setTimeout(resolve, 800)); return id; } }`,
      errors: [{ messageId: "sleep", suggestions: [] }],
    },
    {
      name: "its length is told to somebody, where the context is not over",
      code: `declare function tell(ms: number): void; export async function f(signal: AbortSignal, ms: number) { const rest = ms / 2; await new Promise((resolve) => setTimeout(resolve, rest)); if (signal.aborted) { return; } else { tell(rest); } }`,
      errors: [{ messageId: "sleep", suggestions: [] }],
    },
    {
      name: "longer than a moment, though the context is asked for after it: the work would end another way",
      code: `import { once } from "node:events"; export async function f(signal: AbortSignal) { await new Promise((resolve) => setTimeout(resolve, 5000)); if (signal.aborted) return undefined; return once; }`,
      output: null,
      errors: [{ messageId: "sleep", suggestions: [{ messageId: "use", output: `import { once } from "node:events";\nimport { setTimeout as sleep } from "node:timers/promises";\n export async function f(signal: AbortSignal) { await sleep(5000, undefined, { signal }); if (signal.aborted) return undefined; return once; }` }] }],
    },
    {
      name: "the delays of a list that has longer ones",
      code: `import { once } from "node:events"; const DELAYS = [50, 5000]; declare function attempt(signal: AbortSignal): Promise<boolean>; export async function f(signal: AbortSignal) { for (let turn = 0; turn < 2; turn++) { if (await attempt(signal)) return true; await new Promise((resolve) => setTimeout(resolve, DELAYS[turn])); } return once === undefined; }`,
      output: `import { once } from "node:events";\nimport { setTimeout as sleep } from "node:timers/promises";\n const DELAYS = [50, 5000]; declare function attempt(signal: AbortSignal): Promise<boolean>; export async function f(signal: AbortSignal) { for (let turn = 0; turn < 2; turn++) { if (await attempt(signal)) return true; await sleep(DELAYS[turn], undefined, { signal }); } return once === undefined; }`,
      errors: [{ messageId: "sleep" }],
    },
    {
      name: "in a function that leaves with what it has when the context is over, nothing is to be thrown",
      code: `import { once } from "node:events"; declare function read(): Promise<string>; export async function f(signal: AbortSignal) { let all = ""; for (;;) { all += await read(); if (signal.aborted) { return all; } await read(); break; } await new Promise((resolve) => setTimeout(resolve, 1000)); return all + String(once); }`,
      output: null,
      errors: [{ messageId: "sleep", suggestions: [{ messageId: "use", output: `import { once } from "node:events";\nimport { setTimeout as sleep } from "node:timers/promises";\n declare function read(): Promise<string>; export async function f(signal: AbortSignal) { let all = ""; for (;;) { all += await read(); if (signal.aborted) { return all; } await read(); break; } await sleep(1000, undefined, { signal }); return all + String(once); }` }] }],
    },
    {
      name: "a moment after which nobody asks",
      code: `import { once } from "node:events"; export async function f(signal: AbortSignal) { await new Promise((resolve) => setTimeout(resolve, 100)); return [once, signal]; }`,
      output: `import { once } from "node:events";\nimport { setTimeout as sleep } from "node:timers/promises";\n export async function f(signal: AbortSignal) { await sleep(100, undefined, { signal }); return [once, signal]; }`,
      errors: [{ messageId: "sleep" }],
    },
    {
      name: "a sleep that takes a signal and does not listen to it: its callers are another rule's",
      code: `function sleep(ms: number, _signal?: AbortSignal) {
  return new Promise<void>((resolve) => { setTimeout(resolve, ms); });
}
export async function f(signal: AbortSignal) { signal.throwIfAborted(); await sleep(10); }`,
      errors: [{ messageId: "sleep", line: 2, data: { timer: "setTimeout", context: "_signal" } }],
    },
    {
      name: "web code: no fix",
      code: `export async function f(signal: AbortSignal) { signal.throwIfAborted(); await new Promise((resolve) => window.setTimeout(resolve, 10)); }`,
      errors: [{ messageId: "sleep", data: { timer: "window.setTimeout", context: "signal" } }],
    },
    {
      name: "code that imports a module of Node.js is for Node.js",
      code: `import { readFile } from "fs/promises";
export async function f(path: string, signal: AbortSignal) { await readFile(path, { signal }); await new Promise((r) => setTimeout(r, 10)); }`,
      output: `import { readFile } from "fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
export async function f(path: string, signal: AbortSignal) { await readFile(path, { signal }); await sleep(10, undefined, { signal }); }`,
      errors: [{ messageId: "sleep" }],
    },
    {
      name: "the timer under other names",
      code: `import * as timers from "timers";
import { setTimeout as later } from "node:timers";
export async function f(signal: AbortSignal) {
  signal.throwIfAborted();
  await new Promise((resolve) => later(resolve, 10));
  await new Promise((resolve) => timers.setTimeout(resolve, 20));
  await new Promise((resolve) => globalThis.setTimeout(resolve, 30));
}`,
      output: [
        `import * as timers from "timers";
import { setTimeout as later } from "node:timers";
import { setTimeout } from "node:timers/promises";
export async function f(signal: AbortSignal) {
  signal.throwIfAborted();
  await setTimeout(10, undefined, { signal });
  await new Promise((resolve) => timers.setTimeout(resolve, 20));
  await new Promise((resolve) => globalThis.setTimeout(resolve, 30));
}`,
        `import * as timers from "timers";
import { setTimeout as later } from "node:timers";
import { setTimeout } from "node:timers/promises";
export async function f(signal: AbortSignal) {
  signal.throwIfAborted();
  await setTimeout(10, undefined, { signal });
  await setTimeout(20, undefined, { signal });
  await setTimeout(30, undefined, { signal });
}`,
      ],
      errors: [5, 6, 7].map((line) => ({ messageId: "sleep" as const, line })),
    },
    {
      name: "own sleeps: a function, a method, an object, async, a fixed time",
      code: `function wait(ms: number) { return new Promise<void>((resolve) => { setTimeout(resolve, ms); }); }
async function nap(ms: number) { await new Promise((done) => setTimeout(() => done(undefined), ms)); }
const pause = async () => await new Promise(function (resolve) { setTimeout(resolve, 500); });
const timers = { sleep: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms)) };
class Clock { sleep(seconds: number): Promise<void> { return new Promise((resolve) => setTimeout(resolve, seconds * 1000)); } }
export async function f(clock: Clock, signal: AbortSignal) {
  signal.throwIfAborted();
  await wait(10);
  await nap(10);
  await pause();
  await timers.sleep(10);
  await clock.sleep(10);
}`,
      errors: [8, 9, 10, 11, 12].map((line) => ({ messageId: "sleep" as const, line })),
    },
    {
      name: "a sleep that sees the context is reported once, where its timer is",
      code: `export async function f(signal: AbortSignal) {
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  signal.throwIfAborted();
  await sleep(10);
  await sleep(20);
}`,
      errors: [{ messageId: "sleep", line: 2 }],
    },
    {
      name: "gathered with all, in a chain, returned by a callback",
      code: `${sleeper}
declare function work(signal: AbortSignal): Promise<void>;
export async function f(signal: AbortSignal, items: string[]) {
  await Promise.all([work(signal), sleep(10)]);
  await sleep(10).then(() => work(signal));
  await Promise.all(items.map(() => sleep(10)));
  await work(signal).then(() => new Promise((r) => setTimeout(r, 10)));
}`,
      errors: [4, 5, 6, 7].map((line) => ({ messageId: "sleep" as const, line })),
    },
    {
      name: "a carrier, a field",
      code: `${sleeper}
export async function f(request: Request) { await sleep(10); return request; }
export class Job { constructor(private readonly signal: AbortSignal) {} async run() { this.signal.throwIfAborted(); await sleep(10); } }`,
      errors: [
        { messageId: "sleep", line: 2, data: { timer: "sleep", context: "request.signal" } },
        { messageId: "sleep", line: 3, data: { timer: "sleep", context: "this.signal" } },
      ],
    },
    {
      name: "a context that a callback leaves out",
      code: `import { once } from "node:events";
declare function query<T>(options: { queryFn: (context: { signal: AbortSignal }) => Promise<T> }): void;
export const ready = once;
query({ queryFn: async () => { await new Promise((r) => setTimeout(r, 251)); return 1; } });`,
      errors: [
        {
          messageId: "notTaken",
          suggestions: [
            {
              messageId: "take",
              output: `import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
declare function query<T>(options: { queryFn: (context: { signal: AbortSignal }) => Promise<T> }): void;
export const ready = once;
query({ queryFn: async ({ signal }) => { await sleep(251, undefined, { signal }); return 1; } });`,
            },
          ],
        },
      ],
    },
  ],
});
