import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Config {
  readonly port: number;
  readonly carrierUrl: string;
  readonly dataDir: string;
  readonly invoiceScript: string;
  readonly workers: number;
}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  return {
    port: Number(env["PORT"] ?? 8080),
    carrierUrl: env["CARRIER_URL"] ?? "http://127.0.0.1:8081",
    dataDir: env["DATA_DIR"] ?? join(tmpdir(), "orders"),
    invoiceScript: fileURLToPath(new URL("../scripts/render-invoice.mjs", import.meta.url)),
    workers: Number(env["WORKERS"] ?? 2),
  };
}
