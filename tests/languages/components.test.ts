import { describe, expect, it } from "vitest";

import { lint } from "./lint.js";

const script = `import { background, type Context } from "./context.js";

const title = "orders";

export async function load(ctx: Context): Promise<void> {
  await query(background());
}

export function enqueue(ctx: Context): void {
  if (ctx.err()) return;
  void query(background());
}

async function query(ctx: Context): Promise<void> {
  await ctx.done();
}
`;

const detached = script
  .replace("type Context }", "type Context, withoutCancel }")
  .replace("void query(background())", "void query(withoutCancel(ctx))");

/** The same script, in the files of both frameworks. */
const components = {
  "Component.vue": (text: string) => `<template>\n  <p>{{ title }}</p>\n</template>\n\n<script lang="ts">\n${text}</script>\n`,
  "Component.svelte": (text: string) => `<script lang="ts">\n${text}</script>\n\n<p>{title}</p>\n`,
};

describe.each(Object.entries(components))("%s", (file, component) => {
  it("is reported where it is, and edited in its script", () => {
    expect(lint(file, component(script))).toEqual([
      { rule: "ctx/no-background-context", at: "background()", edits: [component(script.replace("await query(background())", "await query(ctx)"))] },
      { rule: "ctx/no-background-context", at: "background()", edits: [component(detached)] },
    ]);
  });
});
