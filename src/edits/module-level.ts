import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/utils';

import { type Edit, insertAt } from './edit.js';
import { indentAt, indented, isFirstOnLine, isLastOnLine, newlineOf, type Source, statementStart, trailEnd } from './layout.js';

/** The statements of a module in the order of the file. In Svelte they are inside of the file's script elements. */
export function moduleStatements(sourceCode: Source): TSESTree.ProgramStatement[] {
  return sourceCode.ast.body.flatMap((statement) => {
    const type: string = statement.type;
    if (type === 'SvelteScriptElement') return (statement as unknown as TSESTree.Program).body;
    return type.startsWith('Svelte') ? [] : [statement];
  });
}

/** A statement that brings names of another module in. */
export function isImport(
  statement: TSESTree.Node,
): statement is TSESTree.ImportDeclaration | TSESTree.TSImportEqualsDeclaration {
  return (
    statement.type === AST_NODE_TYPES.ImportDeclaration || statement.type === AST_NODE_TYPES.TSImportEqualsDeclaration
  );
}

/** Puts a declaration at module level, before the top-level statement that holds a node, but after the imports. */
export function insertAtModuleLevel(sourceCode: Source, text: string, beforeNode: TSESTree.Node): Edit {
  const statements = moduleStatements(sourceCode);
  const lastImport = statements.findLast(isImport);
  const index = topLevelIndex(statements, beforeNode);
  const statement = statements[index];
  if (lastImport && (statement === undefined || index <= statements.indexOf(lastImport))) {
    return insertAfterLine(sourceCode, lastImport, text, 1);
  }
  return insertBeforeLine(sourceCode, statement ?? afterDirectives(statements), text);
}

/** Puts a line at the head of a module, after the comments and directives of the file. */
export function insertAtModuleHead(sourceCode: Source, text: string): Edit {
  return insertBeforeLine(sourceCode, afterDirectives(moduleStatements(sourceCode)), text);
}

/** Puts a text on a line of its own after a statement, with so many blank lines between. */
export function insertAfterLine(sourceCode: Source, statement: TSESTree.Node, text: string, blankLines = 0): Edit {
  const indent = indentAt(sourceCode, statement.range[0]);
  const newline = newlineOf(sourceCode);
  const end = trailEnd(sourceCode, statement);
  const rest = isLastOnLine(sourceCode, end) ? '' : newline + indent;
  return insertAt(end, newline.repeat(blankLines + 1) + indent + indented(sourceCode, text, indent) + rest);
}

function insertBeforeLine(sourceCode: Source, statement: TSESTree.Node | undefined, text: string): Edit {
  const newline = newlineOf(sourceCode);
  if (statement === undefined) {
    const last = moduleStatements(sourceCode).at(-1);
    if (last) return insertAfterLine(sourceCode, last, text);
    const { length } = sourceCode.text;
    return insertAt(length, (isFirstOnLine(sourceCode, length) ? '' : newline) + text + newline);
  }
  const start = statementStart(sourceCode, statement);
  const indent = isFirstOnLine(sourceCode, start) ? indentAt(sourceCode, start) : '';
  return insertAt(start, indented(sourceCode, text, indent) + newline + newline + indent);
}

/** The first statement that is not a directive, as `'use strict'` is. */
function afterDirectives(statements: readonly TSESTree.ProgramStatement[]): TSESTree.ProgramStatement | undefined {
  return statements.find(
    (statement) => statement.type !== AST_NODE_TYPES.ExpressionStatement || statement.directive === undefined,
  );
}

function topLevelIndex(statements: readonly TSESTree.ProgramStatement[], node: TSESTree.Node): number {
  let outer: TSESTree.Node | undefined = node;
  while (outer && !statements.includes(outer as TSESTree.ProgramStatement)) outer = outer.parent;
  let index = statements.indexOf(outer as TSESTree.ProgramStatement);
  // Overloads and their implementation must stay together.
  const name = functionName(statements[index]);
  while (name !== undefined && functionName(statements[index - 1]) === name) index -= 1;
  return index;
}

function functionName(statement: TSESTree.ProgramStatement | undefined): string | undefined {
  const declaration =
    statement?.type === AST_NODE_TYPES.ExportNamedDeclaration ||
    statement?.type === AST_NODE_TYPES.ExportDefaultDeclaration
      ? statement.declaration
      : statement;
  const isFunction =
    declaration?.type === AST_NODE_TYPES.FunctionDeclaration || declaration?.type === AST_NODE_TYPES.TSDeclareFunction;
  return isFunction ? (declaration.id?.name ?? 'default') : undefined;
}
