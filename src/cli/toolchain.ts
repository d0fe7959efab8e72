import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

import type { ESLint, Linter } from "eslint";
import semver from "semver";
import type TypeScript from "typescript";

import { manifest } from "../manifest.js";
import { UserError } from "./command.js";

/** What lints a project: its own ESLint, TypeScript and parser where the rules work with them, else those that came with this package. */
export interface Toolchain {
  readonly ESLint: typeof ESLint;
  readonly parser: Linter.Parser;
  readonly ts: typeof TypeScript;
  /** What the user should know about the choice. */
  readonly notices: readonly string[];
}

type Tool = keyof typeof manifest.peerDependencies;

/** An installed package. */
interface Installed {
  readonly folder: string;
  readonly version: string;
  /** The module that it is loaded by. */
  readonly file: string;
}

const here = import.meta.dirname;
const require = createRequire(import.meta.url);

/** Chooses what lints the project in a folder. From then on its TypeScript is everyone's in this process: do it before anything loads another. */
export function toolchainFor(folder: string): Toolchain {
  const theirTypeScript = find("typescript", folder);
  const typescript = suitable(theirTypeScript, "typescript") ?? ours("typescript");
  const theirParser = suitable(find("@typescript-eslint/parser", folder), "@typescript-eslint/parser");
  // The project's parser reads with the TypeScript that it finds, which may be another than the project's.
  const parser = theirParser && resolveFrom(theirParser, "typescript") === typescript.file ? theirParser : ours("@typescript-eslint/parser");
  const eslint = suitable(find("eslint", folder), "eslint") ?? ours("eslint");

  const ts = require(typescript.file) as typeof TypeScript;
  // Types of one TypeScript mean nothing to another, so whoever asks for one gets the same.
  for (const file of [require.resolve("typescript"), resolveFrom(parser, "typescript")]) {
    if (file !== undefined) require.cache[file] = require.cache[typescript.file];
  }
  const { ESLint: engine } = require(eslint.file) as { ESLint: typeof ESLint };
  return { ESLint: engine, parser: require(parser.file) as Linter.Parser, ts, notices: noticesOf(theirTypeScript, typescript) };
}

/** What to do where the project's TypeScript is not the one that is used. */
function noticesOf(theirs: Installed | undefined, used: Installed): string[] {
  if (theirs?.folder === used.folder) return [];
  if (theirs === undefined) {
    return [`There is no TypeScript in this project, so version ${used.version}, which came with ${manifest.name}, reads it. If its dependencies are not installed yet, do that first: what cannot be imported has no type, and without types nothing is found.`];
  }
  const why = isNative(theirs) ? "has no API for other tools yet" : `is none that the rules work with (${manifest.peerDependencies.typescript})`;
  const advice = isNative(theirs) ? ` For ESLint in your editor and CI, have both: \`${bothVersions}\`.` : "";
  return [`TypeScript ${theirs.version} of this project ${why}, so version ${used.version} reads it.${advice}`];
}

/** TypeScript 7 as `tsc`, and version 6 for tools. */
const bothVersions = "npm i -D typescript@npm:@typescript/typescript6 @typescript/native@npm:typescript@7";

function suitable(found: Installed | undefined, tool: Tool): Installed | undefined {
  return found && semver.satisfies(found.version, manifest.peerDependencies[tool], { includePrerelease: true }) ? found : undefined;
}

function ours(tool: Tool): Installed {
  const found = find(tool, here);
  const suits = suitable(found, tool);
  if (suits) return suits;
  const range = manifest.peerDependencies[tool];
  if (found && tool === "typescript" && isNative(found)) {
    throw new UserError(`TypeScript ${found.version} has no API for other tools yet, and there is no other one here. Have both: \`${bothVersions}\`.`);
  }
  throw new UserError(`${manifest.name} needs ${tool} ${range}, and finds ${found ? `version ${found.version}` : "none"}: \`npm i -D "${tool}@${range}"\`.`);
}

function isNative({ version }: Installed): boolean {
  return semver.gte(version, "7.0.0-0");
}

/** The package that a module in the folder would load. */
function find(tool: Tool, folder: string): Installed | undefined {
  for (const modules of createRequire(path.join(folder, "index.js")).resolve.paths(tool) ?? []) {
    const file = path.join(modules, tool, "package.json");
    if (!fs.existsSync(file)) continue;
    const inside = fs.realpathSync(path.dirname(file));
    const { version } = JSON.parse(fs.readFileSync(file, "utf8")) as { version: string };
    return { folder: inside, version, file: resolveFrom({ folder: inside }, tool) ?? require.resolve(inside) };
  }
  return undefined;
}

/** What a module of the package gets by a name. */
function resolveFrom({ folder }: Pick<Installed, "folder">, name: string): string | undefined {
  try {
    return createRequire(path.join(folder, "package.json")).resolve(name);
  } catch {
    return undefined;
  }
}
