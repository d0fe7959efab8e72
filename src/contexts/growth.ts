import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { type Derive, deriveAt, writerAt } from "./calls.js";
import type { Facts } from "./facts.js";
import { contextNear } from "./near.js";
import { runsMoreThanOnce } from "./position/callbacks.js";
import { completions } from "./position/completion.js";
import { wordsOf } from "./position/names.js";
import { callBehind, descendants, isSameOrigin, type Origin, originOf } from "./position/reference.js";
import { calleeName, type FunctionNode, isFunction, isLoop, isWithin, type Loop, outwards, unwrap } from "./position/syntax.js";
import { targetsIn } from "./stores.js";

/** An assignment by which a context gets one layer more with each turn. */
export interface Growth {
  /** What is assigned: a variable or a member. */
  readonly target: TSESTree.Identifier | TSESTree.MemberExpression;
  readonly origin: Origin;
  /** What runs again and again. */
  readonly around: FunctionNode | Loop;
}

/** Does the assignment give a context that lives longer than a turn to a child of itself, again and again? */
export function growthAt(facts: Facts, assignment: TSESTree.AssignmentExpression): Growth | undefined {
  if (assignment.operator !== "=" || !mayDerive(assignment.right) || contextNear(facts, assignment) !== "yes") return undefined;
  // Whether `xs.forEach` is an array's asks for the type of `xs`, which may be long to infer.
  if (repeatsAround(facts, assignment).next().done) return undefined;
  for (const { target, path } of targetsIn(assignment.left)) {
    if (target.type !== N.Identifier && target.type !== N.MemberExpression) continue;
    const origin = originOf(facts, target);
    if (origin === undefined || !grows(facts, assignment.right, path, origin)) continue;
    const around = [...repeatsAround(facts, assignment)].find((each) => outlives(origin, each) && !startsOver(facts, each, assignment, origin));
    if (around !== undefined && !isFold(facts, around, { node: assignment }, origin)) return { target, origin, around };
  }
  return undefined;
}

/** A call, or the name of something that may have been made by one. */
function mayDerive(value: TSESTree.Expression): boolean {
  const node = unwrap(value);
  return node.type === N.CallExpression || node.type === N.NewExpression || node.type === N.AwaitExpression || node.type === N.Identifier || node.type === N.MemberExpression;
}

/** The loops and callbacks that run the node again, innermost first; what runs once ends the search. */
function* repeatsAround(facts: Facts, node: TSESTree.Node): Generator<FunctionNode | Loop> {
  for (const { inner, outer } of outwards(node)) {
    if (isLoop(outer) && outer.body === inner && !endsAfterOneTurn(facts, node, outer)) yield outer;
    if (!isFunction(outer)) continue;
    if (outer.type !== N.FunctionDeclaration && runsMoreThanOnce(facts, outer) === "yes") yield outer;
    return;
  }
}

/** Is what follows the node, in each block up to the loop, left for good? */
function endsAfterOneTurn(facts: Facts, node: TSESTree.Node, loop: Loop): boolean {
  for (const { inner, outer } of outwards(node)) {
    if (inner === loop) return false;
    const list = outer.type === N.BlockStatement ? outer.body : outer.type === N.SwitchCase ? outer.consequent : [];
    const rest = list.slice(list.indexOf(inner as TSESTree.Statement));
    if (rest.some((statement) => leavesLoop(facts, statement, outer))) return true;
  }
  return false;
}

function leavesLoop(facts: Facts, statement: TSESTree.Statement, outer: TSESTree.Node): boolean {
  if (statement.type === N.BreakStatement) return outer.type !== N.SwitchCase || statement.label !== null;
  const ways = completions(facts, statement);
  return !ways.has("normal") && !ways.has("jump");
}

/** Does the variable, or the object whose member it is, live longer than one turn? */
function outlives({ root }: Origin, around: FunctionNode | Loop): boolean {
  const places = "references" in root ? root.defs.map(({ name }) => name as TSESTree.Node) : [root];
  return places.length > 0 && places.every((place) => place.type === N.ClassBody || !isWithin(place, around));
}

/** Names of functions that lead from a context back to another. */
const BACK = new Set(["base", "original", "outer", "parent", "pop", "root", "unwrap"]);

/** Is the value (or what is at the end of the path in it) a child of what the origin names? */
function grows(facts: Facts, value: TSESTree.Expression, path: readonly string[], origin: Origin): boolean {
  const node = unwrap(value);
  if (node.type === N.AwaitExpression) return grows(facts, node.argument, path, origin);
  const call = node.type === N.CallExpression || node.type === N.NewExpression ? node : madeBy(facts, node);
  const derive = call && deriveAt(facts, call);
  if (derive === undefined || wordsOf(calleeName(derive.call) ?? "").some((word) => BACK.has(word))) return false;
  const way = node === derive.call ? path : [...(originOf(facts, node)?.path ?? []), ...path];
  if (derive.result.context.join(".") !== way.join(".") && !(derive.result.context.length > 0 && way.length === 0 && node !== derive.call)) return false;
  return derive.parents.some((parent) => isFrom(facts, parent, origin));
}

