import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { insertAtModuleLevel } from '../../src/edits/module-level.js';
import { insertAtBlockStart, insertStatementAfter, insertStatementBefore, type StatementBlock } from '../../src/edits/statements.js';
import { apply } from './apply.js';

/** The statement that calls `here()`. */
const HERE = 'ExpressionStatement[expression.callee.name=here]';
const before = (code: string, text = 'x();', selector = HERE): string | undefined =>
  apply<TSESTree.Statement>(code, selector, (sourceCode, node) => insertStatementBefore(sourceCode, node, text));
const after = (code: string, text = 'x();', selector = HERE): string | undefined =>
  apply<TSESTree.Statement>(code, selector, (sourceCode, node) => insertStatementAfter(sourceCode, node, text));

describe('insertStatementBefore', () => {
  it.each([
    ['here();', 'x();\nhere();'],
    ['{\n\there();\n}', '{\n\tx();\n\there();\n}'],
    ['{\r\n  a();\r\n  here();\r\n}', '{\r\n  a();\r\n  x();\r\n  here();\r\n}'],
    ['{ here(); }', '{ x(); here(); }'],
    ['{ a(); /* h */ here(); }', '{ a(); x(); /* h */ here(); }'],
    ['a(); // a\n// h\nhere(); // h', 'a(); // a\nx();\n// h\nhere(); // h'],
    ['// apart\n\n// h\nhere();', '// apart\n\nx();\n// h\nhere();'],
    ['switch (a) {\n  case 1:\n    here();\n}', 'switch (a) {\n  case 1:\n    x();\n    here();\n}'],
    ['if (a) here(); // h', 'if (a) { x(); here(); } // h'],
    ['if (a)\n  here(); // h\nelse b();', 'if (a) {\n  x();\n  here(); // h\n}\nelse b();'],
    ['for (;;)\n\there();', 'for (;;) {\n\tx();\n\there();\n}'],
  ])('%j', (code, output) => {
    expect(before(code)).toBe(output);
  });

  it('inserts several lines', () => {
    expect(before('{\n  here();\n}', 'if (a) {\n  b();\n}')).toBe('{\n  if (a) {\n    b();\n  }\n  here();\n}');
    expect(before('{\r\n\there();\r\n}', 'a();\nb();')).toBe('{\r\n\ta();\r\n\tb();\r\n\there();\r\n}');
  });

  it('stays before an export', () => {
    expect(before('export const a = 1;', 'x();', 'VariableDeclaration')).toBe('x();\nexport const a = 1;');
    expect(before('/** A. */\n@d\nexport class A {}', 'x();', 'ClassDeclaration')).toBe('x();\n/** A. */\n@d\nexport class A {}');
  });
});

describe('insertStatementAfter', () => {
  it.each([
    ['here();', 'here();\nx();'],
    ['{\n\there(); // h\n\ta();\n}', '{\n\there(); // h\n\tx();\n\ta();\n}'],
    ['{\r\n  here();\r\n}', '{\r\n  here();\r\n  x();\r\n}'],
    ['{ here(); }', '{ here(); x(); }'],
    ['{ here(); /* a */ a(); }', '{ here(); x(); /* a */ a(); }'],
    ['here()\na()', 'here()\nx();\na()'],
    ['if (a) here();\nelse b();', 'if (a) { here(); x(); }\nelse b();'],
    ['if (a)\n  here(); // h', 'if (a) {\n  here(); // h\n  x();\n}'],
  ])('%j', (code, output) => {
    expect(after(code)).toBe(output);
  });
});

describe('insertAtBlockStart', () => {
  const start = (code: string, text = 'x();', selector = ':matches(BlockStatement, StaticBlock, TSModuleBlock)'): string | undefined =>
    apply<StatementBlock>(code, selector, (sourceCode, block) => insertAtBlockStart(sourceCode, block, text));

  it.each([
    ['try { a(); } catch {}', 'try { x(); a(); } catch {}'],
    ['function f() {}', 'function f() {\n  x();\n}'],
    ['function f() { }', 'function f() {\n  x();\n}'],
    ['class A {\n\tm() {\n\t}\n}', 'class A {\n\tm() {\n\t\tx();\n\t}\n}'],
    ['class A {\r\n\tm() {}\r\n}', 'class A {\r\n\tm() {\r\n\t\tx();\r\n\t}\r\n}'],
    ['function f() { /* none */ }', 'function f() { x(); /* none */ }'],
    ['function f() { // none\n}', 'function f() { // none\n  x();\n}'],
    ['function f() {\n  // none\n}', 'function f() {\n  x();\n  // none\n}'],
    ['function f() {\n  // a\n  a();\n}', 'function f() {\n  x();\n  // a\n  a();\n}'],
    ['function f() { // f\n  a();\n}', 'function f() { // f\n  x();\n  a();\n}'],
    ["function f() {\n  'use strict'; // s\n  a();\n}", "function f() {\n  'use strict'; // s\n  x();\n  a();\n}"],
    ['class A { static {} }', 'class A { static {\n  x();\n} }'],
    ['class A { static { a(); } }', 'class A { static { x(); a(); } }'],
    ['namespace N {}', 'namespace N {\n  x();\n}'],
  ])('%j', (code, output) => {
    expect(start(code)).toBe(output);
  });
});

describe('insertAtModuleLevel', () => {
  const insert = (code: string, text = 'const KEY = 1;'): string | undefined =>
    apply<TSESTree.CallExpression>(code, 'CallExpression[callee.name=here]', (sourceCode, node) => insertAtModuleLevel(sourceCode, text, node));

  it.each([
    ['here();', 'const KEY = 1;\n\nhere();'],
    ["import a from 'a';\n\n/** F. */\nexport function f() {\n  here();\n}", "import a from 'a';\n\nconst KEY = 1;\n\n/** F. */\nexport function f() {\n  here();\n}"],
    ["import a from 'a';\nhere();", "import a from 'a';\nconst KEY = 1;\n\nhere();"],
    ["here();\nimport a from 'a'; // a\nb();", "here();\nimport a from 'a'; // a\n\nconst KEY = 1;\nb();"],
    ['const a = 1;\r\n\r\nclass A {\r\n  m() { here(); }\r\n}', 'const a = 1;\r\n\r\nconst KEY = 1;\r\n\r\nclass A {\r\n  m() { here(); }\r\n}'],
    ['function f(a: 1): 1;\nfunction f(a: 2): 2;\nfunction f(a: any) { return here(); }', 'const KEY = 1;\n\nfunction f(a: 1): 1;\nfunction f(a: 2): 2;\nfunction f(a: any) { return here(); }'],
    ['a();\nexport function f(a: 1): 1;\nexport function f(a: any) { return here(); }', 'a();\nconst KEY = 1;\n\nexport function f(a: 1): 1;\nexport function f(a: any) { return here(); }'],
    ['#!/usr/bin/env node\nhere();', '#!/usr/bin/env node\nconst KEY = 1;\n\nhere();'],
    ['/* eslint no-undef: off */\nhere();', '/* eslint no-undef: off */\nconst KEY = 1;\n\nhere();'],
  ])('%j', (code, output) => {
    expect(insert(code)).toBe(output);
  });
});
