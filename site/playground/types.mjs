// The types that the examples need: exactly the files that TypeScript reads for them, by the package that is imported.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

import { options } from "./compiler-options.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replaceAll("\\", "/").replace(/\/$/, "");
const LIB = `${root}/node_modules/typescript/lib`;

/** The packs, `base` for all, and what is wrong with the examples. */
export function typesOf(examples) {
  const base = read({ "/file.ts": "export {};" }).seen;
  const packs = new Map([["base", toFiles(base)]]);
  const problems = [];
  for (const { files, id } of examples) {
    const { errors, seen } = read(files);
    problems.push(...errors.map((error) => `${id}: ${error}`));
    const own = new Set([...seen].filter((file) => !base.has(file)));
    for (const name of packagesOf(files)) packs.set(name, { ...packs.get(name), ...toFiles(own) });
  }
  return { packs, problems };
}

function packagesOf(files) {
  const names = Object.values(files).flatMap((text) => ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName));
  return new Set(names.filter((name) => !/^(?:\.|node:)/.test(name)).map((name) => name.split("/").slice(0, name.startsWith("@") ? 2 : 1).join("/")));
}

function toFiles(seen) {
  return Object.fromEntries([...seen].map((file) => [file.slice(root.length), readFileSync(file, "utf8")]));
}

/** Which files below `node_modules` are read for these files at the project's root. */
function read(files) {
  const texts = new Map(Object.entries(files).map(([file, text]) => [`${root}${file}`, text]));
  const seen = new Set();
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  const note = (file) => {
    if (file.startsWith(`${root}/node_modules/`)) seen.add(file);
  };
  host.getCurrentDirectory = () => root;
  host.getDefaultLibLocation = () => LIB;
  host.getDefaultLibFileName = (all) => `${LIB}/${ts.getDefaultLibFileName(all)}`;
  host.realpath = undefined;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => {
    const text = texts.get(file) ?? readFile(file);
    if (text !== undefined) note(file);
    return text;
  };
  host.getSourceFile = (file, ...rest) => {
    const text = texts.get(file);
    if (text !== undefined) return ts.createSourceFile(file, text, rest[0], true);
    const source = known.get(file) ?? getSourceFile(file, ...rest);
    known.set(file, source);
    if (source !== undefined) note(file);
    return source;
  };
  const program = ts.createProgram({ rootNames: [...texts.keys()], options, host });
  const errors = [...texts.keys()].flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map(({ file: source, messageText, start }) => `${file.slice(root.length)}:${source && start !== undefined ? source.getLineAndCharacterOfPosition(start).line + 1 : 0} ${ts.flattenDiagnosticMessageText(messageText, " ")}`));
  return { errors, seen };
}

const known = new Map();
