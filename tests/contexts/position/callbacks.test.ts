import { describe, expect, it } from 'vitest';

import { belongsToEnclosing, enclosingFunction, runsAtOnce, runsMoreThanOnce } from '../../../src/contexts/position/index.js';
import { inspect, type InspectOptions, type Inspected } from '../../harness.js';

const head = `
  import type { Context } from './context.js';
  import { EventEmitter } from 'node:events';
  declare const xs: number[]; declare const readonlyXs: readonly number[]; declare const map: Map<string, number>; declare const set: Set<number>;
  declare const text: string; declare const anything: any; declare const emitter: EventEmitter;
  declare const own: { forEach(fn: () => void): void; map(fn: () => void): void };
  declare function retry<T>(fn: (attempt: number) => Promise<T>): Promise<T>;
  declare function limit<A extends unknown[], T>(fn: (...args: A) => Promise<T>, ...args: A): Promise<T>;
  declare function sync<T>(fn: () => T): T;
  declare function withContext<T>(fn: (ctx: Context) => Promise<T>): Promise<T>;
  declare function withSignal<T>(fn: (o: { signal: AbortSignal }) => Promise<T>): Promise<T>;
  declare function withAny<T>(fn: (x: any) => Promise<T>): Promise<T>;
  declare function untyped(...args: any[]): any;
  declare function memoize<T>(fn: () => Promise<T>): Promise<T>;
  declare const cache: { get<T>(key: string, fn: () => Promise<T>): Promise<T> };
  declare const memory: { run<T>(fn: () => Promise<T>): Promise<T> };
  declare const db: { transaction<T>(fn: (tx: { query(): Promise<void> }) => Promise<T>): Promise<T>; on(e: string, fn: () => void): Promise<void>; subscribe(fn: () => Promise<void>): Promise<void> };
  class CancelablePromise<T> extends Promise<T> {}
  declare function work(ctx?: Context): Promise<number>;
`;

function fnAt(code: string, options?: InspectOptions): [Inspected['facts'], NonNullable<ReturnType<typeof enclosingFunction>>] {
  const { facts, at } = inspect(head + code, options);
  const fn = enclosingFunction(at('/*1*/'));
  if (fn === undefined) throw new Error('no function');
  return [facts, fn];
}

const inHandler = (body: string): string => `export async function handler(ctx: Context) { ${body} }`;

describe('runsAtOnce', () => {
  it.each<[string, 'yes' | 'no' | 'unknown']>([
    ['xs.map(() => /*1*/work())', 'yes'],
    ['xs?.map(() => /*1*/work())', 'yes'],
    ['readonlyXs.forEach(() => { /*1*/work(); })', 'yes'],
    ['[1].map((() => /*1*/work()) as () => Promise<number>)', 'yes'],
    ['Array.from(xs, () => /*1*/work())', 'yes'],
    ['map.forEach(() => { /*1*/work(); })', 'yes'],
    ['set.forEach(() => { /*1*/work(); })', 'yes'],
    ['new Headers().forEach(() => { /*1*/work(); })', 'yes'],
    ["text.replace(/a/g, () => { /*1*/work(); return ''; })", 'yes'],
    ["text.replaceAll('a', () => { /*1*/work(); return ''; })", 'yes'],
    ['new Promise((resolve) => { /*1*/work().then(resolve); })', 'yes'],
    ['new CancelablePromise((resolve) => { /*1*/work().then(resolve); })', 'yes'],
    ['class Promise { constructor(fn: () => void) {} } new Promise(() => { /*1*/work(); })', 'no'],
    ['(() => /*1*/work())()', 'yes'],
    ['await (async () => { /*1*/work(); })()', 'yes'],
    ['(function () { /*1*/work(); }).call(undefined)', 'yes'],
    ['(function* () { /*1*/work(); })()', 'no'],
    ['own.forEach(() => { /*1*/work(); })', 'no'],
    ['anything.map(() => /*1*/work())', 'unknown'],
    ['sync(() => /*1*/work())', 'no'],
    ['retry(() => /*1*/work())', 'no'],
    ['setTimeout(() => { /*1*/work(); }, 1)', 'no'],
    ['const one = () => /*1*/work(); xs.map(one)', 'yes'],
    ['const one = () => /*1*/work(); xs.map(one); emitter.on("x", one)', 'no'],
    ['const one = () => /*1*/work();', 'no'],
    ['async function one() { /*1*/work(); } await one()', 'yes'],
    ['const o = { one() { /*1*/work(); } }; o.one()', 'no'],
  ])('%s: %s', (body, expected) => {
    expect(runsAtOnce(...fnAt(inHandler(body)))).toBe(expected);
  });
});

