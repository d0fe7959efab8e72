import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";

import { builtInModels, frameworkCarriers } from "../src/models/index.js";
import { carrierSchema, modelSchema } from "../src/models/schema.js";
import { defaultEntryFiles, settingsOf } from "../src/settings.js";
import { inspect } from "./harness.js";

const check = (ctx: unknown): unknown => settingsOf({ ctx });
const model = { name: "mine", contexts: [{ from: "file", name: "Job" }], parameter: { place: "first", name: "job" } };
const withModel = (part: object): unknown => ({ models: [{ ...model, ...part }] });

describe("defaults", () => {
  it("hold without settings", () => {
    const settings = settingsOf({});
    expect(settings).toMatchObject({ models: builtInModels, carriers: [], entryFiles: defaultEntryFiles, entryFunctions: ["main"] });
    expect(settingsOf({ other: {} })).toBe(settings);
  });

  it("hold where a setting is left out", () => {
    expect(check({})).toEqual(settingsOf({}));
    expect(check({ entryFiles: ["jobs/**"] })).toMatchObject({ entryFiles: ["jobs/**"], entryFunctions: ["main"], models: builtInModels });
    expect(check({ entryFunctions: [] })).toMatchObject({ entryFiles: defaultEntryFiles, entryFunctions: [] });
  });

  it("come after the user's own", () => {
    const carrier = { from: "file", path: "src/job.ts", name: "Job", way: "signal" };
    const { facts } = inspect("", { settings: { models: [{ ...model, carriers: [{ ...carrier, way: "inner" }] }], carriers: [carrier] } });
    expect(facts.settings.models.map(({ name }) => name)).toEqual(["mine", ...builtInModels.map(({ name }) => name)]);
    expect(facts.models[0]?.name).toBe("mine");
    expect(facts.carriers.slice(0, 2).map(({ way }) => way)).toEqual(["signal", "inner"]);
  });

  it("are read once for each object", () => {
    const ctx = {};
    expect(settingsOf({ ctx })).toBe(settingsOf({ ctx }));
  });
});

describe("built-in models", () => {
  const ajv = new Ajv({ strict: false });

  it.each(builtInModels.map((each) => [each.name, each] as const))("%s fits the schema that users' models must fit", (_, each) => {
    const validate = ajv.compile(modelSchema);
    expect(validate(each), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.parse(JSON.stringify(each))).toEqual(each);
  });

  it.each(frameworkCarriers.map((each) => [JSON.stringify(each), each] as const))("%s fits the schema of carriers", (_, each) => {
    expect(ajv.compile(carrierSchema)(each)).toBe(true);
  });

  it("have names of their own", () => {
    expect(new Set(builtInModels.map(({ name }) => name)).size).toBe(builtInModels.length);
  });

  it("are accepted as settings under another name", () => {
    for (const each of builtInModels) expect(() => check({ models: [{ ...each, name: `my-${each.name}` }] })).not.toThrow();
  });
});

