import { describe, expect, it } from 'vitest';

import { cleanupAt, type CleanupKind } from '../../../src/contexts/position/index.js';
import { inspect } from '../../harness.js';

const head = `
  import type { Context } from './context.js';
  declare function work(...all: unknown[]): Promise<void>; declare function maybe(): boolean; declare function fail(e: unknown): never;
  declare function retry<T>(fn: () => Promise<T>): Promise<T>; declare function isAbortError(e: unknown): boolean;
  declare function defer(fn: () => void): Disposable;
  declare const anything: any; declare const queue: { defer(fn: () => void): void };
`;

const kindOf = (code: string): CleanupKind | undefined => {
  const { facts, at } = inspect(head + code);
  return cleanupAt(facts, at('/*1*/'));
};
const inHandler = (body: string): string => `export async function handler(ctx: Context, signal: AbortSignal) { ${body} }`;

describe('finally and catch', () => {
  it.each<[string, CleanupKind | undefined]>([
    ['try { await work() } finally { /*1*/work() }', 'finally'],
    ['try { await work() } finally { if (maybe()) { /*1*/work() } }', 'finally'],
    ['try { /*1*/work() } finally { await work() }', undefined],
    ['try { await work() } finally { await work() } /*1*/work()', undefined],
    ['await work().finally(() => /*1*/work())', 'finally'],
    ['await work().then(() => /*1*/work())', undefined],
    ['await work().finally(/*1*/work as () => void)', undefined],
    ['try { await work() } catch (e) { /*1*/work(); throw e; }', 'rethrow'],
    ['try { await work() } catch (e) { if (maybe()) { /*1*/work(); throw e; } else { throw new Error("x") } }', 'rethrow'],
    ['try { await work() } catch (e) { if (maybe()) { throw e; } /*1*/work(); throw e; }', 'rethrow'],
    ['try { await work() } catch (e) { if (maybe()) { return; } /*1*/work(); throw e; }', undefined],
    ['try { await work() } catch (e) { if (maybe()) { /*1*/work(); throw e; } }', undefined],
    ['for (;;) { try { await work() } catch (e) { if (maybe()) continue; /*1*/work(); throw e; } }', undefined],
    ['try { await work() } catch (e) { for (const x of [1]) { if (x) continue; } /*1*/work(); throw e; }', 'rethrow'],
    ['try { await work() } catch (e) { switch (1) { case 1: break; } /*1*/work(); throw e; }', 'rethrow'],
    ['try { await work() } catch (e) { switch (1) { case 1: throw e; default: throw /*1*/work(); } }', 'rethrow'],
    ['try { await work() } catch (e) { switch (1) { case 1: /*1*/work(); throw e; } }', undefined],
    ['try { await work() } catch (e) { /*1*/work(); return Promise.reject(e); }', 'rethrow'],
    ['try { await work() } catch (e) { /*1*/work(); fail(e); }', 'rethrow'],
    ['try { await work() } catch (e) { /*1*/work(); process.exit(1); }', 'rethrow'],
    ['try { await work() } catch (e) { try { /*1*/work() } catch {} throw e; }', 'rethrow'],
    ['try { await work() } catch (e) { try { /*1*/work(); throw e; } catch {} }', undefined],
    ['try { await work() } catch (e) { /*1*/work(); }', undefined],
    ['try { await work() } catch { /*1*/work() }', undefined],
    ['await work().catch((e) => { /*1*/work(); throw e; })', 'rethrow'],
    ['await work().catch((e) => { /*1*/work(); })', undefined],
    ['await work().catch((e) => fail(/*1*/e))', 'rethrow'],
    ['await work().then(() => {}, (e) => { /*1*/work(); throw e; })', 'rethrow'],
    ['await work().then(() => { /*1*/work(); throw new Error("x"); })', undefined],
  ])('%s: %s', (body, expected) => {
    expect(kindOf(inHandler(body))).toBe(expected);
  });
});

