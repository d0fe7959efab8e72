import * as fs from "node:fs";
import * as path from "node:path";

import ts from "typescript";
import { describe, expect, it } from "vitest";

import { builtInModels, frameworkCarriers } from "../../src/models/index.js";

/** Folders and files of `src`, from the bottom up: a layer imports from itself and from those below it. */
const layers = [["manifest", "models", "create-rule"], ["settings"], ["contexts", "flow", "program", "edits"], ["rules"], ["configs"], ["index"], ["graph"], ["cli"]];

const src = path.join(import.meta.dirname, "../../src");
const files = fs.readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

interface Import {
  readonly from: string;
  /** A file of `src`, or a package. */
  readonly to: string;
}

const imports: readonly Import[] = files.flatMap((from) =>
  ts.preProcessFile(fs.readFileSync(path.join(src, from), "utf8")).importedFiles.map(({ fileName }) => ({
    from,
    to: fileName.startsWith(".") ? path.join(path.dirname(from), fileName).replace(/\.js$/, ".ts") : fileName,
  })),
);
const inside = imports.filter(({ to }) => files.includes(to));

const part = (file: string): string => file.split(path.sep)[0]!.replace(/\.ts$/, "");
const layer = (file: string): number => layers.findIndex((parts) => parts.includes(part(file)));
const show = ({ from, to }: Import): string => `${from} → ${to}`;

it("every file has its layer", () => {
  expect(files.filter((file) => layer(file) === -1)).toEqual([]);
});

it("no import goes up", () => {
  expect(inside.filter(({ from, to }) => layer(from) < layer(to)).map(show)).toEqual([]);
});

it("no rule imports another", () => {
  const sideways = inside.filter(({ from, to }) => part(from) === "rules" && part(to) === "rules" && path.basename(from) !== "index.ts");
  expect(sideways.map(show)).toEqual([]);
});

it("flow knows nothing of contexts", () => {
  expect(inside.filter(({ from, to }) => part(from) === "flow" && part(to) !== "flow").map(show)).toEqual([]);
});

it("models are data", () => {
  expect(inside.filter(({ from, to }) => part(from) === "models" && part(to) !== "models").map(show)).toEqual([]);
});

it("no files import each other in a circle", () => {
  expect(circles(files, (file) => inside.flatMap(({ from, to }) => (from === file ? [to] : [])))).toEqual([]);
});

describe("rules ask models", () => {
  const inRules = files.filter((file) => part(file) === "rules");

  it("no rule imports TypeScript", () => {
    expect(imports.filter(({ from, to }) => inRules.includes(from) && to === "typescript").map(show)).toEqual([]);
  });

  it("no rule names a library or a model", () => {
    const names = new Set([...builtInModels.map(({ name }) => name), ...values([builtInModels, frameworkCarriers], "package")]);
    expect(names.size).toBeGreaterThan(builtInModels.length);
    const named = inRules.flatMap((file) => strings(file).flatMap((text) => (names.has(text) ? [`${file}: ${text}`] : [])));
    expect(named).toEqual([]);
  });
});

/** Circles of a graph: a node that reaches itself, each by its first way round. */
function circles(nodes: readonly string[], next: (node: string) => readonly string[]): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (node: string, way: readonly string[]): void => {
    if (way.includes(node)) found.push([...way.slice(way.indexOf(node)), node].join(" → "));
    if (way.includes(node) || done.has(node)) return;
    for (const to of next(node)) visit(to, [...way, node]);
    done.add(node);
  };
  for (const node of nodes) visit(node, []);
  return found;
}

/** The texts under a key, anywhere in data. */
function values(data: unknown, key: string): string[] {
  if (typeof data !== "object" || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => (name === key && typeof value === "string" ? [value] : values(value, key)));
}

function strings(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, fs.readFileSync(path.join(src, file), "utf8"), ts.ScriptTarget.Latest, true));
  return found;
}
