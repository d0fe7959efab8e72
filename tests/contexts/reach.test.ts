/** What is written of a type rules a context out only where the checker finds none. */
import ts from "typescript";
import { describe, expect, it } from "vitest";

import { isYes } from "../../src/contexts/answer.js";
import type { Facts } from "../../src/contexts/facts.js";
import { mayLeadTo } from "../../src/contexts/reach.js";
import { slotsOf } from "../../src/contexts/slots.js";
import { carriersOf, storedAnswer, typeAnswer } from "../../src/contexts/types.js";
import { inspect } from "../harness.js";

/** Contexts that are hidden behind everything that a type can be written with. */
const hidden = `
  import { background, type Context } from "@dxos/context";
  interface Bag { signal: AbortSignal; name: string }
  interface Far { bag: Bag; nothing: 1 }
  class Own { constructor(readonly parts: Bag) {} signal?: AbortSignal; static other: string; get bag(): Bag { return this.parts } }
  class Sub extends Own {}
  const made = () => class { signal!: AbortSignal };
  const Made = made();
  class OfMade extends Made {}
  type Part<T, K extends keyof T> = T[K];
  type Twice<T extends { bag: unknown }> = Part<T, "bag">;
  type Thrice<T extends { bag: { signal: unknown } }> = T["bag"]["signal"];
  type Loop<T> = T extends { next: infer N } ? Loop<N> : T;
  type Found<T> = T extends { signal: infer S } ? S : never;
  type Held<T> = T extends Promise<infer V> ? V : never;
  type Taken<F> = F extends (first: infer A, ...rest: never[]) => unknown ? A : never;
  type Given<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>;
  type Mapped<T> = { [K in keyof T]: T[K] };
  type Picked<T, K extends keyof T> = Pick<T, K> & {};
  type Only<T> = T extends AbortSignal ? T : never;
  type Either<T> = T | undefined;
  type Default<T = AbortSignal> = T;
  type Outer<T> = { inner: Inner<T> }; type Inner<U> = { value: U };
  type Pass<T> = Part<Mapped<T>, keyof T>;
  interface Box<T> { value: T; list: T[] }
  interface Boxed extends Box<AbortSignal> {}
  function takes(signal: AbortSignal, rest: string): Bag { return { signal, name: rest } }
  async function gives() { return background() }
  declare const typed: Bag;
  const written = { signal: new AbortController().signal };
  namespace Inside { export interface Bag { signal: AbortSignal } export type Own = Bag }
  declare module "node:fs" { interface Stats { added: AbortSignal } }
  type Marked = AbortSignal & { mark: 1 };
  declare function makes(): (signal: AbortSignal) => { later: () => Bag };
  declare const api: { open(): () => AbortSignal; use: (given: () => Bag) => void };
  interface Callable { (): Bag; method(): () => Bag }
  type Result<F> = F extends (...args: never[]) => infer R ? R : never;
  type Deep<F> = F extends () => (signal: infer S) => unknown ? S : never;
  type Four = () => () => () => () => AbortSignal;
  function merged(): Bag { return typed }
  namespace merged { export function inner(): AbortSignal { return typed.signal } }
  interface Like { aborted: boolean }
  type Tail<T> = T extends readonly [unknown, ...infer R] ? R[number] : never;
  type Each<T> = T extends readonly (infer E)[] ? E : never;
  type First<T> = T extends readonly [first: infer E, ...rest: unknown[]] ? E : never;
  type Values<T> = T extends { [key: string]: infer V } ? V : never;
  type Some<T, K extends string> = T extends { [_ in K]?: infer V } ? V : never;
  type Format<C, K extends string> = C extends { formats?: infer F extends Record<string, (...args: any) => any> } ? (F[K] extends (...args: any) => any ? Parameters<F[K]>[0] : never) : never;
  type Formatted<C> = C extends { formats?: { [_ in "b"]?: infer F extends (...args: any) => any } | undefined } ? ReturnType<F> : never;
  type Head<T> = T extends \`\${infer H}:\${string}\` ? H : never;
  interface Formats { formats: { a: (signal: AbortSignal, bag: Bag) => void; b: () => Bag }; other: string }
  type Called<T> = T extends { d(): infer R } ? R : never;
  interface Empty { "": AbortSignal; "*": Bag; "*x": Bag; of: Empty }
  interface Self { self: Self; signal: AbortSignal }
  interface Index { [key: string]: AbortSignal }
  interface Odd { "a/b": AbortSignal; 0: Bag; ["c"]: Bag; d(): Bag; e: Bag[]; f: string }
  type Grow<T> = T extends { signal: unknown } ? T["signal"] : Grow<T[keyof T]>;
  const names = { a: "x", nested: [{ b: 1, c: null }, true] } as const;
  const held = { a: typed, b: "x" } as const;
  const list = [typed, typed];
  class Guess { made = { signal: typed.signal }; of = typed }
  export type All = [
    Bag, Far, Far["bag"], Far["bag"]["signal"], Own, Sub, OfMade, InstanceType<typeof Made>, Part<Bag, "signal">, Part<Far, "bag">, Twice<Far>, Twice<{ bag: AbortSignal }>, Thrice<Far>,
    Loop<{ next: { next: AbortSignal } }>, Found<Bag>, Found<{ signal: Bag }>, Held<Promise<AbortSignal>>, Taken<typeof takes>, Taken<(context: Context) => void>, Given<typeof takes>, Given<typeof gives>,
    ReturnType<typeof takes>, Parameters<typeof takes>[0], Parameters<typeof takes>, ConstructorParameters<typeof Own>[0], Mapped<Bag>, Picked<Bag, "signal">, Picked<Bag, "name">, Omit<Bag, "name">, Only<AbortSignal | string>,
    Either<AbortSignal>, Either<Bag>, Default, Default<string>, Outer<AbortSignal>, Outer<AbortSignal>["inner"], Outer<AbortSignal>["inner"]["value"], Inner<Bag>["value"], Pass<Bag>, Box<AbortSignal>, Box<Bag>["list"][number], Boxed,
    typeof typed, typeof written, typeof written.signal, typeof takes, Inside.Bag, Inside.Own, Inside.Own["signal"], import("node:fs").Stats, Marked, Like, Readonly<Bag>, Readonly<AbortSignal>, Required<Partial<Bag>>, Record<string, AbortSignal>, Record<"signal", AbortSignal>,
    ReturnType<typeof makes>, ReturnType<ReturnType<typeof makes>>, Parameters<ReturnType<typeof makes>>, ReturnType<ReturnType<ReturnType<typeof makes>>["later"]>, Deep<typeof makes>, Result<typeof makes>, Result<Result<typeof makes>>,
    ReturnType<ReturnType<(typeof api)["open"]>>, ReturnType<Parameters<(typeof api)["use"]>[0]>, ReturnType<Callable>, Callable["method"], ReturnType<ReturnType<Callable["method"]>>, Result<Result<Result<Result<Four>>>>, ReturnType<ReturnType<ReturnType<ReturnType<Four>>>>,
    typeof merged, ReturnType<typeof merged>, ReturnType<typeof merged.inner>, ReturnType<(typeof merged)["inner"]>,
    Map<string, AbortSignal>, Promise<AbortSignal>, AbortSignal[], readonly [AbortSignal, string], NonNullable<AbortSignal | undefined>, Context, Context | undefined, RequestInit, RequestInit["signal"], Request, Event, AbortController, ThisParameterType<(this: Bag) => void>,
    Tail<[string, AbortSignal]>, Tail<[string, Bag]>, Tail<[AbortSignal, string]>, Each<AbortSignal[]>, Each<Bag[]>, Each<typeof list>, First<[AbortSignal]>, First<[string, AbortSignal]>, Values<{ a: AbortSignal }>, Values<Bag>, Some<Bag, "signal">, Some<Far, "bag">, Some<Far, "nothing">,
    Format<Formats, "a">, Format<Formats, "b">, Format<Formats, "a">["signal"], Formatted<Formats>, Formatted<Formats>["signal"], Head<"a:b">, Parameters<Formats["formats"]["a"]>[1]["signal"], Parameters<Formats["formats"]["a"]>, ReturnType<Formats["formats"]["b"]>["signal"],
    Self["self"]["self"]["self"]["self"]["self"]["signal"], Self["self"]["self"]["self"]["self"]["self"]["self"], Index["x"], Index[string], Odd["a/b"], Odd[0], Odd["c"], Odd["d"], ReturnType<Odd["d"]>, Odd["e"][number], Odd["e"][0]["signal"], Odd["e"]["length"], Odd["f"], Odd[keyof Odd], Grow<Far>, Called<Odd>, Called<{ d(): AbortSignal }>, Empty[""], Empty["*"], Empty["*x"], Empty["*x"]["signal"], Empty["of"][""],
    Record<"a", Bag>["a"], Record<"a", Bag>["a"]["signal"], Omit<Far, "nothing">["bag"], Pick<Far, "bag">["bag"]["signal"], Extract<Far | string, object>["bag"], Partial<Far>["bag"], Box<Bag>["list"][number]["signal"], Boxed["value"], Own["bag"], Own["bag"]["signal"], Sub["parts"], Sub["signal"], Guess["made"], Guess["made"]["signal"], Guess["of"]["signal"], OfMade["signal"],
    Promise<Bag>["then"], AbortSignal[]["length"], Map<string, AbortSignal>["get"], RequestInit["body"], Event["target"], (Bag & { a: Far })["a"]["bag"], (Far | { bag: Bag })["bag"], typeof names, (typeof names)["nested"], (typeof names)["nested"][0]["b"], typeof held, (typeof held)["a"], (typeof held)["a"]["signal"], (typeof list)[number], Inner<Far>["value"]["bag"], Outer<Far>["inner"]["value"]["bag"]["signal"],
  ];
  export function generic<T, U extends AbortSignal, V extends Bag, W extends keyof Bag>(t: T, u: U, v: V, w: Bag[W], x: V["signal"], y: Part<V, W>, z: Mapped<V>, a: Values<V>, b: Some<V, "signal">, c: Grow<V>) { type Local = V; return (local: Local, deep: Either<Local>) => [t, u, v, w, x, y, z, a, b, c, local, deep]; }
`;

