/** Facts of a piece of code, as a rule gets them from ESLint, for tests of `contexts/`. */
import * as path from 'node:path';

import * as parser from '@typescript-eslint/parser';
import type { ParserServicesWithTypeInformation, TSESLint, TSESTree } from '@typescript-eslint/utils';
import { Linter } from 'eslint';
import type ts from 'typescript';

import { type Facts, factsOf } from '../src/contexts/facts.js';

export interface InspectOptions {
  /** A file of the fixture folder, whose text is replaced. */
  readonly filename?: string;
  /** `settings.ctx`. */
  readonly settings?: unknown;
  /** Node's types and no DOM library. */
  readonly nodeOnly?: boolean;
}

export interface Inspected {
  readonly facts: Facts;
  /** The node that starts right after this comment: the innermost, or the innermost of a type. */
  at(marker: string, type?: `${TSESTree.AST_NODE_TYPES}`): TSESTree.Node;
  /** What has been asked of the checker since, and how often; making the facts is not counted. */
  readonly asked: ReadonlyMap<string, number>;
}

/**
 * Lints `code` with a rule that hands out its facts. Ask them before the next call: the programs of one file follow one
 * another.
 */
export function inspect(code: string, { filename, settings, nodeOnly = false }: InspectOptions = {}): Inspected {
  const root = path.join(import.meta.dirname, nodeOnly ? 'fixtures/node' : 'fixtures');
  const asked = new Map<string, number>();
  let facts: Facts | undefined;
  const rule: TSESLint.RuleModule<string> = {
    meta: { type: 'problem', messages: {}, schema: [] },
    create(context) {
      facts = factsOf(context);
      return {};
    },
  };
  const messages = new Linter({ cwd: root }).verify(
    code,
    [
      {
        files: ['**/*.{ts,tsx,js,mts,cts,vue,svelte}'],
        languageOptions: {
          parser: countingParser(asked),
          parserOptions: { projectService: true, tsconfigRootDir: root },
        },
        linterOptions: { reportUnusedDisableDirectives: 'off' },
        plugins: { inspect: { rules: { facts: rule as never } } },
        rules: { 'inspect/facts': 'error' },
        ...(settings === undefined ? {} : { settings: { ctx: settings } }),
      },
    ],
    path.join(root, filename ?? 'file.ts'),
  );
  if (facts === undefined || messages.length > 0) throw new Error(messages.map(({ message }) => message).join('\n') || 'no facts');
  asked.clear();
  const { sourceCode } = facts;
  return { facts, asked, at: (marker, type) => nodeAfter(sourceCode, marker, type) };
}

function nodeAfter(sourceCode: Readonly<TSESLint.SourceCode>, marker: string, type: string | undefined): TSESTree.Node {
  const index = sourceCode.text.indexOf(marker);
  const token = index === -1 ? null : sourceCode.getTokenByRangeStart(index + marker.length + /^\s*/.exec(sourceCode.text.slice(index + marker.length))![0].length);
  if (token === null) throw new Error(`no code after ${marker}`);
  let node = sourceCode.getNodeByRangeIndex(token.range[0]) ?? undefined;
  while (node !== undefined && type !== undefined && node.type !== type) node = node.parent;
  if (node?.range[0] !== token.range[0]) throw new Error(`no ${type ?? 'node'} starts after ${marker}`);
  return node;
}

/** The TypeScript parser, with services that write down each question to the checker. */
export function countingParser(asked: Map<string, number>): typeof parser {
  return {
    ...parser,
    parseForESLint(...args) {
      const result = parser.parseForESLint(...args);
      return { ...result, services: countingServices(result.services as ParserServicesWithTypeInformation, asked) };
    },
  };
}

function countingServices(services: ParserServicesWithTypeInformation, asked: Map<string, number>): ParserServicesWithTypeInformation {
  const program = countingProgram(services.program, asked);
  const checker = program.getTypeChecker();
  const tsNode = (node: TSESTree.Node): ts.Node => services.esTreeNodeToTSNodeMap.get(node);
  return {
    ...services,
    program,
    getSymbolAtLocation: (node) => checker.getSymbolAtLocation(tsNode(node)),
    getTypeAtLocation: (node) => checker.getTypeAtLocation(tsNode(node)),
    getContextualType: (node) => checker.getContextualType(tsNode(node) as ts.Expression),
    getResolvedSignature: (node) => checker.getResolvedSignature(tsNode(node) as ts.CallLikeExpression),
    getTypeFromTypeNode: (node) => checker.getTypeFromTypeNode(tsNode(node) as ts.TypeNode),
  };
}

/** A program whose checker writes down how often each of its methods is called. */
function countingProgram(program: ts.Program, asked: Map<string, number>): ts.Program {
  const checker = new Proxy(program.getTypeChecker(), {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        asked.set(String(name), (asked.get(String(name)) ?? 0) + 1);
        return member.apply(target, args) as unknown;
      };
    },
  });
  return new Proxy(program, {
    get: (target, name, receiver) => (name === 'getTypeChecker' ? () => checker : (Reflect.get(target, name, receiver) as unknown)),
  });
}
