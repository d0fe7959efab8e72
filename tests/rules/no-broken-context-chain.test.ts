import rule from '../../src/rules/no-broken-context-chain.js';
import { ruleTester } from '../rule-tester.js';

const go = `import { background, type Context, todo, withCancel, withTimeout, withValue, createKey } from './context.js';
declare function query(ctx: Context, sql: string): Promise<string>;
declare function find(id: string, ctx?: Context): Promise<string>;
`;

/** One report, at the line with `// here`, and what the suggestion there makes of the code, if there is one. */
const broken = (name: string, text: string, { head = go, output }: { head?: string; output?: string } = {}) => {
  const code = head + text;
  const line = code.split('\n').findIndex((each) => each.includes('// here')) + 1;
  return { name, code, errors: [{ messageId: 'broken' as const, line, suggestions: output === undefined ? [] : [{ messageId: 'give' as const, output: head + output }] }] };
};

ruleTester.run('no-broken-context-chain: what is called', rule, {
  valid: [
    { name: 'the callee takes the context', code: `${go}async function load(ctx: Context) { return query(ctx, 'x'); }\nexport async function f(ctx: Context) { return load(ctx); }` },
    { name: 'the callee takes one, and was not given it: somebody else’s report', code: `${go}async function load(ctx?: Context) { return query(ctx ?? background(), 'x'); }\nexport async function f(ctx: Context) { ctx.err(); return load(); }` },
    { name: 'no context is available', code: `${go}async function load() { return query(todo(), 'x'); }\nexport async function f() { return load(); }` },
    { name: 'a small pure function', code: `${go}function title(s: string) { return s.charAt(0).toUpperCase() + s.slice(1); }\nexport async function f(ctx: Context) { return title(await query(ctx, 'x')); }` },
    { name: 'it closes over the context', code: `${go}export async function f(ctx: Context) { const load = async () => query(todo(), 'x'); ctx.err(); return load(); }` },
    { name: 'it closes over the context of a factory', code: `${go}export function make(ctx: Context) { async function load() { return query(background(), 'x'); } return { async run(inner: Context) { inner.err(); return load(); } }; }` },
    { name: 'its object has one', code: `${go}class Repo { constructor(private readonly ctx: Context) {} async load() { this.ctx.err(); return query(background(), 'x'); } }\nexport async function f(ctx: Context, repo: Repo) { ctx.err(); return repo.load(); }` },
    { name: 'it takes a carrier', code: `${go}async function load(request: { readonly ctx: Context }) { return query(request.ctx, 'x') ?? query(background(), 'y'); }\nexport async function f(ctx: Context) { return load({ ctx }); }` },
    { name: 'it is given an object that holds one', code: `${go}class Job { constructor(readonly ctx: Context) {} }\nasync function run(jobs: readonly Job[]) { for (const job of jobs) await query(job.ctx, 'x'); return query(background(), 'y'); }\nexport async function f(ctx: Context) { return run([new Job(ctx)]); }` },
    { name: 'a callback that is called later', code: `${go}declare function onTick(fn: () => void): void;\nfunction start() { onTick(() => { void query(background(), 'x'); }); }\nexport function f(ctx: Context) { ctx.err(); start(); }` },
    { name: 'a timer', code: `${go}function start() { setTimeout(() => { void query(background(), 'x'); }, 5); }\nexport function f(ctx: Context) { ctx.err(); start(); }` },
    { name: 'background work of the callee', code: `${go}function audit() { void query(background(), 'x'); }\nexport function f(ctx: Context) { ctx.err(); audit(); }` },
    { name: 'background work of the caller', code: `${go}async function audit() { await query(background(), 'x'); }\nexport function f(ctx: Context) { ctx.err(); void audit(); }` },
    { name: 'one of several', code: `${go}class A { async load() { return query(todo(), 'x'); } }\nclass B { async load() { return ''; } }\nexport async function f(ctx: Context, x: A | B) { ctx.err(); return x.load(); }` },
    { name: 'a function in a variable that may change', code: `${go}let load = async () => query(todo(), 'x');\nexport async function f(ctx: Context) { ctx.err(); load = async () => ''; return load(); }` },
    { name: 'an interface with two implementations', code: `${go}interface Repo { load(): Promise<string> }\nexport class A implements Repo { async load() { return query(todo(), 'x'); } }\nexport class B implements Repo { async load() { return ''; } }\nexport async function f(ctx: Context, repo: Repo) { ctx.err(); return repo.load(); }` },
    { name: 'a root that stands in for one', code: `${go}declare const store: { current(): Context | undefined };\nasync function load() { return query(store.current() ?? background(), 'x'); }\nexport async function f(ctx: Context) { ctx.err(); return load(); }` },
    { name: 'a root that is compared with', code: `${go}const root = background();\nfunction isRoot() { return root === background(); }\nexport function f(ctx: Context) { ctx.err(); return isRoot(); }` },
    { name: 'a life that its owner ends', code: `${go}class Pump { #stop?: () => void; start() { const [ctx, cancel] = withCancel(background()); this.#stop = cancel; void query(ctx, 'x'); } stop() { this.#stop?.(); } }\nexport function f(ctx: Context, pump: Pump) { ctx.err(); pump.start(); }` },
    { name: 'a handle that is given back', code: `${go}function start() { const [ctx, cancel] = withCancel(background()); void query(ctx, 'x'); return { cancel }; }\nexport function f(ctx: Context) { ctx.err(); return start().cancel(); }` },
    { name: 'what makes a context', code: `${go}const key = createKey<string>('k');\nfunction fresh() { return withValue(background(), key, 'x'); }\nexport function f(ctx: Context) { ctx.err(); return fresh(); }` },
    { name: 'recursion that breaks nothing', code: `${go}async function even(n: number): Promise<boolean> { return n === 0 || odd(n - 1); }\nasync function odd(n: number): Promise<boolean> { return n !== 0 && even(n - 1); }\nexport async function f(ctx: Context) { ctx.err(); return even(3); }` },
    { name: 'any', code: `import type { Context } from './context.js';\ndeclare const lib: any;\nasync function load() { return lib.query(lib.background()); }\nexport async function f(ctx: Context) { ctx.err(); return load(); }` },
    { name: 'a parameter of which nobody knows', code: `${go}async function load(ctx: any) { return query(ctx ?? background(), 'x'); }\nexport async function f(ctx: Context) { ctx.err(); return load({}); }` },
    { name: 'a main function', code: `${go}async function main() { return query(background(), 'x'); }\nexport async function f(ctx: Context) { ctx.err(); return main(); }` },
    { name: 'an entry of `ignore`', options: [{ ignore: ['load'] }], code: `${go}async function load() { return query(todo(), 'x'); }\nexport async function f(ctx: Context) { ctx.err(); return load(); }` },
    { name: 'a class of `ignore`', options: [{ ignore: [{ from: 'file', name: 'Repo' }] }], code: `${go}class Repo { async load() { return query(todo(), 'x'); } }\nexport async function f(ctx: Context, repo: Repo) { ctx.err(); return repo.load(); }` },
    { name: 'an entry of `ignore` in the middle', options: [{ ignore: ['load'] }], code: `${go}async function load() { return query(todo(), 'x'); }\nasync function render() { return load(); }\nexport async function f(ctx: Context) { ctx.err(); return render(); }` },
    { name: 'in a test', filename: 'file.test.ts', code: `${go}async function load() { return query(todo(), 'x'); }\nexport async function f(ctx: Context) { ctx.err(); return load(); }` },
    { name: 'a dropped context is over', code: `${go}async function load() { return query(todo(), 'x'); }\nexport async function f(ctx: Context) { if (ctx.err()) return load(); return ''; }` },
    { name: 'the language server’s honest None', code: `import { CancellationToken } from 'vscode-jsonrpc';\ndeclare function ask(s: string, token: CancellationToken): Promise<string>;\nexport async function load() { return ask('x', CancellationToken.None); }` },
  ],
  invalid: [
    broken('a function', `export async function load() { return query(todo(), 'x'); }\nexport const all = [load];\nexport async function f(ctx: Context) { ctx.err(); return load(); } // here`),
    broken('a root in a constant', `async function load() { const [ctx] = withTimeout(background(), 5); return query(ctx, 'x'); }\nexport const all = [load];\nexport async function f(ctx: Context) { ctx.err(); return load(); } // here`),
    broken('a context left out', `async function load() { return find('x'); }\nexport const all = [load];\nexport async function f(ctx: Context) { ctx.err(); return load(); } // here`),
    broken('a context that is undefined', `async function load() { return find('x', undefined); }\nexport const all = [load];\nexport async function f(ctx: Context) { ctx.err(); return load(); } // here`),
    broken('two functions down', `async function load() { return query(todo(), 'x'); }\nasync function render() { return load(); }\nexport const all = [render];\nexport async function f(ctx: Context) { ctx.err(); return render(); } // here`),
    broken('an arrow function in a constant', `const load = async () => query(todo(), 'x');\nexport const all = [load];\nexport async function f(ctx: Context) { ctx.err(); return load(); } // here`),
    broken('another name for it', `async function load() { return query(todo(), 'x'); }\nconst get = load;\nexport async function f(ctx: Context) { ctx.err(); return get(); } // here`),
    broken('a member of an object', `const api = { load: async () => query(todo(), 'x') } as const;\nexport const g = { api };\nexport const all = [api.load];\nexport async function f(ctx: Context) { ctx.err(); return g.api.load(); } // here`, { output: `const api = { load: async (ctx: Context) => query(ctx, 'x') } as const;\nexport const g = { api };\nexport const all = [api.load];\nexport async function f(ctx: Context) { ctx.err(); return g.api.load(ctx); } // here` }),
    broken('a member of an object with an interface', `interface Repo { load(): Promise<string> }\nasync function load() { return query(todo(), 'x'); }\nexport const all = [load];\nconst repo: Repo = { load: () => load() };\nexport async function f(ctx: Context) { ctx.err(); return repo.load(); } // here`),
    broken('instances kept in fields and passed to constructors', `class Db { async get() { return query(todo(), 'x'); } }\nclass Repo { readonly db = new Db(); async load() { return this.db.get(); } }\nexport class Api { constructor(private readonly repo: Repo) {} async f(ctx: Context) { ctx.err(); return this.repo.load(); } } // here`, { output: `class Db { async get() { return query(todo(), 'x'); } }\nclass Repo { readonly db = new Db(); async load(ctx: Context) { return this.db.get(); } }\nexport class Api { constructor(private readonly repo: Repo) {} async f(ctx: Context) { ctx.err(); return this.repo.load(ctx); } } // here` }),
    broken('a private method', `export class Api { async f(ctx: Context) { ctx.err(); return this.#load(); } // here\n async #load() { return query(todo(), 'x'); } }`, { output: `export class Api { async f(ctx: Context) { ctx.err(); return this.#load(ctx); } // here\n async #load(ctx: Context) { return query(ctx, 'x'); } }` }),
    broken('a static method', `class Repo { static async load() { return query(todo(), 'x'); } }\nexport async function f(ctx: Context) { ctx.err(); return Repo.load(); } // here`, { output: `class Repo { static async load(ctx: Context) { return query(ctx, 'x'); } }\nexport async function f(ctx: Context) { ctx.err(); return Repo.load(ctx); } // here` }),
    broken('an inherited method', `class Base { async load() { return query(todo(), 'x'); } }\nclass Repo extends Base {}\nexport async function f(ctx: Context, repo: Repo) { ctx.err(); return repo.load(); } // here`, { output: `class Base { async load(ctx: Context) { return query(ctx, 'x'); } }\nclass Repo extends Base {}\nexport async function f(ctx: Context, repo: Repo) { ctx.err(); return repo.load(ctx); } // here` }),
    broken('the one implementation of an interface', `interface Repo { load(): Promise<string> }\nexport class PgRepo implements Repo { async load() { return query(todo(), 'x'); } }\nexport async function f(ctx: Context, repo: Repo) { ctx.err(); return repo.load(); } // here`),
    broken('the one implementation of an extended interface', `interface Reader { load(): Promise<string> }\ninterface Repo extends Reader { save(): void }\nexport class PgRepo implements Repo { save() {} async load() { return query(todo(), 'x'); } }\nexport async function f(ctx: Context, repo: Reader) { ctx.err(); return repo.load(); } // here`),
    broken('the one class that extends an abstract one', `abstract class Repo { abstract load(): Promise<string> }\nexport class PgRepo extends Repo { async load() { return query(todo(), 'x'); } }\nexport async function f(ctx: Context, repo: Repo) { ctx.err(); return repo.load(); } // here`),
    broken('a generic class', `class Repo<T> { constructor(readonly of: T) {} async load(): Promise<T> { await query(todo(), 'x'); return this.of; } }\nexport async function f(ctx: Context, repo: Repo<number>) { ctx.err(); return repo.load(); } // here`, { output: `class Repo<T> { constructor(readonly of: T) {} async load(ctx: Context): Promise<T> { await query(ctx, 'x'); return this.of; } }\nexport async function f(ctx: Context, repo: Repo<number>) { ctx.err(); return repo.load(ctx); } // here` }),
    broken('an overloaded function', `function load(id: string): Promise<string>;\nfunction load(id: number): Promise<string>;\nfunction load(id: unknown): Promise<string> { return query(todo(), String(id)); }\nexport const all = [load];\nexport async function f(ctx: Context) { ctx.err(); return load(1); } // here`),
    broken('callbacks that run at once', `async function load(ids: string[]) { return Promise.all(ids.map(async (id) => query(todo(), id))); }\nexport const all = [load];\nexport async function f(ctx: Context) { ctx.err(); return load(['1']); } // here`),
    broken('a callback of an awaited call', `declare const db: { transaction<T>(fn: (tx: { id: number }) => Promise<T>): Promise<T> };\nasync function load() { return await db.transaction(async (tx) => query(todo(), String(tx.id))); }\nexport const all = [load];\nexport async function f(ctx: Context) { ctx.err(); return load(); } // here`),
    broken('an executor', `function load() { return new Promise((resolve) => { query(todo(), 'x').then(resolve); }); }\nexport const all = [load];\nexport async function f(ctx: Context) { ctx.err(); return load(); } // here`),
    broken('recursion rings', `async function even(n: number): Promise<string> { return n === 0 ? query(todo(), 'x') : odd(n - 1); }\nasync function odd(n: number): Promise<string> { return even(n - 1); }\nexport const all = [even, odd];\nexport async function f(ctx: Context) { ctx.err(); return odd(3); } // here`),
    broken('generators', `async function* rows() { yield await query(todo(), 'x'); }\nexport const all = [rows];\nexport async function f(ctx: Context) { ctx.err(); for await (const row of rows()) return row; return ''; } // here`),
    broken('a local of the caller', `async function load() { return query(todo(), 'x'); }\nexport const all = [load];\nexport async function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 5); try { ctx.err(); return await load(); } finally { cancel(); } } // here`),
    broken('a field of the caller', `async function load() { return query(todo(), 'x'); }\nexport const all = [load];\nexport class Api { constructor(private readonly ctx: Context) {} async f() { this.ctx.err(); return load(); } } // here`),
    broken('a nested function that closes over nothing', `export function make() { async function load() { return query(todo(), 'x'); } const all = [load]; return { all, async f(ctx: Context) { ctx.err(); return load(); } }; } // here`),
    broken('a token and its None', `import { CancellationToken } from 'vscode-jsonrpc';\ndeclare function ask(s: string, token: CancellationToken): Promise<string>;\nasync function load() { return ask('x', CancellationToken.None); }\nexport const all = [load];\nexport async function f(token: CancellationToken) { if (token.isCancellationRequested) return ''; return load(); } // here`, { head: '' }),
    broken('a token left out', `import type { CancellationToken } from 'vscode';\ndeclare function ask(s: string, token?: CancellationToken): Promise<string>;\nasync function load() { return ask('x'); }\nexport const all = [load];\nexport async function f(token: CancellationToken) { if (token.isCancellationRequested) return ''; return load(); } // here`, { head: '' }),
    broken('an optional call', `class Repo { async load() { return query(todo(), 'x'); } }\nexport async function f(ctx: Context, repo?: Repo) { ctx.err(); return repo?.load(); } // here`, { output: `class Repo { async load(ctx: Context) { return query(ctx, 'x'); } }\nexport async function f(ctx: Context, repo?: Repo) { ctx.err(); return repo?.load(ctx); } // here` }),
  ],
});