/** Packages whose types are many, generic, or lead to contexts. */
const real = ["@tanstack/query-core", "@modelcontextprotocol/sdk/client/index.js", "@trpc/server", "@connectrpc/connect", "@dxos/context", "@opentelemetry/api", "hono"].map((name) => `import type {} from "${name}";`).join("\n");

/** The written types of a program for which the declarations say no, and the checker does not. */
function contradictions(facts: Facts, files: readonly ts.SourceFile[]): { readonly wrong: readonly string[]; readonly told: number; readonly all: number } {
  const wrong: string[] = [];
  let [told, all] = [0, 0];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isTypeNode(node) || ts.isExpressionWithTypeArguments(node) || ts.isTypePredicateNode(node)) return;
    all++;
    const type = facts.checker.getTypeAtLocation(node);
    const say = (what: string): void => void wrong.push(`${what}: ${node.getText().slice(0, 80)} in ${node.getSourceFile().fileName.split("/").slice(-3).join("/")}:${node.getSourceFile().getLineAndCharacterOfPosition(node.pos).line + 1}`);
    // Asked in both orders, for each may remember what the other found.
    const isFar = all % 2 === 0 ? mayLeadTo(facts, node, 1) : undefined;
    if (!mayLeadTo(facts, node, 0)) {
      told++;
      if (isYes(typeAnswer(facts, type))) say("a context");
    }
    if (isFar ?? mayLeadTo(facts, node, 1)) return;
    if (isYes(storedAnswer(facts, type))) say("contexts");
    if (carriersOf(facts, facts.checker.getNonNullableType(type)).length > 0) say("a carrier");
    if (slotsOf(facts, { name: "own", type, isPlain: false, isOptional: false, isRest: false }, 0).length > 0) say("a slot");
  };
  for (const file of files) visit(file);
  return { wrong, told, all };
}

