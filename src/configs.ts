import type { ESLint, Linter } from "eslint";

import type { Rule } from "./create-rule.js";

/** The names of the plugin's configs. */
export type ConfigName = "recommended" | "strict" | "all" | "disable-type-checked";

/** Derives the flat configs from what each rule says about itself. They set no parser: how types are found is the user's choice. */
export function createConfigs(plugin: ESLint.Plugin, rules: Readonly<Record<string, Rule>>): Record<ConfigName, Linter.Config> {
  const config = (name: ConfigName, entry: (rule: Rule) => Linter.RuleEntry | undefined): Linter.Config => ({
    name: `ctx/${name}`,
    plugins: { ctx: plugin },
    rules: Object.fromEntries(
      Object.values(rules).flatMap((rule) => {
        const value = entry(rule);
        return value === undefined ? [] : [[`ctx/${rule.name}`, value]];
      }),
    ),
  });

  return {
    recommended: config("recommended", ({ meta }) => (meta.docs?.recommended === "recommended" ? "error" : undefined)),
    strict: config("strict", ({ meta }) =>
      meta.docs?.recommended === undefined ? undefined : meta.docs.strictOptions ? ["error", ...meta.docs.strictOptions] : "error",
    ),
    all: config("all", () => "error"),
    "disable-type-checked": config("disable-type-checked", ({ meta }) => (meta.docs?.requiresTypeChecking ? "off" : undefined)),
  };
}
