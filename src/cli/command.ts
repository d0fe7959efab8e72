/** Where a command runs, and where it writes: `process` on the command line. */
export interface Surroundings {
  readonly cwd: string;
  /** What was asked for, and nothing else. */
  readonly stdout: Output;
  /** Progress and what the user should know besides. */
  readonly stderr: Output;
}

/** The part of a stream that commands use. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** A command: takes the words after its name, and gives the exit code (as ESLint's: 0 clean, 1 problems, 2 it did not work). */
export type Command = (args: readonly string[], surroundings: Surroundings) => Promise<number>;

/** What went wrong, in a sentence that says what to do. It is shown without a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
}
