import { describe, expect, it } from 'vitest';

import { type Asked, availableAt } from '../../src/contexts/available.js';
import type { ContextModel } from '../../src/models/model.js';
import { inspect, type InspectOptions } from '../harness.js';

const go = `import { background, type CancelFunc, type Context, todo, withCancel, withTimeout, withValue, withoutCancel } from './context.js';
declare function work(ctx: Context): Promise<void>;
declare function make(): Context;
declare const request: { readonly url: string; context(): Context };
`;

interface Options extends InspectOptions {
  readonly over?: boolean;
  /** The name of the wanted model. */
  readonly model?: string;
}

function found(code: string, { over = false, model = 'go', ...options }: Options = {}) {
  const { facts, at } = inspect(code, options);
  const wanted = facts.models.find(({ name }) => name === model) as ContextModel;
  const asked: Asked = { wanted, over };
  let node = at('/*?*/');
  // The whole call: `background()` for `background`.
  while (node.parent?.type === 'CallExpression' && node.parent.callee === node) node = node.parent;
  return [...availableAt(facts, node, asked)];
}

/** The names of what is available at the mark, nearest first; what may be undefined there has a question mark. */
function names(code: string, options?: Options): string[] {
  return found(code, options).map(({ nullable, text }) => (nullable ? `${text}?` : text));
}

const inGo = (code: string, options?: Options): string[] => names(go + code, options);

describe('the order in one function', () => {
  it('children, parameters, locals, carriers of parameters, carriers of locals, then members', () => {
    const code = `export class Service {
      readonly #own: Context;
      constructor(ctx: Context) { this.#own = ctx; }
      run(before: { ctx: Context }, one: Context, { two }: { two: Context }, after: { ctx: Context }) {
        const early = make();
        const bag = { ctx: make() };
        const child = withValue(one, 'k', 1);
        const late = make();
        const more = { ctx: make() };
        work(/*?*/ background());
      }
    }`;
    expect(inGo(code)).toEqual(['child', 'one', 'two', 'late', 'early', 'before.ctx', 'after.ctx', 'more.ctx', 'bag.ctx', 'this.#own']);
  });

  it('the latest child is nearest', () => {
    expect(inGo(`export function f(ctx: Context) { const a = withValue(ctx, 'a', 1); const b = withValue(a, 'b', 2); /*?*/ work(b); }`)).toEqual(['b', 'a', 'ctx']);
  });

  it('the function inside is nearer than the one around', () => {
    const code = `export function f(outer: Context, options: { ctx: Context }) { const child = withValue(outer, 'k', 1); return (inner: { ctx: Context }) => { /*?*/ work(child); return inner; }; }`;
    expect(inGo(code)).toEqual(['inner.ctx', 'child', 'outer', 'options.ctx']);
  });

  it('an alias is no child', () => {
    expect(inGo(`export function f(ctx: Context) { const same = ctx; /*?*/ work(same); }`)).toEqual(['ctx', 'same']);
  });

  it('a child in a tuple, and in an object', () => {
    expect(inGo(`export function f(ctx: Context) { const [child, cancel] = withCancel(ctx); /*?*/ cancel(); work(child); }`)).toEqual(['child', 'ctx']);
    expect(inGo(`declare function withAbort(parent: Context): { ctx: Context; abort(): void };\nexport function f(parent: Context) { const { ctx, abort } = withAbort(parent); /*?*/ abort(); work(ctx); }`)).toEqual(['ctx', 'parent']);
  });

  it('a child that a function of the program makes', () => {
    expect(inGo(`declare function tagged(ctx: Context, tag: string): Context;\nexport async function f(ctx: Context) { const child = tagged(ctx, 'a'); /*?*/ await work(child); }`)).toEqual(['child', 'ctx']);
    expect(inGo(`async function tagged(ctx: Context): Promise<Context> { return withValue(ctx, 'k', 1); }\nexport async function f(ctx: Context) { const child = await tagged(ctx); /*?*/ await work(child); }`)).toEqual(['child', 'ctx']);
  });

  it('says where it is from', () => {
    const [child, parameter] = found(`${go}export function f(ctx: Context) { const child = withValue(ctx, 'k', 1); /*?*/ work(child); }`);
    expect([child?.source, child?.variable?.name, child?.owner?.type]).toEqual(['child', 'child', 'FunctionDeclaration']);
    expect([parameter?.source, parameter?.path, parameter?.isRoot, parameter?.model.name]).toEqual(['parameter', '', false, 'go']);
  });
});

