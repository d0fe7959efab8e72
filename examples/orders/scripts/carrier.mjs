// A stand-in for the carrier's HTTP API. `node scripts/carrier.mjs` serves it on port 8081.
import { once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

const prices = { standard: 490, express: 1290 };

/** Serves on the given port (0: any free one) until the returned server is closed. */
export async function startCarrier(port) {
  const server = createServer(async (request, response) => {
    const body = await json(request);
    const answer =
      request.url === "/quotes" ? { price: prices[body.service] } : { trackingCode: `CP-${body.service}-1` };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) await startCarrier(8081);
