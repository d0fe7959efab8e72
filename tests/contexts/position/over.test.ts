import { ASTUtils, type TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { observes, overAt, type Reference } from '../../../src/contexts/position/index.js';
import { inspect, type Inspected } from '../../harness.js';

const head = `
  import { type Context, withCancel, withTimeout, withValue, withoutCancel, createKey, background } from './context.js';
  import type * as vscode from 'vscode';
  declare function use(...all: unknown[]): Promise<void>; declare function maybe(): boolean; declare function fresh(): Context;
  declare function withAbort(parent: Context): { ctx: Context; abort(): void };
  declare function own(parent: Context): readonly [Context, () => void];
  declare class CancellationTokenSource { token: vscode.CancellationToken; cancel(): void; dispose(): void }
  declare const anything: any;
  const key = createKey<string>('k');
`;

/** The reference spelled by `name`, as seen from the marker: `ctx`, `controller.signal`. */
function referenceAt({ facts }: Inspected, node: TSESTree.Node, name: string): Reference {
  const [first = '', ...path] = name.split('.');
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), first);
  if (variable === null) throw new Error(`no variable ${name}`);
  return { variable, path };
}

function over(code: string, name: string): string {
  const inspected = inspect(head + code);
  const node = inspected.at('/*1*/');
  return overAt(inspected.facts, node, referenceAt(inspected, node, name));
}

const inHandler = (body: string): string =>
  `export async function handler(ctx: Context, signal: AbortSignal, token: vscode.CancellationToken, request: Request, options?: { signal?: AbortSignal }) { ${body} }`;

