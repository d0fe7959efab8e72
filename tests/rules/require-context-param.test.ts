import rule from '../../src/rules/require-context-param.js';
import { nodeRuleTester, ruleTester } from '../rule-tester.js';

const go = `import { background, type Context } from './context.js';
declare function query(ctx: Context, sql: string): Promise<string>;
declare function find(id: string, ctx?: Context): Promise<string>;
`;

/** One report, and what the suggestion makes of the code after the head. */
const missing = (name: string, text: string, output?: string, head = go) => ({
  name,
  code: head + text,
  errors: [{ messageId: 'missing' as const, suggestions: output === undefined ? [] : [{ messageId: 'add' as const, output: head + output }] }],
});

ruleTester.run('require-context-param: contexts that come first', rule, {
  valid: [
    { name: 'it takes one', code: `${go}export async function load(ctx: Context) { return find('1', ctx); }` },
    { name: 'it takes one and drops it: somebody else’s report', code: `${go}export async function load(ctx: Context) { ctx.err(); return find('1'); }` },
    { name: 'it takes a carrier', code: `${go}export async function load(request: { readonly ctx: Context }) { return find(request.ctx.err()?.message ?? '1'); }` },
    { name: 'its object has one', code: `${go}export class Repo { constructor(private readonly ctx: Context) {} async load() { this.ctx.err(); return find('1'); } }` },
    { name: 'it makes one: somebody else’s report', code: `${go}export async function load() { const ctx = background(); return query(ctx, 'x'); }` },
    { name: 'it calls nothing that takes one', code: `${go}export function load(list: string[]) { return list.map((x) => x.trim()).join(); }` },
    { name: 'an entry file', filename: 'main.ts', code: `${go}await find('1');` },
    { name: 'an entry function', code: `${go}export async function main() { return find('1'); }` },
    { name: 'a test', filename: 'file.test.ts', code: `${go}export async function load() { return find('1'); }` },
    { name: 'top level', code: `${go}export const first = find('1');` },
    { name: 'an implementation', code: `${go}interface Repo { load(): Promise<string> }\nexport class PgRepo implements Repo { async load() { return find('1'); } }` },
    { name: 'an override', code: `${go}class Base { async load() { return ''; } }\nexport class Repo extends Base { override async load() { return find('1'); } }` },
    { name: 'a callback', code: `${go}declare const bus: { on(name: string, fn: () => Promise<string>): void };\nbus.on('x', () => find('1'));` },
    { name: 'an accessor', code: `${go}export class Repo { get first() { return find('1'); } }` },
    { name: 'dispose', code: `${go}export class Repo { async dispose() { await find('1'); } async [Symbol.asyncDispose]() { await find('1'); } }` },
    { name: 'cleanup', code: `${go}declare function work(): void;\nexport async function load() { try { work(); } finally { await find('1'); } }` },
    { name: 'background work', code: `${go}export function load() { void find('1'); }` },
    { name: '@detached', code: `${go}/** @detached */\nexport async function load() { return find('1'); }` },
    { name: '@detached callee', code: `${go}/** @detached */\nasync function warm(ctx?: Context) { return find('1', ctx); }\nexport async function load() { return warm(); }` },
    { name: 'a shared result', code: `${go}let first: Promise<string> | undefined;\nexport async function load() { first ??= find('1'); return first; }` },
    { name: '`ignore`', options: [{ ignore: ['find'] }], code: `${go}export async function load() { return find('1'); }` },
    { name: 'contexts that come last', code: `import type { CancellationToken } from 'vscode';\ndeclare function ask(s: string, token?: CancellationToken): Promise<string>;\nexport async function load() { return ask('x'); }` },
    { name: 'another overload', code: `${go}declare const event: { on(fn: () => void): void; on(ctx: Context, fn: () => void): void };\nexport function f(ctx: Context) { ctx.err(); event.on(() => {}); }\nexport function g() { event.on(() => {}); }` },
    { name: 'any', code: `declare const lib: any;\nexport async function load() { return lib.find('1'); }` },
    { name: 'an argument of which nobody knows', code: `${go}export async function load(args: [string, any]) { return find(...args); }` },
  ],
  invalid: [
    missing('a function', `export async function load() { return find('1'); }`, `export async function load(ctx: Context) { return find('1', ctx); }`),
    missing('an arrow function', `export const load = async (id: string) => find(id);`, `export const load = async (ctx: Context, id: string) => find(id, ctx);`),
    missing('a method', `export class Repo { async load() { return find('1'); } }`, `export class Repo { async load(ctx: Context) { return find('1', ctx); } }`),
    missing('a callback that runs at once', `export async function load(ids: string[]) { return Promise.all(ids.map((id) => find(id))); }`, `export async function load(ctx: Context, ids: string[]) { return Promise.all(ids.map((id) => find(id, ctx))); }`),
    missing('a context that is undefined', `export async function load() { return find('1', undefined); }`, `export async function load(ctx: Context) { return find('1', ctx); }`),
    missing('a constructor call', `declare class Job { constructor(name: string, ctx?: Context) }\nexport function load() { return new Job('x'); }`, `declare class Job { constructor(name: string, ctx?: Context) }\nexport function load(ctx: Context) { return new Job('x', ctx); }`),
    {
      name: 'a type that is imported with it',
      code: `import { background } from './context.js';\ndeclare function get(id: string, ctx?: import('./context.js').Context): Promise<string>;\nexport const root = background;\nexport async function load() { return get('1'); }`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'add', output: `import { background, type Context } from './context.js';\ndeclare function get(id: string, ctx?: import('./context.js').Context): Promise<string>;\nexport const root = background;\nexport async function load(ctx: Context) { return get('1', ctx); }` }] }],
    },
    {
      name: 'a required one does not compile',
      code: `${go}export async function load(id: string) { return query(id); }`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'add', output: `${go}export async function load(ctx: Context, id: string) { return query(ctx, id); }` }] }],
    },
    {
      name: 'a required one that is at hand does not compile',
      code: `${go}export async function load(ctx: Context, id: string) { ctx.err(); return query(id); }`,
      errors: [{ messageId: 'owed', suggestions: [{ messageId: 'pass', output: `${go}export async function load(ctx: Context, id: string) { ctx.err(); return query(ctx, id); }` }] }],
    },
  ],
});

