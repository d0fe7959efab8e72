/** Functions and constants by their symbol, however they are imported, renamed or kept. */
import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { describe, expect, it } from "vitest";

import { deriveAt, keyMadeAt, parentsOf, readerAt, resultShape, rootAt, writerAt } from "../../src/contexts/calls.js";
import { mayBe } from "../../src/contexts/names.js";
import { symbolOf } from "../../src/contexts/symbols.js";
import { annotationAnswer } from "../../src/contexts/types.js";
import { programOf } from "../models/program.js";

const modules = {
  "barrel.ts": `export * from "./context.js";`,
  "renamed.ts": `export { background as root, withCancel as derive, withValue as put, createKey as make } from "./barrel.js"; export { background as default } from "./context.js";`,
  "twice.ts": `import { root } from "./renamed.js"; export { root as start };`,
  "namespaced.ts": `export * as go from "./renamed.js";`,
  "constants.ts": `import { background } from "./context.js"; export const begin = background; export const api = { begin: background, nested: { background } } as const;`,
  "object.ts": `import { background, withCancel } from "./context.js"; export default { background, cancelable: withCancel };`,
  "default.ts": `import { background } from "./context.js"; export default background;`,
  "default-function.ts": `import { type Context, todo } from "./context.js"; export default function background(): Context { return todo(); }`,
  "exported.ts": `import type { Context } from "./context.js"; declare const empty: Context; const make = (): Context => empty; export { make as background, empty as TODO };`,
  "constant.ts": `import type { Context } from "./context.js"; declare function make(): Context; export const background: Context = make(); export const TODO = background;`,
  "cjs.js": `const { background } = require("./context.js"); module.exports = { background, start: background };`,
  "other.ts": `
    import type { Context } from "./context.js";
    export interface Job { readonly id: string }
    export function background(job: Job): Promise<void> { return Promise.resolve(void job); }
    export function todo(text: string): Job { return { id: text }; }
    export function current(): Context { throw new Error(); }
    export function fromOptions(options?: { parent?: Context }): Context { throw new Error(String(options)); }`,
};

type Expected = string | undefined;

