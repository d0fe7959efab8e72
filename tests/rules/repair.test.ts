/**
 * Working through the squiggles from the top mends a broken chain link by link: each step leaves code that type-checks,
 * or has a squiggle of ours where it does not.
 */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';

import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { expect, it } from 'vitest';

import plugin from '../../src/index.js';
import { Project } from '../project.js';

const root = path.join(import.meta.dirname, '../fixtures');
const file = path.join(root, 'file.ts');
const names = ['no-background-context', 'no-broken-context-chain', 'no-dropped-context', 'require-context-param'];

interface Step {
  readonly rule: string;
  readonly at: string;
}

function lint(code: string): { readonly messages: Linter.LintMessage[]; readonly errors: number[] } {
  const project = new Project(root, new Map([[file, code]]));
  const messages = new Linter({ cwd: root }).verify(
    code,
    [
      {
        files: ['**/*.ts'],
        languageOptions: { parser, parserOptions: { programs: [project.program] } },
        plugins: { ctx: plugin },
        rules: Object.fromEntries(names.map((name) => [`ctx/${name}`, 'error'])),
      },
    ],
    file,
  );
  return { messages, errors: project.errors(file).map((text) => Number.parseInt(text)) };
}

/**
 * Takes the first fix or suggestion, until nothing is reported.
 * @param prefer the rule whose reports come first; else from the top of the file
 */
function repair(start: string, prefer?: string): { readonly code: string; readonly steps: readonly Step[] } {
  const steps: Step[] = [];
  let code = start;
  while (steps.length < 30) {
    const { errors, messages } = lint(code);
    const lines = new Set(messages.map(({ line }) => line));
    expect(errors.filter((line) => !lines.has(line)), `type errors without a squiggle in\n${code}`).toEqual([]);
    const first = messages.find(({ ruleId }) => ruleId === `ctx/${prefer}`) ?? messages[0];
    if (first === undefined) return { code, steps };
    const edit = first.fix ?? first.suggestions?.[0]?.fix;
    if (edit === undefined) throw new Error(`nothing mends line ${first.line}, ${first.message}, in\n${code}`);
    const at = code.split('\n')[first.line - 1]!.slice(first.column - 1, first.endColumn! - 1);
    steps.push({ rule: first.ruleId!.replace('ctx/', ''), at });
    code = code.slice(0, edit.range[0]) + edit.text + code.slice(edit.range[1]);
  }
  throw new Error(`no end: ${JSON.stringify(steps)}`);
}

const tip3 = readFileSync(path.join(import.meta.dirname, '../seeds/fixtures/tip3-broken-chain.ts'), 'utf8').replaceAll(/ *\/\/ want .*/g, '');

it('mends the broken chain of tip 3, link by link', () => {
  const { code, steps } = repair(tip3);
  expect(steps).toMatchInlineSnapshot(`
    [
      {
        "at": "todo()",
        "rule": "no-background-context",
      },
      {
        "at": "businessLogicWithoutContext",
        "rule": "require-context-param",
      },
      {
        "at": "businessLogicWithoutContext",
        "rule": "require-context-param",
      },
      {
        "at": "render",
        "rule": "require-context-param",
      },
      {
        "at": "renderAll",
        "rule": "require-context-param",
      },
    ]
  `);
  expect(code.slice(0, code.indexOf('// Solution.'))).toMatchInlineSnapshot(`
    "// Tips article, tip 3: pass the Context on through the entire call chain.
    import { type Context, todo } from "./context.js";

    declare const db: { query(ctx: Context, sql: string): Promise<string> };

    async function retrieveData(ctx: Context): Promise<string> {
      return db.query(ctx, "select 1");
    }

    // Problem: the function in the middle has no context, so it makes one up.
    async function businessLogicWithoutContext(ctx: Context): Promise<string> {
      return retrieveData(ctx);
    }

    export async function handleRequestDropping(ctx: Context): Promise<string> {
      if (ctx.err()) return "";
      return businessLogicWithoutContext(ctx);
    }

    // Two functions further down, and in a method: the chain is as broken, and harder to see.
    class Reports {
      async render(ctx: Context): Promise<string> {
        return \`<\${await businessLogicWithoutContext(ctx)}>\`;
      }
    }
    async function renderAll(ctx: Context, reports: Reports): Promise<string> {
      return reports.render(ctx);
    }
    export async function handleReport(ctx: Context, reports: Reports): Promise<string> {
      const head = await retrieveData(ctx);
      return head + (await renderAll(ctx, reports));
    }

    "
  `);
});

it('comes to the same from the handler downwards', () => {
  const { code, steps } = repair(tip3, 'no-broken-context-chain');
  expect(code).toBe(repair(tip3).code);
  expect(steps.map(({ at, rule }) => `${at}: ${rule}`)).toMatchInlineSnapshot(`
    [
      "businessLogicWithoutContext: no-broken-context-chain",
      "renderAll: no-broken-context-chain",
      "render: no-broken-context-chain",
      "businessLogicWithoutContext: require-context-param",
    ]
  `);
});

it('mends what only leaves a context out', () => {
  const { code } = repair(`import { type Context } from './context.js';
declare function find(id: string, ctx?: Context): Promise<string>;

const load = async (id: string) => find(id);

class Repo {
  async get(id: string) {
    return load(id);
  }
}

async function render(repo: Repo) {
  return repo.get('1');
}

export async function handle(ctx: Context, repo: Repo) {
  ctx.err();
  return render(repo);
}
`);
  expect(code).toMatchInlineSnapshot(`
    "import { type Context } from './context.js';
    declare function find(id: string, ctx?: Context): Promise<string>;

    const load = async (ctx: Context, id: string) => find(id, ctx);

    class Repo {
      async get(ctx: Context, id: string) {
        return load(ctx, id);
      }
    }

    async function render(ctx: Context, repo: Repo) {
      return repo.get(ctx, '1');
    }

    export async function handle(ctx: Context, repo: Repo) {
      ctx.err();
      return render(ctx, repo);
    }
    "
  `);
});

it('mends a chain of signals', () => {
  const { code } = repair(`async function load(id: string) {
  const response = await fetch(id);
  return response.text();
}

async function render(ids: readonly string[]) {
  return Promise.all(ids.map((id) => load(id)));
}

export async function handle(signal: AbortSignal, ids: readonly string[]) {
  signal.throwIfAborted();
  return render(ids);
}
`);
  expect(code).toMatchInlineSnapshot(`
    "async function load(id: string, signal: AbortSignal) {
      const response = await fetch(id, { signal });
      return response.text();
    }

    async function render(ids: readonly string[], signal: AbortSignal) {
      return Promise.all(ids.map((id) => load(id, signal)));
    }

    export async function handle(signal: AbortSignal, ids: readonly string[]) {
      signal.throwIfAborted();
      return render(ids, signal);
    }
    "
  `);
});
