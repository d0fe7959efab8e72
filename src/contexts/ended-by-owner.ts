import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import type { ContextModel } from "../models/model.js";
import { mayListen } from "./abort-listeners.js";
import { isYes } from "./answer.js";
import type { Facts } from "./facts.js";
import { isCleanupName } from "./position/names.js";
import { descendants, functionAt, nodesOf } from "./position/reference.js";
import { calleeName, enclosingFunction, type FunctionNode, isFunction, isWithin, receiverOf } from "./position/syntax.js";
import { expressionAnswer } from "./types.js";

/**
 * Is what a variable holds kept somewhere, and ended there when the context ends: `this.jobs.set(id, { child })`, and
 * `signal.addEventListener("abort", () => this.cancel(id))` in the same function?
 */
export function isEndedByOwner(facts: Facts, variables: readonly TSESLint.Scope.Variable[], call: TSESTree.Node, model: ContextModel): boolean {
  const fn = enclosingFunction(call);
  if (fn === undefined || !variables.some(({ references }) => references.some(({ identifier }) => isKept(identifier)))) return false;
  const around = enclosingFunction(fn) ?? fn;
  return nodesOf(facts, N.CallExpression).some((listening) => isWithin(listening, around) && mayListen(facts, listening) && isOf(facts, listening, model) && isEnding(facts, listening, around));
}

/** `this.child = child`, `{ child }`, `children.add(child)`. */
function isKept(node: TSESTree.Node): boolean {
  const { parent } = node;
  switch (parent?.type) {
    case N.AssignmentExpression:
      return parent.left.type === N.MemberExpression && parent.right === node;
    case N.CallExpression:
      return receiverOf(parent) !== undefined && /^(?:add|push|set)$/.test(calleeName(parent) ?? "");
    case N.Property:
      return parent.parent.type === N.ObjectExpression && parent.value === node;
    default:
      return false;
  }
}

function isOf(facts: Facts, listening: TSESTree.CallExpression, model: ContextModel): boolean {
  const receiver = receiverOf(listening);
  const answer = receiver && expressionAnswer(facts, receiver);
  return answer !== undefined && isYes(answer) && answer.model === model;
}

function isEnding(facts: Facts, { arguments: args }: TSESTree.CallExpression, around: FunctionNode): boolean {
  const listener = args.find(({ type }) => type !== N.Literal);
  const handlers = listener === undefined ? [] : handlersAt(facts, listener, around);
  return handlers.some((handler) => [...descendants(facts, handler)].some((node) => node.type === N.CallExpression && receiverOf(node) !== undefined && isCleanupName(calleeName(node) ?? "")));
}

/** The function that is written there, declared under that name, or assigned to that property. */
function handlersAt(facts: Facts, listener: TSESTree.Node, around: FunctionNode): readonly TSESTree.Node[] {
  if (listener.type !== N.MemberExpression) return [functionAt(facts, listener) ?? []].flat();
  const text = facts.sourceCode.getText(listener);
  return nodesOf(facts, N.AssignmentExpression).flatMap(({ left, right }) => (isFunction(right) && isWithin(right, around) && facts.sourceCode.getText(left) === text ? [right] : []));
}
