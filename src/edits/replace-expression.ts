import { AST_NODE_TYPES, ASTUtils, type TSESTree } from '@typescript-eslint/utils';

import { type Edit, editOf, replaceRange } from './edit.js';
import type { Source } from './layout.js';
import { isLooserThanAwait, needsParentheses } from './precedence.js';

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
  if (isValueOf(parent, node, text) && sourceCode.getCommentsInside(parent).length === comments.length) {
    return replaceRange(parent.range, text);
  }
  const bare = ASTUtils.isParenthesized(node, sourceCode) || !needsParentheses(node, text);
  const replacement = bare ? text : `(${text})`;
  if (/^[([`/+-]/.test(replacement) && continuesLine(sourceCode, node)) return undefined;
  return replaceRange(node.range, replacement);
}

/** `{ signal: … }` that becomes `{ signal }`. */
function isValueOf(parent: TSESTree.Node, node: TSESTree.Node, text: string): boolean {
  return (
    parent.type === AST_NODE_TYPES.Property &&
    parent.value === node &&
    !parent.computed &&
    parent.key.type === AST_NODE_TYPES.Identifier &&
    parent.key.name === text
  );
}

/**
 * Text around an expression, which stays untouched: `AbortSignal.any([signal, ` and `])`. Nothing where the line before
 * would run into it.
 */
export function wrapExpression(
  sourceCode: Source,
  node: TSESTree.Expression,
  before: string,
  after: string,
): Edit | undefined {
  const { parent, range } = node;
  const text = before + sourceCode.getText(node) + after;
  if (parent.type === AST_NODE_TYPES.Property && parent.shorthand) return replaceExpression(sourceCode, node, text);
  const bare = ASTUtils.isParenthesized(node, sourceCode) || !needsParentheses(node, text);
  const [open, close] = bare ? [before, after] : [`(${before}`, `${after})`];
  if (/^[([`/+-]/.test(open) && continuesLine(sourceCode, node)) return undefined;
  return editOf([
    { range: [range[0], range[0]], text: open },
    { range: [range[1], range[1]], text: close },
  ]);
}

/** `await` before an expression. Whether the function around it is async is the caller's question. */
export function awaitExpression(sourceCode: Source, node: TSESTree.Expression): Edit | undefined {
  return isLooserThanAwait(sourceCode.getText(node))
    ? wrapExpression(sourceCode, node, 'await (', ')')
    : wrapExpression(sourceCode, node, 'await ', '');
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
