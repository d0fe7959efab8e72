import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import type { ContextModel } from "../models/model.js";
import { isYes } from "./answer.js";
import type { Facts } from "./facts.js";
import { belongsToEnclosing, type FunctionNode, enclosingFunction } from "./position/index.js";
import { expressionAnswer } from "./types.js";

/**
 * The function around a node whose author could give it a context parameter: the nearest that does not merely run as
 * part of another's work. None where that signature is not the author's own.
 */
export function functionTaking(facts: Facts, node: TSESTree.Node): FunctionNode | undefined {
  let fn = enclosingFunction(node);
  while (fn !== undefined && !isDeclaration(fn) && belongsToEnclosing(facts, fn) === "yes") fn = enclosingFunction(fn);
  return fn !== undefined && isOwnSignature(facts, fn) ? fn : undefined;
}

function isDeclaration(fn: FunctionNode): boolean {
  return fn.type === AST_NODE_TYPES.FunctionDeclaration || fn.parent.type === AST_NODE_TYPES.MethodDefinition || fn.parent.type === AST_NODE_TYPES.VariableDeclarator;
}

/** Did the author choose the parameters: no callback, override, implementation, accessor or constructor? */
export function isOwnSignature(facts: Facts, fn: FunctionNode): boolean {
  if (fn.type === AST_NODE_TYPES.FunctionDeclaration) return true;
  const { parent } = fn;
  if (parent.type === AST_NODE_TYPES.VariableDeclarator) return parent.id.type === AST_NODE_TYPES.Identifier && parent.id.typeAnnotation === undefined;
  if (parent.type !== AST_NODE_TYPES.MethodDefinition || parent.kind !== "method" || parent.override) return false;
  return parent.key.type === AST_NODE_TYPES.PrivateIdentifier || (!parent.computed && !isInherited(facts, parent));
}

/** Does a base class or an implemented interface have a member of this name? */
export function isInherited(facts: Facts, member: TSESTree.MethodDefinition | TSESTree.PropertyDefinition): boolean {
  const { checker, services } = facts;
  const owner = services.esTreeNodeToTSNodeMap.get(member.parent.parent);
  const name = services.getSymbolAtLocation(member.key)?.name;
  if (!ts.isClassLike(owner) || name === undefined || member.static) return false;
  const parents = (owner.heritageClauses ?? []).flatMap(({ types }) => types);
  return parents.some((parent) => {
    const type = checker.getTypeAtLocation(parent);
    return (type.flags & ts.TypeFlags.Any) !== 0 || type.getProperty(name) !== undefined;
  });
}

/** Is the parameter a context of the model (which the place asked about does not reach)? */
export function isContextOf(facts: Facts, parameter: TSESTree.Parameter, model: ContextModel): boolean {
  const name = parameter.type === AST_NODE_TYPES.AssignmentPattern ? parameter.left : parameter;
  if (name.type !== AST_NODE_TYPES.Identifier) return false;
  const answer = expressionAnswer(facts, name);
  return isYes(answer) && answer.model === model;
}
