import type { TSESTree } from '@typescript-eslint/utils';
import { expect, it } from 'vitest';

import { asOneChange, claim, combine, editOf, insertAt, replaceRange } from '../../src/edits/edit.js';
import { apply } from './apply.js';

it('combines edits of one report, in the order of the file', () => {
  const output = apply<TSESTree.Identifier>('f(a);', 'Identifier[name=a]', (_, node) =>
    combine(replaceRange(node.range, 'b'), insertAt(0, '/* 1 */'), insertAt(0, '/* 2 */'), claim(node.parent)),
  );
  expect(output).toBe('/* 1 *//* 2 */f(b);');
});

it('takes edits that a rule wrote with the fixer itself', () => {
  const output = apply<TSESTree.CallExpression>('f(a, b, c);', 'CallExpression', (_, { arguments: [a, b, c], callee }) => {
    if (!a || !b || !c) return undefined;
    return combine(
      (fixer) => [fixer.replaceText(c, 'x'), fixer.insertTextBefore(a, '('), fixer.insertTextAfter(a, ')')],
      (fixer) => [fixer.remove(callee), fixer.insertTextBeforeRange(callee.range, 'g'), fixer.replaceTextRange(b.range, 'y')],
    );
  });
  expect(output).toBe('g((a), y, x);');
});

it('makes nothing of an edit that cannot be made, or of two that overlap', () => {
  expect(combine(insertAt(0, 'a'), undefined)).toBeUndefined();
  expect(combine(replaceRange([0, 4], 'a'), replaceRange([3, 6], 'b'))).toBeUndefined();
  expect(combine(replaceRange([0, 4], 'a'), insertAt(2, 'b'))).toBeUndefined();
  expect(combine(replaceRange([0, 4], 'a'), insertAt(4, 'b'), editOf([]))).toBeDefined();
});

it('puts an edit together, as ESLint would', () => {
  const both = (isOne: boolean) =>
    apply<TSESTree.CallExpression>('f(a, b, c);', 'CallExpression', (sourceCode, { arguments: [a, b, c] }) => {
      const edit = a && b && c && combine(replaceRange(c.range, 'x'), insertAt(a.range[0], '/* 1 */'), insertAt(a.range[0], '/* 2 */'), replaceRange(b.range, 'b2'));
      return edit && isOne ? asOneChange(sourceCode, edit) : edit;
    });
  expect(both(true)).toBe('f(/* 1 *//* 2 */a, b2, x);');
  expect(both(true)).toBe(both(false));
});
