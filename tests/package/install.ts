import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

export const root = path.join(import.meta.dirname, "../..");

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Packs the built package, as `npm publish` would, into a folder. */
export function pack(folder: string): string {
  run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], root);
  const [tarball] = fs.readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack wrote no tarball");
  return path.join(folder, tarball);
}

/**
 * Installs the tarball, one of our ESLints and what both need in a project of its own: as npm would, but from our
 * `node_modules`, so that the tests need no registry.
 */
export function install(project: string, tarball: string, eslint: string): void {
  const modules = path.join(project, "node_modules");
  const plugin = path.join(modules, "eslint-plugin-ctx");
  fs.mkdirSync(plugin, { recursive: true });
  run("tar", ["-xzf", tarball, "--strip-components=1", "-C", plugin], project);

  const add = (name: string, from = path.join(root, "node_modules", name)): void => {
    const to = path.join(modules, name);
    if (fs.existsSync(to)) return;
    fs.cpSync(from, to, { recursive: true });
    addNeeds(from);
  };
  const addNeeds = (folder: string): void => {
    const { dependencies, peerDependencies } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest;
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      const nested = path.join(folder, "node_modules", name);
      if (fs.existsSync(nested)) addNeeds(nested);
      else if (fs.existsSync(path.join(root, "node_modules", name))) add(name);
    }
  };
  add("eslint", path.join(root, "node_modules", eslint));
  for (const name of ["@typescript-eslint/parser", "@types/node", "typescript"]) add(name);
  addNeeds(plugin);

  fs.mkdirSync(path.join(modules, ".bin"));
  fs.symlinkSync("../eslint/bin/eslint.js", path.join(modules, ".bin/eslint"));
}

/** Runs a command without the npm settings of the run that tests are part of. */
export function run(command: string, args: readonly string[], cwd: string): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:npm|vitest|node_env)/i.test(name)));
  return execFileSync(command, args, { cwd, env, encoding: "utf8", stdio: "pipe" });
}
