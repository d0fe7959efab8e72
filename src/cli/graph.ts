import * as fs from "node:fs/promises";
import * as path from "node:path";

import { cac } from "cac";

import { collectGraph } from "../graph/collect.js";
import { toDot } from "../graph/dot.js";
import { toHtml } from "../graph/html.js";
import { toMermaid } from "../graph/mermaid.js";
import type { FlowGraph } from "../graph/model.js";
import { from } from "../graph/select.js";
import { subjectAt } from "../graph/subject.js";
import { type Command, UserError } from "./command.js";

const formats: Readonly<Record<string, (graph: FlowGraph) => string>> = { html: toHtml, mermaid: toMermaid, dot: toDot };

/** `eslint-plugin-ctx graph [entry]` */
export const graph: Command = async (args, { cwd, stderr, stdout }) => {
  const cli = cac("eslint-plugin-ctx graph");
  cli.usage("[entry]\n\n  Draws how contexts flow through a program. The entry is a folder, a tsconfig.json, or a file to begin at (`src/main.ts`, `src/main.ts#handle`).");
  cli.option("--format <format>", "html: a page to look at and click through. mermaid, dot: text", { default: "html" });
  cli.option("--out <file>", "Where to write; `-` is the standard output. Default: context-graph.html, and the standard output for text");
  cli.help();
  const { args: words, options } = cli.parse(["node", "graph", ...args], { run: false });
  const { format, help, out } = options as { readonly format: string; readonly help?: boolean; readonly out?: string };
  if (help === true) return 0;
  const write = formats[format];
  if (write === undefined) throw new UserError(`There is no format ${JSON.stringify(format)}; choose one of ${Object.keys(formats).join(", ")}.`);
  const { file, name } = await entryOf(words[0], cwd);

  const whole = collectGraph(await subjectAt(file));
  const drawn = from(whole, file, name);
  if (drawn === undefined) throw new UserError(`There is no function ${JSON.stringify(name)} in ${words[0] ?? ""} that has to do with contexts.`);
  for (const unread of whole.unread) stderr.write(`Not read: ${unread}\n`);
  const text = write(drawn);
  const target = out ?? (format === "html" ? "context-graph.html" : "-");
  if (target === "-") stdout.write(text);
  else await fs.writeFile(path.resolve(cwd, target), text);
  stderr.write(`${summary(drawn)}${target === "-" ? "" : ` Written to ${target}.`}\n`);
  return 0;
};

/** `src/main.ts#handle` is a file and a function of it. */
async function entryOf(entry = ".", cwd: string): Promise<{ readonly file: string; readonly name: string | undefined }> {
  const [, start = entry, name] = /^(.*?)(?:#(.+))?$/.exec(entry) ?? [];
  const file = path.resolve(cwd, start);
  const exists = await fs.stat(file).then(
    () => true,
    () => false,
  );
  if (!exists) throw new UserError(`There is no file or folder ${start}.`);
  return { file, name };
}

function summary({ findings, functions, others }: FlowGraph): string {
  const own = functions.filter(({ kind }) => kind !== "outside").length;
  const breaks = findings.filter(({ isBreak }) => isBreak).length;
  return `${own} functions have to do with contexts (${others} others do not); ${breaks === 0 ? "no chain is broken" : breaks === 1 ? "1 break" : `${breaks} breaks`}.`;
}
