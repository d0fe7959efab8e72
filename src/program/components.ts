/**
 * Facts about functions that depend on the same facts about the functions they call: the least fixpoint of all of them.
 * Strongly connected components are solved together, with an explicit stack, and only finished components are stored: an
 * answer never depends on who asked first, and a deep program does not overflow the stack.
 */
export interface Analysis<Node extends object, Fact> {
  /** The functions whose facts a function's fact depends on: all that `evaluate` may ask about. */
  readonly dependencies: (node: Node) => readonly Node[];
  /**
   * The fact, given those of the dependencies; `undefined` where nothing is known yet. The more is known of them, the
   * less certain may it become, never the other way round. Facts are compared by identity.
   */
  readonly evaluate: (node: Node, factOf: (dependency: Node) => Fact | undefined) => Fact | undefined;
  /** The fact of a function about which its cycle says nothing. */
  readonly otherwise: Fact;
}

/** What is known of a function: `undefined` once it is known that nothing can be. */
export type Memo<Node extends object, Fact> = WeakMap<Node, Fact | undefined>;

interface Frame<Node> {
  readonly node: Node;
  readonly dependencies: readonly Node[];
  next: number;
}

/** The fact of a function changes no more often than this; one that does is `otherwise`. */
const MOST_CHANGES = 16;

/** The fact about `start`; everything it depends on is stored in `memo` on the way. */
export function solve<Node extends object, Fact>(start: Node, analysis: Analysis<Node, Fact>, memo: Memo<Node, Fact>): Fact {
  if (!memo.has(start)) visit(start, analysis, memo);
  return memo.get(start) ?? analysis.otherwise;
}

/** Tarjan's algorithm. */
function visit<Node extends object, Fact>(start: Node, analysis: Analysis<Node, Fact>, memo: Memo<Node, Fact>): void {
  const order = new Map<Node, number>();
  const low = new Map<Node, number>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();
  const frames: Frame<Node>[] = [];
  const edges = new Map<Node, readonly Node[]>();

  const enter = (node: Node): void => {
    const dependencies = analysis.dependencies(node);
    edges.set(node, dependencies);
    low.set(node, order.size);
    order.set(node, order.size);
    open.push(node);
    isOpen.add(node);
    frames.push({ node, dependencies, next: 0 });
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
      const component = open.splice(open.lastIndexOf(node));
      for (const member of component) isOpen.delete(member);
      settle(component, edges, analysis, memo);
    }
  }
}

/** The least fixpoint of one component: whenever a fact changes, those that depend on it are evaluated again. */
function settle<Node extends object, Fact>(component: readonly Node[], edges: ReadonlyMap<Node, readonly Node[]>, analysis: Analysis<Node, Fact>, memo: Memo<Node, Fact>): void {
  const dependents = new Map<Node, Node[]>(component.map((node) => [node, []]));
  for (const node of component) for (const dependency of edges.get(node) ?? []) dependents.get(dependency)?.push(node);
  const facts = new Map<Node, Fact>();
  const changes = new Map<Node, number>();
  const queue = new Set(component);
  for (const node of queue) {
    queue.delete(node);
    const fact = analysis.evaluate(node, (dependency) => facts.get(dependency) ?? memo.get(dependency));
    if (fact === undefined || fact === facts.get(node)) continue;
    const count = (changes.get(node) ?? 0) + 1;
    if (count > MOST_CHANGES) {
      for (const member of component) memo.set(member, analysis.otherwise);
      return;
    }
    changes.set(node, count);
    facts.set(node, fact);
    for (const dependent of dependents.get(node) ?? []) queue.add(dependent);
  }
  for (const node of component) memo.set(node, facts.get(node));
}
