/**
 * Facts about functions that depend on the same facts about the functions they call. Strongly connected components are
 * solved together, with an explicit stack, and only finished components are stored: an answer never depends on who
 * asked first, and a deep program does not overflow the stack.
 */
export interface Analysis<Node extends object, Fact> {
  /** The functions whose facts a function's fact depends on. */
  readonly dependencies: (node: Node) => readonly Node[];
  /** The fact, given those of the dependencies; `undefined` where one in the same cycle is not known yet. */
  readonly evaluate: (node: Node, factOf: (dependency: Node) => Fact | undefined) => Fact | undefined;
  /** The fact of a function about which its cycle says nothing. */
  readonly otherwise: Fact;
}

interface Frame<Node> {
  readonly node: Node;
  readonly dependencies: readonly Node[];
  next: number;
}

/** More rounds than this, and the facts of a cycle do not settle: they are `otherwise`. */
const MOST_ROUNDS = 16;

/** The fact about `start`; everything it depends on is stored in `memo` on the way. */
export function solve<Node extends object, Fact>(start: Node, analysis: Analysis<Node, Fact>, memo: WeakMap<Node, Fact>): Fact {
  const known = memo.get(start);
  if (known !== undefined) return known;
  const order = new Map<Node, number>();
  const low = new Map<Node, number>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();
  const frames: Frame<Node>[] = [];

  const enter = (node: Node): void => {
    order.set(node, order.size);
    low.set(node, order.size - 1);
    open.push(node);
    isOpen.add(node);
    frames.push({ node, dependencies: analysis.dependencies(node), next: 0 });
  };
  const lower = (node: Node, to: number): void => void low.set(node, Math.min(low.get(node) ?? to, to));

  enter(start);
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const { node, dependencies } = frame;
    const dependency = dependencies[frame.next++];
    if (dependency !== undefined) {
      if (memo.has(dependency)) continue;
      if (!order.has(dependency)) enter(dependency);
      else if (isOpen.has(dependency)) lower(node, order.get(dependency) ?? 0);
      continue;
    }
    frames.pop();
    const parent = frames.at(-1);
    const lowest = low.get(node) ?? 0;
    if (parent !== undefined) lower(parent.node, lowest);
    if (lowest === order.get(node)) {
      const component = open.splice(open.indexOf(node));
      for (const member of component) isOpen.delete(member);
      settle(component, analysis, memo);
    }
  }
  return memo.get(start) ?? analysis.otherwise;
}

function settle<Node extends object, Fact>(component: readonly Node[], analysis: Analysis<Node, Fact>, memo: WeakMap<Node, Fact>): void {
  const facts = new Map<Node, Fact>();
  let isSettled = false;
  for (let round = 0; round < MOST_ROUNDS && !isSettled; round++) {
    isSettled = true;
    for (const node of component) {
      const fact = analysis.evaluate(node, (dependency) => facts.get(dependency) ?? memo.get(dependency));
      if (fact === undefined || fact === facts.get(node)) continue;
      facts.set(node, fact);
      isSettled = false;
    }
  }
  for (const node of component) memo.set(node, (isSettled ? facts.get(node) : undefined) ?? analysis.otherwise);
}
