import rule from "../../src/rules/no-long-lived-context-value.js";
import { ruleTester } from "../rule-tester.js";

/** Something to put a value into, and things to put. */
const go = `import { type Context, type ContextKey, createKey, withValue } from "./context.js";
declare const ctx: Context; const key = createKey("key") as ContextKey<unknown>;
interface Logger { info(text: string): void; warn(text: string): void; error(text: string): void }
class User { constructor(readonly id: string) {} }
`;
const otel = 'import { createContextKey, type Context, type Span, trace } from "@opentelemetry/api"; declare const ctx: Context; const KEY = createContextKey("key");\n';
const put = (type: string): string => `${go} export function put(value: ${type}) { return withValue(ctx, key, value); }`;

ruleTester.run("no-long-lived-context-value", rule, {
  valid: [
    // What belongs to the request.
    ...[
      "string", "number | undefined", "bigint", "boolean", "symbol", "'a' | 'b'", "`req-${string}`", "User", "Readonly<User>", "User[]", "Map<string, string>", "Date", "Headers", "{ id: string; end: number; close: boolean }",
      "{ info: string; warn: string; error: string }", "{ info(): void; error(): void }", "any", "unknown", "string & { readonly brand: 'id' }",
      // Nobody knows which of the two.
      "User | Logger", "string | (() => void)",
      // Contexts and handles.
      "AbortSignal", "AbortController", "import('vscode-jsonrpc').CancellationTokenSource", "import('@dxos/context').Context", "import('@opentelemetry/api').Span",
      "{ end(): void; addAttribute(key: string, value: string): void }",
    ].map(put),
    `${go} export function put<T>(value: T) { return withValue(ctx, key, value); }`,
    `${go} enum Role { Admin, User } export const put = (role: Role) => [withValue(ctx, key, role), withValue(ctx, key, Role.Admin)];`,
    `${go} export const put = (id: string) => [withValue(ctx, key, { id, user: new User(id) }), withValue(ctx, key, [id]), withValue(ctx, key, null), withValue(ctx, key, undefined), withValue(ctx, key, /x/), withValue(ctx, key, \`\${id}\`)];`,
    `${go} export const put = (id: string) => withValue(ctx, key, { id, describe() { return id; }, then: () => id });`,
    `${go} export function put() { const local = { a: 1 }; return withValue(ctx, key, local); }`,
    // A primitive of a module is copied.
    `${go} const version = "1"; let count = 0; const role = "admin" as "admin" | "user"; export const put = () => [withValue(ctx, key, version), withValue(ctx, key, count), withValue(ctx, key, role)];`,
    `${go} const config = { name: "x", deep: { a: 1 } }; export const put = () => [withValue(ctx, key, config.name), withValue(ctx, key, config.deep)];`,
    `${go} const byId = new Map<string, User>(); export const put = (id: string) => withValue(ctx, key, byId.get(id));`,
    `${go} const settings = { a: 1 }; export const put = () => withValue(ctx, key, { ...settings });`,
    `${go} const any: any = {}; export const put = () => withValue(ctx, key, any);`,
    // A parameter that is called like a variable of the module.
    `${go} const user = new User("1"); export const put = (user: User) => withValue(ctx, key, user);\nexport { user };`,
    // Not a context.
    `${go} declare const logger: Logger; export const put = () => [new Map<string, Logger>().set("logger", logger), new Headers().set("a", "b")];`,
    `${go} declare const logger: Logger; declare function withValue2(ctx: Context, key: unknown, value: unknown): Context; export const put = () => withValue2(ctx, key, logger);`,
    `${go} declare const args: [ContextKey<Logger>, Logger]; export const put = () => withValue(ctx, ...args);`,
    // Spans, and what tracing keeps.
    `${otel} export const put = (span: Span, id: string) => [ctx.setValue(KEY, span), ctx.setValue(KEY, true), ctx.setValue(KEY, id), trace.setSpan(ctx, span), trace.getTracer("x")];`,
    // Records.
    'import { background, withValues } from "@loke/context"; export const put = (id: string, rest: { a: string }) => withValues(background, { id, ...rest });',
    'import { Context } from "@dxos/context"; export const put = (ctx: Context, id: string) => [ctx.derive({ attributes: { id } }), new Context({ attributes: { id }, onError: () => {} })];',
    // A test puts its own things in.
    { filename: "file.test.ts", code: `${go} const user = new User("1"); export const put = () => withValue(ctx, key, user);` },
    // Options.
    { code: put("Logger"), options: [{ allow: ["Logger"] , forbid: [] }] },
    { code: put("Logger"), options: [{ allow: [{ from: "file", name: "Logger" }], forbid: [{ from: "file", name: "Logger" }] }] },
    { code: `${go} class Base { close() {} } class Session extends Base {} export const put = (session: Session) => withValue(ctx, key, session);`, options: [{ allow: [{ from: "file", name: "Base" }], forbid: [] }] },
    { code: put("Promise<void>"), options: [{ allow: [], forbid: [{ from: "lib", name: "Map" }] }] },
  ],
  invalid: [
    // A logger.
    { code: put("Logger"), errors: [{ messageId: "logger", line: 5, column: 66, endColumn: 71, data: { value: "value" } }] },
    { code: put("Logger | undefined"), errors: [{ messageId: "logger" }] },
    { code: put("Console"), errors: [{ messageId: "logger" }] },
    { code: `${go} export const put = () => withValue(ctx, key, console);`, errors: [{ messageId: "logger" }] },
    { code: put("{ info: (t: string) => void; warn: (t: string) => void; error: (t: string) => void }"), errors: [{ messageId: "logger" }] },
    // A resource.
    ...["close", "end", "quit", "destroy", "disconnect", "$disconnect", "release"].map((name) => ({ code: put(`{ ${name}(): Promise<void>; query(): void }`), errors: [{ messageId: "resource" as const }] })),
    ...["Disposable", "AsyncDisposable", "{ close?: () => void }", "{ [Symbol.dispose](): void } | undefined", "WebSocket", "import('node:fs').WriteStream"].map((type) => ({ code: put(type), errors: [{ messageId: "resource" as const }] })),
    { code: `${go} class Pool { end() {} } export const put = () => withValue(ctx, key, new Pool());`, errors: [{ messageId: "resource", data: { value: "new Pool()" } }] },
    { code: `${go} class Pool { end() {} } class Tuned extends Pool {} export function put<T extends Tuned>(pool: T) { return withValue(ctx, key, pool); }`, errors: [{ messageId: "resource" }] },
    { code: `${go} class Pool { end() {} } export const put = (deps: { pool?: Pool }) => withValue(ctx, key, deps.pool!);`, errors: [{ messageId: "resource" }] },
    { code: `${go} class Pool { end() {} } export const put = (pool: Pool) => withValue(ctx, key, pool as unknown);`, errors: [{ messageId: "resource" }] },
    { code: `${go} class Pool { end() {} } export const put = (pool: Pool, id: string) => withValue(ctx, key, { id, pool });`, errors: [{ messageId: "resource", data: { value: "pool" } }] },
    // A function.
    { code: put("() => void"), errors: [{ messageId: "function" }] },
    { code: `${go} export const put = () => withValue(ctx, key, () => 1);`, errors: [{ messageId: "function" }] },
    { code: `${go} function help() {} export const put = () => [withValue(ctx, key, help), withValue(ctx, key, User)];`, errors: [{ messageId: "function" }, { messageId: "function" }] },
    // A variable of a module.
    { code: `${go} const settings = { a: 1 }; export const put = () => withValue(ctx, key, settings);`, errors: [{ messageId: "module", data: { value: "settings" } }] },
    { code: `${go} let current = new User("1"); export const put = () => withValue(ctx, key, current); export const set = (u: User) => void (current = u);`, errors: [{ messageId: "module" }] },
    { code: `${go} const list = ["a"] as const; export const put = () => { const alias = list; return withValue(ctx, key, alias); };`, errors: [{ messageId: "module" }] },
    { code: `${go} const fallback = new User("0"); export const put = (user?: User) => withValue(ctx, key, user ?? fallback);`, errors: [{ messageId: "module" }] },
    { code: `${go} const [first] = [new User("0")]; export const put = () => withValue(ctx, key, first);`, errors: [{ messageId: "module" }] },
    { code: `${go} import { METHODS } from "node:http"; import * as http from "node:http"; export const put = () => [withValue(ctx, key, METHODS), withValue(ctx, key, http.METHODS)];`, errors: [{ messageId: "module" }, { messageId: "module" }] },
    // Every writer.
    { code: `${otel} export const put = (log: Console) => ctx.setValue(KEY, log);`, errors: [{ messageId: "logger" }] },
    { code: 'import { createContextKey, createContextValues } from "@connectrpc/connect"; const KEY = createContextKey<Console | undefined>(undefined); export const put = (log: Console) => createContextValues().set(KEY, log);', errors: [{ messageId: "logger" }] },
    { code: 'import { background, withValue } from "@borderless/context"; export const put = (log: Console) => withValue(background, "log", log);', errors: [{ messageId: "logger" }] },
    { code: 'import { background, withValues } from "@loke/context"; export const put = (log: Console, id: string) => withValues(background, { id, log, run: () => id });', errors: [{ messageId: "logger" }, { messageId: "function" }] },
    { code: 'import { background, withValues } from "@loke/context"; export const put = (log: Console) => { const values = { log }; return withValues(background, values); };', errors: [{ messageId: "logger" }] },
    { code: 'import { Context } from "@dxos/context"; export const put = (ctx: Context, log: Console) => [ctx.derive({ attributes: { log } }), new Context({ attributes: { log } })];', errors: [{ messageId: "logger" }, { messageId: "logger" }] },
    { filename: "script.js", code: 'import { withValue } from "./context.js";\n/** @param {import("./context.js").Context} ctx */\nexport const put = (ctx) => withValue(ctx, Symbol.for("log"), console);', errors: [{ messageId: "logger" }] },
    // Options.
    { code: put("User"), options: [{ allow: [], forbid: ["User"] }], errors: [{ messageId: "forbidden", data: { value: "value" } }] },
    { code: `${go} class Admin extends User {} export const put = (admin: Admin) => withValue(ctx, key, admin);`, options: [{ allow: [], forbid: [{ from: "file", name: "User" }] }], errors: [{ messageId: "forbidden" }] },
    { code: put("Logger"), options: [{ allow: ["Other"], forbid: [] }], errors: [{ messageId: "logger" }] },
  ],
});
