/**
 * Each kind of syntax that typescript-estree knows, as texts with holes: `$E` an expression, `$S` statements, `$T` a
 * type, `$P` a pattern, `$N` a fresh name.
 */

/** Stand alone in a module, once or more often. */
export const declarations: readonly string[] = [
  `async function $N(ctx: Context, signal: AbortSignal, options: Options = {}) { $S }`,
  `function $N<const T extends $T = $T>(this: unknown, $P: any = $E, ...rest: $T[]): asserts rest is any { $S }`,
  `export async function* $N(ctx: Context, { signal, ...others }: Options) { $S yield* $E; }`,
  `const $N = async (ctx: Context, signal?: AbortSignal) => { $S };`,
  `export const $N = { async load(ctx: Context) { $S }, get a() { return $E; }, set a(value) { $S }, [$E]: $E, ...$E, $N, "b": $E, 1: $E };`,
  `class $N<T = $T> extends Base implements Shape<T> { #ctx: Context = $E; static s = $E; accessor a: $T = $E; declare d: $T; readonly [k: string]: any; static { $S } constructor(private readonly ctx: Context, public options?: Options) { super($E); $S } async run(ctx: Context, signal?: AbortSignal) { $S } get x() { return this.#ctx; } static async *[Symbol.asyncIterator](ctx: Context) { $S } override close() { $S } f(a: $T): void; f(a?: any) { $S } }`,
  `abstract class $N { abstract a: $T; abstract accessor b: $T; abstract c(ctx: Context): $T; protected d?: $T; @decorate e = $E; @decorate() f(@decorate x: $T) { $S } private async g(ctx: Context) { $S } }`,
  `export default class { constructor(readonly signal: AbortSignal) { $S } }`,
  `interface $N<in out T> extends Options { (ctx: Context): $T; new (ctx: Context): $T; a?: $T; readonly b: $T; c?(signal: AbortSignal): $T; [key: string]: any; get d(): $T; set d(value: $T) }`,
  `type $N<T = $T> = $T;`,
  `declare function $N(ctx: Context, a: $T): $T;`,
  `declare const $N: $T;`,
  `declare let $N: $T, $N: unique symbol;`,
  `enum $N { A, B = 1, C = "c", "d" = \`d\`, E = A | B }`,
  `declare const enum $N { A = 1 }`,
  `namespace $N.inner { export const a = $E; export type b = $T; }`,
  `declare module "$N" { export function f(ctx: import("./context.js").Context): void; }`,
  `declare global { interface $N { a: $T } }`,
  `import $N = Outer.inner;`,
  `export { background as $N, type Context as $N };`,
  `const $P: any = $E;`,
  `let $N: $T = $E, $N;`,
  `$S`,
];

/** Only once in a module, if at all. */
export const modules: readonly string[] = [
  `import fs, { type Stats, readFile as read } from "node:fs"; import * as timers from "node:timers/promises"; import type { Socket } from "node:net"; import json from "./data.json" with { type: "json" }; import "./context.js"; export * from "./context.js"; export * as all from "./context.js"; void [fs, read, timers, json]; export type { Stats, Socket };`,
  `import net = require("node:net"); void net; export = net;`,
  `export as namespace Everything;`,
  `type $N<S extends string> = intrinsic; const $N = await fetch("u"); using $N = $E; await using $N = $E;`,
];

export const statements: readonly string[] = [
  `$E;`,
  `await $E;`,
  `void $E;`,
  `const $N = $E;`,
  `let $N: $T = $E; $N = $E;`,
  `var $P: any = $E;`,
  `const [$N, $N] = withCancel($E);`,
  `const [child, cancel] = withTimeout(ctx, 5); try { $S } finally { cancel(); }`,
  `const { signal: $N } = new AbortController();`,
  `using $N = $E;`,
  `await using $N = $E;`,
  `if ($E) { $S } else if ($E) $E; else { $S }`,
  `for (let i = 0; i < 3; i++) { $S }`,
  `for (;;) { $S break; }`,
  `for (const $P of $E) { $S continue; }`,
  `for await (const $N of $E) { $S }`,
  `for (const $N in $E) { $S }`,
  `for (ctx of $E) { $S }`,
  `while ($E) { $S }`,
  `do { $S } while ($E);`,
  `label: for (const $N of $E) { for (;;) { $S continue label; } }`,
  `switch ($E) { case $E: $S case 1: { $S break; } default: $S }`,
  `try { $S } catch (error) { $S } finally { $S }`,
  `try { $S } catch { $S }`,
  `try { $S } catch ({ name }: any) { throw $E; }`,
  `return $E;`,
  `return;`,
  `throw $E;`,
  `debugger;`,
  `;`,
  `{ $S }`,
  `function $N(ctx: Context) { $S }`,
  `class $N { static { $S } m = $E; }`,
  `signal.addEventListener("abort", () => { $S }, { once: true });`,
  `setTimeout(async () => { $S }, 10);`,
  `ctx = withValue(ctx, $E, $E);`,
  `yield $E;`,
];

