import type { DeclaredAt } from "./model.js";

const from = (module: string, ...names: readonly string[]): DeclaredAt => ({ from: "package", package: module, name: [...names] });

/**
 * Functions that wait for the outside world and can be told to stop, by the name that an option gives them: a call
 * without a context goes on when nobody wants it any more. Writing a file is none of it: stopped half-way it leaves half
 * a file, or an empty one.
 */
export const ioGroups: Readonly<Record<string, readonly DeclaredAt[]>> = {
  fetch: [{ from: "lib", name: "fetch" }, from("node", "fetch"), from("@types/node", "fetch"), from("undici-types", "fetch"), from("bun-types", "fetch")],
  child_process: [from("child_process", "exec", "execFile", "fork", "spawn")],
  "timers/promises": [from("timers/promises", "setImmediate", "setInterval", "setTimeout", "wait")],
  "fs/promises": [from("fs/promises", "readFile", "watch")],
  "events.once": [from("events", "once")],
  "stream/promises": [from("stream/promises", "finished", "pipeline")],
};

/** What is over in a moment, unless it is done again and again: no reason to hand a context down to it. */
export const shortWaits: readonly DeclaredAt[] = [from("fs/promises", "readFile")];

/** What starts a command that is its first argument: some commands take no more than a moment either. */
export const commandStarters: readonly DeclaredAt[] = [from("child_process", "exec", "execFile", "spawn")];

/** What asks the user, and is gone as soon as the user looks elsewhere, to cancel something too; one that this option keeps open waits on. */
export const prompts: { readonly calls: readonly DeclaredAt[]; readonly keptOpenBy: string } = {
  calls: [from("vscode", "showInputBox", "showQuickPick", "showWorkspaceFolderPick")],
  keptOpenBy: "ignoreFocusOut",
};

/** What needs a context where an option does not say otherwise. */
export const defaultIo: readonly string[] = Object.keys(ioGroups);
