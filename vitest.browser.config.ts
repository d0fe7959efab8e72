import { defineConfig } from "vitest/config";

/** Tests in a real browser: `npm run test:browser`. They need Chromium, which `npm test` does not. */
export default defineConfig({
  test: {
    include: ["tests/**/*.browser.ts"],
    pool: "forks",
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 180_000,
  },
});
