import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { type Available, availableAt } from "./available.js";
import { type Derive, deriveAt, isGetter } from "./calls.js";
import { RANK } from "./candidate.js";
import { type Ancestor, ancestorsOf, type Child, childOf, isSameValue, isWrittenOnce } from "./children.js";
import { type Facts, fileMemo } from "./facts.js";
import { type Handed, handedOver, mayBeHanded } from "./hand-over.js";
import { mayLead, mayReach } from "./near.js";
import { isNeverEnded } from "./offered.js";
import { belongsUpTo } from "./position/belonging.js";
import { cleanupAt, enclosingFunction, type FunctionNode, overAt, unawaitedAt } from "./position/index.js";
import { isEndName } from "./position/mentions.js";
import { wordsOf } from "./position/names.js";
import { isAnyIn, type Positions, positionsOf, startingAt } from "./position/positions.js";
import { descendants, isSameOrigin, type Origin, originOf, writesTo } from "./position/reference.js";
import { argumentPlace, calleeName, isFunction, memberName, outwards, placeOfCall, receiverOf } from "./position/syntax.js";
import { remembered } from "./remembering.js";

type Variable = TSESLint.Scope.Variable;

/** A use of a context where another is nearer. */
interface Farther {
  /** The expression that stands for the context, and what it is handed over in. */
  readonly node: TSESTree.Expression;
  readonly handed: Handed;
}

/** A use of a parent after a child was derived from it. */
export interface ParentUse extends Farther {
  readonly child: Child;
  /** The child is used by nobody; it is forgotten for another; or it has a value that the parent lacks. */
  readonly kind: "lost" | "unused" | "value";
  readonly isValueOnly: boolean;
}

/** The uses of parents in a file for which a child stands ready, each with its nearest child. */
export function parentUses(facts: Facts, children: readonly Child[]): readonly ParentUse[] {
  const byVariable = new Map(children.map((child) => [child.variable, child]));
  const found = new Map<TSESTree.Node, ParentUse>();
  for (const child of children) {
    const ancestors = ancestorsOf(facts, child.derive, byVariable);
    for (const use of usesAfter(facts, child, ancestors)) found.set(use.handed.expression, use);
  }
  return [...found.values()];
}

function* usesAfter(facts: Facts, child: Child, ancestors: readonly Ancestor[]): Generator<ParentUse> {
  const { statement } = child;
  const home = enclosingFunction(statement);
  const named = namedIn(facts, statement.parent);
  for (const root of new Set(ancestors.map(({ origin }) => origin.root))) {
    for (const { node, origin } of startingAt(named.get(root) ?? [], statement.range[1], (each) => each.node.range[0])) {
      const ancestor = ancestors.find((each) => isSameOrigin(each.origin, origin));
      const use = ancestor && useOf(facts, node);
      if (ancestor === undefined || use === undefined) continue;
      const { handed } = use;
      if (handed.expression === node && handed.model !== child.derive.model) continue;
      const kind = kindOf(facts, child, ancestor, use);
      if (kind === undefined || !isThere(facts, child, ancestor.origin, node)) continue;
      if (belongsUpTo(facts, node, home) !== "yes" || isMeant(facts, handed, statement.parent) || isTogether(facts, handed, child.variable)) continue;
      yield { node, handed, child, kind, isValueOnly: ancestor.isValueOnly };
    }
  }
}

/** An expression that syntax tells the origin of. */
interface Named {
  readonly node: TSESTree.Expression;
  readonly origin: Origin;
}

/** The use of a context, whatever child stands ready for it. */
interface Use {
  readonly handed: Handed;
  /** What the call derives, and the child that holds it. */
  readonly derived: Derive | undefined;
  readonly next: Child | undefined;
}

const memos = fileMemo(() => ({
  named: new WeakMap<TSESTree.Node, ReadonlyMap<Origin["root"], readonly Named[]>>(),
  uses: new WeakMap<TSESTree.Node, Use | undefined>(),
  positions: new WeakMap<Variable, Mentioned>(),
}));

/** What may name a context in a block, by where that comes from, in order. */
function namedIn(facts: Facts, block: TSESTree.Node): ReadonlyMap<Origin["root"], readonly Named[]> {
  return remembered(memos(facts).named, block, () => {
    const found = new Map<Origin["root"], Named[]>();
    for (const node of descendants(facts, block)) {
      if (!isReading(node)) continue;
      const origin = originOf(facts, node);
      if (origin !== undefined) remembered(found, origin.root, () => []).push({ node, origin });
    }
    for (const list of found.values()) list.sort((one, other) => one.node.range[0] - other.node.range[0]);
    return found;
  });
}

