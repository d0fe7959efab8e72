import { functionsIn, type Group } from "./groups.js";
import type { CallState, FlowCall, FlowFunction, FlowGraph } from "./model.js";

/** What is seen when some groups are open and the others are one box each. */
export interface View {
  readonly root: OpenGroup;
  readonly edges: readonly Edge[];
}

/** An open group: a frame around what is in it. */
export interface OpenGroup {
  readonly group: Group;
  /** Its name, with those of the groups around it that hold nothing else. */
  readonly label: string;
  readonly open: readonly OpenGroup[];
  readonly closed: readonly ClosedGroup[];
  readonly functions: readonly FlowFunction[];
}

/** A closed group: one box that stands for all of its functions. */
export interface ClosedGroup {
  readonly group: Group;
  readonly size: number;
  /** How many of the reports in it are breaks, and how many are others. */
  readonly breaks: number;
  readonly others: number;
}

/** All calls from one box to another. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly state: CallState;
  readonly calls: readonly FlowCall[];
}

const STRENGTH: readonly CallState[] = ["plain", "offers", "passes", "wrong", "broken"];

/** The stronger of two states: what is drawn where calls share an edge. */
export function stronger(a: CallState, b: CallState): CallState {
  return STRENGTH.indexOf(a) < STRENGTH.indexOf(b) ? b : a;
}

/** Folds the graph: functions in closed groups are their group's box. Only functions that `isShown` are seen. */
export function fold(graph: FlowGraph, root: Group, open: ReadonlySet<string>, isShown: (id: string) => boolean = () => true): View {
  const boxes = new Map<string, string>();
  const reports = new Map<string, { breaks: number; others: number }>();
  for (const { function: at, isBreak } of graph.findings) {
    const counted = reports.get(at) ?? { breaks: 0, others: 0 };
    counted[isBreak ? "breaks" : "others"]++;
    reports.set(at, counted);
  }

  function closed(group: Group): ClosedGroup | undefined {
    const inside = functionsIn(group).filter(({ id }) => isShown(id));
    if (inside.length === 0) return undefined;
    for (const { id } of inside) boxes.set(id, group.id);
    const sum = (of: "breaks" | "others"): number => inside.reduce((all, { id }) => all + (reports.get(id)?.[of] ?? 0), 0);
    return { group, size: inside.length, breaks: sum("breaks"), others: sum("others") };
  }
  function opened(group: Group): OpenGroup {
    const functions = group.functions.filter(({ id }) => isShown(id));
    for (const { id } of functions) boxes.set(id, id);
    const inside = group.groups.filter(({ id }) => open.has(id)).map(opened).filter((each) => each.open.length + each.closed.length + each.functions.length > 0);
    const boxed = group.groups.filter(({ id }) => !open.has(id)).flatMap((each) => closed(each) ?? []);
    const [only, ...others] = inside;
    if (group !== root && only !== undefined && others.length + boxed.length + functions.length === 0) return { ...only, label: `${group.label}${group.kind === "outside" ? ": " : "/"}${only.label}` };
    return { group, label: group.label, open: inside, closed: boxed, functions };
  }

  const seen = opened(root);
  const edges = new Map<string, { from: string; to: string; state: CallState; calls: FlowCall[] }>();
  for (const call of graph.calls) {
    const [from, to] = [boxes.get(call.from), boxes.get(call.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${from} ${to}`;
    const edge = edges.get(key);
    if (edge === undefined) {
      edges.set(key, { from, to, state: call.state, calls: [call] });
    } else {
      edge.state = stronger(edge.state, call.state);
      edge.calls.push(call);
    }
  }
  return { root: seen, edges: [...edges.values()] };
}
