import type { FlowGraph } from "./model.js";

/** The part of a graph that begins at a file, or at a function of it by name: what is called from there. A folder is the whole. */
export function from(graph: FlowGraph, file: string, name: string | undefined): FlowGraph | undefined {
  const isFile = /\.[cm]?[jt]sx?$/.test(file);
  if (!isFile) return graph;
  const path = file.replaceAll("\\", "/");
  const starts = graph.functions.filter((fn) => fn.kind !== "outside" && `/${path}`.endsWith(`/${fn.file}`) && (name === undefined || fn.name === name || fn.name.endsWith(`.${name}`)));
  if (starts.length === 0) return undefined;
  const reached = new Set(starts.map(({ id }) => id));
  for (const id of reached) for (const call of graph.calls) if (call.from === id) reached.add(call.to);
  return part(graph, reached);
}

function part(graph: FlowGraph, kept: ReadonlySet<string>): FlowGraph {
  const places = graph.findings.flatMap((finding, index) => (kept.has(finding.function) ? [index] : []));
  const moved = new Map(places.map((index, to) => [index, to]));
  return {
    ...graph,
    functions: graph.functions.filter(({ id }) => kept.has(id)),
    calls: graph.calls.flatMap((call) => (kept.has(call.from) && kept.has(call.to) ? [{ ...call, findings: call.findings.flatMap((index) => moved.get(index) ?? []) }] : [])),
    findings: places.flatMap((index) => graph.findings[index] ?? []),
  };
}
