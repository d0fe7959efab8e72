import { type Edge, fold, type OpenGroup, type View } from "./fold.js";
import { groupsOf, openWithin } from "./groups.js";
import type { CallState, FlowFunction, FlowGraph, Role } from "./model.js";

/** More boxes than this, and nobody reads a picture that cannot be opened further: groups stay closed. */
const MOST_BOXES = 80;

/** What is seen in a picture that stands still. */
export function still(graph: FlowGraph): View {
  const root = groupsOf(graph);
  return fold(graph, root, openWithin(root, MOST_BOXES));
}

/** Where a function's name leaves open what it does: the worst first. */
export function mainRole({ kind, roles }: FlowFunction): Role | "outside" | "plain" {
  if (kind === "outside") return "outside";
  return (["drops", "lacks", "makes", "derives", "takes", "has", "passes"] as const).find((role) => roles.includes(role)) ?? "plain";
}

/** Names that are safe in any language, in the order in which they are asked for. */
export function numbered(): (id: string) => string {
  const names = new Map<string, string>();
  return (id) => {
    let name = names.get(id);
    if (name === undefined) names.set(id, (name = `n${names.size}`));
    return name;
  };
}

/** What stands at an edge: the rules that report it; of a closed group how many calls it stands for. */
export function edgeLabel({ calls, state }: Edge, graph: FlowGraph): string {
  const rules = new Set(calls.flatMap(({ findings }) => findings.map((index) => graph.findings[index]?.rule ?? "")));
  if (state === "broken" || state === "wrong") return [...rules].join(", ");
  return calls.length > 1 ? `${calls.length} calls` : "";
}

/** `12 functions, 3 breaks` */
export function sizeLabel({ breaks, size }: { readonly breaks: number; readonly size: number }): string {
  return `${count(size, "function")}${breaks === 0 ? "" : `, ${count(breaks, "break")}`}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

/** Colours that can be told apart on white, by what is said of a function or a call. */
export const COLOURS = {
  drops: "#fde2e1",
  lacks: "#fdeedd",
  makes: "#e3f1e4",
  derives: "#e6e9fb",
  takes: "#e8f1fb",
  has: "#e8f1fb",
  passes: "#e8f1fb",
  plain: "#f6f6f4",
  outside: "#f0eef4",
} as const satisfies Record<Role | "outside" | "plain", string>;

export const EDGE_COLOURS = { broken: "#d1242f", wrong: "#bf6a02", passes: "#2563a8", offers: "#2563a8", plain: "#b4b4ae" } as const satisfies Record<CallState, string>;

/** A view, from the outside in. */
export function walk(view: OpenGroup, on: { readonly enter: (open: OpenGroup, depth: number) => void; readonly leave: (open: OpenGroup, depth: number) => void }, depth = 0): void {
  on.enter(view, depth);
  for (const inner of view.open) walk(inner, on, depth + 1);
  on.leave(view, depth);
}
