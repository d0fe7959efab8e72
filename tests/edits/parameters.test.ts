import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { addParameter, moveParameter, overloadsOf, permuteParameters, type Signature } from '../../src/edits/parameters.js';
import { apply, ask } from './apply.js';

const FUNCTION =
  ':matches(ArrowFunctionExpression, FunctionDeclaration, FunctionExpression, TSDeclareFunction, TSEmptyBodyFunctionExpression, TSMethodSignature, TSFunctionType, TSConstructorType, TSCallSignatureDeclaration, TSConstructSignatureDeclaration)';
const add = (code: string, place: 'first' | 'last', text = 'ctx: C', filename = 'file.ts'): string | undefined =>
  apply<Signature>(code, FUNCTION, (sourceCode, fn) => addParameter(sourceCode, fn, text, place)?.edit, { filename });
const move = (code: string, from: number, to: number): string | undefined =>
  apply<Signature>(code, FUNCTION, (sourceCode, fn) => moveParameter(sourceCode, fn, from, to));

describe('addParameter', () => {
  it.each([
    ['function f() {}', 'function f(ctx: C) {}'],
    ['function f(a: A) {}', 'function f(ctx: C, a: A) {}'],
    ['function f(this: T) {}', 'function f(this: T, ctx: C) {}'],
    ['function f(this: T, a: A) {}', 'function f(this: T, ctx: C, a: A) {}'],
    ['function f(...a: A[]) {}', 'function f(ctx: C, ...a: A[]) {}'],
    ['function f<T extends (x: 1) => 2>(a: T) {}', 'function f<T extends (x: 1) => 2>(ctx: C, a: T) {}'],
    ['function f<T>() {}', 'function f<T>(ctx: C) {}'],
    ['export default function () {}', 'export default function (ctx: C) {}'],
    ['const f = a => a', 'const f = (ctx: C, a) => a'],
    ['const f = async a => g(a)', 'const f = async (ctx: C, a) => g(a)'],
    ['const f = /* x */ a /* y */ => (a)', 'const f = /* x */ (ctx: C, a) /* y */ => (a)'],
    ['const f = () => (1)', 'const f = (ctx: C) => (1)'],
    ['const f = ({ a } = {}) => a', 'const f = (ctx: C, { a } = {}) => a'],
    ['class A { constructor(@Inject(X) private a: A) {} }', 'class A { constructor(ctx: C, @Inject(X) private a: A) {} }'],
    ['class A { m() {} }', 'class A { m(ctx: C) {} }'],
    ['class A { async *[f(1)](a) {} }', 'class A { async *[f(1)](ctx: C, a) {} }'],
    ['abstract class A { abstract m(a: A): void; }', 'abstract class A { abstract m(ctx: C, a: A): void; }'],
    ['interface A { m?(): void }', 'interface A { m?(ctx: C): void }'],
    ['interface A { [k(1)](a: A): void }', 'interface A { [k(1)](ctx: C, a: A): void }'],
    ['interface A { p: (a: A) => void }', 'interface A { p: (ctx: C, a: A) => void }'],
    ['interface A { (): void }', 'interface A { (ctx: C): void }'],
    ['interface A { new (a: A): B }', 'interface A { new (ctx: C, a: A): B }'],
    ['type F = new () => B', 'type F = new (ctx: C) => B'],
    ['declare function f(a: A): void;', 'declare function f(ctx: C, a: A): void;'],
    ['function f(\n\t// the a\n\ta: A,\n\tb: B, // b\n) {}', 'function f(\n\tctx: C,\n\t// the a\n\ta: A,\n\tb: B, // b\n) {}'],
    ['function f(/* none */) {}', 'function f(/* none */ ctx: C) {}'],
    ['class A { get a() { return 1; } }', undefined],
    ['class A { set a(b) {} }', undefined],
  ])('first: %j', (code, output) => {
    expect(add(code, 'first')).toBe(output);
  });

  it.each([
    ['function f() {}', 'function f(ctx: C) {}'],
    ['function f(a: A) {}', 'function f(a: A, ctx: C) {}'],
    ['function f(a: A,) {}', 'function f(a: A, ctx: C,) {}'],
    ['function f(a: A, ...b: B[]) {}', 'function f(a: A, ctx: C, ...b: B[]) {}'],
    ['function f(...b: B[]) {}', 'function f(ctx: C, ...b: B[]) {}'],
    ['function f(a: A, b?: B) {}', 'function f(a: A, ctx: C, b?: B) {}'],
    ['function f(a: A, b = 1) {}', 'function f(a: A, ctx: C, b = 1) {}'],
    ['function f(this: T) {}', 'function f(this: T, ctx: C) {}'],
    ['const f = a => a', 'const f = (a, ctx: C) => a'],
    ['const f = async a => a', 'const f = async (a, ctx: C) => a'],
    ['function f(\r\n  a: A,\r\n  b: B,\r\n) {}', 'function f(\r\n  a: A,\r\n  b: B,\r\n  ctx: C,\r\n) {}'],
    ['function f(\n  a: A, // a\n  b: B // b\n) {}', 'function f(\n  a: A, // a\n  b: B, // b\n  ctx: C\n) {}'],
    ['function f(a: (x: X) => Y) {}', 'function f(a: (x: X) => Y, ctx: C) {}'],
  ])('last: %j', (code, output) => {
    expect(add(code, 'last')).toBe(output);
  });

  it('puts an optional parameter after optional ones', () => {
    expect(add('function f(a?: A) {}', 'last', 'ctx?: C')).toBe('function f(a?: A, ctx?: C) {}');
    expect(add('function f(a?: A, ...b: B[]) {}', 'last', 'ctx?: C')).toBe('function f(a?: A, ctx?: C, ...b: B[]) {}');
  });

  it('says which argument it is', () => {
    const index = (code: string, place: 'first' | 'last'): number | undefined =>
      ask<Signature, number | undefined>(code, FUNCTION, (sourceCode, fn) => addParameter(sourceCode, fn, 'c: C', place)?.index);
    expect(index('function f(this: T, a: A) {}', 'first')).toBe(0);
    expect(index('function f(this: T, a: A) {}', 'last')).toBe(1);
    expect(index('function f(a: A, b?: B) {}', 'last')).toBe(1);
    expect(index('const f = a => a', 'last')).toBe(1);
  });

  it('edits JavaScript', () => {
    expect(add('const f = async a => a;', 'first', 'ctx', 'file.js')).toBe('const f = async (ctx, a) => a;');
    expect(add('const o = { m(a = (1)) {} };', 'last', 'ctx', 'file.cjs')).toBe('const o = { m(ctx, a = (1)) {} };');
    expect(add('const f = function (a) {};', 'last', 'ctx', 'file.mjs')).toBe('const f = function (a, ctx) {};');
  });
});

