import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { rootAt } from '../../src/contexts/calls.js';
import { defaultedParameter, fits, isMeantRoot, isValueUse, workOf } from '../../src/contexts/roots.js';
import { inspect, type InspectOptions } from '../harness.js';

const go = `import { background, type CancelFunc, type Context, todo, withCancel, withValue } from './context.js';
declare function work(ctx: Context): Promise<void>;
`;
const dxos = `import { Context } from '@dxos/context';
`;
const otel = `import { context, type Context, type ContextManager, propagation, ROOT_CONTEXT, type Span, trace, type Tracer } from '@opentelemetry/api';
`;

/** The widest expression that starts after the mark and is a root. */
function rootNode({ at, facts }: ReturnType<typeof inspect>): TSESTree.Expression {
  let node = at('/*?*/') as TSESTree.Node | undefined;
  for (; node !== undefined; node = node.parent) if (rootAt(facts, node) !== undefined) return node as TSESTree.Expression;
  throw new Error('no root after the mark');
}

function isMeant(code: string, options?: InspectOptions): boolean {
  const inspected = inspect(code, options);
  return isMeantRoot(inspected.facts, rootAt(inspected.facts, rootNode(inspected))!);
}

describe('a root that is meant', () => {
  it.each([
    ['compared', `export const is = (ctx: Context) => ctx === /*?*/ background();`, true],
    ['compared the other way', `export const is = (ctx: Context) => /*?*/ background() != ctx;`, true],
    ['a case', `export const is = (ctx: Context) => { switch (ctx) { case /*?*/ background(): return 1; default: return 0; } };`, true],
    ['passed on', `export const f = () => work(/*?*/ background());`, false],
    ['@detached', `/** @detached */\nexport const f = () => work(/*?*/ background());`, true],
    ['main', `export const main = () => work(/*?*/ background());`, true],
    ['a field’s own lifetime', `export class A { #ctx: Context; #stop: CancelFunc; constructor() { [this.#ctx, this.#stop] = withCancel(/*?*/ background()); } close() { this.#stop(); return this.#ctx; } }`, true],
    ['whose handle is kept', `export class A { ctx: Context; #stop: CancelFunc; constructor() { const [ctx, stop] = withCancel(/*?*/ background()); this.ctx = withValue(ctx, 'k', 1); this.#stop = stop; } close() { this.#stop(); } }`, true],
    ['whose handle is not', `export class A { ctx: Context; constructor() { const [ctx, stop] = withCancel(/*?*/ background()); this.ctx = withValue(ctx, 'k', 1); stop(); } }`, false],
    ['whose handle the function around keeps', `export function f(run: (fn: () => void) => void) { let stop: CancelFunc | undefined; run(() => { stop?.(); const [ctx, cancel] = withCancel(/*?*/ background()); stop = cancel; void work(ctx); }); }`, true],
    ['whose handle has another name here', `export function f() { let stop: CancelFunc | undefined; const [ctx, cancel] = withCancel(/*?*/ background()); stop = cancel; void work(ctx); stop(); }`, false],
    ['whose handle the caller gets', `export function f() { const [ctx, stop] = withCancel(/*?*/ background()); return { ctx, stop }; }`, true],
    ['whose handle the caller gets at once', `export const f = () => withCancel(/*?*/ background());`, true],
    ['although a context is there', `export function f(parent: Context) { const [ctx, stop] = withCancel(/*?*/ background()); return { parent, ctx, stop }; }`, false],
    ['without handle', `export const f = () => withValue(/*?*/ background(), 'k', 1);`, false],
    ['behind an overload', `export function f(done: () => void): void;\nexport function f(ctx: Context, done: () => void): void;\nexport function f(one: any, other?: any) { const [ctx, done] = typeof one === 'function' ? [/*?*/ background(), one] : [one, other]; void work(ctx); done(); }`, true],
    ['behind an overload of a method', `export class A { m(done: () => void): void; m(ctx: Context, done: () => void): void; m(one: any, other?: any) { const ctx = typeof one === 'function' ? /*?*/ background() : one; void work(ctx); other?.(); } }`, true],
    ['overloads that all take one', `export function f(ctx: Context, id: string): void;\nexport function f(ctx: Context, id: number): void;\nexport function f(ctx: Context) { void work(/*?*/ background()); }`, false],
    ['overloads that take none', `export function f(id: string): void;\nexport function f(id: number): void;\nexport function f() { void work(/*?*/ background()); }`, false],
  ])('%s', (_, code, expected) => {
    expect(isMeant(go + code)).toBe(expected);
  });

  it('of a library whose contexts are their own handles', () => {
    expect(isMeant(`${dxos}export function f() { const ctx = /*?*/ new Context(); return { ctx, id: 1 }; }`)).toBe(true);
    expect(isMeant(`${dxos}declare function on(ctx: Context): void;\nexport function f() { on(/*?*/ new Context()); }`)).toBe(false);
    expect(isMeant(`${dxos}export const f = () => /*?*/ Context.default();`)).toBe(false);
  });

  it.each([
    ['extract', `export const f = (h: object) => propagation.extract(/*?*/ ROOT_CONTEXT, h);`, true],
    ['extract of a wrapper', `export const f = (h: object) => propagation.extract(trace.deleteSpan(/*?*/ ROOT_CONTEXT), h);`, true],
    ['inject', `export const f = (s: Span, h: object) => propagation.inject(trace.setSpan(/*?*/ ROOT_CONTEXT, s), h);`, true],
    ['inject of what another derives', `declare function other(ctx: Context): Context;\nexport const f = (h: object) => propagation.inject(other(/*?*/ ROOT_CONTEXT), h);`, true],
    ['where nothing was extracted', `export function f(h: object): Context { const found = propagation.extract(context.active(), h); return trace.getSpan(found) ? found : /*?*/ ROOT_CONTEXT; }`, true],
    ['beside an injection of another', `export function f(t: Tracer, h: object) { const span = t.startSpan('a', {}, /*?*/ ROOT_CONTEXT); propagation.inject(trace.setSpan(context.active(), span), h); }`, false],
    ['setSpanContext', `export const f = (s: Span) => trace.setSpanContext(/*?*/ ROOT_CONTEXT, s.spanContext());`, true],
    ['setSpan', `export const f = (s: Span) => trace.setSpan(/*?*/ ROOT_CONTEXT, s);`, false],
    ['a span with links only', `export const f = (t: Tracer, s: Span) => t.startSpan('a', { links: [{ context: s.spanContext() }] }, /*?*/ ROOT_CONTEXT);`, true],
    ['a span without', `export const f = (t: Tracer) => t.startSpan('a', {}, /*?*/ ROOT_CONTEXT);`, false],
    ['a context manager', `export abstract class M implements ContextManager { active(): Context { return /*?*/ ROOT_CONTEXT; } abstract with: ContextManager['with']; abstract bind: ContextManager['bind']; abstract enable(): this; abstract disable(): this; }`, true],
    ['what a function gives as one', `export function manager(): ContextManager { let now: Context = ROOT_CONTEXT; const own = { active: () => now, with: (c: Context, fn: () => unknown) => fn(), bind: (c: Context, fn: unknown) => fn, enable() { now = /*?*/ ROOT_CONTEXT; return own; }, disable: () => own } as ContextManager; return own; }`, true],
    ['one that is written out', `const own: ContextManager = { active: () => /*?*/ ROOT_CONTEXT, with: (c, fn, self, ...rest) => fn.call(self, ...rest), bind: (_, fn) => fn, enable: () => own, disable: () => own }; export { own };`, true],
    ['what a function gives as another thing', `export function other() { return { active: () => /*?*/ ROOT_CONTEXT }; }`, false],
    ['another class', `export class M { active(): Context { return /*?*/ ROOT_CONTEXT; } }`, false],
  ])('OpenTelemetry: %s', (_, code, expected) => {
    expect(isMeant(otel + code)).toBe(expected);
  });

  it.each([
    ['a constant of the module', `const never = /*?*/ new AbortController().signal;\nexport { never };`, true],
    ['an exported one', `export const never = /*?*/ new AbortController().signal;`, true],
    ['a variable', `export let never = /*?*/ new AbortController().signal;`, false],
    ['of a function', `export const f = () => { const never = /*?*/ new AbortController().signal; return never; };`, false],
  ])('never: %s', (_, code, expected) => {
    expect(isMeant(code)).toBe(expected);
  });

  it('in entry files and tests', () => {
    expect(isMeant(`${go}await work(/*?*/ background());`, { filename: 'main.ts' })).toBe(true);
    expect(isMeant(`${go}await work(/*?*/ background());`)).toBe(false);
    expect(isMeant(`${go}export const f = () => work(/*?*/ background());`, { filename: 'file.test.ts' })).toBe(true);
  });
});

