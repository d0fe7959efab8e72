import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { type Facts, fileMemo } from "../facts.js";
import { calleeName, type Loop, receiverOf, unwrap } from "./syntax.js";

/** How control leaves a statement. A jump is a `break` or `continue` to somewhere outside it. */
export type Completion = "jump" | "normal" | "return" | "throw";

const memos = fileMemo(() => new WeakMap<TSESTree.Statement, ReadonlySet<Completion>>());

/** The ways control may leave a statement, but for what the calls in it may throw. */
export function completions(facts: Facts, statement: TSESTree.Statement): ReadonlySet<Completion> {
  const memo = memos(facts);
  let ways = memo.get(statement);
  if (ways === undefined) memo.set(statement, (ways = find(facts, statement)));
  return ways;
}

function find(facts: Facts, statement: TSESTree.Statement): ReadonlySet<Completion> {
  switch (statement.type) {
    case N.ReturnStatement:
      return new Set([statement.argument && isRejection(statement.argument) ? "throw" : "return"]);
    case N.ThrowStatement:
      return new Set(["throw"]);
    case N.BreakStatement:
    case N.ContinueStatement:
      return new Set(["jump"]);
    case N.BlockStatement:
      return inSequence(facts, statement.body);
    case N.IfStatement:
      return union(completions(facts, statement.consequent), statement.alternate ? completions(facts, statement.alternate) : NORMAL);
    case N.LabeledStatement:
      return land(completions(facts, statement.body));
    case N.WhileStatement:
    case N.DoWhileStatement:
    case N.ForStatement:
    case N.ForInStatement:
    case N.ForOfStatement:
      return ofLoop(facts, statement);
    case N.SwitchStatement: {
      const bodies = statement.cases.map(({ consequent }) => inSequence(facts, consequent));
      const all = land(union(...bodies.map((body, index) => (index < bodies.length - 1 ? without(body, "normal") : body))));
      return statement.cases.some(({ test }) => test === null) ? all : union(all, NORMAL);
    }
    case N.TryStatement: {
      const body = completions(facts, statement.block);
      const tried = statement.handler ? union(without(body, "throw"), completions(facts, statement.handler.body)) : body;
      const last = statement.finalizer ? completions(facts, statement.finalizer) : NORMAL;
      return last.has("normal") ? union(tried, without(last, "normal")) : last;
    }
    case N.ExpressionStatement:
      return isLast(statement) && neverReturns(facts, statement.expression) ? new Set(["throw"]) : NORMAL;
    default:
      return NORMAL;
  }
}

/** Is what follows this statement in its block never reached from it? */
export function leaves(facts: Facts, statement: TSESTree.Statement): boolean {
  return !completions(facts, statement).has("normal");
}

/** Does every path of a handler's body throw? */
export function alwaysThrows(facts: Facts, body: TSESTree.BlockStatement | TSESTree.Expression): boolean {
  if (body.type !== N.BlockStatement) return isRejection(body) || neverReturns(facts, body);
  const ways = completions(facts, body);
  return ways.size === 1 && ways.has("throw");
}

const NORMAL: ReadonlySet<Completion> = new Set(["normal"]);

function inSequence(facts: Facts, statements: readonly TSESTree.Statement[]): ReadonlySet<Completion> {
  const all = new Set<Completion>();
  for (const statement of statements) {
    const ways = completions(facts, statement);
    for (const way of ways) if (way !== "normal") all.add(way);
    if (!ways.has("normal")) return all;
  }
  return all.add("normal");
}

function ofLoop(facts: Facts, loop: Loop): ReadonlySet<Completion> {
  const body = completions(facts, loop.body);
  const landed = union(without(body, "jump", "normal"), NORMAL);
  return isEndless(loop) && !hasJumpOut(loop) ? without(landed, "normal") : landed;
}

/** `while (true)`, `for (;;)`. */
function isEndless(loop: Loop): boolean {
  if (loop.type === N.ForInStatement || loop.type === N.ForOfStatement) return false;
  return loop.test === null || (loop.test.type === N.Literal && loop.test.value === true);
}

/** Does a loop have a `break` that may be its own? Any labelled jump is taken for one. */
export function hasJumpOut(loop: Loop): boolean {
  return contains(loop.body, false);

  function contains(statement: TSESTree.Statement, inner: boolean): boolean {
    switch (statement.type) {
      case N.BreakStatement:
        return !inner || statement.label !== null;
      case N.ContinueStatement:
        return statement.label !== null;
      case N.BlockStatement:
        return statement.body.some((each) => contains(each, inner));
      case N.IfStatement:
        return contains(statement.consequent, inner) || (statement.alternate !== null && contains(statement.alternate, inner));
      case N.LabeledStatement:
        return contains(statement.body, inner);
      case N.SwitchStatement:
        return statement.cases.some(({ consequent }) => consequent.some((each) => contains(each, true)));
      case N.TryStatement:
        return [statement.block, statement.handler?.body, statement.finalizer].some((each) => each != null && contains(each, inner));
      case N.WhileStatement:
      case N.DoWhileStatement:
      case N.ForStatement:
      case N.ForInStatement:
      case N.ForOfStatement:
        return contains(statement.body, true);
      default:
        return false;
    }
  }
}

function union(...sets: readonly ReadonlySet<Completion>[]): ReadonlySet<Completion> {
  return new Set(sets.flatMap((set) => [...set]));
}

function without(set: ReadonlySet<Completion>, ...ways: readonly Completion[]): ReadonlySet<Completion> {
  return new Set([...set].filter((way) => !ways.includes(way)));
}

/** A jump that ends here goes on after the statement. */
function land(set: ReadonlySet<Completion>): ReadonlySet<Completion> {
  return set.has("jump") ? union(without(set, "jump"), NORMAL) : set;
}

/** `Promise.reject(…)`, the `throw` of a function that gives a promise. */
function isRejection(node: TSESTree.Expression): boolean {
  const call = unwrap(node);
  if (call.type !== N.CallExpression) return false;
  const receiver = receiverOf(call);
  return receiver?.type === N.Identifier && receiver.name === "Promise" && calleeName(call) === "reject";
}

/** Only the last statement of a block is worth asking whether it ever ends: nobody writes code after `process.exit()`. */
function isLast(statement: TSESTree.Statement): boolean {
  const { parent } = statement;
  return parent.type === N.BlockStatement ? parent.body.at(-1) === statement : true;
}

/** A call of type `never`: `process.exit()`, `fail(error)`. */
function neverReturns(facts: Facts, node: TSESTree.Node): boolean {
  const inner = unwrap(node);
  const call = inner.type === N.AwaitExpression ? unwrap(inner.argument) : inner;
  return call.type === N.CallExpression && (facts.services.getTypeAtLocation(inner).flags & ts.TypeFlags.Never) !== 0;
}
