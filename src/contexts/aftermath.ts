import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Cancellable } from "./cancellable.js";
import type { Facts } from "./facts.js";
import { isAnySeen, isAsking, lookMentions } from "./looks.js";
import { completions, leaves } from "./position/completion.js";
import { descendants } from "./position/reference.js";
import { calleeName, enclosingFunction, isFunction, isWithin, type Loop, outwards, unwrap } from "./position/syntax.js";
import { isThenable } from "./position/thenable.js";
import { awaitedIn, workIn } from "./waiting.js";
import { isEndless, isStoppedElsewhere, loopAround } from "./stopping.js";

/** What goes on after a failure was caught, and the node that shows it. */
export interface GoingOn {
  readonly kind: "fallback" | "following" | "loop" | "retry";
  readonly node: TSESTree.Node;
}

/** Where a failure is caught. */
export interface Catching {
  /** The `try`, or the statement of the promise chain. */
  readonly statement: TSESTree.Statement;
  /** What was tried. */
  readonly tried: TSESTree.Node;
  /** What is done then; absent for `allSettled`. */
  readonly handler?: TSESTree.BlockStatement | TSESTree.Expression;
  /** A handler of a promise chain gives its result to the chain. */
  readonly isChain: boolean;
}

type Seen = "seen" | undefined;

/**
 * What goes on after a failure was caught that neither looks at one of these contexts nor gets one: a fallback, the next turn
 * of a loop, the next thing that is awaited. Nothing where anything on the way may see that the context is over.
 */
export function goesOn(facts: Facts, catching: Catching, contexts: readonly Cancellable[]): GoingOn | undefined {
  const { handler, isChain } = catching;
  if (handler !== undefined) {
    if (isAnySeen(facts, handler, contexts)) return undefined;
    const fallback = fallbackIn(facts, handler, isChain, contexts);
    if (fallback !== undefined) return { kind: "fallback", node: fallback };
  }
  const ways = handler?.type === N.BlockStatement ? completions(facts, handler) : NORMAL;
  const next = ways.has("normal") || (isChain && ways.has("return")) ? "normal" : ways.has("jump") && continues(facts, handler) ? "jump" : undefined;
  return next && afterwards(facts, catching, next, contexts);
}

const NORMAL: ReadonlySet<string> = new Set(["normal"]);

/** Walks outwards, through what stands after the statement in each block. */
function afterwards(facts: Facts, catching: Catching, way: "jump" | "normal", contexts: readonly Cancellable[]): GoingOn | undefined {
  const loop = loopAround(catching.statement);
  for (const { inner, outer } of outwards(catching.statement)) {
    if (isFunction(outer)) return undefined;
    if (outer === loop) return turnsAgain(facts, loop, catching, contexts);
    if (way === "jump") continue;
    for (const next of following(inner, outer)) {
      const found = firstIn(facts, next, contexts);
      if (found === "seen") return undefined;
      if (found !== undefined) return loop === undefined ? asFollowing(facts, found, contexts) : turnsAgain(facts, loop, catching, contexts);
      if (next.type === N.ContinueStatement && loop !== undefined) return turnsAgain(facts, loop, catching, contexts);
      // Whoever leaves here may have seen that nothing came of the work.
      if (leaves(facts, next) || completions(facts, next).size > 1) return undefined;
    }
  }
  return undefined;
}

/** Work that nobody asks about afterwards either. */
function asFollowing(facts: Facts, work: TSESTree.Node, contexts: readonly Cancellable[]): GoingOn | undefined {
  const body = enclosingFunction(work)?.body ?? facts.sourceCode.ast;
  const isAsked = [...lookMentions(facts, body, contexts)].some((mention) => mention.range[0] > work.range[1] && isAsking(facts, mention, ["tests", "throws"]));
  return isAsked ? undefined : { kind: "following", node: work };
}

function following(inner: TSESTree.Node, outer: TSESTree.Node): readonly TSESTree.Statement[] {
  const list = outer.type === N.BlockStatement || outer.type === N.Program || outer.type === N.StaticBlock ? outer.body : outer.type === N.SwitchCase ? outer.consequent : [];
  const index = list.indexOf(inner as TSESTree.Statement);
  return index === -1 ? [] : list.slice(index + 1);
}

