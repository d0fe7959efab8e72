import ts from "typescript";

import { isWriteOf, saysChange, sendsChange } from "../contexts/writes.js";
import { nameOf, stripped } from "./syntax.js";
import { nodesIn } from "./work.js";

/** Does a function wait for what changes something for good: `await db.order.update(…)`, `await cancelOrder(…)`? */
export function makesChange(fn: ts.Node): boolean {
  return nodesIn(fn).some((node) => ts.isAwaitExpression(node) && isChange(stripped(node.expression)));
}

function isChange(call: ts.Expression): boolean {
  if (!ts.isCallExpression(call)) return false;
  const callee = stripped(call.expression);
  const name = nameOf(callee)?.text ?? "";
  if (!ts.isPropertyAccessExpression(callee) || callee.expression.kind === ts.SyntaxKind.ThisKeyword) return saysChange(name) || sendsChange(call);
  return isWriteOf(name, nameOf(callee.expression)?.text ?? "");
}
