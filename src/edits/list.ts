import { ASTUtils, type TSESTree } from '@typescript-eslint/utils';

import type { Change } from './edit.js';
import { indentAt, indented, indentUnit, isFirstOnLine, isLastOnLine, leadStart, newlineOf, type Source, trailEnd } from './layout.js';

/** What stands between two brackets, separated by commas: arguments, parameters, properties, import specifiers. */
export interface CommaList {
  readonly open: TSESTree.Token;
  readonly close: TSESTree.Token;
  readonly elements: readonly TSESTree.Node[];
  /** What stands between the brackets and a single element: a space in `{ a }`. */
  readonly padding?: string;
}

/** Puts an element at the end; trailing comma, comments and lines stay as they are. */
export function appendToList(sourceCode: Source, list: CommaList, text: string): Change[] {
  const { open, close } = list;
  const last = sourceCode.getTokenBefore(close);
  if (last === null || last === open) return [fillList(sourceCode, list, text)];

  const hasComma = ASTUtils.isCommaToken(last);
  const comments = sourceCode.getCommentsBefore(close);
  const element = firstTokenOf(sourceCode, list, list.elements.length - 1);
  const ownLine = isFirstOnLine(sourceCode, element.range[0]);
  const cut = comments.some(({ type }) => type === 'Line');
  if (last.loc.end.line < close.loc.start.line && (ownLine || cut)) {
    const indent = indentAt(sourceCode, element.range[0]) + (ownLine ? '' : indentUnit(sourceCode));
    const line = newlineOf(sourceCode) + indent + indented(sourceCode, text, indent);
    const end = trailEnd(sourceCode, last);
    if (hasComma) return [insertion(end, `${line},`)];
    return end === last.range[1] ? [insertion(end, `,${line}`)] : [insertion(last.range[1], ','), insertion(end, line)];
  }
  if (hasComma) return [insertion(last.range[1], ` ${text},`)];
  return [insertion(comments.at(-1)?.range[1] ?? last.range[1], `, ${text}`)];
}

/** Puts an element before the one at this index. */
export function insertIntoList(sourceCode: Source, list: CommaList, index: number, text: string): Change[] {
  if (index >= list.elements.length) return appendToList(sourceCode, list, text);
  const start = leadStart(sourceCode, firstTokenOf(sourceCode, list, index));
  const gap = isFirstOnLine(sourceCode, start) ? newlineOf(sourceCode) + indentAt(sourceCode, start) : ' ';
  return [insertion(start, `${text},${gap}`)];
}

function fillList(sourceCode: Source, { open, close, padding = '' }: CommaList, text: string): Change {
  const comment = sourceCode.getCommentsBefore(close).at(-1);
  if (comment === undefined) return { range: [open.range[1], close.range[0]], text: padding + text + padding };
  if (comment.type !== 'Line') return insertion(comment.range[1], ` ${text}`);
  const indent = indentAt(sourceCode, open.range[0]) + indentUnit(sourceCode);
  return insertion(comment.range[1], newlineOf(sourceCode) + indent + text);
}

/**
 * Puts the element `order[k]` at place `k`, with the comments that belong to it and with changes of its own inside.
 * Nothing where a line comment would swallow what comes after it.
 */
export function permuteList(
  sourceCode: Source,
  list: CommaList,
  order: readonly number[],
  changesInside: (element: TSESTree.Node) => readonly Change[] = () => [],
): Change[] | undefined {
  const slots = list.elements.map((element, index) => slotOf(sourceCode, list, index, changesInside(element)));
  const changes: Change[] = [];
  for (const [place, slot] of slots.entries()) {
    const source = slots[order[place] ?? place];
    if (slot === undefined || source === undefined) return undefined;
    if (slot === source) {
      changes.push(...slot.inside);
      continue;
    }
    const after = sourceCode.text.slice(...source.after);
    if (after !== '' && !isLastOnLine(sourceCode, slot.after[1])) return undefined;
    changes.push({ range: slot.body, text: changedText(sourceCode, source) }, { range: slot.after, text: after });
  }
  return changes;
}

function changedText(sourceCode: Source, { body: [start, end], inside }: Slot): string {
  let text = '';
  let position = start;
  for (const { range, text: own } of inside) {
    text += sourceCode.text.slice(position, range[0]) + own;
    position = range[1];
  }
  return text + sourceCode.text.slice(position, end);
}

interface Slot {
  /** The element and the comments that belong to it, up to its comma. */
  readonly body: TSESTree.Range;
  /** The comments that trail it behind the comma, up to the end of the line. */
  readonly after: TSESTree.Range;
  /** Changes inside the element, in order. */
  readonly inside: readonly Change[];
}

function slotOf(sourceCode: Source, list: CommaList, index: number, inside: readonly Change[]): Slot | undefined {
  const first = firstTokenOf(sourceCode, list, index);
  const comma = commaAfter(sourceCode, list, index);
  const end = comma ?? list.close;
  const last = sourceCode.getTokenBefore(end);
  if (last === null) return undefined;
  const start = leadStart(sourceCode, first);
  let bodyEnd = last.range[1];
  if (comma !== undefined || last.loc.end.line === end.loc.start.line) {
    const comments = sourceCode.getCommentsBefore(end);
    if (comments.some(({ type }) => type === 'Line')) return undefined;
    bodyEnd = comments.at(-1)?.range[1] ?? bodyEnd;
  }
  const separator = comma ?? last;
  const afterStart = comma === undefined ? bodyEnd : comma.range[1];
  return { body: [start, bodyEnd], after: [afterStart, Math.max(afterStart, trailEnd(sourceCode, separator))], inside };
}

function commaAfter(sourceCode: Source, { close, elements }: CommaList, index: number): TSESTree.Token | undefined {
  const [element, next] = elements.slice(index, index + 2);
  // After an element only closing parentheses come before its comma.
  if (element && next) return sourceCode.getFirstTokenBetween(element, next, ASTUtils.isCommaToken) ?? undefined;
  const last = sourceCode.getTokenBefore(close);
  return last && ASTUtils.isCommaToken(last) ? last : undefined;
}

/** The first token of an element, its parentheses and decorators included. */
function firstTokenOf(sourceCode: Source, list: CommaList, index: number): TSESTree.Token {
  const before = index === 0 ? list.open : (commaAfter(sourceCode, list, index - 1) ?? list.open);
  return sourceCode.getTokenAfter(before) ?? before;
}

function insertion(position: number, text: string): Change {
  return { range: [position, position], text };
}
