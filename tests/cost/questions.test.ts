/** What a rule asks of the type checker, counted: the cost that does not wobble. */
import * as path from "node:path";

import { Linter } from "eslint";
import { describe, expect, it } from "vitest";

import plugin from "../../src/index.js";
import { rules } from "../../src/rules/index.js";
import { countingParser } from "../harness.js";

const root = path.join(import.meta.dirname, "../fixtures");

/** How often the checker was asked while one rule looked at a file, by method. */
function asked(name: string, code: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const linter = new Linter({ cwd: root });
  const messages = linter.verify(
    code,
    [{ files: ["**/*.ts"], languageOptions: { parser: countingParser(counts), parserOptions: { projectService: { allowDefaultProject: [] }, tsconfigRootDir: root } }, plugins: { ctx: plugin }, rules: { [`ctx/${name}`]: "error" } }],
    { filename: path.join(root, "file.ts") },
  );
  expect(messages).toEqual([]);
  // Which models there can be is asked once a program.
  counts.delete("getAmbientModules");
  return counts;
}

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((all, count) => all + count, 0);

/** Ordinary code: classes, callbacks, loops, awaited calls, and no context anywhere near. */
const plain = (index: number): string => `
export class Store${index} {
  readonly #items: Map<string, number> = new Map();
  private count = 0;
  constructor(private readonly name: string, readonly limit: number = 10) {}
  async add(key: string, value: number): Promise<boolean> {
    if (this.#items.size >= this.limit) throw new Error(this.name + key);
    this.#items.set(key, value);
    this.count += 1;
    await Promise.resolve(key.trim());
    return this.#items.has(key);
  }
  total(): number {
    let sum = 0;
    for (const value of this.#items.values()) sum += value;
    try { sum += [...this.#items.keys()].map((key) => key.length).filter((length) => length > 1).reduce((a, b) => a + b, 0); } catch (error) { console.error(error); }
    return Math.max(sum, this.count);
  }
}
export async function work${index}(names: readonly string[], each: (name: string) => Promise<number>): Promise<number[]> {
  const results: number[] = [];
  for (const name of names) { results.push(await each(name.toUpperCase())); }
  while (results.length > 100) results.pop();
  return results;
}
`;
const times = (count: number, of: (index: number) => string): string => Array.from({ length: count }, (_, index) => of(index)).join("");

describe.each(Object.keys(rules))("%s", (name) => {
  it("asks nothing where there is no context", () => {
    expect([...asked(name, times(3, plain))]).toEqual([]);
  });

  it("asks about a type once, however many calls there are", () => {
    const code = (calls: number): string => `interface Db { query(text: string): Promise<string>; close(): Promise<void> }\nexport async function work(db: Db, limit: number): Promise<string> { ${`await db.query("a" + limit);`.repeat(calls)} return db.query("b"); }\n`;
    const [many, few] = [asked(name, code(40)), asked(name, code(1))];
    expect([...many.keys()]).toEqual([...few.keys()]);
    expect(sum(many)).toBe(sum(few));
  });
});
