// How the worker, which is made for Node, is bundled for a browser.
import { builtinModules, createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const shims = {
  name: "shims",
  setup({ onResolve }) {
    onResolve({ filter: /^(node:)?path$/ }, () => ({ path: createRequire(import.meta.url).resolve("path-browserify") }));
    onResolve({ filter: /^(node:)?module$/ }, () => ({ path: here("shims/module.js") }));
    onResolve({ filter: /^eslint(\/use-at-your-own-risk)?$/ }, () => ({ path: here("shims/eslint.js") }));
    const builtins = new RegExp(`^(?:node:)?(?:${builtinModules.filter((name) => !name.includes("/") && name !== "path" && name !== "module").join("|")})(?:/.*)?$`);
    onResolve({ filter: builtins }, ({ path }) => (path === "assert" || path === "util" ? undefined : { path: here("shims/empty.js") }));
  },
};

/** Bundles an entry to a text. */
export async function bundle(entry, outfile) {
  const { metafile } = await build({
    entryPoints: [here(entry)],
    outfile,
    bundle: true,
    minify: true,
    format: entry === "app.ts" ? "esm" : "iife",
    target: "es2022",
    platform: "browser",
    logLevel: "error",
    metafile: true,
    define: { BUILTINS: JSON.stringify(builtinModules), "process.env.NODE_ENV": '"production"' },
    plugins: [shims],
  });
  return metafile;
}