describe('overAt: after its end in straight line', () => {
  it.each<[string, string, 'over' | 'no']>([
    ['const c = new AbortController(); c.abort(); /*1*/use(c.signal)', 'c.signal', 'over'],
    ['const c = new AbortController(); c.abort(); /*1*/use(c)', 'c', 'over'],
    ['const c = new AbortController(); c?.abort(); /*1*/use(c)', 'c', 'over'],
    ['const c = new AbortController(); /*1*/use(c.signal); c.abort();', 'c.signal', 'no'],
    ['const c = new AbortController(); const d = new AbortController(); d.abort(); /*1*/use(c.signal)', 'c.signal', 'no'],
    ['const c = new AbortController(); const { signal: s } = c; c.abort(); /*1*/use(s)', 's', 'over'],
    ['const c = new AbortController(); const s = c.signal; c.abort(); /*1*/use(s)', 's', 'over'],
    ['let c = new AbortController(); const s = c.signal; c = new AbortController(); c.abort(); /*1*/use(s)', 's', 'no'],
    ['const [child, cancel] = withCancel(ctx); cancel(); /*1*/use(child)', 'child', 'over'],
    ['const [child, cancel] = withCancel(ctx); cancel(); /*1*/use(child)', 'child.signal', 'over'],
    ['const [child, cancel] = withCancel(ctx); cancel(); /*1*/use(ctx)', 'ctx', 'no'],
    ['const [child] = withCancel(ctx); const [, cancel] = withCancel(ctx); cancel(); /*1*/use(child)', 'child', 'no'],
    ['const [child, stop] = own(ctx); stop(); /*1*/use(child)', 'child', 'over'],
    ['const pair = withCancel(ctx); const child = pair[0]; pair[1](); /*1*/use(child)', 'child', 'over'],
    ['const { ctx: child, abort } = withAbort(ctx); abort(); /*1*/use(child)', 'child', 'over'],
    ['const made = withAbort(ctx); made.abort(); /*1*/use(made.ctx)', 'made.ctx', 'over'],
    ['const source = new CancellationTokenSource(); source.cancel(); /*1*/use(source.token)', 'source.token', 'over'],
    ['const source = new CancellationTokenSource(); source.dispose(); /*1*/use(source.token)', 'source.token', 'over'],
    // children
    ['const [parent, cancel] = withCancel(ctx); const child = withValue(parent, key, "v"); cancel(); /*1*/use(child)', 'child', 'over'],
    ['const [parent, cancel] = withCancel(ctx); const [child] = withTimeout(parent, 1); cancel(); /*1*/use(child)', 'child', 'over'],
    ['const [parent, cancel] = withCancel(ctx); const child = withoutCancel(parent); cancel(); /*1*/use(child)', 'child', 'no'],
    ['const c = new AbortController(); const both = AbortSignal.any([signal, c.signal]); c.abort(); /*1*/use(both)', 'both', 'over'],
    ['const c = new AbortController(); const both = AbortSignal.any([signal]); c.abort(); /*1*/use(both)', 'both', 'no'],
    // branches
    ['const c = new AbortController(); if (maybe()) c.abort(); /*1*/use(c)', 'c', 'no'],
    ['const c = new AbortController(); if (maybe()) { c.abort(); /*1*/use(c) }', 'c', 'over'],
    ['const c = new AbortController(); if (maybe()) { c.abort(); } else { c.abort("x"); } /*1*/use(c)', 'c', 'over'],
    ['const c = new AbortController(); if (maybe()) { c.abort(); } else { return; } /*1*/use(c)', 'c', 'over'],
    ['const c = new AbortController(); if (maybe()) { c.abort(); return; } /*1*/use(c)', 'c', 'no'],
    ['const c = new AbortController(); maybe() && c.abort(); /*1*/use(c)', 'c', 'no'],
    ['const c = new AbortController(); { c.abort(); } /*1*/use(c)', 'c', 'over'],
    ['const c = new AbortController(); c.abort(), /*1*/use(c)', 'c', 'over'],
    ['const c = new AbortController(); try { await use(); } finally { c.abort(); } /*1*/use(c)', 'c', 'over'],
    ['const c = new AbortController(); try { await use(); c.abort(); } catch {} /*1*/use(c)', 'c', 'no'],
    ['const c = new AbortController(); try { await use(); c.abort(); } catch { return; } /*1*/use(c)', 'c', 'over'],
    ['const c = new AbortController(); try { c.abort(); } finally { use(); } /*1*/use(c)', 'c', 'over'],
    ['const c = new AbortController(); for (;;) { if (maybe()) break; c.abort(); } /*1*/use(c)', 'c', 'no'],
    ['const c = new AbortController(); for (const x of [1]) { c.abort(); } /*1*/use(c)', 'c', 'no'],
    ['const c = new AbortController(); a: { if (maybe()) break a; c.abort(); } /*1*/use(c)', 'c', 'no'],
    ['const c = new AbortController(); switch (1) { case 1: c.abort(); /*1*/use(c) }', 'c', 'over'],
    ['const c = new AbortController(); switch (1) { case 1: c.abort(); break; default: /*1*/use(c) }', 'c', 'no'],
    ['const c = new AbortController(); while (maybe()) { /*1*/use(c); c.abort(); }', 'c', 'no'],
    // functions
    ['const c = new AbortController(); c.abort(); [1].map(() => /*1*/use(c))', 'c', 'over'],
    ['const c = new AbortController(); c.abort(); setTimeout(() => /*1*/use(c))', 'c', 'over'],
    ['const c = new AbortController(); later(); c.abort(); function later() { /*1*/use(c) }', 'c', 'no'],
    ['const c = new AbortController(); const stop = () => c.abort(); /*1*/use(c)', 'c', 'no'],
    ['const c = new AbortController(); setTimeout(() => c.abort()); /*1*/use(c)', 'c', 'no'],
    // writes
    ['let c = new AbortController(); c.abort(); c = new AbortController(); /*1*/use(c)', 'c', 'no'],
    ['let c = new AbortController(); c.abort(); if (maybe()) c = new AbortController(); /*1*/use(c)', 'c', 'no'],
    ['let c = new AbortController(); c = new AbortController(); c.abort(); /*1*/use(c)', 'c', 'over'],
    ['let c = new AbortController(); c.abort(); while (maybe()) { /*1*/use(c); c = new AbortController(); }', 'c', 'no'],
    ['let c = new AbortController(); while (maybe()) { c.abort(); /*1*/use(c); c = new AbortController(); }', 'c', 'over'],
    ['let c = new AbortController(); const renew = () => { c = new AbortController(); }; c.abort(); renew(); /*1*/use(c)', 'c', 'no'],
    ['let c = new AbortController(); const renew = () => { c = new AbortController(); }; c.abort(); /*1*/use(c, renew)', 'c', 'over'],
    ['const o = { c: new AbortController() }; o.c.abort(); /*1*/use(o.c.signal)', 'o.c.signal', 'over'],
    ['const o = { c: new AbortController() }; o.c.abort(); o.c = new AbortController(); /*1*/use(o.c.signal)', 'o.c.signal', 'no'],
    // what has the name only
    ['const c = { abort() {}, signal }; c.abort(); /*1*/use(c.signal)', 'c.signal', 'no'],
    ['const xhr = new XMLHttpRequest(); xhr.abort(); /*1*/use(ctx)', 'ctx', 'no'],
    ['const c: any = anything; c.abort(); /*1*/use(c.signal)', 'c.signal', 'no'],
  ])('%s [%s]: %s', (body, name, expected) => {
    expect(over(inHandler(body), name)).toBe(expected);
  });
});