describe("agrees with the checker", () => {
  it("where a context is hidden", () => {
    const { facts } = inspect(hidden);
    expect(contradictions(facts, [facts.sourceFile]).wrong).toEqual([]);
  });

  it("about each type that the library and real packages write", () => {
    const { facts } = inspect(`${real}\nimport "node:fs/promises"; export {};`);
    const files = facts.program.getSourceFiles().filter(({ fileName }) => !/lib\.(?:es|dom\.it|webworker)/.test(fileName));
    const { all, told, wrong } = contradictions(facts, files);
    expect(wrong).toEqual([]);
    // Most are told without the checker.
    expect(all).toBeGreaterThan(20_000);
    expect(told / all).toBeGreaterThan(0.7);
  });

  it("that what an object is made for matters inside of it only", () => {
    const { facts } = inspect("interface Client<T> { send(options: T): void; readonly last: T } export const f = (last: Client<string>['last']) => last;");
    const leads = new Map<string, boolean>();
    const visit = (node: ts.Node): void => {
      if (ts.isParameter(node) && node.type !== undefined) leads.set(node.getText(), mayLeadTo(facts, node.type, 1));
      ts.forEachChild(node, visit);
    };
    visit(facts.sourceFile);
    expect([...leads]).toEqual([["options: T", true], ["last: Client<string>['last']", false]]);
  });
});
