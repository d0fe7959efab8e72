import type { TSESTree } from "@typescript-eslint/utils";

/** Where something stands in the text, in order: what is in a range is found without looking at all. */
export type Positions = readonly number[];

/** Where these nodes start. */
export function positionsOf(nodes: readonly Pick<TSESTree.Node, "range">[]): Positions {
  return nodes.map(({ range }) => range[0]).sort((one, other) => one - other);
}

/** The same for each of several things. */
export function positionsOfEach<K>(nodes: ReadonlyMap<K, readonly Pick<TSESTree.Node, "range">[]>): ReadonlyMap<K, Positions> {
  return new Map([...nodes].map(([key, each]) => [key, positionsOf(each)]));
}

/** Is one of the positions at `from` or after it, and before `to`? */
export function isAnyIn(positions: Positions, from: number, to: number): boolean {
  const next = positions[countBefore(positions, from, (each) => each)];
  return next !== undefined && next < to;
}

/** Those of a block's statements before `end` that have one of the positions in them, the last one first. */
export function* lastWith(positions: Positions, statements: readonly TSESTree.Statement[], end: number): Generator<TSESTree.Statement> {
  let until = end;
  for (;;) {
    const position = positions[countBefore(positions, until, (each) => each) - 1];
    const statement = position === undefined ? undefined : statements[countBefore(statements, position + 1, ({ range }) => range[0]) - 1];
    if (position === undefined || statement === undefined) return;
    const isInside = position < statement.range[1];
    if (isInside) yield statement;
    until = isInside ? statement.range[0] : position;
  }
}

/** Those of an ordered list that start at a position or after it. */
export function startingAt<T>(list: readonly T[], position: number, startOf: (each: T) => number): readonly T[] {
  return list.slice(countBefore(list, position, startOf));
}

/** How many of an ordered list start before a position. */
function countBefore<T>(list: readonly T[], position: number, startOf: (each: T) => number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(list[middle] as T) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
