// `npm run bench`: what the plugin costs, as ratios in one alternating run. `-- --gate` only counts, for CI. See docs/performance.md.
import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";

import { ESLint } from "eslint";

import { run } from "../corpus/pool.mjs";
import { folderOf, lintedFiles, prepare } from "../corpus/sources.mjs";
import { budgets } from "./budgets.mjs";
import { generate } from "./generated.mjs";
import { pathological } from "./pathological.mjs";

const { values: options } = parseArgs({
  options: { gate: { type: "boolean" }, corpus: { type: "string", multiple: true }, rounds: { type: "string", default: "5" }, json: { type: "string" } },
});

const here = import.meta.dirname;
const scratch = path.join(here, "generated");
const project = (name) => ({ folder: folderOf(name), files: lintedFiles(name) });
prepare();
const packages = { small: ["libp2p", "@libp2p/kad-dht"], medium: ["@anthropic-ai/sdk"], large: ["viem"] };
const chosen = options.corpus ?? (options.gate ? ["small"] : Object.keys(packages));
const corpora = Object.fromEntries(Object.entries(packages).map(([corpus, names]) => [corpus, names.map(project)]));
const generated = [40, 320].map((count) => ({ count, projects: [{ folder: path.join(scratch, String(count)), files: generate(path.join(scratch, String(count)), count) }] }));

const values = [];
/** @param {string} budget @param {string} corpus @param {number} value */
const record = (budget, corpus, value) => values.push({ budget, corpus, value });

await counts();
await growth();
await sameReports();
if (!options.gate) {
  for (const corpus of chosen) await cost(corpus);
  await pathologicalPrograms();
  await singleFile();
}
fs.rmSync(scratch, { recursive: true });
process.exitCode = report() ? 0 : 1;

async function measure(measurement) {
  const [{ result, failure }] = await run("../bench/measure.mjs", [measurement], { nodeOptions: ["--expose-gc"] });
  if (failure) throw new Error(failure);
  return result;
}

/** What is asked of the checker: the cost that does not wobble. */
async function counts() {
  for (const corpus of chosen) {
    const { asked, calls } = await measure({ projects: corpora[corpus], variant: "plugin", count: true });
    const floating = await measure({ projects: corpora[corpus], variant: "nfp", count: true });
    const all = sum(asked);
    record("questions for each call", corpus, all / calls);
    record("resolved signatures for each call", corpus, (asked.getResolvedSignature ?? 0) / calls);
    record("questions against no-floating-promises", corpus, all / sum(floating.asked));
    console.log(`${corpus}: ${calls} calls, ${all} questions: ${show(asked)}`);
  }
}

/** Eight times the program. */
async function growth() {
  const [small, large] = await Promise.all(generated.map(({ projects }) => measure({ projects, variant: "plugin strict", count: true })));
  const exponent = (key) => Math.log(key(large) / key(small)) / Math.log(generated[1].count / generated[0].count);
  record("growth of questions (exponent)", "generated", exponent(({ asked }) => sum(asked)));
  record("growth of reports (exponent)", "generated", exponent(({ reports }) => reports.length));
  if (!options.gate) {
    const costs = [];
    for (const { projects } of generated) costs.push(await added(projects));
    record("growth of cpu (exponent)", "generated", Math.log(costs[1] / costs[0]) / Math.log(generated[1].count / generated[0].count));
  }
}

async function added(projects) {
  const differences = [];
  for (let round = 0; round < 3; round++) differences.push((await measure({ projects, variant: "plugin strict" })).cpu - (await measure({ projects, variant: "none" })).cpu);
  return Math.max(median(differences), 0.05);
}

/** Again, in other orders of the files, and by two workers of ESLint. */
async function sameReports() {
  const { projects } = generated[0];
  const first = await measure({ projects, variant: "plugin strict" });
  if (first.reports.length === 0) throw new Error("no reports to compare");
  let different = 0;
  for (const order of [undefined, "reversed", "shuffled"]) {
    for (const each of [projects, corpora.small]) {
      const usual = each === projects ? first : await measure({ projects: each, variant: "plugin strict" });
      const again = await measure({ projects: each, variant: "plugin strict", order });
      if (JSON.stringify(again.reports) !== JSON.stringify(usual.reports)) different++;
    }
  }
  const { programs, reports: alone } = await byESLint(projects[0], "off");
  const { reports: together } = await byESLint(projects[0], 2);
  if (JSON.stringify(alone) !== JSON.stringify(together) || alone.length !== first.reports.length) different++;
  record("runs with other reports", "generated", different);
  record("programs in one run", "generated", programs);
}

/** With `projectService`, as users have it. */
async function byESLint({ folder }, concurrency) {
  const config = path.join(folder, "eslint.config.mjs");
  fs.writeFileSync(
    config,
    `import * as parser from "@typescript-eslint/parser";
import plugin from ${JSON.stringify(path.join(here, "../dist/index.js"))};
const programs = (globalThis.programs ??= new Set());
const count = { create: ({ sourceCode }) => (programs.add(sourceCode.parserServices.program), {}) };
export default [{ files: ["**/*.ts"], plugins: { ctx: plugin, bench: { rules: { count } } }, rules: { ...plugin.configs.strict.rules, "bench/count": "error" }, languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } }];
`,
  );
  globalThis.programs = new Set();
  const eslint = new ESLint({ cwd: folder, overrideConfigFile: config, ignore: false, concurrency });
  const results = await eslint.lintFiles(["*.ts"]);
  const reports = results.flatMap(({ filePath, messages }) => messages.map(({ line, column, ruleId, message }) => `${path.basename(filePath)}:${line}:${column} ${ruleId} ${message}`)).sort();
  return { reports, programs: globalThis.programs.size };
}

