import type { DeclaredAt } from "./model.js";

const node = (module: string, ...names: readonly string[]): DeclaredAt => ({ from: "package", package: module, name: [...names] });

/**
 * Functions that wait for the outside world and can be told to stop, by the name that an option gives them: a call
 * without a context goes on when nobody wants it any more. Writing a file is none of it: stopped half-way it leaves half
 * a file, or an empty one.
 */
export const ioGroups: Readonly<Record<string, readonly DeclaredAt[]>> = {
  fetch: [{ from: "lib", name: "fetch" }, node("node", "fetch"), node("@types/node", "fetch"), node("undici-types", "fetch"), node("bun-types", "fetch")],
  child_process: [node("child_process", "exec", "execFile", "fork", "spawn")],
  "timers/promises": [node("timers/promises", "setImmediate", "setInterval", "setTimeout", "wait")],
  "fs/promises": [node("fs/promises", "readFile", "watch")],
  "events.once": [node("events", "once")],
  "stream/promises": [node("stream/promises", "finished", "pipeline")],
};

/** What is over in a moment, unless it is done again and again: no reason to hand a context down to it. */
export const shortWaits: readonly DeclaredAt[] = [node("fs/promises", "readFile")];

/** What starts a command that is its first argument: some commands take no more than a moment either. */
export const commandStarters: readonly DeclaredAt[] = [node("child_process", "exec", "execFile", "spawn")];

/** What needs a context where an option does not say otherwise. */
export const defaultIo: readonly string[] = Object.keys(ioGroups);
