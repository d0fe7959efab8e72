// Lints files from everywhere with all rules; started by crash.mjs.
import * as fs from "node:fs";
import * as path from "node:path";
import { text } from "node:stream/consumers";

import ts from "typescript";

import { linterFor } from "./linter.mjs";

/** A file that takes longer is as good as a hang. Of the processor's time: the machine may be busy otherwise. */
const secondsForFile = 30;

/** @type {{ kind: string, files: readonly string[], out: string }} */
const { kind, files, out } = JSON.parse(await text(process.stdin));

const program =
  kind === "JavaScript without types"
    ? undefined
    : ts.createProgram(files, {
        target: ts.ScriptTarget.ESNext,
        lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        allowImportingTsExtensions: true,
        types: ["node"],
        strict: true,
        skipLibCheck: true,
        experimentalDecorators: true,
        resolveJsonModule: true,
        jsx: ts.JsxEmit.Preserve,
        noEmit: true,
        ...(kind === "JavaScript with checkJs" && { allowJs: true, checkJs: true }),
      });
const result = { problems: [], linted: 0, unparsed: 0, reports: 0, slowest: { file: "", seconds: 0 } };
const lint = linterFor({ folder: path.parse(out).root, config: "all", program });
for (const file of files) {
  if (program && !program.getSourceFile(file)) continue;
  fs.writeFileSync(`${out}.at`, file);
  const start = process.cpuUsage();
  const { messages, crashes } = lint(path.relative("/", file), program?.getSourceFile(file).text ?? fs.readFileSync(file, "utf8"));
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  result.linted++;
  result.reports += messages.filter(({ ruleId }) => ruleId).length;
  if (messages.some(({ fatal }) => fatal)) result.unparsed++;
  if (seconds > result.slowest.seconds) result.slowest = { file, seconds };
  if (seconds > secondsForFile) result.problems.push({ file, rule: "", message: `took ${seconds.toFixed(0)} s` });
  if (program) result.problems.push(...crashes.map((crash) => ({ file, ...crash })));
  // Without types each rule must say what is missing, and nothing else.
  else result.problems.push(...unclear(file, messages, crashes));
}
fs.writeFileSync(out, JSON.stringify(result));

function unclear(file, messages, crashes) {
  if (messages.some(({ fatal }) => fatal)) return [];
  return crashes.length > 0 && crashes.every(({ message }) => message.includes("requires type information")) ? [] : [{ file, rule: "", message: "no rule says that type information is missing", stack: crashes.map(({ stack }) => stack).join("\n") }];
}
