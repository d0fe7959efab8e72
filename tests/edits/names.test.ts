import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { freshModuleName, freshName } from '../../src/edits/names.js';
import { ask } from './apply.js';

const fresh = (code: string, base = 'ctx', selector = 'FunctionDeclaration'): string =>
  ask<TSESTree.Node, string>(code, selector, (sourceCode, node) => freshName(sourceCode.getScope(node), base));

describe('freshName', () => {
  it('takes the name itself where it is free', () => {
    expect(fresh('function f() {}')).toBe('ctx');
    expect(fresh('const ctx = 1; function f() {}')).toBe('ctx');
  });

  it.each([
    ['a parameter', 'function f(ctx) {}'],
    ['a local', 'function f() { const ctx = 1; }'],
    ['one of an inner scope', 'function f() { { const ctx = 1; } }'],
    ['an outer one in use', 'const ctx = 1; function f() { return () => ctx; }'],
    ['a global in use', 'function f() { return ctx; }'],
    ['a type in use', 'type ctx = 1; function f(a: ctx) {}'],
  ])('does not take the name of %s', (_, code) => {
    expect(fresh(code)).toBe('ctx2');
  });

  it('counts on', () => {
    expect(fresh('function f(ctx, ctx2) { return ctx3; }')).toBe('ctx4');
  });

  it('takes no reserved word', () => {
    expect(fresh('function f() {}', 'with')).toBe('with2');
  });
});

describe('freshModuleName', () => {
  it('looks at the whole file', () => {
    const name = (code: string): string => ask<TSESTree.Node, string>(code, 'Program', (sourceCode) => freshModuleName(sourceCode, 'sleep'));
    expect(name('const a = 1;')).toBe('sleep');
    expect(name('function f(sleep) {}')).toBe('sleep2');
    expect(name('sleep(1);')).toBe('sleep2');
  });
});
