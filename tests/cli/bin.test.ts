/** The built bin as a process: its streams, and whose TypeScript it uses. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

import { describe, expect, it } from "vitest";

import { manifest } from "../../src/manifest.js";
import { clean, defect, project, root, write } from "./run.js";

const bin = path.join(root, "dist/cli/bin.js");

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function spawn(command: string, args: readonly string[], cwd: string): Ran {
  const { CI, NO_COLOR, FORCE_COLOR, ...env } = process.env;
  return spawnSync(command, args, { cwd, encoding: "utf8", env: { ...env, TERM: "xterm" } });
}

/** `script` runs a command on a terminal of its own; that of macOS and BSD takes other options. */
const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

describe("in a pipe", () => {
  it("it writes the report and no more", () => {
    const { status, stdout, stderr } = spawn(process.execPath, [bin], project({ "src/a.ts": defect }));
    expect(stdout).toContain("ctx/no-dropped-context");
    expect(stdout + stderr).not.toContain("\u001B");
    expect(stderr).toBe("");
    expect(status).toBe(1);
  });

  it("it shows help, and its version", () => {
    const help = spawn(process.execPath, [bin, "--help"], project({}));
    for (const option of ["--strict", "--rule", "--fix", "--format", "graph"]) expect(help.stdout).toContain(option);
    const version = spawn(process.execPath, [bin, "--version"], project({}));
    expect(version.stdout).toContain(manifest.version);
    expect([help.status, version.status]).toEqual([0, 0]);
  });
});

describe.runIf(hasScript)("on a terminal", () => {
  it("it shows how far it is, and that nothing was found", () => {
    const { stdout } = spawn("script", ["-qec", `"${process.execPath}" "${bin}"`, "/dev/null"], project({ "src/a.ts": clean, "src/b.ts": clean }));
    expect(stdout).toMatch(/Reading types[^]*1 of 2 src\/[ab]\.ts[^]*2 of 2 src\/[ab]\.ts[^]*Nothing found in 2 files\.\r\n$/);
  });
});

describe("a project with tools of its own", () => {
  it("is linted with them, and its TypeScript is everyone's", () => {
    const folder = project({ "src/a.ts": defect });
    const modules = path.join(folder, "node_modules");
    fs.rmSync(modules);
    fs.mkdirSync(modules);
    // Another copy is another TypeScript; so is another ESLint.
    fs.cpSync(path.join(root, "node_modules/typescript"), path.join(modules, "typescript"), { recursive: true });
    fs.symlinkSync(path.join(root, "node_modules/eslint-9-39"), path.join(modules, "eslint"), "junction");
    write(
      folder,
      "probe.mjs",
      `import { createRequire } from "node:module";
      const { toolchainFor } = await import(${JSON.stringify(pathToFileURL(path.join(root, "dist/cli/toolchain.js")).href)});
      const { ESLint, ts } = toolchainFor(process.cwd());
      const ours = createRequire(${JSON.stringify(bin)});
      const own = createRequire(import.meta.url)("typescript");
      const asImported = (await import(${JSON.stringify(pathToFileURL(path.join(root, "node_modules/typescript/lib/typescript.js")).href)})).default;
      console.log(JSON.stringify({ eslint: ESLint.version, same: [ts === own, ours("typescript") === own, asImported === own] }));`,
    );
    const { stdout, stderr } = spawn(process.execPath, ["probe.mjs"], folder);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({ eslint: expect.stringMatching(/^9\.39\./) as string, same: [true, true, true] });

    const linted = spawn(process.execPath, [bin], folder);
    expect(linted.stdout).toContain("ctx/no-dropped-context");
    expect(linted.stderr).toBe("");
  });
});

describe("installed where the tools that it needs are missing", () => {
  it.each([
    ["no TypeScript", undefined, /^eslint-plugin-ctx needs typescript >=5\.4\.0 <6\.1\.0, and finds none: `npm i -D "typescript@>=5\.4\.0 <6\.1\.0"`\.\n$/],
    ["TypeScript 7 only", "7.0.2", /^TypeScript 7\.0\.2 has no API for other tools yet, and there is no other one here\. Have both: `npm i -D typescript@npm:@typescript\/typescript6 .*`\.\n$/],
    ["an old TypeScript", "4.9.5", /^eslint-plugin-ctx needs typescript .*, and finds version 4\.9\.5: /],
  ])("%s: it says what to do", (_, version, expected) => {
    const folder = project({ "src/a.ts": defect });
    const modules = path.join(folder, "node_modules");
    fs.rmSync(modules);
    const own = path.join(modules, "eslint-plugin-ctx");
    fs.cpSync(path.join(root, "dist"), path.join(own, "dist"), { recursive: true });
    fs.copyFileSync(path.join(root, "package.json"), path.join(own, "package.json"));
    for (const name of ["cac", "semver", "yocto-spinner"]) fs.symlinkSync(path.join(root, "node_modules", name), path.join(modules, name), "junction");
    if (version !== undefined) {
      write(folder, "node_modules/typescript/package.json", JSON.stringify({ name: "typescript", version, main: "index.js" }));
      write(folder, "node_modules/typescript/index.js", "");
    }
    const { status, stdout, stderr } = spawn(process.execPath, [path.join(own, "dist/cli/bin.js")], folder);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(expected);
  });
});
