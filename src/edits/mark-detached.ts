import { AST_NODE_TYPES as N, type TSESTree } from '@typescript-eslint/utils';

import { outwards } from '../contexts/position/syntax.js';
import { type Edit, insertAt, replaceRange } from './edit.js';
import { indentAt, newlineOf, type Source } from './layout.js';

/** Says `@detached` in the JSDoc of the function, member or constant that the node is part of. */
export function markDetached(sourceCode: Source, node: TSESTree.Node): Edit | undefined {
  const holder = holderOf(node);
  if (holder === undefined) return undefined;
  const newline = newlineOf(sourceCode) + indentAt(sourceCode, holder.range[0]);
  const comment = sourceCode.getCommentsBefore(holder).at(-1);
  if (comment?.type !== 'Block' || !comment.value.startsWith('*')) return insertAt(holder.range[0], `/** @detached */${newline}`);
  const end = comment.range[1] - '*/'.length;
  const lines = comment.value.slice(1).trimEnd();
  if (lines.includes('\n')) return insertAt(comment.range[0] + '/**'.length + lines.length, `${newline} * @detached`);
  return replaceRange([comment.range[0], end], `/**${newline} * ${lines.trim()}${newline} * @detached${newline} `);
}

/** What the comment stands before: a member, a function's statement, or that of a constant of the module. */
function holderOf(node: TSESTree.Node): TSESTree.Node | undefined {
  for (const { inner, outer } of outwards(node)) {
    if (inner.type === N.MethodDefinition || inner.type === N.PropertyDefinition) return inner;
    const isStatement = inner.type === N.FunctionDeclaration || (inner.type === N.VariableDeclaration && (outer.type === N.Program || holdsFunction(inner)));
    if (isStatement) return outer.type === N.ExportNamedDeclaration || outer.type === N.ExportDefaultDeclaration ? outer : inner;
    if (inner.type === N.ExportNamedDeclaration || inner.type === N.ExportDefaultDeclaration) return inner;
  }
  return undefined;
}

function holdsFunction({ declarations }: TSESTree.VariableDeclaration): boolean {
  return declarations.some(({ init }) => init?.type === N.ArrowFunctionExpression || init?.type === N.FunctionExpression);
}
