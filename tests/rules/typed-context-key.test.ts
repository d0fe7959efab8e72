import rule from "../../src/rules/typed-context-key.js";
import { ruleTester } from "../rule-tester.js";

const go = 'import { type Context, ContextKey, createKey, withValue } from "./context.js";\n';
const bare = 'import { type Context, withValue } from "./context.js";\n';
const otel = 'import { type Context, context, createContextKey, ROOT_CONTEXT } from "@opentelemetry/api";\n';
const user = "class User { constructor(readonly name: string) {} }\n";

/** Reports of one kind on these lines, without a suggestion. */
function on(messageId: "madeEachTime" | "uncheckedCast" | "untyped", ...lines: number[]) {
  return lines.map((line) => ({ messageId, line }));
}

ruleTester.run("typed-context-key: keys", rule, {
  valid: [
    // The key tells the type.
    go + "const userKey = createKey<string>('user');\nexport const set = (ctx: Context) => withValue(ctx, userKey, 'Ann');\nexport const get = (ctx: Context) => ctx.value(userKey);",
    go + "const userKey = new ContextKey<string>('user');\nexport const set = (ctx: Context) => withValue(ctx, userKey, 'Ann');",
    go + "export function put<T>(ctx: Context, key: ContextKey<T>, value: T): Context { return withValue(ctx, key, value); }\nexport function get<T>(ctx: Context, key: ContextKey<T>): T | undefined { return ctx.value(key); }",
    go + "export const keys = { user: createKey<string>('user') };\nexport const get = (ctx: Context) => ctx.value(keys.user);",
    go + "export class Keys { static readonly user = createKey<string>('user'); }\nexport const get = (ctx: Context) => ctx.value(Keys.user);",
    // A unique symbol, and an instance of one's own class or type.
    go + "const userKey = Symbol('user');\nexport const set = (ctx: Context) => withValue(ctx, userKey, 'Ann');\nexport const get = (ctx: Context) => ctx.value(userKey);",
    go + "declare const userKey: unique symbol;\nexport const set = (ctx: Context) => withValue(ctx, userKey, 'Ann');",
    go + "class Key { readonly name = 'user'; }\nconst userKey = new Key();\nexport const set = (ctx: Context) => withValue(ctx, userKey, 'Ann');\nexport const get = (ctx: Context) => ctx.value(new Key());",
    go + "interface Key<T> { readonly type?: T }\ndeclare const userKey: Key<string>;\nexport const get = (ctx: Context) => ctx.value(userKey);",
    go + "type Key<T> = string & { readonly type?: T };\ndeclare const userKey: Key<string>;\nexport const get = (ctx: Context) => ctx.value(userKey);",
    go + user + "export const set = (ctx: Context, user: User) => withValue(ctx, User, user);",
    go + "export function get<K>(ctx: Context, key: K): unknown { return ctx.value(key); }",
    // A property of a typed key of one's own.
    go + "interface Key<T> { readonly id: symbol; readonly name: string; readonly type?: T }\nexport const get = <T,>(ctx: Context, key: Key<T>): T | undefined => ctx.value(key.id) as T | undefined;",
    // Not a context, and a context that nobody knows.
    "declare const values: Map<string, string>;\nvalues.set('user', 'Ann');\nvalues.get('user');",
    "declare const ctx: any;\nctx.value('user');\nctx.setValue('user', 1);\nctx.getValue('user') as string;",
    "declare const ctx: { value(key: string): string };\nctx.value('user');",
    "declare function withValue(ctx: any, key: string, value: string): any;\nwithValue(null, 'user', 'Ann');",
    // Typed by the key.
    'import { background, withValue } from "@borderless/context";\nconst ctx = withValue(background, "user", { name: "Ann" });\nexport const name = ctx.value("user").name;',
    "export interface Context<T> { done(): void; err(): Error | undefined; value<K extends keyof T>(key: K): T[K] }\ndeclare const ctx: Context<{ user: string }>;\nexport const user = ctx.value('user');",
    "export interface Values { user: string }\nexport interface Context { done(): void; err(): Error | undefined; value<K extends keyof Values>(key: K): Values[K] }\ndeclare const ctx: Context;\nexport const user = ctx.value('user');",
    "export interface Context { done(): void; err(): Error | undefined; value(key: 'user'): string; value(key: 'age'): number }\ndeclare const ctx: Context;\nexport const user = ctx.value('user') + ctx.value('age');",
    "export interface Context<T> { done(): void; err(): Error | undefined; value<K extends keyof T>(key: K): T[K] }\ndeclare function withValue<T, K extends string, V>(ctx: Context<T>, key: K, value: V): Context<T & Record<K, V>>;\nexport const set = (ctx: Context<{}>) => withValue(ctx, 'user', 'Ann');",
    // Passed through: whoever calls it chose the key.
    go + "export class Process { constructor(readonly parent: { ctx: Context }) {} value(key: unknown): unknown { return this.parent.ctx.value(key); } }",
    go + "export const make = (ctx: Context) => ({ ...ctx, value: (key: unknown) => ctx.value(key) });",
    // Read and checked.
    go + user + "export const get = (ctx: Context) => (ctx.value('user') instanceof User ? 1 : 2);",
    go + user + "export function get(ctx: Context): User | undefined { const found = ctx.value('user'); return found instanceof User ? found : undefined; }",
    go + "export function get(ctx: Context): string { const found = ctx.value('user'); if (typeof found !== 'string') throw new Error(); return found; }",
    go + user + "declare function isUser(x: unknown): x is User;\nexport const get = (ctx: Context) => isUser(ctx.value('user'));",
    go + user + "declare function assertUser(x: unknown): asserts x is User;\nexport function get(ctx: Context): User { const found = ctx.value('user'); assertUser(found); return found; }",
    go + user + "declare const schema: { parse(x: unknown): User };\nexport const get = (ctx: Context): User => schema.parse(ctx.value('user'));",
    go + "export const isOn = (ctx: Context) => ctx.value('debug') === true;",
    // Records.
    'import { type Context, requestIdKey, withValues } from "@loke/context";\nconst userKey = Symbol("user");\nexport const set = (ctx: Context, signal: AbortSignal, more: Record<symbol, unknown>) => withValues(ctx, { signal, deadline: 1, [requestIdKey]: "1", [userKey]: "Ann", ...more });',
    'import { Context } from "@dxos/context";\nexport const a = new Context({ attributes: { user: "Ann" } });\nexport const b = a.derive({ attributes: { user: "Ann" } });',
    // OpenTelemetry's keys are plain symbols.
    otel + "const USER = createContextKey('user');\nexport const set = (ctx: Context) => ctx.setValue(USER, 'Ann');\nexport const get = (ctx: Context) => ctx.getValue(USER);",
    otel + "export class Keys { static readonly USER = createContextKey('user'); }\nexport const get = (ctx: Context) => ctx.getValue(Keys.USER);",
    otel + "const KEYS = { user: createContextKey('user') };\nexport const get = (ctx: Context) => ctx.getValue(KEYS.user);",
    otel + "const name = 'user.id';\nconst KEYS = { [name]: createContextKey('user'), tenant: createContextKey('tenant') } as const;\nconst { [name]: USER, tenant } = KEYS;\nexport const get = (ctx: Context) => [ctx.getValue(USER), ctx.setValue(tenant, 'a'), ctx.getValue(KEYS['user.id'])];",
    // A package that is not built: nothing is known of what it gives.
    { code: otel + "import { USER } from '@acme/not-built';\nexport const get = (ctx: Context) => ctx.getValue(USER);", unresolved: "the package is not built" },
    otel + "export class Scope { readonly #key = createContextKey('scope'); get(ctx: Context): unknown { return ctx.getValue(this.#key); } }",
    otel + "export const child = ROOT_CONTEXT.setValue(createContextKey('user'), 'Ann');",
    // One of those that a record holds, and what a function gives of them.
    otel + "const KEYS: Record<'tenant' | 'user', symbol> = { tenant: createContextKey('tenant'), user: createContextKey('user') };\nfunction keyFor(name: 'tenant' | 'user'): symbol { return KEYS[name]; }\nexport function set(ctx: Context, name: 'tenant' | 'user') { const key = keyFor(name); return [ctx.setValue(key, 'Ann'), ctx.getValue(KEYS[name])]; }",
    otel + "const KEYS: Record<'tenant' | 'user', symbol> = { tenant: createContextKey('tenant'), user: createContextKey('user') };\nconst keyFor = (name: 'tenant' | 'user'): symbol => KEYS[name];\nconst other = (name: 'tenant' | 'user'): symbol => { const all = ['a'].map((each) => { return each; }); if (all.length > 1) { return KEYS.user; } return KEYS[name]; };\nexport function set(ctx: Context, name: 'tenant' | 'user') { const key = keyFor(name); const another = other(name); return [ctx.setValue(key, 'Ann'), ctx.getValue(another)]; }",
    otel + "const USER = Symbol.for('user');\nexport const get = (ctx: Context) => ctx.getValue(USER);",
    'import { createContextKey, createContextValues } from "@connectrpc/connect";\nconst kUser = createContextKey<string>("nobody");\nexport const values = createContextValues().set(kUser, "Ann");\nexport const user: string = values.get(kUser);',
    // The model's own implementation.
    { filename: "src/service.ts", code: "export interface Context { done(): void; err(): Error | undefined; value(key: unknown): unknown }\nexport class Node implements Context { done() {} err() { return undefined; } value(key: unknown): unknown { return key; } }\nexport function withValue(ctx: Context, key: unknown, value: unknown): Context { return ctx.value('node') as Node; }" },
  ],
  invalid: [
    {
      name: "what revive's context-keys-type reports, and SA1029",
      code:
        bare +
        `enum Key { User, Name = "name" }
declare const text: string;
declare const big: bigint;
declare const sym: symbol;
declare const any: any;
declare const unknown: unknown;
declare const empty: {};
declare const object: object;
type Alias = string;
declare const alias: Alias;
const literal = { name: "user" };
export function all<K extends string>(ctx: Context, key: K) {
  withValue(ctx, true, 1);
  withValue(ctx, 1, 1);
  withValue(ctx, 1n, 1);
  withValue(ctx, text, 1);
  withValue(ctx, \`user-\${text}\`, 1);
  withValue(ctx, Key.User, 1);
  withValue(ctx, Key.Name, 1);
  withValue(ctx, big, 1);
  withValue(ctx, sym, 1);
  withValue(ctx, any, 1);
  withValue(ctx, unknown, 1);
  withValue(ctx, empty, 1);
  withValue(ctx, {}, 1);
  withValue(ctx, { name: "user" }, 1);
  withValue(ctx, literal, 1);
  withValue(ctx, object, 1);
  withValue(ctx, alias, 1);
  withValue(ctx, key, 1);
  withValue(ctx, Symbol("user"), 1);
  withValue(ctx, text as unknown, 1);
  withValue(ctx, Object.freeze({ name: "user" }), 1);
}`,
      errors: on("untyped", ...Array.from({ length: 21 }, (_, index) => index + 14)),
    },
    {
      name: "readers",
      code: go + "export const get = (ctx: Context, key: string, other: any) => [ctx.value(key), ctx.value(other), ctx?.value(1)];",
      errors: on("untyped", 2, 2, 2),
    },
    {
      name: "at the key",
      code: bare + "export const set = (ctx: Context, value: any) => withValue(ctx, 'user', value);",
      errors: [{ messageId: "untyped", line: 2, column: 65, endColumn: 71, data: { key: "'user'", kind: "string" } }],
    },
    {
      name: "a type argument is a cast",
      code: "export interface Context { done(): void; err(): Error | undefined; value<T>(key: string): T }\ndeclare const ctx: Context;\nexport const user = ctx.value<string>('user');",
      errors: on("untyped", 3),
    },
    {
      name: "a union that may be a plain string",
      code: go + "export const get = (ctx: Context, key: ContextKey<string> | string) => ctx.value(key);\nexport const set = (ctx: Context, key: string | undefined) => withValue(ctx, key, 1);",
      errors: on("untyped", 2, 3),
    },
    {
      name: "a typed reader beside a plain one",
      code: "export interface Key<T> { readonly type?: T }\nexport interface Context { done(): void; err(): Error | undefined; value<T>(key: Key<T> | string): T | undefined }\ndeclare const ctx: Context;\ndeclare const key: Key<string>;\nexport const user = [ctx.value('user'), ctx.value(key)];",
      errors: on("untyped", 5),
    },
    {
      name: "records",
      code: 'import { type Context, withValues } from "@loke/context";\nconst USER = "user";\nexport const set = (ctx: Context, user: string) => withValues(ctx, { user, "tenant": 1, [USER]: user, signal: new AbortController().signal });',
      errors: on("untyped", 3, 3, 3),
    },
    {
      name: "dxos",
      code: 'import { Context } from "@dxos/context";\nexport const get = (ctx: Context) => ctx.getAttribute("user") as string;',
      errors: [{ messageId: "untyped", line: 2, column: 55 }],
    },
    {
      name: "unpacked from a record that holds another symbol",
      code: otel + "const KEYS = { user: Symbol('user'), tenant: createContextKey('tenant') };\nconst { user } = KEYS;\nexport const get = (ctx: Context) => ctx.getValue(user);",
      errors: [{ messageId: "untyped", data: { key: "user", kind: "symbol" } }],
    },
    {
      name: "one of a record that holds others too, and what a function is given",
      code: otel + "const KEYS: Record<'tenant' | 'user', symbol> = { tenant: Symbol('tenant'), user: createContextKey('user') };\nconst same = (key: symbol): symbol => { return key; };\nexport const set = (ctx: Context, name: 'tenant' | 'user', key: symbol) => [ctx.setValue(KEYS[name], 'Ann'), ctx.getValue(same(key))];",
      errors: on("untyped", 4, 4),
    },
    {
      name: "plain symbols",
      code: otel + "const USER: symbol = Symbol('user');\nconst KEYS = { user: Symbol('user') };\nexport const get = (ctx: Context, key: symbol) => [ctx.getValue(USER), ctx.getValue(KEYS.user), ctx.getValue(key), ctx.getValue(Symbol.for('user'))];",
      errors: on("untyped", 4, 4, 4, 4),
    },
    {
      name: "JavaScript",
      filename: "script.js",
      code: 'import { withValue } from "./context.js";\n/** @param {import("./context.js").Context} ctx */\nexport function set(ctx) { return withValue(ctx, "user", ctx.value("name")); }',
      errors: on("untyped", 3, 3),
    },
  ],
});