function useOf(facts: Facts, node: TSESTree.Expression): Use | undefined {
  return remembered(memos(facts).uses, node, () => {
    const handed = handedOver(facts, node);
    const derived = handed && deriveAt(facts, handed.call);
    return handed && { handed, derived, next: derived && childOf(facts, derived) };
  });
}

/** May the node be a reference to a context: a name, a member, a call without arguments? */
function isReading(node: TSESTree.Node): node is TSESTree.CallExpression | TSESTree.Identifier | TSESTree.MemberExpression {
  if (node.type !== N.Identifier) return node.type === N.MemberExpression || (node.type === N.CallExpression && node.arguments.length === 0);
  const { parent } = node;
  if (parent.type === N.MemberExpression) return parent.object === node || parent.computed;
  if (parent.type === N.Property) return parent.value === node;
  return parent.type !== N.MethodDefinition && parent.type !== N.PropertyDefinition;
}

/** What is wrong with a use of the parent, if anything. */
function kindOf(facts: Facts, child: Child, { isValueOnly }: Ancestor, { derived, handed: { call }, next }: Use): ParentUse["kind"] | undefined {
  const { derive, statement, variable } = child;
  if (derived?.makes === "detached") return undefined;
  const { looks } = mentionsIn(facts, variable);
  const isSame = derived !== undefined && isSameValue(facts, derive.call, call);
  if (next?.variable === variable) {
    const isRead = isAnyIn(looks, statement.range[1], call.range[0]);
    // A default that is replaced by its like under a condition is not lost.
    const isForgotten = !isRead && (!isSame || next.statement.parent === statement.parent);
    return isForgotten || (isValueOnly && !isSame) ? "lost" : undefined;
  }
  if (looks.length === 0) return isWrittenOnce(variable) && !variable.name.startsWith("_") ? "unused" : undefined;
  // Two children side by side: each is for its own work.
  const isSibling = derived !== undefined && (isSame || isAnyIn(looks, call.range[1], Infinity));
  return isValueOnly && !isSibling ? "value" : undefined;
}

/** Where a variable is named: asked for every use of what it was derived from. */
interface Mentioned {
  readonly reads: Positions;
  /** Other than to end it. */
  readonly looks: Positions;
  readonly writes: Positions;
}

function mentionsIn(facts: Facts, variable: Variable): Mentioned {
  return remembered(memos(facts).positions, variable, () => {
    const of = (isWanted: (use: TSESLint.Scope.Reference) => boolean): Positions => positionsOf(variable.references.filter(isWanted).map(({ identifier }) => identifier));
    return { reads: of((use) => use.isRead()), looks: of((use) => use.isRead() && !isEnding(facts, use.identifier)), writes: of((use) => use.isWrite()) };
  });
}

/** `child.dispose()`, `source.cancel()`, `void child`: ends it, or says that it is not used. */
function isEnding(facts: Facts, { parent }: TSESTree.Node): boolean {
  if (parent?.type === N.UnaryExpression) return parent.operator === "void";
  return parent?.type === N.MemberExpression && placeOfCall(parent) !== undefined && isEndName(facts, memberName(parent) ?? "");
}

/** Is the child there and alive, and is the parent still what it was? */
function isThere(facts: Facts, child: Child, parent: Origin, node: TSESTree.Node): boolean {
  const { path, statement, variable } = child;
  // From the last one: that is the likeliest.
  if (writesTo(facts, parent).findLast(({ range }) => range[0] > statement.range[0]) !== undefined) return false;
  if (ASTUtils.findVariable(facts.sourceCode.getScope(node), variable.name) !== variable) return false;
  const isWritten = isAnyIn(mentionsIn(facts, variable).writes, statement.range[1], statementOf(node).range[0]);
  return !isWritten && overAt(facts, node, { variable, path }) === "no";
}

function statementOf(node: TSESTree.Node): TSESTree.Node {
  for (const { inner, outer } of outwards(node)) if (outer.type === N.BlockStatement || outer.type === N.Program || outer.type === N.SwitchCase) return inner;
  return node;
}

