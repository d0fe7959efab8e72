/** Is it a context: seen through everything a type can be wrapped in, and never guessed. */
import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { describe, expect, it } from "vitest";

import { isYes } from "../../src/contexts/answer.js";
import { annotationAnswer, carriersOf, storedAnswer, typeAnswer } from "../../src/contexts/types.js";
import { programOf } from "../models/program.js";

/** Modules that the cases import from. */
const modules = {
  "barrel.ts": `export * from "./context.js";`,
  "renamed.ts": `export { type Context as Ctx, background as root } from "./barrel.js"; export { type Context as default } from "./context.js";`,
  "namespaced.ts": `export * as go from "./renamed.js";`,
  "generic.ts": `
    export interface Context<T = unknown> { Done(): Promise<void>; Err(): Error | undefined; Value<K extends keyof T>(key: K): T[K] }
    export type Literal = { done: boolean };`,
  "alias.ts": `export type Context<T> = { done(): Promise<void>; err(): Error | undefined; value(key: T): unknown };`,
  "class.ts": `export abstract class Context { abstract done(): Promise<void>; get err(): Error | undefined { return undefined } abstract value(key: unknown): unknown }`,
  "company.ts": `
    export class Scope<V = unknown> { readonly values!: V }
    export interface Options { readonly ms: number }
    export function withCancel<S extends Scope>(parent: S, options?: Options): [S, () => void] { return [parent, () => {}] }
    export const withTimeout = (parent: Scope | undefined, ms: number, options?: Options): [Scope, () => void] => [parent ?? new Scope(), () => {}];
    export type Lonely = { readonly lonely: true };
    export function withDeadline(parent: Lonely): Lonely { return parent }`,
  "roots.ts": `
    export interface Job { readonly id: string }
    export interface Settings { readonly id: string }
    export function background(settings?: Settings): Job { return { id: "" } }
    export const TODO: Job = background();`,
  "promises.ts": `
    export interface Task { readonly id: string }
    export function withTimeout<T>(promise: Promise<T>, task: Task): Promise<T> { return promise }
    export function withCancel<T>(promise: Promise<T>, task: Task): Promise<T> { return promise }
    export function withRetry(task: Task): Task { return task }`,
};

