/** What is written of a parameter rules out that a callback is offered a context only where the checker finds none. */
import type { TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";
import { describe, expect, it } from "vitest";

import { isYes } from "../../src/contexts/answer.js";
import { isOfferedNone } from "../../src/contexts/offered.js";
import { carriersOf, typeAnswer } from "../../src/contexts/types.js";
import { inspect } from "../harness.js";

const code = `
  interface Bag { signal: AbortSignal; name: string }
  interface Plain { name: string; list: readonly number[] }
  type Task<T> = (value: T) => void;
  interface Hooks<T> { run(value: T): void; name: string; of: { inner: Task<Bag>; plain?: (data: string) => Promise<Plain> }; later?: ((bag: Bag) => void) | undefined }
  type Api<T> = { on(task: (value: T) => void): void; off(task: (name: string) => void): void };
  type Mapped<T> = { [K in keyof T]: (task: (value: T[K]) => void) => void };
  type Made<T> = T extends { signal: infer S } ? { with(task: (value: S) => void): void } : never;
  interface Own { each(task: (self: this) => void): void; signal: AbortSignal }
  declare function direct(task: (signal: AbortSignal) => void): void;
  declare function plain(task: (name: string, index: number) => void, other: (data: Plain) => Promise<Plain>): void;
  declare function aliased(first: string, task?: Task<Bag>): void;
  declare function open<T>(value: T, task: (value: T) => void): void;
  declare function bound<T extends Bag>(task: (value: T) => void): void;
  declare function loose<T extends object>(value: T, hooks: { run(value: T): void }): void;
  declare function hooked(hooks: Hooks<Bag>): void;
  declare function dull(hooks: Hooks<string>): void;
  declare function kept<H extends Hooks<string>>(hooks: H & { readonly name: string }): H;
  declare function many(...tasks: ((signal: AbortSignal) => void)[]): void;
  declare function listed(tasks: Record<string, (bag: Bag) => void>): void;
  declare function either(task: ((name: string) => void) | ((bag: Bag) => void)): void;
  declare function over(task: (name: string) => void): void; declare function over(name: string, task: (bag: Bag) => void): void;
  declare function same(task: (name: string) => void): void; declare function same(task: (name: string) => void, again: boolean): void;
  interface Named { name: string } type Near<T extends Named> = { on(task: (value: T) => void): void }; declare const near: Near<Bag>; declare function both<T extends Named>(value: T, task: (value: T) => void): void; declare function alone<T extends Named>(task: { run(value: T): void }): void;
  declare function curried(name: string): (task: (signal: AbortSignal) => void) => void;
  declare function told(this: Bag, task: (name: string) => void): void;
  declare function guessed(task?: any): void;
  declare function cached<T>(load: () => Promise<T>, key: string): Promise<T>; declare function last<T>(task: (name: string, value: T) => void, value: T): void; declare function rest<A extends readonly unknown[]>(args: A, task: (...args: A) => void): void;
  function implied(task = (bag: Bag) => void bag) { task({ signal: new AbortController().signal, name: "" }); }
  declare const api: Api<Bag>; declare const dry: Api<string>; declare const mapped: Mapped<{ a: AbortSignal; b: string }>; declare const made: Made<Bag>; declare const own: Own; declare const unknown: any;
  declare const constant: (task: (signal: AbortSignal) => void) => void; const written = (task: (name: string) => void) => task("");
  class Queue<T> { constructor(readonly task: (value: T) => void, readonly other: (name: string) => void) {} add(task: (value: T) => void, other?: (name: string) => number) {} }
  class Work { constructor(task: (bag: Bag) => void, other: (name: string) => void) {} }
  class More extends Work {}
  export function f(key: string, args: [string], queue: Queue<AbortSignal>) {
    direct(() => {}); plain(() => {}, async () => ({ name: "", list: [] })); aliased("", () => {}); open(queue.task, () => {}); open({ signal: AbortSignal.timeout(1) }, () => {}); bound(() => {}); loose({ signal: AbortSignal.timeout(1) }, { run() {} });
    hooked({ run() {}, name: "", of: { inner: () => {}, plain: async () => ({ name: "", list: [] }) }, later: () => {} });
    hooked({ run: function () {}, name: "", of: { inner() {}, async plain() { return { name: "", list: [] } } }, later() {} });
    dull({ run() {}, name: "", of: { inner: () => {}, plain: async () => ({ name: "", list: [] }) } });
    kept({ run() {}, name: "", of: { inner: () => {}, async plain() { return { name: "", list: [] } } }, later() {} });
    many(() => {}, () => {}); listed({ a() {}, [key]: () => {} }); either(() => {}); over(() => {}); over("", () => {}); same(() => {}); same(() => {}, true); curried("")(() => {});
    void cached(async () => "", key); last((name) => void name, { signal: AbortSignal.timeout(1) }); last((name, value) => void [name, value], key); last((name, {}) => void name, { signal: AbortSignal.timeout(1) }); rest([key, AbortSignal.timeout(1)], (name) => void name);
    told.call({ signal: AbortSignal.timeout(1), name: "" }, () => {}); guessed(() => {}); implied(() => {}); unknown(() => {}); api.on(() => {}); api.off(() => {}); dry.on(() => {}); dry.off(() => {}); mapped.a(() => {}); mapped.b(() => {}); made.with(() => {}); own.each(() => {});
    near.on(() => {}); both({ name: "", signal: AbortSignal.timeout(1) }, () => {}); alone<Bag>({ run() {} }); alone({ run() {} });
    constant(() => {}); written(() => {}); new Queue<AbortSignal>(() => {}, () => {}); queue.add(() => {}, () => 1); new Work(() => {}, () => {}); new More(() => {}, () => {}); aliased(...args, () => {}); plain((() => {}) as Task<any>, async () => ({ name: "", list: [] }));
    direct(key === "" ? () => {} : () => undefined); Promise.resolve(AbortSignal.timeout(1)).then(() => {}); setTimeout(() => {}, 1); [queue.task].map(() => 1); [AbortSignal.timeout(1)].map(() => 1); const typed: Task<Bag> = () => {}; return typed;
  }
`;

interface Callback {
  readonly text: string;
  readonly isOffered: boolean;
  readonly told: boolean;
}

function typeOfMethod(checker: ts.TypeChecker, { name, parent }: ts.MethodDeclaration): ts.Type | undefined {
  const object = ts.isObjectLiteralExpression(parent) ? checker.getContextualType(parent) : undefined;
  const member = object && checker.getPropertyOfType(object, name.getText());
  return member && checker.getTypeOfSymbolAtLocation(member, parent);
}

function callbacks(): readonly Callback[] {
  const { facts } = inspect(code);
  const found: Callback[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node) && !(ts.isMethodDeclaration(node) && ts.isObjectLiteralExpression(node.parent))) return;
    const mapped: TSESTree.Node = facts.services.tsNodeToESTreeNodeMap.get(node);
    const fn = (mapped.type === "Property" ? mapped.value : mapped) as TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression;
    const { checker } = facts;
    const type = ts.isMethodDeclaration(node) ? typeOfMethod(checker, node) : checker.getContextualType(node);
    const parts = type === undefined ? [] : tsutils.unionConstituents(type);
    const isOffered = parts
      .flatMap((part) => part.getCallSignatures())
      .flatMap(({ parameters }) => parameters.map((parameter) => checker.getTypeOfSymbolAtLocation(parameter, node)))
      .some((offered) => isYes(typeAnswer(facts, offered)) || carriersOf(facts, offered).length > 0);
    const call = ts.findAncestor(node.parent, (each) => ts.isCallOrNewExpression(each) || ts.isVariableDeclaration(each))?.getText();
    found.push({ text: `${node.getText()} of ${call}`, isOffered, told: isOfferedNone(facts, fn) });
  };
  visit(facts.sourceFile);
  return found;
}

describe("agrees with the checker", () => {
  const all = callbacks();

  it("wherever it says that none is offered", () => {
    expect(all.filter(({ isOffered, told }) => isOffered && told)).toEqual([]);
    expect(all.filter(({ isOffered }) => isOffered).length).toBeGreaterThan(25);
  });

  it("and says so of what is written plainly", () => {
    const told = all.filter((each) => each.told).map(({ text }) => text);
    const plain = ["() => {} of plain(", `async () => "" of cached(`, "(name, value) => void [name, value] of last(", "of same(() => {})", "of same(() => {}, true)", "of api.off(", "of dry.off(", "of written(", "run() {} of kept(", "run() {} of alone({", "run() {} of dull({"];
    expect(plain.filter((text) => !told.some((each) => each.includes(text)))).toEqual([]);
    expect(told.length).toBeGreaterThan(12);
  });
});
