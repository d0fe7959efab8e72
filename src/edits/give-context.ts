import { AST_NODE_TYPES as N, type TSESTree } from '@typescript-eslint/utils';

import type { Available } from '../contexts/available.js';
import type { Facts } from '../contexts/facts.js';
import type { FunctionNode } from '../contexts/position/index.js';
import { fits } from '../contexts/roots.js';
import { isOwnSignature } from '../contexts/takers.js';
import { addArgument } from './arguments.js';
import { addContextParameter, shouldBeOptional } from './context-parameter.js';
import { combine, type Edit } from './edit.js';
import { replaceExpression } from './replace-expression.js';
import { removeDeclarator } from './required.js';

/**
 * Gives the called function a context parameter, and the call the context. A root that the function made in its place
 * becomes the parameter.
 */
export function giveContext(facts: Facts, call: TSESTree.CallExpression, fn: FunctionNode, context: Available, root: TSESTree.Expression | undefined): Edit | undefined {
  const { sourceCode } = facts;
  if (context.nullable || !isOwnSignature(facts, fn) || !isOnlyCalled(facts, fn)) return undefined;
  const replaced = root !== undefined && fits(facts, context.type, root) ? root : undefined;
  const held = replaced?.parent.type === N.VariableDeclarator && replaced.parent.init === replaced ? removeDeclarator(sourceCode, replaced.parent, fn) : undefined;
  const isOptional = replaced === undefined && shouldBeOptional(facts, fn, context.model, call);
  const parameter = addContextParameter(facts, fn, context.model, facts.checker.getNonNullableType(context.type), { name: held?.name, isOptional });
  if (parameter === undefined) return undefined;
  const inside = held?.edit ?? (replaced && replaceExpression(sourceCode, replaced, parameter.name));
  return combine(parameter.edit, addArgument(sourceCode, call, context.text, parameter.index)?.edit, ...(inside === undefined ? [] : [inside]));
}

/** A function that is handed on as a value is called by somebody who knows of no further argument. */
function isOnlyCalled({ sourceCode }: Facts, fn: FunctionNode): boolean {
  const declared = fn.type === N.FunctionDeclaration || fn.parent.type !== N.VariableDeclarator ? fn : fn.parent;
  const own = sourceCode.getDeclaredVariables?.(declared).find(({ identifiers }) => 'id' in declared && identifiers.some((name) => name === declared.id));
  return own?.references.every(({ identifier, init }) => init === true || isCalled(identifier)) !== false;
}

function isCalled(name: TSESTree.Node): boolean {
  const { parent } = name;
  return parent?.type === N.ExportSpecifier || (parent?.type === N.CallExpression && parent.callee === name);
}
