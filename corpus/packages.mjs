// What is linted: npm packages whose tarballs hold their original TypeScript in `src`.

/**
 * @typedef {object} Package
 * @property {string} name
 * @property {boolean} [dom] Whether the program has the browser's types; a library for both has.
 * @property {boolean} [decorators] TypeScript's own decorators, which came before those of the language.
 * @property {Readonly<Record<string, string>>} [beside] Folders that `src` imports, and where they go.
 * @property {Readonly<Record<string, readonly string[]>>} [paths] `paths` of the tsconfig.
 */

/** @type {readonly Package[]} */
export const packages = [
  { name: "@anthropic-ai/sdk" },
  { name: "@dxos/client-services", decorators: true },
  { name: "@dxos/echo-pipeline", decorators: true },
  { name: "@helia/bitswap" },
  { name: "@libp2p/circuit-relay-v2" },
  { name: "@libp2p/kad-dht" },
  { name: "@libp2p/utils" },
  { name: "@ngrok/webernetes", dom: false },
  { name: "@tanstack/query-core" },
  { name: "@temporalio/client", dom: false, decorators: true },
  { name: "@temporalio/worker", dom: false, decorators: true },
  { name: "@trpc/server" },
  { name: "abort-controller-x" },
  { name: "helia" },
  { name: "langium" },
  { name: "libp2p" },
  { name: "msw", paths: { "#core": ["./src/core"], "#core/*": ["./src/core/*"] } },
  { name: "nice-grpc", dom: false },
  { name: "openai" },
  { name: "puppeteer-core", beside: { "lib/esm/third_party": "third_party" } },
];

/** Only measured: types that are dear to check. */
export const measured = [{ name: "viem" }];
