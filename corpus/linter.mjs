// The plugin on one file of a program.
import * as path from "node:path";

import * as parser from "@typescript-eslint/parser";
import { Linter } from "eslint";

import plugin from "../dist/index.js";

/**
 * Lints files of a program. What a rule throws is a crash: that rule is switched off for the file, and the others go on.
 *
 * @param {{ folder: string, config: string, program?: import("typescript").Program, rules?: readonly string[] }} options
 * @returns {(file: string, code: string) => { messages: import("eslint").Linter.LintMessage[], crashes: { rule: string, message: string, stack: string }[] }}
 */
export function linterFor({ folder, config, program, rules = Object.keys(plugin.configs[config].rules) }) {
  const linter = new Linter({ cwd: folder });
  const lint = (file, code, off) =>
    linter.verify(
      code,
      [{ ignores: ["!**/node_modules/"] }, {
        files: ["**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}"],
        plugins: { ctx: plugin },
        rules: Object.fromEntries(rules.filter((rule) => !off.has(rule)).map((rule) => [rule, plugin.configs[config].rules[rule]])),
        languageOptions: { parser, parserOptions: program ? { programs: [program] } : {} },
        linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
      }],
      { filename: path.join(folder, file) },
    );
  return (file, code) => {
    const crashes = [];
    const off = new Set();
    for (;;) {
      try {
        return { messages: lint(file, code, off), crashes };
      } catch (error) {
        const rule = error.ruleId ?? /[Rr]ule:? ["'](.+?)["']/.exec(error.message)?.[1] ?? "";
        crashes.push({ rule, message: error.message.split("\n")[0], stack: error.stack });
        if (rule === "" || off.has(rule)) return { messages: [], crashes };
        off.add(rule);
      }
    }
  };
}