describe('runsMoreThanOnce', () => {
  it.each<[string, 'yes' | 'no' | 'unknown']>([
    ['xs.forEach(() => { /*1*/work(); })', 'yes'],
    ['xs.reduce(() => { /*1*/work(); return 1; }, 0)', 'yes'],
    ['anything.forEach(() => { /*1*/work(); })', 'unknown'],
    ['own.forEach(() => { /*1*/work(); })', 'no'],
    ['setInterval(() => { /*1*/work(); }, 1)', 'yes'],
    ['setTimeout(() => { /*1*/work(); }, 1)', 'no'],
    ["emitter.on('x', () => { /*1*/work(); })", 'yes'],
    ["emitter.once('x', () => { /*1*/work(); })", 'no'],
    ["emitter.prependOnceListener('x', () => { /*1*/work(); })", 'no'],
    ["window.addEventListener('x', () => { /*1*/work(); })", 'yes'],
    ["window.addEventListener('x', () => { /*1*/work(); }, { once: true })", 'no'],
    ["window.addEventListener('x', () => { /*1*/work(); }, { once: false })", 'yes'],
    ["ctx.signal.addEventListener('abort', () => { /*1*/work(); })", 'no'],
    ['new Promise((resolve) => { /*1*/work().then(resolve); })', 'no'],
    ['(() => /*1*/work())()', 'no'],
    ['retry(() => /*1*/work())', 'no'],
    ['const tick = () => { /*1*/work(); }; setInterval(tick, 1)', 'yes'],
  ])('%s: %s', (body, expected) => {
    expect(runsMoreThanOnce(...fnAt(inHandler(body)))).toBe(expected);
  });
});

