import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import type { ContextModel } from "../models/model.js";
import { isEndlessFunction } from "../program/endless.js";
import { deriveAt } from "./calls.js";
import type { Facts } from "./facts.js";
import { isCleanupName, isListeningName, wordsOf } from "./position/names.js";
import { functionName, type FunctionNode } from "./position/index.js";
import { looksAt } from "./position/observation.js";
import { callBehind, descendants, originOf, type Origin } from "./position/reference.js";
import { calleeName, isFunction, unwrap } from "./position/syntax.js";
import { isOrExtends } from "./types.js";

type Variable = TSESLint.Scope.Variable;

/** A context that a function was lent by its caller: a parameter, what is reached from one, a child of either. */
export interface Lent {
  readonly parameter: Variable;
  readonly owner: FunctionNode;
}

/** Children of children are followed so far. */
const MOST_PARENTS = 8;

/** The parameter that a context comes from. */
export function lentBy(facts: Facts, { root, path }: Origin, steps = MOST_PARENTS): Lent | undefined {
  if ("references" in root) {
    const [definition] = root.defs;
    const owner = definition?.type === "Parameter" ? (definition.node as TSESTree.Node) : undefined;
    if (owner !== undefined) return isFunction(owner) ? { parameter: root, owner } : undefined;
  }
  const made = steps === 0 ? undefined : callBehind({ root, path });
  const derive = made && deriveAt(facts, made);
  if (derive === undefined || derive.makes === "detached" || derive.makes === "unknown") return undefined;
  for (const parent of derive.parents) {
    const origin = originOf(facts, parent);
    const lent = origin && lentBy(facts, origin, steps - 1);
    if (lent !== undefined) return lent;
  }
  return undefined;
}

/** Functions that are called for as long as their context lives: `start`, `run`, `serve`, `watch`. */
const LIVING = new Set(["boot", "bootstrap", "init", "initialize", "launch", "loop", "main", "mount", "open", "poll", "run", "serve", "setup", "spawn", "start", "supervise"]);

/** Is a function with this name there to start something that goes on? */
export function isLivingName(name: string): boolean {
  return LIVING.has(wordsOf(name)[0] ?? "") || isListeningName(name);
}

/**
 * Does the function get its context for one call of it, so that what it leaves behind outlives the context? Not one
 * that is there to start something, gives back how to stop it, waits for the end, or lets its caller wait for nothing.
 */
export function isForOneCall(facts: Facts, { owner, parameter }: Lent, model: ContextModel): boolean {
  const name = functionName(owner);
  if (name !== undefined && (isLivingName(name) || isCleanupName(name))) return false;
  if (owner.parent.type === N.MethodDefinition && owner.parent.kind !== "method") return false;
  if (givesStop(owner) || waitsForEnd(facts, owner) || isEndlessFunction(facts, owner)) return false;
  // Of a plain signal or token only a function that is awaited, or a carrier that is a request, says that it is about the call.
  return model.parameter.place === "first" || owner.async || givesPromise(facts, owner) || isRequest(facts, parameter);
}

function givesPromise(facts: Facts, owner: FunctionNode): boolean {
  const signatures = facts.services.getTypeAtLocation(owner).getCallSignatures();
  return signatures.some((signature) => signature.getReturnType().getProperty("then") !== undefined);
}

/** One that the models or the settings name: `Request`. */
function isRequest(facts: Facts, { defs: [definition] }: Variable): boolean {
  if (definition === undefined) return false;
  const type = facts.checker.getNonNullableType(facts.services.getTypeAtLocation(definition.name));
  return facts.carriers.some((pattern) => isOrExtends(facts, type, pattern));
}

/** Is a function returned, which may stop what was started? */
function givesStop(owner: FunctionNode): boolean {
  if (owner.body.type !== N.BlockStatement) return isFunction(owner.body);
  return owner.body.body.some((statement) => statement.type === N.ReturnStatement && statement.argument !== null && [...parts(statement.argument)].some(isFunction));
}

function parts(node: TSESTree.Expression): readonly TSESTree.Node[] {
  if (node.type === N.ObjectExpression) return node.properties.flatMap((property) => (property.type === N.Property ? [property.value] : []));
  return [node];
}

/** `await ctx.done()`, `await ctx.waitUntilKilled()`. */
function waitsForEnd(facts: Facts, owner: FunctionNode): boolean {
  return [...descendants(facts, owner.body, (node) => !isFunction(node))].some((node) => {
    if (node.type !== N.AwaitExpression) return false;
    const waited = unwrap(node.argument);
    if (waited.type === N.CallExpression && wordsOf(calleeName(waited) ?? "")[0] === "wait") return true;
    return looksAt(facts, waited, "awaits", undefined) !== "no";
  });
}