/** Ratios of processor time in one alternating run. */
async function cost(corpus) {
  const projects = corpora[corpus];
  const variants = ["none", "nfp", "plugin", "both", "strict", "strict+plugin"];
  const rounds = [];
  for (let round = 0; round < Number(options.rounds); round++) {
    const result = {};
    for (const variant of variants) {
      // The strictest rules take minutes on the larger corpora.
      if (variant.startsWith("strict") && (corpus === "large" || round >= 3)) continue;
      result[variant] = await measure({ projects, variant });
    }
    rounds.push(result);
    console.log(`${corpus}, round ${round + 1}: ${Object.entries(result).map(([variant, { cpu }]) => `${variant} ${cpu.toFixed(1)} s`).join(", ")}`);
  }
  const ratio = (of, to) => {
    const ratios = rounds.filter((round) => round[of] && round[to]).map((round) => round[of] / round[to]);
    return ratios.length > 0 ? median(ratios) : undefined;
  };
  const cpu = rounds.map((round) => Object.fromEntries(Object.entries(round).map(([variant, result]) => [variant, result.cpu])));
  rounds.splice(0, rounds.length, ...cpu.map((round, index) => ({ ...round, heapNone: rounds[index].none.heap, heapPlugin: rounds[index].plugin.heap, heapNfp: rounds[index].nfp.heap, heapBoth: rounds[index].both.heap, addedPlugin: Math.max(round.plugin - round.none, 0.01), addedNfp: Math.max(round.nfp - round.none, 0.01) })));
  record("plugin against no rules", corpus, ratio("plugin", "none"));
  record("added by plugin against added by no-floating-promises", corpus, ratio("addedPlugin", "addedNfp"));
  record("both against no-floating-promises", corpus, ratio("both", "nfp"));
  const strictest = ratio("strict+plugin", "strict");
  if (strictest) record("strict-type-checked with plugin against without", corpus, strictest);
  record("heap against no rules", corpus, ratio("heapPlugin", "heapNone"));
  record("heap of both against no-floating-promises", corpus, ratio("heapBoth", "heapNfp"));
  const steady = await measure({ projects, variant: "both", steady: true });
  const floating = steady.ms["@typescript-eslint/no-floating-promises"];
  const own = Object.entries(steady.ms).filter(([rule]) => rule.startsWith("ctx/"));
  record("rule time against no-floating-promises, steady", corpus, own.reduce((all, [, ms]) => all + ms, 0) / floating);
  console.log(`${corpus}, steady: no-floating-promises ${floating.toFixed(0)} ms; ${own.sort((a, b) => b[1] - a[1]).map(([rule, ms]) => `${rule.slice(4)} ${ms.toFixed(0)}`).join(", ")}`);
}

/** Programs that break what is naive. The budget is of `recommended`, as all others; `strict` is told beside it. */
async function pathologicalPrograms() {
  for (const [name, files] of Object.entries(pathological)) {
    const folder = path.join(scratch, "pathological");
    fs.rmSync(folder, { recursive: true, force: true });
    fs.cpSync(path.join(scratch, String(generated[0].count), "tsconfig.json"), path.join(folder, "tsconfig.json"));
    for (const [file, text] of Object.entries(files())) fs.writeFileSync(path.join(folder, file), text);
    const projects = [{ folder, files: Object.keys(files()) }];
    const ratios = { plugin: [], "plugin strict": [] };
    for (let round = 0; round < 3; round++) {
      const none = (await measure({ projects, variant: "none" })).cpu;
      for (const [variant, list] of Object.entries(ratios)) list.push(((await measure({ projects, variant })).cpu - none) / none);
    }
    record("pathological: added against no rules", name, median(ratios.plugin));
    console.log(`${name}: ${median(ratios.plugin).toFixed(2)}, with strict ${median(ratios["plugin strict"]).toFixed(2)}`);
  }
}

/** An editor, or a hook before a commit. */
async function singleFile() {
  const [{ folder, files }] = corpora.small;
  const projects = [{ folder, files: files.filter((file) => file.endsWith("dial-queue.ts")) }];
  const ratios = [];
  for (let round = 0; round < Number(options.rounds); round++) ratios.push((await measure({ projects, variant: "plugin" })).cpu / (await measure({ projects, variant: "none" })).cpu);
  record("one file against no rules", "small", median(ratios));
}

/** Whether all that must be is. */
function report() {
  const rows = values.map(({ budget, corpus, value }) => {
    const { must, target } = budgets[budget];
    return { budget, corpus, value: Number(value.toFixed(3)), target, must, verdict: value <= target ? "ok" : value <= must ? "above its target" : "TOO MUCH" };
  });
  console.table(rows);
  if (options.json) fs.writeFileSync(options.json, JSON.stringify({ at: new Date().toISOString(), node: process.version, rows }, undefined, 1));
  return rows.every(({ verdict }) => verdict !== "TOO MUCH");
}

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
}

function sum(asked) {
  return Object.values(asked).reduce((all, count) => all + count, 0);
}

function show(asked) {
  return Object.entries(asked).sort((a, b) => b[1] - a[1]).slice(0, 6).map((entry) => entry.join(" ")).join(", ");
}
