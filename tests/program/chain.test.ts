import { describe, expect, it } from 'vitest';

import { lintFiles, programOf, type Said } from './lint-files.js';

const rule = 'no-broken-context-chain';
const use = `import { background, type Context, todo } from './context.js';\n`;
const db = `${use}declare const db: { query(ctx: Context, sql: string): Promise<string> };\n`;

const said = (files: Record<string, string>, file: string, settings: Parameters<typeof lintFiles>[2] = {}): Said[] | undefined => lintFiles(files, rule, settings).get(file);

/** `f0 → f1 → … → f<length - 1>`, each in a file of its own; the last makes a root. */
function chainOfFiles(length: number): Record<string, string> {
  const files: Record<string, string> = { 'handler.ts': `${use}import { f0 } from './f0.js';\nexport async function handle(ctx: Context) {\n  ctx.err();\n  return f0();\n}\n` };
  for (let index = 0; index < length; index++) {
    const isLast = index === length - 1;
    files[`f${index}.ts`] = isLast ? `${db}export async function f${index}() {\n  return db.query(todo(), 'x');\n}\n` : `import { f${index + 1} } from './f${index + 1}.js';\nexport async function f${index}(): Promise<string> {\n  return f${index + 1}();\n}\n`;
  }
  return files;
}

/** The same in one file. */
function chainOfFunctions(length: number): Record<string, string> {
  const functions = Array.from({ length }, (_, index) => (index === length - 1 ? `async function f${index}() { return db.query(todo(), 'x'); }` : `async function f${index}(): Promise<string> { return f${index + 1}(); }`));
  return { 'file.ts': `${db}${functions.join('\n')}\nexport async function handle(ctx: Context) { ctx.err(); return f0(); }\n` };
}

