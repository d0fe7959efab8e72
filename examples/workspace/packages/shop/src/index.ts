import { price } from "@workspace/catalog";
import { getJson } from "@workspace/http";

interface Cart {
  readonly articles: readonly string[];
}

/** The price of a cart, unless the signal ends it. */
export async function total(user: string, signal: AbortSignal): Promise<number> {
  const cart = await getJson<Cart>(`https://carts.example/${user}`); // planted: no-dropped-context
  let sum = 0;
  for (const article of cart.articles) {
    signal.throwIfAborted();
    sum += await price(article); // planted: no-broken-context-chain
  }
  return sum;
}
