import { AST_NODE_TYPES, ASTUtils, type TSESTree } from '@typescript-eslint/utils';
import * as tsutils from 'ts-api-utils';
import ts from 'typescript';

import type { Facts } from '../contexts/facts.js';
import { type Edit, replaceRange } from './edit.js';
import type { Source } from './layout.js';

/**
 * Leaves an argument out, or a property of an argument that is a written-out object (with nothing else in it: the whole
 * argument, where it may be left out). Nothing where it is required, or where something comes after the argument.
 */
export function leaveOut(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression, node: TSESTree.Node): Edit | undefined {
  const { parent } = node;
  if (call.arguments.some((argument) => argument === node)) return leaveOutArgument(facts, call, node);
  if (parent?.type !== AST_NODE_TYPES.Property || parent.value !== node || parent.parent.type !== AST_NODE_TYPES.ObjectExpression) return undefined;
  const object = parent.parent;
  if (!call.arguments.some((argument) => argument === object) || !isOptionalProperty(facts, object, parent)) return undefined;
  if (object.properties.length === 1) return leaveOutArgument(facts, call, object) ?? replaceBare(facts.sourceCode, object, '{}');
  return removeElement(facts.sourceCode, object.properties, parent);
}

function leaveOutArgument(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression, node: TSESTree.Node): Edit | undefined {
  if (call.arguments.at(-1) !== node) return undefined;
  const signature = facts.checker.getResolvedSignature(facts.services.esTreeNodeToTSNodeMap.get(call));
  const declaration = signature?.parameters[call.arguments.length - 1]?.valueDeclaration;
  const isOptional = declaration !== undefined && ts.isParameter(declaration) && (declaration.questionToken !== undefined || declaration.initializer !== undefined);
  return isOptional ? removeElement(facts.sourceCode, call.arguments, node) : undefined;
}

function isOptionalProperty({ checker, services }: Facts, object: TSESTree.ObjectExpression, property: TSESTree.Property): boolean {
  const type = checker.getContextualType(services.esTreeNodeToTSNodeMap.get(object));
  const name = ASTUtils.getPropertyName(property);
  if (type === undefined || name === null) return false;
  const ways = tsutils.unionConstituents(checker.getNonNullableType(type)).flatMap((part) => checker.getPropertyOfType(part, name) ?? []);
  return ways.length > 0 && ways.every(({ flags }) => (flags & ts.SymbolFlags.Optional) !== 0);
}

/** Removes an element with the comma that separates it. */
function removeElement(sourceCode: Source, elements: readonly TSESTree.Node[], node: TSESTree.Node): Edit | undefined {
  if (ASTUtils.isParenthesized(node, sourceCode)) return undefined;
  const index = elements.indexOf(node);
  // By tokens: the one before or after may have parentheses of its own.
  const [comma, next] = sourceCode.getTokensAfter(node, 2);
  const [previous] = sourceCode.getTokensBefore(node, 2);
  const isLast = index === elements.length - 1;
  if (comma === undefined || previous === undefined) return undefined;
  const isAlone = elements.length === 1 && ASTUtils.isCommaToken(comma);
  const start = isLast && index > 0 ? previous.range[1] : node.range[0];
  const end = isAlone ? comma.range[1] : isLast || next === undefined ? node.range[1] : next.range[0];
  const range: TSESTree.Range = [start, end];
  const hasComment = sourceCode.getAllComments().some((comment) => comment.range[0] >= range[0] && comment.range[1] <= range[1]);
  return hasComment ? undefined : replaceRange(range, '');
}

function replaceBare(sourceCode: Source, node: TSESTree.Node, text: string): Edit | undefined {
  return sourceCode.getCommentsInside(node).length === 0 ? replaceRange(node.range, text) : undefined;
}
