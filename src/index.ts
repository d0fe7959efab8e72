import { createRequire } from "node:module";

import type { ESLint, Linter } from "eslint";

import { createConfigs, type ConfigName } from "./configs.js";
import { rules } from "./rules/index.js";

const { name, version } = createRequire(import.meta.url)("../package.json") as { name: string; version: string };

const base: ESLint.Plugin = {
  meta: { name, version, namespace: "ctx" },
  // typescript-eslint types a rule's context more narrowly than ESLint does.
  rules: rules as unknown as NonNullable<ESLint.Plugin["rules"]>,
};

/** The plugin: `plugins: { ctx }`, its rules `ctx/<name>`, and its flat configs. */
const plugin: Omit<ESLint.Plugin, "configs"> & { configs: Record<ConfigName, Linter.Config> } = Object.assign(base, {
  configs: createConfigs(base, rules),
});

export { plugin as default, plugin as "module.exports" };
