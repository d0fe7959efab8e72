import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/utils';
import { isTypeReference } from 'ts-api-utils';
import type { Type } from 'typescript';

import { isYes } from '../contexts/answer.js';
import type { Available } from '../contexts/available.js';
import { callersOf } from '../contexts/callers.js';
import { type Facts, fileMemo } from '../contexts/facts.js';
import { lineageOf, typeMatches } from '../contexts/matching.js';
import { isFunction } from '../contexts/position/syntax.js';
import { remembered } from '../contexts/remembering.js';
import { typeAnswer } from '../contexts/types.js';
import type { ContextModel } from '../models/model.js';
import { isKnownElsewhere } from '../program/known-elsewhere.js';
import { combine, type Edit, editOf } from './edit.js';
import { importName } from './imports.js';
import { appendToList } from './list.js';
import { moduleStatements } from './module-level.js';
import { freshName } from './names.js';
import { addParameter, overloadsOf, type Signature } from './parameters.js';
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

/** A context parameter more: its name, its place among a call's arguments, and the edit that adds it with its type. */
export interface ContextParameter {
  readonly name: string;
  readonly index: number;
  readonly edit: Edit;
}

/**
 * Gives a function, and its overloads, a context parameter by the model's convention.
 * @param like an expression of the context's type, whose import is where the type is imported from too; or the type itself
 * @param how the name it must have (a fresh one like the model's when absent), and whether it may be left out
 */
export function addContextParameter(facts: Facts, fn: TSESTree.FunctionLike, model: ContextModel, like: Type | TSESTree.Expression, { name, isOptional = false }: { name?: string | undefined; isOptional?: boolean } = {}): ContextParameter | undefined {
  const typed = 'range' in like ? contextType(facts, typesOf(facts, model, like), [importSource(facts, like)]) : contextType(facts, ownFirst(facts, model, like), importsOf(facts));
  if (typed === undefined) return undefined;
  const own = name ?? freshName(facts.sourceCode.getScope(fn), model.parameter.name);
  const place = model.parameter.place === 'first' ? 'first' : 'last';
  const text = parameterText(facts, isOptional ? `${own}?` : own, typed.text);
  const added = overloadsOf(fn as Signature).map((signature) => addParameter(facts.sourceCode, signature, text, place));
  const edit = combine(...(typed.edit ? [typed.edit] : []), ...added.map((each) => each?.edit));
  return edit && { name: own, index: added[0]?.index ?? 0, edit };
}

/**
 * Has the context no place by convention, and does other code call the function: so that a parameter which may be left out
 * breaks none of it? What only its own file calls is to require its context.
 */
export function shouldBeOptional(facts: Facts, fn: TSESTree.FunctionLike, model: ContextModel, call?: TSESTree.Node): boolean {
  if (model.parameter.place !== 'any' || !isFunction(fn) || !canSpellTypes(facts) || overloadsOf(fn).length > 1) return false;
  const callers = callersOf(facts, fn);
  if (callers?.areAll === true) return false;
  if (callers?.calls.some((other) => other !== call) !== false) return true;
  return isKnownElsewhere(facts, fn);
}

/** All that the file imports from. */
function importsOf({ sourceCode }: Facts): readonly ImportSource[] {
  return moduleStatements(sourceCode).flatMap((statement) => (statement.type === AST_NODE_TYPES.ImportDeclaration ? [{ module: statement.source.value }] : []));
}

const texts = fileMemo(() => new WeakMap<Type, string | undefined>());

/** The first of these types that can be spelled, imported from one of these places if it is not in scope. */
function contextType(facts: Facts, types: readonly Type[], sources: readonly (ImportSource | undefined)[]): { readonly text: string; readonly edit?: Edit } | undefined {
  if (!canSpellTypes(facts)) return { text: '' };
  for (const type of types) {
    // Reports that are alike offer the same.
    const text = remembered(texts(facts), type, () => typeText(facts, type));
    if (text !== undefined) return { text };
  }
  for (const [source, type] of sources.flatMap((each) => types.map((type) => [each, type] as const))) {
    const name = (type.aliasSymbol ?? type.getSymbol())?.name;
    const isGeneric = [...(type.aliasTypeArguments ?? []), ...(isTypeReference(type) ? facts.checker.getTypeArguments(type) : [])].length > 0;
    if (source === undefined || name === undefined || name === '__type' || isGeneric || !exportsName(facts, source.module, name)) continue;
    const imported = importName(facts, { module: source.module, name, isType: true });
    if (imported !== undefined) return { text: imported.localName, ...(imported.edit ? { edit: imported.edit } : {}) };
  }
  return undefined;
}

/** The types a parameter may have that stands for the expression: what its place expects, then its own, the model's own type first. */
function typesOf(facts: Facts, model: ContextModel, like: TSESTree.Expression): readonly Type[] {
  const { checker, services } = facts;
  const expected = services.getContextualType(like);
  const types = [...(expected ? [checker.getNonNullableType(expected)] : []), services.getTypeAtLocation(like)];
  return types.flatMap((type) => ownFirst(facts, model, type));
}

