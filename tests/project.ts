import * as path from "node:path";

import ts from "typescript";

/** A program of a fixture folder's compiler options and the given texts. Parsed libraries are shared by all projects. */
export class Project {
  /** For those who lint its files. */
  readonly program: ts.Program;

  constructor(root: string, texts: ReadonlyMap<string, string>, options: ts.CompilerOptions = {}) {
    const config = ts.getParsedCommandLineOfConfigFile(path.join(root, "tsconfig.json"), options, parseHost);
    if (!config) throw new Error(`no tsconfig.json in ${root}`);
    const host = ts.createCompilerHost(config.options);
    const parse = host.getSourceFile.bind(host);
    host.getCurrentDirectory = () => root;
    host.fileExists = (file) => texts.has(file) || ts.sys.fileExists(file);
    host.readFile = (file) => texts.get(file) ?? ts.sys.readFile(file);
    host.getSourceFile = (file, options, ...rest) => {
      const text = texts.get(file);
      if (text !== undefined) return ts.createSourceFile(file, text, options, true);
      const known = sourceFiles.get(file) ?? parse(file, options, ...rest);
      if (known) sourceFiles.set(file, known);
      return known;
    };
    this.program = ts.createProgram({ rootNames: [...texts.keys()], options: config.options, host });
  }

  /** The errors of a file, each as one line. */
  errors(file: string): string[] {
    return this.#diagnostics(file).map(toText);
  }

  /** The errors of a file after which something is `any`: a name, a member or a module that is not found. */
  unresolved(file: string): string[] {
    return this.#diagnostics(file)
      .filter(({ code }) => unresolvedCodes.has(code))
      .map(toText);
  }

  /** The errors that a file has and the file it was made from has not, wherever they are. */
  added(before: string, after: string): string[] {
    const known = this.#diagnostics(before).map(({ code }) => code);
    const added = this.#diagnostics(after).filter(({ code }) => {
      const index = known.indexOf(code);
      if (index !== -1) known.splice(index, 1);
      return index === -1;
    });
    return added.map(toText);
  }

  #diagnostics(file: string): readonly ts.Diagnostic[] {
    const source = this.program.getSourceFile(file);
    if (!source) throw new Error(`${file} is not in the program`);
    return [...this.program.getSyntacticDiagnostics(source), ...this.program.getSemanticDiagnostics(source)];
  }
}

/** "Cannot find name …", "Property … does not exist", "Module … has no exported member …" and their kin. */
const unresolvedCodes = new Set([2304, 2305, 2307, 2318, 2339, 2503, 2551, 2552, 2580, 2582, 2583, 2584, 2614, 2694, 2724, 2792, 7016]);

const sourceFiles = new Map<string, ts.SourceFile>();

const parseHost: ts.ParseConfigFileHost = {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic(diagnostic) {
    throw new Error(toText(diagnostic));
  },
};

function toText({ code, file, messageText, start }: ts.Diagnostic): string {
  const line = file && start !== undefined ? `${file.getLineAndCharacterOfPosition(start).line + 1}: ` : "";
  return `${line}TS${code} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
}
