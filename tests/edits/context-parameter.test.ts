import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { availableAt } from '../../src/contexts/available.js';
import { enclosingFunction } from '../../src/contexts/position/index.js';
import { addContextParameter, importSource, takeOffered } from '../../src/edits/context-parameter.js';
import type { Edit } from '../../src/edits/edit.js';
import { inspect, type Inspected, type InspectOptions } from '../harness.js';

function applied({ facts }: Inspected, edit: Edit, head: string): string {
  let { text } = facts.sourceCode;
  const fixer = { replaceTextRange: (range: readonly [number, number], insert: string) => ({ range, text: insert }) };
  for (const fix of [...edit(fixer as never)].sort((a, b) => b.range[0] - a.range[0])) text = text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]);
  expect(text.startsWith(head)).toBe(true);
  return text.slice(head.length).replaceAll('/*?*/ ', '');
}

describe('a function gets a context parameter', () => {
  const go = `import { background, type Context } from './context.js';\ndeclare function work(ctx: Context): void;\n`;
  const added = (code: string, { head = go, model = 'go', ...options }: InspectOptions & { head?: string; model?: string } = {}): string | undefined => {
    const inspected = inspect(head + code, options);
    const like = inspected.at('/*?*/');
    let root = like as TSESTree.Expression;
    while (/^(?:Call|Member|New)Expression$/.test(root.parent.type) && root.parent.range[0] === root.range[0]) root = root.parent as TSESTree.Expression;
    const found = addContextParameter(inspected.facts, enclosingFunction(like)!, inspected.facts.models.find(({ name }) => name === model)!, root);
    return found && applied(inspected, found.edit, head === go || head === '' ? head : '');
  };

  it.each([
    ['first, as Go has it', `function f(id: string) { work(/*?*/ background()); }`, `function f(ctx: Context, id: string) { work(background()); }`],
    ['where there is none', `const f = () => work(/*?*/ background());`, `const f = (ctx: Context) => work(background());`],
    ['without parentheses', `declare const list: string[];\nlist.map(id => work(/*?*/ background()));`, `declare const list: string[];\nlist.map((ctx: Context, id) => work(background()));`],
    ['after `this`', `function f(this: Date, id: string) { work(/*?*/ background()); }`, `function f(this: Date, ctx: Context, id: string) { work(background()); }`],
    ['a name that is not taken', `function f(ctx: string) { work(/*?*/ background()); }`, `function f(ctx2: Context, ctx: string) { work(background()); }`],
    ['a method', `class A { m(id: string) { work(/*?*/ background()); } }`, `class A { m(ctx: Context, id: string) { work(background()); } }`],
    ['all overloads', `function f(id: string): void;\nfunction f(id: number): void;\nfunction f(id: unknown) { work(/*?*/ background()); }`, `function f(ctx: Context, id: string): void;\nfunction f(ctx: Context, id: number): void;\nfunction f(ctx: Context, id: unknown) { work(background()); }`],
    ['not an accessor', `class A { get m() { return /*?*/ background(); } }`, undefined],
  ])('%s', (_, code, expected) => {
    expect(added(code)).toBe(expected);
  });

  it('the type of what it is passed to, imported where it is not', () => {
    expect(added(`import { background } from './context.js';\nexport const f = () => [/*?*/ background()];`, { head: '' })).toBe(`import { background, type Context } from './context.js';\nexport const f = (ctx: Context) => [background()];`);
    expect(added(`import * as context from './context.js';\nexport const f = () => [/*?*/ context.background()];`, { head: '' })).toBe(`import * as context from './context.js';\nexport const f = (ctx: context.Context) => [context.background()];`);
  });

  it('where the convention of the library has it', () => {
    const signal = `export const f = (url: string, options = {}) => fetch(url, { ...options, signal: /*?*/ new AbortController().signal });`;
    expect(added(signal, { head: '', model: 'abort-signal' })).toBe(`export const f = (url: string, signal: AbortSignal, options = {}) => fetch(url, { ...options, signal: new AbortController().signal });`);
    const token = `import { CancellationToken } from 'vscode-jsonrpc';\ndeclare function ask(token: CancellationToken): void;\nexport const f = (id: string) => ask(/*?*/ CancellationToken.None);`;
    expect(added(token, { head: '', model: 'cancellation-token' })).toContain(`(id: string, token: CancellationToken) =>`);
  });

  it('no type in JavaScript', () => {
    expect(added(`import { background } from './context.js';\nexport const f = (id) => [id, /*?*/ background()];`, { head: '', filename: 'script.js' })).toBe(`import { background } from './context.js';\nexport const f = (ctx, id) => [id, background()];`);
  });
});

