// Express
// Express has no signal of its own: the middleware makes one, and a declaration lets TypeScript see it.
/* settings { "ctx": { "carriers": [{ "from": "package", "package": "express-serve-static-core", "name": "Request", "way": "signal" }] } } */
import express from "express";

declare module "express-serve-static-core" {
  interface Request {
    signal: AbortSignal;
  }
}

const app = express();

app.use((request, response, next) => {
  const controller = new AbortController();
  response.once("close", () => controller.abort());
  request.signal = controller.signal;
  next();
});

app.get("/prices", async (request, response) => {
  const prices = await fetch(`https://prices.example.com/?q=${String(request.query["q"])}`);
  response.json(await prices.json());
});

app.listen(3000);
