import { AST_NODE_TYPES as N } from '@typescript-eslint/utils';
import * as tsutils from 'ts-api-utils';
import ts from 'typescript';

import type { Call } from '../contexts/accepts.js';
import type { Slot } from '../contexts/slots.js';
import type { Facts } from '../contexts/facts.js';
import { unwrap } from '../contexts/position/syntax.js';
import type { Vacancy } from '../contexts/vacancy.js';
import { addArgument, insertArgumentAt } from './arguments.js';
import { importSource } from './context-parameter.js';
import { combine, type Edit, replaceRange } from './edit.js';
import { importName } from './imports.js';
import { addProperty, bagFromPrimitive, propertyText } from './properties.js';
import { replaceExpression, wrapExpression } from './replace-expression.js';

/** How a call is given a context, and whether that is sure to be what its author would write. */
export interface Passed {
  readonly edit: Edit;
  readonly isSure: boolean;
}

/** What is passed, and whether it may be `undefined`. */
export interface Spoken {
  readonly text: string;
  readonly nullable: boolean;
  /** As it is declared; with it, `null` is not taken for `undefined`. */
  readonly type?: ts.Type;
}

/**
 * Gives a call a context: into a written-out bag, as the next argument, as a new bag, into a bag that replaces its short
 * form, or after `undefined` for what was left out before it.
 */
export function passContext(facts: Facts, call: Call, { slot, filling, sibling }: Vacancy, context: Spoken): Passed | undefined {
  const { sourceCode } = facts;
  const value = spell(slot, context);
  if (value === undefined) return undefined;
  const { text, isSure } = value;
  const { bag } = slot;
  switch (filling.kind) {
    case 'literal':
      return sure(bag && addProperty(sourceCode, filling.node, bag.property, text), isSure);
    case 'bagless': {
      const whole = argumentText(slot, text);
      return sure(bag?.inside === undefined || whole === undefined ? undefined : addProperty(sourceCode, filling.node, bag.inside, whole), isSure);
    }
    case 'primitive':
      return sure(bag?.shortFor === undefined ? undefined : bagFromPrimitive(sourceCode, filling.node, bag.shortFor, bag.property, text), isSure);
    case 'bag':
      return sure(bag && replaceExpression(sourceCode, filling.node, `{ ...${sourceCode.getText(filling.node)}, ${propertyText(bag.property, text)} }`), false);
    case 'nothing': {
      const whole = argumentText(slot, text);
      return sure(whole === undefined ? undefined : replaceExpression(sourceCode, filling.node, whole), isSure);
    }
    case 'missing':
      return sibling === undefined ? addMissing(facts, call, slot, text, isSure) : callSibling(facts, call, slot, sibling, text, isSure);
  }
}

/** Where a missing context is said by `null` and not by `undefined`, that is how a maybe is passed on. */
function spell({ takesUndefined, takesNull }: Slot, { nullable, text, type }: Spoken): { readonly text: string; readonly isSure: boolean } | undefined {
  const mayBeNull = type !== undefined && tsutils.unionConstituents(type).some((part) => tsutils.isTypeFlagSet(part, ts.TypeFlags.Null));
  if (nullable && mayBeNull && !takesNull) return takesUndefined ? { text: `${text} ?? undefined`, isSure: false } : undefined;
  if (!nullable || takesUndefined) return { text, isSure: true };
  return takesNull ? { text: `${text} ?? null`, isSure: false } : undefined;
}

function sure(edit: Edit | undefined, isSure: boolean): Passed | undefined {
  return edit && { edit, isSure };
}

/** The argument, or the bag in it, that holds the context; none where the bag needs more than that. */
function argumentText({ bag }: Slot, text: string): string | undefined {
  if (bag === undefined) return text;
  return bag.isComplete ? `{ ${propertyText(bag.property, text)} }` : undefined;
}

function addMissing({ sourceCode }: Facts, call: Call, slot: Slot, text: string, isSure: boolean): Passed | undefined {
  const whole = argumentText(slot, text);
  const added = whole === undefined ? undefined : addArgument(sourceCode, call, whole, slot.index);
  return added && { edit: added.edit, isSure: isSure && !added.padded };
}

/** `log.info("x")` becomes `log.infoContext(ctx, "x")`. */
function callSibling(facts: Facts, call: Call, slot: Slot, sibling: string, text: string, isSure: boolean): Passed | undefined {
  const { sourceCode } = facts;
  const callee = unwrap(call.callee);
  const whole = argumentText(slot, text);
  const inserted = whole === undefined || slot.index > call.arguments.length ? undefined : insertArgumentAt(sourceCode, call, whole, slot.index);
  if (inserted === undefined) return undefined;
  if (callee.type === N.MemberExpression) {
    return callee.computed ? undefined : sure(combine(replaceRange(callee.property.range, sibling), inserted), isSure);
  }
  if (callee.type !== N.Identifier) return undefined;
  const source = importSource(facts, callee);
  const imported = source && importName(facts, { module: source.module, name: sibling, at: callee });
  return sure(combine(replaceRange(callee.range, imported?.localName ?? sibling), inserted, ...(imported?.edit ? [imported.edit] : [])), isSure);
}

/** `AbortSignal.any([signal, …])` around a context that is linked to no other; none where the model has no such call. */
export function linkContext({ sourceCode }: Facts, node: Parameters<typeof wrapExpression>[1], merge: string | undefined, context: Spoken): Edit | undefined {
  if (merge === undefined || context.nullable) return undefined;
  const [before = '', after = ''] = merge.replace('{ctx}', () => context.text).split('{other}');
  return wrapExpression(sourceCode, node, before, after);
}
