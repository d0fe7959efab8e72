import type { ContextModel, DeclaredAt } from "./model.js";

const borderlessContext = (name: string | string[]): DeclaredAt => ({ from: "package", package: "@borderless/context", name });

/** `@borderless/context`: values typed by the context itself. */
export const borderless: ContextModel = {
  name: "borderless",
  contexts: [borderlessContext("Context")],
  roots: [{ ...borderlessContext("background"), use: "value" }],
  derives: [
    { ...borderlessContext("withAbort"), makes: "cancel" },
    { ...borderlessContext("withTimeout"), makes: "deadline" },
    { ...borderlessContext("withValue"), makes: "value" },
  ],
  values: {
    writers: [{ ...borderlessContext("withValue"), key: 1, value: 2 }],
    readers: [{ method: "value", key: 0 }],
    keyedByType: true,
  },
  parameter: { place: "first", name: "ctx" },
};
