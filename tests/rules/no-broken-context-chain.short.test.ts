import rule from '../../src/rules/no-broken-context-chain.js';
import { ruleTester } from '../rule-tester.js';

/** One report, at the line with `// here`. */
const broken = (name: string, code: string) => {
  const line = code.split('\n').findIndex((each) => each.includes('// here')) + 1;
  return { name, code, errors: [{ messageId: 'broken' as const, line, suggestions: [] }] };
};

/** A function, kept for others too, so that no suggestion may change it, and who calls it with a signal at hand. */
const handled = (load: string) => `${load}\nexport const all = [load];\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load('1'); } // here`;

/** `runFile(file, args)` and `run(line)`, each with a place for a signal; `sh(line)` without one. */
const runners = `import { exec, execFile, spawn } from 'node:child_process';
type Options = { signal?: AbortSignal };
function runFile(file: string, args: readonly string[], options?: Options) { return new Promise<string>((resolve) => { execFile(file, args, { ...options }, (_, stdout) => resolve(stdout)); }); }
function run(line: string, options?: Options) { return new Promise<string>((resolve) => { exec(line, { ...options }, (_, stdout) => resolve(stdout)); }); }
function bash(cwd: string, line: string, options?: Options) { return new Promise<number | null>((resolve) => { spawn('bash', ['-c', line], { cwd, ...options }).on('close', resolve); }); }
function sh(line: string) { return new Promise<string>((resolve) => { exec(line, {}, (_, stdout) => resolve(stdout)); }); }
const installedAt = (dir: string): Promise<string> => Promise.resolve(dir + '/bin');
export const runners = [runFile, run, bash, sh, installedAt];
`;

/** A command, in a call that is made while somebody waits. */
const command = (call: string) => `${runners}${handled(`async function load(dir: string) { const args = [dir]; return [args, await ${call}]; }`)}`;

const short = [
  "runFile('git', ['-C', dir, 'remote', 'get-url', 'origin'])",
  "runFile('git', ['-C', dir, 'for-each-ref', '--format=%(refname:short)', 'refs/heads'])",
  "runFile('git', ['--git-dir=' + dir, '-c', 'core.pager=cat', 'show-ref', '--verify', dir])",
  "runFile('/usr/bin/git', ['--no-pager', '--git-dir', dir, 'rev-parse', 'HEAD'])",
  "runFile('git.exe', ['symbolic-ref', ...args])",
  "runFile('git', ['branch', '--show-current'], {})",
  "runFile('git', ['config', '--global', '--get', 'user.name'])",
  "runFile('node', ['--version'])",
  "runFile('node', ['--help'])",
  "runFile(dir, ['--version'])",
  "runFile(await installedAt(dir), ['--version'], {})",
  "runFile(`which`, ['-a', dir])",
  'run(`git -C ${dir} rev-parse HEAD`)',
  'run(`cd "${dir}" && git rev-parse --abbrev-ref HEAD 2>/dev/null || echo none`)',
  'run(`command -v ${dir}`)',
  'run(`"${dir}" --version`)',
  "run('where.exe node')",
  "bash(dir, `git -C ${dir} rev-parse HEAD`)",
  "sh('which node')",
];

const long = [
  "runFile('git', ['-C', dir, 'fetch', 'origin'])",
  "runFile('git', ['clone', dir])",
  "runFile('git', ['push'])",
  "runFile('git', ['pull'])",
  "runFile('git', ['ls-remote', '--get-url'])",
  "runFile('git', ['am', dir])",
  "runFile('git', ['worktree', 'list'])",
  "runFile('git', ['ls-files'])",
  "runFile('git', ['status'])",
  "runFile('git', ['checkout', dir])",
  "runFile('git', ['remote', 'update'])",
  "runFile('git', ['branch', '-a'])",
  "runFile('git', ['config', '--edit'])",
  "runFile('git', ['-C', 'rev-parse', 'fetch'])",
  "runFile('git', [dir, 'rev-parse'])",
  "runFile('git', [...args, 'rev-parse'])",
  "runFile('git', args)",
  "runFile(dir, ['rev-parse'])",
  "runFile('docker', ['info'])",
  "runFile('npx', ['tsc', '--version'])",
  "runFile('npx', ['tsc', '--help'])",
  "runFile(dir, ['--list'])",
  "runFile(dir, ['rev-parse', 'HEAD'])",
  "runFile(dir, args)",
  "runFile(JSON.parse(dir), ['fetch'])",
  'run(`${dir} rev-parse HEAD`)',
  'run(`git rev-parse HEAD && git -C ${dir} fetch`)',
  'run(`git rev-parse $(git ls-remote ${dir})`)',
  "run('which node | xargs sleep')",
  "run('echo')",
  "run('where is it')",
  "bash('git rev-parse HEAD', dir)",
  "run('git rev-parse HEAD; ' + dir)",
  "sh('make')",
];

