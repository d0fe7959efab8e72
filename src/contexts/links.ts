import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import type { ContextModel } from "../models/model.js";
import { type Call, shapesAt, takesNone } from "./accepts.js";
import { deriveAt, gives, names, parentsOf, resultShape } from "./calls.js";
import { type Facts, fileMemo } from "./facts.js";
import { unchangedValue } from "./given.js";
import { mayBe } from "./names.js";
import { saysOver } from "./position/conditions.js";
import { isAbortListener, isCleanupName, isTimerName } from "./position/names.js";
import { looksAt } from "./position/observation.js";
import { callBehind, descendants, originOf, originOfReference, type Origin } from "./position/reference.js";
import { argumentPlace, calleeName, enclosingFunction, isFunction, isWithin, memberName, outwards, placeOfCall, receiverOf, unwrap } from "./position/syntax.js";
import { placesOf } from "./position/uses.js";
import { remembered } from "./remembering.js";
import { declaredInFile } from "./scopes.js";

/** A context in a call that began here, out of nothing, and that nothing ties to another. */
export interface Unlinked {
  readonly model: ContextModel;
  /** The expression that stands for it in the call. */
  readonly node: TSESTree.Expression;
  /** Where it was made. */
  readonly root: Origin["root"];
}

/**
 * The context in this call's arguments that was made here and is linked to no other: `AbortSignal.timeout(ms)`, the
 * signal of a new controller. Where somebody unseen may link it, it counts as linked.
 */
export function unlinkedIn(facts: Facts, call: Call): Unlinked | undefined {
  const candidates = handedOver(facts, call).filter(({ node }) => mayBeMade(facts, node));
  if (candidates.length === 0 || takesNone(facts, call) || shapesAt(facts, call).every(({ slots }) => slots.length === 0)) return undefined;
  for (const handed of candidates) {
    const { node } = handed;
    const made = madeAt(facts, node);
    if (made === undefined || !isTakenThere(facts, call, handed) || isLinked(facts, made.root, made.model)) continue;
    // Both handed to one call.
    const search = { ...made, seen: new Set<TSESTree.Node>(), isSure: false, isEnding: false };
    if (!mentionsOther(facts, call, undefined, search) && !isCalledWithOther(facts, call, search)) return { ...made, node };
  }
  return undefined;
}

interface Handed {
  readonly node: TSESTree.Expression;
  readonly index: number;
  /** The property of a bag. */
  readonly property?: string | null;
}

/** Arguments, and the properties of those that are written-out objects. */
function handedOver(facts: Facts, call: Call): readonly Handed[] {
  return call.arguments.flatMap((argument, index): Handed[] => {
    if (argument.type === N.SpreadElement) return [];
    const value = argument.type === N.Identifier ? unchangedValue(facts, argument) : undefined;
    const node = value?.type === N.ObjectExpression ? value : unwrap(argument);
    if (node.type !== N.ObjectExpression) return [{ node: argument, index }];
    // What is spread after it may put another in its place: `{ signal: AbortSignal.timeout(ms), ...init }`.
    const last = node.properties.slice(node.properties.findLastIndex(({ type }) => type === N.SpreadElement) + 1);
    return last.flatMap((property) => (property.type === N.Property ? [{ node: property.value as TSESTree.Expression, index, property: ASTUtils.getPropertyName(property) }] : []));
  });
}

/** Is this where the called function takes its context, and not just a value among others (`signals.push(own)`)? */
function isTakenThere(facts: Facts, call: Call, { index, property }: Handed): boolean {
  return shapesAt(facts, call).some(({ slots }) => slots.some((slot) => slot.index === index && slot.bag?.property === property && slot.bag?.inside === undefined));
}

/** Told by syntax and names: may it be the result of a derive, or of `new`, or a part of that? */
function mayBeMade(facts: Facts, expression: TSESTree.Expression): boolean {
  const node = unwrap(expression);
  const origin = node.type === N.Identifier || node.type === N.MemberExpression ? originOf(facts, node) : undefined;
  const maker = node.type === N.CallExpression ? node : origin && callBehind(origin);
  return maker?.type === N.NewExpression || (maker?.type === N.CallExpression && mayBe(facts, maker.callee, names(facts).derives));
}

/** The model and the maker of a context that was made out of nothing in this file. */
function madeAt(facts: Facts, expression: TSESTree.Expression): Omit<Unlinked, "node"> | undefined {
  const node = unwrap(expression);
  if (node.type === N.CallExpression) return isUnlinkedDerive(facts, node) ? { model: resultModel(facts, node), root: node } : undefined;
  if (node.type !== N.Identifier && node.type !== N.MemberExpression) return undefined;
  const origin = originOf(facts, node);
  const maker = origin && callBehind(origin);
  if (origin === undefined || maker === undefined) return undefined;
  if (maker.type === N.CallExpression) return origin.path.length === 0 && isUnlinkedDerive(facts, maker) ? { model: resultModel(facts, maker), root: origin.root } : undefined;
  const shape = newHandle(facts, maker);
  return shape !== undefined && shape.context.join(".") === origin.path.join(".") ? { model: shape.model, root: origin.root } : undefined;
}

