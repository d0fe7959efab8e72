import { expect } from "vitest";

import rule from "../../src/rules/context-first-param.js";
import { ruleTester } from "../rule-tester.js";

const go = 'import { background, withCancel, type Context } from "./context.js";\n';
const token = 'import type { CancellationToken } from "vscode-jsonrpc";\n';
const given = go + `interface Closer { close(ctx: Context): void }
declare function register(own: Given, closer: Closer, any: any): void;
export class Given { constructor() { register(this, this, this); void this.load; } close(ctx: Context): void {} load(id: string, ctx: Context): void {} }`;

/** A report with the suggestion that changes one text on its line. */
function moved(code: string, line: number, from: string, to: string, place: "first" | "last" = "first") {
  const lines = code.split("\n");
  expect(lines[line - 1]).toContain(from);
  lines[line - 1] = lines[line - 1]!.replace(from, to);
  const messageId = place === "first" ? ("moveFirst" as const) : ("moveLast" as const);
  return { messageId: place, line, suggestions: [{ messageId, output: lines.join("\n") }] };
}

/** A case whose reports are all of the same text. */
function allMoved(name: string, code: string, at: readonly (number | readonly [line: number, from: string, to: string])[], place: "first" | "last" = "first") {
  const [from, to] = place === "first" ? ["id: string, ctx: Context", "ctx: Context, id: string"] : ["token: CancellationToken, id: string", "id: string, token: CancellationToken"];
  return { name, code, errors: at.map((one) => (typeof one === "number" ? moved(code, one, from, to, place) : moved(code, ...one, place))) };
}