describe('the branch of a handler that is taken because the context is over', () => {
  it.each<[string, CleanupKind | undefined]>([
    ['if (signal.aborted) { /*1*/work() }', 'aborted'],
    ['if (!signal.aborted) { /*1*/work() }', undefined],
    ['if (!signal.aborted) { await work() } else { /*1*/work() }', 'aborted'],
    ['if (signal.aborted) throw e; /*1*/work()', undefined],
    ['/*1*/work(); if (signal.aborted) throw e; work()', 'aborted'],
    ['if (maybe()) { /*1*/work() } if (signal.aborted) throw e; work()', 'aborted'],
    ['if (maybe()) { /*1*/work(); return } if (signal.aborted) throw e; work()', undefined],
    ['if (maybe()) return /*1*/work(); if (signal.aborted) throw e; work()', undefined],
    ['if (maybe()) { if (maybe()) { /*1*/work() } return } if (signal.aborted) throw e; work()', undefined],
    ['if (!signal.aborted) throw e; /*1*/work()', 'aborted'],
    ['if (!signal.aborted) return; /*1*/work()', 'aborted'],
    ['if (ctx.err()) { /*1*/work() }', 'aborted'],
    ['if (ctx.err() !== undefined) { /*1*/work() }', 'aborted'],
    ['const err = ctx.err(); if (err) return /*1*/work()', 'aborted'],
    ['if (maybe() && signal.aborted) { /*1*/work() }', 'aborted'],
    ['if (maybe() || signal.aborted) { /*1*/work() }', undefined],
    ['if (maybe()) { /*1*/work() }', undefined],
    ['signal.throwIfAborted(); /*1*/work()', undefined],
    ['if (anything.aborted) { /*1*/work() }', 'aborted'],
    ['if ({ aborted: maybe() }.aborted) { /*1*/work() }', undefined],
    ["if (e.name === 'AbortError') { /*1*/work() }", 'aborted'],
    ["if (e.name !== 'AbortError') { /*1*/work() }", undefined],
    ["if (e.name !== 'AbortError') throw e; /*1*/work()", 'aborted'],
    ["if (e instanceof Error && e.name === 'AbortError') { /*1*/work() }", 'aborted'],
    ['if (isAbortError(e)) { /*1*/work() }', 'aborted'],
    ['if (!isAbortError(e)) { /*1*/work() }', undefined],
    ["if (e.name === 'TypeError') { /*1*/work() }", undefined],
  ])('%s: %s', (body, expected) => {
    expect(kindOf(inHandler(`try { await work() } catch (e: any) { ${body} }`))).toBe(expected);
  });

  it('but not outside a handler, nor of an outer one', () => {
    expect(kindOf(inHandler('if (signal.aborted) { /*1*/work() }'))).toBe(undefined);
    expect(kindOf(inHandler('if (signal.aborted) { try { await work() } catch { /*1*/work() } }'))).toBe(undefined);
    expect(kindOf(inHandler('await work().catch(() => { if (signal.aborted) { /*1*/work() } })'))).toBe('aborted');
  });
});

describe('dispose', () => {
  it.each<[string, CleanupKind | undefined]>([
    ['class A { [Symbol.dispose]() { /*1*/work() } }', 'dispose'],
    ['class A { async [Symbol.asyncDispose]() { await /*1*/work() } }', 'dispose'],
    ['const a = { [Symbol.dispose]: () => { /*1*/work() } }', 'dispose'],
    ['const a = { [Symbol.iterator]: () => { /*1*/work() } }', undefined],
    ['const stack = new DisposableStack(); stack.defer(() => { /*1*/work() })', 'dispose'],
    ['const stack = new AsyncDisposableStack(); stack.adopt(1, async () => { await /*1*/work() })', 'dispose'],
    ['queue.defer(() => { /*1*/work() })', undefined],
    ['{ using lock = defer(() => { /*1*/work() }) }', 'dispose'],
    ['{ const lock = defer(() => { /*1*/work() }) }', undefined],
  ])('%s: %s', (code, expected) => {
    expect(kindOf(code)).toBe(expected);
  });
});

