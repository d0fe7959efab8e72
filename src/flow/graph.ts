import type { TSESTree } from "@typescript-eslint/utils";

/** What a graph can be made of: whatever runs as one piece. */
export type Root =
  | TSESTree.ArrowFunctionExpression
  | TSESTree.FunctionDeclaration
  | TSESTree.FunctionExpression
  | TSESTree.Program
  | TSESTree.StaticBlock;

/** What happens in a step. All but the first row may throw, if the language is taken by its word. */
export type StepKind =
  | "bind" | "default" | "entry" | "exit" | "join" | "jump" | "return" | "case" | "value"
  /** A member, or a property of a pattern, is read. */
  | "access"
  | "await"
  | "call"
  | "class"
  /** An iterator is told that no more is wanted: `return()`, awaited in `for await`. */
  | "close"
  /** An object pattern, which `null` cannot match. */
  | "destructure"
  /** The end of a `using` declaration's block, for one declarator. */
  | "dispose"
  | "import"
  /** An iterator is asked for: a spread, an array pattern, the start of a `for…of`. */
  | "iterate"
  | "new"
  /** The head of `for…in` and `for…of`: one more value, or done. */
  | "next"
  /** An operator that may convert its operands. */
  | "operate"
  | "read"
  | "throw"
  /** A variable or member is assigned to. */
  | "write"
  | "yield";

/**
 * One step of evaluation: the operands of its node have their values, and the node's own work is done now.
 * A node has several steps where its code is there for several completions (the body of a `finally`).
 */
export interface Step {
  readonly id: number;
  readonly kind: StepKind;
  readonly node: TSESTree.Node;
  readonly edges: readonly Edge[];
  /** The variable that is made anew or set here: what was known of it before is known no more. */
  readonly binds: object | undefined;
}

/** Why control goes on there. `true` and `false` of `next` are one more value and done; of `default`, undefined and given. */
export type EdgeKind = "break" | "continue" | "false" | "normal" | "nullish" | "present" | "return" | "throw" | "true";

export interface Edge {
  readonly from: Step;
  readonly to: Step;
  readonly kind: EdgeKind;
  /** A completion that began before a `finally`, a disposal or an iterator's end goes on after it. */
  readonly resumes: boolean;
  /** What is true on this way. */
  readonly assumption: Assumption | undefined;
}

/** Something that is compared, made of unchanged variables only, so that it is the same whenever it is asked. */
export interface Aspect {
  readonly id: number;
  readonly variables: readonly object[];
  /** How often it is asked; in a loop, twice. */
  readonly tests: number;
}

/** What a value can be, as far as conditions tell: a set of bits. */
export const Value = { undefined: 1, null: 2, falsy: 4, truthy: 8, nullish: 3, any: 15 } as const;

/** The subject is (or, if it does not hold, is not) one of some values, or one literal. */
export interface Assumption {
  readonly subject: TSESTree.Node;
  readonly aspect: Aspect | undefined;
  /** Bits of {@link Value}. */
  readonly among: number;
  readonly literal: string | undefined;
  readonly holds: boolean;
}

/** The control flow of one function, static block or program. */
export interface Graph {
  readonly root: Root;
  readonly steps: readonly Step[];
  readonly entry: Step;
  readonly exits: { readonly end: Step; readonly return: Step; readonly throw: Step };
  readonly aspects: readonly Aspect[];
  /** The steps of a node, none where it has no work of its own (wrappers, `&&`, `?:`, blocks) or another graph has it. */
  stepsOf(node: TSESTree.Node): readonly Step[];
}
