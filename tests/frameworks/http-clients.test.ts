/** Clients that take a signal under a type of their own: axios, the AWS SDK, node-fetch, and what `abort-controller` makes. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const dropped = { messageId: "dropped" } as const;
const axios = `import axios, { type AxiosInstance, type AxiosRequestConfig } from "axios"; type WithSignal = Required<Pick<AxiosRequestConfig, "signal">>;`;
// As the AWS SDK's clients are made.
const smithy = `import type { HttpHandlerOptions } from "@smithy/types";
type RequestOptions<T> = unknown extends T ? T : T extends unknown ? T & { metricsRecorder?: object } : never;
declare class Client<T> { send(command: object, options?: RequestOptions<T>): Promise<void>; send(command: object, done: (error: unknown) => void): void }
declare class S3 extends Client<HttpHandlerOptions> {}`;
// Under `exactOptionalPropertyTypes` its types do not take the platform's signal.
const nodeFetch = `import fetch, { type RequestInit } from "node-fetch";`;

ruleTester.run("no-dropped-context in HTTP clients", rule, {
  valid: [
    { name: "axios, with the signal", code: `${axios}\nexport const f = async (api: AxiosInstance, signal: AbortSignal, config: AxiosRequestConfig) => [await axios.get("u", { signal }), await api.post("u", {}, { signal }), await axios({ url: "u", signal }), await axios.get("u", config)];` },
    { name: "an instance of axios is for all that it will request", code: `${axios}\nexport const f = (signal: AbortSignal) => { signal.throwIfAborted(); return axios.create({ timeout: 5 }); };` },
    { name: "the AWS SDK, with the signal", code: `${smithy}\nexport const f = (s3: S3, signal: AbortSignal) => s3.send({}, { abortSignal: signal });` },
    { name: "node-fetch, with the signal", code: `${nodeFetch}\nexport const f = (init: RequestInit) => fetch("u", init);` },
    { name: "node-fetch, which does not take this one", code: `${nodeFetch}\nexport const f = (signal: AbortSignal) => { signal.throwIfAborted(); return fetch("u"); };` },
    { name: "a signal of another package, which the platform does not take", code: `import type { AbortSignal } from "abort-controller";\nexport const f = (signal: AbortSignal) => { if (signal.aborted) throw new Error("x"); return globalThis.fetch("u"); };` },
    { name: "no signal among others", code: `declare function load(id: string, options?: { signal?: string | { aborted: boolean }; reason?: AbortSignal | Error }): Promise<void>;\nexport const f = (signal: AbortSignal) => { signal.throwIfAborted(); return load("1"); };` },
  ],
  invalid: [
    {
      name: "axios",
      code: `${axios}\nexport const f = async (signal: AbortSignal) => [await axios.get("u"), await axios.post("u", { a: 1 }), await axios("u"), await axios({ url: "u" }), await axios.request({ url: "u" })];`,
      output: `${axios}\nexport const f = async (signal: AbortSignal) => [await axios.get("u", { signal }), await axios.post("u", { a: 1 }, { signal }), await axios("u", { signal }), await axios({ url: "u", signal }), await axios.request({ url: "u", signal })];`,
      errors: [dropped, dropped, dropped, dropped, dropped],
    },
    {
      name: "an instance of axios",
      code: `${axios}\nexport const f = async (api: AxiosInstance, signal: AbortSignal) => api.get("u", { params: {} });`,
      output: `${axios}\nexport const f = async (api: AxiosInstance, signal: AbortSignal) => api.get("u", { params: {}, signal });`,
      errors: [dropped],
    },
    {
      name: "axios, by a configuration that has it",
      code: `${axios}\nexport const f = async (config: WithSignal) => axios.get("u");`,
      output: `${axios}\nexport const f = async (config: WithSignal) => axios.get("u", { signal: config.signal });`,
      errors: [dropped],
    },
    {
      name: "a client of the AWS SDK, whose options its own class decides",
      code: `${smithy}\nexport const f = (s3: S3, signal: AbortSignal) => s3.send({});`,
      output: `${smithy}\nexport const f = (s3: S3, signal: AbortSignal) => s3.send({}, { abortSignal: signal });`,
      errors: [dropped],
    },
    {
      name: "node-fetch",
      code: `${nodeFetch}\nexport const f = (init: RequestInit) => fetch("u", { method: "POST" });`,
      output: `${nodeFetch}\nexport const f = (init: RequestInit) => fetch("u", { method: "POST", signal: init.signal });`,
      errors: [dropped],
    },
    {
      name: "a signal among others",
      code: `interface Emitter { on(name: string): void }\ndeclare function load(id: string, options?: { signal?: AbortSignal | Emitter | null }): Promise<void>;\nexport const f = (signal: AbortSignal) => load("1");`,
      output: `interface Emitter { on(name: string): void }\ndeclare function load(id: string, options?: { signal?: AbortSignal | Emitter | null }): Promise<void>;\nexport const f = (signal: AbortSignal) => load("1", { signal });`,
      errors: [dropped],
    },
    {
      name: "a signal of another package, where it is taken",
      code: `import type { AbortSignal } from "abort-controller";\ndeclare function load(id: string, options?: { signal?: AbortSignal }): Promise<void>;\nexport const f = (signal: AbortSignal) => load("1");`,
      output: `import type { AbortSignal } from "abort-controller";\ndeclare function load(id: string, options?: { signal?: AbortSignal }): Promise<void>;\nexport const f = (signal: AbortSignal) => load("1", { signal });`,
      errors: [dropped],
    },
  ],
});
