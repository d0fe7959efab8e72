import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { defineConfig } from "vitepress";

const pages = path.join(import.meta.dirname, "../pages");

/** Pages in the order they are read in; those that are not named here come after them. */
const order = ["start", "why", "frameworks", "graph", "ci", "settings", "models", "performance", "oxlint"];

const titleOf = (file: string): string => (/^# (.*)$/m.exec(readFileSync(path.join(pages, file), "utf8"))?.[1] ?? file).replaceAll("`", "");

const guide = readdirSync(pages)
  .filter((file) => file.endsWith(".md") && file !== "index.md")
  .map((file) => file.slice(0, -3))
  .sort((a, b) => place(a) - place(b) || a.localeCompare(b))
  .map((name) => ({ text: name === "start" ? "Getting started" : titleOf(`${name}.md`), link: `/${name}` }));

function place(name: string): number {
  const index = order.indexOf(name);
  return index === -1 ? order.length : index;
}

const rules = readdirSync(path.join(pages, "rules"))
  .filter((file) => file.endsWith(".md") && file !== "index.md")
  .map((file) => file.slice(0, -3))
  .sort()
  .map((name) => ({ text: name, link: `/rules/${name}` }));

export default defineConfig({
  title: "eslint-plugin-ctx",
  description: "ESLint rules that see a request's context get lost",
  lang: "en",
  srcDir: "pages",
  outDir: "dist",
  cleanUrls: false,
  head: [["link", { rel: "icon", href: "/icon.svg", type: "image/svg+xml" }]],
  markdown: {
    // Code is no template: `{{ matrix.package }}` stays what it is.
    config(md) {
      const render = md.renderer.rules.code_inline;
      md.renderer.rules.code_inline = (...args) => render?.(...args).replace(/^<code/, "<code v-pre") ?? "";
    },
  },
  themeConfig: {
    logo: "/icon.svg",
    outline: [2, 3],
    search: { provider: "local", options: { detailedView: true } },
    nav: [
      { text: "Guide", link: "/start", activeMatch: `^/(?:${guide.map(({ link }) => link.slice(1)).join("|")})` },
      { text: "Rules", link: "/rules/", activeMatch: "^/rules" },
      { text: "Playground", link: "/playground/", target: "_self" },
    ],
    sidebar: [
      { text: "Guide", items: guide },
      { text: "Rules", items: rules },
    ],
  },
  // Not a page of the site's own build.
  ignoreDeadLinks: [/^\/playground\//, /^\/example-graph/],
});
