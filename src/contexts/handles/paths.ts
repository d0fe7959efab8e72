import { ASTUtils, AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { buildGraph } from "../../flow/build.js";
import type { Graph } from "../../flow/graph.js";
import { type Leak, leaks, type LeakQuery, type Use as UseKind } from "../../flow/leaks.js";
import { nothingThrows, type ThrowPolicy } from "../../flow/throws.js";
import { type Facts, fileMemo } from "../facts.js";
import { saysOver } from "../position/conditions.js";
import { descendants, type Origin } from "../position/reference.js";
import { isFunction, outwards } from "../position/syntax.js";
import { remembered } from "../remembering.js";
import { declarationOf } from "./bound.js";
import { chainUse } from "./chains.js";
import { flowQuestions } from "./questions.js";
import type { Root, Uses } from "./uses.js";

/** A way on which a handle is not used. */
export interface Loss {
  readonly kind: "mayThrow" | "notOnAllPaths";
  /** How the way leaves; `rejects`: a promise that nobody awaits. */
  readonly how: Leak["kind"] | "rejects";
  readonly node: TSESTree.Node;
}

const graphs = fileMemo(() => new WeakMap<Root, Graph | undefined>());

/** The control flow of a function; none where it is too large. */
export function graphOf(facts: Facts, root: Root): Graph | undefined {
  return remembered(graphs(facts), root, () => buildGraph(root, flowQuestions(facts)));
}

/**
 * The first way (in the order of the file) on which a handle is made and not used: one that nothing thrown is needed
 * for, else one where something between throws.
 * @param holder the name that holds it, where it gets its value
 * @param context what it ends
 */
export function lossOf(facts: Facts, root: Root, holder: TSESTree.Identifier, uses: Uses, throws: ThrowPolicy, context?: Origin): Loss | undefined {
  // As most code has it: no graph is needed to see that all ways lead there.
  if (isEndedInFinally(facts, holder, uses)) return undefined;
  const graph = graphOf(facts, root);
  const from = graph?.stepsOf(holder).filter(({ kind }) => kind === "bind" || kind === "write") ?? [];
  if (graph === undefined || from.length === 0) return undefined;
  const leaksOf = (query: LeakQuery): readonly Leak[] => sorted(leaks(graph, query));

  const steps = new Map<TSESTree.Node, UseKind>();
  const rejecting = new Set<TSESTree.Node>();
  const chains = new Set(uses.uses.flatMap(({ chain }) => chain ?? []));
  for (const { chain, node } of uses.uses) if (chain === undefined) steps.set(node, true);
  for (const chain of chains) {
    const callbacks = new Set(uses.uses.flatMap((use) => (use.chain === chain ? [use.node] : [])));
    const found = chainUse(facts, chain, (callback) => callbacks.has(callback));
    for (const [node, kind] of found.steps) if (steps.get(node) !== true) steps.set(node, kind);
    if (found.unlessRejected !== undefined) rejecting.add(found.unlessRejected);
  }
  for (const read of flagReads(facts, uses)) steps.set(read, true);
  const over = context === undefined ? new Set() : overTests(facts, uses, context);
  const isOnlyName = uses.variables.size === 1;
  const query: LeakQuery = {
    from,
    isUse: (node) => steps.get(node) ?? false,
    isEnd: (node, { kind }) => isOnlyName && kind === "write" && node.type === N.Identifier && node.name === holder.name && isSameVariable(uses, node),
    isHandle: (node) => uses.names.has(node),
    isOver: (node) => over.has(node),
    throws: nothingThrows,
  };
  const [plain] = leaksOf(query);
  if (plain !== undefined) return { kind: "notOnAllPaths", how: plain.kind, node: plain.node };
  const isNever = throws === nothingThrows;
  const [thrown] = isNever ? [] : leaksOf({ ...query, throws });
  if (thrown !== undefined) return { kind: "mayThrow", how: "throw", node: thrower(thrown) };
  if (isNever || rejecting.size === 0) return undefined;
  const [rejected] = leaksOf({ ...query, isUse: (node) => !rejecting.has(node) && (steps.get(node) ?? false) });
  const [chain] = rejecting;
  return rejected === undefined || chain === undefined ? undefined : { kind: "mayThrow", how: "rejects", node: chain };
}

/** `const [child, cancel] = withCancel(ctx); try { … } finally { cancel(); … }`: nothing comes between. */
function isEndedInFinally({ sourceCode }: Facts, holder: TSESTree.Identifier, { uses }: Uses): boolean {
  const declaration = declarationOf(holder);
  if (declaration?.kind !== "const") return false;
  const { parent, range } = declaration;
  return uses.some(({ chain, isCall, isCaptured, node }) => {
    const block = node.parent?.type === N.ExpressionStatement ? node.parent.parent : undefined;
    if (!isCall || isCaptured || chain !== undefined || block?.type !== N.BlockStatement || block.body[0] !== node.parent) return false;
    const attempt = block.parent;
    return attempt.type === N.TryStatement && attempt.finalizer === block && attempt.parent === parent && sourceCode.getTokenBefore(attempt)?.range[1] === range[1];
  });
}

function isSameVariable({ variables }: Uses, node: TSESTree.Identifier): boolean {
  return [...variables].some(({ references }) => references.some(({ identifier }) => identifier === node));
}

/** By the line where they leave; the end of the function comes last. */
function sorted(all: readonly Leak[]): Leak[] {
  const position = ({ kind, node }: Leak): number => (kind === "end" ? node.range[1] : node.range[0]);
  return [...all].sort((a, b) => position(a) - position(b));
}

/** What throws on a way (or ends a generator), before anything that handles it. */
function thrower(leak: Leak): TSESTree.Node {
  const edge = leak.path().findLast(({ from, kind, resumes }) => !resumes && from.kind !== "throw" && (kind === "throw" || (kind === "return" && from.kind === "yield")));
  return edge?.from.node ?? leak.node;
}

/** What decides that nothing is left to end: `if (!ctx.err()) cancel();`. */
function overTests(facts: Facts, { places }: Uses, context: Origin): ReadonlySet<TSESTree.Node> {
  const tests = new Set<TSESTree.Node>();
  for (const place of places) {
    for (const { inner, outer } of outwards(place)) {
      if (isFunction(outer)) break;
      const test = outer.type === N.IfStatement && inner !== outer.test ? outer.test : outer.type === N.LogicalExpression && inner === outer.right ? outer.left : undefined;
      for (const node of test === undefined ? [] : descendants(facts, test)) if (saysOver(facts, node, true, context) === "yes") tests.add(node);
    }
  }
  return tests;
}

/**
 * The reads of variables that say whether the handle was used (`done = true; cancel();`), or decide whether it is to be
 * (`if (!handedOn) cancel();`): what they say at a place nobody knows here, so that the way is no sure one from there.
 */
function flagReads(facts: Facts, { places, variables }: Uses): readonly TSESTree.Node[] {
  const flags = new Set<TSESLint.Scope.Variable>();
  const add = (node: TSESTree.Node): void => {
    const variable = node.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name) : null;
    const writes = variable?.references.filter((reference) => reference.isWrite() && reference.init !== true) ?? [];
    if (variable !== null && !variables.has(variable) && writes.length > 0 && writes.every(({ writeExpr }) => writeExpr?.type === N.Literal)) flags.add(variable);
  };
  for (const place of places) {
    for (const { inner, outer } of outwards(place)) {
      if (outer.type === N.IfStatement && inner !== outer.test) for (const node of descendants(facts, outer.test)) add(node);
      if (outer.type === N.BlockStatement) {
        for (const statement of outer.body) if (statement.type === N.ExpressionStatement && statement.expression.type === N.AssignmentExpression && statement.expression.right.type === N.Literal) add(statement.expression.left);
      }
      if (outer.type === N.BlockStatement && outer.parent.type !== N.IfStatement) break;
    }
  }
  return [...flags].flatMap(({ references }) => references.filter((reference) => reference.isRead()).map(({ identifier }) => identifier as TSESTree.Node));
}
