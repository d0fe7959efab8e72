import { ASTUtils, AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import type { DeclaredAt } from "../models/model.js";
import type { Root } from "./calls.js";
import { isInDetached } from "./detached.js";
import { isEntryPoint } from "./entry.js";
import type { Facts } from "./facts.js";
import { isOwnLifetime } from "./fields.js";
import { implementsModel } from "./implementation.js";
import { lastName } from "./names.js";
import { outwards } from "./position/syntax.js";
import { basesOf, isOrExtends } from "./types.js";

/**
 * Is the root meant, so that nothing is lost by it: in an entry point, in the model's own implementation, in a
 * `@detached` function, compared with, the base of a remote parent, or the idiom for 'never cancelled'?
 */
export function isMeantRoot(facts: Facts, root: Root): boolean {
  return (
    isComparison(root.node) ||
    isBaseOfRemote(facts, root) ||
    isNeverConstant(root) ||
    isEntryPoint(facts, root.node) ||
    isInDetached(facts, root.node) ||
    isOwnLifetime(facts, root.node) ||
    isInMaker(facts, root) ||
    implementsModel(facts, root.model)
  );
}

/** Is the expression read as a value: not a declaration, a key, a callee or a name in a type? */
export function isValueUse(facts: Facts, node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent === undefined || parent.type === AST_NODE_TYPES.ExportSpecifier) return false;
  if ((parent.type === AST_NODE_TYPES.CallExpression || parent.type === AST_NODE_TYPES.NewExpression) && parent.callee === node) return false;
  if (node.type === AST_NODE_TYPES.MemberExpression) {
    return !(parent.type === AST_NODE_TYPES.AssignmentExpression && parent.left === node);
  }
  if (node.type !== AST_NODE_TYPES.Identifier) return true;
  const scope = facts.sourceCode.getScope(node);
  const reference = scope.references.find(({ identifier }) => identifier === node);
  return reference !== undefined && reference.isRead() && reference.isValueReference !== false;
}

/** `ctx === ROOT_CONTEXT`, `case ROOT_CONTEXT:`. */
function isComparison(node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent?.type === AST_NODE_TYPES.BinaryExpression) return /^[=!]==?$/.test(parent.operator);
  return parent?.type === AST_NODE_TYPES.SwitchCase && parent.test === node;
}

function isBaseOfRemote(facts: Facts, { node, pattern }: Root): boolean {
  const call = node.parent;
  if (call?.type !== AST_NODE_TYPES.CallExpression || call.callee.type !== AST_NODE_TYPES.MemberExpression) return false;
  const { callee } = call;
  return (pattern.baseOf ?? []).some(({ method, on, beside }) => {
    if (lastName(callee) !== method) return false;
    if (beside !== undefined && !call.arguments.some((argument) => hasProperty(argument, beside))) return false;
    return on === undefined || isOneOf(facts, callee.object, on);
  });
}

function hasProperty(node: TSESTree.Node, name: string): boolean {
  return node.type === AST_NODE_TYPES.ObjectExpression && node.properties.some((property) => property.type === AST_NODE_TYPES.Property && ASTUtils.getPropertyName(property) === name);
}

function isOneOf(facts: Facts, node: TSESTree.Node, places: readonly DeclaredAt[]): boolean {
  const type = facts.services.getTypeAtLocation(node);
  return places.some((place) => isOrExtends(facts, type, place));
}

/** `const never = new AbortController().signal` at module level. */
function isNeverConstant({ node, pattern }: Root): boolean {
  const declarator = node.parent;
  if (pattern.isIdiomAtTopLevel !== true || declarator?.type !== AST_NODE_TYPES.VariableDeclarator || declarator.init !== node) return false;
  const statement = declarator.parent;
  const holder = statement.parent.type === AST_NODE_TYPES.ExportNamedDeclaration ? statement.parent.parent : statement.parent;
  return statement.kind === "const" && holder?.type === AST_NODE_TYPES.Program;
}

/** A context manager falls back on a root. */
function isInMaker(facts: Facts, { node, model }: Root): boolean {
  if (model.makers === undefined) return false;
  for (const [, outer] of outwards(node)) {
    if (outer.type !== AST_NODE_TYPES.ClassDeclaration && outer.type !== AST_NODE_TYPES.ClassExpression) continue;
    const type = facts.checker.getTypeAtLocation(facts.services.esTreeNodeToTSNodeMap.get(outer.id ?? outer));
    const instance = type.getConstructSignatures()[0]?.getReturnType() ?? type;
    if ([instance, ...basesOf(facts, instance)].some((base) => model.makers?.some((maker) => isOrExtends(facts, base, maker)))) return true;
  }
  return false;
}

/** The parameter whose default value the expression is. */
export function defaultedParameter(node: TSESTree.Node): TSESTree.AssignmentPattern | undefined {
  const { parent } = node;
  if (parent?.type !== AST_NODE_TYPES.AssignmentPattern || parent.right !== node) return undefined;
  const holder = parent.parent;
  const isParameter = ASTUtils.isFunction(holder) || holder.type === AST_NODE_TYPES.TSParameterProperty;
  return isParameter ? parent : undefined;
}

/** The call that gets the expression as an argument, and the calls that get that one's result: the work it is for. */
export function workOf(node: TSESTree.Expression): TSESTree.Expression {
  let work = node;
  for (const [, outer] of outwards(node)) {
    if (outer.type === AST_NODE_TYPES.CallExpression || outer.type === AST_NODE_TYPES.NewExpression) work = outer;
    else if (outer.type !== AST_NODE_TYPES.ObjectExpression && outer.type !== AST_NODE_TYPES.Property && outer.type !== AST_NODE_TYPES.MemberExpression) break;
  }
  return work;
}

/** May the available context stand where the root stands? */
export function fits(facts: Facts, type: ts.Type, node: TSESTree.Expression): boolean {
  const { checker, services } = facts;
  const tsNode = services.esTreeNodeToTSNodeMap.get(node);
  const expected = ts.isExpression(tsNode) ? checker.getContextualType(tsNode) : undefined;
  // A type parameter that the argument decides takes any context.
  if (expected !== undefined && expected.flags & ts.TypeFlags.TypeParameter) return true;
  return checker.isTypeAssignableTo(type, expected ?? services.getTypeAtLocation(node));
}
