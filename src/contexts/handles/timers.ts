import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import type { Facts } from "../facts.js";
import { isEndName } from "../position/mentions.js";
import { childrenOf } from "../position/reference.js";
import { calleeName, isFunction, isGlobal, memberName, unwrap } from "../position/syntax.js";
import { patternsOf } from "../symbols.js";
import { isOrExtends } from "../types.js";
import type { Handle } from "./made.js";

/** A timer that aborts a controller: it must be cleared when there is nothing left to abort. */
export interface Timer {
  readonly handle: Handle;
  readonly controller: TSESLint.Scope.Variable;
  readonly delay: TSESTree.Expression | undefined;
}

/** `setTimeout(() => controller.abort(), ms)`, of a controller that a function made. */
export function timerAt(facts: Facts, call: TSESTree.CallExpression): Timer | undefined {
  const callee = unwrap(call.callee);
  const [callback, delay] = call.arguments;
  if (calleeName(call) !== "setTimeout" || callback === undefined || !isGlobalTimer(facts, callee)) return undefined;
  for (const object of abortedBy(facts, callback)) {
    const variable = ASTUtils.findVariable(facts.sourceCode.getScope(object), object.name);
    const [definition] = variable?.defs ?? [];
    if (variable === null || definition?.type !== "Variable" || definition.node.init?.type !== N.NewExpression || variable.scope.type === "module") continue;
    const type = facts.services.getTypeAtLocation(object);
    const found = patternsOf(facts, (model) => model.handles).find(([, handle]) => handle.endOptional === true && handle.type.some((place) => isOrExtends(facts, type, place)));
    if (found === undefined) continue;
    const [model] = found;
    const handle: Handle = { model, made: call, path: [], context: [], endedBy: [], liveIf: [], isContext: false, isOptional: false, isAwaited: false, type };
    return { handle, controller: variable, delay: delay?.type === N.SpreadElement ? undefined : delay };
  }
  return undefined;
}

function isGlobalTimer(facts: Facts, callee: TSESTree.Node): boolean {
  if (callee.type === N.MemberExpression) {
    const object = unwrap(callee.object);
    return object.type === N.Identifier && /^(?:global|globalThis|self|window)$/.test(object.name);
  }
  return callee.type === N.Identifier && isGlobal(facts, callee);
}

/** What a callback calls `abort` on: itself, not in functions of its own. */
function* abortedBy(facts: Facts, callback: TSESTree.Node): Generator<TSESTree.Identifier> {
  const value = functionOf(facts, unwrap(callback));
  const left: TSESTree.Node[] = [value];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node.type === N.CallExpression) {
      const callee = unwrap(node.callee);
      const aborts = callee.type === N.MemberExpression && memberName(callee) === "bind" ? unwrap(callee.object) : callee;
      const object = aborts.type === N.MemberExpression && isEndName(facts, memberName(aborts) ?? "") ? unwrap(aborts.object) : undefined;
      if (object?.type === N.Identifier) yield object;
    }
    if (node === value || !isFunction(node)) left.push(...childrenOf(facts, node));
  }
}

/** The function that a constant name stands for. */
function functionOf(facts: Facts, node: TSESTree.Node): TSESTree.Node {
  if (node.type !== N.Identifier) return node;
  const [definition] = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name)?.defs ?? [];
  if (definition?.type === "FunctionName") return definition.node;
  return definition?.type === "Variable" && isFunction(definition.node.init) ? definition.node.init : node;
}
