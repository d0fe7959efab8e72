import type { ESLint } from "eslint";

/** How `lint` can show what was found. */
export const formats = ["stylish", "json", "sarif", "html"] as const;

export type Format = (typeof formats)[number];

/** The report as text: ESLint's own, or SARIF with paths from the folder the command runs in. */
export async function show(format: Format, eslint: ESLint, results: ESLint.LintResult[], cwd: string): Promise<string> {
  if (format === "sarif") return (await import("./sarif.js")).sarif(results, eslint.getRulesMetaForResults(results), cwd);
  const formatter = await eslint.loadFormatter(format);
  return await formatter.format(results);
}
