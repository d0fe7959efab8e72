import ts from "typescript";

import type { Program } from "./generate.js";

/** What an operation may do. A forced outcome is the kind of the edge that a path takes from its step. */
export type Outcome = string;

/** One operation of a path, and how it comes out. */
export interface Forced {
  readonly site: string;
  readonly outcome: Outcome;
}

/** What a run was. Nothing is said of one that was given up: it took too long, or did not go the forced way. */
export interface Run {
  readonly exit: "end" | "return" | "throw";
  /** Whether a handle was made and never used; and whether that is the one made last. */
  readonly isLost: boolean;
  readonly isLastLost: boolean;
}

interface Handle {
  used: boolean;
}

const VALUES: readonly unknown[] = [undefined, null, 0, "", "a", "b", "z"];
const DOMAINS: Readonly<Record<string, readonly unknown[]>> = { r: ["a", 1], n: [1, -1], e: ["a", "b"] };
const NAMES = ["f", "c", "m", "g", "s", "a", "y", "v", "t", "each", "res", "keys", "make", "use", "safe", "done", "fail", "die", "go", "arg"];

/** The names a generated program uses; each of its operations comes out as a tape of choices, or a path, says. */
export class World {
  /** The choices of the run, each with the number of what could be chosen. */
  choices: { at: number; of: number }[] = [];
  isOver = false;
  /** Whether an operation came that the forced path does not have there. */
  isAstray = false;

  private tape: readonly number[] = [];
  private random: (() => number) | undefined;
  private forced: readonly Forced[] | undefined;
  private step = 0;
  private turns = 0;
  private handles: Handle[] = [];
  private readonly run: (...values: unknown[]) => unknown;

  constructor(private readonly program: Program) {
    const body = `const { ${NAMES.join(", ")} } = world;\n${lowered(program)}\nreturn run;`;
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- What is generated is what must be run.
    const define = new Function("world", body) as (world: object) => (...values: unknown[]) => unknown;
    this.run = define(this.names());
  }

  /** Runs the program; what the tape does not say comes out first way, or at random. */
  async execute(tape: readonly number[], { forced, random }: { forced?: readonly Forced[]; random?: () => number } = {}): Promise<Run | undefined> {
    Object.assign(this, { choices: [], isOver: false, tape, random, forced, step: 0, turns: 0, isAstray: false, handles: [] });
    let exit: Run["exit"];
    try {
      exit = (await this.drive()) === undefined ? "end" : "return";
    } catch (error) {
      if (!(error instanceof Thrown) && error !== 0 && (error as Error).name !== "SuppressedError") throw error;
      exit = "throw";
    }
    if (this.isOver || (forced && this.step < forced.length)) return undefined;
    return { exit, isLost: this.isLost, isLastLost: this.handles.at(-1)?.used === false };
  }

  /** Whether a handle was made and not used, though perhaps the run was given up. */
  get isLost(): boolean {
    return this.handles.some(({ used }) => !used);
  }

  /** Whether the last run went the whole forced way, whatever came then. */
  get wentAllTheWay(): boolean {
    return !this.isAstray && this.step === this.forced?.length;
  }

  /** Calls it, and of a generator takes value after value: any `yield` may throw or return. */
  private async drive(): Promise<unknown> {
    const { defaults, kind, parameters } = this.program;
    const values = ["p", "q", "r", "n", "e"].map((name) => (parameters.includes(name) ? this.value(name) : "a"));
    const result = this.run(...values, ...defaults.map((name) => (this.free(2) === 0 ? undefined : thing(this, name))));
    if (kind.startsWith("async") || kind === "module") {
      if (!kind.endsWith("*")) return await result;
    } else if (!kind.endsWith("*")) return result;

    const iterator = result as AsyncGenerator<{ site: string }> | Generator<{ site: string }>;
    let next = kind === "function*" ? (iterator as Generator<{ site: string }>).next() : await iterator.next();
    while (!next.done && !this.isOver) {
      const outcome = this.choose(next.value.site, ["normal", "throw", "return"]);
      const asked = outcome === "normal" ? iterator.next() : outcome === "throw" ? iterator.throw(new Thrown()) : iterator.return("returned");
      next = kind === "function*" ? (asked as IteratorResult<{ site: string }>) : await asked;
    }
    return next.value;
  }

  choose(site: string, options: readonly Outcome[]): Outcome {
    if (this.isOver) return options.includes("false") ? "false" : options[0]!;
    const wanted = this.forced?.[this.step];
    if (!wanted) return options[this.free(options.length)]!;
    this.step += 1;
    const aliases: Readonly<Record<string, Outcome>> = { true: "present", false: "nullish" };
    const outcome = options.includes(wanted.outcome) ? wanted.outcome : aliases[wanted.outcome];
    if (wanted.site === site && outcome !== undefined && options.includes(outcome)) return outcome;
    const others = options.filter((option) => option !== "throw");
    if (wanted.site === site && wanted.outcome === "normal" && others.length > 0) return others[this.free(others.length)]!;
    this.isOver = true;
    this.isAstray = true;
    return options.includes("false") ? "false" : options[0]!;
  }

