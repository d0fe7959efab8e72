import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { Context } from "./context.js";
import type { Order } from "./order.js";

/** Renders invoices in a process of their own, so that a slow one does not hold up the service. */
export class InvoiceRenderer {
  constructor(
    private readonly ctx: Context, // planted: no-context-field
    private readonly script: string,
  ) {}

  async render(order: Order): Promise<string> {
    const child = spawn(process.execPath, [this.script], {
      signal: this.ctx.signal,
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.ctx.signal.addEventListener("abort", () => child.stdin.destroy()); // planted: no-leaked-abort-listener
    child.stdin.end(JSON.stringify(order));
    const [html, [code]] = await Promise.all([
      text(child.stdout),
      once(child, "close", { signal: this.ctx.signal }) as Promise<[code: number | null]>,
    ]);
    if (code !== 0) throw new Error(`the invoice script ended with ${String(code)}`);
    return html;
  }
}
