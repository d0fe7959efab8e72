/** Each fix is applied, linted again and run: whatever happens, the handle is ended. */
import * as path from "node:path";
import * as vm from "node:vm";

import * as parser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import ts from "typescript";
import { describe, expect, it } from "vitest";

import plugin from "../../src/index.js";

const root = path.join(import.meta.dirname, "../fixtures");
const header = `import { type Context, withCancel, withTimeout } from "./context.js";
declare function work(ctx: Context): Promise<string>;
declare function step(name: string): void;
declare function wanted(name: string): boolean;
void withCancel; void withTimeout; void work; void step; void wanted;
`;

function fixed(code: string, throws: string): { readonly output: string; readonly left: readonly string[] } {
  const { messages, output } = new Linter({ cwd: root }).verifyAndFix(
    header + code,
    [
      {
        files: ["**/*.ts"],
        languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: root } },
        plugins: { ctx: plugin as never },
        rules: { "ctx/no-lost-cancel": ["error", { throws }] },
      },
    ] as never,
    path.join(root, "file.ts"),
  );
  return { output, left: messages.map(({ message }) => message) };
}

/** Runs `f` with every choice of what throws and what is wanted; how often each of its contexts was left without an end. */
async function lost(code: string): Promise<number[]> {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  const counts: number[] = [];
  for (let choices = 0; choices < 16; choices += 1) {
    let asked = 0;
    let [made, ended] = [0, 0];
    const choose = (): boolean => ((choices >> asked++) & 1) === 1;
    const make = (): unknown => {
      made += 1;
      let isEnded = false;
      return [{}, () => { ended += isEnded ? 0 : 1; isEnded = true; }];
    };
    const scope = {
      exports: {} as { f?: () => unknown },
      require: () => ({ withCancel: make, withTimeout: make }),
      work: async () => { await Promise.resolve(); if (choose()) throw new Error("work"); return "done"; },
      step: () => { if (choose()) throw new Error("step"); },
      wanted: () => choose(),
    };
    vm.runInNewContext(outputText, scope);
    try {
      const result = scope.exports.f!();
      if (typeof result === "object" && result !== null && Symbol.iterator in result) {
        const turns = (result as Iterable<unknown>)[Symbol.iterator]();
        turns.next();
        if (choose()) turns.return?.();
        else turns.next();
      }
      await result;
    } catch {
      // Thrown on purpose.
    }
    counts.push(made - ended);
  }
  return counts;
}

describe.each([
  ["an await that throws", `export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); const text = await work(ctx); cancel(); return text; }`, "await"],
  ["a discarded one", `export async function f(parent: Context) { const [ctx] = withTimeout(parent, 1); return await work(ctx); }`, "await"],
  ["a promise that is returned", `export async function f(parent: Context) { const [ctx] = withTimeout(parent, 1); return work(ctx); }`, "await"],
  ["an early return", `export async function f(parent: Context) { const [ctx, cancel] = withTimeout(parent, 1); if (wanted("a")) return ""; try { return await work(ctx); } finally { cancel(); } }`, "await"],
  ["a loop", `export async function f(parent: Context) { for (let i = 0; i < 3; i++) { const [ctx, cancel] = withCancel(parent); if (wanted("a")) continue; await work(ctx); cancel(); } }`, "await"],
  ["a catch that swallows", `export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { await work(ctx); cancel(); } catch { step("a"); } }`, "await"],
  ["a try that ends something else", `export async function f(parent: Context) { const [ctx, cancel] = withCancel(parent); try { await work(ctx); } finally { step("a"); } cancel(); }`, "calls"],
  ["a generator that is left", `export function* f(parent: Context) { const [ctx, cancel] = withCancel(parent); yield ctx; cancel(); }`, "await"],
  ["a call that throws", `export function f(parent: Context) { const [ctx, cancel] = withCancel(parent); step("a"); cancel(); return ctx.err() === undefined; }`, "calls"],
  ["two of them", `export async function f(parent: Context) { const [a, endA] = withCancel(parent); const [b, endB] = withCancel(a); await work(b); endB(); endA(); }`, "await"],
])("%s", (_, code, throws) => {
  it("is lost before, and not after the fix", async () => {
    const { left, output } = fixed(code, throws);
    expect(output).not.toBe(header + code);
    expect(left).toEqual([]);
    const body = code.replace("return ctx.err() === undefined;", "return ctx !== undefined;");
    expect((await lost(`import { withCancel, withTimeout } from "./context.js"; ${body}`)).some((count) => count > 0)).toBe(true);
    const after = output.slice(header.length).replace("return ctx.err() === undefined;", "return ctx !== undefined;");
    expect(new Set(await lost(`import { withCancel, withTimeout } from "./context.js"; ${after}`))).toEqual(new Set([0]));
  });
});
