import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";

import type { ESLint, Linter } from "eslint";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { rules } from "../../src/rules/index.js";
import { parse } from "../docs/markdown.js";
import { cleanEnvironment, install, pack, root } from "./install.js";

/** A folder of our `node_modules` for each ESLint that the package is for. */
const eslints = ["eslint-9-15", "eslint-9-39", "eslint"] as const;

const temporary = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "eslint-plugin-ctx-")));
const projectOf = (eslint: string): string => path.join(temporary, eslint);
let packed: readonly string[] = [];

beforeAll(() => {
  const tarball = pack(temporary);
  for (const eslint of eslints) {
    const project = projectOf(eslint);
    fs.cpSync(path.join(import.meta.dirname, "fixtures"), project, { recursive: true });
    fs.copyFileSync(path.join(root, "tests/fixtures/context.ts"), path.join(project, "src/context.ts"));
    install(project, tarball, eslint);
  }
  const plugin = path.join(projectOf("eslint"), "node_modules/eslint-plugin-ctx");
  packed = fs.readdirSync(plugin, { recursive: true, encoding: "utf8" }).filter((file) => fs.statSync(path.join(plugin, file)).isFile());
});

afterAll(() => {
  fs.rmSync(temporary, { recursive: true });
});

it("the tarball has the built plugin and its pages, and nothing else", () => {
  const pages = Object.keys(rules).map((name) => `docs/rules/${name}.md`);
  const missing = ["package.json", "README.md", "LICENSE", "dist/index.js", "dist/index.d.ts", ...pages].filter((file) => !packed.includes(file));
  expect(missing).toEqual([]);
  expect(packed.filter((file) => !/^(?:package\.json|README\.md|LICENSE|dist\/.*\.(?:js|d\.ts)|dist\/graph\/page\.html|docs\/.*\.md)$/.test(file))).toEqual([]);
});

