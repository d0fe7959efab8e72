import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';

import { inEntryFunction, isEntryPoint, isTestFile, plainCalls } from '../../src/contexts/entry.js';
import type { Facts } from '../../src/contexts/facts.js';
import { defaultEntryFiles, testFiles } from '../../src/settings.js';
import { inspect, type InspectOptions } from '../harness.js';

const isEntry = (code: string, options: InspectOptions = {}): boolean => {
  const { at, facts } = inspect(`declare function work(): Promise<void>;\n${code}\nexport {};`, options);
  return isEntryPoint(facts, at('/*?*/'));
};
const inMain = (code: string): boolean => isEntry(code, { filename: 'main.ts' });

const EXTENSIONS = ['js', 'jsx', 'cjs', 'mjs', 'ts', 'tsx', 'cts', 'mts'];

describe('the default globs', () => {
  const isEntryFile = picomatch([...defaultEntryFiles], { dot: true });
  const isTest = picomatch([...testFiles], { dot: true });

  it.each(['main', 'index', 'server', 'cli', 'app', 'worker'])('%s, in the root and in src', (name) => {
    for (const extension of EXTENSIONS) {
      expect(isEntryFile(`${name}.${extension}`)).toBe(true);
      expect(isEntryFile(`src/${name}.${extension}`)).toBe(true);
    }
    expect(isEntryFile(`lib/${name}.ts`)).toBe(false);
    expect(isEntryFile(`src/deeper/${name}.ts`)).toBe(false);
    expect(isEntryFile(`${name}.json`)).toBe(false);
    expect(isEntryFile(`my${name}.ts`)).toBe(false);
  });

  it('bin and scripts, at any depth, of the package', () => {
    expect(['bin/tool', 'bin/a/b.ts', 'scripts/release.mts', 'scripts/a/b.js'].map((file) => isEntryFile(file))).toEqual([true, true, true, true]);
    expect(['src/bin/tool.ts', 'src/scripts/a.ts', 'binary.ts'].map((file) => isEntryFile(file))).toEqual([false, false, false]);
  });

  it('tests, at any depth', () => {
    for (const kind of ['test', 'spec', 'bench', 'e2e', 'stories']) {
      for (const extension of EXTENSIONS) expect(isTest(`src/deep/a.${kind}.${extension}`)).toBe(true);
    }
    expect(['src/load_test.ts', 'src/load_bench.mts', 'load_benchmark.js'].map((file) => isTest(file))).toEqual([true, true, true]);
    for (const file of ['test-utils.ts', 'test-support.tsx', 'tests-setup.mts', 'test_helpers.ts', 'testUtils.ts', 'testHelper.js', 'testutils.ts']) expect(isTest(`src/deep/${file}`)).toBe(true);
    for (const file of ['latest-utils.ts', 'attestHelper.ts', 'test-runner.ts', 'testing.ts', 'utils.ts', 'test.ts']) expect(isTest(`src/deep/${file}`)).toBe(false);
    for (const folder of ['test', 'tests', '__tests__', 'e2e', 'benchmarks', 'e2e-tests', 'tests-d', 'test-utils', 'testutils', 'test-server', '__mocks__', '__fixtures__']) expect(isTest(`src/${folder}/deep/helper.ts`)).toBe(true);
    expect(['src/testing/a.ts', 'src/test.ts', 'src/a-test.ts', 'latest/a.ts', 'src/stories.ts'].map((file) => isTest(file))).toEqual([false, false, false, false, false]);
  });
});

