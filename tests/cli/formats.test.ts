/** `--format`: the same findings in every form. */
import * as path from "node:path";

import type { ESLint } from "eslint";
import { describe, expect, it } from "vitest";

import { manifest } from "../../src/manifest.js";
import { rules } from "../../src/rules/index.js";
import { ctx, defect, project } from "./run.js";

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}
interface Log {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly version: string; readonly rules: readonly { readonly id: string; readonly helpUri: string }[] } };
    readonly columnKind: string;
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex?: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region?: Region } }[];
    }[];
  }[];
}

const files = { "src/a b.ts": `${defect}${defect.replace("load", "again")}`, "src/in/ü.ts": defect, "src/clean.ts": "export {};\n" };

async function json(folder: string): Promise<ESLint.LintResult[]> {
  return JSON.parse((await ctx(folder, "--format", "json")).stdout) as ESLint.LintResult[];
}

async function sarif(folder: string): Promise<Log> {
  return JSON.parse((await ctx(folder, "--format", "sarif")).stdout) as Log;
}

it("json is ESLint's", async () => {
  const results = await json(project(files));
  expect(results.map(({ filePath, errorCount, fixableErrorCount }) => [path.basename(filePath), errorCount, fixableErrorCount])).toEqual([
    ["a b.ts", 2, 2],
    ["clean.ts", 0, 0],
    ["ü.ts", 1, 1],
  ]);
});

it("html is a page with every finding", async () => {
  const { code, stdout } = await ctx(project(files), "--format", "html");
  expect(code).toBe(1);
  expect(stdout).toMatch(/^<!DOCTYPE html>/i);
  expect(stdout.match(/docs\/rules\/no-dropped-context\.md/g)).toHaveLength(3);
});

describe("sarif", () => {
  it("has each finding of json, at the same place", async () => {
    const folder = project(files);
    const expected = (await json(folder)).flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, message, line, column, endLine, endColumn }) => [path.relative(folder, filePath), ruleId, message, line, column, endLine, endColumn]),
    );
    const { version, runs } = await sarif(folder);
    const found = runs[0]!.results.map(({ ruleId, message, locations }) => {
      const { artifactLocation, region } = locations[0]!.physicalLocation;
      return [decodeURI(artifactLocation.uri), ruleId, message.text, region?.startLine, region?.startColumn, region?.endLine, region?.endColumn];
    });
    expect(found).toEqual(expected);
    expect(found).toHaveLength(3);
    expect([version, runs.length, runs[0]!.columnKind]).toEqual(["2.1.0", 1, "utf16CodeUnits"]);
  });

  it("has relative addresses, as GitHub wants them", async () => {
    const { runs } = await sarif(project(files));
    const uris = new Set(runs[0]!.results.map(({ locations }) => locations[0]!.physicalLocation.artifactLocation.uri));
    expect([...uris]).toEqual(["src/a%20b.ts", "src/in/%C3%BC.ts"]);
  });

  it("names the tool, and the rules with their pages", async () => {
    const { runs } = await sarif(project(files));
    const { driver } = runs[0]!.tool;
    expect([driver.name, driver.version]).toEqual([manifest.name, manifest.version]);
    expect(driver.rules.map(({ id, helpUri }) => [id, helpUri])).toEqual([["ctx/no-dropped-context", rules["no-dropped-context"]?.meta.docs?.url]]);
    expect(runs[0]!.results.map(({ ruleIndex, level }) => [ruleIndex, level])).toEqual([[0, "error"], [0, "error"], [0, "error"]]);
  });

  it("has syntax errors, and no rules where there are no findings", async () => {
    const { runs } = await sarif(project({ "src/a.ts": "export const = 1;\n" }));
    expect(runs[0]!.results.map(({ ruleId, locations }) => [ruleId, locations[0]!.physicalLocation.region?.startLine])).toEqual([["syntax", 1]]);
    expect(await sarif(project({ "src/a.ts": "export {};\n" }))).toMatchObject({ runs: [{ results: [], tool: { driver: { rules: [] } } }] });
  });
});
