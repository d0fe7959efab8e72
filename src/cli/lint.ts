import { cac } from "cac";

import type { Command } from "./command.js";

/** `eslint-plugin-ctx [paths or tsconfig]` */
// eslint-disable-next-line @typescript-eslint/require-await
export const lint: Command = async (args) => {
  const cli = cac("eslint-plugin-ctx");
  cli.parse(["node", "eslint-plugin-ctx", ...args], { run: false });
  return 0;
};