describe('overAt: where a test says so', () => {
  it.each<[string, string, 'over' | 'no']>([
    ['if (signal.aborted) { /*1*/use() }', 'signal', 'over'],
    ['if (signal.aborted) use(); else /*1*/use()', 'signal', 'no'],
    ['if (!signal.aborted) use(); else /*1*/use()', 'signal', 'over'],
    ['if (!signal.aborted) { /*1*/use() }', 'signal', 'no'],
    ['if (signal.aborted) { use() } /*1*/use()', 'signal', 'no'],
    ['if (signal.aborted) /*1*/use()', 'ctx', 'no'],
    ['if (!signal.aborted) return; /*1*/use()', 'signal', 'over'],
    ['if (!signal.aborted) { use(); throw new Error("x"); } /*1*/use()', 'signal', 'over'],
    ['if (!signal.aborted) process.exit(1); /*1*/use()', 'signal', 'over'],
    ['if (signal.aborted) return; /*1*/use()', 'signal', 'no'],
    ['if (signal.aborted) use(); else return; /*1*/use()', 'signal', 'over'],
    ['for (const x of [1]) { if (!signal.aborted) continue; /*1*/use(x) }', 'signal', 'over'],
    ['if (signal.aborted === true) /*1*/use()', 'signal', 'over'],
    ['if (signal.aborted !== true) use(); else /*1*/use()', 'signal', 'over'],
    ['if (signal.aborted === false) /*1*/use()', 'signal', 'no'],
    ['if (signal.aborted !== false) /*1*/use()', 'signal', 'over'],
    ['if (options?.signal?.aborted) /*1*/use()', 'options.signal', 'over'],
    ['if (options?.signal?.aborted !== false) /*1*/use()', 'options.signal', 'no'],
    ['if (options?.signal?.aborted !== undefined) /*1*/use()', 'options.signal', 'no'],
    ['if (Boolean(signal.aborted)) /*1*/use()', 'signal', 'over'],
    ['if (!!signal.aborted) /*1*/use()', 'signal', 'over'],
    ['if (maybe() && signal.aborted) /*1*/use()', 'signal', 'over'],
    ['if (maybe() || signal.aborted) /*1*/use()', 'signal', 'no'],
    ['if (!maybe() || !signal.aborted) return; /*1*/use()', 'signal', 'over'],
    ['if (!maybe() && !signal.aborted) return; /*1*/use()', 'signal', 'no'],
    ['signal.aborted ? /*1*/use() : use()', 'signal', 'over'],
    ['signal.aborted ? use() : /*1*/use()', 'signal', 'no'],
    ['signal.aborted && /*1*/use()', 'signal', 'over'],
    ['signal.aborted || /*1*/use()', 'signal', 'no'],
    ['!signal.aborted || /*1*/use()', 'signal', 'over'],
    ['while (!signal.aborted) { /*1*/use() }', 'signal', 'no'],
    ['while (!signal.aborted) { await use() } /*1*/use()', 'signal', 'over'],
    ['while (!signal.aborted) { if (maybe()) break; } /*1*/use()', 'signal', 'no'],
    ['while (!signal.aborted) { for (;;) { if (maybe()) break; } } /*1*/use()', 'signal', 'over'],
    ['while (!signal.aborted && maybe()) { await use() } /*1*/use()', 'signal', 'no'],
    ['const aborted = signal.aborted; if (aborted) /*1*/use()', 'signal', 'over'],
    ['let aborted = signal.aborted; aborted = true; if (aborted) /*1*/use()', 'signal', 'no'],
    ['if (ctx.err()) /*1*/use()', 'ctx', 'over'],
    ['if (ctx.err() !== undefined) /*1*/use()', 'ctx', 'over'],
    ['if (ctx.err() != null) /*1*/use()', 'ctx', 'over'],
    ['if (ctx.err() !== null) /*1*/use()', 'ctx', 'no'],
    ['if (ctx.err() === undefined) /*1*/use(); ', 'ctx', 'no'],
    ['if (ctx.err() === undefined) return; /*1*/use()', 'ctx', 'over'],
    ['if (ctx.err() instanceof Error) /*1*/use()', 'ctx', 'over'],
    ['const err = ctx.err(); if (err) { /*1*/use() }', 'ctx', 'over'],
    ['if (ctx.err) /*1*/use()', 'ctx', 'no'],
    ['if (ctx.signal.aborted) /*1*/use()', 'ctx', 'over'],
    ['if (ctx.err()) /*1*/use()', 'ctx.signal', 'over'],
    ['if (request.signal.aborted) /*1*/use()', 'request', 'over'],
    ['if (token.isCancellationRequested) /*1*/use()', 'token', 'over'],
    ['if (token.isCancellationRequested === true) /*1*/use()', 'token', 'over'],
    ['if (anything.aborted) /*1*/use()', 'anything', 'no'],
    ['const io = { aborted: maybe() }; if (io.aborted) /*1*/use()', 'io', 'no'],
    ['let s = signal; if (s.aborted) { s = fresh().signal; /*1*/use() }', 's', 'no'],
    ['let s = signal; const was = s.aborted; s = fresh().signal; if (was) /*1*/use()', 's', 'no'],
    ['if (signal.aborted) setTimeout(() => { /*1*/use() })', 'signal', 'over'],
    ['if (signal.aborted) { try { await use() } catch { /*1*/use() } }', 'signal', 'over'],
    ['const [child] = withCancel(ctx); if (ctx.err()) /*1*/use(child)', 'child', 'over'],
    ['const [child] = withCancel(ctx); if (child.err()) /*1*/use(ctx)', 'ctx', 'no'],
  ])('%s [%s]: %s', (body, name, expected) => {
    expect(over(inHandler(body), name)).toBe(expected);
  });
});