describe('a chain through files', () => {
  it('is named, with the place of the break from the nearest package.json', () => {
    const files = {
      'src/handler.ts': `import type { Context } from '../context.js';\nimport { renderAll } from './reports.js';\nimport { Reports } from './reports.js';\nexport async function handle(ctx: Context) {\n  ctx.err();\n  return renderAll(new Reports());\n}\n`,
      'src/reports.ts': `import { businessLogic } from './logic.js';\nexport class Reports {\n  async render() {\n    return businessLogic();\n  }\n}\nexport const renderAll = async (reports: Reports) => reports.render();\n`,
      'src/logic.ts': `import { type Context, todo } from '../context.js';\ndeclare function query(ctx: Context): Promise<string>;\nexport async function businessLogic() {\n  return query(todo());\n}\n`,
    };
    expect(said(files, 'src/handler.ts')).toEqual([
      {
        at: 'renderAll',
        message: '`renderAll` needs a context: renderAll → Reports.render → businessLogic makes its own with `todo()` (src/logic.ts:4). Hand `ctx` down to there, or say `@detached` in the JSDoc of a function on the way if it is meant.',
      },
    ]);
    expect(said(files, 'src/reports.ts')).toEqual([]);
    expect(said(files, 'src/logic.ts')).toEqual([]);
  });

  it('a call without one is named too', () => {
    const files = {
      'handler.ts': `import { load } from './load.js';\nexport async function handle(signal: AbortSignal) {\n  signal.throwIfAborted();\n  return load('x');\n}\n`,
      'load.ts': `export async function load(url: string) {\n  const response = await fetch(url);\n  return response.text();\n}\n`,
    };
    expect(said(files, 'handler.ts')?.[0]?.message).toContain('`load` needs a context: load calls `fetch` without one (load.ts:2)');
  });

  it('ends at what a package declares with options that another of its files declares', () => {
    const files = {
      'handler.ts': `import type { Context } from './context.js';\nimport { load } from './load.js';\nexport async function handle(ctx: Context) {\n  ctx.err();\n  return load();\n}\n`,
      'load.ts': `import type { Service } from './service.js';\ndeclare const service: Service;\nexport async function load() {\n  return service.authenticate('x');\n}\n`,
      'service.d.ts': `import type { RequestOptions as Options } from './options.js';\nexport interface Service { authenticate: (code: string, options?: Options) => Promise<string> }\n`,
      'options.d.ts': `import type { Context } from './context.js';\nexport type RequestOptions = { timeout?: number; ctx?: Context };\n`,
    };
    expect(said(files, 'handler.ts')?.[0]?.message).toContain('`load` needs a context: load calls `service.authenticate` without one (load.ts:4)');
    expect(lintFiles(files, 'require-context-param').get('load.ts')).toEqual([{ at: 'authenticate', message: expect.stringContaining('takes a context') as string }]);
  });

  it.each([1, 2, 50])('through %i files', (length) => {
    expect(said(chainOfFiles(length), 'handler.ts')).toEqual([{ at: 'f0', message: expect.stringContaining(`f${length - 1} makes its own with \`todo()\` (f${length - 1}.ts:4)`) as string }]);
  });

  it('64 functions deep, and silent past the bound', () => {
    expect(said(chainOfFunctions(64), 'file.ts')).toEqual([{ at: 'f0', message: expect.stringMatching(/: f0 → f1 → .* → f63 makes its own/) as string }]);
    expect(said(chainOfFunctions(101), 'file.ts')).toEqual([]);
    expect(said(chainOfFunctions(3000), 'file.ts')).toEqual([]); // and no stack overflows
  });

  it.each<[string, string, string]>([
    ['a re-export', `export { load as get } from './load.js';`, `import { get } from './barrel.js';\nconst run = get;`],
    ['a barrel', `export * from './load.js';`, `import { load } from './barrel.js';\nconst run = load;`],
    ['a namespace', `export * as store from './load.js';`, `import { store } from './barrel.js';\nconst run = store.load;`],
    ['a default export', `import { load } from './load.js';\nexport default load;`, `import run from './barrel.js';`],
    ['a default object', `import { load } from './load.js';\nexport default { load };`, `import api from './barrel.js';\nconst run = api.load;`],
    ['a default arrow', `import { load } from './load.js';\nexport default () => load();`, `import run from './barrel.js';`],
    ['a default function', `import { load } from './load.js';\nexport default async function () { return load(); }`, `import run from './barrel.js';`],
    ['a default under another name', `import { load } from './load.js';\nexport { load as default };`, `import { default as run } from './barrel.js';`],
  ])('through %s', (_, barrel, imports) => {
    const files = {
      'handler.ts': `${use}${imports}\nexport async function handle(ctx: Context) {\n  ctx.err();\n  return run();\n}\n`,
      'barrel.ts': barrel,
      'load.ts': `${db}export async function load() {\n  return db.query(todo(), 'x');\n}\n`,
    };
    expect(said(files, 'handler.ts')).toEqual([{ at: 'run', message: expect.stringContaining('load makes its own with `todo()` (load.ts:4)') as string }]);
  });

  it('through defaults that are handed on', () => {
    const files = {
      'handler.ts': `${use}import { fetchAll as run } from './src/all.js';\nexport async function handle(ctx: Context) {\n  ctx.err();\n  return run();\n}\n`,
      'src/all.ts': `export { default as fetchAll } from './on.js';\n`,
      'src/on.ts': `export { default } from '../load.js';\n`,
      'load.ts': `${db}export default async function () {\n  return db.query(todo(), 'x');\n}\n`,
    };
    expect(said(files, 'handler.ts')).toEqual([{ at: 'run', message: expect.stringContaining('makes its own with `todo()` (load.ts:4)') as string }]);
  });

  it('an implementation in a test does not count, nor what is in a test', () => {
    const files = {
      'handler.ts': `${use}import type { Repo } from './repo.js';\nexport async function handle(ctx: Context, repo: Repo) {\n  ctx.err();\n  return repo.load();\n}\n`,
      'repo.ts': `export interface Repo { load(): Promise<string> }\n`,
      'pg.ts': `${db}import type { Repo } from './repo.js';\nexport class PgRepo implements Repo {\n  async load() { return db.query(todo(), 'x'); }\n}\n`,
      'tests/fake.ts': `import type { Repo } from '../repo.js';\nexport class FakeRepo implements Repo {\n  async load() { return ''; }\n}\n`,
    };
    expect(said(files, 'handler.ts')).toHaveLength(1);
    const { 'pg.ts': pg, ...rest } = files;
    expect(said({ ...rest, 'tests/pg.ts': pg.replace("'./context.js'", "'../context.js'").replace("'./repo.js'", "'../repo.js'") }, 'handler.ts')).toEqual([]);
  });

  it('what an entry function or the implementation of the contexts does is meant', () => {
    const files = {
      'handler.ts': `${use}import { run } from './own.js';\nexport async function handle(ctx: Context) {\n  ctx.err();\n  return run();\n}\n`,
      'own.ts': `${db}export async function main() { return db.query(background(), 'x'); }\nexport const run = async () => main();\n`,
    };
    expect(said(files, 'handler.ts')).toEqual([]);
  });
});

