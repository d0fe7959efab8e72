import { ASTUtils, AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";

import { type CarrierMatch, type ContextMatch, isYes } from "./answer.js";
import { type Derive, deriveAt, rootAt } from "./calls.js";
import { type Asked, type Available, isPlainValue, RANK } from "./candidate.js";
import { isDetachedValue } from "./detached.js";
import { type Facts, fileMemo } from "./facts.js";
import { membersAt } from "./members.js";
import { mayLead, mayReach, type Near } from "./near.js";
import { notTakenAt } from "./offered.js";
import { belongsUpTo } from "./position/belonging.js";
import { enclosingFunction, type FunctionNode, overAt } from "./position/index.js";
import { callBehind, type Origin, originOfReference } from "./position/reference.js";
import { isNothing, isWithin, outwards, unwrap } from "./position/syntax.js";
import { placesOf } from "./position/uses.js";
import { type Presence, presenceAt } from "./presence.js";
import { remembered } from "./remembering.js";
import { declaredIn } from "./scopes.js";
import { isTestCallback } from "./test-callback.js";
import { carriersOf, typeAnswer } from "./types.js";

export type { Asked, Available } from "./candidate.js";

type Variable = TSESLint.Scope.Variable;

/**
 * The contexts available at a node, nearest first: live children derived here, parameters from left to right, locals
 * (latest first), carriers of parameters, carriers of locals; then the same of the function around; then `this.<member>`;
 * then children that were made for other work; then what the contextual signature of a callback offers and the callback
 * leaves out.
 */
export function* availableAt(facts: Facts, node: TSESTree.Node, asked: Asked = {}): Generator<Available> {
  const spent: Available[] = [];
  for (const level of asked.near === "offer" || asked.near === "design" ? [] : levelsAt(facts, node)) {
    for (const available of availableIn(facts, level, node, asked)) {
      if (available.rank === RANK.spentChild) spent.push(available);
      else yield available;
    }
  }
  if (asked.near !== "design") yield* membersAt(facts, node, asked);
  yield* spent;
  yield* notTakenAt(facts, node, asked.wanted);
}

/** Is a context available where this is all that may be near? */
export function isAnyAvailable(facts: Facts, node: TSESTree.Node, near: Near): boolean {
  return availableAt(facts, node, { near }).next().done !== true;
}

interface Level {
  /** The function; none for the top level of the file. */
  readonly fn: FunctionNode | undefined;
  /** The ways to contexts through each scope's visible variables, in SPEC's order. */
  readonly scopes: readonly (readonly Way[])[];
}

/** The visible variables of each function around a node that hold a context, innermost first; a shadowed name is not visible. */
function* levelsAt(facts: Facts, node: TSESTree.Node): Generator<Level> {
  const inner: TSESLint.Scope.Scope[] = [];
  let scopes: (readonly Way[])[] = [];
  for (let scope: TSESLint.Scope.Scope | null = facts.sourceCode.getScope(node); scope !== null; scope = scope.upper) {
    const ways = waysIn(facts, scope);
    const isShadowed = ({ known: { variable } }: Way): boolean => inner.some((each) => declares(each, variable.name));
    if (ways.length > 0) scopes.push(ways.some(isShadowed) ? ways.filter((way) => !isShadowed(way)) : ways);
    inner.push(scope);
    if (scope.type === "function") {
      yield { fn: scope.block as FunctionNode, scopes };
      scopes = [];
    }
  }
  yield { fn: undefined, scopes };
}

function declares({ set }: TSESLint.Scope.Scope, name: string): boolean {
  return set.get(name)?.defs.some(({ type }) => type !== "Type") === true;
}

/** The available ones of a level, nearest first; a spent child is found where it would stand if it were not. */
function* availableIn(facts: Facts, { fn, scopes }: Level, node: TSESTree.Node, asked: Asked): Generator<Available> {
  const presences = new Map<Known, Presence>();
  const ways = scopes.length === 1 ? (scopes[0] ?? []) : scopes.flat().sort(byNearness);
  for (const way of ways) {
    if (asked.wanted !== undefined && way.match.model !== asked.wanted) continue;
    const presence = remembered(presences, way.known, () => presenceOf(facts, way.known, fn, node, asked));
    const available = presence === "nothing" ? undefined : contextOf(facts, way, presence, fn, node, asked);
    if (available === undefined) continue;
    // What stands at top level is near only to code that runs there, and a constant there that is a root is nobody's request.
    if (fn === undefined && belongsUpTo(facts, node, undefined) !== "yes") return;
    if (fn !== undefined || !available.isRoot) yield available;
  }
}

/** A way from a variable to a context. */
interface Way {
  readonly known: Known;
  readonly match: CarrierMatch;
  readonly isChild: boolean;
  readonly rank: number;
  readonly order: number;
}

function byNearness(one: Way, other: Way): number {
  return one.rank - other.rank || one.order - other.order;
}

const memos = fileMemo(() => new WeakMap<TSESLint.Scope.Scope, readonly Way[]>());

/** Once for each scope: a file may declare thousands of things that hold none. */
function waysIn(facts: Facts, scope: TSESLint.Scope.Scope): readonly Way[] {
  return remembered(memos(facts), scope, () => {
    const known = declaredIn(scope).flatMap((variable) => askKnown(facts, variable) ?? []);
    return known.flatMap((each) => each.ways.map((match) => wayOf(each, match))).sort(byNearness);
  });
}

function wayOf(known: Known, match: CarrierMatch): Way {
  const { definition, derive, direct, origin } = known;
  const isParameter = definition.declarator === undefined;
  const isCarrier = match.path !== "" && direct === undefined;
  const isChild = derive !== undefined && derive.parents.length > 0 && leadsTo(origin, stepsOf(match), derive.result.context);
  const place = isParameter ? (isCarrier ? "parameterCarrier" : "parameter") : isCarrier ? "localCarrier" : "local";
  const [position] = definition.name.range;
  return { known, match, isChild, rank: RANK[isChild ? "child" : place], order: isParameter ? position : -position };
}

function stepsOf({ path }: CarrierMatch): readonly string[] {
  return path === "" ? [] : path.split(".");
}

/** What is known of a variable wherever it is named: it is a context, or one is reached from it. */
interface Known {
  readonly variable: Variable;
  readonly definition: Definition;
  readonly type: ts.Type;
  readonly direct: ContextMatch | undefined;
  readonly ways: readonly CarrierMatch[];
  readonly origin: Origin | undefined;
  /** What it is initialised with; absent for parameters. */
  readonly value: TSESTree.Expression | undefined;
  readonly derive: Derive | undefined;
}

/** How a parameter (no declarator) or a local is declared. */
interface Definition {
  readonly name: TSESTree.Identifier;
  readonly declarator?: TSESTree.VariableDeclarator;
}

function definitionOf({ defs: [first] }: Variable): Definition | undefined {
  if (first?.name.type !== N.Identifier) return undefined;
  if (first.type === "Parameter") return { name: first.name };
  return first.type === "Variable" ? { name: first.name, declarator: first.node } : undefined;
}

function askKnown(facts: Facts, variable: Variable): Known | undefined {
  const definition = definitionOf(variable);
  if (definition === undefined || !mayHold(definition) || !(isAnswer(definition) ? mayLead : mayReach)(facts, variable)) return undefined;
  const type = facts.services.getTypeAtLocation(definition.name);
  const answer = typeAnswer(facts, type);
  const direct = isYes(answer) ? answer : undefined;
  const ways = [...(direct ? [{ ...direct, path: "", type }] : []), ...carriersOf(facts, facts.checker.getNonNullableType(type))];
  if (ways.length === 0) return undefined;
  const init = definition.declarator?.init ?? undefined;
  const value = init && unwrapAwait(init);
  const origin = originOfReference(facts, { variable });
  const made = (origin && callBehind(origin)) ?? value;
  return { variable, definition, type, direct, ways, origin, value, derive: made && deriveAt(facts, made) };
}

/** What was waited for is data, unless its name says more. */
function isAnswer({ declarator }: Definition): boolean {
  return declarator?.init?.type === N.AwaitExpression;
}

function unwrapAwait(node: TSESTree.Expression): TSESTree.Expression {
  const plain = unwrap(node) as TSESTree.Expression;
  return plain.type === N.AwaitExpression ? unwrapAwait(plain.argument) : plain;
}

/** Literals, functions and what is written to be no object hold no context: the checker is not asked. */
function mayHold({ declarator, name }: Definition): boolean {
  const annotation = name.typeAnnotation?.typeAnnotation;
  if (annotation !== undefined) return !PLAIN_TYPES.test(annotation.type);
  if (declarator?.id !== name || declarator.init === null) return true;
  return !isPlainValue(declarator.init);
}

const PLAIN_TYPES = /^TS(?:Array|BigInt|Boolean|Constructor|Function|Literal|Never|Null|Number|String|Symbol|TemplateLiteral|Tuple|Undefined|Void)(?:Keyword|Type)$/;

/** Is the variable in reach: a parameter in the body and in later defaults, a local once its declaration is complete? */
function isReached(facts: Facts, { definition: { declarator, name }, variable }: Known, node: TSESTree.Node): boolean {
  const end = declarator === undefined ? name.range[1] : declarator.range[1];
  if (end > node.range[0] || isInOwnDefault(name, node)) return false;
  if (declarator === undefined) return true;
  const list = declarator.parent;
  const holder = list.parent;
  // In `for (const ctx of …)` the variable is there in the body only.
  if ((holder.type === N.ForOfStatement || holder.type === N.ForInStatement) && holder.left === list) return isWithin(node, holder.body);
  // A `var` of a sibling block, and what another `case` declares, may not have been reached.
  if ((list.kind === "var" || holder.type === N.SwitchCase) && !isWithin(node, holder)) return false;
  return (declarator.init !== null && !isNothing(unwrap(declarator.init))) || isAssignedBefore(facts, variable, node);
}

/** `ctx = background()` among the parameters or in a pattern. */
function isInOwnDefault(name: TSESTree.Node, node: TSESTree.Node): boolean {
  // Most names have none.
  if (name.parent?.type === N.VariableDeclarator || ASTUtils.isFunction(name.parent)) return false;
  for (const { inner, outer } of outwards(node)) {
    if (outer.type === N.AssignmentPattern && outer.right === inner && isWithin(name, outer.left)) return true;
    if (ASTUtils.isFunction(outer)) return false;
  }
  return false;
}

/**
 * Is anything assigned before, by an earlier run of this function, or by a function in it that may have run? What only
 * functions beside this one assign is the state of them all, and its context that of other work.
 */
function isAssignedBefore(facts: Facts, { defs, references }: Variable, node: TSESTree.Node): boolean {
  const home = enclosingFunction(node);
  const isOuter = defs.some(({ name }) => enclosingFunction(name) !== home);
  const writes = references.filter((reference) => reference.isWrite() && reference.init !== true).map(({ identifier }) => identifier as TSESTree.Node);
  return writes.some((write) => {
    const place = enclosingFunction(write);
    if (place === home) return isOuter || (write.range[1] <= node.range[0] && !isAssignedFrom(write, node));
    return place === undefined || isWithin(node, place) || (isWithin(write, home ?? node) && mayHaveRun(facts, place, node));
  });
}

/** Was the function called, or given to a call, before this? A method of an object may wait for anything. */
function mayHaveRun(facts: Facts, fn: FunctionNode, node: TSESTree.Node): boolean {
  return placesOf(facts, fn).some((place) => place.range[1] <= node.range[0] && (place.parent?.type === N.CallExpression || place.parent?.type === N.NewExpression));
}

/** `[ctx, stop] = withCancel(background())`: is the node a part of what is being assigned? */
function isAssignedFrom(write: TSESTree.Node, node: TSESTree.Node): boolean {
  for (const { outer } of outwards(write)) {
    if (outer.type === N.AssignmentExpression) return isWithin(node, outer.right);
    if (!/Pattern|Property|RestElement/.test(outer.type)) return false;
  }
  return false;
}

/** Is there anything in the variable here? Nothing where it is not in reach, or not for this. */
function presenceOf(facts: Facts, known: Known, fn: FunctionNode | undefined, node: TSESTree.Node, { wanted }: Asked): Presence {
  const { definition, direct, type, value, variable, ways } = known;
  if (!isReached(facts, known, node) || isAssignedHere(variable, node)) return "nothing";
  if (value !== undefined && isDetachedValue(facts, value)) return "nothing";
  const isParameter = definition.declarator === undefined;
  if (isParameter && isSetAside(facts, variable)) return "nothing";
  const suited = wanted === undefined ? ways : ways.filter(({ model }) => model === wanted);
  if (isParameter && direct === undefined && fn !== undefined && isTestCallback(facts, fn) && !isNamed(variable, suited)) return "nothing";
  // A test says that it is missing whatever its type says.
  const tested = presence(facts, node, { variable });
  return tested === "nothing" || isNullable(facts, type) || isLate(definition) ? tested : "something";
}

/** @param base what is there of the variable itself */
function contextOf(facts: Facts, { isChild, known, match, rank }: Way, base: Presence, fn: FunctionNode | undefined, node: TSESTree.Node, { over = false }: Asked): Available | undefined {
  const { definition, derive, value, variable } = known;
  const steps = stepsOf(match);
  const given = value === undefined ? undefined : literalAt(value, steps);
  if (given !== undefined ? isNothing(given) || isDetachedValue(facts, given) : value !== undefined && isWithout(value, steps, variable)) return undefined;
  if (isFilledLater(known, steps, node)) return undefined;
  const isOver = overAt(facts, node, { variable, path: steps }) === "over";
  if (isOver && !over) return undefined;
  const there = match.path !== "" && match.nullable ? presence(facts, node, { variable, path: steps }) : base;
  if (there === "nothing") return undefined;
  const isSpent = isChild && derive !== undefined && hasOwnEnd(derive) && isHandedOnBefore(facts, variable, node);
  return {
    model: match.model,
    text: match.path === "" ? variable.name : `${variable.name}${base === "something" || there === "something" ? "." : "?."}${match.path}`,
    nullable: there !== "something" && (match.nullable || base !== "something"),
    source: isChild ? "child" : definition.declarator === undefined ? "parameter" : "local",
    path: match.path,
    variable,
    ...(fn && { owner: fn }),
    isRoot: isRootValue(facts, given ?? value),
    isOver,
    rank: isSpent ? RANK.spentChild : rank,
    type: match.type,
  };
}

/** `// _signal is ignored: this is fast`: a parameter that is not used, as its name and a comment in the function say. */
function isSetAside({ sourceCode }: Facts, { defs: [definition], name, references }: Variable): boolean {
  if (!name.startsWith("_") || references.length > 0 || definition === undefined) return false;
  return sourceCode.getCommentsInside(definition.node).some(({ value }) => value.includes(name));
}

function isRootValue(facts: Facts, value: TSESTree.Node | undefined): boolean {
  return value !== undefined && rootAt(facts, unwrap(value)) !== undefined;
}

function presence(facts: Facts, node: TSESTree.Node, { path = [], variable }: { readonly variable: Variable; readonly path?: readonly string[] }): Presence {
  const origin = originOfReference(facts, { variable, path });
  return origin === undefined ? "unknown" : presenceAt(facts, node, origin, { root: variable, path });
}

function isNullable({ checker }: Facts, type: ts.Type): boolean {
  return checker.getNonNullableType(type) !== type;
}

/** `let ctx: Context;` is something only where it has been assigned. */
function isLate({ declarator }: Definition): boolean {
  return declarator?.init === null && !/^For(?:In|Of)Statement$/.test(declarator.parent.parent.type);
}

/** `ctx = background()`: the value it had is what is given up. */
function isAssignedHere(variable: Variable, node: TSESTree.Node): boolean {
  for (const { inner, outer } of outwards(node)) {
    if (outer.type !== N.AssignmentExpression) {
      if (unwrap(outer) === outer) return false;
      continue;
    }
    const { left } = outer;
    return outer.right === inner && variable.references.some(({ identifier }) => identifier === left);
  }
  return false;
}

/** `state.ctx = background()`: the value it had is what is given up; of an object that was found here, by what comes before, too. */
function isFilledLater({ definition: { declarator }, variable }: Known, steps: readonly string[], node: TSESTree.Node): boolean {
  return steps.length > 0 && variable.references.some(({ identifier }) => {
    let target: TSESTree.Node = identifier;
    for (const step of steps) {
      if (target.parent?.type !== N.MemberExpression || target.parent.object !== target || ASTUtils.getPropertyName(target.parent) !== step) return false;
      target = target.parent;
    }
    const { parent } = target;
    if (parent?.type !== N.AssignmentExpression || parent.left !== target || isNothing(parent.right)) return false;
    return isWithin(node, parent.right) || (declarator !== undefined && parent.operator === "=" && parent.range[0] >= node.range[1] && enclosingFunction(parent) === enclosingFunction(node));
  });
}

/** The value of a property in an object literal that a variable is initialised with. */
function literalAt(value: TSESTree.Node, [step, ...more]: readonly string[]): TSESTree.Expression | undefined {
  const plain = unwrap(value);
  if (step === undefined || more.length > 0 || plain.type !== N.ObjectExpression) return undefined;
  const property = plain.properties.findLast((each) => each.type === N.SpreadElement || ASTUtils.getPropertyName(each) === step);
  return property?.type === N.Property && property.kind === "init" && !property.method ? (property.value as TSESTree.Expression) : undefined;
}

/** `const options: Options = {}`: an object that was made without it, and gets it nowhere. */
function isWithout(value: TSESTree.Node, [step, ...more]: readonly string[], { references }: Variable): boolean {
  if (step === undefined || more.length > 0 || !isMadeWithout(value, step)) return false;
  return references.every(({ identifier: { parent } }) => parent?.type === N.MemberExpression && !(parent.parent.type === N.AssignmentExpression && parent.parent.left === parent) || parent?.type === N.VariableDeclarator);
}

/** Is it written out without a property of that name, in each branch? */
function isMadeWithout(value: TSESTree.Node, name: string): boolean {
  const plain = unwrap(value);
  if (plain.type === N.ConditionalExpression) return isMadeWithout(plain.consequent, name) && isMadeWithout(plain.alternate, name);
  return plain.type === N.ObjectExpression && !plain.properties.some((property) => property.type === N.SpreadElement || property.computed || ASTUtils.getPropertyName(property) === name);
}

/** Is the context that a derive made at the end of this way? Of a variable that is written again only its type says so. */
function leadsTo(origin: Origin | undefined, steps: readonly string[], context: readonly string[]): boolean {
  if (origin === undefined || callBehind(origin) === undefined) return steps.length === 0;
  const way = [...origin.path, ...steps];
  return context.every((step, index) => step === way[index]);
}

/** Does the test say `t.signal` somewhere? Nobody aborts it unless the test wants to see that. */
function isNamed({ references }: Variable, ways: readonly CarrierMatch[]): boolean {
  const steps = new Set(ways.map(({ path }) => path.split(/[.(]/)[0]));
  return references.some(({ identifier: { parent } }) => parent?.type === N.MemberExpression && steps.has(ASTUtils.getPropertyName(parent) ?? ""));
}

/** A cancel or deadline of its own; a function of the program tells by giving a handle too. */
function hasOwnEnd({ makes, result }: Derive): boolean {
  return makes === "unknown" ? result.handle !== undefined : makes !== "value";
}

/** A child with an end of its own that other work already got was made for that work. */
function isHandedOnBefore(facts: Facts, { references }: Variable, node: TSESTree.Node): boolean {
  return references.some(({ identifier }) => {
    if (identifier.range[1] > node.range[0]) return false;
    let outer: TSESTree.Node | undefined = identifier.parent;
    while (outer?.type === N.MemberExpression || outer?.type === N.Property || outer?.type === N.ObjectExpression) outer = outer.parent;
    if (outer?.type !== N.CallExpression && outer?.type !== N.NewExpression) return false;
    return !isWithin(node, outer) && !isWithin(identifier, outer.callee) && deriveAt(facts, outer) === undefined;
  });
}
