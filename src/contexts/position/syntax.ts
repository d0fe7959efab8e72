import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";

import type { Facts } from "../facts.js";

/** Any function that has a body. */
export type FunctionNode = TSESTree.ArrowFunctionExpression | TSESTree.FunctionDeclaration | TSESTree.FunctionExpression;

export function isFunction(node: TSESTree.Node | null | undefined): node is FunctionNode {
  return node?.type === N.ArrowFunctionExpression || node?.type === N.FunctionDeclaration || node?.type === N.FunctionExpression;
}

/**
 * The innermost function whose run this node is part of. None at top level, nor in the initializer of an instance
 * field: that runs in a constructor nobody sees here.
 */
export function enclosingFunction(node: TSESTree.Node): FunctionNode | undefined {
  // As `outwards` goes, without a generator: nothing is asked so often.
  let inner = node;
  for (let outer: TSESTree.Node | null | undefined = node.parent; outer != null; inner = outer, outer = outer.parent) {
    if (isFunction(outer)) return outer;
    if (outer.type === N.PropertyDefinition && !outer.static && outer.value === inner) return undefined;
  }
  return undefined;
}

/** A node, and its parent. */
interface Step {
  readonly inner: TSESTree.Node;
  readonly outer: TSESTree.Node;
}

/** A node and its parent, then these one step further out, up to the program. */
export function* outwards(node: TSESTree.Node): Generator<Step> {
  let inner = node;
  // ESLint gives the program a parent of `null`.
  for (let outer: TSESTree.Node | null | undefined = node.parent; outer != null; inner = outer, outer = outer.parent) yield { inner, outer };
}

function isWrapper(node: TSESTree.Node | undefined): node is TSESTree.ChainExpression | TSESTree.TSAsExpression | TSESTree.TSNonNullExpression | TSESTree.TSSatisfiesExpression | TSESTree.TSTypeAssertion {
  switch (node?.type) {
    case N.ChainExpression:
    case N.TSAsExpression:
    case N.TSNonNullExpression:
    case N.TSSatisfiesExpression:
    case N.TSTypeAssertion:
      return true;
    default:
      return false;
  }
}

/** The expression inside casts, `!`, `satisfies` and optional chains. */
export function unwrap(node: TSESTree.Node): TSESTree.Node {
  return isWrapper(node) ? unwrap(node.expression) : node;
}

/** The widest expression that is only a cast, `!`, `satisfies` or chain around this one. */
export function wrapped(node: TSESTree.Node): TSESTree.Node {
  return isWrapper(node.parent) ? wrapped(node.parent) : node;
}

/** A place where an expression is an argument. */
export interface ArgumentPlace {
  readonly call: TSESTree.CallExpression | TSESTree.NewExpression;
  readonly index: number;
}

/** The call that gets this expression as a direct argument. */
export function argumentPlace(node: TSESTree.Node): ArgumentPlace | undefined {
  const outer = wrapped(node);
  const call = outer.parent;
  if (call?.type !== N.CallExpression && call?.type !== N.NewExpression) return undefined;
  const index = call.arguments.findIndex((argument) => argument === outer);
  return index === -1 ? undefined : { call, index };
}

/** Is this expression called where it stands: `(() => …)()`, `load()`? */
export function placeOfCall(node: TSESTree.Node): TSESTree.CallExpression | undefined {
  const outer = wrapped(node);
  const call = outer.parent;
  return call?.type === N.CallExpression && call.callee === outer ? call : undefined;
}

/** The name of a member that is written out, `#private` included. */
export function memberName(node: TSESTree.MemberExpression): string | undefined {
  if (node.property.type === N.PrivateIdentifier) return `#${node.property.name}`;
  return ASTUtils.getPropertyName(node) ?? undefined;
}

/** The last name of what is called: `then` of `work().then(…)`. */
export function calleeName(call: TSESTree.CallExpression | TSESTree.NewExpression): string | undefined {
  const callee = unwrap(call.callee);
  if (callee.type === N.Identifier) return callee.name;
  return callee.type === N.MemberExpression ? memberName(callee) : undefined;
}