ruleTester.run('no-broken-context-chain: what may be meant', rule, {
  valid: [
    { name: '@detached on the callee', code: `${go}/** Keeps the cache warm. @detached */\nasync function load() { return query(background(), 'x'); }\nexport async function f(ctx: Context) { ctx.err(); return load(); }` },
    ...(['none', 'type-info', 'all'] as const).map((jsDocParsingMode) => ({
      name: `@detached in the middle, jsDocParsingMode ${jsDocParsingMode}`,
      languageOptions: { parserOptions: { jsDocParsingMode } },
      code: `${go}async function load() { return query(background(), 'x'); }\n/**\n * Warms up.\n * @detached\n */\nconst warm = async () => load();\nasync function render() { return warm(); }\nexport async function f(ctx: Context) { ctx.err(); return render(); }`,
    })),
    { name: '@detached on a class', code: `${go}/** @detached */\nclass Warmer { async load() { return query(background(), 'x'); } }\nexport async function f(ctx: Context, warmer: Warmer) { ctx.err(); return warmer.load(); }` },
    { name: '42: a module variable', code: `${go}let config: Promise<string> | undefined;\nasync function load() { return query(background(), 'x'); }\nexport async function f(ctx: Context) { ctx.err(); config ??= load(); return config; }` },
    { name: '42: a module variable of the callee', code: `${go}let config: string | undefined;\nasync function load() { return query(background(), 'x'); }\nasync function configured() { if (config === undefined) config = await load(); return config; }\nexport async function f(ctx: Context) { ctx.err(); return configured(); }` },
    { name: '42: a field that is asked for first', code: `${go}class Repo { config?: string; async get() { if (!this.config) this.config = await this.load(); return this.config; } private async load() { return query(background(), 'x'); } }\nexport async function f(ctx: Context, repo: Repo) { ctx.err(); return repo.get(); }` },
    { name: '42: a map', code: `${go}const cache = new Map<string, Promise<string>>();\nasync function load(id: string) { return query(background(), id); }\nasync function get(id: string) { const known = cache.get(id); if (known) return known; const promise = load(id); cache.set(id, promise); return promise; }\nexport async function f(ctx: Context) { ctx.err(); return get('1'); }` },
    { name: '42: a cache that loads', code: `${go}declare const cache: { getOrLoad(id: string, load: () => Promise<string>): Promise<string> };\nasync function load(id: string) { return query(background(), id); }\nasync function get(id: string) { return cache.getOrLoad(id, () => load(id)); }\nexport async function f(ctx: Context) { ctx.err(); return get('1'); }` },
    { name: '42: a function that is made to share', code: `${go}declare function memoize<T>(fn: () => Promise<T>): () => Promise<T>;\nconst load = memoize(async () => query(background(), 'x'));\nexport async function f(ctx: Context) { ctx.err(); return load(); }` },
    { name: '42: a DataLoader', code: `${go}declare class DataLoader<K, V> { constructor(batch: (keys: readonly K[]) => Promise<readonly V[]>); load(key: K): Promise<V>; }\nasync function loadAll(ids: readonly string[]) { return Promise.all(ids.map((id) => query(background(), id))); }\nclass Users { readonly #loader = new DataLoader((ids: readonly string[]) => loadAll(ids)); async get(id: string) { return this.#loader.load(id); } }\nexport async function f(ctx: Context, users: Users) { ctx.err(); return users.get('1'); }` },
    { name: 'a root of the callee that is kept', code: `${go}class Conn { ctx?: unknown; open() { this.ctx = background(); } }\nexport function f(ctx: Context, conn: Conn) { ctx.err(); conn.open(); }` },
    { name: 'cleanup of the caller', code: `${go}declare const tx: { query(ctx: Context): Promise<void> };\nasync function undo() { await query(background(), 'x'); }\nexport async function f(ctx: Context) { try { await tx.query(ctx); } catch (error) { await undo(); throw error; } finally { await undo(); } }` },
    { name: 'cleanup of the callee', code: `${go}declare function work(): Promise<string>;\nasync function load() { try { return await work(); } catch (error) { await query(background(), 'x'); throw error; } finally { await query(background(), 'x'); } }\nexport async function f(ctx: Context) { ctx.err(); return load(); }` },
    { name: 'named for cleanup', code: `${go}class Conn { async close() { await query(background(), 'x'); } async run() { await this.close(); } }\nexport async function f(ctx: Context, conn: Conn) { ctx.err(); await conn.run(); await conn.close(); }` },
    { name: 'a decorator may give it', code: `${go}declare function traced<T>(value: T, context: ClassMethodDecoratorContext): T;\nclass Repo { @traced async load() { return query(background(), 'x'); } }\nexport async function f(ctx: Context, repo: Repo) { ctx.err(); return repo.load(); }` },
  ],
  invalid: [
    broken('41: both ends are right', `async function find2(ctx: Context) { return query(ctx, 'x'); }\nasync function middle() { return find2(todo()); }\nexport const all = [middle];\nexport async function handle(ctx: Context) { ctx.err(); return middle(); } // here`),
    broken('a result that is kept by nobody else', `async function load() { return query(background(), 'x'); }\nexport const all = [load];\nexport async function f(ctx: Context) { ctx.err(); let text = ''; text = await load(); return text; } // here`),
    broken('a retry in a catch', `async function load() { try { return await find('x', background()); } catch { return query(background(), 'x'); } }\nexport const all = [load];\nexport async function f(ctx: Context) { ctx.err(); return load(); } // here`),
    broken('a word in a comment is no tag', `/** See \`@detached\`. */\nasync function load() { return query(background(), 'x'); }\nexport const all = [load];\nexport async function f(ctx: Context) { ctx.err(); return load(); } // here`),
  ],
});

