import { AST_NODE_TYPES, ASTUtils, type TSESTree } from '@typescript-eslint/utils';

import { type Edit, replaceRange } from './edit.js';
import type { Source } from './layout.js';
import { needsParentheses } from './precedence.js';

/**
 * Another expression in place of this one, in parentheses only where precedence asks. Nothing where a comment inside
 * would be lost, or where the line before would run into it.
 */
export function replaceExpression(sourceCode: Source, node: TSESTree.Expression, text: string): Edit | undefined {
  const comments = sourceCode.getCommentsInside(node);
  if (!comments.every((comment) => text.includes(sourceCode.getText(comment)))) return undefined;

  const { parent } = node;
  if (parent.type === AST_NODE_TYPES.Property && parent.shorthand) {
    const name = sourceCode.getText(parent.key);
    return replaceRange(parent.range, name === text ? name : `${name}: ${text}`);
  }
  const bare = ASTUtils.isParenthesized(node, sourceCode) || !needsParentheses(node, text);
  const replacement = bare ? text : `(${text})`;
  if (/^[([`/+-]/.test(replacement) && continuesLine(sourceCode, node)) return undefined;
  return replaceRange(node.range, replacement);
}

/** Whether the expression starts a statement, and the one before it has no semicolon to end it. */
function continuesLine(sourceCode: Source, node: TSESTree.Node): boolean {
  let outer: TSESTree.Node | undefined = node;
  while (outer && outer.type !== AST_NODE_TYPES.ExpressionStatement) outer = outer.parent;
  if (outer?.range[0] !== node.range[0] || !('body' in outer.parent) || !Array.isArray(outer.parent.body)) return false;
  const siblings: readonly TSESTree.Node[] = outer.parent.body;
  const before = siblings[siblings.indexOf(outer) - 1];
  if (before === undefined) return false;
  const end = sourceCode.getLastToken(before)?.value;
  const isSimple =
    before.type === AST_NODE_TYPES.ExpressionStatement || before.type === AST_NODE_TYPES.VariableDeclaration;
  return end !== ';' && (end !== '}' || isSimple);
}
