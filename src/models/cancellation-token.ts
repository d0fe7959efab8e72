import type { ContextModel, DeclaredAt } from "./model.js";

/** The packages that declare a `CancellationToken` themselves; the rest is known by its shape. */
const packages = ["vscode", "@types/vscode", "vscode-jsonrpc", "vscode-languageserver-protocol", "vscode-languageserver", "monaco-editor"];

function declared(name: string | string[]): DeclaredAt[] {
  return packages.map((declaring) => ({ from: "package", package: declaring, name }));
}

const sources = ["CancellationTokenSource", "AbstractCancellationTokenSource"];

/** The cancellation tokens of VS Code and its language server libraries, and the same shape declared elsewhere. */
export const cancellationToken: ContextModel = {
  name: "cancellation-token",
  contexts: [
    ...declared("CancellationToken"),
    { from: "anywhere", members: ["isCancellationRequested", "onCancellationRequested"] },
  ],
  roots: [{ from: "anywhere", name: "CancellationToken.None", use: "value", onlyWhereAvailable: true }],
  handles: [
    { type: [...declared(sources), { from: "file", name: sources }], context: "token", endedBy: ["cancel", "dispose"] },
  ],
  observedBy: { tests: ["isCancellationRequested"], listeners: ["onCancellationRequested"] },
  parameter: { place: "last", name: "token" },
  spelling: { check: "if ({ctx}.isCancellationRequested) return;", never: "CancellationToken.None" },
};