it.each([
  ['@acme/integration-tests', true],
  ['acme-e2e', true],
  ['@acme/tests', true],
  ['@acme/contests', false],
  ['@acme/test', false],
  [undefined, false],
])('all of the package %s is a test: %s', (name, expected) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ctx-entry-'));
  try {
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name }));
    expect(isTestFile(inspect('export {};').facts, path.join(folder, 'src', 'worker.ts'))).toBe(expected);
    writeFileSync(path.join(folder, 'package.json'), '[');
    expect(isTestFile(inspect('export {};').facts, path.join(folder, 'src', 'worker.ts'))).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('paths start at the nearest package.json', () => {
  const file = path.join(import.meta.dirname, '../fixtures/node/main.ts');
  expect(path.relative(path.join(import.meta.dirname, '../fixtures'), file)).toBe(path.join('node', 'main.ts'));
  expect(isEntry(`/*?*/ work();`, { filename: 'main.ts', nodeOnly: true })).toBe(true);
});

describe('top-level code of an entry file', () => {
  it.each([
    ['a statement', `/*?*/ work();`, true],
    ['a block', `{ if (Math.random()) { /*?*/ work(); } }`, true],
    ['a constant', `export const result = /*?*/ work();`, true],
    ['an immediately invoked function', `void (async () => { /*?*/ await work(); })();`, true],
    ['called through call', `(function () { /*?*/ work(); }).call(undefined);`, true],
    ['a callback that runs at once', `[1].forEach(() => { /*?*/ work(); });`, true],
    ['an awaited callback', `declare function run(fn: () => Promise<void>): Promise<void>;\nawait run(async () => { /*?*/ await work(); });`, true],
    ['a static field', `export class A { static x = /*?*/ work(); }`, true],
    ['a static block', `export class A { static { /*?*/ work(); } }`, true],
    ['an instance field', `export class A { x = /*?*/ work(); }`, false],
    ['an instance accessor', `export class A { accessor x = /*?*/ work(); }`, false],
    ['a method', `export class A { m() { /*?*/ work(); } }`, false],
    ['a static method', `export class A { static m() { /*?*/ work(); } }`, false],
    ['a constructor', `class A { constructor() { /*?*/ work(); } }\nnew A();`, false],
    ['a stored callback', `declare function on(fn: () => void): void;\non(() => { /*?*/ work(); });`, false],
    ['a timer', `setTimeout(() => { /*?*/ work(); }, 1);`, false],
    ['a namespace', `export namespace A { export const x = /*?*/ work(); }`, true],
    ['an object', `export const a = { x: /*?*/ work() };`, true],
    ['a getter of an object', `export const a = { get x() { return /*?*/ work(); } };`, false],
  ])('%s', (_, code, expected) => {
    expect(inMain(code)).toBe(expected);
    expect(isEntry(code)).toBe(false);
  });
});

describe('functions that only top-level calls refer to', () => {
  it.each([
    ['a declaration', `async function start() { /*?*/ await work(); }\nawait start();`, true],
    ['called before it is declared', `void start();\nasync function start() { /*?*/ await work(); }`, true],
    ['a constant', `const start = async () => { /*?*/ await work(); };\nstart().catch(console.error);`, true],
    ['a function expression', `const start = async function () { /*?*/ await work(); };\nvoid start();`, true],
    ['by way of another', `function start() { inner(); }\nfunction inner() { /*?*/ work(); }\nstart();`, true],
    ['calls of itself', `function start(n: number) { if (n > 0) start(n - 1); /*?*/ work(); }\nstart(3);`, true],
    ['calls of each other', `function a(n: number) { if (n > 0) b(n); }\nfunction b(n: number) { a(n - 1); /*?*/ work(); }\na(3);`, true],
    ['from an immediately invoked function', `function start() { /*?*/ work(); }\n(() => { start(); })();`, true],
    ['nobody calls it', `function start() { /*?*/ work(); }`, false],
    ['only each other', `function a() { b(); }\nfunction b() { a(); /*?*/ work(); }`, false],
    ['a handler calls it too', `declare function on(fn: () => void): void;\nfunction start() { /*?*/ work(); }\nstart();\non(() => start());`, false],
    ['passed on', `declare function on(fn: () => void): void;\nfunction start() { /*?*/ work(); }\nstart();\non(start);`, false],
    ['exported', `export function start() { /*?*/ work(); }\nstart();`, false],
    ['exported by name', `function start() { /*?*/ work(); }\nstart();\nexport { start };`, false],
    ['exported by default', `function start() { /*?*/ work(); }\nstart();\nexport default start;`, false],
    ['a variable that gets another', `let start = () => { /*?*/ work(); };\nstart();\nstart = () => {};`, false],
    ['another function calls it', `function start() { /*?*/ work(); }\nstart();\nexport function other() { start(); }`, false],
  ])('%s', (_, code, expected) => {
    expect(inMain(code)).toBe(expected);
    expect(isEntry(code)).toBe(false);
  });
});