describe('parameters', () => {
  it('a default sees those to its left only', () => {
    expect(inGo(`export function f(a: Context, b = /*?*/ background(), c: Context) { return [a, b, c]; }`)).toEqual(['a']);
  });

  it('a default is no value for itself', () => {
    expect(inGo(`export function f(ctx: Context = /*?*/ background()) { return ctx; }`)).toEqual([]);
    expect(inGo(`export function f({ ctx = /*?*/ background() }: { ctx?: Context }) { return ctx; }`)).toEqual([]);
  });

  it('a leading underscore makes no difference', () => {
    expect(inGo(`export function f(_ctx: Context) { /*?*/ background(); }`)).toEqual(['_ctx']);
  });

  it('optional ones may be undefined', () => {
    expect(inGo(`export function f(a?: Context, b?: { ctx: Context }, c: { ctx?: Context } = {}) { /*?*/ background(); }`)).toEqual(['a?', 'b?.ctx?', 'c.ctx?']);
  });

  it('parameter properties are parameters in the constructor, and members elsewhere', () => {
    expect(inGo(`export class S { constructor(private readonly ctx: Context) { /*?*/ background(); } }`)).toEqual(['ctx', 'this.ctx']);
    expect(inGo(`export class S { constructor(private readonly ctx: Context) {} run() { /*?*/ background(); } }`)).toEqual(['this.ctx']);
  });

  it('nested patterns, rest of a pattern, with a default', () => {
    expect(inGo(`export function f({ a: { b } }: { a: { b: Context } }, { x, ...rest }: { x: number; ctx: Context }, { c = make() }: { c?: Context }) { /*?*/ background(); }`)).toEqual(['b', 'c', 'rest.ctx']);
  });

  it('a rest of contexts is none', () => {
    expect(inGo(`export function f(...all: Context[]) { /*?*/ background(); }`)).toEqual([]);
  });

  it('overloads: the implementation counts', () => {
    expect(inGo(`export function f(ctx: Context): void;\nexport function f(ctx: Context, id?: string): void { /*?*/ background(); }`)).toEqual(['ctx']);
  });

  it('in generators, methods and getters of objects, and async arrows', () => {
    expect(inGo(`export function* f(ctx: Context) { yield /*?*/ background(); }`)).toEqual(['ctx']);
    expect(inGo(`export const f = (ctx: Context) => ({ m() { /*?*/ background(); } });`)).toEqual(['ctx']);
    expect(inGo(`export const f = (ctx: Context) => ({ get m() { return /*?*/ background(); } });`)).toEqual(['ctx']);
    expect(inGo(`export const f = async (ctx: Context) => /*?*/ background();`)).toEqual(['ctx']);
  });

  it('with a type parameter', () => {
    expect(inGo(`export function f<C extends Context>(ctx: C) { /*?*/ background(); }`)).toEqual(['ctx']);
  });

  it('JSDoc types count in JavaScript', () => {
    const code = `import { background } from './context.js';\n/** @param {import('./context.js').Context} ctx */\nexport function f(ctx) { /*?*/ background(); }`;
    expect(names(code, { filename: 'script.js' })).toEqual(['ctx']);
  });

  it('any and unknown are none', () => {
    expect(inGo(`export function f(a: any, b: unknown, c: Context | string) { /*?*/ background(); }`)).toEqual([]);
  });
});

