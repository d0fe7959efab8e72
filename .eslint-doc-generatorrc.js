/** @type {import("eslint-doc-generator").GenerateOptions} */
export default {
  configEmoji: [
    ["recommended", "✅"],
    ["strict", "🔒"],
  ],
  ignoreConfig: ["all", "disable-type-checked"],
  ruleDocNotices: ["deprecated", "configs", "fixableAndHasSuggestions", "requiresTypeChecking"], // The title has the description.
  ruleDocSectionInclude: ["Rule details", "When not to use it", "Further reading"],
  ruleListColumns: ["name", "description", "configsError", "fixable", "hasSuggestions"], // All need types.
  ruleDocTitleFormat: "desc-parens-prefix-name",
};
