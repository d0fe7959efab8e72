import type { Step } from "./graph.js";

/** Why control leaves a piece of code other than at its end. Jumps are told apart by identity: each target has its own. */
export interface Completion {
  readonly kind: "break" | "continue" | "return" | "throw";
}

export const THROW: Completion = { kind: "throw" };
export const RETURN: Completion = { kind: "return" };

/** Code that completions leave through: asks where one of them goes, if not further out. */
export interface Scope {
  landing(completion: Completion): Step | undefined;
}

/** The place where one completion ends: behind a loop or block, at a loop's next turn, in a `catch`. */
export class Landing implements Scope {
  /** Made when it is first needed. */
  step: Step | undefined;

  constructor(
    private readonly of: Completion,
    private readonly make: () => Step,
  ) {}

  landing(completion: Completion): Step | undefined {
    if (completion !== this.of) return undefined;
    return (this.step ??= this.make());
  }
}

/** Code that every completion passes: a `finally`, a disposal, an iterator's end. Each completion has its own way through. */
export class Finalizer implements Scope {
  readonly pending = new Map<Completion, Step>();

  constructor(private readonly make: () => Step) {}

  landing(completion: Completion): Step {
    const known = this.pending.get(completion);
    if (known) return known;
    const step = this.make();
    this.pending.set(completion, step);
    return step;
  }
}
