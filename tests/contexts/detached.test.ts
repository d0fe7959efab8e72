import * as parser from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { isDetachedFunction, isDetachedValue, isInDetached } from '../../src/contexts/detached.js';
import type { Facts } from '../../src/contexts/facts.js';
import { inspect } from '../harness.js';

const go = `import { background, type Context, withCancel, withTimeout, withValue, withoutCancel } from './context.js';
declare function work(ctx?: unknown): Promise<void>;
`;

const isIn = (code: string): boolean => {
  const { at, facts } = inspect(go + code);
  return isInDetached(facts, at('/*?*/'));
};

describe('@detached in the JSDoc of', () => {
  it.each([
    ['a function', `/** @detached */\nfunction f() { /*?*/ work(); }`],
    ['an exported function', `/**\n * Keeps the cache warm.\n * @detached nobody waits for it\n */\nexport async function f() { /*?*/ await work(); }`],
    ['a default export', `/** @detached */\nexport default function () { /*?*/ work(); }`],
    ['a default export that is an arrow', `/** @detached */\nexport default () => /*?*/ work();`],
    ['an arrow constant', `/** @detached */\nexport const f = () => /*?*/ work();`],
    ['a function constant', `/** @detached */\nconst f = function () { /*?*/ work(); };`],
    ['the arrow itself', `const f = /** @detached */ () => /*?*/ work();`],
    ['a method', `class A {\n  /** @detached */\n  async m() { /*?*/ await work(); }\n}`],
    ['a static method', `class A {\n  /** @detached */\n  static m() { /*?*/ work(); }\n}`],
    ['a constructor', `class A {\n  /** @detached */\n  constructor() { /*?*/ work(); }\n}`],
    ['a field', `class A {\n  /** @detached */\n  readonly m = () => { /*?*/ work(); };\n}`],
    ['a class', `/** @detached */\nexport class A {\n  m() { /*?*/ work(); }\n}`],
    ['a method of an object', `const o = {\n  /** @detached */\n  m() { /*?*/ work(); },\n};`],
    ['a property of an object', `const o = {\n  /** @detached */\n  m: () => /*?*/ work(),\n};`],
    ['a function around it', `/** @detached */\nfunction f() { return () => { setTimeout(() => { /*?*/ work(); }, 1); }; }`],
    ['a function, among other tags', `/**\n * @param a something\n * @detached\n * @returns nothing\n */\nfunction f(a: string) { /*?*/ work(); }`],
    ['a function, before a line comment', `/** @detached */\n// eslint-disable-next-line\nfunction f() { /*?*/ work(); }`],
    ['a function with a decorator or modifier before', `class A {\n  /** @detached */\n  public async m() { /*?*/ await work(); }\n}`],
    ['what an expression assigns', `declare const o: { m?: () => void };\n/** @detached */\no.m = () => { /*?*/ work(); };`],
  ])('%s', (_, code) => {
    expect(isIn(code)).toBe(true);
  });

  it.each([
    ['a line comment', `// @detached\nfunction f() { /*?*/ work(); }`],
    ['a plain comment', `/* @detached */\nfunction f() { /*?*/ work(); }`],
    ['prose', `/** Work that is detached, see \`@detached\`. */\nfunction f() { /*?*/ work(); }`],
    ['another tag', `/** @detachedFrom nothing */\nfunction f() { /*?*/ work(); }`],
    ['another function', `/** @detached */\nfunction g() {}\nfunction f() { /*?*/ work(); g(); }`],
    ['a function inside', `function f() { /*?*/ work(); /** @detached */ function g() {} g(); }`],
    ['the comment before the last', `/** @detached */\n/** Another. */\nfunction f() { /*?*/ work(); }`],
    ['an empty comment', `/**/\nfunction f() { /*?*/ work(); }`],
  ])('not %s', (_, code) => {
    expect(isIn(code)).toBe(false);
  });
});

describe('a called function', () => {
  const isCalled = (code: string): boolean => {
    const { at, facts } = inspect(go + code);
    const symbol = facts.services.getSymbolAtLocation(at('/*?*/', 'Identifier'));
    return symbol !== undefined && isDetachedFunction(facts, symbol);
  };

  it.each([
    ['a function', `/** @detached */\nfunction f() {}\n/*?*/ f();`, true],
    ['a constant', `/** @detached */\nconst f = () => {};\n/*?*/ f();`, true],
    ['an alias', `/** @detached */\nfunction g() {}\nconst f = g;\n/*?*/ f();`, true],
    ['a method', `class A {\n  /** @detached */\n  m() {}\n}\nnew A()./*?*/ m();`, true],
    ['a field', `class A {\n  /** @detached */\n  m = () => {};\n}\nnew A()./*?*/ m();`, true],
    ['a member of an object', `const o = {\n  /** @detached */\n  m: () => {},\n};\no./*?*/ m();`, true],
    ['a method signature', `interface A {\n  /** @detached */\n  m(): void;\n}\ndeclare const a: A;\na./*?*/ m();`, true],
    ['a property signature', `interface A {\n  /** @detached */\n  m: () => void;\n}\ndeclare const a: A;\na./*?*/ m();`, true],
    ['an overload', `/** @detached */\nfunction f(a: string): void;\nfunction f(a: number): void;\nfunction f() {}\n/*?*/ f(1);`, true],
    ['none', `function f() {}\n/*?*/ f();`, false],
    ['a parameter of one', `/** @detached */\nfunction f(g: () => void) { /*?*/ g(); }`, false],
  ])('%s', (_, code, expected) => {
    expect(isCalled(code)).toBe(expected);
  });
});

