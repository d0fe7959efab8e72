import type { ContextModel, DeclaredAt } from "./model.js";

const api = (name: string | string[]): DeclaredAt => ({ from: "package", package: "@opentelemetry/api", name });

/** OpenTelemetry's `Context`: values and the current span. It cannot be cancelled. */
export const opentelemetry: ContextModel = {
  name: "opentelemetry",
  contexts: [api("Context")],
  makers: [api("ContextManager")],
  roots: [
    {
      ...api("ROOT_CONTEXT"),
      use: "value",
      baseOf: [
        { method: "extract" },
        { method: "inject" },
        { method: "setSpanContext", on: [api("TraceAPI")] },
        { method: "startSpan", on: [api("Tracer")], beside: "links" },
        { method: "startActiveSpan", on: [api("Tracer")], beside: "links" },
      ],
    },
  ],
  derives: [
    { method: "setValue", makes: "value" },
    { method: "deleteValue", makes: "value" },
    { method: "setSpan", on: [api("TraceAPI")], makes: "value" },
    { method: "deleteSpan", on: [api("TraceAPI")], makes: "value" },
    { method: "setSpanContext", on: [api("TraceAPI")], makes: "value" },
    { method: "setBaggage", on: [api("PropagationAPI")], makes: "value" },
    { method: "deleteBaggage", on: [api("PropagationAPI")], makes: "value" },
    { method: "extract", on: [api(["PropagationAPI", "TextMapPropagator"])], makes: "value" },
  ],
  handles: [{ type: [api("Span")], endedBy: ["end"], liveIf: ["isRecording"], startedBy: ["startSpan", "startActiveSpan"] }],
  values: {
    writers: [{ method: "setValue", key: 0, value: 1 }],
    readers: [{ method: "getValue", key: 0 }],
    getters: [
      { method: "getSpan", on: [api("TraceAPI")] },
      { method: "getSpanContext", on: [api("TraceAPI")] },
      { method: "getBaggage", on: [api("PropagationAPI")] },
    ],
    keys: [api("createContextKey")],
  },
  ambient: [
    { method: "with", on: [api("ContextAPI")], callback: 1 },
    { method: "startActiveSpan", on: [api("Tracer")] },
    { method: "active", on: [api("ContextAPI")], expression: true },
  ],
  parameter: { place: "any", name: "ctx" },
  spelling: { ambient: { name: "context", member: "active()" } },
};