describe('moveParameter', () => {
  it.each([
    ['function f(a: A, ctx: C) {}', 1, 0, 'function f(ctx: C, a: A) {}'],
    ['function f(a: A, b: B, ctx: C,) {}', 2, 0, 'function f(ctx: C, a: A, b: B,) {}'],
    ['function f(this: T, a: A, ctx: C) {}', 2, 1, 'function f(this: T, ctx: C, a: A) {}'],
    ['function f(ctx: C, a: A, ...b: B[]) {}', 0, 1, 'function f(a: A, ctx: C, ...b: B[]) {}'],
    ['interface A { m(a: A, ctx: C): void }', 1, 0, 'interface A { m(ctx: C, a: A): void }'],
    ['type F = (a: A, ctx: C) => void', 1, 0, 'type F = (ctx: C, a: A) => void'],
    ['class A { m(@P(1, 2) a: A, @Q() ctx: C) {} }', 1, 0, 'class A { m(@Q() ctx: C, @P(1, 2) a: A) {} }'],
    ['function f(a: A /* a */, /* c */ ctx: C) {}', 1, 0, 'function f(/* c */ ctx: C, a: A /* a */) {}'],
    [
      'function f(\n  /** The a. */\n  a: A, // a\n  ctx: C,\n) {}',
      1,
      0,
      'function f(\n  ctx: C,\n  /** The a. */\n  a: A, // a\n) {}',
    ],
    ['function f({ a, b }: A = {}, ctx: C) {}', 1, 0, 'function f(ctx: C, { a, b }: A = {}) {}'],
    ['function f(a: A, ctx = a.ctx) {}', 1, 0, undefined],
    ['function f(a: typeof ctx, ctx: C) {}', 1, 0, 'function f(ctx: C, a: typeof ctx) {}'],
    ['function f(a: A, ctx?: C) {}', 1, 0, undefined],
    ['function f(a: A, ...ctx: C[]) {}', 1, 0, undefined],
    ['function f(this: T, ctx: C) {}', 1, 0, undefined],
    ['function f(a: A, // a\n  ctx: C) {}', 1, 0, undefined],
  ])('%j from %i to %i', (code, from, to, output) => {
    expect(move(code, from, to)).toBe(output);
  });

  it('permutes', () => {
    const permute = (code: string, order: number[]): string | undefined =>
      apply<Signature>(code, FUNCTION, (sourceCode, fn) => permuteParameters(sourceCode, fn, order));
    expect(permute('function f(a, b, c) {}', [2, 1, 0])).toBe('function f(c, b, a) {}');
    expect(permute('function f(a, b, c) {}', [1, 0])).toBeUndefined();
  });

  it('makes optional ones required that others follow then', () => {
    const permute = (code: string, order: number[], ...required: number[]): string | undefined =>
      apply<Signature>(code, FUNCTION, (sourceCode, fn) =>
        permuteParameters(sourceCode, fn, order, fn.params.filter((_, index) => required.includes(index))),
      );
    expect(permute('function f(a: A, ctx?: C) {}', [1, 0], 1)).toBe('function f(ctx: C | undefined, a: A) {}');
    expect(permute('function f(a: (ctx?: C) => D, /* c */ ctx?: C) {}', [1, 0], 1)).toBe('function f(/* c */ ctx: C | undefined, a: (ctx?: C) => D) {}');
    expect(permute('function f(a: A, ctx?: C | undefined) {}', [1, 0], 1)).toBe('function f(ctx: C | undefined, a: A) {}');
    expect(permute('function f(a: A, ctx?: () => C) {}', [1, 0], 1)).toBe('function f(ctx: (() => C) | undefined, a: A) {}');
    expect(permute('function f(ctx?: C, a?: A, b?: B) {}', [0, 2, 1], 0)).toBe('function f(ctx: C | undefined, b?: B, a?: A) {}');
    expect(permute('function f(a: A, ctx?: C) {}', [1, 0])).toBeUndefined();
  });
});

describe('overloadsOf', () => {
  const count = (code: string, selector: string): number => ask<TSESTree.Node, number>(code, selector, (_, fn) => overloadsOf(fn as Signature).length);

  it('finds the signatures of one function', () => {
    expect(count('function f(a: 1): 1;\nfunction f(a: 2): 2;\nfunction g() {}\nfunction f(a: any) {}', 'FunctionDeclaration[id.name=f]')).toBe(3);
    expect(count('export function f(a: 1): 1;\nexport function f(a: any) {}', 'TSDeclareFunction')).toBe(2);
    expect(count('class A { m(a: 1): 1; m(a: any) {} static m() {} n() {} }', 'FunctionExpression')).toBe(2);
    expect(count('interface A { m(a: 1): 1; m(a: 2): 2; n(): void }', 'TSMethodSignature')).toBe(2);
    expect(count('const f = () => 1', 'ArrowFunctionExpression')).toBe(1);
  });
});
