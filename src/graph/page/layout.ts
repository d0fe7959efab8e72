import ELK, { type ElkExtendedEdge, type ElkNode, type ElkPoint } from "elkjs/lib/elk-api.js";

import type { ClosedGroup, Edge, OpenGroup, View } from "../fold.js";
import type { FlowFunction } from "../model.js";
import { byId } from "./dom.js";

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything is drawn. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly places: ReadonlyMap<string, Placed>;
  readonly lines: ReadonlyMap<Edge, readonly ElkPoint[]>;
}

/** The layout library runs in a worker of its own, whose text the page holds: the page stays responsive, and works from a file. */
const elk = new ELK({
  workerFactory: () => new Worker(URL.createObjectURL(new Blob([byId("worker").textContent], { type: "text/javascript" }))),
});

export const FRAME_HEAD = 26;

const context = document.createElement("canvas").getContext("2d");

/** How wide a text is drawn. */
function textWidth(text: string, font: string): number {
  if (context === null) return text.length * 7;
  context.font = font;
  return context.measureText(text).width;
}

const NAME_FONT = '600 13px system-ui, "Segoe UI", sans-serif';
const SUB_FONT = '11.5px system-ui, "Segoe UI", sans-serif';

function functionSize(fn: FlowFunction, sub: string): { readonly width: number; readonly height: number } {
  const width = Math.max(textWidth(fn.name, NAME_FONT), textWidth(sub, SUB_FONT)) + 28;
  return { width: Math.ceil(width), height: sub === "" ? 30 : 44 };
}

function groupSize({ breaks, group: { label }, others }: ClosedGroup, sub: string): { readonly width: number; readonly height: number } {
  const badges = (breaks > 0 ? 34 : 0) + (others > 0 ? 34 : 0);
  return { width: Math.ceil(Math.max(textWidth(`▸ ${label}`, NAME_FONT) + badges, textWidth(sub, SUB_FONT)) + 34), height: 50 };
}

/** More boxes than this are laid out once; fewer in both directions, and the one that is seen larger is taken. */
const MOST_TWICE = 60;

/** Lays a view out so that it is seen as large as may be on a screen of this size. */
export async function layOutFor(view: View, screen: { readonly width: number; readonly height: number }, sub: Parameters<typeof layOut>[2]): Promise<Layout> {
  const likely = screen.width > screen.height ? "RIGHT" : "DOWN";
  const first = await layOut(view, likely, sub);
  if (first.places.size > MOST_TWICE) return first;
  const second = await layOut(view, likely === "RIGHT" ? "DOWN" : "RIGHT", sub);
  const scale = ({ height, width }: Layout): number => Math.min(screen.width / width, screen.height / height, 1);
  return scale(second) > scale(first) * 1.1 ? second : first;
}

/** More boxes than this are laid out less neatly: nobody waits for a minute. */
const MOST_THOROUGH = 250;
const THOROUGH = { "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX" };
const QUICK = {
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
  "elk.layered.nodePlacement.bk.fixedAlignment": "LEFTUP",
  "elk.layered.layering.strategy": "LONGEST_PATH",
  "elk.layered.crossingMinimization.greedySwitch.type": "OFF",
  "elk.layered.crossingMinimization.greedySwitchHierarchical.type": "OFF",
  "elk.layered.thoroughness": "1",
};

function boxesIn({ closed, functions, open }: OpenGroup): number {
  return closed.length + functions.length + open.reduce((sum, each) => sum + boxesIn(each), 0);
}

/** Lays a view out in layers, from left to right or from top to bottom. */
async function layOut(view: View, direction: "DOWN" | "RIGHT", sub: { readonly fn: (fn: FlowFunction) => string; readonly group: (box: ClosedGroup) => string }): Promise<Layout> {
  const nodeOf = (open: OpenGroup): ElkNode => ({
    id: `group ${open.group.id}`,
    layoutOptions: {
      "elk.padding": `[top=${FRAME_HEAD + 12},left=12,bottom=12,right=12]`,
      "elk.nodeSize.constraints": "MINIMUM_SIZE",
      "elk.nodeSize.minimum": `(${textWidth(`▾ ${open.label}`, NAME_FONT) + 28},${FRAME_HEAD})`,
    },
    children: [
      ...open.open.map(nodeOf),
      ...open.closed.map((box) => ({ id: box.group.id, ...groupSize(box, sub.group(box)) })),
      ...open.functions.map((fn) => ({ id: fn.id, ...functionSize(fn, sub.fn(fn)) })),
    ],
  });
  const edges: ElkExtendedEdge[] = view.edges.map(({ from, to }, index) => ({
    id: `edge ${index}`,
    sources: [from],
    targets: [to],
    layoutOptions: { "elk.priority": view.edges[index]?.state === "plain" ? "0" : "5" },
  }));
  const laid = await elk.layout(
    { ...nodeOf(view.root), edges },
    {
      layoutOptions: {
        "elk.algorithm": "layered",
        "elk.direction": direction,
        "elk.hierarchyHandling": "INCLUDE_CHILDREN",
        "elk.edgeRouting": "ORTHOGONAL",
        "elk.json.edgeCoords": "ROOT",
        "elk.json.shapeCoords": "ROOT",
        "elk.layered.spacing.nodeNodeBetweenLayers": "44",
        "elk.spacing.nodeNode": "16",
        "elk.spacing.edgeNode": "14",
        "elk.spacing.edgeEdge": "9",
        "elk.layered.spacing.edgeNodeBetweenLayers": "14",
        "elk.layered.spacing.edgeEdgeBetweenLayers": "9",
        ...(boxesIn(view.root) > MOST_THOROUGH ? QUICK : THOROUGH),
        "elk.aspectRatio": direction === "RIGHT" ? "1.6" : "0.7",
        "elk.separateConnectedComponents": "true",
      },
    },
  );
  const places = new Map<string, Placed>();
  const collect = ({ children = [], height = 0, id, width = 0, x = 0, y = 0 }: ElkNode): void => {
    places.set(id, { x, y, width, height });
    for (const child of children) collect(child);
  };
  collect(laid);
  const lines = new Map(
    (laid.edges ?? []).flatMap(({ id, sections }) => {
      const edge = view.edges[Number(id.slice("edge ".length))];
      const section = sections?.[0];
      return edge === undefined || section === undefined ? [] : [[edge, [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]] as const];
    }),
  );
  return { width: laid.width ?? 0, height: laid.height ?? 0, places, lines };
}