it('where a name is imported from', () => {
  const { at, facts } = inspect(`import { background as bg } from './context.js';\nimport * as context from './context.js';\nexport const all = [/*1*/ bg(), /*2*/ context.background(), /*3*/ fetch('/')];`);
  expect(['/*1*/', '/*2*/', '/*3*/'].map((marker) => importSource(facts, at(marker, 'CallExpression'))?.module)).toEqual(['./context.js', './context.js', undefined]);
});

describe('a callback takes what it is offered', () => {
  const head = `declare const _: unique symbol;\ndeclare function on(fn: (ctx: { readonly signal: AbortSignal; readonly id: string }, own: AbortSignal) => unknown): void;\ndeclare function late(fn: (id: string, n: number, own: AbortSignal) => unknown): void;\ndeclare function deep(fn: (c: import('hono').Context) => unknown): void;\n`;
  const taken = (code: string, source = 0): string | undefined => {
    const inspected = inspect(head + code);
    const { facts } = inspected;
    const wanted = facts.models.find(({ name }) => name === 'abort-signal')!;
    const offers = [...availableAt(facts, inspected.at('/*?*/'), { wanted })].filter((each) => each.source === 'not-taken');
    expect(offers.length).toBeGreaterThan(source);
    const found = takeOffered(facts, offers[source]!);
    return found && `${found.text}: ${applied(inspected, found.edit, head)}`;
  };

  it.each([
    ['an arrow without parameters', `on(() => /*?*/ fetch('/'));`, 0, `signal: on(({ signal }) => fetch('/'));`],
    ['an async one', `on(async () => { /*?*/ await 1; });`, 0, `signal: on(async ({ signal }) => { await 1; });`],
    ['a function', `on(function () { /*?*/ fetch('/'); });`, 0, `signal: on(function ({ signal }) { fetch('/'); });`],
    ['the second parameter', `on(() => /*?*/ fetch('/'));`, 1, `own: on((_, own) => fetch('/'));`],
    ['beside another', `on(ctx => /*?*/ fetch(ctx.id));`, 0, `own: on((ctx, own) => fetch(ctx.id));`],
    ['beside another, in parentheses', `on(async (ctx) => /*?*/ fetch(ctx.id));`, 0, `own: on(async (ctx, own) => fetch(ctx.id));`],
    ['the third', `late(() => /*?*/ fetch('/'));`, 0, `own: late((_, _2, own) => fetch('/'));`],
    ['the third, where `_` is used', `late(() => { /*?*/ void _; });`, 0, `own: late((_1, _2, own) => { void _; });`],
    ['into a pattern', `on(({ id }) => /*?*/ fetch(id));`, 0, `signal: on(({ id, signal }) => fetch(id));`],
    ['into an empty pattern', `on(({}) => /*?*/ fetch('/'));`, 0, `signal: on(({ signal }) => fetch('/'));`],
    ['into a pattern with defaults and nesting', `on(({ id: { length = 1 } }) => /*?*/ fetch(String(length)));`, 0, `signal: on(({ id: { length = 1 }, signal }) => fetch(String(length)));`],
    ['not into an annotated pattern', `on(({ id }: { id: string }) => /*?*/ fetch(id));`, 0, undefined],
    ['where the name is taken', `const signal = 1;\non(() => { /*?*/ void signal; });`, 0, `ctx.signal: const signal = 1;\non((ctx) => { void signal; });`],
    ['not into a pattern where the name is taken', `on(({ id }) => { const signal = id; /*?*/ void signal; });`, 0, undefined],
    ['a longer way', `deep(() => /*?*/ fetch('/'));`, 0, `c.req.raw.signal: deep((c) => fetch('/'));`],
    ['with `this`', `on(function (this: void) { /*?*/ fetch('/'); });`, 0, `signal: on(function (this: void, { signal }) { fetch('/'); });`],
  ])('%s', (_, code, source, expected) => {
    expect(taken(code, source)).toBe(expected);
  });
});
