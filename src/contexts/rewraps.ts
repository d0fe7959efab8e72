import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { type Derive, deriveAt } from "./calls.js";
import type { Facts } from "./facts.js";
import { callBehind, originOf } from "./position/reference.js";
import { enclosingFunction, isFunction, isLoop, memberName, outwards, placeOfCall, unwrap, wrapped } from "./position/syntax.js";
import { targetsIn } from "./stores.js";

type Variable = TSESLint.Scope.Variable;

/** A cancellable context whose only use is to be made cancellable once more. */
export interface Rewrap {
  readonly first: Derive;
  readonly second: Derive;
  /** What the first one is given to; absent where it stands in the second as it is. */
  readonly declarator?: TSESTree.VariableDeclarator;
  /** The variable of the first context. */
  readonly variable?: Variable;
}

/** So many derives that only add values may be between. */
const MOST_BETWEEN = 5;

/** Does the call make a context cancellable that the same function made cancellable before, for nothing else? One derive could do both. */
export function rewrapAt(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression): Rewrap | undefined {
  const second = deriveAt(facts, call);
  if (second === undefined || !isCancellable(second)) return undefined;
  for (const parent of second.parents) {
    const found = firstBehind(facts, parent, call, MOST_BETWEEN);
    if (found !== undefined && found.first.model === second.model && (found.first.makes === "merge") === (second.makes === "merge")) return { ...found, second };
  }
  return undefined;
}

function isCancellable({ makes, parents }: Derive): boolean {
  return parents.length > 0 && (makes === "cancel" || makes === "deadline" || makes === "merge");
}

/** The cancellable derive that a parent comes from, where nothing else needs what it made. */
function firstBehind(facts: Facts, parent: TSESTree.Expression, second: TSESTree.Node, steps: number): Omit<Rewrap, "second"> | undefined {
  if (steps === 0) return undefined;
  const node = unwrap(parent);
  const inline = deriveAt(facts, node);
  if (inline !== undefined) return isCancellable(inline) && inline.result.handle === undefined ? { first: inline } : valueBelow(facts, inline, second, steps);
  const origin = originOf(facts, node);
  const made = origin && callBehind(origin);
  const declarator = made && declaratorOf(made);
  const derive = made && deriveAt(facts, made);
  if (made === undefined || derive === undefined || declarator === undefined || !runsTogether(made, second)) return undefined;
  const variable = contextVariable(facts, declarator, derive);
  if (variable === undefined || !isOnlyFor(variable, derive, node)) return undefined;
  return isCancellable(derive) ? { first: derive, declarator, variable } : valueBelow(facts, derive, second, steps);
}

function valueBelow(facts: Facts, derive: Derive, second: TSESTree.Node, steps: number): Omit<Rewrap, "second"> | undefined {
  const [parent] = derive.parents;
  return derive.makes === "value" && parent !== undefined ? firstBehind(facts, parent, second, steps - 1) : undefined;
}

function declaratorOf(made: TSESTree.Node): TSESTree.VariableDeclarator | undefined {
  const outer = wrapped(made);
  const holder = outer.parent?.type === N.MemberExpression && outer.parent.object === outer ? wrapped(outer.parent).parent : outer.parent;
  return holder?.type === N.VariableDeclarator ? holder : undefined;
}

/** Does the second run as often as the first: in the same function, and in no loop or branch that is only its own? */
function runsTogether(first: TSESTree.Node, second: TSESTree.Node): boolean {
  if (enclosingFunction(first) !== enclosingFunction(second)) return false;
  for (const { outer } of outwards(second)) {
    if (first.range[0] >= outer.range[0] && first.range[1] <= outer.range[1]) return true;
    if (isLoop(outer) || isFunction(outer) || outer.type === N.IfStatement || outer.type === N.ConditionalExpression || outer.type === N.LogicalExpression || outer.type === N.SwitchCase || outer.type === N.CatchClause) return false;
  }
  return true;
}

/** The constant that holds the first context, or the object it is a part of. */
function contextVariable({ sourceCode }: Facts, declarator: TSESTree.VariableDeclarator, { result }: Derive): Variable | undefined {
  const targets = targetsIn(declarator.id);
  const whole = targets.length === 1 && declarator.id.type === N.Identifier;
  const target = whole ? declarator.id : targets.find(({ path }) => path.join(".") === result.context.join("."))?.target;
  return sourceCode.getDeclaredVariables?.(declarator).find(({ identifiers }) => identifiers.some((identifier) => identifier === target));
}

/** Is this the only place that needs the context? Ending it, or taking its handle, does not need it. */
function isOnlyFor({ references }: Variable, { model, result }: Derive, place: TSESTree.Node): boolean {
  const ends = new Set(model.handles?.flatMap(({ endedBy }) => endedBy));
  return references.every((use) => {
    if (use.init === true) return true;
    if (use.isWrite()) return false;
    const { identifier } = use;
    if (identifier.range[0] >= place.range[0] && identifier.range[1] <= place.range[1]) return true;
    const { parent } = wrapped(identifier);
    if (parent?.type !== N.MemberExpression) return false;
    const name = memberName(parent) ?? "";
    return (ends.has(name) && placeOfCall(parent) !== undefined) || (result.handle?.[0] === name && result.handle.length === 1);
  });
}
