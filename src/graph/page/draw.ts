import { select, type Selection } from "d3-selection";

import type { ClosedGroup, Edge, OpenGroup, View } from "../fold.js";
import type { FlowFunction } from "../model.js";
import { mainRole } from "../text.js";
import { FRAME_HEAD, type Layout, type Placed } from "./layout.js";

export interface Handlers {
  readonly onFunction: (id: string) => void;
  readonly onFocus: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onClose: (id: string) => void;
  readonly onEdge: (edge: Edge) => void;
}

type Parent = Selection<SVGGElement, unknown, null, undefined>;

/** Draws a view where the layout says. */
export function draw(stage: SVGGElement, view: View, layout: Layout, sub: { readonly fn: (fn: FlowFunction) => string; readonly group: (box: ClosedGroup) => string }, on: Handlers): void {
  const root: Parent = select(stage);
  root.selectAll("*").remove();
  const place = (id: string): Placed => layout.places.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
  const frames = root.append("g");
  const lines = root.append("g");
  const boxes = root.append("g");
  const open = (each: OpenGroup, depth: number): void => {
    if (depth > 0) frame(frames, each, place(`group ${each.group.id}`), on);
    for (const inner of each.open) open(inner, depth + 1);
    for (const box of each.closed) closedBox(boxes, box, place(box.group.id), sub.group(box), on);
    for (const fn of each.functions) functionBox(boxes, fn, place(fn.id), sub.fn(fn), on);
  };
  open(view.root, 0);
  // What is broken lies on top.
  const order = ["plain", "offers", "passes", "wrong", "broken"];
  for (const edge of [...view.edges].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))) line(lines, edge, layout, on);
}

function frame(parent: Parent, { group, label }: OpenGroup, { height, width, x, y }: Placed, on: Handlers): void {
  const g = parent.append("g").attr("class", `frame ${group.kind}`).attr("data-id", group.id).attr("transform", `translate(${x},${y})`);
  g.append("rect").attr("width", width).attr("height", height).attr("rx", 10);
  const bar = g.append("rect").attr("class", "bar").attr("width", width).attr("height", FRAME_HEAD).attr("rx", 10).attr("role", "button").attr("aria-label", `Close ${label}`);
  bar.append("title").text("Close");
  bar.on("click", () => {
    on.onClose(group.id);
  });
  g.append("text").attr("x", 12).attr("y", 18).style("pointer-events", "none").text(`▾ ${label}`);
}

function box(parent: Parent, id: string, kind: string, label: string, { height, width, x, y }: Placed, onPick: () => void): Parent {
  const g = parent.append("g").attr("class", `box ${kind}`).attr("data-id", id).attr("tabindex", 0).attr("role", "button").attr("aria-label", label).attr("transform", `translate(${x},${y})`);
  g.append("rect").attr("class", "card").attr("width", width).attr("height", height).attr("rx", 8);
  g.on("click", onPick).on("keydown", (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onPick();
  });
  return g;
}

function closedBox(parent: Parent, { breaks, group, others }: ClosedGroup, at: Placed, sub: string, on: Handlers): void {
  const g = box(parent, group.id, `group ${group.kind}`, `${group.label}, ${sub}. Open`, at, () => {
    on.onOpen(group.id);
  });
  g.append("text").attr("class", "name").attr("x", 12).attr("y", 21).text(`▸ ${group.label}`);
  g.append("text").attr("class", "sub").attr("x", 12).attr("y", 38).text(sub);
  let right = at.width - 8;
  if (breaks > 0) right = badge(g, String(breaks), right, "");
  if (others > 0) badge(g, String(others), right, " other");
}

/** A number at the right, and where the next one ends. */
function badge(parent: Parent, text: string, right: number, kind: string): number {
  const width = 14 + text.length * 7;
  const g = parent.append("g").attr("class", `badge${kind}`).attr("transform", `translate(${right - width},8)`);
  g.append("title").text(kind === "" ? `${text} breaks` : `${text} other reports`);
  g.append("rect").attr("width", width).attr("height", 18).attr("rx", 9);
  g.append("text").attr("x", width / 2).attr("y", 13).attr("text-anchor", "middle").text(text);
  return right - width - 4;
}

function functionBox(parent: Parent, fn: FlowFunction, at: Placed, sub: string, on: Handlers): void {
  const g = box(parent, fn.id, mainRole(fn), `${fn.name}, ${sub}, ${fn.file}`, at, () => {
    on.onFunction(fn.id);
  });
  g.append("title").text(fn.line > 0 ? `${fn.file}:${fn.line}` : fn.file);
  g.append("rect").attr("class", "stripe").attr("x", 6).attr("y", 8).attr("width", 3.5).attr("height", at.height - 16).attr("rx", 2);
  g.append("text").attr("class", "name").attr("x", 17).attr("y", 19).text(fn.name);
  if (sub !== "") g.append("text").attr("class", "sub").attr("x", 17).attr("y", 35).text(sub);
  g.on("dblclick", (event: MouseEvent) => {
    event.stopPropagation();
    on.onFocus(fn.id);
  });
}

function line(parent: Parent, edge: Edge, layout: Layout, on: Handlers): void {
  const points = layout.lines.get(edge);
  if (points === undefined || points.length < 2) return;
  const g = parent.append("g").attr("class", `edge ${edge.state}`).attr("data-from", edge.from).attr("data-to", edge.to);
  const way = rounded(points);
  g.append("path").attr("class", "hit").attr("d", way);
  g.append("path").attr("class", "line").attr("d", way);
  const [before, end] = [points[points.length - 2]!, points[points.length - 1]!];
  const angle = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI;
  g.append("polygon").attr("points", "0,0 -8,-4 -8,4").attr("transform", `translate(${end.x},${end.y}) rotate(${angle})`);
  if (edge.state === "broken") {
    const { x, y } = middle(points);
    const mark = g.append("g").attr("class", "cutmark").attr("transform", `translate(${x},${y})`);
    mark.append("circle").attr("r", 7);
    mark.append("path").attr("d", "M-3,-3 L3,3 M3,-3 L-3,3");
  }
  g.on("click", () => {
    on.onEdge(edge);
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const RADIUS = 7;

/** A line through the points, with round corners. */
function rounded(points: readonly Point[]): string {
  const [first, ...others] = points;
  if (first === undefined) return "";
  let way = `M${first.x},${first.y}`;
  for (const [index, point] of others.entries()) {
    const next = others[index + 1];
    if (next === undefined) {
      way += `L${point.x},${point.y}`;
      continue;
    }
    const before = towards(point, points[index]!);
    const after = towards(point, next);
    way += `L${before.x},${before.y}Q${point.x},${point.y} ${after.x},${after.y}`;
  }
  return way;
}

function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const part = Math.min(RADIUS, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

/** The point halfway along the line. */
function middle(points: readonly Point[]): Point {
  const lengths = points.slice(1).map((point, index) => Math.hypot(point.x - points[index]!.x, point.y - points[index]!.y));
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  for (const [index, length] of lengths.entries()) {
    if (left > length) {
      left -= length;
      continue;
    }
    const [from, to] = [points[index]!, points[index + 1]!];
    const part = length === 0 ? 0 : left / length;
    return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
  }
  return points[0]!;
}
