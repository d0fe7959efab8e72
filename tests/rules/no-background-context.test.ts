import rule from '../../src/rules/no-background-context.js';
import { nodeRuleTester, ruleTester } from '../rule-tester.js';

const go = `import { background, type Context, todo, withCancel, withTimeout, withoutCancel } from './context.js';
declare function work(ctx: Context): Promise<void>;
`;

const loss = 'cancellation, deadline and values of the caller do not reach this work';

ruleTester.run('no-background-context: entry points', rule, {
  valid: [
    // Who designed the callback says what it gets.
    "declare function ask(signal: AbortSignal): Promise<string>; type Turn = (context: { signal?: AbortSignal }) => Promise<string>; export const made = (): Turn => async (context) => ask(context.signal ?? new AbortController().signal);",
    { name: 'a function named main', code: `${go}export async function main() { await work(background()); }` },
    { name: 'a constant named main', code: `${go}export const main = async () => { await work(background()); };` },
    { name: 'a callback inside main', code: `${go}export function main() { setTimeout(() => work(background()), 1); }` },
    { name: 'top-level code of an entry file', filename: 'main.ts', code: `${go}await work(background());` },
    { name: 'a constant of an entry file', filename: 'src/server.ts', code: `import { background, withCancel } from '../context.js';\nexport const [ctx, cancel] = withCancel(background());` },
    { name: 'an immediately invoked function of an entry file', filename: 'main.ts', code: `${go}void (async () => { await work(background()); })();` },
    { name: 'a function that only top-level calls refer to', filename: 'main.ts', code: `${go}async function bootstrap() { await work(background()); }\nbootstrap().catch(console.error);` },
    { name: 'a function that only such functions refer to', filename: 'main.ts', code: `${go}async function bootstrap() { await inner(); }\nasync function inner() { await work(background()); }\nvoid bootstrap();` },
    { name: 'a static field of a class of an entry file', filename: 'main.ts', code: `${go}export class App { static readonly started = work(background()); }` },
    { name: 'bin', filename: 'bin/tool.ts', code: `import { background } from '../context.js';\nbackground();` },
    { name: 'scripts', filename: 'scripts/release.ts', code: `import { background } from '../context.js';\nbackground();` },
    { name: 'a test', filename: 'file.test.ts', code: `${go}export async function anything() { await work(background()); }` },
    { name: 'a helper of tests', filename: 'tests/helper.ts', code: `import { background } from '../context.js';\nexport function anything() { return background(); }` },
    { name: 'entryFunctions', settings: { ctx: { entryFunctions: ['activate'] } }, code: `${go}export function activate() { return work(background()); }` },
    { name: 'entryFiles', filename: 'src/service.ts', settings: { ctx: { entryFiles: ['src/service.ts'] } }, code: `import { background } from '../context.js';\nbackground();` },
    { name: 'tests are tests whatever entryFiles says', filename: 'file.test.ts', settings: { ctx: { entryFiles: ['src/service.ts'] } }, code: `${go}export const f = () => work(background());` },
  ],
  invalid: [
    { name: 'top-level code of another file', code: `${go}await work(background());`, errors: [{ messageId: 'missing', line: 3, column: 12, endColumn: 24 }] },
    { name: 'a constant of another file', code: `${go}export const ctx = background();`, errors: [{ messageId: 'missing', suggestions: [{ messageId: 'markDetached', output: `${go}/** @detached */\nexport const ctx = background();` }] }] },
    {
      name: 'a function of an entry file that others may call',
      filename: 'main.ts',
      code: `${go}export async function handle() { await work(background()); }`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'addParameter', data: { parameter: 'ctx' }, output: `${go}export async function handle(ctx: Context) { await work(ctx); }` }] }],
    },
    {
      name: 'a handler in an entry file',
      filename: 'main.ts',
      code: `${go}declare const app: { get(path: string, handler: () => Promise<void>): void };\napp.get('/', async () => { await work(background()); });`,
      errors: [{ messageId: 'missing' }],
    },
    {
      name: 'a function of an entry file that is passed on: who calls it says what it gets',
      filename: 'main.ts',
      code: `${go}declare function register(handler: () => Promise<void>): void;\nasync function handle() { await work(background()); }\nregister(handle);`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'markDetached', output: `${go}declare function register(handler: () => Promise<void>): void;\n/** @detached */\nasync function handle() { await work(background()); }\nregister(handle);` }] }],
    },
    {
      name: 'an instance field of an entry file runs for each instance',
      filename: 'main.ts',
      code: `${go}export class Job { readonly done = work(background()); }`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'markDetached', output: `${go}export class Job { /** @detached */\nreadonly done = work(background()); }` }] }],
    },
    { name: 'main is no entry function any more', settings: { ctx: { entryFunctions: ['activate'] } }, code: `${go}export function main() { setTimeout(() => work(background()), 1); }`, errors: [{ messageId: 'missing', suggestions: [{ messageId: 'markDetached', output: `${go}/** @detached */\nexport function main() { setTimeout(() => work(background()), 1); }` }] }] },
    { name: 'entryFiles replaces the defaults', filename: 'main.ts', settings: { ctx: { entryFiles: ['src/service.ts'] } }, code: `${go}await work(background());`, errors: [{ messageId: 'missing' }] },
  ],
});

