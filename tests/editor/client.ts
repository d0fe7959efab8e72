import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

import {
  ApplyWorkspaceEditRequest,
  CodeActionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  RegistrationRequest,
  ShutdownRequest,
  type CodeAction,
  type Command,
  type Diagnostic,
  type ProtocolConnection,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";

const server = createRequire(import.meta.url).resolve("vscode-langservers-extracted/bin/vscode-eslint-language-server");

/** A code action, as the ESLint server gives it: with a command, or with the edit itself. */
export type Action = CodeAction & { readonly command?: Command };

/** What VS Code does with its ESLint server, without VS Code: the messages are the same. */
export class Editor {
  readonly #process: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #documents = new Map<string, TextDocument>();
  readonly #exited: Promise<unknown>;
  /** What the server wrote to its log. */
  readonly log: string[] = [];
  /** The state that the editor's status bar shows, by file: 1 is fine, 3 is an error. */
  readonly states = new Map<string, number>();
  /** The pages that the server asked the editor to open. */
  readonly opened: string[] = [];

  private constructor(readonly folder: string) {
    this.#process = spawn(process.execPath, [server, "--stdio"], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
    this.#exited = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#connection = createProtocolConnection(this.#process.stdout!, this.#process.stdin!);
    this.#answer(pathToFileURL(folder).href);
    this.#connection.listen();
  }

  /** Starts the server for a folder. */
  static async open(folder: string): Promise<Editor> {
    const editor = new Editor(folder);
    const uri = pathToFileURL(folder).href;
    await editor.#connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- The protocol still wants it.
      rootUri: uri,
      workspaceFolders: [{ uri, name: "project" }],
      capabilities: {
        workspace: {
          configuration: true,
          workspaceFolders: true,
          applyEdit: true,
          workspaceEdit: { documentChanges: true },
          didChangeConfiguration: { dynamicRegistration: true },
          diagnostics: { refreshSupport: true },
        },
        textDocument: {
          synchronization: { didSave: true },
          diagnostic: { dynamicRegistration: true },
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll", "source.fixAll.eslint"] } } },
        },
      },
    });
    await editor.#connection.sendNotification(InitializedNotification.type, {});
    await editor.#connection.sendNotification(DidChangeConfigurationNotification.type, { settings: {} });
    return editor;
  }

  /** Ends the server. */
  async close(): Promise<void> {
    await this.#connection.sendRequest(ShutdownRequest.type);
    await this.#connection.sendNotification(ExitNotification.type);
    this.#connection.dispose();
    this.#process.kill(); // It takes its time otherwise.
    await this.#exited;
  }

  /** Shows a text as that of a file, opened or typed over. */
  async show(file: string, text: string): Promise<void> {
    const uri = this.#uri(file);
    const before = this.#documents.get(uri);
    const document = TextDocument.create(uri, "typescript", (before?.version ?? 0) + 1, text);
    this.#documents.set(uri, document);
    const { version, languageId } = document;
    if (before) await this.#connection.sendNotification(DidChangeTextDocumentNotification.type, { textDocument: { uri, version }, contentChanges: [{ text }] });
    else await this.#connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId, version, text } });
  }

  /** The squiggles of a file. */
  async diagnostics(file: string): Promise<Diagnostic[]> {
    const report = await this.#connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: this.#uri(file) } });
    return report.kind === "full" ? report.items : [];
  }

  /** The text that a squiggle is below. */
  marked(file: string, { range }: Diagnostic): string {
    return this.#document(file).getText(range);
  }

  /** What the editor offers for squiggles, or for the whole file. */
  async actions(file: string, kind: "quickfix" | "source.fixAll.eslint", diagnostics: Diagnostic[]): Promise<Action[]> {
    const range = diagnostics[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const params = { textDocument: { uri: this.#uri(file) }, range, context: { diagnostics, only: [kind] } };
    return ((await this.#connection.sendRequest(CodeActionRequest.type, params)) ?? []) as Action[];
  }

  /** Does what an action says, and gives the text that the file has then. */
  async perform(file: string, action: Action): Promise<string> {
    if (action.edit) this.#apply(action.edit);
    if (action.command) await this.#connection.sendRequest(ExecuteCommandRequest.type, { command: action.command.command, arguments: action.command.arguments ?? [] });
    return this.#document(file).getText();
  }

  #answer(uri: string): void {
    const settings = {
      validate: "on",
      packageManager: "npm",
      useESLintClass: true,
      useRealpaths: false,
      experimental: {},
      problems: {},
      rulesCustomizations: [],
      options: {},
      run: "onType",
      format: false,
      quiet: false,
      onIgnoredFiles: "off",
      nodePath: null,
      codeAction: { disableRuleComment: { enable: true, location: "separateLine", commentStyle: "line" }, showDocumentation: { enable: true } },
      codeActionOnSave: { mode: "all" },
      workspaceFolder: { name: "project", uri },
    };
    this.#connection.onRequest(RegistrationRequest.type, () => {});
    this.#connection.onRequest(DiagnosticRefreshRequest.type, () => {});
    this.#connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => settings));
    this.#connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
      this.#apply(edit);
      return { applied: true };
    });
    this.#connection.onRequest("eslint/openDoc", ({ url }: { url: string }) => {
      this.opened.push(url);
      return {};
    });
    this.#connection.onNotification("eslint/status", ({ uri: file, state }: { uri: string; state: number }) => {
      this.states.set(file, state);
    });
    this.#connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.log.push(message);
    });
  }

  #apply({ documentChanges = [], changes = {} }: WorkspaceEdit): void {
    for (const [uri, edits] of Object.entries(changes)) this.#edit(uri, edits);
    for (const change of documentChanges) {
      if (!("edits" in change)) throw new Error(`the server wants to ${change.kind} a file`);
      this.#edit(change.textDocument.uri, change.edits as TextEdit[]);
    }
  }

  #edit(uri: string, edits: TextEdit[]): void {
    const document = this.#documents.get(uri)!;
    this.#documents.set(uri, TextDocument.update(document, [{ text: TextDocument.applyEdits(document, edits) }], document.version));
  }

  #document(file: string): TextDocument {
    return this.#documents.get(this.#uri(file))!;
  }

  #uri(file: string): string {
    return pathToFileURL(path.join(this.folder, file)).href;
  }
}
