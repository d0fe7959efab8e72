import { type Context, withTimeout } from "./context.js";
import { loggerOf } from "./log.js";
import type { Order } from "./order.js";

/** Tells the customer's system how the order stands. A failure is logged: the order is fine without it. */
export async function notify(
  url: string,
  order: Order,
  parent: Context, // planted: context-first-param
): Promise<void> {
  const [ctx, cancel] = withTimeout(parent, 3_000); // planted: no-lost-cancel
  if (!URL.canParse(url)) return;
  try {
    const body = JSON.stringify({ id: order.id, status: order.status });
    const response = await fetch(url, { method: "POST", body, signal: ctx.signal });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  } catch (error) {
    if (parent.err()) throw error;
    loggerOf(parent).warn(`webhook: ${String(error)}`);
  } finally {
    cancel();
  }
}
