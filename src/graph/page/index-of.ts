import { functionsIn, type Group, groupsIn, groupsOf } from "../groups.js";
import type { Finding, FlowCall, FlowFunction, FlowGraph } from "../model.js";

/** The graph with what is looked up in it. */
export class Index {
  readonly root: Group;
  readonly functions: ReadonlyMap<string, FlowFunction>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly findingsOf: ReadonlyMap<string, readonly Finding[]>;
  readonly #above = new Map<string, readonly string[]>();
  readonly #from = new Map<string, FlowCall[]>();
  readonly #to = new Map<string, FlowCall[]>();

  constructor(readonly graph: FlowGraph) {
    this.root = groupsOf(graph);
    this.functions = new Map(graph.functions.map((fn) => [fn.id, fn]));
    this.groups = new Map([this.root, ...groupsIn(this.root)].map((group) => [group.id, group]));
    this.findingsOf = grouped(graph.findings);
    this.#climb(this.root, []);
    for (const call of graph.calls) {
      push(this.#from, call.from, call);
      push(this.#to, call.to, call);
    }
  }

  #climb(group: Group, above: readonly string[]): void {
    const own = [...above, group.id];
    this.#above.set(group.id, above);
    for (const { id } of group.functions) this.#above.set(id, own);
    for (const inner of group.groups) this.#climb(inner, own);
  }

  /** The groups around a function or group, from the outside in. */
  above(id: string): readonly string[] {
    return this.#above.get(id) ?? [];
  }

  callsFrom(id: string): readonly FlowCall[] {
    return this.#from.get(id) ?? [];
  }

  callsTo(id: string): readonly FlowCall[] {
    return this.#to.get(id) ?? [];
  }

  name(id: string): string {
    return this.functions.get(id)?.name ?? this.groups.get(id)?.label ?? id;
  }

  /** The functions on the way of a report, what leads there with a context, and what it breaks on. */
  around(finding: Finding): ReadonlySet<string> {
    const place = this.graph.findings.indexOf(finding);
    const marked = this.graph.calls.filter(({ findings }) => findings.includes(place)).flatMap(({ from, to }) => [from, to]);
    const kept = new Set([...finding.way, ...marked]);
    for (const id of this.#callersUp(finding.function)) kept.add(id);
    if (marked.length === 0) for (const { to } of this.callsFrom(finding.function)) kept.add(to);
    return kept;
  }

  /** Callers of callers, as far as a person follows them. */
  #callersUp(start: string): ReadonlySet<string> {
    const found = new Set<string>([start]);
    let level = [start];
    for (let depth = 0; depth < 3 && found.size < 12; depth++) {
      level = level.flatMap((id) => this.#callersOf(id)).filter((id) => !found.has(id));
      for (const id of level) found.add(id);
    }
    return found;
  }

  /** Those that hand a context on, if there are any. */
  #callersOf(id: string): readonly string[] {
    const calls = this.callsTo(id);
    const passing = calls.filter(({ state }) => state !== "plain");
    return (passing.length > 0 ? passing : calls).map(({ from }) => from);
  }

  /** A function with its callers and callees. */
  neighbours(id: string): ReadonlySet<string> {
    return new Set([id, ...this.callsFrom(id).map(({ to }) => to), ...this.callsTo(id).map(({ from }) => from)]);
  }

  inside(id: string): readonly FlowFunction[] {
    const group = this.groups.get(id);
    return group === undefined ? [] : functionsIn(group);
  }
}

function grouped(findings: readonly Finding[]): Map<string, Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) push(found, finding.function, finding);
  return found;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
