import { EventEmitter, once } from "node:events";
import { type Context, withTimeout } from "./context.js";
import { loggerOf } from "./log.js";

export interface Job {
  readonly id: string;
}

/** Does the work of one job. It gets a context that ends with the job's time limit. */
export type Handler<T extends Job> = (ctx: Context, job: T) => Promise<void>;

export interface QueueLimits {
  readonly workers: number;
  readonly attempts: number;
  readonly jobTimeoutMs: number;
}

/** A job queue in this process: first in, first out, with retries. */
export class JobQueue<T extends Job> {
  readonly #waiting: T[] = [];
  readonly #running = new Map<string, Context>(); // planted: no-context-field
  readonly #arrivals = new EventEmitter();
  readonly #limits: QueueLimits;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  add(job: T): void {
    this.#waiting.push(job);
    this.#arrivals.emit("job");
  }

  /** The jobs at work, and when each will be given up. */
  running(): { id: string; until: Date | undefined }[] {
    return Array.from(this.#running, ([id, ctx]) => ({ id, until: ctx.deadline() }));
  }

  /** Works until the context ends. */
  async run(ctx: Context, handle: Handler<T>): Promise<void> {
    const workers = Array.from({ length: this.#limits.workers }, () => this.#work(ctx, handle));
    try {
      await Promise.all(workers);
    } catch (error) {
      if (!ctx.err()) throw error;
      loggerOf(ctx).info(`queue stopped, ${this.#waiting.length} jobs left`);
      await this.#drain(ctx, handle); // planted: no-dead-context
    }
  }

  /** Works off what is left. */
  async #drain(ctx: Context, handle: Handler<T>): Promise<void> {
    while (!ctx.err()) {
      const job = this.#waiting.shift();
      if (!job) return;
      await this.#attempt(ctx, job, handle);
    }
  }

  async #work(ctx: Context, handle: Handler<T>): Promise<void> {
    while (!ctx.err()) {
      const job = this.#waiting.shift();
      if (job) await this.#retry(ctx, job, handle);
      else await once(this.#arrivals, "job", { signal: ctx.signal });
    }
  }

  async #retry(ctx: Context, job: T, handle: Handler<T>): Promise<void> {
    for (let attempt = 1; attempt <= this.#limits.attempts; attempt++) {
      try {
        await this.#attempt(ctx, job, handle);
        return;
      } catch (error) {
        if (ctx.err()) throw error;
        loggerOf(ctx).warn(`job ${job.id}, attempt ${attempt}: ${String(error)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt)); // planted: no-uncancellable-sleep
    }
    loggerOf(ctx).error(`job ${job.id} given up`);
  }

  async #attempt(parent: Context, job: T, handle: Handler<T>): Promise<void> {
    const [ctx, cancel] = withTimeout(parent, this.#limits.jobTimeoutMs); // planted: no-lost-cancel
    this.#running.set(job.id, ctx);
    try {
      const note = (): void => loggerOf(parent).warn(`job ${job.id} is stopped`);
      parent.signal.addEventListener("abort", note); // planted: no-leaked-abort-listener
      await handle(ctx, job);
      parent.signal.removeEventListener("abort", note);
    } finally {
      this.#running.delete(job.id);
    }
    cancel();
  }
}
