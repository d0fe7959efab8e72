import type { FlowGraph } from "./model.js";
import { COLOURS, edgeLabel, EDGE_COLOURS, mainRole, numbered, sizeLabel, still, walk } from "./text.js";

/** The graph in Graphviz' language. */
export function toDot(graph: FlowGraph): string {
  const { edges, root } = still(graph);
  const name = numbered();
  const lines = [`digraph ${quoted(graph.title)} {`, "  rankdir=LR;", '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11];', '  edge [fontname="Helvetica", fontsize=9];'];
  walk(root, {
    enter({ closed, functions, group, label }, depth) {
      const pad = "  ".repeat(depth + 1);
      if (depth > 0) lines.push(`${"  ".repeat(depth)}subgraph cluster_${name(`group ${group.id}`)} {`, `${pad}label=${quoted(label)}; color="#8a8a84"; fontname="Helvetica";`);
      for (const box of closed) lines.push(`${pad}${name(box.group.id)} [shape=folder, label=${quoted(`${box.group.label}\n${sizeLabel(box)}`)}, fillcolor="${box.breaks > 0 ? COLOURS.drops : COLOURS.plain}"];`);
      for (const fn of functions) {
        const role = mainRole(fn);
        lines.push(`${pad}${name(fn.id)} [label=${quoted(fn.name)}, tooltip=${quoted(`${fn.file}:${fn.line}`)}, fillcolor="${COLOURS[role]}"${role === "drops" ? `, color="${EDGE_COLOURS.broken}"` : ""}];`);
      }
    },
    leave(_, depth) {
      if (depth > 0) lines.push(`${"  ".repeat(depth)}}`);
    },
  });
  for (const edge of edges) {
    const label = edgeLabel(edge, graph);
    const bold = edge.state === "broken" || edge.state === "wrong" ? `, penwidth=2, fontcolor="${EDGE_COLOURS[edge.state]}"` : "";
    lines.push(`  ${name(edge.from)} -> ${name(edge.to)} [color="${EDGE_COLOURS[edge.state]}"${bold}${label === "" ? "" : `, label=${quoted(label)}`}];`);
  }
  return `${[...lines, "}"].join("\n")}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
