import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";

import type { ContextModel } from "../models/model.js";
import { resultOrigin } from "../program/results.js";
import type { Call } from "./accepts.js";
import { isYes } from "./answer.js";
import { deriveAt } from "./calls.js";
import { isDetachedValue } from "./detached.js";
import type { Facts } from "./facts.js";
import { unchangedValue } from "./given.js";
import { mayReach } from "./near.js";
import { callBehind, isSameContext, originOf, type Origin, rootsBehind } from "./position/reference.js";
import { isFunction, unwrap } from "./position/syntax.js";
import { carriersOf, typeAnswer } from "./types.js";

/** A context, or a carrier of one, that a call is given. */
export interface Handed {
  readonly model: ContextModel;
  readonly node: TSESTree.Expression;
  /** The argument that it is, or is in. */
  readonly argument: TSESTree.CallExpressionArgument;
  /** Only an object that has the context among other things. */
  readonly isCarrier: boolean;
  readonly origin: Origin;
  /** The property of a bag, or of a carrier, under which it is found. */
  readonly property: string;
}

/** Constants that hold bags that hold constants are followed so far. */
const MOST_STEPS = 6;

/**
 * The contexts that a call is given: arguments, properties of bags and of constants that hold one, parents of children
 * that are made on the way. A detached one is not among them.
 */
export function handedTo(facts: Facts, call: Call, isWanted: Wanted = () => true): readonly Handed[] {
  return call.arguments.flatMap((argument) => handedBy(facts, argument, isWanted, MOST_STEPS).map((each) => ({ ...each, argument })));
}

type Found = Omit<Handed, "argument">;

/** Told without types: is a context of this origin looked for? */
type Wanted = (origin: Origin) => boolean;

function handedBy(facts: Facts, expression: TSESTree.Node, isWanted: Wanted, steps: number): readonly Found[] {
  const node = unwrap(expression);
  if (steps === 0) return [];
  const next = (part: TSESTree.Node): readonly Found[] => handedBy(facts, part, isWanted, steps - 1);
  switch (node.type) {
    case N.SpreadElement:
      return next(node.argument);
    case N.ArrayExpression:
      return node.elements.flatMap((element) => (element === null ? [] : next(element)));
    case N.ObjectExpression:
      return node.properties.flatMap((property, index) => {
        if (property.type === N.Property) return next(property.value).map((each) => ({ ...each, property: ASTUtils.getPropertyName(property) ?? each.property }));
        const later = new Set(node.properties.slice(index + 1).map((each) => (each.type === N.Property ? ASTUtils.getPropertyName(each) : null)));
        return next(property.argument).filter((each) => !later.has(each.property));
      });
    case N.ConditionalExpression:
      return [...next(node.consequent), ...next(node.alternate)];
    case N.LogicalExpression:
      return [...next(node.left), ...next(node.right)];
    case N.NewExpression:
      return deriveAt(facts, node) === undefined ? node.arguments.flatMap(next) : parents(facts, node, next);
    case N.CallExpression:
      return named(facts, node, isWanted) ?? parents(facts, node, next);
    case N.Identifier: {
      const value = unchangedValue(facts, node);
      const plain = value && unwrap(value);
      if (plain?.type === N.ObjectExpression || (plain?.type === N.NewExpression && !isHandle(facts, plain))) return next(plain);
      return named(facts, node, isWanted) ?? [];
    }
    case N.MemberExpression:
      return named(facts, node, isWanted) ?? [];
    default:
      return [];
  }
}

/** A controller is one thing under whatever name. */
function isHandle(facts: Facts, node: TSESTree.NewExpression): boolean {
  const type = facts.services.getTypeAtLocation(node);
  const answer = typeAnswer(facts, type);
  return isYes(answer) || carriersOf(facts, type).some(({ model, path }) => model.handles?.some(({ context }) => context === path) === true);
}

function parents(facts: Facts, call: Call, next: (part: TSESTree.Node) => readonly Found[]): readonly Found[] {
  const derive = deriveAt(facts, call);
  return derive === undefined || isDetachedValue(facts, call) ? [] : derive.parents.flatMap(next);
}

/** The context or carrier of an expression that has an origin. */
function named(facts: Facts, node: TSESTree.CallExpression | TSESTree.Identifier | TSESTree.MemberExpression, isWanted: Wanted): readonly Found[] | undefined {
  const origin = originOf(facts, node);
  if (origin === undefined || !isWanted(origin) || !mayLead(facts, node) || isDetachedValue(facts, node)) return undefined;
  const type = facts.services.getTypeAtLocation(node);
  const answer = typeAnswer(facts, type);
  if (isYes(answer)) return [{ model: answer.model, node, origin, property: "", isCarrier: false }];
  const ways = carriersOf(facts, facts.checker.getNonNullableType(type));
  return ways.length === 0 ? undefined : ways.map(({ model, path }) => ({ model, node, origin, property: path, isCarrier: true }));
}

/** Told by the variable alone: may it lead to a context? */
function mayLead(facts: Facts, node: TSESTree.Node): boolean {
  if (node.type !== N.Identifier) return !isFunction(node);
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
  return variable !== null && mayReach(facts, variable);
}

/** Told by names: may the one context be the other, or be made of it, or of what was? */
export function mayEndWith(facts: Facts, context: Origin, parent: Origin): boolean {
  for (const root of rootsBehind(facts, context)) if (root === parent.root) return true;
  return false;
}

/** Constants derived from constants are followed so far. */
const MOST_PARENTS = 8;

/** Is the one context the other, or derived from it so that it ends with it? */
export function endsWith(facts: Facts, context: Origin, parent: Origin, steps = MOST_PARENTS): boolean {
  if (isSameContext(facts, context, parent)) return true;
  const made = steps === 0 ? undefined : callBehind(context);
  const derive = made && deriveAt(facts, made);
  if (made === undefined || derive === undefined || derive.makes === "detached") return false;
  if (derive.makes === "unknown" && resultOrigin(facts, made) !== "child") return false;
  if (!isSameContext(facts, { root: context.root, path: derive.result.context }, context)) return false;
  return derive.parents.some((each) => {
    const origin = originOf(facts, each);
    return origin !== undefined && endsWith(facts, origin, parent, steps - 1);
  });
}
