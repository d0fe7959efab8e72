/** Each rule on each model: a report where the names are the library's own, and none where they are something else. */
import type { TSESLint } from "@typescript-eslint/utils";
import type { Linter } from "eslint";
import { describe, expect, it } from "vitest";

import { rules } from "../../src/rules/index.js";
import { programOf } from "./program.js";
import { header, kinds, type ModelRow, rows, settings } from "./table.js";

/** A piece of code, and the message that it gets where its names are real; no message where it is fine. */
type Piece = readonly [code: string, messageId?: string | undefined];

/** For each rule, what it is to say of a row. */
const pieces: Readonly<Record<string, (row: ModelRow) => readonly Piece[]>> = {
  "no-context-field": ({ type }) => [
    [`export class Keeper { ctx: ${type}; constructor(ctx: ${type}) { this.ctx = ctx; } }`, "member"],
    [`export class Keeper { constructor(private readonly ctx: ${type} | undefined) {} get(): unknown { return this.ctx; } }`, "member"],
    [`export class Keeper { all = new Map<string, ${type}>(); }`, "member"],
    [`let kept: ${type} | undefined; export function keep(ctx: ${type}): void { kept = ctx; } export const get = (): unknown => kept;`, "module"],
    [`export class Keeper { run(ctx: ${type}): unknown { return ctx; } }`],
  ],
  "context-first-param": ({ type, place }) => [
    [`export function work(id: string, ctx: ${type}): unknown { return [id, ctx]; }`, place === "first" ? "first" : undefined],
    [`export function work(ctx: ${type}, id: string): unknown { return [id, ctx]; }`, place === "last" ? "last" : undefined],
  ],
  "no-background-context": ({ type, roots }) => [
    ...roots.map((root): Piece => [`export function work(ctx: ${type}): unknown { return [ctx, use(${root})]; }`, isTodo(root) ? "todo" : "available"]),
    [`export function work(ctx: ${type}): unknown { return use(ctx); }`],
  ],
  "typed-context-key": ({ type, writes, reads, keys, untypedKey }) => [
    ...[...writes, ...reads].flatMap(({ code, isTyped }): Piece[] =>
      untypedKey === undefined ? [] : [[`export function work(ctx: ${type}): unknown { return ${filled(code, untypedKey, "1")}; }`, isTyped === true ? undefined : "untyped"]],
    ),
    ...keys.flatMap((key) =>
      [...writes, ...reads].map(({ code }): Piece => [`export function work(ctx: ${type}): unknown { return ${filled(code, key, `"value"`)}; }`, "madeEachTime"]),
    ),
    ...keys.flatMap((key) => reads.map(({ code }): Piece => [`const key = ${key}; export function work(ctx: ${type}): unknown { return ${filled(code, "key", "")}; }`])),
  ],
  "no-broken-context-chain": ({ type, place, roots }) => [
    ...roots.map((root): Piece => [`async function load(id: string): Promise<unknown> { return use([${root}, id]); } export async function work(ctx: ${type}): Promise<void> { use(ctx); await load("1"); }`, "broken"]),
    [`declare function find(id: string, own?: ${type}): Promise<string>; async function load(id: string): Promise<string> { return await find(id); } export async function work(ctx: ${type}): Promise<void> { use(ctx); await load("1"); }`, place === "any" ? undefined : "broken"],
    [`declare function find(id: string): Promise<string>; async function load(id: string): Promise<string> { return await find(id); } export async function work(ctx: ${type}): Promise<void> { use(ctx); await load("1"); }`],
  ],
  "require-context-param": ({ type, place }) => [
    [`declare function find(id: string, own?: ${type}): Promise<string>; export async function load(id: string): Promise<string> { return await find(id); }`, place === "first" ? "missing" : undefined],
    [`declare function find(id: string, own?: ${type}): Promise<string>; export async function load(id: string, ctx: ${type}): Promise<string> { return await find(id, ctx); }`],
  ],
  "no-floating-context": ({ derives, model, type }) => [
    ...derives.flatMap(({ code, context, handle }): Piece[] =>
      handle === undefined || handle === ""
        ? []
        : [
            [`export async function work(ctx: ${type}, load: (own: ${type}) => Promise<string>): Promise<string> { const made = ${code}; try { return load(${part("made", context)}); } finally { ${part("made", handle)}(${model === "borderless" ? `new Error("over")` : ""}); } }`, "cancelledBeforeUse"],
            [`export async function work(ctx: ${type}, load: (own: ${type}) => Promise<string>): Promise<string> { const made = ${code}; try { return await load(${part("made", context)}); } finally { ${part("made", handle)}(${model === "borderless" ? `new Error("over")` : ""}); } }`],
          ],
    ),
    [`export async function work(ctx: ${type}, load: (own: ${type}) => void): Promise<void> { setInterval(() => load(ctx), 10); await Promise.resolve(); }`, model === "opentelemetry" ? undefined : "outlivesRequest"],
    [`export async function work(ctx: ${type}, load: (own: ${type}) => Promise<void>): Promise<void> { await load(ctx); }`],
  ],
  "no-dead-context": ({ isOver, type }) => [
    [`export async function work(ctx: ${type}, load: (own: ${type}) => Promise<void>): Promise<void> { if (${isOver ?? "false"}) { await load(ctx); } }`, isOver === undefined ? undefined : "inAbortedBranch"],
    [`export async function work(ctx: ${type}, load: (own: ${type}) => Promise<void>): Promise<void> { if (!(${isOver ?? "false"})) { await load(ctx); } }`],
  ],
  "no-leaked-abort-listener": ({ listens = "", type }) => [
    [`export async function work(ctx: ${type}): Promise<void> { use(ctx); ${listens}; await Promise.resolve(); }`, listens === "" ? undefined : listens.startsWith("ctx.add") ? "neverRemoved" : "dropped"],
  ],
  "no-dropped-context": ({ type }) => [
    [`declare function load(id: string, own?: ${type}): unknown; export function work(ctx: ${type}): unknown { return [ctx, load("1")]; }`, "dropped"],
    [`declare function load(id: string, options?: { readonly own?: ${type} }): unknown; export function work(ctx: ${type}): unknown { return [ctx, load("1")]; }`, "dropped"],
    [`declare function load(id: string, own?: ${type}): unknown; export function work(ctx: ${type}): unknown { return load("1", ctx); }`],
    [`declare function load(id: string, own?: ${type}): unknown; export function work(): unknown { return load("1"); }`],
  ],
  "no-uncancellable-sleep": ({ type, model }) => [
    [`export async function work(ctx: ${type}): Promise<void> { await new Promise((resolve) => setTimeout(resolve, 10)); use(ctx); }`, model === "opentelemetry" ? undefined : "sleep"],
  ],
  "prefer-nearest-context": ({ type }) => [
    [`export const work = (ctx: ${type}) => (own: ${type}): unknown => use(ctx);`, "outer"],
    [`export const work = (ctx: ${type}) => (own: ${type}): unknown => [use(own), use([own, ctx])];`],
  ],
  "no-long-lived-context-value": ({ type, writes }) => [
    ...writes.map(({ code }): Piece => [`export function work(ctx: ${type}, logger: Logger): unknown { return ${filled(code, `("logger" as never)`, "logger")}; }`, "logger"]),
    ...writes.map(({ code }): Piece => [`export function work(ctx: ${type}, id: string): unknown { return ${filled(code, `("id" as never)`, "id")}; }`]),
  ],
  "no-lost-cancel": ({ type, derives, handle, classes }) => [
    ...derives.flatMap(({ code, context, handle: end }): Piece[] => {
      if (end === undefined) return [];
      const made = `export function work(ctx: ${type}): unknown { const made = ${code}; use(${part("made", context)});`;
      return [[`${made} return undefined; }`, "discarded"], [`${made} return ${part("made", end)}; }`]];
    }),
    ...(handle?.way !== undefined && classes.includes(handle.type)
      ? ([
          [`export function work(): void { const made = new ${handle.type}(); use(made.${handle.way}); }`, "discarded"],
          [`export function work(): unknown { return new ${handle.type}(); }`],
        ] as const)
      : []),
  ],
  "no-ignored-context": ({ type }) => [
    [`export async function work(id: string, ctx: ${type}): Promise<void> { await Promise.resolve(use(id)); }`, "ignored"],
    [`export async function work(id: string, ctx: ${type}): Promise<void> { await Promise.resolve(use([id, ctx])); }`],
  ],
  "no-nested-context": ({ derives, type }) => [
    ...derives
      .filter(({ code, context, parents }) => context === "" && parents > 0 && !code.startsWith("new "))
      .flatMap(({ code }): Piece[] => [
        [`export function work(ctx: ${type}, ids: string[]): void { for (const id of ids) { ctx = ${code}; use([ctx, id]); } }`, "loop"],
        [`export function work(ctx: ${type}, ids: string[]): void { for (const id of ids) { const own = ${code}; use([own, id]); } }`],
      ]),
  ],
  "no-optional-context": ({ place, type }) => [
    [`export function work(ctx?: ${type}): unknown { return ctx; }`, place === "first" ? "optional" : undefined],
    [`function work(ctx?: ${type}): unknown { return ctx; } export const all = (): unknown => use(work());`, "optional"],
    [`export function work(ctx: ${type} | undefined): unknown { return ctx; }`],
  ],
  "no-rewrapped-context": ({ derives, type }) => [
    ...derives
      .filter(({ context, makes, parents }) => context === "0" && (makes === "cancel" || makes === "deadline") && parents === 1)
      .flatMap(({ code }): Piece[] => [
        [`export function work(parent: ${type}): unknown { const ctx = parent; const [first, stop] = ${code}; const second = ${code.replace(/\bctx\b/, "first")}; return [second, stop]; }`, "rewrapped"],
        [`export function work(parent: ${type}): unknown { const ctx = parent; const [first, stop] = ${code}; const second = ${code.replace(/\bctx\b/, "first")}; return [first, second, stop]; }`],
      ]),
  ],
  "no-swallowed-cancellation": ({ model, type }) => [
    [`export async function work(ctx: ${type}, load: (id: string, ctx: ${type}) => Promise<void>, ids: string[]) { for (const id of ids) { try { await load(id, ctx); } catch { use(id); } } }`, endless.has(model) ? undefined : "loop"],
    [`export async function work(ctx: ${type}, load: (id: string, ctx: ${type}) => Promise<void>, ids: string[]) { for (const id of ids) { try { await load(id, ctx); } catch { use(ctx); } } }`],
  ],
  "require-cancellation-check": ({ model, type }) => [
    [`export async function work(ctx: ${type}, load: (id: string) => Promise<void>, ids: string[]) { use(ctx); for (const id of ids) { await load(id); } }`, endless.has(model) ? undefined : "awaits"],
    [`export async function work(ctx: ${type}, load: (id: string, ctx: ${type}) => Promise<void>, ids: string[]) { for (const id of ids) { await load(id, ctx); } }`],
  ],
};