function isUnlinkedDerive(facts: Facts, call: TSESTree.CallExpression): boolean {
  const derive = deriveAt(facts, call);
  return derive?.makes === "deadline" && derive.parents.length === 0;
}

function resultModel(facts: Facts, call: TSESTree.CallExpression): ContextModel {
  return (deriveAt(facts, call) as { readonly model: ContextModel }).model;
}

/**
 * The time limit that a constant is initialised with, where the constant stands for an unlinked context: that is where it
 * can be linked once for all its uses.
 */
export function initializerOf({ root }: Pick<Unlinked, "root">): TSESTree.CallExpression | undefined {
  const definition = "references" in root ? root.defs[0]?.node : undefined;
  return definition?.type === N.VariableDeclarator && definition.init?.type === N.CallExpression ? definition.init : undefined;
}

/** A new controller or token source that is given no context. */
function newHandle(facts: Facts, node: TSESTree.NewExpression): ReturnType<typeof resultShape> {
  const shape = resultShape(facts, facts.services.getTypeAtLocation(node));
  return shape?.handle !== undefined && shape.context.length > 0 && parentsOf(facts, node, shape.model).length === 0 ? shape : undefined;
}

/** Is the variable initialised with a context, or a handle of one, that has no parent? */
export function isMadeHere(facts: Facts, variable: TSESLint.Scope.Variable): boolean {
  const origin = originOfReference(facts, { variable });
  const maker = origin && callBehind(origin);
  if (maker === undefined) return false;
  if (maker.type === N.CallExpression) return isUnlinkedDerive(facts, maker);
  const shape = resultShape(facts, facts.services.getTypeAtLocation(maker));
  return shape?.handle !== undefined && parentsOf(facts, maker, shape.model).length === 0;
}

/** Is something that was made here tied to another context, or given to somebody who may do that? */
function isLinked(facts: Facts, root: Origin["root"], model: ContextModel): boolean {
  return parts(facts, root).some((variable) =>
    variable.references.some((use) => use.isRead() && isTied(facts, use.identifier, { root, model, seen: new Set(), isSure: false, isEnding: false })),
  );
}

/**
 * Does a listener on a context end what the variable holds: `signal.addEventListener("abort", () => child.kill())`?
 * @param counts uses that do not count are not looked at
 */
export function isEndedByListener(facts: Facts, variable: TSESLint.Scope.Variable, model: ContextModel, counts: (use: TSESTree.Node) => boolean = () => true): boolean {
  return variable.references.some((use) => {
    const { identifier } = use;
    return use.isRead() && counts(identifier) && isTied(facts, identifier, { root: variable, model, seen: new Set(), isSure: true, isEnding: isEnding(identifier) });
  });
}

/** The variables that stand for what was made, or for a part of it. */
function parts(facts: Facts, root: Origin["root"]): readonly TSESLint.Scope.Variable[] {
  return partsIn(facts).get(root) ?? [];
}

const partsIn = fileMemo((facts) => {
  const found = new Map<Origin["root"], TSESLint.Scope.Variable[]>();
  for (const variable of declaredInFile(facts.sourceCode)) {
    const origin = variable.defs[0]?.type === "Variable" ? originOfReference(facts, { variable }) : undefined;
    if (origin !== undefined) remembered(found, origin.root, () => []).push(variable);
  }
  return found;
});

interface Search {
  readonly root: Origin["root"];
  readonly model: ContextModel;
  readonly seen: Set<TSESTree.Node>;
  /** Only a listener that is seen counts; else also whatever an unseen owner may do. */
  readonly isSure: boolean;
  /** Does the use that is followed end something: `child.kill()`? What a call with the context does with a name may be its work. */
  readonly isEnding: boolean;
}

