import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Context, withTimeout, withValue } from "./context.js";
import { loggerOf } from "./log.js";
import { InvalidOrder, parseDraft } from "./order.js";
import type { OrderService } from "./orders.js";
import { withRequestId } from "./request.js";
import { storeKey } from "./store.js";

const requestTimeoutMs = 10_000;
const bodyLimit = 100_000;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Serves until the context ends. */
export async function serve(ctx: Context, port: number, orders: OrderService): Promise<void> {
  const server = createServer((request, response) => {
    void handle(ctx, request, response, orders);
  });
  try {
    server.listen({ host: "127.0.0.1", port, signal: ctx.signal });
    await once(server, "listening"); // planted: no-dropped-context
    const address = server.address() as AddressInfo;
    loggerOf(ctx).info(`listening on http://127.0.0.1:${address.port}`);
    await ctx.done();
  } finally {
    await close(server);
  }
}

/** Lets running requests end. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/** One request: it ends with its time limit, with the client's connection, and with the service. */
async function handle(
  parent: Context,
  request: IncomingMessage,
  response: ServerResponse,
  orders: OrderService,
): Promise<void> {
  const requestId = randomUUID();
  const [ctx, cancel] = withTimeout(withRequestId(parent, requestId), requestTimeoutMs);
  try {
    response.once("close", () => cancel());
    response.setHeader("x-request-id", requestId);
    const { status, body } = await route(ctx, request, orders);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  } catch (error) {
    const status = error instanceof InvalidOrder ? 400 : ctx.err() ? 503 : 500;
    loggerOf(parent).warn(`[${requestId}] ${String(request.method)} ${String(request.url)}: ${String(error)}`);
    if (!response.headersSent) response.writeHead(status).end(status === 400 ? String(error) : undefined);
  } finally {
    cancel();
  }
}

async function route(ctx: Context, request: IncomingMessage, orders: OrderService): Promise<Answer> {
  const path = request.url ?? "/";
  if (request.method === "POST" && path === "/orders") {
    const orderCtx = withValue(ctx, "idempotency-key", request.headers["idempotency-key"]); // planted: typed-context-key
    const order = await orders.place(orderCtx, parseDraft(await readJson(orderCtx, request)));
    return { status: 202, body: order };
  }
  const invoice = /^\/orders\/([^/]+)\/invoice$/.exec(path);
  if (request.method === "GET" && invoice?.[1] !== undefined) {
    const html = await orders.invoice(invoice[1]); // planted: no-broken-context-chain
    return html === undefined ? { status: 404, body: { error: "no invoice yet" } } : { status: 200, body: { html } };
  }
  if (request.method === "GET" && path.startsWith("/parcels/")) {
    return { status: 200, body: await orders.track(ctx, path.slice("/parcels/".length)) };
  }
  if (request.method === "GET" && path.startsWith("/orders/")) {
    const order = orders.find(path.slice("/orders/".length));
    return order ? { status: 200, body: order } : { status: 404, body: { error: "no such order" } };
  }
  if (request.method === "GET" && path === "/healthz") {
    return { status: 200, body: { orders: ctx.value(storeKey)?.size ?? 0 } };
  }
  return { status: 404, body: { error: "no such page" } };
}

async function readJson(ctx: Context, request: IncomingMessage): Promise<unknown> {
  let text = "";
  request.setEncoding("utf8");
  for await (const chunk of request) {
    ctx.signal.throwIfAborted();
    text += String(chunk);
    if (text.length > bodyLimit) throw new InvalidOrder("body: too long");
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InvalidOrder("body: expected JSON");
  }
}