describe('locals', () => {
  it('once their declaration is complete', () => {
    expect(inGo(`export function f() { const ctx = withValue(/*?*/ background(), 'k', 1); return ctx; }`)).toEqual([]);
    expect(inGo(`export function f() { /*?*/ background(); const ctx = make(); return ctx; }`)).toEqual([]);
    expect(inGo(`export function f() { const ctx = make(), other = /*?*/ background(); return [ctx, other]; }`)).toEqual(['ctx']);
  });

  it('not of a sibling block', () => {
    expect(inGo(`export function f(on: boolean) { if (on) { const ctx = make(); work(ctx); } /*?*/ background(); }`)).toEqual([]);
    expect(inGo(`export function f(on: boolean) { if (on) { var ctx = make(); work(ctx); } /*?*/ background(); }`)).toEqual([]);
    expect(inGo(`export function f(on: boolean) { if (on) { var ctx = make(); /*?*/ work(ctx); } }`)).toEqual(['ctx']);
    expect(inGo(`export function f(n: number) { switch (n) { case 1: const ctx = make(); work(ctx); break; default: /*?*/ background(); } }`)).toEqual([]);
    expect(inGo(`export function f(n: number) { switch (n) { case 1: const ctx = make(); /*?*/ work(ctx); } }`)).toEqual(['ctx']);
    expect(inGo(`export function f() { try { const ctx = make(); work(ctx); } catch { /*?*/ background(); } }`)).toEqual([]);
  });

  it('of a loop, in its body only', () => {
    expect(inGo(`export function f(all: Context[]) { for (const ctx of all) { /*?*/ background(); } }`)).toEqual(['ctx']);
    expect(inGo(`export function f(all: (ctx: Context) => Context[]) { for (const ctx of all(/*?*/ background())) { work(ctx); } }`)).toEqual([]);
    expect(inGo(`export async function f(all: AsyncIterable<Context>) { for await (const ctx of all) /*?*/ background(); }`)).toEqual(['ctx']);
    expect(inGo(`export function f() { for (let ctx = make(); ; ctx = make()) { /*?*/ background(); } }`)).toEqual(['ctx']);
  });

  it('what is caught is no context', () => {
    expect(inGo(`export function f() { try { make(); } catch (ctx) { /*?*/ background(); } }`)).toEqual([]);
  });

  it('not what only functions beside this one assign', () => {
    expect(inGo(`export function f(on: (fn: () => void) => void) { let ctx: Context | undefined; on(() => { ctx = make(); }); on(() => { /*?*/ background(); return ctx; }); }`)).toEqual([]);
    expect(inGo(`export function f(on: (fn: () => void) => void) { let ctx: Context | undefined; ctx = make(); on(() => { /*?*/ background(); return ctx; }); }`)).toEqual(['ctx?']);
  });

  it('not by a getter before the constructor is through', () => {
    expect(inGo(`export class A { get ctx(): Context { return make(); } constructor() { /*?*/ background(); } }`)).toEqual([]);
    expect(inGo(`export class A { get ctx(): Context { return make(); } f() { /*?*/ background(); } }`)).toEqual(['this.ctx']);
  });

  it('a `let` only once it has been assigned', () => {
    expect(inGo(`export function f() { let ctx: Context; /*?*/ background(); ctx = make(); return ctx; }`)).toEqual([]);
    expect(inGo(`export function f() { let ctx: Context; ctx = make(); /*?*/ background(); return ctx; }`)).toEqual(['ctx']);
    expect(inGo(`export class A { stop?: () => void; f() { let ctx: Context; [ctx, this.stop] = withCancel(/*?*/ background()); return ctx; } }`)).toEqual([]);
    expect(inGo(`export function f() { let ctx: Context; let all: { ctx: Context }; ({ ctx, ...all } = { ctx: make(), all: /*?*/ background() } as never); return [ctx, all]; }`)).toEqual([]);
    expect(inGo(`export function f(on: boolean) { let ctx: Context; if (on) ctx = make(); /*?*/ background(); }`)).toEqual(['ctx?']);
    expect(inGo(`export function f(on: boolean) { let ctx: Context; if (on) ctx = make(); else ctx = make(); /*?*/ background(); }`)).toEqual(['ctx']);
    expect(inGo(`export function f() { let ctx: Context | undefined = undefined; /*?*/ background(); ctx = make(); return ctx; }`)).toEqual([]);
    expect(inGo(`export function f(run: (fn: () => void) => void) { let last: Context | undefined; run(() => { /*?*/ background(); last = make(); }); }`)).toEqual(['last?']);
    expect(inGo(`export function f(run: (model: { start(): void }) => void) { let last: Context | undefined; run({ start: () => { last = make(); } }); const model = { start() { last = make(); } }; /*?*/ background(); run(model); }`)).toEqual([]);
    expect(inGo(`export function f(all: string[]) { let last: Context | undefined; all.forEach(() => { last = make(); }); /*?*/ background(); }`)).toEqual(['last?']);
    expect(inGo(`let ctx: Context | undefined;\nexport function f() { let ctx: Context | undefined; const set = () => { ctx = make(); }; set(); /*?*/ background(); }`)).toEqual(['ctx?']);
  });

  it('not where it gets another value', () => {
    expect(inGo(`export function f(ctx: Context) { ctx = /*?*/ background(); return ctx; }`)).toEqual([]);
    expect(inGo(`export function f(ctx: Context) { ctx = withValue(/*?*/ background(), 'k', 1); return ctx; }`)).toEqual(['ctx']);
  });

  it('carriers: destructured, and bags', () => {
    expect(inGo(`export function f(options: { ctx: Context }) { const { ctx } = options; /*?*/ background(); return ctx; }`)).toEqual(['ctx', 'options.ctx']);
    expect(inGo(`export function f() { const bag = { ctx: make(), id: 1 }; /*?*/ background(); return bag; }`)).toEqual(['bag.ctx']);
    expect(inGo(`export function f() { const bag = { ctx: undefined as Context | undefined }; /*?*/ background(); return bag; }`)).toEqual(['bag.ctx?']);
    expect(inGo(`interface Bag { ctx?: Context | undefined }\nexport function f() { const bag: Bag = { ctx: undefined }; /*?*/ background(); return bag; }`)).toEqual([]);
    expect(inGo(`interface R { context(): Context }\nexport function f(r: R, s?: R) { /*?*/ background(); }`)).toEqual(['r.context()', 's?.context()?']);
  });

  it('of another model by way of a context that carries it', () => {
    expect(inGo(`export function f(ctx: Context) { /*?*/ background(); }`, { model: 'abort-signal' })).toEqual(['ctx.signal']);
  });

  it('no functions, classes or imports', () => {
    expect(inGo(`export function f() { function ctx(): Context { return make(); } /*?*/ background(); return ctx; }`)).toEqual([]);
  });
});

