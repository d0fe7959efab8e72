// Bundles the plugin and its command line into `dist`: loading two hundred modules, and TypeScript by `import`, takes Node longer
// than linting most files.
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
    onLoad({ filter: /.*/, namespace: "required" }, ({ path }) => {
      // Of TypeScript only the default is imported.
      const names = path === "typescript" ? [] : Object.keys(require(path)).filter((name) => name !== "default");
      return {
        contents: `import { createRequire } from "node:module";
          const loaded = createRequire(import.meta.url)(${JSON.stringify(path)});
          export default loaded;
          export const { ${names.join(", ")} } = loaded;`,
      };
    });
  },
};

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
