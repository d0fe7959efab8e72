/** What is remembered for the program keeps no file's syntax tree: a run over thousands of files holds one at a time. */
import { setTimeout as sleep } from "node:timers/promises";
import * as path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import * as parser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import ts from "typescript";
import { expect, it } from "vitest";

import plugin from "../../src/index.js";

const root = path.join(import.meta.dirname, "../../examples/orders");

/** How many of the syntax trees are still held after all files were linted, while their program is in use. */
async function held(rules: Linter.RulesRecord): Promise<{ readonly files: number; readonly trees: number; readonly reports: number }> {
  const config = ts.getParsedCommandLineOfConfigFile(path.join(root, "tsconfig.json"), {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined })!;
  const program = ts.createProgram(config.fileNames, config.options);
  const trees: WeakRef<object>[] = [];
  const watch = { create: (context: { sourceCode: { ast: object } }) => (trees.push(new WeakRef(context.sourceCode.ast)), {}) };
  const linter = new Linter({ cwd: root });
  let reports = 0;
  for (const file of config.fileNames) {
    const settings = { languageOptions: { parser, parserOptions: { programs: [program] } }, plugins: { ctx: plugin, own: { rules: { watch } } }, rules: { ...rules, "own/watch": "error" } };
    reports += linter.verify(program.getSourceFile(file)!.text, [{ files: ["**/*.ts"], ...settings } as Linter.Config], { filename: file }).length;
  }
  linter.verify("", [{}]); // A linter remembers what it looked at last.
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let round = 0; round < 5; round++) {
    await sleep(10);
    collect();
  }
  expect(program.getSourceFiles().length).toBeGreaterThan(config.fileNames.length);
  return { files: config.fileNames.length, trees: trees.filter((tree) => tree.deref() !== undefined).length, reports };
}

it("holds no tree of a file that is done", async () => {
  const { files, reports, trees } = await held(plugin.configs.all.rules as Linter.RulesRecord);
  expect(files).toBeGreaterThan(10);
  expect(reports).toBeGreaterThan(20);
  expect(trees).toBeLessThanOrEqual(1);
});