/** What `it` is. */
const rootCases: readonly (readonly [code: string, root: Expected])[] = [
  [`import { background } from "./context.js"; const it = background();`, "go"],
  [`import { background as bg } from "./context.js"; const it = bg();`, "go"],
  [`import { background } from "./barrel.js"; const it = background();`, "go"],
  [`import { root } from "./renamed.js"; const it = root();`, "go"],
  [`import { root as r } from "./renamed.js"; const it = r();`, "go"],
  [`import { start } from "./twice.js"; const it = start();`, "go"],
  [`import * as lib from "./context.js"; const it = lib.background();`, "go"],
  [`import * as lib from "./renamed.js"; const it = lib.root();`, "go"],
  [`import { go } from "./namespaced.js"; const it = go.root();`, "go"],
  [`import anything from "./renamed.js"; const it = anything();`, "go"],
  [`import anything from "./default.js"; const it = anything();`, "go"],
  [`import anything from "./default-function.js"; const it = anything();`, "go"],
  [`import lib from "./object.js"; const it = lib.background();`, "go"],
  [`import { begin } from "./constants.js"; const it = begin();`, "go"],
  [`import { api } from "./constants.js"; const it = api.begin();`, "go"],
  [`import { api } from "./constants.js"; const it = api.nested.background();`, "go"],
  [`import { background } from "./exported.js"; const it = background();`, "go"],
  [`import { TODO } from "./exported.js"; const it = TODO;`, "go"],
  [`import { background } from "./constant.js"; const it = background;`, "go"],
  [`import { TODO } from "./constant.js"; const it = TODO;`, "go"],
  [`import { background } from "./context.js"; const bg = background; const it = bg();`, "go"],
  [`import { background } from "./context.js"; const a = background, b = a; const it = b();`, "go"],
  [`import * as lib from "./context.js"; const { background: bg } = lib; const it = bg();`, "go"],
  [`import * as lib from "./context.js"; const { background } = lib; const it = background();`, "go"],
  [`import { background } from "./context.js"; const lib = { start: background }; const it = lib.start();`, "go"],
  [`import { background } from "./context.js"; const lib = { background }; const it = lib["background"]();`, "go"],
  [`import { background } from "./context.js"; const it = (background as () => ReturnType<typeof background>)();`, "go"],
  [`import { background } from "./context.js"; const it = background!();`, "go"],
  [`import * as lib from "./context.js"; const it = lib?.background();`, "go"],
  [`import { ROOT_CONTEXT as root } from "@opentelemetry/api"; const it = root;`, "opentelemetry"],
  [`import * as otel from "@opentelemetry/api"; const it = otel.ROOT_CONTEXT;`, "opentelemetry"],
  [`import * as otel from "@opentelemetry/api"; const { ROOT_CONTEXT } = otel; const it = ROOT_CONTEXT;`, "opentelemetry"],
  [`import * as rpc from "vscode-jsonrpc"; const it = rpc.CancellationToken.None;`, "cancellation-token"],
  [`import { CancellationToken as Token } from "vscode-jsonrpc"; const it = Token.None;`, "cancellation-token"],
  [`import * as vscode from "vscode"; namespace CancellationToken { export declare const None: vscode.CancellationToken } const it = CancellationToken.None;`, "cancellation-token"],
  [`import { CancellationToken } from "vscode-jsonrpc"; const { None } = CancellationToken; const it = None;`, "cancellation-token"],
  [`import * as lib from "@dxos/context"; const it = new lib.Context();`, "dxos"],
  [`import { Context as Ctx } from "@dxos/context"; const it = Ctx.default();`, "dxos"],
  [`const it = new globalThis.AbortController().signal;`, "abort-signal"],
  [`const Controller = AbortController; const it = new Controller().signal;`, "abort-signal"],
  [`const it = new AbortController()["signal"];`, "abort-signal"],
  // A constant holds the root that it was given; that is where it is made.
  [`import { ROOT_CONTEXT } from "@opentelemetry/api"; const base = ROOT_CONTEXT; const it = base;`, undefined],
  [`import { background } from "./context.js"; const it = background;`, undefined],
  // Not roots.
  [`import { background } from "./other.js"; const it = background({ id: "" });`, undefined],
  [`import { todo } from "./other.js"; const it = todo("");`, undefined],
  [`import { current as background } from "./other.js"; const it = background();`, undefined],
  [`import { fromOptions } from "./other.js"; const it = fromOptions();`, undefined],
  [`import { withCancel as background, type Context } from "./context.js"; declare const ctx: Context; const it = background(ctx);`, undefined],
  [`import { context } from "@opentelemetry/api"; const it = context.active();`, undefined],
  [`import { CancellationToken } from "vscode-jsonrpc"; const it = CancellationToken.Cancelled;`, undefined],
  [`const it = new AbortController();`, undefined],
  [`const it = new AbortController().abort;`, undefined],
  [`const controller = new AbortController(); const it = controller.signal;`, undefined],
  [`const it = AbortSignal.abort();`, undefined],
  [`import { background } from "not-installed"; const it = background();`, undefined],
  [`import { background } from "./no-such-file.js"; const it = background();`, undefined],
  [`import { ROOT_CONTEXT } from "not-installed"; const it = ROOT_CONTEXT;`, undefined],
  [`declare const background: any; const it = background();`, undefined],
  [`import * as lib from "not-installed"; const it = lib.background();`, undefined],
  [`declare const lib: any; const it = lib.background();`, undefined],
  [`const it = (() => 1)();`, undefined],
  [`const it = [() => 1][0]!();`, undefined],
];

const sources = { ...modules, ...Object.fromEntries(rootCases.map(([code], index) => [`root-${index}.ts`, `${code}\nexport { it };`])) };

describe.each([
  ["DOM and Node", programOf(sources)],
  ["Node only", programOf(sources, { nodeOnly: true })],
])("roots: %s", (_, file) => {
  it.each(rootCases.map((each, index) => [...each, index] as const))("%s", (code, expected, index) => {
    const { facts, of, errors } = file(`root-${index}.ts`);
    if (!/not-installed|no-such-file/.test(code)) expect(errors()).toEqual([]);
    const node = of("it");
    expect(rootAt(facts, node.type === AST_NODE_TYPES.ChainExpression ? node.expression : node)?.model.name).toBe(expected);
  });
});

it("knows a todo by its own name", () => {
  const { facts, of } = programOf({ ...modules, "todo.ts": `import { TODO, background } from "./constant.js"; import { todo } from "./context.js"; const a = TODO, b = background, c = todo(); export { a, b, c };` })("todo.ts");
  expect(["a", "b", "c"].map((name) => rootAt(facts, of(name))?.pattern.todo)).toEqual([true, undefined, true]);
});

