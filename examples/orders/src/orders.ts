import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { background, type Context } from "./context.js";
import type { InvoiceRenderer } from "./invoice.js";
import { loggerOf } from "./log.js";
import type { Order, OrderDraft } from "./order.js";
import type { Job, JobQueue } from "./queue.js";
import { requestIdOf, withRequestId } from "./request.js";
import type { ShippingClient } from "./shipping.js";
import type { OrderStore } from "./store.js";
import { notify } from "./webhook.js";

const lookAfterMs = 60_000;

/** An order to be shipped and invoiced, on behalf of the request that placed it. */
export interface FulfilJob extends Job {
  readonly requestId: string | undefined;
}

export interface OrderParts {
  readonly store: OrderStore;
  readonly queue: JobQueue<FulfilJob>;
  readonly shipping: ShippingClient;
  readonly invoices: InvoiceRenderer;
}

/** What the service does with an order: take it, ship it, invoice it. */
export class OrderService {
  readonly #parts: OrderParts;

  constructor(parts: OrderParts) {
    this.#parts = parts;
  }

  find(id: string): Order | undefined {
    return this.#parts.store.get(id);
  }

  /** The invoice as HTML, once there is one. */
  async invoice(id: string): Promise<string | undefined> {
    return this.find(id)?.invoice && (await this.#parts.store.readInvoice(id));
  }

  /** Where the parcel of an order is. */
  async track(ctx: Context, trackingCode: string): Promise<unknown> {
    return await this.#parts.shipping.track(ctx, trackingCode);
  }

  /** Takes an order and leaves the rest to the queue. The same idempotency key gives the same order. */
  async place(ctx: Context, draft: OrderDraft): Promise<Order> {
    const idempotencyKey = ctx.value("idempotencyKey") as string | undefined; // planted: typed-context-key
    const known = idempotencyKey && this.#parts.store.findByIdempotencyKey(idempotencyKey);
    if (known) return known;
    const order: Order = { ...draft, id: randomUUID(), status: "accepted", idempotencyKey };
    await this.#parts.store.put(background(), order); // planted: no-background-context
    this.#parts.queue.add({ id: order.id, requestId: requestIdOf(ctx) });
    void this.#lookAfter(ctx, order.id); // planted: no-floating-context
    loggerOf(ctx).info(`order ${order.id} accepted`);
    return order;
  }

  /** Says again and again that an order waits, for as long as the service runs. */
  async #lookAfter(ctx: Context, id: string): Promise<void> {
    try {
      while (!ctx.err()) {
        await sleep(lookAfterMs, undefined, { signal: ctx.signal });
        if (this.#parts.store.get(id)?.status === "accepted") loggerOf(ctx).warn(`order ${id} still waits`);
      }
    } catch (error) {
      if (!ctx.err()) throw error;
    }
  }

  /** The queue's handler. It can be called again for an order that got halfway. */
  async fulfil(jobCtx: Context, job: FulfilJob): Promise<void> {
    const ctx = withRequestId(jobCtx, job.requestId ?? job.id);
    const order = this.#parts.store.get(job.id);
    if (!order) throw new Error(`no order ${job.id}`);
    const shipped = await this.#ship(ctx, order);
    const invoiced = await this.#invoice(jobCtx, shipped); // planted: prefer-nearest-context
    loggerOf(ctx).info(`order ${order.id} is on its way: ${String(invoiced.trackingCode)}`);
    if (order.callbackUrl) void notify(order.callbackUrl, invoiced, background()); // planted: no-background-context
  }

  async #ship(ctx: Context, order: Order): Promise<Order> {
    if (order.status !== "accepted") return order;
    if (!(await this.#parts.shipping.isUp())) throw new Error("the carrier is down"); // planted: no-broken-context-chain
    try {
      const trackingCode = await this.#parts.shipping.book(ctx, order);
      const shipped: Order = { ...order, status: "shipped", trackingCode };
      await this.#parts.store.put(ctx, shipped);
      return shipped;
    } catch (error) {
      await this.#parts.store.put(ctx, order); // planted: no-dead-context
      throw error;
    }
  }

  async #invoice(ctx: Context, order: Order): Promise<Order> {
    if (order.status === "invoiced") return order;
    const html = await this.#parts.invoices.render(order);
    const invoice = await this.#parts.store.putInvoice(ctx, order.id, html);
    const invoiced: Order = { ...order, status: "invoiced", invoice };
    await this.#parts.store.put(ctx, invoiced);
    return invoiced;
  }
}
