import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Analysis, type Memo, solve } from '../../src/program/components.js';

/** A function of a made-up program: what it returns itself, if anything, and whom it returns a call of. */
interface Fn {
  readonly own: string | undefined;
  readonly calls: Fn[];
}

/** The fact is the one thing that can come out; `many` where several can. */
const analysis: Analysis<Fn, string> = {
  dependencies: ({ calls }) => calls,
  evaluate: ({ calls, own }, factOf) => join([own, ...calls.map(factOf)]),
  otherwise: 'none',
};

function join(facts: readonly (string | undefined)[]): string | undefined {
  const known = new Set(facts.filter((fact) => fact !== undefined));
  return known.size > 1 ? 'many' : [...known][0];
}

/** All facts by going round until nothing changes. */
function naive(program: readonly Fn[]): string[] {
  const facts = new Map<Fn, string | undefined>();
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const fn of program) {
      const fact = analysis.evaluate(fn, (each) => facts.get(each));
      isChanged ||= fact !== facts.get(fn);
      facts.set(fn, fact);
    }
  }
  return program.map((fn) => facts.get(fn) ?? 'none');
}

const programs = fc
  .array(fc.record({ own: fc.constantFrom(undefined, undefined, undefined, 'child', 'root'), calls: fc.array(fc.nat(30), { maxLength: 4 }) }), { minLength: 1, maxLength: 25 })
  .map((functions) => {
    const program = functions.map(({ own }): Fn => ({ own, calls: [] }));
    for (const [index, { calls }] of functions.entries()) program[index]?.calls.push(...calls.flatMap((call) => program[call % program.length] ?? []));
    return program;
  });

describe('solve', () => {
  it('is the least fixpoint, whoever asks first', () => {
    fc.assert(
      fc.property(programs, fc.infiniteStream(fc.nat()), (program, order) => {
        const expected = naive(program);
        const memo: Memo<Fn, string> = new WeakMap();
        const first = [...program].map((fn) => [order.next().value as number, fn] as const).sort(([a], [b]) => a - b);
        for (const [, fn] of first) solve(fn, analysis, memo);
        expect(program.map((fn) => solve(fn, analysis, memo))).toEqual(expected);
        expect(program.map((fn) => solve(fn, analysis, new WeakMap()))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('stores everything it came by, and nothing twice', () => {
    const [a, b, c]: Fn[] = [{ own: undefined, calls: [] }, { own: undefined, calls: [] }, { own: 'child', calls: [] }];
    a!.calls.push(b!);
    b!.calls.push(a!, c!);
    const asked: Fn[] = [];
    const counted: Analysis<Fn, string> = { ...analysis, dependencies: (fn) => (asked.push(fn), analysis.dependencies(fn)) };
    const memo: Memo<Fn, string> = new WeakMap();
    expect(solve(a!, counted, memo)).toBe('child');
    expect([memo.get(a!), memo.get(b!), memo.get(c!)]).toEqual(['child', 'child', 'child']);
    solve(b!, counted, memo);
    expect(asked).toHaveLength(3);
  });

  it('a function that never returns says nothing of those who call it', () => {
    const forever: Fn = { own: undefined, calls: [] };
    forever.calls.push(forever);
    const memo: Memo<Fn, string> = new WeakMap();
    expect(solve(forever, analysis, memo)).toBe('none');
    expect(solve({ own: 'root', calls: [forever] }, analysis, memo)).toBe('root');
  });

  it('a cycle through which a fact goes a long way', () => {
    const ring = Array.from({ length: 1000 }, (_, index): Fn => ({ own: index === 0 ? 'child' : undefined, calls: [] }));
    for (const [index, fn] of ring.entries()) fn.calls.push(ring[(index + 1) % ring.length]!);
    expect(ring.map((fn) => solve(fn, analysis, new WeakMap<Fn, string>())).every((fact) => fact === 'child')).toBe(true);
  });

  it('a chain of 20,000, from either end', () => {
    const chain = Array.from({ length: 20_000 }, (): Fn => ({ own: undefined, calls: [] }));
    for (const [index, fn] of chain.slice(0, -1).entries()) fn.calls.push(chain[index + 1]!);
    chain.at(-1)!.calls.push({ own: 'root', calls: [] });
    const memo: Memo<Fn, string> = new WeakMap();
    expect(solve(chain[0]!, analysis, memo)).toBe('root');
    expect(memo.get(chain[10_000]!)).toBe('root');
  });

  it('facts that do not settle are none', () => {
    const fn: Fn = { own: undefined, calls: [] };
    fn.calls.push(fn);
    const restless: Analysis<Fn, string> = { ...analysis, evaluate: (_, factOf) => (factOf(fn) === 'a' ? 'b' : 'a') };
    expect(solve(fn, restless, new WeakMap())).toBe('none');
  });
});
