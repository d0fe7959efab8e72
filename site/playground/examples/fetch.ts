// AbortSignal and fetch
// The signal stops at the first step: the second request goes on when the caller is gone.
import { setTimeout as sleep } from "node:timers/promises";

export async function loadReport(id: string, signal: AbortSignal): Promise<unknown> {
  const head = await fetch(`https://example.com/reports/${id}`, { signal });
  if (head.status === 202) await sleep(1_000);
  const response = await fetch(`https://example.com/reports/${id}/body`);
  return response.json();
}
