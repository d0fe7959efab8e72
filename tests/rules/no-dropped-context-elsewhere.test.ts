/** Whose context it is, who ends the work, and when it comes too late: seen in real sources. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = "declare function load(id: string, options?: { signal?: AbortSignal | undefined }): Promise<string>; ";
const spawn = `import { spawn, type ChildProcess } from "node:child_process"; `;
const queue = "declare class Queue<Options extends { priority?: number; signal?: AbortSignal | undefined }> { add<T>(task: (options: { signal?: AbortSignal | undefined }) => Promise<T>, options?: Partial<Options>): Promise<T> } ";
const makers = "interface Run { (options: { cancelSignal?: AbortSignal; cwd?: string }): Run; (command: string, options?: { cancelSignal?: AbortSignal }): Promise<string> } declare const run: Run; declare class Api { constructor(options?: { signal?: AbortSignal }); extend(options: { signal?: AbortSignal }): Api; open(options?: { signal?: AbortSignal }): Promise<Api>; get(url: string, options?: { signal?: AbortSignal }): Promise<string> } declare const api: Api; declare function connect(options: { signal?: AbortSignal }): { users: Api }; ";
const dropped = { messageId: "dropped" } as const;
const notTaken = { messageId: "notTaken" } as const;

const progress = `import { type CancellationToken, type Progress, ProgressLocation, type ProgressOptions, window } from "vscode"; declare function find(id: string, token?: CancellationToken): Promise<string>; function withProgress<R>(options: ProgressOptions, task: (progress: Progress<unknown>, token: CancellationToken) => Thenable<R>) { return window.withProgress(options, task); }\n`;

/** The program's own, with options after the task. */
const changing = `declare const db: Record<"bill" | "order", { create(id: string): Promise<void> }>; declare const client: { getToken(code: string): Promise<string> }; declare const code: string; declare function exchangeCode(code: string): Promise<string>; declare function saveUser(tokens: string): Promise<void>; declare function find(id: string, options?: { signal?: AbortSignal }): Promise<string>; `;
const all = `declare function forAll(ids: readonly string[], each: (id: string) => Promise<void>, options?: { concurrency?: number; signal?: AbortSignal | undefined }): Promise<void>; declare function cancelOrder(id: string): Promise<void>; declare function findOrder(id: string): Promise<void>; `;
const generate = `declare function generate(options: { abortSignal?: AbortSignal; context?: { signal?: AbortSignal }; prompt: string; retries?: number }): Promise<string>; `;
const made = `class Made { prompt = "x"; signal = AbortSignal.timeout(5); } `;
const shown = (cancellable: string) => `import { type CancellationToken, type Progress, ProgressLocation, type ProgressOptions, window } from "vscode"; declare function find(id: string, token?: CancellationToken): Promise<string>; function withProgress<R>(task: (progress: Progress<unknown>, token: CancellationToken) => Thenable<R>, { location = ProgressLocation.Notification, ${cancellable} }: Partial<ProgressOptions> = {}) { return window.withProgress({ location, cancellable }, task); }\n`;

/** What uses its signal only where it is asked to. */
const runners = `interface Options { inNewProcess?: boolean; line?: string; signal?: AbortSignal }
type Long = Options & { isLong?: boolean };
declare function start(command: string, signal?: AbortSignal): Promise<string>;
declare function queue(command: string): Promise<string>;
const run = async (command: string, { inNewProcess = false, signal }: Options = {}) => { if (inNewProcess) return start(command, signal); return queue(command); };
const runLater = async (command: string, options?: Options) => (options?.inNewProcess ? start(command, options.signal) : queue(command));
const runIf = async (command: string, options: Options = {}) => { const isOwn = options.inNewProcess ?? false; return (isOwn && options.line !== "" && (await start(command, options.signal))) || queue(command); };
const runJson = async (command: string, { line = "", ...options }: Options = {}): Promise<unknown> => JSON.parse(await run(command + line, options));
const runNamed = async (command: string, options: Omit<Options, "line"> = {}) => runJson(command, { ...options, line: "a" });
const runOwn = async (command: string, isOwn = false, signal?: AbortSignal) => (isOwn === true ? start(command, signal) : queue(command));
const runElse = async (command: string, { inNewProcess, signal }: Options = {}) => { if (inNewProcess) return queue(command); return start(command, signal); };
const runBoth = async (command: string, { inNewProcess = false, signal }: Options = {}) => { if (inNewProcess) return start(command, signal); signal?.throwIfAborted(); return queue(command); };
const runAlways = async (command: string, { inNewProcess = true, signal }: Options = {}) => { if (inNewProcess) return start(command, signal); return queue(command); };
const runEither = async (command: string, { inNewProcess = false, line, signal }: Options = {}) => { if (inNewProcess || line === "") return start(command, signal); return queue(command); };
const runAgain = async (command: string, options: Long = {}): Promise<string> => (options.isLong ? runAgain(command, options) : run(command, { ...options, inNewProcess: true }));
`;

const circle = `const start = (flag: boolean, signal?: AbortSignal) => Promise.resolve(flag || signal?.aborted); const run = async (id: string, signal?: AbortSignal) => { const a = () => { const one = two; return one; }; const two = one; if (one) return start(true, signal); return [id, a, two]; }; declare const one: boolean; `;

const unasked = ['run("a")', 'run("a", {})', 'run("a", { inNewProcess: false })', 'run("a", { line: "b" })', 'runLater("a")', 'runLater("a", { inNewProcess: undefined })', 'runIf("a", { line: "b" })', 'runJson("a")', 'runJson("a", { line: "b" })', 'runNamed("a")', 'runNamed("a", {})', 'runOwn("a")', 'runOwn("a", false)'];

/** With the signal in place. */
const asked = [
  ['run("a", { inNewProcess: true })', 'run("a", { inNewProcess: true, signal })'],
  ['run("a", { inNewProcess: String(1) === "1" })', 'run("a", { inNewProcess: String(1) === "1", signal })'],
  ['runLater("a", { inNewProcess: true })', 'runLater("a", { inNewProcess: true, signal })'],
  ['runIf("a", { inNewProcess: true })', 'runIf("a", { inNewProcess: true, signal })'],
  ['runJson("a", { inNewProcess: true })', 'runJson("a", { inNewProcess: true, signal })'],
  ['runNamed("a", { inNewProcess: true })', 'runNamed("a", { inNewProcess: true, signal })'],
  ['runOwn("a", true)', 'runOwn("a", true, signal)'],
  ['runElse("a")', 'runElse("a", { signal })'],
  ['runBoth("a")', 'runBoth("a", { signal })'],
  ['runAlways("a")', 'runAlways("a", { signal })'],
  ['runEither("a", { line: "" })', 'runEither("a", { line: "", signal })'],
  ['runAgain("a")', 'runAgain("a", { signal })'],
] as const;

