// BullMQ
// A worker's processor is offered a signal, which is aborted when the job is cancelled.
import { Worker } from "bullmq";

export const worker = new Worker<{ url: string }>(
  "pages",
  async (job, _token, signal) => {
    signal?.throwIfAborted();
    const response = await fetch(job.data.url);
    return response.status;
  },
  { connection: { host: "127.0.0.1" } },
);
