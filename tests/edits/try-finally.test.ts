import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { usingDeclaration, wrapInTryFinally } from '../../src/edits/try-finally.js';
import { apply } from './apply.js';

/** Wraps what follows the declaration of `c`. */
const wrap = (code: string, text = 'cancel();'): string | undefined =>
  apply<TSESTree.VariableDeclaration>(code, 'VariableDeclaration[declarations.0.id.name=c]', (sourceCode, node) =>
    wrapInTryFinally(sourceCode, node, text),
  );

describe('wrapInTryFinally', () => {
  it.each([
    ['const c = 1;\na();\nb();\n', 'const c = 1;\ntry {\n  a();\n  b();\n} finally {\n  cancel();\n}\n'],
    [
      'function f() {\n\tconst c = 1; // c\n\n\t// a\n\ta();\n\n\tif (b) {\n\t\treturn b;\n\t}\n\t// end\n}\n',
      'function f() {\n\tconst c = 1; // c\n\n\ttry {\n\t\t// a\n\t\ta();\n\n\t\tif (b) {\n\t\t\treturn b;\n\t\t}\n\t\t// end\n\t} finally {\n\t\tcancel();\n\t}\n}\n',
    ],
    [
      'function f() {\r\n    const c = 1;\r\n    a();\r\n}\r\n',
      'function f() {\r\n    const c = 1;\r\n    try {\r\n        a();\r\n    } finally {\r\n        cancel();\r\n    }\r\n}\r\n',
    ],
    ['function f() { const c = 1; a(); return b; }', 'function f() { const c = 1; try { a(); return b; } finally { cancel(); } }'],
    ['{\n  const c = 1;\n  a(`\n  b\n`);\n}', '{\n  const c = 1;\n  try {\n    a(`\n  b\n`);\n  } finally {\n    cancel();\n  }\n}'],
    [
      '{\n  const c = 1;\n  a(`${\n    b\n  } x\n y`);\n}',
      '{\n  const c = 1;\n  try {\n    a(`${\n      b\n    } x\n y`);\n  } finally {\n    cancel();\n  }\n}',
    ],
    ['{\n  const c = 1;\n  /*\n   * a\n   */\n  a(); // end\n}', '{\n  const c = 1;\n  try {\n    /*\n     * a\n     */\n    a(); // end\n  } finally {\n    cancel();\n  }\n}'],
    ['const c = 1\na()\n', 'const c = 1\ntry {\n  a()\n} finally {\n  cancel();\n}\n'],
    ['class A { static {\n  const c = 1;\n  a();\n} }', 'class A { static {\n  const c = 1;\n  try {\n    a();\n  } finally {\n    cancel();\n  }\n} }'],
    ['{ const c = 1;\n  a();\n}', '{ const c = 1;\n  try {\n    a();\n  } finally {\n    cancel();\n  }\n}'],
    ['{ const c = 1; a(); // a\n}', undefined],
    ['const c = 1;', undefined],
    ['a();\nconst c = 1; // c\n', undefined],
    ['const c = 1;\nexport const d = 2;', undefined],
    ['for (const c = 1; ; ) a();', undefined],
    ['switch (a) { case 1: const c = 1; a(); }', undefined],
  ])('%j', (code, output) => {
    expect(wrap(code)).toBe(output);
  });

  it.each([
    ['a constant that an earlier closure reads', '{\n  const g = () => d;\n  const c = 1;\n  const d = 2;\n  g();\n}'],
    ['a function that is hoisted', '{\n  g();\n  const c = 1;\n  function g() {}\n}'],
    ['a class', '{\n  const g = () => new A();\n  const c = 1;\n  class A {}\n}'],
    ['a type', '{\n  let a: T;\n  const c = 1;\n  type T = 1;\n}'],
    ['a part of an interface', '{\n  interface A {}\n  const c = 1;\n  interface A { a: 1 }\n}'],
  ])('leaves %s where it is', (_, code) => {
    expect(wrap(code)).toBeUndefined();
  });

  it.each([
    ['{\n  const c = 1;\n  const d = g();\n\n  // h\n  h();\n  try {\n    return a(d);\n  } finally {\n    cancel();\n  }\n}', '{\n  const c = 1;\n  try {\n    const d = g();\n\n    // h\n    h();\n    return a(d);\n  } finally {\n    cancel();\n  }\n}'],
    ['{ const c = 1; const d = g(); try { return a(d); } finally { cancel(); } }', '{ const c = 1; try { const d = g(); return a(d); } finally { cancel(); } }'],
  ])('moves what is before into a `try` that has the cleanup: %j', (code, output) => {
    expect(wrap(code)).toBe(output);
  });

  it.each([
    ['a catch', '{ const c = 1; g(); try { a(); } catch {} finally { cancel(); } }', '{ const c = 1; try { g(); try { a(); } catch {} finally { cancel(); } } finally { cancel(); } }'],
    ['more cleanup', '{ const c = 1; g(); try { a(); } finally { cancel(); b(); } }', '{ const c = 1; try { g(); try { a(); } finally { cancel(); b(); } } finally { cancel(); } }'],
    ['a name of its own', '{ const c = 1; const d = 1; try { const d = 2; a(d); } finally { cancel(); } }', '{ const c = 1; try { const d = 1; try { const d = 2; a(d); } finally { cancel(); } } finally { cancel(); } }'],
  ])('wraps a `try` with %s', (_, code, output) => {
    expect(wrap(code)).toBe(output);
  });

  it('puts cleanup that comes late in a `finally` first', () => {
    expect(wrap('{\n  const c = 1;\n  try {\n    a();\n  } finally {\n    b();\n    cancel();\n  }\n}')).toBe('{\n  const c = 1;\n  try {\n    a();\n  } finally {\n    cancel();\n    b();\n  }\n}');
  });

  it('wraps declarations that only the rest uses', () => {
    expect(wrap('{\n  const c = 1;\n  const d = g();\n  function g() { return d; }\n}')).toBe(
      '{\n  const c = 1;\n  try {\n    const d = g();\n    function g() { return d; }\n  } finally {\n    cancel();\n  }\n}',
    );
    expect(wrap('function f() {\n  const g = () => d;\n  const c = 1;\n  var d = 2;\n}')).toBe(
      'function f() {\n  const g = () => d;\n  const c = 1;\n  try {\n    var d = 2;\n  } finally {\n    cancel();\n  }\n}',
    );
  });

  it('writes a cleanup of several lines', () => {
    expect(wrap('{\n  const c = 1;\n  a();\n}', 'cancel();\nlog();')).toBe('{\n  const c = 1;\n  try {\n    a();\n  } finally {\n    cancel();\n    log();\n  }\n}');
  });
});

describe('usingDeclaration', () => {
  const using = (code: string, keyword?: 'await using'): string | undefined =>
    apply<TSESTree.VariableDeclaration>(code, 'VariableDeclaration', (sourceCode, node) => usingDeclaration(sourceCode, node, keyword));

  it.each([
    ['{ const c = f(); }', '{ using c = f(); }'],
    ['{ /* c */ const /* d */ c: C = f(), d = g(); }', '{ /* c */ using /* d */ c: C = f(), d = g(); }'],
    ['{ let c = f(); }', '{ using c = f(); }'],
    ['{ let c = f(); c = g(); }', undefined],
    ['{ const { c } = f(); }', undefined],
    ['{ var c = f(); }', undefined],
    ['export const c = f();', undefined],
    ['switch (a) { case 1: const c = f(); }', undefined],
    ['declare const c: C;', undefined],
  ])('%j', (code, output) => {
    expect(using(code)).toBe(output);
  });

  it('awaits where that is allowed', () => {
    expect(using('async () => { const c = f(); }', 'await using')).toBe('async () => { await using c = f(); }');
    expect(using('const c = f();', 'await using')).toBe('await using c = f();');
    expect(using('() => { const c = f(); }', 'await using')).toBeUndefined();
  });
});