const url = `declare function raw(path: string): Promise<string>;\n`;

ruleTester.run('no-broken-context-chain: signals', rule, {
  valid: [
    { name: 'no io', code: `${url}async function load() { return raw('x'); }\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); }` },
    { name: 'what takes a signal and is not listed', code: `declare function search(q: string, options?: { signal?: AbortSignal }): Promise<string>;\nasync function load() { return search('x'); }\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); }` },
    { name: 'a limit of its own', code: `async function load() { return fetch('x', { signal: AbortSignal.timeout(5) }); }\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); }` },
    { name: 'a request that may hold one', code: `async function load(request: Request) { return fetch(request); }\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(new Request('x', { signal })); }` },
    { name: 'options of which nobody knows', code: `async function load(init: any) { return fetch('x', init); }\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load({ signal }); }` },
    { name: 'what is no fetch', code: `async function fetch(path: string, init?: { signal?: AbortSignal }) { return path + String(init?.signal?.aborted); }\nasync function load() { return fetch('x'); }\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); }` },
    { name: 'what cannot be told to stop', code: `import { stat } from 'node:fs/promises';\nasync function load() { return stat('x'); }\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); }` },
    { name: '`io` without it', options: [{ io: [] }], code: `async function load() { return fetch('x'); }\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); }` },
  ],
  invalid: [
    broken('fetch', `async function load() { return fetch('x'); }\nexport const all = [load];\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); } // here`, { head: '' }),
    broken('fetch with options', `async function load() { return fetch('x', { method: 'POST' }); }\nexport const all = [load];\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); } // here`, { head: '' }),
    broken('the signal of a request', `async function load() { return fetch('x'); }\nexport const all = [load];\nexport async function f(request: Request) { await request.text(); return load(); } // here`, { head: '' }),
    broken('a file', `import { readFile } from 'node:fs/promises';\nasync function load() { return readFile('x', 'utf8'); }\nexport const all = [load];\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); } // here`, { head: '' }),
    broken('a file, by another way', `import { promises as fs } from 'node:fs';\nasync function load() { return fs.readFile('x'); }\nexport const all = [load];\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); } // here`, { head: '' }),
    broken('a sleep', `import { setTimeout as sleep } from 'node:timers/promises';\nasync function load() { await sleep(5); }\nexport const all = [load];\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); } // here`, { head: '' }),
    broken('a process', `import { spawn } from 'node:child_process';\nfunction load() { return spawn('x', ['y']); }\nexport const all = [load];\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); } // here`, { head: '' }),
    broken('an event', `import { once, type EventEmitter } from 'node:events';\nasync function load(emitter: EventEmitter) { await once(emitter, 'x'); }\nexport const all = [load];\nexport async function f(signal: AbortSignal, emitter: EventEmitter) { signal.throwIfAborted(); return load(emitter); } // here`, { head: '' }),
    broken('an inline root', `declare function search(q: string, options?: { signal?: AbortSignal }): Promise<string>;\nasync function load() { return search('x', { signal: new AbortController().signal }); }\nexport const all = [load];\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); } // here`, { head: '' }),
    broken('the parameter goes last', `async function load(id: string) { return fetch(id); }\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load('x'); } // here`, { head: '', output: `async function load(id: string, signal: AbortSignal) { return fetch(id); }\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load('x', signal); } // here` }),
    broken('who has more than a signal passes that', `async function load(id: string) { return fetch(id); }\nexport async function f(ctx: Context) { ctx.err(); return load('x'); } // here`, { output: `async function load(ctx: Context, id: string) { return fetch(id); }\nexport async function f(ctx: Context) { ctx.err(); return load(ctx, 'x'); } // here` }),
    {
      ...broken('a callback that leaves its signal out', `declare function useQuery(options: { queryFn: (context: { readonly signal: AbortSignal }) => Promise<Response> }): void;\nasync function load(id: string) { return fetch(id); }\nexport function useUser(id: string) { useQuery({ queryFn: () => load(id) }); } // here`, { head: '' }),
      errors: [{ messageId: 'notTaken', data: { callee: 'load', context: 'context.signal', way: 'load', what: 'calls `fetch` without one', place: 'file.ts:2' } }],
    },
    { ...broken('an own list', `declare function search(q: string, options?: { signal?: AbortSignal }): Promise<string>;\nasync function load() { return search('x'); }\nexport const all = [load];\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load(); } // here`, { head: '' }), options: [{ io: [{ from: 'file', name: 'search' }] }] },
  ],
});

