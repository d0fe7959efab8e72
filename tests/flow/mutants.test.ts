import fc from "fast-check";
import { expect, it } from "vitest";

import { mutants } from "./mutants.js";
import { compare } from "./oracle.js";
import { programs } from "./properties.js";

/** Always the same programs: what is asked is whether they are good enough. */
const seed = 20;

it.each(mutants)("running programs shows that $name", async ({ construct, mutate }) => {
  for (const program of fc.sample(programs({ exceptions: true }), { seed, numRuns: 1500 })) {
    if (!program.met.has(construct)) continue;
    const { disagreement } = await compare(program, mutate);
    if (disagreement === undefined) continue;
    expect((await compare(program)).disagreement, program.text).toBeUndefined();
    return;
  }
  expect.fail("No program shows it.");
});
