// MCP SDK
// A tool's last argument has the signal of the request.
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

const server = new McpServer({ name: "search", version: "1.0.0" });

server.registerTool("search", { description: "Searches the archive" }, async (extra) => {
  const response = await fetch(`https://archive.example.com/?from=${String(extra.requestId)}`);
  return { content: [{ type: "text" as const, text: await response.text() }] };
});
