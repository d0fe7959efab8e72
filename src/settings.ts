import { createRequire } from "node:module";

import type { TSESLint } from "@typescript-eslint/utils";
import type * as ajv from "ajv";

import { builtInModels } from "./models/index.js";
import type { CarrierPattern, ContextModel } from "./models/model.js";
import { carrierSchema, modelSchema, type Schema } from "./models/schema.js";

/** `settings.ctx` after defaults. */
export interface Settings {
  /** The user's models first, then the built-in ones. */
  readonly models: readonly ContextModel[];
  /** The user's; those of models and of the known frameworks come after them. */
  readonly carriers: readonly CarrierPattern[];
  /** Globs of files whose top-level code may make roots, against the path from the nearest `package.json`. */
  readonly entryFiles: readonly string[];
  /** Names of functions that may make roots. */
  readonly entryFunctions: readonly string[];
}

/** `settings.ctx` as a user writes it. */
export interface UserSettings {
  readonly models?: readonly ContextModel[];
  readonly carriers?: readonly CarrierPattern[];
  readonly entryFiles?: readonly string[];
  readonly entryFunctions?: readonly string[];
}

const script = "{js,jsx,cjs,mjs,ts,tsx,cts,mts}";

/** Files that start a program. */
export const defaultEntryFiles: readonly string[] = [
  `{,src/}{main,index,server,cli,app,worker}.${script}`,
  `bin/**/*`,
  `scripts/**/*`,
];

/** Tests make roots all day: all of their code is an entry point, whatever `entryFiles` says. */
export const testFiles: readonly string[] = [
  `**/*.{test,test-d,spec,bench,e2e,stories}.${script}`,
  `**/test{s-,-,s_,_,}{fixtures,helper,helpers,mocks,setup,support,util,utils}.${script}`,
  `**/test{Fixtures,Helper,Helpers,Mocks,Setup,Support,Util,Utils}.${script}`,
  // As Deno names them.
  `**/*_{test,spec,bench,benchmark,e2e}.${script}`,
  `**/{test,tests,*-tests,tests-*,test{-,}{fixtures,helpers,server,servers,support,util,utils},__fixtures__,__mocks__,__tests__,e2e,benchmarks}/**/*`,
];

const texts: Schema = { type: "array", items: { type: "string", minLength: 1 } };

/** JSON schema of `settings.ctx`. */
const settingsSchema: Schema = {
  type: "object",
  additionalProperties: false,
  properties: {
    models: { type: "array", items: modelSchema },
    carriers: { type: "array", items: carrierSchema },
    entryFiles: texts,
    entryFunctions: texts,
  },
};

const parsed = new WeakMap<object, Settings>();
/** By their text: an editor's next run has the same settings in a new object, and what is known of its program stays known. */
const byText = new Map<string, Settings>();
const defaults: Settings = complete({});

/**
 * The settings of a run, checked on first use.
 * @throws Error naming the wrong key and what was expected there.
 */
export function settingsOf(all: TSESLint.SharedConfigurationSettings): Settings {
  const own: unknown = all.ctx;
  if (own === undefined) return defaults;
  if (typeof own !== "object" || own === null || Array.isArray(own)) throw new Error(`settings.ctx must be an object, not ${JSON.stringify(own)}.`);
  let settings = parsed.get(own);
  if (settings === undefined) parsed.set(own, (settings = settingsIn(own)));
  return settings;
}

function settingsIn(own: object): Settings {
  const text = JSON.stringify(own);
  let settings = byText.get(text);
  if (settings === undefined) byText.set(text, (settings = complete(checked(own))));
  return settings;
}

function complete(own: UserSettings): Settings {
  const models = [...(own.models ?? []), ...builtInModels];
  return {
    models,
    carriers: own.carriers ?? [],
    entryFiles: own.entryFiles ?? defaultEntryFiles,
    entryFunctions: own.entryFunctions ?? ["main"],
  };
}

function checked(own: object): UserSettings {
  // Loaded where there is something to check: it takes as long as all rules.
  const { Ajv } = createRequire(import.meta.url)("ajv") as typeof ajv;
  const validate = new Ajv({ strict: false, verbose: true }).compile<UserSettings>(settingsSchema);
  if (!validate(own)) {
    // An `if` that chose the alternative is reported as failed too; the mistake is what it led to.
    const mistake = validate.errors?.find((error) => error.keyword !== "if");
    throw new Error(mistake === undefined ? "settings.ctx is wrong." : explain(mistake));
  }
  const models = own.models ?? [];
  for (const [index, { name }] of models.entries()) {
    const taken = [...models.slice(0, index), ...builtInModels].some((other) => other.name === name);
    if (taken) throw new Error(`settings.ctx.models[${index}].name: there is a model named ${JSON.stringify(name)} already.`);
  }
  return own;
}

/** One sentence for the first mistake: what was met, where, and what was expected. */
function explain(error: ajv.ErrorObject): string {
  const params = error.params as Readonly<Record<string, unknown>>;
  const at = `settings.ctx${error.instancePath.replace(/\/(\d+)/g, "[$1]").replace(/\/([^/[]+)/g, ".$1")}`;
  const met = JSON.stringify(error.data);
  switch (error.keyword) {
    case "additionalProperties": {
      const known = Object.keys((error.parentSchema?.properties as object | undefined) ?? {});
      return `${at} has an unknown key ${JSON.stringify(params.additionalProperty)}; expected one of ${known.join(", ")}.`;
    }
    case "required":
      return `${at} lacks the key ${JSON.stringify(params.missingProperty)}.`;
    case "enum": {
      const expected = (params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(" or ");
      return `${at} must be ${expected}, not ${met}.`;
    }
    case "type":
      return `${at} must be of type ${String(params.type)}, not ${met}.`;
    default:
      return `${at} ${error.message ?? "is wrong"}: ${met}.`;
  }
}
