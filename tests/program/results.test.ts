import type { TSESTree } from '@typescript-eslint/utils';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { functionOf } from '../../src/program/callees.js';
import { functionResult, type ResultOrigin, resultOrigin } from '../../src/program/results.js';
import { inspect } from '../harness.js';

const go = `import { background, type CancelFunc, type Context, todo, withCancel, withValue, withoutCancel } from './context.js';
import { ROOT_CONTEXT, trace, type Context as Otel, type Span } from '@opentelemetry/api';
declare const request: { context(): Context };
declare const on: boolean;
`;

/** Where the result of the function at the mark comes from. */
function result(code: string): ResultOrigin {
  const { at, facts } = inspect(go + code);
  const node = facts.services.esTreeNodeToTSNodeMap.get(at('/*?*/'));
  const fn = ts.findAncestor(node, (each): each is ts.FunctionLikeDeclaration => ts.isFunctionLike(each) && 'body' in each);
  return functionResult(facts, fn as ts.FunctionLikeDeclaration);
}

const body = (statements: string, parameters = 'ctx: Context'): ResultOrigin => result(`export function f(${parameters}) { /*?*/ ${statements} }`);

describe('what a function returns', () => {
  it.each([
    ['its parameter', `return ctx;`, 'child'],
    ['a child', `return withValue(ctx, 'k', 1);`, 'child'],
    ['a child in a constant', `const child = withValue(ctx, 'k', 1); return child;`, 'child'],
    ['a child that was destructured', `const [child, cancel] = withCancel(ctx); cancel(); return child;`, 'child'],
    ['the pair', `return withCancel(ctx);`, 'child'],
    ['a new pair', `const [child, cancel] = withCancel(ctx); return [child, cancel];`, 'child'],
    ['an object of the two', `const [child, cancel] = withCancel(ctx); return { child, stop: cancel };`, 'child'],
    ['an element of the pair', `return withCancel(ctx)[0];`, 'child'],
    ['in a cast', `return (withValue(ctx, 'k', 1) as unknown as Context)!;`, 'child'],
    ['detached', `return withoutCancel(ctx);`, 'detached'],
    ['a value in a detached one', `return withValue(withoutCancel(ctx), 'k', 1);`, 'detached'],
    ['a root', `return background();`, 'root'],
    ['another root', `return todo();`, 'root'],
    ['a child of a root', `return withCancel(background());`, 'root'],
    ['a root in a constant', `const made = background(); const again = made; return again;`, 'root'],
    ['two children', `if (on) return ctx; return withValue(ctx, 'k', 1);`, 'child'],
    ['one or the other', `return on ? ctx : background();`, 'unknown'],
    ['what is given, or a root', `return ctx ?? background();`, 'unknown'],
    ['detached in both branches', `return on ? withoutCancel(ctx) : withoutCancel(ctx);`, 'detached'],
    ['of a carrier', `return request.context();`, 'unknown'],
    ['nothing', `return;`, 'unknown'],
    ['a function that returns one', `return () => ctx;`, 'unknown'],
    ['what may change', `let made = ctx; made = background(); return made;`, 'unknown'],
    ['what is not known', `return JSON.parse('') as Context;`, 'unknown'],
  ] as const)('%s', (_, statements, expected) => {
    expect(body(statements)).toBe(expected);
  });

  it('a part of a parameter', () => {
    expect(body(`return ctx;`, '{ ctx }: { ctx: Context }')).toBe('child');
    expect(body(`return options.ctx;`, 'options: { ctx: Context }')).toBe('child');
    expect(body(`return r.context();`, 'r: { context(): Context }')).toBe('child');
    expect(body(`return id;`, 'id: string')).toBe('unknown');
  });

  it('of other models', () => {
    expect(body(`return trace.setSpan(ctx, span);`, 'ctx: Otel, span: Span')).toBe('child');
    expect(body(`return trace.setSpan(ROOT_CONTEXT, span);`, 'span: Span')).toBe('root');
    expect(body(`return AbortSignal.any([signal]);`, 'signal: AbortSignal')).toBe('child');
    expect(body(`return AbortSignal.any([]);`, '')).toBe('detached');
    expect(body(`return AbortSignal.any([AbortSignal.timeout(1), signal]);`, 'signal: AbortSignal')).toBe('child');
    expect(body(`return AbortSignal.timeout(1);`, '')).toBe('unknown');
  });

  it('async, and as a generator', () => {
    expect(result(`export const f = async (ctx: Context) => /*?*/ withValue(ctx, 'k', 1);`)).toBe('child');
    expect(result(`export async function f(ctx: Context) { /*?*/ return await g(ctx); }\nasync function g(ctx: Context) { return withoutCancel(ctx); }`)).toBe('detached');
    expect(result(`export function* f(ctx: Context) { /*?*/ yield 1; return withoutCancel(ctx); }`)).toBe('unknown');
  });

  it('a name alone makes no root and no derive', () => {
    expect(result(`export namespace Paint { export function background(of: Context) { return withoutCancel(of); } }\nexport function f(ctx: Context) { /*?*/ return Paint.background(ctx); }`)).toBe('detached');
    expect(result(`export namespace Own { export function withoutCancel(id: string) { return id; } }\nexport function f(ctx: Context) { /*?*/ Own.withoutCancel('a'); return ctx; }`)).toBe('child');
  });

  it('of another function, by what that is given', () => {
    const same = `function same(ctx: Context): Context { return ctx; }\n`;
    expect(result(`${same}export function f(ctx: Context) { /*?*/ return same(ctx); }`)).toBe('child');
    expect(result(`${same}export function f() { /*?*/ return same(background()); }`)).toBe('root');
    expect(result(`${same}export function f(ctx: Context) { /*?*/ return same(withoutCancel(ctx)); }`)).toBe('detached');
    expect(result(`class A { same(ctx: Context) { return withoutCancel(ctx); } f(ctx: Context) { /*?*/ return this.same(ctx); } }\nnew A();`)).toBe('detached');
  });

  it('recursion', () => {
    expect(result(`export function f(ctx: Context, n: number): Context { /*?*/ return n > 0 ? f(ctx, n - 1) : withoutCancel(ctx); }`)).toBe('detached');
    expect(result(`export function f(ctx: Context): Context { /*?*/ return f(ctx); }`)).toBe('unknown');
    const mutual = (start: string): ResultOrigin => result(`function a(ctx: Context, n: number): Context { ${start === 'a' ? '/*?*/' : ''} return n > 0 ? b(ctx, n) : ctx; }\nfunction b(ctx: Context, n: number): Context { ${start === 'b' ? '/*?*/' : ''} return on ? a(ctx, n) : withValue(ctx, 'k', n); }\na(background(), 1);`);
    expect([mutual('a'), mutual('b')]).toEqual(['child', 'child']);
  });

  it('constants that go round', () => {
    expect(result(`const a: Context = b; const b: Context = a;\nexport function f() { /*?*/ return a; }`)).toBe('unknown');
  });
});

