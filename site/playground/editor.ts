import { autocompletion, closeBrackets, closeBracketsKeymap, type CompletionContext, type CompletionResult, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

import type { Client } from "./client.js";
import type { Edit, Problem } from "./protocol.js";

export interface EditorHandlers {
  readonly onChange: () => void;
  /** The file that is edited. */
  readonly file: () => string;
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.self], color: "var(--violet)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--green)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--amber)" },
  { tag: [tags.typeName, tags.className, tags.namespace], color: "var(--blue)" },
  { tag: [tags.comment, tags.meta], color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--text)", fontWeight: "600" },
]);

/** The editor; each file has a state of its own, with its own history. */
export class Editor {
  readonly view: EditorView;
  readonly #states = new Map<string, EditorState>();
  readonly #extensions: Extension;
  #file = "";

  constructor(parent: Element, client: Client, { file, onChange }: EditorHandlers) {
    this.#extensions = [
      lineNumbers(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      history(),
      drawSelection(),
      indentUnit.of("  "),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      highlightSelectionMatches(),
      javascript({ typescript: true, jsx: true }),
      syntaxHighlighting(colours),
      lintGutter(),
      autocompletion({ override: [(context) => complete(context, client, file())] }),
      hoverTooltip(async (view, position) => {
        const { text } = await client.ask("hover", { file: file(), position });
        if (text === undefined) return null;
        const word = view.state.wordAt(position);
        return {
          pos: word?.from ?? position,
          create: () => {
            const dom = document.createElement("pre");
            dom.textContent = text;
            return { dom };
          },
        };
      }),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "TypeScript", spellcheck: "false", autocapitalize: "off" }),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...searchKeymap, ...historyKeymap, indentWithTab, ...defaultKeymap]),
      EditorView.updateListener.of(({ docChanged }) => {
        if (docChanged) onChange();
      }),
    ];
    this.view = new EditorView({ parent });
  }

  /** Other files from now on. */
  load(files: Readonly<Record<string, string>>, active: string): void {
    this.#states.clear();
    for (const [file, doc] of Object.entries(files)) this.#states.set(file, EditorState.create({ doc, extensions: this.#extensions }));
    this.#file = active;
    const state = this.#states.get(active);
    if (state !== undefined) this.view.setState(state);
  }

  show(file: string): void {
    if (file === this.#file) return;
    this.#states.set(this.#file, this.view.state);
    this.#file = file;
    const state = this.#states.get(file);
    if (state !== undefined) this.view.setState(state);
  }

  files(): Record<string, string> {
    return Object.fromEntries([...this.#states].map(([file, state]) => [file, (file === this.#file ? this.view.state : state).doc.toString()]));
  }

  text(file: string): string {
    return (file === this.#file ? this.view.state : this.#states.get(file))?.doc.toString() ?? "";
  }

  /** Squiggles for the file that is seen. */
  mark(problems: readonly Problem[], apply: (file: string, edits: readonly Edit[]) => void): void {
    const { length } = this.view.state.doc;
    const diagnostics = problems
      .filter(({ file }) => file === this.#file)
      .map(({ file, fix, from, message, rule, suggestions, to }): Diagnostic => {
        const edits = [...(fix === undefined ? [] : [fix]), ...suggestions];
        return {
          from: Math.min(from, length),
          to: Math.min(to, length),
          severity: rule === undefined ? "info" : "error",
          source: rule === undefined ? "TypeScript" : `ctx/${rule}`,
          message,
          actions: edits.map((edit) => ({ name: edit.title.length > 60 ? `${edit.title.slice(0, 59)}…` : edit.title, apply: () => { apply(file, [edit]); } })),
        };
      });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /** Changes the file that is seen; edits that overlap one before them are left out. */
  change(edits: readonly Edit[]): void {
    const changes: Edit[] = [];
    for (const edit of [...edits].sort((a, b) => a.from - b.from || a.to - b.to)) {
      const before = changes.at(-1);
      if (before === undefined || edit.from > before.to) changes.push(edit);
    }
    this.view.dispatch({ changes: changes.map(({ from, text, to }) => ({ from, to, insert: text })), userEvent: "input.fix" });
  }

  goTo(position: number): void {
    this.view.dispatch({ selection: { anchor: Math.min(position, this.view.state.doc.length) }, effects: EditorView.scrollIntoView(Math.min(position, this.view.state.doc.length), { y: "center" }) });
    this.view.focus();
  }
}

async function complete(context: CompletionContext, client: Client, file: string): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[\w$]+|\./);
  if (word === null && !context.explicit) return null;
  const { from, items } = await client.ask("complete", { file, position: context.pos });
  return { from, options: items.map(({ kind, label }) => ({ label, type: kind === "method" ? "function" : kind === "var" || kind === "let" || kind === "const" ? "variable" : kind })), validFor: /^[\w$]*$/ };
}
