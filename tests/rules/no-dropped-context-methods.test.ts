/** What a class extends or implements offers its methods contexts: who leaves one out drops it. */
import broken from "../../src/rules/no-broken-context-chain.js";
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const get = "declare function get(id: string, signal?: AbortSignal): Promise<string>;\n";
const tool = `${get}interface Tool { run(id: string, signal: AbortSignal): Promise<string> }\n`;
const code = `import * as vscode from "vscode";\ndeclare function find(id: string, token?: vscode.CancellationToken): Promise<vscode.Hover>;\n`;
const remove = "interface Store { remove(id: string, options?: { signal?: AbortSignal | undefined }): Promise<void> }\ndeclare function removeAt(id: string, options?: { signal?: AbortSignal | undefined }): Promise<void>;\n";
const report = (output?: string) => [{ messageId: "notTaken" as const, suggestions: output === undefined ? [] : [{ messageId: "take" as const, output }] }];

ruleTester.run("no-dropped-context: methods that others design", rule, {
  valid: [
    { name: "it takes what it is offered", code: `${tool}export class A implements Tool { async run(id: string, signal: AbortSignal) { return get(id, signal); } }` },
    { name: "nothing is offered", code: `${get}interface Tool { run(id: string): Promise<string> }\nexport class A implements Tool { async run(id: string) { return get(id); } }` },
    { name: "another method is offered something", code: `${tool}export class A implements Tool { async run(id: string, signal: AbortSignal) { return get(id, signal); } async other(id: string) { return get(id); } }` },
    { name: "a class of its own", code: `${tool}export class A { async run(id: string) { return get(id); } }` },
    { name: "a static method", code: `${tool}export abstract class A implements Tool { abstract run(id: string, signal: AbortSignal): Promise<string>; static async run(id: string) { return get(id); } }` },
    { name: "all that is offered may be in the rest", code: `${tool}export class A implements Tool { async run(...args: [string, AbortSignal]) { await Promise.resolve(args); return get("x"); } }` },
    { name: "another kind of context is offered", code: `${code}${get}export class A implements vscode.HoverProvider { async provideHover(document: vscode.TextDocument) { return new vscode.Hover(await get(document.fileName)); } }` },
    { name: "a base class that takes whatever it is given", code: `${get}declare abstract class Base { run(...args: any[]): Promise<string> }\nexport class A extends Base { override async run(id: string) { return get(id); } }` },
    { name: "two designs, of which one offers nothing", code: `${tool}interface Job { run(id: string): Promise<string> }\nexport class A implements Job, Tool { async run(id: string) { return get(id); } }` },
    { name: "cleanup", code: `${get}interface Host { dispose(signal: AbortSignal): Promise<string> }\nexport class A implements Host { async dispose() { return get("x"); } }` },
    { name: "what nobody knows", code: `${get}declare const Base: any;\nexport class A extends Base { async run(id: string) { return get(id); } }` },
    { name: "what is called with an annotation of its own", code: `${get}interface Tool { run(options: { id: string; signal: AbortSignal }): Promise<string> }\nexport class A implements Tool { async run({ id }: { id: string }) { return get(id); } }` },
    { name: "what runs later", code: `${tool}export class A implements Tool { async run(id: string) { setTimeout(() => { void get(id); }, 5); return id; } }` },
    { name: "a listener of its own", code: `export class Target extends EventTarget { override addEventListener(type: string, listener: EventListener) { super.addEventListener(type, listener); } }` },
    { name: "a field of the base class is no reason to ask", code: `${get}class Base { protected readonly signal = AbortSignal.timeout(5); run(options: { id: string }): Promise<string> { return get(options.id, this.signal); } }\nexport class A extends Base { override async run({ id }: { id: string }) { return get(id); } }` },
    { name: "what stands in for a tool", code: `${tool}export class FakeTool implements Tool { async run(id: string) { return get(id); } }` },
    { name: "@detached", code: `${tool}export class A implements Tool {\n  /** @detached */\n  async run(id: string) { return get(id); }\n}` },
  ],
  invalid: [
    {
      name: "a change, which an interface offers its signal for",
      code: `${remove}export class A implements Store { async remove(id: string) { await removeAt(id); } }`,
      errors: report(),
    },
    {
      name: "an interface",
      code: `${tool}export class A implements Tool { async run(id: string) { return get(id); } }`,
      errors: [
        {
          messageId: "notTaken",
          data: { callee: "get", who: "method", context: "signal", onPurpose: ", or `AbortSignal.any([])` if this must not end with it, or say `@detached` in the JSDoc of what is called" },
          suggestions: [{ messageId: "take", output: `${tool}export class A implements Tool { async run(id: string, signal: AbortSignal) { return get(id, signal); } }` }],
        },
      ],
    },
    { name: "nothing of it is taken: what comes before is not skipped", code: `${tool}export class A implements Tool { async run() { return get("x"); } }`, errors: report() },
    { name: "an abstract class for some type", code: `${get}abstract class Base<T> { abstract run(id: T, options: { signal: AbortSignal }): Promise<string> }\nexport class A extends Base<string> { async run(id: string) { return get(id); } }`, errors: report() },
    { name: "a base class of a base class", code: `${tool}abstract class Base implements Tool { abstract run(id: string, signal: AbortSignal): Promise<string> }\nexport class A extends Base { async run(id: string) { return get(id); } }`, errors: report(`${tool}abstract class Base implements Tool { abstract run(id: string, signal: AbortSignal): Promise<string> }\nexport class A extends Base { async run(id: string, signal: AbortSignal) { return get(id, signal); } }`) },
    { name: "a callback inside that runs at once", code: `${tool}export class A implements Tool { async run(id: string) { return Promise.all([id].map((one) => get(one))).then(String); } }`, errors: report(`${tool}export class A implements Tool { async run(id: string, signal: AbortSignal) { return Promise.all([id].map((one) => get(one, signal))).then(String); } }`) },
    { name: "its base class", code: `${get}class Base { async run(id: string, signal: AbortSignal | undefined) { return get(id, signal); } async load(id: string, signal?: AbortSignal) { return get(id, signal); } }\nexport class A extends Base { override async run(id: string) { return super.load(id); } }`, errors: report() },
    {
      name: "a provider of an editor",
      code: `${code}export class A implements vscode.HoverProvider { async provideHover(document: vscode.TextDocument, at: vscode.Position) { return find(document.fileName + at.line); } }`,
      errors: report(`${code}export class A implements vscode.HoverProvider { async provideHover(document: vscode.TextDocument, at: vscode.Position, token: vscode.CancellationToken) { return find(document.fileName + at.line, token); } }`),
    },
    { name: "what the design may leave out is not added", code: `${code}export class A implements vscode.DebugConfigurationProvider { async resolveDebugConfiguration(folder: vscode.WorkspaceFolder | undefined, config: vscode.DebugConfiguration) { await find(config.name + String(folder?.name)); return config; } }`, errors: report() },
  ],
});

ruleTester.run("no-broken-context-chain: methods that others design", broken, {
  valid: [{ name: "it takes what it is offered", code: `${tool}async function load(id: string) { return fetch(id); }\nexport class A implements Tool { async run(id: string, _signal: AbortSignal, loads = load) { return (await loads(id)).text(); } }` }],
  invalid: [
    {
      name: "further down",
      code: `${tool}async function load(id: string) { return fetch(id); }\nexport class A implements Tool { async run(id: string) { return (await load(id)).text(); } }`,
      errors: [{ messageId: "notTaken", data: { callee: "load", way: "load", what: "calls `fetch` without one", place: "file.ts:3", context: "signal", who: "method" } }],
    },
  ],
});
