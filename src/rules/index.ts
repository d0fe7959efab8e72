import type { Rule } from "../create-rule.js";

/** Every rule of the plugin. A new rule is one import and one entry here. */
const list: readonly Rule[] = [];

/** The rules by name. */
export const rules: Readonly<Record<string, Rule>> = Object.fromEntries(list.map((rule) => [rule.name, rule]));
