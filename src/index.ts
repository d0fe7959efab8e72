import type { ESLint, Linter } from "eslint";

import { createConfigs, type ConfigName } from "./configs.js";
import { manifest } from "./manifest.js";
import { rules } from "./rules/index.js";

const base: ESLint.Plugin = {
  meta: { name: manifest.name, version: manifest.version, namespace: "ctx" },
  // typescript-eslint types a rule's context more narrowly than ESLint does.
  rules: rules as unknown as NonNullable<ESLint.Plugin["rules"]>,
};

/** The plugin: `plugins: { ctx }`, its rules `ctx/<name>`, and its flat configs. */
const plugin: Omit<ESLint.Plugin, "configs"> & { configs: Record<ConfigName, Linter.Config> } = Object.assign(base, {
  configs: createConfigs(base, rules),
});

export { plugin as default, plugin as "module.exports" };
