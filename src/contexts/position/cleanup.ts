import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";

import { isYes } from "../answer.js";
import { type Facts, fileMemo } from "../facts.js";
import { type Analysis, type Memo, solve } from "../../program/components.js";
import { annotationAnswer, carriersOf, typeAnswer } from "../types.js";
import { belongsToEnclosing } from "./belonging.js";
import { holdsIn } from "./branches.js";
import { type Certainty, either, surely } from "./certainty.js";
import { alwaysThrows } from "./completion.js";
import { saysAborted, saysOver } from "./conditions.js";
import { functionName } from "./function-name.js";
import { isCleanupName, isTimerName } from "./names.js";
import { looksAt } from "./observation.js";
import { descendants } from "./reference.js";
import { argumentPlace, calleeName, type FunctionNode, isFunction, memberName, outwards, placeOfCall, receiverOf, wrapped } from "./syntax.js";

/**
 * Why code is cleanup: it is in a `finally`, in a `catch` that always rethrows, in the branch of a handler that is only
 * taken when a context is over, in a dispose method or callback, or in a function named for it.
 */
export type CleanupKind = "aborted" | "dispose" | "finally" | "named" | "rethrow";

/** Why all calls of a function are cleanup. */
type KindOfCalls = (fn: FunctionNode) => CleanupKind | undefined;

/** Is the code here cleanup, which must run although the context may be over? Where that is unknown it is. */
export function cleanupAt(facts: Facts, node: TSESTree.Node, ofCalls: KindOfCalls = (fn) => kindOfCalls(facts, fn)): CleanupKind | undefined {
  const crossed: FunctionNode[] = [];
  for (const { inner, outer } of outwards(node)) {
    const kind = kindOf(facts, inner, outer, node, ofCalls);
    // Only where something is found are the functions in between asked whether they are part of it. Whoever is given a function
    // in a `finally` cleans up with it; only a timer may be the next round of what was done.
    const isApart = kind === "finally" ? isOnTimer : (fn: FunctionNode): boolean => belongsToEnclosing(facts, fn) === "no";
    if (kind !== undefined) return crossed.some(isApart) ? undefined : kind;
    if (isFunction(inner)) crossed.push(inner);
  }
  return undefined;
}

function isOnTimer(fn: FunctionNode): boolean {
  const call = argumentPlace(fn)?.call;
  return call?.type === N.CallExpression && isTimerName(calleeName(call) ?? "");
}

function kindOf(facts: Facts, inner: TSESTree.Node, outer: TSESTree.Node, node: TSESTree.Node, ofCalls: KindOfCalls): CleanupKind | undefined {
  if (outer.type === N.TryStatement && outer.finalizer === inner) return "finally";
  if (outer.type === N.CatchClause && outer.body === inner) return handlerKind(facts, outer.body, node);
  return isFunction(inner) && isFunctionBody(inner, node) ? functionKind(facts, inner, node, ofCalls) : undefined;
}

/** Defaults of parameters are evaluated for whoever calls. */
function isFunctionBody(fn: FunctionNode, node: TSESTree.Node): boolean {
  return node.range[0] >= fn.body.range[0] && node.range[1] <= fn.body.range[1];
}

function handlerKind(facts: Facts, body: TSESTree.BlockStatement | TSESTree.Expression, node: TSESTree.Node): CleanupKind | undefined {
  if (isTakenWhenOver(facts, node, body) !== "no" || isAheadOfGuard(facts, node, body) || isForBoth(facts, node, body)) return "aborted";
  return alwaysThrows(facts, body) || isRepair(facts, node, body) ? "rethrow" : undefined;
}

/** Is it looked here whether what was tried was done after all, so that the handler does not throw again? What is tried again is no repair. */
function isRepair(facts: Facts, node: TSESTree.Node, body: TSESTree.BlockStatement | TSESTree.Expression): boolean {
  if (body.type !== N.BlockStatement || body.body.at(-1)?.type !== N.ThrowStatement || body.parent?.type !== N.CatchClause) return false;
  for (const { outer } of outwards(node)) {
    if (outer === body) break;
    if (outer.type === N.ReturnStatement) return false;
  }
  const name = node.type === N.CallExpression ? calleeName(node) : undefined;
  const tried = body.parent.parent.block;
  return name !== undefined && ![...descendants(facts, tried)].some((each) => each.type === N.CallExpression && calleeName(each) === name);
}