ruleTester.run('no-background-context: a context is available', rule, {
  valid: [
    { name: 'it is used', code: `${go}export async function f(ctx: Context) { await work(ctx); }` },
    { name: 'a child of it', code: `${go}export async function f(ctx: Context) { const [child, cancel] = withCancel(ctx); try { await work(child); } finally { cancel(); } }` },
    { name: 'another function called background', code: `declare function background(): string;\nexport const color = background();` },
    { name: 'a property called background', code: `export const css = (element: HTMLElement) => element.style.background;` },
    { name: 'any', code: `declare const lib: any;\nexport const ctx = lib.background();` },
  ],
  invalid: [
    {
      name: 'a parameter',
      code: `${go}export async function f(ctx: Context) { await work(background()); }`,
      errors: [{ messageId: 'available', data: { root: 'background()', context: 'ctx', orDetach: ', or `withoutCancel(ctx)` if this must outlive it', loss } }],
      output: `${go}export async function f(ctx: Context) { await work(ctx); }`,
    },
    {
      name: 'todo() says so itself',
      code: `${go}export async function f(ctx: Context) { await work(todo()); }`,
      errors: [{ messageId: 'todo' }],
      output: `${go}export async function f(ctx: Context) { await work(ctx); }`,
    },
    {
      name: 'the parent of a derive',
      code: `${go}export async function f(ctx: Context) { const [child, cancel] = withTimeout(background(), 100); try { await work(child); } finally { cancel(); } }`,
      errors: [{ messageId: 'available' }],
      output: `${go}export async function f(ctx: Context) { const [child, cancel] = withTimeout(ctx, 100); try { await work(child); } finally { cancel(); } }`,
    },
    {
      name: 'a local',
      code: `${go}declare const request: { context(): Context };\nexport async function f() { const ctx = request.context(); await work(background()); }`,
      errors: [{ messageId: 'available' }],
      output: `${go}declare const request: { context(): Context };\nexport async function f() { const ctx = request.context(); await work(ctx); }`,
    },
    {
      name: 'a leading underscore makes no difference',
      code: `${go}export async function f(_ctx: Context) { await work(background()); }`,
      errors: [{ messageId: 'available' }],
      output: `${go}export async function f(_ctx: Context) { await work(_ctx); }`,
    },
    {
      name: 'the context of the function around',
      code: `${go}export function f(ctx: Context) { return async () => { await work(background()); }; }`,
      errors: [{ messageId: 'available' }],
      output: `${go}export function f(ctx: Context) { return async () => { await work(ctx); }; }`,
    },
    {
      name: 'a destructured parameter',
      code: `${go}export async function f({ ctx }: { ctx: Context }) { await work(background()); }`,
      errors: [{ messageId: 'available' }],
      output: `${go}export async function f({ ctx }: { ctx: Context }) { await work(ctx); }`,
    },
    {
      name: 'a carrier',
      code: `${go}export async function f(options: { readonly ctx: Context }) { await work(background()); }`,
      errors: [{ messageId: 'available' }],
      output: `${go}export async function f(options: { readonly ctx: Context }) { await work(options.ctx); }`,
    },
    {
      name: 'a field, last',
      code: `${go}export class Service { readonly #ctx: Context; constructor(ctx: Context) { this.#ctx = ctx; } async run() { await work(background()); } }`,
      errors: [{ messageId: 'available' }],
      output: `${go}export class Service { readonly #ctx: Context; constructor(ctx: Context) { this.#ctx = ctx; } async run() { await work(this.#ctx); } }`,
    },
    {
      name: 'two that are equally near: a person must decide',
      code: `${go}export async function f(one: Context, other: Context) { await work(background()); }`,
      errors: [
        {
          messageId: 'available',
          suggestions: [
            { messageId: 'useAvailable', data: { context: 'one' }, output: `${go}export async function f(one: Context, other: Context) { await work(one); }` },
            { messageId: 'useAvailable', data: { context: 'other' }, output: `${go}export async function f(one: Context, other: Context) { await work(other); }` },
          ],
        },
      ],
      output: null,
    },
    {
      name: 'a comment in the root is kept: no edit',
      code: `${go}export async function f(ctx: Context) { await work(background(/* why */)); }`,
      errors: [{ messageId: 'available' }],
      output: null,
    },
    {
      name: 'comments and trailing commas beside it stay',
      code: `${go}export async function f(ctx: Context) {\n  await work(\n    /* before */ background(), // after\n  );\n}`,
      errors: [{ messageId: 'available' }],
      output: `${go}export async function f(ctx: Context) {\n  await work(\n    /* before */ ctx, // after\n  );\n}`,
    },
    {
      name: 'a static method does not see the field',
      code: `${go}export class Service { constructor(readonly ctx: Context) {} static async run() { await work(background()); } }`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'addParameter', data: { parameter: 'ctx' }, output: `${go}export class Service { constructor(readonly ctx: Context) {} static async run(ctx: Context) { await work(ctx); } }` }] }],
    },
    {
      name: 'a sibling block is out of reach',
      code: `${go}declare const request: { context(): Context };\nexport async function f(on: boolean) { if (on) { const ctx = request.context(); await work(ctx); } else { await work(background()); } }`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'addParameter', data: { parameter: 'ctx2' }, output: `${go}declare const request: { context(): Context };\nexport async function f(ctx2: Context, on: boolean) { if (on) { const ctx = request.context(); await work(ctx); } else { await work(ctx2); } }` }] }],
    },
    {
      name: 'a shadowed name is out of reach',
      code: `${go}export async function f(ctx: Context) { await Promise.all(['a'].map(async (ctx) => { await work(background()); return ctx; })); }`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'markDetached', output: `${go}/** @detached */\nexport async function f(ctx: Context) { await Promise.all(['a'].map(async (ctx) => { await work(background()); return ctx; })); }` }] }],
    },
    {
      name: 'through a renamed import, a namespace and an alias',
      code: `import { background as root } from './context.js';\nimport * as context from './context.js';\nconst again = context.background;\ndeclare function work(ctx: context.Context): Promise<void>;\nexport async function f(ctx: context.Context) { await work(root()); await work(context.background()); await work(again()); }`,
      errors: [{ messageId: 'available' }, { messageId: 'available' }, { messageId: 'available' }],
      output: `import { background as root } from './context.js';\nimport * as context from './context.js';\nconst again = context.background;\ndeclare function work(ctx: context.Context): Promise<void>;\nexport async function f(ctx: context.Context) { await work(ctx); await work(ctx); await work(ctx); }`,
    },
  ],
});