describe("mistakes are named", () => {
  it.each<[ctx: unknown, message: string]>([
    [null, `settings.ctx must be an object, not null.`],
    ["recommended", `settings.ctx must be an object, not "recommended".`],
    [[], `settings.ctx must be an object, not [].`],
    [true, `settings.ctx must be an object, not true.`],
    [{ model: [] }, `settings.ctx has an unknown key "model"; expected one of models, carriers, entryFiles, entryFunctions.`],
    [{ models: {} }, `settings.ctx.models must be of type array, not {}.`],
    [{ models: null }, `settings.ctx.models must be of type array, not null.`],
    [{ models: [null] }, `settings.ctx.models[0] must be of type object, not null.`],
    [{ models: ["go"] }, `settings.ctx.models[0] must be of type object, not "go".`],
    [{ models: [[]] }, `settings.ctx.models[0] must be of type object, not [].`],
    [{ entryFiles: "src/main.ts" }, `settings.ctx.entryFiles must be of type array, not "src/main.ts".`],
    [{ entryFiles: [""] }, `settings.ctx.entryFiles[0] must NOT have fewer than 1 characters: "".`],
    [{ entryFunctions: ["main", 1] }, `settings.ctx.entryFunctions[1] must be of type string, not 1.`],
    [{ carriers: [{ from: "file", name: "Job" }] }, `settings.ctx.carriers[0] lacks the key "way".`],
    [{ carriers: [{ from: "package", name: "Job", way: "signal" }] }, `settings.ctx.carriers[0] lacks the key "package".`],
    [{ carriers: [{ from: "anywhere", way: "signal" }] }, `settings.ctx.carriers[0] lacks the key "members".`],
    [{ carriers: ["Job"] }, `settings.ctx.carriers[0] must be of type object, not "Job".`],
    [{ carriers: [{ way: "signal" }] }, `settings.ctx.carriers[0] lacks the key "from".`],
    [{ carriers: [{ from: "module", name: "Job", way: "signal" }] }, `settings.ctx.carriers[0].from must be "file" or "lib" or "package" or "anywhere", not "module".`],
    [{ models: [{ ...model, name: "" }] }, `settings.ctx.models[0].name must NOT have fewer than 1 characters: "".`],
    [{ models: [{ name: "mine", contexts: model.contexts }] }, `settings.ctx.models[0] lacks the key "parameter".`],
    [{ models: [{ contexts: model.contexts, parameter: model.parameter }] }, `settings.ctx.models[0] lacks the key "name".`],
    [withModel({ contexts: [] }), `settings.ctx.models[0].contexts must NOT have fewer than 1 items: [].`],
    [withModel({ contexts: [{ from: "file", name: "Job", package: "x" }] }), `settings.ctx.models[0].contexts[0] has an unknown key "package"; expected one of from, name, path.`],
    [withModel({ contexts: [{ from: "package", package: "x", name: [] }] }), `settings.ctx.models[0].contexts[0].name must NOT have fewer than 1 items: [].`],
    [withModel({ contexts: [{ from: "package", package: "x", name: 1 }] }), `settings.ctx.models[0].contexts[0].name must be of type string, not 1.`],
    [withModel({ contexts: [{ from: "anywhere", exportedWith: [] }] }), `settings.ctx.models[0].contexts[0].exportedWith must NOT have fewer than 1 items: [].`],
    [withModel({ contexts: [{ from: "anywhere", members: ["done"], name: ["A", "B"] }] }), `settings.ctx.models[0].contexts[0].name must be of type string, not ["A","B"].`],
    [withModel({ parameter: { place: "second", name: "job" } }), `settings.ctx.models[0].parameter.place must be "any" or "first" or "last", not "second".`],
    [withModel({ parameter: { place: "first", name: "my job" } }), `settings.ctx.models[0].parameter.name must match pattern "^[A-Za-z_$][\\w$]*$": "my job".`],
    [withModel({ roots: [{ from: "file", name: "start", use: "import" }] }), `settings.ctx.models[0].roots[0].use must be "call" or "new" or "value", not "import".`],
    [withModel({ derives: [{ from: "file", name: "fork" }] }), `settings.ctx.models[0].derives[0] lacks the key "makes".`],
    [withModel({ derives: [{ method: "fork", makes: "copy" }] }), `settings.ctx.models[0].derives[0].makes must be "cancel" or "deadline" or "detached" or "merge" or "value", not "copy".`],
    [withModel({ derives: [{ method: "fork", on: ["Job"], makes: "cancel" }] }), `settings.ctx.models[0].derives[0].on[0] must be of type object, not "Job".`],
    [withModel({ handles: [{ type: [{ from: "file", name: "Task" }], endedBy: [] }] }), `settings.ctx.models[0].handles[0].endedBy must NOT have fewer than 1 items: [].`],
    [withModel({ values: { writers: [{ method: "set", key: 0 }], readers: [] } }), `settings.ctx.models[0].values.writers[0] lacks the key "value".`],
    [withModel({ values: { writers: [{ method: "set", key: -1, value: 1 }], readers: [] } }), `settings.ctx.models[0].values.writers[0].key must be >= 0: -1.`],
    [withModel({ values: { writers: [] } }), `settings.ctx.models[0].values lacks the key "readers".`],
    [withModel({ observedBy: {} }), `settings.ctx.models[0].observedBy lacks the key "tests".`],
    [withModel({ spelling: { checks: "" } }), `settings.ctx.models[0].spelling has an unknown key "checks"; expected one of check, detach, never, merge, limit, ambient.`],
    [withModel({ name: "go" }), `settings.ctx.models[0].name: there is a model named "go" already.`],
    [{ models: [model, model] }, `settings.ctx.models[1].name: there is a model named "mine" already.`],
  ])("%j", (ctx, message) => {
    expect(() => check(ctx)).toThrow(new Error(message));
    // Every time, not only the first.
    expect(() => check(ctx)).toThrow(new Error(message));
  });
});
