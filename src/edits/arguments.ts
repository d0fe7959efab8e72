import { AST_NODE_TYPES, ASTUtils, type TSESTree } from '@typescript-eslint/utils';

import { type Edit, editOf, insertAt } from './edit.js';
import type { Source } from './layout.js';
import { appendToList, type CommaList, insertIntoList, permuteList } from './list.js';

/** What takes arguments. */
export type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** An argument more, and whether optional ones before it had to be written out as `undefined` (then it is a suggestion). */
export interface AddedArgument {
  readonly edit: Edit;
  readonly padded: boolean;
}

/**
 * Gives a call an argument at a position, by default the next one; omitted ones before it become `undefined`, present
 * ones from there on move up. Nothing where a spread comes before, so that nobody knows the position.
 */
export function addArgument(
  sourceCode: Source,
  call: Call,
  text: string,
  position = call.arguments.length,
): AddedArgument | undefined {
  const missing = Math.max(0, position - call.arguments.length);
  const edit = insertArgumentAt(sourceCode, call, 'undefined, '.repeat(missing) + text, position);
  return edit && { edit, padded: missing > 0 };
}

/** Inserts an argument before all others. */
export function insertFirstArgument(sourceCode: Source, call: Call, text: string): Edit | undefined {
  return insertArgumentAt(sourceCode, call, text, 0);
}

/** Inserts an argument before the one at this index, or after the last. Nothing where a spread comes before. */
export function insertArgumentAt(sourceCode: Source, call: Call, text: string, index: number): Edit | undefined {
  if (call.arguments.slice(0, index).some(isSpread)) return undefined;
  const list = argumentsOf(sourceCode, call);
  if (list === undefined) return insertAt(call.range[1], `(${text})`); // `new X`
  return editOf(
    index < list.elements.length ? insertIntoList(sourceCode, list, index, text) : appendToList(sourceCode, list, text),
  );
}

/**
 * Reorders a call's arguments: place `k` gets the argument `order[k]`. Places of omitted optional arguments must stay
 * last. Nothing where a spread is among them, or where a side effect would come before or after something it can be
 * seen from.
 */
export function permuteArguments(sourceCode: Source, call: Call, order: readonly number[]): Edit | undefined {
  const given = call.arguments;
  const present = order.filter((index) => index < given.length);
  if (present.some((index, place) => order[place] !== index)) return undefined;
  const places = [...present, ...[...given.keys()].filter((index) => index >= order.length)];
  if (places.every((index, place) => index === place)) return editOf([]);
  const lastMoved = places.findLastIndex((index, place) => index !== place);
  const moved = given.slice(0, lastMoved + 1);
  const list = argumentsOf(sourceCode, call);
  if (list === undefined || moved.some(isSpread) || !isReorderable(sourceCode, given, places)) return undefined;
  const changes = permuteList(sourceCode, list, places);
  return changes && editOf(changes);
}

/** The order that moves one of several elements to another place, for `permuteArguments` and `permuteParameters`. */
export function moveOrder(length: number, from: number, to: number): number[] {
  const order = [...Array(length).keys()];
  order.splice(to, 0, ...order.splice(from, 1));
  return order;
}

function isReorderable(sourceCode: Source, given: Call['arguments'], places: readonly number[]): boolean {
  return places.every((late, place) =>
    places.slice(place + 1).every((early) => {
      const [a, b] = [given[early], given[late]];
      return early > late || a === undefined || b === undefined || commute(sourceCode, a, b);
    }),
  );
}

function commute(sourceCode: Source, a: TSESTree.Node, b: TSESTree.Node): boolean {
  const [first, second] = [a, b].map((node) => ASTUtils.hasSideEffect(node, sourceCode));
  if (first && second) return false;
  return (!first || isConstant(sourceCode, b)) && (!second || isConstant(sourceCode, a));
}

/** Whether an expression has the same value before and after any side effect. */
function isConstant(sourceCode: Source, node: TSESTree.Node): boolean {
  switch (node.type) {
    case AST_NODE_TYPES.ArrowFunctionExpression:
    case AST_NODE_TYPES.FunctionExpression:
    case AST_NODE_TYPES.Literal:
    case AST_NODE_TYPES.ThisExpression:
      return true;
    case AST_NODE_TYPES.TemplateLiteral:
      return node.expressions.length === 0;
    case AST_NODE_TYPES.TSAsExpression:
    case AST_NODE_TYPES.TSNonNullExpression:
    case AST_NODE_TYPES.TSSatisfiesExpression:
      return isConstant(sourceCode, node.expression);
    case AST_NODE_TYPES.Identifier: {
      const variable = ASTUtils.findVariable(sourceCode.getScope(node), node.name);
      if (variable === null) return node.name === 'undefined';
      return variable.references.every((reference) => !reference.isWrite() || reference.init === true);
    }
    default:
      return false;
  }
}

function isSpread(node: TSESTree.Node): boolean {
  return node.type === AST_NODE_TYPES.SpreadElement;
}

function argumentsOf(sourceCode: Source, call: Call): CommaList | undefined {
  const close = sourceCode.getLastToken(call);
  let open = sourceCode.getTokenAfter(call.typeArguments ?? call.callee);
  // Past the parentheses around a callee, and the `?.` of an optional call.
  while (open && close && open.range[1] < close.range[1] && !ASTUtils.isOpeningParenToken(open)) {
    open = sourceCode.getTokenAfter(open);
  }
  if (!open || !close || !ASTUtils.isOpeningParenToken(open) || open.range[0] >= call.range[1]) return undefined;
  return { open, close, elements: call.arguments };
}