it('a value, or a name only', () => {
  const isUse = (code: string, type?: 'Identifier'): boolean => {
    const { at, facts } = inspect(otel + code);
    return isValueUse(facts, at('/*?*/', type));
  };
  expect(isUse(`export const f = () => [/*?*/ ROOT_CONTEXT];`)).toBe(true);
  expect(isUse(`export { /*?*/ ROOT_CONTEXT };`, 'Identifier')).toBe(false);
  expect(isUse(`export default /*?*/ ROOT_CONTEXT;`)).toBe(false);
  expect(isUse(`export type T = typeof /*?*/ ROOT_CONTEXT;`)).toBe(false);
  expect(isUse(`export const o = { /*?*/ ROOT_CONTEXT: 1 };`)).toBe(false);
  expect(isUse(`export const f = () => /*?*/ trace();`.replace('trace()', 'String(1)'))).toBe(false);
});

it('the parameter whose default it is', () => {
  const name = (code: string): string | undefined => {
    const inspected = inspect(go + code);
    const pattern = defaultedParameter(inspected.facts, rootNode(inspected));
    return pattern && inspected.facts.sourceCode.getText(pattern.left);
  };
  expect(name(`export function f(ctx: Context = /*?*/ background()) { return ctx; }`)).toBe('ctx: Context');
  expect(name(`export class A { constructor(private ctx: Context = /*?*/ background()) { this.ctx; } }`)).toBe('ctx: Context');
  expect(name(`export function f({ ctx = /*?*/ background() }: { ctx?: Context } = {}) { return ctx; }`)).toBe('ctx');
  expect(name(`export function f({ a: { ctx = /*?*/ background() } }: { a: { ctx?: Context } }) { return ctx; }`)).toBe('ctx');
  expect(name(`export function f(options: { ctx?: Context }) { const { ctx = /*?*/ background() } = options; return ctx; }`)).toBe('ctx');
  expect(name(`declare const options: { ctx?: Context }; export function f() { const { ctx = /*?*/ background() } = options; return ctx; }`)).toBeUndefined();
  expect(name(`export function f(ctx: Context = withValue(/*?*/ background(), 'k', 1)) { return ctx; }`)).toBeUndefined();
});

