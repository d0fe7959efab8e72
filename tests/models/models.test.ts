import type { TSESTree } from "@typescript-eslint/utils";
import { describe, expect, it } from "vitest";

import { isYes } from "../../src/contexts/answer.js";
import { deriveAt, keyMadeAt, readerAt, rootAt, writerAt } from "../../src/contexts/calls.js";
import { carriersOf, typeAnswer } from "../../src/contexts/types.js";
import { builtInModels } from "../../src/models/index.js";
import { programOf, type TestFile } from "./program.js";
import { header, kinds, type ModelRow, rows, settings, userModel } from "./table.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

const pieces = ({ roots, noRoots, derives, writes, reads, keys }: ModelRow): Readonly<Record<string, readonly string[]>> => ({
  root: roots,
  noRoot: noRoots,
  derive: derives.map(({ code }) => code),
  write: writes.map(({ code }) => withKey(code)),
  read: reads.map(({ code }) => withKey(code)),
  key: keys,
});

/** Any typed key will do where only the call is looked at. */
function withKey(code: string): string {
  return code.replace("KEY", `("user" as never)`).replace("VALUE", "1");
}

function fileOf(row: ModelRow, kind: (typeof kinds)[number]): string {
  const lines = Object.entries(pieces(row)).flatMap(([name, codes]) => codes.map((code, index) => `const ${name}${index} = ${code};`));
  const handle = row.handle === undefined ? "" : `declare const handle: ${row.handle.type};`;
  return [header(row, kind), `declare const ctx: ${row.type};`, handle, ...lines, "export {};"].join("\n");
}

const nameOf = (row: ModelRow, kind: string): string => `${row.model}-${(row.from ?? "global").replace(/\W/g, "_")}-${kind}.ts`;
const files = Object.fromEntries(rows.flatMap((row) => kinds.map((kind) => [nameOf(row, kind), fileOf(row, kind)])));

describe.each([
  ["DOM and Node", programOf(files, { settings })],
  ["Node only", programOf(files, { nodeOnly: true, settings })],
])("%s", (_, file) => {
  describe.each(rows)("$model of $from", (row) => {
    const real = file(nameOf(row, "real"));
    const model = [userModel, ...builtInModels].find(({ name }) => name === row.model);
    const node = (name: string, index: number): Call => real.of(`${name}${index}`) as Call;

    it("is real", () => {
      expect(model).toBeDefined();
      expect(real.errors()).toEqual([]);
    });

    it("has contexts", () => {
      expect(typeAnswer(real.facts, typeOf(real, "ctx"))).toEqual({ model, nullable: false });
      expect(model?.parameter.place).toBe(row.place);
    });

    it("has ways to contexts", () => {
      expect(carriersOf(real.facts, typeOf(real, "ctx")).map(({ path }) => path)).toEqual(row.ways);
    });

    it.each(numbered(row.roots))("root %i: %s", (index) => {
      expect(rootAt(real.facts, node("root", index))?.model).toBe(model);
    });

    it.each(numbered(row.noRoots))("no root %i: %s", (index) => {
      expect(rootAt(real.facts, node("noRoot", index))).toBeUndefined();
    });

    it.each(numbered(row.derives))("derive %i: %o", (index, { makes, parents, context, handle }) => {
      const derive = deriveAt(real.facts, node("derive", index));
      expect(derive?.model).toBe(model);
      expect({ makes: derive?.makes, parents: derive?.parents.length }).toEqual({ makes, parents });
      expect(derive?.result.context).toEqual(steps(context));
      expect(derive?.result.handle).toEqual(handle === undefined ? undefined : steps(handle));
    });

    it.each(numbered(row.writes))("write %i: %o", (index) => {
      expect(writerAt(real.facts, node("write", index))?.model).toBe(model);
      expect(readerAt(real.facts, node("write", index))).toBeUndefined();
    });

    it.each(numbered(row.reads))("read %i: %o", (index) => {
      expect(readerAt(real.facts, node("read", index))?.model).toBe(model);
      expect(writerAt(real.facts, node("read", index))).toBeUndefined();
    });

    it.each(numbered(row.keys))("key %i: %s", (index) => {
      expect(keyMadeAt(real.facts, node("key", index))?.model).toBe(model);
    });

    it.runIf(row.handle)("has handles", () => {
      const ways = carriersOf(real.facts, typeOf(real, "handle"));
      expect(ways.map(({ path }) => path)).toEqual(row.handle?.way === undefined ? [] : [row.handle.way]);
    });

    it.each(kinds.slice(1))("knows nothing of what is %s", (kind) => {
      const other = file(nameOf(row, kind));
      const isContext = typeAnswer(other.facts, typeOf(other, "ctx"));
      expect(isYes(isContext)).toBe(false);
      expect(isContext).toBe(kind === "look-alike" ? "no" : "unknown");
      expect(carriersOf(other.facts, typeOf(other, "ctx"))).toEqual([]);
      for (const [name, codes] of Object.entries(pieces(row))) {
        for (const [index, code] of codes.entries()) {
          const found = other.of(`${name}${index}`) as Call;
          expect(rootAt(other.facts, found), code).toBeUndefined();
          expect(deriveAt(other.facts, found), code).toBeUndefined();
          if (name === "root" || name === "noRoot") continue;
          expect(writerAt(other.facts, found), code).toBeUndefined();
          expect(readerAt(other.facts, found), code).toBeUndefined();
          expect(keyMadeAt(other.facts, found), code).toBeUndefined();
        }
      }
    });
  });
});

it("has a row for each model", () => {
  expect([...new Set(rows.map(({ model }) => model))].toSorted()).toEqual([userModel, ...builtInModels].map(({ name }) => name).toSorted());
});

function typeOf({ facts, of }: TestFile, variable: string): ReturnType<typeof facts.services.getTypeAtLocation> {
  return facts.services.getTypeAtLocation(of(variable));
}

function steps(path: string): readonly string[] {
  return path === "" ? [] : path.split(".");
}

function numbered<T>(items: readonly T[]): [number, T][] {
  return items.map((item, index) => [index, item]);
}
