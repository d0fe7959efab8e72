import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const dropped = { messageId: "dropped" } as const;

ruleTester.run("no-dropped-context", rule, {
  valid: [
    "declare function load(id: string, signal?: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { await load('1', signal); }",
    "declare function load(id: string, signal?: AbortSignal): Promise<void>; export async function f(id: string) { await load(id); }",
    "export async function f(signal: AbortSignal) { await fetch('u', { signal }); }",
    "export async function f(request: Request) { await fetch(request); }",
    "export async function f(signal: AbortSignal, init: RequestInit) { await fetch('u', init); }",
    "export async function f(signal: AbortSignal) { const init = { method: 'POST', signal }; await fetch('u', init); }",
    "export async function f(signal: AbortSignal, r: Request) { await fetch(new Request(r, { signal: null })); }",
  ],
  invalid: [
    {
      name: "the next positional argument",
      code: "declare function load(id: string, signal?: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { await load('1'); }",
      output: "declare function load(id: string, signal?: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { await load('1', signal); }",
      errors: [{ ...dropped, column: 126, endColumn: 130 }],
    },
    {
      name: "a new bag",
      code: "export async function f(signal: AbortSignal) { await fetch('u'); }",
      output: "export async function f(signal: AbortSignal) { await fetch('u', { signal }); }",
      errors: [dropped],
    },
    {
      name: "into a literal bag, from a carrier",
      code: "import type { Context } from './context.js'; export async function f(ctx: Context) { await fetch('u', { method: 'POST' }); }",
      output: "import type { Context } from './context.js'; export async function f(ctx: Context) { await fetch('u', { method: 'POST', signal: ctx.signal }); }",
      errors: [dropped],
    },
    {
      name: "undefined in the bag",
      code: "declare function get(o: { a: number; signal?: AbortSignal | undefined }): Promise<void>; export async function f(signal: AbortSignal) { await get({ a: 1, signal: undefined }); }",
      output: "declare function get(o: { a: number; signal?: AbortSignal | undefined }): Promise<void>; export async function f(signal: AbortSignal) { await get({ a: 1, signal }); }",
      errors: [dropped],
    },
    {
      name: "the primitive short form",
      code: "import { readFile } from 'node:fs/promises'; export async function f(signal: AbortSignal) { await readFile('p', 'utf8'); }",
      output: "import { readFile } from 'node:fs/promises'; export async function f(signal: AbortSignal) { await readFile('p', { encoding: 'utf8', signal }); }",
      errors: [dropped],
    },
    {
      name: "an overload that takes the context first",
      code: "import type { Context } from './context.js'; declare function query(sql: string): Promise<string>; declare function query(ctx: Context, sql: string): Promise<string>; export async function f(ctx: Context) { await query('s'); }",
      output: "import type { Context } from './context.js'; declare function query(sql: string): Promise<string>; declare function query(ctx: Context, sql: string): Promise<string>; export async function f(ctx: Context) { await query(ctx, 's'); }",
      errors: [dropped],
    },
    {
      name: "a sibling",
      code: "import type { Context } from './context.js'; interface Log { info(text: string): void; infoContext(ctx: Context, text: string): void } export function f(ctx: Context, log: Log) { log.info('s'); }",
      output: "import type { Context } from './context.js'; interface Log { info(text: string): void; infoContext(ctx: Context, text: string): void } export function f(ctx: Context, log: Log) { log.infoContext(ctx, 's'); }",
      errors: [{ messageId: "longer" }],
    },
    {
      name: "padding is a suggestion",
      code: "declare function load(id: string, n?: number, signal?: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { await load('1'); }",
      errors: [
        {
          ...dropped,
          suggestions: [
            {
              messageId: "pass",
              data: { context: "signal" },
              output: "declare function load(id: string, n?: number, signal?: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { await load('1', undefined, signal); }",
            },
          ],
        },
      ],
    },
    {
      name: "a time limit replaces the caller's signal",
      code: "export async function f(signal: AbortSignal) { await fetch('u', { signal: AbortSignal.timeout(5) }); }",
      output: "export async function f(signal: AbortSignal) { await fetch('u', { signal: AbortSignal.any([signal, AbortSignal.timeout(5)]) }); }",
      errors: [{ messageId: "unlinked" }],
    },
  ],
});
