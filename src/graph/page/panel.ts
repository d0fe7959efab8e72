import type { Edge } from "../fold.js";
import type { CallState, Finding, FlowCall, FlowFunction, Role } from "../model.js";
import { count, element } from "./dom.js";
import type { Index } from "./index-of.js";

export interface PanelHandlers {
  readonly onFunction: (id: string) => void;
  readonly onGroup: (id: string) => void;
  readonly onFinding: (finding: Finding) => void;
  readonly onFocus: (id: string) => void;
  readonly onBack: () => void;
}

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  takes: "takes one",
  has: "has one around it",
  makes: "makes one",
  derives: "derives",
  passes: "passes on",
  lacks: "takes none, needs one",
  drops: "drops it",
};

const STATE_WORDS: Readonly<Record<CallState, string>> = {
  broken: "the context is lost here",
  wrong: "hands on one that will not do",
  passes: "hands the context on",
  offers: "offers it to a callback",
  plain: "hands none on",
};

/** The side panel: what was found, or what is selected. */
export class Panel {
  constructor(
    readonly root: HTMLElement,
    readonly index: Index,
    readonly on: PanelHandlers,
  ) {}

  #show(...children: (Node | undefined)[]): void {
    this.root.replaceChildren(...children.filter((child) => child !== undefined));
    this.root.scrollTop = 0;
  }

  #back(): HTMLElement {
    return element("button", { class: "back", onclick: this.on.onBack }, "← All reports");
  }

  home(): void {
    const { findings } = this.index.graph;
    const breaks = findings.filter(({ isBreak }) => isBreak).sort((a, b) => b.way.length - a.way.length);
    const others = findings.filter(({ isBreak }) => !isBreak);
    this.#show(
      element("p", {}, "A context (an AbortSignal, a ctx, a token) should go from the caller down to every call that can be cancelled. Where the line is red it gets lost: the caller hangs up, and the work below goes on."),
      element("details", matchMedia("(max-width: 760px)").matches ? {} : { open: "" }, element("summary", {}, "What the lines mean"), legend()),
      element("h3", {}, breaks.length === 0 ? "No chain is broken" : count(breaks.length, "break")),
      this.#findings(breaks),
      others.length === 0 ? undefined : element("h3", {}, count(others.length, "other report")),
      this.#findings(others),
    );
  }

  #findings(findings: readonly Finding[]): HTMLElement {
    return element("ul", { class: "list" }, ...findings.map((finding) => element("li", {}, this.#findingRow(finding))));
  }

  #findingRow(finding: Finding): HTMLElement {
    return element(
      "button",
      { class: `row ${finding.isBreak ? "break" : "other"}`, "data-rule": finding.rule, onclick: () => { this.on.onFinding(finding); } },
      element("b", {}, finding.rule),
      this.#way(finding),
      element("span", { class: "where" }, `${finding.file}:${finding.line}`),
    );
  }

  /** `route → OrderService.invoice → readInvoice ✂ readFile` */
  #way(finding: Finding): HTMLElement {
    const place = this.index.graph.findings.indexOf(finding);
    const last = finding.way.at(-1) ?? finding.function;
    const to = this.index.graph.calls.find(({ findings, from }) => from === last && findings.includes(place))?.to;
    const text = finding.way.map((id) => this.index.name(id)).join(" → ");
    return element("span", { class: "way" }, text, ...(to === undefined || !finding.isBreak ? [] : [" ", element("span", { class: "cut" }, "✂"), ` ${this.index.name(to)}`]));
  }

  fn(fn: FlowFunction): void {
    const findings = this.index.findingsOf.get(fn.id) ?? [];
    this.#show(
      this.#back(),
      element("h2", {}, fn.name),
      element("div", { class: "where" }, fn.line > 0 ? `${fn.file}:${fn.line}` : fn.file),
      element("ul", { class: "roles" }, ...fn.roles.map((role) => element("li", { class: `role ${role}` }, ROLE_WORDS[role]))),
      element("ul", { class: "notes" }, ...fn.notes.map(({ line, role, text }) => element("li", {}, `${role} `, element("code", {}, text), element("span", { class: "where" }, `  line ${line}`)))),
      element("div", { class: "actions" }, element("button", { onclick: () => { this.on.onFocus(fn.id); } }, "Show only its callers and callees")),
      ...findings.map((finding) => this.#finding(finding, true)),
      ...this.#calls("Called by", this.index.callsTo(fn.id), "from"),
      ...this.#calls("Calls", this.index.callsFrom(fn.id), "to"),
    );
  }

  #calls(title: string, calls: readonly FlowCall[], end: "from" | "to"): readonly HTMLElement[] {
    if (calls.length === 0) return [];
    const row = (call: FlowCall): HTMLElement => {
      const kind = call.state === "broken" ? " break" : call.state === "wrong" ? " other" : "";
      const where = this.index.functions.get(call.from)?.file ?? "";
      return element(
        "button",
        { class: `row${kind}`, onclick: () => { this.on.onFunction(call[end]); } },
        element("b", {}, this.index.name(call[end])),
        element("span", { class: "way" }, STATE_WORDS[call.state]),
        element("span", { class: "where" }, `${where}${call.lines.length > 0 ? `:${call.lines.join(", ")}` : ""}`),
      );
    };
    return [element("h3", {}, `${title} (${calls.length})`), element("ul", { class: "list" }, ...calls.map((call) => element("li", {}, row(call))))];
  }

  finding(finding: Finding): void {
    const place = this.index.graph.findings.indexOf(finding);
    const last = finding.way.at(-1) ?? finding.function;
    const end = this.index.graph.calls.find(({ findings, from }) => from === last && findings.includes(place))?.to;
    const steps = [...finding.way, ...(end === undefined ? [] : [end])];
    this.#show(
      this.#back(),
      this.#finding(finding, false),
      element("h3", {}, "The way"),
      element(
        "ol",
        { class: "steps" },
        ...steps.map((id, index) => {
          const fn = this.index.functions.get(id);
          const isLost = index > 0 && finding.isBreak && (finding.way.length === 1 || index === 1);
          return element(
            "li",
            isLost ? { class: "lost" } : {},
            element("button", { class: "row", onclick: () => { this.on.onFunction(id); } }, element("b", {}, this.index.name(id)), element("span", { class: "where" }, fn === undefined || fn.line === 0 ? (fn?.file ?? "") : `${fn.file}:${fn.line}`)),
          );
        }),
      ),
    );
  }

  #finding(finding: Finding, isLinked: boolean): HTMLElement {
    const { excerpt, file, isBreak, line, message, rule } = finding;
    const indent = Math.min(...excerpt.lines.filter((text) => text.trim() !== "").map((text) => text.search(/\S/)));
    return element(
      "div",
      { class: `finding${isBreak ? "" : " other-finding"}` },
      isLinked ? element("button", { class: "row rule", onclick: () => { this.on.onFinding(finding); } }, `ctx/${rule}`) : element("div", { class: "rule" }, `ctx/${rule}`),
      element("div", { class: "where" }, `${file}:${line}`),
      element(
        "pre",
        {},
        ...excerpt.lines.map((text, index) => {
          const number = excerpt.from + index;
          const gutter = element("i", {}, `${String(number).padStart(4)}  `);
          if (number !== line) return element("span", {}, gutter, text.slice(indent));
          const [start, end] = [finding.column - 1, finding.endColumn - 1];
          return element("span", { class: "at" }, gutter, text.slice(indent, start), element("mark", {}, text.slice(start, end)), text.slice(end));
        }),
      ),
      element("p", {}, ...marked(message)),
    );
  }

  edge({ calls, from, state, to }: Edge): void {
    const findings = [...new Set(calls.flatMap((call) => call.findings))].flatMap((place) => this.index.graph.findings[place] ?? []);
    const [only, ...others] = calls;
    if (only !== undefined && others.length === 0 && findings.length === 1) {
      this.finding(findings[0]!);
      return;
    }
    this.#show(
      this.#back(),
      element("h2", {}, `${this.index.name(from)} → ${this.index.name(to)}`),
      element("p", {}, `${count(calls.length, "pair")} of functions; ${STATE_WORDS[state]}`),
      this.#findings(findings),
      element(
        "ul",
        { class: "list" },
        ...calls.map((call) =>
          element(
            "li",
            {},
            element("button", { class: `row${call.state === "broken" ? " break" : call.state === "wrong" ? " other" : ""}`, onclick: () => { this.on.onFunction(call.from); } }, element("b", {}, `${this.index.name(call.from)} → ${this.index.name(call.to)}`), element("span", { class: "way" }, STATE_WORDS[call.state])),
          ),
        ),
      ),
    );
  }

  results(query: string): void {
    const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const fits = (...texts: readonly string[]): boolean => words.every((word) => texts.some((text) => text.toLowerCase().includes(word)));
    const functions = this.index.graph.functions.filter(({ file, name }) => fits(name, file));
    const groups = [...this.index.groups.values()].filter(({ id, label }) => id !== "" && fits(label));
    const findings = this.index.graph.findings.filter(({ message, rule }) => fits(rule) || (words.length > 0 && fits(message) && words.join("").length > 3));
    const most = 60;
    this.#show(
      element("h3", {}, count(functions.length, "function")),
      element("ul", { class: "list" }, ...functions.slice(0, most).map((fn) => element("li", {}, element("button", { class: "row", onclick: () => { this.on.onFunction(fn.id); } }, element("b", {}, fn.name), element("span", { class: "where" }, fn.line > 0 ? `${fn.file}:${fn.line}` : fn.file))))),
      functions.length > most ? element("p", {}, `and ${functions.length - most} more`) : undefined,
      groups.length > 0 ? element("h3", {}, "Files and folders") : undefined,
      element("ul", { class: "list" }, ...groups.slice(0, 20).map((group) => element("li", {}, element("button", { class: "row", onclick: () => { this.on.onGroup(group.id); } }, element("b", {}, group.label), element("span", { class: "where" }, group.id))))),
      findings.length > 0 ? element("h3", {}, count(findings.length, "report")) : undefined,
      this.#findings(findings.slice(0, most)),
    );
  }
}

/** A message's code in backticks. */
function marked(text: string): (Node | string)[] {
  return text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? element("code", {}, part) : part));
}

function legend(): HTMLElement {
  const rows: readonly (readonly [string, string])[] = [
    ["passes", "hands a context on"],
    ["broken", "the context is lost"],
    ["wrong", "hands on one that is over, a parent, or not awaited"],
    ["offers", "offers it to a callback"],
    ["plain", "a call without one"],
  ];
  const parts = rows.flatMap(([state, text]) => {
    const holder = document.createElement("span");
    holder.innerHTML = `<svg viewBox="0 0 44 14" aria-hidden="true"><g class="edge ${state}"><path class="line" d="M0,7H36"/><polygon points="44,7 36,3 36,11"/>${state === "broken" ? '<g class="cutmark" transform="translate(18,7)"><circle r="6"/><path d="M-2.5,-2.5 L2.5,2.5 M2.5,-2.5 L-2.5,2.5"/></g>' : ""}</g></svg>`;
    return [holder, element("span", {}, text)];
  });
  return element("div", { class: "legend" }, ...parts);
}
