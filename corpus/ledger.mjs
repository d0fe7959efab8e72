// The reports that were read, each with what its reader says of it.
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/**
 * @typedef {object} Entry
 * @property {string} package
 * @property {string} file
 * @property {number} line
 * @property {string} rule
 * @property {string} message
 * @property {"true" | "arguable" | "false"} [verdict] None where it is not read yet, or not part of its sample.
 * @property {string} [why]
 */

/** Above as many reports of one rule in one package only a random sample of as many is read. */
const readAtMost = 40;
const seed = 1;

const file = (config) => path.join(import.meta.dirname, `ledger.${config}.json`);

export function readLedger(config) {
  /** @type {readonly Entry[]} */
  const entries = fs.existsSync(file(config)) ? JSON.parse(fs.readFileSync(file(config), "utf8")).reports : [];
  return entries;
}

/** One line for each entry: so a change of the ledger reads as what changed. */
export function writeLedger(config, entries) {
  const sorted = [...entries].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  fs.writeFileSync(file(config), `{ "seed": ${seed}, "readAtMost": ${readAtMost}, "reports": [\n${sorted.map((entry) => JSON.stringify(entry)).join(",\n")}\n] }\n`);
}

const order = ({ rule, package: name, file, line }) => [rule, name, file, String(line).padStart(6, "0")].join(" ");

/** Reports that are the same defect: what a message says may change. */
const place = ({ package: name, file, line, rule }) => [name, file, line, rule].join("|");

/**
 * The ledger as these reports make it: what was judged stays judged. And what is new, gone, and to be read.
 *
 * @param {readonly Entry[]} ledger
 * @param {readonly import("./lint.mjs").Report[]} reports
 */
export function compare(ledger, reports) {
  const known = groupBy(ledger, place);
  const entries = [];
  const added = [];
  for (const { package: name, file, line, rule, message } of reports) {
    const entry = { package: name, file, line, rule, message };
    const here = known.get(place(entry)) ?? [];
    // Of several on one line the one that says the same comes first.
    const same = here.find((other) => other.message === message) ?? here[0];
    if (same) here.splice(here.indexOf(same), 1);
    else added.push(entry);
    entries.push({ ...entry, ...(same?.verdict && { verdict: same.verdict, why: same.why }) });
  }
  return { entries, added, gone: [...known.values()].flat(), unread: unread(entries) };
}

/** What a reader has yet to judge: all of a rule in a package, or the sample. */
function unread(entries) {
  return [...groupBy(entries, ({ rule, package: name }) => `${rule} ${name}`).values()].flatMap((group) => sample(group).filter(({ verdict }) => verdict === undefined));
}

/** By a hash of their places: one report more or less changes the sample by one. */
function sample(entries) {
  if (entries.length <= readAtMost) return entries;
  const hash = (entry) => createHash("sha256").update(`${seed} ${place(entry)}`).digest("hex");
  return [...entries].sort((a, b) => (hash(a) < hash(b) ? -1 : 1)).slice(0, readAtMost);
}

function groupBy(list, key) {
  const groups = new Map();
  for (const item of list) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
