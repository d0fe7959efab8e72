/** AI SDK: requests take an `abortSignal`, and tools are offered one. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const imports = (names: string) => `import { type LanguageModel, ${names} } from "ai";\ndeclare const model: LanguageModel;\n`;
const schema = `jsonSchema<{ city: string }>({ type: "object" })`;
const tool = (execute: string) => `${imports("jsonSchema, tool")}export const weather = tool({ inputSchema: ${schema}, execute: ${execute} });`;

ruleTester.run("no-dropped-context in the AI SDK", rule, {
  valid: [
    { name: "passed on", code: `${imports("generateText")}export const f = (signal: AbortSignal) => generateText({ model, prompt: "x", abortSignal: signal });` },
    { name: "what is spread has it", code: `${imports("streamText")}export const f = (params: { prompt: string; abortSignal: AbortSignal }) => streamText({ model, ...params });` },
    { name: "a tool that takes it", code: tool(`async ({ city }, { abortSignal }) => (await fetch(city, { signal: abortSignal ?? null })).status`) },
  ],
  invalid: [
    ...(["generateText", "streamText"] as const).map((call) => ({
      name: call,
      code: `${imports(call)}export const f = (signal: AbortSignal) => { signal.throwIfAborted(); return ${call}({ model, prompt: "x" }); };`,
      output: `${imports(call)}export const f = (signal: AbortSignal) => { signal.throwIfAborted(); return ${call}({ model, prompt: "x", abortSignal: signal }); };`,
      errors: [{ messageId: "dropped" as const }],
    })),
    {
      name: "a bag whose parts hang on what is asked for",
      code: `${imports("generateObject, jsonSchema")}export const f = (signal: AbortSignal) => { signal.throwIfAborted(); return generateObject({ model, prompt: "x", schema: ${schema} }); };`,
      output: `${imports("generateObject, jsonSchema")}export const f = (signal: AbortSignal) => { signal.throwIfAborted(); return generateObject({ model, prompt: "x", schema: ${schema}, abortSignal: signal }); };`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "what is spread has it under another name",
      code: `${imports("streamText")}export const f = (params: { prompt: string; signal: AbortSignal }) => { params.signal.throwIfAborted(); return streamText({ model, ...params }); };`,
      output: `${imports("streamText")}export const f = (params: { prompt: string; signal: AbortSignal }) => { params.signal.throwIfAborted(); return streamText({ model, ...params, abortSignal: params.signal }); };`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a tool that leaves it out",
      code: tool(`async ({ city }) => (await fetch(city)).status`),
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: tool(`async ({ city }, { abortSignal }) => (await fetch(city, { signal: abortSignal ?? null })).status`) }] }],
    },
  ],
});
