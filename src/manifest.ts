import { createRequire } from "node:module";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly peerDependencies: Readonly<Record<"@typescript-eslint/parser" | "eslint" | "typescript", string>>;
}

/** What the package's own `package.json` says. */
export const manifest = createRequire(import.meta.url)("../package.json") as Manifest;

/** The folder of the package, in `src` as in `dist`. */
export const root: URL = new URL("../", import.meta.url);
