import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";

import type { Facts } from "../facts.js";
import type { Origin } from "../position/reference.js";
import { memberName, outwards, passedThrough, placeOfCall, unwrap, wrapped } from "../position/syntax.js";
import { isOrExtends } from "../types.js";
import type { Handle } from "./made.js";

/** What holds a handle, and the way from it to the handle. */
export interface Holder {
  readonly node: TSESTree.Identifier | TSESTree.MemberExpression | TSESTree.PropertyDefinition;
  readonly path: readonly string[];
}

/** Where a handle goes: to nobody (and where that can be seen), to names and members, or to others, who are then to end it. */
export type Place = { readonly kind: "away" } | { readonly kind: "held"; readonly holder: Holder } | { readonly kind: "nowhere"; readonly node: TSESTree.Node };

const AWAY: Place = { kind: "away" };

/** Where the handle that a call makes goes. */
export function placeOf(facts: Facts, handle: Handle): Place {
  const { made, isAwaited, path } = handle;
  if (made.type === N.Identifier) return held(made, []);
  const value = wrapped(made);
  if (!isAwaited) return placeOfValue(facts, handle, value, path);
  return value.parent?.type === N.AwaitExpression ? placeOfValue(facts, handle, wrapped(value.parent), path) : AWAY;
}

function placeOfValue(facts: Facts, handle: Handle, value: TSESTree.Node, path: readonly string[]): Place {
  const { parent } = value;
  const nowhere: Place = { kind: "nowhere", node: handle.made };
  switch (parent?.type) {
    case N.VariableDeclarator:
      return /using$/.test(parent.parent.kind) ? AWAY : placeInPattern(handle, parent.id, path);
    case N.AssignmentExpression:
      return parent.right === value && !/^[^&|?]=/.test(parent.operator) && isStatement(parent) ? placeInPattern(handle, parent.left, path) : AWAY;
    case N.PropertyDefinition:
      return parent.value === value ? { kind: "held", holder: { node: parent, path } } : AWAY;
    case N.MemberExpression:
      return parent.object === value ? placeOfMember(facts, handle, parent, path) : AWAY;
    case N.ExpressionStatement:
      return nowhere;
    case N.UnaryExpression:
      return parent.operator === "void" ? nowhere : AWAY;
    default: {
      const outer = passedThrough(value);
      return outer === undefined ? AWAY : placeOfValue(facts, handle, wrapped(outer), path);
    }
  }
}

function isStatement({ parent }: TSESTree.Node): boolean {
  return parent?.type === N.ExpressionStatement;
}

/** `withTimeout(ctx, 1)[0]`, `new CancellationTokenSource().token`, `tracer.startSpan("x").setAttribute("a", 1)`. */
function placeOfMember(facts: Facts, handle: Handle, member: TSESTree.MemberExpression, [first, ...rest]: readonly string[]): Place {
  const name = memberName(member);
  const nowhere: Place = { kind: "nowhere", node: handle.made };
  if (first !== undefined) {
    if (name === first) return placeOfValue(facts, handle, wrapped(member), rest);
    return name !== undefined && name === handle.context?.[0] ? nowhere : AWAY;
  }
  if (name === undefined || handle.endedBy.length === 0 || handle.endedBy.includes(name)) return AWAY;
  // The signal of a controller that nobody has is a root.
  if (name === handle.context?.[0]) return handle.isOptional ? AWAY : nowhere;
  const call = placeOfCall(member);
  return call !== undefined && isSame(facts, handle, call) ? placeOfValue(facts, handle, wrapped(call), []) : AWAY;
}

/** Does a method of the handle give the handle again? */
export function isSame(facts: Facts, { model, endedBy }: Handle, call: TSESTree.CallExpression): boolean {
  const type = facts.services.getTypeAtLocation(call);
  return model.handles?.some((pattern) => pattern.endedBy.some((name) => endedBy.includes(name)) && pattern.type.some((place) => isOrExtends(facts, type, place))) === true;
}

/** The declaration that gives a name its value, last of all that it declares. */
export function declarationOf(name: TSESTree.Node): TSESTree.VariableDeclaration | undefined {
  for (const { inner, outer } of outwards(name)) {
    if (outer.type === N.VariableDeclarator) return outer.id === inner && outer.parent.declarations.at(-1) === outer ? outer.parent : undefined;
    if (!/Pattern$|^Property$|^RestElement$/.test(outer.type)) return undefined;
  }
  return undefined;
}

/** What of a pattern gets the handle. */
export function placeInPattern(handle: Handle, pattern: TSESTree.Node, path: readonly string[]): Place {
  const nowhere: Place = { kind: "nowhere", node: handle.made };
  switch (pattern.type) {
    case N.Identifier:
    case N.MemberExpression:
      return { kind: "held", holder: { node: pattern, path } };
    case N.AssignmentPattern:
      return placeInPattern(handle, pattern.left, path);
    case N.ArrayPattern:
    case N.ObjectPattern:
      break;
    default:
      return AWAY;
  }
  const [first, ...rest] = path;
  if (pattern.type === N.ArrayPattern) {
    const index = Number(first);
    if (!Number.isInteger(index)) return AWAY;
    const element = pattern.elements[index];
    const last = pattern.elements.at(-1);
    if (element == null) return last?.type === N.RestElement ? held(last.argument, [String(index - pattern.elements.length + 1), ...rest]) : nowhere;
    return element.type === N.RestElement ? held(element.argument, [String(index - pattern.elements.indexOf(element)), ...rest]) : placeInPattern(handle, element, rest);
  }
  for (const property of pattern.properties) {
    if (property.type === N.RestElement) return held(property.argument, path);
    const name = ASTUtils.getPropertyName(property) ?? undefined;
    if (name === undefined) return AWAY;
    if (first !== undefined && name === first) return placeInPattern(handle, property.value, rest);
    // A method of the handle, whatever becomes of it.
    if (first === undefined && handle.endedBy.includes(name)) return AWAY;
  }
  return nowhere;
}

function held(node: TSESTree.Node, path: readonly string[]): Place {
  return node.type === N.Identifier ? { kind: "held", holder: { node, path } } : AWAY;
}

/** Where the context comes from that belongs to a handle. */
export function contextOf(facts: Facts, { context }: Handle, { node }: Holder): Origin | undefined {
  if (context === undefined || node.type !== N.Identifier) return undefined;
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
  for (const { inner, outer } of outwards(node)) {
    if (outer.type === N.VariableDeclarator && outer.id === inner && outer.init !== null) {
      return inner !== node ? { root: unwrap(outer.init), path: context } : variable === null ? undefined : { root: variable, path: context };
    }
    if (!/Pattern$|^Property$|^RestElement$/.test(outer.type)) return undefined;
  }
  return undefined;
}
