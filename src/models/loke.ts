import type { ContextModel, DeclaredAt } from "./model.js";

const lokeContext = (name: string | string[]): DeclaredAt => ({ from: "package", package: "@loke/context", name });

/** `@loke/context`: a Go-style context over an `AbortSignal`. */
export const loke: ContextModel = {
  name: "loke",
  contexts: [lokeContext("Context")],
  roots: [
    { ...lokeContext("background"), use: "value" },
    { ...lokeContext("TODO"), use: "value", todo: true },
  ],
  derives: [
    { ...lokeContext("withAbort"), makes: "cancel" },
    { ...lokeContext(["withTimeout", "withDeadline"]), makes: "deadline" },
    { ...lokeContext("withValues"), makes: "value" },
  ],
  values: { writers: [{ ...lokeContext("withValues"), record: 1 }], readers: [] },
  parameter: { place: "first", name: "ctx" },
};