/** The first thing in a statement that sees one of the contexts, or that is awaited without. */
function firstIn(facts: Facts, region: TSESTree.Node, contexts: readonly Cancellable[]): TSESTree.Node | Seen {
  for (const node of descendants(facts, region, (each) => !isFunction(each))) {
    const awaited = awaitedIn(node);
    if (awaited !== undefined) {
      if (isAnySeen(facts, awaited, contexts)) return "seen";
      const work = workIn(facts, awaited, contexts);
      if (work !== undefined) return work;
    }
    if (node.type === N.CallExpression && isAnySeen(facts, node, contexts)) return "seen";
  }
  return isAnySeen(facts, region, contexts) ? "seen" : undefined;
}

/** A call whose value takes the place of what failed: returned, assigned, or named for it. */
function fallbackIn(facts: Facts, handler: TSESTree.BlockStatement | TSESTree.Expression, isChain: boolean, contexts: readonly Cancellable[]): TSESTree.Node | undefined {
  if (handler.type !== N.BlockStatement) return isChain ? workOf(facts, handler, contexts) : undefined;
  for (const node of descendants(facts, handler, (each) => !isFunction(each))) {
    const value = insteadIn(node);
    const work = value && workOf(facts, value, contexts);
    if (work !== undefined) return work;
  }
  return undefined;
}

function insteadIn(node: TSESTree.Node): TSESTree.Expression | undefined {
  if (node.type === N.ReturnStatement) return node.argument ?? undefined;
  if (node.type === N.AssignmentExpression) return unwrap(node.right).type === N.AwaitExpression ? node.right : undefined;
  if (node.type !== N.AwaitExpression || node.parent.type !== N.ExpressionStatement) return undefined;
  const call = unwrap(node.argument);
  return call.type === N.CallExpression && /fallback|retry|alternat|secondary|backup|instead/i.test(calleeName(call) ?? "") ? node : undefined;
}

/** The work of a promise that is awaited here or by whoever gets it. */
function workOf(facts: Facts, value: TSESTree.Expression, contexts: readonly Cancellable[]): TSESTree.Node | undefined {
  const node = unwrap(value);
  if (node.type === N.AwaitExpression) return workIn(facts, node.argument, contexts);
  return node.type === N.CallExpression && isThenable(facts, node) === "yes" ? workIn(facts, node, contexts) : undefined;
}

/** Does the handler go on with the next turn by itself? */
function continues(facts: Facts, handler: TSESTree.Node | undefined): boolean {
  return handler !== undefined && [...descendants(facts, handler, (each) => !isFunction(each))].some(({ type }) => type === N.ContinueStatement);
}

/** The next turn of a loop, where nothing in the loop sees the context but what is tried. */
function turnsAgain(facts: Facts, loop: Loop, catching: Catching, contexts: readonly Cancellable[]): GoingOn | undefined {
  // A stream that was opened with the context ends by itself.
  if (loop.type === N.ForOfStatement && loop.await) return undefined;
  // A check that throws in what is tried is swallowed too.
  const isSeen = [...lookMentions(facts, loop, contexts)].some((mention) => !isWithin(mention, catching.tried) || isAsking(facts, mention, ["tests"]));
  if (isSeen || isStoppedElsewhere(facts, loop, contexts)) return undefined;
  return { kind: isRetry(facts, loop, catching) ? "retry" : "loop", node: loop };
}

/** Does the loop end once the work succeeds? */
function isRetry(facts: Facts, loop: Loop, { statement, tried }: Catching): boolean {
  if (tried.type !== N.BlockStatement) return false;
  const isCounted = loop.type === N.ForStatement || isEndless(loop) || loop.type === N.WhileStatement || loop.type === N.DoWhileStatement;
  if (!completions(facts, tried).has("normal")) return isCounted || loop.type === N.ForOfStatement;
  const list = following(statement, statement.parent);
  return isCounted && list.some((next) => leaves(facts, next) && next.type !== N.ContinueStatement);
}

