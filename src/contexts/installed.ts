import type ts from "typescript";

import type { ContextModel } from "../models/model.js";

const memos = new WeakMap<ts.Program, (name: string) => boolean>();

/**
 * The models that this program may have contexts of. A library that none of its files comes from is not asked for
 * again: its names (`get`, `set`, `derive`) are everywhere.
 */
export function installedModels(program: ts.Program, models: readonly ContextModel[]): readonly ContextModel[] {
  let isInstalled = memos.get(program);
  if (isInstalled === undefined) memos.set(program, (isInstalled = installedIn(program)));
  const has = isInstalled;
  return models.filter(({ contexts }) => contexts.some((pattern) => pattern.from !== "package" || has(pattern.package)));
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
