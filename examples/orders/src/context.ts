// A small port of Go's context package: cancellation, a deadline and request-scoped values, handed down the call chain.

/** Ends a context. Calling it more than once does nothing. */
export type CancelFunc = (cause?: Error) => void;

/** Why a context ended: somebody called its cancel function. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}

/** Why a context ended: its deadline passed. */
export class DeadlineExceeded extends Error {
  override readonly name = "DeadlineExceeded";
}

/** Names a value in a context and says what type it has. */
export class ContextKey<T> {
  declare readonly valueType: T;
  constructor(readonly description: string) {}
}

export interface Context {
  /** For `fetch` and everything else that takes an `AbortSignal`. */
  readonly signal: AbortSignal;
  deadline(): Date | undefined;
  /** Resolves when the context ends. */
  done(): Promise<void>;
  /** Why the context ended, or undefined while it is alive. */
  err(): Error | undefined;
  value<T>(key: ContextKey<T>): T | undefined;
  value(key: unknown): unknown;
}

const never = new AbortController().signal;

class Root implements Context {
  readonly signal = never;

  deadline(): Date | undefined {
    return undefined;
  }

  done(): Promise<void> {
    return new Promise(() => {});
  }

  err(): Error | undefined {
    return undefined;
  }

  value<T>(key: ContextKey<T>): T | undefined;
  value(): unknown {
    return undefined;
  }
}

interface Change {
  readonly signal?: AbortSignal;
  readonly deadline?: Date | undefined;
  readonly entry?: readonly [key: unknown, value: unknown];
}

/** A context that differs from its parent in one respect. */
class Child implements Context {
  readonly signal: AbortSignal;
  readonly #parent: Context;
  readonly #change: Change;

  constructor(parent: Context, change: Change) {
    this.#parent = parent;
    this.#change = change;
    this.signal = change.signal ?? parent.signal;
  }

  deadline(): Date | undefined {
    return "deadline" in this.#change ? this.#change.deadline : this.#parent.deadline();
  }

  done(): Promise<void> {
    if (this.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  err(): Error | undefined {
    if (!this.signal.aborted) return undefined;
    return this.signal.reason instanceof Error ? this.signal.reason : new Cancelled("context cancelled");
  }

  value<T>(key: ContextKey<T>): T | undefined;
  value(key: unknown): unknown {
    const entry = this.#change.entry;
    return entry && entry[0] === key ? entry[1] : this.#parent.value(key);
  }
}

const root = new Root();

/** The context of main: it never ends and holds nothing. */
export function background(): Context {
  return root;
}

/** For code that has no context yet and should get one. */
export function todo(): Context {
  return root;
}

export function withCancel(parent: Context): [ctx: Context, cancel: CancelFunc] {
  const controller = new AbortController();
  const signal = AbortSignal.any([parent.signal, controller.signal]);
  const cancel: CancelFunc = (cause = new Cancelled("context cancelled")) => controller.abort(cause);
  return [new Child(parent, { signal }), cancel];
}

/** A child that ends at the given time, or when its parent ends if that is sooner. */
export function withDeadline(parent: Context, at: Date): [ctx: Context, cancel: CancelFunc] {
  const inherited = parent.deadline();
  const deadline = inherited && inherited < at ? inherited : at;
  const [ctx, cancel] = withCancel(parent);
  const timer = setTimeout(() => cancel(new DeadlineExceeded("deadline exceeded")), deadline.getTime() - Date.now());
  const stop: CancelFunc = (cause) => {
    clearTimeout(timer);
    cancel(cause);
  };
  return [new Child(ctx, { deadline }), stop];
}

export function withTimeout(parent: Context, ms: number): [ctx: Context, cancel: CancelFunc] {
  return withDeadline(parent, new Date(Date.now() + ms));
}

export function withValue<T>(parent: Context, key: ContextKey<T>, value: T): Context;
export function withValue(parent: Context, key: unknown, value: unknown): Context;
export function withValue(parent: Context, key: unknown, value: unknown): Context {
  return new Child(parent, { entry: [key, value] });
}

/** Keeps the values, drops cancellation and deadline: for work that has to outlive its request. */
export function withoutCancel(parent: Context): Context {
  return new Child(parent, { signal: never, deadline: undefined });
}
