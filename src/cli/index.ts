import { UserError, type Command, type Surroundings } from "./command.js";
import { lint } from "./lint.js";

/** The commands with a name of their own; each is loaded when it is called. */
const named: Readonly<Record<string, () => Promise<Command>>> = {
  graph: async () => (await import("./graph.js")).graph,
};

/** Runs the command that the first word names, or else `lint` with all words, and gives the exit code. */
export async function run(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const [first = "", ...others] = words;
  const load = Object.hasOwn(named, first) ? named[first] : undefined;
  try {
    return await (load ? (await load())(others, surroundings) : lint(words, surroundings));
  } catch (error) {
    surroundings.stderr.write(`${describe(error)}\n`);
    return 2;
  }
}

/** Not the error object itself: ESLint hangs whole syntax trees on it. */
function describe(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
