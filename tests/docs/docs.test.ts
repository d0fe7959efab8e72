import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as vm from "node:vm";

import * as parser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import ts from "typescript";
import { describe, expect, it } from "vitest";

import plugin from "../../src/index.js";
import { rules } from "../../src/rules/index.js";
import { settingsOf } from "../../src/settings.js";
import { Project } from "../project.js";
import { parse, type Block } from "./markdown.js";

const root = path.join(import.meta.dirname, "../..");
const fixtures = path.join(root, "tests/fixtures");

const pages = ["README.md", ...fs.readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" }).map((page) => `docs/${page}`)]
  .filter((page) => page.endsWith(".md"))
  .map((page) => ({ page, ...parse(page, fs.readFileSync(path.join(root, page), "utf8")) }));

const extensions: Readonly<Record<string, string>> = { ts: ".ts", tsx: ".tsx", js: ".js", mjs: ".js" };
const blocks = pages.flatMap(({ blocks }) => blocks).filter(({ language }) => language in extensions);
const label = ({ page, line }: Block): string => `${page}:${line}`;

/** Where the block would be, from `tests/fixtures`: it may say so itself. */
function fileOf({ code, language }: Block): string {
  const files: Readonly<Record<string, string>> = { tsx: "react.tsx", js: "script.js", mjs: "script.js" };
  return /^\/\/ @filename: (.+)$/m.exec(code)?.[1] ?? files[language] ?? "file.ts";
}

it("the README's picture shows what the rules really say", () => {
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, "scripts/picture.mjs"), "--check"], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

describe("every block of code type-checks", () => {
  const texts = new Map(
    blocks.map((block, index) => {
      const file = path.join(fixtures, path.dirname(fileOf(block)), `block-${index}${extensions[block.language]!}`);
      return [file, block.code];
    }),
  );
  const options = { paths: { "eslint-plugin-ctx": [path.join(root, "src/index.ts")] }, experimentalDecorators: true }; // NestJS' are.
  const project = new Project(fixtures, texts, options);

  for (const [index, file] of [...texts.keys()].entries()) {
    it(label(blocks[index]!), () => {
      expect(project.errors(file)).toEqual([]);
    });
  }
});

describe.runIf(blocks.some(({ code }) => settingsIn(code).length > 0))("every setting is valid", () => {
  for (const block of blocks) {
    for (const text of settingsIn(block.code)) {
      it(`${label(block)}: ${text.slice(0, 60)}`, () => {
        expect(() => settingsOf({ ctx: vm.runInNewContext(`(${text})`) as unknown })).not.toThrow();
      });
    }
  }
});

describe.each(Object.keys(rules))("docs/rules/%s.md", (name) => {
  const page = pages.find((other) => other.page === `docs/rules/${name}.md`);
  const own = page?.blocks.filter((block) => blocks.includes(block)) ?? [];
  const options = optionsOf(name);

  it("has its sections, in their order", () => {
    const sections = page?.headings.filter(({ level }) => level === 2).map(({ text }) => text);
    const expected = ["Rule details", ...(options.length > 0 ? ["Options"] : []), "When not to use it", "Further reading"];
    expect(sections).toEqual(expected);
  });

  it("has a heading for each option", () => {
    const headings = page?.headings.map(({ text }) => text) ?? [];
    expect(options.filter((option) => !headings.includes(`\`${option}\``))).toEqual([]);
  });

  it("has examples of both kinds", () => {
    expect(own.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["incorrect", "correct"]));
  });

  for (const block of own.filter(({ kind }) => kind === "incorrect")) {
    it(`reports line ${block.line}`, () => {
      expect(reports(name, block)).toContain(`ctx/${name}`);
    });
  }

  for (const block of own.filter(({ kind }) => kind === "correct")) {
    it(`does not report line ${block.line}`, () => {
      expect(reports(name, block)).toEqual([]);
    });
  }
});

describe("docs/frameworks.md", () => {
  const own = blocks.filter(({ page }) => page === "docs/frameworks.md");

  it("has an example for each framework that is tested", () => {
    const { headings = [] } = pages.find(({ page }) => page === "docs/frameworks.md") ?? {};
    const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]|\bextensions$|\bservers$|js$/g, "");
    const sections = headings.filter(({ level }) => level === 2).map(({ text }) => plain(text));
    const tested = fs.readdirSync(path.join(root, "tests/frameworks")).map((file) => plain(path.basename(file, ".test.ts")));
    expect(tested.filter((name) => !sections.includes(name))).toEqual([]);
  });

  for (const block of own) {
    it(`line ${block.line} is reported as it says`, () => {
      const said = block.code.split("\n").flatMap((line, index) => [...line.matchAll(/\/\/ (ctx\/\S+)$/g)].map(([, rule]) => `${index + 1} ${rule}`));
      const found = lint(block, plugin.configs.recommended).map(({ line, ruleId, message }) => `${line} ${ruleId ?? message}`);
      expect(found).toEqual(said);
      expect(said.length > 0).toBe(block.kind === "incorrect");
    });
  }
});

function optionsOf(name: string): string[] {
  const schema = rules[name]?.meta.schema;
  return Array.isArray(schema) ? schema.flatMap((one: { properties?: object }) => Object.keys(one.properties ?? {})) : [];
}

/** The text of each `settings: { ctx: … }`. */
function settingsIn(code: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node, inSettings: boolean): void => {
    const name = ts.isPropertyAssignment(node) ? node.name.getText() : undefined;
    if (ts.isPropertyAssignment(node) && inSettings && name === "ctx") found.push(node.initializer.getText());
    ts.forEachChild(node, (child) => {
      visit(child, name === "settings" || (inSettings && !ts.isPropertyAssignment(node)));
    });
  };
  visit(ts.createSourceFile("block.ts", code, ts.ScriptTarget.Latest, true), false);
  return found;
}

/** What the rule says of the block. Anything else (a syntax error, an unknown option, a directive that is not used) fails. */
function reports(name: string, block: Block): string[] {
  const messages = lint(block, { plugins: { ctx: plugin }, rules: { [`ctx/${name}`]: "error" } });
  expect(messages.filter(({ ruleId }) => ruleId !== `ctx/${name}`)).toEqual([]);
  return messages.map(({ ruleId }) => String(ruleId));
}

function lint(block: Block, config: Linter.Config): Linter.LintMessage[] {
  const settings = /\/\* settings (.*?) \*\//s.exec(block.code)?.[1];
  const typed: Linter.Config = {
    files: ["**/*.{ts,tsx,js}"],
    languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: fixtures } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    ...(settings === undefined ? {} : { settings: JSON.parse(settings) as Record<string, unknown> }),
  };
  return new Linter({ cwd: fixtures }).verify(block.code, [typed, config], { filename: path.join(fixtures, fileOf(block)) });
}
