import * as fs from "node:fs";
import * as path from "node:path";

import { Ajv } from "ajv";
import ts from "typescript";
import { describe, expect, it } from "vitest";

import { rules } from "../../src/rules/index.js";

const root = path.join(import.meta.dirname, "../..");
const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
const testNames = fs.readdirSync(path.join(root, "tests/rules")).filter((file) => file.endsWith(".test.ts"));

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly additionalProperties?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** What callbacks of frameworks are offered is tested framework by framework. */
const frameworkTests = fs.readdirSync(path.join(root, "tests/frameworks")).filter((file) => file.endsWith(".test.ts")).map((file) => `tests/frameworks/${file}`);

it("every rule file is in the map, under its own name", () => {
  const files = fs.readdirSync(path.join(root, "src/rules")).filter((file) => file !== "index.ts");
  expect(files.toSorted()).toEqual(Object.keys(rules).map((name) => `${name}.ts`).toSorted());
  expect(files).not.toEqual([]);
});

it("every page is that of a rule", () => {
  const pages = fs.readdirSync(path.join(root, "docs/rules"));
  expect(pages.toSorted()).toEqual(Object.keys(rules).map((name) => `${name}.md`).toSorted());
});

describe.each(Object.entries(rules))("%s", (name, { meta }) => {
  const file = `src/rules/${name}.ts`;
  const tests = testNames.filter((test) => test === `${name}.test.ts` || test.startsWith(`${name}.`) || test.startsWith(`${name}-`));
  const schemas = Array.isArray(meta.schema) ? (meta.schema as Schema[]) : [];

  it("says what it is", () => {
    expect(meta.docs?.description).toMatch(/^(?:disallow|enforce|require) .*[^.]$/);
    expect(meta.docs?.url).toMatch(new RegExp(`/docs/rules/${name}\\.md$`));
    expect(meta.docs?.requiresTypeChecking).toBe(true);
    expect(meta.languages).toEqual(["js/js"]);
  });

  it("has tests", () => {
    expect(tests).not.toEqual([]);
  });

  it("uses each message in its source, and reports each in its tests", () => {
    const ids = Object.keys(meta.messages);
    // A module that the rule asks may name the message: kinds of values, say.
    const used = new Set([file, ...importsOf(file)].flatMap((source) => [...texts(source)]));
    const tested = new Set([...tests.map((test) => `tests/rules/${test}`), ...frameworkTests.filter((test) => importsOf(test).includes(file))].flatMap((test) => [...texts(test)]));
    expect(ids.filter((id) => !used.has(id))).toEqual([]);
    expect(ids.filter((id) => !tested.has(id))).toEqual([]);
  });

  it("describes each option, and knows no others", () => {
    expect(Array.isArray(meta.schema)).toBe(true);
    for (const schema of schemas) {
      expect(schema.type).toBe("object");
      expect(schema.additionalProperties).toBe(false);
      for (const [option, property] of Object.entries(schema.properties ?? {})) {
        expect(property.description, option).toMatch(/\S/);
        expect(property.default, `${option}: defaults belong in meta.defaultOptions`).toBeUndefined();
      }
    }
  });

  it("has a default for each option, and its own options are valid", () => {
    const defaults = meta.defaultOptions ?? [];
    expect(defaults.map((value) => Object.keys(value as object).toSorted())).toEqual(
      schemas.map((schema) => Object.keys(schema.properties ?? {}).toSorted()),
    );
    const validate = new Ajv({ strict: false }).compile({ type: "array", maxItems: schemas.length, ...(schemas.length > 0 && { items: schemas }) });
    expect(validate(defaults), JSON.stringify(validate.errors)).toBe(true);
    expect(validate(meta.docs?.strictOptions ?? []), JSON.stringify(validate.errors)).toBe(true);
  });
});

/** The files of `src` that a file imports. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(read(file));
  const relative = importedFiles.filter(({ fileName }) => fileName.startsWith("."));
  return relative.map(({ fileName }) => path.join(path.dirname(file), fileName).replace(/\.js$/, ".ts"));
}

/** The string literals of a file, but those that are types or names of properties. */
function texts(file: string): Set<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && !ts.isLiteralTypeNode(node.parent) && !(ts.isPropertyAssignment(node.parent) && node.parent.name === node)) {
      found.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true));
  return found;
}
