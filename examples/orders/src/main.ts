import { readConfig, type Config } from "./config.js";
import { background, type Context, withCancel, withValue } from "./context.js";
import { serve } from "./http.js";
import { InvoiceRenderer } from "./invoice.js";
import { createLogger, loggerKey } from "./log.js";
import { type FulfilJob, OrderService } from "./orders.js";
import { JobQueue } from "./queue.js";
import { ShippingClient } from "./shipping.js";
import { OrderStore, storeKey } from "./store.js";

/** Runs the server and the queue until the context ends. */
async function run(processCtx: Context, config: Config): Promise<void> {
  const logger = createLogger(process.stdout);
  const store = await OrderStore.open(config.dataDir);
  try {
    const logCtx = withValue(processCtx, loggerKey, logger); // planted: no-long-lived-context-value
    const ctx = withValue(logCtx, storeKey, store); // planted: no-long-lived-context-value
    const queue = new JobQueue<FulfilJob>({ workers: config.workers, attempts: 3, jobTimeoutMs: 30_000 });
    const orders = new OrderService({
      store,
      queue,
      shipping: new ShippingClient(config.carrierUrl),
      invoices: new InvoiceRenderer(ctx, config.invoiceScript),
    });
    const work = queue.run(ctx, (_jobCtx, job) => orders.fulfil(ctx, job)); // planted: prefer-nearest-context
    await Promise.all([work, serve(ctx, config.port, orders)]);
    logger.info("stopped");
  } finally {
    store.close();
  }
}

async function main(): Promise<void> {
  const [ctx, cancel] = withCancel(background());
  try {
    process.once("SIGINT", () => cancel());
    process.once("SIGTERM", () => cancel());
    await run(ctx, readConfig(process.env));
  } finally {
    cancel();
  }
}

await main();
