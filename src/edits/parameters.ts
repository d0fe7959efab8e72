import { AST_NODE_TYPES, ASTUtils, TSESLint, type TSESTree } from '@typescript-eslint/utils';

import { moveOrder } from './arguments.js';
import { type Change, combine, type Edit, editOf, insertAt } from './edit.js';
import type { Source } from './layout.js';
import { type CommaList, insertIntoList, permuteList } from './list.js';

/** What declares parameters: functions, overloads, function types, method, call and construct signatures. */
export type Signature =
  | TSESTree.ArrowFunctionExpression
  | TSESTree.FunctionDeclaration
  | TSESTree.FunctionExpression
  | TSESTree.TSCallSignatureDeclaration
  | TSESTree.TSConstructorType
  | TSESTree.TSConstructSignatureDeclaration
  | TSESTree.TSDeclareFunction
  | TSESTree.TSEmptyBodyFunctionExpression
  | TSESTree.TSFunctionType
  | TSESTree.TSMethodSignature;

/** A parameter more, and its place among a call's arguments (a `this` parameter does not count). */
export interface AddedParameter {
  readonly edit: Edit;
  readonly index: number;
}

/**
 * Gives a function a parameter. `first` is after a `this` parameter; `last` is before a rest parameter and, for a
 * required one, before optional ones. Nothing for accessors, whose parameters the language decides.
 */
export function addParameter(
  sourceCode: Source,
  fn: Signature,
  text: string,
  place: 'first' | 'last',
): AddedParameter | undefined {
  if (isAccessor(fn)) return undefined;
  const receiver = isReceiver(fn.params[0]) ? 1 : 0;
  const at = place === 'first' ? receiver : lastPlace(fn.params, text);
  const list = parametersOf(sourceCode, fn);
  const [only] = fn.params;
  let edit: Edit | undefined;
  if (list !== undefined) edit = editOf(insertIntoList(sourceCode, list, at, text));
  else if (only !== undefined) {
    const [before, after] = at === 0 ? [`(${text}, `, ')'] : ['(', `, ${text})`]; // `x => …`
    edit = combine(insertAt(only.range[0], before), insertAt(only.range[1], after));
  }
  return edit && { edit, index: at - receiver };
}

/** Moves a parameter, counted with a `this` parameter; see `permuteParameters`. */
export function moveParameter(sourceCode: Source, fn: Signature, from: number, to: number): Edit | undefined {
  return permuteParameters(sourceCode, fn, moveOrder(fn.params.length, from, to));
}

/**
 * Reorders parameters, counted with a `this` parameter: place `k` gets the parameter `order[k]`. Nothing where the
 * result would not compile: a required one after an optional one, a rest that is not last, a default that reads a later one.
 * @param required optional ones that must be given from now on: `x?: T` becomes `x: T | undefined`
 */
export function permuteParameters(
  sourceCode: Source,
  fn: Signature,
  order: readonly number[],
  required: readonly TSESTree.Parameter[] = [],
): Edit | undefined {
  const list = parametersOf(sourceCode, fn);
  if (list === undefined || isAccessor(fn)) return undefined;
  const moved = order.flatMap((index) => fn.params[index] ?? []);
  const isValid = moved.every((parameter, place) => {
    if (isReceiver(parameter) && place > 0) return false;
    if (parameter.type === AST_NODE_TYPES.RestElement) return place === moved.length - 1;
    const before = moved.slice(0, place).filter((other) => !required.includes(other));
    return (mayBeOmitted(parameter) || !before.some(hasQuestionMark)) && !readsLater(sourceCode, fn, parameter, moved.slice(place));
  });
  if (!isValid || moved.length !== fn.params.length) return undefined;
  const changes = permuteList(sourceCode, list, order, (parameter) =>
    required.some((one) => one === parameter) ? requiredChanges(sourceCode, parameter) : [],
  );
  return changes && editOf(changes);
}

/** `x?: T` as `x: T | undefined`. */
function requiredChanges(sourceCode: Source, parameter: TSESTree.Node): Change[] {
  if (parameter.type !== AST_NODE_TYPES.Identifier || !parameter.optional || !parameter.typeAnnotation) return [];
  const { typeAnnotation: type, range } = parameter.typeAnnotation;
  const question = sourceCode.getTokenBefore(parameter.typeAnnotation);
  if (question?.value !== '?') return [];
  const parts = type.type === AST_NODE_TYPES.TSUnionType ? type.types : [type];
  const isNullable = parts.some((part) => part.type === AST_NODE_TYPES.TSUndefinedKeyword);
  const isLoose = /^TS(?:Conditional|Constructor|Function|Infer)/.test(type.type);
  const open = { range: [type.range[0], type.range[0]], text: '(' } as const;
  return [
    { range: question.range, text: '' },
    ...(isLoose && !isNullable ? [open] : []),
    ...(isNullable ? [] : [{ range: [range[1], range[1]], text: `${isLoose ? ')' : ''} | undefined` } as const]),
  ];
}