describe('overAt: after waiting for its end, and in its listeners', () => {
  it.each<[string, string, 'over' | 'no']>([
    ['await ctx.done(); /*1*/use()', 'ctx', 'over'],
    ['ctx.done(); /*1*/use()', 'ctx', 'no'],
    ['await Promise.race([ctx.done(), use()]); /*1*/use()', 'ctx', 'no'],
    ['if (maybe()) await ctx.done(); /*1*/use()', 'ctx', 'no'],
    ['ctx.done().then(() => { /*1*/use() })', 'ctx', 'over'],
    ['ctx.done().then(() => {}); /*1*/use()', 'ctx', 'no'],
    ["signal.addEventListener('abort', () => { /*1*/use() })", 'signal', 'over'],
    ["signal.addEventListener('abort', async () => { await use(); /*1*/use() })", 'signal', 'over'],
    ["signal.addEventListener('other', () => { /*1*/use() })", 'signal', 'no'],
    ["window.addEventListener('abort', () => { /*1*/use() })", 'signal', 'no'],
    ["fresh().signal.addEventListener('abort', () => { /*1*/use() })", 'signal', 'no'],
    ["ctx.signal.addEventListener('abort', () => { /*1*/use() })", 'ctx', 'over'],
    ['signal.onabort = () => { /*1*/use() }', 'signal', 'over'],
    ['signal.onabort = function () { /*1*/use() }', 'signal', 'over'],
    ['token.onCancellationRequested(() => { /*1*/use() })', 'token', 'over'],
    ['token.onCancellationRequested(() => { /*1*/use() })', 'signal', 'no'],
    ["const stop = () => { /*1*/use() }; signal.addEventListener('abort', stop)", 'signal', 'over'],
    ["const stop = () => { /*1*/use() }; signal.addEventListener('abort', stop); signal.removeEventListener('abort', stop)", 'signal', 'over'],
    ["const stop = () => { /*1*/use() }; if (signal.aborted) stop(); else signal.addEventListener('abort', stop)", 'signal', 'over'],
    ["const stop = () => { /*1*/use() }; signal.addEventListener('abort', stop); if (maybe()) stop()", 'signal', 'no'],
    ["const stop = () => { /*1*/use() }; signal.addEventListener('abort', stop); setTimeout(stop, 1)", 'signal', 'no'],
    ["function stop() { /*1*/use() } signal.addEventListener('abort', stop)", 'signal', 'over'],
  ])('%s [%s]: %s', (body, name, expected) => {
    expect(over(inHandler(body), name)).toBe(expected);
  });
});

