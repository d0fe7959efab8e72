/**
 * The mission's own examples, as they are: a line that ends in `// want a, b` gets exactly these reports with every rule
 * on, every other line none. Rules that do not exist yet are not waited for.
 */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

import plugin from '../../src/index.js';
import { rules } from '../../src/rules/index.js';

const root = path.join(import.meta.dirname, 'fixtures');
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: root } },
    },
    plugin.configs.all,
  ],
});

function wanted(line: string): string[] {
  const marked = /\/\/ want (?<names>[\w-]+(?:, [\w-]+)*)$/.exec(line)?.groups?.names?.split(', ') ?? [];
  return marked.filter((name) => name in rules).sort();
}

const files = readdirSync(root).filter((name) => name.endsWith('.ts'));

describe('the examples of the mission', () => {
  it('are all there', () => {
    expect(files).toHaveLength(9);
  });

  it.each(files)('%s', async (name) => {
    const file = path.join(root, name);
    const lines = readFileSync(file, 'utf8').split('\n');
    const [result] = await eslint.lintFiles([file]);
    const messages = result?.messages ?? [];
    expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
    const reported = lines.map((_, index) => messages.filter(({ line }) => line === index + 1).map(({ ruleId }) => String(ruleId).replace('ctx/', '')).sort());
    expect(reported).toEqual(lines.map(wanted));
  });
});
