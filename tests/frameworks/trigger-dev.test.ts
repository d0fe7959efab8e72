/** trigger.dev: who cancels a run ends its process; a task that takes its signal means it. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const imports = `import { schedules, task } from "@trigger.dev/sdk";\n`;

ruleTester.run("no-dropped-context in trigger.dev", rule, {
  valid: [
    { name: "a task that leaves it out", code: `${imports}export const load = task({ id: "load", run: async (payload: { url: string }) => { const answer = await fetch(payload.url); return answer.status; } });` },
    { name: "a scheduled one", code: `${imports}export const load = schedules.task({ id: "load", cron: "0 * * * *", run: async () => { const answer = await fetch("https://prices.example"); return answer.status; } });` },
    { name: "passed on", code: `${imports}export const load = task({ id: "load", run: async (payload: { url: string }, { signal }) => { const answer = await fetch(payload.url, { signal }); return answer.status; } });` },
  ],
  invalid: [
    {
      name: "a task that takes it",
      code: `${imports}export const load = task({ id: "load", run: async (payload: { url: string }, { signal }) => { signal.throwIfAborted(); const answer = await fetch(payload.url); return answer.status; } });`,
      output: `${imports}export const load = task({ id: "load", run: async (payload: { url: string }, { signal }) => { signal.throwIfAborted(); const answer = await fetch(payload.url, { signal }); return answer.status; } });`,
      errors: [{ messageId: "dropped" }],
    },
    {
      name: "a task of somebody else",
      code: `declare function task(options: { id: string; run: (payload: { url: string }, params: { signal: AbortSignal }) => Promise<number> }): void;\ntask({ id: "load", run: async (payload) => (await fetch(payload.url)).status });`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `declare function task(options: { id: string; run: (payload: { url: string }, params: { signal: AbortSignal }) => Promise<number> }): void;\ntask({ id: "load", run: async (payload, { signal }) => (await fetch(payload.url, { signal })).status });` }] }],
    },
  ],
});
