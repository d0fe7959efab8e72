import { Client } from "./client.js";
import { Editor } from "./editor.js";
import type { Edit, Example, Problem, RuleInfo, RuleSetting } from "./protocol.js";
import { pack, type Shared, unpack } from "./share.js";

const { examples, rules } = (await (await fetch("examples.json")).json()) as { readonly examples: readonly Example[]; readonly rules: readonly RuleInfo[] };

const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const select = byId<HTMLSelectElement>("example");

/** How long nothing is typed before the code is linted. */
const PAUSE = 200;

let set: Record<string, RuleSetting> = preset("recommended");
let active = "";
let problems: readonly Problem[] = [];
let linted: Readonly<Record<string, string>> = {};
let turn = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

const client = new Client(fail);
const editor = new Editor(byId("editor"), client, { onChange: changed, file: () => active });

function fail(message: string): void {
  byId("count").textContent = "Something went wrong";
  byId("status").textContent = message;
}

function preset(name: "none" | "recommended" | "strict"): Record<string, RuleSetting> {
  return Object.fromEntries(rules.map((rule) => [rule.name, name === "none" ? "off" : rule[name]]));
}

/** The code or a switch has changed. */
function changed(): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    void check();
    void remember();
  }, PAUSE);
}

async function check(): Promise<void> {
  const own = ++turn;
  const files = editor.files();
  byId("problems").setAttribute("aria-busy", "true");
  const answer = await client.ask("lint", { files, rules: set });
  if (own !== turn) return;
  byId("problems").removeAttribute("aria-busy");
  if (answer.failed !== undefined) {
    fail(answer.failed);
    return;
  }
  problems = answer.problems;
  linted = files;
  editor.mark(problems, apply);
  showProblems();
  showTabs();
  byId("status").textContent = `Linted with types in ${Math.round(answer.ms)} ms, in this page.`;
  document.body.dataset["linted"] = String(own);
}

/** Edits are of the text that was linted; of another they would be wrong. */
function apply(file: string, edits: readonly Edit[]): void {
  if (linted[file] !== editor.text(file)) return;
  if (file !== active) open(file);
  editor.change(edits);
}

function showProblems(): void {
  const fixes = problems.filter(({ file, fix }) => fix !== undefined && file === active);
  const reports = problems.filter(({ rule }) => rule !== undefined).length;
  const errors = problems.length - reports;
  byId("count").textContent = `${reports === 0 ? "No reports" : reports === 1 ? "1 report" : `${reports} reports`}${errors === 0 ? "" : `, ${errors} type error${errors === 1 ? "" : "s"}`}`;
  const fixAll = byId("fixAll");
  fixAll.hidden = fixes.length === 0;
  fixAll.textContent = fixes.length === 1 ? "Fix" : `Fix all ${fixes.length}`;
  byId("list").replaceChildren(...(problems.length === 0 ? [made("li", { class: "clean" }, "✓ No context is lost here.")] : problems.map(row)));
}

function row(problem: Problem): HTMLElement {
  const { file, fix, from, line, message, rule, suggestions } = problem;
  const name = rule === undefined ? made("span", { class: "rule" }, "TypeScript") : made("a", { class: "rule", href: `/rules/${rule}.html`, target: "_blank" }, `ctx/${rule}`);
  const place = made("button", { class: "line" }, `${file.slice(1)}:${line}`);
  place.addEventListener("click", () => {
    open(file);
    editor.goTo(from);
  });
  const edits = made("div", { class: "edits" });
  for (const [index, edit] of [...(fix === undefined ? [] : [fix]), ...suggestions].entries()) {
    const button = made("button", { class: index === 0 && fix !== undefined ? "fix" : "suggestion" }, ...marked(edit.title));
    button.addEventListener("click", () => {
      apply(file, [edit]);
    });
    edits.append(button);
  }
  return made("li", { class: `problem${rule === undefined ? " typescript" : ""}` }, made("div", { class: "head" }, name, place), made("p", {}, ...marked(message)), edits);
}

/** A message's code in backticks. */
function marked(text: string): (Node | string)[] {
  return text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? made("code", {}, part) : part));
}

function made(name: string, attributes: Readonly<Record<string, string>>, ...children: readonly (Node | string)[]): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function showTabs(): void {
  byId("tabs").replaceChildren(
    ...Object.keys(editor.files()).map((file) => {
      const count = problems.filter((problem) => problem.file === file).length;
      const tab = made("button", { role: "tab", "aria-selected": String(file === active) }, file.slice(1), ...(count > 0 ? [" ", made("span", { class: "n" }, String(count))] : []));
      tab.addEventListener("click", () => {
        open(file);
      });
      return tab;
    }),
  );
}

