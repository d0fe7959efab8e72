import { ESLintUtils, type TSESLint } from "@typescript-eslint/utils";

/** What every rule of this plugin says about itself; the configs, the docs tables and the tests are derived from it. */
export interface RuleDocs<StrictOptions extends readonly unknown[] = readonly unknown[]> {
  description: string;
  /** The first config that has the rule; `strict` has every recommended rule as well. Absent: only `all` has it. */
  recommended?: "recommended" | "strict";
  requiresTypeChecking: true;
  /** The rule's options in `strict`, where they differ from `meta.defaultOptions`. */
  strictOptions?: StrictOptions;
}

type RuleInput<Options extends readonly unknown[], MessageIds extends string> = Omit<
  ESLintUtils.RuleWithMetaAndName<Options, MessageIds, RuleDocs<NoInfer<Options>>>,
  "defaultOptions" // only `meta.defaultOptions`, which ESLint itself knows
>;

/** A rule of this plugin. */
export type Rule<
  Options extends readonly unknown[] = readonly unknown[],
  MessageIds extends string = string,
> = TSESLint.RuleModule<MessageIds, Options, RuleDocs> & { name: string };

const withUrl = ESLintUtils.RuleCreator<RuleDocs>(
  (name) => `https://github.com/eslint-plugin-ctx/eslint-plugin-ctx/blob/main/docs/rules/${name}.md`,
);

/** Makes a rule: adds the URL of its page, and the language so that ESLint 10 never runs it on JSON, CSS or Markdown. */
export function createRule<Options extends readonly unknown[] | [], MessageIds extends string>(
  rule: Readonly<RuleInput<Options, MessageIds>>,
): Rule<Options, MessageIds> {
  return withUrl({ ...rule, meta: { languages: ["js/js"], ...rule.meta } });
}
