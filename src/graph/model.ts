/** How contexts flow through a program, as data: what is drawn as a page, as Mermaid or as DOT text. */
export interface FlowGraph {
  /** What was looked at. */
  readonly title: string;
  readonly functions: readonly FlowFunction[];
  readonly calls: readonly FlowCall[];
  readonly findings: readonly Finding[];
  /** How many functions of the program have nothing to do with contexts, and are left out. */
  readonly others: number;
  /** Files that could not be read, and why. */
  readonly unread: readonly string[];
}

/**
 * What a function does with contexts: it takes one, has one around it (a field, a variable), makes one out of nothing,
 * derives one, passes one on, drops one, or takes none although its calls need one.
 */
export type Role = "derives" | "drops" | "has" | "lacks" | "makes" | "passes" | "takes";

/** A function of the program, the top level of a file, or a function outside that gets a context or should. */
export interface FlowFunction {
  readonly id: string;
  readonly name: string;
  /** The file from the root of what is looked at; for one outside the package. */
  readonly file: string;
  readonly line: number;
  readonly kind: "function" | "outside" | "top-level";
  readonly roles: readonly Role[];
  /** What it is declared as, or what it does: one line each. */
  readonly notes: readonly Note[];
}

/** One line about a function: `takes ctx: Context`, `makes background()`. */
export interface Note {
  readonly role: Role;
  readonly text: string;
  readonly line: number;
}

/** `passes` hands a context on, `plain` does not, `offers` gives one to a callback, `wrong` hands on one that will not do, `broken` loses it. */
export type CallState = "broken" | "offers" | "passes" | "plain" | "wrong";

/** All calls of one function by another. */
export interface FlowCall {
  readonly from: string;
  readonly to: string;
  readonly state: CallState;
  readonly lines: readonly number[];
  /** Indices of {@link FlowGraph.findings}. */
  readonly findings: readonly number[];
}

/** A report of one of the plugin's rules. */
export interface Finding {
  readonly rule: string;
  readonly message: string;
  /** Whether a context is lost here, so that what is below cannot be cancelled. */
  readonly isBreak: boolean;
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** The line and its neighbours, the first of them being `from`. */
  readonly excerpt: { readonly from: number; readonly lines: readonly string[] };
  /** The functions from the report to the break, both included. */
  readonly way: readonly string[];
}
