import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { ContextModel } from "../models/model.js";
import { isYes } from "./answer.js";
import type { Facts } from "./facts.js";
import { belongsToEnclosing, type FunctionNode, enclosingFunction } from "./position/index.js";
import { isDictated } from "./signatures.js";
import { expressionAnswer } from "./types.js";

/**
 * The function around a node whose author could give it a context parameter: the nearest that does not merely run as
 * part of another's work. None where that signature is not the author's own.
 */
export function functionTaking(facts: Facts, node: TSESTree.Node): FunctionNode | undefined {
  let fn = enclosingFunction(node);
  while (fn !== undefined && !isNamed(fn) && belongsToEnclosing(facts, fn) === "yes") fn = enclosingFunction(fn);
  return fn !== undefined && isOwnSignature(facts, fn) ? fn : undefined;
}

/** Did the author choose the parameters: no callback, override, implementation, accessor, constructor or what a decorator calls? */
export function isOwnSignature(facts: Facts, fn: FunctionNode): boolean {
  return isNamed(fn) && !isDecorated(fn) && !isDictated(facts, fn);
}

/** Has the function a name to call it by, of its own or of the constant or member it is? */
function isNamed(fn: FunctionNode): boolean {
  if (fn.type === N.FunctionDeclaration) return true;
  const { parent } = fn;
  switch (parent.type) {
    case N.VariableDeclarator:
      return parent.id.type === N.Identifier;
    case N.ExportDefaultDeclaration:
      return true;
    case N.MethodDefinition:
      return parent.kind === "method" && !parent.computed;
    case N.PropertyDefinition:
      return !parent.computed;
    case N.Property:
      return parent.kind === "init" && !parent.computed;
    default:
      return false;
  }
}

/** Is a decorator on the function, or on one of its parameters: somebody else may call it in another way? */
export function isDecorated({ params, parent }: FunctionNode): boolean {
  const isOnMember = (parent.type === N.MethodDefinition || parent.type === N.PropertyDefinition) && parent.decorators.length > 0;
  return isOnMember || params.some((parameter) => "decorators" in parameter && parameter.decorators.length > 0);
}

/** Is the parameter a context of the model (which the place asked about does not reach)? */
export function isContextOf(facts: Facts, parameter: TSESTree.Parameter, model: ContextModel): boolean {
  const bare = parameter.type === N.TSParameterProperty ? parameter.parameter : parameter;
  const name = bare.type === N.AssignmentPattern ? bare.left : bare;
  if (name.type !== N.Identifier) return false;
  const answer = expressionAnswer(facts, name);
  return isYes(answer) && answer.model === model;
}