describe('belongsToEnclosing', () => {
  it.each<[string, 'yes' | 'no' | 'unknown']>([
    // runs at once
    ['xs.map(async () => /*1*/work())', 'yes'],
    // awaited, returned, gathered
    ['await retry(() => /*1*/work())', 'yes'],
    ['return retry(() => /*1*/work())', 'yes'],
    ['const f = () => retry(() => /*1*/work()); await f()', 'yes'],
    ['await Promise.all([work(), retry(() => /*1*/work())])', 'yes'],
    ['await Promise.all(xs.map((x) => limit(() => /*1*/work())))', 'yes'],
    ['await (text ? retry(() => /*1*/work()) : work())', 'yes'],
    ['await retry(() => /*1*/work()).catch(() => 0)', 'yes'],
    ['await retry(() => /*1*/work())!', 'yes'],
    ['await db.transaction(async (tx) => { /*1*/work(); await tx.query(); })', 'yes'],
    ['await memory.run(() => /*1*/work())', 'yes'],
    // neither
    ['retry(() => /*1*/work())', 'no'],
    ['void retry(() => /*1*/work())', 'no'],
    ['const p = retry(() => /*1*/work()); await p', 'no'],
    ['await Promise.all(xs.map(String)).then(() => 1); sync(() => /*1*/work())', 'no'],
    // its type is thenable
    ['await sync(() => { /*1*/work(); return 1; })', 'no'],
    ['return sync(() => { /*1*/work(); return 1; })', 'no'],
    ['await untyped(() => /*1*/work())', 'unknown'],
    // the callback is offered a context
    ['await withContext(() => /*1*/work())', 'no'],
    ['await withContext((c) => /*1*/work(c))', 'no'],
    ['await withSignal(() => /*1*/work())', 'no'],
    ['await withAny(() => /*1*/work())', 'unknown'],
    // its result is shared
    ['await memoize(() => /*1*/work())', 'no'],
    ["await cache.get('k', () => /*1*/work())", 'no'],
    // promises
    ['await work().then(() => /*1*/work())', 'yes'],
    ['await work().catch(() => /*1*/work())', 'yes'],
    ['return work().then(undefined, () => /*1*/work())', 'yes'],
    ['await work().finally(() => /*1*/work())', 'yes'],
    ['work().then(() => /*1*/work())', 'no'],
    // timers, listeners, stored
    ['setTimeout(() => { /*1*/work(); }, 1)', 'no'],
    ["emitter.on('x', () => { /*1*/work(); })", 'no'],
    ["await db.on('x', () => { /*1*/work(); })", 'no'],
    ['await db.subscribe(async () => { /*1*/work(); })', 'no'],
    ['return setTimeout(() => { /*1*/work(); }, 1)', 'no'],
    ['await new Promise((r) => setTimeout(() => { /*1*/work(); r(0); }, 1))', 'no'],
    // named
    ['const load = () => /*1*/work(); await load()', 'yes'],
    ['const load = () => /*1*/work(); await retry(load)', 'yes'],
    ['const load = () => /*1*/work(); setTimeout(load, 1)', 'no'],
    ['const load = () => /*1*/work(); setTimeout(() => { void load(); }, 1)', 'no'],
    ['const load = () => /*1*/work(); xs.forEach(() => { void load(); })', 'yes'],
    ['const load = (): Promise<number> => text ? /*1*/work() : load(); await load()', 'yes'],
    ['async function a(): Promise<void> { /*1*/work(); await b(); } async function b() { await a(); } await a()', 'unknown'],
    ['let load = () => /*1*/work(); load = work; await load()', 'no'],
    ['const o = { load: () => /*1*/work() }; await o.load()', 'no'],
  ])('%s: %s', (body, expected) => {
    expect(belongsToEnclosing(...fnAt(inHandler(body)))).toBe(expected);
  });

  it('an exported function has callers nobody knows', () => {
    expect(belongsToEnclosing(...fnAt('export const load = () => /*1*/work(); load();'))).toBe('no');
    expect(belongsToEnclosing(...fnAt('const load = () => /*1*/work(); export { load }; load();'))).toBe('no');
  });

  it('asks the checker nothing where syntax says no', () => {
    const { facts, at, asked } = inspect(`export function f(c: { go(fn: () => void): Promise<void> }) { void c.go(() => { /*1*/c; }); c.go(() => { /*2*/c; }); }`);
    for (const marker of ['/*1*/', '/*2*/']) expect(belongsToEnclosing(facts, enclosingFunction(at(marker))!)).toBe('no');
    expect([...asked]).toEqual([]);
  });
});

describe('enclosingFunction', () => {
  it.each<[string, string | undefined]>([
    ['/*1*/work();', undefined],
    ['function f() { /*1*/work(); }', 'FunctionDeclaration'],
    ['function f(x = /*1*/work()) {}', 'FunctionDeclaration'],
    ['function f() { return class { m() { /*1*/work(); } } }', 'FunctionExpression'],
    ['function f() { return class { x = /*1*/work(); } }', undefined],
    ['function f() { return class { static x = /*1*/work(); } }', 'FunctionDeclaration'],
    ['function f() { return class { [/*1*/text] = 1; } }', 'FunctionDeclaration'],
  ])('%s: %s', (code, expected) => {
    expect(enclosingFunction(inspect(head + code).at('/*1*/'))?.type).toBe(expected);
  });
});
