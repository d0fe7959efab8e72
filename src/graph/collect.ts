import * as parser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import type ts from "typescript";

import type { Facts } from "../contexts/facts.js";
import plugin from "../index.js";
import { rules } from "../rules/index.js";
import { assemble } from "./assemble.js";
import { findingOf, type SeenFinding } from "./findings.js";
import type { FlowGraph } from "./model.js";
import { relative } from "./names.js";
import { isImplementation, Observations, observer } from "./observe.js";

/** What is drawn. */
export interface Subject {
  readonly title: string;
  readonly program: ts.Program;
  /** The files whose functions are shown: all of them below this folder. */
  readonly files: readonly string[];
  readonly folder: string;
  /** `settings` and the entries of the plugin's rules, as in an ESLint config; rules that are not named are as in `strict`. */
  readonly config?: Pick<Linter.Config, "rules" | "settings"> | undefined;
}

/** Lints the files with the plugin's own rules, and writes down on the way what their functions do with contexts. */
export function collectGraph(subject: Subject): FlowGraph {
  const { config, files, folder, program } = subject;
  const seen = new Observations(folder);
  const findings: SeenFinding[] = [];
  const unread: string[] = [];
  let current: Facts | undefined;
  const observe = observer(seen, (facts) => (current = facts));
  const configured = rulesOf(config);
  const linter = new Linter({ cwd: folder });
  const lintConfig: Linter.Config = {
    files: ["**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}"],
    languageOptions: { parser, parserOptions: { programs: [program] } },
    linterOptions: { reportUnusedDisableDirectives: "off" },
    plugins: { ctx: plugin, graph: { rules: { observe: observe as never } } },
    rules: { ...configured, "graph/observe": "error" },
    ...(config?.settings === undefined ? {} : { settings: config.settings }),
  };
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source === undefined) continue;
    const before = seen.sites.length;
    current = undefined;
    const messages = linter.verify(source.text, [lintConfig], { filename: file });
    const facts = current as Facts | undefined;
    unread.push(...messages.flatMap(({ fatal, line, message }) => (fatal === true ? [`${relative(folder, file)}:${line}: ${message}`] : [])));
    if (facts === undefined || isImplementation(facts, source)) continue;
    const sites = seen.sites.slice(before);
    for (const message of messages) {
      if (message.ruleId?.startsWith("ctx/") !== true) continue;
      findings.push(findingOf(facts, message, sites, seen, folder, configured));
    }
  }
  return { ...assemble(subject.title, seen, findings), unread };
}

/** The plugin's rules as in `strict`, unless the user's config says otherwise. */
function rulesOf(config: Subject["config"]): Linter.RulesRecord {
  const own = Object.entries(config?.rules ?? {}).filter(([id]) => id.startsWith("ctx/") && Object.hasOwn(rules, id.slice("ctx/".length)));
  return { ...plugin.configs.strict.rules, ...Object.fromEntries(own) } as Linter.RulesRecord;
}