/** Does the handler look only after this whether a context is over? What comes first is to be done in either case. */
function isAheadOfGuard(facts: Facts, node: TSESTree.Node, body: TSESTree.BlockStatement | TSESTree.Expression): boolean {
  if (body.type !== N.BlockStatement || leavesBefore(node, body)) return false;
  const later = body.body.filter(({ range }) => range[0] >= node.range[1]);
  return later.some((statement) => {
    if (statement.type === N.ExpressionStatement) return looksAt(facts, statement.expression, "throws", undefined) === "yes";
    return statement.type === N.IfStatement && saysOver(facts, statement.test, true, undefined) === "yes";
  });
}

/** Does the handler know which of the two it is, `const isAbort = signal.aborted`, and do this in either case? */
function isForBoth(facts: Facts, node: TSESTree.Node, body: TSESTree.BlockStatement | TSESTree.Expression): boolean {
  if (body.type !== N.BlockStatement) return false;
  const tells = body.body.filter(({ range }) => range[1] <= node.range[0]).flatMap((statement) => (statement.type === N.VariableDeclaration ? statement.declarations : []));
  return tells.some((declarator) => {
    const { init } = declarator;
    if (init === null || ![...descendants(facts, init)].some((part) => saysAborted(part, true) === "yes" || saysOver(facts, part, true, undefined) === "yes")) return false;
    const variables = facts.sourceCode.getDeclaredVariables?.(declarator) ?? [];
    return !variables.some(({ references }) => references.some(({ identifier }) => isBranch(identifier, body)));
  });
}

/** Does it decide which statements are run? */
function isBranch(use: TSESTree.Node, body: TSESTree.BlockStatement): boolean {
  for (const { inner, outer } of outwards(use)) {
    if (outer === body || isFunction(outer)) return false;
    if (outer.type === N.IfStatement) return outer.test === inner;
    if (outer.type === N.SwitchStatement) return outer.discriminant === inner;
  }
  return false;
}

/** Does the branch with the node go its own way, a retry's, before the handler goes on? */
function leavesBefore(node: TSESTree.Node, body: TSESTree.BlockStatement): boolean {
  for (const { inner, outer } of outwards(node)) {
    if (outer === body || isFunction(outer)) return false;
    const statements = outer.type === N.BlockStatement ? outer.body.slice(outer.body.indexOf(inner as TSESTree.Statement)) : [inner];
    if (statements.some(({ type }) => type === N.BreakStatement || type === N.ContinueStatement || type === N.ReturnStatement)) return true;
  }
  return false;
}

/** Is the node in a branch of the handler that is taken because a context is over, told by the context or by the error? */
function isTakenWhenOver(facts: Facts, node: TSESTree.Node, body: TSESTree.Node): Certainty {
  const evidence = {
    test: (test: TSESTree.Node, outcome: boolean): Certainty => either(() => saysAborted(test, outcome), () => saysOver(facts, test, outcome, undefined)),
    done: (): Certainty => "no",
  };
  const steps: (() => Certainty)[] = [];
  for (const { inner, outer } of outwards(node)) {
    if (inner === body) break;
    steps.push(() => holdsIn(facts, inner, outer, evidence));
  }
  return either(...steps);
}

function functionKind(facts: Facts, fn: FunctionNode, node: TSESTree.Node, ofCalls: KindOfCalls): CleanupKind | undefined {
  if (isDisposeMember(fn.parent)) return "dispose";
  const name = functionName(fn);
  if (name !== undefined && isCleanupName(name)) return takesContext(facts, fn) === "yes" ? undefined : "named";
  const place = argumentPlace(fn);
  const called = place === undefined ? ofCalls(fn) : undefined;
  if (called !== undefined) return takesContext(facts, fn) === "yes" ? undefined : called;
  if (place?.call.type !== N.CallExpression || receiverOf(place.call) === undefined) return isMadeForUsing(fn) ? "dispose" : undefined;
  const method = calleeName(place.call);
  if (method === "finally") return "finally";
  if ((method === "catch" && place.index === 0) || (method === "then" && place.index === 1)) return handlerKind(facts, fn.body, node);
  if (method === "defer" || method === "adopt") return isDisposableStack(facts, place.call) === "no" ? undefined : "dispose";
  return isMadeForUsing(fn) ? "dispose" : undefined;
}

const kindsOfCalls = fileMemo((): Memo<FunctionNode, CleanupKind | "none"> => new WeakMap());

