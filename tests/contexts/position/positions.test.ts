import type { TSESTree } from "@typescript-eslint/utils";
import * as fc from "fast-check";
import { expect, it } from "vitest";

import { isAnyIn, lastWith, positionsOf } from "../../../src/contexts/position/positions.js";

const positions = fc.uniqueArray(fc.nat(30), { maxLength: 12 }).map((starts) => positionsOf(starts.map((start) => ({ range: [start, start + 1] as [number, number] }))));

/** Statements one after another, with room between some. */
const statements = fc.array(fc.record({ gap: fc.nat(3), length: fc.integer({ min: 1, max: 5 }) }), { maxLength: 8 }).map((parts) => {
  let end = 0;
  return parts.map(({ gap, length }) => {
    const start = end + gap;
    end = start + length;
    return { range: [start, end] } as TSESTree.Statement;
  });
});

it("finds whether a range has one, as looking at all of them does", () => {
  fc.assert(
    fc.property(positions, fc.nat(32), fc.nat(8), (all, from, length) => {
      expect(isAnyIn(all, from, from + length)).toBe(all.some((position) => position >= from && position < from + length));
    }),
  );
});

it("finds the statements that have one, as looking at all of them does", () => {
  fc.assert(
    fc.property(positions, statements, fc.nat(8), (all, body, count) => {
      const end = body[count]?.range[0] ?? 40;
      const expected = body.filter(({ range }) => range[0] < end && all.some((position) => position >= range[0] && position < range[1])).reverse();
      expect([...lastWith(all, body, end)]).toEqual(expected);
    }),
  );
});
