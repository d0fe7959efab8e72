import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { ObservedBy } from "../../models/model.js";
import { isYes } from "../answer.js";
import { type Facts, fileMemo } from "../facts.js";
import { expressionAnswer } from "../types.js";
import { both, type Certainty, either, surely } from "./certainty.js";
import { isAbortListener } from "./names.js";
import { descendants, isSameContext, type Origin, originOf, originOfReference, type Reference } from "./reference.js";
import { argumentPlace, calleeName, isFunction, memberName, placeOfCall, unwrap, wrapped } from "./syntax.js";

/** A way to see that a context is over. */
export type Look = Exclude<keyof ObservedBy, "removers">;

const LOOKS: readonly Look[] = ["tests", "throws", "awaits", "listeners"];

/** The names of all models, so that other names cost no question. */
const lookNames = fileMemo(({ models }) => {
  const names = (look: Look): ReadonlySet<string> => new Set(models.flatMap(({ observedBy }) => observedBy?.[look] ?? []));
  return { tests: names("tests"), throws: names("throws"), awaits: names("awaits"), listeners: names("listeners") };
});

/**
 * Does the expression or condition look at the context: test it, throw when it is over, await its end or listen for it?
 * Functions inside are not looked into.
 * @param reference the context, or an expression for it; any context when absent
 */
export function observes(facts: Facts, node: TSESTree.Node, reference?: Reference | TSESTree.Expression): Certainty {
  const origin = reference && originOfReference(facts, reference);
  if (reference !== undefined && origin === undefined) return "unknown";
  const inside = [...descendants(facts, node, (each) => !isFunction(each))];
  return either(...inside.map((each) => () => either(...LOOKS.map((look) => () => looksAt(facts, each, look, origin)))));
}

/** May this name of a member be a look at a context? */
export function isLookName(facts: Facts, name: string): boolean {
  return LOOKS.some((look) => lookNames(facts)[look].has(name));
}

/** Is this member expression (or the call of it) such a look at the context, or at any when there is none given? */
export function looksAt(facts: Facts, expression: TSESTree.Node, look: Look, context: Origin | undefined): Certainty {
  const node = unwrap(expression);
  const member = node.type === N.CallExpression ? unwrap(node.callee) : node;
  if (member.type !== N.MemberExpression) return "no";
  const name = memberName(member);
  if (name === undefined || !lookNames(facts)[look].has(name)) return "no";
  const call = placeOfCall(member);
  if (call !== undefined && isOtherEvent(call)) return "no";
  if (context !== undefined && !isSame(facts, member.object, context)) return "no";
  const memo = answers(facts)[look];
  let answer = memo.get(member);
  if (answer === undefined) memo.set(member, (answer = isLookOf(facts, member, look, name)));
  return answer;
}

/** What types say of a member, asked once. */
const answers = fileMemo(() => {
  const answersTo = (): WeakMap<TSESTree.Node, Certainty> => new WeakMap();
  return { tests: answersTo(), throws: answersTo(), awaits: answersTo(), listeners: answersTo() };
});

function isSame(facts: Facts, expression: TSESTree.Node, context: Origin): boolean {
  const origin = originOf(facts, expression);
  return origin !== undefined && isSameContext(facts, origin, context);
}

function isLookOf(facts: Facts, member: TSESTree.MemberExpression, look: Look, name: string): Certainty {
  return both(
    () => {
      const answer = expressionAnswer(facts, member.object);
      return isYes(answer) ? surely(answer.model.observedBy?.[look]?.includes(name) === true) : answer;
    },
    // `ctx.err` without a call says nothing.
    () => surely(look === "listeners" || placeOfCall(member) !== undefined || facts.services.getTypeAtLocation(member).getCallSignatures().length === 0),
  );
}

/** `addEventListener("message", …)`: the event a listener is for is written out, and is not the end. */
function isOtherEvent(call: TSESTree.CallExpression): boolean {
  const [event] = call.arguments;
  return event?.type === N.Literal && typeof event.value === "string" && event.value !== "abort";
}

/** Is a function (or its name) here a listener for the end of the context: `signal.addEventListener("abort", fn)`, `signal.onabort = fn`, `ctx.done().then(fn)`, `onAbort(signal, fn)`? */
export function listensTo(facts: Facts, place: TSESTree.Node, context: Origin): Certainty {
  const outer = wrapped(place);
  if (outer.parent?.type === N.AssignmentExpression && outer.parent.right === outer) return looksAt(facts, outer.parent.left, "listeners", context);
  const call = argumentPlace(place)?.call;
  if (call?.type !== N.CallExpression) return "no";
  if (isAbortListener(calleeName(call) ?? "") && call.arguments.some((argument) => isSame(facts, argument, context))) return "yes";
  const callee = unwrap(call.callee);
  if (callee.type !== N.MemberExpression) return "no";
  const isSettled = calleeName(call) === "then" || calleeName(call) === "finally";
  return isSettled ? looksAt(facts, callee.object, "awaits", context) : looksAt(facts, call, "listeners", context);
}
