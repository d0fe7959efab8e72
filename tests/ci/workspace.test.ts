/** What `docs/ci.md` promises of monorepos, `--concurrency` and `--cache`, on the example workspace. */
import * as fs from "node:fs";
import * as path from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { example, lint, makeWorkspace, messages, npx, packages } from "./workspace.js";

let workspace = "";
let whole: readonly string[] = [];

beforeAll(async () => {
  workspace = makeWorkspace();
  whole = await lint(workspace, ".", "packages");
});

afterAll(() => {
  fs.rmSync(workspace, { recursive: true });
});

/** The marked lines of a package, as `<file>:<line> <rule>`. */
function planted(name: string): string[] {
  const file = `packages/${name}/src/index.ts`;
  const lines = fs.readFileSync(path.join(example, file), "utf8").split("\n");
  return lines.flatMap((line, index) => {
    const rule = /\/\/ planted: (\S+)$/.exec(line)?.[1];
    return rule === undefined ? [] : [`${file}:${index + 1} ctx/${rule}`];
  });
}

it("one run reports what is planted, across packages too", () => {
  const defects = packages.flatMap(planted);
  expect(defects.map((line) => line.split(" ")[1])).toEqual(["ctx/no-dropped-context", "ctx/no-broken-context-chain"]);
  expect(whole.map((line) => line.replace(/:\d+ /, " "))).toEqual(defects.toSorted());
});

it("a run for each package reports the same", async () => {
  const each = await Promise.all(packages.map((name) => lint(workspace, `packages/${name}`, ".")));
  expect(each.flat().toSorted()).toEqual(whole);
});

it("a chain that ends in another package says where, from the package that is linted", async () => {
  expect((await messages(workspace, "packages/shop")).find((message) => message.includes("price"))).toMatch(/\(\.\.\/catalog\/src\/index\.ts:3\)/);
});

it("--concurrency reports the same", async () => {
  expect(await lint(workspace, ".", "packages", { concurrency: 2 })).toEqual(whole);
});

it("--cache misses what a change elsewhere makes wrong", () => {
  const catalog = path.join(workspace, "packages/catalog/src/index.ts");
  const text = fs.readFileSync(catalog, "utf8");
  const right = text.replace("(id: string)", "(id: string, signal?: AbortSignal)").replace("${id}`)", "${id}`, signal ? { signal } : {})");
  fs.writeFileSync(catalog, right);
  expect(npx(workspace, "--cache", "packages").filter((line) => line.includes("chain"))).toEqual([]);
  fs.writeFileSync(catalog, text);
  expect(npx(workspace, "--cache", "packages").filter((line) => line.includes("chain"))).toEqual([]);
  expect(npx(workspace, "packages")).toEqual(whole);
});