describe('shadowing', () => {
  it('a shadowed name is out of reach, whatever shadows it', () => {
    expect(inGo(`export function f(ctx: Context) { return (ctx: string) => { /*?*/ background(); return ctx; }; }`)).toEqual([]);
    expect(inGo(`export function f(ctx: Context) { { const ctx = 1; /*?*/ background(); return ctx; } }`)).toEqual([]);
    expect(inGo(`export function f(ctx: Context) { { /*?*/ background(); const ctx = 1; return ctx; } }`)).toEqual([]);
    expect(inGo(`export function f(ctx: Context) { return function ctx() { /*?*/ background(); }; }`)).toEqual([]);
  });

  it('a type of that name does not shadow', () => {
    expect(inGo(`export function f(ctx: Context) { { type ctx = string; const x: ctx = ''; /*?*/ background(); return x; } }`)).toEqual(['ctx']);
  });
});

describe('narrowed to nothing', () => {
  it.each([
    ['??', `work(ctx ?? /*?*/ background());`, []],
    ['||', `work(ctx || /*?*/ background());`, []],
    ['&&', `ctx && work(/*?*/ background());`, ['ctx']],
    ['! and &&', `!ctx && work(/*?*/ background());`, []],
    ['??=', `ctx ??= /*?*/ background();`, []],
    ['||=', `ctx ||= /*?*/ background();`, []],
    ['if (!ctx)', `if (!ctx) work(/*?*/ background());`, []],
    ['else of if (ctx)', `if (ctx) work(ctx); else work(/*?*/ background());`, []],
    ['else of if (!ctx)', `if (!ctx) return; else work(/*?*/ background());`, ['ctx']],
    ['if (ctx)', `if (ctx) work(/*?*/ background());`, ['ctx']],
    ['=== undefined', `if (ctx === undefined) work(/*?*/ background());`, []],
    ['undefined ===', `if (undefined === ctx) work(/*?*/ background());`, []],
    ['== null', `if (ctx == null) work(/*?*/ background());`, []],
    ['!== undefined', `if (ctx !== undefined) work(/*?*/ background());`, ['ctx']],
    ['!== null says nothing of undefined', `if (ctx as unknown !== null && ctx !== (null as never)) work(/*?*/ background());`, ['ctx?']],
    ['typeof', `if (typeof ctx === 'undefined') work(/*?*/ background());`, []],
    ['typeof object', `if (typeof ctx !== 'object') work(/*?*/ background());`, []],
    ['typeof, the other branch', `if (typeof ctx === 'undefined') return; work(/*?*/ background());`, ['ctx']],
    ['Boolean()', `if (!Boolean(ctx)) work(/*?*/ background());`, []],
    ['a condition more', `if (!ctx && Math.random()) work(/*?*/ background());`, []],
    ['another condition', `if (!ctx || Math.random()) work(/*?*/ background());`, ['ctx?']],
    ['the conditional operator', `work(ctx ? ctx : /*?*/ background());`, []],
    ['early return', `if (ctx) return work(ctx); work(/*?*/ background());`, []],
    ['early throw', `if (!ctx) throw new Error('no context'); work(/*?*/ background());`, ['ctx']],
    ['a guard that goes on', `if (ctx) work(ctx); work(/*?*/ background());`, ['ctx?']],
    ['assigned undefined', `ctx = undefined; work(/*?*/ background());`, []],
    ['assigned a context', `ctx = make(); work(/*?*/ background());`, ['ctx']],
    ['assigned what may be missing', `ctx ??= make(); work(/*?*/ background());`, ['ctx']],
    ['assigned after the test', `if (ctx) return; ctx = make(); work(/*?*/ background());`, ['ctx']],
    ['a loop', `while (!ctx) { work(/*?*/ background()); }`, []],
    ['a closure, nothing written', `if (ctx) return; return () => work(/*?*/ background());`, []],
    ['a declaration may run before', `function later() { work(/*?*/ background()); } if (ctx) return later;`, ['ctx?']],
    ['a closure, written elsewhere', `if (!ctx) { setTimeout(() => work(/*?*/ background()), 1); } ctx = make();`, ['ctx?']],
  ] as const)('%s', (_, statements, expected) => {
    expect(inGo(`export function f(ctx?: Context): unknown { ${statements} return; }`)).toEqual(expected);
  });

  it.each([
    ['??', `work(options.ctx ?? /*?*/ background());`, []],
    ['of the carrier', `if (!options) work(/*?*/ background());`, []],
    ['of the carrier: there', `if (options) work(/*?*/ background());`, ['options.ctx?']],
    ['both there', `if (options?.ctx) work(/*?*/ background());`, ['options.ctx']],
    ['=== undefined', `if (options?.ctx === undefined) work(/*?*/ background());`, []],
    ['in', `if (options && !('ctx' in options)) work(/*?*/ background());`, []],
    ['default of a pattern', `const { ctx = /*?*/ background() } = options ?? {}; work(ctx);`, ['options?.ctx?']],
    ['default of its pattern', `if (!options) return; const { ctx = /*?*/ background() } = options; work(ctx);`, []],
    ['a constant of it', `const ctx = options?.ctx; if (!ctx) work(/*?*/ background());`, []],
    ['TypeScript knows only the tested name', `const ctx = options?.ctx; if (ctx) work(/*?*/ background());`, ['ctx', 'options?.ctx?']],
  ] as const)('a carrier: %s', (_, statements, expected) => {
    expect(inGo(`export function f(options?: { ctx?: Context }): unknown { ${statements} return; }`)).toEqual(expected);
  });

  it('a member', () => {
    const inClass = (body: string): string[] => inGo(`export class S { ctx?: Context; run(): unknown { ${body} return; } set(ctx: Context) { this.ctx = ctx; } }`);
    expect(inClass(`work(this.ctx ?? /*?*/ background());`)).toEqual([]);
    expect(inClass(`if (this.ctx) return; work(/*?*/ background());`)).toEqual([]);
    expect(inClass(`if (this.ctx) work(/*?*/ background());`)).toEqual(['this.ctx']);
    expect(inClass(`work(/*?*/ background());`)).toEqual(['this.ctx?']);
  });
});

