import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { isCachedRequest, isForEverybody } from "../program/work.js";
import type { Call } from "./accepts.js";
import { type Facts, fileMemo } from "./facts.js";
import { isCacheName, isSharingName } from "./position/names.js";
import { functionAt } from "./position/reference.js";
import { argumentPlace, awaited, calleeName, calleeNames, chainOn, enclosingFunction, type FunctionNode, gatherOf, isFunction, isGather, outwards, passedThrough, placeOfCall, receiverOf, unwrap, wrapped } from "./position/syntax.js";
import { placesOf } from "./position/uses.js";
import { remembered } from "./remembering.js";

/** Is the result kept for others than this caller, or does it serve to make what is: in a cache, a member, a variable of the module, by `??=`? */
export function isSharedResult(facts: Facts, call: Call, owner: FunctionNode | undefined): boolean {
  const node = facts.services.esTreeNodeToTSNodeMap.get(call);
  return isForEverybody(node) || isCachedRequest(node) || isSharing(facts, call) || isKeptResult(facts, call, owner);
}

/** `cache.getOrCreate(key, () => load(key))`: does it keep what its callback makes? */
function isSharing(facts: Facts, call: Call): boolean {
  return call.type === N.CallExpression && calleeNames(call).some(isCacheName) && call.arguments.some((argument) => functionAt(facts, argument) !== undefined);
}

function isKeptResult(facts: Facts, call: Call, owner: FunctionNode | undefined): boolean {
  let node: TSESTree.Node = call;
  let isAwaited = false;
  for (let next: TSESTree.Node | undefined = node; next !== undefined; next = chainOn(node) ?? passedThrough(node) ?? awaited(node)) {
    isAwaited ||= next.type === N.AwaitExpression;
    node = next;
  }
  const { parent } = node;
  if (parent?.type === N.AssignmentExpression && parent.right === node) {
    if ((parent.operator === "??=" || parent.operator === "||=") && !isOwn(facts, parent.left, call)) return true;
    if (!isAwaited && isKept(facts, parent.left, call)) return true;
  }
  if (parent?.type === N.PropertyDefinition) return true;
  if (!isAwaited && isStored(facts, node, call)) return true;
  if (!isAwaited && parent?.type === N.VariableDeclarator && isStoredLater(facts, parent, call)) return true;
  return isInSharingCallback(facts, call, owner);
}

/** A member, or a variable of the module. */
function isKept(facts: Facts, target: TSESTree.Node, call: Call): boolean {
  if (target.type === N.MemberExpression) return !isOwn(facts, target, call);
  const variable = variableOf(facts, target);
  return variable?.scope.type === "module" || variable?.scope.type === "global";
}

/** `cache.set(key, load(key))`. */
function isStored(facts: Facts, value: TSESTree.Node, call: Call): boolean {
  const store = storeOf(value);
  return store !== undefined && !isOwn(facts, store, call);
}

/** `cache`, of `cache.set(key, value)`. */
function storeOf(value: TSESTree.Node): TSESTree.Node | undefined {
  const call = argumentPlace(value)?.call;
  return call?.type === N.CallExpression && /^(?:add|set)$/.test(calleeName(call) ?? "") ? receiverOf(call) : undefined;
}

/** `const promise = load(key); cache.set(key, promise);` */
function isStoredLater(facts: Facts, declarator: TSESTree.VariableDeclarator, call: Call): boolean {
  return (facts.sourceCode.getDeclaredVariables?.(declarator) ?? []).some(({ references }) =>
    references.some(({ identifier }) => {
      if (isStored(facts, identifier, call) || isCached(identifier)) return true;
      const { parent } = identifier;
      return parent.type === N.AssignmentExpression && parent.right === identifier && isKept(facts, parent.left, call);
    }),
  );
}

/**
 * `let first: Promise<string> | undefined`, `const running = new Set<Promise<void>>()` of the call's own function, which
 * nobody else gets to see: what is kept there is for this caller alone.
 * @param nested how many containers it may be put into
 */
