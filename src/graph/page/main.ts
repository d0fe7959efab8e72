import { select } from "d3-selection";
import { zoom, zoomIdentity, type ZoomTransform } from "d3-zoom";

import { type ClosedGroup, type Edge, fold, type View } from "../fold.js";
import { groupsIn, openWithin } from "../groups.js";
import type { Finding, FlowFunction, FlowGraph } from "../model.js";
import { byId, count, element } from "./dom.js";
import { draw } from "./draw.js";
import { Index } from "./index-of.js";
import { type Layout, layOutFor } from "./layout.js";
import { Panel } from "./panel.js";

const graph = JSON.parse(byId("graph").textContent) as FlowGraph;
const index = new Index(graph);

/** More boxes than this at first sight, and groups stay closed. */
const MOST_BOXES = { narrow: 15, wide: 40 };

const svg = byId("drawing") as Element as SVGSVGElement;
const stage = document.createElementNS("http://www.w3.org/2000/svg", "g");
svg.append(stage);

interface Focus {
  readonly ids: ReadonlySet<string>;
  readonly text: string;
}

const isNarrow = (): boolean => matchMedia("(max-width: 760px)").matches;

let open = new Set(openWithin(index.root, isNarrow() ? MOST_BOXES.narrow : MOST_BOXES.wide));
let focus: Focus | undefined;
let selected: ReadonlySet<string> = new Set();
let view: View | undefined;
let layout: Layout | undefined;
let turn = 0;

const roleText = ({ kind, line, roles }: FlowFunction): string => (kind === "outside" ? (line > 0 ? "interface" : "outside") : roles.map((role) => (role === "lacks" ? "needs one, takes none" : role)).join(" · "));
const sizeText = ({ size }: ClosedGroup): string => count(size, "function");

const behaviour = zoom<SVGSVGElement, unknown>()
  .scaleExtent([0.05, 2.5])
  .on("zoom", ({ transform }: { readonly transform: ZoomTransform }) => {
    stage.setAttribute("transform", transform.toString());
  });
const canvas = select(svg).call(behaviour).on("dblclick.zoom", null);
const transform = (): ZoomTransform => (svg as SVGSVGElement & { readonly __zoom: ZoomTransform }).__zoom;

const panel = new Panel(byId("panel"), index, { onFunction: pickFunction, onGroup: pickGroup, onFinding: pickFinding, onFocus: focusOn, onBack: goHome });

/** Draws what is to be seen. `keep` stays where it is on the screen; without one, `show` (or everything) is brought into sight. */
async function update({ keep, show }: { readonly keep?: string; readonly show?: Iterable<string> } = {}): Promise<void> {
  const own = ++turn;
  const shown = focus?.ids;
  const next = fold(graph, index.root, shown === undefined ? open : new Set([...open, ...index.groups.keys()]), shown === undefined ? undefined : (id) => shown.has(id));
  byId("wait").hidden = false;
  const laid = await layOutFor(next, room(), { fn: roleText, group: sizeText });
  if (own !== turn) return;
  byId("wait").hidden = true;
  const before = keep === undefined ? undefined : placeOf(keep);
  view = next;
  layout = laid;
  draw(stage, view, layout, { fn: roleText, group: sizeText }, { onFunction: pickFunction, onFocus: focusOn, onOpen: openGroup, onClose: closeGroup, onEdge: pickEdge });
  const after = keep === undefined ? undefined : placeOf(keep);
  if (before !== undefined && after !== undefined) {
    const { k, x, y } = transform();
    behaviour.transform(canvas, zoomIdentity.translate(x + (before.x - after.x) * k, y + (before.y - after.y) * k).scale(k));
    bringIntoSight([keep!], true);
  } else bringIntoSight(show ?? []);
  mark();
  showBanner();
}

/** The part of the picture that nothing lies on. */
function room(): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } {
  const { height, width } = svg.getBoundingClientRect();
  const [top, bottom] = [focus === undefined ? MARGIN : 58, 64];
  return { x: MARGIN, y: top, width: Math.max(50, width - 2 * MARGIN), height: Math.max(50, height - top - bottom) };
}

const MARGIN = 14;

function placeOf(id: string): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | undefined {
  return layout?.places.get(id) ?? layout?.places.get(`group ${id}`);
}

/** Moves the picture so that these boxes (all, if there are none) are seen; only if they are not seen yet, where asked so. */
function bringIntoSight(ids: Iterable<string>, isLazy = false): void {
  if (layout === undefined) return;
  const places = [...ids].flatMap((id) => placeOf(id) ?? []);
  const all = places.length === 0 ? [{ x: 0, y: 0, width: layout.width, height: layout.height }] : places;
  const [left, top] = [Math.min(...all.map(({ x }) => x)), Math.min(...all.map(({ y }) => y))];
  const [right, bottom] = [Math.max(...all.map(({ width, x }) => x + width)), Math.max(...all.map(({ height, y }) => y + height))];
  const seen = room();
  if (isLazy) {
    const { k, x, y } = transform();
    if (left * k + x >= 0 && top * k + y >= 0 && right * k + x <= seen.x + seen.width && bottom * k + y <= seen.y + seen.height) return;
  }
  const largest = places.length === 0 ? 1.15 : 1;
  const scale = Math.max(0.06, Math.min(largest, seen.width / (right - left), seen.height / (bottom - top)));
  behaviour.transform(canvas, zoomIdentity.translate(seen.x + seen.width / 2 - ((left + right) / 2) * scale, seen.y + seen.height / 2 - ((top + bottom) / 2) * scale).scale(scale));
}

