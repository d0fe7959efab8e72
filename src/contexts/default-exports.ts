import * as path from "node:path";

import ts from "typescript";

import { type Facts, programMemo } from "./facts.js";

/**
 * Each module has a `default` of its own. Where names are compared, it goes by the words of the module's path, with which
 * others import it: `default load` of `src/load.ts`. Modules with the same word are taken for one: too many, never too few.
 */

export const DEFAULT = "default";

/** The default of whichever module: where what is imported is called otherwise than any file. */
const ANY = `${DEFAULT} *`;

/** Words that say nothing of a module. */
const WORDLESS = /^(?:index|dist|src|lib|types?|node_modules|esm|cjs|mjs|main|build|)$/;

/** How many folders may stand between a file and the name of its package. */
const MOST_FOLDERS = 5;

/** Files that are no modules with names in them. */
const ASSET = /\.(?:avif|css|gif|gql|graphql|html|ico|jpe?g|json|less|mdx?|mp[34]|png|sass|scss|svg|txt|wasm|webp|woff2?)$/;

/** What the program knows a name of this file by: its default has a name in each module that may import it. */
export function namesFor({ fileName }: ts.SourceFile, name: string): readonly string[] {
  return name === DEFAULT ? [name, ...wordsOfFile(fileName).map(named), ANY] : [name];
}

/** What a module calls the default of the one that it imports by this specifier. */
export function defaultsFrom(facts: Facts, module: ts.Expression): readonly string[] {
  const specifier = ts.isStringLiteral(module) ? module.text : "";
  if (specifier === "" || ASSET.test(specifier)) return [];
  if (specifier.startsWith(".")) return [named(wordOf(path.posix.join(path.posix.dirname(module.getSourceFile().fileName), specifier)))];
  const [first = "", ...others] = specifier.replace(/^node:/, "").split("/");
  // The name of a package, and that of the module in it.
  const words = [first.startsWith("@") ? (others[0] ?? first) : first, wordOf(specifier)].map((word) => word.toLowerCase());
  return words.some((word) => known(facts).words.has(word)) ? [...new Set(words)].map(named) : [ANY];
}

const known = programMemo(({ program }) => ({ words: new Set(program.getSourceFiles().flatMap(({ fileName }) => wordsOfFile(fileName))) }));

function wordsOfFile(fileName: string): readonly string[] {
  const folders = path.posix.dirname(fileName).split("/").slice(-MOST_FOLDERS);
  // Types of another package: `@types/acme__tools`.
  const words = folders.filter((folder) => !WORDLESS.test(folder)).flatMap((folder) => folder.split("__"));
  return [wordOf(fileName), ...words].map((word) => word.toLowerCase());
}

/** The last name in a path that says something. */
function wordOf(file: string): string {
  const names = file.replace(/\/$/, "").split("/");
  const last = (names.pop() ?? "").replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "");
  return last === "index" ? (names.pop() ?? last) : last;
}

function named(word: string): string {
  return `${DEFAULT} ${word.toLowerCase()}`;
}
