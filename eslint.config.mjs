import eslintPlugin from "eslint-plugin-eslint-plugin";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

import ctx from "./dist/index.js";

export default defineConfig(
  // Fixtures and examples hold defects on purpose: tests and the demo lint them.
  globalIgnores(["dist", "coverage", "site", "examples", "**/fixtures", ".cache"]),
  {
    files: ["**/*.ts"],
    plugins: { ctx },
    extends: [tseslint.configs.strictTypeChecked, "ctx/strict"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-unnecessary-condition": "off", // The types of parents are those of TypeScript's own files: Vue's and Svelte's parsers put others there.
      "@typescript-eslint/no-unsafe-enum-assignment": "off", // Flags of TypeScript are combined with `|`, which makes numbers.
      "@typescript-eslint/no-unsafe-enum-comparison": "off", // `node.type === "Identifier"` is how a node is told.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }], // To leave a property out.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }], // Numbers read well.
    },
  },
  {
    files: ["src/rules/**/*.ts"],
    extends: [eslintPlugin.configs.recommended],
    rules: {
      "eslint-plugin/no-property-in-node": "error",
      "eslint-plugin/require-meta-default-options": "error",
      "eslint-plugin/require-meta-docs-description": "error",
      "eslint-plugin/require-meta-docs-recommended": ["error", { allowNonBoolean: true }],
      "eslint-plugin/require-meta-schema-description": "error",
    },
  },
  // The picture of a graph lays bare what it draws: indices and maps that are filled from the same data.
  { files: ["src/graph/page/**/*.ts"], rules: { "@typescript-eslint/no-non-null-assertion": "off" } },
  {
    files: ["tests/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off", // A wrong one fails the test.
      "@typescript-eslint/no-unnecessary-type-parameters": "off", // To say what a helper's untyped result is.
      "@typescript-eslint/unbound-method": "off", // Functions of TypeScript's API need no `this`.
    },
  },
  { files: ["**/*.{js,mjs}"], extends: [tseslint.configs.base] },
);
