/** BullMQ: a worker's processor is offered a signal as its third argument. */
import rule from "../../src/rules/no-dropped-context.js";
import { ruleTester } from "../rule-tester.js";

const load = `declare function load(id: string, signal?: AbortSignal): Promise<string>;`;

ruleTester.run("no-dropped-context in BullMQ", rule, {
  valid: [
    { name: "passed on", code: `${load}\nimport { Worker } from "bullmq";\nexport const worker = new Worker("q", async (job, _token, signal) => { await load(String(job.id), signal); });` },
    { name: "what takes none", code: `import { Worker } from "bullmq";\nexport const worker = new Worker("q", async (job) => { await job.updateProgress(1); });` },
    { name: "the producer has none", code: `${load}\nimport { Queue } from "bullmq";\nconst queue = new Queue("q");\nexport async function add(id: string): Promise<void> { await queue.add("a", { text: await load(id) }); }` },
  ],
  invalid: [
    {
      name: "a processor that leaves it out",
      code: `${load}\nimport { Worker } from "bullmq";\nexport const worker = new Worker("q", async (job) => { await load(String(job.id)); });`,
      errors: [{ messageId: "notTaken", suggestions: [{ messageId: "take", output: `${load}\nimport { Worker } from "bullmq";\nexport const worker = new Worker("q", async (job, _, signal) => { await load(String(job.id), signal); });` }] }],
    },
    {
      name: "a processor that takes it and drops it",
      code: `${load}\nimport { type Job, Worker } from "bullmq";\nasync function work(job: Job, _token?: string, signal?: AbortSignal): Promise<void> { signal?.throwIfAborted(); await load(String(job.id)); }\nexport const worker = new Worker("q", work);`,
      output: `${load}\nimport { type Job, Worker } from "bullmq";\nasync function work(job: Job, _token?: string, signal?: AbortSignal): Promise<void> { signal?.throwIfAborted(); await load(String(job.id), signal); }\nexport const worker = new Worker("q", work);`,
      errors: [{ messageId: "dropped" }],
    },
  ],
});