ruleTester.run('no-background-context: defaults and fallbacks', rule, {
  valid: [],
  invalid: [
    {
      name: 'a default parameter value',
      code: `${go}export async function f(ctx: Context = background()) { await work(ctx); }`,
      errors: [{ messageId: 'default', data: { root: 'background()', parameter: 'ctx', loss }, suggestions: [{ messageId: 'require', data: { parameter: 'ctx' }, output: `${go}export async function f(ctx: Context) { await work(ctx); }` }] }],
    },
    {
      name: 'a fallback for an optional parameter',
      code: `${go}export async function f(ctx?: Context) { await work(ctx ?? background()); }`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'require', data: { parameter: 'ctx' }, output: `${go}export async function f(ctx: Context) { await work(ctx); }` }] }],
    },
    {
      name: 'a fallback where another context is there',
      code: `${go}export async function f(parent: Context, ctx?: Context) { await work(ctx ?? background()); }`,
      errors: [{ messageId: 'available' }],
      output: `${go}export async function f(parent: Context, ctx?: Context) { await work(ctx ?? parent); }`,
    },
    {
      name: 'in the branch without one',
      code: `${go}export async function f(ctx?: Context) { if (ctx === undefined) { await work(background()); } else { await work(ctx); } }`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'markDetached', output: `${go}/** @detached */\nexport async function f(ctx?: Context) { if (ctx === undefined) { await work(background()); } else { await work(ctx); } }` }] }],
    },
    {
      name: 'a local that held the root becomes the parameter',
      code: `${go}async function f(id: string) {\n  const ctx = todo();\n  await work(ctx);\n  return id;\n}\nexport { f };`,
      errors: [{ messageId: 'todo', suggestions: [{ messageId: 'addParameter', data: { parameter: 'ctx' }, output: `${go}async function f(ctx: Context, id: string) {\n  await work(ctx);\n  return id;\n}\nexport { f };` }] }],
    },
  ],
});

