/** @type {import("eslint-doc-generator").GenerateOptions} */
export default {
  configEmoji: [
    ["recommended", "✅"],
    ["strict", "🔒"],
  ],
  ignoreConfig: ["all", "disable-type-checked"],
  postprocess: (page) => page.replace(/(?<=<!-- begin auto-generated rule options list -->\n\n)(?:\|.*\n)+/, ownOptions),
  ruleDocNotices: ["deprecated", "configs", "fixableAndHasSuggestions", "requiresTypeChecking"], // The title has the description.
  ruleDocSectionInclude: ["Rule details", "When not to use it", "Further reading"],
  ruleDocSectionOptions: false, // A test asks for a heading for each option.
  ruleListColumns: ["name", "description", "configsError", "fixable", "hasSuggestions"], // All need types.
  ruleDocTitleFormat: "desc-parens-prefix-name",
};

/** The table of options without the properties of typescript-eslint's type specifiers, which have no description, and without columns that are empty then. */
function ownOptions(table) {
  const [head, line, ...options] = table.trimEnd().split("\n").map((row) => row.split("|").slice(1, -1));
  const own = options.filter(([, description]) => description.trim() !== "");
  const filled = head.map((_, column) => own.some((cells) => cells[column].trim() !== ""));
  return [head, line, ...own].map((cells) => `|${cells.filter((_, column) => filled[column]).join("|")}|\n`).join("");
}