/** The type of a variable, after these lines; whether it is a context: of a model, `?` where it may be missing. */
const cases: readonly (readonly [setup: string, type: string, answer: string])[] = [
  // Names and modules.
  [`import type { Context } from "./context.js";`, "Context", "go"],
  [`import type { Context as Ctx } from "./context.js";`, "Ctx", "go"],
  [`import type { Context } from "./barrel.js";`, "Context", "go"],
  [`import type { Ctx } from "./renamed.js";`, "Ctx", "go"],
  [`import type Whatever from "./renamed.js";`, "Whatever", "go"],
  [`import type * as lib from "./context.js";`, "lib.Context", "go"],
  [`import type { go } from "./namespaced.js";`, "go.Ctx", "go"],
  ["", `import("./context.js").Context`, "go"],
  [`import type * as otel from "@opentelemetry/api";`, "otel.Context", "opentelemetry"],
  [`import type * as vscode from "vscode";`, "vscode.CancellationToken", "cancellation-token"],
  [`import { background } from "./context.js";`, "ReturnType<typeof background>", "go"],
  [`import type { Context } from "./context.js"; interface Request { readonly ctx: Context }`, `Request["ctx"]`, "go"],
  // Shapes.
  [`import type { Context } from "./generic.js";`, "Context", "go"],
  [`import type { Context } from "./generic.js";`, "Context<{ user: string }>", "go"],
  [`import type { Context } from "./alias.js";`, "Context<string>", "go"],
  [`import type { Context } from "./alias.js"; type App = Context<string>;`, "App", "go"],
  [`import type { Context } from "./class.js";`, "Context", "go"],
  [`import type { Scope } from "./company.js";`, "Scope", "go"],
  [`import type { Scope } from "./company.js"; type App = Scope<{ user: string }>;`, "App", "go"],
  [`import type { Job } from "./roots.js";`, "Job", "go"],
  [`type Token = { readonly isCancellationRequested: boolean; onCancellationRequested: (listener: () => void) => void };`, "Token", "cancellation-token"],
  ["", "{ readonly isCancellationRequested: boolean; onCancellationRequested(listener: () => void): void }", "cancellation-token"],
  // Wrapped.
  [`import type { Context } from "./context.js";`, "Context | undefined", "go?"],
  [`import type { Context } from "./context.js";`, "Context | null", "go?"],
  [`import type { Context } from "./context.js"; type Maybe<T> = T | undefined;`, "Maybe<Context>", "go?"],
  [`import type { Context } from "./context.js";`, "NonNullable<Context | undefined>", "go"],
  [`import type { Context } from "./context.js";`, "Readonly<Context>", "go"],
  [`import type { Context } from "./context.js";`, "Readonly<Context | undefined>", "go?"],
  [`import type { Context } from "@loke/context";`, "Readonly<Context>", "loke"],
  [`import type { Context } from "./context.js";`, "Awaited<Promise<Context>>", "go"],
  [`import type { Context } from "./context.js";`, "Context & { readonly user: string }", "go"],
  [`import type { Context } from "./context.js"; type Mine = Context & { readonly user: string };`, "Mine", "go"],
  [`import type { Context } from "./context.js";`, "Readonly<Context & { readonly user: string }> | undefined", "go?"],
  ["", "AbortSignal & { readonly id: string }", "abort-signal"],
  // Subtypes.
  [`import type { Context } from "./context.js"; interface Mine extends Context { readonly user: string }`, "Mine", "go"],
  [`import type { Context } from "./context.js"; interface Mine extends Readonly<Context> { readonly user: string }`, "Mine", "go"],
  [`import type { Context } from "./context.js"; interface Mine extends Context {} declare class Deep implements Mine { signal: AbortSignal; deadline: Mine["deadline"]; done: Mine["done"]; err: Mine["err"]; value: Mine["value"] } declare class Deeper extends Deep {}`, "Deeper", "go"],
  ["declare class Linked extends AbortSignal {}", "Linked", "abort-signal"],
  [`import { Context } from "@dxos/context"; class Mine extends Context {}`, "Mine", "dxos"],
  ["declare function mixin<T extends new (...args: any[]) => object>(base: T): T & (new (...args: any[]) => { readonly id: string }); declare class Mine extends mixin(AbortSignal) {}", "Mine", "abort-signal"],
  // Of itself.
  ["interface Self<T extends Readonly<T>> { readonly self: T }", "Self<never>", "no"],
  ["declare class A implements B { x: string } declare class B implements A { x: string }", "A", "no"],
  // Not a context.
  ["", "string", "no"],
  ["", "object", "no"],
  ["", "{}", "no"],
  ["", "() => AbortSignal", "no"],
  [`import type { Context } from "./context.js";`, "Context[]", "no"],
  [`import type { Context } from "./context.js";`, "Partial<Pick<Context, 'err'>>", "no"],
  [`import type { Context } from "./context.js";`, "Promise<Context>", "no"],
  [`import { Context } from "@dxos/context";`, "typeof Context", "no"],
  [`import { CancellationToken } from "vscode-jsonrpc";`, "typeof CancellationToken", "no"],
  ["", "typeof AbortSignal", "no"],
  [`import { background } from "./context.js";`, "typeof background", "no"],
  [`import { createContext } from "react";`, "ReturnType<typeof createContext<string>>", "no"],
  [`import type { SpanContext } from "@opentelemetry/api";`, "SpanContext", "no"],
  [`import type { ContextAPI } from "@opentelemetry/api";`, "ContextAPI", "no"],
  [`import type { Context } from "hono";`, "Context", "no"],
  ["class Context { readonly body = {} }", "Context", "no"],
  ["interface Context { readonly done: boolean; readonly value: string }", "Context", "no"],
  ["interface State { readonly done: boolean; readonly err?: Error; readonly value: string }", "State", "no"],
  ["export {}; interface AbortSignal { readonly aborted: boolean; readonly reason: unknown }", "AbortSignal", "no"],
  [`import type { Options } from "./company.js";`, "Options", "no"],
  [`import type { Lonely } from "./company.js";`, "Lonely", "no"],
  [`import type { Settings } from "./roots.js";`, "Settings", "no"],
  [`import type { Task } from "./promises.js";`, "Task", "no"],
  [`import type { Literal } from "./generic.js";`, "Literal", "no"],
  ["", "undefined", "no"],
  ["", "undefined | null", "no"],
  ["", "string | number | undefined", "no"],
  // Nobody knows.
  ["", "any", "unknown"],
  ["", "unknown", "unknown"],
  ["", "never", "no"],
  [`import type { Context } from "./context.js";`, "Context | string", "unknown"],
  [`import type { Context } from "./context.js";`, "Context | AbortSignal", "unknown"],
  [`import type { Context } from "not-installed";`, "Context", "unknown"],
  [`import type { Context } from "not-installed";`, "Context | undefined", "unknown"],
  [`import { Context } from "not-installed"; interface Mine extends Context { readonly user: string }`, "Mine", "unknown"],
  [`import { Context } from "not-installed"; declare class Mine extends Context { readonly user: string }`, "Mine", "unknown"],
  [`import { Context } from "not-installed"; declare class Mine implements Context { readonly user: string }`, "Mine", "unknown"],
  [`import { Context } from "./context.js"; import type { Missing } from "not-installed"; interface Mine extends Missing, Context {}`, "Mine", "go"],
  [`import type { NoSuchType } from "./context.js";`, "NoSuchType", "unknown"],
  ["", "NotDeclared", "unknown"],
];

