/**
 * No rule throws, whatever the syntax, and what it would edit can be parsed. The same programs in every run, so that a change
 * is judged by what it changes; `FUZZ_SEED=random FUZZ_RUNS=500` looks for more. A failure says its seed and path, which
 * `FUZZ_SEED` and `FUZZ_PATH` bring back; `FUZZ_SHRINK` asks for a smaller program that fails.
 */
import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import fc from "fast-check";
import { expect, it } from "vitest";

import { lintAll, type Linted, parses } from "./lint.js";
import * as syntax from "./syntax.js";

const runs = Number(process.env["FUZZ_RUNS"] ?? 8);
const { FUZZ_SEED = "1" } = process.env;
const seed = FUZZ_SEED === "random" ? Date.now() % 2 ** 31 : Number(FUZZ_SEED);

/** Nodes that no text gives: modifiers, which are properties of what they modify, and `with`, which modules have not. */
const NEVER = new Set(["TSAbstractKeyword", "TSAsyncKeyword", "TSDeclareKeyword", "TSExportKeyword", "TSPrivateKeyword", "TSProtectedKeyword", "TSPublicKeyword", "TSReadonlyKeyword", "TSStaticKeyword", "WithStatement"]);

/** The simplest text for each hole. */
const SIMPLE: Readonly<Record<string, string>> = { E: "ctx", S: "await work(ctx);", T: "Context", P: "{ x, ...y }", N: "n" };
const simple = (template: string): string => template.replace(/\$([ESTPN])(?!\w)/g, (_, hole: string) => SIMPLE[hole]!);

/** A body in which everything is allowed. */
const inBody = (text: string): string => `async function* body(this: any, ctx: any) { ${text} }`;

const samples: readonly (readonly [text: string, name: string])[] = [
  ...[...syntax.declarations, ...syntax.modules].map((text) => [simple(text), "fuzz.ts"] as const),
  ...syntax.statements.map((text) => [inBody(simple(text)), "fuzz.ts"] as const),
  ...[...syntax.expressions, ...syntax.assertions].map((text) => [inBody(`void (${simple(text)});`), "fuzz.ts"] as const),
  ...syntax.elements.map((text) => [inBody(`void (${simple(text)});`), "fuzz.tsx"] as const),
  ...syntax.types.map((text) => [`interface N { a: ${simple(text)} }`, "fuzz.ts"] as const),
  ...syntax.patterns.map((text) => [inBody(`const ${simple(text)}: any = ctx;`), "fuzz.ts"] as const),
];

it("parses each sample", () => {
  expect(samples.filter(([text, name]) => !parses(text, name)).map(([text]) => text)).toEqual([]);
});

it("knows each kind of syntax", () => {
  const met = new Set(["fuzz.ts", "fuzz.tsx"].flatMap((name) => [...lintAll(syntax.prelude + samples.filter((sample) => sample[1] === name).map(([text]) => text).join("\n"), name).met]));
  expect(Object.keys(AST_NODE_TYPES).filter((type) => !met.has(type) && !NEVER.has(type))).toEqual([]);
});

const { module } = fc.letrec<{ E: string; S: string; T: string; P: string; N: string; element: string; declaration: string; module: string }>((tie) => {
  const holes = { E: tie("E"), S: tie("S"), T: tie("T"), P: tie("P"), N: tie("N") };
  const filled = (template: string): fc.Arbitrary<string> => {
    const [head, ...parts] = template.split(/\$(?=[ESTPN](?!\w))/);
    return fc.tuple(...parts.map((part) => holes[part[0] as keyof typeof holes])).map((texts) => [head, ...texts.map((text, index) => text + parts[index]!.slice(1))].join(""));
  };
  const oneOf = (templates: readonly string[]): fc.Arbitrary<string> => {
    const isLeaf = (template: string): boolean => !/\$[ESTP](?!\w)/.test(template);
    return fc.oneof({ depthIdentifier: "syntax", depthSize: "small", maxDepth: 5 }, { weight: 3, arbitrary: fc.oneof(...templates.filter(isLeaf).map(filled)) }, ...templates.filter((template) => !isLeaf(template)).map((template) => ({ weight: 1, arbitrary: filled(template) })));
  };
  return {
    E: oneOf(syntax.expressions).map((text) => (/^[\w.]+$/.test(text) ? text : `(${text})`)),
    S: fc.array(oneOf(syntax.statements), { minLength: 1, maxLength: 4 }).map((texts) => texts.join("\n")),
    T: oneOf(syntax.types).map((text) => (/^\w+$/.test(text) ? text : `(${text})`)),
    P: oneOf(syntax.patterns),
    N: fc.integer({ min: 1, max: 12 }).map((index) => `n${index}`),
    element: fc.oneof(...[...syntax.elements, ...syntax.assertions].map(filled)),
    declaration: fc.oneof(...syntax.declarations.map(filled)),
    module: fc.array(tie("declaration"), { minLength: 4, maxLength: 14 }).map((texts) => texts.filter((text) => parses(text)).join("\n")),
  };
});

/** What was found so. */
const FOUND: readonly string[] = [`const [child, cancel] = withTimeout(ctx, 5); if (child.err()) return; cancel();`];

it.each(FOUND)("survives %s", (text) => {
  const code = syntax.prelude + text;
  expect(brokenEdits(code, lintAll(code))).toEqual([]);
});

it("survives programs of all of it", { timeout: 60_000 + runs * 10_000 }, () => {
  fc.assert(
    fc.property(module, (text) => {
      const code = syntax.prelude + text;
      expect(brokenEdits(code, lintAll(code))).toEqual([]);
    }),
    { numRuns: runs, seed, ...(process.env["FUZZ_PATH"] === undefined ? {} : { path: process.env["FUZZ_PATH"] }), endOnFailure: process.env["FUZZ_SHRINK"] === undefined },
  );
});

/** The fixes and suggestions that leave something which is no program. */
function brokenEdits(code: string, { messages }: Linted): readonly string[] {
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return messages
    .flatMap(({ fix, suggestions = [], ruleId }) => [...(fix === undefined ? [] : [{ fix, ruleId }]), ...suggestions.map((suggestion) => ({ fix: suggestion.fix, ruleId }))])
    .filter(({ fix }) => !parses(code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1])))
    .map(({ fix, ruleId }) => `${ruleId ?? ""}: ${code.slice(...fix.range)} → ${fix.text}`);
}
