import { Linter } from "eslint";
import { describe, expect, it } from "vitest";

import { lint } from "./lint.js";

/** JavaScript whose types are in JSDoc. */
const passed = `import { background } from "./context.js";

/** @param {import("./context.js").Context} ctx */
export async function load(ctx) {
  // The comment stays.
  await query(background());
}

/** @param {import("./context.js").Context} ctx */
async function query(ctx) {
  return ctx.err();
}
`;

const dropped = `import { background } from "./context.js";

/** @param {import("./context.js").Context} ctx */
export function load(ctx) {
  if (ctx.err()) return;
  void query(background());
}

/** @param {import("./context.js").Context} ctx */
async function query(ctx) {
  return ctx.err();
}
`;

const missing = `import { background } from "./context.js";

export function load() {
  return query(background());
}

/** @param {import("./context.js").Context} ctx */
function query(ctx) {
  return ctx.err();
}
`;

const defaulted = `import { background } from "./context.js";

/** @param {import("./context.js").Context} ctx */
export function load(ctx = background()) {
  return ctx.err();
}
`;

const stored = `class Service {
  /** @type {import("./context.js").Context} */
  #ctx;

  /** @param {import("./context.js").Context} ctx */
  constructor(ctx) {
    this.#ctx = ctx;
  }

  over() {
    return this.#ctx.err() !== undefined;
  }
}

/** @param {import("./context.js").Context} ctx */
export const make = (ctx) => new Service(ctx);
`;

const second = `/**
 * @param {string} id
 * @param {import("./context.js").Context} ctx
 */
export function load(id, ctx) {
  return id + String(ctx.err());
}
`;

const untypedKey = `import { withValue } from "./context.js";

/** @param {import("./context.js").Context} ctx */
export function enter(ctx) {
  return withValue(ctx, "user", { name: "Ada" });
}

/** @param {import("./context.js").Context} ctx */
export function userOf(ctx) {
  return ctx.value("user");
}
`;

const cases: Readonly<Record<string, readonly [rules: string | readonly string[], text: string]>> = {
  "a context is available": ["ctx/no-background-context", passed],
  "work that nobody waits for": ["ctx/no-background-context", dropped],
  "no context is available": ["ctx/no-background-context", missing],
  // What stands for a missing context, and that one may be missing.
  "a default": [["ctx/no-background-context", "ctx/no-optional-context"], defaulted],
  "a field": ["ctx/no-context-field", stored],
  "a second parameter": ["ctx/context-first-param", second],
  "a key without a type": ["ctx/typed-context-key", untypedKey],
};

it("fixes a root where a context is available", () => {
  expect(lint("script.js", passed)).toEqual([
    { rule: "ctx/no-background-context", at: "background()", edits: [passed.replace("query(background())", "query(ctx)")] },
  ]);
});

it("merges the import that an edit needs", () => {
  expect(lint("script.js", dropped)).toEqual([
    {
      rule: "ctx/no-background-context",
      at: "background()",
      edits: [dropped.replace("{ background }", "{ background, withoutCancel }").replace("query(background())", "query(withoutCancel(ctx))")],
    },
  ]);
});

describe.each(Object.entries(cases))("%s", (_, [rules, text]) => {
  it("is reported, and each edit is JavaScript", () => {
    const reports = lint("script.js", text);
    expect(new Set(reports.map((report) => report.rule))).toEqual(new Set([rules].flat()));
    for (const edit of reports.flatMap(({ edits }) => edits)) {
      const syntaxErrors = new Linter().verify(edit, { languageOptions: { sourceType: "module" } });
      expect(syntaxErrors.map(({ message }) => `${message}\n${edit}`)).toEqual([]);
    }
  });
});
