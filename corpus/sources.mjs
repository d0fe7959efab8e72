// Copies the sources out of node_modules, where ESLint ignores them, and writes a tsconfig for each package.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

import { measured, packages } from "./packages.mjs";

const here = import.meta.dirname;
export const sourcesFolder = path.join(here, "sources");

/** The folder that a package's sources are in. */
export const folderOf = (name, base = sourcesFolder) => path.join(base, name.replace("/", "+"));

const isScript = (file) => /\.[cm]?tsx?$/.test(file);
const isDeclaration = (file) => /\.d\.[cm]?ts$/.test(file);
const isTest = (file) => /(^|\/)(tests?|__tests__|__mocks__|spec|specs|e2e|benchmarks?|bench|fixtures?)\//.test(file) || /[._-](test|tests|spec|bench|browser-test|stories|benchmark)\.([\w-]+\.)?[cm]?tsx?$/.test(file);

/** Files below a folder, relative to it, without node_modules. */
export function* filesBelow(folder, inside = "") {
  for (const entry of fs.readdirSync(path.join(folder, inside), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.posix.join(inside, entry.name);
    if (entry.isDirectory() && entry.name !== "node_modules") yield* filesBelow(folder, file);
    else if (entry.isFile()) yield file;
  }
}

/** The files of a package that are linted, relative to its folder. `testing` folders are in the program only. */
export const lintedFiles = (name) => [...filesBelow(folderOf(name))].filter((file) => file.startsWith("src/") && isScript(file) && !isDeclaration(file) && !file.includes("/testing/"));

function tsconfig({ dom = true, decorators = false, paths }) {
  return {
    compilerOptions: {
      target: "es2022",
      lib: ["esnext", ...(dom ? ["dom", "dom.iterable", "dom.asynciterable"] : [])],
      module: "esnext",
      moduleResolution: "bundler",
      allowImportingTsExtensions: true,
      types: ["node"],
      strict: true,
      strictPropertyInitialization: false,
      useUnknownInCatchVariables: false,
      skipLibCheck: true,
      experimentalDecorators: decorators,
      resolveJsonModule: true,
      esModuleInterop: true,
      jsx: "react-jsx",
      noEmit: true,
      ...(paths && { paths }),
    },
    exclude: ["node_modules"],
  };
}

function copy(entry) {
  const from = path.join(here, "node_modules", entry.name);
  const to = folderOf(entry.name);
  const take = (folder, target, wanted) => {
    for (const file of filesBelow(path.join(from, folder))) {
      if (!wanted(`${folder}/${file}`)) continue;
      fs.cpSync(path.join(from, folder, file), path.join(to, target, file));
    }
  };
  // Where there is no `src`, the sources are in the package's own folders, beside what was compiled of them.
  take(fs.existsSync(path.join(from, "src")) ? "src" : ".", "src", (file) => !/^_|\/_(?:cjs|esm|types)\//.test(file) && (isScript(file) || file.endsWith(".json")) && !isTest(file) && path.basename(file) !== "tsconfig.json");
  for (const [folder, target] of Object.entries(entry.beside ?? {})) take(folder, target, () => true);
  // Without name and exports: what imports the package by its name gets the installed one.
  const { type, version } = JSON.parse(fs.readFileSync(path.join(from, "package.json"), "utf8"));
  fs.writeFileSync(path.join(to, "package.json"), JSON.stringify({ type, version }));
  fs.writeFileSync(path.join(to, "tsconfig.json"), JSON.stringify(tsconfig(entry), undefined, 2));
  // Versions of its own that the package needs.
  const nested = path.join(from, "node_modules");
  if (fs.existsSync(nested)) fs.symlinkSync(path.relative(to, nested), path.join(to, "node_modules"));
}

/** Does `work` unless `mark` says that it was done for the same content of `files`. */
function once(mark, files, work) {
  const content = createHash("sha256");
  for (const file of files) content.update(fs.readFileSync(path.join(here, file)));
  const digest = content.digest("hex");
  if (fs.existsSync(mark) && fs.readFileSync(mark, "utf8") === digest) return;
  work();
  fs.writeFileSync(mark, digest);
}

/** The folders of all installed packages, nested ones too. */
export function packageFolders(modules = path.join(here, "node_modules")) {
  const inside = (folder) => fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map(({ name }) => path.join(folder, name));
  const folders = inside(modules).flatMap((folder) => (path.basename(folder).startsWith("@") ? inside(folder) : [folder]));
  return folders.flatMap((folder) => [folder, ...(fs.existsSync(path.join(folder, "node_modules")) ? packageFolders(path.join(folder, "node_modules")) : [])]);
}

/** Installs the packages and copies their sources, where that is not yet done. */
export function prepare() {
  once(path.join(here, "node_modules/.installed"), ["package-lock.json"], () => {
    console.log("Installing the corpus …");
    execFileSync("npm", ["ci", "--ignore-scripts"], { cwd: here, stdio: "inherit" });
  });
  once(path.join(sourcesFolder, ".copied"), ["package-lock.json", "packages.mjs", "sources.mjs"], () => {
    fs.rmSync(sourcesFolder, { recursive: true, force: true });
    [...packages, ...measured].forEach(copy);
  });
}
