/** Connect: a service's method gets a context with the call's signal. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = `declare function load(id: string, signal?: AbortSignal): Promise<string>;`;

ruleTester.run("no-dropped-context in Connect", rule, {
  valid: [
    { name: "passed on", code: `${load}\nimport type { HandlerContext } from "@connectrpc/connect";\nexport const say = async (request: { text: string }, context: HandlerContext) => load(request.text, context.signal);` },
  ],
  invalid: [
    {
      name: "a handler",
      code: `import type { HandlerContext } from "@connectrpc/connect";\nexport async function say(request: { text: string }, context: HandlerContext) { return fetch(request.text); }`,
      output: `import type { HandlerContext } from "@connectrpc/connect";\nexport async function say(request: { text: string }, context: HandlerContext) { return fetch(request.text, { signal: context.signal }); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a client's call takes one in its options",
      code: `import type { CallOptions, HandlerContext } from "@connectrpc/connect";\ndeclare const client: { say(request: { text: string }, options?: CallOptions): Promise<string> };\nexport async function ask(request: { text: string }, context: HandlerContext) { return client.say(request); }`,
      output: `import type { CallOptions, HandlerContext } from "@connectrpc/connect";\ndeclare const client: { say(request: { text: string }, options?: CallOptions): Promise<string> };\nexport async function ask(request: { text: string }, context: HandlerContext) { return client.say(request, { signal: context.signal }); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "an interceptor",
      code: `${load}\nimport type { Interceptor } from "@connectrpc/connect";\nexport const auth: Interceptor = (next) => async (request) => { request.header.set("a", await load("1")); return next(request); };`,
      output: `${load}\nimport type { Interceptor } from "@connectrpc/connect";\nexport const auth: Interceptor = (next) => async (request) => { request.header.set("a", await load("1", request.signal)); return next(request); };`,
      errors: [{ messageId: "dropped" }],
    },
  ],
});
