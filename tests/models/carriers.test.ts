/** Carriers of real frameworks: each by its own types, from where their users have it in hand. */
import { describe, expect, it } from "vitest";

import { carriersOf, typeAnswer } from "../../src/contexts/types.js";
import { programOf, type ProgramOptions } from "./program.js";

/** Code with a variable `carrier` each, and the ways from it: `?` where the context may be missing. `""` is a context itself. */
const carriers: Readonly<Record<string, readonly [code: string, ...ways: string[]]>> = {
  request: [`declare const carrier: Request;`, "signal"],
  "new request": [`const carrier = new Request("http://localhost/");`, "signal"],
  "request or nothing": [`declare const carrier: Request | undefined;`, "signal?"],
  init: [`declare const carrier: RequestInit;`, "signal?"],
  controller: [`const carrier = new AbortController();`, "signal"],
  hono: [`import type { Context } from "hono"; declare const carrier: Context;`, "req.raw.signal"],
  "hono handler": [
    `import { Hono } from "hono"; import type { Context } from "hono";
     declare let carrier: Parameters<Parameters<typeof app.use>[1] & ((c: Context<{ Variables: { user: string } }>) => unknown)>[0];
     const app = new Hono<{ Variables: { user: string } }>();`,
    "req.raw.signal",
  ],
  "hono request": [`import type { HonoRequest } from "hono"; declare const carrier: HonoRequest;`, "raw.signal"],
  next: [`import type { NextRequest } from "next/server"; declare const carrier: NextRequest;`, "signal"],
  "react-router loader": [`import type { LoaderFunctionArgs } from "react-router"; declare const carrier: LoaderFunctionArgs;`, "request.signal"],
  "react-router action": [`import type { ActionFunctionArgs } from "react-router"; declare const carrier: ActionFunctionArgs;`, "request.signal"],
  "react-router client loader": [`import type { ClientLoaderFunctionArgs } from "react-router"; declare const carrier: ClientLoaderFunctionArgs;`, "request.signal"],
  "react-router client action": [`import type { ClientActionFunctionArgs } from "react-router"; declare const carrier: ClientActionFunctionArgs;`, "request.signal"],
  "react-router generated": [
    `import type { GetAnnotations } from "react-router/internal";
     type Info = { file: "x"; params: {}; loaderData: undefined; actionData: undefined; module: {}; matches: [] };
     namespace Route { export type LoaderArgs = GetAnnotations<Info>["LoaderArgs"] }
     declare const carrier: Route.LoaderArgs;`,
    "request.signal",
  ],
  "react-router generated for the client": [
    `import type { GetAnnotations } from "react-router/internal";
     type Info = { file: "x"; params: {}; loaderData: undefined; actionData: undefined; module: {}; matches: [] };
     type Args = GetAnnotations<Info>["ClientActionArgs"]; declare const carrier: Args;`,
    "request.signal",
  ],
  "react-router data": [`import { createBrowserRouter } from "react-router"; type Loader = Extract<NonNullable<Parameters<typeof createBrowserRouter>[0][number]["loader"]>, (...args: never) => unknown>; declare const carrier: Parameters<Loader>[0];`, "request.signal"],
  "tanstack query": [`import type { QueryFunctionContext } from "@tanstack/query-core"; declare const carrier: QueryFunctionContext;`, "signal"],
  "tanstack infinite query": [`import type { QueryFunctionContext } from "@tanstack/react-query"; declare const carrier: QueryFunctionContext<string[], number>;`, "signal"],
  "tanstack handler": [
    `import { QueryClient } from "@tanstack/query-core"; declare const client: QueryClient;
     type QueryFn = Extract<NonNullable<Parameters<typeof client.fetchQuery>[0]["queryFn"]>, (...args: never) => unknown>;
     declare const carrier: Parameters<QueryFn>[0];`,
    "signal",
  ],
  "tanstack mutation": [`import type { MutationFunctionContext } from "@tanstack/query-core"; declare const carrier: MutationFunctionContext;`],
  "trpc resolver": [
    `import { initTRPC } from "@trpc/server"; const t = initTRPC.create();
     type Resolver = Parameters<typeof t.procedure.query>[0]; declare const carrier: Parameters<Resolver>[0];`,
    "signal?",
  ],
  "trpc middleware": [
    `import { initTRPC } from "@trpc/server"; const t = initTRPC.create();
     type Middleware = Extract<Parameters<typeof t.procedure.use>[0], (...args: never) => unknown>; declare const carrier: Parameters<Middleware>[0];`,
    "signal?",
  ],
  "trpc fetch context": [`import type { FetchCreateContextFnOptions } from "@trpc/server/adapters/fetch"; declare const carrier: FetchCreateContextFnOptions;`, "req.signal", "info.signal"],
  "trpc request info": [`import type { FetchCreateContextFnOptions } from "@trpc/server/adapters/fetch"; declare const carrier: FetchCreateContextFnOptions["info"];`, "signal"],
  "trpc standalone context": [`import type { CreateHTTPContextOptions } from "@trpc/server/adapters/standalone"; declare const carrier: CreateHTTPContextOptions;`, "info.signal"],
  "trpc client": [`import type { TRPCRequestOptions } from "@trpc/client"; declare const carrier: TRPCRequestOptions;`, "signal?"],
  mcp: [
    `import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js"; import type { ServerNotification, ServerRequest } from "@modelcontextprotocol/sdk/types.js";
     declare const carrier: RequestHandlerExtra<ServerRequest, ServerNotification>;`,
    "signal",
  ],
  "mcp alias": [
    `import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js"; import type { ServerNotification, ServerRequest } from "@modelcontextprotocol/sdk/types.js";
     type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>; declare const carrier: Extra;`,
    "signal",
  ],
  "mcp options": [`import type { RequestOptions } from "@modelcontextprotocol/sdk/shared/protocol.js"; declare const carrier: RequestOptions;`, "signal?"],
  bullmq: [`import type { Processor } from "bullmq"; declare const carrier: Parameters<Processor>[2];`, ""],
  "bullmq job": [`import type { Job } from "bullmq"; declare const carrier: Job;`],
  "vscode progress": [`import * as vscode from "vscode"; declare const carrier: Parameters<Parameters<typeof vscode.window.withProgress>[1]>[1];`, ""],
  "vscode source": [`import * as vscode from "vscode"; const carrier = new vscode.CancellationTokenSource();`, "token"],
  "jsonrpc source": [`import { AbstractCancellationTokenSource } from "vscode-jsonrpc"; declare const carrier: AbstractCancellationTokenSource;`, "token"],
  connect: [`import type { HandlerContext } from "@connectrpc/connect"; declare const carrier: HandlerContext;`, "", "signal"],
  "connect interceptor": [`import type { UnaryRequest } from "@connectrpc/connect"; declare const carrier: UnaryRequest;`, "signal"],
  "connect options": [`import type { CallOptions } from "@connectrpc/connect"; declare const carrier: CallOptions;`, "signal?"],
  azure: [`import type { AbortSignalLike } from "@azure/abort-controller"; declare const carrier: AbortSignalLike;`, ""],
  "azure options": [`import type { AbortSignalLike } from "@azure/abort-controller"; declare const carrier: { readonly abortSignal?: AbortSignalLike };`, "abortSignal?"],
  axios: [`import type { GenericAbortSignal } from "axios"; declare const carrier: GenericAbortSignal;`, ""],
  "axios request": [`import type { AxiosRequestConfig } from "axios"; declare const carrier: AxiosRequestConfig;`, "signal?"],
  "abort-controller": [`import type { AbortSignal } from "abort-controller"; declare const carrier: AbortSignal;`, ""],
  "node-fetch": [`import type { RequestInit } from "node-fetch"; declare const carrier: RequestInit;`, "signal?"],
  loke: [`import type { Context } from "@loke/context"; declare const carrier: Context;`, "", "signal?"],
  "spawn options": [`import type { SpawnOptions } from "node:child_process"; declare const carrier: SpawnOptions;`, "signal?"],
  incoming: [`import type { IncomingMessage } from "node:http"; declare const carrier: IncomingMessage;`],
  xhr: [`interface Upload { abort(): void; onabort: (() => void) | null } declare const carrier: Upload;`],
  react: [`import { createContext } from "react"; const carrier = createContext({ user: "" });`],
  span: [`import type { Span } from "@opentelemetry/api"; declare const span: Span; const carrier = span.spanContext();`],
  "span itself": [`import type { Span } from "@opentelemetry/api"; declare const carrier: Span;`],
  koa: [`interface Context { request: object; response: object; body: unknown; req: import("node:http").IncomingMessage } declare const carrier: Context;`],
};