it('the result of a call', () => {
  const { at, facts } = inspect(`${go}function free(ctx: Context) { return withoutCancel(ctx); }\nexport function f(ctx: Context) { return /*?*/ free(ctx); }`);
  expect(resultOrigin(facts, at('/*?*/', 'CallExpression') as TSESTree.CallExpression)).toBe('detached');
});

it('a chain of 3,000', () => {
  const chain = Array.from({ length: 3000 }, (_, index) => `function f${index}(ctx: Context): Context { return ${index === 2999 ? 'withoutCancel(ctx)' : `f${index + 1}(ctx)`}; }`);
  expect(result(`export function f(ctx: Context) { /*?*/ return f0(ctx); }\n${chain.join('\n')}`)).toBe('detached');
});

it('the body of a symbol', () => {
  const has = (code: string): boolean => {
    const { at, facts } = inspect(code);
    const symbol = facts.services.getSymbolAtLocation(at('/*?*/', 'Identifier'));
    return symbol !== undefined && functionOf(symbol) !== undefined;
  };
  expect(has(`function f() {}\n/*?*/ f();`)).toBe(true);
  expect(has(`const f = () => {};\n/*?*/ f();`)).toBe(true);
  expect(has(`let f = () => {};\n/*?*/ f();`)).toBe(false);
  expect(has(`function f(a: string): void;\nfunction f() {}\n/*?*/ f('');`)).toBe(true);
  expect(has(`declare function f(): void;\n/*?*/ f();`)).toBe(false);
  expect(has(`/*?*/ fetch('/');`)).toBe(false);
});

/** Random call graphs, as source text: what each function returns does not depend on who is asked first. */
it('is the same whoever asks first', () => {
  const leaves = ['ctx', 'withValue(ctx, "k", 1)', 'withoutCancel(ctx)', 'background()'];
  const program = fc.array(fc.array(fc.oneof(fc.nat(7).map((n) => `f${n}(ctx)`), fc.constantFrom(...leaves)), { minLength: 1, maxLength: 3 }), { minLength: 8, maxLength: 8 });
  const results = (code: string, order: readonly number[]): string[] => {
    const { facts } = inspect(go + code);
    const functions = facts.sourceFile.statements.filter(ts.isFunctionDeclaration);
    const found: string[] = [];
    for (const index of order) found[index] = functionResult(facts, functions[index]!);
    return found;
  };
  fc.assert(
    fc.property(program, (bodies) => {
      const code = bodies.map((values, index) => `function f${index}(ctx: Context): Context { ${values.slice(1).map((value) => `if (on) return ${value};`).join(' ')} return ${values[0]}; }`).join('\n');
      const order = bodies.map((_, index) => index);
      const forwards = results(code, order);
      expect(results(`${code}\n`, [...order].reverse())).toEqual(forwards);
      expect(forwards).toEqual(expected(bodies));
    }),
    { numRuns: 15 },
  );
});

/** The least fixpoint by going round: what a call of a function gives that returns a child is a child here, all get `ctx`. */
function expected(bodies: readonly (readonly string[])[]): string[] {
  const own: Readonly<Record<string, string>> = { ctx: 'child', 'withValue(ctx, "k", 1)': 'child', 'withoutCancel(ctx)': 'detached', 'background()': 'root' };
  const known: (string | undefined)[] = bodies.map(() => undefined);
  for (let round = 0; round < 30; round++) {
    for (const [index, values] of bodies.entries()) {
      const found = new Set(values.map((value) => own[value] ?? known[Number(/\d/.exec(value)?.[0])]).filter((each) => each !== undefined));
      known[index] = found.size > 1 ? 'unknown' : [...found][0];
    }
  }
  return known.map((each) => each ?? 'unknown');
}
