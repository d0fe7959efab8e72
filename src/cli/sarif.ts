import * as path from "node:path";

import type { ESLint, Rule } from "eslint";
import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from "node-sarif-builder";

import { manifest } from "../manifest.js";

/** The results as a SARIF 2.1.0 log, which GitHub, GitLab, Azure DevOps and editors read. */
export function sarif(results: readonly ESLint.LintResult[], rules: Readonly<Record<string, Rule.RuleMetaData>>, cwd: string): string {
  const run = new SarifRunBuilder({ columnKind: "utf16CodeUnits" }).initSimple({ toolDriverName: manifest.name, toolDriverVersion: manifest.version });
  for (const [ruleId, { docs }] of Object.entries(rules)) {
    run.addRule(
      new SarifRuleBuilder().initSimple({
        ruleId,
        shortDescriptionText: docs?.description ?? ruleId,
        ...(docs?.url !== undefined && { helpUri: docs.url }),
      }),
    );
  }
  for (const { filePath, messages } of results) {
    const fileUri = path.relative(cwd, filePath).split(path.sep).map(encodeURIComponent).join("/");
    for (const { ruleId, severity, message, line, column, endLine, endColumn } of messages) {
      run.addResult(
        new SarifResultBuilder().initSimple({
          ruleId: ruleId ?? "syntax",
          level: severity === 2 ? "error" : "warning",
          messageText: message,
          fileUri,
          // A file that could not be read has no place.
          ...(line > 0 && { startLine: line, startColumn: column, endLine: endLine ?? line, endColumn: endColumn ?? column }),
        }),
      );
    }
  }
  const log = new SarifBuilder();
  log.addRun(run);
  return log.buildSarifJsonString({ indent: true });
}
