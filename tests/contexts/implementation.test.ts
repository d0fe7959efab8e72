/** Which files make a model's contexts what they are. */
import { expect, it } from "vitest";

import { implementsModel } from "../../src/contexts/implementation.js";
import { programOf } from "../models/program.js";

const context = `export interface Context { done(): Promise<void>; err(): Error | undefined; value(key: unknown): unknown }`;

const cases: Readonly<Record<string, readonly [code: string, ...implemented: string[]]>> = {
  "an interface only": [context],
  "an interface and who takes it": [`${context} export function work(ctx: Context): void { void ctx; }`],
  "an interface and a class of it": [`${context} class Node implements Context { async done() {} err() { return undefined; } value() { return undefined; } } export const node = new Node();`, "go"],
  "an interface and a function that returns it": [`${context} export function make(): Context { throw new Error(); }`, "go"],
  "an interface and an arrow that returns it": [`${context} export const make = (): [Context, () => void] => { throw new Error(); };`, "go"],
  "an interface and a child of it": [`${context} export function withCancel(ctx: Context): [Context, () => void] { return [ctx, () => undefined]; }`, "go"],
  "a class": [`export class Context { async done() {} err() { return undefined; } value(key: unknown) { return key; } }`, "go"],
  "a subtype and a function that returns it": [`import type { Context } from "./context.js"; export interface Mine extends Context { readonly user: string } export function mine(ctx: Context): Mine { return ctx as Mine; }`],
  "an alias of another's": [`import type { Context } from "./context.js"; export type Ctx = Context; export function current(): Ctx { throw new Error(); }`],
  "a function of the model": [`import { background as make, type Context } from "./context.js"; export function background(): Context { return make(); }`, "go"],
  "a function of the model under its exported name": [`import { background as make, type Context } from "./context.js"; const start = (): Context => make(); export { start as background };`, "go"],
  "a wrapper of another name": [`import { withCancel, type Context } from "./context.js"; export function cancelable(ctx: Context): [Context, () => void] { return withCancel(ctx); }`],
  "a function of the name that knows no context": [`export function background(job: () => void): void { job(); }`],
  "a function of the model that is not exported": [`import { withCancel, type Context } from "./context.js"; function withTimeout(ctx: Context): [Context, () => void] { return withCancel(ctx); } withTimeout(null as never);`],
  "a barrel": [`export * from "./context.js"; export { background } from "./context.js";`],
  "a token and its source": [`export interface CancellationToken { readonly isCancellationRequested: boolean; onCancellationRequested(listener: () => void): void } export class Source { get token(): CancellationToken { return this.make(); } make(): CancellationToken { throw new Error(); } } export function never(): CancellationToken { return new Source().token; }`, "cancellation-token"],
  "a controller of one's own": [`export class AbortController { readonly signal = AbortSignal.timeout(1); abort(): void {} } export function link(signal: AbortSignal): AbortSignal { return signal; }`],
  "a class without a name": [`import type { Context } from "./context.js"; export default class { constructor(readonly ctx: Context) {} }`],
  "nothing": [""],
  "a default export": [`export default { background: () => 1 };`],
};

const nameOf = (name: string): string => `${name.replaceAll(" ", "-")}.ts`;
const file = programOf(Object.fromEntries(Object.entries(cases).map(([name, [code]]) => [nameOf(name), `${code}\nexport {};`])));

it.each(Object.entries(cases))("%s", (name, [, ...expected]) => {
  const { facts, errors } = file(nameOf(name));
  expect(errors()).toEqual([]);
  expect(facts.models.filter((model) => implementsModel(facts, model)).map((model) => model.name)).toEqual(expected);
});

it("is asked of scripts too", () => {
  const { facts } = programOf({ "script.js": `function background() { return 1; } module.exports = { background };` })("script.js");
  expect(facts.models.some((model) => implementsModel(facts, model))).toBe(false);
});
