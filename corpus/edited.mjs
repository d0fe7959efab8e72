// A package whose files can be edited in memory: what is there after an edit, without touching the sources.
import * as path from "node:path";

import * as parser from "@typescript-eslint/parser";
import ts from "typescript";

import { linterFor } from "./linter.mjs";
import { projectOf } from "./program.mjs";

export class Edited {
  #folder;
  #config;
  #service;
  #texts = new Map();
  #versions = new Map();

  constructor(folder, config) {
    this.#folder = folder;
    this.#config = config;
    const { fileNames, options } = projectOf(folder);
    this.#service = ts.createLanguageService({
      ...ts.sys,
      useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
      getCompilationSettings: () => options,
      getScriptFileNames: () => fileNames,
      getScriptVersion: (file) => String(this.#versions.get(file) ?? 0),
      getScriptSnapshot: (file) => {
        const text = this.#texts.get(file) ?? ts.sys.readFile(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
    });
  }

  /** The text of a file, as it was last set. */
  text(file) {
    return this.#texts.get(this.#path(file)) ?? ts.sys.readFile(this.#path(file));
  }

  /** Sets the text of a file; without one, as it is on disk. */
  set(file, text) {
    const name = this.#path(file);
    if (text === undefined) this.#texts.delete(name);
    else this.#texts.set(name, text);
    this.#versions.set(name, (this.#versions.get(name) ?? 0) + 1);
  }

  /** A file and those that import it. */
  withUsers(file) {
    const program = this.#service.getProgram();
    const isUser = (source) => !source.fileName.includes("/node_modules/") && (source.imports ?? []).some((name) => program.getResolvedModuleFromModuleSpecifier(name, source)?.resolvedModule?.resolvedFileName === this.#path(file));
    return [file, ...program.getSourceFiles().filter(isUser).map(({ fileName }) => path.relative(this.#folder, fileName))];
  }

  /** Errors of syntax and types in these files, or in all of the package, told by what they say. */
  errors(files) {
    const program = this.#service.getProgram();
    const names = files?.map((file) => this.#path(file)) ?? program.getSourceFiles().map(({ fileName }) => fileName).filter((name) => name.startsWith(this.#folder) && !name.includes("/node_modules/"));
    return names.flatMap((name) => {
      const source = program.getSourceFile(name);
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ code, messageText, start }) => ({
        file: path.relative(this.#folder, name),
        line: source.getLineAndCharacterOfPosition(start).line + 1,
        message: `TS${code} ${ts.flattenDiagnosticMessageText(messageText, " ").slice(0, 300)}`,
      }));
    });
  }

  /** What the plugin says of a file. */
  lint(file) {
    const { messages, crashes } = linterFor({ folder: this.#folder, config: this.#config, program: this.#service.getProgram() })(file, this.text(file));
    return { reports: messages.filter(({ ruleId }) => ruleId), crashes };
  }

  #path(file) {
    return path.join(this.#folder, file);
  }
}

/** Those of `after` that `before` has not as often. */
export function added(before, after, key = (item) => item) {
  const counts = new Map();
  for (const item of before) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return after.filter((item) => {
    const count = counts.get(key(item)) ?? 0;
    counts.set(key(item), count - 1);
    return count <= 0;
  });
}

/** The comments of a text. */
export function commentsOf(text, file) {
  return parser.parseForESLint(text, { comment: true, filePath: file, jsx: file.endsWith("x") }).ast.comments.map(({ value }) => value.trim());
}

/** Applies fixes as ESLint does: what overlaps an applied one waits for the next pass. */
export function applyAll(text, fixes) {
  let result = "";
  let last = 0;
  const applied = [];
  for (const fix of [...fixes].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1])) {
    if (applied.length > 0 && last >= fix.range[0]) continue;
    result += text.slice(last, fix.range[0]) + fix.text;
    last = fix.range[1];
    applied.push(fix);
  }
  return { text: result + text.slice(last), applied };
}