const files = `import { readFile } from 'node:fs/promises';\n`;
const names = "['x', 'y']";

ruleTester.run('no-broken-context-chain: commands that take a moment', rule, {
  valid: [
    ...short.map((call) => ({ name: call, code: command(call) })),
    { name: 'the process itself', code: `import { exec, spawn } from 'node:child_process';\n${handled("async function load(dir: string) { await new Promise((resolve) => { exec(`git -C ${dir} rev-parse HEAD`, {}, resolve); }); return new Promise((resolve) => { spawn('git', ['rev-parse', 'HEAD']).on('close', resolve); }); }")}` },
    { name: 'where the signal is at hand', code: `${runners}export async function f(signal: AbortSignal) { signal.throwIfAborted(); return sh('git rev-parse HEAD'); }` },
    { name: 'through functions that hand it on', code: `${runners}async function git(line: string) { return sh(line); }\n${handled("async function load(dir: string) { return git(`git -C ${dir} rev-parse HEAD`); }")}` },
    { name: 'a function that takes a signal for such a one', code: `${runners}function branches(dir: string, options?: Options) { return runFile('git', ['-C', dir, 'for-each-ref'], options); }\nasync function known(dir: string, options?: Options) { return (await branches(dir, options)).split('x'); }\n${handled('async function load(dir: string) { return [await branches(dir), await known(dir)]; }')}` },
    { name: 'a few tries', code: `${runners}const TRIES = 3;\n${handled("async function load(dir: string) { for (let count = 0; count < TRIES; count++) { if (await run('git rev-parse HEAD')) return dir; } return ''; }")}` },
    { name: 'for each of a list, all at once', code: `${runners}${handled("async function load(dir: string) { return Promise.all([dir, 'y'].map(async (each) => runFile('git', ['-C', each, 'rev-parse', 'HEAD']))); }")}` },
  ],
  invalid: [
    ...long.map((call) => broken(call, command(call))),
    broken('the process itself', `import { exec } from 'node:child_process';\n${handled('async function load(dir: string) { return new Promise((resolve) => { exec(`git -C ${dir} fetch`, {}, resolve); }); }')}`),
    broken('where the signal is at hand', `${runners}export async function f(signal: AbortSignal) { signal.throwIfAborted(); return sh('git fetch'); } // here`),
    broken('again and again', `${runners}${handled("async function load(dir: string) { for (const each of [dir, 'y']) await runFile('git', ['-C', each, 'rev-parse', 'HEAD']); }")}`),
    broken('again and again, of one that takes no signal', `${runners}${handled('async function load(dir: string) { for (const each of [dir]) await sh(`git -C ${each} rev-parse HEAD`); }')}`),
    broken('as often as somebody says', `${runners}${handled("async function load(dir: string) { for (let count = 0; count < dir.length; count++) await run('git rev-parse HEAD'); }")}`),
    broken('a hundred times', `${runners}${handled("async function load(dir: string) { for (let count = 0; count < 100; count++) await run('git rev-parse ' + dir + 'HEAD'); }")}`),
    broken('a function that takes a signal for more than such a one', `${runners}async function sync(dir: string, options?: Options) { const head = await runFile('git', ['-C', dir, 'rev-parse', 'HEAD'], options); return runFile('git', ['fetch', head], options); }\n${handled('async function load(dir: string) { return sync(dir); }')}`),
    broken('what is asked in words', `async function ask(text: string, options?: { signal?: AbortSignal }) { return fetch('https://models.example', { method: 'POST', body: text, ...options }); }\n${handled("async function load(id: string) { return [id, await ask('which model')]; }")}`),
    broken('what is asked of a program in words', `import { execFile } from 'node:child_process';\nfunction ask(text: string, options?: { signal?: AbortSignal }) { return new Promise((resolve) => { execFile('model', ['--prompt', text], { ...options }, resolve); }); }\n${handled("async function load(id: string) { return [id, await ask('which model')]; }")}`),
    { ...broken('what a user names', `declare function search(text: string, options?: { signal?: AbortSignal }): Promise<string[]>;\n${handled("async function load(id: string) { return [id, await search('which model')]; }")}`), options: [{ io: [{ from: 'file', name: 'search' }] }] },
    { ...broken('a process that a user names', `import { exec } from 'node:child_process';\n${handled("async function load(id: string) { return new Promise((resolve) => { exec('which ' + id, {}, resolve); }); }")}`), options: [{ io: [{ from: 'package', package: 'child_process', name: 'exec' }] }] },
  ],
});

