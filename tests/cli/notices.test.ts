/** What keeps the rules from finding all there is, and what to do: said beside the report. */
import * as fs from "node:fs";
import * as path from "node:path";

import { describe, expect, it } from "vitest";

import { ctx, defect, found, project, write, type Files } from "./run.js";

/** A project with no TypeScript, or with the manifest of one: no more of it is read, if the rules do not work with it. */
function projectWith(version: string | undefined, files: Files): string {
  const folder = project(files);
  fs.rmSync(path.join(folder, "node_modules"));
  if (version !== undefined) write(folder, "node_modules/typescript/package.json", JSON.stringify({ name: "typescript", version, main: "index.js" }));
  if (version !== undefined) write(folder, "node_modules/typescript/index.js", "throw new Error('this one must not be used');");
  return folder;
}

describe("TypeScript of the project", () => {
  it.each([
    ["none", undefined, /^There is no TypeScript in this project, so version \d.*, which came with eslint-plugin-ctx, reads it\. .*dependencies.*\n$/],
    ["version 7", "7.0.2", /^TypeScript 7\.0\.2 of this project has no API.*, so version [56]\..*`npm i -D typescript@npm:@typescript\/typescript6 .*`\.\n$/],
    ["too old", "4.9.5", /^TypeScript 4\.9\.5 of this project is none that the rules work with \(>=5\.4\.0 <6\.1\.0\), so version [56]\..*\n$/],
  ])("%s: ours is used, and it says so", async (_, version, expected) => {
    const folder = projectWith(version, { "src/a.ts": defect });
    const { code, stdout, stderr } = await ctx(folder);
    expect(stdout).toContain("ctx/no-dropped-context");
    expect(code).toBe(1);
    expect(stderr).toMatch(expected);
  });
});

it("files with syntax errors are named, and the others are linted", async () => {
  const folder = project({ "src/a.ts": defect, "src/broken.ts": "export const = 1;\n" });
  const { code, stdout, stderr } = await ctx(folder);
  expect(code).toBe(1);
  expect(stdout).toMatch(/broken\.ts\n +1:\d+ +error +Parsing error/);
  expect(stdout).toContain("ctx/no-dropped-context");
  expect(stderr).toMatch(/^1 file could not be read, .*`npx tsc --noEmit`/);
});

it("files with type errors are linted, as far as there are types", async () => {
  const folder = project({ "src/a.ts": `${defect}export const wrong: string = 1;\n` });
  expect(await found(folder)).toEqual(["src/a.ts:2 ctx/no-dropped-context"]);
});

describe("imports that lead nowhere", () => {
  it("are named, since nothing is found where there are no types", async () => {
    const folder = project({ "src/a.ts": 'import { a } from "nowhere";\nexport * from "./generated.js";\nexport default a;\n' });
    const { code, stderr } = await ctx(folder);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^2 imports could not be found: nowhere in src.a\.ts, \.\/generated\.js in src.a\.ts\. .*`npm install`/);
  });

  it("are not those for their side effects, of declared modules, and of types", async () => {
    const folder = project({
      "src/a.ts": 'import "./a.css";\nimport logo from "./logo.svg";\nimport type { One } from "./one.js";\nexport const one: One = logo;\n',
      "src/one.ts": "export type One = string;\n",
      "src/svg.d.ts": 'declare module "*.svg" { const text: string; export default text; }\n',
    });
    expect(await ctx(folder)).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});