ruleTester.run('require-context-param: signals', rule, {
  valid: [
    { name: 'what is not listed', code: `declare function search(q: string, options?: { signal?: AbortSignal }): Promise<string>;\nexport async function load() { return search('x'); }` },
    { name: 'it has one', code: `export async function load(signal: AbortSignal) { return fetch('x', { signal }); }` },
    { name: 'a limit of its own', code: `export async function load() { return fetch('x', { signal: AbortSignal.timeout(5) }); }` },
    { name: 'a request that may have one', code: `export async function load(request: Request) { return fetch(request); }` },
    { name: 'another function of that name', code: `async function fetch(path: string, init?: { signal?: AbortSignal }) { return path + String(init?.signal?.aborted); }\nexport async function load() { return fetch('x'); }` },
    { name: '`io` without it', options: [{ io: [] }], code: `export async function load() { return fetch('x'); }` },
    { name: 'a contextually typed callback', code: `declare function useQuery(options: { queryFn: (context: { readonly signal: AbortSignal }) => Promise<Response> }): void;\nexport function useUser() { useQuery({ queryFn: () => fetch('x') }); }` },
  ],
  invalid: [
    missing('fetch', `export async function load(id: string) { return fetch(id); }`, `export async function load(id: string, signal: AbortSignal) { return fetch(id, { signal }); }`, ''),
    missing('fetch with options', `export async function load(id: string) { return fetch(id, { method: 'POST' }); }`, `export async function load(id: string, signal: AbortSignal) { return fetch(id, { method: 'POST', signal }); }`, ''),
    missing('a file', `import { readFile } from 'node:fs/promises';\nexport const load = () => readFile('x', 'utf8');`, `import { readFile } from 'node:fs/promises';\nexport const load = (signal: AbortSignal) => readFile('x', { encoding: 'utf8', signal });`, ''),
    missing('a sleep', `import { setTimeout as sleep } from 'node:timers/promises';\nexport async function load() { await sleep(5); }`, `import { setTimeout as sleep } from 'node:timers/promises';\nexport async function load(signal: AbortSignal) { await sleep(5, undefined, { signal }); }`, ''),
    missing('a call that must go on compiling', `export async function load(id?: string) { return fetch(id ?? ''); }\nvoid load('x');`, `export async function load(id?: string, signal?: AbortSignal) { return fetch(id ?? '', { signal: signal ?? null }); }\nvoid load('x');`, ''),
    missing('one that somebody is handed', `export class Loader { async load(ids: string[]) { return fetch(ids.join()); } }\nexport const load = (loader: Loader) => loader.load;`, `export class Loader { async load(ids: string[], signal?: AbortSignal) { return fetch(ids.join(), { signal: signal ?? null }); } }\nexport const load = (loader: Loader) => loader.load;`, ''),
    { untypedEdits: 'its callers are the next step', ...missing('all calls are in view, and are to give it', `async function load(id: string) { return fetch(id); }\nexport const loaded = (list: string[]) => list.map((id) => load(id));`, `async function load(id: string, signal: AbortSignal) { return fetch(id, { signal }); }\nexport const loaded = (list: string[]) => list.map((id) => load(id));`, '') },
    { ...missing('an own list', `declare function search(q: string, options?: { signal?: AbortSignal }): Promise<string>;\nexport async function load() { return search('x'); }`, `declare function search(q: string, options?: { signal?: AbortSignal }): Promise<string>;\nexport async function load(signal: AbortSignal) { return search('x', { signal }); }`, ''), options: [{ io: [{ from: 'file', name: 'search' }] }] },
  ],
});

nodeRuleTester.run('require-context-param: Node without the DOM', rule, {
  valid: [],
  invalid: [
    missing('fetch', `export async function load(id: string) { return fetch(id); }`, `export async function load(id: string, signal: AbortSignal) { return fetch(id, { signal }); }`, ''),
    missing('a process', `import { execFile } from 'node:child_process';\nexport function load() { execFile('x', ['y'], { encoding: 'utf8' }, () => {}); }`, `import { execFile } from 'node:child_process';\nexport function load(signal: AbortSignal) { execFile('x', ['y'], { encoding: 'utf8', signal }, () => {}); }`, ''),
    missing('an event', `import { once, type EventEmitter } from 'node:events';\nexport async function load(emitter: EventEmitter) { await once(emitter, 'x'); }`, `import { once, type EventEmitter } from 'node:events';\nexport async function load(emitter: EventEmitter, signal: AbortSignal) { await once(emitter, 'x', { signal }); }`, ''),
  ],
});