ruleTester.run("typed-context-key: casts", rule, {
  valid: [
    go + user + "const userKey = createKey<User>('user');\nexport const get = (ctx: Context) => ctx.value(userKey) as User | undefined;",
    go + user + "const userKey = createKey<User>('user');\nexport const get = (ctx: Context) => ctx.value(userKey) as unknown;",
    go + user + "const userKey = createKey<User>('user');\nexport const get = (ctx: Context) => ctx.value(userKey) as { name: string } | undefined;",
    go + user + "const userKey = createKey<User>('user');\nexport const get = (ctx: Context) => ctx.value(userKey) satisfies User | undefined;",
    go + user + "const userKey = createKey<User>('user');\nexport const get = (ctx: Context) => ctx.value(userKey)?.name ?? 'nobody';",
    go + user + "const userKey = createKey<User>('user');\nexport function get(ctx: Context): User { const found = ctx.value(userKey); if (!found) throw new Error(); return found as User; }",
    // OpenTelemetry's own idiom.
    otel + user + "const USER = createContextKey('user');\nexport const getUser = (ctx: Context) => ctx.getValue(USER) as User | undefined;",
    otel + user + "const USER = createContextKey('user');\nexport const getUser = (ctx: Context) => <User | null | undefined>ctx.getValue(USER);",
    otel + user + "const USER = createContextKey('user');\nexport const getUser = (ctx: Context) => (ctx.getValue(USER) as User) ?? new User('nobody');",
    otel + user + "const USER = createContextKey('user');\nexport function getUser(ctx: Context) { const found = ctx.getValue(USER); return found instanceof User ? found : undefined; }",
    otel + user + "const USER = createContextKey('user');\nexport function getUser(ctx: Context): User | undefined { const found = ctx.getValue(USER); return found as User | undefined; }",
    otel + user + "const USER = createContextKey('user');\nexport function getUser(ctx: Context): User { const found = ctx.getValue(USER); if (found === undefined) throw new Error('no user'); return found as User; }",
    // Looked at before it is believed, though the keys are an object's.
    otel + "const KEYS: Record<'labels' | 'tenant', symbol> = { labels: createContextKey('labels'), tenant: createContextKey('tenant') };\nexport function labels(ctx: Context) { const found = ctx.getValue(KEYS.labels); return typeof found === 'object' && found !== null && !Array.isArray(found) ? { ...(found as Record<string, string>) } : {}; }",
    "export interface Context { done(): void; err(): Error | undefined; value(key: unknown): unknown }\nconst USER = Symbol('user');\nexport const get = (ctx: Context) => ctx.value(USER) as string | undefined;",
  ],
  invalid: [
    {
      name: "a typed read, without its undefined",
      code: go + user + "const userKey = createKey<User>('user');\nexport const get = (ctx: Context) => [ctx.value(userKey) as User, ctx.value(userKey)!, <User>ctx.value(userKey), ctx.value(userKey)!.name];",
      errors: on("uncheckedCast", 4, 4, 4, 4),
    },
    {
      name: "at the cast",
      code: go + user + "const userKey = createKey<User>('user');\nexport const get = (ctx: Context) => ctx.value(userKey) as unknown as string;",
      errors: [{ messageId: "uncheckedCast", line: 4, column: 38, endColumn: 77 }],
    },
    {
      name: "any is no check",
      code: go + user + "const userKey = createKey<User>('user');\nexport const get = (ctx: Context) => ctx.value(userKey) as any;",
      errors: on("uncheckedCast", 4),
    },
    {
      name: "a unique symbol does not tell the value's type",
      code: go + user + "const USER = Symbol('user');\nexport const get = (ctx: Context) => ctx.value(USER) as User;\nexport const name = (ctx: Context) => (ctx.value(USER) as User | undefined)?.name;",
      errors: on("uncheckedCast", 4, 5),
    },
    {
      name: "that something is there does not tell what it is",
      code: otel + "const keys: Record<'labels' | 'tenant', symbol> = { labels: createContextKey('labels'), tenant: createContextKey('tenant') };\nexport function labels(ctx: Context) { const found = ctx.getValue(keys.labels); return found ? (found as Record<string, string>) : {}; }\nexport function list(ctx: Context) { const found = ctx.getValue(keys.labels); return found as string[]; }",
      errors: on("uncheckedCast", 3, 4),
    },
    {
      name: "OpenTelemetry, unsound",
      code: otel + user + "const USER = createContextKey('user');\nexport const getUser = (ctx: Context) => ctx.getValue(USER) as User;\nexport const again = (ctx: Context) => ctx.getValue(USER)!;",
      errors: on("uncheckedCast", 4, 5),
    },
    {
      name: "OpenTelemetry, far from its key",
      code: otel + 'import { USER } from "./otel-keys.js";\nexport const getUser = (ctx: Context) => ctx.getValue(USER) as string | undefined;',
      errors: on("uncheckedCast", 3),
    },
    {
      name: "a constant that holds what was read",
      code: otel + user + "const USER = createContextKey('user');\nexport function getUser(ctx: Context): User { const found = ctx.getValue(USER); return found as User; }",
      errors: on("uncheckedCast", 4),
    },
    {
      name: "key and cast are one report",
      code: bare + "export const get = (ctx: Context, key: string) => ctx.value(key) as string;",
      errors: on("untyped", 2),
    },
    {
      name: "Connect",
      code: 'import { createContextKey, type HandlerContext } from "@connectrpc/connect";\nconst kUser = createContextKey<string | undefined>(undefined);\nexport const user = (ctx: HandlerContext) => ctx.values.get(kUser)!.length + (ctx.values.get(kUser) as string).length;',
      errors: on("uncheckedCast", 3, 3),
    },
  ],
});

