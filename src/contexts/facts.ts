import type { ParserServicesWithTypeInformation, TSESLint } from "@typescript-eslint/utils";
import { ESLintUtils } from "@typescript-eslint/utils";
import type ts from "typescript";

import type { CarrierPattern, ContextModel } from "../models/model.js";
import { type Settings, settingsOf } from "../settings.js";
import { installedIn } from "./installed.js";
import { remembered, rememberingChecker, rememberingServices } from "./remembering.js";

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
  /** What carries their contexts, as far as the program may have it. */
  readonly carriers: readonly CarrierPattern[];
  /** What memos keep of this file, and of its program under these settings, each at a place of its own. */
  readonly memos: { readonly file: Memos; readonly program: Memos };
}

type Memos = (object | undefined)[];

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
    ...installedIn(program, settings),
    memos: { file: [], program: programMemos(program, settings) },
  };
  factsByFile.set(context.sourceCode, facts);
  return facts;
}

const memosByProgram = new WeakMap<ts.Program, WeakMap<Settings, Memos>>();

function programMemos(program: ts.Program, settings: Settings): Memos {
  const bySettings = remembered(memosByProgram, program, () => new WeakMap<Settings, Memos>());
  return remembered(bySettings, settings, (): Memos => []);
}

/**
 * A memo that lives as long as the program (and the settings) it speaks of. The only way to keep something between
 * files: nothing is held in module variables, so that every run and every worker answers alike.
 */
export function programMemo<T extends object>(create: (facts: Facts) => T): (facts: Facts) => T {
  return memoIn("program", create);
}

/** A memo that lives as long as the facts of one file. */
export function fileMemo<T extends object>(create: (facts: Facts) => T): (facts: Facts) => T {
  return memoIn("file", create);
}

let places = 0;

/** Asked hundreds of times for each call of a program: a place in a list is found faster than a key in a map. */
function memoIn<T extends object>(life: keyof Facts["memos"], create: (facts: Facts) => T): (facts: Facts) => T {
  const place = places++;
  return (facts) => (facts.memos[life][place] ??= create(facts)) as T;
}
