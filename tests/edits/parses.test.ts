/** Properties of all edits on generated code: the result parses, and holds every comment that was there. */
import type { TSESTree } from '@typescript-eslint/utils';
import * as fc from 'fast-check';
import ts from 'typescript';
import { expect, it } from 'vitest';

import { addArgument, type Call, insertArgumentAt, permuteArguments } from '../../src/edits/arguments.js';
import type { Edit } from '../../src/edits/edit.js';
import { importName } from '../../src/edits/imports.js';
import type { Source } from '../../src/edits/layout.js';
import { addParameter, permuteParameters, type Signature } from '../../src/edits/parameters.js';
import { addProperty } from '../../src/edits/properties.js';
import { replaceExpression } from '../../src/edits/replace-expression.js';
import { insertAtBlockStart, insertStatementAfter, insertStatementBefore } from '../../src/edits/statements.js';
import { wrapInTryFinally } from '../../src/edits/try-finally.js';
import { apply, ask, untyped } from './apply.js';

/** White space and comments, each comment different from the others. */
const gap = fc.constantFrom('', ' ', '\n  ', '\n\t', ' /*#*/ ', ' //#\n', '\n    // #\n    ', '\n\n', '\r\n');
const expression = fc.constantFrom('a', '(b)', '(c, d)', '"e"', '() => f', '{ g: 1 }', 'h ? i : j', '[k]', 'l as M', '`n\n${o}`', 'p ?? q');
const word = fc.constantFrom('a', 'b: B', 'c?: C', 'd = 1', '{ e }: E', 'this: T', '...f: F[]');

const list = (element: fc.Arbitrary<string>, uniqueBy: (text: string) => unknown): fc.Arbitrary<string> =>
  fc
    .tuple(fc.uniqueArray(element, { maxLength: 4, selector: uniqueBy }), fc.array(gap, { minLength: 9, maxLength: 9 }), fc.boolean())
    .map(([elements, gaps, comma]) => {
      const inner = elements.map((text, index) => `${gaps[2 * index] ?? ''}${text}${gaps[2 * index + 1] ?? ''}`).join(',');
      return inner + (comma && elements.length > 0 && !inner.includes('...') ? ',' : '') + (gaps.at(-1) ?? '');
    });
