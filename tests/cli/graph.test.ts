/** The command that draws, as the command line calls it. What it draws is tested in tests/graph. */
import * as path from "node:path";

import { expect, it } from "vitest";

import { run } from "../../src/cli/index.js";

const orders = path.join(import.meta.dirname, "../../examples/orders");

async function graph(...words: string[]): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }> {
  const said = { stdout: "", stderr: "" };
  const to = (stream: keyof typeof said): { write: (text: string) => boolean } => ({
    write(text) {
      said[stream] += text;
      return true;
    },
  });
  const status = await run(["graph", ...words], { cwd: orders, stdout: to("stdout"), stderr: to("stderr") });
  return { status, ...said };
}

it("writes text to the standard output, and what it saw beside it", async () => {
  const { status, stderr, stdout } = await graph("src/shipping.ts#track", "--format", "mermaid");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^flowchart LR\n/);
  expect(stdout).toContain('["ShippingClient.track"]');
  expect(stderr).toBe("4 functions have to do with contexts (27 others do not); 1 break.\n");
});

it.each([
  { words: ["src/nowhere.ts"], said: "There is no file or folder src/nowhere.ts.\n" },
  { words: [".", "--format", "pdf"], said: 'There is no format "pdf"; choose one of html, mermaid, dot.\n' },
  { words: ["src/main.ts#nothing"], said: 'There is no function "nothing" in src/main.ts#nothing that has to do with contexts.\n' },
])("says what is wrong: $words", async ({ said, words }) => {
  expect(await graph(...words)).toEqual({ status: 2, stdout: "", stderr: said });
});
