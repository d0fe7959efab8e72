import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { type Cancellable, mentionsIn } from "./cancellable.js";
import type { Facts } from "./facts.js";
import { isListeningName } from "./position/names.js";
import { listensTo, looksAt } from "./position/observation.js";
import { descendants, originOf } from "./position/reference.js";
import { calleeName, enclosingFunction, isFunction, isLoop, type Loop, memberName, outwards, receiverOf, unwrap } from "./position/syntax.js";

/** The innermost loop of the same function around a node, whose turns the node is part of. */
export function loopAround(node: TSESTree.Node): Loop | undefined {
  for (const { inner, outer } of outwards(node)) {
    if (isFunction(outer)) return undefined;
    if (isLoop(outer) && outer.body === inner) return outer;
  }
  return undefined;
}

/** Does a loop run until something in it leaves: `while (true)`, `for (;;)`? */
export function isEndless(loop: Loop): boolean {
  const test = testOf(loop);
  return loop.type !== N.ForInStatement && loop.type !== N.ForOfStatement && (test === null || (test.type === N.Literal && Boolean(test.value)));
}

function testOf(loop: Loop): TSESTree.Expression | null {
  return "test" in loop ? loop.test : null;
}

/**
 * Is a loop stopped by other means than a look at the context: by a flag that other code sets, or by a listener for the end
 * of one of these contexts that this function registers?
 */
export function isStoppedElsewhere(facts: Facts, loop: Loop, contexts: readonly Cancellable[]): boolean {
  return conditionsOf(facts, loop).some((test) => testsFlag(facts, loop, test)) || isListenedFor(facts, loop, contexts);
}

/** What decides whether the loop goes on: its condition, and that of branches that leave it. */
function conditionsOf(facts: Facts, loop: Loop): readonly TSESTree.Node[] {
  const test = testOf(loop);
  const branches = [...descendants(facts, loop.body, (each) => !isFunction(each))].flatMap((each) => (each.type === N.IfStatement && mayLeave(facts, each) ? [each.test] : []));
  return test === null ? branches : [test, ...branches];
}

function mayLeave(facts: Facts, statement: TSESTree.IfStatement): boolean {
  return [...descendants(facts, statement.consequent, (each) => !isFunction(each))].some(({ type }) => type === N.BreakStatement || type === N.ReturnStatement || type === N.ThrowStatement);
}

function testsFlag(facts: Facts, loop: Loop, test: TSESTree.Node): boolean {
  return [...descendants(facts, test, (each) => !isFunction(each))].some((node) => {
    if (node.type === N.Identifier) return isSetElsewhere(facts, loop, node);
    if (node.type === N.MemberExpression || node.type === N.CallExpression) return isOthersFlag(facts, loop, node);
    return false;
  });
}

/** A variable that a function sets which the loop does not stand in. */
function isSetElsewhere(facts: Facts, loop: Loop, name: TSESTree.Identifier): boolean {
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(name), name.name);
  return variable?.references.some((use) => use.isWrite() && use.init !== true && enclosingFunction(use.identifier) !== enclosingFunction(loop)) === true;
}

/** `this.closed`, `stream.destroyed`, `state.isRunning()`: a boolean that belongs to something made before the loop, and that the loop does not set. */
function isOthersFlag(facts: Facts, loop: Loop, node: TSESTree.CallExpression | TSESTree.MemberExpression): boolean {
  if (node.type === N.CallExpression && (node.arguments.length > 0 || receiverOf(node) === undefined)) return false;
  const name = node.type === N.CallExpression ? calleeName(node) : memberName(node);
  if (name === undefined || /next|more|done|has|empty|last/i.test(name)) return false;
  const root = originOf(facts, node.type === N.CallExpression ? (receiverOf(node) ?? node) : node.object)?.root;
  if (root === undefined || ("references" in root && isWrittenIn(root, loop))) return false;
  return (facts.services.getTypeAtLocation(unwrap(node)).flags & ts.TypeFlags.BooleanLike) !== 0;
}

function isWrittenIn({ defs, references }: TSESLint.Scope.Variable, loop: Loop): boolean {
  const isIn = ({ range }: TSESTree.Node): boolean => range[0] >= loop.range[0] && range[1] <= loop.range[1];
  return defs.some(({ name }) => isIn(name)) || references.some((use) => use.isWrite() && isIn(use.identifier));
}

/** Does the function do something when one of these contexts ends, outside of the loop? */
function isListenedFor(facts: Facts, loop: Loop, contexts: readonly Cancellable[]): boolean {
  const home = enclosingFunction(loop)?.body ?? facts.sourceCode.ast;
  for (const { node } of mentionsIn(facts, home, contexts)) {
    for (const { inner, outer } of outwards(node)) {
      if (outer.type !== N.MemberExpression && outer.type !== N.CallExpression && outer.type !== N.ChainExpression) break;
      // Somebody else listens: `this.listenForAbort(signal)`.
      if (outer.type === N.CallExpression && outer.callee !== inner && isListeningName(calleeName(outer)?.replace(/^_+/, "") ?? "")) return true;
      if (contexts.some(({ origin }) => looksAt(facts, outer, "listeners", origin) !== "no" || listensTo(facts, inner, origin) !== "no")) return true;
    }
  }
  return false;
}
