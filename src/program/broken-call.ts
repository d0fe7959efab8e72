import type { TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { type Available, availableAt } from "../contexts/available.js";
import { type Candidates, candidatesFor } from "../contexts/candidates.js";
import type { Facts } from "../contexts/facts.js";
import { anyGives } from "../contexts/given.js";
import { contextNear, type Near } from "../contexts/near.js";
import { isPrimitive } from "../contexts/plain.js";
import type { FunctionNode } from "../contexts/position/index.js";
import { isFunction } from "../contexts/position/syntax.js";
import type { ContextModel } from "../models/model.js";
import type { FunctionBody } from "./callees.js";
import { calleesWithout, type Chain, chainFrom, type ChainOptions, modelsBroken } from "./chain.js";
import { parametersGiven } from "./syntax.js";
import { isSharedResult } from "./work.js";

/** A call that has a context at hand, of a function that takes none and needs one. */
export interface BrokenCall {
  readonly callee: FunctionBody;
  readonly chain: Chain;
  readonly model: ContextModel;
  readonly found: Candidates;
}

/** Does a chain break in what this call runs, for want of a context that is available here? */
export function brokenCallAt(facts: Facts, call: TSESTree.CallExpression, options: ChainOptions): BrokenCall | undefined {
  const node = facts.services.esTreeNodeToTSNodeMap.get(call);
  if (!ts.isCallExpression(node)) return undefined;
  // What callbacks are offered is known sooner than what the callee does.
  const near = contextNear(facts, call);
  if (near !== "yes" && !isOfferedAny(facts, call, near)) return undefined;
  const bodies = calleesWithout(facts, node, functionAround(node), options);
  const [callee] = bodies;
  if (callee === undefined) return undefined;
  for (const model of byConvention(modelsBroken(facts, bodies, options))) {
    const found = candidatesFor(facts, call, { model });
    if (found === undefined || anyGives(facts, open(call, bodies), model) !== "no" || isSharedResult(node, functionAround(node))) continue;
    const chain = chainFrom(facts, callee, model, options);
    if (chain !== undefined) return { callee, chain, model, found };
  }
  return undefined;
}

/** The arguments that may hold a context: what the callee takes as text or a number, `any` or not, holds none. */
function open(call: TSESTree.CallExpression, bodies: readonly FunctionBody[]): readonly TSESTree.CallExpressionArgument[] {
  const spread = call.arguments.findIndex(({ type }) => type === "SpreadElement");
  return call.arguments.filter((_, index) => {
    const parameters = spread === -1 || index < spread ? bodies.map((body) => parametersGiven(body)[index]) : [];
    return parameters.length === 0 || !parameters.every((parameter) => parameter !== undefined && isPrimitive(parameter));
  });
}

/** Is anything available that fits, where no variable is? */
function isOfferedAny(facts: Facts, call: TSESTree.CallExpression, near: Near): boolean {
  const models = new Set([...availableAt(facts, call, { near })].map(({ model }) => model));
  return [...models].some((model) => candidatesFor(facts, call, { model }) !== undefined);
}

/** Models with a place for their contexts first: who has a context of such a one passes that, and not what it carries. */
function byConvention(models: readonly ContextModel[]): readonly ContextModel[] {
  return [...models].sort((a, b) => Number(a.parameter.place === "any") - Number(b.parameter.place === "any"));
}

function functionAround(node: ts.Node): FunctionBody | undefined {
  return ts.findAncestor(node, (each): each is FunctionBody => ts.isFunctionLike(each) && "body" in each);
}

/** The callee in the linted file's own tree; none where it is in another file. */
export function calleeHere(facts: Facts, { callee }: BrokenCall): FunctionNode | undefined {
  if (callee.getSourceFile() !== facts.sourceFile) return undefined;
  const node = facts.services.tsNodeToESTreeNodeMap.get(callee) as TSESTree.Node | undefined;
  const fn = node?.type === "MethodDefinition" || node?.type === "Property" ? node.value : node;
  return fn !== undefined && isFunction(fn) ? fn : undefined;
}

/** The root that the callee itself makes, in the linted file's own tree. */
export function rootHere(facts: Facts, { chain: { end, functions } }: BrokenCall): TSESTree.Expression | undefined {
  if (end.kind !== "root" || functions.length > 1 || end.node.getSourceFile() !== facts.sourceFile) return undefined;
  return facts.services.tsNodeToESTreeNodeMap.get(end.node);
}

/** A context that carries another is what is passed down: `ctx`, where `ctx.signal` is what is needed. */
export function passedDown(facts: Facts, call: TSESTree.CallExpression, found: Available): Available {
  if (found.path === "") return found;
  for (const other of availableAt(facts, call)) if (other.variable !== undefined && other.variable === found.variable && other.path === "") return other;
  return found;
}
