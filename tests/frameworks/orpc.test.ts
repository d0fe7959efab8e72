/** oRPC: handlers get `{ signal }`; what a procedure was asked to change is changed. */
import chain from "../../src/rules/no-broken-context-chain.js";
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = `declare function load(id: string, signal?: AbortSignal): Promise<string>;`;
const os = `import { os } from "@orpc/server";`;
const prices = `${os}\nasync function prices(url: string) { return (await fetch(url)).text(); }\nasync function archivePrices(url: string) { return (await fetch(url)).text(); }\nasync function createSummary(url: string) { return (await fetch(url)).text(); }`;

ruleTester.run("no-dropped-context in oRPC", rule, {
  valid: [
    { name: "passed on", code: `${load}\n${os}\nexport const router = { a: os.handler(({ signal }) => load("1", signal)) };` },
    { name: "a change that was asked for, by its name", code: `declare function sendMessage(text: string, options?: { signal?: AbortSignal }): Promise<string>;\n${os}\nexport const router = { a: os.handler(async ({ signal }) => { signal?.throwIfAborted(); return sendMessage("a"); }), b: os.handler(async () => sendMessage("a")) };` },
    { name: "a change that was asked for", code: `${os}\nexport const router = { a: os.handler(async ({ signal }) => { signal?.throwIfAborted(); await fetch("https://prices.example", { method: "PUT" }); }) };` },
  ],
  invalid: [
    {
      name: "a handler",
      code: `${load}\n${os}\nexport const router = { a: os.handler(async ({ signal }) => { signal?.throwIfAborted(); return load("1"); }) };`,
      output: `${load}\n${os}\nexport const router = { a: os.handler(async ({ signal }) => { signal?.throwIfAborted(); return load("1", signal); }) };`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a handler that leaves it out",
      code: `${load}\n${os}\nexport const router = { a: os.handler(async () => load("1")) };`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${load}\n${os}\nexport const router = { a: os.handler(async ({ signal }) => load("1", signal)) };` }] }],
    },
  ],
});

ruleTester.run("no-broken-context-chain in oRPC", chain, {
  valid: [
    { name: "what changes something, though its signal is there or offered", code: `${prices}\nexport const router = { a: os.handler(async ({ signal }) => { signal?.throwIfAborted(); return archivePrices("u"); }), b: os.handler(async () => archivePrices("u")) };` },
  ],
  invalid: [
    { name: "a query", code: `${prices}\nexport const router = { a: os.handler(async () => prices("u")), b: os.handler(async () => createSummary("u")) };`, errors: [{ messageId: "notTaken" }, { messageId: "notTaken" }] },
  ],
});