/** Shows what is selected, and dims what it has nothing to do with. */
function mark(): void {
  const isAny = selected.size > 0;
  const near = new Set(selected);
  for (const { from, to } of view?.edges ?? []) {
    if (selected.has(from)) near.add(to);
    if (selected.has(to)) near.add(from);
  }
  for (const box of stage.querySelectorAll<SVGGElement>(".box")) {
    const id = box.dataset["id"] ?? "";
    box.classList.toggle("selected", selected.has(id));
    box.classList.toggle("dimmed", isAny && focus === undefined && !near.has(id));
  }
  for (const edge of stage.querySelectorAll<SVGGElement>(".edge")) {
    const isOwn = selected.has(edge.dataset["from"] ?? "") || selected.has(edge.dataset["to"] ?? "");
    edge.classList.toggle("dimmed", isAny && focus === undefined && !isOwn);
  }
}

function showBanner(): void {
  const banner = byId("banner");
  banner.hidden = focus === undefined;
  if (focus === undefined) return;
  banner.replaceChildren(element("div", {}, element("span", {}, focus.text), element("button", { id: "showAll", onclick: showAll }, "Show all")));
}

function showAll(): void {
  focus = undefined;
  selected = new Set();
  panel.home();
  void update();
}

/** Opens the groups around a function, or a group. */
function reveal(id: string): boolean {
  const closed = index.above(id).filter((each) => !open.has(each));
  for (const each of closed) open.add(each);
  return closed.length > 0;
}

function pickFunction(id: string): void {
  const fn = index.functions.get(id);
  if (fn === undefined) return;
  if (focus !== undefined && !focus.ids.has(id)) focus = undefined;
  const isNew = focus === undefined && reveal(id);
  selected = new Set([id]);
  panel.fn(fn);
  if (isNew || placeOf(id) === undefined) void update({ show: [id] });
  else {
    mark();
    showBanner();
    bringIntoSight([id], true);
  }
}

function pickGroup(id: string): void {
  focus = undefined;
  reveal(id);
  open.add(id);
  selected = new Set();
  void update({ show: [id] });
}

function pickFinding(finding: Finding): void {
  focus = { ids: index.around(finding), text: finding.isBreak ? "The way to this break" : "Around this report" };
  selected = new Set(finding.way);
  panel.finding(finding);
  void update();
}

function pickEdge(edge: Edge): void {
  panel.edge(edge);
  selected = new Set([edge.from, edge.to]);
  mark();
}

function focusOn(id: string): void {
  const fn = index.functions.get(id);
  if (fn === undefined) return;
  focus = { ids: index.neighbours(id), text: `${fn.name}, its callers and callees` };
  selected = new Set([id]);
  panel.fn(fn);
  void update();
}

function openGroup(id: string): void {
  open.add(id);
  // A folder with a single thing in it opens that too.
  for (let group = index.groups.get(id); group?.functions.length === 0 && group.groups.length === 1; group = group.groups[0]) open.add(group.groups[0]!.id);
  void update({ keep: id });
}

function closeGroup(id: string): void {
  if (focus !== undefined) return;
  open.delete(id);
  void update({ keep: id });
}

function goHome(): void {
  selected = new Set();
  panel.home();
  if (focus === undefined) mark();
  else showAll();
}

const search = byId("search") as HTMLInputElement;
search.addEventListener("input", () => {
  if (search.value.trim() === "") panel.home();
  else panel.results(search.value);
});
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter") byId("panel").querySelector<HTMLElement>(".row")?.click();
  if (event.key === "Escape") search.value = "";
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  }
  if (event.key === "Escape") goHome();
});
byId("fit").addEventListener("click", () => {
  bringIntoSight([]);
});
byId("zoomIn").addEventListener("click", () => {
  behaviour.scaleBy(canvas, 1.3);
});
byId("zoomOut").addEventListener("click", () => {
  behaviour.scaleBy(canvas, 1 / 1.3);
});
byId("openAll").addEventListener("click", () => {
  for (const { id } of groupsIn(index.root).filter((group) => !open.has(group.id) && index.above(group.id).every((above) => open.has(above)))) open.add(id);
  void update();
});
byId("closeAll").addEventListener("click", () => {
  const deepest = Math.max(...[...open].map((id) => index.above(id).length));
  if (deepest > 0) open = new Set([...open].filter((id) => index.above(id).length < deepest));
  focus = undefined;
  void update();
});
let wasNarrow = isNarrow();
addEventListener("resize", () => {
  if (isNarrow() !== wasNarrow) void update();
  else bringIntoSight([]);
  wasNarrow = isNarrow();
});

const own = graph.functions.filter(({ kind }) => kind !== "outside").length;
const breaks = graph.findings.filter(({ isBreak }) => isBreak).length;
document.title = `${graph.title}: how contexts flow`;
byId("title").textContent = `How contexts flow through ${graph.title}`;
byId("summary").append(`${count(own, "function")} · `, breaks === 0 ? "no break" : element("strong", {}, count(breaks, "break")), graph.others > 0 ? ` · ${count(graph.others, "function")} have nothing to do with contexts` : "");
panel.home();
void update();