describe('rings', () => {
  const ring = (size: number, end: string): string => Array.from({ length: size }, (_, index) => `export async function r${index}(n: number): Promise<string> { ${index === size - 1 ? end : ''} return r${(index + 1) % size}(n - 1); }`).join('\n');
  const files = {
    'a.ts': `${use}import { r0, r1 } from './ring.js';\nexport async function one(ctx: Context) { ctx.err(); return r0(1); }\nexport async function two(ctx: Context) { ctx.err(); return r1(1); }\n`,
    'b.ts': `${use}import { r2 } from './ring.js';\nexport async function three(ctx: Context) { ctx.err(); return r2(1); }\n`,
    'ring.ts': `${db}${ring(12, `if (n < 0) return db.query(todo(), 'x');`)}\n`,
  };

  it('say the same whoever is linted first', () => {
    const program = programOf(files);
    const together = lintFiles(files, rule, { program });
    for (const order of [['b.ts', 'a.ts', 'ring.ts'], ['ring.ts', 'b.ts', 'a.ts'], ['a.ts', 'ring.ts', 'b.ts']]) {
      expect(new Map([...lintFiles(files, rule, { order })].sort())).toEqual(new Map([...together].sort()));
    }
    expect(together.get('a.ts')).toHaveLength(2);
    expect(together.get('b.ts')?.[0]?.message).toContain('r2 → r3 → r4 → r5 → r6 → r7 → r8 → r9 → r10 → r11 makes its own');
  });

  it('that break nothing are silent', () => {
    expect(said({ ...files, 'ring.ts': `${db}${ring(12, '')}\n` }, 'a.ts')).toEqual([]);
  });
});

it('the answers of one program are not those of the next', () => {
  const files = chainOfFiles(2);
  expect(said(files, 'handler.ts')).toHaveLength(1);
  expect(said({ ...files, 'f1.ts': `export async function f1() { return ''; }` }, 'handler.ts')).toEqual([]);
  expect(said(files, 'handler.ts')).toHaveLength(1);
});

describe('cost', () => {
  /** How often the checker is asked while these files are linted. */
  function questions(files: Record<string, string>): { readonly asked: number; readonly reports: number } {
    const program = programOf(files);
    const checker = program.getTypeChecker() as unknown as Record<string, unknown>;
    let asked = 0;
    for (const [name, member] of Object.entries(checker)) {
      if (typeof member !== 'function') continue;
      checker[name] = (...args: unknown[]): unknown => {
        asked++;
        return member.apply(checker, args) as unknown;
      };
    }
    const reports = [...lintFiles(files, rule, { program }).values()].flat().length;
    return { asked, reports };
  }

  const numbers = (count: number): number[] => [...Array(count).keys()];
  const shapes: Record<string, (size: number) => string> = {
    deep: (size) => `${numbers(size).map((n) => `async function f${n}(): Promise<string> { return f${n + 1}(); }`).join('\n')}\nasync function f${size}() { return db.query(todo(), 'x'); }\n${numbers(size).map((n) => `export async function h${n}(ctx: Context) { ctx.err(); return f${n}(); }`).join('\n')}`,
    wide: (size) => `${numbers(size).map((n) => `async function f${n}() { return ${n === size - 1 ? `db.query(todo(), 'x')` : `g${n}()`}; }\nasync function g${n}() { return ''; }`).join('\n')}\nasync function all() { ${numbers(size).map((n) => `await f${n}();`).join(' ')} }\nexport async function handle(ctx: Context) { ctx.err(); return all(); }`,
    cyclic: (size) => `${numbers(size).map((n) => `async function f${n}(x: number): Promise<string> { ${n === 0 ? `if (x === 0) return db.query(todo(), 'x');` : ''} await f${(n * 7 + 1) % size}(x); return f${(n + 1) % size}(x); }`).join('\n')}\n${numbers(size).map((n) => `export async function h${n}(ctx: Context) { ctx.err(); return f${n}(1); }`).join('\n')}`,
  };

  it.each(Object.keys(shapes))('grows with the program: %s', (shape) => {
    const [small, large] = [80, 320].map((size) => questions({ 'file.ts': `${db}${shapes[shape]!(size)}\n` })) as [ReturnType<typeof questions>, ReturnType<typeof questions>];
    expect(large.reports).toBeGreaterThanOrEqual(1);
    expect(large.asked / small.asked).toBeLessThan(4.4);
  });

  it('a program in which nothing breaks asks nothing', () => {
    const { asked, reports } = questions({ 'file.ts': `import type { Context } from './context.js';\nfunction load() { return 1; }\nexport function handle(ctx: Context) { ctx.err(); return load(); }\n` });
    expect(reports).toBe(0);
    expect(asked).toBeLessThan(20); // the models that are there
  });
});
