import { UserError, type Command, type Surroundings } from "./command.js";

/** The commands, by their first word; each is loaded when it is called. Anything else is given to `lint`. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  graph: async () => (await import("./graph.js")).graph,
  lint: async () => (await import("./lint.js")).lint,
};

/** Runs what the words ask for, and gives the exit code. */
export async function run(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const [first, ...others] = words;
  const named = first !== undefined && Object.hasOwn(commands, first);
  const load = commands[named ? first : "lint"]!;
  try {
    const command = await load();
    return await command(named ? others : words, surroundings);
  } catch (error) {
    // Not the error object itself: ESLint hangs whole syntax trees on it.
    surroundings.stderr.write(`${error instanceof UserError ? error.message : error instanceof Error ? String(error.stack) : String(error)}\n`);
    return 2;
  }
}
