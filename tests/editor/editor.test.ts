/** What an editor shows and offers, by the language server of VS Code's ESLint extension. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { rules } from "../../src/rules/index.js";
import { Editor } from "./client.js";

const root = path.join(import.meta.dirname, "../..");

const config = `import parser from "@typescript-eslint/parser";
import ctx from "eslint-plugin-ctx";
const typed = { parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } };
export default [
  { files: ["src/**/*.ts", "outside/**/*.ts"], ...ctx.configs.recommended, languageOptions: typed },
  { files: ["untyped/**/*.ts"], ...ctx.configs.recommended, languageOptions: { parser } },
];
`;
const tsconfig = JSON.stringify({ compilerOptions: { target: "es2022", module: "nodenext", strict: true, lib: ["es2023", "dom"], types: [], noEmit: true }, include: ["src"] });

const dropped = `export async function load(signal: AbortSignal): Promise<Response> {
  signal.throwIfAborted();
  return await fetch("one");
}
`;
const passed = dropped.replace('"one"', '"one", { signal }');
const droppedTwice = dropped.replace('  return await fetch("one");', '  await fetch("two");\n  return await fetch("one");');
const passedTwice = droppedTwice.replaceAll(/"(one|two)"/g, '"$1", { signal }');
const swallowed = `export async function retry(signal: AbortSignal): Promise<Response> {
  for (;;) {
    try {
      return await fetch("one", { signal });
    } catch {
      console.log("again");
    }
  }
}
`;

/** A project that has the plugin, and one of our ESLints. */
function makeProject(eslint: string): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "eslint-plugin-ctx-editor-")));
  const link = (name: string, to: string): void => {
    const from = path.join(folder, "node_modules", name);
    fs.mkdirSync(path.dirname(from), { recursive: true });
    fs.symlinkSync(path.join(root, to), from, "junction");
  };
  link("eslint", `node_modules/${eslint}`);
  link("eslint-plugin-ctx", ".");
  for (const name of ["@typescript-eslint/parser", "typescript"]) link(name, `node_modules/${name}`);
  const files = { "package.json": '{ "type": "module" }', "tsconfig.json": tsconfig, "eslint.config.js": config, "src/file.ts": "", "untyped/file.ts": dropped, "outside/file.ts": dropped };
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

describe.each(["eslint-9-39", "eslint"])("%s", (eslint) => {
  const file = "src/file.ts";
  const id = "ctx/no-dropped-context";
  const url = rules["no-dropped-context"]!.meta.docs!.url!;
  let editor: Editor;

  beforeAll(async () => {
    editor = await Editor.open(makeProject(eslint));
  });

  afterAll(async () => {
    await editor.close();
    fs.rmSync(editor.folder, { recursive: true });
  });

  it("squiggles are below what is reported, with the message, the rule and its page", async () => {
    await editor.show(file, dropped);
    const [diagnostic, ...more] = await editor.diagnostics(file);
    expect(more).toEqual([]);
    expect(diagnostic).toMatchObject({
      severity: 1,
      source: "eslint",
      code: id,
      codeDescription: { href: url },
      message: expect.stringMatching(/`signal` is available/) as string,
      range: { start: { line: 2, character: 15 }, end: { line: 2, character: 20 } },
    });
    expect(editor.marked(file, diagnostic!)).toBe("fetch");
  });

  it("the quick fix is what --fix does", async () => {
    await editor.show(file, dropped);
    const [fix] = await editor.actions(file, "quickfix", await editor.diagnostics(file));
    expect(fix).toMatchObject({ title: `Fix this ${id} problem`, isPreferred: true });
    expect(await editor.perform(file, fix!)).toBe(passed);
  });

  it("suggestions are offered by what they do", async () => {
    await editor.show(file, swallowed);
    const [diagnostic, ...more] = await editor.diagnostics(file);
    expect(more).toEqual([]);
    expect(diagnostic?.code).toBe("ctx/no-swallowed-cancellation");
    const actions = await editor.actions(file, "quickfix", [diagnostic!]);
    const suggestion = actions.find(({ title }) => title.endsWith("(ctx/no-swallowed-cancellation)"));
    expect(suggestion?.title).toMatch(/throwIfAborted/);
    expect(await editor.perform(file, suggestion!)).toBe(swallowed.replace('console.log("again")', 'signal.throwIfAborted();\n      console.log("again")'));
  });

  it("all fixes of a file are one action, as on save", async () => {
    await editor.show(file, droppedTwice);
    const diagnostics = await editor.diagnostics(file);
    expect(diagnostics).toHaveLength(2);
    const [fixAll] = await editor.actions(file, "source.fixAll.eslint", []);
    expect(await editor.perform(file, fixAll!)).toBe(passedTwice);
  });

  it("squiggles go when the text is right", async () => {
    await editor.show(file, passedTwice);
    expect(await editor.diagnostics(file)).toEqual([]);
  });

  it("the rule's page opens", async () => {
    await editor.show(file, dropped);
    const actions = await editor.actions(file, "quickfix", await editor.diagnostics(file));
    await editor.perform(file, actions.find(({ title }) => title.startsWith("Show documentation"))!);
    expect(editor.opened).toEqual([url]);
  });

  it("without type information nothing shows, but the log says why", async () => {
    const untyped = "untyped/file.ts";
    await editor.show(untyped, dropped);
    expect(await editor.diagnostics(untyped)).toEqual([]);
    expect(editor.states.get(pathToFileURL(path.join(editor.folder, untyped)).href)).toBe(3);
    expect(editor.log.join("\n")).toMatch(/You have used a rule which requires type information/);
  });

  it("a file that no tsconfig.json has says so itself", async () => {
    const outside = "outside/file.ts";
    await editor.show(outside, dropped);
    expect(await editor.diagnostics(outside)).toMatchObject([{ message: expect.stringMatching(/not found by the project service/) as string }]);
  });
});
