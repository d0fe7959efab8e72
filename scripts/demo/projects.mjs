// What the demo lints, and how a package's sources become a project that ESLint and TypeScript accept.
import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cache = path.join(root, ".cache", "demo");

/** Packages of devDependencies that ship the TypeScript they are built from, and the folder it is in. */
const packages = [
  { name: "nice-grpc", sources: "src" },
  { name: "langium", sources: "src" },
  { name: "@anthropic-ai/sdk", sources: "src" },
];

/** npm packages ship no tsconfig.json that works without their repository; these options suit all of them. */
const compilerOptions = {
  target: "es2022",
  lib: ["es2023", "esnext.disposable", "dom", "dom.iterable", "dom.asynciterable"],
  module: "preserve",
  moduleResolution: "bundler",
  types: ["node"],
  strict: true,
  strictPropertyInitialization: false,
  skipLibCheck: true,
  experimentalDecorators: true,
  allowImportingTsExtensions: true,
  noEmit: true,
};

/** The projects to lint: a name, a title, the folder with its tsconfig.json, and whether its defects are marked. */
export async function prepareProjects() {
  return [
    { name: "examples/orders", title: "examples/orders", dir: path.join(root, "examples", "orders"), planted: true },
    ...(await Promise.all(packages.map(copyPackage))),
  ];
}

/** ESLint lints nothing below `node_modules`, so the sources are copied. Imports still resolve there, since the copy is below the root too. */
async function copyPackage({ name, sources }) {
  const installed = path.join(root, "node_modules", name);
  const dir = path.join(cache, name);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  await cp(path.join(installed, sources), path.join(dir, "src"), { recursive: true, filter: (file) => !isTest(file) });
  await cp(path.join(installed, "package.json"), path.join(dir, "package.json"));
  await writeFile(path.join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }, undefined, 2));
  const own = path.join(installed, "node_modules");
  if (existsSync(own)) await symlink(own, path.join(dir, "node_modules"), "junction");
  const { version } = JSON.parse(await readFile(path.join(dir, "package.json"), "utf8"));
  return { name, title: `${name} ${version}`, dir, planted: false };
}

/** Tests need test frameworks that nobody installs with the package. */
function isTest(file) {
  return /\.(test|spec)\.[cm]?tsx?$|[\\/](__tests__|tests?)$/.test(file);
}
