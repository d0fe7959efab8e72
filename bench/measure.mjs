// One measurement in a process of its own; started by main.mjs, which sends what is to be measured.
import * as fs from "node:fs";
import * as path from "node:path";
import { text } from "node:stream/consumers";

import * as parser from "@typescript-eslint/parser";
import { Linter } from "eslint";

import { programOf, ts } from "../corpus/program.mjs";

/**
 * @typedef {object} Measurement
 * @property {readonly { folder: string, files: readonly string[] }[]} projects
 * @property {keyof typeof variants} variant
 * @property {boolean} [count] Count what is asked of the checker.
 * @property {boolean} [steady] Let the checker do all of its work first, then time the rules.
 * @property {"reversed" | "shuffled"} [order] Of the files.
 */

/** @type {Measurement & { out: string }} */
const { projects, variant, count = false, steady = false, order, out } = JSON.parse(await text(process.stdin));

// Loaded where the variant has rules of it: loading is part of what it costs.
const { default: plugin } = /plugin|both/.test(variant) ? await import("../dist/index.js") : {};
const { default: tseslint } = /nfp|both|^strict/.test(variant) ? await import("typescript-eslint") : {};
const recommended = plugin?.configs.recommended.rules;
const floating = { "@typescript-eslint/no-floating-promises": "error" };
const strict = tseslint && Object.assign({}, ...tseslint.configs.strictTypeChecked.map(({ rules = {} }) => Object.fromEntries(Object.entries(rules).filter(([rule]) => rule.startsWith("@typescript-eslint/")))));
const variants = {
  none: {},
  nfp: floating,
  plugin: recommended,
  both: { ...floating, ...recommended },
  strict,
  "strict+plugin": { ...strict, ...recommended },
  "plugin strict": plugin?.configs.strict.rules,
};

const result = { cpu: 0, heap: 0, reports: [], asked: {}, calls: 0, ms: {}, crashes: 0 };
const kept = [];
for (const { folder, files } of projects) {
  const program = programOf(folder);
  const checker = program.getTypeChecker();
  if (steady) for (const file of program.getSourceFiles()) if (!file.isDeclarationFile) program.getSemanticDiagnostics(file);
  if (count) for (const method of Object.keys(checker)) checker[method] = counted(method, checker[method]);
  const linter = new Linter({ cwd: folder });
  for (const file of ordered(files)) {
    const source = program.getSourceFile(path.join(folder, file));
    if (count) result.calls += callsIn(source);
    try {
      const { messages } = linter.verifyAndFix(
        source.text,
        { files: ["**/*.{ts,tsx,mts,cts}"], plugins: { ...(plugin && { ctx: plugin }), ...(tseslint && { "@typescript-eslint": tseslint.plugin }) }, rules: variants[variant], languageOptions: { parser, parserOptions: { programs: [program] } }, linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" } },
        { filename: path.join(folder, file), fix: false, stats: steady },
      );
      result.reports.push(...messages.filter(({ ruleId }) => ruleId?.startsWith("ctx/")).map(({ ruleId, line, column, message }) => `${file}:${line}:${column} ${ruleId} ${message}`));
    } catch (error) {
      if (!variant.startsWith("strict")) throw error;
      result.crashes++; // Of strict-type-checked: it is not what is measured.
    }
    for (const pass of linter.getTimes().passes ?? []) for (const [rule, { total }] of Object.entries(pass.rules ?? {})) result.ms[rule] = (result.ms[rule] ?? 0) + total;
  }
  kept.push(program, linter);
}
const { user, system } = process.cpuUsage();
result.cpu = (user + system) / 1e6;
globalThis.gc?.();
result.heap = kept.length && process.memoryUsage().heapUsed;
result.reports.sort();
fs.writeFileSync(out, JSON.stringify(result));

function counted(name, method) {
  return typeof method !== "function"
    ? method
    : function (...args) {
        result.asked[name] = (result.asked[name] ?? 0) + 1;
        return method.apply(this, args);
      };
}

function callsIn(source) {
  let calls = 0;
  const visit = (node) => {
    if (ts.isCallExpression(node)) calls++;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

function ordered(files) {
  if (order === "reversed") return [...files].reverse();
  if (order === "shuffled") return [...files].sort((a, b) => (mixed(a) < mixed(b) ? -1 : 1));
  return files;
}

/** The same for the same name, and in no order. */
function mixed(name) {
  let value = 7;
  for (const char of name) value = (Math.imul(value, 31) + char.charCodeAt(0)) >>> 0;
  return Math.imul(value, 2654435761) >>> 0;
}
