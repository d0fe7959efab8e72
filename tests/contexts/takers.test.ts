import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { enclosingFunction, functionName } from '../../src/contexts/position/index.js';
import { functionTaking, isContextOf, isOwnSignature } from '../../src/contexts/takers.js';
import { inspect } from '../harness.js';

const go = `import type { Context } from './context.js';
declare function work(): Promise<void>;
declare function run(fn: () => Promise<void>): Promise<void>;
declare function on(fn: () => void): void;
declare const Mark: (...args: never[]) => never;
`;

/** The name of the function that could take a context at the mark. */
function taker(code: string): string | undefined {
  const { at, facts } = inspect(go + code);
  const fn = functionTaking(facts, at('/*?*/'));
  return fn && (functionName(fn) ?? fn.type);
}

describe('the function that could take a context', () => {
  it.each([
    ['a function', `export function f() { /*?*/ work(); }`, 'f'],
    ['a default export', `export default function f() { /*?*/ work(); }`, 'f'],
    ['a constant', `export const f = () => /*?*/ work();`, 'f'],
    ['a function expression', `export const f = function () { /*?*/ work(); };`, 'f'],
    ['a method', `export class A { m() { /*?*/ work(); } }`, 'm'],
    ['a private method', `export class A { #m() { /*?*/ work(); } n() { this.#m(); } }`, 'm'],
    ['a static method', `export class A { static m() { /*?*/ work(); } }`, 'm'],
    ['a field', `export class A { m = () => /*?*/ work(); }`, 'm'],
    ['a member of an object', `export const o = { m() { /*?*/ work(); } };`, 'm'],
    ['a property of an object', `export const o = { m: () => /*?*/ work() };`, 'm'],
    ['of a callback that runs at once: the one around', `export function f(all: number[]) { all.forEach(() => { /*?*/ work(); }); }`, 'f'],
    ['of an awaited callback: the one around', `export async function f() { await run(async () => { /*?*/ await work(); }); }`, 'f'],
    ['of an executor: the one around', `export const f = () => new Promise((resolve) => { /*?*/ work().then(resolve); });`, 'f'],
    ['a named function inside', `export async function f() { const g = async () => { /*?*/ await work(); }; await g(); }`, 'g'],
    ['not of a callback', `export function f() { on(() => { /*?*/ work(); }); }`, undefined],
    ['not of a timer', `export function f() { setTimeout(() => { /*?*/ work(); }, 1); }`, undefined],
    ['not of a returned function', `export const f = () => () => { /*?*/ work(); };`, undefined],
    ['not at top level', `/*?*/ work();`, undefined],
    ['not a constructor', `export class A { constructor() { /*?*/ work(); } }`, undefined],
    ['not an accessor', `export class A { get m() { return /*?*/ work(); } }`, undefined],
    ['not an accessor of an object', `export const o = { get m() { return /*?*/ work(); } };`, undefined],
    ['not a computed member', `export class A { [Symbol.dispose]() { /*?*/ work(); } }`, undefined],
    ['not an override', `class B { m() {} }\nexport class A extends B { override m() { /*?*/ work(); } }`, undefined],
    ['not an override that does not say so', `class B { m() {} }\nexport class A extends B { m() { /*?*/ work(); } }`, undefined],
    ['but what only a subclass has', `class B { m() {} }\nexport class A extends B { n() { /*?*/ work(); } }`, 'n'],
    ['not an implementation', `interface B { m(): void }\nexport class A implements B { m() { /*?*/ work(); } }`, undefined],
    ['not a typed constant', `const f: () => void = () => { /*?*/ work(); };\nf();`, undefined],
    ['not a typed member', `const o: { m(): void } = { m() { /*?*/ work(); } };\no.m();`, undefined],
    ['not what satisfies a type', `export const f = (() => { /*?*/ work(); }) satisfies () => void;`, undefined],
    ['not what a decorator calls', `export class A { @(Mark as never) m() { /*?*/ work(); } }`, undefined],
  ])('%s', (_, code, expected) => {
    expect(taker(code)).toBe(expected);
  });
});

it('whose signature it is', () => {
  const isOwn = (code: string): boolean => {
    const { at, facts } = inspect(go + code);
    return isOwnSignature(facts, enclosingFunction(at('/*?*/'))!);
  };
  expect(isOwn(`export function f() { /*?*/ work(); }`)).toBe(true);
  expect(isOwn(`export function f() { on(() => { /*?*/ work(); }); }`)).toBe(false);
});

it('a parameter that is a context of the model', () => {
  const { at, facts } = inspect(`${go}export class A { constructor(/*1*/ ctx: Context, /*2*/ private readonly own: Context, /*3*/ maybe: Context | undefined = undefined, /*4*/ id: string, /*5*/ { a }: { a: Context }, /*6*/ signal: AbortSignal) {} }`);
  const model = facts.models.find(({ name }) => name === 'go')!;
  const { params } = enclosingFunction(at('/*1*/')) as TSESTree.FunctionExpression;
  expect(params.map((parameter) => isContextOf(facts, parameter, model))).toEqual([true, true, true, false, false, false]);
});