ruleTester.run('no-background-context: on purpose', rule, {
  valid: [
    { name: '@detached', code: `${go}/**\n * Keeps the cache warm.\n * @detached\n */\nexport async function warm() { await work(background()); }` },
    { name: '@detached on a constant', code: `${go}/** @detached */\nexport const warm = async () => { await work(background()); };` },
    { name: '@detached on a method', code: `${go}export class Cache {\n  /** @detached */\n  async warm() { await work(background()); }\n}` },
    { name: 'allowTodo', options: [{ allowTodo: true, checkCleanup: false }], code: `${go}export async function f() { await work(todo()); }` },
    { name: 'a comparison', code: `${go}export const isRoot = (ctx: Context) => ctx === background();` },
    { name: 'cleanup: finally', code: `${go}export async function f(ctx: Context) { try { await work(ctx); } finally { await work(background()); } }` },
    { name: 'cleanup: close()', code: `${go}export class Pool { async close() { await work(background()); } }` },
    { name: 'cleanup: the context is over', code: `${go}export async function f(ctx: Context) { if (ctx.err()) { await work(background()); return; } await work(ctx); }` },
    { name: 'cleanup: after cancel', code: `${go}export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); await work(ctx); cancel(); await work(ctx); }` },
    { name: 'the never idiom', code: `const never = new AbortController().signal;\nexport { never };` },
    { name: 'never on purpose', code: `export const load = (url: string) => fetch(url, { signal: AbortSignal.any([]) });` },
  ],
  invalid: [
    {
      name: 'background work keeps the values',
      code: `${go}export function f(ctx: Context) { void work(background()); return ctx; }`,
      errors: [{ messageId: 'background', suggestions: [{ messageId: 'detach', data: { context: 'withoutCancel(ctx)' }, output: `${go}export function f(ctx: Context) { void work(withoutCancel(ctx)); return ctx; }` }] }],
      output: null,
    },
    {
      name: 'background work in a timer',
      code: `import { background, type Context } from './context.js';\ndeclare function work(ctx: Context): Promise<void>;\nexport function f(ctx: Context) { setTimeout(async () => { await work(background()); }, 10); return ctx; }`,
      errors: [{ messageId: 'background', suggestions: [{ messageId: 'detach', data: { context: 'withoutCancel(ctx)' }, output: `import { background, type Context, withoutCancel } from './context.js';\ndeclare function work(ctx: Context): Promise<void>;\nexport function f(ctx: Context) { setTimeout(async () => { await work(withoutCancel(ctx)); }, 10); return ctx; }` }] }],
      output: null,
    },
    {
      name: 'checkCleanup: finally',
      options: [{ allowTodo: false, checkCleanup: true }],
      code: `${go}export async function f(ctx: Context) { try { await work(ctx); } finally { await work(background()); } }`,
      errors: [{ messageId: 'cleanup', suggestions: [{ messageId: 'detach', data: { context: 'withoutCancel(ctx)' }, output: `${go}export async function f(ctx: Context) { try { await work(ctx); } finally { await work(withoutCancel(ctx)); } }` }] }],
      output: null,
    },
    {
      name: 'checkCleanup: over',
      options: [{ allowTodo: false, checkCleanup: true }],
      code: `${go}export async function f(ctx: Context) { if (ctx.err()) { await work(background()); return; } await work(ctx); }`,
      errors: [{ messageId: 'cleanup', suggestions: [{ messageId: 'detach', data: { context: 'withoutCancel(ctx)' }, output: `${go}export async function f(ctx: Context) { if (ctx.err()) { await work(withoutCancel(ctx)); return; } await work(ctx); }` }] }],
      output: null,
    },
    {
      name: 'allowTodo leaves background() alone',
      options: [{ allowTodo: true, checkCleanup: false }],
      code: `${go}export async function f(ctx: Context) { await work(background()); }`,
      errors: [{ messageId: 'available' }],
      output: `${go}export async function f(ctx: Context) { await work(ctx); }`,
    },
    { name: 'a comment that only mentions it is no tag', code: `${go}// detached work\nexport const f = async () => { await work(background()); };`, errors: [{ messageId: 'missing', suggestions: [{ messageId: 'addParameter', data: { parameter: 'ctx' }, output: `${go}// detached work\nexport const f = async (ctx: Context) => { await work(ctx); };` }] }] },
  ],
});

ruleTester.run('no-background-context: saying that it is meant', rule, {
  valid: [],
  invalid: [
    {
      name: 'above a method that is not the author\'s to change',
      code: `${go}interface Job { run(): Promise<void> }\nexport class Warm implements Job {\n  run() {\n    return work(background());\n  }\n}`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'markDetached', output: `${go}interface Job { run(): Promise<void> }\nexport class Warm implements Job {\n  /** @detached */\n  run() {\n    return work(background());\n  }\n}` }] }],
    },
    {
      name: 'in a comment of one line',
      code: `${go}export class Warm {\n  /** Warms the cache. */\n  readonly done = work(background());\n}`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'markDetached', output: `${go}export class Warm {\n  /**\n   * Warms the cache.\n   * @detached\n   */\n  readonly done = work(background());\n}` }] }],
    },
    {
      name: 'in a comment of several lines',
      code: `${go}/**\n * For all.\n */\nexport const ctx = background();`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'markDetached', output: `${go}/**\n * For all.\n * @detached\n */\nexport const ctx = background();` }] }],
    },
  ],
});

