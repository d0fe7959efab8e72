import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { givenTo } from '../../src/contexts/given.js';
import { inspect } from '../harness.js';

const go = `import { type Context, withValue } from './context.js';
interface Options { readonly id?: string; readonly signal?: AbortSignal }
declare function load(...args: unknown[]): void;
`;

/** What is said of the call after the mark. */
function given(code: string, model = 'abort-signal', nodeOnly = false): string {
  const { at, facts } = inspect(go + code, { nodeOnly });
  return givenTo(facts, at('/*?*/', 'CallExpression') as TSESTree.CallExpression, facts.models.find(({ name }) => name === model)!);
}

const inFunction = (parameters: string, statements: string): string => given(`export async function f(${parameters}) { ${statements} }`);

describe('an argument is a context', () => {
  it.each([
    ['itself', 'signal: AbortSignal', `/*?*/ load(1, signal);`, 'yes'],
    ['maybe', 'signal?: AbortSignal', `/*?*/ load(signal);`, 'yes'],
    ['in a cast', 'signal: AbortSignal', `/*?*/ load(signal as unknown);`, 'yes'],
    ['in a branch', 'signal: AbortSignal', `/*?*/ load(Math.random() ? signal : undefined);`, 'yes'],
    ['or another', 'signal?: AbortSignal', `/*?*/ load(signal ?? 1);`, 'yes'],
    ['a union with something else', 'x: AbortSignal | string', `/*?*/ load(x);`, 'yes'],
    ['one in a list', 'signal: AbortSignal', `/*?*/ load([signal]);`, 'yes'],
    ['nothing', '', `/*?*/ load();`, 'no'],
    ['something else', 'id: string', `/*?*/ load(id, 1, 'a', \`\${id}\`, () => 1, null);`, 'no'],
    ['undefined', '', `/*?*/ load(undefined);`, 'no'],
    ['a cast of nothing', '', `/*?*/ load(null!, undefined as never, <never>undefined, void 0);`, 'no'],
    ['a constant of nothing', '', `const signal = undefined; /*?*/ load(signal);`, 'no'],
    ['any', 'x: any', `/*?*/ load(x);`, 'unknown'],
    ['unknown', 'x: unknown', `/*?*/ load(x);`, 'unknown'],
    ['captured by a callback', 'signal: AbortSignal', `/*?*/ load(() => signal);`, 'no'],
    ['of another model', 'ctx: { deadline(): void }', `/*?*/ load(ctx);`, 'no'],
    ['a context that carries one', 'ctx: Context', `/*?*/ load(ctx);`, 'yes'],
  ])('%s', (_, parameters, statements, expected) => {
    expect(inFunction(parameters, statements)).toBe(expected);
  });

  it('of that model only', () => {
    expect(given(`export function f(signal: AbortSignal) { /*?*/ load(signal); }`, 'go')).toBe('no');
    expect(given(`export function f(ctx: Context) { /*?*/ load(withValue(ctx, 'k', 1)); }`, 'go')).toBe('yes');
  });
});

describe('an argument carries a context', () => {
  it.each([
    ['a request', 'request: Request', `/*?*/ load(request);`, 'yes'],
    ['options', 'options: Options', `/*?*/ load(options);`, 'yes'],
    ['maybe options', 'options?: Options', `/*?*/ load(options);`, 'yes'],
    ['an instance that has one', 'job: Job', `/*?*/ load(job);`, 'yes'],
    ['a new request with one', 'signal: AbortSignal', `/*?*/ load(new Request('/', { signal }));`, 'yes'],
    ['a new request of one', 'request: Request', `/*?*/ load(new Request(request));`, 'yes'],
    ['a new request without', '', `/*?*/ load(new Request('/'));`, 'no'],
    ['a constant of a new request without', '', `const request = new Request('/', { method: 'POST' }); /*?*/ load(request);`, 'no'],
    ['of a class of one’s own', '', `class Mine extends Request {} /*?*/ load(new Mine('/'));`, 'no'],
    ['a controller', 'controller: AbortController', `/*?*/ load(controller);`, 'yes'],
  ])('%s', (_, parameters, statements, expected) => {
    expect(given(`class Job { constructor(readonly signal: AbortSignal) {} }\nexport async function f(${parameters}) { ${statements} new Job(AbortSignal.any([])); }`)).toBe(expected);
  });

  it('without the DOM library', () => {
    expect(given(`export const f = () => { /*?*/ load(new Request('https://a')); };`, 'abort-signal', true)).toBe('no');
    expect(given(`export const f = (signal: AbortSignal) => { /*?*/ load(new Request('https://a', { signal })); };`, 'abort-signal', true)).toBe('yes');
  });
});