function isTied(facts: Facts, use: TSESTree.Node, search: Search): boolean {
  // Who only gets the context cannot end it.
  const isRead = isContextRead(facts, use);
  if (!search.isSure && !isRead && isHandleGivenAway(use)) return true;
  let isLater = isEnderGivenAway(use);
  for (const { inner, outer } of outwards(use)) {
    if (outer.type === N.CallExpression || outer.type === N.NewExpression) {
      if ((isLater || !search.isSure) && isTiedBy(facts, outer, inner, search)) return true;
      // Whoever gets the function may call it when a context ends; a timer does not.
      const isHandedOn = isLater && !isRead && outer.callee !== inner && isFunction(unwrap(inner)) && !runsHere(outer) && !isTimerName(calleeName(outer) ?? "");
      if (isHandedOn && !search.isSure) return true;
    }
    if (outer.type === N.AssignmentExpression && outer.right === inner && isLater) return !search.isSure || assignsListener(facts, outer, search);
    if (outer.type === N.IfStatement && outer.test !== inner && !isMadeIn(search.root, outer) && testMentionsOther(facts, outer.test, search)) {
      if (!search.isSure || (search.isEnding && saysOver(facts, outer.test, inner === outer.consequent, undefined) === "yes")) return true;
    }
    if (!isFunction(outer)) continue;
    isLater = true;
    // What is called anew has one of its own.
    if (isMadeIn(search.root, outer)) return false;
    if (search.seen.has(outer)) return false;
    search.seen.add(outer);
    const places = placesOf(facts, outer).filter((place) => place !== outer);
    if (places.some((place) => isNameTied(facts, place, search))) return true;
    const { parent } = outer;
    if (!search.isSure && (parent.type === N.Property || parent.type === N.ReturnStatement || parent.type === N.PropertyDefinition)) return true;
    if (outer.type === N.FunctionDeclaration || parent.type === N.MethodDefinition || parent.type === N.VariableDeclarator) return false;
  }
  return false;
}

/** `child.kill()`, `killTree(child.pid)`, `client.cancel({ id })`. */
function isEnding(use: TSESTree.Node): boolean {
  for (const { inner, outer } of outwards(use)) {
    if (outer.type === N.MemberExpression && outer.object === inner && isCleanupName(memberName(outer) ?? "")) return true;
    if (outer.type === N.CallExpression || outer.type === N.NewExpression) return outer.callee !== inner && isCleanupName(calleeName(outer) ?? "");
    if (isFunction(outer)) return false;
  }
  return false;
}

/** `signal.addEventListener("abort", …)`, `onAbort(signal, …)`: called when the context ends, and only then. */
function listens(facts: Facts, call: Call, search: Search): boolean {
  const receiver = call.type === N.CallExpression ? receiverOf(call) : undefined;
  return (receiver !== undefined && isOther(facts, receiver, search)) || isAbortListener(calleeName(call) ?? "");
}

/** `signal.addEventListener("abort", job.cancel)`, `job.cancel.bind(job)`: what ends it goes to somebody, uncalled. */
export function isEnderGivenAway(use: TSESTree.Node): boolean {
  const { parent } = use;
  if (parent?.type !== N.MemberExpression || parent.object !== use || !isCleanupName(memberName(parent) ?? "")) return false;
  const outer = parent.parent.type === N.MemberExpression && memberName(parent.parent) === "bind" ? placeOfCall(parent.parent) : parent;
  return outer !== undefined && argumentPlace(outer) !== undefined;
}

function isMadeIn(root: Origin["root"], outer: TSESTree.Node): boolean {
  const node: TSESTree.Node | undefined = "references" in root ? root.identifiers[0] : root;
  return node !== undefined && isWithin(node, outer);
}

/** The name of a function that refers to it is handed to a listener, or called by something that is tied. */
function isNameTied(facts: Facts, place: TSESTree.Node, search: Search): boolean {
  const argument = argumentPlace(place);
  if (argument !== undefined && isTiedBy(facts, argument.call, place, search)) return true;
  return (!search.isSure && isFunctionGivenAway(place)) || isTied(facts, place, search);
}

/** Does the call get another context: to end what was made, where that is to be sure, and not to do something with it? */
function isTiedBy(facts: Facts, call: Call, inner: TSESTree.Node, search: Search): boolean {
  return mentionsOther(facts, call, inner, search) && (!search.isSure || search.isEnding || listens(facts, call, search));
}

/** `signal.onabort = () => own.abort()`. */
function assignsListener(facts: Facts, { left }: TSESTree.AssignmentExpression, search: Search): boolean {
  return left.type === N.MemberExpression && isOther(facts, left.object, search);
}

/** Callbacks of arrays and promises are run by this code. */
function runsHere(call: Call): boolean {
  return /^(?:catch|every|filter|finally|flatMap|forEach|map|some|then)$/.test(calleeName(call) ?? "") || (call.type === N.NewExpression && calleeName(call) === "Promise");
}

/** The name of a function is handed to something that is no timer. */
function isFunctionGivenAway(place: TSESTree.Node): boolean {
  const argument = argumentPlace(place);
  if (argument !== undefined) return !isTimerName(calleeName(argument.call) ?? "");
  const { parent } = place;
  return parent?.type === N.Property || parent?.type === N.ReturnStatement || (parent?.type === N.AssignmentExpression && parent.right === place);
}

