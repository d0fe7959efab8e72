import { AST_NODE_TYPES, AST_TOKEN_TYPES, type TSESTree } from '@typescript-eslint/utils';

import { type Change, combine, type Edit, editOf, insertAt, replaceRange } from './edit.js';
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
import { insertAtBlockStart } from './statements.js';

/**
 * Puts the statements that follow one in its block (or all of a block) into `try { … } finally { cleanup }`; a `try`
 * that is all of them gets the `finally`. Nothing where no statement follows, or where something declared there is used
 * outside of it (a hoisted function, a closure made before).
 * @param needless statements among them that the cleanup makes needless
 */
export function wrapInTryFinally(
  sourceCode: Source,
  place: TSESTree.BlockStatement | TSESTree.Statement,
  cleanupText: string,
  needless: readonly TSESTree.Statement[] = [],
): Edit | undefined {
  const isWhole = place.type === AST_NODE_TYPES.BlockStatement;
  const siblings: readonly TSESTree.Node[] = isWhole ? place.body : statementsAround(place);
  const rest = isWhole ? siblings : siblings.slice(siblings.indexOf(place) + 1);
  const [first] = rest;
  const last = rest.at(-1);
  if ((!isWhole && !siblings.includes(place)) || !first || !last) return undefined;
  const removals = needless.filter((each) => each !== first).flatMap((each) => removalOf(sourceCode, each) ?? []);
  if (first === last && first.type === AST_NODE_TYPES.TryStatement) return extendTry(sourceCode, first, cleanupText, removals);
  if (rest.some(isModuleDeclaration) || rest.some((one) => isUsedOutside(sourceCode, one, first, last))) return undefined;

  if (last.type === AST_NODE_TYPES.TryStatement) {
    const moved = moveIntoTry(sourceCode, rest.slice(0, -1), last, cleanupText);
    if (moved !== undefined) return combine(moved, editOf(removals));
  }

  const start = leadStart(sourceCode, first);
  const end = endOfBlock(sourceCode, last);
  if (!isFirstOnLine(sourceCode, start)) return combine(wrapInOneLine(sourceCode, start, end, cleanupText), editOf(removals));

  const indent = indentAt(sourceCode, start);
  const unit = indentUnit(sourceCode);
  const newline = newlineOf(sourceCode);
  const cleanup = indented(sourceCode, cleanupText, indent + unit);
  const isGone = ({ range: [at] }: Change): boolean => removals.some(({ range }) => range[0] < at && at <= range[1]);
  return combine(
    editOf([
      { range: [start, start], text: `try {${newline}${indent}${unit}` },
      ...indentLines(sourceCode, rest, start, end, unit).filter((change) => !isGone(change)),
    ]),
    editOf(removals),
    insertAt(end, `${newline}${indent}} finally {${newline}${indent}${unit}${cleanup}${newline}${indent}}`),
  );
}

/** Statements before a `try` that has the cleanup go into it; not where its `catch` or `finally` does more, nor where names would clash. */
function moveIntoTry(sourceCode: Source, before: readonly TSESTree.Node[], statement: TSESTree.TryStatement, cleanup: string): Edit | undefined {
  const { block, finalizer, handler } = statement;
  const [first] = before;
  const token = sourceCode.getTokenBefore(statement, { includeComments: true });
  const [open, inside] = sourceCode.getFirstTokens(block, { count: 2, includeComments: true });
  if (!first || !token || !open || !inside || handler || finalizer?.body.length !== 1 || finalizer.body.some((each) => sourceCode.getText(each) !== cleanup)) return undefined;
  if (sourceCode.getCommentsInside(finalizer).length > 0 || declaredBy(sourceCode, before).some((name) => declaredBy(sourceCode, block.body).includes(name))) return undefined;
  const start = leadStart(sourceCode, first);
  const isInLines = isFirstOnLine(sourceCode, start);
  // What is on one line stays on one line.
  if (isInLines ? inside.loc.start.line === open.loc.start.line : token.type === AST_TOKEN_TYPES.Line) return undefined;
  const unit = indentUnit(sourceCode);
  return editOf([
    { range: [start, start], text: isInLines ? `try {${newlineOf(sourceCode)}${indentAt(sourceCode, start)}${unit}` : 'try { ' },
    ...(isInLines ? indentLines(sourceCode, before, start, token.range[1], unit) : []),
    { range: [token.range[1], open.range[1]], text: '' },
  ]);
}

function declaredBy(sourceCode: Source, statements: readonly TSESTree.Node[]): readonly string[] {
  return statements.flatMap((statement) => sourceCode.getDeclaredVariables(statement).map(({ name }) => name));
}

/** The text of a statement up to the one before it (or the brace); none where a comment would go with it. */
function removalOf(sourceCode: Source, statement: TSESTree.Statement): Change | undefined {
  const before = sourceCode.getTokenBefore(statement);
  if (!before || sourceCode.getCommentsBefore(statement).length > 0 || sourceCode.getCommentsInside(statement).length > 0) return undefined;
  return { range: [before.range[1], statement.range[1]], text: '' };
}

/** A `finally` for a `try` that has none, or one more statement in the one that is there. */
function extendTry(sourceCode: Source, { block, finalizer, handler }: TSESTree.TryStatement, cleanup: string, removals: readonly Change[]): Edit | undefined {
  if (finalizer) {
    // One that comes too late there comes first instead.
    const late = finalizer.body.slice(1).find((each) => sourceCode.getText(each) === cleanup);
    const removal = late && removalOf(sourceCode, late);
    return combine(insertAtBlockStart(sourceCode, finalizer, cleanup), editOf(removal === undefined ? removals : [...removals, removal]));
  }
  const last = handler?.body ?? block;
  const indent = indentAt(sourceCode, block.range[0]);
  const newline = newlineOf(sourceCode);
  const isOnOneLine = last.loc.start.line === last.loc.end.line;
  const text = isOnOneLine
    ? ` finally { ${cleanup} }`
    : ` finally {${newline}${indent}${indentUnit(sourceCode)}${indented(sourceCode, cleanup, indent + indentUnit(sourceCode))}${newline}${indent}}`;
  return combine(insertAt(last.range[1], text), editOf(removals));
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
