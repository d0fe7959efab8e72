import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

export const root = path.join(import.meta.dirname, "../..");
const ours = path.join(root, "node_modules");

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

  const add = (name: string, from: string): void => {
    const to = path.join(modules, name);
    if (fs.existsSync(to)) return;
    fs.cpSync(from, to, { recursive: true });
    addNeeds(from);
  };
  const addNeeds = (folder: string, met = new Set<string>()): void => {
    if (met.has(folder)) return;
    met.add(folder);
    const { dependencies, peerDependencies } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest;
    for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
      const found = resolve(name, folder);
      if (found === path.join(ours, name)) add(name, found);
      else if (found !== undefined) addNeeds(found, met); // A nested one was copied with its parent.
    }
  };
  add("eslint", path.join(ours, eslint));
  for (const name of ["@typescript-eslint/parser", "@types/node", "typescript"]) add(name, path.join(ours, name));
  addNeeds(root);

  fs.mkdirSync(path.join(modules, ".bin"));
  const bins = { eslint: "../eslint/bin/eslint.js", "eslint-plugin-ctx": "../eslint-plugin-ctx/dist/cli/bin.js" };
  for (const [name, file] of Object.entries(bins)) {
    fs.symlinkSync(file, path.join(modules, ".bin", name));
    fs.chmodSync(path.join(modules, ".bin", file), 0o755);
  }
}

/** Where a package finds another, as Node looks for it. */
function resolve(name: string, folder: string): string | undefined {
  const found = path.join(folder, "node_modules", name);
  if (fs.existsSync(found)) return found;
  return folder === root ? undefined : resolve(name, path.dirname(folder));
}

/** The environment, without the npm settings of the run that tests are part of. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:npm|vitest|node_env)/i.test(name)));
}

function run(command: string, args: readonly string[], cwd: string): void {
  execFileSync(command, args, { cwd, env: cleanEnvironment(), stdio: "pipe" });
}
