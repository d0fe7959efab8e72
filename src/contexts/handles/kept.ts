import type { TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { type FunctionBody, functionOf } from "../../program/callees.js";
import { literalAround, nodesIn } from "../../program/work.js";
import { type Facts, programMemo } from "../facts.js";
import { remembered } from "../remembering.js";
import { symbolOf } from "../symbols.js";

const keepers = programMemo(() => new WeakMap<FunctionBody, boolean>());

/** Does a function of the program itself give what it returns to somebody who outlives the call, and so may end it? */
export function keepsResult(facts: Facts, call: TSESTree.CallExpression): boolean {
  const symbol = symbolOf(facts, call.callee);
  const fn = symbol && functionOf(symbol);
  return fn !== undefined && remembered(keepers(facts), fn, () => keepsWhatItReturns(fn));
}

/** `span` of `return span`, which is also put in a list, a map or a member. */
function keepsWhatItReturns(fn: FunctionBody): boolean {
  const identifiers = nodesIn(fn).filter(ts.isIdentifier);
  const returned = new Set(identifiers.filter(({ parent }) => ts.isReturnStatement(parent)).map(({ text }) => text));
  return identifiers.some((node) => returned.has(node.text) && isPutAway(node));
}

/** `spans.push(span)`, `spans.set(key, { span })`, `this.span = span`. */
function isPutAway(node: ts.Identifier): boolean {
  const inner = literalAround(node);
  const { parent } = inner;
  if (ts.isCallExpression(parent)) return parent.expression !== inner && ts.isPropertyAccessExpression(parent.expression) && /^(?:add|push|set|unshift)$/.test(parent.expression.name.text);
  return ts.isBinaryExpression(parent) && parent.right === inner && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && !ts.isIdentifier(parent.left);
}
