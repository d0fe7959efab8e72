import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { addArgument, type Call, insertArgumentAt, insertFirstArgument, moveOrder, permuteArguments } from '../../src/edits/arguments.js';
import { apply, ask } from './apply.js';

const CALL = ':matches(CallExpression, NewExpression)';
const add = (code: string, text = 'signal', position?: number): string | undefined =>
  apply<Call>(code, CALL, (sourceCode, call) => addArgument(sourceCode, call, text, position)?.edit);
const insert = (code: string, index: number, text = 'ctx'): string | undefined =>
  apply<Call>(code, CALL, (sourceCode, call) => insertArgumentAt(sourceCode, call, text, index));
const permute = (code: string, order: readonly number[]): string | undefined =>
  apply<TSESTree.CallExpression>(code, 'CallExpression[callee.name=f]', (sourceCode, call) => permuteArguments(sourceCode, call, order));

describe('addArgument', () => {
  it.each([
    ['f()', 'f(signal)'],
    ['f( )', 'f(signal)'],
    ['f(/* none */)', 'f(/* none */ signal)'],
    ['f(// none\n)', 'f(// none\n  signal\n)'],
    ['f(a)', 'f(a, signal)'],
    ['f(a,)', 'f(a, signal,)'],
    ['f(a /* a */)', 'f(a /* a */, signal)'],
    ['f(a, /* a */)', 'f(a, signal, /* a */)'],
    ['f((a, b))', 'f((a, b), signal)'],
    ['(f)(a)', '(f)(a, signal)'],
    ['f?.(a)', 'f?.(a, signal)'],
    ['f<T>(a)', 'f<T>(a, signal)'],
    ['f?.<T>()', 'f?.<T>(signal)'],
    ['new X', 'new X(signal)'],
    ['new X<T>', 'new X<T>(signal)'],
    ['new (X)', 'new (X)(signal)'],
    ['(new X)', '(new X(signal))'],
    ['new X()', 'new X(signal)'],
    ['f(\n\ta,\n\tb,\n)', 'f(\n\ta,\n\tb,\n\tsignal,\n)'],
    ['f(\n    a,\n    b\n)', 'f(\n    a,\n    b,\n    signal\n)'],
    ['f(\r\n  a,\r\n  b\r\n)', 'f(\r\n  a,\r\n  b,\r\n  signal\r\n)'],
    ['f(\n  a, // a\n  b, // b\n)', 'f(\n  a, // a\n  b, // b\n  signal,\n)'],
    ['f(\n  a, // a\n  b // b\n)', 'f(\n  a, // a\n  b, // b\n  signal\n)'],
    ['f(\n  a\n  // end\n)', 'f(\n  a,\n  signal\n  // end\n)'],
    ['f(a // a\n)', 'f(a, // a\n  signal\n)'],
    ['f(a,\n  b)', 'f(a,\n  b, signal)'],
    ['f(async () => {\n  a();\n})', 'f(async () => {\n  a();\n}, signal)'],
    ['f(a, {\n  b,\n})', 'f(a, {\n  b,\n}, signal)'],
  ])('%j', (code, output) => {
    expect(add(code)).toBe(output);
  });

  it('refuses a position behind a spread', () => {
    expect(add('f(...a)')).toBeUndefined();
    expect(add('f(...a)', 'ctx', 0)).toBe('f(ctx, ...a)');
    expect(add('f(a, ...b)', 'ctx', 1)).toBe('f(a, ctx, ...b)');
    expect(add('f(a, ...b)', 'ctx', 3)).toBeUndefined();
  });

  it('pads, and says so', () => {
    expect(add('f(a)', 'signal', 3)).toBe('f(a, undefined, undefined, signal)');
    expect(add('f()', 'signal', 1)).toBe('f(undefined, signal)');
    expect(add('new X', 'signal', 1)).toBe('new X(undefined, signal)');
    expect(add('f(a,)', 'signal', 2)).toBe('f(a, undefined, signal,)');
    const padded = (position: number): boolean | undefined => ask<Call, boolean | undefined>('f(a)', CALL, (s, call) => addArgument(s, call, 'b', position)?.padded);
    expect(padded(1)).toBe(false);
    expect(padded(2)).toBe(true);
  });
});