describe('entry functions', () => {
  it.each([
    ['a function', `export function main() { /*?*/ work(); }`, true],
    ['a constant', `export const main = () => /*?*/ work();`, true],
    ['a member', `export const app = { main() { /*?*/ work(); } };`, true],
    ['a method', `export class App { main() { /*?*/ work(); } }`, true],
    ['a function inside it', `export function main() { return () => { /*?*/ work(); }; }`, true],
    ['another name', `export function remain() { /*?*/ work(); }`, false],
  ])('%s', (_, code, expected) => {
    expect(isEntry(code)).toBe(expected);
    const { at, facts } = inspect(`declare function work(): void;\n${code}`);
    expect(inEntryFunction(facts, at('/*?*/'))).toBe(expected);
  });

  it('by settings', () => {
    const activate = `export function activate() { /*?*/ work(); }`;
    expect(isEntry(activate)).toBe(false);
    expect(isEntry(activate, { settings: { entryFunctions: ['activate'] } })).toBe(true);
    expect(isEntry(`export function main() { /*?*/ work(); }`, { settings: { entryFunctions: ['activate'] } })).toBe(false);
  });
});

describe('entry files', () => {
  it('by settings, instead of the defaults', () => {
    const settings = { entryFiles: ['src/service.ts'] };
    expect(isEntry(`/*?*/ work();`, { filename: 'src/service.ts', settings })).toBe(true);
    expect(isEntry(`/*?*/ work();`, { filename: 'main.ts', settings })).toBe(false);
  });

  it('all code of a test, whatever the settings', () => {
    const settings = { entryFiles: ['src/service.ts'] };
    for (const filename of ['file.test.ts', 'tests/helper.ts']) {
      expect(isEntry(`export class A { x = () => { /*?*/ work(); }; }`, { filename, settings })).toBe(true);
      expect(isTestFile(inspect('', { filename }).facts)).toBe(true);
    }
    expect(isTestFile(inspect('', { filename: 'main.ts' }).facts)).toBe(false);
  });
});

it('plain calls of a function', () => {
  const calls = (code: string): number | undefined => {
    const { at, facts }: { at: ReturnType<typeof inspect>['at']; facts: Facts } = inspect(code);
    return plainCalls(facts, at('/*?*/'))?.length;
  };
  expect(calls(`/*?*/ function f() {}\nf(); f?.();`)).toBe(2);
  expect(calls(`const f = /*?*/ () => {};\nf();`)).toBe(1);
  expect(calls(`/*?*/ function f() {}`)).toBe(0);
  expect(calls(`/*?*/ function f() {}\nconsole.log(f);`)).toBeUndefined();
  expect(calls(`/*?*/ function f() {}\nnew (f as never)();`)).toBeUndefined();
  expect(calls(`const o = { f: /*?*/ () => {} };\no.f();`)).toBeUndefined();
});

it('outside of entry files nothing is asked of the checker', () => {
  const { asked, at, facts } = inspect(`export async function f(all: number[]) { await Promise.all(all.map(async () => { /*?*/ f(all); })); }`);
  expect(isEntryPoint(facts, at('/*?*/'))).toBe(false);
  expect([...asked]).toEqual([]);
});
