import type { DeclaredAt } from "./model.js";

const node = (module: string, ...names: readonly string[]): DeclaredAt => ({ from: "package", package: module, name: [...names] });

/** What waits for the outside world and can be told to stop: calls of these without a context go on when nobody wants them any more. */
export const defaultIo: readonly DeclaredAt[] = [
  { from: "lib", name: "fetch" },
  node("node", "fetch"),
  node("@types/node", "fetch"),
  node("undici-types", "fetch"),
  node("bun-types", "fetch"),
  node("child_process", "exec", "execFile", "fork", "spawn"),
  node("timers/promises", "setImmediate", "setInterval", "setTimeout", "wait"),
  node("fs/promises", "appendFile", "readFile", "watch", "writeFile"),
  node("events", "on", "once"),
  node("stream/promises", "finished", "pipeline"),
];