/** The controller itself, or its `abort`, goes to somebody else: returned, stored, passed on. */
function isHandleGivenAway(use: TSESTree.Node): boolean {
  const { parent } = use;
  const part = parent?.type === N.MemberExpression && parent.object === use ? parent : undefined;
  // A part that is called here is not the handle.
  if (part !== undefined && isCalled(part)) return false;
  const node = part ?? use;
  const outer = node.parent;
  if (outer === undefined || outer === null) return false;
  if (outer.type === N.VariableDeclarator) return false;
  if (outer.type === N.AssignmentExpression) return outer.right === node;
  if (outer.type === N.CallExpression || outer.type === N.NewExpression) return outer.callee !== node && !isTimerName(calleeName(outer) ?? "");
  return outer.type === N.Property || outer.type === N.ReturnStatement || outer.type === N.ArrayExpression || outer.type === N.ArrowFunctionExpression || outer.type === N.SpreadElement;
}

/** `own.signal`, or a signal itself. */
function isContextRead(facts: Facts, use: TSESTree.Node): boolean {
  const { parent } = use;
  if (parent?.type !== N.MemberExpression || parent.object !== use) return isContext(facts, use);
  return !isCalled(parent) && facts.models.some((model) => gives(facts, parent, model));
}

function isContext(facts: Facts, node: TSESTree.Node): boolean {
  const shape = resultShape(facts, facts.services.getTypeAtLocation(node));
  return shape !== undefined && shape.context.length === 0 && shape.handle === undefined;
}

function isCalled(member: TSESTree.MemberExpression): boolean {
  return member.parent.type === N.CallExpression && member.parent.callee === member;
}

/** Does the call get, or is it made on, another context: `any([signal, own])`, `signal.addEventListener("abort", () => own.abort())`? */
function mentionsOther(facts: Facts, call: Call, inner: TSESTree.Node | undefined, search: Search): boolean {
  const receiver = call.type === N.CallExpression ? receiverOf(call) : undefined;
  const candidates = [...(receiver === undefined || receiver === inner ? [] : [receiver]), ...call.arguments.flatMap(elementsOf)];
  return candidates.some((candidate) => isOther(facts, candidate, search));
}

/** `[aborted(signal), aborted(own.signal)]`: what gets nothing else tells of its end, and whoever wants to know of both asks for each. */
function isCalledWithOther(facts: Facts, call: Call, search: Search): boolean {
  const fn = call.arguments.length === 1 && call.arguments[0]?.type !== N.ObjectExpression ? enclosingFunction(call) : undefined;
  const callee = facts.sourceCode.getText(call.callee);
  return fn !== undefined && [...descendants(facts, fn.body)].some((each) => each !== call && each.type === N.CallExpression && each.arguments.length === 1 && facts.sourceCode.getText(each.callee) === callee && mentionsOther(facts, each, undefined, search));
}

function elementsOf(argument: TSESTree.CallExpressionArgument): readonly TSESTree.Expression[] {
  const node = argument.type === N.SpreadElement ? argument.argument : argument;
  if (node.type === N.ArrayExpression) return node.elements.flatMap((element) => (element === null ? [] : elementsOf(element)));
  // A bag that is spread is overwritten by what is written after it.
  if (node.type === N.ObjectExpression) return node.properties.flatMap((property) => (property.type === N.Property ? elementsOf(property.value as TSESTree.Expression) : []));
  if (node.type === N.ConditionalExpression) return [...elementsOf(node.consequent), ...elementsOf(node.alternate)];
  if (node.type === N.LogicalExpression) return [...elementsOf(node.left), ...elementsOf(node.right)];
  return [node];
}

function isOther(facts: Facts, candidate: TSESTree.Expression, { root, model }: Search): boolean {
  const node = unwrap(candidate) as TSESTree.Expression;
  if (isFunction(node) || node.type === N.Literal || node.type === N.TemplateLiteral) return false;
  if (originOf(facts, node)?.root === root) return false;
  return node !== root && gives(facts, node, model) && madeAt(facts, node) === undefined;
}

function testMentionsOther(facts: Facts, test: TSESTree.Expression, search: Search): boolean {
  const node = unwrap(test);
  if (node.type === N.LogicalExpression) return testMentionsOther(facts, node.left, search) || testMentionsOther(facts, node.right, search);
  if (node.type === N.UnaryExpression) return testMentionsOther(facts, node.argument, search);
  // `options.dryRun` says nothing of the signal that the options have.
  return (node.type === N.MemberExpression || node.type === N.CallExpression) && looksAt(facts, node, "tests", undefined) === "yes" && looksAtOther(facts, node, search);
}

function looksAtOther(facts: Facts, look: TSESTree.CallExpression | TSESTree.MemberExpression, search: Search): boolean {
  const member = look.type === N.CallExpression ? unwrap(look.callee) : look;
  return member.type === N.MemberExpression && isOther(facts, member.object, search);
}
