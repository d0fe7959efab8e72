/** The MCP SDK: a tool's, resource's or prompt's last argument has the request's signal, from version 2 behind `mcpReq`. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = `declare function load(id: string, signal?: AbortSignal): Promise<string>;`;
const server = `import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";`;
const answer = (text: string): string => `({ content: [{ type: "text" as const, text: ${text} }] })`;

ruleTester.run("no-dropped-context in MCP servers", rule, {
  valid: [
    { name: "passed on", code: `${load}\n${server}\nexport function add(server: McpServer) { server.registerTool("a", {}, async (extra) => ${answer('await load("1", extra.signal)')}); }` },
    { name: "what takes none", code: `${server}\nexport function add(server: McpServer) { server.registerTool("now", {}, async () => ${answer("new Date().toISOString()")}); }` },
  ],
  invalid: [
    {
      name: "a tool's extra",
      code: `${load}\n${server}\nexport function add(server: McpServer) { server.registerTool("a", {}, async (extra) => ${answer("await load(String(extra.requestId))")}); }`,
      output: `${load}\n${server}\nexport function add(server: McpServer) { server.registerTool("a", {}, async (extra) => ${answer("await load(String(extra.requestId), extra.signal)")}); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a tool with arguments that leaves its extra out",
      code: `${load}\nimport { z } from "zod";\n${server}\nexport function add(server: McpServer) { server.registerTool("a", { inputSchema: { id: z.string() } }, async ({ id }) => ${answer("await load(id)")}); }`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${load}\nimport { z } from "zod";\n${server}\nexport function add(server: McpServer) { server.registerTool("a", { inputSchema: { id: z.string() } }, async ({ id }, { signal }) => ${answer("await load(id, signal)")}); }` }] }],
    },
    {
      name: "a resource",
      code: `${load}\n${server}\nexport function add(server: McpServer) { server.registerResource("a", "a://b", {}, async (uri, { signal }) => { signal.throwIfAborted(); return { contents: [{ uri: uri.href, text: await load(uri.href) }] }; }); }`,
      output: `${load}\n${server}\nexport function add(server: McpServer) { server.registerResource("a", "a://b", {}, async (uri, { signal }) => { signal.throwIfAborted(); return { contents: [{ uri: uri.href, text: await load(uri.href, signal) }] }; }); }`,
      errors: [{ messageId: "dropped" }],
    },
  ],
});

const second = `import { z } from "zod";\nimport type { McpServer, ServerContext } from "@modelcontextprotocol/server";`;

ruleTester.run("no-dropped-context in MCP servers of version 2", rule, {
  valid: [
    { name: "passed on", code: `${load}\n${second}\nexport function add(server: McpServer) { server.registerTool("a", {}, async (ctx) => ${answer('await load("1", ctx.mcpReq.signal)')}); }` },
    { name: "what takes none", code: `${second}\nexport function add(server: McpServer) { server.registerTool("now", { inputSchema: z.object({}) }, async () => ${answer("new Date().toISOString()")}); }` },
  ],
  invalid: [
    {
      name: "a tool's context",
      code: `${load}\n${second}\nexport function add(server: McpServer) { server.registerTool("a", { inputSchema: z.object({ id: z.string() }) }, async ({ id }, ctx) => { await ctx.mcpReq.notify({ method: "notifications/tools/list_changed" }); return ${answer("await load(id)")}; }); }`,
      output: `${load}\n${second}\nexport function add(server: McpServer) { server.registerTool("a", { inputSchema: z.object({ id: z.string() }) }, async ({ id }, ctx) => { await ctx.mcpReq.notify({ method: "notifications/tools/list_changed" }); return ${answer("await load(id, ctx.mcpReq.signal)")}; }); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a tool that leaves its context out",
      code: `${load}\n${second}\nexport function add(server: McpServer) { server.registerTool("a", { inputSchema: z.object({ id: z.string() }) }, async ({ id }) => ${answer("await load(id)")}); }`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${load}\n${second}\nexport function add(server: McpServer) { server.registerTool("a", { inputSchema: z.object({ id: z.string() }) }, async ({ id }, ctx) => ${answer("await load(id, ctx.mcpReq.signal)")}); }` }] }],
    },
    {
      name: "a function that takes it",
      code: `${load}\n${second}\nexport async function read(ctx: ServerContext, id: string) { return await load(id); }`,
      output: `${load}\n${second}\nexport async function read(ctx: ServerContext, id: string) { return await load(id, ctx.mcpReq.signal); }`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "what a client answers with",
      code: `${load}\nimport type { Client } from "@modelcontextprotocol/client";\nexport function answer(client: Client) { client.setRequestHandler("roots/list", async (_request, ctx) => { ctx.mcpReq.signal.throwIfAborted(); return { roots: [{ uri: await load("root") }] }; }); }`,
      output: `${load}\nimport type { Client } from "@modelcontextprotocol/client";\nexport function answer(client: Client) { client.setRequestHandler("roots/list", async (_request, ctx) => { ctx.mcpReq.signal.throwIfAborted(); return { roots: [{ uri: await load("root", ctx.mcpReq.signal) }] }; }); }`,
      errors: [{ messageId: "dropped" }],
    },
  ],
});