ruleTester.run('no-background-context: the models', rule, {
  valid: [
    { name: 'CancellationToken.None for work that nobody waits for: there is nothing to keep', code: `import { CancellationToken } from 'vscode-jsonrpc';\ndeclare function ask(token: CancellationToken): Promise<void>;\nexport async function f(token: CancellationToken) { await ask(token); void ask(CancellationToken.None).catch(() => undefined); }` },
    { name: 'the class that it is of', code: `export function polyfill(target: { AbortSignal?: unknown }) { target.AbortSignal = new AbortController().signal.constructor; }` },
    { name: "ava's tests", code: `import test from 'ava';\ndeclare function ask(signal: AbortSignal): Promise<void>;\ntest('asks', async () => { await ask(new AbortController().signal); });`, unresolved: 'the runner is not installed here' },
    { name: 'a helper of tests, by what it imports', code: `import { expect } from 'vitest';\ndeclare function ask(signal: AbortSignal): Promise<void>;\nexport async function check() { await ask(new AbortController().signal); expect(1).toBe(1); }` },
    { name: 'CancellationToken.None without a token', code: `import { CancellationToken } from 'vscode-jsonrpc';\ndeclare function ask(token: CancellationToken): Promise<void>;\nexport const f = () => ask(CancellationToken.None);` },
    { name: 'CancellationToken.None as a default', code: `import { CancellationToken } from 'vscode-jsonrpc';\ndeclare function ask(token: CancellationToken): Promise<void>;\nexport const f = (token: CancellationToken = CancellationToken.None) => ask(token);` },
    { name: 'compared with CancellationToken.None', code: `import { CancellationToken } from 'vscode-jsonrpc';\nexport const isNone = (token: CancellationToken) => token === CancellationToken.None;` },
    { name: 'a root as base of a remote parent', code: `import { propagation, ROOT_CONTEXT } from '@opentelemetry/api';\nexport const parent = (headers: object) => propagation.extract(ROOT_CONTEXT, headers);` },
    { name: 'compared with ROOT_CONTEXT', code: `import { type Context, ROOT_CONTEXT } from '@opentelemetry/api';\nexport const isRoot = (ctx: Context) => ctx === ROOT_CONTEXT;` },
    { name: 'a life that its owner ends, in a variable that is there before', code: `${go}export class Pump { #stop?: () => void; start() { let ctx: Context; [ctx, this.#stop] = withCancel(background()); return work(ctx); } stop() { this.#stop?.(); } }` },
    { name: 'a choice, after a look at what there is', code: `import { type Context, ROOT_CONTEXT, trace } from '@opentelemetry/api';\ndeclare function extract(event: object): Context;\nexport function parentOf(event: object) { const found = extract(event); if (trace.getSpan(found)) { return found; } return ROOT_CONTEXT; }\nexport function shorter(event: object) { const found = extract(event); return trace.getSpan(found) ? found : ROOT_CONTEXT; }` },
    { name: 'a root that a comment speaks of', code: `import { ROOT_CONTEXT, type Tracer } from '@opentelemetry/api';\nexport function navigate(tracer: Tracer) {\n  // A navigation is a trace of its own: an independent root span.\n  tracer.startSpan('navigate', {}, ROOT_CONTEXT).end();\n}\nexport const run = (tracer: Tracer) => tracer.startSpan('run', {}, /* detached from whatever is open */ ROOT_CONTEXT);` },
    { name: 're-exported', code: `import { ROOT_CONTEXT } from '@opentelemetry/api';\nexport { ROOT_CONTEXT };` },
    { name: 'a context manager', code: `import { type Context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api';\nexport abstract class Manager implements ContextManager {\n  active(): Context { return ROOT_CONTEXT; }\n  abstract with: ContextManager['with'];\n  abstract bind: ContextManager['bind'];\n  abstract enable(): this;\n  abstract disable(): this;\n}` },
    { name: 'the ambient context is no root', code: `import { context } from '@opentelemetry/api';\nexport const current = () => context.active();` },
    { name: 'dxos: what is returned ends it', code: `import { Context } from '@dxos/context';\ndeclare function stream(start: (handle: { next(): void; ctx: Context }) => () => void): void;\ndeclare function on(ctx: Context, fn: () => void): void;\nexport function f() { stream(({ next }) => { const ctx = new Context(); on(ctx, next); return () => void ctx.dispose(); }); }` },
    { name: 'dxos: what ended begins anew', code: `import { Context } from '@dxos/context';\nexport class Pipeline { readonly state: { ctx: Context }; constructor(state: { ctx: Context }) { this.state = state; } async stop(ctx: Context) { await this.state.ctx.dispose(); this.state.ctx = new Context(); return ctx; } }` },
    { name: 'dxos: new Context with a parent', code: `import { Context } from '@dxos/context';\nexport const f = (parent: Context) => new Context({ parent });` },
    { name: 'azure', code: `import type { AbortSignalLike } from '@azure/abort-controller';\nexport const f = (abortSignal: AbortSignalLike) => abortSignal.aborted;` },
    { name: 'a controller in a variable is another rule’s', code: `export function f() { const controller = new AbortController(); return controller; }` },
  ],
  invalid: [
    { name: 'what is filled with it is nobody’s yet', code: `import { type Context, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';\ninterface State { ctx?: Context }\nexport function start(span: Span, states: Map<string, State>) { const state = states.get('id'); if (state) state.ctx = trace.setSpan(ROOT_CONTEXT, span); }`, errors: [{ messageId: 'missing', suggestions: [{ messageId: 'addParameter', data: { parameter: 'ctx' }, output: `import { type Context, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';\ninterface State { ctx?: Context }\nexport function start(span: Span, states: Map<string, State>, ctx: Context) { const state = states.get('id'); if (state) state.ctx = trace.setSpan(ctx, span); }` }, { messageId: 'useAmbient', output: `import { type Context, ROOT_CONTEXT, type Span, trace, context } from '@opentelemetry/api';\ninterface State { ctx?: Context }\nexport function start(span: Span, states: Map<string, State>) { const state = states.get('id'); if (state) state.ctx = trace.setSpan(context.active(), span); }` }] }] },
    { name: 'what was filled before', code: `import { type Context, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';\ninterface State { ctx?: Context }\nexport function start(span: Span, states: Map<string, State>) { const state = states.get('id'); if (state?.ctx) trace.setSpan(ROOT_CONTEXT, span); }`, errors: [{ messageId: 'available', suggestions: [{ messageId: 'useAvailable', output: `import { type Context, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';\ninterface State { ctx?: Context }\nexport function start(span: Span, states: Map<string, State>) { const state = states.get('id'); if (state?.ctx) trace.setSpan(state.ctx, span); }` }] }] },
    {
      name: 'a comment that speaks of something else, or is not in the function',
      code: `import { type Context, ROOT_CONTEXT, type Tracer } from '@opentelemetry/api';\n// A root span.\nexport function navigate(tracer: Tracer, ctx: Context) {\n  // Below the document's root element.\n  tracer.startSpan('navigate', {}, ROOT_CONTEXT).end();\n}`,
      output: `import { type Context, ROOT_CONTEXT, type Tracer } from '@opentelemetry/api';\n// A root span.\nexport function navigate(tracer: Tracer, ctx: Context) {\n  // Below the document's root element.\n  tracer.startSpan('navigate', {}, ctx).end();\n}`,
      errors: [{ messageId: 'available' }],
    },
    {
      name: 'a fallback for a part of an argument, whatever a function around has',
      code: `${go}export const make = (defaults: { ctx: Context }) => async (options: { call: { ctx?: Context } }) => { await work(options.call.ctx ?? background()); return defaults; };`,
      errors: [{ messageId: 'default', data: { root: 'background()', parameter: 'options.call.ctx', loss }, suggestions: [{ messageId: 'markDetached', output: `${go}/** @detached */\nexport const make = (defaults: { ctx: Context }) => async (options: { call: { ctx?: Context } }) => { await work(options.call.ctx ?? background()); return defaults; };` }] }],
    },
    {
      name: 'a fallback for what is no own argument',
      code: `${go}export const make = (defaults: { ctx: Context }, options: { ctx?: Context }) => async () => { await work(options.ctx ?? background()); return defaults; };`,
      output: `${go}export const make = (defaults: { ctx: Context }, options: { ctx?: Context }) => async () => { await work(options.ctx ?? defaults.ctx); return defaults; };`,
      errors: [{ messageId: 'available' }],
    },
    {
      name: 'a default for a part of an argument, whatever a function around has',
      code: `${go}export const make = (defaults: { ctx: Context }) => async (options: { ctx?: Context }) => { const { ctx = background() } = options; await work(ctx); return defaults; };`,
      errors: [{ messageId: 'default', data: { root: 'background()', parameter: 'ctx', loss }, suggestions: [{ messageId: 'markDetached', output: `${go}/** @detached */\nexport const make = (defaults: { ctx: Context }) => async (options: { ctx?: Context }) => { const { ctx = background() } = options; await work(ctx); return defaults; };` }] }],
    },
    {
      name: 'abort-signal: a signal that nobody can abort',
      code: `export const load = (url: string, signal: AbortSignal) => fetch(url, { signal: new AbortController().signal });`,
      errors: [{ messageId: 'available' }],
      output: `export const load = (url: string, signal: AbortSignal) => fetch(url, { signal });`,
    },
    { name: 'abort-signal: another member of it', code: `export const state = () => new AbortController().signal.onabort;`, errors: [{ messageId: 'missing', suggestions: [{ messageId: 'addParameter', data: { parameter: 'signal' }, output: `export const state = (signal: AbortSignal) => signal.onabort;` }] }] },
    { name: 'abort-signal: as a fallback', code: `export const load = (url: string, signal?: AbortSignal) => fetch(url, { signal: signal ?? new AbortController().signal });`, errors: [{ messageId: 'missing', suggestions: [{ messageId: 'require', data: { parameter: 'signal' }, output: `export const load = (url: string, signal: AbortSignal) => fetch(url, { signal });` }] }] },
    {
      name: 'abort-signal: of a carrier',
      code: `export const load = (url: string, request: Request) => fetch(url, { signal: new AbortController().signal });`,
      errors: [{ messageId: 'available' }],
      output: `export const load = (url: string, request: Request) => fetch(url, { signal: request.signal });`,
    },
    {
      name: 'cancellation-token',
      code: `import { CancellationToken } from 'vscode-jsonrpc';\ndeclare function ask(token: CancellationToken): Promise<void>;\nexport const f = (token: CancellationToken) => ask(CancellationToken.None);`,
      errors: [{ messageId: 'available' }],
      output: `import { CancellationToken } from 'vscode-jsonrpc';\ndeclare function ask(token: CancellationToken): Promise<void>;\nexport const f = (token: CancellationToken) => ask(token);`,
    },
    {
      name: 'opentelemetry: the choice of another function',
      code: `import { type Context, ROOT_CONTEXT } from '@opentelemetry/api';\ndeclare function extract(event: object): Context;\ndeclare function run(ctx: Context): void;\nexport function f(event: object) { const found = extract(event); const pick = () => found; run(ROOT_CONTEXT); return pick(); }`,
      output: `import { type Context, ROOT_CONTEXT } from '@opentelemetry/api';\ndeclare function extract(event: object): Context;\ndeclare function run(ctx: Context): void;\nexport function f(event: object) { const found = extract(event); const pick = () => found; run(found); return pick(); }`,
      errors: [{ messageId: 'available', data: { root: 'ROOT_CONTEXT', context: 'found', loss: 'the values of the caller (its trace, its user) do not reach this work', orDetach: ', or say `@detached` in the JSDoc of this function if it is meant' } }],
    },
    {
      name: 'opentelemetry: a context is there',
      code: `import { type Context, ROOT_CONTEXT, type Tracer } from '@opentelemetry/api';\nexport const f = (tracer: Tracer, ctx: Context) => tracer.startSpan('work', {}, ROOT_CONTEXT);`,
      errors: [{ messageId: 'available' }],
      output: `import { type Context, ROOT_CONTEXT, type Tracer } from '@opentelemetry/api';\nexport const f = (tracer: Tracer, ctx: Context) => tracer.startSpan('work', {}, ctx);`,
    },
    {
      name: 'opentelemetry: the ambient context',
      code: `import { ROOT_CONTEXT, type Tracer } from '@opentelemetry/api';\nexport function f(tracer: Tracer) { return tracer.startSpan('work', {}, ROOT_CONTEXT); }`,
      errors: [
        {
          messageId: 'missing',
          suggestions: [
            { messageId: 'addParameter', data: { parameter: 'ctx' }, output: `import { ROOT_CONTEXT, type Tracer, type Context } from '@opentelemetry/api';\nexport function f(tracer: Tracer, ctx: Context) { return tracer.startSpan('work', {}, ctx); }` },
            { messageId: 'useAmbient', data: { context: 'context.active()' }, output: `import { ROOT_CONTEXT, type Tracer, context } from '@opentelemetry/api';\nexport function f(tracer: Tracer) { return tracer.startSpan('work', {}, context.active()); }` },
          ],
        },
      ],
    },
    {
      name: 'opentelemetry: the receiver of a derive',
      code: `import { type Context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';\nconst KEY = createContextKey('key');\nexport const f = (ctx: Context) => [ctx, ROOT_CONTEXT.setValue(KEY, 1)];`,
      errors: [{ messageId: 'available' }],
      output: `import { type Context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';\nconst KEY = createContextKey('key');\nexport const f = (ctx: Context) => [ctx, ctx.setValue(KEY, 1)];`,
    },
    {
      name: 'borderless: a constant',
      code: `import { background, type Context } from '@borderless/context';\ndeclare function work(ctx: Context<{}>): Promise<void>;\nexport const f = (ctx: Context<{ user: string }>) => work(background);`,
      errors: [{ messageId: 'available' }],
      output: `import { background, type Context } from '@borderless/context';\ndeclare function work(ctx: Context<{}>): Promise<void>;\nexport const f = (ctx: Context<{ user: string }>) => work(ctx);`,
    },
    {
      name: 'loke: constants',
      code: `import { background, type Context, TODO } from '@loke/context';\ndeclare function work(ctx: Context): Promise<void>;\nexport const f = async (ctx: Context) => { await work(background); await work(TODO); };`,
      errors: [{ messageId: 'available' }, { messageId: 'todo' }],
      output: `import { background, type Context, TODO } from '@loke/context';\ndeclare function work(ctx: Context): Promise<void>;\nexport const f = async (ctx: Context) => { await work(ctx); await work(ctx); };`,
    },
    {
      name: 'dxos: Context.default() and new Context()',
      code: `import { Context } from '@dxos/context';\ndeclare function work(ctx: Context): Promise<void>;\nexport const f = async (ctx: Context) => { await work(Context.default()); await work(new Context()); await work(new Context({ name: 'job' })); };`,
      errors: [{ messageId: 'available' }, { messageId: 'available' }, { messageId: 'available' }],
      output: `import { Context } from '@dxos/context';\ndeclare function work(ctx: Context): Promise<void>;\nexport const f = async (ctx: Context) => { await work(ctx); await work(ctx); await work(ctx); };`,
    },
    {
      name: 'go: in JavaScript there is no type to spell',
      filename: 'script.js',
      code: `import { background } from './context.js';\n/** @param {import('./context.js').Context} ctx */\nasync function work(ctx) { return ctx; }\nexport async function f() { await work(background()); }`,
      errors: [{ messageId: 'missing', suggestions: [{ messageId: 'addParameter', data: { parameter: 'ctx' }, output: `import { background } from './context.js';\n/** @param {import('./context.js').Context} ctx */\nasync function work(ctx) { return ctx; }\nexport async function f(ctx) { await work(ctx); }` }] }],
      untypedEdits: 'a parameter without JSDoc is an implicit any',
    },
    {
      name: 'go: JSDoc types',
      filename: 'script.js',
      code: `import { background } from './context.js';\n/** @param {import('./context.js').Context} ctx */\nexport async function work(ctx) { return [ctx, background()]; }`,
      errors: [{ messageId: 'available' }],
      output: `import { background } from './context.js';\n/** @param {import('./context.js').Context} ctx */\nexport async function work(ctx) { return [ctx, ctx]; }`,
    },
  ],
});

