import fc from "fast-check";
import { expect, it } from "vitest";

import { compare } from "./oracle.js";
import { Census, limit, parameters, programs, runs } from "./properties.js";

it("agrees with what programs do", { timeout: limit }, async () => {
  const census = new Census();
  let safe = 0;
  const property = fc.asyncProperty(programs({ exceptions: true }), async (program) => {
    const { disagreement, isSafe } = await compare(program);
    census.add(program);
    if (isSafe) safe += 1;
    if (disagreement) throw new Error(`${disagreement}\n${program.text}`);
  });
  await fc.assert(property, parameters);

  if (runs >= 1000) console.log(`${safe} safe of ${census.toString()}`);
  expect(census.rare()).toEqual([]);
  expect(safe / census.programs).toBeGreaterThan(0.1);
  expect(safe / census.programs).toBeLessThan(0.9);
});
