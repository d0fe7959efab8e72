// The examples: the first incorrect block of each rule's page, and those of `examples/`, each with the files that it imports.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const fixtures = path.join(root, "tests/fixtures");

/** All examples, in the order in which they are offered. */
export async function readExamples() {
  return [...(await ofFrameworks()), ...(await ofRules())];
}

async function ofFrameworks() {
  const folder = path.join(root, "site/playground/examples");
  const order = ["go.ts", "fetch.ts"];
  const names = (await readdir(folder)).sort((a, b) => order.indexOf(b) - order.indexOf(a) || a.localeCompare(b));
  return Promise.all(
    names.map(async (name) => {
      const [title, ...lines] = (await readFile(path.join(folder, name), "utf8")).split("\n");
      return { id: path.basename(name, ".ts"), group: "Frameworks", title: title.replace("// ", ""), files: await withImports("file.ts", lines.join("\n")) };
    }),
  );
}

async function ofRules() {
  const folder = path.join(root, "docs/rules");
  return Promise.all(
    (await readdir(folder)).sort().map(async (page) => {
      const rule = path.basename(page, ".md");
      const text = await readFile(path.join(folder, page), "utf8");
      const [, language, code] = /^### .*Incorrect[\s\S]*?^```(tsx?|js)\n([\s\S]*?)^```/m.exec(text);
      const named = /^\/\/ @filename: (.*)$/m.exec(code)?.[1];
      return { id: rule, group: "Rules", title: rule, rule, files: await withImports(named ?? (language === "tsx" ? "react.tsx" : "file.ts"), code) };
    }),
  );
}

/** The files beside it that a file imports are those of the tests. */
async function withImports(name, text, found = {}) {
  found[`/${name}`] = text;
  for (const [, specifier] of text.matchAll(/from ['"](\.{1,2}\/[^'"]+)['"]/g)) {
    const file = path.posix.join(path.posix.dirname(name), specifier).replace(/\.js$/, ".ts");
    if (!Object.hasOwn(found, `/${file}`)) await withImports(file, await readFile(path.join(fixtures, file), "utf8"), found);
  }
  return found;
}