describe('over', () => {
  it('is not available, unless asked for', () => {
    const code = `export async function f(ctx: Context) { const [child, cancel] = withCancel(ctx); await work(child); cancel(); /*?*/ background(); }`;
    expect(inGo(code)).toEqual(['ctx']);
    expect(inGo(code, { over: true })).toEqual(['ctx', 'child']);
    expect(found(go + code, { over: true }).map(({ isOver }) => isOver)).toEqual([false, true]);
  });

  it('in the branch where it is over', () => {
    expect(inGo(`export function f(ctx: Context) { if (ctx.err()) { /*?*/ background(); } }`)).toEqual([]);
    expect(inGo(`export function f(ctx: Context) { if (ctx.err()) return; /*?*/ background(); }`)).toEqual(['ctx']);
  });

  it('of a carrier and of a member', () => {
    expect(names(`export function f(options: { signal: AbortSignal }) { if (options.signal.aborted) { /*?*/ fetch('/'); } }`, { model: 'abort-signal' })).toEqual([]);
    expect(names(`export class S { constructor(readonly signal: AbortSignal) {} f() { if (this.signal.aborted) { /*?*/ fetch('/'); } } }`, { model: 'abort-signal' })).toEqual([]);
    expect(names(`export class S { constructor(readonly signal: AbortSignal) {} f() { if (this.signal.aborted) { /*?*/ fetch('/'); } } }`, { model: 'abort-signal', over: true })).toEqual(['this.signal']);
  });
});

describe('roots and top level', () => {
  it('a local root says that it is one', () => {
    expect(found(`${go}export function f() { const ctx = background(); /*?*/ work(ctx); }`).map(({ isRoot }) => isRoot)).toEqual([true]);
    expect(found(`${go}export function f() { const bag = { ctx: todo() }; /*?*/ work(bag.ctx); }`).map(({ isRoot }) => isRoot)).toEqual([true]);
    expect(found(`${go}export class S { readonly ctx = background(); f() { /*?*/ work(this.ctx); } }`).map(({ isRoot }) => isRoot)).toEqual([true]);
  });

  it('a constant of the module that is one is not available', () => {
    expect(inGo(`const root = background();\n/*?*/ work(root);`)).toEqual([]);
    expect(inGo(`const ctx = make();\n/*?*/ work(ctx);`)).toEqual(['ctx']);
  });

  it('what stands at top level is near to code that runs there', () => {
    expect(inGo(`const ctx = make();\nexport const all = [1].map(() => /*?*/ work(background()));`)).toEqual(['ctx']);
    expect(inGo(`const ctx = make();\nexport function f() { /*?*/ work(background()); }\nwork(ctx);`)).toEqual([]);
  });
});

