import type { CarrierPattern } from "./model.js";

/** Carriers of frameworks: where their users find a request's context. */
export const frameworkCarriers: readonly CarrierPattern[] = [
  // Hono: the handler's `c`.
  { from: "package", package: "hono", name: "Context", path: "req.raw.signal" },
  { from: "package", package: "hono", name: "HonoRequest", path: "raw.signal" },
  // React Router and Remix: loaders and actions get `{ request }`.
  { from: "package", package: "react-router", name: ["LoaderFunctionArgs", "ActionFunctionArgs", "ClientLoaderFunctionArgs", "ClientActionFunctionArgs", "DataFunctionArgs"], path: "request.signal" },
  // tRPC: what a procedure and a context factory get.
  { from: "package", package: "@trpc/server", name: ["ProcedureResolverOptions"], path: "signal" },
  { from: "package", package: "@trpc/server", name: ["FetchCreateContextFnOptions"], path: "req.signal" },
];
