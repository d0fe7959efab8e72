// Hono
// `c.req.raw.signal` is aborted when the client hangs up.
import { Hono } from "hono";

const app = new Hono();

app.get("/users/:id", async (c) => {
  const response = await fetch(`https://users.example.com/${c.req.param("id")}`);
  return c.json((await response.json()) as object);
});

export default app;
