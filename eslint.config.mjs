import eslintPlugin from "eslint-plugin-eslint-plugin";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

import ctx from "./dist/index.js";

export default defineConfig(
  // Fixtures and examples hold defects on purpose: tests and the demo lint them.
  globalIgnores(["dist", "coverage", "examples", "**/fixtures", ".cache"]),
  {
    files: ["**/*.ts"],
    plugins: { ctx },
    extends: [tseslint.configs.strictTypeChecked, "ctx/strict"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
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
  {
    files: ["tests/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off", // A wrong one fails the test.
    },
  },
  { files: ["**/*.{js,mjs}"], extends: [tseslint.configs.base] },
);
