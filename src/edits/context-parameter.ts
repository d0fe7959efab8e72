import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/utils';

import type { Available } from '../contexts/available.js';
import type { Facts } from '../contexts/facts.js';
import type { ContextModel } from '../models/model.js';
import { combine, type Edit, editOf } from './edit.js';
import { importName } from './imports.js';
import { insertIntoList } from './list.js';
import { moduleStatements } from './module-level.js';
import { freshName } from './names.js';
import { addParameter } from './parameters.js';
import { canSpellTypes, parameterText, typeText } from './types.js';

/** Where a name of the file was imported from. */
export interface ImportSource {
  readonly module: string;
}

/** The module that the first name of an expression (`background`, `otel.ROOT_CONTEXT`) is imported from. */
export function importSource(facts: Facts, node: TSESTree.Node): ImportSource | undefined {
  let first = node;
  while (first.type !== AST_NODE_TYPES.Identifier) {
    if (first.type === AST_NODE_TYPES.MemberExpression) first = first.object;
    else if (first.type === AST_NODE_TYPES.CallExpression || first.type === AST_NODE_TYPES.NewExpression) first = first.callee;
    else return undefined;
  }
  const { name } = first;
  for (const statement of moduleStatements(facts.sourceCode)) {
    if (statement.type !== AST_NODE_TYPES.ImportDeclaration) continue;
    if (statement.specifiers.some(({ local }) => local.name === name)) return { module: statement.source.value };
  }
  return undefined;
}

/** A context parameter more: its name, and the edit that adds it with its type. */
export interface ContextParameter {
  readonly name: string;
  readonly edit: Edit;
}

/**
 * Gives a function a context parameter by the model's convention.
 * @param like an expression of the context's type, whose import is where the type is imported from too
 * @param name the name it must have; a fresh one like the model's when absent
 */
export function addContextParameter(facts: Facts, fn: TSESTree.FunctionLike, model: ContextModel, like: TSESTree.Expression, name?: string): ContextParameter | undefined {
  const typed = contextType(facts, like);
  if (typed === undefined) return undefined;
  const own = name ?? freshName(facts.sourceCode.getScope(fn), model.parameter.name);
  const place = model.parameter.place === 'first' ? 'first' : 'last';
  const added = addParameter(facts.sourceCode, fn as Parameters<typeof addParameter>[1], parameterText(facts, own, typed.text), place);
  const edit = added && combine(...(typed.edit ? [typed.edit] : []), added.edit);
  return edit && { name: own, edit };
}

/** The type of a context as text, imported from where the expression came from if it is not in scope. */
function contextType(facts: Facts, like: TSESTree.Expression): { readonly text: string; readonly edit?: Edit } | undefined {
  if (!canSpellTypes(facts)) return { text: '' };
  const type = facts.services.getTypeAtLocation(like);
  const text = typeText(facts, type);
  if (text !== undefined) return { text };
  const source = importSource(facts, like);
  const name = (type.aliasSymbol ?? type.getSymbol())?.name;
  if (source === undefined || name === undefined || name === '__type' || (type.aliasTypeArguments ?? []).length > 0) return undefined;
  const imported = importName(facts, { module: source.module, name, isType: true });
  return imported && { text: imported.localName, ...(imported.edit ? { edit: imported.edit } : {}) };
}

/** How a callback takes what its contextual signature offers it, and how it is spelled then. */
export interface Taken {
  readonly text: string;
  readonly edit: Edit;
}

/** Takes an offered context (`source: 'not-taken'`) as a parameter of the callback: `({ signal }) => …`, `(c) => …`. */
export function takeOffered(facts: Facts, available: Available): Taken | undefined {
  const fn = available.owner;
  const { offer } = available;
  if (fn === undefined || offer === undefined) return undefined;
  const { sourceCode } = facts;
  const written = fn.params[offer.index];
  if (written?.type === AST_NODE_TYPES.ObjectPattern) {
    const [open, close] = [sourceCode.getFirstToken(written), sourceCode.getTokens(written).find(({ value, range }) => value === '}' && range[0] >= (written.properties.at(-1)?.range[1] ?? 0))];
    if (open === null || close === undefined || freshName(sourceCode.getScope(fn.body), available.path) !== available.path) return undefined;
    const elements = written.properties.filter(({ type }) => type !== AST_NODE_TYPES.RestElement);
    return { text: available.path, edit: editOf(insertIntoList(sourceCode, { open, close, elements: written.properties, padding: ' ' }, elements.length, available.path)) };
  }
  const scope = sourceCode.getScope(fn.body);
  const name = freshName(scope, offer.name);
  const isOneStep = !offer.isOptional && available.path !== '' && !available.path.includes('.') && !available.path.includes('(') && freshName(scope, available.path) === available.path;
  const taken = isOneStep ? `{ ${available.path} }` : name;
  const skipped = Array.from({ length: offer.index - fn.params.length }, (_, index) => `_${index === 0 ? '' : String(index)}`);
  const edit = addParameter(sourceCode, fn as Parameters<typeof addParameter>[1], [...skipped, taken].join(', '), 'last')?.edit;
  const text = isOneStep ? available.path : available.path === '' ? name : `${name}${offer.isOptional ? '?.' : '.'}${available.path}`;
  return edit && { text, edit };
}
