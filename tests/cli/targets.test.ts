/** What `npx eslint-plugin-ctx` takes for the project, and what it says where there is none. */
import { describe, expect, it, onTestFinished, vi } from "vitest";

import { clean, ctx, defect, empty, found, project, write } from "./run.js";

const at = (...files: string[]): string[] => files.map((file) => `${file}:2 ctx/no-dropped-context`);
const config = (more: object): string => JSON.stringify({ compilerOptions: { target: "es2022", module: "nodenext", strict: true, lib: ["es2023", "dom"], types: [], composite: true }, ...more });

describe("targets", () => {
  it("a folder: those of its config's files that are in it", async () => {
    const folder = project({ "src/a.ts": defect, "src/in/b.ts": defect, "src/inner/c.ts": defect });
    expect(await found(folder)).toEqual(at("src/a.ts", "src/in/b.ts", "src/inner/c.ts"));
    expect(await found(folder, "src/in")).toEqual(at("src/in/b.ts"));
    expect(await found(folder, "src/in", "src/a.ts")).toEqual(at("src/a.ts", "src/in/b.ts"));
  });

  it("a file, with glob characters in its name too", async () => {
    const folder = project({ "src/[id].ts": defect, "src/i.ts": defect });
    expect(await found(folder, "src/[id].ts")).toEqual(at("src/[id].ts"));
  });

  it("the folder that it runs in, below the config", async () => {
    const folder = project({ "src/a.ts": defect, "src/in/b.ts": defect });
    expect(await found(`${folder}/src/in`)).toEqual(at("b.ts"));
  });

  it("a config of another name, with its own compiler options", async () => {
    const folder = project({ "src/a.ts": clean, "other/b.ts": defect, "tsconfig.other.json": config({ include: ["other"] }) });
    expect(await found(folder, "tsconfig.other.json")).toEqual(at("other/b.ts"));
  });

  it("a config elsewhere", async () => {
    const folder = project({ "src/a.ts": defect, "in/package.json": "{}" });
    expect(await found(`${folder}/in`, "../tsconfig.json")).toEqual(at("../src/a.ts"));
  });

  it("a solution: the projects that it refers to", async () => {
    const folder = project({
      "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "a" }, { path: "b/tsconfig.json" }] }),
      "a/tsconfig.json": config({}),
      "a/a.ts": defect,
      "b/tsconfig.json": config({ references: [{ path: "../a" }] }),
      "b/b.ts": `import { load } from "../a/a.js";\nexport const both = async (signal: AbortSignal) => { void signal; await fetch("u"); return load; };`,
    });
    expect(await found(folder)).toEqual(at("a/a.ts", "b/b.ts"));
  });

  it("without a config, those below", async () => {
    const folder = empty();
    write(folder, "packages/a/tsconfig.json", config({}));
    write(folder, "packages/a/a.ts", defect);
    write(folder, "packages/b/tsconfig.json", config({}));
    write(folder, "packages/b/b.ts", defect);
    expect(await found(folder)).toEqual(at("packages/a/a.ts", "packages/b/b.ts"));
  });

  it("JavaScript, if the config has it; never declarations and packages", async () => {
    const folder = project({
      "tsconfig.json": JSON.stringify({ compilerOptions: { allowJs: true, checkJs: true, noEmit: true, lib: ["es2023", "dom"], types: [], module: "nodenext" }, include: ["src"] }),
      "src/a.js": "/** @param {AbortSignal} signal */\nexport const load = async (signal) => { void signal; await fetch('u'); };\n",
      "src/types.d.ts": "export declare const one: 1;\n",
    });
    const { stdout } = await ctx(folder, "--format", "json");
    expect((JSON.parse(stdout) as unknown[]).length).toBe(1);
    expect(await found(folder)).toEqual(at("src/a.js"));
  });
});

it.each(["true", undefined])("a config with options of another TypeScript is read, where CI is %s", async (value) => {
  vi.stubEnv("CI", value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const folder = project({ "tsconfig.json": config({ include: ["src"] }).replace('"composite"', '"compositeOfTomorrow"'), "src/a.ts": defect });
  expect(await found(folder)).toEqual(at("src/a.ts"));
});

describe("says what to do, and exits with 2,", () => {
  it("without a config", async () => {
    const folder = empty();
    write(folder, "src/a.ts", defect);
    const { code, stdout, stderr } = await ctx(folder);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^There is no tsconfig\.json in .*`npx tsc --init`.*\n$/);
  });

  it("where a target is not there", async () => {
    const { code, stderr } = await ctx(project({ "src/a.ts": defect }), "scr");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^There is no file or folder scr in /);
  });

  it("where the config does not have the file", async () => {
    const { code, stderr } = await ctx(project({ "src/a.ts": defect, "scripts/b.ts": defect }), "scripts/b.ts");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^scripts\/b\.ts has no files of tsconfig\.json\..*`include`/);
  });

  it.each([
    ["no JSON", "{ compilerOptions: ", /TS1327: String literal with double quotes expected/],
    ["a base that is not installed", '{ "extends": "@tsconfig/nowhere/tsconfig.json" }', /@tsconfig\/nowhere\/tsconfig\.json' not found/],
    ["no files", '{ "include": ["nowhere"] }', /No inputs were found/],
    ["a reference that leads nowhere", '{ "files": [], "references": [{ "path": "./nowhere" }] }', /nowhere.*TS\d+/s],
  ])("where the config has %s", async (_, text, expected) => {
    const { code, stdout, stderr } = await ctx(project({ "tsconfig.json": text, "src/a.ts": defect }));
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^TypeScript cannot read .*tsconfig\.json:\n/);
    expect(stderr).toMatch(expected);
    expect(stderr).toMatch(/`npx tsc --noEmit -p .*tsconfig\.json`/);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
