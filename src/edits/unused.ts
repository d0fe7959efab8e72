import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from '@typescript-eslint/utils';

import { claim, type Edit, replaceRange } from './edit.js';
import { isFirstOnLine, isLastOnLine, lineStart, type Source, statementStart } from './layout.js';

/**
 * What an edit that takes away one use of a name must do besides, so that the name is not left over: with the last use its
 * declaration or import goes, and before that no two edits are made at once. Nothing where the declaration cannot go.
 */
export function giveUpName(sourceCode: Source, { defs, references }: TSESLint.Scope.Variable): Edit | undefined {
  const [definition] = defs;
  const declared = definition?.type === 'Variable' ? definition.node.parent : definition?.node;
  if (declared === undefined || definition?.type === 'Parameter' || defs.length > 1) return undefined;
  if (references.filter((use) => use.isRead()).length > 1) return claim(declared);
  switch (declared.type) {
    case N.FunctionDeclaration:
      return removeStatement(sourceCode, declared);
    case N.VariableDeclaration:
      return declared.declarations.length === 1 ? removeStatement(sourceCode, declared) : undefined;
    case N.ImportSpecifier:
      return removeSpecifier(sourceCode, declared);
    default:
      return undefined;
  }
}

function removeStatement(sourceCode: Source, statement: TSESTree.Node): Edit | undefined {
  const { parent, range: [start, end] } = statement;
  // An `export` is somebody else's use, and no comment is taken away.
  if (parent?.type !== N.Program && parent?.type !== N.BlockStatement) return undefined;
  if (statementStart(sourceCode, statement) < start || sourceCode.getCommentsInside(statement).length > 0) return undefined;
  if (!isFirstOnLine(sourceCode, start) || !isLastOnLine(sourceCode, end)) return replaceRange([start, end], '');
  const blank = /^[\t ]*(?:\r?\n)?(?:[\t ]*\r?\n)?/.exec(sourceCode.text.slice(end))?.[0] ?? '';
  return replaceRange([lineStart(sourceCode, start), end + blank.length], '');
}

function removeSpecifier(sourceCode: Source, specifier: TSESTree.ImportSpecifier): Edit | undefined {
  const declaration = specifier.parent as TSESTree.ImportDeclaration;
  if (sourceCode.getCommentsInside(declaration).length > 0) return undefined;
  const { specifiers } = declaration;
  const index = specifiers.indexOf(specifier);
  const [before, after] = [specifiers[index - 1], specifiers[index + 1]];
  if (after !== undefined) return replaceRange([specifier.range[0], after.range[0]], '');
  if (before?.type === N.ImportSpecifier) return replaceRange([before.range[1], specifier.range[1]], '');
  if (before !== undefined) return undefined; // `import load, { sleep } from …`
  const [start, end] = declaration.range;
  const newline = /\r?\n$/.exec(sourceCode.text.slice(0, start))?.[0] ?? '';
  return replaceRange([start - newline.length, end], '');
}
