// Bundles the page that `graph` writes: one file, with its script, style and layout library inside.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { build } from "esbuild";

const page = new URL("../src/graph/page/", import.meta.url);
const { outputFiles } = await build({ entryPoints: [new URL("main.ts", page).pathname], bundle: true, minify: true, write: false, format: "iife", target: "es2022", logLevel: "warning" });
const worker = await readFile(createRequire(import.meta.url).resolve("elkjs/lib/elk-worker.min.js"), "utf8");

const parts = {
  "/*STYLE*/": await readFile(new URL("style.css", page), "utf8"),
  "/*WORKER*/": worker,
  "/*SCRIPT*/": outputFiles[0].text,
};
let html = await readFile(new URL("index.html", page), "utf8");
for (const [mark, text] of Object.entries(parts)) {
  if (/<\/script|<!--/i.test(text)) throw new Error(`what stands for ${mark} would end its element`);
  html = html.replace(mark, () => text);
}
await writeFile(new URL("../dist/graph/page.html", import.meta.url), html);
