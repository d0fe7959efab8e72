import * as path from "node:path";

import type { ESLint, Linter } from "eslint";
import type TypeScript from "typescript";

import type plugin from "../index.js";
import { UserError } from "./command.js";
import type { LintOptions } from "./options.js";
import type { Progress } from "./progress.js";
import type { Project } from "./project.js";
import type { Toolchain } from "./toolchain.js";

type Plugin = typeof plugin;

/** What a run has found, and the ESLint that can show it. */
export interface Outcome {
  readonly eslint: ESLint;
  readonly results: ESLint.LintResult[];
  /** Imports that lead nowhere, as `<module> in <file>`. */
  readonly unresolved: readonly string[];
}

/** Lints the project's files, whatever ESLint config it has. */
export async function lintProject(tools: Toolchain, project: Project, options: LintOptions, progress: Progress): Promise<Outcome> {
  const { default: ctx } = (await import("../index.js")) as { default: Plugin };
  const met = new Set<string>();
  const unresolved: string[] = [];
  const parser = watched(tools.parser, {
    before(file) {
      met.add(file);
      progress.at(`${met.size} of ${project.files.length} ${path.relative(project.root, file)}`);
    },
    after(file, program) {
      for (const specifier of unresolvedIn(tools.ts, program, file)) unresolved.push(`${specifier} in ${path.relative(project.root, file)}`);
    },
  });
  const eslint = new tools.ESLint({
    cwd: project.root,
    fix: options.fix,
    globInputPaths: false, // `[id].tsx` is a name.
    overrideConfigFile: true,
    overrideConfig: {
      files: ["**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}"],
      plugins: { ctx },
      rules: rulesOf(ctx, options),
      languageOptions: {
        parser,
        parserOptions: {
          ...(project.configs.length > 0 ? { project: project.configs } : { projectService: true, tsconfigRootDir: project.root }),
          disallowAutomaticSingleRunInference: true, // In CI too, options that only another TypeScript knows are no error.
        },
      },
      linterOptions: { reportUnusedDisableDirectives: "off" }, // Most are for rules that are not there.
    },
  });
  const results = (await eslint.lintFiles([...project.files])).map(ownOnly);
  if (options.fix) await tools.ESLint.outputFixes(results);
  return { eslint, results, unresolved: [...new Set(unresolved)] };
}

/** The rules that are on: those of a config, or the ones that are named, with the config's options. */
function rulesOf(plugin: Plugin, { strict, rules }: LintOptions): Linter.RulesRecord {
  const config = plugin.configs[strict ? "strict" : "recommended"].rules ?? {};
  if (rules.length === 0) return config as Linter.RulesRecord;
  const known = Object.keys(plugin.rules ?? {});
  for (const name of rules) {
    if (!known.includes(name)) throw new UserError(`There is no rule ${name}. The rules are: ${known.join(", ")}.`);
  }
  return Object.fromEntries(rules.map((name) => [`ctx/${name}`, config[`ctx/${name}`] ?? "error"]));
}

/** A parser that tells when it is asked for a file, and what it has made of it. */
function watched(parser: Linter.Parser, watch: { before(file: string): void; after(file: string, program: TypeScript.Program): void }): Linter.Parser {
  return {
    ...(parser.meta && { meta: parser.meta }),
    parseForESLint(text, options: { filePath: string }) {
      if (!("parseForESLint" in parser)) throw new TypeError("typescript-eslint's parser gives its services by `parseForESLint`");
      watch.before(options.filePath);
      const result = parser.parseForESLint(text, options);
      const program = (result.services as { program?: TypeScript.Program | null } | undefined)?.program;
      if (program) watch.after(options.filePath, program);
      return result;
    },
  };
}

/** The modules that a file imports names from and TypeScript does not find. */
function unresolvedIn(ts: typeof TypeScript, program: TypeScript.Program, file: string): string[] {
  const source = program.getSourceFile(file);
  const checker = program.getTypeChecker();
  return (source?.statements ?? []).flatMap((statement) => {
    const from = (ts.isImportDeclaration(statement) && statement.importClause) || ts.isExportDeclaration(statement) ? statement.moduleSpecifier : undefined;
    return from && ts.isStringLiteral(from) && !checker.getSymbolAtLocation(from) ? [from.text] : [];
  });
}

/** A result without what ESLint says of rules that are not there. */
function ownOnly(result: ESLint.LintResult): ESLint.LintResult {
  const messages = result.messages.filter(({ ruleId, fatal }) => fatal === true || ruleId?.startsWith("ctx/"));
  const count = (is: (message: Linter.LintMessage) => boolean): number => messages.filter(is).length;
  return {
    ...result,
    messages,
    errorCount: count(({ severity }) => severity === 2),
    warningCount: count(({ severity }) => severity === 1),
    fixableErrorCount: count(({ severity, fix }) => severity === 2 && fix !== undefined),
    fixableWarningCount: count(({ severity, fix }) => severity === 1 && fix !== undefined),
    fatalErrorCount: count(({ fatal }) => fatal === true),
  };
}