describe('insertArgumentAt', () => {
  it.each([
    ['f()', 0, 'f(ctx)'],
    ['f(a)', 0, 'f(ctx, a)'],
    ['f(a, b)', 1, 'f(a, ctx, b)'],
    ['f((a), b)', 0, 'f(ctx, (a), b)'],
    ['f(/* a */ a)', 0, 'f(ctx, /* a */ a)'],
    ['f(a /* a */, /* b */ b)', 1, 'f(a /* a */, ctx, /* b */ b)'],
    ['f(\n  // first\n  a,\n  b,\n)', 0, 'f(\n  ctx,\n  // first\n  a,\n  b,\n)'],
    ['f( // why\n  a,\n)', 0, 'f( // why\n  ctx,\n  a,\n)'],
    ['f(\n\ta, // a\n\tb, // b\n)', 1, 'f(\n\ta, // a\n\tctx,\n\tb, // b\n)'],
    ['f(\r\n\ta,\r\n\tb\r\n)', 1, 'f(\r\n\ta,\r\n\tctx,\r\n\tb\r\n)'],
    ['f(a,\n  b)', 0, 'f(ctx, a,\n  b)'],
  ])('%j at %i', (code, index, output) => {
    expect(insert(code, index)).toBe(output);
  });

  it('inserts the first', () => {
    expect(apply<Call>('new X', CALL, (s, call) => insertFirstArgument(s, call, 'ctx'))).toBe('new X(ctx)');
    expect(apply<Call>('f(...a)', CALL, (s, call) => insertFirstArgument(s, call, 'ctx'))).toBe('f(ctx, ...a)');
  });
});

describe('permuteArguments', () => {
  it.each([
    ['f(a, b)', 'f(b, a)'],
    ['f(a, b,)', 'f(b, a,)'],
    ['f(a /* a */, /* b */ b)', 'f(/* b */ b, a /* a */)'],
    ['f((a, c), b)', 'f(b, (a, c))'],
    ['f(\n  // about a\n  a,\n  b,\n)', 'f(\n  b,\n  // about a\n  a,\n)'],
    ['f(\n  a, // a\n  b, // b\n)', 'f(\n  b, // b\n  a, // a\n)'],
    ['f(\n  a, // a\n  b // b\n)', 'f(\n  b, // b\n  a // a\n)'],
    ['f(\n  a, // a\n  b\n)', 'f(\n  b,\n  a // a\n)'],
    ['f(\r\n  a,\r\n  b // b\r\n)', 'f(\r\n  b, // b\r\n  a\r\n)'],
    ['f(a, // a\n  b)', undefined],
    ['f(a // a\n  , b)', undefined],
    ['f(...a, b)', undefined],
    ['f(a, ...b)', undefined],
    ['f(a, b, ...c)', 'f(b, a, ...c)'],
  ])('swaps %j', (code, output) => {
    expect(permute(`const a = 1, b = 2, c = 3;\n${code}`, [1, 0])).toBe(output && `const a = 1, b = 2, c = 3;\n${output}`);
  });

  it('moves one', () => {
    expect(moveOrder(3, 2, 0)).toEqual([2, 0, 1]);
    expect(moveOrder(3, 0, 2)).toEqual([1, 2, 0]);
    expect(permute('f(1, 2, 3)', moveOrder(3, 2, 0))).toBe('f(3, 1, 2)');
    expect(permute('f(1, 2, 3)', moveOrder(3, 0, 2))).toBe('f(2, 3, 1)');
    expect(permute('f(1, 2, 3)', moveOrder(3, 1, 1))).toBe('f(1, 2, 3)');
  });

  it('knows omitted optional arguments', () => {
    expect(permute('f(1, 2)', [1, 0, 2])).toBe('f(2, 1)');
    expect(permute('f(1, 2)', [2, 0, 1])).toBeUndefined();
    expect(permute('f(1, 2, 3, 4)', [1, 0])).toBe('f(2, 1, 3, 4)');
  });

  it.each([
    ['const g = (ctx) => f(h(), ctx)', 'const g = (ctx) => f(ctx, h())'],
    ['const g = (ctx) => f(h(), ctx as C)', 'const g = (ctx) => f(ctx as C, h())'],
    ["f(h(), 'x')", "f('x', h())"],
    ['f(h(), () => k())', 'f(() => k(), h())'],
    ['f(h(), k())', undefined],
    ['async () => f(await a, b())', undefined],
    ['f(i++, i)', undefined],
    ['let ctx; ctx = 1; f(h(), ctx)', undefined],
    ['f(h(), c.d)', undefined],
    ['f(c.d, c.e)', 'f(c.e, c.d)'],
  ])('keeps the order of side effects: %s', (code, output) => {
    expect(permute(code, [1, 0])).toBe(output);
  });

  it('lets side effects stay where they are', () => {
    expect(permute('f(h(), k(), 1, 2)', [0, 1, 3, 2])).toBe('f(h(), k(), 2, 1)');
  });
});