/** Why the calls of a function of this file alone are cleanup, if all of them are. One that calls itself is none. */
function kindOfCalls(facts: Facts, fn: FunctionNode): CleanupKind | undefined {
  const analysis: Analysis<FunctionNode, CleanupKind | "none"> = {
    dependencies: (each) => ownCalls(facts, each).flatMap((call) => (call === undefined ? [] : functionsAround(call))),
    evaluate: (each, kindOfOther) => {
      const kinds = ownCalls(facts, each).map((call) => call && cleanupAt(facts, call, (other) => known(kindOfOther(other))));
      return kinds.includes(undefined) ? "none" : (kinds[0] ?? "none");
    },
    otherwise: "none",
  };
  return known(solve(fn, analysis, kindsOfCalls(facts)));
}

function known(kind: CleanupKind | "none" | undefined): CleanupKind | undefined {
  return kind === "none" ? undefined : kind;
}

function functionsAround(node: TSESTree.Node): readonly FunctionNode[] {
  const found: FunctionNode[] = [];
  for (const { outer } of outwards(node)) if (isFunction(outer)) found.push(outer);
  return found;
}

/** The calls of a private method or of a function that nobody else sees; a use that is no call counts as none. */
function ownCalls(facts: Facts, fn: FunctionNode): readonly (TSESTree.CallExpression | undefined)[] {
  const method = fn.parent;
  if (method.type === N.MethodDefinition) {
    const isPrivate = method.key.type === N.PrivateIdentifier || method.accessibility === "private";
    if (!isPrivate || method.computed || method.kind !== "method" || (method.key.type !== N.PrivateIdentifier && method.key.type !== N.Identifier)) return [];
    const name = method.key.type === N.PrivateIdentifier ? `#${method.key.name}` : method.key.name;
    return [...descendants(facts, method.parent)].flatMap((node) => (node.type === N.MemberExpression && memberName(node) === name ? [placeOfCall(node)] : []));
  }
  const [variable] = fn.type === N.FunctionDeclaration || method.type === N.VariableDeclarator ? (facts.sourceCode.getDeclaredVariables?.(fn.type === N.FunctionDeclaration ? fn : method) ?? []) : [];
  const isExported = variable === undefined || /^Export/.test((fn.type === N.FunctionDeclaration ? fn.parent : method.parent?.parent)?.type ?? "");
  return isExported ? [] : variable.references.filter(({ init }) => init !== true).map(({ identifier }) => placeOfCall(identifier));
}

/** `[Symbol.dispose]() { … }`, `[Symbol.asyncDispose]: async () => …`. */
function isDisposeMember(parent: TSESTree.Node): boolean {
  if (parent.type !== N.MethodDefinition && parent.type !== N.Property && parent.type !== N.PropertyDefinition) return false;
  const { key } = parent;
  if (!parent.computed || key.type !== N.MemberExpression || key.object.type !== N.Identifier || key.object.name !== "Symbol") return false;
  return /^(?:dispose|asyncDispose)$/.test(ASTUtils.getPropertyName(key) ?? "");
}

/** `using lock = defer(() => release())`. */
function isMadeForUsing(fn: FunctionNode): boolean {
  const call = argumentPlace(fn)?.call;
  const made = call && wrapped(call);
  const declarator = made?.parent?.type === N.AwaitExpression ? made.parent.parent : made?.parent;
  return declarator?.type === N.VariableDeclarator && /using$/.test(declarator.parent.kind);
}

function isDisposableStack(facts: Facts, call: TSESTree.CallExpression): Certainty {
  const receiver = receiverOf(call);
  const name = receiver && facts.services.getTypeAtLocation(receiver).getSymbol()?.name;
  return name === undefined ? "unknown" : surely(/^(?:Async)?DisposableStack$/.test(name));
}

/** Does the function take a context, or a carrier of one? */
function takesContext(facts: Facts, fn: FunctionNode): Certainty {
  return either(...fn.params.map((parameter) => () => isContextParameter(facts, parameter)));
}

function isContextParameter(facts: Facts, parameter: TSESTree.Parameter): Certainty {
  const bare = parameter.type === N.TSParameterProperty ? parameter.parameter : parameter;
  const target = bare.type === N.AssignmentPattern ? bare.left : bare;
  const annotation = target.typeAnnotation?.typeAnnotation;
  if (annotation !== undefined && /^TS(?:BigInt|Boolean|Null|Number|String|Symbol|Undefined|Void)Keyword$/.test(annotation.type)) return "no";
  const declared = annotation && annotationAnswer(facts, annotation);
  if (declared !== undefined && isYes(declared)) return "yes";
  const type = facts.services.getTypeAtLocation(annotation ?? target);
  const answer = declared ?? typeAnswer(facts, type);
  if (isYes(answer)) return "yes";
  return answer === "unknown" ? "unknown" : surely(carriersOf(facts, type).length > 0);
}
