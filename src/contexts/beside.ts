import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";

import type { ContextModel } from "../models/model.js";
import type { Call } from "./accepts.js";
import type { Facts } from "./facts.js";
import { argumentGives, givenTo } from "./given.js";
import { descendants } from "./position/reference.js";
import { argumentPlace, calleeName, chainOn, isFunction, outwards, passedThrough, unwrap } from "./position/syntax.js";

/**
 * Is the context given beside the call: to whoever gets its result (`raceSignal(sleep(ms), signal)`), to what it is raced
 * with, or to the same call in the other branch of a test for it?
 */
export function isGivenBeside(facts: Facts, call: Call, model: ContextModel): boolean {
  const place = argumentPlace(call);
  return (place !== undefined && givenTo(facts, place.call, model) === "yes") || isRaced(facts, call) || isOtherBranch(facts, call, model);
}

/** `Promise.race([queue.next(), aborted(signal)])`: whoever waits waits no longer than the context lasts. */
function isRaced(facts: Facts, call: Call): boolean {
  let node: TSESTree.Node = call;
  for (let next: TSESTree.Node | undefined = node; next !== undefined; next = chainOn(node) ?? passedThrough(node)) node = next;
  const list = node.parent;
  const place = list?.type === N.ArrayExpression ? argumentPlace(list) : undefined;
  if (list?.type !== N.ArrayExpression || place?.call.type !== N.CallExpression || calleeName(place.call) !== "race") return false;
  return list.elements.some((other) => other !== null && other !== node && speaksOfEnd(facts, other));
}

const END = /abort|cancel/i;

/** Does it say that it ends when somebody cancels, itself or where it is made? */
function speaksOfEnd(facts: Facts, node: TSESTree.Node): boolean {
  if (END.test(facts.sourceCode.getText(node))) return true;
  const name = unwrap(node);
  const definition = name.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(name), name.name)?.defs[0]?.node : undefined;
  return definition?.type === N.VariableDeclarator && definition.init !== null && END.test(facts.sourceCode.getText(definition.init));
}

/** `options ? load(id, options) : load(id)`, where `options` has the context. */
function isOtherBranch(facts: Facts, call: Call, model: ContextModel): boolean {
  const callee = facts.sourceCode.getText(call.callee);
  const isAlike = (other: TSESTree.Node): boolean => (other.type === N.CallExpression || other.type === N.NewExpression) && facts.sourceCode.getText(other.callee) === callee && givenTo(facts, other, model) === "yes";
  for (const { inner, outer } of outwards(call)) {
    if (isFunction(outer)) return false;
    if (outer.type !== N.ConditionalExpression && outer.type !== N.IfStatement) continue;
    const other = outer.consequent === inner ? outer.alternate : outer.alternate === inner ? outer.consequent : null;
    if (other !== null && asksForContext(facts, outer.test, model) && [...descendants(facts, other)].some(isAlike)) return true;
  }
  return false;
}

/** `!options`, `options?.signal !== undefined`, `Object.keys(options).length === 0`. */
function asksForContext(facts: Facts, test: TSESTree.Expression, model: ContextModel): boolean {
  return [...descendants(facts, test)].some((node) => (node.type === N.Identifier || node.type === N.MemberExpression) && argumentGives(facts, node, model) === "yes");
}
