/** `npx eslint-plugin-ctx`: what is linted by which rules, and the exit code. */
import * as fs from "node:fs";
import * as path from "node:path";

import { describe, expect, it } from "vitest";

import { clean, ctx, defect, fixed, found, project } from "./run.js";

const finding = "src/a.ts:2 ctx/no-dropped-context";
/** Only `strict` has the rule. */
const ignored = "export async function wait(_signal: AbortSignal): Promise<void> {\n  await Promise.resolve();\n}\n";

describe("exit codes are ESLint's", () => {
  it("0 and silence, if nothing is found", async () => {
    expect(await ctx(project({ "src/a.ts": clean }))).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("1 and a report, if something is", async () => {
    const { code, stdout, stderr } = await ctx(project({ "src/a.ts": defect }));
    expect(stdout).toMatch(/src.a\.ts\n +2:16 +error .*`signal` is available.*ctx\/no-dropped-context/);
    expect(code).toBe(1);
    expect(stderr).toBe("");
  });

  it("2, if it is called wrongly", async () => {
    const folder = project({ "src/a.ts": defect });
    expect(await ctx(folder, "--strickt")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--strickt") as string });
    expect(await ctx(folder, "--format", "xml")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("stylish, json, sarif, html") as string });
    expect(await ctx(folder, "--rule")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--rule") as string });
    expect(await ctx(folder, "--rule", "no-dropped")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("no-dropped-context") as string });
  });
});

describe("rules", () => {
  it("are those of recommended, or of strict", async () => {
    const folder = project({ "src/a.ts": ignored });
    expect(await found(folder)).toEqual([]);
    expect(await found(folder, "--strict")).toEqual(["src/a.ts:1 ctx/no-ignored-context"]);
  });

  it("are the named ones only, with or without their prefix", async () => {
    const folder = project({ "src/a.ts": defect + ignored });
    expect(await found(folder, "--rule", "no-ignored-context")).toEqual(["src/a.ts:4 ctx/no-ignored-context"]);
    expect(await found(folder, "--rule", "ctx/no-dropped-context")).toEqual([finding]);
    expect(await found(folder, "--rule", "no-dropped-context", "--rule", "no-ignored-context")).toHaveLength(2);
  });

  it("obey comments; those for other plugins say nothing", async () => {
    const disabled = defect.replace("  return", "  // eslint-disable-next-line ctx/no-dropped-context\n  return");
    const others = "/* eslint other/rule: 'error' */\n// eslint-disable-next-line other/rule -- why\nexport {};\n";
    const folder = project({ "src/a.ts": others + disabled });
    expect(await ctx(folder)).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("are on, whatever ESLint config the project has", async () => {
    const folder = project({ "src/a.ts": defect, "eslint.config.js": "throw new Error('not read');" });
    expect(await found(folder)).toEqual([finding]);
  });
});

describe("--fix", () => {
  it("writes the fixes, and reports what is left", async () => {
    const folder = project({ "src/a.ts": defect, "src/b.ts": defect });
    expect(await ctx(folder, "src/a.ts", "--fix")).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(fs.readFileSync(path.join(folder, "src/a.ts"), "utf8")).toBe(fixed);
    expect(fs.readFileSync(path.join(folder, "src/b.ts"), "utf8")).toBe(defect);
  });

  it("without it, files stay as they are", async () => {
    const folder = project({ "src/a.ts": defect });
    await ctx(folder);
    expect(fs.readFileSync(path.join(folder, "src/a.ts"), "utf8")).toBe(defect);
  });
});
