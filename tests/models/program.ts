/** Facts of files that exist only in a test, all in one program: as a rule gets them from ESLint. */
import * as path from "node:path";

import * as parser from "@typescript-eslint/parser";
import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { Linter } from "eslint";
import ts from "typescript";

import { type Facts, factsOf } from "../../src/contexts/facts.js";
import { countingParser } from "../harness.js";
import { Project } from "../project.js";

export interface ProgramOptions {
  /** Node's types and no DOM library. */
  readonly nodeOnly?: boolean;
  /** `settings.ctx`. */
  readonly settings?: unknown;
  readonly compilerOptions?: ts.CompilerOptions;
}

/** One file of a test program. */
export interface TestFile {
  readonly facts: Facts;
  /** What has been asked of the checker through `facts` so far, and how often. */
  readonly asked: ReadonlyMap<string, number>;
  /** The initializer of a variable, or the annotation of one without. */
  of(variable: string): TSESTree.Node;
  /** All nodes of some types, in source order. */
  all<Type extends AST_NODE_TYPES>(...types: readonly Type[]): Extract<TSESTree.Node, { readonly type: Type }>[];
  /** What a rule says of the file. */
  lint(rule: TSESLint.RuleModule<string, readonly unknown[]>, options?: readonly unknown[]): readonly Linter.LintMessage[];
  /** Type errors, one line each. */
  errors(): readonly string[];
}

/** A program of these files (by their paths in the fixture folder, whose own files they may import). */
export function programOf(files: Readonly<Record<string, string>>, { nodeOnly = false, settings, compilerOptions }: ProgramOptions = {}): (file: string) => TestFile {
  const root = path.join(import.meta.dirname, "../fixtures", nodeOnly ? "node" : "");
  const texts = new Map(Object.entries(files).map(([file, text]) => [path.join(root, file), text]));
  const project = new Project(root, texts, compilerOptions);
  const ctx = settings === undefined ? {} : { settings: { ctx: settings } };
  return (file) => {
    const filename = path.join(root, file);
    const text = texts.get(filename) ?? "";
    const asked = new Map<string, number>();
    const run = (parser: Linter.Parser, rule: TSESLint.RuleModule<string, readonly unknown[]>, options: readonly unknown[] = []): Linter.LintMessage[] =>
      new Linter({ cwd: root }).verify(
        text,
        [
          {
            files: ["**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}"],
            languageOptions: { parser, parserOptions: { programs: [project.program] } },
            linterOptions: { reportUnusedDisableDirectives: "off" },
            plugins: { test: { rules: { it: rule as never } } },
            rules: { "test/it": ["error", ...options] },
            ...ctx,
          },
        ],
        filename,
      );
    const factsHere = once(() => {
      let facts: Facts | undefined;
      const messages = run(countingParser(asked), {
        meta: { type: "problem", messages: {}, schema: [] },
        create(context) {
          facts = factsOf(context);
          return {};
        },
      });
      if (facts === undefined || messages.length > 0) throw new Error(messages.map(({ message }) => message).join("\n") || `no facts of ${file}`);
      return facts;
    });
    const nodes = once(() => nodesOf(factsHere().sourceCode, factsHere().sourceCode.ast));
    return {
      get facts() {
        return factsHere();
      },
      asked,
      lint: (rule, options) => run(parser, rule, options),
      errors: () => project.errors(filename),
      all: (...types) => nodes().filter((node): node is never => (types as readonly string[]).includes(node.type)),
      of(variable) {
        for (const node of nodes()) {
          if (node.type !== AST_NODE_TYPES.VariableDeclarator || node.id.type !== AST_NODE_TYPES.Identifier || node.id.name !== variable) continue;
          const found = node.init ?? node.id.typeAnnotation?.typeAnnotation;
          if (found) return found;
        }
        throw new Error(`no variable ${variable}`);
      },
    };
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function nodesOf(sourceCode: Facts["sourceCode"], node: TSESTree.Node): TSESTree.Node[] {
  const children = (sourceCode.visitorKeys[node.type] ?? []).flatMap((key) => (node as unknown as Record<string, TSESTree.Node | (TSESTree.Node | null)[] | null>)[key] ?? []);
  return [node, ...children.flatMap((child) => (child === null ? [] : nodesOf(sourceCode, child)))];
}