const fileOf = (index: number): string => `case-${index}.ts`;
const sources = {
  ...modules,
  ...Object.fromEntries(cases.map(([setup, type], index) => [fileOf(index), `${setup}\ndeclare const it: ${type};\nexport { it };`])),
};

describe.each([
  ["DOM and Node", programOf(sources)],
  ["Node only", programOf(sources, { nodeOnly: true })],
])("%s", (_, file) => {
  it.each(cases.map((each, index) => [...each, index] as const))("%s %s: %s", (setup, _type, answer, index) => {
    const { facts, of, errors } = file(fileOf(index));
    if (!answer.startsWith("unknown") && !setup.includes("not-installed")) expect(errors()).toEqual([]);
    expect(show(typeAnswer(facts, facts.services.getTypeAtLocation(of("it"))))).toBe(answer);
    expect(show(annotationAnswer(facts, of("it") as never))).toBe(answer);
    // Once more, from the memo.
    expect(show(annotationAnswer(facts, of("it") as never))).toBe(answer);
  });
});

it("answers alike whatever is asked first", () => {
  const source = `
    import type { Context } from "./context.js";
    type Tree = Tree[] | Context;
    declare const tree: Tree;
    declare const leaves: Tree[];
    declare class A implements B { x: string }
    declare class B implements A, AbortSignalLike { x: string; aborted: boolean; addEventListener(): void; removeEventListener(): void }
    import type { AbortSignalLike } from "@azure/abort-controller";
    declare const a: A;
    declare const b: B;`;
  const orders = [
    ["tree", "leaves", "a", "b"],
    ["leaves", "tree", "b", "a"],
  ];
  const answers = orders.map((order) => {
    const { facts, of } = programOf({ "order.ts": source })("order.ts");
    return Object.fromEntries(order.map((name) => [name, show(storedAnswer(facts, facts.services.getTypeAtLocation(of(name))))]));
  });
  expect(answers[0]).toEqual({ tree: "go", leaves: "go", a: "abort-signal", b: "abort-signal" });
  expect(answers[1]).toEqual(answers[0]);
});

