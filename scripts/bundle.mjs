// Bundles the plugin and its command line into `dist`: loading two hundred modules, and TypeScript by `import`, takes Node longer
// than linting most files.
import fs from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const require = createRequire(import.meta.url);
const source = (file) => fileURLToPath(new URL(`../src/${file}`, import.meta.url));

/**
 * Asks for packages in CommonJS by `require`. Where they are imported Node reads them whole to find what they export (of TypeScript
 * nine megabytes), although ESLint's parser has loaded them already.
 */
const required = {
  name: "required",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:typescript|ts-api-utils|@typescript-eslint\/(?:type-)?utils|picomatch)$/ }, ({ path }) => ({ path, namespace: "required" }));
    onLoad({ filter: /.*/, namespace: "required" }, ({ path }) => ({ loader: "ts", contents: `import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\n${exportsOf(path)}` }));
  },
};

/** A module that stands for a package. @param {string} name */
function exportsOf(name) {
  if (name === "typescript") {
    // Only the default is imported. In TypeScript's own object each is a getter among thousands, which takes ten times as long:
    // what the sources name is taken once, and anything else is found there as before.
    const names = namedOf(require(name)).join(", ");
    return `const loaded = require("${name}"); const { ${names} } = loaded; export default { __proto__: loaded, ${names} };`;
  }
  if (name === "@typescript-eslint/type-utils") {
    // Its other parts each copy all exports of TypeScript: five megabytes.
    return `import path from "node:path";
      let loaded;
      try {
        loaded = require(path.join(path.dirname(require.resolve("${name}")), "TypeOrValueSpecifier.js"));
      } catch {
        loaded = require("${name}");
      }
      export const { typeMatchesSomeSpecifier, typeOrValueSpecifiersSchema } = loaded;`;
  }
  const loaded = require(name);
  // Written into the code as the words they are.
  const enums = Object.entries(loaded).filter(([key]) => key.startsWith("AST_"));
  const values = Object.keys(loaded).filter((key) => key !== "default" && !key.startsWith("AST_"));
  return [
    `const loaded = require("${name}"); export default loaded; export const { ${values.join(", ")} } = loaded;`,
    ...enums.map(([key, members]) => `export enum ${key} { ${Object.entries(members).map((member) => member.map((each) => JSON.stringify(each)).join(" = ")).join(", ")} }`),
  ].join("\n");
}

/** What the sources name of TypeScript. @param {object} typescript */
function namedOf(typescript) {
  const files = fs.readdirSync(source(""), { recursive: true }).filter((file) => file.endsWith(".ts"));
  const names = files.flatMap((file) => [...fs.readFileSync(source(file), "utf8").matchAll(/\bts\.(\w+)/g)].map(([, name]) => name));
  return [...new Set(names)].filter((name) => name in typescript).sort();
}

await build({
  // `toolchain` by itself is for a test that sees what it loads.
  entryPoints: ["index.ts", "cli/bin.ts", "cli/toolchain.ts"].map(source),
  outbase: source(""),
  outdir: fileURLToPath(new URL("../dist", import.meta.url)),
  bundle: true,
  splitting: true,
  // What several entries share lies beside them, so that what is found by its place is found from everywhere.
  chunkNames: "[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  plugins: [required],
  logLevel: "warning",
});
