import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { canSpellTypes, parameterText, typeText } from '../../src/edits/types.js';
import { ask, factsIn, untyped } from './apply.js';

const other = `
  export interface User { name: string }
  export class Hidden { #x = 1 }
  export const user: User = { name: '' };
  export const hidden = new Hidden();
  export declare const key: unique symbol;
`;

/** The type of the variable `it`, as text at module level. */
function textOf(code: string): string | undefined {
  const { facts, parser, services } = factsIn({ 'file.ts': code, 'other.ts': other });
  return ask<TSESTree.Identifier, string | undefined>(
    code,
    'VariableDeclarator > Identifier.id[name=it]',
    (sourceCode, node) => typeText(facts(sourceCode), services.getTypeAtLocation(node)),
    { parser },
  );
}

/** The annotation of the variable `it`, as text at module level. */
function annotationOf(code: string): string | undefined {
  const { facts, parser } = factsIn({ 'file.ts': code, 'other.ts': other });
  return ask<TSESTree.Identifier, string | undefined>(
    code,
    'Identifier[name=it]',
    (sourceCode, node) => node.typeAnnotation && typeText(facts(sourceCode), node.typeAnnotation.typeAnnotation),
    { parser },
  );
}

describe('typeText of a type', () => {
  it.each([
    ["export const it: string | undefined = '' as never;", 'string | undefined'],
    ['export const it = new AbortController().signal;', 'AbortSignal'],
    ['export const it = [new Map<string, number>()];', 'Map<string, number>[]'],
    ['export const it = { a: 1, b: { c: "" } };', '{ a: number; b: { c: string; }; }'],
    ['export const it = <T extends string>(x: T): T | AbortSignal => x;', '<T extends string>(x: T) => T | AbortSignal'],
    ["import { user } from './other.js'; export const it = user.name;", 'string'],
    ["import { type User, user } from './other.js'; export const it = user;", 'User'],
    ["import { type User as U, user } from './other.js'; export const it = [user];", 'U[]'],
    ["import * as o from './other.js'; export const it = o.user;", 'o.User'],
    ["import { user } from './other.js'; export const it = user;", undefined],
    ["import { hidden } from './other.js'; export const it = hidden;", undefined],
    ["import { hidden } from './other.js'; class Hidden {} export const it = hidden;", undefined],
    ['interface Local { a: 1 } export const it: Local = { a: 1 };', 'Local'],
    ['enum E { A, B } export const it = E.A as const;', 'E.A'],
    ['export const it: Missing = 1;', undefined],
    ["export const it: import('./other.js').User = { name: '' };", undefined],
    ['function f() { interface Inner { a: 1 } const it: Inner = { a: 1 }; return it; } f();', undefined],
    ['interface Inner { b: 1 } function f() { interface Inner { a: 1 } const it: Inner = { a: 1 }; return it; } f();', undefined],
    ['function f<T>(a: T) { const it = a; return it; } f(1);', undefined],
    ['class A { m() { const it = this; return it; } } new A();', undefined],
    ["import { key } from './other.js'; export const it: typeof key = key;", 'typeof key'],
    ['declare const sym: unique symbol; export const it: typeof sym = sym;', 'typeof sym'],
  ])('%s', (code, text) => {
    expect(textOf(code)).toBe(text);
  });
});

describe('typeText of an annotation', () => {
  it.each([
    ['export const it: Map<string, AbortSignal> = new Map();', 'Map<string, AbortSignal>'],
    ["import type { User } from './other.js'; export let it: /* the user */ User | null;", 'User | null'],
    ["export let it: import('./other.js').User;", "import('./other.js').User"],
    ['export let it: <T>(a: T) => T;', '<T>(a: T) => T'],
    ['export let it: { [K in "a" | "b"]: K };', '{ [K in "a" | "b"]: K }'],
    ['export let it: string extends infer U ? U : never;', 'string extends infer U ? U : never'],
    ['function f<T>(it: T) {}', undefined],
    ['function f() { type Inner = 1; let it: Inner[]; }', undefined],
    ['function f(a: string, it: typeof a) {}', undefined],
    ['const a = 1; function f(it: typeof a) {}', 'typeof a'],
    ['class A { m(it: this) {} }', undefined],
  ])('%s', (code, text) => {
    expect(annotationOf(code)).toBe(text);
  });
});

describe('canSpellTypes', () => {
  const can = (code: string, filename: string): boolean =>
    ask<TSESTree.Program, boolean>('', 'Program', (sourceCode) => canSpellTypes(untyped({ ...sourceCode, text: code }, filename)));

  it.each([
    ['a.ts', '', true],
    ['a.tsx', '', true],
    ['a.mts', '', true],
    ['a.d.cts', '', true],
    ['a.js', '<script lang="ts">', false],
    ['a.jsx', '', false],
    ['a.mjs', '', false],
    ['a.cjs', '', false],
    ['a.vue', '<script>', false],
    ['a.vue', '<script setup lang="ts">', true],
    ['a.vue', "<script lang='tsx'>", true],
    ['a.svelte', '<script lang=ts>', true],
    ['a.svelte', '<script context="module">', false],
    ['a.vue', '<script lang="js">', false],
  ])('%s %s', (filename, code, expected) => {
    expect(can(code, filename)).toBe(expected);
  });

  it('spells parameters', () => {
    const text = (filename: string): string =>
      ask<TSESTree.Program, string>('', 'Program', (sourceCode) => parameterText(untyped(sourceCode, filename), 'ctx', 'Context'), { filename });
    expect(text('file.ts')).toBe('ctx: Context');
    expect(text('file.js')).toBe('ctx');
  });

  it('is asked for a type', () => {
    const { facts, parser, services } = factsIn({ 'file.js': 'const it = 1;' }, 'file.js');
    const text = ask<TSESTree.Identifier, string | undefined>('const it = 1;', 'Identifier', (sourceCode, node) => typeText(facts(sourceCode), services.getTypeAtLocation(node)), { filename: 'file.jsx', parser });
    expect(text).toBeUndefined();
  });
});