describe('overAt: members of this, asked by an expression', () => {
  const method = (body: string, rest = ''): string => `export class A { private c = new AbortController(); ${rest} async m(ctx: Context) { ${body} } }`;

  it.each<[string, 'over' | 'no']>([
    [method('this.c.abort(); use(/*1*/this.c.signal)'), 'over'],
    [method('this.c?.abort(); use(/*1*/this.c)'), 'over'],
    [method('use(/*1*/this.c.signal); this.c.abort()'), 'no'],
    [method('this.c.abort(); this.c = new AbortController(); use(/*1*/this.c.signal)'), 'no'],
    [method('this.c.abort(); this.renew(); use(/*1*/this.c.signal)', 'renew() { this.c = new AbortController(); }'), 'no'],
    [method('this.c.abort(); await use(); use(/*1*/this.c.signal)', 'renew() { this.c = new AbortController(); }'), 'no'],
    [method('this.c.abort(); use(/*1*/this.c.signal)', 'renew() { this.c = new AbortController(); }'), 'over'],
    [method('this.c.abort(); await use(); use(/*1*/this.c.signal)', 'constructor() { this.c = new AbortController(); }'), 'over'],
    [method('this.c.abort(); [1].map(() => use(/*1*/this.c.signal))'), 'over'],
    [method('this.c.abort(); return { c: new AbortController(), m() { use(/*1*/this.c.signal) } }'), 'no'],
    [method('const { signal } = this.c; this.c.abort(); use(/*1*/signal)'), 'over'],
    [method('const { signal } = this.c; this.renew(); this.c.abort(); use(/*1*/signal)', 'renew() { this.c = new AbortController(); }'), 'no'],
    [method('if (this.c.signal.aborted) use(/*1*/this.c.signal)'), 'over'],
    [method('this.#own.abort(); use(/*1*/this.#own.signal)', '#own = new AbortController();'), 'over'],
    [method('if (ctx.err()) use(/*1*/ctx.signal)'), 'over'],
    [method('if (ctx.err()) use(/*1*/withValue(ctx, key, "v"))'), 'no'],
  ])('%s: %s', (code, expected) => {
    const { facts, at } = inspect(head + code);
    let node = at('/*1*/');
    while (node.parent !== undefined && node.parent.type !== 'CallExpression') node = node.parent;
    if (node.parent?.type === 'CallExpression' && node.parent.callee === node) node = node.parent;
    expect(overAt(facts, node, node as TSESTree.Expression)).toBe(expected);
  });
});