function part(value: string, path: string): string {
  return path === "" ? value : /^\d/.test(path) ? `${value}[${path}]` : `${value}.${path}`;
}

/** Of these contexts nobody can see an end. */
const endless = new Set(["borderless", "opentelemetry"]);

function isTodo(root: string): boolean {
  return /todo/i.test(root);
}

function filled(code: string, key: string, value: string): string {
  return code.replace("KEY", () => key).replace("VALUE", () => value);
}

const setup = `declare function use(value: unknown): unknown; interface Logger { info(text: string): void; warn(text: string): void; error(text: string): void } void use; export type { Logger };`;
const cases = Object.entries(pieces).flatMap(([rule, of]) => rows.flatMap((row) => of(row).map(([code, messageId], index) => ({ rule, row, code, messageId, index }))));
const fileOf = ({ rule, row, index }: (typeof cases)[number], kind: string): string => `${rule}-${row.model}-${(row.from ?? "global").replace(/\W/g, "_")}-${index}-${kind}.ts`;
const sources = Object.fromEntries(cases.flatMap((each) => kinds.map((kind) => [fileOf(each, kind), [header(each.row, kind), setup, each.code].join("\n")])));

it("has pieces for each rule", () => {
  expect(Object.keys(pieces).toSorted()).toEqual(Object.keys(rules).toSorted());
});