const files = Object.fromEntries(Object.entries(carriers).map(([name, [code]]) => [`${name.replaceAll(" ", "-")}.ts`, `${code}\nexport { carrier };`]));

describe.each<[string, ProgramOptions]>([
  ["DOM and Node", {}],
  ["Node only", { nodeOnly: true }],
  ["loose", { compilerOptions: { exactOptionalPropertyTypes: false } }],
])("%s", (_, options) => {
  const file = programOf(files, options);

  it.each(Object.entries(carriers))("%s", (name, [, ...expected]) => {
    const { facts, errors, of } = file(`${name.replaceAll(" ", "-")}.ts`);
    expect(errors()).toEqual([]);
    const type = facts.services.getTypeAtLocation(of("carrier"));
    const ways = carriersOf(facts, type).map(({ path, nullable }) => `${path}${nullable ? "?" : ""}`);
    const own = typeof typeAnswer(facts, type) === "object" ? [""] : [];
    expect([...own, ...ways]).toEqual(expected);
  });
});

describe("DOM only", () => {
  const file = programOf(
    {
      "canvas.ts": `declare const canvas: HTMLCanvasElement; const carrier = canvas.getContext("2d")!; export { carrier };`,
      "xhr.ts": `const carrier = new XMLHttpRequest(); export { carrier };`,
      "idb.ts": `declare const carrier: IDBTransaction; export { carrier };`,
      "request.ts": `declare const carrier: Request; export { carrier };`,
      "listener.ts": `declare const carrier: AddEventListenerOptions; export { carrier };`,
    },
    { compilerOptions: { types: [] } },
  );

  it.each([
    ["canvas", []],
    ["xhr", []],
    ["idb", []],
    ["listener", []],
    ["request", ["signal"]],
  ])("%s", (name, expected) => {
    const { facts, errors, of } = file(`${name}.ts`);
    expect(errors()).toEqual([]);
    const type = facts.services.getTypeAtLocation(of("carrier"));
    expect(typeAnswer(facts, type)).toBe("no");
    expect(carriersOf(facts, type).map(({ path }) => path)).toEqual(expected);
  });
});
