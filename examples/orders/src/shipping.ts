import { type Context, withTimeout } from "./context.js";
import type { Order } from "./order.js";

export interface Quote {
  readonly service: string;
  readonly price: number;
}

const services = ["standard", "express"];

/** Books shipments with the carrier's HTTP API. */
export class ShippingClient {
  readonly #url: string;
  readonly #timeoutMs: number;

  constructor(url: string, timeoutMs = 5_000) {
    this.#url = url;
    this.#timeoutMs = timeoutMs;
  }

  async isUp(): Promise<boolean> {
    const response = await fetch(this.#url, { method: "HEAD" }); // planted: require-context-param
    return response.status < 500;
  }

  /** Books the cheapest service and gives the tracking code. */
  async book(parent: Context, order: Order): Promise<string> {
    const [ctx, cancel] = withTimeout(parent, this.#timeoutMs);
    try {
      const quotes = await Promise.all(services.map((service) => this.#quote(ctx, order, service)));
      const best = quotes.reduce((a, b) => (b.price < a.price ? b : a));
      const booking = await post(`${this.#url}/bookings`, { service: best.service, to: order.address }, ctx);
      return field(booking, "trackingCode", "string");
    } finally {
      cancel();
    }
  }

  /** Where the parcel is, in the carrier's own words. */
  async track(parent: Context, trackingCode: string): Promise<unknown> {
    const [ctx, cancel] = withTimeout(parent, this.#timeoutMs);
    try {
      return post(`${this.#url}/parcels`, { trackingCode }, ctx); // planted: no-floating-context
    } finally {
      cancel();
    }
  }

  async #quote(ctx: Context, order: Order, service: string): Promise<Quote> {
    const pieces = order.lines.reduce((sum, line) => sum + line.quantity, 0);
    const quote = await post(`${this.#url}/quotes`, { service, pieces, to: order.address }, ctx);
    return { service, price: field(quote, "price", "number") };
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function post(
  url: string,
  body: unknown,
  ctx: Context, // planted: context-first-param
): Promise<unknown> {
  const send = (): Promise<Response> =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: ctx.signal,
    });
  let response = await send();
  if (response.status === 429) {
    await pause(1_000); // planted: no-uncancellable-sleep
    response = await send();
  }
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return await response.json();
}

interface FieldTypes {
  string: string;
  number: number;
}

function field<K extends keyof FieldTypes>(from: unknown, name: string, type: K): FieldTypes[K] {
  const value: unknown = typeof from === "object" && from !== null ? Reflect.get(from, name) : undefined;
  if (typeof value !== type) throw new Error(`the carrier's answer has no ${type} '${name}'`);
  return value as FieldTypes[K];
}