ruleTester.run('no-background-context: offered and not taken', rule, {
  valid: [],
  invalid: [
    {
      name: 'queryFn leaves its signal out',
      code: `import { QueryClient } from '@tanstack/query-core';\nexport const load = (client: QueryClient) => client.fetchQuery({ queryKey: ['a'], queryFn: () => fetch('/a', { signal: new AbortController().signal }) });`,
      errors: [{ messageId: 'notTaken', suggestions: [{ messageId: 'take', data: { context: 'signal' }, output: `import { QueryClient } from '@tanstack/query-core';\nexport const load = (client: QueryClient) => client.fetchQuery({ queryKey: ['a'], queryFn: ({ signal }) => fetch('/a', { signal }) });` }] }],
      output: null,
    },
    {
      name: 'queryFn takes something else',
      code: `import { QueryClient } from '@tanstack/query-core';\nexport const load = (client: QueryClient) => client.fetchQuery({ queryKey: ['a'], queryFn: ({ queryKey }) => fetch(String(queryKey), { signal: new AbortController().signal }) });`,
      errors: [{ messageId: 'notTaken', suggestions: [{ messageId: 'take', data: { context: 'signal' }, output: `import { QueryClient } from '@tanstack/query-core';\nexport const load = (client: QueryClient) => client.fetchQuery({ queryKey: ['a'], queryFn: ({ queryKey, signal }) => fetch(String(queryKey), { signal }) });` }] }],
      output: null,
    },
    {
      name: 'a hono handler leaves its c out',
      code: `import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/', async () => fetch('https://example.org', { signal: new AbortController().signal }));\nexport default app;`,
      errors: [{ messageId: 'notTaken', suggestions: [{ messageId: 'take', data: { context: 'c.req.raw.signal' }, output: `import { Hono } from 'hono';\nconst app = new Hono();\napp.get('/', async (c) => fetch('https://example.org', { signal: c.req.raw.signal }));\nexport default app;` }] }],
      output: null,
    },
  ],
});