it('the work it is for', () => {
  const text = (code: string): string => {
    const inspected = inspect(go + code);
    return inspected.facts.sourceCode.getText(workOf(rootNode(inspected)));
  };
  expect(text(`export const f = () => { work(/*?*/ background()); };`)).toMatch(/^work\(/);
  expect(text(`export const f = () => { work(withValue(/*?*/ background(), 'k', 1)); };`)).toMatch(/^work\(/);
  expect(text(`declare function run(o: { ctx: Context }): void;\nexport const f = () => { run({ ctx: /*?*/ background() }); };`)).toMatch(/^run\(/);
  expect(text(`export const f = () => { const ctx = /*?*/ background(); return ctx; };`)).toBe('background()');
});

it('whether a context may stand in its place', () => {
  const may = (place: string, type = 'Context'): boolean => {
    const inspected = inspect(`${go}declare function generic<C extends Context>(ctx: C): C;\ndeclare function narrow(ctx: Mine): void;\ninterface Mine extends Context { mine: true }\nexport function f(ctx: ${type}) { ${place}; return ctx; }`);
    const { facts } = inspected;
    const node = rootNode(inspected);
    const parameter = facts.sourceCode.ast.body.flatMap((statement) => (statement.type === 'ExportNamedDeclaration' && statement.declaration?.type === 'FunctionDeclaration' ? statement.declaration.params : []))[0]!;
    return fits(facts, facts.services.getTypeAtLocation(parameter), node);
  };
  expect(may(`work(/*?*/ background())`)).toBe(true);
  expect(may(`const made = /*?*/ background(); made`)).toBe(true);
  expect(may(`generic(/*?*/ background())`)).toBe(true);
  expect(may(`narrow(/*?*/ background() as Mine)`)).toBe(false);
  expect(may(`work(/*?*/ background())`, 'Context | undefined')).toBe(false);
});
