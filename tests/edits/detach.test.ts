import type { TSESTree } from '@typescript-eslint/utils';
import { expect, it } from 'vitest';

import { spellAmbient, spellDetached } from '../../src/edits/detach.js';
import { inspect } from '../harness.js';

function spelled(code: string, by: 'ambient' | 'detached', model: string): { text: string; code: string } | undefined {
  const { at, facts } = inspect(code);
  const like = at('/*?*/') as TSESTree.Expression;
  const wanted = facts.models.find(({ name }) => name === model)!;
  const found = by === 'ambient' ? spellAmbient(facts, wanted, like) : spellDetached(facts, wanted, like, 'ctx');
  if (found === undefined) return undefined;
  let { text } = facts.sourceCode;
  const fixer = { replaceTextRange: (range: readonly [number, number], insert: string) => ({ range, text: insert }) };
  for (const fix of [...(found.edit?.(fixer as never) ?? [])].sort((a, b) => b.range[0] - a.range[0])) text = text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]);
  return { text: found.text, code: text.split('\n')[0]! };
}

it('detached, by the module that the root is from', () => {
  const detached = (imports: string, use = 'background()'): unknown => spelled(`${imports}\nexport const f = () => /*?*/ ${use};`, 'detached', 'go');
  expect(detached(`import { background, withoutCancel } from './context.js';`)).toEqual({ text: 'withoutCancel(ctx)', code: `import { background, withoutCancel } from './context.js';` });
  expect(detached(`import { background } from './context.js';`)).toEqual({ text: 'withoutCancel(ctx)', code: `import { background, withoutCancel } from './context.js';` });
  expect(detached(`import { background, withoutCancel as free } from './context.js';`)).toEqual({ text: 'free(ctx)', code: `import { background, withoutCancel as free } from './context.js';` });
  expect(detached(`import * as context from './context.js';`, 'context.background()')).toEqual({ text: 'context.withoutCancel(ctx)', code: `import * as context from './context.js';` });
  expect(detached(`declare function background(): { value: 1 };`)).toBeUndefined();
});

it('not by a library that has no such function', () => {
  expect(spelled(`import { background } from '@borderless/context';\nexport const f = () => /*?*/ background;`, 'detached', 'borderless')).toBeUndefined();
  expect(spelled(`export const f = () => /*?*/ new AbortController().signal;`, 'detached', 'abort-signal')).toBeUndefined();
});

it('the ambient context', () => {
  const ambient = (imports: string, use = 'ROOT_CONTEXT'): unknown => spelled(`${imports}\nexport const f = () => /*?*/ ${use};`, 'ambient', 'opentelemetry');
  expect(ambient(`import { ROOT_CONTEXT } from '@opentelemetry/api';`)).toEqual({ text: 'context.active()', code: `import { ROOT_CONTEXT, context } from '@opentelemetry/api';` });
  expect(ambient(`import * as otel from '@opentelemetry/api';`, 'otel.ROOT_CONTEXT')).toEqual({ text: 'otel.context.active()', code: `import * as otel from '@opentelemetry/api';` });
  expect(spelled(`import { background } from './context.js';\nexport const f = () => /*?*/ background();`, 'ambient', 'go')).toBeUndefined();
});
