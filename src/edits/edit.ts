import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

import type { Source } from './layout.js';

/** A change to the linted file, usable as `fix` of a report or of a suggestion. */
export type Edit = (fixer: TSESLint.RuleFixer) => TSESLint.RuleFix[];

/** A new text for a range of the file. Small ranges combine well with other edits around and inside them. */
export interface Change {
  readonly range: Readonly<TSESTree.Range>;
  readonly text: string;
}

/** The edit that makes these changes, which do not overlap. */
export function editOf(changes: readonly Change[]): Edit {
  return (fixer) => changes.map(({ range, text }) => fixer.replaceTextRange([...range], text));
}

/** The edit that inserts a text at a position. */
export function insertAt(position: number, text: string): Edit {
  return editOf([{ range: [position, position], text }]);
}

/** The edit that replaces a range. */
export function replaceRange(range: Readonly<TSESTree.Range>, text: string): Edit {
  return editOf([{ range, text }]);
}

/**
 * An edit that changes nothing and keeps other fixes of the same run out of a node: two fixes that each pick a fresh
 * name in one scope would pick the same one.
 */
export function claim(node: TSESTree.Node): Edit {
  return editOf(node.range.map((position) => ({ range: [position, position], text: '' })));
}

/** All of these edits as one; nothing if one of them cannot be made, or if two of them change the same text. */
export function combine(...edits: readonly (Edit | undefined)[]): Edit | undefined {
  const fixes: TSESLint.RuleFix[] = [];
  for (const edit of edits) {
    if (edit === undefined) return undefined;
    fixes.push(...edit(recorder));
  }
  fixes.sort(byPlace);
  const overlap = fixes.some((fix, index) => fix.range[0] < (fixes[index - 1]?.range[1] ?? 0));
  return overlap ? undefined : editOf(fixes);
}

/** The same edit as a single change: for one that many reports share, which ESLint would put together for each. */
export function asOneChange({ text }: Source, edit: Edit): Edit {
  const fixes = edit(recorder).sort(byPlace);
  const [first, last] = [fixes[0], fixes.at(-1)];
  if (first === undefined || last === undefined) return edit;
  const parts = fixes.map((fix, index) => text.slice(fixes[index - 1]?.range[1] ?? fix.range[0], fix.range[0]) + fix.text);
  return replaceRange([first.range[0], last.range[1]], parts.join(''));
}

function byPlace(one: TSESLint.RuleFix, other: TSESLint.RuleFix): number {
  return one.range[0] - other.range[0] || one.range[1] - other.range[1];
}

/** Says what an edit would do, before ESLint asks: an overlap must be known when the report is composed. */
const recorder: TSESLint.RuleFixer = {
  insertTextAfter: (target, text) => at(target.range[1], text),
  insertTextAfterRange: (range, text) => at(range[1], text),
  insertTextBefore: (target, text) => at(target.range[0], text),
  insertTextBeforeRange: (range, text) => at(range[0], text),
  remove: (target) => ({ range: target.range, text: '' }),
  removeRange: (range) => ({ range, text: '' }),
  replaceText: (target, text) => ({ range: target.range, text }),
  replaceTextRange: (range, text) => ({ range, text }),
};

function at(position: number, text: string): TSESLint.RuleFix {
  return { range: [position, position], text };
}
