// Lints packages in processes of their own, two at a time.
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/**
 * @typedef {object} Report
 * @property {string} package
 * @property {string} file
 * @property {number} line
 * @property {number} column
 * @property {string} rule Without its prefix.
 * @property {string} message
 * @property {import("eslint").Rule.Fix} [fix]
 * @property {readonly { desc: string, fix: import("eslint").Rule.Fix }[]} suggestions
 */

/**
 * @typedef {object} Task
 * @property {string} name Of the package.
 * @property {string} folder Its sources.
 * @property {readonly string[]} files Relative to the folder.
 * @property {string} config Of the plugin.
 */

const concurrency = 2;

/** What the plugin says about each package. A process that dies is a crash, not an error here. */
export async function lint(/** @type {readonly Task[]} */ tasks) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ctx-corpus-"));
  try {
    const queue = [...tasks.entries()];
    const results = [];
    const next = async () => {
      for (let entry; (entry = queue.shift()); ) results[entry[0]] = await lintOne(entry[1], path.join(folder, `${entry[0]}.json`));
    };
    await Promise.all(Array.from({ length: concurrency }, next));
    return { reports: results.flatMap(({ reports }) => reports), crashes: results.flatMap(({ crashes }) => crashes), lines: results.reduce((sum, { lines }) => sum + lines, 0) };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function lintOne(task, out) {
  const child = spawn(process.execPath, ["--max-old-space-size=8000", path.join(import.meta.dirname, "worker.mjs")], { stdio: ["pipe", "ignore", "pipe"] });
  child.stdin.end(JSON.stringify({ ...task, out }));
  let errors = "";
  child.stderr.on("data", (data) => (errors += data));
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code === 0) return JSON.parse(fs.readFileSync(out, "utf8"));
  return { reports: [], crashes: [{ package: task.name, file: "", rule: "", message: `exit code ${code}`, stack: errors.slice(-3000) }], lines: 0 };
}
