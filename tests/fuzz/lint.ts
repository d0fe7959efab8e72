/** All rules over a text that no editor has seen. */
import * as fs from "node:fs";
import * as path from "node:path";

import * as parser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import ts from "typescript";

import plugin from "../../src/index.js";

const root = path.join(import.meta.dirname, "../fixtures");
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: ["node"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  jsx: ts.JsxEmit.ReactJSX,
  strict: true,
  experimentalDecorators: true,
  skipLibCheck: true,
  noEmit: true,
};
const parsed = new Map<string, ts.SourceFile | undefined>();

/** A program of one file, next to the fixtures; libraries are parsed once. */
function programOf(filename: string, code: string): ts.Program {
  const host = ts.createCompilerHost(options, true);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => {
    if (name === filename) return ts.createSourceFile(name, code, { languageVersion: ts.ScriptTarget.ESNext, setExternalModuleIndicator: (file) => { (file as { externalModuleIndicator?: unknown }).externalModuleIndicator = true; } }, true);
    if (!parsed.has(name)) parsed.set(name, read(name, ...rest));
    return parsed.get(name);
  };
  host.fileExists = (name) => name === filename || fs.existsSync(name);
  return ts.createProgram([filename], options, host);
}

export interface Linted {
  readonly messages: readonly Linter.LintMessage[];
  /** The node types that were met. */
  readonly met: ReadonlySet<string>;
}

/**
 * Lints it with each rule of the plugin.
 * @throws what a rule throws
 */
export function lintAll(code: string, name = "fuzz.ts"): Linted {
  const filename = path.join(root, name);
  const met = new Set<string>();
  const linter = new Linter({ cwd: root });
  const messages = linter.verify(
    code,
    {
      files: ["**/*.{ts,tsx}"],
      languageOptions: { parser, parserOptions: { programs: [programOf(filename, code)], ecmaFeatures: { jsx: true } } },
      linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
      plugins: { ctx: plugin, fuzz: { rules: { met: { create: () => ({ "*": (node: { type: string }) => void met.add(node.type) }) } } } },
      rules: { ...plugin.configs.all.rules, "fuzz/met": "error" },
    },
    { filename },
  );
  return { messages, met };
}

/** Does the parser take it? */
export function parses(code: string, name = "fuzz.ts"): boolean {
  try {
    parser.parse(code, { filePath: name, jsx: name.endsWith("x"), sourceType: "module" });
    return true;
  } catch {
    return false;
  }
}
