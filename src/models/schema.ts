/** A JSON schema (draft 7: alternatives are chosen by `if`, so that an error names one mistake and not all alternatives). */
export type Schema = Readonly<Record<string, unknown>>;

type Properties = Readonly<Record<string, Schema>>;

const text: Schema = { type: "string", minLength: 1 };
const texts: Schema = { type: "array", items: text, minItems: 1, uniqueItems: true };
const names: Schema = { if: { type: "array" }, then: texts, else: text };
const flag: Schema = { type: "boolean" };
const position: Schema = { type: "integer", minimum: 0 };

function object(properties: Properties, required: readonly string[]): Schema {
  return { type: "object", additionalProperties: false, properties, required };
}

function list(items: Schema, minItems = 0): Schema {
  return { type: "array", items, minItems };
}

function has(key: string, then: Schema, otherwise: Schema): Schema {
  return { if: { type: "object", required: [key] }, then, else: otherwise };
}

/** The properties that go with each `from`: those of typescript-eslint's specifiers, and `anywhere` for shapes. */
const places: Readonly<Record<string, readonly [properties: Properties, required: readonly string[]]>> = {
  file: [{ name: names, path: text }, ["name"]],
  lib: [{ name: names }, ["name"]],
  package: [{ name: names, package: text }, ["name", "package"]],
};

/** An object told apart by its `from`; `anywhere` only where a shape is meaningful. */
function placed(properties: Properties, required: readonly string[], anywhere?: Schema): Schema {
  const froms = [...Object.keys(places), ...(anywhere === undefined ? [] : ["anywhere"])];
  let schema: Schema = { type: "object", required: ["from"], properties: { from: { enum: froms } } };
  for (const [from, [own, needed]] of Object.entries(places)) {
    schema = {
      if: { type: "object", properties: { from: { const: from } }, required: ["from"] },
      then: object({ from: text, ...own, ...properties }, ["from", ...needed, ...required]),
      else: schema,
    };
  }
  if (anywhere === undefined) return schema;
  return { if: { type: "object", properties: { from: { const: "anywhere" } }, required: ["from"] }, then: anywhere, else: schema };
}

const declaredAt = placed({}, []);
const shape: Properties = { from: text, name: text, members: texts, ignoreCase: flag };
const method: Properties = { method: text, on: list(declaredAt, 1) };

/** A value by its declaration or signature, with further properties. */
function value(properties: Properties, required: readonly string[] = []): Schema {
  const signature = object({ from: text, name: names, ignoreCase: flag, ...properties }, ["from", "name", ...required]);
  return placed(properties, required, signature);
}

/** A call of a value or of a method, with further properties. */
function call(properties: Properties, required: readonly string[] = []): Schema {
  return has("method", object({ ...method, ...properties }, ["method", ...required]), value(properties, required));
}

const typePattern = placed(
  {},
  [],
  has("exportedWith", object({ from: text, exportedWith: texts }, ["from", "exportedWith"]), object(shape, ["from", "members"])),
);

/** JSON schema of a `CarrierPattern`. */
export const carrierSchema: Schema = placed(
  { way: text },
  ["way"],
  object({ ...shape, way: text }, ["from", "members", "way"]),
);

/** JSON schema of a `ContextModel`. */
export const modelSchema: Schema = object(
  {
    name: text,
    contexts: list(typePattern, 1),
    carriers: list(carrierSchema),
    makers: list(declaredAt),
    roots: list(
      value({
        use: { enum: ["call", "new", "value"] },
        unlessGiven: text,
        member: text,
        onlyWhereAvailable: flag,
        todo: flag,
        baseOf: list(object({ ...method, beside: text }, ["method"])),
        isIdiomAtTopLevel: flag,
      }),
    ),
    derives: list(
      call({ makes: { enum: ["cancel", "deadline", "detached", "merge", "value"] }, unlinked: flag }, ["makes"]),
    ),
    handles: list(
      object(
        { type: list(placed({}, [], object(shape, ["from", "members"])), 1), context: text, endedBy: texts, isContext: flag, endOptional: flag, liveIf: texts, startedBy: texts },
        ["type", "endedBy"],
      ),
    ),
    values: object(
      {
        writers: list(
          has("record", call({ record: position, property: text }, ["record"]), call({ key: position, value: position }, ["key", "value"])),
        ),
        readers: list(call({ key: position }, ["key"])),
        getters: list(call({}, [])),
        keys: list(value({})),
        keyedByType: flag,
      },
      ["writers", "readers"],
    ),
    attachedBy: list(object(method, ["method"])),
    observedBy: object({ tests: list(text), throws: texts, awaits: texts, listeners: texts, removers: texts }, ["tests"]),
    ambient: list(object({ ...method, callback: position, expression: flag }, ["method"])),
    parameter: object(
      { place: { enum: ["any", "first", "last"] }, name: { type: "string", pattern: "^[A-Za-z_$][\\w$]*$" } },
      ["place", "name"],
    ),
    spelling: object({ check: text, detach: text, never: text, merge: text, limit: text, ambient: object({ name: text, member: text }, ["name", "member"]) }, []),
  },
  ["name", "contexts", "parameter"],
);
