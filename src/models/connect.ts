import type { ContextModel, DeclaredAt } from "./model.js";

const connectrpc = (name: string): DeclaredAt => ({ from: "package", package: "@connectrpc/connect", name });

/** Connect's `HandlerContext`: a request's signal, deadline and values. */
export const connect: ContextModel = {
  name: "connect",
  contexts: [connectrpc("HandlerContext")],
  carriers: [{ ...connectrpc("HandlerContext"), way: "signal" }],
  values: {
    writers: [{ method: "set", on: [connectrpc("ContextValues")], key: 0, value: 1 }],
    readers: [{ method: "get", on: [connectrpc("ContextValues")], key: 0 }],
    keys: [connectrpc("createContextKey")],
  },
  observedBy: { tests: [] },
  parameter: { place: "any", name: "context" },
};
