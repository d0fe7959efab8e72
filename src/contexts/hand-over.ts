import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { isYes } from "./answer.js";
import { deriveAt } from "./calls.js";
import type { Facts } from "./facts.js";
import { argumentPlace, placeOfCall, wrapped } from "./position/syntax.js";
import { expressionAnswer } from "./types.js";
import type { ContextModel } from "../models/model.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** A context that is handed over in a call. */
export interface Handed {
  /** The whole expression: `ctx.signal` for `ctx`. */
  readonly expression: TSESTree.Expression;
  readonly call: Call;
  readonly model: ContextModel;
}

/** Told by syntax: may this name be handed over, or something reached from it? */
export function mayBeHanded(start: TSESTree.Expression): boolean {
  let node = wrapped(start);
  while (node.parent?.type === N.MemberExpression && node.parent.object === node) {
    if (placeOfCall(node.parent) !== undefined) return true;
    node = wrapped(node.parent);
  }
  return callGetting(node) !== undefined;
}

/** The call that gets this expression, or a context reached from it: as argument, in a bag or list, or to derive a child from it. */
export function handedOver(facts: Facts, start: TSESTree.Expression): Handed | undefined {
  let node = wrapped(start);
  for (;;) {
    const { parent } = node;
    if (parent?.type !== N.MemberExpression || parent.object !== node || parent.computed) break;
    const call = placeOfCall(parent);
    if (call === undefined) {
      node = wrapped(parent);
      continue;
    }
    const derive = deriveAt(facts, call);
    if (derive !== undefined) return derive.parents.some((each) => each === node) ? handedTo(facts, node, call) : undefined;
    if (call.arguments.length > 0) return undefined;
    node = wrapped(call); // `request.context()`
  }
  const call = callGetting(node);
  return call && handedTo(facts, node, call);
}

function handedTo(facts: Facts, node: TSESTree.Node, call: Call): Handed | undefined {
  const answer = expressionAnswer(facts, node);
  return isYes(answer) ? { expression: node as TSESTree.Expression, call, model: answer.model } : undefined;
}

/** The call that gets the value as an argument, in a written-out bag or list. */
function callGetting(node: TSESTree.Node): Call | undefined {
  const { parent } = node;
  if (parent?.type === N.Property && parent.value === node && parent.parent.type === N.ObjectExpression) return callGetting(wrapped(parent.parent));
  if (parent?.type === N.ArrayExpression) return callGetting(wrapped(parent));
  return argumentPlace(node)?.call;
}
