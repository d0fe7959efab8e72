// A program of any size with contexts everywhere: services that call each other across files.
import * as fs from "node:fs";
import * as path from "node:path";

const context = `export interface Context { done(): Promise<void>; err(): Error | undefined; value(key: object): unknown }
export type CancelFunc = () => void;
export declare function background(): Context;
export declare function withCancel(parent: Context): [Context, CancelFunc];
export declare function withTimeout(parent: Context, ms: number): [Context, CancelFunc];
export declare function withValue(parent: Context, key: object, value: unknown): Context;
export declare function withoutCancel(parent: Context): Context;
`;

/** One file: a Go-style service, one with AbortSignal, ordinary code, and a defect now and then. */
const service = (index, next) => `import { background, type Context, withCancel, withTimeout, withValue } from "./context.js";
import { handle${next}, load${next}, type Options${next} } from "./service${next}.js";

export interface Options${index} { readonly signal?: AbortSignal; readonly retries?: number }
const key = {};

async function query${index}(ctx: Context, id: string): Promise<string> {
  if (ctx.err()) throw new Error(id);
  return String(ctx.value(key)) + id;
}

export async function handle${index}(ctx: Context, id: string, depth = 3): Promise<string> {
  const [child, cancel] = withTimeout(withValue(ctx, key, id), 1000);
  try {
    const own = await query${index}(child, id);
    const other = depth > 0 ? await handle${next}(child, own, depth - 1) : own;
    return other.trim();
  } finally {
    cancel();
  }
}

export async function load${index}(id: string, { signal, retries = 1 }: Options${index} = {}): Promise<unknown> {
  for (let attempt = 0; attempt < retries; attempt++) {
    signal?.throwIfAborted();
    const response = await fetch(\`https://example.org/\${id}\`, { ${index % 7 === 0 ? "" : "signal: signal ?? null"} });
    if (response.ok) return await response.json();
  }
  const options: Options${next} = { retries: 1, ...(signal && { signal }) };
  return retries > 5 ? undefined : load${next}(id, options);
}

export class Store${index} {
  readonly #items = new Map<string, string>();
  async fill(ctx: Context, ids: readonly string[]): Promise<number> {
    const [child, cancel] = withCancel(ctx);
    try {
      const all = await Promise.all(ids.map(async (id) => [id, await query${index}(${index % 5 === 0 ? "ctx" : "child"}, id)] as const));
      for (const [id, text] of all) this.#items.set(id, text);
      return all.filter(([, text]) => text.length > 1).length;
    } finally {
      cancel();
    }
  }
  async refresh(${index % 11 === 0 ? "" : "ctx: Context"}): Promise<void> {
    for (const id of this.#items.keys()) this.#items.set(id, await query${index}(${index % 11 === 0 ? "background()" : "ctx"}, id));
  }
  total(): number {
    return [...this.#items.values()].map((text) => text.length).filter((length) => length > 0).reduce((sum, length) => sum + length, 0);
  }
}

${Array.from({ length: 6 }, (_, part) => `export function plain${index}x${part}(list: readonly number[], limit: number): string {
  const sorted = [...list].sort((a, b) => a - b).slice(0, Math.max(limit, ${part}));
  return sorted.map((value) => value.toFixed(2)).join(", ").padEnd(limit);
}
`).join("\n")}`;

/** Writes a program of so many files, and gives their names. */
export function generate(folder, count) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const write = (name, text) => fs.writeFileSync(path.join(folder, name), text);
  const compilerOptions = { target: "es2022", lib: ["es2023", "dom"], module: "nodenext", strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true, types: [], noEmit: true };
  write("package.json", JSON.stringify({ type: "module" }));
  write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  write("context.ts", context);
  for (let index = 0; index < count; index++) write(`service${index}.ts`, service(index, (index + 1) % count));
  return Array.from({ length: count }, (_, index) => `service${index}.ts`);
}