it("is loaded without reading TypeScript anew, or what is seldom needed", () => {
  const project = projectOf("eslint");
  // ESLint's own `ajv` is another one, further down.
  const probe = `import { createRequire } from "node:module";
    import "eslint-plugin-ctx";
    const { cache } = createRequire(import.meta.url);
    console.log(JSON.stringify(Object.keys(cache).map((file) => file.split("node_modules/").slice(1).join(">")).filter((file) => /^(?:typescript|ajv)\\//.test(file))));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", probe], { cwd: project, env: cleanEnvironment(), encoding: "utf8" });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual(["typescript/lib/typescript.js"]);

  // Node reads what is imported from CommonJS whole, to find what it exports.
  const imported = packed
    .filter((file) => file.startsWith("dist/") && file.endsWith(".js"))
    .flatMap((file) => ts.preProcessFile(fs.readFileSync(path.join(project, "node_modules/eslint-plugin-ctx", file), "utf8")).importedFiles.map(({ fileName }) => fileName));
  expect(imported).toContain("node:module");
  expect(imported.filter((name) => /^(?:typescript|ts-api-utils|ajv|picomatch|@typescript-eslint\/(?:type-)?utils)$/.test(name))).toEqual([]);
});

describe.each(eslints)("%s", (eslint) => {
  const project = projectOf(eslint);
  const service = path.join(project, "src/service.ts");

  /** What the project's own ESLint says, as a library. */
  async function lint(file: string, ...configs: Linter.Config[]): Promise<ESLint.LintResult> {
    const { ESLint: Own } = load<{ ESLint: typeof ESLint }>("eslint");
    const linter = new Own({ cwd: project, overrideConfigFile: true, overrideConfig: configs });
    const [result] = await linter.lintFiles([file]);
    return result!;
  }

  const load = <T>(name: string): T => createRequire(path.join(project, "package.json"))(name) as T;
  const plugin = (): ESLint.Plugin & { configs: Record<string, Linter.Config> } => load("eslint-plugin-ctx");
  const parser = (): Linter.Parser => load("@typescript-eslint/parser");
  const untyped = (): Linter.Config => ({ files: ["**/*.ts"], languageOptions: { parser: parser() } });
  const typed = (): Linter.Config => ({
    files: ["**/*.ts"],
    languageOptions: { parser: parser(), parserOptions: { projectService: true, tsconfigRootDir: project } },
  });

  /** What a bin says, as a user runs it. */
  function npx(bin: string, ...args: string[]): { readonly status: number | null; readonly output: string } {
    const { status, stdout, stderr } = spawnSync("npx", ["--no-install", bin, ...args], {
      cwd: project,
      env: cleanEnvironment(),
      encoding: "utf8",
    });
    return { status, output: stdout + stderr };
  }

  const idsOf = ({ messages }: ESLint.LintResult): (string | null)[] => messages.map(({ ruleId }) => ruleId);

  it("is the version it is named for, and the package says it works with it", () => {
    const { version } = load<{ version: string }>("eslint/package.json");
    const [major, minor] = /\d+(?:-\d+)*$/.exec(eslint)?.[0].split("-") ?? ["10", undefined];
    expect(version).toMatch(new RegExp(`^${major}\\.${minor ?? "\\d+"}\\.`));
    const { peerDependencies } = load<{ peerDependencies: Record<string, string> }>("eslint-plugin-ctx/package.json");
    expect(peerDependencies.eslint).toMatch(major === "10" ? /\^10\.0\.0/ : /\^9\.15\.0/);
  });

  it.each(["recommended", "strict", "all"])("ctx/%s is an element of a config array and reports", async (name) => {
    const result = await lint(service, typed(), plugin().configs[name]!);
    expect(idsOf(result)).toContain("ctx/no-context-field");
    expect(idsOf(result).filter((id) => !id?.startsWith("ctx/"))).toEqual([]);
  });

  it("ctx/disable-type-checked turns all off, where there are no types", async () => {
    const { all, "disable-type-checked": disabled } = plugin().configs;
    expect(idsOf(await lint(service, untyped(), all!, disabled!))).toEqual([]);
  });

  it("npx eslint reports, by a config that imports the plugin", () => {
    const { status, output } = npx("eslint", "src/service.ts");
    expect(output).toContain("ctx/no-context-field");
    expect(status).toBe(1);
  });

  it("npx eslint reports, by a config that requires it", () => {
    const { status, output } = npx("eslint", "-c", "required.config.cjs", "src/service.ts");
    expect(output).toContain("ctx/no-context-field");
    expect(status).toBe(1);
  });

  it("npx eslint-plugin-ctx reports, without a config", () => {
    const { status, output } = npx("eslint-plugin-ctx", "src/service.ts");
    expect(output).toContain("ctx/no-context-field");
    expect(status).toBe(1);
  });

  it("npx eslint --print-config and --cache know it by name and version", () => {
    const { version } = load<{ version: string }>("eslint-plugin-ctx/package.json");
    expect(npx("eslint", "--print-config", "src/service.ts").output).toContain(`"ctx:eslint-plugin-ctx@${version}"`);
    expect(npx("eslint", "--cache", "src/service.ts").output).toContain("ctx/no-context-field");
  });

  // `defineConfig` came with 9.22.
  it.skipIf(eslint === "eslint-9-15").each(["recommended", "strict", "all"])("defineConfig extends ctx/%s", async (name) => {
    const { defineConfig } = load<typeof import("eslint/config")>("eslint/config");
    for (const key of ["ctx", "context"]) {
      const configs = defineConfig(typed(), { files: ["**/*.ts"], plugins: { [key]: plugin() }, extends: [`${key}/${name}`] });
      expect(idsOf(await lint(service, ...configs))).toContain(`${key}/no-context-field`);
    }
  });

  it("without type information every rule gives typescript-eslint's own error", async () => {
    for (const name of Object.keys(rules)) {
      const linted = lint(service, untyped(), { plugins: { ctx: plugin() }, rules: { [`ctx/${name}`]: "error" } });
      await expect(linted, name).rejects.toThrow(/You have used a rule which requires type information/);
    }
    const { status, output } = npx("eslint", "-c", "untyped.config.mjs", "src/service.ts");
    expect(output).toMatch(/You have used a rule which requires type information/);
    expect(status).toBe(2);
  });

  it("a file with a syntax error gives a parse error", async () => {
    const { messages } = await lint(path.join(project, "src/broken.ts"), typed(), plugin().configs.all!);
    expect(messages).toEqual([expect.objectContaining({ fatal: true, ruleId: null, message: expect.stringMatching(/^Parsing error/) as string })]);
  });

  it("every rule reports an example of its page", async () => {
    const file = path.join(project, "src/example.ts");
    for (const name of Object.keys(rules)) {
      const { blocks } = parse(name, fs.readFileSync(path.join(root, `docs/rules/${name}.md`), "utf8"));
      const example = blocks.find(({ kind, code }) => kind === "incorrect" && !/ from ["'][^.]|^\/[*/] /m.test(code));
      fs.writeFileSync(file, example?.code ?? "");
      const one = { plugins: { ctx: plugin() }, rules: { [`ctx/${name}`]: "error" } } satisfies Linter.Config;
      expect(idsOf(await lint(file, typed(), one)), `${name}: an example without packages`).toContain(`ctx/${name}`);
    }
  });

  it("a wrong setting gives an error that names it", async () => {
    for (const name of Object.keys(rules)) {
      const one = { plugins: { ctx: plugin() }, rules: { [`ctx/${name}`]: "error" } } satisfies Linter.Config;
      await expect(lint(service, typed(), one, { settings: { ctx: { modles: [] } } }), name).rejects.toThrow(/modles/);
    }
  });
});

describe("TypeScript accepts the plugin in a config", () => {
  it.each(eslints)("%s", (eslint) => {
    const project = projectOf(eslint);
    const file = path.join(project, eslint === "eslint-9-15" ? "array.config.ts" : "defined.config.ts");
    for (const [module, moduleResolution] of [
      [ts.ModuleKind.NodeNext, ts.ModuleResolutionKind.NodeNext],
      [ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
    ] as const) {
      const program = ts.createProgram([file], { module, moduleResolution, strict: true, noEmit: true, types: [] });
      const checked = program.getSourceFiles().filter(({ fileName }) => fileName === file || fileName.includes("/eslint-plugin-ctx/dist/"));
      const errors = checked.flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]);
      expect(checked.length).toBeGreaterThan(1);
      expect(errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
    }
  });
});
