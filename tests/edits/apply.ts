/** Applies an edit as ESLint does: a rule of one line reports the first node of a selector with the edit as its fix. */
import * as path from 'node:path';

import * as typescriptParser from '@typescript-eslint/parser';
import type { ParserServicesWithTypeInformation, TSESTree } from '@typescript-eslint/utils';
import { Linter, type Rule } from 'eslint';
import ts from 'typescript';
import { expect } from 'vitest';

import type { Edit } from '../../src/edits/edit.js';
import type { Source } from '../../src/edits/layout.js';
import type { FileFacts } from '../../src/edits/types.js';

type Find<N, R> = (sourceCode: Source, node: N) => R;

interface Options {
  /** Its extension chooses the language: espree reads `.js`, `.mjs` and `.cjs`. */
  readonly filename?: string;
  readonly parser?: Linter.Parser;
}

/** The file after the edit, or nothing where no edit can be made. The result always parses. */
export function apply<N extends TSESTree.Node>(
  code: string,
  selector: string,
  edit: Find<N, Edit | undefined>,
  options: Options = {},
): string | undefined {
  let made: Edit | undefined;
  const output = run<N>(code, selector, options, (sourceCode, node) => (made = edit(sourceCode, node)));
  return made && output;
}

/** What a question about the first node of a selector answers. */
export function ask<N extends TSESTree.Node, R>(code: string, selector: string, question: Find<N, R>, options: Options = {}): R {
  let answer: { value: R } | undefined;
  run<N>(code, selector, options, (sourceCode, node) => {
    answer = { value: question(sourceCode, node) };
    return undefined;
  });
  if (answer === undefined) throw new Error('never asked');
  return answer.value;
}

function run<N extends TSESTree.Node>(
  code: string,
  selector: string,
  { filename = 'file.ts', parser }: Options,
  visit: (sourceCode: Source, node: N) => Edit | undefined,
): string {
  let found = false;
  const rule: Rule.RuleModule = {
    meta: { fixable: 'code' },
    create: (context) => ({
      [selector](node: Rule.Node) {
        if (found) return; // once, although ESLint runs again after a fix
        found = true;
        const edit = visit(context.sourceCode as unknown as Source, node as unknown as N);
        if (edit) context.report({ node, message: 'edit', fix: edit as never });
      },
    }),
  };
  const isScript = /\.[cm]?js$/.test(filename);
  const language = isScript ? {} : { parser: parser ?? (typescriptParser) };
  const sourceType = filename.endsWith('.cjs') ? 'commonjs' : 'module';
  const { output, messages } = new Linter().verifyAndFix(
    code,
    [
      {
        files: [filename],
        linterOptions: { reportUnusedDisableDirectives: 'off' },
        plugins: { test: { rules: { edit: rule } } },
        rules: { 'test/edit': 'error' },
        languageOptions: { ...language, sourceType },
      },
    ],
    { filename },
  );
  expect(messages.filter(({ fatal }) => fatal), output).toEqual([]);
  expect(found, `${selector} is in the code`).toBe(true);
  return output;
}

const options: ts.CompilerOptions = {
  allowJs: true,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  target: ts.ScriptTarget.ES2022,
  types: [],
};
const libraries = new Map<string, ts.SourceFile | undefined>();

/** The facts of a file in a program of these files. */
export function factsIn(files: Readonly<Record<string, string>>, filename = 'file.ts'): TypedFile {
  const texts = new Map(Object.entries(files).map(([name, text]) => [path.resolve(name), text]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.fileExists = (name) => texts.has(name) || ts.sys.fileExists(name);
  host.readFile = (name) => texts.get(name) ?? ts.sys.readFile(name);
  host.getSourceFile = (name, ...rest) => {
    const text = texts.get(path.resolve(name));
    if (text !== undefined) return ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
    if (!libraries.has(name)) libraries.set(name, getSourceFile(name, ...rest));
    return libraries.get(name);
  };
  const program = ts.createProgram({ rootNames: [...texts.keys()], options, host });
  const filePath = path.resolve(filename);
  const code = files[filename] ?? '';
  const parsed = typescriptParser.parseForESLint(code, {
    filePath,
    programs: [program],
    range: true,
    loc: true,
    tokens: true,
    comment: true,
    sourceType: 'module',
  });
  const services = parsed.services as ParserServicesWithTypeInformation;
  const parser = { parseForESLint: () => parsed } as unknown as Linter.Parser;
  return {
    parser,
    services,
    facts: (sourceCode) => ({
      checker: program.getTypeChecker(),
      sourceCode,
      sourceFile: services.esTreeNodeToTSNodeMap.get(sourceCode.ast),
    }),
  };
}

interface TypedFile {
  readonly parser: Linter.Parser;
  readonly services: ParserServicesWithTypeInformation;
  readonly facts: (sourceCode: Source) => FileFacts;
}

/** The facts of a file that only its name and its text matter of. */
export function untyped(sourceCode: Source, filename: string): Pick<FileFacts, 'sourceCode' | 'sourceFile'> {
  return { sourceCode, sourceFile: ts.createSourceFile(filename, sourceCode.text, ts.ScriptTarget.Latest) };
}

