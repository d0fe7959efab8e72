// `npm run corpus`: the reports on real code, against the ledger of those that were read. See README.md.
import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";

import { crash } from "./crash.mjs";
import { edits } from "./edits.mjs";
import { compare, readLedger, writeLedger } from "./ledger.mjs";
import { lint } from "./lint.mjs";
import { packages } from "./packages.mjs";
import { folderOf, lintedFiles, prepare } from "./sources.mjs";

const { values: options } = parseArgs({
  options: { strict: { type: "boolean" }, package: { type: "string", multiple: true }, fixes: { type: "boolean" }, crash: { type: "boolean" }, part: { type: "string" }, batches: { type: "string" }, write: { type: "boolean" }, json: { type: "string" } },
});

prepare();
const chosen = packages.filter(({ name }) => options.package?.includes(name) ?? true).map(({ name }) => name);
const task = (name, config) => ({ name, folder: folderOf(name), files: lintedFiles(name), config });
const ok = options.crash ? await crash(options.part, options.batches) : options.fixes ? await edits(chosen.map((name) => task(name, "strict"))) : await reports(options.strict ? "strict" : "recommended");
process.exitCode = ok ? 0 : 1;

/** Whether the plugin says what the ledger says, and all of that is judged. */
async function reports(config) {
  const start = Date.now();
  const found = await lint(chosen.map((name) => task(name, config)));
  if (options.json) fs.writeFileSync(options.json, JSON.stringify(found, undefined, 1));
  // The strict ledger goes on where the recommended one ends.
  const recommended = readLedger("recommended");
  const earlier = config === "strict" ? compare(recommended, found.reports) : undefined;
  const known = readLedger(config);
  const ours = known.filter((entry) => chosen.includes(entry.package));
  const { entries, added, gone, unread } = compare(ours, earlier ? earlier.added : found.reports);
  if (options.write) writeLedger(config, [...known.filter((entry) => !chosen.includes(entry.package)), ...entries]);

  for (const entry of added) console.log(`new   ${show(entry)}`);
  for (const entry of gone) console.log(`gone  ${show(entry)}`);
  for (const entry of unread.filter((entry) => !added.some((other) => show(other) === show(entry)))) console.log(`to be judged  ${show(entry)}`);
  for (const crash of found.crashes) console.log(`crash  ${crash.package} ${crash.file} ${crash.rule}: ${crash.message}\n${crash.stack ?? ""}`);
  console.log(table(earlier ? [...earlier.entries.filter(({ verdict }) => verdict), ...entries] : entries));
  console.log(`${found.reports.length} reports on ${found.lines.toLocaleString("en")} lines of ${chosen.length} packages in ${Math.round((Date.now() - start) / 1000)} s: ${added.length} new, ${gone.length} gone, ${unread.length} to be judged, ${found.crashes.length} crashes`);
  return added.length + gone.length + unread.length + found.crashes.length === 0;
}

function show({ package: name, file, line, rule, message }) {
  return `${path.posix.join("corpus/sources", name.replace("/", "+"), file)}:${line}  ${rule}  ${message}`;
}

function table(entries) {
  const verdicts = ["true", "arguable", "false", undefined];
  const row = (title, list) => [title, list.length, ...verdicts.map((verdict) => list.filter((entry) => entry.verdict === verdict).length)];
  const rules = [...new Set(entries.map(({ rule }) => rule))].sort();
  const rows = [["", "reports", "true", "arguable", "false", "not read"], ...rules.map((rule) => row(rule, entries.filter((entry) => entry.rule === rule))), row("all", entries)];
  return rows.map(([title, ...cells]) => title.padEnd(32) + cells.map((cell) => String(cell).padStart(9)).join("")).join("\n");
}
