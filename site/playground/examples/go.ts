// Go-style contexts
// A service with a context of its own: four things are wrong here.
import { background, type Context, withTimeout } from "./context.js";

interface Store {
  put(ctx: Context, key: string, value: string): Promise<void>;
  get(ctx: Context, key: string): Promise<string>;
}

async function audit(store: Store, text: string): Promise<void> {
  await store.put(background(), "audit", text);
}

export async function rename(ctx: Context, store: Store, from: string, to: string): Promise<void> {
  const [readCtx, cancel] = withTimeout(ctx, 1_000);
  const value = await store.get(readCtx, from);
  cancel();
  await store.put(readCtx, to, value);
  await audit(store, `renamed ${from}`);
}
