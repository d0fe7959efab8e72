import { AST_NODE_TYPES, ASTUtils, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import type { Facts } from "../contexts/facts.js";
import type { FunctionNode } from "../contexts/position/index.js";
import { isWithin } from "../contexts/position/syntax.js";
import { isWriteOf, saysChange, sendsChange } from "../contexts/writes.js";
import { isInside, nameOf, parametersGiven, stripped } from "./syntax.js";
import { nodesIn } from "./work.js";

/** Does a function wait for what changes something for good: `await db.order.update(…)`, `await cancelOrder(…)`? */
export function makesChange(fn: ts.Node): boolean {
  return changesIn(fn).length > 0;
}

/**
 * Is something changed for good before this in the function, on every way to it, and something else after it? Who stops
 * in between leaves the change half done.
 */
export function isBetweenChanges({ services }: Facts, call: TSESTree.Node, owner: FunctionNode | undefined): boolean {
  const node = services.esTreeNodeToTSNodeMap.get(call);
  const changes = owner === undefined ? [] : changesIn(services.esTreeNodeToTSNodeMap.get(owner));
  return changes.some(({ pos }) => pos >= node.end) && changes.some((change) => change.end <= node.pos && isInside(node, blockOf(change)));
}

/** Does the function only fill an object that it is given, and that was there before the request: `await refresh(state)`? That is for all that look at it. */
export function fillsShared({ sourceCode }: Facts, call: TSESTree.CallExpression, fn: ts.SignatureDeclaration, owner: FunctionNode | undefined): boolean {
  const nodes = nodesIn(fn);
  if (owner === undefined || nodes.some((node) => ts.isReturnStatement(node) && node.expression !== undefined)) return false;
  return parametersGiven(fn).some(({ name }, index) => {
    const argument = call.arguments[index];
    if (!ts.isIdentifier(name) || argument?.type !== AST_NODE_TYPES.Identifier || !nodes.some((node) => isWriteTo(node, name.text))) return false;
    const declaration = ASTUtils.findVariable(sourceCode.getScope(argument), argument.name)?.defs[0]?.name;
    return declaration !== undefined && !isWithin(declaration, owner);
  });
}

/** `state.all = …` */
function isWriteTo(node: ts.Node, name: string): boolean {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(node.left)) return false;
  const { expression } = node.left;
  return ts.isIdentifier(expression) && expression.text === name;
}

function changesIn(fn: ts.Node): readonly ts.Node[] {
  return nodesIn(fn).filter((node) => ts.isAwaitExpression(node) && isChange(stripped(node.expression)));
}

/** Where a statement is run, all that follows it there is run after it. */
function blockOf(node: ts.Node): ts.Node {
  let block = node.parent;
  while (!ts.isBlock(block) && !ts.isCaseOrDefaultClause(block) && !ts.isSourceFile(block) && !ts.isFunctionLike(block)) block = block.parent;
  return block;
}

function isChange(call: ts.Expression): boolean {
  if (!ts.isCallExpression(call)) return false;
  const callee = stripped(call.expression);
  const name = nameOf(callee)?.text ?? "";
  if (isRedeemed(name, call)) return true;
  if (!ts.isPropertyAccessExpression(callee) || callee.expression.kind === ts.SyntaxKind.ThisKeyword) return saysChange(name) || sendsChange(call);
  return isWriteOf(name, nameOf(callee.expression)?.text ?? "");
}

/** `client.getToken(code)`: a code works once. */
function isRedeemed(name: string, { arguments: given }: ts.CallExpression): boolean {
  return /tokens?$/i.test(name) && given.some((argument) => /code$/i.test(nameOf(argument)?.text ?? ""));
}