/** `child` of `const child = withValue(ctx, key, 1); ctx = child;`, `withCancel(ctx)[0]`. */
function madeBy(facts: Facts, node: TSESTree.Node): Derive["call"] | undefined {
  if (node.type === N.MemberExpression && unwrap(node.object).type === N.CallExpression) return unwrap(node.object) as TSESTree.CallExpression;
  const origin = originOf(facts, node);
  return origin && callBehind(origin);
}

/** Is the parent the context itself, a part of it, or another child of it? */
function isFrom(facts: Facts, parent: TSESTree.Expression, origin: Origin): boolean {
  const from = originOf(facts, parent);
  if (from === undefined) return grows(facts, parent, [], origin);
  const isSame = from.root === origin.root && origin.path.every((step, index) => step === from.path[index]) && from.path.length - origin.path.length <= 1;
  return isSame || (callBehind(from) !== undefined && from.root !== origin.root && grows(facts, parent, [], origin));
}

/** Is the variable given something else in each turn, or now and then? */
function startsOver(facts: Facts, around: FunctionNode | Loop, assignment: TSESTree.AssignmentExpression, origin: Origin): boolean {
  return assignmentsIn(facts, around, origin).some(({ node, value, path }) => node !== assignment && !grows(facts, value, path, origin));
}

interface Written {
  readonly node: TSESTree.AssignmentExpression;
  readonly value: TSESTree.Expression;
  readonly path: readonly string[];
}

/** The assignments in a piece of code to what the origin names. */
export function assignmentsIn(facts: Facts, region: TSESTree.Node, origin: Origin): readonly Written[] {
  return [...descendants(facts, region)].flatMap((node): readonly Written[] => {
    if (node.type !== N.AssignmentExpression) return [];
    return targetsIn(node.left).flatMap(({ target, path }) => (isSameOrigin(originOf(facts, target), origin) ? [{ node, value: node.right, path }] : []));
  });
}

/**
 * Is one context put together of many things, to be used afterwards: each turn adds something else, and nothing in the turns
 * works with what there is so far?
 */
function isFold(facts: Facts, around: FunctionNode | Loop, { node: { right } }: Pick<Written, "node">, origin: Origin): boolean {
  if (!("references" in origin.root) || origin.path.length > 0) return false;
  const reads = readsOf(origin.root);
  const isUsedAfter = reads.some((read) => read.range[0] > around.range[1]);
  return isUsedAfter && addsAnother(facts, around, right) && reads.filter((read) => isWithin(read, around)).every((read) => isParentOnly(facts, read));
}

/** Does what makes the child depend on the turn: its key, the function itself, another context? What is put under the same key hides what was. */
function addsAnother(facts: Facts, around: FunctionNode | Loop, value: TSESTree.Expression): boolean {
  const call = [...descendants(facts, value)].find((node) => node.type === N.CallExpression || node.type === N.NewExpression);
  if (call?.type !== N.CallExpression && call?.type !== N.NewExpression) return false;
  const pattern = writerAt(facts, call)?.pattern;
  const derive = deriveAt(facts, call);
  if (derive?.makes === "cancel" || derive?.makes === "deadline") return false;
  const deciding = pattern === undefined ? [call] : "key" in pattern ? [call.arguments[pattern.key]] : [call];
  return deciding.some((part) => part !== undefined && [...descendants(facts, part)].some((node) => node.type === N.Identifier && isOfTurn(facts, around, node)));
}

function isOfTurn(facts: Facts, around: FunctionNode | Loop, name: TSESTree.Identifier): boolean {
  return ASTUtils.findVariable(facts.sourceCode.getScope(name), name.name)?.defs.some((definition) => isWithin(definition.name, around)) === true;
}

/** Is the context only derived from here? */
function isParentOnly(facts: Facts, read: TSESTree.Node): boolean {
  for (const { inner, outer } of outwards(read)) {
    if (inner.type.endsWith("Statement")) return false;
    if (outer.type !== N.CallExpression && outer.type !== N.NewExpression) continue;
    const derive = deriveAt(facts, outer);
    if (derive !== undefined) return derive.parents.some((parent) => isWithin(read, parent));
    if (outer.callee !== inner) return false;
  }
  return false;
}

/** The reads of a variable. */
export function readsOf({ references }: TSESLint.Scope.Variable): readonly TSESTree.Node[] {
  return references.filter((use) => use.isRead()).map(({ identifier }) => identifier as TSESTree.Node);
}
