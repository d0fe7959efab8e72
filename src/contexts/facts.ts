import type { ParserServicesWithTypeInformation, TSESLint } from "@typescript-eslint/utils";
import { ESLintUtils } from "@typescript-eslint/utils";
import type ts from "typescript";

import type { ContextModel } from "../models/model.js";
import { type Settings, settingsOf } from "../settings.js";
import { installedModels } from "./installed.js";
import { rememberingChecker, rememberingServices } from "./remembering.js";

/**
 * What every question is asked of: one linted file, the program it belongs to, and the settings. All rules that look at
 * a file share one of these, so that a question is answered once.
 */
export interface Facts {
  readonly services: ParserServicesWithTypeInformation;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  readonly sourceFile: ts.SourceFile;
  readonly filename: string;
  readonly settings: Settings;
  /** The models of the settings that the program may have contexts of. */
  readonly models: readonly ContextModel[];
}

const factsByFile = new WeakMap<object, Facts>();

/**
 * The facts of the file a rule is created for.
 * @throws typescript-eslint's own error where there is no type information, and an error that names the key where
 * `settings.ctx` is wrong.
 */
export function factsOf(context: Readonly<TSESLint.RuleContext<string, readonly unknown[]>>): Facts {
  const services = ESLintUtils.getParserServices(context);
  const settings = settingsOf(context.settings);
  const known = factsByFile.get(context.sourceCode);
  if (known?.settings === settings) return known;
  const { program } = services;
  const checker = rememberingChecker(program.getTypeChecker());
  const facts: Facts = {
    services: rememberingServices(services, checker),
    program,
    checker,
    sourceCode: context.sourceCode,
    // A Svelte component's own Program node stands for no node of TypeScript.
    sourceFile: ESLintUtils.nullThrows(
      services.esTreeNodeToTSNodeMap.has(context.sourceCode.ast)
        ? services.esTreeNodeToTSNodeMap.get(context.sourceCode.ast)
        : program.getSourceFile(context.physicalFilename),
      "the program has the file that is linted",
    ),
    filename: context.physicalFilename,
    settings,
    models: installedModels(program, settings.models),
  };
  factsByFile.set(context.sourceCode, facts);
  return facts;
}

/**
 * A memo that lives as long as the program (and the settings) it speaks of. The only way to keep something between
 * files: nothing is held in module variables, so that every run and every worker answers alike.
 */
export function programMemo<T extends object>(create: (facts: Facts) => T): (facts: Facts) => T {
  const memos = new WeakMap<ts.Program, WeakMap<Settings, T>>();
  return (facts) => {
    let bySettings = memos.get(facts.program);
    if (bySettings === undefined) memos.set(facts.program, (bySettings = new WeakMap()));
    let memo = bySettings.get(facts.settings);
    if (memo === undefined) bySettings.set(facts.settings, (memo = create(facts)));
    return memo;
  };
}

/** What a memo knows, or else is told now. */
export function remembered<K extends object, V>(memo: Map<unknown, V> | WeakMap<K, V>, key: K | string, ask: () => V): V {
  const known = memo as Map<unknown, V>;
  let answer = known.get(key);
  if (answer === undefined && !known.has(key)) known.set(key, (answer = ask()));
  return answer as V;
}

/** A memo that lives as long as the facts of one file. */
export function fileMemo<T extends object>(create: (facts: Facts) => T): (facts: Facts) => T {
  const memos = new WeakMap<Facts, T>();
  return (facts) => {
    let memo = memos.get(facts);
    if (memo === undefined) memos.set(facts, (memo = create(facts)));
    return memo;
  };
}
