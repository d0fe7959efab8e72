import type ts from "typescript";

import { frameworkCarriers } from "../models/frameworks.js";
import type { CarrierPattern, ContextModel, TypePattern } from "../models/model.js";
import type { Settings } from "../settings.js";
import { isNamedIn } from "./identifiers.js";
import { remembered } from "./remembering.js";

type Has = (pattern: TypePattern) => boolean;

const memos = new WeakMap<ts.Program, Has>();

/** What a program may have of the settings. */
interface Installed {
  readonly models: readonly ContextModel[];
  readonly carriers: readonly CarrierPattern[];
}

/**
 * The models that this program may have contexts of, and what may carry one. A library that none of its files comes from
 * is not asked for again: its names (`get`, `set`, `derive`) are everywhere. Nor is a shape whose members no file names.
 */
export function installedIn(program: ts.Program, settings: Settings): Installed {
  const has = remembered(memos, program, () => askedOnce(program));
  const models = settings.models.filter(({ contexts }) => contexts.some(has));
  const carriers = [...settings.carriers, ...models.flatMap((model) => model.carriers ?? []), ...frameworkCarriers];
  return { models, carriers: carriers.filter((pattern) => pattern.from !== "package" || has(pattern)) };
}

function askedOnce(program: ts.Program): Has {
  const isInstalled = packagesIn(program);
  const shapes = new WeakMap<TypePattern, boolean>();
  return (pattern) => {
    if (pattern.from === "package") return isInstalled(pattern.package);
    return pattern.from !== "anywhere" || remembered(shapes, pattern, () => program.getSourceFiles().some((file) => mayDeclare(file, pattern)));
  };
}

/** Does the file name what makes the shape? */
function mayDeclare(file: ts.SourceFile, pattern: TypePattern & { readonly from: "anywhere" }): boolean {
  const isNamed = (name: string): boolean => isNamedIn(file, name);
  if ("exportedWith" in pattern) return pattern.exportedWith.filter(isNamed).length > 1;
  return (pattern.name === undefined || isNamed(pattern.name)) && pattern.members.every((member) => isNamed(member) || (pattern.ignoreCase === true && isNamed(member.charAt(0).toUpperCase() + member.slice(1))));
}

/** May something of this package be in the program? */
function packagesIn(program: ts.Program): (name: string) => boolean {
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
