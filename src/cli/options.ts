import { cac } from "cac";

import { manifest } from "../manifest.js";
import { UserError } from "./command.js";
import { formats, type Format } from "./formats.js";

/** What the user asks `lint` for. */
export interface LintOptions {
  /** Folders, files and `tsconfig.json` files; none means the folder the command runs in. */
  readonly targets: readonly string[];
  readonly strict: boolean;
  readonly fix: boolean;
  /** Only these rules, if any are named; without `ctx/`. */
  readonly rules: readonly string[];
  readonly format: Format;
}

/** Reads the words; `undefined` if help or the version was asked for, and has been shown. */
export function readOptions(words: readonly string[]): LintOptions | undefined {
  const cli = cac(manifest.name);
  let options: LintOptions | undefined;
  cli
    .command("[...targets]", "Lints TypeScript projects")
    .usage("[folders, files or tsconfig.json files; default: this folder]")
    .option("--strict", "Use the rules and options of `ctx/strict` instead of `ctx/recommended`")
    .option("--rule <name>", "Use this rule only; may be repeated")
    .option("--fix", "Apply the fixes")
    .option("--format <format>", `How to show what was found: ${formats.join(", ")}`, { default: "stylish" })
    .example((name) => `  $ ${name}`)
    .example((name) => `  $ ${name} src --strict --rule no-dropped-context`)
    .example((name) => `  $ ${name} packages/api/tsconfig.json --format sarif > ctx.sarif`)
    .action((targets: string[], given: Given) => {
      options = {
        targets: [...targets, ...given["--"]],
        strict: given.strict ?? false,
        fix: given.fix ?? false,
        rules: several(given.rule).map((name) => name.replace(/^ctx\//, "")),
        format: formatNamed(given.format),
      };
    });
  // One command needs no list of commands; the other has a help of its own.
  cli.help((sections) => [
    ...sections.filter(({ title }) => !/^(?:Commands|For more info)/.test(title ?? "")),
    { title: "Another command", body: `  $ ${manifest.name} graph --help` },
  ]);
  cli.version(manifest.version);
  try {
    cli.parse(["node", manifest.name, ...words]);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof UserError) throw error;
    throw new UserError(`${error.message}. \`npx ${manifest.name} --help\` lists the options.`);
  }
  return options;
}

/** What cac makes of the words. */
interface Given {
  readonly "--": readonly string[];
  readonly strict?: boolean;
  readonly fix?: boolean;
  readonly rule?: unknown;
  readonly format: unknown;
}

function several(value: unknown): string[] {
  return value === undefined ? [] : [value].flat().map(String);
}

function formatNamed(value: unknown): Format {
  const format = formats.find((known) => known === value);
  if (format === undefined) throw new UserError(`There is no format ${JSON.stringify(value)}: use ${formats.join(", ")}.`);
  return format;
}
