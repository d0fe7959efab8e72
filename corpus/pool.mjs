// Work in processes of their own, two at a time: each package has its own program, and one that dies takes no other along.
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const concurrency = 2;

/**
 * Runs a script of this folder for each task, which it reads as JSON from its standard input; it writes its result to
 * the file `out`.
 *
 * @returns {Promise<{ result?: any, failure?: string }[]>}
 */
export async function run(script, tasks, { timeout = 30 * 60_000, nodeOptions = [] } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ctx-corpus-"));
  try {
    const queue = [...tasks.entries()];
    const results = [];
    const next = async () => {
      for (let entry; (entry = queue.shift()); ) results[entry[0]] = await one(script, { ...entry[1], out: path.join(folder, `${entry[0]}.json`) }, timeout, nodeOptions);
    };
    await Promise.all(Array.from({ length: concurrency }, next));
    return results;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function one(script, task, timeout, nodeOptions) {
  const child = spawn(process.execPath, ["--max-old-space-size=6000", ...nodeOptions, path.join(import.meta.dirname, script)], { stdio: ["pipe", "inherit", "pipe"], timeout, killSignal: "SIGKILL" });
  child.stdin.end(JSON.stringify(task));
  let errors = "";
  child.stderr.on("data", (data) => (errors += data));
  const [code, signal] = await new Promise((resolve) => child.on("close", (...result) => resolve(result)));
  if (code === 0) return { result: JSON.parse(fs.readFileSync(task.out, "utf8")) };
  const at = fs.existsSync(`${task.out}.at`) ? ` at ${fs.readFileSync(`${task.out}.at`, "utf8")}` : "";
  return { failure: `${signal ? `ended by ${signal} (after ${timeout / 60_000} minutes?)` : `exit code ${code}`}${at}\n${errors.slice(-3000)}` };
}