function isOwn(facts: Facts, keeper: TSESTree.Node, call: Call, nested = 2): boolean {
  let base = keeper;
  while (base.type === N.MemberExpression) base = unwrap(base.object);
  const variable = variableOf(facts, base);
  const [definition] = variable?.defs ?? [];
  const home = homeOf(call);
  if (variable == null || definition?.type !== "Variable" || home === undefined || homeOf(definition.node) !== home) return false;
  const isContainer = isMadeEmpty(definition.node.init);
  const isAssigned = keeper.type === N.Identifier && keeper.parent.type === N.AssignmentExpression;
  if (!isContainer && !isAssigned) return false;
  return remembered(remembered(staying(facts), variable, () => new Map<number, boolean>()), nested, () =>
    variable.references.every(({ identifier }) => homeOf(identifier) === home && staysHere(facts, identifier, call, isContainer, nested)),
  );
}

/** Of variables, and how many containers they may be put into: does what they hold stay in their function? */
const staying = fileMemo(() => new WeakMap<TSESLint.Scope.Variable, Map<number, boolean>>());

/** The function that waits for what happens here: callbacks are part of it. */
function homeOf(node: TSESTree.Node): FunctionNode | undefined {
  let fn = enclosingFunction(node);
  while (fn !== undefined && argumentPlace(fn) !== undefined) fn = enclosingFunction(fn);
  return fn;
}

function isMadeEmpty(value: TSESTree.Node | null): boolean {
  if (value?.type === N.NewExpression) return /^(?:Map|Set)$/.test(calleeName(value) ?? "") && value.arguments.length === 0;
  return value?.type === N.ObjectExpression && value.properties.length === 0;
}

/** Is it only read, written and waited for, and given to no one? */
function staysHere(facts: Facts, use: TSESTree.Node, call: Call, isContainer: boolean, nested: number): boolean {
  const node = wrapped(use);
  const { parent } = node;
  switch (parent?.type) {
    case N.AwaitExpression:
    case N.BinaryExpression:
    case N.ForOfStatement:
    case N.IfStatement:
    case N.UnaryExpression:
      return true;
    case N.MemberExpression:
      return parent.object === node;
    case N.AssignmentExpression:
      return parent.left === node;
    case N.VariableDeclarator:
      return parent.id === node;
    case N.ReturnStatement:
      return !isContainer;
    case N.ArrayExpression:
      return gatherOf(facts, node) !== undefined;
    case N.SpreadElement:
      return gatherOf(facts, parent) !== undefined;
    case N.CallExpression: {
      const store = nested > 0 ? storeOf(node) : undefined;
      return isGather(facts, parent) || (store !== undefined && isOwn(facts, store, call, nested - 1));
    }
    default:
      return false;
  }
}

/** `this.setSummaryCache({ key, promise })`. */
function isCached(use: TSESTree.Node): boolean {
  const part = use.parent?.type === N.Property ? use.parent.parent : use;
  const call = argumentPlace(part)?.call;
  return call?.type === N.CallExpression && calleeNames(call).some(isCacheName);
}

/** `cache.getOrLoad(key, () => load(key))`, whatever the function is called: one caller's end must not be everybody's. */
function isInSharingCallback(facts: Facts, call: Call, owner: FunctionNode | undefined): boolean {
  for (const { inner } of outwards(call)) {
    if (inner === owner) return false;
    if (isFunction(inner) && (argumentPlace(inner) === undefined ? placesOf(facts, inner) : [inner]).some((place) => isForSharing(place, owner))) return true;
  }
  return false;
}

/** Is a function (or its name) here given to what shares results, or called by a function that is? */
function isForSharing(place: TSESTree.Node, owner: FunctionNode | undefined): boolean {
  if (isSharingArgument(place)) return true;
  const fn = placeOfCall(place) === undefined ? undefined : enclosingFunction(place);
  return fn !== undefined && fn !== owner && isSharingArgument(fn);
}

function isSharingArgument(node: TSESTree.Node): boolean {
  const call = argumentPlace(node)?.call;
  return call?.type === N.CallExpression && calleeNames(call).some(isSharingName);
}

function variableOf(facts: Facts, node: TSESTree.Node): TSESLint.Scope.Variable | null {
  return node.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name) : null;
}
