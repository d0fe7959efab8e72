import { stronger } from "./fold.js";
import type { SeenFinding } from "./findings.js";
import type { CallState, Finding, FlowCall, FlowFunction, FlowGraph, Note, Role } from "./model.js";
import type { Observations, SeenFunction, Site } from "./observe.js";

interface Link {
  readonly from: string;
  readonly to: string;
  readonly lines: Set<number>;
  readonly findings: Set<number>;
  state: CallState;
}

const ROLES: readonly Role[] = ["takes", "has", "makes", "derives", "passes", "lacks", "drops"];

/** Puts together what was seen: calls by their two ends, roles by what is done, and only functions that have to do with contexts. */
export function assemble(title: string, seen: Observations, found: readonly SeenFinding[]): Omit<FlowGraph, "unread"> {
  const links = new Map<string, Link>();
  for (const site of seen.sites) if (site.to !== "") join(links, site.from, site.to, site.state, site.line);
  for (const [index, finding] of found.entries()) blame(links, seen.sites, finding, index);

  const lacking = new Set(found.flatMap(({ function: from, rule, way }) => (rule === "require-context-param" ? [from] : way.slice(1))));
  const dropping = new Set(found.flatMap(({ function: from, isBreak }) => (isBreak ? [from] : [])));
  const passing = new Set([...links.values()].flatMap(({ from, state }) => (state === "passes" || state === "offers" ? [from] : [])));
  const rolesOf = ({ id, notes }: SeenFunction): readonly Role[] => {
    const own = new Set<Role>(notes.map(({ role }) => role));
    if (passing.has(id)) own.add("passes");
    if (lacking.has(id)) own.add("lacks");
    if (dropping.has(id)) own.add("drops");
    return ROLES.filter((role) => own.has(role));
  };

  const kept = relevant(seen, [...links.values()], found, rolesOf);
  const functions = [...seen.functions.values()].filter(({ id }) => kept.has(id));
  return {
    title,
    functions: functions.map((fn): FlowFunction => ({ ...fn, roles: rolesOf(fn), notes: inOrder(fn.notes) })).sort(byPlace),
    calls: [...links.values()].filter(({ from, to }) => from !== to && kept.has(from) && kept.has(to)).map(frozen),
    findings: found.map(({ end: _end, site: _site, ...finding }): Finding => finding),
    others: [...seen.functions.values()].filter(({ id, kind }) => kind === "function" && !kept.has(id)).length,
  };
}

function join(links: Map<string, Link>, from: string, to: string, state: CallState, line: number): Link {
  const key = `${from} ${to}`;
  let link = links.get(key);
  if (link === undefined) links.set(key, (link = { from, to, lines: new Set(), findings: new Set(), state }));
  link.lines.add(line);
  link.state = stronger(link.state, state);
  return link;
}

/** Marks the call that a report stands at, and the way from there to the break. */
function blame(links: Map<string, Link>, sites: readonly Site[], { end, isBreak, line, site, way }: SeenFinding, index: number): void {
  const state = isBreak ? "broken" : "wrong";
  const mark = (from: string, to: string, at: number): void => void join(links, from, to, state, at).findings.add(index);
  if (way.length === 1 && site !== undefined && site.to !== "") mark(site.from, site.to, site.line);
  for (const [place, from] of way.slice(0, -1).entries()) {
    const to = way[place + 1] ?? from;
    const known = links.get(`${from} ${to}`);
    mark(from, to, [...(known?.lines ?? [])][0] ?? line);
  }
  const last = way.at(-1);
  if (end === undefined || last === undefined) return;
  const at = sites.filter(({ file, from, range }) => from === last && file === end.file && range[0] <= end.range[0] && end.range[1] <= range[1]).sort((a, b) => a.range[1] - a.range[0] - (b.range[1] - b.range[0]))[0];
  const to = end.outside ?? at?.to;
  if (to !== undefined && to !== "") mark(last, to, at?.line ?? 0);
}

/** What has a role or a report, ends of calls that hand a context on or lose one, and what lies between such functions. */
function relevant(seen: Observations, links: readonly Link[], found: readonly SeenFinding[], rolesOf: (fn: SeenFunction) => readonly Role[]): ReadonlySet<string> {
  const kept = new Set<string>(found.flatMap(({ function: from, way }) => [from, ...way]));
  for (const fn of seen.functions.values()) if (rolesOf(fn).some((role) => role !== "has")) kept.add(fn.id);
  for (const { from, state, to } of links) if (state !== "plain") kept.add(from).add(to);
  const below = reach(kept, links.map(({ from, to }) => [from, to]));
  const above = reach(kept, links.map(({ from, to }) => [to, from]));
  for (const id of below) if (above.has(id)) kept.add(id);
  return kept;
}

function reach(start: ReadonlySet<string>, steps: readonly (readonly [string, string])[]): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const [from, to] of steps) {
    const known = next.get(from);
    if (known === undefined) next.set(from, [to]);
    else known.push(to);
  }
  const reached = new Set<string>();
  const queue = [...start];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const to of next.get(id) ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      queue.push(to);
    }
  }
  return reached;
}

function frozen({ findings, from, lines, state, to }: Link): FlowCall {
  return { from, to, state, lines: [...lines].filter((line) => line > 0).sort((a, b) => a - b), findings: [...findings] };
}

function inOrder(notes: readonly Note[]): readonly Note[] {
  return [...notes].sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || a.line - b.line);
}

/** Own files first and by path, then what is outside; in a file from top to bottom. */
function byPlace(a: FlowFunction, b: FlowFunction): number {
  return Number(a.kind === "outside") - Number(b.kind === "outside") || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line);
}
