/** A type that is remembered for what is written of it is the one that the checker gives. */
import * as path from "node:path";

import ts from "typescript";
import { expect, it } from "vitest";

import { rememberingChecker } from "../../src/contexts/remembering.js";
import { writtenAt } from "../../src/contexts/written.js";

/** Names that stand for several things in one file, and one thing under several names. */
const files: Readonly<Record<string, string>> = {
  "a.ts": `
    export interface Item { own: 1 }
    export interface Box<T> { value: T; item: Item; list: T[]; maybe?: Item }
    export default class Item2 { item!: Item }
    declare global { interface Shared { shared: Item } }
  `,
  "b.ts": `
    import { type Item as Thing, type Box } from "./a.js";
    import Item, { type Item as Inner } from "./a.js";
    import * as a from "./a.js";
    import type { Item as Other } from "./c/a.js";
    export function one(x: Thing, y: Item, z: Inner, other: Other, all: a.Item, shared: Shared) { return [x, y, z, other, all, shared]; }
    export function two<Thing>(x: Thing, y?: Thing, ...z: Thing[]) { return [x, y, z]; }
    export class Three<Item> { item!: Item; items: Item[] = []; maybe?: Item; constructor(readonly part: Item, public shared?: Shared) {} take(item: Item, own: Inner = { own: 1 }) { return [item, own]; } }
    export const four = class Thing { me!: Thing; like(other: Thing): boolean { return other === this; } };
    export function five(x: Thing) { interface Thing { local: true } const make = (y: Thing, z: Shared) => [y, z]; return [x, make]; }
    export namespace Six { export interface Thing { six: 6 } export function f(x: Thing, y: Inner) { return [x, y]; } }
    export namespace Six { export function g(x: Thing) { return x; } }
    export type Seven = { [Thing in "a" | "b"]: (x: Thing) => void };
    export type Eight<T> = T extends infer Thing ? (x: Thing) => void : never;
    export type Nine = <Thing>(x: Thing, y: Item) => void;
    export interface Ten<Thing> { x: Thing; f(y: Thing, z: Item): this; g: (y: Thing) => void }
    export function eleven(text: string, maybe?: string, count: number | undefined = 1, ...rest: string[]) { return [text, maybe, count, rest]; }
    export function twelve(this: Thing, b: Box<Thing>, c: Box<Item>) { b.value; b.item; c.value; c.list; return this; }
    switch (0 as number) { case 1: { type Thing = "case"; const f = (x: Thing) => x; void f; } }
  `,
  "c/a.ts": `export interface Item { other: 2 } export function again(x: Item, y: Shared) { return [x, y]; }`,
  "c/b.ts": `import type { Item } from "./a.js"; import type { Item as Thing } from "../a.js"; export function more(x: Item, y: Thing, z?: Thing | Item, s: Shared | undefined = undefined) { return [x, y, z, s]; }`,
  "real.ts": `export type * from "@tanstack/query-core"; export type * from "@modelcontextprotocol/sdk/client/index.js"; export type * from "hono"; export type * from "@opentelemetry/api"; export type * from "@connectrpc/connect"; export type * from "@dxos/context"; import "node:fs/promises";`,
  "c/script.ts": `interface Item { script: 3 } declare function script(x: Item): void;`,
  "c/ambient.d.ts": `declare module "ambient" { interface Item { ambient: 4 } export function f(x: Item, y: Shared): void; } declare module "other" { interface Item { ambient: 5 } export function f(x: Item): void; }`,
};

it.each([{ exactOptionalPropertyTypes: false }, { exactOptionalPropertyTypes: true }])("is the checker's: %j", (options) => {
  const root = path.join(import.meta.dirname, "../fixtures");
  const host = ts.createCompilerHost({});
  const texts = new Map(Object.entries(files).map(([name, text]) => [path.join(root, name), text]));
  const programOf = (): ts.Program =>
    ts.createProgram({
      rootNames: [...texts.keys()],
      options: { ...options, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, strict: true, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"], types: ["node"], skipLibCheck: true },
      host: {
        ...host,
        fileExists: (file) => texts.has(file) || host.fileExists(file),
        readFile: (file) => texts.get(file) ?? host.readFile(file),
        getSourceFile: (file, version) => (texts.has(file) ? ts.createSourceFile(file, texts.get(file)!, version, true) : host.getSourceFile(file, version)),
      },
    });
  const program = programOf();
  const checker = program.getTypeChecker();
  const remembering = rememberingChecker(checker);
  const wrong: string[] = [];
  let [told, shared] = [0, 0];
  const seen = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isValue = ts.isParameter(node) || ts.isPropertyDeclaration(node) || ts.isPropertySignature(node);
    for (const each of isValue ? [node, node.name] : ts.isTypeNode(node) ? [node] : []) {
      if (remembering.getTypeAtLocation(each) !== checker.getTypeAtLocation(each)) wrong.push(`${each.getSourceFile().fileName}: ${each.getText()} in ${each.parent.getText()}`);
      const written = writtenAt(each);
      if (written === undefined) continue;
      told++;
      if (seen.has(written)) shared++;
      seen.add(written);
    }
    const symbol = isValue && ts.isIdentifier(node.name) ? checker.getSymbolAtLocation(node.name) : undefined;
    if (symbol !== undefined && remembering.getTypeOfSymbol(symbol) !== checker.getTypeOfSymbol(symbol)) wrong.push(`the symbol ${symbol.name} in ${node.parent.getText()}`);
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) visit(file);
  expect(wrong).toEqual([]);
  // Most of the library's declarations are told, and most are written alike.
  expect(told).toBeGreaterThan(10_000);
  expect(shared / told).toBeGreaterThan(0.5);
});