it("resolves CommonJS", () => {
  const { facts, of } = programOf({ ...modules, "user.js": `const { background: bg } = require("./cjs.js"); const lib = require("./cjs.js"); const a = bg(), b = lib.start(); export { a, b };` })("user.js");
  expect(["a", "b"].map((name) => rootAt(facts, of(name))?.model.name)).toEqual(["go", "go"]);
});

describe("derives", () => {
  const file = programOf({
    ...modules,
    "methods.ts": `
      export interface Context { done(): Promise<void>; err(): Error | undefined; value(key: unknown): unknown; withCancel(): [Context, () => void]; withValue(key: unknown, value: unknown): Context; Key: string }`,
    "cancellation.ts": `
      export interface CancellationToken { readonly isCancellationRequested: boolean; onCancellationRequested(listener: () => void): void }
      export class CancellationTokenSource { constructor(readonly parent?: CancellationToken) {} declare readonly token: CancellationToken; cancel(): void {} }`,
    "derives.ts": `
      import * as otel from "@opentelemetry/api";
      import { Context as Dxos } from "@dxos/context";
      import { CancellationTokenSource } from "vscode-jsonrpc";
      import { background, withCancel, withValue, type Context } from "./context.js";
      import { derive, put, make } from "./renamed.js";
      import lib from "./object.js";
      import type * as methods from "./methods.js";
      declare const ctx: Context; declare const signal: AbortSignal; declare const signals: AbortSignal[]; declare const any: any;
      declare const method: methods.Context; declare const request: { readonly signal: AbortSignal; context(): Context }; declare const dx: Dxos;
      import { CancellationTokenSource as LinkedSource, type CancellationToken } from "./cancellation.js";
      declare const token: CancellationToken;
      class Box<T> { constructor(readonly value: T) {} get(ctx: Context): Context { return ctx; } }
      declare function logged(ctx: Context, name: string): Context;
      declare function timed(ctx: Context): Promise<[Context, () => void]>;
      declare function linked(signal?: AbortSignal): AbortController;
      declare function pair(signal: AbortSignal): { signal: AbortSignal; clear: () => void };
      declare function disposable(signal: AbortSignal): { readonly signal: AbortSignal } & Disposable;
      declare function same<T>(value: T): T;
      declare function options(options: { signal: AbortSignal }): { signal: AbortSignal };
      declare function count(ctx: Context): number;
      declare function many(ctx: Context): Context[];
      declare function open(ctx: Context): Response;
      const inferred = (ctx: Context) => withValue(ctx, "key", 1);
      const ping = (ctx: Context, n: number) => n === 0 ? ctx : pong(ctx, n - 1);
      const pong = (ctx: Context, n: number): Context => ping(ctx, n);
      const plain = withCancel(ctx);
      const renamed = derive(ctx);
      const value = put(ctx, "key", 1);
      const object = lib.cancelable(ctx);
      const fromCarrier = withCancel(request.context());
      const fromRoot = withCancel(background());
      const asMethod = method.withCancel();
      const asMethodValue = method.withValue("key", 1);
      const own = logged(ctx, "x");
      const ownAsync = timed(ctx);
      const ownLinked = linked(signal);
      const ownPair = pair(signal);
      const ownDisposable = disposable(signal);
      const ownGeneric = same(ctx);
      const ownInferred = inferred(ctx);
      const ownRecursive = ping(ctx, 1);
      const ownMethod = new Box(1).get(ctx);
      const merged = AbortSignal.any(signals);
      const spread = AbortSignal.any([...signals, signal]);
      const carried = AbortSignal.any([request.signal, AbortSignal.timeout(1)]);
      const dxos = new Dxos({ parent: dx });
      const span = otel.trace.setSpan(otel.context.active(), {} as otel.Span);
      const source = new LinkedSource(token);
      // None of these is one.
      const unlinked = linked();
      const empty = AbortSignal.any([]);
      const number = count(ctx);
      const list = many(ctx);
      const response = open(ctx);
      const bag = options({ signal });
      const unknown = any(ctx);
      const anyMember = any.withCancel(ctx);
      const genericNumber = same(1);
      const freshSource = new CancellationTokenSource();
      const controller = new AbortController();
      const box = new Box(ctx);
      const key = make("key");
      export { inferred, plain, renamed, value, object, fromCarrier, fromRoot, asMethod, asMethodValue, own, ownAsync, ownLinked, ownPair, ownDisposable, ownGeneric, ownInferred, ownRecursive, ownMethod, merged, spread, carried, dxos, span, source, unlinked, empty, number, list, response, bag, unknown, anyMember, genericNumber, freshSource, controller, box, key };`,
  })("derives.ts");

  it("are compiled", () => {
    expect(file.errors()).toEqual([]);
  });

  it.each([
    ["plain", "cancel", 1, "0", "1"],
    ["renamed", "cancel", 1, "0", "1"],
    ["value", "value", 1, "", undefined],
    ["object", "cancel", 1, "0", "1"],
    ["fromCarrier", "cancel", 1, "0", "1"],
    ["fromRoot", "cancel", 1, "0", "1"],
    ["asMethod", "cancel", 1, "0", "1"],
    ["asMethodValue", "value", 1, "", undefined],
    ["own", "unknown", 1, "", undefined],
    ["ownAsync", "unknown", 1, "0", "1"],
    ["ownLinked", "unknown", 1, "signal", ""],
    ["ownPair", "unknown", 1, "signal", "clear"],
    ["ownDisposable", "unknown", 1, "signal", "Symbol.dispose"],
    ["ownGeneric", "unknown", 1, "", undefined],
    ["ownInferred", "unknown", 1, "", undefined],
    ["ownRecursive", "unknown", 1, "", undefined],
    ["ownMethod", "unknown", 1, "", undefined],
    ["merged", "merge", 1, "", undefined],
    ["spread", "merge", 2, "", undefined],
    ["carried", "merge", 2, "", undefined],
    ["dxos", "cancel", 1, "", ""],
    ["span", "value", 1, "", undefined],
    ["source", "cancel", 1, "token", ""],
  ])("%s makes %s of %i", (name, makes, parents, context, handle) => {
    const derive = deriveAt(file.facts, file.of(name));
    expect([derive?.makes, derive?.parents.length, derive?.result.context.join("."), derive?.result.handle?.join(".").replace(/^__@(\w+).*/, "Symbol.$1")]).toEqual([makes, parents, context, handle]);
  });

  it.each(["unlinked", "empty", "number", "list", "response", "bag", "unknown", "anyMember", "genericNumber", "freshSource", "controller", "box", "key"])("%s is none", (name) => {
    expect(deriveAt(file.facts, file.of(name))).toBeUndefined();
  });

  it("have parents in any place", () => {
    const call = file.of("carried") as TSESTree.CallExpression;
    const model = deriveAt(file.facts, call)!.model;
    expect(parentsOf(file.facts, call, model).map((parent) => file.facts.sourceCode.getText(parent))).toEqual(["request.signal", "AbortSignal.timeout(1)"]);
  });

  it("give a shape to results", () => {
    const shape = (name: string): unknown => {
      const found = resultShape(file.facts, file.facts.services.getTypeAtLocation(file.of(name)));
      return found && [found.model.name, found.context, found.handle];
    };
    expect(shape("controller")).toEqual(["abort-signal", ["signal"], []]);
    expect(shape("freshSource")).toEqual(["cancellation-token", ["token"], []]);
    expect(shape("list")).toBeUndefined();
    expect(shape("number")).toBeUndefined();
  });

  it("makes keys under any name", () => {
    expect(keyMadeAt(file.facts, file.of("key") as TSESTree.CallExpression)?.model.name).toBe("go");
    expect(writerAt(file.facts, file.of("value") as TSESTree.CallExpression)?.model.name).toBe("go");
    expect(writerAt(file.facts, file.of("asMethodValue") as TSESTree.CallExpression)?.pattern).toMatchObject({ key: 0, value: 1 });
  });
});