/** Is the node the other one, or a part of it? */
export function isWithin(node: TSESTree.Node, outer: TSESTree.Node): boolean {
  return node.range[0] >= outer.range[0] && node.range[1] <= outer.range[1];
}

/** What a method is called on. */
export function receiverOf(call: TSESTree.CallExpression): TSESTree.Expression | undefined {
  const callee = unwrap(call.callee);
  return callee.type === N.MemberExpression ? callee.object : undefined;
}

/** All names of what is called, outermost object first: `this.cache.get(…)` has `cache`, `get`. */
export function calleeNames(call: TSESTree.CallExpression): readonly string[] {
  const names: string[] = [];
  let node = unwrap(call.callee);
  while (node.type === N.MemberExpression || node.type === N.CallExpression) {
    if (node.type === N.MemberExpression) names.unshift(memberName(node) ?? "");
    node = unwrap(node.type === N.MemberExpression ? node.object : node.callee);
  }
  if (node.type === N.Identifier) names.unshift(node.name);
  return names;
}

/** Is this a call of a promise's `then`, `catch` or `finally`? */
export function isChainCall(node: TSESTree.Node): node is TSESTree.CallExpression {
  return node.type === N.CallExpression && receiverOf(node) !== undefined && /^(?:catch|finally|then)$/.test(calleeName(node) ?? "");
}

/** The chain that goes on from this promise: `work()` of `work().then(…)`. */
export function chainOn(node: TSESTree.Node): TSESTree.CallExpression | undefined {
  const member = wrapped(node).parent;
  if (member?.type !== N.MemberExpression || unwrap(member.object) !== unwrap(node)) return undefined;
  const call = placeOfCall(member);
  return call && isChainCall(call) ? call : undefined;
}

/** Does this name mean the global, not something of the file? */
export function isGlobal(facts: Facts, node: TSESTree.Identifier): boolean {
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
  return variable === null || variable.defs.length === 0;
}

/** Any loop. */
export type Loop = TSESTree.DoWhileStatement | TSESTree.ForInStatement | TSESTree.ForOfStatement | TSESTree.ForStatement | TSESTree.WhileStatement;

export function isLoop(node: TSESTree.Node): node is Loop {
  return /^(?:DoWhile|For|ForIn|ForOf|While)Statement$/.test(node.type);
}

/** `Promise.all(…)` and the others that gather promises into one. */
export function isGather(facts: Facts, node: TSESTree.Node): node is TSESTree.CallExpression {
  if (node.type !== N.CallExpression) return false;
  const receiver = receiverOf(node);
  return receiver?.type === N.Identifier && receiver.name === "Promise" && /^(?:all|allSettled|any|race)$/.test(calleeName(node) ?? "") && isGlobal(facts, receiver);
}

/** The call that gathers the promises of which this is one, written in an array. */
export function gatherOf(facts: Facts, node: TSESTree.Node): TSESTree.CallExpression | undefined {
  const array = wrapped(node).parent;
  const place = array?.type === N.ArrayExpression ? argumentPlace(array) : undefined;
  return place?.index === 0 && isGather(facts, place.call) ? place.call : undefined;
}

/** The `await` of this value. */
export function awaited(node: TSESTree.Node): TSESTree.AwaitExpression | undefined {
  const { parent } = wrapped(node);
  return parent?.type === N.AwaitExpression ? parent : undefined;
}

/**
 * The expression whose value this one's value becomes as it stands: a branch, the end of a sequence, either side of
 * `??`, a cast.
 */
export function passedThrough(node: TSESTree.Node): TSESTree.Expression | undefined {
  const { parent } = node;
  if (isWrapper(parent)) return parent;
  if (parent?.type === N.ConditionalExpression && parent.test !== node) return parent;
  if (parent?.type === N.LogicalExpression && (parent.right === node || parent.operator !== "&&")) return parent;
  if (parent?.type === N.SequenceExpression && parent.expressions.at(-1) === node) return parent;
  return undefined;
}

/** `undefined`, `null`, `void 0`. */
export function isNothing(node: TSESTree.Node): boolean {
  if (node.type === N.Identifier) return node.name === "undefined";
  if (node.type === N.Literal) return node.value === null && node.raw === "null";
  return node.type === N.UnaryExpression && node.operator === "void";
}
