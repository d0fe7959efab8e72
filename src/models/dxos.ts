import type { ContextModel, DeclaredAt } from "./model.js";

const dxosContext = (name: string): DeclaredAt => ({ from: "package", package: "@dxos/context", name });

/** `@dxos/context`: a class that is its own handle. */
export const dxos: ContextModel = {
  name: "dxos",
  contexts: [dxosContext("Context")],
  roots: [
    { ...dxosContext("Context.default"), use: "call" },
    { ...dxosContext("Context"), use: "new", unlessGiven: "parent" },
  ],
  derives: [
    { method: "derive", makes: "cancel" },
    { ...dxosContext("Context"), makes: "cancel" },
  ],
  handles: [{ type: [dxosContext("Context")], endedBy: ["dispose"], isContext: true }],
  values: {
    writers: [
      { method: "derive", record: 0, property: "attributes" },
      { ...dxosContext("Context"), record: 0, property: "attributes" },
    ],
    readers: [{ method: "getAttribute", key: 0 }],
  },
  observedBy: { tests: ["disposed"], listeners: ["onDispose"] },
  parameter: { place: "first", name: "ctx" },
  spelling: { check: "if ({ctx}.disposed) return;" },
};
