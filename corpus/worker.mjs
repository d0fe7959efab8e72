// Lints the files of one package; started by lint.mjs, which sends the task.
import * as fs from "node:fs";
import * as path from "node:path";
import { text } from "node:stream/consumers";

import { linterFor } from "./linter.mjs";
import { programOf } from "./program.mjs";

/** @type {import("./lint.mjs").Task & { out: string }} */
const { name, folder, files, config, out } = JSON.parse(await text(process.stdin));

const lint = linterFor({ folder, config, program: programOf(folder) });
const found = { reports: [], crashes: [], lines: 0 };
for (const file of files) {
  const code = fs.readFileSync(path.join(folder, file), "utf8");
  found.lines += code.split("\n").length;
  const { messages, crashes } = lint(file, code);
  found.crashes.push(...crashes.map((crash) => ({ package: name, file, ...crash })));
  for (const message of messages) {
    if (message.fatal) found.crashes.push({ package: name, file, rule: "(parser)", message: message.message });
    else if (message.ruleId) found.reports.push(report(file, message)); // Others speak of comments that `noInlineConfig` switches off.
  }
}
fs.writeFileSync(out, JSON.stringify(found));

function report(file, { line, column, ruleId, message, fix, suggestions = [] }) {
  return { package: name, file, line, column, rule: ruleId.replace("ctx/", ""), message, ...(fix && { fix }), suggestions: suggestions.map(({ desc, fix }) => ({ desc, fix })) };
}
