import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { isYes } from "../answer.js";
import type { Facts } from "../facts.js";
import { expressionAnswer } from "../types.js";
import { both, type Certainty, either, surely } from "./certainty.js";
import { looksAt } from "./observation.js";
import { asksForEnd } from "./names.js";
import { descendants, isSameContext, type Origin, originOf, writesTo } from "./reference.js";
import { calleeName, enclosingFunction, isFunction, isGlobal, isLoop, outwards, unwrap } from "./syntax.js";

/** `const a = b; const b = …`: so many constants are followed. */
const MOST_CONSTANTS = 5;

/**
 * Is the context over when this condition comes out true, or false?
 * @param context any context when absent
 */
export function saysOver(facts: Facts, test: TSESTree.Node, outcome: boolean, context: Origin | undefined, depth = MOST_CONSTANTS): Certainty {
  const node = unwrap(test);
  const says = (part: TSESTree.Node, result: boolean): Certainty => saysOver(facts, part, result, context, depth);
  switch (node.type) {
    case N.UnaryExpression:
      return node.operator === "!" ? says(node.argument, !outcome) : "no";
    case N.LogicalExpression: {
      if (node.operator === "??") return "no";
      const parts = [() => says(node.left, outcome), () => says(node.right, outcome)] as const;
      return (node.operator === "&&") === outcome ? either(...parts) : both(...parts);
    }
    case N.BinaryExpression:
      return comparison(facts, node, outcome, says);
    case N.AssignmentExpression:
      return node.operator === "=" ? says(node.right, outcome) : "no";
    case N.AwaitExpression:
      return says(node.argument, outcome);
    case N.Identifier: {
      // A constant knows what was, not what a variable was given since.
      const isSteady = depth > 0 && (context === undefined || writesTo(facts, context).length === 0);
      const value = isSteady ? constantValue(facts, node) : undefined;
      return value === undefined ? "no" : saysOver(facts, value, outcome, context, depth - 1);
    }
    case N.CallExpression:
      if (calleeName(node) === "Boolean" && node.arguments[0] !== undefined) return says(node.arguments[0], outcome);
      return outcome ? either(() => looksAt(facts, node, "tests", context), () => asksOf(facts, node, context)) : "no";
    case N.MemberExpression:
      return outcome ? looksAt(facts, node, "tests", context) : "no";
    default:
      return "no";
  }
}

/**
 * Is it asked next, after this node, whether a context is over: `if (signal.aborted) …`, or in the next turn of a loop, by
 * `while (!signal.aborted)` or where its body begins?
 * @param context any context when absent
 */
export function isAskedNext(facts: Facts, node: TSESTree.Node, context?: Origin): boolean {
  for (const { inner, outer } of outwards(node)) {
    if (isFunction(outer)) return false;
    if (outer.type === N.BlockStatement) {
      const next = askedFirst(facts, outer.body.slice(outer.body.indexOf(inner as TSESTree.Statement) + 1), context);
      if (next !== undefined) return next;
    }
    if (isLoop(outer)) {
      if ("test" in outer && outer.test !== null && asks(facts, outer.test, false, context)) return true;
      return outer.body.type === N.BlockStatement && askedFirst(facts, outer.body.body, context) === true;
    }
  }
  return false;
}

/** Does the function around end its work its own way where a context is over: `if (signal.aborted) return soFar;`? */
export function leavesByItself(facts: Facts, node: TSESTree.Node): boolean {
  const fn = enclosingFunction(node);
  return [...descendants(facts, fn?.body ?? facts.sourceCode.ast, (each) => !isFunction(each))].some((each) => {
    if (each.type !== N.IfStatement || !asks(facts, each.test, true, undefined)) return false;
    const last = each.consequent.type === N.BlockStatement ? each.consequent.body.at(-1) : each.consequent;
    return last?.type === N.ReturnStatement || last?.type === N.BreakStatement;
  });
}

/** Do the statements begin with such a question, or with something else? Absent where they end before either. */
function askedFirst(facts: Facts, statements: readonly TSESTree.Statement[], context: Origin | undefined): boolean | undefined {
  for (const statement of statements) {
    if (statement.type === N.IfStatement && asks(facts, statement.test, true, context)) return true;
    if (!isPlain(statement)) return false;
  }
  return undefined;
}

/** Does the condition ask for it, alone or among others: `signal.aborted || closed`, `!closed && !signal.aborted`? */
function asks(facts: Facts, test: TSESTree.Node, outcome: boolean, context: Origin | undefined): boolean {
  const node = unwrap(test);
  if (node.type === N.LogicalExpression && node.operator === (outcome ? "||" : "&&")) return asks(facts, node.left, outcome, context) || asks(facts, node.right, outcome, context);
  return saysOver(facts, node, outcome, context) === "yes";
}

