/**
 * One row a model: the same short pieces of code, under headers in which the names they use are the library's own,
 * something else of the same name, `any`, or not installed. Tests of recognition and of rules are generated from it.
 */
import type { ContextModel, DeclaredAt, DerivePattern } from "../../src/models/model.js";

/** A derive and what is to be known of it. */
export interface DeriveRow {
  readonly code: string;
  readonly makes: DerivePattern["makes"];
  readonly parents: number;
  /** Where the context is in the result, and where the handle: `""` is the result itself. */
  readonly context: string;
  readonly handle?: string;
}

/** A read or write of a value. `KEY` is the key, `VALUE` the value. */
export interface AccessRow {
  readonly code: string;
  /** The key's type follows from the context's, or the library knows no other keys. */
  readonly isTyped?: boolean;
}

export interface ModelRow {
  readonly model: string;
  /** The module that the names are imported from; absent for globals. */
  readonly from?: string;
  /** Names that are types only, values only, and both. */
  readonly types: readonly string[];
  readonly values: readonly string[];
  readonly classes: readonly string[];
  /** Declarations of all these names that are something else. */
  readonly lookAlike: string;
  /** The type of `ctx`, the variable that the other pieces speak of. */
  readonly type: string;
  readonly place: "any" | "first" | "last";
  readonly roots: readonly string[];
  /** What is made in passing and is no root. */
  readonly noRoots: readonly string[];
  readonly derives: readonly DeriveRow[];
  /** Ways from a context to one of some model. */
  readonly ways: readonly string[];
  readonly writes: readonly AccessRow[];
  readonly reads: readonly AccessRow[];
  /** Calls that make a key. */
  readonly keys: readonly string[];
  /** A key that says nothing of its value, where the library's types let one through. */
  readonly untypedKey?: string;
  /** What tells that `ctx` is over. */
  readonly isOver?: string;
  /** Listens for the end of `ctx`, for as long as `ctx` lives. */
  readonly listens?: string;
  /** A handle's type, and the way from it to its context. */
  readonly handle?: { readonly type: string; readonly way?: string };
}

/** A user's own model, as settings describe it. */
const jobs = (name: string): DeclaredAt => ({ from: "file", path: "jobs.ts", name });
export const userModel: ContextModel = {
  name: "jobs",
  contexts: [jobs("Job")],
  roots: [
    { ...jobs("newJob"), use: "call" },
    { ...jobs("idle"), use: "value" },
  ],
  derives: [
    { ...jobs("fork"), makes: "cancel" },
    { ...jobs("limit"), makes: "deadline" },
    { ...jobs("assign"), makes: "value" },
    { ...jobs("release"), makes: "detached" },
  ],
  handles: [{ type: [jobs("Worker")], context: "job", endedBy: ["stop"] }],
  values: { writers: [{ ...jobs("assign"), key: 1, value: 2 }], readers: [{ method: "read", key: 0 }], keys: [jobs("Slot")] },
  observedBy: { tests: ["isStopped"] },
  parameter: { place: "first", name: "job" },
  spelling: { check: "if ({ctx}.isStopped) return;", detach: "release" },
};

/** `settings.ctx` under which all rows are tested. */
export const settings = { models: [userModel] };

