import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/utils';

import { type Change, type Edit, editOf, replaceRange } from './edit.js';
import {
  indentAt,
  indented,
  indentUnit,
  isFirstOnLine,
  leadStart,
  lineStart,
  newlineOf,
  type Source,
  trailEnd,
} from './layout.js';

/**
 * Puts the statements that follow one in its block into `try { … } finally { cleanup }`. Nothing where no statement
 * follows, or where something declared there is used outside of it (a hoisted function, a closure made before).
 */
export function wrapInTryFinally(sourceCode: Source, statement: TSESTree.Statement, cleanupText: string): Edit | undefined {
  const siblings = statementsAround(statement);
  const rest = siblings.slice(siblings.indexOf(statement) + 1);
  const [first] = rest;
  const last = rest.at(-1);
  if (!siblings.includes(statement) || !first || !last) return undefined;
  if (rest.some(isModuleDeclaration) || rest.some((one) => isUsedOutside(sourceCode, one, first, last))) return undefined;

  const start = leadStart(sourceCode, first);
  const end = endOfBlock(sourceCode, last);
  if (!isFirstOnLine(sourceCode, start)) return wrapInOneLine(sourceCode, start, end, cleanupText);

  const indent = indentAt(sourceCode, start);
  const unit = indentUnit(sourceCode);
  const newline = newlineOf(sourceCode);
  const cleanup = indented(sourceCode, cleanupText, indent + unit);
  return editOf([
    { range: [start, start], text: `try {${newline}${indent}${unit}` },
    ...indentLines(sourceCode, rest, start, end, unit),
    { range: [end, end], text: `${newline}${indent}} finally {${newline}${indent}${unit}${cleanup}${newline}${indent}}` },
  ]);
}

/**
 * `const x = …` as `using x = …` or `await using x = …`. Nothing for patterns, for what is assigned again or exported,
 * and where the language has no place for it. Whether the compile target knows `using` is the caller's question.
 */
export function usingDeclaration(
  sourceCode: Source,
  declaration: TSESTree.VariableDeclaration,
  keyword: 'await using' | 'using' = 'using',
): Edit | undefined {
  const { declarations, parent } = declaration;
  const isPlain = declarations.every(({ id, init }) => id.type === AST_NODE_TYPES.Identifier && init !== null);
  const isConstant = sourceCode
    .getDeclaredVariables(declaration)
    .every(({ references }) => references.every((reference) => !reference.isWrite() || reference.init === true));
  const isInBlock = parent.type === AST_NODE_TYPES.BlockStatement || parent.type === AST_NODE_TYPES.StaticBlock || parent.type === AST_NODE_TYPES.Program;
  const token = sourceCode.getFirstToken(declaration);
  if (!isPlain || !isConstant || !isInBlock || declaration.declare || !/^(?:const|let)$/.test(declaration.kind)) return undefined;
  if (keyword === 'await using' && !mayAwait(declaration)) return undefined;
  return token ? replaceRange(token.range, keyword) : undefined;
}

function mayAwait(node: TSESTree.Node): boolean {
  for (let outer = node.parent; outer; outer = outer.parent) {
    if ('async' in outer && 'params' in outer) return outer.async;
    if (outer.type === AST_NODE_TYPES.StaticBlock) return false;
    if (outer.type === AST_NODE_TYPES.Program) return outer.sourceType === 'module';
  }
  return false;
}

function statementsAround({ parent }: TSESTree.Statement): readonly TSESTree.Node[] {
  const isBlock =
    parent.type === AST_NODE_TYPES.BlockStatement ||
    parent.type === AST_NODE_TYPES.StaticBlock ||
    parent.type === AST_NODE_TYPES.Program;
  return isBlock ? parent.body : [];
}

function isModuleDeclaration({ type }: TSESTree.Node): boolean {
  return /^(?:Export|Import|TSExport|TSImport|TSNamespaceExport)/.test(type);
}

/** Whether something that a statement declares for its block is referred to outside of these statements. */
function isUsedOutside(sourceCode: Source, statement: TSESTree.Node, first: TSESTree.Node, last: TSESTree.Node): boolean {
  const isInside = (node: TSESTree.Node): boolean => node.range[0] >= first.range[0] && node.range[1] <= last.range[1];
  if (statement.type === AST_NODE_TYPES.VariableDeclaration && statement.kind === 'var') return false;
  return sourceCode
    .getDeclaredVariables(statement)
    .some(
      ({ defs, references }) =>
        defs.some(({ node }) => !isInside(node)) || references.some(({ identifier }) => !isInside(identifier)),
    );
}

/** Where the last statement ends with the comments that follow it in its block. */
function endOfBlock(sourceCode: Source, last: TSESTree.Node): number {
  if (last.parent?.type === AST_NODE_TYPES.Program) return trailEnd(sourceCode, last);
  return sourceCode.getCommentsAfter(last).at(-1)?.range[1] ?? last.range[1];
}

function wrapInOneLine(sourceCode: Source, start: number, end: number, cleanup: string): Edit | undefined {
  const rest = sourceCode.text.slice(start, end);
  const lastLine = rest.slice(rest.lastIndexOf('\n') + 1);
  if (lastLine.includes('//')) return undefined; // perhaps a comment that would swallow the brace
  return editOf([
    { range: [start, start], text: 'try { ' },
    { range: [end, end], text: ` } finally { ${cleanup} }` },
  ]);
}

/** One more step of indentation for each line after the first, but not inside of template literals and strings. */
function indentLines(
  sourceCode: Source,
  rest: readonly TSESTree.Node[],
  start: number,
  end: number,
  unit: string,
): Change[] {
  const literals = rest
    .flatMap((statement) => sourceCode.getTokens(statement))
    .filter(({ loc, type }) => loc.start.line < loc.end.line && /^(?:Template|String)$/.test(type));
  const changes: Change[] = [];
  for (let position = end; (position = lineStart(sourceCode, position)) > start; position -= 1) {
    const isBlank = /^[\t ]*(?:\r?\n|$)/.test(sourceCode.text.slice(position, end));
    const isLiteral = literals.some(({ range }) => range[0] < position && position < range[1]);
    if (!isBlank && !isLiteral) changes.push({ range: [position, position], text: unit });
  }
  return changes.reverse();
}