export const expressions: readonly string[] = [
  "ctx", "signal", "options", "options.signal", "options?.signal?.aborted", "this", "undefined", "null", "1", `"a"`, "1n", "/x/giu", "true", "background()", "todo", "key",
  "new AbortController()", "new AbortController().signal", "AbortSignal.timeout(5)", "AbortSignal.any([signal, $E])", "withoutCancel(ctx)", "withValue(ctx, key, $E)", "ctx.value($E)", "ctx.value(key) as string", "ctx.err()", "signal.throwIfAborted()",
  "fetch($E)", "fetch($E, { signal, ...$E })", "fetch(new Request($E))", "work(ctx, $E)", "work()", "load($E, { signal: $E })", "load($E, options)", "new Promise((resolve) => setTimeout(resolve, $E))",
  "Promise.all([$E, ...$E])", "$E.then(() => $E, async (error) => { $S })", "list.map(async (item) => { $S return $E; })", "list.forEach((item, index) => $E)",
  "`a${$E}b${$E}`", "tag`a${$E}`", "[$E, , ...$E]", `({ a: $E, "b": $E, [$E]: $E, ...$E, ctx, m() { $S }, async *g() { yield $E; }, get x() { return $E; }, set x(value) { $S } })`,
  "($E, $E)", "$E ? $E : $E", "$E && $E", "$E || $E", "$E ?? $E", "$E + $E", "$E === $E", `"a" in $E`, "$E instanceof AbortSignal", "!$E", "typeof $E", "void $E", "delete options.signal", "-$E",
  "counter++", "--counter", "ctx = $E", "counter += $E", "last ??= $E", "options.signal ||= $E", "({ signal } = $E)", "[ctx = $E, ...list] = $E", "(() => $E)()", "(async () => { $S })()", "async ($P: any = $E) => $E", "async function (ctx: Context, $P: any) { $S }", "(function* () { yield; })()",
  "class { #x = $E; static async load(ctx: Context) { $S } has(o: any) { return #x in o; } }", "class extends Base { m() { return super.m($E); } }", "$E.a", "$E[$E]", "$E?.a?.[$E]?.($E)", "$E!", "$E as any", "$E as const", "$E satisfies $T", "$E as unknown as $T", "work<$T>", "f<$T>($E)", "new Map<$T, $T>($E)", "new Base", "import($E)", "import.meta.url", "new.target", "(await $E)", "await $E", "yield $E", "yield* $E",
];

/** Only where a file is no JSX. */
export const assertions: readonly string[] = ["<$T>$E", "<any>ctx.value(key)"];

export const elements: readonly string[] = [
  `<div a="b" onClick={async () => { $S }} {...$E} c:d={$E}>text {$E} {/* nothing */} {} <></> <A.B.c ctx={ctx} /> <a:b /> {...$E}</div>`,
  `<><Load signal={signal}>{$E}</Load></>`,
];

export const types: readonly string[] = [
  "Context", "AbortSignal", "AbortSignal | undefined", "Options", "Promise<$T>", "$T[]", "readonly $T[]", "[$T, b?: $T, ...rest: $T[]]", "[$T?, ...$T[]]", "{ a: $T; readonly b?: $T; [key: string]: any; (ctx: Context): $T; new (): $T; m(signal: AbortSignal): $T }",
  "$T | $T", "$T & $T", "(ctx: Context, ...rest: $T[]) => $T", "new (ctx: Context) => $T", "abstract new () => $T", "(a: any) => a is $T", "keyof $T", "typeof ctx", "typeof import('./context.js')", "import('./context.js').Context", "$T['signal']", "$T extends (infer U extends $T)[] ? U : $T", "{ readonly [K in keyof $T as `x${string & K}`]?: $T[K] }", "{ -readonly [K in 'a']-?: $T }",
  "`a${string}`", "unique symbol", "string", "number", "boolean", "bigint", "symbol", "object", "any", "unknown", "never", "void", "null", "undefined", "'a'", "1", "-1", "this", "Map<string, Context>", "Outer.inner",
];

export const patterns: readonly string[] = ["$N", "{ signal: $N, ...$N }", "{ a: { b: $N = $E }, [$E]: $N }", "[$N, , [$N = $E], ...$N]", "{ ctx: $N }"];

/** What the texts refer to. */
export const prelude = `import { background, createKey, todo, withCancel, withoutCancel, withTimeout, withValue, type Context } from "./context.js";
interface Options { signal?: AbortSignal; timeout?: number }
interface Shape<T> { x?: T }
declare class Base { constructor(...args: any[]); m(...args: any[]): any; x: any; [Symbol.dispose](): void }
declare namespace Outer { export type inner = string; export const inner: number }
declare let ctx: Context; declare let signal: AbortSignal; declare let options: Options; declare let counter: number; declare let last: any; declare let list: any[];
declare function work(ctx?: Context, ...rest: any[]): Promise<any>;
declare function load(url: any, options?: Options): Promise<any>;
declare function f(...args: any[]): any; declare function tag(...args: any[]): any; declare function decorate(...args: any[]): any;
declare const A: any, Load: any;
const key = createKey<string>("key");
`;
