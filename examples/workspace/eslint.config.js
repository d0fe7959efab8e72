import ctx from "eslint-plugin-ctx";
import tseslint from "typescript-eslint";

export default [
  {
    files: ["**/*.ts"],
    ...ctx.configs.recommended,
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true } },
  },
];
