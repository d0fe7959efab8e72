// The program of a folder.
import { createRequire } from "node:module";
import * as path from "node:path";

// As ESLint's parser loads it: an import takes half a second more, which is not to be measured.
/** @type {typeof import("typescript")} */
export const ts = createRequire(import.meta.url)("typescript");

/** The files and options that a folder's tsconfig.json names. */
export function projectOf(folder) {
  const fail = (diagnostic) => {
    throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
  };
  const { fileNames, options, errors } = ts.getParsedCommandLineOfConfigFile(path.join(folder, "tsconfig.json"), {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail });
  errors.filter(({ code }) => code !== noInputs).forEach(fail);
  return { fileNames, options };
}

const noInputs = 18003;

/** A program for a folder: what `projectService` gives, without its bookkeeping for each file. */
export function programOf(folder) {
  const { fileNames, options } = projectOf(folder);
  return ts.createProgram(fileNames, options, ts.createCompilerHost(options, true));
}
