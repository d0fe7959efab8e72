import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import type { Catching } from "./aftermath.js";
import { mentionsRejection } from "./error-use.js";
import type { Facts } from "./facts.js";
import { alwaysThrows } from "./position/completion.js";
import { descendants, functionAt } from "./position/reference.js";
import { calleeName, chainOn, enclosingFunction, isFunction, isGather, outwards, passedThrough, receiverOf, unwrap, wrapped } from "./position/syntax.js";

/** What catches failures and need not pass them on: a `catch`, the handler of a promise, `allSettled`. */
export interface Catcher {
  readonly catching: Catching;
  /** What is reported. */
  readonly node: TSESTree.Node;
  /** What a message calls it. */
  readonly name: string;
  /** Where the work is tried. */
  readonly place: TSESTree.Node;
  /** The variables that hold the error. */
  readonly errors: readonly TSESLint.Scope.Variable[];
}

/** A `catch` that does not always throw again. */
export function catcherOfTry(facts: Facts, clause: TSESTree.CatchClause): Catcher | undefined {
  if (alwaysThrows(facts, clause.body)) return undefined;
  const { parent: statement } = clause;
  const errors = facts.sourceCode.getDeclaredVariables?.(clause) ?? [];
  return { node: clause, name: "`catch`", place: statement, errors, catching: { statement, tried: statement.block, handler: clause.body, isChain: false } };
}

/** Told by the name alone: may this call catch what another throws? */
export function mayCatch(call: TSESTree.CallExpression): boolean {
  const name = calleeName(call);
  return name === "catch" || name === "allSettled" || (name === "then" && call.arguments.length === 2);
}

/** `work().catch(handler)`, `work().then(next, handler)`, `Promise.allSettled(…)`, where somebody waits for it. */
export function catcherOfCall(facts: Facts, call: TSESTree.CallExpression): Catcher | undefined {
  const name = calleeName(call) ?? "";
  const statement = awaitedIn(call);
  const callee = unwrap(call.callee);
  if (statement === undefined || callee.type !== N.MemberExpression) return undefined;
  const found = { node: callee.property, name: `\`${name}\``, place: call };
  if (name === "allSettled") {
    const [tried] = call.arguments;
    if (!isGather(facts, call) || tried === undefined || mentionsRejection(facts, enclosingFunction(call)?.body ?? statement) || isHandedAway(facts, call)) return undefined;
    return { ...found, errors: [], catching: { statement, tried, isChain: true } };
  }
  const tried = receiverOf(call);
  const handler = functionAt(facts, call.arguments[name === "catch" ? 0 : 1]);
  if (tried === undefined || handler === undefined || alwaysThrows(facts, handler.body)) return undefined;
  const [error] = handler.params;
  const errors = (facts.sourceCode.getDeclaredVariables?.(handler) ?? []).filter((variable) => error !== undefined && variable.identifiers.some(({ range }) => range[0] >= error.range[0] && range[1] <= error.range[1]));
  return { ...found, errors, catching: { statement, tried, handler: handler.body, isChain: true } };
}

/** Is a failure of the call taken for an answer: `try { … } catch { return undefined; }`, `load().catch(() => [])`, `Promise.allSettled([load()])`? */
export function isAnsweredFor(facts: Facts, call: TSESTree.Node): boolean {
  for (const { inner, outer } of outwards(call)) {
    if (isFunction(outer)) return false;
    if (outer.type === N.TryStatement && outer.block === inner && outer.handler !== null) return isAnswer(facts, outer.handler.body);
    if (outer.type !== N.CallExpression) continue;
    const name = calleeName(outer);
    const handler = name === "catch" && outer.callee === inner ? functionAt(facts, outer.arguments[0]) : undefined;
    if (name === "allSettled" || (handler !== undefined && isAnswer(facts, handler.body))) return true;
  }
  return false;
}

/** Does what handles a failure give something in its place, whatever the failure is? */
function isAnswer(facts: Facts, handler: TSESTree.Node): boolean {
  if (handler.type !== N.BlockStatement) return true;
  return handler.body.at(-1)?.type === N.ReturnStatement && ![...descendants(facts, handler)].some(({ type }) => type === N.ThrowStatement);
}

/** The statement in which a promise is awaited. */
function awaitedIn(call: TSESTree.CallExpression): TSESTree.Statement | undefined {
  let node: TSESTree.Node = call;
  for (;;) {
    const chain = chainOn(node);
    // A later handler decides.
    if (chain !== undefined && (calleeName(chain) === "catch" || chain.arguments.length > 1)) return undefined;
    const next: TSESTree.Node | undefined = chain ?? passedThrough(node);
    if (next === undefined) break;
    node = next;
  }
  if (node.parent?.type !== N.AwaitExpression) return undefined;
  for (const { inner, outer } of outwards(node.parent)) {
    if (isFunction(outer) && outer.body === inner) return undefined;
    if (/Statement$|^VariableDeclaration$/.test(inner.type)) return inner as TSESTree.Statement;
  }
  return undefined;
}

/** Do the results go to somebody who may look at what was rejected? */
function isHandedAway(facts: Facts, call: TSESTree.CallExpression): boolean {
  const holder = wrapped(call).parent?.parent;
  if (holder?.type === N.ExpressionStatement) return false;
  if (holder?.type !== N.VariableDeclarator) return true;
  return (facts.sourceCode.getDeclaredVariables?.(holder) ?? []).some(({ references }) =>
    references.some(({ identifier, init }) => init !== true && identifier.parent.type !== N.MemberExpression && identifier.parent.type !== N.ForOfStatement),
  );
}