describe("generics", () => {
  const file = programOf({
    "generics.ts": `
      import type { Context } from "./context.js";
      export function f<A extends Context, B extends A, C extends Context | undefined, D, E extends Readonly<Context>, F extends string, G extends { signal: AbortSignal }>(
        a: A, b: B, c: C, d: D, e: E, f: F, g: G, h: NonNullable<C>, i: A & { id: string }, l: D & { id: string }, m: D extends string ? Context : Context[], n: (D extends string ? Context : string) & object, j: Partial<A> | undefined, k: Context) {
        return [a, b, c, d, e, f, g, h, i, j, k, l, m, n];
      }
      export class Self { run(self: this): void {} }
      export abstract class Mine implements Context {
        abstract signal: AbortSignal; abstract deadline: Context["deadline"]; abstract done: Context["done"]; abstract err: Context["err"]; abstract value: Context["value"];
        with(other: this) { return other; }
      }
      export const g = (it: Context) => { type Context = string; const other: Context = ""; return [it, other]; };
      export namespace inner { export interface Context { readonly id: string } export const h = (inside: Context) => inside; }`,
  })("generics.ts");
  const annotated = (name: string): TSESTree.Identifier[] =>
    file.all(AST_NODE_TYPES.Identifier).filter((node) => node.name === name && node.typeAnnotation !== undefined);

  it.each([
    ["a", "go"],
    ["b", "go"],
    ["c", "go?"],
    ["d", "unknown"],
    ["e", "go"],
    ["f", "no"],
    ["g", "no"],
    ["h", "go"],
    ["i", "go"],
    ["k", "go"],
    ["l", "unknown"],
    ["m", "unknown"],
    ["n", "unknown"],
    ["self", "no"],
    ["other", "go", "no"],
    ["it", "go"],
    ["inside", "no"],
  ])("%s is %s", (name, ...expected) => {
    const found = annotated(name);
    expect(found.map(({ typeAnnotation }) => show(annotationAnswer(file.facts, typeAnnotation!.typeAnnotation)))).toEqual(expected);
    expect(found.map((node) => show(typeAnswer(file.facts, file.facts.services.getTypeAtLocation(node))))).toEqual(expected);
  });

  it("are carriers by their constraint", () => {
    expect(annotated("g").map((node) => carriersOf(file.facts, file.facts.services.getTypeAtLocation(node)).map(({ path }) => path))).toEqual([["signal"]]);
  });
});

describe("JavaScript with JSDoc", () => {
  const file = programOf({
    "jsdoc.js": `
      /** @typedef {import("./context.js").Context} Ctx */
      /** @type {Ctx} */
      const imported = /** @type {any} */ (null);
      /** @type {Ctx | undefined} */
      const optional = undefined;
      /** @type {any} */
      const any = null;
      /** @implements {Ctx} */
      class Mine { constructor() { this.signal = AbortSignal.timeout(1); } deadline() { return undefined; } async done() {} err() { return undefined; } value() { return undefined; } }
      const mine = new Mine();
      /** @typedef {{ isCancellationRequested: boolean, onCancellationRequested: (f: () => void) => void }} Token */
      /** @type {Token} */
      const token = /** @type {any} */ (null);
      const cast = /** @type {AbortSignal} */ (/** @type {unknown} */ (null));
      export { imported, optional, any, mine, token, cast };`,
  })("jsdoc.js");

  it("is checked", () => {
    expect(file.errors()).toEqual([]);
  });

  it.each([
    ["imported", "go"],
    ["optional", "go?"],
    ["any", "unknown"],
    ["mine", "go"],
    ["token", "cancellation-token"],
    ["cast", "abort-signal"],
  ])("%s is %s", (name, expected) => {
    const declarator = file.all(AST_NODE_TYPES.VariableDeclarator).find(({ id }) => id.type === AST_NODE_TYPES.Identifier && id.name === name);
    expect(show(typeAnswer(file.facts, file.facts.services.getTypeAtLocation(declarator!.id)))).toBe(expected);
  });
});

describe("carriers", () => {
  const file = programOf({
    "carriers.ts": `
      import type { Context } from "./context.js";
      declare const pair: [Context, () => void];
      declare const list: Context[];
      declare const options: { readonly signal?: AbortSignal; readonly ctx: Context | undefined; readonly "abort-signal": AbortSignal; [Symbol.dispose](): void; make(): AbortSignal; at: () => Context };
      declare class Service { readonly signal: AbortSignal }
      declare const service: Service;
      declare const either: { signal: AbortSignal } | { other: string };
      declare const callable: { (): void; signal: AbortSignal };
      declare const request: { context(): Context };
      declare const any: { signal: any };
      declare const both: { id: string } & { signal: AbortSignal };
      export { pair, list, options, service, either, callable, request, any, both };`,
  })("carriers.ts");

  it.each([
    ["pair", []],
    ["list", []],
    ["options", ["signal?", "ctx?"]],
    ["service", []],
    ["either", []],
    ["callable", []],
    ["request", ["context()"]],
    ["any", []],
    ["both", ["signal"]],
  ])("of %s", (name, expected) => {
    const ways = carriersOf(file.facts, file.facts.services.getTypeAtLocation(file.of(name)));
    expect(ways.map(({ path, nullable }) => `${path}${nullable ? "?" : ""}`)).toEqual(expected);
  });
});

function show(answer: ReturnType<typeof typeAnswer>): string {
  return isYes(answer) ? `${answer.model.name}${answer.nullable ? "?" : ""}` : answer;
}