it("tells a key constructor by its company", () => {
  const file = programOf({
    "theme.ts": `export class Key<T> { readonly type!: T } export function createKey<T>(name: string): Key<T> { return new Key<T>(); }`,
    "keys.ts": `import { createKey as theme } from "./theme.js"; import { createKey } from "./context.js"; const a = createKey<string>("a"), b = theme<string>("b"), c = new Map([["a", 1]]).get("a"); export { a, b, c };`,
  })("keys.ts");
  const call = (name: string): TSESTree.CallExpression => file.of(name) as TSESTree.CallExpression;
  expect(keyMadeAt(file.facts, call("a"))?.symbol.name).toBe("createKey");
  expect(keyMadeAt(file.facts, call("b"))).toBeUndefined();
  expect(readerAt(file.facts, call("c"))).toBeUndefined();
});

describe("the gate", () => {
  const call = (index: number): string =>
    `consume(service.load(${index}), cache.get("k${index}"), table.set("k", ${index}), schema.any(), z.timeout(${index}), render(), new Map(), item.value, list.derive, store.extract(${index}), React.createElement("p"), fallback(${index}));`;
  const lines = Array.from({ length: 50 }, (_, index) => call(index));
  const source = `
    import React from "react"; import fallback from "./fallback.js"; import { load as run } from "./service.js";
    declare const service: any, cache: Map<string, unknown>, table: Map<string, unknown>, schema: any, z: any, item: any, list: any, store: any; declare function consume(...all: unknown[]): void; declare function render(): void;
    ${lines.join("\n")} run();`;
  const files = { "plain.ts": source, "fallback.ts": "export default function fallback(n: number): void { void n; }", "service.ts": "export function load(): void {}" };
  const file = programOf(files)("plain.ts");
  const nodes = file.all(AST_NODE_TYPES.CallExpression, AST_NODE_TYPES.NewExpression, AST_NODE_TYPES.MemberExpression, AST_NODE_TYPES.Identifier);

  it("asks the checker nothing where no context is near", () => {
    const calls = nodes.filter((node) => node.type === AST_NODE_TYPES.CallExpression || node.type === AST_NODE_TYPES.NewExpression);
    expect(calls.length).toBeGreaterThan(500);
    const before = total();
    for (const node of nodes) {
      expect(rootAt(file.facts, node)).toBeUndefined();
      mayBe(file.facts, node, new Set(["background", "abortsignal.any"]));
    }
    for (const node of calls) {
      expect(writerAt(file.facts, node)).toBeUndefined();
      expect(readerAt(file.facts, node)).toBeUndefined();
      expect(keyMadeAt(file.facts, node)).toBeUndefined();
    }
    expect(total() - before).toBe(0);
  });

  it("asks of a derive no more than its callee's declaration", () => {
    const before = total("getTypeAtLocation", "getResolvedSignature");
    for (const node of nodes) expect(deriveAt(file.facts, node)).toBeUndefined();
    expect(total("getTypeAtLocation", "getResolvedSignature") - before).toBe(0);
  });

  it("asks of annotations once for each name", () => {
    const types = ["string", "number[]", "() => void", "{ readonly id: string }", "string | undefined", "'a' | 'b'", "readonly string[]", "Map<string, number>", "Promise<void>", "keyof object", "[string, number]"];
    const code = `${types.map((type, index) => `declare const v${index}: ${type};`).join("\n")} declare const a: Error, b: Error, c: Error | undefined; export {};`;
    const annotated = programOf({ "annotated.ts": code })("annotated.ts");
    const { facts } = annotated;
    const ask = (names: readonly string[]): number => {
      const before = [...annotated.asked.values()].reduce((sum, count) => sum + count, 0);
      for (const name of names) expect(annotationAnswer(facts, annotated.of(name) as TSESTree.TypeNode)).toBe("no");
      return [...annotated.asked.values()].reduce((sum, count) => sum + count, 0) - before;
    };
    expect(ask(types.map((_, index) => `v${index}`))).toBe(0);
    expect(ask(["a"])).toBeGreaterThan(0);
    expect(ask(["a", "b", "c"])).toBe(0);
  });

  function total(...names: readonly string[]): number {
    return [...file.asked].filter(([name]) => names.length === 0 || names.includes(name)).reduce((sum, [, count]) => sum + count, 0);
  }
});

it("finds no symbol where there is none", () => {
  const file = programOf({ "none.ts": `const computed = ({} as Record<string, () => void>)["a" + 1]!(); const literal = 1; class C { #x = 1; static { void new this().#x; } } export { computed, literal, C };` })("none.ts");
  for (const node of file.all(AST_NODE_TYPES.MemberExpression, AST_NODE_TYPES.Literal, AST_NODE_TYPES.ThisExpression, AST_NODE_TYPES.CallExpression)) {
    expect(() => symbolOf(file.facts, node)).not.toThrow();
    expect(rootAt(file.facts, node)).toBeUndefined();
    expect(deriveAt(file.facts, node)).toBeUndefined();
  }
});