ruleTester.run('no-broken-context-chain: suggestions', rule, {
  valid: [],
  invalid: [
    broken('a root in a constant becomes the parameter', `async function load(id: string) {\n  const c = todo();\n  return query(c, id);\n}\nexport async function f(ctx: Context) {\n  ctx.err();\n  return load('1'); // here\n}\n`, { output: `async function load(c: Context, id: string) {\n  return query(c, id);\n}\nexport async function f(ctx: Context) {\n  ctx.err();\n  return load(ctx, '1'); // here\n}\n` }),
    broken('the first of several links', `async function load() { return query(todo(), 'x'); }\nasync function render() { return load(); }\nexport async function f(ctx: Context) { ctx.err(); return render(); } // here`, { output: `async function load() { return query(todo(), 'x'); }\nasync function render(ctx: Context) { return load(); }\nexport async function f(ctx: Context) { ctx.err(); return render(ctx); } // here` }),
    broken('the context has another name', `async function load() { return query(todo(), 'x'); }\nexport async function f(c: Context) { c.err(); return load(); } // here`, { output: `async function load(ctx: Context) { return query(ctx, 'x'); }\nexport async function f(c: Context) { c.err(); return load(c); } // here` }),
    broken('not in a signature that is somebody else’s', `interface Repo { load(): Promise<string> }\nexport class PgRepo implements Repo { async load() { return query(todo(), 'x'); } }\nexport async function f(ctx: Context, repo: PgRepo) { ctx.err(); return repo.load(); } // here`),
  ],
});
