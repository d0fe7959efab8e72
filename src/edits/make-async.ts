import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/utils';

import type { Facts } from '../contexts/facts.js';
import { type Edit, insertAt } from './edit.js';

type Function = TSESTree.ArrowFunctionExpression | TSESTree.FunctionDeclaration | TSESTree.FunctionExpression;

/** Makes a function `async` whose result is a `Promise` on every path. Nothing for generators, accessors and constructors. */
export function makeAsync(facts: Facts, fn: Function): Edit | undefined {
  if (fn.async || fn.generator || !givesPromise(facts, fn)) return undefined;
  const { parent } = fn;
  if (parent.type === AST_NODE_TYPES.MethodDefinition) return parent.kind === 'method' ? insertAt(parent.key.range[0], 'async ') : undefined;
  if (parent.type === AST_NODE_TYPES.Property && parent.method) return insertAt(parent.range[0], 'async ');
  return parent.type === AST_NODE_TYPES.Property && parent.kind !== 'init' ? undefined : insertAt(fn.range[0], 'async ');
}

function givesPromise({ checker, services }: Facts, fn: Function): boolean {
  const type = services.getTypeAtLocation(fn);
  return type.getCallSignatures().length === 1 && type.getCallSignatures().every((signature) => checker.getReturnTypeOfSignature(signature).getSymbol()?.name === 'Promise');
}
