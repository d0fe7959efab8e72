import type { TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { addProperty, bagFromPrimitive } from '../../src/edits/properties.js';
import { apply } from './apply.js';

const add = (code: string, value = 'signal', name = 'signal'): string | undefined =>
  apply<TSESTree.ObjectExpression>(code, 'ObjectExpression', (sourceCode, object) => addProperty(sourceCode, object, name, value));

describe('addProperty', () => {
  it.each([
    ['f({})', 'f({ signal })'],
    ['f({ })', 'f({ signal })'],
    ['f({\n})', 'f({ signal })'],
    ['f({ /* none */ })', 'f({ /* none */ signal })'],
    ['f({ // none\n})', 'f({ // none\n  signal\n})'],
    ['f({ a })', 'f({ a, signal })'],
    ['f({a})', 'f({a, signal})'],
    ['f({ a, })', 'f({ a, signal, })'],
    ['f({ a: 1 /* a */ })', 'f({ a: 1 /* a */, signal })'],
    ['f({ ...a })', 'f({ ...a, signal })'],
    ['f({ a() {} })', 'f({ a() {}, signal })'],
    ['f({\n\ta: 1,\n\tb: 2,\n})', 'f({\n\ta: 1,\n\tb: 2,\n\tsignal,\n})'],
    ['f({\n  a: 1,\n  b: 2 // b\n})', 'f({\n  a: 1,\n  b: 2, // b\n  signal\n})'],
    ['f({\r\n  a: 1,\r\n  ...b,\r\n})', 'f({\r\n  a: 1,\r\n  ...b,\r\n  signal,\r\n})'],
    ['f({ a: 1,\n    b: 2 })', 'f({ a: 1,\n    b: 2, signal })'],
    ['f({ signal: undefined })', 'f({ signal })'],
    ['f({ a, signal: undefined, b })', 'f({ a, signal, b })'],
    ['f({ ...a, "signal": void 0 })', 'f({ ...a, "signal": signal })'],
    ['f({ signal: undefined as never })', 'f({ signal })'],
    ['f({ signal: null! })', 'f({ signal })'],
    ['f({ signal: undefined, ...a })', undefined],
    ['f({ signal: null })', undefined],
    ['f({ signal: other })', undefined],
    ['f({ signal })', undefined],
    ['f({ get signal() { return s; } })', undefined],
    ['f({ signal: /* none */ undefined })', 'f({ signal: /* none */ signal })'],
    ['f({ signal: undefined /* why */ as never })', undefined],
  ])('%j', (code, output) => {
    expect(add(code)).toBe(output);
  });

  it('writes name and value', () => {
    expect(add('f({ a })', 'ctx.signal')).toBe('f({ a, signal: ctx.signal })');
    expect(add('f({ a })', 'signal', 'abortSignal')).toBe('f({ a, abortSignal: signal })');
    expect(add('f({})', 'ctx', "it's")).toBe("f({ 'it\\'s': ctx })");
    expect(add('f({ abortSignal: undefined })', 'a ?? b', 'abortSignal')).toBe('f({ abortSignal: a ?? b })');
  });
});

describe('bagFromPrimitive', () => {
  const bag = (code: string, value = 'signal'): string | undefined =>
    apply<TSESTree.CallExpression>(code, 'CallExpression', (sourceCode, call) => {
      const argument = call.arguments.at(-1);
      return argument && bagFromPrimitive(sourceCode, argument, 'encoding', 'signal', value);
    });

  it.each([
    ["readFile(p, 'utf8')", "readFile(p, { encoding: 'utf8', signal })"],
    ["readFile(p, 'utf8',)", "readFile(p, { encoding: 'utf8', signal },)"],
    ['readFile(p, encoding)', 'readFile(p, { encoding, signal })'],
    ["readFile(p, /* text */ 'utf8' /* ! */)", "readFile(p, /* text */ { encoding: 'utf8', signal } /* ! */)"],
    ["readFile(p, ('utf8'))", "readFile(p, { encoding: ('utf8'), signal })"],
    ["readFile(('utf8'))", "readFile({ encoding: ('utf8'), signal })"],
    ['readFile(p, ((a, b)))', 'readFile(p, { encoding: ((a, b)), signal })'],
    ["readFile(\r\n\tp,\r\n\t'utf8',\r\n)", "readFile(\r\n\tp,\r\n\t{ encoding: 'utf8', signal },\r\n)"],
    ['readFile(p, ...rest)', undefined],
  ])('%j', (code, output) => {
    expect(bag(code)).toBe(output);
  });

  it('writes the value', () => {
    expect(bag("readFile(p, 'utf8')", 'ctx.signal')).toBe("readFile(p, { encoding: 'utf8', signal: ctx.signal })");
  });
});
