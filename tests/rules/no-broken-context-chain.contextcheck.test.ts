/** What Go's contextcheck reports of a callee, said in TypeScript, and what it leaves alone. */
import rule from '../../src/rules/no-broken-context-chain.js';
import { ruleTester } from '../rule-tester.js';

const go = `import { background, type Context, createKey, todo, withCancel, withValue } from './context.js';
declare function funcWithCtx(ctx: Context): void;
declare const cond: boolean;
const key = createKey<string>('k');
function funcWithoutCtx() { funcWithCtx(todo()); }
export const used = [funcWithoutCtx, key];
`;

/** One report for each line with `// here`. */
const broken = (name: string, text: string) => {
  const code = go + text;
  const errors = code.split('\n').flatMap((each, index) => (each.includes('// here') ? [{ messageId: 'broken' as const, line: index + 1, suggestions: [] }] : []));
  return { name, code, errors };
};

ruleTester.run('no-broken-context-chain: contextcheck', rule, {
  valid: [
    { name: 'the context is passed on', code: `${go}export function f(ctx: Context) { funcWithCtx(ctx); }` },
    { name: 'a child is passed on', code: `${go}export function f(ctx: Context) { const child = withValue(ctx, key, 'x'); funcWithCtx(child); const [own, cancel] = withCancel(child); funcWithCtx(own); cancel(); }` },
    { name: 'a function in place that takes it', code: `${go}export function f(ctx: Context) { ((c: Context) => { funcWithCtx(c); })(ctx); }` },
    { name: 'a helper that gives a child', code: `${go}function child(ctx: Context) { return withValue(ctx, key, 'x'); }\nexport function f(ctx: Context) { const c = child(ctx); funcWithCtx(c); }` },
    { name: 'no context, no report', code: `${go}export function f() { funcWithoutCtx(); }` },
    { name: 'a function value', code: `${go}export function f(ctx: Context, run: () => void) { funcWithCtx(ctx); run(); }` },
    { name: 'a callee that is marked', code: `${go}/** @detached */\nfunction marked() { funcWithCtx(background()); }\nexport function f(ctx: Context) { funcWithCtx(ctx); marked(); }` },
    { name: 'a marked function in between', code: `${go}/** @detached */\nfunction marked() { funcWithoutCtx(); }\nfunction between() { marked(); }\nexport function f(ctx: Context) { funcWithCtx(ctx); between(); }` },
    { name: 'a function that calls itself', code: `${go}function walk(n: number): void { if (n > 0) walk(n - 1); }\nexport function f(ctx: Context) { funcWithCtx(ctx); walk(3); }` },
    { name: 'a work of its own', code: `${go}async function flush() { funcWithoutCtx(); }\nexport async function f(ctx: Context) { funcWithCtx(ctx); void flush(); }` },
  ],
  invalid: [
    broken('a callee without one', `export function f(ctx: Context) {\n  funcWithCtx(ctx);\n  funcWithoutCtx(); // here\n}`),
    broken('in a function in place', `export function f(ctx: Context) {\n  funcWithCtx(ctx);\n  (() => {\n    funcWithoutCtx(); // here\n  })();\n}`),
    broken('in a function in place that takes one', `export function f(ctx: Context) {\n  ((c: Context) => {\n    funcWithCtx(c);\n    funcWithoutCtx(); // here\n  })(ctx);\n}`),
    broken('a function in place gets a root', `function inner() { ((c: Context) => { funcWithCtx(c); })(todo()); }\nexport const all = [inner];\nexport function f(ctx: Context) {\n  funcWithCtx(ctx);\n  inner(); // here\n}`),
    broken('a child of a root', `function inner() { const ctx = withValue(background(), key, 'x'); funcWithCtx(ctx); }\nexport const all = [inner];\nexport function f(ctx: Context) {\n  funcWithCtx(ctx);\n  inner(); // here\n}`),
    broken('on one path only', `function inner() { if (cond) funcWithCtx(todo()); }\nexport const all = [inner];\nexport function f(ctx: Context) {\n  funcWithCtx(ctx);\n  if (cond) inner(); // here\n}`),
    broken('a chain of three, each call reported where a context is', `function one() { two(); }\nfunction two() { three(); }\nfunction three() { funcWithCtx(todo()); }\nexport const all = [one, two];\nexport function f(ctx: Context) {\n  funcWithCtx(ctx);\n  one(); // here\n  two(); // here\n}`),
    broken('a method of a value', `const ints = { call() { funcWithCtx(todo()); } };\nexport const all = [ints];\nclass Mine implements Iface { private n = 0; call() { this.n++; funcWithCtx(todo()); } }\ninterface Iface { call(): void }\nexport function f(ctx: Context, mine: Mine, iface: Iface) {\n  funcWithCtx(ctx);\n  mine.call(); // here\n  iface.call(); // here\n}`),
    broken('a function in a local constant', `export function f(ctx: Context) {\n  const child = withValue(ctx, key, 'x');\n  funcWithCtx(child);\n  const run = funcWithoutCtx;\n  run(); // here\n}`),
    broken('a handler that has the context of its request', `interface Req { context(): Context }\nexport function handle(req: Req) {\n  const ctx = req.context();\n  funcWithCtx(ctx);\n  funcWithoutCtx(); // here\n}`),
    broken('a handler of which only the request has one', `interface Req { context(): Context }\nexport function handle(req: Req) {\n  funcWithCtx(req.context());\n  funcWithoutCtx(); // here\n}`),
    broken('after an assignment', `export function f(ctx: Context) {\n  let c = ctx;\n  c = withValue(c, key, 'x');\n  funcWithCtx(c);\n  funcWithoutCtx(); // here\n}`),
    broken('two that call each other', `function ping(n: number): void { if (n > 0) pong(n - 1); }\nfunction pong(n: number): void { funcWithCtx(todo()); ping(n); }\nexport const all = [ping, pong];\nexport function f(ctx: Context) {\n  funcWithCtx(ctx);\n  ping(1); // here\n}`),
    broken('in each branch', `export function f(ctx: Context) {\n  funcWithCtx(ctx);\n  if (cond) funcWithoutCtx(); // here\n  else funcWithoutCtx(); // here\n}`),
    broken('in a loop', `export function f(ctx: Context, ids: string[]) {\n  funcWithCtx(ctx);\n  for (const id of ids) if (id) funcWithoutCtx(); // here\n  ids.forEach(() => funcWithoutCtx()); // here\n}`),
  ],
});
