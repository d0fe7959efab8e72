import * as path from "node:path";

import * as typescriptParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import * as svelteParser from "svelte-eslint-parser";
import * as vueParser from "vue-eslint-parser";

import plugin from "../../src/index.js";

const root = path.join(import.meta.dirname, "fixtures");

const parserOptions = {
  parser: typescriptParser,
  projectService: true,
  tsconfigRootDir: root,
  extraFileExtensions: [".vue", ".svelte"],
};

const configs: Linter.Config[] = [
  plugin.configs.all,
  { files: ["**/*.js"], languageOptions: { parser: typescriptParser, parserOptions } },
  { files: ["**/*.vue"], languageOptions: { parser: vueParser, parserOptions } },
  { files: ["**/*.svelte"], languageOptions: { parser: svelteParser, parserOptions } },
];

/** One report, and the whole text after each edit it offers: the fix first, then the suggestions. */
export interface Report {
  readonly rule: string | null;
  /** The text it is reported at. */
  readonly at: string;
  readonly edits: readonly string[];
}

/** What all rules say of a text, as the file of that name in `fixtures`. */
export function lint(file: string, text: string): Report[] {
  const messages = new Linter({ cwd: root }).verify(text, configs, { filename: path.join(root, file) });
  const lines = text.split("\n");
  return messages.map(({ ruleId, message, line, column, endLine, endColumn, fix, suggestions }) => {
    if (ruleId === null) throw new Error(message);
    const at = endLine === line ? lines[line - 1]?.slice(column - 1, endColumn! - 1) : lines[line - 1]?.slice(column - 1);
    const edits = [...(fix ? [fix] : []), ...(suggestions ?? []).map((suggestion) => suggestion.fix)];
    return { rule: ruleId, at: at ?? "", edits: edits.map(({ range, text: edit }) => text.slice(0, range[0]) + edit + text.slice(range[1])) };
  });
}
