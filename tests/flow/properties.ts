import fc from "fast-check";

import { type Construct, constructs, generate, type Options, type Program } from "./generate.js";

/** `FLOW_RUNS=5000` for the long mode; `FLOW_SEED` repeats a run, with the seed that a failure prints. */
export const runs = Number(process.env["FLOW_RUNS"] ?? 200);
const seed = process.env["FLOW_SEED"] === undefined ? undefined : Number(process.env["FLOW_SEED"]);
/** In the long mode every construct is met so many times: `FLOW_MEETS`, else 200 from 5000 programs on. */
const meets = Number(process.env["FLOW_MEETS"] ?? (runs >= 5000 ? 200 : 0));
/** A failing program is made smaller while there is time; in the long mode it is not. */
export const limit = 40_000 + runs * 200;

/** Programs as choices: fewer are smaller programs. */
export function programs(options: Options): fc.Arbitrary<Program> {
  return fc.noBias(fc.array(fc.nat(9999), { minLength: 30, maxLength: 250, size: "max" })).map((choices) => generate(choices, options));
}

export const parameters = { numRuns: runs, interruptAfterTimeLimit: limit - 15_000, endOnFailure: runs >= 1000, ...(seed !== undefined && { seed }) };

/** Counts in how many programs each construct is. */
export class Census {
  readonly counts = new Map<Construct, number>(constructs.map((construct) => [construct, 0]));
  programs = 0;

  add({ met }: Program): void {
    this.programs += 1;
    for (const construct of met) this.counts.set(construct, this.counts.get(construct)! + 1);
  }

  rare(without: readonly Construct[] = []): string[] {
    return [...this.counts].flatMap(([construct, count]) => (count < meets && !without.includes(construct) ? [`${construct}: ${count}`] : []));
  }

  toString(): string {
    return `${this.programs} programs: ${[...this.counts].map(([construct, count]) => `${construct} ${count}`).join(", ")}`;
  }
}
