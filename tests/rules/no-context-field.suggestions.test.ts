import rule from "../../src/rules/no-context-field.js";
import { ruleTester } from "../rule-tester.js";

const head = 'import type { Context } from "./context.js";\ndeclare function query(ctx: Context, sql: string): Promise<string[]>;\n';
const own = (rest: string): string => `export class Own { constructor(private readonly signal: AbortSignal) {} ${rest}`;
const to = (output: string) => [{ messageId: "member" as const, suggestions: [{ messageId: "toParameter" as const, output }] }];
const none = [{ messageId: "member" as const, suggestions: [] }];

ruleTester.run("no-context-field: suggestions", rule, {
  valid: [],
  invalid: [
    {
      name: "a field with its comment, its assignment and its parameter; a callback; methods that call methods; calls in the file",
      code: `${head}export class Orders {
  /** Whose? */
  readonly #ctx: Context; // kept

  // Makes one.
  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  async all(): Promise<string[]> {
    return [...(await this.one("1")), ...(await this.open())];
  }

  async one(id: string): Promise<string[]> {
    return query(this.#ctx, id);
  }

  private async open() {
    return Promise.all([1].map(async () => query(this.#ctx, "open"))).then(([first]) => first ?? []);
  }
}

export async function use(request: Context): Promise<string[]> {
  return new Orders(request).all();
}
`,
      errors: to(`${head}export class Orders {

  // Makes one.
  constructor() {
  }

  async all(ctx: Context): Promise<string[]> {
    return [...(await this.one(ctx, "1")), ...(await this.open(ctx))];
  }

  async one(ctx: Context, id: string): Promise<string[]> {
    return query(ctx, id);
  }

  private async open(ctx: Context) {
    return Promise.all([1].map(async () => query(ctx, "open"))).then(([first]) => first ?? []);
  }
}

export async function use(request: Context): Promise<string[]> {
  return new Orders().all(request);
}
`),
    },
    {
      name: "a parameter property between others",
      code: `${head}export class Orders {\n  constructor(\n    readonly a: number,\n    private readonly ctx: Context,\n    readonly b: number,\n  ) {}\n  all() { return query(this.ctx, ""); }\n}\nexport const orders = (ctx: Context) => new Orders(1, ctx, 2);\n`,
      errors: to(`${head}export class Orders {\n  constructor(\n    readonly a: number,\n    readonly b: number,\n  ) {}\n  all(ctx: Context) { return query(ctx, ""); }\n}\nexport const orders = (ctx: Context) => new Orders(1, 2);\n`),
    },
    {
      name: "the constructor uses it too: it keeps its parameter; the token goes last, before what is optional",
      code: `import type { CancellationToken } from "vscode-jsonrpc";
declare function work(n: number, token: CancellationToken): void;
export class Worker {
  constructor(private readonly token: CancellationToken, readonly n: number) { work(n, token); this.run(n); }
  run(n: number, extra?: string) { work(n, this.token); return extra; }
  twice() { this.run(1); return this.run(2, "x"); }
}
`,
      errors: to(`import type { CancellationToken } from "vscode-jsonrpc";
declare function work(n: number, token: CancellationToken): void;
export class Worker {
  constructor(token: CancellationToken, readonly n: number) { work(n, token); this.run(n, token); }
  run(n: number, token: CancellationToken, extra?: string) { work(n, token); return extra; }
  twice(token: CancellationToken) { this.run(1, token); return this.run(2, token, "x"); }
}
`),
    },
    {
      name: "overloads; the short form of a property",
      code: own("get(url: string, n: number): Promise<Response>; get(url: string): Promise<Response>; get(url: string): Promise<Response> { return fetch(url, { signal: this.signal }); } }"),
      errors: to("export class Own { constructor() {} get(signal: AbortSignal, url: string, n: number): Promise<Response>; get(signal: AbortSignal, url: string): Promise<Response>; get(signal: AbortSignal, url: string): Promise<Response> { return fetch(url, { signal }); } }"),
    },
    {
      name: "a name that is taken",
      code: own("get(signal: string) { return [signal, this.signal.aborted]; } }"),
      errors: to("export class Own { constructor() {} get(signal2: AbortSignal, signal: string) { return [signal, signal2.aborted]; } }"),
    },
    {
      name: "a method that takes one already",
      code: own("get(own: AbortSignal) { return AbortSignal.any([own, this.signal]); } }"),
      errors: to("export class Own { constructor() {} get(own: AbortSignal) { return AbortSignal.any([own, own]); } }"),
    },
    {
      name: "JavaScript",
      filename: "script.js",
      code: "export class Own {\n  #signal;\n  /** @param {AbortSignal} signal */\n  constructor(signal) {\n    this.#signal = signal;\n  }\n  get(url) {\n    return fetch(url, { signal: this.#signal });\n  }\n}\n",
      errors: to("export class Own {\n  /** @param {AbortSignal} signal */\n  constructor() {\n  }\n  get(signal, url) {\n    return fetch(url, { signal });\n  }\n}\n"),
      untypedEdits: "in JavaScript the parameter has no type",
    },
    // Nothing where it cannot be done.
    { name: "not private", code: "export class Own { constructor(protected readonly signal: AbortSignal) {} get() { return this.signal.aborted; } }", errors: none },
    { name: "never used", code: own("}"), errors: none },
    { name: "static", code: "export class Own { static #signal: AbortSignal; static get() { return this.#signal.aborted; } }", errors: none },
    { name: "optional", code: "export class Own { constructor(private readonly signal?: AbortSignal) {} get() { return this.signal?.aborted; } }", errors: none },
    { name: "a container", code: "export class Own { constructor(private readonly signals: AbortSignal[]) {} get() { return this.signals.length; } }", errors: none },
    { name: "set more than once", code: "export class Own { #signal: AbortSignal; constructor(signal: AbortSignal) { this.#signal = signal; } set(signal: AbortSignal) { this.#signal = signal; } get() { return this.#signal.aborted; } }", errors: none },
    { name: "in a getter", code: own("get aborted() { return this.signal.aborted; } }"), errors: none },
    { name: "in a field", code: own("get = () => this.signal.aborted; }"), errors: none },
    { name: "in another object", code: own("same(other: Own) { return other.signal === this.signal; } }"), errors: none },
    { name: "taken apart", code: own("get() { const { signal } = this; return signal.aborted; } }"), errors: none },
    { name: "a method as a value", code: own("get() { return this.signal.aborted; } all() { return [1].map(this.get, this); } }"), errors: none },
    { name: "a method that is taken out", code: own("get() { return this.signal.aborted; } } export const out = ({ get }: Own) => get;"), errors: none },
    { name: "a caller that has none", code: own("get() { return this.signal.aborted; } } export const out = (it: Own) => it.get();"), errors: none },
    { name: "required by an interface", code: `interface Getter { get(): boolean } export class Own implements Getter { constructor(private readonly signal: AbortSignal) {} get() { return this.signal.aborted; } }`, errors: none },
    { name: "required by a base class", code: "class Base { get() { return false; } } export class Own extends Base { constructor(private readonly signal: AbortSignal) { super(); } get() { return this.signal.aborted; } }", errors: none },
    { name: "extended", code: own("get() { return this.signal.aborted; } } export class More extends Own {}"), errors: none },
    { name: "called by the language", code: own("*[Symbol.iterator]() { if (!this.signal.aborted) yield 1; } }"), errors: none },
    { name: "an argument with an effect", code: `${own("get() { return this.signal.aborted; } }")} declare function next(): AbortSignal; export const it = new Own(next());`, errors: none },
    { name: "a type that cannot be spelled", code: "export class Own<T extends AbortSignal> { constructor(private readonly signal: T) {} get() { return this.signal.aborted; } static get() { return 1; } }", errors: none },
  ],
});
