/** Chains of calls in a file may be thousands of functions long. */
import * as path from "node:path";

import * as parser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { expect, it } from "vitest";

import plugin from "../../src/index.js";

const root = path.join(import.meta.dirname, "../fixtures");
const functions = Array.from({ length: 4000 }, (_, index) => `async function f${index}() { await f${index + 1}(); }`);

it("overflows no stack where each function is called by the one before", () => {
  const code = `import { background, type Context } from "./context.js";\nexport async function start(ctx: Context): Promise<void> { await f0(); await ctx.done(); }\n${functions.join("\n")}\nasync function f4000() { await background().done(); }\n`;
  const messages = new Linter({ cwd: root }).verify(
    code,
    [{ files: ["**/*.ts"], languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: root } }, plugins: { ctx: plugin }, rules: plugin.configs.strict.rules as never }],
    { filename: path.join(root, "file.ts") },
  );
  expect(messages.map(({ line, ruleId }) => [ruleId, line])).toEqual([["ctx/no-background-context", 4003]]);
});
