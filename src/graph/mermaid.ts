import type { FlowGraph } from "./model.js";
import { COLOURS, edgeLabel, EDGE_COLOURS, mainRole, numbered, sizeLabel, still, walk } from "./text.js";

const ARROWS = { broken: "-.->", wrong: "-.->", passes: "-->", offers: "-->", plain: "-->" } as const;

/** The graph as a Mermaid flowchart, which GitHub and GitLab draw where they meet it. */
export function toMermaid(graph: FlowGraph): string {
  const { edges, root } = still(graph);
  const name = numbered();
  const lines = ["flowchart LR"];
  walk(root, {
    enter({ closed, functions, group, label }, depth) {
      const pad = "  ".repeat(depth + 1);
      if (depth > 0) lines.push(`${"  ".repeat(depth)}subgraph ${name(`group ${group.id}`)}[${quoted(label)}]`);
      for (const box of closed) lines.push(`${pad}${name(box.group.id)}[[${quoted(`${box.group.label}\n${sizeLabel(box)}`)}]]${box.breaks > 0 ? ":::drops" : ""}`);
      for (const fn of functions) lines.push(`${pad}${name(fn.id)}[${quoted(fn.name)}]:::${mainRole(fn)}`);
    },
    leave(_, depth) {
      if (depth > 0) lines.push(`${"  ".repeat(depth)}end`);
    },
  });
  for (const edge of edges) {
    const label = edgeLabel(edge, graph);
    lines.push(`  ${name(edge.from)} ${ARROWS[edge.state]}${label === "" ? "" : `|${quoted(label)}|`} ${name(edge.to)}`);
  }
  for (const state of ["broken", "wrong", "plain"] as const) {
    const places = edges.flatMap((edge, index) => (edge.state === state ? [index] : []));
    if (places.length > 0) lines.push(`  linkStyle ${places.join(",")} stroke:${EDGE_COLOURS[state]}${state === "plain" ? "" : `,stroke-width:3px,color:${EDGE_COLOURS[state]}`}`);
  }
  for (const [role, colour] of Object.entries(COLOURS)) lines.push(`  classDef ${role} fill:${colour},stroke:${role === "drops" ? EDGE_COLOURS.broken : "#8a8a84"},color:#1f2328`);
  return `${lines.join("\n")}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll("&", "#amp;").replaceAll('"', "#quot;").replaceAll("<", "#lt;").replaceAll("\n", "<br>")}"`;
}
