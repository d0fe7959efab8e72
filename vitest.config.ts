import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    exclude: ["tests/**/fixtures/**"],
    // Files share their worker's modules: TypeScript is loaded, and its libraries are parsed, once a worker and not once a file.
    pool: "forks",
    isolate: false,
    setupFiles: ["tests/setup.ts"],
    maxWorkers: 2,
    // Against hangs only: a machine with much else to do is several times slower.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
