// VS Code
// The editor cancels with a token. The helper has no parameter for one, so the chain is broken there.
import * as vscode from "vscode";

async function readAll(files: readonly vscode.Uri[]): Promise<string[]> {
  const found = await vscode.workspace.findFiles("**/*.md", null, 10);
  const documents = await Promise.all([...files, ...found].map((file) => vscode.workspace.openTextDocument(file)));
  return documents.map((document) => document.getText());
}

export const provider: vscode.WorkspaceSymbolProvider = {
  async provideWorkspaceSymbols(query, token) {
    if (token.isCancellationRequested) return [];
    const texts = await readAll([]);
    return texts.filter((text) => text.includes(query)).map((text) => new vscode.SymbolInformation(text, vscode.SymbolKind.File, "", new vscode.Location(vscode.Uri.file("/"), new vscode.Position(0, 0))));
  },
};
