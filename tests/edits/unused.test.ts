import { ASTUtils, type TSESTree } from '@typescript-eslint/utils';
import { describe, expect, it } from 'vitest';

import { giveUpName } from '../../src/edits/unused.js';
import { apply } from './apply.js';

/** Gives up the name that `use(…)` is the last call of. */
const giveUp = (code: string): string | undefined =>
  apply<TSESTree.CallExpression>(code, 'CallExpression[callee.name="sleep"]', (sourceCode, { callee }) => {
    const variable = ASTUtils.findVariable(sourceCode.getScope(callee), 'sleep');
    return variable ? giveUpName(sourceCode, variable) : undefined;
  });

describe('a name that is used no more', () => {
  it.each([
    ['a constant', `const a = 1;\nconst sleep = (ms) => ms;\n\nsleep(1);\n`, `const a = 1;\nsleep(1);\n`],
    ['a function', `function sleep(ms) {\n  return ms;\n}\nsleep(1);\n`, `sleep(1);\n`],
    ['in a block, on one line', `{ const sleep = 1; sleep(1); }`, `{  sleep(1); }`],
    ['the only name of an import', `import a from "a";\nimport { sleep } from "b";\n\nsleep(a);\n`, `import a from "a";\n\nsleep(a);\n`],
    ['the only name of the first import', `import { sleep } from "b";\nsleep(1);\n`, `\nsleep(1);\n`],
    ['the first name', `import { sleep, wake } from "b";\nsleep(wake);\n`, `import { wake } from "b";\nsleep(wake);\n`],
    ['the last name', `import { wake, sleep } from "b";\nsleep(wake);\n`, `import { wake } from "b";\nsleep(wake);\n`],
    ['under another name', `import { wake, nap as sleep } from "b";\nsleep(wake);\n`, `import { wake } from "b";\nsleep(wake);\n`],
    ['not the last use: it stays, for now', `const sleep = 1;\nsleep(1);\nsleep(2);\n`, `const sleep = 1;\nsleep(1);\nsleep(2);\n`],
    ['CRLF', `import a from "a";\r\nimport { sleep } from "b";\r\nconst b = 1;\r\nsleep(a, b);\r\n`, `import a from "a";\r\nconst b = 1;\r\nsleep(a, b);\r\n`],
    ['not with a comment', `/** Waits. */\nconst sleep = 1;\nsleep(1);\n`, undefined],
    ['nor with one inside', `import { sleep /* well */ } from "b";\nsleep(1);\n`, undefined],
    ['not what is exported', `export const sleep = 1;\nsleep(1);\n`, undefined],
    ['not one of several', `const sleep = 1, wake = 2;\nsleep(wake);\n`, undefined],
    ['not beside a default', `import load, { sleep } from "b";\nsleep(load);\n`, undefined],
    ['not a parameter', `function f(sleep) { sleep(1); }`, undefined],
  ])('%s', (_, code, output) => {
    expect(giveUp(code)).toBe(output);
  });
});
