import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Facts } from "../facts.js";
import { both, type Certainty, either } from "./certainty.js";
import { completions, hasJumpOut, leaves } from "./completion.js";
import { isAnyIn, lastWith, type Positions } from "./positions.js";
import { childrenOf } from "./reference.js";
import { isFunction } from "./syntax.js";

/** What makes something true for the code after it, here: that a context is over. */
export interface Evidence {
  /** Where there may be any: what has none of these positions in it is not looked at. */
  readonly positions?: Positions;
  /** What was answered for the end of statements: kept where the answer is the same for every node after them. */
  readonly after?: Map<TSESTree.Node, Certainty>;
  /** Is it true when this condition comes out so? */
  test(test: TSESTree.Node, outcome: boolean): Certainty;
  /** Is it true once this expression has been evaluated? */
  done(expression: TSESTree.Node): Certainty;
  /** Is there nothing it could be said of when this condition comes out false? */
  isMissing?(test: TSESTree.Node): boolean;
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
  const all = evidence.positions ? lastWith(evidence.positions, statements, inner.range[0]) : statements.filter(({ range }) => range[0] < inner.range[0]).reverse();
  const passed: TSESTree.Node[] = [];
  let answer: Certainty = "no";
  for (const statement of all) {
    const known = evidence.after?.get(statement);
    answer = known ?? holdsAfter(facts, statement, evidence);
    passed.push(statement);
    if (known !== undefined || answer !== "no") break;
  }
  for (const statement of passed) evidence.after?.set(statement, answer);
  return answer;
}

function mayBeIn({ range }: TSESTree.Node, { positions }: Evidence): boolean {
  return positions === undefined || isAnyIn(positions, ...range);
}

/** Is it true after this statement, whichever way that went on? */
function holdsAfter(facts: Facts, statement: TSESTree.Statement, evidence: Evidence): Certainty {
  if (!mayBeIn(statement, evidence)) return "no";
  switch (statement.type) {
    case N.ExpressionStatement:
      return done(facts, statement.expression, evidence);
    case N.VariableDeclaration:
      return either(...statement.declarations.map(({ init }) => () => (init === null ? "no" : done(facts, init, evidence))));
    case N.BlockStatement:
      return afterBlock(facts, statement.body, evidence);
    case N.IfStatement: {
      const { test, consequent, alternate } = statement;
      const then = either(() => evidence.test(test, true), () => holdsAfter(facts, consequent, evidence));
      const without = then === "yes" && alternate === null && evidence.isMissing?.(test) === true ? "yes" : "no";
      const otherwise = either(() => without, () => evidence.test(test, false), () => (alternate === null ? "no" : holdsAfter(facts, alternate, evidence)));
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

/** A jump out of a block skips what comes after it there. */
function afterBlock(facts: Facts, statements: readonly TSESTree.Statement[], evidence: Evidence): Certainty {
  let result: Certainty = "no";
  for (const [index, statement] of statements.entries()) {
    const answer = holdsAfter(facts, statement, evidence);
    if (answer === "no") continue;
    const isSkipped = statements.slice(0, index + 1).some((each) => each.type !== N.ExpressionStatement && completions(facts, each).has("jump"));
    if (isSkipped) break;
    if (answer === "yes") return "yes";
    result = answer;
  }
  return result;
}

function done(facts: Facts, expression: TSESTree.Node, evidence: Evidence): Certainty {
  if (!mayBeIn(expression, evidence)) return "no";
  return either(...[...evaluated(facts, expression)].map((each) => () => evidence.done(each)));
}

/** The parts of an expression that are evaluated whenever it is. */
function* evaluated(facts: Facts, node: TSESTree.Node): Generator<TSESTree.Node> {
  if (isFunction(node) || node.type === N.ClassExpression) return;
  yield node;
  for (const child of childrenOf(facts, node, (key) => isAlwaysEvaluated(node, key))) yield* evaluated(facts, child);
}

function isAlwaysEvaluated(node: TSESTree.Node, key: string): boolean {
  switch (node.type) {
    case N.LogicalExpression:
      return key === "left";
    case N.ConditionalExpression:
      return key === "test";
    case N.CallExpression:
      return key !== "arguments" || !node.optional;
    case N.AssignmentExpression:
      return key !== "right" || !/^(?:&&|\|\||\?\?)=$/.test(node.operator);
    default:
      return true;
  }
}
