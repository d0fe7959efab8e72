import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { type Facts, fileMemo } from "./facts.js";
import { type Evidence, holdsIn } from "./position/branches.js";
import { type Certainty, surely } from "./position/certainty.js";
import { comesBetween } from "./position/over.js";
import { positionsOfEach } from "./position/positions.js";
import { extend, nodesOf, type Origin, type OriginMemo, originOf, originOfReference, rememberedOf, writesTo } from "./position/reference.js";
import { calleeName, isFunction, isNothing, isWithin, memberName, outwards, unwrap } from "./position/syntax.js";
import { remembered } from "./remembering.js";
import { declaredInFile } from "./scopes.js";

/** What is known of a value that may be missing. */
export type Presence = "nothing" | "something" | "unknown";

/**
 * What the tests and assignments around and before a node say of a value there: `undefined` or `null`
 * (`ctx ?? …`, `if (!ctx) …`, after `if (ctx) return`), or surely not. The nearest decides.
 * @param origin where the value comes from: without `options.signal`, a constant that was given it is nothing too
 * @param name how the value is named here: that one name is something, TypeScript knows only where that name was tested
 */
export function presenceAt(facts: Facts, node: TSESTree.Node, origin: Origin, name: Origin = origin): Presence {
  const value: Value = { ...origin, name };
  const positions = mentions(facts).get(value.root);
  const writes = writesTo(facts, value);
  const isSteady = (found: TSESTree.Node, wanted: Presence): boolean =>
    !writes.some((write) => presenceAfter(facts, write, value) !== wanted && !isWithin(write, found) && comesBetween(facts, found, write, node));
  const evidenceOf = (wanted: "nothing" | "something"): Evidence => ({
    ...(positions && { positions }),
    ...(writes.length === 0 && { after: answersFor(facts, value)[wanted] }),
    test: (test, outcome) => surely(says(facts, test, outcome, value) === wanted && isSteady(test, wanted)),
    done: (expression) => surely(leavesBehind(facts, expression, value) === wanted && isSteady(expression, wanted)),
  });
  const [nothing, something] = [evidenceOf("nothing"), evidenceOf("something")];
  let hasLeft = false;
  for (const { inner, outer } of outwards(node)) {
    if (isFunction(inner)) {
      // What runs later may find another value; declarations and methods may run before what stands above them.
      if (inner.type === N.FunctionDeclaration || inner.parent.type === N.MethodDefinition) return "unknown";
      hasLeft = true;
    }
    if (hasLeft && writes.length > 0) return "unknown";
    if (standsInFor(facts, inner, outer, value)) return "nothing";
    if (holdsIn(facts, inner, outer, nothing) === "yes") return "nothing";
    if (holdsIn(facts, inner, outer, something) === "yes") return "something";
  }
  return "unknown";
}

/** What was answered after each statement. */
type Answers = Readonly<Record<"nothing" | "something", Map<TSESTree.Node, Certainty>>>;

const answers = fileMemo((): OriginMemo<OriginMemo<Answers>> => new WeakMap());

function answersFor(facts: Facts, value: Value): Answers {
  const byName = rememberedOf(answers(facts), value, (): OriginMemo<Answers> => new WeakMap());
  return rememberedOf(byName, value.name, () => ({ nothing: new Map(), something: new Map() }));
}

interface Value extends Origin {
  readonly name: Origin;
}

/** Where each value is tested or assigned, by whatever constant or by `this`: a statement in which it is not says nothing of it. */
const mentions = fileMemo((facts) => {
  const nodes = new Map<Origin["root"], TSESTree.Node[]>();
  for (const node of nodesOf(facts, N.ThisExpression)) {
    const root = mayTell(node) ? originOf(facts, node)?.root : undefined;
    if (root !== undefined) remembered(nodes, root, () => []).push(node);
  }
  for (const variable of declaredInFile(facts.sourceCode)) {
    if (variable.defs[0]?.type !== "Parameter" && variable.defs[0]?.type !== "Variable") continue;
    const root = originOfReference(facts, { variable })?.root;
    if (root === undefined) continue;
    remembered(nodes, root, () => []).push(...variable.references.map(({ identifier }) => identifier as TSESTree.Node).filter(mayTell));
  }
  return positionsOfEach(nodes);
});

/** Told by syntax: is the name in what a statement tests, or in what is assigned to? */
function mayTell(name: TSESTree.Node): boolean {
  for (const { inner, outer } of outwards(name)) {
    if (outer.type === N.AssignmentExpression && outer.left === inner) return true;
    if ("test" in outer && outer.test === inner && outer.type !== N.ConditionalExpression) return true;
    if (isFunction(outer) || outer.type.endsWith("Statement")) return false;
  }
  return false;
}

/** Is `inner` what is evaluated only in place of a missing value: `ctx ?? …`, `ctx ??= …`, `{ ctx = … } = options`? */
function standsInFor(facts: Facts, inner: TSESTree.Node, outer: TSESTree.Node, value: Value): boolean {
  switch (outer.type) {
    case N.LogicalExpression:
      return outer.right === inner && outer.operator === "??" && isMissing(originOf(facts, outer.left), value);
    case N.AssignmentExpression:
      return outer.right === inner && /^(?:\?\?|\|\|)=$/.test(outer.operator) && isMissing(originOf(facts, outer.left), value);
    case N.AssignmentPattern:
      return outer.right === inner && (isMissing(originOf(facts, outer.left), value) || isMissing(destructured(facts, outer), value));
    default:
      return false;
  }
}

