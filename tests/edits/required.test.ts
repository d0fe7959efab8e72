import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import type { Edit } from '../../src/edits/edit.js';
import { removeDeclarator, requireParameter } from '../../src/edits/required.js';
import { enclosingFunction } from '../../src/contexts/position/index.js';
import { inspect, type Inspected } from '../harness.js';

const declarations = `declare class Context { err(): Error | undefined }\ndeclare function root(): Context;\n`;

/** The text after an edit; nothing when there is none. */
function applied({ facts }: Inspected, edit: Edit | undefined, head = declarations): string | undefined {
  if (edit === undefined) return undefined;
  let { text } = facts.sourceCode;
  const fixer = { replaceTextRange: (range: readonly [number, number], insert: string) => ({ range, text: insert }) };
  for (const fix of [...edit(fixer as never)].sort((a, b) => b.range[0] - a.range[0])) text = text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]);
  return text.slice(head.length);
}

describe('a parameter becomes required', () => {
  const required = (code: string): string | undefined => {
    const inspected = inspect(declarations + code);
    const { facts } = inspected;
    const root = facts.sourceCode.getNodeByRangeIndex(facts.sourceCode.text.lastIndexOf('root()'))?.parent as TSESTree.CallExpression;
    const { parent } = root;
    const name = parent.type === 'AssignmentPattern' ? parent.left : parent.type === 'LogicalExpression' ? facts.sourceCode.getScope(root).references.find(({ identifier }) => identifier === parent.left)?.resolved?.defs[0]?.name : undefined;
    return applied(inspected, requireParameter(facts, name as TSESTree.Identifier, root));
  };

  it.each([
    ['a default', `function f(ctx: Context = root()) {}`, `function f(ctx: Context) {}`],
    ['of an arrow', `const f = (ctx: Context = root(), id = 1) => {};`, `const f = (ctx: Context, id = 1) => {};`],
    ['a fallback', `function f(ctx?: Context) { return ctx ?? root(); }`, `function f(ctx: Context) { return ctx; }`],
    ['another fallback', `function f(id: string, ctx?: Context) { const own = ctx || root(); return [id, own]; }`, `function f(id: string, ctx: Context) { const own = ctx; return [id, own]; }`],
    ['CRLF', `function f(\r\n  ctx: Context = root(),\r\n) {}`, `function f(\r\n  ctx: Context,\r\n) {}`],
    ['not without a type', `function f(ctx = root()) {}`, undefined],
    ['not after one that may be left out', `function f(id = 1, ctx: Context = root()) {}`, undefined],
    ['nor after an optional one', `function f(id?: string, ctx: Context = root()) {}`, undefined],
    ['not over a comment', `function f(ctx: Context = /* why */ root()) {}`, undefined],
    ['not of a pattern', `function f({ ctx = root() }: { ctx?: Context }) {}`, undefined],
    ['not of a parameter property', `class A { constructor(private ctx: Context = root()) { this.ctx; } }`, undefined],
  ])('%s', (_, code, expected) => {
    expect(required(code)).toBe(expected);
  });
});

describe('a local makes room for a parameter', () => {
  const removed = (code: string): { name: string; text: string | undefined } | undefined => {
    const inspected = inspect(declarations + code);
    const declarator = inspected.at('/*?*/', 'CallExpression').parent as TSESTree.VariableDeclarator;
    const result = removeDeclarator(inspected.facts.sourceCode, declarator, enclosingFunction(declarator)!);
    return result && { name: result.name, text: applied(inspected, result.edit) };
  };

  // The mark is a comment of its own: it stands for the comments that keep a statement.
  const cut = (code: string): { name: string; text: string | undefined } | undefined => {
    const inspected = inspect(declarations + code);
    const found = inspected.facts.sourceCode.ast.body.at(-1) as TSESTree.FunctionDeclaration;
    const statement = found.body.body.find(({ type }) => type === 'VariableDeclaration') as TSESTree.VariableDeclaration;
    const result = removeDeclarator(inspected.facts.sourceCode, statement.declarations[0], found);
    return result && { name: result.name, text: applied(inspected, result.edit) };
  };

  it.each([
    ['on a line of its own', `function f() {\n  const ctx = root();\n  return ctx;\n}`, `function f() {\n  return ctx;\n}`],
    ['with CRLF', `function f() {\r\n  const ctx = root();\r\n  return ctx;\r\n}`, `function f() {\r\n  return ctx;\r\n}`],
    ['the last line', `function f() {\n  const ctx = root();\n}`, `function f() {\n}`],
    ['among others', `function f() { const ctx = root(); return ctx; }`, `function f() {  return ctx; }`],
    ['with a comment above', `function f() {\n  // Keep this.\n  const ctx = root();\n  return ctx;\n}`, `function f() {\n  // Keep this.\n  return ctx;\n}`],
    ['with a comment behind', `function f() {\n  const ctx = root(); // why\n  return ctx;\n}`, `function f() {\n   // why\n  return ctx;\n}`],
  ])('%s', (_, code, expected) => {
    expect(cut(code)).toEqual({ name: 'ctx', text: expected });
  });

  it.each([
    ['with a comment inside', `function f() { const ctx = /*?*/ root(); return ctx; }`],
    ['in a block inside', `function f() { { const ctx = /*?*/ root(); return ctx; } }`],
  ])('not %s', (_, code) => {
    expect(removed(code)).toBeUndefined();
  });

  it.each([
    ['one of several', `function f() { const ctx = root(), id = 1; return [ctx, id]; }`],
    ['a pattern', `function f() { const { err } = root(); return err; }`],
  ])('not %s', (_, code) => {
    expect(cut(code)).toBeUndefined();
  });
});
