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

function cannotReject(node: TSESTree.Node): boolean {
  return node.type === N.AwaitExpression && (isTimed(node.argument) || isCaught(node.argument));
}

/** `load().catch(noop)`, `Promise.all([load().catch(noop)])`, `Promise.allSettled(…)`. */
function isCaught(promise: TSESTree.Node): boolean {
  if (promise.type !== N.CallExpression || promise.callee.type !== N.MemberExpression || promise.callee.property.type !== N.Identifier) return false;
  const { object, property } = promise.callee;
  const [given] = promise.arguments;
  if (object.type === N.Identifier && object.name === "Promise") {
    return property.name === "allSettled" || (property.name === "all" && given?.type === N.ArrayExpression && given.elements.every((each) => each !== null && isCaught(each)));
  }
  return property.name === "catch" && isHarmless(given);
}

/** `noop`, `() => undefined`, `() => {}`, `(error) => log.warn(error)`: what a promise was rejected with is not thrown again. */
function isHarmless(handler: TSESTree.Node | undefined): boolean {
  if (handler?.type === N.Identifier) return /^no-?op$/i.test(handler.name);
  if (handler?.type !== N.ArrowFunctionExpression || handler.async) return false;
  const { body } = handler;
  if (body.type === N.BlockStatement) return body.body.every((statement) => statement.type === N.ExpressionStatement && isLog(statement.expression));
  return isLog(body) || body.type === N.Literal || body.type === N.Identifier || (body.type === N.UnaryExpression && body.operator === "void");
}

/** `console.error(error)`, `this.log.warn({ error }, "…")` */
function isLog(node: TSESTree.Node): boolean {
  if (node.type !== N.CallExpression || node.callee.type !== N.MemberExpression || node.callee.property.type !== N.Identifier) return false;
  return /^(?:debug|error|info|log|trace|verbose|warn|warning)$/.test(node.callee.property.name);
}

/** `new Promise((resolve) => setTimeout(resolve, ms))`: nobody has the function that would reject it. */
function isTimed(promise: TSESTree.Node): boolean {
  if (promise.type !== N.NewExpression || promise.callee.type !== N.Identifier || promise.callee.name !== "Promise") return false;
  const [executor] = promise.arguments;
  return (executor?.type === N.ArrowFunctionExpression || executor?.type === N.FunctionExpression) && executor.params.length === 1 && executor.params[0]?.type === N.Identifier && !executor.async;
}

/** Calls, `new` and disposal too. */
export const callsThrow: ThrowPolicy = (step) =>
  step.kind === "call" || step.kind === "new" || step.kind === "dispose" || awaitsThrow(step);

export const everythingThrows: ThrowPolicy = () => true;