ruleTester.run("context-first-param: first", rule, {
  valid: [
    go + "export function load(ctx: Context): void {}",
    go + "export function load(ctx: Context, id: string): void {}",
    go + "export function load(ctx: Context | undefined, id: string): void {}",
    go + "export function load(ctx?: Context, id?: string): void {}",
    go + "export function load(this: Date, ctx: Context, id: string): void {}",
    go + "export function load(a: Context, b: Context, id: string): void {}",
    go + "export function load(signal: AbortSignal, ctx: Context, id: string): void {}",
    go + "export function load({ signal }: Context, id: string): void {}",
    go + "export const load = (ctx: Context, id: string): string => id;",
    go + "export function load(id: string, contexts: Context[]): void {}",
    go + "export function load(id: string, ...contexts: Context[]): void {}",
    go + "export function load(id: string, options: { ctx: Context }): void {}",
    go + "export function load(id: string, run: (ctx: Context) => void): void {}",
    // A union with something else may be the context.
    go + "export function load(first: Context | string, ctx: Context): void {}",
    // Nobody knows.
    "export function load(id: string, ctx: any): void {}",
    "export function load(id: string, ctx: unknown): void {}",
    "export function load<T>(id: string, ctx: T): void {}",
    // Not a context.
    "export function draw(id: string, ctx: CanvasRenderingContext2D): void {}",
    "interface Context { readonly user: string }\nexport function load(id: string, ctx: Context): void {}",
    // No convention.
    "export function load(id: string, signal: AbortSignal): void {}",
    "export function load(signal: AbortSignal, id: string): void {}",
    'import type { Context } from "@opentelemetry/api";\nexport function load(id: string, ctx: Context): void {}',
    'import type { HandlerContext } from "@connectrpc/connect";\nexport function load(id: string, ctx: HandlerContext): void {}',
    // Derives are about the context.
    go + "export function withUser(user: string, ctx: Context): Context { return ctx; }",
    go + "export const withUser = (user: string, ctx: Context) => ctx;",
    go + "export function withUser(user: string, ctx: Context): [Context, () => void] { return withCancel(ctx); }",
    go + "export function withUser(user: string, ctx: Context) { const [child, cancel] = withCancel(ctx); return { ctx: child, cancel }; }",
    go + "export async function withUser(user: string, ctx: Context): Promise<Context> { return ctx; }",
    go + "export type Middleware = (name: string, ctx: Context) => Context;",
    go + "export interface Middleware { with(name: string, ctx: Context): Context | undefined }",
    {
      name: "a class that is a context takes its parent where it likes",
      code: go + `
        export declare class Child implements Context {
          constructor(name: string, parent: Context);
          readonly signal: AbortSignal;
          deadline(): Date | undefined;
          done(): Promise<void>;
          err(): Error | undefined;
          value(key: unknown): any;
        }`,
    },
    // Parameter properties belong to `no-context-field`.
    go + "export class Job { constructor(readonly id: string, private readonly ctx: Context) {} }",
    // Callbacks of somebody else.
    go + "declare function each(fn: (...args: [string, Context]) => void): void;\neach((id: string, ctx: Context) => {});",
    go + "declare function on(name: string, fn: (...args: any[]) => void): void;\non('load', (id: string, ctx: Context) => {});\non('load', function (id: string, ctx: Context) {});",
    go + "declare const api: any;\napi.on('load', (id: string, ctx: Context) => {});",
    go + "declare function memoize<F extends (...args: any[]) => unknown>(fn: F): F;\nexport const load = memoize((id: string, ctx: Context) => id);",
    // Signatures that a type dictates.
    go + "type Handler = (...args: [string, Context]) => void;\nexport const handle: Handler = (id: string, ctx: Context) => {};",
    go + "type Handler = (...args: [string, Context]) => void;\nexport const handle = ((id: string, ctx: Context) => {}) satisfies Handler;",
    go + "type Handler = (...args: [string, Context]) => void;\nexport const handlers: Record<string, Handler> = { load(id: string, ctx: Context) {}, save: (id: string, ctx: Context) => {} };",
    go + "type Handler = (...args: [string, Context]) => void;\nexport function make(): Handler { return (id: string, ctx: Context) => {}; }",
    go + "type Handler = (...args: [string, Context]) => void;\nexport class Routes { handle: Handler = (id: string, ctx: Context) => {}; }",
    go + "type Handler = (...args: [string, Context]) => void;\ndeclare const routes: { handle?: Handler };\nroutes.handle = (id: string, ctx: Context) => {};",
    go + "type Handler = (...args: [string, Context]) => void;\nexport class Routes { handle: Handler | undefined = function (id: string, ctx: Context) {}; }",
    // Inherited members.
    go + `
      declare class Base { load(...args: [string, Context]): void; static make(...args: [string, Context]): void }
      export class Derived extends Base {
        override load(id: string, ctx: Context): void {}
        static override make(id: string, ctx: Context): void {}
      }`,
    go + `
      declare class Base { load(...args: [string, Context]): void; static make(...args: [string, Context]): void }
      export class Derived extends Base {
        load(id: string, ctx: Context): void {}
        static make(id: string, ctx: Context): void {}
      }`,
    go + `
      type Handler = (...args: [string, Context]) => void;
      interface Loader { load: Handler; save(...args: [string, Context]): void }
      export class Derived implements Loader {
        load = (id: string, ctx: Context): void => {};
        save(id: string, ctx: Context): void {}
      }
      export abstract class Half implements Loader {
        abstract load: (id: string, ctx: Context) => void;
        abstract save(id: string, ctx: Context): void;
      }
      export interface Narrower extends Loader {
        load: (id: string, ctx: Context) => void;
        save(id: string, ctx: Context): void;
      }`,
    {
      name: "an object that is given to who calls it, without a word in the class's head",
      code: go + `interface Loader { load(...args: [string, Context]): void }
        declare function register(name: string, loader: Loader | undefined): void;
        export class Registered { constructor() { register("a", this); } load(id: string, ctx: Context): void {} }
        class Made { load(id: string, ctx: Context): void {} }
        register("b", new Made());`,
    },
    {
      name: "what comes after the context is given later",
      code: token + `export class Picker { start(token: CancellationToken) { return [this.select.bind(this, "a", token), pick.bind(undefined, token)]; } private select(id: string, token: CancellationToken, state: object): void {} }
function pick(token: CancellationToken, state: object): void {}
interface Provider { messages: (id: string, token: CancellationToken, retries: number) => string[]; more(token: CancellationToken, retries: number): string[] }
export const bound = (provider: Provider, token: CancellationToken) => [provider.messages.bind(provider, "a", token), provider.more.bind(provider, token)];`,
    },
    {
      name: "a handler that somebody else calls with what they say",
      code: token + `declare function createRunProfile(label: string, run: (id: string, token: CancellationToken) => void): void;
declare function provide(provider: { load(id: string, token: CancellationToken, state?: object): void }): void;
export function runTests(id: string, token?: CancellationToken, coverage: boolean = false): void {}
const runOthers = (id: string, token?: CancellationToken, coverage: boolean = false): void => {};
export class Tests {
  start() { createRunProfile("a", runTests); createRunProfile("b", runOthers); provide({ load: this.load.bind(this) }); createRunProfile("c", this.#run); }
  private load(id: string, token?: CancellationToken, state?: object): void {}
  #run(id: string, token?: CancellationToken, state?: object): void {}
}`,
    },
    {
      name: "a base class that nobody knows",
      code: go + "declare const Base: any;\nexport class Derived extends Base { load(id: string, ctx: Context): void {} }",
    },
    // Somebody else's module, and a cast to what somebody else has.
    go + 'declare module "hono" { interface Custom { load(id: string, ctx: Context): void } }',
    go + "export const load = (globalThis as unknown as { load(id: string, ctx: Context): void }).load;",
    // Allowed before.
    {
      code: go + "interface Test { readonly name: string }\ntype Id = string;\nexport function a(t: Test, ctx: Context, id: string): void {}\nexport function b(id: Id, t: Test | undefined, ctx: Context): void {}\nexport function c(ctx: Context, id: Id, other: Context): void {}",
      options: [{ allowBefore: [{ from: "file", name: ["Test", "Id"] }] }],
    },
    {
      code: go + "class Test { readonly name = '' }\nclass Special extends Test {}\nexport function a(t: Special, ctx: Context): void {}",
      options: [{ allowBefore: ["Test"] }],
    },
    { filename: "script.js", code: "/** @param {string} id */\nexport function load(id, ctx) {}" },
    {
      filename: "script.js",
      code: "/**\n * @param {import('./context.js').Context} ctx\n * @param {string} id\n */\nexport function load(ctx, id) {}",
    },
    'import type { Context } from "@loke/context";\nexport function load(ctx: Context, id: string): void {}',
  ],
  invalid: [
    {
      code: go + "export function load(id: string, ctx: Context): void {}",
      errors: [
        {
          messageId: "first",
          line: 2,
          column: 34,
          suggestions: [{ messageId: "moveFirst", output: go + "export function load(ctx: Context, id: string): void {}" }],
        },
      ],
    },
    {
      name: "a fix where all calls are known",
      code: go + `
async function load(id: string, ctx: Context, n = 1): Promise<string> {
  return ctx.err() ? id : load(id, ctx, n);
}
export const one = (ctx: Context) => load("a", ctx);
export const two = (ctx: Context, id: string) => load(id, ctx, 2);
`,
      output: go + `
async function load(ctx: Context, id: string, n = 1): Promise<string> {
  return ctx.err() ? id : load(ctx, id, n);
}
export const one = (ctx: Context) => load(ctx, "a");
export const two = (ctx: Context, id: string) => load(ctx, id, 2);
`,
      errors: [{ messageId: "first" }],
    },
    {
      name: "a fix keeps comments and types",
      code: go + `
const load = (
  // Whose.
  id: string,
  /* live */ ctx: Context, // the caller's
): string => id;
load("a", background());
`,
      output: go + `
const load = (
  /* live */ ctx: Context, // the caller's
  // Whose.
  id: string,
): string => id;
load(background(), "a");
`,
      errors: [{ messageId: "first" }],
    },
    {
      name: "an object that is given as what it is, or for another method, dictates nothing",
      code: given,
      errors: [moved(given, 4, "id: string, ctx: Context", "ctx: Context, id: string")],
    },
    {
      name: "a template without values is as good as a string",
      code: go + "function load(id: string, ctx: Context): void {}\nload(`a`, background());",
      output: go + "function load(ctx: Context, id: string): void {}\nload(background(), `a`);",
      errors: [{ messageId: "first" }],
    },
    {
      name: "a this parameter is no argument",
      code: go + "function load(this: void, id: string, ctx: Context): void {}\nload('a', background());",
      output: go + "function load(this: void, ctx: Context, id: string): void {}\nload(background(), 'a');",
      errors: [{ messageId: "first" }],
    },
    {
      name: "arguments whose side effects would change places",
      code: go + "declare function next(): string;\nfunction load(id: string, ctx: Context): void {}\nload(next(), background());",
      output: null,
      errors: [
        {
          messageId: "first",
          suggestions: [
            {
              messageId: "moveFirst",
              output: go + "declare function next(): string;\nfunction load(ctx: Context, id: string): void {}\nload(next(), background());",
            },
          ],
        },
      ],
      untypedEdits: "the calls are left to the author",
    },
    ...["load(...(['a', background()] as const));", "const f = load;", "export { load };", "export type F = typeof load;", "export default load;"].map((use) => ({
      name: `no fix: ${use}`,
      code: go + `function load(id: string, ctx: Context): void {}\n${use}`,
      output: null,
      errors: [
        {
          messageId: "first" as const,
          suggestions: [{ messageId: "moveFirst" as const, output: go + `function load(ctx: Context, id: string): void {}\n${use}` }],
        },
      ],
      ...(use.startsWith("load") && { untypedEdits: "the call is left to the author" }),
    })),
    {
      name: "the body counts its arguments",
      code: go + "function load(id: string, ctx: Context): unknown { return arguments[0]; }\nload('a', background());",
      output: null,
      errors: [
        {
          messageId: "first",
          suggestions: [
            {
              messageId: "moveFirst",
              output: go + "function load(ctx: Context, id: string): unknown { return arguments[0]; }\nload('a', background());",
            },
          ],
        },
      ],
      untypedEdits: "the call is left to the author",
    },
    {
      name: "an optional context",
      code: go + "export function load(id: string, ctx?: Context): void {}",
      errors: [
        {
          messageId: "optional",
          suggestions: [{ messageId: "require", output: go + "export function load(ctx: Context | undefined, id: string): void {}" }],
        },
      ],
    },
    {
      name: "an optional context, called",
      code: go + "function load(id: string, ctx?: Context): void {}\nload('a');",
      output: null,
      errors: [
        {
          messageId: "optional",
          suggestions: [{ messageId: "require", output: go + "function load(ctx: Context | undefined, id: string): void {}\nload('a');" }],
        },
      ],
      untypedEdits: "callers must say what they have",
    },
    {
      name: "an optional context after other optional parameters",
      code: go + "export function load(id?: string, ctx?: Context | undefined): void {}",
      errors: [
        {
          messageId: "optional",
          suggestions: [{ messageId: "require", output: go + "export function load(ctx: Context | undefined, id?: string): void {}" }],
        },
      ],
    },
    {
      name: "a default",
      code: go + "export function load(id: string, ctx: Context = background()): void {}\nexport const save = (id: string, ctx = background()) => id;",
      errors: [
        {
          messageId: "optional",
          suggestions: [
            {
              messageId: "require",
              output: go + "export function load(ctx: Context = background(), id: string): void {}\nexport const save = (id: string, ctx = background()) => id;",
            },
          ],
        },
        {
          messageId: "optional",
          line: 3,
          suggestions: [
            {
              messageId: "require",
              output: go + "export function load(id: string, ctx: Context = background()): void {}\nexport const save = (ctx = background(), id: string) => id;",
            },
          ],
        },
      ],
    },
    {
      name: "one report for a signature, and all contexts moved",
      code: go + "export function load(id: string, a: Context, n: number, b: Context): void {}",
      errors: [
        {
          messageId: "first",
          data: { name: "a" },
          suggestions: [{ messageId: "moveFirst", output: go + "export function load(a: Context, b: Context, id: string, n: number): void {}" }],
        },
      ],
    },
    {
      name: "a gap",
      code: go + "export function load(a: Context, b: Context, n: number, c: Context): void {}",
      errors: [
        {
          messageId: "first",
          data: { name: "c" },
          suggestions: [{ messageId: "moveFirst", output: go + "export function load(a: Context, b: Context, c: Context, n: number): void {}" }],
        },
      ],
    },
    {
      name: "other types before it",
      code: go + "interface Other { readonly name: string }\nexport function load(o: Other, ctx: Context): void {}",
      options: [{ allowBefore: [{ from: "file", name: "Test" }] }],
      errors: [
        {
          messageId: "first",
          suggestions: [{ messageId: "moveFirst", output: go + "interface Other { readonly name: string }\nexport function load(ctx: Context, o: Other): void {}" }],
        },
      ],
    },
    {
      name: "after what may come before",
      code: go + "interface Test { readonly name: string }\nexport function load(t: Test, id: string, ctx: Context): void {}",
      options: [{ allowBefore: [{ from: "file", name: "Test" }] }],
      errors: [
        {
          messageId: "first",
          suggestions: [{ messageId: "moveFirst", output: go + "interface Test { readonly name: string }\nexport function load(t: Test, ctx: Context, id: string): void {}" }],
        },
      ],
    },
    allMoved("any, unknown and a type parameter before it", go + "export function a(x: any, ctx: Context): void {}\nexport function b(x: unknown, ctx: Context): void {}\nexport function c<T>(x: T, ctx: Context): void {}", [
      [2, "x: any, ctx: Context", "ctx: Context, x: any"],
      [3, "x: unknown, ctx: Context", "ctx: Context, x: unknown"],
      [4, "x: T, ctx: Context", "ctx: Context, x: T"],
    ]),
    allMoved("a generic context, an alias, a subtype, a nullable one, a destructured one", go + `
type Ctx = Context;
interface RequestContext extends Context { readonly requestId: string }
export function a<C extends Context>(id: string, ctx: C): void {}
export function b(id: string, ctx: Ctx): void {}
export function c(id: string, ctx: RequestContext): void {}
export function d(id: string, ctx: Context | null): void {}
export function e(id: string, { signal }: Context): void {}
export function f(id: string, ctx: Readonly<Context>): void {}
export function g(id: string, ctx: Context & { readonly user: string }): void {}
`, [
      [5, "id: string, ctx: C", "ctx: C, id: string"],
      [6, "id: string, ctx: Ctx", "ctx: Ctx, id: string"],
      [7, "id: string, ctx: RequestContext", "ctx: RequestContext, id: string"],
      [8, "id: string, ctx: Context | null", "ctx: Context | null, id: string"],
      [9, "id: string, { signal }: Context", "{ signal }: Context, id: string"],
      [10, "id: string, ctx: Readonly<Context>", "ctx: Readonly<Context>, id: string"],
      [11, "id: string, ctx: Context & { readonly user: string }", "ctx: Context & { readonly user: string }, id: string"],
    ]),
    allMoved("a base that has no such member, and one's own module", go + `
declare class Base { other(): void }
export class Derived extends Base { load(id: string, ctx: Context): void {} #x(id: string, ctx: Context): void {} }
declare module "./context.js" { interface Extra { load(id: string, ctx: Context): void } }
`, [4, [4, "#x(id: string, ctx: Context)", "#x(ctx: Context, id: string)"], 5]),
    { ...allMoved("an immediately invoked function, and a type that says nothing", go + "((id: string, ctx: Context) => id)('a', background());\nexport const f: Function = (id: string, ctx: Context) => id;\nexport function make() { return (id: string, ctx: Context) => id; }", [2, 3, 4]), untypedEdits: "the call in place is left to the author" },
    {
      name: "a parameter property before it",
      code: go + "export class Job { constructor(readonly id: string, ctx: Context) {} }",
      errors: [
        {
          messageId: "first",
          suggestions: [{ messageId: "moveFirst", output: go + "export class Job { constructor(ctx: Context, readonly id: string) {} }" }],
        },
      ],
    },
    {
      name: "borderless",
      code: 'import type { Context } from "@borderless/context";\nexport function load(id: string, ctx: Context<{ user: string }>): void {}',
      errors: [
        {
          messageId: "first",
          suggestions: [{ messageId: "moveFirst", output: 'import type { Context } from "@borderless/context";\nexport function load(ctx: Context<{ user: string }>, id: string): void {}' }],
        },
      ],
    },
    {
      name: "loke",
      code: 'import { type Context, background } from "@loke/context";\nfunction load(id: string, ctx: Context): void {}\nload("a", background);',
      output: 'import { type Context, background } from "@loke/context";\nfunction load(ctx: Context, id: string): void {}\nload(background, "a");',
      errors: [{ messageId: "first" }],
    },
    {
      name: "dxos",
      code: 'import { Context } from "@dxos/context";\nfunction load(id: string, ctx: Context): void {}\nload("a", Context.default());',
      output: 'import { Context } from "@dxos/context";\nfunction load(ctx: Context, id: string): void {}\nload(Context.default(), "a");',
      errors: [{ messageId: "first" }],
    },
    {
      name: "JavaScript",
      filename: "script.js",
      code: 'import { background } from "./context.js";\n/**\n * @param {string} id\n * @param {import("./context.js").Context} ctx\n */\nfunction load(id, ctx) {}\nload("a", background());',
      output: 'import { background } from "./context.js";\n/**\n * @param {string} id\n * @param {import("./context.js").Context} ctx\n */\nfunction load(ctx, id) {}\nload(background(), "a");',
      errors: [{ messageId: "first" }],
    },
    {
      name: "JavaScript, optional",
      filename: "script.js",
      code: '/**\n * @param {string} id\n * @param {import("./context.js").Context} [ctx]\n */\nexport function load(id, ctx) {}',
      errors: [{ messageId: "optional" }],
    },
    {
      name: "a convention of one's own",
      code: "interface Job { readonly id: string }\nexport function run(name: string, job: Job): void {}",
      settings: { ctx: { models: [{ name: "job", contexts: [{ from: "file", name: "Job" }], parameter: { place: "first", name: "job" } }] } },
      errors: [{ messageId: "first", suggestions: [{ messageId: "moveFirst", output: "interface Job { readonly id: string }\nexport function run(job: Job, name: string): void {}" }] }],
    },
  ],
});