/** `options.ctx` of `const { ctx = … } = options`. */
function destructured(facts: Facts, pattern: TSESTree.AssignmentPattern): Origin | undefined {
  const property = pattern.parent;
  if (property.type !== N.Property || property.parent.type !== N.ObjectPattern) return undefined;
  const declarator = property.parent.parent;
  const name = ASTUtils.getPropertyName(property);
  const from = declarator.type === N.VariableDeclarator && declarator.init !== null ? originOf(facts, declarator.init) : undefined;
  return from && name !== null ? extend(from, [name]) : undefined;
}

/** Without what is tested, the value is missing too: `options` for `options.signal`. */
function isMissing(tested: Origin | undefined, value: Value): boolean {
  return tested !== undefined && startsWith(value, tested);
}

/** With what is tested, the value is there too: `options.signal` for `options`. */
function isThere(facts: Facts, tested: TSESTree.Node, { name }: Value): boolean {
  const origin = namedBy(facts, tested);
  return origin !== undefined && startsWith(origin, name);
}

/** What an expression names, constants not followed. */
function namedBy(facts: Facts, expression: TSESTree.Node): Origin | undefined {
  const node = unwrap(expression);
  if (node.type === N.Identifier) {
    const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
    return variable === null ? undefined : { root: variable, path: [] };
  }
  if (node.type !== N.MemberExpression) return originOf(facts, node);
  const step = memberName(node);
  const object = namedBy(facts, node.object);
  return object && step !== undefined ? extend(object, [step]) : undefined;
}

function startsWith(long: Origin, short: Origin): boolean {
  return long.root === short.root && short.path.every((step, index) => step === long.path[index]);
}

/** What a condition that comes out so says of the value. */
function says(facts: Facts, test: TSESTree.Node, outcome: boolean, value: Value): Presence {
  const node = unwrap(test);
  switch (node.type) {
    case N.UnaryExpression:
      return node.operator === "!" ? says(facts, node.argument, !outcome, value) : "unknown";
    case N.LogicalExpression: {
      if (node.operator === "??") return "unknown";
      const [left, right] = [says(facts, node.left, outcome, value), says(facts, node.right, outcome, value)];
      // Of `a && b` both are true; when it is false, nobody knows which.
      if ((node.operator === "&&") === outcome) return left === "unknown" ? right : left;
      return left === right ? left : "unknown";
    }
    case N.BinaryExpression:
      return comparison(facts, node, outcome, value);
    case N.CallExpression:
      if (calleeName(node) === "Boolean" && node.arguments[0] !== undefined) return says(facts, node.arguments[0], outcome, value);
      return truth(facts, node, outcome, value);
    default:
      return truth(facts, node, outcome, value);
  }
}

function truth(facts: Facts, tested: TSESTree.Node, outcome: boolean, value: Value): Presence {
  if (outcome) return isThere(facts, tested, value) ? "something" : "unknown";
  return isMissing(originOf(facts, tested), value) ? "nothing" : "unknown";
}

function comparison(facts: Facts, { operator, left, right }: TSESTree.BinaryExpression, outcome: boolean, value: Value): Presence {
  if (operator === "instanceof") return outcome ? truth(facts, left, true, value) : "unknown";
  if (operator === "in") return !outcome && isMissing(memberIn(facts, left, right), value) ? "nothing" : "unknown";
  if (!/^[!=]==?$/.test(operator)) return "unknown";
  const isEqual = operator.startsWith("=") === outcome;
  for (const [side, other] of [[left, right], [right, left]] as const) {
    const tested = unwrap(side);
    if (isNothing(other)) {
      if (!isEqual && operator.endsWith("==") && mayAlsoBe(facts, tested, other)) return "unknown";
      return truth(facts, tested, !isEqual, value);
    }
    if (tested.type !== N.UnaryExpression || tested.operator !== "typeof" || other.type !== N.Literal) continue;
    const saysMissing = (other.value === "undefined") === isEqual;
    if (other.value !== "undefined" && other.value !== "object" && other.value !== "function") return "unknown";
    return !saysMissing && mayAlsoBe(facts, tested.argument, undefined) ? "unknown" : truth(facts, tested.argument, !saysMissing, value);
  }
  return "unknown";
}

/** `options.signal` of `"signal" in options`. */
function memberIn(facts: Facts, name: TSESTree.Node, object: TSESTree.Node): Origin | undefined {
  const holder = originOf(facts, object);
  return holder && name.type === N.Literal && typeof name.value === "string" ? extend(holder, [name.value]) : undefined;
}

/** May the value be the other of `undefined` and `null` than the one it was strictly compared with? */
function mayAlsoBe(facts: Facts, node: TSESTree.Node, compared: TSESTree.Node | undefined): boolean {
  const other = compared?.type === N.Literal ? ts.TypeFlags.Undefined : ts.TypeFlags.Null;
  return tsutils.unionConstituents(facts.services.getTypeAtLocation(node)).some((part) => tsutils.isTypeFlagSet(part, other));
}

/** What the value is after this expression, if that assigns to it. */
function leavesBehind(facts: Facts, node: TSESTree.Node, value: Value): Presence {
  if (node.type !== N.AssignmentExpression || !/^(?:\?\?|\|\|)?=$/.test(node.operator)) return "unknown";
  if (!isThere(facts, node.left, value)) return "unknown";
  if (isNothing(node.right)) return node.operator === "=" ? "nothing" : "unknown";
  const type = facts.services.getTypeAtLocation(node.right);
  return facts.checker.getNonNullableType(type) === type ? "something" : "unknown";
}

/** What the value is where this write of it leaves it. */
function presenceAfter(facts: Facts, write: TSESTree.Node, value: Value): Presence {
  return write.parent === undefined ? "unknown" : leavesBehind(facts, write.parent, value);
}
