import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/utils';

import { type Edit, editOf, insertAt } from './edit.js';
import { indentAt, indented, indentUnit, isFirstOnLine, newlineOf, type Source, statementStart, trailEnd } from './layout.js';

/** What holds statements. */
export type StatementBlock = TSESTree.BlockStatement | TSESTree.StaticBlock | TSESTree.TSModuleBlock;

/** Inserts a statement (or several lines) before another and the comments that belong to it; a lone body gets braces. */
export function insertStatementBefore(sourceCode: Source, statement: TSESTree.Node, text: string): Edit {
  const target = exportOf(statement);
  if (!isInList(target)) return wrapLoneBody(sourceCode, target, text, 'before');
  const start = statementStart(sourceCode, target);
  if (!isFirstOnLine(sourceCode, start)) return insertAt(start, `${text} `);
  const indent = indentAt(sourceCode, start);
  return insertAt(start, indented(sourceCode, text, indent) + newlineOf(sourceCode) + indent);
}

/** Inserts a statement (or several lines) after another and the comments that trail it; a lone body gets braces. */
export function insertStatementAfter(sourceCode: Source, statement: TSESTree.Node, text: string): Edit {
  const target = exportOf(statement);
  if (!isInList(target)) return wrapLoneBody(sourceCode, target, text, 'after');
  const end = trailEnd(sourceCode, target);
  const next = sourceCode.getTokenAfter(target);
  const onOneLine = next?.loc.start.line === target.loc.end.line && end === target.range[1];
  if (onOneLine) return insertAt(end, ` ${text}`);
  const indent = indentAt(sourceCode, target.range[0]);
  return insertAt(end, newlineOf(sourceCode) + indent + indented(sourceCode, text, indent));
}

/** Inserts a statement (or several lines) as the first of a block, after its directives. */
export function insertAtBlockStart(sourceCode: Source, block: StatementBlock, text: string): Edit {
  const directive = block.body.findLast(
    (statement) => statement.type === AST_NODE_TYPES.ExpressionStatement && statement.directive !== undefined,
  );
  if (directive) return insertStatementAfter(sourceCode, directive, text);
  const [first] = block.body;
  if (first) return insertStatementBefore(sourceCode, first, text);

  const close = sourceCode.getLastToken(block);
  const open = close && sourceCode.getTokenBefore(close); // a static block starts with `static`
  if (!open) return editOf([]);
  const comments = sourceCode.getCommentsInside(block);
  const newline = newlineOf(sourceCode);
  const outer = indentAt(sourceCode, open.range[0]);
  const indent = outer + indentUnit(sourceCode);
  const line = newline + indent + indented(sourceCode, text, indent);
  if (comments.length === 0) {
    return editOf([{ range: [open.range[1], close.range[0]], text: line + newline + outer }]);
  }
  if (open.loc.end.line === close.loc.start.line) return insertAt(open.range[1], ` ${text}`);
  return insertAt(trailEnd(sourceCode, open), line);
}

function exportOf(statement: TSESTree.Node): TSESTree.Node {
  const { parent } = statement;
  const isExported =
    parent?.type === AST_NODE_TYPES.ExportNamedDeclaration || parent?.type === AST_NODE_TYPES.ExportDefaultDeclaration;
  return isExported ? parent : statement;
}

/** Whether statements may stand before and after this one; a lone body of `if`, `else`, a loop or a label has no room. */
function isInList({ parent }: TSESTree.Node): boolean {
  if (parent === undefined) return true;
  return parent.type === AST_NODE_TYPES.SwitchCase || ('body' in parent && Array.isArray(parent.body));
}

function wrapLoneBody(sourceCode: Source, statement: TSESTree.Node, text: string, place: 'after' | 'before'): Edit {
  const [start, end] = statement.range;
  if (!isFirstOnLine(sourceCode, start)) {
    return editOf([
      { range: [start, start], text: place === 'before' ? `{ ${text} ` : '{ ' },
      { range: [end, end], text: place === 'after' ? ` ${text} }` : ' }' },
    ]);
  }
  const indent = indentAt(sourceCode, start);
  const newline = newlineOf(sourceCode);
  const before = sourceCode.getTokenBefore(statement);
  const outer = before ? indentAt(sourceCode, before.range[0]) : '';
  const line = indented(sourceCode, text, indent);
  const tail = trailEnd(sourceCode, statement);
  const open = before?.range[1] ?? start;
  return editOf([
    { range: [open, open], text: ' {' },
    ...(place === 'before' ? [{ range: [start, start] as const, text: line + newline + indent }] : []),
    { range: [tail, tail], text: (place === 'after' ? newline + indent + line : '') + newline + outer + '}' },
  ]);
}
