/** tRPC: procedures get `{ signal }`; clients take one as an option of each call. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = `declare function load(id: string, signal?: AbortSignal): Promise<string>;`;
const t = `import { initTRPC } from "@trpc/server";\nconst t = initTRPC.create();`;
const client = `import { createTRPCClient, httpBatchLink } from "@trpc/client";\nimport { initTRPC } from "@trpc/server";\nconst t = initTRPC.create();\nconst router = t.router({ greet: t.procedure.query(() => "hello") });\nconst client = createTRPCClient<typeof router>({ links: [httpBatchLink({ url: "u" })] });`;

ruleTester.run("no-dropped-context in tRPC", rule, {
  valid: [
    { name: "passed on", code: `${load}\n${t}\nexport const router = t.router({ a: t.procedure.query(({ signal }) => load("1", signal)) });` },
    { name: "middleware that calls nothing that takes one", code: `${t}\nexport const timed = t.procedure.use(async ({ next }) => next());` },
    { name: "a client's call with the signal", code: `${client}\nexport const greet = (signal: AbortSignal) => client.greet.query(undefined, { signal });` },
  ],
  invalid: [
    {
      name: "a procedure",
      code: `${load}\n${t}\nexport const router = t.router({ a: t.procedure.query(async ({ signal }) => { signal?.throwIfAborted(); return load("1"); }) });`,
      output: `${load}\n${t}\nexport const router = t.router({ a: t.procedure.query(async ({ signal }) => { signal?.throwIfAborted(); return load("1", signal); }) });`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a procedure that takes its options whole",
      code: `${load}\n${t}\nexport const router = t.router({ a: t.procedure.query((opts) => load(opts.path)) });`,
      output: `${load}\n${t}\nexport const router = t.router({ a: t.procedure.query((opts) => load(opts.path, opts.signal)) });`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a procedure that leaves it out",
      code: `${load}\n${t}\nexport const router = t.router({ a: t.procedure.query(async () => load("1")) });`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${load}\n${t}\nexport const router = t.router({ a: t.procedure.query(async ({ signal }) => load("1", signal)) });` }] }],
    },
    {
      name: "a mutation's own options",
      code: `${t}\nexport const router = t.router({ a: t.procedure.mutation(async ({ path, signal }) => { signal?.throwIfAborted(); await fetch(path, { method: "POST" }); }) });`,
      errors: [{ messageId: "dropped", suggestions: [{ messageId: "pass", output: `${t}\nexport const router = t.router({ a: t.procedure.mutation(async ({ path, signal }) => { signal?.throwIfAborted(); await fetch(path, { method: "POST", signal: signal ?? null }); }) });` }] }],
    },
    {
      name: "a client's call",
      code: `${client}\nexport const greet = (signal: AbortSignal) => { signal.throwIfAborted(); return client.greet.query(); };`,
      errors: [{ messageId: "dropped", suggestions: [{ messageId: "pass", output: `${client}\nexport const greet = (signal: AbortSignal) => { signal.throwIfAborted(); return client.greet.query(undefined, { signal }); };` }] }],
    },
  ],
});
