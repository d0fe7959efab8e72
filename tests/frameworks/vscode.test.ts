/** VS Code: providers and `withProgress` get a token; a command gets none. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = `declare function load(id: string, token?: vscode.CancellationToken): Promise<string>;`;
const vscode = `import * as vscode from "vscode";`;

ruleTester.run("no-dropped-context in VS Code extensions", rule, {
  valid: [
    { name: "a command has none", code: `${vscode} ${load} export const register = () => vscode.commands.registerCommand("a.b", async () => { await load("1"); });` },
    { name: "progress that cannot be cancelled offers a token all the same: passed on", code: `${vscode} ${load} export const find = () => vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, (_progress, token) => load("1", token));` },
    { name: "progress that cannot be cancelled offers a token that never ends: not taken", code: `${vscode} ${load} export const find = () => vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, async () => load("1"));` },
    { name: "nor is it passed on where it is taken", code: `${vscode}\nexport const find = () => vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, async (progress, token) => { progress.report({ increment: 1 }); await vscode.workspace.findFiles("**"); token.isCancellationRequested; });` },
    { name: "a token that was tested and is missing, whatever its type says", code: `${vscode} ${load} export const find = (token: vscode.CancellationToken) => token ? load("1", token) : load("1");` },
    { name: "a token is no signal", code: `${vscode} export class Provider implements vscode.HoverProvider { async provideHover(_document: vscode.TextDocument, _position: vscode.Position, _token: vscode.CancellationToken) { await fetch("u"); return null; } }` },
  ],
  invalid: [
    {
      name: "withProgress",
      code: `${vscode}\nexport const find = () => vscode.window.withProgress({ location: vscode.ProgressLocation.Window, cancellable: true }, async (progress, token) => { progress.report({ increment: 1 }); await vscode.workspace.findFiles("**"); token.isCancellationRequested; });`,
      errors: [{ messageId: "dropped", suggestions: [{ messageId: "pass", output: `${vscode}\nexport const find = () => vscode.window.withProgress({ location: vscode.ProgressLocation.Window, cancellable: true }, async (progress, token) => { progress.report({ increment: 1 }); await vscode.workspace.findFiles("**", undefined, undefined, token); token.isCancellationRequested; });` }] }],
    },
    {
      name: "withProgress without its token",
      code: `${vscode}\n${load}\nexport const find = () => vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, cancellable: true }, async () => load("1"));`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${vscode}\n${load}\nexport const find = () => vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, cancellable: true }, async (_, token) => load("1", token));` }] }],
    },
    {
      name: "a change that the user asked for, and may call off",
      code: `${vscode}\n${load.replace("load", "install")}\nexport const find = () => vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, cancellable: true }, async () => install("1"));`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${vscode}\n${load.replace("load", "install")}\nexport const find = () => vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, cancellable: true }, async (_, token) => install("1", token));` }] }],
    },
    {
      name: "a provider's token",
      code: `${vscode}\nexport class Provider implements vscode.HoverProvider { async provideHover(document: vscode.TextDocument, _position: vscode.Position, token: vscode.CancellationToken) { await vscode.workspace.findFiles("**", null, 5); return null; } }`,
      output: `${vscode}\nexport class Provider implements vscode.HoverProvider { async provideHover(document: vscode.TextDocument, _position: vscode.Position, token: vscode.CancellationToken) { await vscode.workspace.findFiles("**", null, 5, token); return null; } }`,
      errors: [{ messageId: "dropped" }],
    },
  ],
});
