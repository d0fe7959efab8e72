import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Step } from "./graph.js";

/** Which operations a rule takes to throw (and a `yield` to return). What `throw` throws is always followed. */
export type ThrowPolicy = (step: Step) => boolean;

export const nothingThrows: ThrowPolicy = () => false;

/** Where control is given away: `await`, `for await`, `await using`, `yield`. */
export const awaitsThrow: ThrowPolicy = ({ kind, node }) => {
  if (kind === "await") return !cannotReject(node);
  if (kind === "yield") return true;
  if (kind === "dispose") return node.parent?.type === N.VariableDeclaration && node.parent.kind === "await using";
  return node.type === N.ForOfStatement && node.await && (kind === "next" || kind === "close");
};

/** `await new Promise((resolve) => setTimeout(resolve, ms))`: nobody has the function that would reject it. */
function cannotReject(node: TSESTree.Node): boolean {
  const promise = node.type === N.AwaitExpression ? node.argument : undefined;
  if (promise?.type !== N.NewExpression || promise.callee.type !== N.Identifier || promise.callee.name !== "Promise") return false;
  const [executor] = promise.arguments;
  return (executor?.type === N.ArrowFunctionExpression || executor?.type === N.FunctionExpression) && executor.params.length === 1 && executor.params[0]?.type === N.Identifier && !executor.async;
}

/** Calls, `new` and disposal too. */
export const callsThrow: ThrowPolicy = (step) =>
  step.kind === "call" || step.kind === "new" || step.kind === "dispose" || awaitsThrow(step);

export const everythingThrows: ThrowPolicy = () => true;
