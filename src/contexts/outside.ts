import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import type { ContextModel } from "../models/model.js";
import { isYes } from "./answer.js";
import { deriveAt, parentsOf, resultShape, rootAt } from "./calls.js";
import { plainCalls } from "./entry.js";
import type { Facts } from "./facts.js";
import { isOwnField } from "./own-lifetime.js";
import { callBehind, originOf, type Origin } from "./position/reference.js";
import { isFunction, unwrap } from "./position/syntax.js";
import { instanceType, membersOf } from "./stores.js";
import { typeAnswer } from "./types.js";

/**
 * Did this context come from outside, so that it may outlive what happens here: a parameter, a field, what is reached
 * from one, or what a call gave? Not one that was made here, nor a class's own.
 */
export function isFromOutside(facts: Facts, context: TSESTree.Expression, model: ContextModel, steps = MOST_CALLS): boolean {
  const node = unwrap(context);
  const origin = originOf(facts, node);
  if (origin === undefined) return node.type === N.CallExpression && isGiven(facts, node, model);
  const made = callBehind(origin);
  if (made !== undefined) return isGiven(facts, made, model) || isOfModule(origin);
  if ("references" in origin.root) return (isLent(origin.root) && !isLentFromHere(facts, origin, model, steps)) || isOfModule(origin);
  return origin.root.type === N.ClassBody && isTheirs(facts, origin.root, origin);
}

/** A call that merely gives a context: no new controller, and nothing that it makes of another context. */
function isGiven(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression, model: ContextModel): boolean {
  if (call.type === N.NewExpression || deriveAt(facts, call) !== undefined || rootAt(facts, call) !== undefined) return false;
  const shape = resultShape(facts, facts.services.getTypeAtLocation(call));
  const isMade = call.arguments.length > 0 && parentsOf(facts, call, model).some((parent) => call.arguments.some((argument) => argument === parent));
  return shape?.handle === undefined && !isMade && !MAKES.test(facts.sourceCode.getText(call.callee));
}

const MAKES = /(?:^|\.)(?:any|combine|create|link|make|merge|new|race|timeout|with)\w*$/i;

/** A parameter, or what is imported. */
function isLent({ defs: [definition] }: TSESLint.Scope.Variable): boolean {
  return definition?.type === "Parameter" || definition?.type === "ImportBinding";
}

/** How many functions of the file a context is followed through to who made it. */
const MOST_CALLS = 3;

/** Does every call of the function give what was made by the caller: so that both die together there? */
function isLentFromHere(facts: Facts, { root, path }: Origin, model: ContextModel, steps: number): boolean {
  const [definition] = "references" in root ? root.defs : [];
  if (definition?.type !== "Parameter" || path.length > 0 || steps === 0 || !isFunction(definition.node)) return false;
  const index = definition.node.params.findIndex((parameter) => parameter === definition.name);
  const calls = index === -1 ? undefined : plainCalls(facts, definition.node);
  if (calls === undefined || calls.length === 0) return false;
  return calls.every(({ arguments: args }) => {
    const given = args[index];
    if (given === undefined || args.slice(0, index + 1).some(({ type }) => type === N.SpreadElement)) return false;
    return given.type !== N.SpreadElement && originOf(facts, unwrap(given)) !== undefined && !isFromOutside(facts, given, model, steps - 1);
  });
}

/** A variable of the module lives as long as the program. */
function isOfModule({ root }: Origin): boolean {
  return "references" in root && (root.scope.type === "module" || root.scope.type === "global") && root.defs.length > 0;
}

/** A field that others gave; nothing where the class is a context itself. */
function isTheirs(facts: Facts, body: TSESTree.ClassBody, { path: [name] }: Origin): boolean {
  const owner = body.parent;
  const field = name === undefined ? undefined : membersOf(facts, owner).find((each) => each.name === name && !each.isStatic);
  return field !== undefined && !isYes(typeAnswer(facts, instanceType(facts, owner))) && !isOwnField(facts, field);
}