describe('functions named for it that take no context of their own', () => {
  it.each<[string, CleanupKind | undefined]>([
    ['export async function close() { /*1*/work() }', 'named'],
    ['export const dispose = async () => /*1*/work()', 'named'],
    ['export const closeAll = async () => /*1*/work()', 'named'],
    ['export function stopWorker(id: string) { /*1*/work() }', 'named'],
    ['export function stop_worker(id: string) { /*1*/work() }', 'named'],
    ['export function gracefulShutdown() { /*1*/work() }', 'named'],
    ['export class A { async waitUntilStopped() { /*1*/work() } }', 'named'],
    ['export class A { async handleStreamAbort() { /*1*/work() } }', 'named'],
    ['export class A { async handleAbortController() { /*1*/work() } }', undefined],
    ['async function go() { const reconcileAbortIfNeeded = async () => { /*1*/work() }; await reconcileAbortIfNeeded(); }', 'named'],
    ['export function waitForServerShutdown() { /*1*/work() }', 'named'],
    ['export function waitForExit() { /*1*/work() }', undefined],
    ['export function waitUntilReady() { /*1*/work() }', undefined],
    ['export function onClose() { /*1*/work() }', 'named'],
    ['export function cleanUp() { /*1*/work() }', 'named'],
    ['class A { destroy() { /*1*/work() } }', 'named'],
    ['class A { #stop = () => { /*1*/work() } }', 'named'],
    ['class A { ngOnDestroy() { /*1*/work() } }', 'named'],
    ['class A { componentWillUnmount() { /*1*/work() } }', 'named'],
    ['class A { onModuleDestroy() { /*1*/work() } }', 'named'],
    ['export const a = { $destroy() { /*1*/work() } }', 'named'],
    ['anything.close = async () => { await /*1*/work() }', 'named'],
    ['export function release() { /*1*/work() }', 'named'],
    ['export function releaseOrder() { /*1*/work() }', undefined],
    ['export function closest() { /*1*/work() }', undefined],
    ['export function disposition() { /*1*/work() }', undefined],
    ['export function isClosed() { /*1*/work() }', undefined],
    ['export function run() { /*1*/work() }', undefined],
    ['export async function close(ctx: Context) { /*1*/work() }', undefined],
    ['export async function close(id: string, signal?: AbortSignal) { /*1*/work() }', undefined],
    ['export async function close(options: { signal?: AbortSignal }) { /*1*/work() }', undefined],
    ['export async function close(options: { force?: boolean }) { /*1*/work() }', 'named'],
    ['export async function close(request: Request) { /*1*/work() }', undefined],
    ['export async function close(x: any) { /*1*/work() }', 'named'],
    ['export async function close(id: string) { /*1*/work() }', 'named'],
    ['export async function close(x = /*1*/work()) { }', undefined],
  ])('%s: %s', (code, expected) => {
    expect(kindOf(code)).toBe(expected);
  });
});

describe('across functions', () => {
  it.each<[string, CleanupKind | undefined]>([
    ['try { await work() } finally { await Promise.all([1].map(async () => { await /*1*/work() })) }', 'finally'],
    ['try { await work() } finally { await retry(() => /*1*/work()) }', 'finally'],
    ['try { await work() } finally { setTimeout(() => { /*1*/work() }, 1) }', undefined],
    ['try { await work() } finally { anything.map(() => { /*1*/work() }) }', 'finally'],
    ['try { await work() } catch (e) { await retry(() => /*1*/work()); throw e; }', 'rethrow'],
    ['try { await work() } finally { const end = async () => { await /*1*/work() }; await end() }', 'finally'],
  ])('%s: %s', (body, expected) => {
    expect(kindOf(inHandler(body))).toBe(expected);
  });

  it('a callback in a function named for it', () => {
    expect(kindOf('export async function close() { await retry(() => /*1*/work()) }')).toBe('named');
    expect(kindOf('export async function close() { setTimeout(() => /*1*/work(), 1) }')).toBe(undefined);
    expect(kindOf('export async function close() { return { open() { /*1*/work() } } }')).toBe(undefined);
  });

  it('asks the checker nothing where no cleanup is around', () => {
    const { facts, at, asked } = inspect('export function f(g: { go(fn: () => void): void }) { try { g.go(() => { /*1*/g.go(() => {}) }) } catch { g.go(() => {}) } }');
    expect(cleanupAt(facts, at('/*1*/'))).toBe(undefined);
    expect([...asked]).toEqual([]);
  });
});
