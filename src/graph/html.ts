import * as fs from "node:fs";

import { root } from "../manifest.js";
import type { FlowGraph } from "./model.js";

/** The page that `npm run build` makes of `page/`: its script, style and layout library are inside. */
const page = new URL("dist/graph/page.html", root);

/** The graph as one page that needs nothing else: no server, no network. */
export function toHtml(graph: FlowGraph): string {
  const template = fs.readFileSync(page, "utf8");
  // In JSON `<` can stand as an escape everywhere, so that no text of the program ends the script.
  const data = JSON.stringify(graph).replaceAll("<", "\\u003c");
  return template.replace("<!--GRAPH-->", () => data);
}
