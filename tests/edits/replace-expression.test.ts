import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { addArgument } from '../../src/edits/arguments.js';
import { combine } from '../../src/edits/edit.js';
import { awaitExpression, replaceExpression, wrapExpression } from '../../src/edits/replace-expression.js';
import { apply } from './apply.js';

/** Replaces the first `x`. */
const replace = (code: string, text: string, selector = 'Identifier[name=x]'): string | undefined =>
  apply<TSESTree.Expression>(code, selector, (sourceCode, node) => replaceExpression(sourceCode, node, text));

describe('replaceExpression', () => {
  it.each([
    ['f(x)', 'a ? b : c', 'f(a ? b : c)'],
    ['f(x)', 'a, b', 'f((a, b))'],
    ['x * 2', 'a + b', '(a + b) * 2'],
    ['x + 2', 'a * b', 'a * b + 2'],
    ['2 - x', 'a - b', '2 - (a - b)'],
    ['x - 2', 'a - b', 'a - b - 2'],
    ['2 ** x', 'a ** b', '2 ** a ** b'],
    ['x ** 2', 'a ** b', '(a ** b) ** 2'],
    ['x ** 2', '-a', '(-a) ** 2'],
    ['x ?? 1', 'a || b', '(a || b) ?? 1'],
    ['x || 1', 'a ?? b', '(a ?? b) || 1'],
    ['x ?? 1', 'a ?? b', 'a ?? b ?? 1'],
    ['x && 1', 'a || b', '(a || b) && 1'],
    ['x ? 1 : 2', 'a ?? b', 'a ?? b ? 1 : 2'],
    ['x ? 1 : 2', 'a ? b : c', '(a ? b : c) ? 1 : 2'],
    ['x.aborted', 'a ?? b', '(a ?? b).aborted'],
    ['x.aborted', 'a?.b', '(a?.b).aborted'],
    ['x.aborted', 'await a', '(await a).aborted'],
    ['x.aborted', 'await (a)', '(await (a)).aborted'],
    ['f(x)', 'await (a)', 'f(await (a))'],
    ['function* g() { return x + 1 }', 'yield a', 'function* g() { return (yield a) + 1 }'],
    ['x.aborted', 'f(a)', 'f(a).aborted'],
    ['x.aborted', 'new A', '(new A).aborted'],
    ['x.aborted', 'new A()', 'new A().aborted'],
    ['x.aborted', '1', '(1).aborted'],
    ['x()', '() => 1', '(() => 1)()'],
    ['x()', 'a.b', 'a.b()'],
    ['new x()', 'a.b()', 'new (a.b())()'],
    ['new x()', 'a.b', 'new a.b()'],
    ['x!', 'a as B', '(a as B)!'],
    ['x as T', 'a ?? b', '(a ?? b) as T'],
    ['x as T', 'a + b', 'a + b as T'],
    ['<T>x', 'a + b', '<T>(a + b)'],
    ['x`t`', 'a + b', '(a + b)`t`'],
    ['x', '{ a }', '({ a })'],
    ['x', 'function () {}', '(function () {})'],
    ['x.y', '{ a }', '({ a }).y'],
    ['const f = () => x', '{ a }', 'const f = () => ({ a })'],
    ['const f = () => x.y', '{ a }', 'const f = () => ({ a }).y'],
    ['export default x', 'class {}', 'export default (class {})'],
    ['(x).y', 'a ?? b', '(a ?? b).y'],
    ['f({ x })', 'a ?? b', 'f({ x: a ?? b })'],
    ['f({ y: x })', 'a', 'f({ y: a })'],
    ['f({ y: x })', 'y', 'f({ y })'],
    ['f({ y: (x) })', 'y', 'f({ y })'],
    ['f({ y: /* why */ x })', 'y', 'f({ y: /* why */ y })'],
    ['f({ [y]: x })', 'y', 'f({ [y]: y })'],
    ['f({ y: x })', 'a, b', 'f({ y: (a, b) })'],
    ['f(...x)', 'a ?? b', 'f(...a ?? b)'],
    ['`${x}`', 'a, b', '`${a, b}`'],
    ['m[x]', 'a, b', 'm[a, b]'],
    ['class A extends x {}', 'a ?? B', 'class A extends (a ?? B) {}'],
    ['async () => await x', 'a ?? b', 'async () => await (a ?? b)'],
    ['typeof x', 'a.b', 'typeof a.b'],
    ['@x class A {}', 'a()', '@(a()) class A {}'],
  ])('%s, %s', (code, text, output) => {
    expect(replace(code, text)).toBe(output);
  });

  it('keeps or refuses comments', () => {
    expect(replace('f(g(/* why */ 1))', 'a', 'CallExpression > CallExpression')).toBeUndefined();
    expect(replace('f(g(/* why */ 1))', 'any([a, g(/* why */ 1)])', 'CallExpression > CallExpression')).toBe('f(any([a, g(/* why */ 1)]))');
    expect(replace('f(/* before */ x /* after */)', 'a')).toBe('f(/* before */ a /* after */)');
  });

  it('does not run into a line without semicolon', () => {
    expect(replace('f()\nx.y', '{ a }')).toBeUndefined();
    expect(replace('f();\nx.y', '{ a }')).toBe('f();\n({ a }).y');
    expect(replace('if (a) {}\nx.y', '[1]')).toBe('if (a) {}\n[1].y');
    expect(replace('const a = {}\nx.y', '[1]')).toBeUndefined();
  });

  it('reads JavaScript and JSX', () => {
    const options = { filename: 'file.tsx' };
    const edit = apply<TSESTree.Expression>('<A b={x} />', 'Identifier[name=x]', (s, n) => replaceExpression(s, n, 'a ?? b'), options);
    expect(edit).toBe('<A b={a ?? b} />');
  });
});

describe('wrapExpression', () => {
  const wrap = (code: string): string | undefined =>
    apply<TSESTree.Expression>(code, 'Identifier[name=x]', (sourceCode, node) => wrapExpression(sourceCode, node, 'any([s, ', '])'));

  it.each([
    ['f(/* a */ x /* b */)', 'f(/* a */ any([s, x]) /* b */)'],
    ['f({ x })', 'f({ x: any([s, x]) })'],
    ['f({ a: x })', 'f({ a: any([s, x]) })'],
    ['new x()', 'new (any([s, x]))()'],
  ])('%s', (code, output) => {
    expect(wrap(code)).toBe(output);
  });

  it('leaves room for edits inside', () => {
    const output = apply<TSESTree.CallExpression>('f(g(/* g */ a))', 'CallExpression > CallExpression', (sourceCode, call) =>
      combine(wrapExpression(sourceCode, call, 'any([s, ', '])'), addArgument(sourceCode, call, 'b')?.edit),
    );
    expect(output).toBe('f(any([s, g(/* g */ a, b)]))');
  });
});

describe('awaitExpression', () => {
  it.each([
    ['return f(1);', 'return await f(1);'],
    ['return a ?? f(1);', 'return await (a ?? f(1));'],
    ['return (a, f(1));', 'return (await (a, f(1)));'],
    ['return (f(1));', 'return (await f(1));'],
    ['return (\n  // f\n  f(1)\n);', 'return (\n  // f\n  await f(1)\n);'],
    ['return new A;', 'return await new A;'],
  ])('%j', (code, output) => {
    const around = (text: string): string => `async function g() { ${text} }`;
    const edit = apply<TSESTree.ReturnStatement>(around(code), 'ReturnStatement', (sourceCode, { argument }) =>
      argument ? awaitExpression(sourceCode, argument) : undefined,
    );
    expect(edit).toBe(around(output));
  });
});