ruleTester.run("context-first-param: last", rule, {
  valid: [
    token + "export function load(token: CancellationToken): void {}",
    'import type { TestRun } from "./test-run.js";\nexport function load(run: TestRun, id: string): void {}',
    token + 'import type { TestRun } from "./test-run.js";\nexport function load(run: TestRun, token: CancellationToken): void {}',
    token + "export function load(id: string, token: CancellationToken): void {}",
    token + "export function load(id: string, token?: CancellationToken): void {}",
    token + "export function load(id?: string, token?: CancellationToken): void {}",
    token + "export function load(token: CancellationToken, ...rest: string[]): void {}",
    token + "export function load(token: CancellationToken, n = 0, m?: string): void {}",
    token + "export function load(token: CancellationToken | undefined, n = 0): void {}",
    token + "export function load(id: string, a: CancellationToken, b: CancellationToken): void {}",
    token + "export function load(a: CancellationToken, b?: CancellationToken): void {}",
    token + "export function load(a?: CancellationToken, b?: CancellationToken): void {}",
    token + "export function load(id: string, token: CancellationToken, limit: number | undefined): void {}",
    token + "export function load(token: CancellationToken, callback: (err: Error | null, text?: string) => void): void {}",
    token + "export function load(token: CancellationToken, done: (failed: Error | undefined) => void): void {}",
    token + "export function load(token: CancellationToken, done: Function): void {}",
    token + "type Signature = (id: string, token: CancellationToken) => string;\nexport interface Middleware { load?: (this: void, id: string, token: CancellationToken, next: Signature) => string }",
    token + "type Reporter = (chunk: string) => void;\nexport function load(id: string, token: CancellationToken, to: Reporter): void {}",
    token + "export function load(token: CancellationToken, progress: (percent: number) => void): void {}",
    token + "export function load(this: Date, id: string, token: CancellationToken): void {}",
    token + "export function load(signal: AbortSignal, token: CancellationToken): void {}",
    'import type { CancellationToken, Progress } from "vscode";\nexport function load(id: string, token: CancellationToken, p: Progress<{ message?: string }>): void {}',
    'import type { CancellationToken, ResultProgressReporter, WorkDoneProgressReporter } from "vscode-languageserver";\nexport function load(id: string, token: CancellationToken, a: WorkDoneProgressReporter, b: ResultProgressReporter<string>): void {}',
    token + "export function load(token: CancellationToken, sink: { report(n: number): void }): void {}",
    token + "export interface Base { load(...args: [CancellationToken, string]): void }\nexport class Derived implements Base { load(token: CancellationToken, id: string): void {} }",
    token + "export function race(token: CancellationToken, ms: number): CancellationToken { return token; }",
    token + "export function raceCancellation<T>(token: CancellationToken | undefined, value: T, ...promises: Promise<T>[]): Promise<T>;\nexport async function raceCancellation<T>(token: CancellationToken | undefined, value: T, ...promises: Promise<T>[]): Promise<T> { return token ? value : await Promise.race(promises); }\nexport interface Waits { untilCancelled(token: CancellationToken, id: string): void }\nexport const whenAborted = (token: CancellationToken, id: string): string => id;",
    token + "export abstract class Waits { abstract untilAborted(token: CancellationToken, id: string): void; raceCancellation(token: CancellationToken, id: string): void; raceCancellation(token: CancellationToken, id: string | number): void { void [token, id]; } }",
    'import type { CancellationToken, CompletionContext } from "vscode";\nexport function complete(id: string, token: CancellationToken, context: CompletionContext): string { return id; }',
    token + "export class Job { constructor(private readonly token: CancellationToken, readonly id: string) {} }",
    'import * as vscode from "vscode";\nvscode.commands.registerCommand("x", (token: vscode.CancellationToken, id: string) => id);\nvscode.languages.registerHoverProvider("x", { provideHover: (document, position, token) => null });\nvscode.languages.registerCompletionItemProvider("x", { provideCompletionItems(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken, context: vscode.CompletionContext) { return []; } });',
    "export function load(token: string, id: string): void {}",
    {
      name: "services that a container injects come last",
      code: token + "declare function IService(target: object, name: string | undefined, index: number): void;\nexport class Job { constructor(token: CancellationToken, @IService private readonly log: object, @IService other: object) {} }",
    },
  ],
  invalid: [
    { name: "about the end, but not first", code: token + "export interface T { cancelled(a: string, token: CancellationToken, id: string): void }", errors: [{ messageId: "last", suggestions: [{ messageId: "moveLast", output: token + "export interface T { cancelled(a: string, id: string, token: CancellationToken): void }" }] }] },
    { name: "a verb that is business", code: token + "export interface T { cancelOrder(token: CancellationToken, id: string): void }", errors: [{ messageId: "last", suggestions: [{ messageId: "moveLast", output: token + "export interface T { cancelOrder(id: string, token: CancellationToken): void }" }] }] },
    { name: "a context of another library", code: token + "interface OwnContext { id: string }\nexport interface T { load(token: CancellationToken, context: OwnContext): void }", errors: [{ messageId: "last", suggestions: [{ messageId: "moveLast", output: token + "interface OwnContext { id: string }\nexport interface T { load(context: OwnContext, token: CancellationToken): void }" }] }] },
    { code: 'import type { Stop } from "./test-run.js";\nexport function load(stop: Stop, id: string): void {}', errors: [{ messageId: "last", suggestions: [{ messageId: "moveLast", output: 'import type { Stop } from "./test-run.js";\nexport function load(id: string, stop: Stop): void {}' }] }] },
    {
      code: token + "export class T { m(t: CancellationToken, i: number): void {} }",
      errors: [
        {
          messageId: "last",
          data: { name: "t" },
          suggestions: [{ messageId: "moveLast", output: token + "export class T { m(i: number, t: CancellationToken): void {} }" }],
        },
      ],
    },
    {
      name: "first and last, something between",
      code: token + "export function m(t1: CancellationToken, i: number, t2: CancellationToken): void {}",
      errors: [
        {
          messageId: "last",
          data: { name: "t1" },
          suggestions: [{ messageId: "moveLast", output: token + "export function m(i: number, t1: CancellationToken, t2: CancellationToken): void {}" }],
        },
      ],
    },
    {
      name: "a fix where all calls are known",
      code: token + 'declare const token: CancellationToken;\nfunction load(token: CancellationToken, id: string, n = 1, ...more: string[]): void {}\nload(token, "a");\nload(token, "a", 2);\nload(token, "a", 2, "b");',
      output: token + 'declare const token: CancellationToken;\nfunction load(id: string, token: CancellationToken, n = 1, ...more: string[]): void {}\nload("a", token);\nload("a", token, 2);\nload("a", token, 2, "b");',
      errors: [{ messageId: "last" }],
    },
    {
      name: "an optional token before an optional parameter",
      code: token + "export function load(id: string, token?: CancellationToken, n?: number): void {}",
      errors: [
        {
          messageId: "last",
          suggestions: [{ messageId: "moveLast", output: token + "export function load(id: string, n?: number, token?: CancellationToken): void {}" }],
        },
      ],
    },
    {
      name: "an optional token between parameters that a call leaves out",
      code: token + 'function load(id: string, token?: CancellationToken, n?: number): void {}\nload("a");',
      output: token + 'function load(id: string, n?: number, token?: CancellationToken): void {}\nload("a");',
      errors: [{ messageId: "last" }],
    },
    {
      name: "progress last, but not right after the token",
      code: token + "export function load(token: CancellationToken, id: object, progress: { report(n: number): void }): void {}",
      errors: [
        {
          messageId: "last",
          suggestions: [{ messageId: "moveLast", output: token + "export function load(id: object, token: CancellationToken, progress: { report(n: number): void }): void {}" }],
        },
      ],
    },
    { ...allMoved("in a type literal", token + "export const load: { run: (token: CancellationToken, id: string) => void } = { run: (token: CancellationToken, id: string) => {} };", [2], "last"), untypedEdits: "the value is left to the author" },
    allMoved("optional both, so that callers may leave the token out", token + "export function load(token?: CancellationToken, id?: string): void {}", [[2, "token?: CancellationToken, id?: string", "id?: string, token?: CancellationToken"]], "last"),
    allMoved(
      "a function that is no node-style callback",
      token + "export function load(token: CancellationToken, run: () => void): void {}\nexport function map(token: CancellationToken, run: (item: string) => void): void {}",
      [
        [2, "token: CancellationToken, run: () => void", "run: () => void, token: CancellationToken"],
        [3, "token: CancellationToken, run: (item: string) => void", "run: (item: string) => void, token: CancellationToken"],
      ],
      "last",
    ),
    {
      name: "the interface, not its implementation",
      code: token + "export interface I { m(t: CancellationToken, i: number): void }\nexport class T implements I { m(t: CancellationToken, i: number): void {} }",
      errors: [
        {
          messageId: "last",
          line: 2,
          suggestions: [{ messageId: "moveLast", output: token + "export interface I { m(i: number, t: CancellationToken): void }\nexport class T implements I { m(t: CancellationToken, i: number): void {} }" }],
        },
      ],
      untypedEdits: "implementations are left to the author",
    },
    allMoved(
      "constructors",
      token + "export class A { constructor(t: CancellationToken, i: number) {} }\nexport class B { constructor(t: CancellationToken, readonly i: number) {} }",
      [
        [2, "t: CancellationToken, i: number", "i: number, t: CancellationToken"],
        [3, "t: CancellationToken, readonly i: number", "readonly i: number, t: CancellationToken"],
      ],
      "last",
    ),
    ...["vscode", "vscode-languageserver", "vscode-languageserver/node"].map((from) => ({
      name: from,
      code: `import { CancellationToken } from "${from}";\nexport function load(token: CancellationToken, id: string): void {}`,
      errors: [
        {
          messageId: "last" as const,
          suggestions: [{ messageId: "moveLast" as const, output: `import { CancellationToken } from "${from}";\nexport function load(id: string, token: CancellationToken): void {}` }],
        },
      ],
    })),
    {
      name: "both conventions at once",
      code: go + token + "export function load(token: CancellationToken, id: string, ctx: Context): void {}",
      errors: [
        {
          messageId: "last",
          suggestions: [{ messageId: "moveLast", output: go + token + "export function load(id: string, ctx: Context, token: CancellationToken): void {}" }],
        },
        {
          messageId: "first",
          suggestions: [{ messageId: "moveFirst", output: go + token + "export function load(token: CancellationToken, ctx: Context, id: string): void {}" }],
        },
      ],
    },
  ],
});
