// Builds the playground: the page, its worker, the examples, and the types that the examples need.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { bundle } from "./bundle.mjs";
import { readExamples } from "./examples.mjs";
import { typesOf } from "./types.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = path.join(here, "../pages/public/playground");

await rm(out, { recursive: true, force: true });
await mkdir(path.join(out, "types"), { recursive: true });

const examples = await readExamples();
const { problems, packs } = typesOf(examples);
if (problems.length > 0) throw new Error(`Examples have errors:\n${problems.join("\n")}`);

for (const [name, files] of packs) await writeFile(path.join(out, "types", `${name.replaceAll("/", "__")}.json.gz`), gzipSync(JSON.stringify(files), { level: 9 }));
await writeFile(path.join(out, "types/index.json"), JSON.stringify([...packs.keys()].filter((name) => name !== "base")));

const { default: plugin } = await import("../../dist/index.js");
const rules = Object.entries(plugin.rules).map(([name, { meta }]) => ({
  name,
  description: meta.docs.description,
  recommended: plugin.configs.recommended.rules[`ctx/${name}`] ?? "off",
  strict: plugin.configs.strict.rules[`ctx/${name}`] ?? "off",
}));
await writeFile(path.join(out, "examples.json"), JSON.stringify({ examples, rules }));

await bundle("worker.ts", path.join(out, "lint.js"));
await writeFile(path.join(out, "lint.js.gz"), gzipSync(await readFile(path.join(out, "lint.js")), { level: 9 }));
await rm(path.join(out, "lint.js"));
await bundle("loader.ts", path.join(out, "worker.js"));
await bundle("app.ts", path.join(out, "app.js"));
for (const file of ["index.html", "style.css"]) await copyFile(path.join(here, file), path.join(out, file));

const sizes = await Promise.all((await readdir(out, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(async (entry) => (await readFile(path.join(entry.parentPath, entry.name))).length));
console.log(`playground: ${examples.length} examples, ${packs.size} packages with types, ${(sizes.reduce((a, b) => a + b, 0) / 1e6).toFixed(1)} MB`);
