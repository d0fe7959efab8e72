import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { type Available, availableAt } from "./available.js";
import { deriveAt } from "./calls.js";
import { showsItsEnd } from "./can-end.js";
import { type Facts, fileMemo } from "./facts.js";
import { isMadeHere } from "./links.js";
import { classOfThis, contextNear } from "./near.js";
import { callBehind, descendants, extend, type Origin, originOf, originOfReference } from "./position/reference.js";
import { type FunctionNode, isFunction, isWithin, memberName, placeOfCall, unwrap, wrapped } from "./position/syntax.js";
import { remembered } from "./remembering.js";
import { isCollecting } from "./reporting.js";

/** A context at hand whose end somebody else decides, and can be seen. */
export interface Cancellable {
  readonly available: Available;
  readonly origin: Origin;
}

/** The contexts around a place. */
export interface Surroundings {
  /**
   * Those from outside, nearest first: not what was made here out of nothing (a controller, a time limit), since whoever made it
   * knows when it ends. What an object keeps counts only where nothing else is at hand.
   */
  readonly contexts: readonly Cancellable[];
  /** All whose mention may mean that somebody sees the end. */
  readonly all: readonly Cancellable[];
}

/** The contexts at hand whose end can be seen here. */
export function cancellablesAt(facts: Facts, node: TSESTree.Node): Surroundings {
  if (contextNear(facts, node) !== "yes") return { contexts: [], all: [] };
  const all = [...availableAt(facts, node, { over: true })].flatMap((available): Cancellable[] => {
    if (available.source === "not-taken" || !showsItsEnd(available.model)) return [];
    const origin = originOfAvailable(facts, available, node);
    return origin === undefined ? [] : [{ available, origin }];
  });
  const outer = all.filter(({ available: { isOver, isRoot, variable } }) => !isOver && !isRoot && (variable === undefined || !isMadeHere(facts, variable)));
  const handed = outer.filter(({ available }) => available.source !== "field");
  return { contexts: handed.length > 0 ? handed : outer, all };
}

/** What is available here, by where it comes from. */
export function originOfAvailable(facts: Facts, { variable, path, text }: Available, node: TSESTree.Node): Origin | undefined {
  const steps = path === "" ? [] : path.split(".");
  if (variable !== undefined) return originOfReference(facts, { variable, path: steps });
  const body = classOfThis(node);
  return body && { root: body, path: text.split(/\??\./).slice(1) };
}

/** An expression that names a context, a part of it or something it is reached from. */
export interface Mention {
  readonly node: TSESTree.Node;
  /** Absent where a function is called by name that mentions one. */
  readonly context?: Cancellable;
}

/** Where a piece of code mentions one of these contexts; functions that it calls by name are looked into. */
export function* mentionsIn(facts: Facts, region: TSESTree.Node, contexts: readonly Cancellable[], seen = new Set<TSESTree.Node>()): Generator<Mention> {
  const { byRoot, ofFunctions, ofThis } = namesIn(facts, region);
  // A method of the same object sees what the object keeps.
  const methods = new Set(contexts.every(({ available }) => available.source === "field") ? ofThis.filter(({ node }) => placeOfCall(node) !== undefined) : []);
  const roots = new Set(contexts.map(({ origin }) => origin.root));
  const names = new Set([...[...roots].flatMap((root) => byRoot.get(root) ?? []), ...ofFunctions, ...methods]);
  for (const name of [...names].sort((one, other) => one.start.range[0] - other.start.range[0])) {
    const { fn, node, origin } = name;
    const context = contexts.find((each) => overlaps(origin, each.origin));
    if (context !== undefined) yield { node, context };
    else if (methods.has(name) || (fn !== undefined && isCallOfMention(facts, fn, contexts, seen))) yield { node };
  }
}

/** A name in a piece of code, or `this`. */
interface Name {
  readonly start: TSESTree.Identifier | TSESTree.ThisExpression;
  /** With the members that are read of it. */
  readonly node: TSESTree.Node;
  readonly origin: Origin | undefined;
  /** The function of this file, elsewhere, that it stands for. */
  readonly fn: FunctionNode | undefined;
}

interface Names {
  readonly byRoot: ReadonlyMap<Origin["root"], readonly Name[]>;
  readonly ofFunctions: readonly Name[];
  readonly ofThis: readonly Name[];
}

const names = fileMemo(() => new WeakMap<TSESTree.Node, Names>());

/** Asked once: a function may have many loops that are asked about. */
function namesIn(facts: Facts, region: TSESTree.Node): Names {
  return remembered(names(facts), region, () => {
    const byRoot = new Map<Origin["root"], Name[]>();
    const [ofFunctions, ofThis]: [Name[], Name[]] = [[], []];
    for (const start of descendants(facts, region)) {
      if (start.type !== N.ThisExpression && (start.type !== N.Identifier || !isRead(start))) continue;
      const node = wholeName(start);
      const name: Name = { start, node, origin: originOf(facts, node), fn: start.type === N.ThisExpression ? undefined : functionNamed(facts, start) };
      if (name.origin !== undefined) remembered(byRoot, name.origin.root, () => []).push(name);
      if (start.type === N.ThisExpression) ofThis.push(name);
      else if (name.fn !== undefined) ofFunctions.push(name);
    }
    return { byRoot, ofFunctions, ofThis };
  });
}