ruleTester.run('no-broken-context-chain: a failure that is turned into an answer', rule, {
  valid: [
    { name: 'for each of a list', code: `${files}${handled(`async function load(id: string) { return Promise.all(${names}.map(async (name) => { try { return await readFile(name + id, 'utf8'); } catch { return null; } })); }`)}` },
    { name: 'in a loop', code: `${files}${handled(`async function load(id: string) { for (const name of ${names}) { try { return { text: await readFile(name + id, 'utf8') }; } catch (error) { console.warn(error); return { text: null, all: [-1, false, 'x'] }; } } return undefined; }`)}` },
    { name: 'nothing', code: `${files}${handled(`async function load(id: string) { for (const name of ${names}) { try { await readFile(name + id); } catch { return; } } }`)}` },
    { name: 'kept', code: `${files}${handled(`async function load(id: string) { const all: Record<string, string | undefined> = {}; for (const name of ${names}) { try { all[name] = await readFile(name + id, 'utf8'); } catch { all[name] = undefined; } } return all; }`)}` },
    { name: 'of a promise', code: `${files}${handled(`async function load(id: string) { const all = []; for (const name of ${names}) all.push(await readFile(name + id).catch(() => null), await readFile(name).catch(function () { return 'x'; }), await readFile(id).catch(() => {})); return all; }`)}` },
    { name: 'around all', code: `${files}${handled(`async function load(id: string) { try { return await Promise.all(${names}.map(async (name) => readFile(name + id))); } catch { return []; } }`)}` },
    { name: 'of a command, in a loop', code: `${runners}${handled("async function load(dir: string) { for (const each of [dir, 'y']) { try { return await runFile('git', ['-C', each, 'rev-parse', 'HEAD']); } catch { return 'main'; } } while (dir !== '') await sh('which node').catch(() => ''); return ''; }")}` },
  ],
  invalid: [
    broken('thrown again', `${files}${handled(`async function load(id: string) { for (const name of ${names}) { try { await readFile(name + id); } catch (error) { if (id === '') throw error; return null; } } return id; }`)}`),
    broken('an answer that is made', `${files}${handled(`async function load(id: string) { for (const name of ${names}) { try { await readFile(name + id); } catch (error) { if (id === '') return String(error); return null; } } return id; }`)}`),
    broken('no answer', `${files}${handled(`async function load(id: string) { for (const name of ${names}) { try { await readFile(name + id); } catch (error) { console.warn(error); } } return id; }`)}`),
    broken('an answer of something else', `${files}${handled(`async function load(id: string) { try { JSON.parse(id); } catch { for (const name of ${names}) await readFile(name + id); return null; } return id; }`)}`),
    broken('a handler from elsewhere', `${files}declare function onError(error: unknown): null;\n${handled(`async function load(id: string) { for (const name of ${names}) await readFile(name + id).catch(onError); }`)}`),
    broken('a request', handled("async function load(id: string) { try { return await fetch(id); } catch { return null; } }")),
    broken('a long command', `${runners}${handled("async function load(dir: string) { try { return await runFile('git', ['-C', dir, 'fetch']); } catch { return null; } }")}`),
    broken('a long command of one that takes no signal', `${runners}${handled('async function load(dir: string) { return sh(`git -C ${dir} clone x`).catch(() => null); }')}`),
  ],
});

/** A function with an optional second argument, which is given. */
const given = (body: string) => `async function load(id: string, name?: string | null) { ${body} }\nexport const all = [load];\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load('1', 'x'); } // here`;

ruleTester.run('no-broken-context-chain: what is only done where an argument is left out', rule, {
  valid: [
    ...['name == null', 'name === undefined', '!name', '!(name != null)'].map((test) => ({ name: test, code: given(`if (${test}) return fetch(id); return id;`) })),
    ...['name != null', 'name !== undefined', '!(name == null)'].map((test) => ({ name: `not ${test}`, code: given(`return ${test} ? id : fetch(id);`) })),
    { name: 'a constant of that', code: given("const isAuto = name == null; const isThere = !isAuto; if (isAuto) await fetch(id); if (!isAuto) { await Promise.resolve(isThere); } else { await fetch(name ?? ''); }") },
    { name: 'a member of an optional argument', code: `async function load(id: string, options?: { name?: string }) { const isAuto = options?.name === undefined; if (isAuto) await fetch(id); }\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load('1', { name: 'x' }); }` },
  ],
  invalid: [
    ...['name != null', 'name !== undefined', 'name', 'name === null', "name === ''", 'id.length === undefined'].map((test) => broken(test, given(`if (${test}) return fetch(id); return id;`))),
    broken('not left out', given('return name == null ? id : fetch(id);')),
    broken('a constant of the opposite', given('const isNamed = name != null; if (isNamed) await fetch(id);')),
    broken('a variable that may change', given("let isAuto = name == null; if (id === '') isAuto = true; if (isAuto) await fetch(id);")),
    broken('a member of a required argument', `async function load(job: { name?: string }) { if (job.name === undefined) await fetch('x'); }\nexport const all = [load];\nexport async function f(signal: AbortSignal) { signal.throwIfAborted(); return load({}); } // here`),
  ],
});