ruleTester.run("typed-context-key: made each time", rule, {
  valid: [
    go + "export function makeUserKey() { return createKey<string>('user'); }\nexport const makeOther = (name: string) => new ContextKey<string>(name);\nconst userKey = makeUserKey();\nexport const get = (ctx: Context) => ctx.value(userKey);",
    go + "export function makeUserKey(): ContextKey<string> { const key = createKey<string>('user'); return key; }",
    go + "let key: ContextKey<string> | undefined;\nexport function get(ctx: Context) { key ??= createKey<string>('user'); return ctx.value(key); }",
    go + "const keys = new Map<string, ContextKey<string>>();\nexport function register(name: string) { const key = createKey<string>(name); keys.set(name, key); }",
    go + "export function scope(name: string) { const key = createKey<string>(name); return { get: (ctx: Context) => ctx.value(key), set: (ctx: Context, value: string) => withValue(ctx, key, value) }; }",
    go + "export class Scope { readonly key = createKey<string>('scope'); static readonly shared = createKey<string>('shared'); get(ctx: Context) { return ctx.value(this.key); } }",
    go + "export class Scope { readonly key: ContextKey<string>; constructor() { this.key = createKey<string>('scope'); } }",
    go + "export const keys = ['a', 'b'].map((name) => { const key = createKey<string>(name); return { name, key }; });",
    go + "const ctx = (() => { const key = createKey<string>('a'); return key; })();\nexport { ctx };",
    "declare function createKey(name: string): object;\nexport function f() { createKey('x'); }",
    { filename: "file.test.ts", code: otel + "export function test() { const key = createContextKey('k'); return ROOT_CONTEXT.setValue(key, 1).getValue(key); }" },
  ],
  invalid: [
    {
      name: "where it is used",
      code: go + "export const set = (ctx: Context) => withValue(ctx, createKey<string>('user'), 'Ann');\nexport const get = (ctx: Context) => ctx.value(new ContextKey<string>('user'));",
      errors: [
        { messageId: "madeEachTime", line: 2, column: 53 },
        { messageId: "madeEachTime", line: 3, column: 48 },
      ],
    },
    {
      name: "in a local variable",
      code: go + "export function set(ctx: Context): Context {\n  const key = createKey<string>('user');\n  return withValue(ctx, key, 'Ann');\n}\nexport function unused(): void {\n  const key = createKey('user');\n}",
      errors: on("madeEachTime", 3, 7),
    },
    {
      name: "OpenTelemetry, one report for key and creation",
      code: otel + "export function set(ctx: Context): Context {\n  const key = createContextKey('user');\n  return ctx.setValue(key, 'Ann');\n}\nexport const again = () => context.active().setValue(createContextKey('user'), 1);",
      errors: on("madeEachTime", 3, 6),
    },
    {
      name: "Connect",
      code: 'import { createContextKey, type HandlerContext } from "@connectrpc/connect";\nexport function user(ctx: HandlerContext): string {\n  const kUser = createContextKey("nobody");\n  return ctx.values.get(kUser);\n}',
      errors: on("madeEachTime", 3),
    },
    {
      name: "by a key constructor of one's own",
      code: go + "const makeUserKey = () => createKey<string>('user');\nexport const get = (ctx: Context) => ctx.value(makeUserKey());\nexport function set(ctx: Context) {\n  const key = makeUserKey();\n  return withValue(ctx, key, 'Ann');\n}",
      errors: on("madeEachTime", 3, 5),
    },
    {
      name: "in a callback of a handler",
      code: go + "export const all = (ctx: Context, names: string[]) => names.map((name) => ctx.value(createKey<string>(name)));",
      errors: on("madeEachTime", 2),
    },
    {
      name: "a computed key of a record",
      code: 'import { type Context, withValues } from "@loke/context";\nconst makeKey = (): symbol => Symbol("x");\nexport const set = (ctx: Context) => withValues(ctx, { [makeKey()]: 1 });',
      errors: on("untyped", 3),
    },
  ],
});

