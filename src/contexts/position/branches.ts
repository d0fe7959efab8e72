import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Facts } from "../facts.js";
import { both, type Certainty, either } from "./certainty.js";
import { completions, hasJumpOut, leaves } from "./completion.js";
import { isFunction } from "./syntax.js";

/** What makes something true for the code after it, here: that a context is over. */
export interface Evidence {
  /** Is it true when this condition comes out so? */
  test(test: TSESTree.Node, outcome: boolean): Certainty;
  /** Is it true once this expression has been evaluated? */
  done(expression: TSESTree.Node): Certainty;
}

/** Is it true at `inner` because of where that stands in its parent: in a branch, or after something in the same list? */
export function holdsIn(facts: Facts, inner: TSESTree.Node, outer: TSESTree.Node, evidence: Evidence): Certainty {
  switch (outer.type) {
    case N.IfStatement:
    case N.ConditionalExpression:
      if (inner === outer.test) return "no";
      return either(() => evidence.test(outer.test, inner === outer.consequent), () => done(facts, outer.test, evidence));
    case N.LogicalExpression:
      if (inner === outer.left) return "no";
      return either(() => (outer.operator === "??" ? "no" : evidence.test(outer.left, outer.operator === "&&")), () => done(facts, outer.left, evidence));
    case N.WhileStatement:
    case N.ForStatement:
      return inner === outer.body && outer.test !== null ? evidence.test(outer.test, true) : "no";
    case N.SequenceExpression:
      return either(...outer.expressions.slice(0, outer.expressions.indexOf(inner as TSESTree.Expression)).map((each) => () => done(facts, each, evidence)));
    case N.BlockStatement:
    case N.Program:
    case N.StaticBlock:
      return before(facts, outer.body, inner, evidence);
    case N.SwitchCase:
      return before(facts, outer.consequent, inner, evidence);
    default:
      return "no";
  }
}

function before(facts: Facts, statements: readonly TSESTree.Statement[], inner: TSESTree.Node, evidence: Evidence): Certainty {
  const index = statements.indexOf(inner as TSESTree.Statement);
  return either(...statements.slice(0, Math.max(index, 0)).reverse().map((statement) => () => holdsAfter(facts, statement, evidence)));
}

/** Is it true after this statement, whichever way that went on? */
function holdsAfter(facts: Facts, statement: TSESTree.Statement, evidence: Evidence): Certainty {
  switch (statement.type) {
    case N.ExpressionStatement:
      return done(facts, statement.expression, evidence);
    case N.VariableDeclaration:
      return either(...statement.declarations.map(({ init }) => () => (init === null ? "no" : done(facts, init, evidence))));
    case N.BlockStatement:
      return either(...uninterrupted(facts, statement.body).map((each) => () => holdsAfter(facts, each, evidence)));
    case N.IfStatement: {
      const { test, consequent, alternate } = statement;
      const then = either(() => evidence.test(test, true), () => holdsAfter(facts, consequent, evidence));
      const otherwise = either(() => evidence.test(test, false), () => (alternate === null ? "no" : holdsAfter(facts, alternate, evidence)));
      const tested = done(facts, test, evidence);
      if (tested === "yes" || (then === "no" && otherwise === "no")) return tested;
      return both(
        () => (then !== "yes" && leaves(facts, consequent) ? "yes" : then),
        () => (otherwise !== "yes" && alternate !== null && leaves(facts, alternate) ? "yes" : otherwise),
      );
    }
    case N.TryStatement: {
      const { block, handler, finalizer } = statement;
      const last = finalizer === null ? "no" : holdsAfter(facts, finalizer, evidence);
      if (last === "yes") return "yes";
      return both(
        () => holdsAfter(facts, block, evidence),
        () => (handler === null || leaves(facts, handler.body) ? "yes" : holdsAfter(facts, handler.body, evidence)),
      );
    }
    case N.WhileStatement:
    case N.DoWhileStatement:
    case N.ForStatement: {
      if (statement.test === null) return "no";
      const exit = evidence.test(statement.test, false);
      return exit !== "no" && hasJumpOut(statement) ? "no" : exit;
    }
    default:
      return "no";
  }
}

/** The statements up to one from which a jump may skip the rest. */
function uninterrupted(facts: Facts, statements: readonly TSESTree.Statement[]): readonly TSESTree.Statement[] {
  const index = statements.findIndex((statement) => statement.type !== N.ExpressionStatement && completions(facts, statement).has("jump"));
  return index === -1 ? statements : statements.slice(0, index);
}

function done(facts: Facts, expression: TSESTree.Node, evidence: Evidence): Certainty {
  return either(...[...evaluated(facts, expression)].map((each) => () => evidence.done(each)));
}

/** The parts of an expression that are evaluated whenever it is. */
function* evaluated(facts: Facts, node: TSESTree.Node): Generator<TSESTree.Node> {
  if (isFunction(node) || node.type === N.ClassExpression) return;
  const { type } = node;
  yield node;
  for (const key of facts.sourceCode.visitorKeys[type] ?? []) {
    if (type === N.LogicalExpression && key === "right") continue;
    if (type === N.ConditionalExpression && key !== "test") continue;
    if (type === N.CallExpression && node.optional && key === "arguments") continue;
    if (type === N.AssignmentExpression && key === "right" && /^(?:&&|\|\||\?\?)=$/.test(node.operator)) continue;
    const children = [(node as unknown as Record<string, unknown>)[key]].flat() as (TSESTree.Node | null | undefined)[];
    for (const child of children) if (child != null) yield* evaluated(facts, child);
  }
}