describe.each([
  ["DOM and Node", false],
  ["Node only", true],
])("%s", (_, nodeOnly) => {
  const file = programOf(sources, { nodeOnly, settings });
  const edits: Record<string, string> = {};

  describe.each(Object.keys(pieces))("%s", (name) => {
    const rule = (rules as Readonly<Record<string, TSESLint.RuleModule<string, readonly unknown[]>>>)[name]!;

    it.each(cases.filter((each) => each.rule === name).map((each) => [each.row.model, each.row.from, each.code, each] as const))("%s of %s: %s", (_model, _from, _code, each) => {
      const { errors, lint } = file(fileOf(each, "real"));
      expect(errors()).toEqual([]);
      const messages = lint(rule);
      expect(messages.map(({ messageId }) => messageId)).toEqual(each.messageId === undefined ? [] : [each.messageId]);
      for (const [index, edit] of messages.flatMap(editsOf).entries()) {
        const text = sources[fileOf(each, "real")]!;
        edits[fileOf(each, `edited-${index}`)] = text.slice(0, edit.range[0]) + edit.text + text.slice(edit.range[1]);
      }
      for (const kind of kinds.slice(1)) expect(file(fileOf(each, kind)).lint(rule), kind).toEqual([]);
    });
  });

  it("makes edits that type-check", () => {
    expect(Object.keys(edits).length).toBeGreaterThan(10);
    const edited = programOf(edits, { nodeOnly, settings });
    expect(Object.keys(edits).flatMap((each) => edited(each).errors().map((error) => `${each} ${error}\n${edits[each]}`))).toEqual([]);
  });
});

function editsOf({ fix, suggestions = [] }: Linter.LintMessage): { readonly range: readonly [number, number]; readonly text: string }[] {
  return [fix, ...suggestions.map((suggestion) => suggestion.fix)].filter((edit) => edit !== undefined);
}