describe('overAt: contexts of real packages', () => {
  it.each<[string, string, 'over' | 'no']>([
    ["import { withAbort, type Context } from '@loke/context'; export function f(p: Context) { const { ctx, abort } = withAbort(p); abort(); /*1*/String(ctx) }", 'ctx', 'over'],
    ["import { withAbort, type Context } from '@loke/context'; export function f(p: Context) { const { ctx, abort } = withAbort(p); abort(); /*1*/String(ctx) }", 'p', 'no'],
    ["import type { Context } from '@loke/context'; export function f(ctx: Context) { if (ctx.signal?.aborted) /*1*/String(ctx) }", 'ctx', 'over'],
    ["import { Context } from '@dxos/context'; export async function f(p: Context) { const ctx = p.derive(); await ctx.dispose(); /*1*/String(ctx) }", 'ctx', 'over'],
    ["import { Context } from '@dxos/context'; export async function f(p: Context) { const ctx = p.derive(); await ctx.dispose(); /*1*/String(p) }", 'p', 'no'],
    ["import { Context } from '@dxos/context'; export function f(ctx: Context) { ctx.onDispose(() => { /*1*/String(ctx) }) }", 'ctx', 'over'],
    ["import { Context } from '@dxos/context'; export function f(ctx: Context) { if (ctx.disposed) return /*1*/String(ctx) }", 'ctx', 'over'],
    ["import { CancellationTokenSource } from 'vscode-jsonrpc'; export function f() { const s = new CancellationTokenSource(); s.cancel(); /*1*/String(s.token) }", 's.token', 'over'],
    ["import { trace } from '@opentelemetry/api'; export function f() { const span = trace.getTracer('t').startSpan('s'); span.end(); /*1*/String(span) }", 'span', 'no'],
  ])('%s [%s]: %s', (code, name, expected) => {
    const inspected = inspect(code);
    const node = inspected.at('/*1*/');
    expect(overAt(inspected.facts, node, referenceAt(inspected, node, name))).toBe(expected);
  });

  it('without the DOM library', () => {
    const inspected = inspect('export function f() { const c = new AbortController(); c.abort(); /*1*/String(c.signal) }', { nodeOnly: true });
    const node = inspected.at('/*1*/');
    expect(overAt(inspected.facts, node, referenceAt(inspected, node, 'c.signal'))).toBe('over');
  });
});

describe('overAt costs nothing where nothing ends', () => {
  it('asks the checker nothing', () => {
    const code = 'export async function f(ctx: { go(): Promise<void> }) { if (ctx) await ctx.go(); const x = 1; /*1*/ctx.go(); return x; }';
    const inspected = inspect(code);
    const node = inspected.at('/*1*/');
    expect(overAt(inspected.facts, node, referenceAt(inspected, node, 'ctx'))).toBe('no');
    expect([...inspected.asked]).toEqual([]);
  });
});

describe('observes', () => {
  it.each<[string, string | undefined, 'yes' | 'no' | 'unknown']>([
    ['/*1*/signal.aborted', 'signal', 'yes'],
    ['/*1*/signal.throwIfAborted()', 'signal', 'yes'],
    ["/*1*/signal.addEventListener('abort', () => {})", 'signal', 'yes'],
    ["/*1*/signal.addEventListener('x', () => {})", 'signal', 'no'],
    ['/*1*/maybe() && signal.aborted', 'signal', 'yes'],
    ['/*1*/use(ctx.done())', 'ctx', 'yes'],
    ['/*1*/use(() => ctx.done())', 'ctx', 'no'],
    ['/*1*/ctx.err()', 'signal', 'no'],
    ['/*1*/ctx.err()', undefined, 'yes'],
    ['/*1*/token.isCancellationRequested', 'token', 'yes'],
    ['/*1*/use(signal)', 'signal', 'no'],
    ['/*1*/anything.aborted', undefined, 'unknown'],
  ])('%s [%s]: %s', (code, name, expected) => {
    const inspected = inspect(head + inHandler(code));
    let node = inspected.at('/*1*/');
    while (node.parent !== undefined && node.parent.type !== 'ExpressionStatement') node = node.parent;
    expect(observes(inspected.facts, node, name === undefined ? undefined : referenceAt(inspected, node, name))).toBe(expected);
  });
});