ruleTester.run("no-dropped-context", rule, {
  valid: [
    { name: "a task is offered what its queue is given, and that is nothing", code: `${load}${queue}export async function f(all: Queue<{ signal?: AbortSignal | undefined }>) { await all.add(() => load("1")); await all.add(async () => load("2"), { priority: 1 }); }` },
    { name: "the same of a queue whose type arguments nobody wrote", code: `${load}declare class Lane<O> { add<T>(task: (options: { signal?: AbortSignal | undefined }) => T, options?: Partial<O>): T } export async function f(all: (typeof Lane)["prototype"]) { await all.add(() => load("1")); }` },
    {
      name: "a token that nobody can cancel",
      code: `import * as vscode from "vscode"; declare function find(id: string, token?: vscode.CancellationToken): Promise<string>; export async function f() { await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, cancellable: false }, async (_progress, token) => { token.onCancellationRequested(() => {}); await find("1"); }); }`,
    },
    {
      name: "a token that nobody can cancel, by way of the program's own function",
      code: `${progress}export async function f() { await withProgress({ location: ProgressLocation.Window, cancellable: false }, async () => { await find("1"); }); await withProgress({ location: ProgressLocation.Window }, async (_progress, token) => { token.onCancellationRequested(() => {}); await find("1"); }); }`,
    },
    {
      name: "what is spread has it, under the name that is asked for, or may have it",
      code: `${generate}${made}export async function f(one: { abortSignal?: AbortSignal; prompt: string }, two: Record<string, string> & { prompt: string; signal: AbortSignal }, three: { prompt: string; context: { signal: AbortSignal }; signal: AbortSignal }, signal: AbortSignal) { signal.throwIfAborted(); await generate({ ...one }); await generate({ ...two }); await generate({ ...three, prompt: "x" }); await generate({ ...new Made() }); await generate({ ...{ prompt: "x" }, ...(signal.aborted ? {} : { abortSignal: signal }) }); }`,
    },
    {
      name: "what a request asked to change of each of many",
      code: `${all}declare const db: { order: { update(id: string): Promise<void> } }; declare function UNSAFE_deleteOrder(id: string): Promise<void>; export async function POST(request: Request) { const ids = (await request.text()).split(","); await forAll(ids, async (id) => { await db.order.update(id); }); await forAll(ids, async (id) => { try { await cancelOrder(id); } catch {} }); await forAll(ids, async (id) => { await UNSAFE_deleteOrder(id); }); return new Response(); }`,
    },
    {
      name: "a code of OAuth, which works once",
      code: `declare const tokenUrl: string; export async function GET(request: Request) { const code = request.url; const one = await fetch("https://id.example/oauth/access", { method: "POST", body: code }); const two = await fetch(tokenUrl, { method: "POST", body: code }); const three = await fetch("https://id.example/session", { method: "POST", body: new URLSearchParams({ code, grant_type: "authorization_code" }) }); return [one, two, three]; }`,
    },
    {
      name: "what a request asked for is changed before, and more of it after",
      code: `${changing}export async function POST(request: Request) { await db.order.create(request.url); const found = await fetch("https://prices.example"); await db.bill.create(await found.text()); return new Response(); }
export async function GET(request: Request) { const tokens = await client.getToken(code); const user = await fetch("https://users.example"); try { if (user.ok) await saveUser(tokens); } catch { return new Response(); } return new Response(); }
export async function PUT(request: Request) { await exchangeCode(code); const user = await find(request.url); switch (user) { case "x": await saveUser(user); } return new Response(); }`,
    },
    {
      name: "a moment in a loop that looks at the signal in each turn",
      code: `import { setTimeout as delay } from "node:timers/promises"; const POLL_MS = 25; declare function take(): boolean; declare function check(signal: AbortSignal | undefined): void; export async function lock(options: { signal?: AbortSignal } = {}) { while (!take()) { check(options.signal); await delay(POLL_MS); } }`,
    },
    {
      name: "what a route that is named for a change sends",
      filename: "src/newsletter/subscribe/route.ts",
      code: `export async function POST(request: Request) { return fetch("https://mail.example/contacts", { method: "POST", body: await request.text() }); }`,
    },
    {
      name: "a constant that nobody awaits, wherever it goes",
      code: `${load}declare const later: { waitUntil(work: Promise<unknown>): void } | undefined; export async function POST(request: Request) { await request.text(); const work = (async () => { await load("1"); })(); if (later) later.waitUntil(work); else work.catch(console.error); return new Response(); }`,
    },
    {
      name: "what is begun in an executor, and settles nothing",
      code: `${load}export const ask = async (id: string, signal: AbortSignal) => new Promise<string>((resolve, reject) => { signal.throwIfAborted(); load(id).then(console.log, console.error); setTimeout(resolve, 5); void reject; }); `,
    },
    {
      name: "options that nobody here uses, and says so",
      code: `${load}export async function f(_options: { id: string; signal?: AbortSignal }, id: string) { return load(id); }`,
    },
    {
      name: "a signal that the callee puts another in place of",
      code: `const get = async (id: string, init?: RequestInit) => { const own = new AbortController(); const timer = setTimeout(() => { own.abort(); }, 5); try { return await other(id, init?.method, { ...init, signal: own.signal }); } finally { clearTimeout(timer); } }; declare function other(id: string, method: string | undefined, options: object): Promise<string>; export async function f(id: string, signal: AbortSignal) { signal.throwIfAborted(); return get(id, { method: "GET" }); }`,
    },
    {
      name: "a model, which is made for all that it is ever asked",
      code: `declare function createChatModel(options: { name: string; signal?: AbortSignal }): { ask(id: string, options: { signal: AbortSignal }): Promise<string> }; export async function f(signal: AbortSignal) { return createChatModel({ name: "a" }).ask("1", { signal }); }`,
    },
    {
      name: "a client, which is made for all that it ever sends",
      code: `declare class Drive { files: { list(options?: { signal?: AbortSignal }): Promise<string> } } declare const google: { drive(options: { version: string; signal?: AbortSignal }): Drive }; export async function f(signal: AbortSignal) { const drive = google.drive({ version: "v3" }); return drive.files.list({ signal }); }`,
    },
    {
      name: "a token that nobody can cancel, by options that have a name",
      code: `import * as vscode from "vscode"; declare function find(id: string, token?: vscode.CancellationToken): Promise<string>; export async function f() { const options: vscode.ProgressOptions = { location: vscode.ProgressLocation.Window }; await vscode.window.withProgress(options, async () => { await find("1"); }); }`,
    },
    {
      name: "a token that nobody can cancel, since the program's own function is told nothing",
      code: `${shown("cancellable")}export async function f() { await withProgress(async (_progress, token) => { token.onCancellationRequested(() => {}); await find("1"); }); await withProgress(async () => { await find("1"); }); await withProgress(async () => { await find("1"); }, {}); }`,
    },
    {
      name: "a list that is filled once, for everybody",
      code: `${load}export class List { all: string[] = []; async get(signal: AbortSignal) { signal.throwIfAborted(); if (this.all.length > 0) return this.all; this.all = (await load("1")).split(","); return this.all; } }`,
    },
    {
      name: "what a handler says of it in a branch of another test",
      code: `${load}export async function f(signal: AbortSignal, kind: string) { try { signal.throwIfAborted(); } catch { const isAbort = signal.aborted; switch (kind) { case "a": console.log(isAbort); } await load("1"); } }`,
    },
    {
      name: "what a handler does whether it was cancelled or failed",
      code: `${load}export async function f(signal: AbortSignal) { try { signal.throwIfAborted(); } catch (error) { const isAbort = signal.aborted || (error instanceof Error && error.name === "AbortError"); const kind = isAbort ? "abort" : "error"; await load(kind); } }`,
    },
    {
      name: "a process that is kept with others, and ended by who keeps it",
      code: `${spawn}export class Jobs { readonly #all = new Map<string, { child: ChildProcess; onAbort?: () => void }>(); run(id: string, signal: AbortSignal) { const child = spawn("make", [id]); const job: { child: ChildProcess; onAbort?: () => void } = { child }; job.onAbort = () => { this.cancel(id); }; signal.addEventListener("abort", job.onAbort, { once: true }); this.#all.set(id, job); } cancel(id: string) { this.#all.get(id)?.child.kill(); } }`,
    },
    {
      name: "the same, where the listener is written out",
      code: `${spawn}export class Jobs { readonly #all = new Map<string, { child: ChildProcess }>(); run(id: string, signal: AbortSignal) { const child = spawn("make", [id]); signal.addEventListener("abort", () => { this.cancel(id); }, { once: true }); const job = { child }; this.#all.set(id, job); } cancel(id: string) { this.#all.get(id)?.child.kill(); } }`,
    },
    ...["load2(data)", "load3(data)", "load4(data)", "fetch(data)", "load(data, data)", "load(data, { ...data })", "load(...data)", "load5(data)"].map((call) => ({
      name: `an any that may have one: ${call}`,
      code: `${load}declare function load2<T>(data: T, signal?: AbortSignal): Promise<T>; declare function load3(data: any, signal?: AbortSignal): Promise<string>; declare function load4(data: Record<string, unknown>, signal?: AbortSignal): Promise<string>; declare function load5(data: { signal?: AbortSignal; id: string }, signal?: AbortSignal): Promise<string>; export async function f(data: any, signal: AbortSignal) { signal.throwIfAborted(); await ${call}; }`,
    })),
    { name: "a component", filename: "react.tsx", languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } }, code: `${load}type FC<P> = (props: P, context: { signal: AbortSignal }) => unknown; export const Page: FC<{ id: string }> = ({ id }) => load(id);` },
    { name: "what a component is shown with is other work's", filename: "react.tsx", languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } }, code: `${load}export function Picker({ abortController, id }: { abortController?: AbortController; id: string }) { const pick = async () => { await load(id); }; return <button onClick={pick} />; }` },
    ...unasked.map((call) => ({ name: `a signal that is looked at only with an option: ${call}`, code: `${runners}export async function f(signal: AbortSignal) { signal.throwIfAborted(); await ${call}; }` })),
    { name: "the event of a component, under a letter", filename: "react.tsx", languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } }, code: `${load}declare function Task(props: { onRun: (e: { signal: AbortSignal }) => void }): null; export const App = () => <Task onRun={async (e) => { await load(String(e)); }} />;` },
    { name: "what is only put in another form", code: `import type { CancellationToken } from "vscode"; declare const converter: { asEdit(edit: string, token?: CancellationToken): Promise<string> }; export async function f(edit: string, token: CancellationToken) { if (token.isCancellationRequested) return; await converter.asEdit(edit); }` },
    { name: "an object that may have one, of a function that got none", code: `${load}interface Prompt { text: string; signal?: AbortSignal } declare function promptFor(text: string): Prompt; declare function ask(prompt: Prompt): Promise<string>; declare function build(text: string): Promise<Prompt>; export async function f() { const options = promptFor("a"); const other = await build("b"); await ask(options); await ask(other); await load("1"); }` },
    { name: "what listens for the end, by its name", code: `${load}declare function useAbortSignal(signal: AbortSignal, callback: () => Promise<void>): void; declare function onAbort(callback: () => void, signal: AbortSignal): void; export function f(controller: AbortController) { useAbortSignal(controller.signal, async () => { setTimeout(async () => { await load("1"); }, 5); }); onAbort(() => load("2"), controller.signal); }` },
    { name: "a part of what is raced with the end", code: `${load}export async function f(signal: AbortSignal, limit: AbortController) { await Promise.race([new Promise((resolve) => { signal.addEventListener("abort", resolve, { once: true }); }), (async () => { try { await Promise.race([new Promise((resolve) => setTimeout(resolve, 1000)), (async () => { await load("1"); })()]); } finally { limit.abort(); } })()]); }` },
    { name: "a file of the program itself", code: `export async function GET(request: Request) { const font = await fetch(new URL("./font.ttf", import.meta.url)); return new Response(font.body, { headers: request.headers }); }` },
    { name: "a callback for what is done at the end, whenever that calls it", code: `${load}declare function finish(parts: { run: (id: string) => Promise<string> }): Promise<void>; export async function f(options: { signal?: AbortSignal }) { try { await load("1", options); } finally { await finish({ run: async (id) => await load(id) }); } }` },
    { name: "a sleep that only lets others run", code: `import { setTimeout as sleep } from "node:timers/promises"; import * as timers from "node:timers/promises"; export async function f(signal: AbortSignal) { signal.throwIfAborted(); await sleep(1); await timers.setTimeout(0); }` },
    { name: "tests in a file of any name, with the functions of their runner global", code: `${load}declare function describe(name: string, fn: () => void): void; declare function it(name: string, fn: (context: { signal: AbortSignal }) => Promise<void>): void; export function suiteOf(id: string) { describe(id, () => { it("loads", async () => { await load(id); }); }); }` },
    { name: "what a scheduler starts is to be done", filename: "cron.ts", code: `export async function POST(request: Request) { const text = await request.text(); return fetch("https://example.com", { method: "POST", body: text }); }` },
    { name: "options for another call, and what only builds", code: `interface Options { id?: string; signal?: AbortSignal | undefined } function optionsOf(id: string, options?: Options): Options { return { id, ...options }; } declare const model: { bindTools(tools: string[], options?: Options): { invoke(id: string, options?: Options): Promise<string> } }; declare function all(signal: AbortSignal, options: Options): Promise<string>; export async function f(signal: AbortSignal) { const bound = model.bindTools(["a"]); await bound.invoke("1", { signal }); return all(signal, optionsOf("1")); }` },
    { name: "a file that is written where no context was taken", code: `import { writeFile } from "node:fs/promises"; declare function step(options: { run: (context: { signal: AbortSignal }) => Promise<void> }): void; step({ run: async () => { await writeFile("a", "b"); } });` },
    { name: "a request for a handler", code: `declare function POST(request: Request): Promise<Response>; export async function f(request: Request) { const inner = new Request(request.url, { method: "POST" }); await POST(new Request(request.url)); return POST(inner); }` },
    { name: "the state of functions side by side", code: `${load}declare const bus: { on(name: string, fn: () => Promise<void>): void }; export function f() { let run: { signal: AbortSignal } | undefined; bus.on("start", async () => { run = { signal: AbortSignal.timeout(5) }; await load("a", run); }); bus.on("find", async () => { await load("b"); }); return () => run; }` },
    { name: "a controller of other work, from where it is kept", code: `${load}export class Jobs { #all = new Map<string, AbortController>(); async stop(id: string) { const job = this.#all.get(id); if (job) { job.abort(); this.#all.delete(id); } await load(id); } async see(id: string) { const job = this.#all.get(id); await load(id); return job; } }` },
    { name: "a controller in the state of a component", code: `import { useState } from "react"; ${load}export function useChat() { const [own, setOwn] = useState<AbortController | null>(null); const send = async () => { await load("1"); setOwn(null); }; return [own, send]; }` },
    { name: "a property that is taken under another name, and that nobody uses", code: `${load}export const run = async (id: string, { signal: _signal }: { signal?: AbortSignal }) => { await load(id); };` },
    { name: "an object that was made without it, whatever its condition says", code: `${load}interface Bag { n: number; signal?: AbortSignal } export async function f(isBig: boolean) { const bag: Bag = isBig ? { n: 2 } : { n: 1 }; await load(String(bag.n)); }` },
    {
      name: "a container that is emptied",
      code: `import { AsyncLocalStorage } from "node:async_hooks"; import type { Context } from "@opentelemetry/api"; declare class Subject<T> { next(value: T): void; set(value: T | null): void } const current = new AsyncLocalStorage<Context>(); declare const latest: Subject<AbortSignal | undefined>; export function f(signal: AbortSignal) { current.enterWith(undefined as any); latest.next(signal); latest.next(undefined); latest.set(null); }`,
    },
    { name: "what was made with it", code: `${makers}export async function f(signal: AbortSignal) { await run({ cancelSignal: signal })("x"); const own = run({ cancelSignal: signal }); await own("x"); await api.extend({ signal }).extend({}).get("u"); const client = new Api({ signal }); await client.get("u"); const db = connect({ signal }); await db.users.get("u"); } export async function g(signal: AbortSignal, given?: Api) { let own: Api; if (given) { own = given; } else { own = new Api({ signal }); } await own.get("u"); }` },
    { name: "a part of what is raced with a sleep that ends with it", code: `declare function sleep(ms: number, signal?: AbortSignal): Promise<void>; ${load}export async function f(signal: AbortSignal) { await Promise.race([load("1"), sleep(5, signal)]); }` },
    {
      name: "commands that remove or move something, wherever they are written, and whatever is done with the result",
      code: `declare function run(command: string, options?: { signal?: AbortSignal; cwd?: string }): Promise<number>; export async function f(signal: AbortSignal, path: string, isOld: boolean) { signal.throwIfAborted(); const code = await run(\`rm -rf \${path}\`, { cwd: "/" }); const finish = ["set -e", \`mv \${path}.new \${path}\`].join("; "); if ((await run(finish)) !== 0) return 1; const remove = isOld ? \`rm \${path}\` : \`rm -f \${path}.json && rm \${path}\`; await run(remove, { cwd: path }); return code + (await run(\`test -e x || git -C \${path} worktree move a b\`)) + (await run(\`git -C \${path} branch -D \${code} || true\`)); }`,
    },
    { name: "a process that is given back by way of a promise", code: `${spawn}export class Runtime { exec(command: string, options: { signal?: AbortSignal }): Promise<{ process: ChildProcess; signal: AbortSignal | undefined }> { const process = spawn(command, []); return Promise.resolve({ process, signal: options.signal }); } }` },
    { name: "the signal of a component's life", code: `declare function useRef<T>(value: T): { current: T }; declare function send(text: string, options?: { signal?: AbortSignal }): Promise<void>; export function useSending() { const own = useRef<AbortController>(new AbortController()); return async (text: string) => { const signal = own.current.signal; if (signal.aborted) return; await send(text); await send(text); }; }` },
    { name: "what an async function gives back, for when its work is done", code: `interface Page { items: string; more?: () => Promise<string>; query: (id: string) => Promise<string> } declare function load(id: string, signal?: AbortSignal): Promise<string>; export async function page(id: string, signal: AbortSignal): Promise<Page> { const items = await load(id, signal); const found: Page = { items, query: (other) => load(other) }; found.more = () => load(items); if (items === "") return { items, query: async (other) => { return await load(other); } }; return found; }` },
    { name: "what no class that implements it does anything with", code: `interface Store { find(id: string, signal?: AbortSignal): Promise<string>; all(options?: { signal?: AbortSignal }): Promise<string> } class Memory implements Store { async find(id: string, _signal?: AbortSignal) { return id; } async all() { return "all"; } } class Disk implements Store { async find(id: string, _signal?: AbortSignal) { return id + "!"; } async all(_options?: { signal?: AbortSignal }) { return ""; } } export const stores: Store[] = [new Memory(), new Disk()]; export async function f(store: Store, signal: AbortSignal) { signal.throwIfAborted(); return (await store.find("1")) + (await store.all()); }` },
    { name: "what the callee starts with it is for all that come later", code: `export class Environments { private readonly pending = new Map<string, Promise<string>>(); get(id: string, signal?: AbortSignal): Promise<string> { return this.resolve(id, { signal }); } resolve(id: string, options: { signal: AbortSignal | undefined }): Promise<string> { let found = this.pending.get(id); if (found === undefined) { found = this.ask(id, options.signal); this.pending.set(id, found); } return found; } private async ask(id: string, signal?: AbortSignal): Promise<string> { signal?.throwIfAborted(); return id; } } export async function f(environments: Environments, signal: AbortSignal) { signal.throwIfAborted(); return environments.get("1"); }` },
    { name: "a cache that makes what it keeps", code: `declare const cache: { getOrCreate(key: string, make: (signal?: AbortSignal) => Promise<string>, options?: { signal?: AbortSignal }): Promise<string> }; export async function f(id: string, signal: AbortSignal) { signal.throwIfAborted(); const make = async () => id; return (await cache.getOrCreate(id, async () => id)) + (await cache.getOrCreate(id, make)); }` },
    { name: "a command that takes away what was made, whichever argument it is", code: `declare function run(on: object, command: string, options?: { signal?: AbortSignal; cwd?: string }): Promise<number>; export async function f(signal: AbortSignal, path: string, git: string) { signal.throwIfAborted(); await run({}, \`rm -rf \${path}\`, { cwd: "/" }).catch(() => undefined); await run({}, \`\${git}git -C \${path} worktree remove --force \${path}\`, { cwd: "/" }); }` },
    { name: "a process that a listener ends, by way of what is made of it", code: `${spawn}declare function terminatorOf(child: ChildProcess): { terminate(): void }; export async function f(signal?: AbortSignal) { const child = spawn("x"); const closed = new Promise((resolve) => { child.on("close", resolve); }); const terminator = terminatorOf(child); const end = () => { terminator.terminate(); }; signal?.addEventListener("abort", end, { once: true }); try { await closed; } finally { signal?.removeEventListener("abort", end); } }` },
    { name: "what a listener ends, by its method", code: `declare class Job { cancel(): void; run(options?: { signal?: AbortSignal }): Promise<void> } export async function f(signal: AbortSignal) { const job = new Job(); signal.addEventListener("abort", job.cancel); await job.run(); } export async function g(signal: AbortSignal, job: Job) { signal.addEventListener("abort", job.cancel.bind(job), { once: true }); await job.run(); }` },
    { name: "a parameter that is not used, as a comment says", code: `${load}export async function f(id: string, _signal?: AbortSignal) {\n// _signal is ignored: this is fast.\nreturn load(id); }` },
    { name: "settings", code: `declare class ConnectionConfig { constructor(options?: { id?: string; signal?: AbortSignal }) } declare class Connection { constructor(options?: { id?: string; signal?: AbortSignal }) } export function f(signal: AbortSignal) { signal.throwIfAborted(); return new ConnectionConfig({ id: "1" }); }` },
    { name: "a request that is only read", code: `export async function f(request: Request) { const own = new Request("u", { method: "POST", body: await request.text() }); own.headers.set("a", "b"); return [await own.arrayBuffer(), await new Request("u", { method: "POST" }).text()]; }` },
    { name: "what may have one of any kind", code: `interface Init { signal: { aborted: boolean } | any; headers: Record<string, string> } export function f(signal: AbortSignal, open: (fetch: (url: string, init: Init) => Promise<Response>) => void) { open((url, init) => fetch(url, { ...init, credentials: "include" })); open((url, init) => fetch(url, init)); signal.throwIfAborted(); }` },
    { name: "an answer that is kept for all who ask", code: `declare global { interface RequestInit { next?: { revalidate?: number | false; tags?: string[] } } } export async function GET(request: Request) { return [request.url, await fetch("u", { next: { revalidate: 60 } }), await fetch("u", { next: { tags: ["a"] } }), await fetch("u", { cache: "force-cache" })]; }` },
    { name: "a member that is tested to be missing, and kept under another name elsewhere", code: `${load}export class A { constructor(private readonly signal?: AbortSignal) {} other() { const kept = this.signal; return kept; } async run() { if (this.signal) return ""; return load("1"); } }` },
    { name: "a limit that the caller's signal may replace", code: `export function f(init?: RequestInit) { return fetch("u", { signal: AbortSignal.timeout(5), ...init }); }` },
    { name: "an object that was made without it", code: `${load}interface Bag { n: number; signal?: AbortSignal } export async function f() { const bag: Bag = { n: 1 }; await load(String(bag.n)); }` },
    { name: "what is kept by an object of the program", code: `${load}class Service { constructor(readonly parts: { find: (id: string) => Promise<string>; more: { end: () => Promise<void> } }) {} } export function f(signal: AbortSignal) { signal.throwIfAborted(); return new Service({ find: async (id) => { const found = await load(id); return found; }, more: { end: async () => { await load("end"); } } }); }` },
    { name: "a listener in the options", code: `${load}declare function stream(options: { signal: AbortSignal; onEnd?: () => Promise<void> }): string; export function f(signal: AbortSignal) { return stream({ signal, onEnd: async () => { await load("end"); } }); }` },
    { name: "undone before it throws, in a handler that gives up, or by its command", code: `${load}declare function run(command: string, options?: { signal?: AbortSignal }): Promise<number>; export async function f(signal: AbortSignal) { const code = await run("docker run x", { signal }); if (code !== 0) { await load("undo"); throw new Error("x"); } try { await load("1", { signal }); } catch { await load("undo"); return undefined; } await run("rm -rf /tmp/x"); await run(\`git worktree remove \${code}\`); return code; }` },
    { name: "a process that a listener ends, behind a choice", code: `${spawn}export function f(signal: AbortSignal, command?: string) { const child = command ? spawn(command) : undefined; const end = () => { child?.kill(); }; signal.addEventListener("abort", () => { end(); }, { once: true }); return child?.pid; }` },
    { name: "a process that a function ends, which gets both", code: `${spawn}declare function endOnAbort(signal: AbortSignal | undefined, child: ChildProcess): void; export async function f(options: { signal?: AbortSignal }) { const child = spawn("x"); endOnAbort(options.signal, child); await new Promise((resolve) => child.once("exit", resolve)); }` },
    { name: "a process that is killed where something fails, or given back as a part", code: `${spawn}declare function pipe(child: ChildProcess, signal: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { const git = spawn("git"); try { await pipe(git, signal); } catch (error) { git.kill(); throw error; } } export function g(signal: AbortSignal) { signal.throwIfAborted(); const child = spawn("x"); return { process: child }; }` },
    { name: "what the listener of the context works with", code: `${load}declare const server: { run(id: string, options?: { signal?: AbortSignal }): Promise<void>; stop(): void }; export async function f(signal: AbortSignal, own: typeof server) { signal.addEventListener("abort", () => { own.stop(); }); await own.run("1"); }` },
    { name: "a function beside it that sees the context", code: `export async function f(request: Request) { const next = async (other?: Request) => { const answer = await fetch(other ?? request); return new Response(answer.body); }; return next(); }` },
    { name: "a promise for a cache of its own", code: `${load}export class A { #cache: unknown; #setCache(entry: { key: string; value: Promise<string> }) { this.#cache = entry; return this.#cache; } async f(signal: AbortSignal) { signal.throwIfAborted(); const value = load("1"); this.#setCache({ key: "1", value }); return await value; } }` },
    { name: "the look itself", code: `declare function throwIfInterrupted(id: string, options?: { signal?: AbortSignal }): Promise<void>; export async function f(signal: AbortSignal) { signal.throwIfAborted(); await throwIfInterrupted("1"); }` },
    { name: "an object of which nobody knows what it has", code: `declare function params(method: string, signal?: AbortSignal): { [name: string]: any }; export async function f(signal: AbortSignal) { const all = params("GET", signal); await fetch("u", { ...all }); await fetch("u", all); }` },
    { name: "for a cache, whatever the function is called", code: `${load}declare const cache: { getOrLoad<T>(key: string, make: (...all: string[]) => Promise<T>): Promise<T> }; export async function f(signal: AbortSignal) { signal.throwIfAborted(); const body = async (id: string) => { const text = await load(id); return text; }; await cache.getOrLoad("a", body); return cache.getOrLoad("b", async () => body("b")); }` },
    { name: "what a variable of the module is filled with", code: `${load}let client: string | undefined; export async function f(signal: AbortSignal) { signal.throwIfAborted(); if (client === undefined) { const made = await load("1"); client = made; } return client; }` },
    { name: "a repair in a handler that throws at the end", code: `${load}declare function change(signal: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { try { await change(signal); return true; } catch (error) { const state = await load("state"); if (state === "done") return true; throw error; } }` },
    { name: "for others too, who have a context of their own", code: `${load}export async function f(first: string, signal: AbortSignal) { const later = () => ({ stats: async () => { const all = await load("stats"); return all; } }); const page = async (id: string, signal: AbortSignal) => ({ text: await load(id, { signal }), later: later() }); return page(first, signal); }` },
    { name: "a parameter of which the call says what it is", code: `interface Inputs { save: { signal?: AbortSignal }; show: { id: string } } declare function run<K extends keyof Inputs>(name: K, input: Inputs[K]): Promise<void>; export async function f(signal: AbortSignal) { signal.throwIfAborted(); await run("show", { id: "1" }); }` },
    { name: "a request that has no signal is reported where it is made, and one that opens a socket nowhere", code: `export async function f(url: string, signal: AbortSignal) { signal.throwIfAborted(); await fetch(url, { headers: { Upgrade: "websocket" } }); return fetch(new Request(url, { headers: { "Upgrade": "websocket" } })); }` },
    { name: "what is called to cancel, or is", code: `${load}declare const runs: { cancel(id: string, options?: { signal?: AbortSignal }): Promise<void> }; export class A { readonly #own = new AbortController(); async f(signal: AbortSignal) { signal.throwIfAborted(); await runs.cancel("1"); } async cancelAndClose(id: string) { await load(id); this.#own.abort(); } }` },
    { name: "what a webhook starts is to be done", filename: "webhook.ts", code: `export async function POST(request: Request) { const text = await request.text(); await fetch("u", { method: "POST", body: text }); return new Response("ok"); }` },
    { name: "a test that takes its own under another name, and uses it nowhere", filename: "file.test.ts", code: `${load}declare function it(name: string, fn: (t: { signal: AbortSignal }) => Promise<void>): void; it("loads", async ({ signal: _signal }) => { await load("1"); });` },
    { name: "tests drop what they have", filename: "file.test.ts", code: `${load}declare function it(name: string, fn: (t: { signal: AbortSignal }) => Promise<void>): void; declare function run(fn: (signal: AbortSignal) => Promise<void>): Promise<void>; it("loads", async () => { await run(async (signal) => { signal.addEventListener("abort", () => {}); await load("1"); }); });` },
    { name: "plain data, or nothing", code: `export function message(options: { text: string; signal?: AbortSignal }): string | undefined { return options.signal?.aborted ? undefined : options.text; } export function f(signal: AbortSignal) { signal.throwIfAborted(); return message({ text: "x" }); }` },
    { name: "in a branch for the background", code: `${load}export async function f(id: string, options: { runInBackground?: boolean; signal: AbortSignal }) { if (options.runInBackground) { const work = load(id); return { work }; } return load(id, { signal: options.signal }); }` },
    { name: "a process that is given back with what kills it", code: `${spawn}declare function killTree(child: ChildProcess): void; export function f(options: { signal?: AbortSignal }) { if (options.signal?.aborted) throw new Error("x"); const child = spawn("x"); return { stdout: child.stdout, kill() { killTree(child); } }; }` },
    { name: "a time limit that ends with its race", code: `declare const sleep: (ms: number, options?: { signal?: AbortSignal }) => Promise<void>; export async function f(work: Promise<string>, signal: AbortSignal) { signal.throwIfAborted(); const limit = new AbortController(); const late = sleep(5, { signal: limit.signal }).then(() => "late"); try { return await Promise.race([work, late]); } finally { limit.abort(); } }` },
    { name: "what a listener, or the end itself, tells somebody to end", code: `${load}declare const client: { cancel(what: object): void; send(what: object): void }; export async function f(id: string, signal: AbortSignal) { signal.addEventListener("abort", () => { client.send({ cancel: id }); }); return await load(id); } export async function g(id: string, signal: AbortSignal) { if (signal.aborted) { client.cancel({ id }); } return await load(id); }` },
    { name: "what is made of an object with a life of its own", code: `${load}declare class Job { id: string; readonly signal: AbortSignal } export async function f(job: Partial<Job>) { await load(job.id ?? ""); } export async function g(request: Omit<Request, "body">) { await load(request.url); }` },
  ],
  invalid: [
    ...[
      "if (isAbort) return; ",
      "if (isAbort) { throw error; } ",
      "const text = String(error); switch (isAbort) { case true: return; default: console.log(text); } ",
    ].map((leave) => {
      const code = (call: string) => `${load}export async function f(signal: AbortSignal) { try { signal.throwIfAborted(); } catch (error) { const isAbort = signal.aborted; ${leave}await ${call}; } }`;
      return { name: `what a handler does where it was not cancelled: ${leave}`, code: code('load("1")'), output: code('load("1", { signal })'), errors: [dropped] };
    }),
    ...[
      ["nobody keeps", "signal.addEventListener(\"abort\", () => { this.cancel(id); }, { once: true });"],
      ["that is kept, where the listener ends nothing", "signal.addEventListener(\"abort\", () => { console.log(id); }, { once: true }); const job = { child }; this.all.set(id, job);"],
      ["that is kept, where nobody listens", "const job = { child }; this.all.set(id, job);"],
    ].map(([which, rest]) => {
      const code = (given: string) => `${spawn}export class Jobs { readonly all = new Map<string, { child: ChildProcess }>(); run(id: string, signal: AbortSignal) { signal.throwIfAborted(); const child = spawn("make", [id]${given}); console.log(child.pid); ${rest} } cancel(id: string) { this.all.get(id)?.child.kill(); } }`;
      return { name: `a process ${which}`, code: code(""), output: code(", { signal }"), errors: [dropped] };
    }),
    {
      name: "a ref that has one for a time",
      code: `${load}export async function f(ref: { current: AbortController | null }) { const signal = ref.current?.signal; if (signal?.aborted) return; await load("1"); }`,
      output: `${load}export async function f(ref: { current: AbortController | null }) { const signal = ref.current?.signal; if (signal?.aborted) return; await load("1", { signal }); }`,
      errors: [dropped],
    },
    {
      name: "constants whose names lead in a circle",
      code: `${circle}export async function f(signal: AbortSignal) { signal.throwIfAborted(); await run("1"); }`,
      output: `${circle}export async function f(signal: AbortSignal) { signal.throwIfAborted(); await run("1", signal); }`,
      errors: [dropped],
    },
    {
      name: "how many run is nothing that is filled",
      code: `${load}export class Runs { count = 0; async run(signal: AbortSignal) { if (this.count > 0 && !signal.aborted) return; this.count = Math.max(0, this.count + 1); await load("1"); } }`,
      output: `${load}export class Runs { count = 0; async run(signal: AbortSignal) { if (this.count > 0 && !signal.aborted) return; this.count = Math.max(0, this.count + 1); await load("1", { signal }); } }`,
      errors: [dropped],
    },
    ...[
      ["const find: Find", ""],
      ["const find: (id: string, options?: { signal?: AbortSignal }) => Promise<string>", ""],
      ["const find = (", ") satisfies Find"],
      ["const made = (): Find =>", ""],
      ["function made(): Find { return", " }"],
    ].map(([before, after]) => {
      const written = before?.startsWith("const find:") === true ? `${before} =` : before;
      const code = (taken: string, given: string) => `${load}type Find = (id: string, options?: { signal?: AbortSignal }) => Promise<string>; export ${written} async (id${taken}) => load(id${given})${after};`;
      return { name: `a function of a written type: ${before}`, code: code("", ""), errors: [{ ...notTaken, suggestions: [{ messageId: "take" as const, output: code(", options", ", { signal: options?.signal }") }] }] };
    }),
    ...[
      ["load(data)", "load(data, { signal })"],
      ["load(data.id, {})", "load(data.id, { signal })"],
      ["find({ id: data }, data)", "find({ id: data }, data, signal)"],
      ["find(data, 1)", "find(data, 1, signal)"],
    ].map(([call, output]) => {
      const code = (body: string | undefined) => `${load}declare function find(where: { id: string }, most: number, signal?: AbortSignal): Promise<string>; export async function f(data: any, signal: AbortSignal) { signal.throwIfAborted(); await ${body}; }`;
      return { name: `an any for what is no context: ${call}`, code: code(call), output: code(output), errors: [dropped] };
    }),
    ...asked.map(([call, output]) => {
      const code = (body: string) => `${runners}export async function f(signal: AbortSignal) { signal.throwIfAborted(); await ${body}; }`;
      return { name: `a signal that is asked for: ${call}`, code: code(call), output: code(output), errors: [dropped] };
    }),
    ...["cancellable = true"].map((cancellable) => {
      const code = (call: string) => `${shown(cancellable)}export async function f() { await withProgress(async (_progress, token) => { token.onCancellationRequested(() => {}); await ${call}; }); }`;
      return { name: "a token that can be cancelled unless the call says otherwise", code: code('find("1")'), output: code('find("1", token)'), errors: [dropped] };
    }),
    {
      name: "what was made without it, once; what something was made of that it was waited for with; and what is made of itself",
      code: `${makers}export async function f(signal: AbortSignal) { await run({ cwd: "." })("x"); const other = await api.open({ signal }); await other.get("u"); const own: Run = run({}); const one: Run = two({}); const two: Run = one({}); return own; }`,
      output: `${makers}export async function f(signal: AbortSignal) { await run({ cwd: ".", cancelSignal: signal })("x"); const other = await api.open({ signal }); await other.get("u", { signal }); const own: Run = run({ cancelSignal: signal }); const one: Run = two({ cancelSignal: signal }); const two: Run = one({ cancelSignal: signal }); return own; }`,
      errors: [dropped, dropped, dropped, dropped, dropped],
    },
    { name: "what a timer ends", code: `declare class Job { cancel(): void; run(options?: { signal?: AbortSignal }): Promise<void> } export async function f(signal: AbortSignal) { const job = new Job(); setTimeout(job.cancel, 5); await job.run(); signal.throwIfAborted(); }`, output: `declare class Job { cancel(): void; run(options?: { signal?: AbortSignal }): Promise<void> } export async function f(signal: AbortSignal) { const job = new Job(); setTimeout(job.cancel, 5); await job.run({ signal }); signal.throwIfAborted(); }`, errors: [dropped] },
    {
      name: "what is made anew and anew",
      code: `${makers}export async function f(signal: AbortSignal) { let own = new Api(); ${"own = own.extend({}); ".repeat(60)}return own; }`,
      output: `${makers}export async function f(signal: AbortSignal) { let own = new Api({ signal }); ${"own = own.extend({ signal }); ".repeat(60)}return own; }`,
      errors: Array.from({ length: 61 }, () => dropped),
    },
    { name: "what a function made that takes a context, as all do there", code: `import type { Context } from "./context.js"; declare function queryFor(ctx: Context, id: string): { executor: { open(ctx?: Context): Promise<void> } }; export async function f(ctx: Context) { const query = queryFor(ctx, "1"); await query.executor.open(); }`, output: `import type { Context } from "./context.js"; declare function queryFor(ctx: Context, id: string): { executor: { open(ctx?: Context): Promise<void> } }; export async function f(ctx: Context) { const query = queryFor(ctx, "1"); await query.executor.open(ctx); }`, errors: [dropped] },
    {
      name: "a failure that is taken for an answer: what is given is for a person to decide",
      code: `declare function load(id: string, options?: { signal?: AbortSignal }): Promise<string>; export async function f(signal: AbortSignal) { try { return await load("1"); } catch { return undefined; } }\nexport async function g(signal: AbortSignal) { return await load("2").catch(() => ""); }\nexport async function h(signal: AbortSignal) { return await Promise.allSettled([load("3")]); }`,
      output: null,
      errors: ["1", "2", "3"].map((id) => ({ messageId: "dropped" as const, suggestions: [{ messageId: "pass" as const, output: `declare function load(id: string, options?: { signal?: AbortSignal }): Promise<string>; export async function f(signal: AbortSignal) { try { return await load("1"); } catch { return undefined; } }\nexport async function g(signal: AbortSignal) { return await load("2").catch(() => ""); }\nexport async function h(signal: AbortSignal) { return await Promise.allSettled([load("3")]); }`.replace(`load("${id}")`, `load("${id}", { signal })`) }] })),
    },
    { name: "a failure that is looked at first", code: `declare function load(id: string, options?: { signal?: AbortSignal }): Promise<string>; declare function isAbortError(error: unknown): boolean; export async function f(signal: AbortSignal) { try { return await load("1"); } catch (error) { if (isAbortError(error)) throw error; return undefined; } }`, output: `declare function load(id: string, options?: { signal?: AbortSignal }): Promise<string>; declare function isAbortError(error: unknown): boolean; export async function f(signal: AbortSignal) { try { return await load("1", { signal }); } catch (error) { if (isAbortError(error)) throw error; return undefined; } }`, errors: [dropped] },
    { name: "what a function gives back that does no work itself, and what is called before", code: `declare function load(id: string, signal?: AbortSignal): Promise<string>; export function loader(signal: AbortSignal) { return { load: (id: string) => load(id) }; } export async function all(signal: AbortSignal) { const loads = { one: () => load("1") }; return await loads.one(); }`, output: `declare function load(id: string, signal?: AbortSignal): Promise<string>; export function loader(signal: AbortSignal) { return { load: (id: string) => load(id, signal) }; } export async function all(signal: AbortSignal) { const loads = { one: () => load("1", signal) }; return await loads.one(); }`, errors: [dropped, dropped] },
    { name: "what one of the classes that implement it does something with", code: `interface Store { find(id: string, signal?: AbortSignal): Promise<string> } class Memory implements Store { async find(id: string, _signal?: AbortSignal) { return id; } } class Disk implements Store { async find(id: string, signal?: AbortSignal) { return (await fetch(id, { signal: signal ?? null })).text(); } } export const stores: Store[] = [new Memory(), new Disk()]; export async function f(store: Store, signal: AbortSignal) { return store.find("1"); }`, output: `interface Store { find(id: string, signal?: AbortSignal): Promise<string> } class Memory implements Store { async find(id: string, _signal?: AbortSignal) { return id; } } class Disk implements Store { async find(id: string, signal?: AbortSignal) { return (await fetch(id, { signal: signal ?? null })).text(); } } export const stores: Store[] = [new Memory(), new Disk()]; export async function f(store: Store, signal: AbortSignal) { return store.find("1", signal); }`, errors: [dropped] },
    { name: "what the callee keeps is only a part of its work", code: `export class Environments { private known?: Promise<string>; async get(id: string, signal?: AbortSignal): Promise<string> { this.known ??= this.ask("all", signal); return (await this.known) + (await this.ask(id, signal)); } private async ask(id: string, signal?: AbortSignal): Promise<string> { signal?.throwIfAborted(); return id; } } export async function f(environments: Environments, signal: AbortSignal) { return environments.get("1"); }`, output: `export class Environments { private known?: Promise<string>; async get(id: string, signal?: AbortSignal): Promise<string> { this.known ??= this.ask("all", signal); return (await this.known) + (await this.ask(id, signal)); } private async ask(id: string, signal?: AbortSignal): Promise<string> { signal?.throwIfAborted(); return id; } } export async function f(environments: Environments, signal: AbortSignal) { return environments.get("1", signal); }`, errors: [dropped] },
    { name: "a callee that says what it is called on", code: `export async function get(this: void, id: string, signal?: AbortSignal): Promise<string> { signal?.throwIfAborted(); return id; } export async function f(signal: AbortSignal) { return get("1"); }`, output: `export async function get(this: void, id: string, signal?: AbortSignal): Promise<string> { signal?.throwIfAborted(); return id; } export async function f(signal: AbortSignal) { return get("1", signal); }`, errors: [dropped] },
    { name: "what the callee keeps is no work", code: `interface Page { more?: () => Promise<string> } export class Pages { private last?: Page; async get(id: string, options?: { signal?: AbortSignal }): Promise<string> { const answer = await fetch(id, { signal: options?.signal ?? null }); const page: Page = {}; page.more = this.moreOf(id, options); this.last = page; return answer.text() + String(this.last === page); } private moreOf(id: string, options?: { signal?: AbortSignal }) { return async () => id + String(options === undefined); } } export async function f(pages: Pages, signal: AbortSignal) { return pages.get("1"); }`, output: `interface Page { more?: () => Promise<string> } export class Pages { private last?: Page; async get(id: string, options?: { signal?: AbortSignal }): Promise<string> { const answer = await fetch(id, { signal: options?.signal ?? null }); const page: Page = {}; page.more = this.moreOf(id, options); this.last = page; return answer.text() + String(this.last === page); } private moreOf(id: string, options?: { signal?: AbortSignal }) { return async () => id + String(options === undefined); } } export async function f(pages: Pages, signal: AbortSignal) { return pages.get("1", { signal }); }`, errors: [dropped] },
    { name: "what the callee waits for, for this caller alone", code: `export class Environments { async get(id: string, signal?: AbortSignal): Promise<string> { const found = this.ask(id, signal); return await found; } private async ask(id: string, signal?: AbortSignal): Promise<string> { signal?.throwIfAborted(); return id; } } export async function f(environments: Environments, signal: AbortSignal) { return environments.get("1"); }`, output: `export class Environments { async get(id: string, signal?: AbortSignal): Promise<string> { const found = this.ask(id, signal); return await found; } private async ask(id: string, signal?: AbortSignal): Promise<string> { signal?.throwIfAborted(); return id; } } export async function f(environments: Environments, signal: AbortSignal) { return environments.get("1", signal); }`, errors: [dropped] },
    { name: "a decorator that only tells of the calls", code: `declare function debug(): (target: object, key: string, descriptor: PropertyDescriptor) => void; class Store { @debug() async get(id: string, signal?: AbortSignal): Promise<string> { signal?.throwIfAborted(); return id; } } export async function f(store: Store, signal: AbortSignal) { return store.get("1"); }`, output: `declare function debug(): (target: object, key: string, descriptor: PropertyDescriptor) => void; class Store { @debug() async get(id: string, signal?: AbortSignal): Promise<string> { signal?.throwIfAborted(); return id; } } export async function f(store: Store, signal: AbortSignal) { return store.get("1", signal); }`, errors: [dropped] },
    { name: "a command whose result is wanted", code: `declare function run(on: object, command: string, options?: { signal?: AbortSignal; cwd?: string }): Promise<number>; export async function f(signal: AbortSignal, path: string) { const code = await run({}, \`du -s \${path}\`, { cwd: "/" }); return code; }`, output: `declare function run(on: object, command: string, options?: { signal?: AbortSignal; cwd?: string }): Promise<number>; export async function f(signal: AbortSignal, path: string) { const code = await run({}, \`du -s \${path}\`, { cwd: "/", signal }); return code; }`, errors: [dropped] },
    { name: "a parameter under a name for what is not used, of which nobody says why", code: `${load}export async function f(id: string, _signal: AbortSignal) {\n// This is fast.\nreturn load(id); }`, output: `${load}export async function f(id: string, _signal: AbortSignal) {\n// This is fast.\nreturn load(id, { signal: _signal }); }`, errors: [dropped] },
    { name: "what may have anything under a name for something else", code: `interface Init { keepalive: any; headers: Record<string, string> } export function f(signal: AbortSignal, open: (fetch: (url: string, init: Init) => Promise<Response>) => void) { open((url, init) => fetch(url, { ...init, credentials: "include" })); signal.throwIfAborted(); }`, output: `interface Init { keepalive: any; headers: Record<string, string> } export function f(signal: AbortSignal, open: (fetch: (url: string, init: Init) => Promise<Response>) => void) { open((url, init) => fetch(url, { ...init, credentials: "include", signal })); signal.throwIfAborted(); }`, errors: [dropped] },
    { name: "an answer that is kept for nobody", code: `declare global { interface RequestInit { next?: { revalidate?: number | false; tags?: string[] } } } export async function GET(request: Request) { return [request.url, await fetch("u", { next: { revalidate: 0 } }), await fetch("u", { cache: "no-store" })]; }`, output: `declare global { interface RequestInit { next?: { revalidate?: number | false; tags?: string[] } } } export async function GET(request: Request) { return [request.url, await fetch("u", { next: { revalidate: 0 }, signal: request.signal }), await fetch("u", { cache: "no-store", signal: request.signal })]; }`, errors: [dropped, dropped] },
    { name: "a member that is tested to be there, and kept under another name elsewhere", code: `${load}export class A { constructor(private readonly signal?: AbortSignal) {} other() { const kept = this.signal; return kept; } async run() { if (!this.signal) return ""; return load("1"); } }`, output: `${load}export class A { constructor(private readonly signal?: AbortSignal) {} other() { const kept = this.signal; return kept; } async run() { if (!this.signal) return ""; return load("1", { signal: this.signal }); } }`, errors: [dropped] },
    { name: "a connection", code: `declare class ConnectionConfig { constructor(options?: { id?: string; signal?: AbortSignal }) } declare class Connection { constructor(options?: { id?: string; signal?: AbortSignal }) } export function f(signal: AbortSignal) { signal.throwIfAborted(); return new Connection({ id: "1" }); }`, output: `declare class ConnectionConfig { constructor(options?: { id?: string; signal?: AbortSignal }) } declare class Connection { constructor(options?: { id?: string; signal?: AbortSignal }) } export function f(signal: AbortSignal) { signal.throwIfAborted(); return new Connection({ id: "1", signal }); }`, errors: [dropped] },
    {
      name: "a request that is read and sent",
      code: `export async function f(request: Request) { const own = new Request("u", { method: "POST" }); own.headers.set("a", "b"); return await fetch(own); }`,
      output: `export async function f(request: Request) { const own = new Request("u", { method: "POST", signal: request.signal }); own.headers.set("a", "b"); return await fetch(own); }`,
      errors: [dropped],
    },
    {
      name: "a limit that replaces the caller's signal",
      code: `export function f(init?: RequestInit) { return fetch("u", { ...init, signal: AbortSignal.timeout(5) }); }`,
      output: null,
      errors: [{ messageId: "unlinked", suggestions: [] }],
    },
    { name: "an object that was made with it, in one branch", code: `${load}interface Bag { n: number; signal?: AbortSignal } export async function f(own: AbortSignal | undefined) { const bag: Bag = own ? { n: 2, signal: own } : { n: 1 }; await load(String(bag.n)); }`, output: `${load}interface Bag { n: number; signal?: AbortSignal } export async function f(own: AbortSignal | undefined) { const bag: Bag = own ? { n: 2, signal: own } : { n: 1 }; await load(String(bag.n), { signal: own }); }`, errors: [dropped] },
    { name: "nothing for what must be a context, of an object for one kind of them", code: `import type { Context } from "@opentelemetry/api"; declare class Runner<C extends Context> { run(ctx: C): void } declare const runner: Runner<Context>; export function f() { runner.run(undefined as any); }`, errors: [{ messageId: "nothing" }] },
    { name: "what a component hands to its callback, under its name", filename: "react.tsx", languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } }, code: `${load}declare function Task(props: { onRun: (request: { signal: AbortSignal }) => void }): null; export const App = () => <Task onRun={async (request) => { await load(String(request)); }} />;`, output: `${load}declare function Task(props: { onRun: (request: { signal: AbortSignal }) => void }): null; export const App = () => <Task onRun={async (request) => { await load(String(request), { signal: request.signal }); }} />;`, errors: [dropped] },
    { name: "an object that may have one, of a function that got one", code: `${load}interface Prompt { text: string; signal?: AbortSignal } declare function promptFor(text: string, options: { signal: AbortSignal }): Prompt; declare function need(text: string): Prompt & { signal: AbortSignal }; export async function f(text: string, { signal: own }: { signal: AbortSignal }) { const options = promptFor(text, { signal: own }); { const own = text; await load(own); } return options; }`, output: `${load}interface Prompt { text: string; signal?: AbortSignal } declare function promptFor(text: string, options: { signal: AbortSignal }): Prompt; declare function need(text: string): Prompt & { signal: AbortSignal }; export async function f(text: string, { signal: own }: { signal: AbortSignal }) { const options = promptFor(text, { signal: own }); { const own = text; await load(own, { signal: options.signal }); } return options; }`, errors: [dropped] },
    { name: "an object that has one", code: `${load}interface Prompt { text: string; signal?: AbortSignal } declare function promptFor(text: string, options: { signal: AbortSignal }): Prompt; declare function need(text: string): Prompt & { signal: AbortSignal }; export async function f(text: string) { const options = need(text); await load(text); return options; }`, output: `${load}interface Prompt { text: string; signal?: AbortSignal } declare function promptFor(text: string, options: { signal: AbortSignal }): Prompt; declare function need(text: string): Prompt & { signal: AbortSignal }; export async function f(text: string) { const options = need(text); await load(text, { signal: options.signal }); return options; }`, errors: [dropped] },
    { name: "a function that runs now, whatever its name says of aborting", code: `${load}declare function withAbort(signal: AbortSignal, callback: () => Promise<string>): Promise<string>; export function f(controller: AbortController) { return withAbort(controller.signal, async () => await load("1")); }`, output: `${load}declare function withAbort(signal: AbortSignal, callback: () => Promise<string>): Promise<string>; export function f(controller: AbortController) { return withAbort(controller.signal, async () => await load("1", { signal: controller.signal })); }`, errors: [dropped] },
    {
      name: "a part of what is raced with a time limit, and what comes after a race or before it",
      code: `${load}declare function aborted(signal: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) {
await Promise.race([(async () => { await load("1"); })(), new Promise((resolve) => setTimeout(resolve, 1000))]);
await Promise.race([aborted(signal), (async () => { await aborted(signal); })()]); await load("2");
await Promise.race([aborted(signal), Promise.resolve(await load("3"))]);
}`,
      output: `${load}declare function aborted(signal: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) {
await Promise.race([(async () => { await load("1", { signal }); })(), new Promise((resolve) => setTimeout(resolve, 1000))]);
await Promise.race([aborted(signal), (async () => { await aborted(signal); })()]); await load("2", { signal });
await Promise.race([aborted(signal), Promise.resolve(await load("3", { signal }))]);
}`,
      errors: [{ ...dropped, line: 2 }, { ...dropped, line: 3 }, { ...dropped, line: 4 }],
    },
    {
      name: "another server's file, and a message to a queue",
      code: `declare const base: string; declare function sendMessage(id: string, options?: { signal?: AbortSignal }): Promise<void>; export async function f(signal: AbortSignal) {
signal.throwIfAborted();
await fetch(new URL("./font.ttf", base));
await sendMessage("1");
}`,
      output: `declare const base: string; declare function sendMessage(id: string, options?: { signal?: AbortSignal }): Promise<void>; export async function f(signal: AbortSignal) {
signal.throwIfAborted();
await fetch(new URL("./font.ttf", base), { signal });
await sendMessage("1", { signal });
}`,
      errors: [{ ...dropped, line: 3 }, { ...dropped, line: 4 }],
    },
    {
      name: "the message says what is called in short",
      code: `declare class Client { constructor(options: { readonly base: string }); make(options: { readonly retries: number; readonly prefix: string }): { all: { load(id: string, options?: { signal?: AbortSignal }): Promise<string> }[] } } export async function f(signal: AbortSignal) { signal.throwIfAborted(); await new Client({
  base: "https://example.com",
}).make({
  // As often as the server asks for it.
  retries: 3,
  prefix: "items",
}).all[0]!.load("1"); }`,
      output: `declare class Client { constructor(options: { readonly base: string }); make(options: { readonly retries: number; readonly prefix: string }): { all: { load(id: string, options?: { signal?: AbortSignal }): Promise<string> }[] } } export async function f(signal: AbortSignal) { signal.throwIfAborted(); await new Client({
  base: "https://example.com",
}).make({
  // As often as the server asks for it.
  retries: 3,
  prefix: "items",
}).all[0]!.load("1", { signal }); }`,
      errors: [{ ...dropped, data: { callee: "new Client(…).make(…).all[…].load", context: "signal", loss: "it goes on when the caller is gone", onPurpose: ", or `AbortSignal.any([])` if this must not end with it, or say `@detached` in the JSDoc of what is called" } }],
    },
    {
      name: "what is under way beside what only builds, and is named alike",
      code: `interface Options { id?: string; signal?: AbortSignal | undefined } function start(id: string, options?: Options): { id: string; options?: Options } { return { id, ...(options && { options }) }; } declare const model: { withRetries(id: string, options?: Options): Promise<string>; bind(id: string, options?: Options): Promise<string> }; export async function f(signal: AbortSignal) {
signal.throwIfAborted();
start("1");
await model.withRetries("1");
await model.bind("1");
}`,
      output: `interface Options { id?: string; signal?: AbortSignal | undefined } function start(id: string, options?: Options): { id: string; options?: Options } { return { id, ...(options && { options }) }; } declare const model: { withRetries(id: string, options?: Options): Promise<string>; bind(id: string, options?: Options): Promise<string> }; export async function f(signal: AbortSignal) {
signal.throwIfAborted();
start("1", { signal });
await model.withRetries("1", { signal });
await model.bind("1", { signal });
}`,
      errors: [
        { ...dropped, line: 3 },
        { ...dropped, line: 4 },
        { ...dropped, line: 5 },
      ],
    },
    {
      name: "functions with the names of a runner's that are something else",
      code: `${load}declare function describe(text: string, length?: number): string; declare function it(name: string, fn: (context: { signal: AbortSignal }) => Promise<void>): void; export const text = describe("it", 2); it("loads", async ({ signal }) => { signal.throwIfAborted(); await load("1"); });`,
      output: `${load}declare function describe(text: string, length?: number): string; declare function it(name: string, fn: (context: { signal: AbortSignal }) => Promise<void>): void; export const text = describe("it", 2); it("loads", async ({ signal }) => { signal.throwIfAborted(); await load("1", { signal }); });`,
      errors: [dropped],
    },
    {
      name: "callbacks and requests beside those that are right without",
      code: `${load}declare function finish(parts: { run: (id: string) => Promise<string> }): Promise<void>; declare function pass(request: Request): void;
export async function f(signal: AbortSignal) { await load("1", { signal }); await finish({ run: async (id) => await load(id) }); }
export async function g(request: Request) { const inner = new Request(request.url); pass(inner); return fetch(inner); }
export function h(request: Request) { return new Request(request.url); }`,
      output: `${load}declare function finish(parts: { run: (id: string) => Promise<string> }): Promise<void>; declare function pass(request: Request): void;
export async function f(signal: AbortSignal) { await load("1", { signal }); await finish({ run: async (id) => await load(id, { signal }) }); }
export async function g(request: Request) { const inner = new Request(request.url, { signal: request.signal }); pass(inner); return fetch(inner); }
export function h(request: Request) { return new Request(request.url, { signal: request.signal }); }`,
      errors: [
        { ...dropped, line: 2 },
        { ...dropped, line: 3 },
        { ...dropped, line: 4 },
      ],
    },
    {
      name: "a sleep that takes some time",
      code: `import { setTimeout as sleep } from "node:timers/promises"; export async function f(signal: AbortSignal) { signal.throwIfAborted(); await sleep(2); }`,
      errors: [{ ...dropped, suggestions: [{ messageId: "pass", output: `import { setTimeout as sleep } from "node:timers/promises"; export async function f(signal: AbortSignal) { signal.throwIfAborted(); await sleep(2, undefined, { signal }); }` }] }],
    },
    { name: "a request without its signal: once, where it is made", code: `export async function f(url: string, signal: AbortSignal) { signal.throwIfAborted(); const request = new Request(url, { method: "POST" }); await fetch(request); return fetch(new Request(url, { headers: { accept: "x" } })); }`, output: `export async function f(url: string, signal: AbortSignal) { signal.throwIfAborted(); const request = new Request(url, { method: "POST", signal }); await fetch(request); return fetch(new Request(url, { headers: { accept: "x" }, signal })); }`, errors: [dropped, dropped] },
    { name: "a test's own, where the test names it", filename: "file.test.ts", code: `${load}declare function it(name: string, fn: (t: { signal: AbortSignal }) => Promise<void>): void; it("loads", async (t) => { await load("1", { signal: t.signal }); await load("2"); });`, output: `${load}declare function it(name: string, fn: (t: { signal: AbortSignal }) => Promise<void>): void; it("loads", async (t) => { await load("1", { signal: t.signal }); await load("2", { signal: t.signal }); });`, errors: [dropped] },
    { name: "a request of another kind", code: `import type { Context } from "./context.js"; class Request { constructor(readonly id: string) {} } declare const client: { send(request: Request): Promise<string>; send(ctx: Context, request: Request): Promise<string> }; export async function f(ctx: Context) { ctx.err(); return client.send(new Request("1")); }`, output: `import type { Context } from "./context.js"; class Request { constructor(readonly id: string) {} } declare const client: { send(request: Request): Promise<string>; send(ctx: Context, request: Request): Promise<string> }; export async function f(ctx: Context) { ctx.err(); return client.send(ctx, new Request("1")); }`, errors: [dropped] },
    { name: "in a webhook too, what is no request", filename: "webhook.ts", code: `export async function deliver(url: string, options: { signal: AbortSignal }) { await fetch(url); return options; }`, output: `export async function deliver(url: string, options: { signal: AbortSignal }) { await fetch(url, { signal: options.signal }); return options; }`, errors: [dropped] },
    { name: "nothing at all, and no race or branch of that kind", code: `${load}declare const sleep: (ms: number, options?: { signal?: AbortSignal }) => Promise<void>; export async function f(id: string, options: { inline?: boolean; signal: AbortSignal }) { if (options.inline) { const work = load(id); return { work }; } const limit = new AbortController(); const late = sleep(5, { signal: limit.signal }).then(() => "late"); try { return await late; } finally { limit.abort(); } }`, output: `${load}declare const sleep: (ms: number, options?: { signal?: AbortSignal }) => Promise<void>; export async function f(id: string, options: { inline?: boolean; signal: AbortSignal }) { if (options.inline) { const work = load(id, { signal: options.signal }); return { work }; } const limit = new AbortController(); const late = sleep(5, { signal: AbortSignal.any([options.signal, limit.signal]) }).then(() => "late"); try { return await late; } finally { limit.abort(); } }`, errors: [dropped, { messageId: "unlinked" }] },
    { name: "a process that is given back with what does something else", code: `${spawn}export function f(options: { signal?: AbortSignal }) { if (options.signal?.aborted) throw new Error("x"); const child = spawn("x"); return { stdout: child.stdout, write(text: string) { child.stdin.write(text); } }; }`, output: `${spawn}export function f(options: { signal?: AbortSignal }) { if (options.signal?.aborted) throw new Error("x"); const child = spawn("x", { signal: options.signal }); return { stdout: child.stdout, write(text: string) { child.stdin.write(text); } }; }`, errors: [dropped] },
    {
      name: "a task of a queue that is given one",
      code: `${load}${queue}export async function f(all: Queue<{ signal?: AbortSignal | undefined }>, signal: AbortSignal) { await all.add(({ signal }) => load("1", { signal }), { signal }); await all.add(async () => { await load("2"); }, { signal }); }`,
      output: `${load}${queue}export async function f(all: Queue<{ signal?: AbortSignal | undefined }>, signal: AbortSignal) { await all.add(({ signal }) => load("1", { signal }), { signal }); await all.add(async () => { await load("2", { signal }); }, { signal }); }`,
      errors: [dropped],
    },
    {
      name: "a tool is offered one that nobody else could give",
      code: `${load}declare function tool(run: (input: string, options: { signal?: AbortSignal | undefined }) => Promise<string>): void; tool(async (input) => load(input));`,
      errors: [{ ...notTaken, suggestions: [{ messageId: "take", output: `${load}declare function tool(run: (input: string, options: { signal?: AbortSignal | undefined }) => Promise<string>): void; tool(async (input, { signal }) => load(input, { signal }));` }] }],
    },
    ...["{ ...params }", "{ ...params, retries: 1 }"].map((bag) => ({
      name: `what is spread has one under a name that nobody there knows: ${bag}`,
      code: `${generate}export async function f(params: { prompt: string; signal: AbortSignal }) { params.signal.throwIfAborted(); await generate(${bag}); }`,
      output: `${generate}export async function f(params: { prompt: string; signal: AbortSignal }) { params.signal.throwIfAborted(); await generate(${bag.replace(" }", ", abortSignal: params.signal }")}); }`,
      errors: [dropped],
    })),
    {
      name: "a bag with parts that hang on a condition",
      code: `declare function answer<O extends "all" | "one" = "one">(options: { abortSignal?: AbortSignal; prompt: string } & (O extends "all" ? { all: O[] } : { one?: string })): Promise<O>; export async function f(signal: AbortSignal) { signal.throwIfAborted(); return answer({ prompt: "x" }); }`,
      output: `declare function answer<O extends "all" | "one" = "one">(options: { abortSignal?: AbortSignal; prompt: string } & (O extends "all" ? { all: O[] } : { one?: string })): Promise<O>; export async function f(signal: AbortSignal) { signal.throwIfAborted(); return answer({ prompt: "x", abortSignal: signal }); }`,
      errors: [dropped],
    },
    {
      name: "a handler that takes all it is given in one",
      code: `type Handler = (params: { id: string; signal: AbortSignal }) => Promise<Response>; export const handle: Handler = async (params) => await fetch(params.id);`,
      output: `type Handler = (params: { id: string; signal: AbortSignal }) => Promise<Response>; export const handle: Handler = async (params) => await fetch(params.id, { signal: params.signal });`,
      errors: [dropped],
    },
    {
      name: "a function beside components",
      filename: "react.tsx",
      languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
      code: `${load}export async function pick({ id, signal }: { id: string; signal: AbortSignal }) { signal.throwIfAborted(); await load(id); }`,
      output: `${load}export async function pick({ id, signal }: { id: string; signal: AbortSignal }) { signal.throwIfAborted(); await load(id, { signal }); }`,
      errors: [dropped],
    },
    {
      name: "what a request asked of each of many",
      code: `${all}export async function POST(request: Request) { const ids = (await request.text()).split(","); await forAll(ids, async (id) => { await findOrder(id); }); return new Response(); }`,
      output: `${all}export async function POST(request: Request) { const ids = (await request.text()).split(","); await forAll(ids, async (id) => { await findOrder(id); }, { signal: request.signal }); return new Response(); }`,
      errors: [dropped],
    },
    {
      name: "before anything was changed, after all was, or where another way changed it",
      code: `${changing}export async function POST(request: Request) { const found = await find(request.url); await db.order.create(found); await db.bill.create(found); return new Response(await find(found)); }
export async function PUT(request: Request) { if (request.url === "x") { await db.order.create("x"); } else { await find(request.url); await db.bill.create("y"); } return new Response(); }`,
      output: `${changing}export async function POST(request: Request) { const found = await find(request.url, { signal: request.signal }); await db.order.create(found); await db.bill.create(found); return new Response(await find(found, { signal: request.signal })); }
export async function PUT(request: Request) { if (request.url === "x") { await db.order.create("x"); } else { await find(request.url, { signal: request.signal }); await db.bill.create("y"); } return new Response(); }`,
      errors: [dropped, dropped, dropped],
    },
    {
      name: "a question that is posted, and what a token is only shown for",
      code: `declare const accessToken: string; export async function GET(request: Request) { return fetch("https://models.example/completions", { method: "POST", headers: { authorization: accessToken }, body: request.url }); }`,
      output: `declare const accessToken: string; export async function GET(request: Request) { return fetch("https://models.example/completions", { method: "POST", headers: { authorization: accessToken }, body: request.url, signal: request.signal }); }`,
      errors: [dropped],
    },
    {
      name: "a long wait in such a loop",
      code: `import { setTimeout as delay } from "node:timers/promises"; declare function take(): boolean; declare function check(signal: AbortSignal | undefined): void; export async function lock(signal: AbortSignal) { while (!take()) { check(signal); await delay(2500); } }`,
      errors: [{ ...dropped, suggestions: [{ messageId: "pass", output: `import { setTimeout as delay } from "node:timers/promises"; declare function take(): boolean; declare function check(signal: AbortSignal | undefined): void; export async function lock(signal: AbortSignal) { while (!take()) { check(signal); await delay(2500, undefined, { signal }); } }` }] }],
    },
    {
      name: "a moment in a loop that does not look",
      code: `import { setTimeout as delay } from "node:timers/promises"; declare function take(): boolean; declare function check(signal: AbortSignal | undefined): void; export async function lock(signal: AbortSignal) { check(signal); while (!take()) { await delay(25); } }`,
      errors: [{ ...dropped, suggestions: [{ messageId: "pass", output: `import { setTimeout as delay } from "node:timers/promises"; declare function take(): boolean; declare function check(signal: AbortSignal | undefined): void; export async function lock(signal: AbortSignal) { check(signal); while (!take()) { await delay(25, undefined, { signal }); } }` }] }],
    },
    {
      name: "options that are used, and a context itself",
      code: `${load}export async function f(_options: { id: string; signal: AbortSignal }) { return load(_options.id); } export async function g(_signal: AbortSignal) { return load("1"); }`,
      output: `${load}export async function f(_options: { id: string; signal: AbortSignal }) { return load(_options.id, { signal: _options.signal }); } export async function g(_signal: AbortSignal) { return load("1", { signal: _signal }); }`,
      errors: [dropped, dropped],
    },
    {
      name: "a callee that ends with both, or whose bag has the last word",
      code: `const get = async (id: string, init?: RequestInit) => fetch(id, { ...init, signal: AbortSignal.any([init?.signal ?? AbortSignal.timeout(5), AbortSignal.timeout(5)]) }); const ask = async (id: string, init?: RequestInit) => fetch(id, { signal: AbortSignal.timeout(5), ...init }); export async function f(id: string, signal: AbortSignal) { signal.throwIfAborted(); await get(id, { method: "GET" }); await ask(id, { method: "GET" }); }`,
      output: `const get = async (id: string, init?: RequestInit) => fetch(id, { ...init, signal: AbortSignal.any([init?.signal ?? AbortSignal.timeout(5), AbortSignal.timeout(5)]) }); const ask = async (id: string, init?: RequestInit) => fetch(id, { signal: AbortSignal.timeout(5), ...init }); export async function f(id: string, signal: AbortSignal) { signal.throwIfAborted(); await get(id, { method: "GET", signal }); await ask(id, { method: "GET", signal }); }`,
      errors: [dropped, dropped],
    },
    {
      name: "what such a route only asks for",
      filename: "src/newsletter/subscribe/route.ts",
      code: `export async function POST(request: Request) { return fetch("https://mail.example/" + request.url); }`,
      output: `export async function POST(request: Request) { return fetch("https://mail.example/" + request.url, { signal: request.signal }); }`,
      errors: [dropped],
    },
    {
      name: "what another route asks by a POST",
      filename: "src/search/route.ts",
      code: `export async function POST(request: Request) { return fetch("https://search.example", { method: "POST", body: await request.text() }); }`,
      output: `export async function POST(request: Request) { return fetch("https://search.example", { method: "POST", body: await request.text(), signal: request.signal }); }`,
      errors: [dropped],
    },
    {
      name: "constants that lead in a circle",
      code: `${load}export function f(signal: AbortSignal) { signal.throwIfAborted(); const one: Promise<unknown> = Promise.all([load("1"), two]), two: Promise<unknown> = Promise.all([one]); return 1; }`,
      output: `${load}export function f(signal: AbortSignal) { signal.throwIfAborted(); const one: Promise<unknown> = Promise.all([load("1", { signal }), two]), two: Promise<unknown> = Promise.all([one]); return 1; }`,
      errors: [dropped],
    },
    {
      name: "a constant that somebody awaits, on one way",
      code: `${load}declare const later: { waitUntil(work: Promise<unknown>): void } | undefined; export async function POST(request: Request) { await request.text(); const work = (async () => { await load("1"); })(); if (later) later.waitUntil(work); else await work; return new Response(); }`,
      output: `${load}declare const later: { waitUntil(work: Promise<unknown>): void } | undefined; export async function POST(request: Request) { await request.text(); const work = (async () => { await load("1", { signal: request.signal }); })(); if (later) later.waitUntil(work); else await work; return new Response(); }`,
      errors: [dropped],
    },
    {
      name: "what settles a promise that is given back",
      code: `export function get(id: string, init?: RequestInit) { return new Promise<Response>((resolve, reject) => { const own = new AbortController(); const timer = setTimeout(() => { own.abort(); }, 5); fetch(id, { ...init, signal: own.signal }).then((response) => { clearTimeout(timer); resolve(response); }).catch(reject); }); }
export const ask = async (id: string, signal: AbortSignal) => new Promise<string>((resolve, reject) => { signal.throwIfAborted(); load(id).then(resolve, reject); }); ${load}`,
      output: `export function get(id: string, init?: RequestInit) { return new Promise<Response>((resolve, reject) => { const own = new AbortController(); const timer = setTimeout(() => { own.abort(); }, 5); fetch(id, { ...init, signal: own.signal }).then((response) => { clearTimeout(timer); resolve(response); }).catch(reject); }); }
export const ask = async (id: string, signal: AbortSignal) => new Promise<string>((resolve, reject) => { signal.throwIfAborted(); load(id, { signal }).then(resolve, reject); }); ${load}`,
      errors: [{ messageId: "unlinked" }, dropped],
    },
    {
      name: "a route in a file of components",
      filename: "react.tsx",
      languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
      code: `${load}export async function GET(request: Request) { return new Response(await load(request.url)); }`,
      output: `${load}export async function GET(request: Request) { return new Response(await load(request.url, { signal: request.signal })); }`,
      errors: [dropped],
    },
    {
      name: "what is made for this, and has another name",
      code: `declare class Answer { text(): Promise<string> } declare function ask(options: { id: string; signal?: AbortSignal }): Answer; declare function answer(options: { id: string; signal?: AbortSignal }): Promise<Answer>; export async function f(signal: AbortSignal) { signal.throwIfAborted(); const one = ask({ id: "1" }); const two = await answer({ id: "2" }); return [await one.text(), await two.text()]; }`,
      output: `declare class Answer { text(): Promise<string> } declare function ask(options: { id: string; signal?: AbortSignal }): Answer; declare function answer(options: { id: string; signal?: AbortSignal }): Promise<Answer>; export async function f(signal: AbortSignal) { signal.throwIfAborted(); const one = ask({ id: "1", signal }); const two = await answer({ id: "2", signal }); return [await one.text(), await two.text()]; }`,
      errors: [dropped, dropped],
    },
    {
      name: "what was asked to change under a signal that somebody gave for this",
      code: `${all}export async function run(ids: string[], signal: AbortSignal) { signal.throwIfAborted(); await forAll(ids, async (id) => { await cancelOrder(id); }); }`,
      output: `${all}export async function run(ids: string[], signal: AbortSignal) { signal.throwIfAborted(); await forAll(ids, async (id) => { await cancelOrder(id); }, { signal }); }`,
      errors: [dropped],
    },
    {
      name: "a token that somebody can cancel, by options that have a name and are changed",
      code: `import * as vscode from "vscode"; declare function find(id: string, token?: vscode.CancellationToken): Promise<string>; export async function f() { const options: vscode.ProgressOptions = { location: vscode.ProgressLocation.Window }; options.cancellable = true; await vscode.window.withProgress(options, async (_progress, token) => { token.onCancellationRequested(() => {}); await find("1"); }); }`,
      output: `import * as vscode from "vscode"; declare function find(id: string, token?: vscode.CancellationToken): Promise<string>; export async function f() { const options: vscode.ProgressOptions = { location: vscode.ProgressLocation.Window }; options.cancellable = true; await vscode.window.withProgress(options, async (_progress, token) => { token.onCancellationRequested(() => {}); await find("1", token); }); }`,
      errors: [dropped],
    },
    {
      name: "a token that somebody can cancel, by way of the program's own function",
      code: `${progress}export async function f() { await withProgress({ location: ProgressLocation.Window, cancellable: true }, async (_progress, token) => { token.onCancellationRequested(() => {}); await find("1"); }); }`,
      output: `${progress}export async function f() { await withProgress({ location: ProgressLocation.Window, cancellable: true }, async (_progress, token) => { token.onCancellationRequested(() => {}); await find("1", token); }); }`,
      errors: [dropped],
    },
    {
      name: "a token that somebody can cancel",
      code: `import * as vscode from "vscode"; declare function find(id: string, token?: vscode.CancellationToken): Promise<string>; export async function f() { await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, cancellable: true }, async (_progress, token) => { token.onCancellationRequested(() => {}); await find("1"); }); }`,
      output: `import * as vscode from "vscode"; declare function find(id: string, token?: vscode.CancellationToken): Promise<string>; export async function f() { await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, cancellable: true }, async (_progress, token) => { token.onCancellationRequested(() => {}); await find("1", token); }); }`,
      errors: [dropped],
    },
    {
      name: "a property under its own name, and one under another that is used",
      code: `${load}export const run = async (id: string, { signal }: { signal: AbortSignal }) => { await load(id); };\nexport const go = async (id: string, { signal: _signal }: { signal: AbortSignal }) => { _signal.throwIfAborted(); await load(id); };`,
      output: `${load}export const run = async (id: string, { signal }: { signal: AbortSignal }) => { await load(id, { signal }); };\nexport const go = async (id: string, { signal: _signal }: { signal: AbortSignal }) => { _signal.throwIfAborted(); await load(id, { signal: _signal }); };`,
      errors: [dropped, dropped],
    },
    {
      name: "an object that gets it later",
      code: `${load}interface Bag { n: number; signal?: AbortSignal } export async function f(signal: AbortSignal) { const bag: Bag = { n: 1 }; bag.signal = signal; await load(String(bag.n)); }`,
      output: `${load}interface Bag { n: number; signal?: AbortSignal } export async function f(signal: AbortSignal) { const bag: Bag = { n: 1 }; bag.signal = signal; await load(String(bag.n), { signal }); }`,
      errors: [dropped],
    },
    {
      name: "a callback that a stream of the platform runs",
      code: `${load}export function f(signal: AbortSignal) { return new ReadableStream({ pull: async (own) => { own.enqueue(await load("1")); } }); }`,
      output: `${load}export function f(signal: AbortSignal) { return new ReadableStream({ pull: async (own) => { own.enqueue(await load("1", { signal })); } }); }`,
      errors: [dropped],
    },
    {
      name: "a result that is used, and a handler that goes on",
      code: `${load}export async function f(signal: AbortSignal) { if (!signal.aborted) { const text = await load("1"); throw new Error(text); } }`,
      output: `${load}export async function f(signal: AbortSignal) { if (!signal.aborted) { const text = await load("1", { signal }); throw new Error(text); } }`,
      errors: [dropped],
    },
    {
      name: "a member of the options says nothing of their signal",
      code: `${load}export async function f(options: { dry: boolean; signal: AbortSignal }) { if (options.dry) { const text = await load("1"); if (text === "") return; } }`,
      output: `${load}export async function f(options: { dry: boolean; signal: AbortSignal }) { if (options.dry) { const text = await load("1", { signal: options.signal }); if (text === "") return; } }`,
      errors: [dropped],
    },
    {
      name: "what was waited for goes on with the context",
      code: `${load}declare function save(text: string, signal: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { const text = await load("1"); await save(text, signal); }`,
      output: `${load}declare function save(text: string, signal: AbortSignal): Promise<void>; export async function f(signal: AbortSignal) { const text = await load("1", { signal }); await save(text, signal); }`,
      errors: [dropped],
    },
    {
      name: "an object of anything, which is not where the context belongs",
      code: `declare function run(name: string, values: Record<string, unknown>, signal?: AbortSignal): Promise<string>; export async function f(signal: AbortSignal, values: Record<string, unknown>) { await run("a", values); }`,
      output: `declare function run(name: string, values: Record<string, unknown>, signal?: AbortSignal): Promise<string>; export async function f(signal: AbortSignal, values: Record<string, unknown>) { await run("a", values, signal); }`,
      errors: [dropped],
    },
    {
      name: "what is opened once, and says so, under the context of who opens it",
      code: `${load}export class Host { #isOpen = false; async open(signal: AbortSignal) { if (this.#isOpen) return; await load("1", { signal }); await load("2"); this.#isOpen = true; } }`,
      output: `${load}export class Host { #isOpen = false; async open(signal: AbortSignal) { if (this.#isOpen) return; await load("1", { signal }); await load("2", { signal }); this.#isOpen = true; } }`,
      errors: [dropped],
    },
    {
      name: "a part of what the function is given, by its place",
      code: `export const send = async (...all: [url: string, init: { signal: AbortSignal }]) => { const init = all[1]; init.signal.throwIfAborted(); return fetch(all[0]); };`,
      output: `export const send = async (...all: [url: string, init: { signal: AbortSignal }]) => { const init = all[1]; init.signal.throwIfAborted(); return fetch(all[0], { signal: init.signal }); };`,
      errors: [dropped],
    },
    {
      name: "an object of texts",
      code: `declare function params(method: string): { [name: string]: string }; export async function f(signal: AbortSignal) { const all = params("GET"); await fetch("u", { ...all }); }`,
      output: `declare function params(method: string): { [name: string]: string }; export async function f(signal: AbortSignal) { const all = params("GET"); await fetch("u", { ...all, signal }); }`,
      errors: [dropped],
    },
    {
      name: "what is called is said in one line",
      code: `declare const api: { users: { get(id: string, options?: { signal?: AbortSignal }): Promise<string> } }; export async function f(signal: AbortSignal) { await api\n  .users\n  .get("1"); }`,
      output: `declare const api: { users: { get(id: string, options?: { signal?: AbortSignal }): Promise<string> } }; export async function f(signal: AbortSignal) { await api\n  .users\n  .get("1", { signal }); }`,
      errors: [{ ...dropped, data: { callee: "api.users.get", context: "signal", loss: "it goes on when the caller is gone", onPurpose: ", or `AbortSignal.any([])` if this must not end with it, or say `@detached` in the JSDoc of what is called" } }],
    },
    {
      name: "tried again in a handler that throws at the end",
      code: `${load}export async function f(signal: AbortSignal, n: number): Promise<string> { try { return await load("1", { signal }); } catch (error) { if (n < 3) return load("1"); throw error; } }`,
      output: `${load}export async function f(signal: AbortSignal, n: number): Promise<string> { try { return await load("1", { signal }); } catch (error) { if (n < 3) return load("1", { signal }); throw error; } }`,
      errors: [dropped],
    },
    {
      name: "a function that only its own caller uses",
      code: `${load}export async function f(signal: AbortSignal) { const both = async () => { const all = await load("1"); return all; }; return [await both(), signal]; }`,
      output: `${load}export async function f(signal: AbortSignal) { const both = async () => { const all = await load("1", { signal }); return all; }; return [await both(), signal]; }`,
      errors: [dropped],
    },
    {
      name: "of what the call says that it takes one",
      code: `interface Inputs { save: { id: string; signal?: AbortSignal }; show: { id: string } } declare function run<K extends keyof Inputs>(name: K, input: Inputs[K]): Promise<void>; export async function f(signal: AbortSignal) { await run("save", { id: "1" }); }`,
      output: `interface Inputs { save: { id: string; signal?: AbortSignal }; show: { id: string } } declare function run<K extends keyof Inputs>(name: K, input: Inputs[K]): Promise<void>; export async function f(signal: AbortSignal) { await run("save", { id: "1", signal }); }`,
      errors: [dropped],
    },
    {
      name: "where the next statement looks at the context, and ends the work its own way, the edit is for the author to choose",
      code: `${load}export async function f(signal: AbortSignal) { const text = await load("1"); if (signal.aborted) { return "gone"; } return text; }`,
      output: null,
      errors: [{ ...dropped, suggestions: [{ messageId: "pass", output: `${load}export async function f(signal: AbortSignal) { const text = await load("1", { signal }); if (signal.aborted) { return "gone"; } return text; }` }] }],
    },
    {
      name: "a file that would be written half",
      code: `import { writeFile } from "node:fs/promises"; export async function f(signal: AbortSignal) { await writeFile("a", "b"); }`,
      output: null,
      errors: [{ ...dropped, suggestions: [{ messageId: "pass", output: `import { writeFile } from "node:fs/promises"; export async function f(signal: AbortSignal) { await writeFile("a", "b", { signal }); }` }] }],
    },
    {
      name: "a name that is used in a message when the context ends, and in other work that gets the context",
      code: `${load}declare function all(tasks: () => Promise<void>, options: { signal?: AbortSignal }): Promise<void>; export async function f(id: string, signal: AbortSignal) { if (signal.aborted) throw new Error(\`no more of \${id}\`); return await load(id); } export async function g(id: string, signal: AbortSignal) { const text = await load(id); const say = async () => { console.log(id, text); }; await all(say, { signal }); await all(async () => { console.log(id); }, { signal }); }`,
      output: `${load}declare function all(tasks: () => Promise<void>, options: { signal?: AbortSignal }): Promise<void>; export async function f(id: string, signal: AbortSignal) { if (signal.aborted) throw new Error(\`no more of \${id}\`); return await load(id, { signal }); } export async function g(id: string, signal: AbortSignal) { const text = await load(id, { signal }); const say = async () => { console.log(id, text); }; await all(say, { signal }); await all(async () => { console.log(id); }, { signal }); }`,
      errors: [dropped, dropped],
    },
    {
      name: "waiting until something is so",
      code: `import type { CancellationToken } from "vscode"; declare const builder: { waitUntil(state: number, token?: CancellationToken): Promise<void> }; export async function f(token: CancellationToken) { await builder.waitUntil(1); return builder.waitUntil(2); }`,
      output: `import type { CancellationToken } from "vscode"; declare const builder: { waitUntil(state: number, token?: CancellationToken): Promise<void> }; export async function f(token: CancellationToken) { await builder.waitUntil(1, token); return builder.waitUntil(2, token); }`,
      errors: [dropped, dropped],
    },
    {
      name: "what is made of a bag",
      code: `${load}interface Bag { id: string; signal: AbortSignal } type Short = Omit<Bag, "id">; export const f = [async (bag: Omit<Bag, "id">) => load("1"), async (bag: Pick<Bag, "signal">) => load("1"), async (bag: Readonly<Bag>) => load("1"), async (bag: Required<Bag>) => load("1"), async (bag: Short) => load("1"), async (bag: { [Key in "signal"]: AbortSignal }) => load("1")];`,
      output: `${load}interface Bag { id: string; signal: AbortSignal } type Short = Omit<Bag, "id">; export const f = [async (bag: Omit<Bag, "id">) => load("1", { signal: bag.signal }), async (bag: Pick<Bag, "signal">) => load("1", { signal: bag.signal }), async (bag: Readonly<Bag>) => load("1", { signal: bag.signal }), async (bag: Required<Bag>) => load("1", { signal: bag.signal }), async (bag: Short) => load("1", { signal: bag.signal }), async (bag: { [Key in "signal"]: AbortSignal }) => load("1", { signal: bag.signal })];`,
      errors: [dropped, dropped, dropped, dropped, dropped, dropped],
    },
    {
      name: "what is made of a bag, and may not have it",
      code: `${load}type Timed = { signal: AbortSignal } & { timer: number }; export async function f(ctx: Partial<Timed> = {}) { await load("1"); } export async function g(init: Omit<RequestInit, "body">) { await load("1"); }`,
      output: `${load}type Timed = { signal: AbortSignal } & { timer: number }; export async function f(ctx: Partial<Timed> = {}) { await load("1", { signal: ctx.signal }); } export async function g(init: Omit<RequestInit, "body">) { await load("1"); }`,
      errors: [dropped, { ...dropped, suggestions: [{ messageId: "pass", output: `${load}type Timed = { signal: AbortSignal } & { timer: number }; export async function f(ctx: Partial<Timed> = {}) { await load("1"); } export async function g(init: Omit<RequestInit, "body">) { await load("1", { signal: init.signal ?? undefined }); }` }] }],
    },
    {
      name: "a parameter whose default says what it is",
      code: `import type { CancellationToken } from "vscode"; declare const NeverCancelled: CancellationToken; declare function find(id: string, token?: CancellationToken): Promise<string>; export const f = async (id: string, ct = NeverCancelled) => { await find(id); };`,
      output: `import type { CancellationToken } from "vscode"; declare const NeverCancelled: CancellationToken; declare function find(id: string, token?: CancellationToken): Promise<string>; export const f = async (id: string, ct = NeverCancelled) => { await find(id, ct); };`,
      errors: [dropped],
    },
    {
      name: "a source of its own, in a function that others call with a token",
      code: `import { type CancellationToken, CancellationTokenSource } from "vscode"; declare function find(id: string, token?: CancellationToken): Promise<string>; async function first(ids: string[], token: CancellationToken) { const own = new CancellationTokenSource(); try { return await Promise.race(ids.map(async (id) => { const found = await find(id, own.token); return found; })); } finally { own.dispose(); } } export async function f(token: CancellationToken) { return first(["1"], token); }`,
      output: null,
      errors: [{ messageId: "unlinked", suggestions: [] }],
    },
  ],
});