function functionNamed(facts: Facts, name: TSESTree.Identifier): FunctionNode | undefined {
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(name), name.name);
  const fn = variable === null ? undefined : functionOf(variable);
  return fn === undefined || isWithin(name, fn) ? undefined : fn;
}

/** `step()`, where the function `step` of this file mentions a context. */
function isCallOfMention(facts: Facts, fn: FunctionNode, contexts: readonly Cancellable[], seen: Set<TSESTree.Node>): boolean {
  if (seen.has(fn)) return false;
  seen.add(fn);
  return !mentionsIn(facts, fn.body, contexts, seen).next().done;
}

/** Is one of these contexts named there? */
function mentionsAny(facts: Facts, region: TSESTree.Node, contexts: readonly Cancellable[]): boolean {
  return !mentionsIn(facts, region, contexts).next().done;
}

/** `options.signal.aborted` of `options`: the longest chain of members that starts with the name. */
function wholeName(name: TSESTree.Node): TSESTree.Node {
  let node = wrapped(name);
  for (;;) {
    const { parent } = node;
    if (parent?.type === N.MemberExpression && parent.object === node && memberName(parent) !== undefined) node = wrapped(parent);
    else return node;
  }
}

/** Is the one the context, a part of it, or something it is reached from? */
function overlaps(named: Origin | undefined, context: Origin): boolean {
  if (named === undefined || named.root !== context.root) return false;
  const [one, other] = [plain(named.path), plain(context.path)];
  const length = Math.min(one.length, other.length);
  return one.slice(0, length).every((step, index) => step === other[index]);
}

/** A step is the same with its call and without. */
function plain(path: readonly string[]): readonly string[] {
  return path.map((step) => step.replace(/\(\)$/, ""));
}

function isRead(node: TSESTree.Identifier): boolean {
  const { parent } = node;
  if (parent.type === N.MemberExpression) return parent.object === node || parent.computed;
  if (parent.type === N.Property) return parent.value === node || parent.computed;
  return parent.type !== N.MethodDefinition && parent.type !== N.PropertyDefinition && parent.type !== N.LabeledStatement;
}

/** The function of this file that a name stands for. */
function functionOf({ defs: [definition] }: TSESLint.Scope.Variable): FunctionNode | undefined {
  if (definition?.type === "FunctionName") return isFunction(definition.node) ? definition.node : undefined;
  const value = definition?.type === "Variable" && definition.node.id === definition.name ? definition.node.init : undefined;
  return isFunction(value) ? value : undefined;
}

/**
 * Was what an expression starts from made with one of these contexts: a stream that was opened with the signal, a client, a
 * reader of its answer?
 * @param isData whether an awaited value is only data
 */
export function isBound(facts: Facts, node: TSESTree.Node, contexts: readonly Cancellable[], isData: boolean, seen = new Set<TSESTree.Node>()): boolean {
  const variable = rootVariable(facts, node);
  if (variable === undefined) return false;
  return valuesOf(variable).some((value) => {
    if (seen.has(value) || (isData && unwrap(value).type === N.AwaitExpression)) return false;
    seen.add(value);
    return mentionsAny(facts, value, contexts) || [...descendants(facts, value)].some((each) => each.type === N.Identifier && isRead(each) && isBound(facts, each, contexts, isData, seen));
  });
}

/** The variable at the start of `reader.read()`, `response.body`, `open(source)`. */
function rootVariable(facts: Facts, node: TSESTree.Node): TSESLint.Scope.Variable | undefined {
  let start = node;
  for (;;) {
    if (start.type === N.MemberExpression) start = start.object;
    else if (start.type === N.CallExpression) start = start.callee;
    else if ("expression" in start && typeof start.expression === "object") start = start.expression;
    else break;
  }
  return start.type === N.Identifier ? (ASTUtils.findVariable(facts.sourceCode.getScope(start), start.name) ?? undefined) : undefined;
}

/** All that a local variable is ever given. */
function valuesOf({ defs, references }: TSESLint.Scope.Variable): readonly TSESTree.Node[] {
  const [definition] = defs;
  if (definition?.type !== "Variable") return [];
  const initial = definition.node.init === null ? [] : [definition.node.init];
  // The variable of a loop is part of what is looped over.
  const { parent } = definition.node.parent;
  const looped = parent.type === N.ForOfStatement && parent.left === definition.node.parent ? [parent.right] : [];
  const written = references.flatMap(({ writeExpr, init }) => (writeExpr != null && init !== true ? [writeExpr] : []));
  return [...initial, ...looped, ...written, ...references.flatMap(({ identifier }) => added(identifier as TSESTree.Node))];
}

/** `jobs.push(…)`: what is put into it. */
function added(use: TSESTree.Node): readonly TSESTree.Node[] {
  const { parent } = use;
  const call = parent?.type === N.MemberExpression && parent.object === use ? placeOfCall(parent) : undefined;
  return call !== undefined && isCollecting(call) ? call.arguments : [];
}

/** How many derives are followed upwards. */
const MOST_STEPS = 8;

/** The contexts from outside that a value was derived from: a child leads to its parents. */
export function outsideOf(facts: Facts, origin: Origin, steps = MOST_STEPS): readonly Origin[] {
  const made = callBehind(origin);
  const derive = steps > 0 && made !== undefined ? deriveAt(facts, made) : undefined;
  if (derive === undefined || derive.makes === "detached") return [origin];
  return derive.parents.flatMap((parent) => {
    const above = originOf(facts, parent);
    return above === undefined ? [] : outsideOf(facts, extend(above, []), steps - 1);
  });
}
