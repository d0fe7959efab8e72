/** The MCP SDK: a tool's, resource's or prompt's last argument has the request's signal. */
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
