import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import { onTestFinished } from "vitest";

import { run } from "../../src/cli/index.js";

export const root = path.join(import.meta.dirname, "../..");

/** What a command wrote, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Files by their path. */
export type Files = Readonly<Record<string, string>>;

const tsconfig = JSON.stringify({ compilerOptions: { target: "es2022", module: "nodenext", strict: true, lib: ["es2023", "dom"], types: [] }, include: ["src"] });

/** Drops a context. */
export const defect = "export async function load(signal: AbortSignal): Promise<Response> {\n  return await fetch(`u${signal.aborted}`);\n}\n";
/** The same, as `--fix` leaves it. */
export const fixed = defect.replace("`)", "`, { signal })");
/** Nothing to find. */
export const clean = "export const one = 1;\n";

/** Makes a project of its own, that lasts as long as the test: with a `tsconfig.json` for `src`, unless it has its own, and our TypeScript. */
export function project(files: Files): string {
  const folder = empty();
  const all: Files = { "package.json": '{ "type": "module" }', "tsconfig.json": tsconfig, ...files };
  for (const [file, text] of Object.entries(all)) write(folder, file, text);
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "junction");
  return folder;
}

/** A folder with nothing in it, that lasts as long as the test. */
export function empty(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "eslint-plugin-ctx-cli-")));
  onTestFinished(() => {
    fs.rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Writes a file and the folders it is in. */
export function write(folder: string, file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
}

/** Runs the command in a folder, in this process. */
export async function ctx(cwd: string, ...words: string[]): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
  const code = await run(words, { cwd, stdout: stream("stdout"), stderr: stream("stderr") });
  return { code, ...written };
}

/** The findings of `--format json`, as `<file>:<line> <rule>`, or what an error says that is no rule's. */
export async function found(cwd: string, ...words: string[]): Promise<string[]> {
  const { stdout, stderr } = await ctx(cwd, ...words, "--format", "json");
  if (stdout === "") throw new Error(stderr);
  const results = JSON.parse(stdout) as { filePath: string; messages: { line: number; ruleId: string | null; message: string }[] }[];
  return results.flatMap(({ filePath, messages }) => messages.map(({ line, ruleId, message }) => `${path.relative(cwd, filePath)}:${line} ${ruleId ?? message}`));
}
