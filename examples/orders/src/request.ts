// The values that travel with one request. Keys stay private, so that nobody reads or writes them past these functions.
import { type Context, ContextKey, withValue } from "./context.js";

const requestIdKey = new ContextKey<string>("requestId");

export function withRequestId(ctx: Context, requestId: string): Context {
  return withValue(ctx, requestIdKey, requestId);
}

export function requestIdOf(ctx: Context): string | undefined {
  return ctx.value(requestIdKey);
}