/** A use of an outer function's context in a function that has a parameter of that model. */
export interface OuterUse extends Farther {
  /** The parameter, or what was derived of it there. */
  readonly nearest: Available;
}

/** The uses in this function, not in functions inside it. */
export function outerUses(facts: Facts, fn: FunctionNode): readonly OuterUse[] {
  return facts.sourceCode.getScope(fn).through.flatMap(({ identifier, resolved }) => {
    // The checker is asked last: most names are no contexts, and most functions take none.
    if (resolved?.scope.variableScope.type !== "function" || enclosingFunction(identifier) !== fn || !isReading(identifier) || !mayBeHanded(identifier)) return [];
    const use = mayLead(facts, resolved) && hasOwnContext(facts, identifier, resolved) ? outerUse(facts, identifier, resolved) : undefined;
    return use === undefined ? [] : [use];
  });
}

function outerUse(facts: Facts, node: TSESTree.Identifier, variable: Variable): OuterUse | undefined {
  const handed = handedOver(facts, node);
  if (handed === undefined) return undefined;
  const nearer: Available[] = [];
  for (const available of availableAt(facts, handed.expression, { wanted: handed.model })) {
    if (available.variable === undefined || available.variable === variable || available.owner === undefined) break;
    nearer.push(available);
  }
  const own = nearer.find(({ nullable, rank, source }) => source === "parameter" && rank === RANK.parameter && !nullable);
  const [nearest] = nearer;
  if (own?.owner === undefined || nearest === undefined || variable.scope.variableScope.block === own.owner || isNeverEnded(facts, own.owner)) return undefined;
  if (belongsUpTo(facts, node, own.owner) !== "yes" || unawaitedAt(facts, handed.call, own.owner) !== "no") return undefined;
  if (isMeant(facts, handed, own.owner) || nearer.some((each) => each.variable !== undefined && isTogether(facts, handed, each.variable))) return undefined;
  return { node, handed, nearest };
}

/** Has a function between the use and the variable's own one a parameter that may be a context? */
function hasOwnContext(facts: Facts, node: TSESTree.Node, { scope }: Variable): boolean {
  for (let fn = enclosingFunction(node); fn !== undefined && fn !== scope.variableScope.block; fn = enclosingFunction(fn)) {
    if (facts.sourceCode.getScope(fn).variables.some((variable) => variable.defs[0]?.type === "Parameter" && mayReach(facts, variable))) return true;
  }
  return false;
}

/** Is the farther context meant: in any handler of errors, in cleanup, or only looked at? */
function isMeant(facts: Facts, { call, expression }: Handed, home: TSESTree.Node): boolean {
  return isInHandler(expression, home) || cleanupAt(facts, expression) !== undefined || isCheck(call) || isGetter(facts, call) || deriveAt(facts, call)?.makes === "detached";
}

/** In a `catch`, or in a callback for what was rejected. */
function isInHandler(node: TSESTree.Node, home: TSESTree.Node): boolean {
  for (const { inner, outer } of outwards(node)) {
    if (inner === home) return false;
    if (inner.type === N.CatchClause) return true;
    const place = isFunction(inner) ? argumentPlace(inner) : undefined;
    const name = place && calleeName(place.call);
    if (name === "catch" || (name === "then" && place?.index === 1)) return true;
    if (outer === home) return false;
  }
  return false;
}

const CHECKS = new Set(["assert", "check", "ensure", "equal", "expect", "has", "is", "throw"]);

/** `isDone(ctx)`, `throwIfAborted(signal)`, `expect(ctx)`, `console.log(ctx)`. */
function isCheck(call: Handed["call"]): boolean {
  const receiver = call.type === N.CallExpression ? receiverOf(call) : undefined;
  return CHECKS.has(wordsOf(calleeName(call) ?? "")[0] ?? "") || (receiver?.type === N.Identifier && /^(?:assert|console)$/.test(receiver.name));
}

/** Does the call, or the gathering of promises it is in, get the nearer one too? */
function isTogether(facts: Facts, { call }: Handed, variable: Variable): boolean {
  const around: TSESTree.Node[] = [call];
  for (const { outer } of outwards(call)) {
    if (isFunction(outer) || outer.type.endsWith("Statement")) break;
    if (outer.type === N.CallExpression || outer.type === N.NewExpression) around.push(outer);
  }
  const { reads } = mentionsIn(facts, variable);
  return around.some(({ range }) => isAnyIn(reads, ...range));
}
