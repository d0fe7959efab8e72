/** Frameworks as their users write them, against the real packages' types. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = `declare function load(id: string, signal?: AbortSignal): Promise<string>;`;

ruleTester.run("no-dropped-context in frameworks", rule, {
  valid: [
    { name: "Node's http: a request has no signal, so nothing can be found", code: `${load} import type { IncomingMessage, ServerResponse } from "node:http"; export async function handle(req: IncomingMessage, res: ServerResponse) { res.end(await load(req.url ?? "")); }` },
    { name: "TanStack Query", code: `${load} import { QueryClient } from "@tanstack/query-core"; export const query = (client: QueryClient) => client.fetchQuery({ queryKey: ["a"], queryFn: ({ signal }) => load("1", signal) });` },
    { name: "TanStack Query's mutations have no signal", code: `${load} import { MutationObserver, QueryClient } from "@tanstack/query-core"; export const save = (client: QueryClient) => new MutationObserver(client, { mutationFn: () => load("1") });` },
    { name: "VS Code's command has none", code: `${load} import * as vscode from "vscode"; export const register = () => vscode.commands.registerCommand("a.b", async () => { await load("1"); });` },
  ],
  invalid: [
    {
      name: "Hono: a handler without its c",
      code: `import { Hono } from "hono";\nconst app = new Hono();\napp.get("/", async () => { await fetch("u"); return new Response(); });`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `import { Hono } from "hono";\nconst app = new Hono();\napp.get("/", async (c) => { await fetch("u", { signal: c.req.raw.signal }); return new Response(); });` }] }],
    },
    {
      name: "Hono: with its c",
      code: `import { Hono } from "hono";\nconst app = new Hono();\napp.get("/", async (c) => c.json(await (await fetch("u")).json() as object));`,
      output: `import { Hono } from "hono";\nconst app = new Hono();\napp.get("/", async (c) => c.json(await (await fetch("u", { signal: c.req.raw.signal })).json() as object));`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "Next.js: a route handler",
      code: `import type { NextRequest } from "next/server";\nexport async function GET(request: NextRequest) { return fetch("u", { method: "POST" }); }`,
      output: `import type { NextRequest } from "next/server";\nexport async function GET(request: NextRequest) { return fetch("u", { method: "POST", signal: request.signal }); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "React Router: a loader",
      code: `import type { LoaderFunctionArgs } from "react-router";\nexport async function loader({ request }: LoaderFunctionArgs) { return fetch("u"); }`,
      output: `import type { LoaderFunctionArgs } from "react-router";\nexport async function loader({ request }: LoaderFunctionArgs) { return fetch("u", { signal: request.signal }); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "TanStack Query: a query function without its context",
      code: `${load}\nimport { QueryClient } from "@tanstack/query-core";\nexport const query = (client: QueryClient) => client.fetchQuery({ queryKey: ["a"], queryFn: () => load("1") });`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${load}\nimport { QueryClient } from "@tanstack/query-core";\nexport const query = (client: QueryClient) => client.fetchQuery({ queryKey: ["a"], queryFn: ({ signal }) => load("1", signal) });` }] }],
    },
    {
      name: "TanStack Query: a query function that takes a part",
      code: `${load}\nimport { useQuery } from "@tanstack/react-query";\nexport const useThing = () => useQuery({ queryKey: ["a"], queryFn: ({ queryKey }) => load(String(queryKey[0])) });`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${load}\nimport { useQuery } from "@tanstack/react-query";\nexport const useThing = () => useQuery({ queryKey: ["a"], queryFn: ({ queryKey, signal }) => load(String(queryKey[0]), signal) });` }] }],
    },
    {
      name: "tRPC: a procedure",
      code: `${load}\nimport { initTRPC } from "@trpc/server";\nconst t = initTRPC.create();\nexport const router = t.router({ a: t.procedure.query(async ({ signal }) => { signal?.throwIfAborted(); return load("1"); }) });`,
      output: `${load}\nimport { initTRPC } from "@trpc/server";\nconst t = initTRPC.create();\nexport const router = t.router({ a: t.procedure.query(async ({ signal }) => { signal?.throwIfAborted(); return load("1", signal); }) });`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "MCP: a tool's extra",
      code: `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\nexport function add(server: McpServer) { server.registerTool("a", {}, async (extra) => { const response = await fetch("u"); return { content: [{ type: "text", text: await response.text() + String(extra.requestId) }] }; }); }`,
      output: `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";\nexport function add(server: McpServer) { server.registerTool("a", {}, async (extra) => { const response = await fetch("u", { signal: extra.signal }); return { content: [{ type: "text", text: await response.text() + String(extra.requestId) }] }; }); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "BullMQ: a worker that leaves its signal out",
      code: `${load}\nimport { Worker } from "bullmq";\nexport const worker = new Worker("q", async (job) => { await load(String(job.id)); });`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${load}\nimport { Worker } from "bullmq";\nexport const worker = new Worker("q", async (job, _, signal) => { await load(String(job.id), signal); });` }] }],
    },
    {
      name: "VS Code: withProgress",
      code: `import * as vscode from "vscode";\nexport const find = () => vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, async (progress, token) => { progress.report({ increment: 1 }); await vscode.workspace.findFiles("**"); token.isCancellationRequested; });`,
      errors: [{ messageId: "dropped", suggestions: [{ messageId: "pass", output: `import * as vscode from "vscode";\nexport const find = () => vscode.window.withProgress({ location: vscode.ProgressLocation.Window }, async (progress, token) => { progress.report({ increment: 1 }); await vscode.workspace.findFiles("**", undefined, undefined, token); token.isCancellationRequested; });` }] }],
    },
    {
      name: "VS Code: a provider's token",
      code: `import * as vscode from "vscode";\nexport class Provider implements vscode.HoverProvider { async provideHover(document: vscode.TextDocument, _position: vscode.Position, token: vscode.CancellationToken) { await vscode.workspace.findFiles("**", null, 5); return null; } }`,
      output: `import * as vscode from "vscode";\nexport class Provider implements vscode.HoverProvider { async provideHover(document: vscode.TextDocument, _position: vscode.Position, token: vscode.CancellationToken) { await vscode.workspace.findFiles("**", null, 5, token); return null; } }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "Connect: a handler's context",
      code: `import type { HandlerContext } from "@connectrpc/connect";\nexport async function say(request: { text: string }, context: HandlerContext) { return fetch(request.text); }`,
      output: `import type { HandlerContext } from "@connectrpc/connect";\nexport async function say(request: { text: string }, context: HandlerContext) { return fetch(request.text, { signal: context.signal }); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "Express: with the adapter of its own middleware",
      code: `${load}\ninterface Request { readonly url: string; readonly abortSignal: AbortSignal }\nexport async function handle(req: Request) { await load(req.url); }`,
      output: `${load}\ninterface Request { readonly url: string; readonly abortSignal: AbortSignal }\nexport async function handle(req: Request) { await load(req.url, req.abortSignal); }`,
      errors: [{ messageId: "dropped" }],
    },
  ],
});
