import type { TSESTree } from "@typescript-eslint/utils";

/** What a graph cannot see for itself: questions about types and variables. Each may stay unanswered. */
export interface FlowQuestions {
  /** Whether nothing comes after this: its type is `never`. */
  readonly isNever?: (node: TSESTree.AwaitExpression | TSESTree.CallExpression | TSESTree.NewExpression | TSESTree.TaggedTemplateExpression) => boolean;
  /** Whether the cases of a `switch` without `default` are all there are. */
  readonly isExhaustive?: (node: TSESTree.SwitchStatement) => boolean;
  /** Whether this work surely does not throw. */
  readonly cannotThrow?: (node: TSESTree.Node) => boolean;
  /** The variable, if it has the same value in each of its reads up to its next write here: a `const`, a parameter nobody assigns to, a flag of this function. */
  readonly unchanged?: (node: TSESTree.Identifier) => object | undefined;
  /** Whether a property has the same value in each of its reads, as long as its object is the same. */
  readonly isFixed?: (node: TSESTree.MemberExpression) => boolean;
}
