import * as fs from "node:fs";
import * as path from "node:path";

import { ESLint, type Linter } from "eslint";
import picomatch from "picomatch";
import ts from "typescript";

import { testFiles } from "../settings.js";
import type { Subject } from "./collect.js";
import { relative } from "./names.js";

/** The program that a path belongs to: a folder, a `tsconfig.json` or a file of it. */
export async function subjectAt(entry: string): Promise<Subject> {
  const isFolder = fs.statSync(entry).isDirectory();
  const isConfig = !isFolder && /\.json$/.test(entry);
  const config = isConfig ? entry : ts.findConfigFile(isFolder ? entry : path.dirname(entry), (file) => ts.sys.fileExists(file));
  const folder = path.dirname(config ?? path.join(entry, "x"));
  const parsed = config === undefined ? undefined : readConfigs(config);
  const program = ts.createProgram({ rootNames: parsed?.files ?? ts.sys.readDirectory(folder, [".ts", ".tsx", ".mts", ".cts"], ["**/node_modules"]), options: { ...(parsed?.options ?? DEFAULTS), noEmit: true } });
  const isTest = picomatch([...testFiles], { dot: true });
  const files = program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file) && !file.fileName.includes("/node_modules/"))
    .map(({ fileName }) => fileName)
    .filter((file) => {
      const name = relative(folder, file);
      return !name.startsWith("..") && !isTest(name);
    });
  return { title: titleOf(folder), program, files, folder, config: await configFor(files[0], folder) };
}

const DEFAULTS: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, strict: true, skipLibCheck: true };

interface Configured {
  readonly files: readonly string[];
  readonly options: ts.CompilerOptions;
}

/** The files of a `tsconfig.json` and of those it only refers to. */
function readConfigs(file: string): Configured {
  const parsed = ts.getParsedCommandLineOfConfigFile(file, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined });
  if (parsed === undefined) return { files: [], options: DEFAULTS };
  if (parsed.fileNames.length > 0 || parsed.projectReferences === undefined) return { files: parsed.fileNames, options: parsed.options };
  const referred = parsed.projectReferences.map(({ path: to }) => readConfigs(ts.sys.fileExists(to) ? to : path.join(to, "tsconfig.json")));
  return { files: [...new Set(referred.flatMap(({ files }) => files))], options: referred[0]?.options ?? parsed.options };
}

function titleOf(folder: string): string {
  const manifest = path.join(folder, "package.json");
  const { name } = fs.existsSync(manifest) ? (JSON.parse(fs.readFileSync(manifest, "utf8")) as { readonly name?: string }) : {};
  return name ?? path.basename(folder);
}

/** What the project's own ESLint config says of the plugin; a project without one gets the rules of `strict`. */
async function configFor(file: string | undefined, folder: string): Promise<Pick<Linter.Config, "rules" | "settings"> | undefined> {
  const eslint = new ESLint({ cwd: folder });
  if (file === undefined || (await eslint.findConfigFile(file)) === undefined) return undefined;
  return (await eslint.calculateConfigForFile(file)) as Pick<Linter.Config, "rules" | "settings"> | undefined;
}
