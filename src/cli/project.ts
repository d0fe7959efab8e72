import * as fs from "node:fs";
import * as path from "node:path";

import type TypeScript from "typescript";

import { UserError } from "./command.js";

/** What is linted: files, each with the `tsconfig.json` that says how TypeScript reads it. */
export interface Project {
  /** The folder that all files and their configs are in. */
  readonly root: string;
  readonly files: readonly string[];
  /** Configs under another name than `tsconfig.json`, which typescript-eslint does not find by itself. */
  readonly configs: readonly string[];
}

/** The project that the targets name: folders, files and configs. */
export function findProject(ts: typeof TypeScript, cwd: string, targets: readonly string[]): Project {
  const files = new Set<string>();
  const configs = new Set<string>();
  const folders = new Set<string>();
  for (const target of targets.length > 0 ? targets : ["."]) {
    const full = path.resolve(cwd, target);
    if (!fs.existsSync(full)) throw new UserError(`There is no file or folder ${target} in ${cwd}.`);
    const isConfig = full.endsWith(".json") && fs.statSync(full).isFile();
    const [found, read] = isConfig ? [[full], filesOf(ts, full)] : readAround(ts, full);
    if (read.length === 0) throw new UserError(nothingIn(target, found, cwd));
    for (const file of read) files.add(file);
    for (const config of found) folders.add(path.dirname(config));
    if (isConfig && path.basename(full) !== "tsconfig.json") configs.add(full);
  }
  return { root: commonFolder([...folders, ...files]), files: [...files].sort(), configs: [...configs] };
}

/** The configs that a folder or file belongs to, and their files in it: the nearest config above; if that has none of them, those below. */
function readAround(ts: typeof TypeScript, full: string): readonly [configs: string[], files: string[]] {
  const folder = fs.statSync(full).isDirectory() ? full : path.dirname(full);
  const above = ts.findConfigFile(folder, (file) => ts.sys.fileExists(file));
  const read = above === undefined ? [] : filesOf(ts, above).filter(within(full));
  const below = read.length === 0 && folder === full ? ts.sys.readDirectory(folder, [".json"], ["**/node_modules"], ["**/tsconfig.json"]).filter((file) => file !== above) : [];
  if (below.length > 0) return [below, below.flatMap((config) => filesOf(ts, config)).filter(within(full))];
  if (above !== undefined) return [[above], read];
  throw new UserError(
    `There is no tsconfig.json in ${folder}, above or below it. The rules need types, so TypeScript must know the project: \`npx tsc --init\` makes one (JavaScript needs \`"allowJs": true\` in it), or name the one to use.`,
  );
}

/** The files of a config and of those it refers to, but declarations and installed packages. */
function filesOf(ts: typeof TypeScript, config: string, met = new Set<string>()): string[] {
  if (met.has(config)) return [];
  met.add(config);
  const parsed = ts.getParsedCommandLineOfConfigFile(config, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw unreadable(ts, config, [diagnostic]);
    },
  });
  const references = parsed?.projectReferences ?? [];
  const errors = parsed?.errors.filter(({ code }) => !unknownOption.includes(code) && !(code === noInputs && references.length > 0)) ?? [];
  if (parsed === undefined || errors.length > 0) throw unreadable(ts, config, errors);
  const own = parsed.fileNames.map((file) => path.resolve(file)).filter((file) => script.test(file) && !/\.d\.(?:\w+\.)?[cm]?ts$|[\\/]node_modules[\\/]/.test(file));
  return [...own, ...references.flatMap((reference) => filesOf(ts, path.resolve(ts.resolveProjectReferencePath(reference)), met))];
}

const script = /\.[cm]?[jt]sx?$/;

/** TypeScript's error that a config has no files, which one with references need not have. */
const noInputs = 18003;

/** Its errors about options that it does not know: another version may. */
const unknownOption: readonly number[] = [5023, 5025];

function unreadable(ts: typeof TypeScript, config: string, errors: readonly TypeScript.Diagnostic[]): UserError {
  const host: TypeScript.FormatDiagnosticsHost = { getCurrentDirectory: () => path.dirname(config), getCanonicalFileName: (file) => file, getNewLine: () => "\n" };
  return new UserError(`TypeScript cannot read ${config}:\n${ts.formatDiagnostics(errors, host)}Put it right until \`npx tsc --noEmit -p ${config}\` reads it: the rules see what TypeScript sees.`);
}

function nothingIn(target: string, configs: readonly string[], cwd: string): string {
  const names = configs.map((config) => path.relative(cwd, config)).join(", ");
  return `${target} has no files of ${names}. Types come from there: add them to its \`include\`, or name another tsconfig.json.`;
}

function within(folder: string): (file: string) => boolean {
  return (file) => file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

function commonFolder([first = ".", ...others]: readonly string[]): string {
  let folder = first;
  while (!others.every(within(folder))) folder = path.dirname(folder);
  return folder;
}
