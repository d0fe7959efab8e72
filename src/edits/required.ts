import { AST_NODE_TYPES, ASTUtils, type TSESTree } from '@typescript-eslint/utils';

import type { Facts } from '../contexts/facts.js';
import { combine, type Edit, replaceRange } from './edit.js';
import { isFirstOnLine, isLastOnLine, lineStart, type Source } from './layout.js';
import { replaceExpression } from './replace-expression.js';

/**
 * Makes an optional parameter required: `ctx: C = root` becomes `ctx: C`, and `ctx?: C` with `ctx ?? root` becomes
 * `ctx: C` with `ctx`. Nothing where a parameter before it may be left out, or where the type is only told by the default.
 * @param root the default, or what stands in for a missing argument
 */
export function requireParameter(facts: Facts, parameter: TSESTree.Identifier, root: TSESTree.Expression): Edit | undefined {
  const { sourceCode } = facts;
  const { parent } = root;
  if (parent.type === AST_NODE_TYPES.AssignmentPattern) {
    const hasType = parent.left.typeAnnotation !== undefined;
    const hasComment = sourceCode.getCommentsInside(parent).length > sourceCode.getCommentsInside(parent.left).length;
    return hasType && !hasComment && !followsOptional(parent) ? replaceRange([parent.left.range[1], parent.range[1]], '') : undefined;
  }
  const question = parameter.optional ? sourceCode.getFirstToken(parameter, 1) : undefined;
  if (question?.value !== '?' || followsOptional(parameter) || parent.type !== AST_NODE_TYPES.LogicalExpression) return undefined;
  return combine(replaceRange(question.range, ''), replaceExpression(sourceCode, parent, parameter.name));
}

function followsOptional(parameter: TSESTree.Node): boolean {
  const fn = parameter.parent;
  if (fn === undefined || !ASTUtils.isFunction(fn)) return true;
  const before = fn.params.slice(0, fn.params.findIndex((other) => other === parameter));
  return before.some((other) => other.type === AST_NODE_TYPES.AssignmentPattern || ('optional' in other && other.optional));
}

/** Removes `const name = value;` where it is a statement of the function's own, so that a parameter can take the name. */
export function removeDeclarator(sourceCode: Source, declarator: TSESTree.VariableDeclarator, fn: TSESTree.FunctionLike): { readonly name: string; readonly edit: Edit } | undefined {
  const statement = declarator.parent;
  const { id } = declarator;
  if (statement.type !== AST_NODE_TYPES.VariableDeclaration || statement.declarations.length !== 1 || statement.parent !== fn.body) return undefined;
  if (id.type !== AST_NODE_TYPES.Identifier || sourceCode.getCommentsInside(statement).length > 0) return undefined;
  const [start, end] = statement.range;
  const isWholeLine = isFirstOnLine(sourceCode, start) && isLastOnLine(sourceCode, end);
  const range: [number, number] = isWholeLine ? [lineStart(sourceCode, start), Math.min(sourceCode.text.length, sourceCode.text.indexOf('\n', end) + 1 || sourceCode.text.length)] : [start, end];
  return { name: id.name, edit: replaceRange(range, '') };
}