const numbered = (code: string): string => {
  let count = 0;
  return code.replace(/#/g, () => String((count += 1)));
};
const commentsIn = (code: string): string[] => (code.match(/\/\*.*?\*\/|\/\/.*/g) ?? []).map((text) => text.trim()).sort();

/** The code where the edit gives one for it; it may refuse, but then nothing changes. */
function check<N extends TSESTree.Node>(code: string, selector: string, edit: (sourceCode: Source, node: N) => Edit | undefined): string | undefined {
  const output = apply<N>(code, selector, edit); // fails where the output does not parse
  if (output !== undefined) expect(commentsIn(output)).toEqual(commentsIn(code));
  return output;
}

const parses = (code: string): boolean =>
  (ts.createSourceFile('a.ts', code, ts.ScriptTarget.Latest) as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics.length === 0;

const argumentCount = (code: string): number => ask<Call, number>(code, 'CallExpression', (_, call) => call.arguments.length);
const runs = { numRuns: 100 };

it('arguments', () => {
  fc.assert(
    fc.property(list(expression, (text) => text), fc.nat(5), (inner, position) => {
      const code = numbered(`f(${inner});`);
      const count = argumentCount(code);
      const added = check<Call>(code, 'CallExpression', (s, call) => addArgument(s, call, 'ctx', position)?.edit);
      expect(added && argumentCount(added)).toBe(Math.max(count, position) + 1);
      const place = Math.min(position, count);
      const inserted = check<Call>(code, 'CallExpression', (s, call) => insertArgumentAt(s, call, 'ctx', place));
      const found = inserted && ask<Call, string | undefined>(inserted, 'CallExpression', (s, call) => call.arguments[place] && s.getText(call.arguments[place]));
      expect(found).toBe('ctx');
    }),
    runs,
  );
});

it('permuted arguments', () => {
  const texts = (code: string): string[] => ask<Call, string[]>(code, 'CallExpression', (s, call) => call.arguments.map((one) => s.getText(one)));
  fc.assert(
    fc.property(list(expression, (text) => text), fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (inner, shuffled) => {
      const code = numbered(`f(${inner});`);
      const before = texts(code);
      const order = shuffled.filter((index) => index < before.length);
      const permuted = check<Call>(code, 'CallExpression', (s, call) => permuteArguments(s, call, order));
      if (permuted !== undefined) expect(texts(permuted)).toEqual(order.map((index) => before[index]));
    }),
    runs,
  );
});

it('parameters', () => {
  const names = (code: string): string[] => ask<Signature, string[]>(code, 'FunctionDeclaration', (s, fn) => fn.params.map((one) => s.getText(one)));
  fc.assert(
    fc.property(list(word, (text) => text), fc.constantFrom('first', 'last'), fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (inner, place, shuffled) => {
      const code = numbered(`function f(${inner}) {}`);
      fc.pre(parses(code) && /^[^,]*this|^(?!.*this)/s.test(inner) && !/\.\.\.[^]*,/.test(inner));
      const before = names(code);
      const added = check<Signature>(code, 'FunctionDeclaration', (s, fn) => addParameter(s, fn, 'ctx: X', place)?.edit);
      expect(added && names(added).filter((one) => one !== 'ctx: X')).toEqual(before);
      const order = shuffled.filter((index) => index < before.length);
      const permuted = check<Signature>(code, 'FunctionDeclaration', (s, fn) => permuteParameters(s, fn, order));
      if (permuted !== undefined) expect(names(permuted)).toEqual(order.map((index) => before[index]));
    }),
    runs,
  );
});

it('properties', () => {
  fc.assert(
    fc.property(list(fc.constantFrom('a', 'b: 1', '...c', 'd() {}', '"e": 2'), (text) => text), (inner) => {
      const code = numbered(`f({${inner}});`);
      const added = check<TSESTree.ObjectExpression>(code, 'ObjectExpression', (s, object) => addProperty(s, object, 'signal', 'ctx.signal'));
      const last = added && ask<TSESTree.ObjectExpression, string>(added, 'ObjectExpression', (s, { properties }) => s.getText(properties.at(-1)));
      expect(last).toBe('signal: ctx.signal');
    }),
    runs,
  );
});

it('expressions mean what their text means', () => {
  const places = ['%', 'f(%)', '1 + %', '% * 2', '2 - %', '%.a', '%?.a', '%()', 'new %()', '% ?? 1', '% || 1', '1 && %', '% ? 1 : 2', '1 ? % : 2', '[...%]', '({ z: % })', '() => %', '!%', '% ** 2', '2 ** %', '% as T', '%!', 'a = %', '`${%}`', 'a[%]', '%`t`', 'x, %', 'typeof %', '(%).a', '% in a', 'for (const y of %);', 'if (%) a;', 'class A extends % {}', 'export default %', 'function* g() { yield % }'];
  const texts = ['a', 'a?.b', 'f(a)', 'new A', '1', '{ a }', 'function () {}', 'class {}', '() => a', 'a ? b : c', 'a ?? b', 'a || b', 'a + b', 'a ** b', '-a', 'a as B', 'a!', 'a, b', 'a = b', 'a in b'];
  const printer = ts.createPrinter({ removeComments: true });
  // The tree of a text, without the parentheses that only say what the tree says.
  const shape = (code: string): string => {
    const file = ts.createSourceFile('a.ts', code, ts.ScriptTarget.Latest, true);
    const walk = (node: ts.Node): string => {
      const endsChain = ts.isParenthesizedExpression(node) && ts.isOptionalChain(node.expression) && ts.isLeftHandSideExpression(node.parent) && 'expression' in node.parent && node.parent.expression === node;
      if (ts.isParenthesizedExpression(node) && !endsChain) return walk(node.expression);
      const children: string[] = [];
      ts.forEachChild(node, (child) => void children.push(walk(child)));
      return children.length > 0 ? `${ts.SyntaxKind[node.kind] ?? ''}(${children.join()})` : printer.printNode(ts.EmitHint.Unspecified, node, file);
    };
    return walk(file);
  };
  for (const place of places) {
    for (const text of texts) {
      const output = apply<TSESTree.Expression>(place.replace('%', 'HOLE'), 'Identifier[name=HOLE]', (s, node) => replaceExpression(s, node, text));
      expect(output && shape(output), `${text} in ${place}`).toBe(shape(place.replace('%', () => `(${text})`)));
    }
  }
});

it('statements', () => {
  const statement = fc.constantFrom('a();', 'b()', 'if (c) { d(); }', 'const e = `f\n  ${g}`;', 'for (;;) h();', 'return;');
  const block = fc.tuple(fc.array(fc.tuple(gap, statement), { maxLength: 4 }), gap).map(([statements, end]) => statements.map(([space, text]) => `${space}${text}`).join('') + end);
  fc.assert(
    fc.property(block, block, (before, after) => {
      const code = numbered(`function f() {${before}\n  here();${after}}`);
      fc.pre(parses(code));
      const here = 'ExpressionStatement[expression.callee.name=here]';
      check<TSESTree.Statement>(code, here, (s, node) => insertStatementBefore(s, node, 'x();'));
      check<TSESTree.Statement>(code, here, (s, node) => insertStatementAfter(s, node, 'x();'));
      check<TSESTree.Statement>(code, here, (s, node) => wrapInTryFinally(s, node, 'cancel();'));
      check<TSESTree.FunctionDeclaration>(code, 'FunctionDeclaration', (s, fn) => insertAtBlockStart(s, fn.body, 'x();'));
    }),
    runs,
  );
});

it('imports', () => {
  const line = fc.constantFrom("import d from 'm';", "import { b } from 'm';", "import { c, } from 'x'", "import type { T } from 'm';", "import 'y';", "import {\n  e, // #\n} from 'm';", 'g();', '/* # */', '// #', "'use strict';");
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), fc.constantFrom('\n', '\r\n', '\n\n'), (lines, newline) => {
      const code = numbered(lines.join(newline));
      fc.pre(parses(code));
      const output = check<TSESTree.Program>(code, 'Program', (s) => importName(untyped(s, 'file.ts'), { module: 'm', name: 'a' })?.edit);
      const again = output && ask<TSESTree.Program, boolean>(output, 'Program', (s) => importName(untyped(s, 'file.ts'), { module: 'm', name: 'a' })?.edit === undefined);
      expect(again).toBe(true);
    }),
    runs,
  );
});