  /** A choice that no path forces: what value a variable has. */
  private free(of: number): number {
    if (this.choices.length > 80) this.isOver = true;
    if (this.isOver || of === 1) return 0;
    const at = this.tape[this.choices.length] ?? (this.random ? Math.floor(this.random() * of) : 0);
    this.choices.push({ at, of });
    return at;
  }

  private value(name: string): unknown {
    const domain = DOMAINS[name] ?? VALUES;
    return domain[this.free(domain.length)];
  }

  private names(): Record<string, unknown> {
    const act = (site: number, options: readonly Outcome[] = ["normal", "throw"]): Outcome => {
      const outcome = this.choose(`${site}`, options);
      if (outcome === "throw") throw new Thrown();
      return outcome;
    };
    const mark = (handle: Handle | undefined): void => {
      if (handle) handle.used = true;
    };
    return {
      f: (site: number) => act(site).length,
      c: (site: number) => act(site, ["true", "false", "throw"]) === "true",
      g: (site: number) => (act(site, ["true", "false", "throw"]) === "true" ? 1 : 0),
      m: (site: number) => (act(site, ["nullish", "present", "throw"]) === "present" ? thing(this, `${site}`) : undefined),
      s: (site: number, name: string) => (act(site), name),
      // Settles when it is awaited, not when it is made.
      a: (site: number) => ({
        then: (resolve: (value: unknown) => void, reject: (error: unknown) => void) => {
          if (this.choose(`${site}`, ["normal", "throw"]) === "normal") resolve(1);
          else reject(new Thrown());
        },
      }),
      y: (site: number) => ({ site: `${site}` }),
      v: (site: number) => (this.program.parameters.includes(`v${site - 1}`) ? this.value("") : "a"),
      t: thing(this, "t"),
      each: (site: number) => iterable(this, `${site}`),
      res: (site: number) => (act(site), thing(this, `${site}`)),
      keys: () => Object.fromEntries(["x", "y"].slice(0, this.free(3)).map((key) => [key, 1])),
      make: (site: number) => {
        act(site);
        const handle = { used: false };
        this.handles.push(handle);
        return handle;
      },
      use: (site: number, handle: Handle | undefined) => (mark(handle), act(site)),
      safe: (_: number, handle: Handle | undefined) => { mark(handle); },
      done: (site: number, handle: Handle | undefined) => {
        act(site);
        mark(handle);
      },
      fail: (site: number, handle: Handle | undefined) => {
        const outcome = this.choose(`${site}`, ["normal", "throw"]);
        if (outcome === "normal") return;
        mark(handle);
        throw new Thrown();
      },
      die: (site: number) => { this.choose(`${site}`, ["throw"]); throw new Thrown(); },
      arg: (name: string) => (this.program.parameters.includes(name) ? this.value(name) : "a"),
      go: () => {
        this.turns += 1;
        if (this.turns > 40) this.isOver = true;
        return !this.isOver;
      },
    };
  }
}

class Thrown extends Error {}

/** An object whose properties may be missing or throw, that can be called and disposed. */
function thing(world: World, name: string): unknown {
  return new Proxy(() => undefined, {
    get: (_, key) => {
      if (key === Symbol.dispose || key === Symbol.asyncDispose) return () => perform(world, `${name}d`, 1);
      if (typeof key !== "string" || !/^k\d+$/.test(key)) return undefined;
      const outcome = world.choose(key, ["nullish", "present", "throw"]);
      if (outcome === "throw") throw new Thrown();
      return outcome === "present" ? thing(world, key) : undefined;
    },
    set: () => true,
    apply: () => {
      const outcome = world.choose(`${name}()`, ["present", "nullish", "throw"]);
      if (outcome === "throw") throw new Thrown();
      return outcome === "present" ? 1 : undefined;
    },
  });
}

function perform<T>(world: World, site: string, value: T): T {
  if (world.choose(site, ["normal", "throw"]) === "throw") throw new Thrown();
  return value;
}

function iterable(world: World, site: string): unknown {
  const next = (): IteratorResult<unknown> => {
    const outcome = world.choose(`${site}n`, ["true", "false", "throw"]);
    if (outcome === "throw") throw new Thrown();
    return outcome === "true" ? { done: false, value: thing(world, site) } : { done: true, value: undefined };
  };
  const end = (): IteratorResult<unknown> => perform(world, `${site}r`, { done: true, value: undefined });
  return {
    [Symbol.iterator]: () => ({ next, return: end }),
    // eslint-disable-next-line @typescript-eslint/require-await -- What is thrown becomes a rejection.
    [Symbol.asyncIterator]: () => ({ next: async () => next(), return: async () => end() }),
  };
}

/** In JavaScript that Node 20 knows. */
function lowered({ executable, met }: Program): string {
  if (!met.has("using") && !met.has("await using")) return executable;
  return ts.transpileModule(executable, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } }).outputText;
}
