import * as path from "node:path";

import { expect, it } from "vitest";

import { Project } from "./project.js";

const root = path.join(import.meta.dirname, "fixtures");

function check(...texts: string[]): { readonly project: Project; readonly files: readonly string[] } {
  const files = texts.map((text, index) => [path.join(root, `text-${index}.ts`), text] as const);
  return { project: new Project(root, new Map(files)), files: files.map(([file]) => file) };
}

it("finds the errors of each file, in its folder's options and beside its files", () => {
  const { project, files } = check('import { background } from "./context.js"; background().signal.aborted;', "let a: number = '';", "let a: string = '';");
  expect(files.map((file) => project.errors(file))).toEqual([[], ["1: TS2322 Type 'string' is not assignable to type 'number'."], []]);
});

it("tells what is unresolved from other errors", () => {
  const { project, files } = check("export const a: number = '';", "missing();", "({}).missing;", "import a from './missing.js'; a;");
  expect(files.map((file) => project.unresolved(file).length)).toEqual([0, 1, 1, 1]);
});

it("tells added errors from those that were there", () => {
  const [wrong, twice] = ["export const a: number = '';", "export const a: number = '', b: number = '';"];
  const { project, files } = check("export {};", wrong, `\n${wrong}`, twice);
  const added = ([before, after]: [number, number]): number => project.added(files[before]!, files[after]!).length;
  expect(([[0, 1], [1, 2], [1, 3], [3, 1]] as [number, number][]).map(added)).toEqual([1, 0, 1, 0]);
});