ruleTester.run("typed-context-key: the suggestion", rule, {
  valid: [],
  invalid: [
    {
      name: "the type of the cast, in all places, and an import that is there",
      code: `import { type Context, withValue } from "./context.js";
import { User } from "./user.js";

export function withUser(ctx: Context, user: User): Context {
  return withValue(ctx, "user", user);
}

export function getUser(ctx: Context): User | undefined {
  return ctx.value("user") as User;
}
export const other = (ctx: Context) => <User | undefined>ctx.value("user");
`,
      errors: [5, 9, 11].map((line) => ({
        messageId: "untyped" as const,
        line,
        suggestions: [
          {
            messageId: "declare" as const,
            data: { key: 'createKey<User>("user")' },
            output: `import { type Context, withValue, createKey } from "./context.js";
import { User } from "./user.js";

const userKey = createKey<User>("user");

export function withUser(ctx: Context, user: User): Context {
  return withValue(ctx, userKey, user);
}

export function getUser(ctx: Context): User | undefined {
  return ctx.value(userKey);
}
export const other = (ctx: Context) => ctx.value(userKey);
`,
          },
        ],
      })),
    },
    {
      name: "the type of what is written",
      code: `import { createKey, type Context, withValue } from './context.js'

export const set = (ctx: Context) => withValue(ctx, 'X-Request-Id', 5)
export const get = (ctx: Context) => ctx.value('X-Request-Id')
`,
      errors: [3, 4].map((line) => ({
        messageId: "untyped" as const,
        line,
        suggestions: [
          {
            messageId: "declare" as const,
            output: `import { createKey, type Context, withValue } from './context.js'

const xRequestIdKey = createKey<number>('X-Request-Id')

export const set = (ctx: Context) => withValue(ctx, xRequestIdKey, 5)
export const get = (ctx: Context) => ctx.value(xRequestIdKey)
`,
          },
        ],
      })),
    },
    {
      name: "a name that is taken, and a type argument",
      code: `import { createKey, type Context } from "./context.js";
const userKey = 1;
export const get = (ctx: Context) => [ctx.value("user") as string, userKey];
`,
      errors: [
        {
          messageId: "untyped",
          suggestions: [
            {
              messageId: "declare",
              output: `import { createKey, type Context } from "./context.js";
const userKey = 1;
const userKey2 = createKey<string>("user");

export const get = (ctx: Context) => [ctx.value(userKey2), userKey];
`,
            },
          ],
        },
      ],
    },
    {
      name: "only a class makes keys",
      code: `import type { Context } from "./key-class.js";
export const get = (ctx: Context) => (ctx.value("user") as string | undefined)?.length;
`,
      errors: [
        {
          messageId: "untyped",
          suggestions: [
            {
              messageId: "declare",
              output: `import type { Context } from "./key-class.js";
import { Key } from "./key-class.js";
const userKey = new Key<string>("user");

export const get = (ctx: Context) => (ctx.value(userKey))?.length;
`,
            },
          ],
        },
      ],
    },
    {
      name: "no type, types that disagree, a local type, a key that is there",
      code: `import { createKey, type Context, withValue } from "./context.js";
const userKey = createKey<string>("user");
export function f<T>(ctx: Context, any: any, value: T) {
  ctx.value("a");
  withValue(ctx, "b", any);
  withValue(ctx, "c", "text");
  void (ctx.value("c") as number);
  void (ctx.value("d") as string);
  void (ctx.value("d") as number);
  void (ctx.value("e") as T);
  withValue(ctx, "f", value);
  void (ctx.value("user") as string);
  withValue(ctx, "g", undefined);
  return userKey;
}
`,
      errors: on("untyped", 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
    },
    {
      name: "comments in a cast stay",
      code: `import { createKey, type Context } from "./context.js";
export const get = (ctx: Context) => ctx.value("user") as /* who */ string;
export const key = createKey<string>("other");
`,
      errors: on("untyped", 2),
    },
    {
      name: "keys that have no constructor with a type",
      code: otel + "export const get = (ctx: Context, key: symbol) => ctx.getValue(key) as string;",
      errors: on("untyped", 2),
    },
  ],
});
