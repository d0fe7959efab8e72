import type { ContextModel } from "./model.js";

const derives = ["withCancel", "withTimeout", "withDeadline", "withAbort", "withCancelCause", "withTimeoutCause", "withDeadlineCause"];

/** Go-style contexts, known by their shape wherever they are declared. */
export const go: ContextModel = {
  name: "go",
  contexts: [
    { from: "anywhere", name: "Context", members: ["done", "err", "value"], ignoreCase: true },
    { from: "anywhere", exportedWith: ["background", "todo", ...derives, "withValue", "withoutCancel"] },
  ],
  carriers: [{ from: "anywhere", members: ["context"], way: "context()" }],
  roots: [
    { from: "anywhere", name: "background", ignoreCase: true },
    { from: "anywhere", name: "todo", ignoreCase: true, todo: true },
  ],
  derives: [
    { from: "anywhere", name: ["withCancel", "withAbort", "withCancelCause"], ignoreCase: true, makes: "cancel" },
    {
      from: "anywhere",
      name: ["withTimeout", "withDeadline", "withTimeoutCause", "withDeadlineCause"],
      ignoreCase: true,
      makes: "deadline",
    },
    { from: "anywhere", name: "withValue", ignoreCase: true, makes: "value" },
    { from: "anywhere", name: "withoutCancel", ignoreCase: true, makes: "detached" },
    // The same as methods of the context itself.
    { method: "withCancel", makes: "cancel" },
    { method: "withTimeout", makes: "deadline" },
    { method: "withDeadline", makes: "deadline" },
    { method: "withValue", makes: "value" },
    { method: "withoutCancel", makes: "detached" },
  ],
  values: {
    writers: [
      { from: "anywhere", name: "withValue", ignoreCase: true, key: 1, value: 2 },
      { method: "withValue", key: 0, value: 1 },
    ],
    readers: [
      { method: "value", key: 0 },
      { method: "Value", key: 0 },
    ],
    keys: [{ from: "anywhere", name: ["createKey", "createContextKey", "newKey", "newContextKey", "contextKey", "key", "ContextKey", "Key"], ignoreCase: true }],
  },
  observedBy: {
    tests: ["err", "Err"],
    awaits: ["done", "Done"],
    listeners: ["onDone"],
  },
  parameter: { place: "first", name: "ctx" },
  spelling: { check: "if ({ctx}.err()) throw {ctx}.err();", detach: "withoutCancel", never: "withoutCancel({ctx})" },
};
