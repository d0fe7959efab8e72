import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { Facts } from "../facts.js";
import { type Certainty, surely } from "./certainty.js";
import { isFunction, isGather, placeOfCall, unwrap } from "./syntax.js";

/** Is the value of this expression a promise, or may it be one? */
export function isThenable(facts: Facts, node: TSESTree.Node): Certainty {
  const inner = unwrap(node);
  switch (inner.type) {
    case N.ImportExpression:
      return "yes";
    case N.ArrayExpression:
    case N.AssignmentExpression:
    case N.BinaryExpression:
    case N.Literal:
    case N.ObjectExpression:
    case N.TemplateLiteral:
    case N.UnaryExpression:
    case N.UpdateExpression:
      return "no";
    case N.CallExpression: {
      const callee = unwrap(inner.callee);
      if (isFunction(callee) && callee.async && !callee.generator && placeOfCall(callee) === inner) return "yes";
      if (isGather(facts, inner)) return "yes";
    }
  }
  const type = facts.services.getTypeAtLocation(inner);
  if (tsutils.isTypeFlagSet(type, ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return "unknown";
  return surely(tsutils.isThenableType(facts.checker, facts.services.esTreeNodeToTSNodeMap.get(inner), type));
}