describe('the text is read as TypeScript parses it', () => {
  const comments = [
    '/** @detached */', '/** @detached because */', '/**\n * @detached\n */', '/**\n\t@detached\n*/', '/** Text. */', '/** Text @detached */',
    '/**\n * Text.\n *\n * @detached\n */', '/** @internal @detached */', '/**\n * @param a b\n * @detached\n */', '/** @detachedFrom x */', '/** @detached-ish */',
    '/** a@detached */', '/** `@detached` */', '/***/', '/** */', '/*** @detached */', '/* @detached */', '/**@detached*/', '/** * @detached */', '/** @Detached */',
  ]; // prettier-ignore

  const parsed = (comment: string): boolean => {
    const file = ts.createSourceFile('a.ts', `${comment}\nfunction f() {}`, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseAll }, true);
    return ts.getJSDocTags(file.statements[0]!).some(({ tagName }) => tagName.text === 'detached');
  };

  it.each(comments)('%j', (comment) => {
    expect(isIn(`${comment}\nfunction f() { /*?*/ work(); }`)).toBe(parsed(comment));
  });
});

describe('in each mode of parsing JSDoc', () => {
  const code = `/** Other. */\nfunction other() {}\n/**\n * Keeps the cache warm.\n * @detached\n */\nfunction warm() {}\n`;
  const file = '/file.ts';

  it.each(['ParseAll', 'ParseNone', 'ParseForTypeErrors', 'ParseForTypeInfo'] as const)('%s', (mode) => {
    const host: ts.CompilerHost = { ...ts.createCompilerHost({ noLib: true }), jsDocParsingMode: ts.JSDocParsingMode[mode] };
    host.getSourceFile = (name) => (name === file ? ts.createSourceFile(name, code, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode[mode] }, true) : undefined);
    const program = ts.createProgram({ rootNames: [file], options: { noLib: true }, host });
    const { ast, services } = parser.parseForESLint(code, { filePath: file, programs: [program] });
    const isParsed = ts.getJSDocTags(program.getSourceFile(file)!.statements[1]!).length > 0;
    expect(isParsed).toBe(mode === 'ParseAll');

    const facts = { ...inspect('').facts, services: services as Facts['services'], program, memos: { file: [], program: [] } };
    expect(ast.body.map((statement) => isInDetached(facts, statement as TSESTree.Node))).toEqual([false, true]);
  });
});

describe('a detached value', () => {
  const isDetached = (code: string): boolean => {
    const { at, facts } = inspect(go + code);
    const declarator = at('/*?*/', 'VariableDeclarator') as TSESTree.VariableDeclarator;
    return isDetachedValue(facts, declarator.init!);
  };

  it.each([
    ['withoutCancel', `withoutCancel(ctx)`, true],
    ['in a cast', `withoutCancel(ctx) as Context`, true],
    ['in both branches', `Math.random() ? withoutCancel(ctx) : withoutCancel(ctx)`, true],
    ['in one branch', `Math.random() ? withoutCancel(ctx) : ctx`, false],
    ['awaited', `await released(ctx)`, true],
    ['with a value', `withValue(withoutCancel(ctx), 'k', 1)`, true],
    ['with a limit', `withTimeout(withoutCancel(ctx), 1)`, true],
    ['a child', `withValue(ctx, 'k', 1)`, false],
    ['a root', `background()`, false],
    ['itself', `ctx`, false],
    ['a wrapper', `wrapped(ctx)`, true],
    ['an arrow wrapper', `arrow(ctx)`, true],
    ['a generic wrapper', `generic(ctx)`, true],
    ['a wrapper with branches', `either(ctx)`, true],
    ['a wrapper that may not', `perhaps(ctx)`, false],
    ['a wrapper of a wrapper', `twice(ctx)`, true],
    ['a wrapper of what is detached', `same(withoutCancel(ctx))`, true],
    ['a wrapper of what is not', `same(ctx)`, false],
    ['a merge of nothing', `AbortSignal.any([])`, true],
    ['a merge of a merge of nothing', `AbortSignal.any([AbortSignal.any([])])`, true],
    ['a merge of something', `AbortSignal.any([ctx.signal])`, false],
    ['a limit without parent', `AbortSignal.timeout(1)`, false],
    ['another any', `({ any: (list: never[]) => list }).any([])`, false],
  ])('%s', (_, value, expected) => {
    const wrappers = `function wrapped(ctx: Context) { return withoutCancel(ctx); }
const arrow = (ctx: Context): Context => withoutCancel(ctx);
function generic<C extends Context>(ctx: C): Context { const free = withoutCancel(ctx); return free; }
async function released(ctx: Context) { return withoutCancel(ctx); }
function either(ctx: Context) { if (Math.random()) return withoutCancel(ctx); return arrow(ctx); }
function perhaps(ctx: Context) { return Math.random() ? withoutCancel(ctx) : ctx; }
function twice(ctx: Context) { return withValue(wrapped(ctx), 'k', 1); }
function same(ctx: Context): Context { return ctx; }
`;
    expect(isDetached(`${wrappers}export async function f(ctx: Context) { const /*?*/ value = ${value}; return [value, wrapped, arrow, generic, either, perhaps, twice, released, same]; }`)).toBe(expected);
  });
});
