import "./shims/process.js";

import * as parser from "@typescript-eslint/parser";
import { Linter } from "eslint/universal";
import ts from "typescript";

import { rules } from "../../src/rules/index.js";
import type { Answer, Edit, Problem, Question } from "./protocol.js";
import { Project } from "./project.js";

const project = new Project();
const linter = new Linter({ cwd: "/" });
const plugin = { meta: { name: "eslint-plugin-ctx", version: "0.0.0", namespace: "ctx" }, rules: rules as never };

let turn = Promise.resolve();

// One question after the other: each may wait for types to be loaded.
self.addEventListener("message", ({ data }: MessageEvent<Question>) => {
  turn = turn.then(async () => {
    self.postMessage(await answer(data));
  });
});

async function answer(question: Question): Promise<Answer> {
  const { id } = question;
  switch (question.kind) {
    case "lint": {
      const start = performance.now();
      try {
        await project.update(question.files);
        const problems = Object.keys(question.files).flatMap((file) => [...errorsOf(file), ...reportsOf(file, question)]);
        return { id, kind: "lint", problems, ms: performance.now() - start };
      } catch (error) {
        return { id, kind: "lint", problems: [], ms: performance.now() - start, failed: String(error instanceof Error ? (error.stack ?? error.message) : error) };
      }
    }
    case "hover": {
      const info = project.service.getQuickInfoAtPosition(question.file, question.position);
      const text = info && `${ts.displayPartsToString(info.displayParts)}\n${ts.displayPartsToString(info.documentation)}`.trim();
      return { id, kind: "hover", text };
    }
    case "complete": {
      const found = project.service.getCompletionsAtPosition(question.file, question.position, { includeCompletionsForModuleExports: false });
      const from = found?.optionalReplacementSpan?.start ?? question.position;
      return { id, kind: "complete", from, items: (found?.entries ?? []).slice(0, 300).map(({ kind, name }) => ({ label: name, kind })) };
    }
  }
}

function reportsOf(file: string, { files, rules: set }: Extract<Question, { kind: "lint" }>): Problem[] {
  const text = files[file] ?? "";
  const settings = /\/\* settings (.*?) \*\//s.exec(text)?.[1];
  const messages = linter.verify(
    text,
    [
      {
        files: ["**/*.{ts,tsx}"],
        languageOptions: { parser: parser as never, parserOptions: { programs: [project.program()], ecmaFeatures: { jsx: true } } },
        plugins: { ctx: plugin },
        rules: Object.fromEntries(Object.entries(set).map(([name, setting]) => [`ctx/${name}`, setting as never])),
        ...(settings === undefined ? {} : { settings: JSON.parse(settings) as Record<string, unknown> }),
      },
    ],
    { filename: file },
  );
  const lines = new Lines(text);
  return messages
    .filter(({ fatal }) => fatal !== true) // TypeScript says it better.
    .map(({ column, endColumn, endLine, fix, line, message, ruleId, suggestions = [] }) => {
      const from = lines.offset(line, column);
      const to = endLine === undefined || endColumn === undefined ? from + 1 : lines.offset(endLine, endColumn);
      return { file, from, to: Math.max(to, from + 1), line, rule: ruleId?.replace("ctx/", "") ?? "eslint", message, fix: fix && edit("Fix", fix), suggestions: suggestions.map((each) => edit(each.desc, each.fix)) };
    });
}

function edit(title: string, { range: [from, to], text }: { readonly range: readonly [number, number]; readonly text: string }): Edit {
  return { title, from, to, text };
}

/** Errors of the code, so that nobody looks for a report where a name is misspelt. */
function errorsOf(file: string): Problem[] {
  const found = [...project.service.getSyntacticDiagnostics(file), ...project.service.getSemanticDiagnostics(file)];
  return found.flatMap(({ category, file: source, length = 1, messageText, start }) => {
    if (category !== ts.DiagnosticCategory.Error || start === undefined || source === undefined) return [];
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    return [{ file, from: start, to: start + Math.max(1, length), line, rule: undefined, message: ts.flattenDiagnosticMessageText(messageText, "\n"), fix: undefined, suggestions: [] }];
  });
}

/** Where lines begin. */
class Lines {
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#starts = [0, ...[...text.matchAll(/\r\n|[\r\n\u2028\u2029]/g)].map((end) => end.index + end[0].length)];
  }

  offset(line: number, column: number): number {
    return (this.#starts[line - 1] ?? 0) + column - 1;
  }
}
