/** Lints several files of one program, which need not be on disk. */
import * as path from 'node:path';

import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import type ts from 'typescript';

import plugin from '../../src/index.js';
import { Project } from '../project.js';

const root = path.join(import.meta.dirname, '../fixtures');

/** A program of these files beside the fixtures. */
export function programOf(files: Readonly<Record<string, string>>): ts.Program {
  return new Project(root, new Map(Object.entries(files).map(([name, text]) => [path.join(root, name), text]))).program;
}

export interface Said {
  readonly at: string;
  readonly message: string;
}

/** What one rule says of each of these files, linted in this order. */
export function lintFiles(files: Readonly<Record<string, string>>, rule: string, { order = Object.keys(files), program = programOf(files), options = [] }: { order?: readonly string[]; program?: ts.Program; options?: readonly unknown[] } = {}): Map<string, Said[]> {
  const linter = new Linter({ cwd: root });
  const config: Linter.Config = {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parser, parserOptions: { programs: [program] } },
    plugins: { ctx: plugin },
    rules: { [`ctx/${rule}`]: ['error', ...options] },
  };
  return new Map(
    order.map((name) => {
      const text = files[name] ?? '';
      const messages = linter.verify(text, [config], path.join(root, name));
      const lines = text.split('\n');
      return [
        name,
        messages.map(({ ruleId, message, line, column, endColumn }) => {
          if (ruleId === null) throw new Error(message);
          return { at: lines[line - 1]!.slice(column - 1, endColumn! - 1), message };
        }),
      ];
    }),
  );
}
