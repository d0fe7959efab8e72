import yoctoSpinner from "yocto-spinner";

import type { Output } from "./command.js";

/** Tells a user who waits how far the work is. */
export interface Progress {
  at(text: string): void;
  end(): void;
}

/** A line on a terminal, and nothing in a pipe. */
export function progressOn(output: Output): Progress {
  // A terminal that does not overwrite lines, as CI's, would fill with them.
  const overwrites = output === process.stderr && process.stderr.isTTY && process.env.TERM !== "dumb" && process.env.CI === undefined;
  if (!overwrites) return { at() {}, end() {} };
  const spinner = yoctoSpinner({ stream: process.stderr }).start();
  return {
    at(text) {
      spinner.text = text;
    },
    end() {
      spinner.stop();
    },
  };
}
