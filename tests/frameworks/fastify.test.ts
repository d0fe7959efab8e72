/** Fastify: `request.signal` ends with the connection. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = `declare function load(id: string, signal?: AbortSignal): Promise<string>;`;
const app = `import { fastify } from "fastify";\nconst app = fastify();`;

ruleTester.run("no-dropped-context in Fastify", rule, {
  valid: [
    { name: "passed on", code: `${load}\n${app}\napp.get("/:id", async (request) => load(request.url, request.signal));` },
    { name: "a hook that calls nothing that takes one", code: `${app}\napp.addHook("onRequest", async (request) => { request.log.info("hello"); });` },
    { name: "the server's own start", code: `${app}\nvoid app.listen({ port: 0 });` },
  ],
  invalid: [
    {
      name: "a handler",
      code: `${load}\n${app}\napp.get("/:id", async (request) => load(request.url));`,
      output: `${load}\n${app}\napp.get("/:id", async (request) => load(request.url, request.signal));`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a handler of its own, with a type for its parameters",
      code: `${load}\nimport type { FastifyReply, FastifyRequest } from "fastify";\nexport async function show(request: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply) { return reply.send(await load(request.params.id)); }`,
      output: `${load}\nimport type { FastifyReply, FastifyRequest } from "fastify";\nexport async function show(request: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply) { return reply.send(await load(request.params.id, request.signal)); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a route's handler in an object",
      code: `${app}\napp.route({ method: "GET", url: "/", handler: async (request) => { request.log.info("in"); return (await fetch("u")).text(); } });`,
      output: `${app}\napp.route({ method: "GET", url: "/", handler: async (request) => { request.log.info("in"); return (await fetch("u", { signal: request.signal })).text(); } });`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a plugin",
      code: `${load}\nimport type { FastifyPluginAsync } from "fastify";\nexport const plugin: FastifyPluginAsync = async (app) => { app.get("/", async (request) => ({ a: await load(request.id) })); };`,
      output: `${load}\nimport type { FastifyPluginAsync } from "fastify";\nexport const plugin: FastifyPluginAsync = async (app) => { app.get("/", async (request) => ({ a: await load(request.id, request.signal) })); };`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a handler without its request",
      code: `${load}\n${app}\napp.get("/", async () => load("1"));`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${load}\n${app}\napp.get("/", async ({ signal }) => load("1", signal));` }] }],
    },
  ],
});
