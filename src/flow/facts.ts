import { type Aspect, type Assumption, type Step, Value } from "./graph.js";

/** What is known of an aspect: which values it can have, which literal it is, or which ones it is not. */
interface Knowledge {
  readonly among: number;
  readonly is: string | undefined;
  readonly isNot: readonly string[];
}

type Known = ReadonlyMap<number, Knowledge>;

/** The same knowledge is the same number; nothing known is 0. */
export type Facts = number;

/** What is known on a path of what it has asked already. */
export class FactTable {
  private readonly known: Known[] = [new Map()];
  private readonly ids = new Map<string, Facts>([["", 0]]);

  /** With one more assumption; nothing, where it contradicts what is known. */
  assume(facts: Facts, { aspect, among, holds, literal }: Assumption): Facts | undefined {
    if (!aspect || aspect.tests < 2) return facts;
    const known = this.known[facts] ?? new Map<number, Knowledge>();
    const next = learn(known.get(aspect.id) ?? NOTHING, among, literal, holds);
    return next && this.intern(new Map(known).set(aspect.id, next));
  }

  /** Without what nobody will ask again. */
  keep(facts: Facts, isWanted: (aspect: number) => boolean): Facts {
    if (facts === 0) return facts;
    const known = this.known[facts] ?? new Map<number, Knowledge>();
    const kept = [...known].filter(([aspect]) => isWanted(aspect));
    return kept.length === known.size ? facts : this.intern(new Map(kept));
  }

  private intern(known: Known): Facts {
    const key = [...known]
      .toSorted(([a], [b]) => a - b)
      .map(([aspect, { among, is, isNot }]) => JSON.stringify([aspect, among, is, isNot]))
      .join();
    const id = this.ids.get(key) ?? this.known.length;
    if (id === this.known.length) {
      this.known.push(known);
      this.ids.set(key, id);
    }
    return id;
  }
}

/** Of a `switch` with more cases, the later ones are not remembered. */
const MAX_LITERALS = 50;

const NOTHING: Knowledge = { among: Value.any, is: undefined, isNot: [] };

function learn({ among, is, isNot }: Knowledge, values: number, literal: string | undefined, holds: boolean): Knowledge | undefined {
  if (literal === undefined) {
    const left = among & (holds ? values : ~values);
    return left === 0 ? undefined : { among: left, is, isNot };
  }
  if (!holds) {
    if (is === literal) return undefined;
    const isKnown = is !== undefined || isNot.includes(literal) || isNot.length >= MAX_LITERALS;
    return { among, is, isNot: isKnown ? isNot : [...isNot, literal].toSorted() };
  }
  if ((is !== undefined && is !== literal) || isNot.includes(literal) || (among & values) === 0) return undefined;
  return { among: values, is: literal, isNot: [] };
}

/** Which aspects are asked again from a step on, before their variables are made anew. */
export function liveness(steps: readonly Step[], aspects: readonly Aspect[]): (step: Step, aspect: number) => boolean {
  const tests = new Map<number, Set<Step>>();
  const before: Step[][] = steps.map(() => []);
  for (const step of steps) {
    for (const { assumption, to } of step.edges) {
      before[to.id]?.push(step);
      const aspect = assumption?.aspect;
      if (aspect && aspect.tests > 1) tests.set(aspect.id, (tests.get(aspect.id) ?? new Set()).add(step));
    }
  }
  const live = new Map<number, Uint8Array>();
  for (const { id, variables } of aspects) {
    const reached = new Uint8Array(steps.length);
    const queue = [...(tests.get(id) ?? [])];
    if (queue.length === 0) continue;
    for (const { id: at } of queue) reached[at] = 1;
    for (let step = queue.pop(); step; step = queue.pop()) {
      if (step.binds && variables.includes(step.binds)) continue;
      for (const earlier of before[step.id] ?? []) {
        if (reached[earlier.id]) continue;
        reached[earlier.id] = 1;
        queue.push(earlier);
      }
    }
    live.set(id, reached);
  }
  return (step, aspect) => live.get(aspect)?.[step.id] === 1;
}
