/** @type {import("eslint-doc-generator").GenerateOptions} */
export default {
  configEmoji: [
    ["recommended", "✅"],
    ["strict", "🔒"],
  ],
  ignoreConfig: ["all", "disable-type-checked"],
  ruleDocSectionInclude: ["Rule details", "When not to use it", "Further reading"],
  ruleDocTitleFormat: "desc-parens-prefix-name",
};