function open(file: string): void {
  active = file;
  editor.show(file);
  editor.mark(problems, apply);
  showTabs();
  showProblems();
}

function load({ active: file, files, rules: settings }: Shared): void {
  set = { ...preset("none"), ...settings };
  active = Object.hasOwn(files, file) ? file : (Object.keys(files)[0] ?? "");
  problems = [];
  editor.load(files, active);
  showTabs();
  showSwitches();
  byId("count").textContent = turn === 0 ? "Loading TypeScript and the plugin…" : "Linting…";
  byId("list").replaceChildren();
  byId("fixAll").hidden = true;
  clearTimeout(timer);
  void check();
}

function loadExample({ files, rule }: Example): void {
  load({ files, active: Object.keys(files)[0] ?? "", rules: rule === undefined ? preset("recommended") : { [rule]: "error" } });
}

/** The code in the page's address, so that a reload does not lose it. */
async function remember(): Promise<string> {
  const address = `#code=${await pack({ files: editor.files(), active, rules: Object.fromEntries(Object.entries(set).filter(([, setting]) => setting !== "off")) })}`;
  history.replaceState(undefined, "", address);
  select.value = "";
  return location.href;
}

function showSwitches(): void {
  const on = rules.filter(({ name }) => set[name] !== "off").length;
  byId("ruleCount").textContent = `${on}/${rules.length}`;
  for (const button of document.querySelectorAll<HTMLElement>("[data-preset]")) {
    button.setAttribute("aria-pressed", String(JSON.stringify(preset(button.dataset["preset"] as "none")) === JSON.stringify(Object.fromEntries(rules.map(({ name }) => [name, set[name] ?? "off"])))));
  }
  byId("switches").replaceChildren(
    ...rules.map(({ description, name, strict }) => {
      const input = document.createElement("input");
      input.type = "checkbox";
      input.id = `rule-${name}`;
      input.checked = set[name] !== "off";
      input.addEventListener("change", () => {
        set[name] = input.checked ? (strict === "off" ? "error" : strict) : "off";
        showSwitches();
        byId(`rule-${name}`).focus();
        changed();
      });
      return made("li", {}, made("label", {}, input, made("span", {}, made("b", {}, name), made("small", {}, description))));
    }),
  );
}

function toggleRules(isShown: boolean): void {
  byId("rules").hidden = !isShown;
  byId("rulesButton").setAttribute("aria-expanded", String(isShown));
}

function toast(text: string): void {
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  setTimeout(() => {
    box.hidden = true;
  }, 2500);
}

async function begin(): Promise<void> {
  const [key = "", value = ""] = location.hash.slice(1).split("=");
  const shared = key === "code" ? await unpack(value) : undefined;
  const example = examples.find(({ id }) => id === value) ?? examples[0];
  if (shared !== undefined) {
    load(shared);
    select.value = "";
  } else if (example !== undefined) {
    if (key === "code") toast("This link is damaged. Here is an example.");
    loadExample(example);
    select.value = example.id;
  }
}

for (const group of ["Frameworks", "Rules"] as const) {
  const options = examples.filter((example) => example.group === group).map(({ id, title }) => made("option", { value: id }, title));
  select.append(made("optgroup", { label: group === "Rules" ? "Rules" : "Contexts and frameworks" }, ...options));
}
select.prepend(made("option", { value: "", hidden: "" }, "Your code"));
select.addEventListener("change", () => {
  const example = examples.find(({ id }) => id === select.value);
  if (example === undefined) return;
  history.replaceState(undefined, "", `#${example.group === "Rules" ? "rule" : "example"}=${example.id}`);
  loadExample(example);
});
byId("share").addEventListener("click", () => {
  void remember().then(async (link) => {
    try {
      await navigator.clipboard.writeText(link);
      toast("The link is copied.");
    } catch {
      toast("The link is in the address bar.");
    }
  });
});
byId("fixAll").addEventListener("click", () => {
  apply(active, problems.filter(({ file }) => file === active).flatMap(({ fix }) => fix ?? []));
});
byId("rulesButton").addEventListener("click", () => {
  toggleRules(byId("rules").hidden === true);
});
byId("closeRules").addEventListener("click", () => {
  toggleRules(false);
  byId("rulesButton").focus();
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && !byId("rules").hidden) toggleRules(false);
});
for (const button of document.querySelectorAll<HTMLElement>("[data-preset]")) {
  button.addEventListener("click", () => {
    set = preset(button.dataset["preset"] as "none");
    showSwitches();
    changed();
  });
}
addEventListener("hashchange", () => void begin());
await begin();