ruleTester.run('no-background-context: merged', rule, {
  valid: [{ name: 'with what ends', code: `export const f = (limit: AbortSignal, signal?: AbortSignal) => AbortSignal.any([signal ?? new AbortController().signal, limit]);` }],
  invalid: [
    { name: 'with nothing', code: `export const f = (options: { signal?: AbortSignal }) => AbortSignal.any([options.signal ?? new AbortController().signal]);`, errors: [{ messageId: 'default', suggestions: [{ messageId: 'markDetached', output: `/** @detached */\nexport const f = (options: { signal?: AbortSignal }) => AbortSignal.any([options.signal ?? new AbortController().signal]);` }] }] },
  ],
});

nodeRuleTester.run('no-background-context: without the DOM library', rule, {
  valid: [{ name: 'the never idiom', code: `export const never = new AbortController().signal;` }],
  invalid: [
    { name: 'types of a test runner make no test', code: `import type { Mock } from 'vitest';\nexport type Spy = Mock;\ndeclare function ask(signal: AbortSignal): Promise<void>;\nexport async function check() { await ask(new AbortController().signal); }`, errors: [{ messageId: 'missing', suggestions: [{ messageId: 'addParameter', output: `import type { Mock } from 'vitest';\nexport type Spy = Mock;\ndeclare function ask(signal: AbortSignal): Promise<void>;\nexport async function check(signal: AbortSignal) { await ask(signal); }` }] }] },
    {
      name: 'a signal that nobody can abort',
      code: `import { setTimeout as sleep } from 'node:timers/promises';\nexport const f = (signal: AbortSignal) => sleep(1, undefined, { signal: new AbortController().signal });`,
      errors: [{ messageId: 'available' }],
      output: `import { setTimeout as sleep } from 'node:timers/promises';\nexport const f = (signal: AbortSignal) => sleep(1, undefined, { signal });`,
    },
  ],
});