describe('a literal', () => {
  it.each([
    ['with one', 'signal: AbortSignal', `/*?*/ load({ signal });`, 'yes'],
    ['under another name', 'mine: AbortSignal', `/*?*/ load({ 'abort-signal': mine });`, 'yes'],
    ['deeper', 'signal: AbortSignal', `/*?*/ load({ init: { signal } });`, 'yes'],
    ['in a part', 'options: Options', `/*?*/ load({ id: 'a', options });`, 'yes'],
    ['without', 'id: string', `/*?*/ load({ id, n: 1, fn() {}, async g() {} });`, 'no'],
    ['undefined', '', `/*?*/ load({ signal: undefined });`, 'no'],
    ['undefined in a cast', '', `/*?*/ load({ signal: undefined as never });`, 'no'],
    ['maybe undefined', 'signal?: AbortSignal', `/*?*/ load({ signal: signal ?? undefined });`, 'yes'],
    ['spread options', 'options: Options', `/*?*/ load({ id: 'a', ...options });`, 'yes'],
    ['a spread literal', 'signal: AbortSignal', `/*?*/ load({ ...{ signal } });`, 'yes'],
    ['a spread literal without', 'id: string', `/*?*/ load({ ...{ id } });`, 'no'],
    ['a conditional spread', 'signal?: AbortSignal', `/*?*/ load({ ...(signal && { signal }) });`, 'yes'],
    ['a conditional spread of branches', 'signal?: AbortSignal', `/*?*/ load({ ...(signal ? { signal } : {}) });`, 'yes'],
    ['a spread of something else', 'more: { id: string }', `/*?*/ load({ ...more });`, 'no'],
    ['a spread of any', 'more: any', `/*?*/ load({ ...more });`, 'unknown'],
    ['any under the name', 'x: any', `/*?*/ load({ signal: x });`, 'unknown'],
    ['any under a computed name', 'x: any, key: string', `/*?*/ load({ [key]: x });`, 'unknown'],
    ['any under another name', 'x: any', `/*?*/ load({ body: x });`, 'no'],
    ['a getter', 'mine: AbortSignal', `/*?*/ load({ get signal() { return mine; } });`, 'yes'],
  ])('%s', (_, parameters, statements, expected) => {
    expect(inFunction(parameters, statements)).toBe(expected);
  });
});

describe('a constant that is initialised with a literal', () => {
  const bag = (statements: string, init = `const bag: Options = { id: 'a' };`): string => inFunction('signal: AbortSignal', `${init} ${statements}`);

  it('is read as that literal, whatever its type', () => {
    expect(bag(`/*?*/ load(bag);`)).toBe('no');
    expect(bag(`/*?*/ load(bag);`, `const bag = { id: 'a' } as Options;`)).toBe('no');
    expect(bag(`/*?*/ load(bag);`, `const bag = { id: 'a' } satisfies Options;`)).toBe('no');
    expect(bag(`/*?*/ load(bag);`, `const bag: Options = { signal };`)).toBe('yes');
    expect(bag(`/*?*/ load({ ...bag });`)).toBe('no');
  });

  it('its type counts where it may be changed', () => {
    expect(bag(`/*?*/ load(bag);`, `let bag: Options = { id: 'a' };`)).toBe('yes');
    expect(bag(`bag.signal = signal; /*?*/ load(bag);`, `const bag: { signal?: AbortSignal } = {};`)).toBe('yes');
    expect(bag(`bag.signal ??= signal; /*?*/ load(bag);`, `const bag: { signal?: AbortSignal } = {};`)).toBe('yes');
    expect(bag(`bag['signal'] = signal; /*?*/ load(bag);`, `const bag: { signal?: AbortSignal } = {};`)).toBe('yes');
    expect(bag(`[bag.signal] = [signal]; /*?*/ load(bag);`, `const bag: { signal?: AbortSignal } = {};`)).toBe('yes');
    expect(bag(`Object.assign(bag, { signal }); /*?*/ load(bag);`)).toBe('yes');
    expect(bag(`const other = bag; other; /*?*/ load(bag);`)).toBe('yes');
  });

  it('reading it, and what comes later, changes nothing', () => {
    expect(bag(`const { length } = String(bag.id); const copy = { ...bag }; /*?*/ load(bag, length, 'a'); load(bag); if (bag === undefined) return copy.id;`)).toBe('no');
  });
});

describe('spread arguments', () => {
  it.each([
    ['of contexts', 'args: AbortSignal[]', 'yes'],
    ['of a tuple', 'args: [string, AbortSignal]', 'yes'],
    ['of an optional one', 'args: [string, AbortSignal?]', 'yes'],
    ['of options', 'args: [string, Options]', 'yes'],
    ['of something else', 'args: string[]', 'no'],
    ['of any', 'args: any', 'unknown'],
    ['of many any', 'args: any[]', 'unknown'],
    ['of many unknown', 'args: unknown[]', 'unknown'],
    ['of a set', 'args: Set<AbortSignal>', 'unknown'],
  ])('%s', (_, parameter, expected) => {
    expect(inFunction(parameter, `/*?*/ load(...args);`)).toBe(expected);
  });

  it('of a type parameter, and of a literal', () => {
    expect(given(`export function f<A extends unknown[]>(...args: A) { /*?*/ load(...args); }`)).toBe('unknown');
    expect(inFunction('signal: AbortSignal', `/*?*/ load(...[1, signal]);`)).toBe('yes');
    expect(inFunction('', `/*?*/ load(...[1, 'a']);`)).toBe('no');
  });
});

it('of literals, functions and nothing the checker is not asked', () => {
  const { asked, at, facts } = inspect(`declare function load(...args: unknown[]): void;\nexport const f = () => { /*?*/ load(1, 'a', \`b\`, undefined, null, () => 1, function () {}, { fn() {} }, ...[1]); };`);
  expect(givenTo(facts, at('/*?*/', 'CallExpression') as TSESTree.CallExpression, facts.models.find(({ name }) => name === 'abort-signal')!)).toBe('no');
  expect([...asked]).toEqual([]);
});