/** A function's declaration and its overloads, in the order of the file. */
export function overloadsOf(fn: Signature): Signature[] {
  const owner = fn.parent.type === AST_NODE_TYPES.MethodDefinition || fn.parent.type === AST_NODE_TYPES.TSAbstractMethodDefinition ? fn.parent : fn;
  const isExported = owner.parent.type === AST_NODE_TYPES.ExportNamedDeclaration || owner.parent.type === AST_NODE_TYPES.ExportDefaultDeclaration;
  const container: TSESTree.Node | undefined = isExported ? owner.parent.parent : owner.parent;
  const siblings = container && 'body' in container && Array.isArray(container.body) ? (container.body as TSESTree.Node[]) : [];
  const name = overloadName(fn, owner);
  if (name === undefined) return [fn];
  const found = siblings.flatMap((sibling) => {
    const declared =
      sibling.type === AST_NODE_TYPES.ExportNamedDeclaration || sibling.type === AST_NODE_TYPES.ExportDefaultDeclaration
        ? sibling.declaration
        : sibling;
    const signature = declared && signatureOf(declared);
    return declared && signature && overloadName(signature, declared) === name ? [signature] : [];
  });
  return found.includes(fn) ? found : [fn];
}

function overloadName(fn: Signature, owner: TSESTree.Node): string | undefined {
  if (fn.type === AST_NODE_TYPES.FunctionDeclaration || fn.type === AST_NODE_TYPES.TSDeclareFunction) return fn.id?.name;
  if (owner.type === AST_NODE_TYPES.MethodDefinition || owner.type === AST_NODE_TYPES.TSAbstractMethodDefinition) {
    const name = ASTUtils.getPropertyName(owner as TSESTree.MethodDefinition);
    return name === null ? undefined : `${owner.kind} ${String(owner.static)} ${owner.key.type} ${name}`;
  }
  if (owner.type === AST_NODE_TYPES.TSMethodSignature && owner.key.type === AST_NODE_TYPES.Identifier && !owner.computed) {
    return owner.key.name;
  }
  return undefined;
}

function signatureOf(node: TSESTree.Node): Signature | undefined {
  switch (node.type) {
    case AST_NODE_TYPES.FunctionDeclaration:
    case AST_NODE_TYPES.TSDeclareFunction:
    case AST_NODE_TYPES.TSMethodSignature:
      return node;
    case AST_NODE_TYPES.MethodDefinition:
    case AST_NODE_TYPES.TSAbstractMethodDefinition:
      return node.value;
    default:
      return undefined;
  }
}

function lastPlace(params: readonly TSESTree.Parameter[], text: string): number {
  const isOptional = /^[\w$]+\s*(?:\?|=)/.test(text);
  const last = params.findLastIndex(
    (parameter) => parameter.type !== AST_NODE_TYPES.RestElement && (isOptional || !mayBeOmitted(parameter)),
  );
  return last + 1;
}

function isReceiver(parameter: TSESTree.Parameter | undefined): boolean {
  return parameter?.type === AST_NODE_TYPES.Identifier && parameter.name === 'this';
}

function isAccessor({ parent }: Signature): boolean {
  return 'kind' in parent && (parent.kind === 'get' || parent.kind === 'set');
}

function mayBeOmitted(parameter: TSESTree.Parameter): boolean {
  return bare(parameter).type === AST_NODE_TYPES.AssignmentPattern || hasQuestionMark(parameter);
}

function hasQuestionMark(parameter: TSESTree.Parameter): boolean {
  const pattern = bare(parameter);
  return 'optional' in pattern && pattern.optional;
}

function bare(parameter: TSESTree.Parameter): Exclude<TSESTree.Parameter, TSESTree.TSParameterProperty> {
  return parameter.type === AST_NODE_TYPES.TSParameterProperty ? parameter.parameter : parameter;
}

/** Whether the default or pattern of a function's parameter reads one of these others. */
function readsLater(
  { scopeManager }: Source,
  fn: Signature,
  parameter: TSESTree.Parameter,
  later: readonly TSESTree.Parameter[],
): boolean {
  const isIn = (node: TSESTree.Node, outer: TSESTree.Node): boolean =>
    node.range[0] >= outer.range[0] && node.range[1] <= outer.range[1];
  const variables = scopeManager?.getDeclaredVariables(fn) ?? [];
  return variables.some(
    ({ defs: [definition], references }) =>
      definition?.type === TSESLint.Scope.DefinitionType.Parameter &&
      later.some((other) => other !== parameter && isIn(definition.name, other)) &&
      references.some(({ identifier, isTypeReference }) => !isTypeReference && isIn(identifier, parameter)),
  );
}

/** The parameters between their parentheses; nothing for `x => …`. */
function parametersOf(sourceCode: Source, fn: Signature): CommaList | undefined {
  const [first] = fn.params;
  const last = fn.params.at(-1);
  const anchor = fn.typeParameters ?? ('id' in fn ? fn.id : undefined) ?? ('key' in fn ? fn.key : undefined);
  const open = anchor
    ? sourceCode.getTokenAfter(anchor, ASTUtils.isOpeningParenToken)
    : sourceCode.getFirstToken(fn, ASTUtils.isOpeningParenToken);
  if (open === null || (first && open.range[0] > first.range[0])) return undefined;
  const close = sourceCode.getTokenAfter(last ?? open, ASTUtils.isClosingParenToken);
  return close === null ? undefined : { open, close, elements: fn.params };
}
