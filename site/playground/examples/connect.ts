// Connect
// The handler's context has the signal, which ends with the client's deadline.
import type { HandlerContext } from "@connectrpc/connect";

interface SayRequest {
  readonly sentence: string;
}

export async function say(request: SayRequest, context: HandlerContext): Promise<{ sentence: string }> {
  context.responseHeader.set("x-answered-by", "eliza");
  const response = await fetch("https://eliza.example.com/", { method: "POST", body: request.sentence });
  return { sentence: await response.text() };
}
