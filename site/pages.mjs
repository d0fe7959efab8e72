// Puts the pages together: those of `docs/`, the README as the first of them, and the site's own. The plugin must be built.
import { spawnSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const site = fileURLToPath(new URL(".", import.meta.url));
const root = path.join(site, "..");
const pages = path.join(site, "pages");
const repository = "https://github.com/eslint-plugin-ctx/eslint-plugin-ctx/blob/main";

await rm(pages, { recursive: true, force: true });
await cp(path.join(root, "docs"), pages, { recursive: true });
await cp(path.join(site, "own"), pages, { recursive: true });

// The README's links are from the root of the repository.
const readme = await readFile(path.join(root, "README.md"), "utf8");
await writeFile(
  path.join(pages, "start.md"),
  plain(readme)
    .replaceAll("](docs/", "](")
    .replaceAll(/\]\((?=(?:examples|src|tests|scripts)\/)/g, `](${repository}/`),
);

const list = /<!-- begin auto-generated rules list -->([\s\S]*)<!-- end auto-generated rules list -->/.exec(readme)?.[1] ?? "";
await writeFile(path.join(pages, "rules", "index.md"), `# Rules\n${list.replaceAll("](docs/rules/", "](")}`);

for (const entry of await readdir(pages, { recursive: true })) {
  if (!entry.endsWith(".md") || entry === "start.md") continue;
  const file = path.join(pages, entry);
  const text = plain(await readFile(file, "utf8"))
    .replaceAll("](../README.md", "](start.md")
    .replaceAll(/\]\((?:\.\.\/)+(?=(?:examples|src|tests|scripts)\b)/g, `](${repository}/`);
  await writeFile(file, entry.startsWith("rules") ? withPlayground(text, path.basename(entry, ".md")) : entry === "graph.md" ? withExample(text) : text);
}
await mkdir(path.join(pages, "public"), { recursive: true });
await cp(path.join(site, "public"), path.join(pages, "public"), { recursive: true });

const { status } = spawnSync(process.execPath, [path.join(root, "dist/cli/bin.js"), "graph", "examples/orders", "--out", path.join(pages, "public/example-graph.html")], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
if (status !== 0) throw new Error("The example's graph could not be drawn.");

/** `ts partial` is a word to our tests, not to the highlighter. */
function plain(text) {
  return text.replaceAll(/^```(\w+) partial$/gm, "```$1");
}

/** The picture itself, before its explanation. */
function withExample(text) {
  return text.replace("\n## ", `\n<iframe class="example" src="/example-graph.html" title="The contexts of examples/orders" loading="lazy"></iframe>\n\n<a href="/example-graph.html" target="_blank">Open this picture of the example service</a>\n\n## `);
}

/** A link below the header of a rule's page. */
function withPlayground(text, rule) {
  const end = "<!-- end auto-generated rule header -->";
  return text.replace(end, `${end}\n\n<a href="/playground/#rule=${rule}" target="_self">Open an example in the playground</a>`);
}
