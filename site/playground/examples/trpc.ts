// tRPC
// A procedure gets the request's signal beside its input.
import { initTRPC } from "@trpc/server";

const t = initTRPC.create();

export const router = t.router({
  weather: t.procedure.query(async ({ signal }) => {
    signal?.throwIfAborted();
    const response = await fetch("https://weather.example.com/today");
    return (await response.json()) as { degrees: number };
  }),
});
