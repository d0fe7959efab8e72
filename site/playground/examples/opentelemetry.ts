// OpenTelemetry
// The span is not ended where the work fails, and the child's context is never used.
import { type Context, SpanStatusCode, trace } from "@opentelemetry/api";

const tracer = trace.getTracer("orders");

export async function place(parent: Context, charge: (ctx: Context) => Promise<void>): Promise<void> {
  const span = tracer.startSpan("place", {}, parent);
  trace.setSpan(parent, span);
  await charge(parent);
  span.setStatus({ code: SpanStatusCode.OK });
  span.end();
}
