/** Hono: the handler's `c` leads to the request's signal. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = `declare function load(id: string, signal?: AbortSignal): Promise<string>;`;
const app = `import { Hono } from "hono";\nconst app = new Hono();`;

ruleTester.run("no-dropped-context in Hono", rule, {
  valid: [
    { name: "passed on", code: `${load}\n${app}\napp.get("/:id", async (c) => c.text(await load(c.req.param("id"), c.req.raw.signal)));` },
    { name: "the request itself is a carrier", code: `${app}\napp.all("*", async (c) => fetch("https://backend", c.req.raw));` },
    { name: "a handler that calls nothing that takes one", code: `${app}\napp.get("/", (c) => c.text("hello"));` },
  ],
  invalid: [
    {
      name: "a handler without its c",
      code: `${app}\napp.get("/", async () => { await fetch("u"); return new Response(); });`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${app}\napp.get("/", async (c) => { await fetch("u", { signal: c.req.raw.signal }); return new Response(); });` }] }],
    },
    {
      name: "a handler with its c",
      code: `${app}\napp.get("/", async (c) => c.json(await (await fetch("u")).json() as object));`,
      output: `${app}\napp.get("/", async (c) => c.json(await (await fetch("u", { signal: c.req.raw.signal })).json() as object));`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "middleware",
      code: `${load}\nimport type { MiddlewareHandler } from "hono";\nexport const auth: MiddlewareHandler = async (c, next) => { c.header("x-user", await load("me")); await next(); };`,
      output: `${load}\nimport type { MiddlewareHandler } from "hono";\nexport const auth: MiddlewareHandler = async (c, next) => { c.header("x-user", await load("me", c.req.raw.signal)); await next(); };`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a function that gets c among its options",
      code: `${load}\nimport type { Context } from "hono";\nexport async function show(options: { c: Context; id: string }) { const { c, id } = options; return c.text(await load(id)); }`,
      output: `${load}\nimport type { Context } from "hono";\nexport async function show(options: { c: Context; id: string }) { const { c, id } = options; return c.text(await load(id, c.req.raw.signal)); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a function that gets c",
      code: `${load}\nimport type { Context } from "hono";\nexport async function show(c: Context) { return c.text(await load("1")); }`,
      output: `${load}\nimport type { Context } from "hono";\nexport async function show(c: Context) { return c.text(await load("1", c.req.raw.signal)); }`,
      errors: [{ messageId: "dropped" }],
    },
  ],
});