describe('test frameworks', () => {
  const testing = `declare function test(name: string, fn: (t: { readonly signal: AbortSignal }) => unknown): void;\n`;
  const signals = (code: string, filename = 'file.test.ts'): string[] => names(testing + code, { filename, model: 'abort-signal' });

  it("nobody aborts `t.signal` unless the test names it", () => {
    expect(signals(`test('x', (t) => { /*?*/ fetch('/'); });`)).toEqual([]);
    expect(signals(`test('x', (t) => { fetch('/a', { signal: t.signal }); /*?*/ fetch('/'); });`)).toEqual(['t.signal']);
    expect(signals(`test('x', ({ signal }) => { /*?*/ fetch('/'); });`)).toEqual(['signal']);
    expect(signals(`test('x', () => { /*?*/ fetch('/'); });`)).toEqual([]);
  });

  it('of node:test', () => {
    expect(names(`import { test } from 'node:test';\ntest('x', async (t) => { /*?*/ await fetch('/'); });`, { model: 'abort-signal' })).toEqual([]);
  });

  it('a helper of tests has its own', () => {
    expect(signals(`export function load(options: { signal: AbortSignal }) { /*?*/ fetch('/'); }`)).toEqual(['options.signal']);
  });

  it('what is only called so', () => {
    expect(signals(`test('x', (t) => { /*?*/ fetch('/'); });`, 'file.ts')).toEqual(['t.signal']);
  });
});

describe('detached', () => {
  it.each([
    ['withoutCancel', `const free = withoutCancel(ctx);`],
    ['an alias of one', `const made = withoutCancel(ctx); const free = made;`],
    ['with a value', `const free = withValue(withoutCancel(ctx), 'k', 1);`],
    ['with an end of its own', `const [free, cancel] = withTimeout(withoutCancel(ctx), 100);`],
    ['by a wrapper', `const free = released(ctx);`],
    ['in a bag', `const bag = { ctx: withoutCancel(ctx) };`],
  ])('%s is never available', (_, statement) => {
    expect(inGo(`function released(ctx: Context) { return withoutCancel(ctx); }\nexport function f(ctx: Context) { ${statement} /*?*/ background(); released(ctx); }`)).toEqual(['ctx']);
  });

  it('a member that holds one', () => {
    expect(inGo(`export class S { #free: Context; constructor(ctx: Context) { this.#free = withoutCancel(ctx); } f() { /*?*/ background(); } }`)).toEqual([]);
  });

  it('a merge of nothing', () => {
    expect(names(`export function f(signal: AbortSignal) { const never = AbortSignal.any([]); const other = globalThis.AbortSignal.any([ ]); /*?*/ fetch('/'); }`, { model: 'abort-signal' })).toEqual(['signal']);
  });
});

describe('a child that was made for other work', () => {
  it('comes after its parent, wherever that is', () => {
    expect(inGo(`export async function f(ctx: Context) { const [child, cancel] = withTimeout(ctx, 1); await work(child); await /*?*/ background(); cancel(); }`)).toEqual(['ctx', 'child']);
    expect(inGo(`export class S { constructor(readonly ctx: Context) {} async f() { const [child, cancel] = withCancel(this.ctx); await work(child); await /*?*/ background(); cancel(); } }`)).toEqual(['this.ctx', 'child']);
    expect(inGo(`export function f(ctx: Context) { return async () => { const [child, cancel] = withCancel(ctx); await work(child); await /*?*/ background(); cancel(); }; }`)).toEqual(['ctx', 'child']);
  });

  it('not the one that carries a value only', () => {
    expect(inGo(`export async function f(ctx: Context) { const child = withValue(ctx, 'k', 1); await work(child); await /*?*/ background(); }`)).toEqual(['child', 'ctx']);
  });

  it('not by a derive, by looking at it, by what comes later, nor by the call itself', () => {
    expect(inGo(`export async function f(ctx: Context) { const [child, cancel] = withCancel(ctx); withValue(child, 'k', 1); child.err(); await /*?*/ background(); await work(child); cancel(); }`)).toEqual(['child', 'ctx']);
    expect(inGo(`declare function both(a: Context, b: Context): void;\nexport async function f(ctx: Context) { const [child, cancel] = withCancel(ctx); both(child, /*?*/ background()); cancel(); }`)).toEqual(['child', 'ctx']);
  });

  it('by an options bag too', () => {
    expect(names(`export async function f(signal: AbortSignal) { const child = AbortSignal.any([signal, AbortSignal.timeout(1)]); await fetch('/a', { signal: child }); /*?*/ await fetch('/b'); }`, { model: 'abort-signal' })).toEqual(['signal', 'child']);
    expect(inGo(`declare function run(options: { ctx: Context }): Promise<void>;\nexport async function f(ctx: Context) { const [child, cancel] = withCancel(ctx); await run({ ctx: child }); await /*?*/ background(); cancel(); }`)).toEqual(['ctx', 'child']);
  });
});

