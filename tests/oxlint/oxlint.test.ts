/** What `docs/oxlint.md` says of oxlint: it loads the plugin, has no types for it, and says so. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

const root = path.join(import.meta.dirname, "../..");
const bin = path.join(path.dirname(createRequire(import.meta.url).resolve("oxlint/package.json")), "bin/oxlint");
const text = "export async function load(signal: AbortSignal): Promise<Response> {\n  debugger;\n  signal.throwIfAborted();\n  return await fetch('u');\n}\n";

let folder = "";

beforeAll(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "eslint-plugin-ctx-oxlint-")));
  fs.mkdirSync(path.join(folder, "src"));
  fs.writeFileSync(path.join(folder, "src/a.ts"), text);
  fs.writeFileSync(path.join(folder, "tsconfig.json"), '{ "compilerOptions": { "strict": true, "lib": ["es2023", "dom"], "types": [] }, "include": ["src"] }');
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

function oxlint(config: object): { readonly status: number | null; readonly output: string } {
  fs.writeFileSync(path.join(folder, ".oxlintrc.json"), JSON.stringify(config));
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "src"], { cwd: folder, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

it("as a JS plugin: an error that says what is missing, and none of its reports", () => {
  const { status, output } = oxlint({ jsPlugins: [path.join(root, "dist/index.js")], rules: { "no-debugger": "error", "ctx/no-dropped-context": "error" } });
  expect(output).toMatch(/Error running JS plugin/);
  expect(output).toMatch(/You have used a rule which requires type information/);
  expect(output).not.toMatch(/takes a context and gets none/);
  // oxlint's own rules still report.
  expect(output).toMatch(/no-debugger/);
  expect(status).toBe(1);
});

it("side by side: oxlint for its rules, this plugin's command for ours", () => {
  const { status, output } = oxlint({ rules: { "no-debugger": "error" } });
  expect(output).toMatch(/no-debugger/);
  expect(output).not.toMatch(/JS plugin/);
  expect(status).toBe(1);
  const ours = spawnSync(process.execPath, [path.join(root, "dist/cli/bin.js")], { cwd: folder, encoding: "utf8" });
  expect(ours.stdout).toMatch(/4:16 +error +.*ctx\/no-dropped-context/);
  expect(ours.stdout).not.toMatch(/debugger/);
});
