import { createReadStream } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Context, ContextKey } from "./context.js";
import type { Order } from "./order.js";

export const storeKey = new ContextKey<OrderStore>("store");

/** Orders in memory, and one JSON file for each. */
export class OrderStore {
  readonly #orders = new Map<string, Order>();
  readonly #dir: string;
  #open = true;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  static async open(dir: string): Promise<OrderStore> {
    await mkdir(dir, { recursive: true });
    return new OrderStore(dir);
  }

  get size(): number {
    return this.#orders.size;
  }

  get(id: string): Order | undefined {
    return this.#orders.get(id);
  }

  findByIdempotencyKey(key: string): Order | undefined {
    return [...this.#orders.values()].find((order) => order.idempotencyKey === key);
  }

  async put(ctx: Context, order: Order): Promise<void> {
    await this.#write(ctx, `${order.id}.json`, JSON.stringify(order, undefined, 2));
    this.#orders.set(order.id, order);
  }

  async putInvoice(ctx: Context, id: string, html: string): Promise<string> {
    return await this.#write(ctx, `${id}.html`, html);
  }

  async readInvoice(id: string): Promise<string> {
    let html = "";
    const collect = async (parts: AsyncIterable<string>): Promise<void> => {
      for await (const part of parts) html += part;
    };
    await pipeline(createReadStream(join(this.#dir, `${id}.html`), "utf8"), collect); // planted: require-context-param
    return html;
  }

  close(): void {
    this.#open = false;
  }

  /** Writes beside the file and renames, so that an aborted write leaves the old one whole. */
  async #write(ctx: Context, name: string, text: string): Promise<string> {
    if (!this.#open) throw new Error("the store is closed");
    const file = join(this.#dir, name);
    ctx.signal.throwIfAborted();
    await writeFile(`${file}.part`, text); // planted: no-dropped-context
    await rename(`${file}.part`, file);
    return file;
  }
}
