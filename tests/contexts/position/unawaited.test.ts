import { describe, expect, it } from 'vitest';

import { enclosingFunction, unawaitedAt } from '../../../src/contexts/position/index.js';
import { inspect } from '../../harness.js';

const head = `
  import type { Context } from './context.js';
  import { after } from 'next/server';
  import { EventEmitter } from 'node:events';
  declare function work(...all: unknown[]): Promise<void>; declare function sync(...all: unknown[]): number; declare function keep(p: unknown): void;
  declare function retry<T>(fn: () => Promise<T>): Promise<T>; declare function start(fn: () => Promise<void>): void;
  declare function runDetached(name: string, fn: () => Promise<void>): void; declare function runInBackground(p: Promise<unknown>): void; declare function loadBackground(p: Promise<unknown>): Promise<void>; declare const event: { waitUntil(p: Promise<unknown>): void }; declare const anything: any; declare const xs: number[]; declare const emitter: EventEmitter;
`;

const kindOf = (body: string, upTo: 'handler' | 'inner' = 'handler'): string => {
  const { facts, at } = inspect(`${head} export async function handler(ctx: Context) { ${body} }`);
  const node = at('/*1*/', 'CallExpression');
  const inner = enclosingFunction(node);
  let outer = inner;
  while (outer?.type !== 'FunctionDeclaration' || outer.id?.name !== 'handler') outer = enclosingFunction(outer!);
  const answer = unawaitedAt(facts, node, upTo === 'inner' ? inner : outer);
  return typeof answer === 'object' ? answer.kind : answer;
};

describe('unawaitedAt', () => {
  it.each<[string, string]>([
    // in statement position
    ['/*1*/work()', 'statement'],
    ['/*1*/sync()', 'no'],
    ['/*1*/anything.go()', 'unknown'],
    ['await /*1*/work()', 'no'],
    ['return /*1*/work()', 'no'],
    ['const p = /*1*/work(); await p', 'no'],
    ['let p; p = /*1*/work(); await p', 'no'],
    ['keep(/*1*/work())', 'no'],
    ['if (xs) /*1*/work()', 'statement'],
    ['xs.length > 0 && /*1*/work()', 'statement'],
    ['xs.length > 0 ? /*1*/work() : undefined', 'statement'],
    ['/*1*/work()!', 'statement'],
    ['Promise.all([/*1*/work(), work()])', 'statement'],
    ['await Promise.all([/*1*/work(), work()])', 'no'],
    ['Promise.all(xs.map(() => /*1*/work()))', 'statement'],
    ['await Promise.all(xs.map(() => /*1*/work()))', 'no'],
    ['Promise.all(xs.map(async () => { await /*1*/work() }))', 'statement'],
    ['await Promise.all(xs.map(async () => { /*1*/work() }))', 'statement'],
    // void
    ['void /*1*/work()', 'void'],
    ['void Promise.all([/*1*/work()])', 'void'],
    ['void retry(() => /*1*/work())', 'void'],
    ['void retry(async () => { await /*1*/work() })', 'void'],
    ['void keep(await /*1*/work())', 'no'],
    // chains
    ['/*1*/work().catch(() => {})', 'chain'],
    ['/*1*/work().then(() => {}).catch(() => {})', 'chain'],
    ['await /*1*/work().catch(() => {})', 'no'],
    ['void /*1*/work().catch(() => {})', 'void'],
    ['work().then(() => /*1*/work())', 'chain'],
    ['work().then(() => { keep(/*1*/work()) })', 'chain'],
    ['work().catch(async () => { await /*1*/work() })', 'chain'],
    ['await work().then(() => /*1*/work())', 'no'],
    // timers
    ['setTimeout(async () => { await /*1*/work() }, 1)', 'timer'],
    ['setInterval(async () => { await /*1*/work() }, 1)', 'timer'],
    ['setImmediate(async () => { await /*1*/work() })', 'timer'],
    ['queueMicrotask(async () => { await /*1*/work() })', 'timer'],
    ['process.nextTick(async () => { await /*1*/work() })', 'timer'],
    ['window.setTimeout(async () => { await /*1*/work() }, 1)', 'timer'],
    ['setTimeout(() => /*1*/work(), 1)', 'timer'],
    ['setTimeout(() => { /*1*/sync() }, 1)', 'no'],
    ['setTimeout(() => /*1*/sync(), 1)', 'no'],
    ['setTimeout(() => { /*1*/work() }, 1)', 'statement'],
    ['const tick = async () => { await /*1*/work() }; setInterval(tick, 1)', 'timer'],
    // background
    ['event.waitUntil(/*1*/work())', 'background'],
    ['event.waitUntil(/*1*/work().catch(() => {}))', 'background'],
    ['event.waitUntil(Promise.all([/*1*/work()]))', 'background'],
    ['runDetached("job", async () => { await /*1*/work(); })', 'background'],
    ['runInBackground(/*1*/work())', 'background'],
    ['await loadBackground(/*1*/work())', 'no'],
    ['event.waitUntil((async () => { await /*1*/work() })())', 'background'],
    ['after(() => /*1*/work())', 'background'],
    ['after(/*1*/work())', 'background'],
    ['{ const after = keep; after(/*1*/work()) }', 'no'],
    // functions called in place
    ['(async () => { await /*1*/work() })()', 'statement'],
    ['void (async () => { await /*1*/work() })()', 'void'],
    ['(async () => { await /*1*/work() })().catch(() => {})', 'chain'],
    ['await (async () => { await /*1*/work() })()', 'no'],
    ['await (async () => { /*1*/work() })()', 'statement'],
    ['(() => { /*1*/work() })()', 'statement'],
    ['(() => { keep(/*1*/work()) })()', 'no'],
    ['(async () => { await Promise.all(xs.map(async () => { await /*1*/work() })) })()', 'statement'],
    ['const run = async () => { await /*1*/work() }; void run()', 'void'],
    ['const run = async () => { await /*1*/work() }; await run()', 'no'],
    ['const run = async () => { await /*1*/work() }; void run(); await run()', 'no'],
    ['async function run() { await /*1*/work() } run()', 'statement'],
    ['const run = async () => { await /*1*/work() }; setTimeout(run, 1)', 'timer'],
    ['const loop = async (): Promise<void> => { await /*1*/work(); await loop() }; void loop()', 'void'],
    ['await new Promise((resolve) => { keep(/*1*/work()) })', 'no'],
    ['void new Promise((resolve) => { keep(/*1*/work()) })', 'void'],
    // callbacks that are kept
    ['start(async () => { await /*1*/work() })', 'no'],
    ["emitter.on('x', async () => { await /*1*/work() })", 'no'],
    ["emitter.on('x', () => { /*1*/work() })", 'statement'],
    ['retry(() => /*1*/work())', 'statement'],
    ['xs.forEach(async () => { await /*1*/work() })', 'no'],
  ])('%s: %s', (body, expected) => {
    expect(kindOf(body)).toBe(expected);
  });

  it('stops at the boundary', () => {
    expect(kindOf('void (async () => { await /*1*/work() })()', 'inner')).toBe('no');
    expect(kindOf('void (async () => { /*1*/work() })()', 'inner')).toBe('statement');
  });

  it('asks the checker nothing where the promise is plainly awaited or kept', () => {
    const { facts, at, asked } = inspect('export async function f(g: () => Promise<void>) { await /*1*/g(); const p = /*2*/g(); return p; }');
    for (const marker of ['/*1*/', '/*2*/']) expect(unawaitedAt(facts, at(marker, 'CallExpression'))).toBe('no');
    expect([...asked]).toEqual([]);
  });
});
