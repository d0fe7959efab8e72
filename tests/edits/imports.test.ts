import type { TSESTree } from '@typescript-eslint/utils';
import * as svelteParser from 'svelte-eslint-parser';
import * as typescriptParser from '@typescript-eslint/parser';
import type { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import * as vueParser from 'vue-eslint-parser';

import { combine, editOf, replaceRange } from '../../src/edits/edit.js';
import { importName, type ImportedName, type ImportRequest } from '../../src/edits/imports.js';
import { apply, ask, untyped } from './apply.js';

const defaults: ImportRequest = { module: 'm', name: 'a' };

/** Imports `a` of `m`; the text is the same where it is there already. */
function add(code: string, request: Partial<ImportRequest> = {}, filename = 'file.ts', parser?: Linter.Parser): string | undefined {
  return apply<TSESTree.Program>(
    code,
    'Program',
    (sourceCode) => {
      const imported = importName(untyped(sourceCode, filename), { ...defaults, ...request });
      return imported && (imported.edit ?? editOf([]));
    },
    { filename, ...(parser && { parser }) },
  );
}

function nameIn(code: string, request: Partial<ImportRequest> = {}, filename = 'file.ts'): string | undefined {
  return ask<TSESTree.Program, ImportedName | undefined>(code, 'Program', (sourceCode) => importName(untyped(sourceCode, filename), { ...defaults, ...request }), { filename })?.localName;
}

describe('an import that is there', () => {
  it.each([
    ["import { a } from 'm';", 'a'],
    ["import { a as b } from 'm';", 'b'],
    ["import { 'a' as b } from 'm';", 'b'],
    ["import * as ns from 'm';", 'ns.a'],
    ["import d, * as ns from 'm';", 'ns.a'],
    ["import ns = require('m');", 'ns.a'],
    ["import { a } from 'm';\nfunction f() { return a; }", 'a'],
  ])('%s', (code, local) => {
    expect(nameIn(code)).toBe(local);
    expect(add(code)).toBe(code);
  });

  it('is used for a type, but not the other way round', () => {
    expect(nameIn("import { a } from 'm';", { isType: true })).toBe('a');
    expect(nameIn("import type { a } from 'm';", { isType: true })).toBe('a');
    expect(nameIn("import type * as ns from 'm';", { isType: true })).toBe('ns.a');
    expect(nameIn("import type { a } from 'm';")).toBe('a2');
    expect(nameIn("import { type a } from 'm';")).toBe('a2');
    expect(nameIn("import type * as ns from 'm';")).toBe('a');
  });

  it('is not used where its name means something else', () => {
    const code = "import { a } from 'm';\nfunction f(a) { here(); }";
    const output = apply<TSESTree.CallExpression>(code, 'CallExpression', (sourceCode, at) => {
      const imported = importName(untyped(sourceCode, 'file.ts'), { ...defaults, at });
      return imported && combine(imported.edit, replaceRange(at.callee.range, imported.localName));
    });
    expect(output).toBe("import { a, a as a2 } from 'm';\nfunction f(a) { a2(); }");
  });

  it('knows Node modules with and without their prefix', () => {
    expect(nameIn("import { setTimeout as sleep } from 'timers/promises';", { module: 'node:timers/promises', name: 'setTimeout' })).toBe('sleep');
    expect(add("import { b } from 'fs';", { module: 'node:fs' })).toBe("import { b, a } from 'fs';");
  });

  it('knows a default', () => {
    expect(nameIn("import d from 'm';", { name: 'default' })).toBe('d');
    expect(nameIn("import { default as d } from 'm';", { name: 'default' })).toBe('d');
    expect(add("import { b } from 'm';", { name: 'default', hint: 'm' })).toBe("import { b, default as m } from 'm';");
  });
});

describe('an import of the module is extended', () => {
  it.each([
    ["import { b } from 'm';", "import { b, a } from 'm';"],
    ["import {b} from 'm';", "import {b, a} from 'm';"],
    ["import { b, } from 'm';", "import { b, a, } from 'm';"],
    ["import { b /* b */ } from 'm';", "import { b /* b */, a } from 'm';"],
    ["import { type B } from 'm';", "import { type B, a } from 'm';"],
    ["import d from 'm';", "import d, { a } from 'm';"],
    ["import d, { b } from 'm';", "import d, { b, a } from 'm';"],
    ["import {} from 'm';", "import { a } from 'm';"],
    ["import 'm';", "import { a } from 'm';"],
    ["import {\n  b, // b\n  c,\n} from 'm';", "import {\n  b, // b\n  c,\n  a,\n} from 'm';"],
    ["import {\r\n\tb,\r\n\tc\r\n} from 'm';", "import {\r\n\tb,\r\n\tc,\r\n\ta\r\n} from 'm';"],
    ["import type { B } from 'm';", "import type { B } from 'm';\nimport { a } from 'm';"],
    ["import b from 'm' with { type: 'json' };", "import b from 'm' with { type: 'json' };\nimport { a } from 'm';"],
    ["import { b } from 'other';", "import { b } from 'other';\nimport { a } from 'm';"],
  ])('%j', (code, output) => {
    expect(add(code)).toBe(output);
  });

  it.each([
    ["import type { B } from 'm';", "import type { B, a } from 'm';"],
    ["import { b } from 'm';", "import { b, type a } from 'm';"],
    ["import type D from 'm';", "import type D from 'm';\nimport type { a } from 'm';"],
    ["import { b } from 'm';\nimport type { C } from 'm';", "import { b } from 'm';\nimport type { C, a } from 'm';"],
    ["import { b } from 'other';", "import { b } from 'other';\nimport type { a } from 'm';"],
  ])('with a type: %j', (code, output) => {
    expect(add(code, { isType: true })).toBe(output);
  });
});

describe('a new import', () => {
  it.each([
    ['', "import { a } from 'm';\n"],
    ['f();', "import { a } from 'm';\n\nf();"],
    ["import x from 'x';\n\nf();", "import x from 'x';\nimport { a } from 'm';\n\nf();"],
    ["import x from 'x'; // x\nf();", "import x from 'x'; // x\nimport { a } from 'm';\nf();"],
    ["import x from 'x'; f();", "import x from 'x';\nimport { a } from 'm';\n f();"],
    ["import x = require('x');\nf();", "import x = require('x');\nimport { a } from 'm';\nf();"],
    ["f();\nimport x from 'x';\ng();", "f();\nimport x from 'x';\nimport { a } from 'm';\ng();"],
    ['import x from "x";\nconst b = \'b\';', 'import x from "x";\nimport { a } from "m";\nconst b = \'b\';'],
    ["import x from 'x'\nf()", "import x from 'x'\nimport { a } from 'm'\nf()"],
    ["import {x} from 'x';", "import {x} from 'x';\nimport {a} from 'm';"],
    ["import x from 'x';\r\nf();\r\n", "import x from 'x';\r\nimport { a } from 'm';\r\nf();\r\n"],
    ['const b = "b";\nf("c", \'d\');', 'import { a } from "m";\n\nconst b = "b";\nf("c", \'d\');'],
    ['const b = 1\nf()', "import { a } from 'm'\n\nconst b = 1\nf()"],
    ['#!/usr/bin/env node\nf();', "#!/usr/bin/env node\nimport { a } from 'm';\n\nf();"],
    ["'use strict';\nf();", "'use strict';\nimport { a } from 'm';\n\nf();"],
    ["'use client'; // why\n\nf();", "'use client'; // why\n\nimport { a } from 'm';\n\nf();"],
    ["'use strict';", "'use strict';\nimport { a } from 'm';"],
    ['/* Copyright */\nf();', "/* Copyright */\nimport { a } from 'm';\n\nf();"],
    ['// @ts-check\nf();', "// @ts-check\nimport { a } from 'm';\n\nf();"],
    ['/* eslint-disable no-undef */\nf();', "/* eslint-disable no-undef */\nimport { a } from 'm';\n\nf();"],
    ['/// <reference types="node" />\nf();', '/// <reference types="node" />\nimport { a } from "m";\n\nf();'.replace(/"m"/, "'m'")],
    ['// About the file.\n\n/** About f. */\nf();', "// About the file.\n\nimport { a } from 'm';\n\n/** About f. */\nf();"],
    ['// eslint-disable-next-line\nf();', "import { a } from 'm';\n\n// eslint-disable-next-line\nf();"],
    ['// @ts-expect-error why\nf();', "import { a } from 'm';\n\n// @ts-expect-error why\nf();"],
    ['/* a */ f();', "import { a } from 'm';\n\n/* a */ f();"],
  ])('%j', (code, output) => {
    expect(add(code)).toBe(output);
  });

  it('has a name that is free', () => {
    const sleep = { module: 'node:timers/promises', name: 'setTimeout', hint: 'sleep' };
    const text = (spec: string): string => `import { ${spec} } from 'node:timers/promises';\n\n`;
    expect(add('f();', sleep)).toBe(`${text('setTimeout')}f();`);
    expect(add('setTimeout(f, 1);', sleep)).toBe(`${text('setTimeout as sleep')}setTimeout(f, 1);`);
    expect(add('const sleep = () => setTimeout(f, 1);', sleep)).toBe(`${text('setTimeout as sleep2')}const sleep = () => setTimeout(f, 1);`);
    expect(add('function f(a) {}')).toBe("import { a as a2 } from 'm';\n\nfunction f(a) {}");
    expect(add('type a = 1;')).toBe("import { a as a2 } from 'm';\n\ntype a = 1;");
    expect(add('import { b as a } from "m";')).toBe('import { b as a, a as a2 } from "m";');
    expect(nameIn('setTimeout(f, 1);', sleep)).toBe('sleep');
  });
});

describe('JavaScript', () => {
  it('gets imports where it has them or has no requires', () => {
    expect(add("import x from 'x';\n", {}, 'file.js')).toBe("import x from 'x';\nimport { a } from 'm';\n");
    expect(add('f();', {}, 'file.js')).toBe("import { a } from 'm';\n\nf();");
    expect(add('f();', {}, 'file.mjs')).toBe("import { a } from 'm';\n\nf();");
    expect(add("import x from 'x';\nconst y = require('y');\n", {}, 'file.js')).toBe("import x from 'x';\nimport { a } from 'm';\nconst y = require('y');\n");
  });

  it.each([
    ["const x = require('x');\nf();", "const x = require('x');\nconst { a } = require('m');\nf();"],
    ["'use strict'\nconst x = require('x')\nf()", "'use strict'\nconst x = require('x')\nconst { a } = require('m')\nf()"],
    ['const x = require("x"); // x\n', 'const x = require("x"); // x\nconst { a } = require("m");\n'],
    ["const { b } = require('m');", "const { b, a } = require('m');"],
    ["const { b: a } = require('m');", "const { b: a, a: a2 } = require('m');"],
    ["const { b, ...c } = require('m');", "const { b, ...c } = require('m');\nconst { a } = require('m');"],
    ["const m = require('m');", "const m = require('m');"],
    ["let m = require('m');\nm = 1;", "let m = require('m');\nconst { a } = require('m');\nm = 1;"],
    ["'use strict';\n\nf();", "'use strict';\n\nconst { a } = require('m');\n\nf();"],
  ])('gets requires in CommonJS: %j', (code, output) => {
    expect(add(code, {}, 'file.cjs')).toBe(output);
  });

  it('uses what is required', () => {
    expect(nameIn("const m = require('m');", {}, 'file.js')).toBe('m.a');
    expect(nameIn("const { a } = require('m');", {}, 'file.js')).toBe('a');
    expect(nameIn("const { a: b } = require('m');", {}, 'file.cjs')).toBe('b');
    expect(add("const x = require('x');", {}, 'file.js')).toBe("const x = require('x');\nconst { a } = require('m');");
  });

  it('gets no types', () => {
    expect(add("import x from 'x';", { isType: true }, 'file.js')).toBeUndefined();
  });
});

describe('components', () => {
  const vue = {
    ...vueParser,
    parseForESLint: (code: string, options: object) => vueParser.parseForESLint(code, { ...options, parser: typescriptParser }),
  } as unknown as Linter.Parser;
  const svelte = {
    ...svelteParser,
    parseForESLint: (code: string, options: object) => svelteParser.parseForESLint(code, { ...options, parser: typescriptParser }),
  } as unknown as Linter.Parser;

  it.each([
    ['<template><p /></template>\n<script lang="ts">\nf();\n</script>\n', '<template><p /></template>\n<script lang="ts">\nimport { a } from \'m\';\n\nf();\n</script>\n'],
    ["<script setup>\n  import x from 'x';\n  f();\n</script>\n", "<script setup>\n  import x from 'x';\n  import { a } from 'm';\n  f();\n</script>\n"],
    ['<script>f();</script>', "<script>import { a } from 'm';\n\nf();</script>"],
    ["<script>import x from 'x'</script>", "<script>import x from 'x'\nimport { a } from 'm'\n</script>"],
  ])('Vue: %j', (code, output) => {
    expect(add(code, {}, 'file.vue', vue)).toBe(output);
  });

  it.each([
    ['<script lang="ts">\n\tf();\n</script>\n\n<p>{a}</p>\n', '<script lang="ts">\n\timport { a as a2 } from \'m\';\n\n\tf();\n</script>\n\n<p>{a}</p>\n'],
    ["<p>x</p>\n<script>\n\timport x from 'x';\n\tf();\n</script>\n", "<p>x</p>\n<script>\n\timport x from 'x';\n\timport { a } from 'm';\n\tf();\n</script>\n"],
    ["<script module>\n\timport { b } from 'm';\n</script>\n<script>\n\tf();\n</script>\n", "<script module>\n\timport { b, a } from 'm';\n</script>\n<script>\n\tf();\n</script>\n"],
  ])('Svelte: %j', (code, output) => {
    expect(add(code, {}, 'file.svelte', svelte)).toBe(output);
  });

  it('gets types with lang="ts" only', () => {
    expect(add('<script>\nf();\n</script>', { isType: true }, 'file.vue', vue)).toBeUndefined();
    expect(add('<script setup lang="ts">\nf();\n</script>', { isType: true }, 'file.vue', vue)).toContain('import type { a }');
  });
});
