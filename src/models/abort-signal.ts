import type { ContextModel, DeclaredAt } from "./model.js";

/** The platform declares its types twice: in lib.dom and, for projects without it, in `@types/node`. */
function platform(name: string): DeclaredAt[] {
  return [
    { from: "lib", name },
    { from: "package", package: "node", name },
    { from: "package", package: "@types/node", name },
    { from: "package", package: "undici-types", name },
    { from: "package", package: "bun-types", name },
  ];
}

/** `AbortSignal`, of the DOM and of Node.js. */
export const abortSignal: ContextModel = {
  name: "abort-signal",
  contexts: [
    ...platform("AbortSignal"),
    { from: "package", package: "@azure/abort-controller", name: ["AbortSignalLike", "AbortSignal"] },
    // What takes the platform's, and says so in words of its own.
    { from: "package", package: "axios", name: "GenericAbortSignal" },
    ...["@aws-sdk/types", "@smithy/types", "@types/node-fetch", "abort-controller"].map((declaring) => ({ from: "package" as const, package: declaring, name: "AbortSignal" })),
  ],
  carriers: [...platform("Request"), ...platform("RequestInit")].map((request) => ({ ...request, way: "signal" })),
  roots: platform("AbortController").map((root) => ({ ...root, use: "new" as const, member: "signal", isIdiomAtTopLevel: true })),
  derives: [
    ...platform("AbortSignal.any").map((derive) => ({ ...derive, makes: "merge" as const })),
    ...platform("AbortSignal.timeout").map((derive) => ({ ...derive, makes: "deadline" as const, unlinked: true })),
  ],
  handles: [
    { type: platform("AbortController"), context: "signal", endedBy: ["abort"], endOptional: true },
    // A union of signals that listens to each until it is cleared.
    { type: [{ from: "package", package: "any-signal", name: "ClearableSignal" }], endedBy: ["clear"], startedBy: ["anySignal"] },
  ],
  attachedBy: [{ method: "abortSignal" }],
  observedBy: {
    tests: ["aborted"],
    throws: ["throwIfAborted"],
    listeners: ["addEventListener", "onabort"],
    removers: ["removeEventListener"],
  },
  parameter: { place: "any", name: "signal" },
  spelling: { check: "{ctx}.throwIfAborted();", never: "AbortSignal.any([])", merge: "AbortSignal.any([{ctx}, {other}])", limit: "AbortSignal.timeout({ms})" },
};
