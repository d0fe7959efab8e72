/** Starts the worker: its program is stored packed. What it is asked meanwhile waits. */
import { fetchPacked } from "./unzip.js";

declare function importScripts(url: string): void;

const waiting: unknown[] = [];
const wait = ({ data }: MessageEvent<unknown>): void => void waiting.push(data);
self.addEventListener("message", wait);

void fetchPacked("lint.js.gz").then((text) => {
  self.removeEventListener("message", wait);
  importScripts(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  for (const data of waiting) self.dispatchEvent(new MessageEvent("message", { data }));
});