describe('members', () => {
  const members = (code: string): string[] => inGo(code);

  it('not in a static member, nor in a function without `this`', () => {
    expect(members(`export class S { readonly ctx = make(); f() { /*?*/ background(); } }`)).toEqual(['this.ctx']);
    expect(members(`export class S { readonly ctx = make(); static f() { /*?*/ background(); } }`)).toEqual([]);
    expect(members(`export class S { readonly ctx = make(); static { /*?*/ background(); } }`)).toEqual([]);
    expect(members(`export class S { readonly ctx = make(); f() { return function () { /*?*/ background(); }; } }`)).toEqual([]);
    expect(members(`export class S { readonly ctx = make(); f() { return () => { /*?*/ background(); }; } }`)).toEqual(['this.ctx']);
    expect(members(`export class S { readonly ctx = make(); f() { return { m() { /*?*/ background(); } }; } }`)).toEqual([]);
    expect(members(`export class S { static readonly ctx = make(); f() { /*?*/ background(); } }`)).toEqual([]);
  });

  it('in initializers only those before', () => {
    expect(members(`export class S { readonly ctx = make(); readonly b = /*?*/ background(); }`)).toEqual(['this.ctx']);
    expect(members(`export class S { readonly b = /*?*/ background(); readonly ctx = make(); }`)).toEqual([]);
    expect(members(`export class S { readonly ctx: Context = withValue(/*?*/ background(), 'k', 1); }`)).toEqual([]);
    expect(members(`export class S { readonly ctx: Context; readonly b = /*?*/ background(); constructor(ctx: Context) { this.ctx = ctx; } }`)).toEqual([]);
    expect(members(`export class S { readonly b = () => /*?*/ background(); readonly ctx = make(); }`)).toEqual(['this.ctx']);
  });

  it('in the constructor once they are set', () => {
    expect(members(`export class S { readonly ctx: Context; constructor() { this.ctx = withValue(/*?*/ background(), 'k', 1); } }`)).toEqual([]);
    expect(members(`export class S { readonly ctx: Context; constructor() { const [ctx, cancel] = withCancel(/*?*/ background()); this.ctx = ctx; cancel(); } }`)).toEqual([]);
    expect(members(`export class S { readonly ctx: Context; constructor() { this.ctx = make(); work(/*?*/ background()); } }`)).toEqual(['this.ctx']);
    expect(members(`export class S { readonly ctx: Context; constructor() { this.ctx = make(); } f() { this.ctx; work(/*?*/ background()); } }`)).toEqual(['this.ctx']);
  });

  it('not where it gets another value', () => {
    expect(members(`export class S { ctx = make(); start() { this.ctx = /*?*/ background(); } }`)).toEqual([]);
  });

  it('accessors, and what is inherited, but not what is private there', () => {
    expect(members(`export class S { get ctx(): Context { return make(); } f() { /*?*/ background(); } }`)).toEqual(['this.ctx']);
    expect(members(`export class S { get ctx(): Context { return /*?*/ background(); } }`)).toEqual([]);
    expect(members(`class Base { protected readonly ctx = make(); private readonly own = make(); readonly #hidden = make(); g() { return [this.own, this.#hidden]; } }\nexport class S extends Base { f() { /*?*/ background(); } }`)).toEqual(['this.ctx']);
  });

  it('JavaScript: what the constructor assigns', () => {
    const code = `import { background } from './context.js';\nexport class S {\n  /** @param {import('./context.js').Context} ctx */\n  constructor(ctx) { this.ctx = ctx; }\n  f() { /*?*/ background(); }\n}`;
    expect(names(code, { filename: 'script.js' })).toEqual(['this.ctx']);
  });
});

