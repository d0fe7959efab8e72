import { describe, expect, it } from "vitest";

import plugin from "../../src/index.js";
import { rules } from "../../src/rules/index.js";

const { configs } = plugin;

/** The entries that the rules' own meta asks for. */
function expected(of: (docs: NonNullable<(typeof rules)[string]["meta"]["docs"]>) => unknown): Record<string, unknown> {
  const entries = Object.entries(rules).map(([name, { meta }]) => [`ctx/${name}`, meta.docs && of(meta.docs)]);
  return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined)) as Record<string, unknown>;
}

it("recommended has the recommended rules", () => {
  expect(configs.recommended.rules).toEqual(expected((docs) => (docs.recommended === "recommended" ? "error" : undefined)));
});

it("strict has all of recommended, and more or stricter ones", () => {
  expect(configs.strict.rules).toEqual(
    expected(({ recommended, strictOptions }) => recommended && (strictOptions ? ["error", ...strictOptions] : "error")),
  );
  expect(Object.keys(configs.strict.rules ?? {})).toEqual(expect.arrayContaining(Object.keys(configs.recommended.rules ?? {})));
});

it("all has every rule, and disable-type-checked turns each off that needs types", () => {
  expect(configs.all.rules).toEqual(expected(() => "error"));
  expect(configs["disable-type-checked"].rules).toEqual(expected(() => "off"));
});

describe.each(Object.entries(configs))("%s", (name, config) => {
  it("has a name and the plugin, and leaves the parser to the user", () => {
    expect(Object.keys(config).toSorted()).toEqual(["name", "plugins", "rules"]);
    expect(config.name).toBe(`ctx/${name}`);
    expect(config.plugins).toEqual({ ctx: plugin });
  });
});
