import { performance } from "node:perf_hooks";
import path from "node:path";
import { ESLint } from "eslint";
import parser from "@typescript-eslint/parser";

/** Lints one project with every rule of the plugin, in its strict form where it has one. */
export async function lint(plugin, { dir }) {
  const eslint = new ESLint({
    cwd: dir,
    stats: true,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ["**/*.{ts,tsx,mts,cts}"],
        ignores: ["**/*.d.{ts,mts,cts}"],
        plugins: { ctx: plugin },
        rules: { ...plugin.configs.all.rules, ...plugin.configs.strict.rules },
        languageOptions: { parser, parserOptions: { projectService: true, tsconfigRootDir: dir } },
        // The packages switch other plugins' rules off in comments.
        linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
      },
    ],
  });
  const start = performance.now();
  const results = await eslint.lintFiles(["src"]);
  const ms = performance.now() - start;

  const findings = [];
  const ruleMs = {};
  for (const { filePath, source, messages, stats } of results) {
    for (const message of messages) {
      const file = path.relative(dir, filePath).replaceAll("\\", "/");
      if (message.fatal) throw new Error(`${file}:${message.line}: ${message.message}`);
      if (message.ruleId === null) continue; // ESLint's note that it passed over such a comment.
      findings.push({
        ...message,
        file,
        source,
        rule: message.ruleId.replace("ctx/", ""),
        suggestions: message.suggestions ?? [],
      });
    }
    for (const { rules } of stats?.times.passes ?? []) {
      for (const [id, { total }] of Object.entries(rules ?? {})) {
        const rule = id.replace("ctx/", "");
        ruleMs[rule] = (ruleMs[rule] ?? 0) + total;
      }
    }
  }
  return { files: results.length, ms, ruleMs, findings };
}
