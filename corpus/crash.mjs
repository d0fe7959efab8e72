// `npm run corpus -- --crash`: every rule over everything that is installed; what counts is only that none throws or hangs.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

import { run } from "./pool.mjs";
import { filesBelow, packageFolders, sourcesFolder } from "./sources.mjs";

const filesInBatch = 600;
/** JavaScript is a sample: the checker infers everything in it. */
const scripts = 4000;
const largestScript = 100_000;

/**
 * Whether no rule threw, and each file took less than the limit.
 *
 * @param {string} [part] One kind of files only.
 * @param {string} [which] A random sample of as many batches of each kind, or (`12-24`) those that come next.
 */
export async function crash(part, which = "Infinity") {
  const folders = [...packageFolders(), sourcesFolder].map((folder) => ({ folder, files: [...filesBelow(folder)].map((file) => path.join(folder, file)) }));
  const typed = folders.flatMap(({ files }) => batches(files.filter((file) => /\.[cm]?tsx?$/.test(file))));
  const plain = folders
    .flatMap(({ files }) => files.filter((file) => /\.[cm]?jsx?$/.test(file) && fs.statSync(file).size < largestScript))
    .sort((a, b) => (hash(a) < hash(b) ? -1 : 1))
    .slice(0, scripts)
    .sort();
  const tasks = [
    ...some(joined(typed), which).map((files) => ({ files, kind: "TypeScript" })),
    ...some(joined(batches(plain)), which).map((files) => ({ files, kind: "JavaScript with checkJs" })),
    ...some(joined(batches(plain)), which).map((files) => ({ files, kind: "JavaScript without types" })),
  ].filter(({ kind }) => !part || kind === part);
  const results = await run("crash-worker.mjs", tasks);
  let problems = 0;
  for (const [index, { result, failure }] of results.entries()) {
    for (const { file, rule, message, stack } of result?.problems ?? [{ file: "", rule: "", message: `a process died with ${tasks[index].kind}`, stack: failure }]) {
      problems++;
      console.log(`${rule} ${path.relative(import.meta.dirname, file)}: ${message}\n${stack ?? ""}\n`);
    }
  }
  for (const kind of new Set(tasks.map((task) => task.kind))) {
    const of = results.filter((_, index) => tasks[index].kind === kind).flatMap(({ result }) => result ?? []);
    const sum = (key) => of.reduce((all, result) => all + result[key], 0);
    const slowest = of.map((result) => result.slowest).sort((a, b) => b.seconds - a.seconds)[0];
    console.log(`${kind}: ${sum("linted").toLocaleString("en")} files, ${sum("unparsed")} that the parser refuses, ${sum("reports").toLocaleString("en")} reports; slowest ${path.relative(import.meta.dirname, slowest?.file ?? "")} (${slowest?.seconds.toFixed(1)} s)`);
  }
  console.log(`${problems} problems`);
  return problems === 0;
}

const hash = (file) => createHash("sha256").update(path.relative(import.meta.dirname, file)).digest("hex");

/** By a hash of their first files. */
function some(all, which) {
  const [to, from = 0] = which.split("-").map(Number).reverse();
  return [...all].sort(([a], [b]) => (hash(a) < hash(b) ? -1 : 1)).slice(from, to);
}

/** One package's files: in one program, if they are not too many. */
function batches(files) {
  const result = [];
  for (let start = 0; start < files.length; start += filesInBatch) result.push(files.slice(start, start + filesInBatch));
  return result;
}

/** Small batches put together. */
function joined(all) {
  const result = [[]];
  for (const files of all) {
    if (result.at(-1).length > 0 && result.at(-1).length + files.length > filesInBatch) result.push([]);
    result.at(-1).push(...files);
  }
  return result;
}
