import { AST_NODE_TYPES, ASTUtils, type TSESTree } from '@typescript-eslint/utils';

import { type Edit, editOf } from './edit.js';
import type { Source } from './layout.js';
import { appendToList } from './list.js';
import { replaceExpression } from './replace-expression.js';

/**
 * Gives an object literal a property: after all others, so that no spread can overwrite it, or in place of an existing
 * `undefined`. Nothing where the property is there with another value, or where a spread follows its `undefined`.
 */
export function addProperty(
  sourceCode: Source,
  object: TSESTree.ObjectExpression,
  name: string,
  valueText: string,
): Edit | undefined {
  const index = object.properties.findIndex(
    (property) => property.type === AST_NODE_TYPES.Property && ASTUtils.getPropertyName(property) === name,
  );
  const existing = object.properties[index];
  if (existing !== undefined) {
    const overwritten = object.properties.slice(index).some(({ type }) => type === AST_NODE_TYPES.SpreadElement);
    if (overwritten || existing.type !== AST_NODE_TYPES.Property || !isNothing(existing.value)) return undefined;
    return replaceExpression(sourceCode, existing.value, valueText);
  }
  const open = sourceCode.getFirstToken(object);
  const close = sourceCode.getLastToken(object);
  if (!open || !close) return undefined;
  const list = { open, close, elements: object.properties, padding: ' ' };
  return editOf(appendToList(sourceCode, list, propertyText(name, valueText)));
}

/** `undefined`, `void 0`, or a cast of one: `undefined as never`, `null!`. */
function isNothing(node: TSESTree.Node): node is TSESTree.Expression {
  switch (node.type) {
    case AST_NODE_TYPES.Identifier:
      return node.name === 'undefined';
    case AST_NODE_TYPES.UnaryExpression:
      return node.operator === 'void' && node.argument.type === AST_NODE_TYPES.Literal;
    case AST_NODE_TYPES.TSAsExpression:
    case AST_NODE_TYPES.TSNonNullExpression:
    case AST_NODE_TYPES.TSSatisfiesExpression:
    case AST_NODE_TYPES.TSTypeAssertion:
      return isNull(node.expression) || isNothing(node.expression);
    default:
      return false;
  }
}

function isNull(node: TSESTree.Node): boolean {
  return node.type === AST_NODE_TYPES.Literal && node.raw === 'null';
}

/**
 * Turns the short form of an options bag into the bag: `readFile(p, 'utf8')` into
 * `readFile(p, { encoding: 'utf8', signal })`.
 */
export function bagFromPrimitive(
  sourceCode: Source,
  argument: TSESTree.CallExpressionArgument,
  propertyOfShortForm: string,
  name: string,
  valueText: string,
): Edit | undefined {
  if (argument.type === AST_NODE_TYPES.SpreadElement) return undefined;
  const [start, end] = rangeWithParentheses(sourceCode, argument);
  const isShorthand = sourceCode.text.slice(start, end) === propertyOfShortForm;
  const key = isShorthand ? '' : `${keyText(propertyOfShortForm)}: `;
  return editOf([
    { range: [start, start], text: `{ ${key}` },
    { range: [end, end], text: `, ${propertyText(name, valueText)} }` },
  ]);
}

/** A property of an object literal, in the short form where name and value are the same. */
export function propertyText(name: string, valueText: string): string {
  return name === valueText ? name : `${keyText(name)}: ${valueText}`;
}

function keyText(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : `'${name.replace(/['\\]/g, '\\$&')}'`;
}

/** The range of an argument with the parentheses of its own around it. */
function rangeWithParentheses(sourceCode: Source, node: TSESTree.Node): TSESTree.Range {
  let depth = 0;
  while (ASTUtils.isParenthesized(depth + 1, node, sourceCode)) depth += 1;
  if (depth === 0) return node.range;
  const before = sourceCode.getTokensBefore(node, depth)[0];
  const after = sourceCode.getTokensAfter(node, depth).at(-1);
  return before && after ? [before.range[0], after.range[1]] : node.range;
}
