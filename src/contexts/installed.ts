import type ts from "typescript";

import type { ContextModel, TypePattern } from "../models/model.js";
import { isNamedIn } from "./identifiers.js";
import { remembered } from "./remembering.js";

type Has = (pattern: TypePattern) => boolean;

const memos = new WeakMap<ts.Program, Has>();

/**
 * The models that this program may have contexts of. A library that none of its files comes from is not asked for
 * again: its names (`get`, `set`, `derive`) are everywhere. Nor is a shape whose members no file names.
 */
export function installedModels(program: ts.Program, models: readonly ContextModel[]): readonly ContextModel[] {
  let has = memos.get(program);
  if (has === undefined) memos.set(program, (has = askedOnce(program)));
  return models.filter(({ contexts }) => contexts.some(has));
}

function askedOnce(program: ts.Program): Has {
  const isInstalled = installedIn(program);
  const shapes = new WeakMap<TypePattern, boolean>();
  const files = program.getSourceFiles().filter((file) => !program.isSourceFileDefaultLibrary(file));
  return (pattern) => {
    if (pattern.from === "package") return isInstalled(pattern.package);
    return pattern.from !== "anywhere" || remembered(shapes, pattern, () => files.some((file) => mayDeclare(file, pattern)));
  };
}

/** Does the file name what makes the shape? */
function mayDeclare(file: ts.SourceFile, pattern: TypePattern & { readonly from: "anywhere" }): boolean {
  const isNamed = (name: string): boolean => isNamedIn(file, name);
  if ("exportedWith" in pattern) return pattern.exportedWith.filter(isNamed).length > 1;
  return (pattern.name === undefined || isNamed(pattern.name)) && pattern.members.every((member) => isNamed(member) || (pattern.ignoreCase === true && isNamed(member.charAt(0).toUpperCase() + member.slice(1))));
}

/** May something of this package be in the program? */
function installedIn(program: ts.Program): (name: string) => boolean {
  const found = new Set(program.getTypeChecker().getAmbientModules().map(({ name }) => name.slice(1, -1)));
  for (const file of program.getSourceFiles()) {
    if (!program.isSourceFileFromExternalLibrary(file)) continue;
    const folder = file.fileName.split("/node_modules/").at(-1);
    // A linked package is known by its own manifest only.
    if (folder === undefined || folder === file.fileName) return () => true;
    found.add(packageIn(folder));
  }
  // An aliased package lies in a folder of another name.
  const { sourceFileToPackageName } = program as { readonly sourceFileToPackageName?: ReadonlyMap<string, string> };
  for (const name of sourceFileToPackageName?.values() ?? []) found.add(packageIn(name));
  return (name) => found.has(name) || found.has(`@types/${name.replace(/^@([^/]+)\//, "$1__")}`);
}

function packageIn(path: string): string {
  return path.split("/", path.startsWith("@") ? 2 : 1).join("/");
}
