import { rename } from "node:fs/promises";
import { type Context, withCancel, withDeadline, withTimeout } from "./context.js";
import { loggerOf } from "./log.js";
import type { Order } from "./order.js";
import { withRequestId } from "./request.js";

export interface Entry {
  readonly account: string;
  readonly orderId: string;
}

/** The bookkeeping's own service. */
export interface Ledger {
  book(ctx: Context, entry: Entry): Promise<void>;
  balance(ctx: Context, account: string): Promise<number>;
  /** A balance of some hours ago. */
  lastKnown(account: string): Promise<number>;
  seal(account: string): Promise<void>;
}

/** Books each order. One that cannot be booked does not hold up the others. */
export async function bookAll(ctx: Context, ledger: Ledger, orders: readonly Order[]): Promise<void> {
  for (const order of orders) {
    try {
      await ledger.book(ctx, { account: "sales", orderId: order.id });
    } catch (error) { // planted: no-swallowed-cancellation
      loggerOf(ctx).warn(`order ${order.id} is not booked: ${String(error)}`);
    }
  }
}

/** What an account has: an old balance is better than none. */
export async function balanceOf(parent: Context, ledger: Ledger, account: string): Promise<number> {
  const [ctx, cancel] = withTimeout(parent, 2_000);
  try {
    return await ledger.balance(ctx, account);
  } catch { // planted: no-swallowed-cancellation
    return await ledger.lastKnown(account);
  } finally {
    cancel();
  }
}

/** Books each order under its own id. */
export async function bookTraced(ctx: Context, ledger: Ledger, orders: readonly Order[]): Promise<void> {
  let entryCtx = ctx;
  for (const order of orders) {
    entryCtx = withRequestId(entryCtx, order.id); // planted: no-nested-context
    await ledger.book(entryCtx, { account: "sales", orderId: order.id });
  }
}

/** Books the lines of an order at once. */
export async function bookLines(ctx: Context, ledger: Ledger, order: Order): Promise<void> {
  const bookings: Promise<void>[] = [];
  order.lines.forEach((line) => {
    ctx = withRequestId(ctx, `${order.id}-${line.sku}`); // planted: no-nested-context
    bookings.push(ledger.book(ctx, { account: line.sku, orderId: order.id }));
  });
  await Promise.all(bookings);
}

/** Seals accounts: nothing can be booked to them any more. */
export async function sealAll(ctx: Context, ledger: Ledger, accounts: readonly string[]): Promise<void> {
  if (ctx.err()) return;
  for (const account of accounts) { // planted: require-cancellation-check
    await ledger.seal(account);
  }
}

/** Waits until an account is in balance. */
export async function untilBalanced(ctx: Context, ledger: Ledger, account: string): Promise<void> {
  loggerOf(ctx).info(`waiting for ${account}`);
  while ((await ledger.lastKnown(account)) !== 0) { // planted: require-cancellation-check
    await ledger.seal(account);
  }
}

/** Closes the books of a day. */
export async function closeDay(parent: Context, ledger: Ledger, accounts: readonly string[]): Promise<number> {
  const [dayCtx, cancelDay] = withCancel(parent);
  try {
    const [ctx, cancel] = withTimeout(dayCtx, 60_000); // planted: no-rewrapped-context
    try {
      const balances = await Promise.all(accounts.map((account) => ledger.balance(ctx, account)));
      return balances.reduce((sum, balance) => sum + balance, 0);
    } finally {
      cancel();
    }
  } finally {
    cancelDay();
  }
}

/** Corrects an order's entry before the books are closed. */
export async function correct(parent: Context, ledger: Ledger, order: Order, until: Date): Promise<void> {
  const [untilCtx, cancelUntil] = withDeadline(parent, until);
  try {
    const [ctx, cancel] = withCancel(untilCtx); // planted: no-rewrapped-context
    try {
      await ledger.book(ctx, { account: "corrections", orderId: order.id });
    } finally {
      cancel();
    }
  } finally {
    cancelUntil();
  }
}

/** How a ledger is called in a log. */
export function describe(ctx?: Context): string { // planted: no-optional-context
  return ctx?.err() ? "a ledger that is gone" : "a ledger";
}

/** Whether there is time left for one more booking. */
export const hasTime = (ctx?: Context): boolean => (ctx?.deadline()?.getTime() ?? Infinity) > Date.now(); // planted: no-optional-context

/** Puts a day's file where the bookkeeping looks for it. */
export async function handOver(_ctx: Context, file: string, to: string): Promise<void> { // planted: no-ignored-context
  await rename(file, to);
}

/** Takes it back. */
export async function takeBack(_ctx: Context, file: string, from: string): Promise<void> { // planted: no-ignored-context
  await rename(from, file);
}
