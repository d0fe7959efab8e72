// Fastify
// `request.signal` is aborted when the client has gone, or when `handlerTimeout` is over.
import fastify from "fastify";

const app = fastify({ handlerTimeout: 10_000 });

app.get("/prices", async (request) => {
  const response = await fetch("https://prices.example.com/");
  request.log.info("prices loaded");
  return response.json();
});

export { app };
