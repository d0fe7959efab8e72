// Lints the files of one package; started by lint.mjs, which sends the task.
import * as fs from "node:fs";
import * as path from "node:path";
import { text } from "node:stream/consumers";

import * as parser from "@typescript-eslint/parser";
import { ESLint } from "eslint";
import ts from "typescript";

import plugin from "../dist/index.js";

/** @type {import("./lint.mjs").Task & { out: string }} */
const task = JSON.parse(await text(process.stdin));

const { fileNames, options, errors } = ts.getParsedCommandLineOfConfigFile(path.join(task.folder, "tsconfig.json"), {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (diagnostic) => { throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n")); } });
if (errors.length > 0) throw new Error(ts.flattenDiagnosticMessageText(errors[0].messageText, "\n"));
// One program for the package: what `projectService` gives, without its bookkeeping for each file.
const program = ts.createProgram(fileNames, options, ts.createCompilerHost(options, true));

const rules = plugin.configs[task.config].rules;
const linters = new Map();
/** ESLint without the rules that threw: the others go on. */
function linter(off) {
  const key = [...off].sort().join();
  if (!linters.has(key)) {
    linters.set(
      key,
      new ESLint({
        cwd: task.folder,
        overrideConfigFile: true,
        ignore: false,
        overrideConfig: {
          files: ["**/*.{ts,tsx,mts,cts}"],
          plugins: { ctx: plugin },
          rules: Object.fromEntries(Object.entries(rules).filter(([rule]) => !off.has(rule))),
          languageOptions: { parser, parserOptions: { programs: [program] } },
          linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
        },
      }),
    );
  }
  return linters.get(key);
}

const found = { reports: [], crashes: [], lines: 0 };
for (const file of task.files) {
  const code = fs.readFileSync(path.join(task.folder, file), "utf8");
  found.lines += code.split("\n").length;
  const off = new Set();
  for (let again = true; again; ) {
    again = false;
    try {
      const [result] = await linter(off).lintText(code, { filePath: path.join(task.folder, file) });
      for (const message of result.messages) {
        if (message.fatal) found.crashes.push({ package: task.name, file, rule: "(parser)", message: message.message });
        else if (message.ruleId) found.reports.push(report(file, message));
      }
    } catch (error) {
      found.crashes.push({ package: task.name, file, rule: error.ruleId ?? "", message: error.message.split("\n")[0], stack: error.stack });
      again = error.ruleId !== undefined && !off.has(error.ruleId);
      off.add(error.ruleId);
    }
  }
}
fs.writeFileSync(task.out, JSON.stringify(found));

function report(file, { line, column, ruleId, message, fix, suggestions = [] }) {
  return { package: task.name, file, line, column, rule: ruleId.replace("ctx/", ""), message, ...(fix && { fix }), suggestions: suggestions.map(({ desc, fix }) => ({ desc, fix })) };
}
