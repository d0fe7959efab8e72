import type { Surroundings } from "./command.js";
import { lintProject, type Outcome } from "./engine.js";
import { show } from "./formats.js";
import { readOptions } from "./options.js";
import { progressOn } from "./progress.js";
import { findProject } from "./project.js";
import { toolchainFor } from "./toolchain.js";

/** Lints a TypeScript project without a config of its own: `[targets] [--strict] [--rule <name>] [--fix] [--format <format>]`. */
export async function lint(words: readonly string[], { cwd, stdout, stderr }: Surroundings): Promise<number> {
  const options = readOptions(words);
  if (options === undefined) return 0;

  const tools = toolchainFor(cwd);
  const project = findProject(tools.ts, cwd, options.targets);
  const progress = progressOn(stderr);
  progress.at("Reading types");
  let outcome: Outcome;
  try {
    outcome = await lintProject(tools, project, options, progress);
  } finally {
    progress.end();
  }

  const text = await show(options.format, outcome.eslint, outcome.results, cwd);
  if (text !== "") stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  for (const notice of [...tools.notices, ...noticesOf(outcome)]) stderr.write(`${notice}\n`);
  const problems = sum(outcome.results, ({ errorCount }) => errorCount);
  if (stderr.isTTY && problems === 0) stderr.write(`Nothing found in ${outcome.results.length} files.\n`);
  return problems > 0 ? 1 : 0;
}

/** What keeps the rules from seeing all there is. */
function noticesOf({ results, unresolved }: Outcome): string[] {
  const broken = sum(results, ({ fatalErrorCount }) => fatalErrorCount);
  return [
    ...(broken > 0 ? [`${several(broken, "file")} could not be read, and so not linted. Put the errors right first: \`npx tsc --noEmit\` shows them too.`] : []),
    ...(unresolved.length > 0
      ? [`${several(unresolved.length, "import")} could not be found: ${unresolved.slice(0, 3).join(", ")}${unresolved.length > 3 ? ", …" : ""}. What comes from there has no type, so nothing is reported about it. Are all dependencies installed (\`npm install\`), and is what must be generated or built there?`]
      : []),
  ];
}

function several(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