export const rows: readonly ModelRow[] = [
  {
    model: "go",
    from: "./context.js",
    types: ["Context"],
    values: ["background", "todo", "withCancel", "withTimeout", "withDeadline", "withValue", "withoutCancel", "createKey"],
    classes: ["ContextKey"],
    // What koa, express and a canvas call ctx, and helpers for promises.
    lookAlike: `
      declare class Context { readonly body: unknown; readonly status: number; done: boolean; value(key: unknown): unknown }
      declare function background(): Context;
      declare function todo(): Context;
      declare function withCancel(context: Context): [Context, () => void];
      declare function withTimeout(context: Context, ms: number): [Context, () => void];
      declare function withDeadline(context: Context, at: Date): [Context, () => void];
      declare function withValue(context: Context, key: unknown, value: unknown): Context;
      declare function withoutCancel(context: Context): Context;
      declare function createKey<T>(name: string): ContextKey<T>;
      declare class ContextKey<T> { readonly type: T; constructor(name: string) }`,
    type: "Context",
    place: "first",
    isOver: "ctx.err() !== undefined",
    roots: ["background()", "todo()"],
    noRoots: ["background", "todo"],
    derives: [
      { code: "withCancel(ctx)", makes: "cancel", parents: 1, context: "0", handle: "1" },
      { code: "withTimeout(ctx, 10)", makes: "deadline", parents: 1, context: "0", handle: "1" },
      { code: "withDeadline(ctx, new Date())", makes: "deadline", parents: 1, context: "0", handle: "1" },
      { code: `withValue(ctx, "key", 1)`, makes: "value", parents: 1, context: "" },
      { code: "withoutCancel(ctx)", makes: "detached", parents: 1, context: "" },
    ],
    ways: ["signal"],
    writes: [{ code: "withValue(ctx, KEY, VALUE)" }],
    reads: [{ code: "ctx.value(KEY)" }],
    keys: [`createKey<string>("user")`, `new ContextKey<string>("user")`],
    untypedKey: `"user"`,
  },
  {
    model: "abort-signal",
    types: [],
    values: [],
    classes: ["AbortSignal", "AbortController"],
    lookAlike: `
      declare class AbortSignal {
        readonly aborted: boolean;
        static any(signals: AbortSignal[]): AbortSignal;
        static timeout(ms: number): AbortSignal;
      }
      declare class AbortController { readonly signal: AbortSignal; abort(): void }`,
    type: "AbortSignal",
    place: "any",
    isOver: "ctx.aborted",
    listens: `ctx.addEventListener("abort", () => use(1))`,
    roots: ["new AbortController().signal"],
    noRoots: ["new AbortController()", "AbortSignal.any([])"],
    derives: [
      { code: "AbortSignal.any([ctx, new AbortController().signal])", makes: "merge", parents: 2, context: "" },
      { code: "AbortSignal.timeout(10)", makes: "deadline", parents: 0, context: "" },
    ],
    ways: [],
    writes: [],
    reads: [],
    keys: [],
    handle: { type: "AbortController", way: "signal" },
  },
  {
    model: "opentelemetry",
    from: "@opentelemetry/api",
    types: ["Context", "Span"],
    values: ["ROOT_CONTEXT", "trace", "propagation", "createContextKey"],
    classes: [],
    lookAlike: `
      interface Context { getValue(key: unknown): unknown; setValue(key: unknown, value: unknown): Context; deleteValue(key: unknown): Context }
      interface Span { spanContext(): Context; end(): void }
      declare const ROOT_CONTEXT: Context;
      declare const trace: { setSpan(context: Context, span: unknown): Context; deleteSpan(context: Context): Context };
      declare const propagation: { deleteBaggage(context: Context): Context; extract(context: Context, carrier: object): Context };
      declare function createContextKey(name: string): symbol;`,
    type: "Context",
    place: "any",
    roots: ["ROOT_CONTEXT"],
    noRoots: ["trace", "propagation"],
    derives: [
      { code: `ctx.setValue(createContextKey("key"), 1)`, makes: "value", parents: 1, context: "" },
      { code: `ctx.deleteValue(createContextKey("key"))`, makes: "value", parents: 1, context: "" },
      { code: "trace.setSpan(ctx, {} as Span)", makes: "value", parents: 1, context: "" },
      { code: "trace.deleteSpan(ctx)", makes: "value", parents: 1, context: "" },
      { code: "propagation.deleteBaggage(ctx)", makes: "value", parents: 1, context: "" },
      { code: "propagation.extract(ctx, {})", makes: "value", parents: 1, context: "" },
    ],
    ways: [],
    writes: [{ code: "ctx.setValue(KEY, VALUE)" }],
    reads: [{ code: "ctx.getValue(KEY)" }],
    keys: [`createContextKey("user")`],
    untypedKey: `(Symbol("user") as symbol)`,
    handle: { type: "Span" },
  },
  {
    model: "connect",
    from: "@connectrpc/connect",
    types: ["HandlerContext"],
    values: ["createContextKey"],
    classes: [],
    lookAlike: `
      interface Values { get<T>(key: T): T; set<T>(key: T, value: unknown): Values }
      interface HandlerContext { readonly values: Values; readonly requestMethod: string }
      declare function createContextKey<T>(initial: T): T;`,
    type: "HandlerContext",
    place: "any",
    roots: [],
    noRoots: [],
    derives: [],
    ways: ["signal"],
    writes: [{ code: "ctx.values.set(KEY, VALUE)" }],
    reads: [{ code: "ctx.values.get(KEY)" }],
    keys: [`createContextKey<string | undefined>(undefined)`],
  },
  ...["vscode-jsonrpc", "vscode-languageserver", "vscode-languageserver-protocol", "vscode"].map(
    (from): ModelRow => ({
      model: "cancellation-token",
      from,
      types: from === "vscode" ? ["CancellationToken"] : [],
      values: [],
      classes: from === "vscode" ? ["CancellationTokenSource"] : ["CancellationToken", "CancellationTokenSource"],
      // What axios once called so.
      lookAlike: `
        interface CancellationToken { readonly reason?: string; throwIfRequested(): void }
        namespace CancellationToken { export declare const None: CancellationToken }
        declare class CancellationTokenSource { readonly token: CancellationToken; cancel(): void }`,
      type: "CancellationToken",
      place: "last",
      isOver: "ctx.isCancellationRequested",
      listens: "ctx.onCancellationRequested(() => use(1))",
      // @types/vscode has no `None`.
      roots: from === "vscode" ? [] : ["CancellationToken.None"],
      noRoots: ["new CancellationTokenSource()", "new CancellationTokenSource().token"],
      derives: [],
      ways: [],
      writes: [],
      reads: [],
      keys: [],
      handle: { type: "CancellationTokenSource", way: "token" },
    }),
  ),
  {
    model: "borderless",
    from: "@borderless/context",
    types: ["Context"],
    values: ["background", "withAbort", "withTimeout", "withValue"],
    classes: [],
    // React's context.
    lookAlike: `
      interface Context<T> { readonly Provider: (value: T) => unknown; displayName?: string; value<K extends keyof T>(key: K): T[K] }
      declare const background: Context<{}>;
      declare function withAbort<T>(context: Context<T>): [Context<T>, () => void];
      declare function withTimeout<T>(context: Context<T>, ms: number): [Context<T>, () => void];
      declare function withValue<T>(context: Context<T>, key: string, value: unknown): Context<T>;`,
    type: "Context<{ user: string }>",
    place: "first",
    roots: ["background"],
    noRoots: ["withAbort"],
    derives: [
      { code: "withAbort(ctx)", makes: "cancel", parents: 1, context: "0", handle: "1" },
      { code: "withTimeout(ctx, 10)", makes: "deadline", parents: 1, context: "0", handle: "1" },
      { code: `withValue(ctx, "key", 1)`, makes: "value", parents: 1, context: "" },
    ],
    ways: [],
    writes: [{ code: "withValue(ctx, KEY, VALUE)", isTyped: true }],
    reads: [{ code: "ctx.value(KEY)", isTyped: true }],
    keys: [],
    untypedKey: `"user"`,
  },
  {
    model: "loke",
    from: "@loke/context",
    types: ["Context"],
    values: ["background", "TODO", "withAbort", "withTimeout", "withDeadline", "withValues"],
    classes: [],
    // A list of things to do, and a theme.
    lookAlike: `
      type Context = { readonly theme: string };
      declare const background: Context;
      declare const TODO: Context;
      declare function withAbort(context: Context): { ctx: Context; abort: () => void };
      declare function withTimeout(context: Context, ms: number): { ctx: Context; abort: () => void };
      declare function withDeadline(context: Context, at: number): { ctx: Context; abort: () => void };
      declare function withValues(context: Context, values: object): Context;`,
    type: "Context",
    place: "first",
    roots: ["background", "TODO"],
    noRoots: ["withAbort"],
    derives: [
      { code: "withAbort(ctx)", makes: "cancel", parents: 1, context: "ctx", handle: "abort" },
      { code: "withTimeout(ctx, 10)", makes: "deadline", parents: 1, context: "ctx", handle: "abort" },
      { code: "withDeadline(ctx, 10)", makes: "deadline", parents: 1, context: "ctx", handle: "abort" },
      { code: "withValues(ctx, { key: 1 })", makes: "value", parents: 1, context: "" },
    ],
    ways: ["signal"],
    writes: [{ code: "withValues(ctx, { [KEY]: VALUE })" }],
    reads: [],
    keys: [],
    untypedKey: `"user"`,
  },
  {
    model: "dxos",
    from: "@dxos/context",
    types: [],
    values: [],
    classes: ["Context"],
    // A container of dependencies.
    lookAlike: `
      declare class Context {
        static default(): Context;
        constructor(options?: { parent?: Context });
        derive(options?: { attributes?: Record<string, unknown> }): Context;
        getAttribute(key: string): unknown;
        dispose(): void;
      }`,
    type: "Context",
    place: "first",
    isOver: "ctx.disposed",
    roots: ["Context.default()", "new Context()", `new Context({ name: "job" })`],
    noRoots: ["new Context({ parent: ctx })", "Context.default"],
    derives: [
      { code: "ctx.derive()", makes: "cancel", parents: 1, context: "", handle: "" },
      { code: "new Context({ parent: ctx })", makes: "cancel", parents: 1, context: "", handle: "" },
    ],
    ways: [],
    writes: [
      { code: "ctx.derive({ attributes: { [KEY]: VALUE } })", isTyped: true },
      { code: "new Context({ attributes: { [KEY]: VALUE } })", isTyped: true },
    ],
    reads: [{ code: "ctx.getAttribute(KEY)" }],
    keys: [],
    untypedKey: `"user"`,
    handle: { type: "Context" },
  },
  {
    model: "jobs",
    from: "./jobs.js",
    types: ["Job", "Worker"],
    values: ["newJob", "idle", "fork", "limit", "assign", "release"],
    classes: ["Slot"],
    // The same names in another file.
    lookAlike: `
      interface Job { readonly id: string; readonly isStopped: boolean; read(slot: unknown): unknown }
      interface Worker { readonly job: Job; stop(): void }
      declare class Slot<T> { readonly type: T; constructor(name: string) }
      declare const idle: Job;
      declare function newJob(): Job;
      declare function fork(parent: Job): { job: Job; stop: () => void };
      declare function limit(parent: Job, ms: number): [Job, () => void];
      declare function assign(parent: Job, slot: unknown, value: unknown): Job;
      declare function release(parent: Job): Job;`,
    type: "Job",
    place: "first",
    isOver: "ctx.isStopped",
    roots: ["newJob()", "idle"],
    noRoots: ["newJob", "fork"],
    derives: [
      { code: "fork(ctx)", makes: "cancel", parents: 1, context: "job", handle: "stop" },
      { code: "limit(ctx, 10)", makes: "deadline", parents: 1, context: "0", handle: "1" },
      { code: `assign(ctx, "key", 1)`, makes: "value", parents: 1, context: "" },
      { code: "release(ctx)", makes: "detached", parents: 1, context: "" },
    ],
    ways: [],
    writes: [{ code: "assign(ctx, KEY, VALUE)" }],
    reads: [{ code: "ctx.read(KEY)" }],
    keys: [`new Slot<string>("user")`],
    untypedKey: `"user"`,
    handle: { type: "Worker", way: "job" },
  },
];

/** What the names of a row stand for: the library's own, something else, `any`, or a module that is not installed. */
export const kinds = ["real", "look-alike", "any", "unresolved"] as const;

/** Imports or declarations of a row's names. */
export function header(row: ModelRow, kind: (typeof kinds)[number]): string {
  const { from, types, values, classes, lookAlike } = row;
  const names = [...types, ...values, ...classes].join(", ");
  switch (kind) {
    case "real":
      return from === undefined ? "" : `import { ${names} } from "${from}";`;
    case "look-alike":
      return lookAlike;
    case "any":
      return [
        ...[...types, ...classes].map((name) => `type ${name}<T = unknown> = any;`),
        ...[...values, ...classes].map((name) => `declare const ${name}: any;`),
      ].join("\n");
    case "unresolved":
      return `import { ${names} } from "not-installed";`;
  }
}
