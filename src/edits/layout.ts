import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

/** The file that is edited. */
export type Source = Readonly<TSESLint.SourceCode>;

/** The file's line break. */
export function newlineOf(sourceCode: Source): string {
  return /\r?\n/.exec(sourceCode.text)?.[0] ?? '\n';
}

/** The white space that the line of this position starts with. */
export function indentAt(sourceCode: Source, position: number): string {
  return /^[\t ]*/.exec(sourceCode.text.slice(lineStart(sourceCode, position)))?.[0] ?? '';
}

/** Whether only white space stands before this position on its line. */
export function isFirstOnLine(sourceCode: Source, position: number): boolean {
  return sourceCode.text.slice(lineStart(sourceCode, position), position).trim() === '';
}

/** Where the line of this position starts. */
export function lineStart(sourceCode: Source, position: number): number {
  return position === 0 ? 0 : sourceCode.text.lastIndexOf('\n', position - 1) + 1;
}

/** Whether the line of this position ends here. */
export function isLastOnLine(sourceCode: Source, position: number): boolean {
  return /^[\t ]*(?:\r?\n|$)/.test(sourceCode.text.slice(position));
}

/** One step of indentation: the step that the file's lines make most often. */
export function indentUnit(sourceCode: Source): string {
  const steps = new Map<string, number>();
  let previous = '';
  for (const line of sourceCode.lines) {
    // Lines of a block comment are indented by one more column, for the star.
    const indent = /^([\t ]*)[^\s*]/.exec(line)?.[1];
    if (indent === undefined) continue;
    if (indent.length > previous.length && indent.startsWith(previous)) {
      const step = indent.slice(previous.length);
      steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    previous = indent;
  }
  const [most] = [...steps].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? '  ';
}

/** A text of several lines, indented as the line it is put on. */
export function indented(sourceCode: Source, text: string, indent: string): string {
  return text.split(/\r?\n/).join(newlineOf(sourceCode) + indent);
}

/** Whether a comment speaks of the whole file, so that nothing may come before it. */
function isFileComment(comment: TSESTree.Comment): boolean {
  return (
    (comment.type as string) === 'Shebang' ||
    comment.value.startsWith('!') ||
    /^\/\s*<|@(?:ts-(?:no)?check|file|fileoverview|flow|jest|jsx|license|overview|packageDocumentation|preserve|vitest)|\b(?:copyright|globals?|licen[cs]ed?|spdx)\b|\beslint(?:-(?:disable|enable|env))?(?![\w-])/i.test(
      comment.value,
    )
  );
}

/**
 * Where a token begins together with the comments that belong to it: those right above it or before it on its line, but
 * not those that trail the token before, stand apart by a blank line or speak of the file.
 */
export function leadStart(sourceCode: Source, token: TSESTree.Node | TSESTree.Token): number {
  const previous = sourceCode.getTokenBefore(token);
  let start = token.range[0];
  for (const comment of sourceCode.getCommentsBefore(token).reverse()) {
    const trailsPrevious =
      comment.loc.start.line === previous?.loc.end.line && comment.loc.end.line < token.loc.start.line;
    const gap = sourceCode.text.slice(comment.range[1], start);
    if (trailsPrevious || isFileComment(comment) || /\n\s*\n/.test(gap)) break;
    start = comment.range[0];
  }
  return start;
}

/** Where a statement begins, with the decorators before its `export`, and with the comments that belong to it. */
export function statementStart(sourceCode: Source, statement: TSESTree.Node): number {
  const declaration = 'declaration' in statement ? statement.declaration : undefined;
  const decorator = declaration && 'decorators' in declaration ? declaration.decorators[0] : undefined;
  const isBefore = decorator !== undefined && decorator.range[0] < statement.range[0];
  return leadStart(sourceCode, isBefore ? decorator : statement);
}

/** Where a token ends together with the comments that trail it on its line. */
export function trailEnd(sourceCode: Source, token: TSESTree.Node | TSESTree.Token): number {
  const next = sourceCode.getTokenAfter(token);
  let end = token.range[1];
  for (const comment of sourceCode.getCommentsAfter(token)) {
    if (comment.loc.start.line !== token.loc.end.line || comment.loc.end.line === next?.loc.start.line) break;
    end = comment.range[1];
  }
  return end;
}