/** The model's own type before the one that extends it; none where it is no context of the model. */
function ownFirst(facts: Facts, model: ContextModel, type: Type): readonly Type[] {
  const answer = typeAnswer(facts, type);
  if (!isYes(answer) || answer.model !== model) return [];
  const own = lineageOf(facts, type).filter((each) => model.contexts.some((pattern) => typeMatches(facts, each, pattern)));
  return own.length > 0 ? [...own].reverse() : [type];
}

/** Does a module that the file imports from export this name? */
function exportsName(facts: Facts, module: string, name: string): boolean {
  return exportedNames(facts, module).includes(name);
}

/** The names that a module exports which the file imports from. */
export function exportedNames(facts: Facts, module: string): readonly string[] {
  const declaration = moduleStatements(facts.sourceCode).find((statement) => statement.type === AST_NODE_TYPES.ImportDeclaration && statement.source.value === module);
  const symbol = declaration?.type === AST_NODE_TYPES.ImportDeclaration ? facts.services.getSymbolAtLocation(declaration.source) : undefined;
  return symbol === undefined ? [] : facts.checker.getExportsOfModule(symbol).map((exported) => exported.name);
}

/** How a callback takes what its contextual signature offers it, and how it is spelled then. */
export interface Taken {
  readonly text: string;
  readonly edit: Edit;
}

/** Takes an offered context (`source: 'not-taken'`) as a parameter of the callback: `({ signal }) => …`, `(c) => …`. */
export function takeOffered(facts: Facts, available: Available): Taken | undefined {
  const fn = available.owner;
  const { offer, path } = available;
  if (fn === undefined || offer === undefined) return undefined;
  if (isMethod(fn)) return takeDesigned(facts, fn, available);
  const { sourceCode } = facts;
  const scope = sourceCode.getScope(fn.body);
  const parameters = fn.params.filter((parameter) => !(parameter.type === AST_NODE_TYPES.Identifier && parameter.name === 'this'));
  const written = parameters[offer.index];
  if (written !== undefined) {
    // What an annotation leaves out cannot be taken.
    const [property = path] = path.split('.');
    if (written.type !== AST_NODE_TYPES.ObjectPattern || written.typeAnnotation !== undefined || freshName(scope, property) !== property) return undefined;
    const [open, close] = [sourceCode.getFirstToken(written), sourceCode.getLastToken(written)];
    if (open === null || close === null) return undefined;
    return { text: path, edit: editOf(appendToList(sourceCode, { open, close, elements: written.properties, padding: ' ' }, property)) };
  }
  const isOneStep = !offer.isOptional && path !== '' && !/[.(]/.test(path) && freshName(scope, path) === path;
  const name = freshName(scope, offer.name);
  const taken = isOneStep ? `{ ${path} }` : name;
  const skipped = skippedNames(scope, offer.index - parameters.length);
  const edit = addParameter(sourceCode, fn, [...skipped, taken].join(', '), 'last')?.edit;
  const text = isOneStep ? path : path === '' ? name : `${name}${offer.isOptional ? '?.' : '.'}${path}`;
  return edit && { text, edit };
}

/** The parameter of a method has its type written, and is the next one. */
function takeDesigned(facts: Facts, fn: TSESTree.FunctionLike, { model, offer, path, type }: Available): Taken | undefined {
  if (offer === undefined || offer.isOptional || path !== '' || offer.index !== fn.params.length || fn.params.some(({ type }) => type !== AST_NODE_TYPES.Identifier)) return undefined;
  const added = addContextParameter(facts, fn, model, type, { name: freshName(facts.sourceCode.getScope(fn), offer.name) });
  return added?.index === offer.index ? { text: added.name, edit: added.edit } : undefined;
}

/** How a message calls who is offered a context, and leaves it out. */
export function offeredWho({ owner }: Available): string {
  if (owner !== undefined && isMethod(owner)) return 'method';
  return owner !== undefined && NAMED_OR_RETURNED.has(owner.parent.type) ? 'function' : 'callback';
}

/** Whoever calls the function gets it by a name, or as a result. */
const NAMED_OR_RETURNED: ReadonlySet<string> = new Set([AST_NODE_TYPES.ArrowFunctionExpression, AST_NODE_TYPES.ReturnStatement, AST_NODE_TYPES.TSSatisfiesExpression, AST_NODE_TYPES.VariableDeclarator]);

function isMethod({ parent }: TSESTree.Node): boolean {
  return parent?.type === AST_NODE_TYPES.MethodDefinition;
}

/** `_`, `_2`, … for what comes before and is not needed. */
function skippedNames(scope: Parameters<typeof freshName>[0], count: number): readonly string[] {
  const first = freshName(scope, '_') === '_' ? '_' : '_1';
  return Array.from({ length: count }, (_, index) => (index === 0 ? first : freshName(scope, `_${index + 1}`)));
}