/** `count = 0;`, `last = Date.now();`, `if (found === undefined) throw new NotFound();` */
function isPlain(statement: TSESTree.Statement): boolean {
  if (statement.type === N.IfStatement && statement.alternate === null) {
    const last = statement.consequent.type === N.BlockStatement ? statement.consequent.body.at(-1) : statement.consequent;
    return last?.type === N.ThrowStatement;
  }
  return statement.type === N.ExpressionStatement && statement.expression.type === N.AssignmentExpression && statement.expression.right.type !== N.AwaitExpression;
}

/** `isAborted(signal)`. */
function asksOf(facts: Facts, call: TSESTree.CallExpression, context: Origin | undefined): Certainty {
  const [given] = call.arguments;
  if (given === undefined || call.arguments.length > 1 || !asksForEnd(calleeName(call) ?? "")) return "no";
  const origin = originOf(facts, given);
  return surely(origin !== undefined && (context === undefined ? isYes(expressionAnswer(facts, given as TSESTree.Expression)) : isSameContext(facts, origin, context)));
}

type Says = (part: TSESTree.Node, outcome: boolean) => Certainty;

function comparison(facts: Facts, node: TSESTree.BinaryExpression, outcome: boolean, says: Says): Certainty {
  if (node.operator === "instanceof") return outcome ? says(node.left, true) : "no";
  if (!/^[!=]==?$/.test(node.operator)) return "no";
  const isEqual = node.operator.startsWith("=") === outcome;
  for (const [side, other] of [[node.left, node.right], [node.right, node.left]] as const) {
    const value = unwrap(other);
    if (value.type === N.Literal && typeof value.value === "boolean") {
      const answer = says(side, value.value === isEqual);
      return answer === "no" || isEqual || partsOf(facts, side).every(isBoolean) ? answer : "no";
    }
    const nothing = nullish(facts, value);
    if (nothing === 0) continue;
    const answer = isEqual ? "no" : says(side, true);
    if (answer === "no") return "no";
    // `signal.aborted !== undefined` is always true, and so is `ctx.err() !== null` of an `Error | undefined`.
    const parts = partsOf(facts, side);
    const isLoose = !node.operator.endsWith("==");
    return !parts.some(isBoolean) && (isLoose || parts.some(({ flags }) => (flags & nothing) !== 0)) ? answer : "no";
  }
  return "no";
}

/** The flag of `null` or `undefined` where the expression is one of them. */
function nullish(facts: Facts, node: TSESTree.Node): number {
  if (node.type === N.Literal) return node.raw === "null" ? ts.TypeFlags.Null : 0;
  return node.type === N.Identifier && node.name === "undefined" && isGlobal(facts, node) ? ts.TypeFlags.Undefined : 0;
}

function partsOf(facts: Facts, node: TSESTree.Node): readonly ts.Type[] {
  return tsutils.unionConstituents(facts.services.getTypeAtLocation(node));
}

function isBoolean(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.BooleanLike) !== 0;
}

/** What a constant was initialised with. */
function constantValue(facts: Facts, node: TSESTree.Identifier): TSESTree.Expression | undefined {
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
  const [definition, ...more] = variable?.defs ?? [];
  if (definition?.type !== "Variable" || more.length > 0 || definition.node.id.type !== N.Identifier) return undefined;
  const isConstant = variable?.references.every((use) => !use.isWrite() || use.init === true) === true;
  return isConstant ? (definition.node.init ?? undefined) : undefined;
}

/** Does the condition say that an error is the one an aborted call throws: `error.name === "AbortError"`, `isAbortError(error)`? */
export function saysAborted(test: TSESTree.Node, outcome: boolean): Certainty {
  const node = unwrap(test);
  switch (node.type) {
    case N.UnaryExpression:
      return node.operator === "!" ? saysAborted(node.argument, !outcome) : "no";
    case N.LogicalExpression: {
      const parts = [() => saysAborted(node.left, outcome), () => saysAborted(node.right, outcome)] as const;
      return (node.operator === "&&") === outcome ? either(...parts) : both(...parts);
    }
    case N.BinaryExpression: {
      const isSame = /^(?:===?|instanceof)$/.test(node.operator);
      return surely((isSame || /^!==?$/.test(node.operator)) && isSame === outcome && [node.left, node.right].some((side) => isAbortWord(side, node.operator)));
    }
    case N.CallExpression:
      return surely(outcome && /abort|cancel/i.test(calleeName(node) ?? "") && node.arguments.length > 0);
    default:
      return "no";
  }
}

function isAbortWord(side: TSESTree.Node, operator: string): boolean {
  const node = unwrap(side);
  if (operator !== "instanceof") return node.type === N.Literal && typeof node.value === "string" && /abort|cancel/i.test(node.value);
  const name = node.type === N.Identifier ? node.name : node.type === N.MemberExpression && node.property.type === N.Identifier ? node.property.name : "";
  return /abort|cancel/i.test(name);
}
