import type { DeclaredAt } from "./model.js";

const node = (name: string | string[]): DeclaredAt[] => ["node", "@types/node"].map((from) => ({ from: "package", package: from, name }));

/** Options whose context is about the whole life of what is made with them: a stream, a socket, a listener. */
export const lifelongOptions: readonly DeclaredAt[] = [
  ...node(["StreamOptions", "ReadableOptions", "WritableOptions", "DuplexOptions", "TransformOptions", "ReadLineOptions", "SocketOptions", "SocketConstructorOpts", "EventEmitterOptions"]),
  // A pipe of a body that was fetched with the signal is bound to it already.
  { from: "lib", name: ["AddEventListenerOptions", "StreamPipeOptions"] },
  ...node(["AddEventListenerOptions", "StreamPipeOptions"]),
  { from: "package", package: "undici-types", name: ["AddEventListenerOptions"] },
  // Of all that an instance will request.
  { from: "package", package: "axios", name: ["AxiosDefaults", "CreateAxiosDefaults"] },
];

/** What listeners are registered on: a context in the options of a registration takes the listener away. */
export const eventSources: readonly DeclaredAt[] = [
  { from: "lib", name: "EventTarget" },
  ...node(["EventTarget", "EventEmitter"]),
  { from: "package", package: "undici-types", name: "EventTarget" },
  { from: "package", package: "eventemitter3", name: "EventEmitter" },
];

/** What goes on by itself where nobody keeps it. */
export const independents: readonly DeclaredAt[] = ["child_process", "node:child_process"].map((module) => ({ from: "package", package: module, name: "ChildProcess" }));

/** Functions that listen for the end of the signal they are given, and give what takes the listener away. */
export const abortListeners: readonly DeclaredAt[] = node("addAbortListener");

/** Calls that offer their callback a context which ends only where an option of theirs says so: without it, nobody can cancel what is shown. */
export const endableByOption: readonly { readonly call: DeclaredAt & { readonly name: string }; readonly option: string }[] = [
  { call: { from: "package", package: "vscode", name: "withProgress" }, option: "cancellable" },
];

/** Calls that offer the function among their options a context which ends with the process that it runs in: nothing of it goes on without. */
export const endingWithProcess: DeclaredAt & { readonly name: readonly string[] } = { from: "package", package: "@trigger.dev/sdk", name: ["schemaTask", "task"] };
