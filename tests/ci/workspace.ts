import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { ESLint } from "eslint";

const root = path.join(import.meta.dirname, "../..");
export const example = path.join(root, "examples/workspace");
export const packages = fs.readdirSync(path.join(example, "packages")).toSorted();

/** A copy of the example workspace, with its packages linked as `npm install` links them, and ours. */
export function makeWorkspace(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "eslint-plugin-ctx-workspace-")));
  fs.cpSync(example, folder, { recursive: true, filter: (file) => path.basename(file) !== "node_modules" });
  const link = (name: string, to: string): void => {
    const from = path.join(folder, "node_modules", name);
    fs.mkdirSync(path.dirname(from), { recursive: true });
    fs.symlinkSync(to, from, "junction");
  };
  for (const name of packages) link(`@workspace/${name}`, path.join(folder, "packages", name));
  for (const name of ["@types", "eslint", "typescript", "typescript-eslint"]) link(name, path.join(root, "node_modules", name));
  link("eslint-plugin-ctx", root);
  return folder;
}

/** What ESLint reports, run in one of the workspace's folders: as `<file>:<line>:<column> <rule>`. */
export async function lint(workspace: string, folder: string, pattern: string, options: ESLint.Options = {}): Promise<string[]> {
  const eslint = new ESLint({ cwd: path.join(workspace, folder), ...options });
  return show(workspace, await eslint.lintFiles([pattern]));
}

/** The messages of the same. */
export async function messages(workspace: string, folder: string): Promise<string[]> {
  const eslint = new ESLint({ cwd: path.join(workspace, folder) });
  return (await eslint.lintFiles(["."])).flatMap((result) => result.messages.map(({ message }) => message));
}

/** The same from a process of its own, as TypeScript looks at a file on disk only once in each. */
export function npx(workspace: string, ...args: string[]): string[] {
  const bin = path.join(workspace, "node_modules/eslint/bin/eslint.js");
  const { stdout, stderr } = spawnSync(process.execPath, [bin, "--format", "json", ...args], { cwd: workspace, encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return show(workspace, JSON.parse(stdout) as ESLint.LintResult[]);
}

function show(workspace: string, results: readonly ESLint.LintResult[]): string[] {
  return results.flatMap(({ filePath, messages }) => messages.map(({ line, column, ruleId, message }) => `${path.relative(workspace, filePath)}:${line}:${column} ${ruleId ?? message}`)).toSorted();
}
