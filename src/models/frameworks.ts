import type { CarrierPattern, DeclaredAt } from "./model.js";

/** Carriers of frameworks: where their users find a request's context. */
export const frameworkCarriers: readonly CarrierPattern[] = [
  // Hono: the handler's `c`.
  { from: "package", package: "hono", name: "Context", way: "req.raw.signal" },
  { from: "package", package: "hono", name: "HonoRequest", way: "raw.signal" },
  // The MCP SDK from version 2: the last argument of what is registered; before, it has the signal itself.
  { from: "package", package: "@modelcontextprotocol/server", name: ["BaseContext", "ServerContext"], way: "mcpReq.signal" },
  { from: "package", package: "@modelcontextprotocol/client", name: ["BaseContext", "ClientContext"], way: "mcpReq.signal" },
  // React Router: loaders and actions get `{ request }`; the two last are behind the generated `Route.LoaderArgs` and its kin.
  {
    from: "package",
    package: "react-router",
    name: [
      "DataFunctionArgs",
      "LoaderFunctionArgs",
      "ActionFunctionArgs",
      "ClientLoaderFunctionArgs",
      "ClientActionFunctionArgs",
      "ServerDataFunctionArgs",
      "ClientDataFunctionArgs",
    ],
    way: "request.signal",
  },
  // tRPC: what a procedure and a context factory get.
  { from: "package", package: "@trpc/server", name: "ProcedureResolverOptions", way: "signal" },
  { from: "package", package: "@trpc/server", name: "FetchCreateContextFnOptions", way: "req.signal" },
  { from: "package", package: "@trpc/server", name: ["FetchCreateContextFnOptions", "CreateHTTPContextOptions"], way: "info.signal" },
];

/** What the procedures of tRPC and oRPC get, which somebody calls from outside. */
export const ofProcedures: readonly DeclaredAt[] = [
  { from: "package", package: "@trpc/server", name: "ProcedureResolverOptions" },
  { from: "package", package: "@orpc/server", name: "ProcedureHandlerOptions" },
];