describe('not taken', () => {
  const signals = (code: string): string[] => names(code, { model: 'abort-signal' });

  it('TanStack Query', () => {
    const query = (queryFn: string): string[] => signals(`import { QueryClient } from '@tanstack/query-core';\nexport const load = (client: QueryClient) => client.fetchQuery({ queryKey: ['a'], ${queryFn} });`);
    expect(query(`queryFn: () => /*?*/ fetch('/a')`)).toEqual(['context.signal']);
    expect(query(`queryFn: ({ queryKey }) => /*?*/ fetch(String(queryKey))`)).toEqual(['signal']);
    expect(query(`queryFn: ({ signal }) => /*?*/ fetch('/a')`)).toEqual(['signal']);
    expect(query(`queryFn: ({ ...rest }) => /*?*/ fetch('/a')`)).toEqual(['rest.signal']);
    expect(query(`queryFn: (context) => /*?*/ fetch('/a')`)).toEqual(['context.signal']);
    expect(query(`queryFn: (...all) => /*?*/ fetch('/a')`)).toEqual([]);
    expect(query(`async queryFn() { return /*?*/ fetch('/a'); }`)).toEqual(['context.signal']);
  });

  it('hono', () => {
    expect(signals(`import { Hono } from 'hono';\nexport const app = new Hono().get('/', async () => /*?*/ fetch('/a'));`)).toEqual(['c.req.raw.signal']);
  });

  it('a typed constant', () => {
    const router = `import type { LoaderFunction } from 'react-router';\n`;
    expect(signals(`${router}export const loader: LoaderFunction = async () => /*?*/ fetch('/a');`)).toEqual(['args.request.signal']);
    expect(signals(`${router}export const loader = (async () => /*?*/ fetch('/a')) satisfies LoaderFunction;`)).toEqual(['args.request.signal']);
    expect(signals(`export const loader = async () => /*?*/ fetch('/a');`)).toEqual([]);
  });

  it('withProgress: the second parameter', () => {
    const offers = (options: string) => found(`import * as vscode from 'vscode';\nexport const f = () => vscode.window.withProgress(${options}, async () => { /*?*/ await 1; });`, { model: 'cancellation-token' }).map(({ offer, source, text }) => [source, text, offer?.index]);
    expect(offers(`{ location: vscode.ProgressLocation.Notification, cancellable: true }`)).toEqual([['not-taken', 'token', 1]]);
    expect(offers(`{ ...{ location: vscode.ProgressLocation.Notification } }`)).toEqual([['not-taken', 'token', 1]]);
    // Without the option nobody can cancel it.
    expect(offers(`{ location: vscode.ProgressLocation.Notification }`)).toEqual([]);
    expect(offers(`{ location: vscode.ProgressLocation.Notification, cancellable: false }`)).toEqual([]);
  });

  it('a procedure of tRPC', () => {
    expect(signals(`import { initTRPC } from '@trpc/server';\nconst t = initTRPC.create();\nexport const p = t.procedure.query(async () => { /*?*/ await fetch('/a'); });`)).toEqual(['opts.signal?']);
  });

  it('comes last, and is not asked of callbacks that run at once', () => {
    expect(signals(`declare function on(fn: (ctx: { signal: AbortSignal }) => unknown): void;\nexport const f = (mine: AbortSignal) => on(() => /*?*/ fetch('/a'));`)).toEqual(['mine', 'ctx.signal']);
    expect(signals(`export const f = (all: { signal: AbortSignal }[]) => all.map(() => /*?*/ fetch('/a'));`)).toEqual([]);
  });

  it('in a union all must offer it', () => {
    expect(signals(`declare function on(fn: ((a: { signal: AbortSignal }) => void) | ((a: { signal: AbortSignal; id: string }) => void)): void;\non(() => { /*?*/ fetch('/a'); });`)).toEqual(['a.signal']);
    expect(signals(`declare function on(fn: ((a: { signal: AbortSignal }) => void) | ((a: { id: string }) => void)): void;\non(() => { /*?*/ fetch('/a'); });`)).toEqual([]);
  });

  it('not of `any`', () => {
    expect(signals(`declare const app: any;\napp.get('/', () => { /*?*/ fetch('/a'); });`)).toEqual([]);
  });
});

describe('cost', () => {
  it('where no context is near, the checker is asked of nothing', () => {
    const { asked, at, facts } = inspect(`
      const limit = 3, name = 'a', list: string[] = [], fn = () => 1;
      export class S {
        count = 0; readonly label: string = ''; static all: number[] = [];
        run(id: string, n: number, on: boolean, done: () => void, pair: [number, string]) {
          const text = \`\${id}\`, more = [n], sum = n + 1, not = !on;
          for (let i = 0; i < 3; i++) { /*?*/ done(); }
          return [text, more, sum, not, pair, limit, name, list, fn];
        }
      }`);
    expect([...availableAt(facts, at('/*?*/'))]).toEqual([]);
    expect([...asked]).toEqual([]);
  });

  it('a variable is asked about once', () => {
    const { asked, at, facts } = inspect(`${go}export function f(ctx: Context, options: { id: string }) { /*a*/ work(ctx); /*b*/ work(ctx); }`);
    const ask = (marker: string): number => {
      const before = [...asked.values()].reduce((sum, count) => sum + count, 0);
      expect([...availableAt(facts, at(marker))].map(({ text }) => text)).toEqual(['ctx', 'ctx.signal']);
      return [...asked.values()].reduce((sum, count) => sum + count, 0) - before;
    };
    expect(ask('/*a*/')).toBeGreaterThan(0);
    expect(ask('/*b*/')).toBeLessThanOrEqual(2);
  });
});
