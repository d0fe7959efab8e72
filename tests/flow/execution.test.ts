import fc from "fast-check";
import { expect, it } from "vitest";

import { generate } from "./generate.js";
import { compare } from "./oracle.js";

const runs = Number(process.env.FLOW_RUNS ?? 300);
const seed = Number(process.env.FLOW_SEED ?? Date.now() % 1e9);

it("x", async () => {
  const counts: Record<string, number> = {};
  let safe = 0;
  let total = 0;
  const t = Date.now();
  await fc.assert(
    fc.asyncProperty(fc.noBias(fc.array(fc.nat(9999), { minLength: 30, maxLength: 250, size: "max" })), async (choices) => {
      const program = generate(choices, { exceptions: true });
      const verdict = await compare(program);
      for (const m of program.met) counts[m] = (counts[m] ?? 0) + 1;
      total++; if (total % 50 === 0) console.log(total, Date.now() - t);
      if (verdict.isSafe) safe++;
      if (verdict.disagreement) throw new Error(`${verdict.disagreement}\n${program.text}`);
    }),
    { numRuns: runs, seed, endOnFailure: process.env.NOSHRINK === '1' },
  ).finally(() => console.log(total, safe, Date.now() - t, counts));
  expect(1).toBe(1);
});
