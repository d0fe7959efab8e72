import type { ContextModel, DeclaredAt } from "./model.js";

/** The packages that declare a `CancellationToken` themselves; the rest is known by its shape. */
const packages = ["vscode", "vscode-jsonrpc", "monaco-editor"];

function declared(name: string | string[]): DeclaredAt[] {
  return packages.map((declaring) => ({ from: "package", package: declaring, name }));
}

const token = ["isCancellationRequested", "onCancellationRequested"];

/** The cancellation tokens of VS Code and its language server libraries, and the same shape declared elsewhere. */
export const cancellationToken: ContextModel = {
  name: "cancellation-token",
  contexts: [...declared("CancellationToken"), { from: "anywhere", members: token }],
  roots: [{ from: "anywhere", name: "CancellationToken.None", use: "value", onlyWhereAvailable: true }],
  // VS Code's own source links a source to a parent; the published types take none.
  derives: [{ from: "anywhere", name: "CancellationTokenSource", makes: "cancel" }],
  handles: [
    {
      type: [
        ...declared(["CancellationTokenSource", "AbstractCancellationTokenSource"]),
        { from: "anywhere", name: "CancellationTokenSource", members: ["token", "cancel"] },
      ],
      context: "token",
      endedBy: ["cancel", "dispose"],
    },
  ],
  observedBy: { tests: ["isCancellationRequested"], listeners: ["onCancellationRequested"] },
  parameter: { place: "last", name: "token" },
  spelling: { check: "if ({ctx}.isCancellationRequested) return;" },
};
