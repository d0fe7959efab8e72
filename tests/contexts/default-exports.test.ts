/** The default of a module has a name that those who import it know, and others do not. */
import ts from "typescript";
import { describe, expect, it } from "vitest";

import { defaultsFrom, namesFor } from "../../src/contexts/default-exports.js";
import { inspect } from "../harness.js";

const { facts } = inspect(`import "@dxos/context"; import "@opentelemetry/api"; export {};`);
const file = (fileName: string, text = ""): ts.SourceFile => ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);

/** Does the import of this specifier in `/app/src/jobs/run.ts` find the default of the file? */
function finds(specifier: string, fileName: string): boolean {
  const own = new Set(namesFor(file(fileName), "default"));
  const statement = file("/app/src/jobs/run.ts", `import own from "${specifier}";`).statements[0] as ts.ImportDeclaration;
  return defaultsFrom(facts, statement.moduleSpecifier).some((name) => own.has(name));
}

describe("the default of another module", () => {
  it.each([
    ["./load.js", "/app/src/jobs/load.ts"],
    ["./load", "/app/src/jobs/load.mts"],
    ["./Load", "/app/src/jobs/Load.tsx"],
    ["./load.server", "/app/src/jobs/load.server.ts"],
    ["../load/index.js", "/app/src/load/index.ts"],
    ["../load", "/app/src/load/index.ts"],
    ["../load/", "/app/src/load/index.ts"],
    [".", "/app/src/jobs/index.ts"],
    ["..", "/app/src/index.ts"],
    ["~/load", "/app/src/load.ts"],
    ["@/jobs/load", "/app/src/jobs/load.ts"],
    ["@dxos/context", "/app/node_modules/@dxos/context/dist/types/src/index.d.ts"],
    ["@opentelemetry/api", "/app/node_modules/@opentelemetry/api/build/src/index.d.ts"],
    ["@opentelemetry/api/deep/load", "/app/node_modules/@opentelemetry/api/build/src/index.d.ts"],
    ["node:fs", "/app/node_modules/@types/node/fs.d.ts"],
    // Nobody knows which file this is.
    ["#unknown", "/app/src/load.ts"],
    ["@unknown", "/app/src/load.ts"],
  ])("%s is found in %s", (specifier, fileName) => {
    expect(finds(specifier, fileName)).toBe(true);
  });

  it.each([
    ["./load.js", "/app/src/jobs/store.ts"],
    ["./load", "/app/src/jobs/index.ts"],
    [".", "/app/src/load.ts"],
    ["@opentelemetry/api", "/app/src/load.ts"],
    ["./load.css", "/app/src/jobs/load.ts"],
    ["~/assets/load.svg", "/app/src/load.ts"],
  ])("%s is not that of %s", (specifier, fileName) => {
    expect(finds(specifier, fileName)).toBe(false);
  });
});
