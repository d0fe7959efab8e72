// Programs on which something naive takes for ever, or overflows the stack.
const times = (count, of, separator = "\n") => Array.from({ length: count }, (_, index) => of(index)).join(separator);
const context = `import { background, type Context, withCancel } from "./context.js";\n`;
const declarations = `export interface Context { done(): Promise<void>; err(): Error | undefined; value(key: object): unknown }
export declare function background(): Context;
export declare function withCancel(parent: Context): [Context, () => void];
`;
const program = (text) => () => ({ "context.ts": declarations, "file.ts": context + text });
const used = "void background; void withCancel;\n";

/** A thousand times the same in one function: what asks of each about all others takes for ever. */
const inOne = (parameters, of, last = "") => program(`${used}declare function step(ctx: Context, n: number): Promise<boolean>;\ndeclare function get(url: string, options?: { signal?: AbortSignal }): Promise<void>;\nexport async function f(${parameters}): Promise<void> {\n  ${times(1000, of, "\n  ")}\n  ${last}\n}\n`);

export const pathological = {
  "chain of 2,000 calls": program(used + times(2000, (index) => `export async function f${index}(ctx: Context): Promise<void> { await f${index + 1}(ctx); }`) + "\nexport async function f2000(ctx: Context): Promise<void> { await ctx.done(); }\n"),
  "chain of 2,000 calls that loses it": program(used + "export async function start(ctx: Context): Promise<void> { await f0(); await ctx.done(); }\n" + times(2000, (index) => `async function f${index}() { await f${index + 1}(); }`) + "\nasync function f2000() { await background().done(); }\n"),
  "cycle of 1,500 functions": program(used + times(1500, (index) => `export async function f${index}(ctx: Context, n: number): Promise<number> { return n > 0 ? await f${(index * 7 + 1) % 1500}(ctx, n - 1) + await f${(index + 1) % 1500}(ctx, n - 2) : n; }`)),
  "cycle of 1,500 functions without": program(used + "export async function start(ctx: Context): Promise<number> { await ctx.done(); return await f0(3); }\n" + times(1500, (index) => `async function f${index}(n: number): Promise<number> { return n > 0 ? await f${(index * 7 + 1) % 1500}(n - 1) + await f${(index + 1) % 1500}(n - 2) : n; }`)),
  "union of 5,000 members": program(used + `type Big = ${times(5000, (index) => `{ kind: "k${index}"; signal?: AbortSignal; v${index}: number }`, " | ")};\ndeclare function take(options: Big): Promise<void>;\nexport async function f(ctx: Context, signal: AbortSignal, options: Big): Promise<void> { await take(options); await take({ kind: "k1", v1: 1 }); await take({ kind: "k2", v2: 1, signal }); await ctx.done(); }\n`),
  "1,000 overloads": program(used + times(1000, (index) => `export function take(a: "${index}", ctx?: Context): Promise<void>;`) + "\nexport async function take(a: string, ctx?: Context): Promise<void> { await ctx?.done(); void a; }\n" + `export async function f(ctx: Context): Promise<void> { ${times(100, (index) => `await take("${index * 9}"); await take("${index * 9 + 1}", ctx);`, " ")} }\n`),
  "10,000 lines in one function": program(used + `declare function step(ctx: Context, n: number): Promise<boolean>;\nexport async function f(ctx: Context): Promise<void> {\n  const [child, cancel] = withCancel(ctx);\n${times(5000, (index) => `  if (await step(child, ${index})) {\n    await step(ctx, ${index}); }`)}\n  cancel();\n}\n`),
  "1,000 children in one function": inOne("ctx: Context", (index) => `const [child${index}, cancel${index}] = withCancel(ctx);\n  try { await step(child${index}, ${index}); } finally { cancel${index}(); }`),
  "1,000 controllers in one function": inOne("signal: AbortSignal", (index) => `const controller${index} = new AbortController();\n  await get("/${index}", { signal: controller${index}.signal }); controller${index}.abort();`, "signal.throwIfAborted();"),
  "1,000 listeners in one function": inOne("signal: AbortSignal", (index) => `const stop${index} = () => { void ${index}; };\n  signal.addEventListener("abort", stop${index}); try { await step(background(), ${index}); } finally { signal.removeEventListener("abort", stop${index}); }`),
  "1,000 loops in one function": inOne("signal: AbortSignal, list: readonly string[]", (index) => `for (const item of list) await step(background(), item.length + ${index});`, "signal.throwIfAborted();"),
  "1,000 looks in one function": inOne("signal: AbortSignal", (index) => `if (signal.aborted) return;\n  await get("/${index}", { signal });`),
  "10,000 lines of functions": program(used + times(1000, (index) => `export async function f${index}(ctx: Context, list: readonly string[]): Promise<number> {\n  const [child, cancel] = withCancel(ctx);\n  try {\n    for (const item of list) {\n      if (item.length > ${index}) await child.done();\n    }\n    return list.length;\n  } finally { cancel(); }\n}\n`)),
  "80 nested blocks": program(used + `export async function f(ctx: Context): Promise<void> {\n${times(80, (index) => `try { for (const x${index} of [1, 2]) { if (x${index} > 1) {`)}\nawait ctx.done();\n${times(80, () => "} } } finally { await ctx.done(); }")}\n}\n`),
  "1,500 instantiations": program(used + `interface Box<T> { readonly value: T; map<U>(f: (value: T, options?: { signal?: AbortSignal }) => U, options?: { signal?: AbortSignal }): Box<U> }\ndeclare function box<T>(value: T): Box<T>;\nexport async function f(ctx: Context, signal: AbortSignal): Promise<void> {\n${times(1500, (index) => `  box({ v${index}: ${index} }).map((value) => value.v${index});`)}\n  signal.throwIfAborted(); await ctx.done();\n}\n`),
};
