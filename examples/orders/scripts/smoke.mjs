// Starts the built service beside a stand-in carrier, places an order, waits for its invoice and its webhook, and stops the service.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startCarrier } from "./carrier.mjs";

const signal = AbortSignal.timeout(20_000);
const dataDir = await mkdtemp(join(tmpdir(), "orders-"));
const carrier = await startCarrier(0);
const customer = createServer();
customer.listen(0, "127.0.0.1");
await once(customer, "listening", { signal });
const service = spawn(process.execPath, [fileURLToPath(new URL("../dist/main.js", import.meta.url))], {
  env: { ...process.env, PORT: "0", DATA_DIR: dataDir, CARRIER_URL: urlOf(carrier) },
  stdio: ["ignore", "pipe", "inherit"],
});

try {
  const exit = once(service, "exit", { signal });
  const base = await listening(service);
  const webhook = once(customer, "request", { signal });

  const bad = await post(`${base}/orders`, { customer: "A. Reader" });
  assert.equal(bad.status, 400);

  const placed = await post(`${base}/orders`, {
    customer: "A. Reader",
    address: "1 Harbour Street",
    lines: [{ sku: "book", quantity: 2, unitPrice: 1250 }],
    callbackUrl: `${urlOf(customer)}/order-events`,
  });
  assert.equal(placed.status, 202);
  const { id, status } = await placed.json();
  assert.equal(status, "accepted");

  const done = await poll(`${base}/orders/${id}`, (order) => order.status === "invoiced");
  assert.equal(done.trackingCode, "CP-standard-1");
  assert.match(await readFile(done.invoice, "utf8"), /25\.00/);

  const [request, response] = await webhook;
  assert.deepEqual(await json(request), { id, status: "invoiced" });
  response.end();

  const health = await fetch(`${base}/healthz`, { signal });
  assert.deepEqual(await health.json(), { orders: 1 });

  service.kill("SIGTERM");
  const [code] = await exit;
  assert.equal(code, 0);
  console.log("smoke test passed: the order was shipped, invoiced and announced, and the service stopped cleanly");
} finally {
  service.kill("SIGKILL");
  carrier.close();
  customer.close();
  carrier.closeAllConnections();
  customer.closeAllConnections();
  await rm(dataDir, { recursive: true, force: true });
}

function urlOf(server) {
  return `http://127.0.0.1:${server.address().port}`;
}

async function listening({ stdout }) {
  for await (const line of createInterface({ input: stdout, signal })) {
    console.log(line);
    const url = /listening on (\S+)/.exec(line)?.[1];
    if (url) {
      stdout.resume();
      return url;
    }
  }
  throw new Error("the service ended before it listened");
}

function post(url, body) {
  return fetch(url, { method: "POST", body: JSON.stringify(body), signal });
}

async function poll(url, isDone) {
  for (;;) {
    const order = await (await fetch(url, { signal })).json();
    if (isDone(order)) return order;
    await sleep(50, undefined, { signal });
  }
}
