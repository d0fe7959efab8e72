import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { rootAt } from "./calls.js";
import { candidatesFor } from "./candidates.js";
import { deafLoopAt } from "./deaf-loops.js";
import { isInDetached } from "./detached.js";
import type { Facts } from "./facts.js";
import { implementsModel } from "./implementation.js";
import { functionName } from "./position/function-name.js";
import { isCleanupName } from "./position/names.js";
import { descendants } from "./position/reference.js";
import { type FunctionNode, isFunction, isLoop, placeOfCall } from "./position/syntax.js";
import { type DeclaredParameter, isImplementation, parametersWithContext } from "./signatures.js";
import { isOwnSignature } from "./takers.js";
import { isVacant, vacanciesAt } from "./vacancy.js";

/**
 * The context parameters that a function which waits never mentions. None where somebody else says what it takes, or where it ends
 * something, which must go on; nor where what loses the context is in sight, and reported there.
 */
export function ignoredContexts(facts: Facts, fn: FunctionNode): readonly DeclaredParameter[] {
  if (fn.params.length === 0 || !awaits(facts, fn)) return [];
  const ignored = (parametersWithContext(facts, fn) ?? []).filter((parameter) => parameter.context !== undefined && isUnused(facts, fn, parameter) && !implementsModel(facts, parameter.context.model));
  if (ignored.length === 0 || isCleanupName(functionName(fn) ?? "") || readsArguments(facts, fn)) return [];
  if (!isOwnSignature(facts, fn) || isImplementation(facts, fn) || isHandedOn(facts, fn) || isInDetached(facts, fn)) return [];
  return [...descendants(facts, fn.body)].some((node) => isLostAt(facts, node)) ? [] : ignored;
}

/** Is this where a context gets lost: a loop that never looks, a root, a call that would take one? Then that is the defect, and is reported there. */
function isLostAt(facts: Facts, node: TSESTree.Node): boolean {
  if (isLoop(node)) return deafLoopAt(facts, node) !== undefined;
  if (rootAt(facts, node) !== undefined) return true;
  if (node.type !== N.CallExpression && node.type !== N.NewExpression) return false;
  return vacanciesAt(facts, node).some((vacancy) => isVacant(facts, node, vacancy) && candidatesFor(facts, node, vacancy.slot) !== undefined);
}

/** The function's own code, but for functions in it. */
function inside(facts: Facts, fn: FunctionNode): readonly TSESTree.Node[] {
  return [...descendants(facts, fn.body, (node) => !isFunction(node))];
}

function awaits(facts: Facts, fn: FunctionNode): boolean {
  return fn.async && inside(facts, fn).some((node) => node.type === N.AwaitExpression || (node.type === N.ForOfStatement && node.await));
}

function isUnused({ sourceCode }: Facts, fn: FunctionNode, { node }: DeclaredParameter): boolean {
  const name = node.type === N.AssignmentPattern ? node.left : node;
  if (name.type !== N.Identifier) return false;
  const variable = sourceCode.getDeclaredVariables?.(fn).find(({ identifiers }) => identifiers.some((identifier) => identifier === name));
  return variable?.references.every((use) => use.init === true) === true;
}

function readsArguments({ sourceCode }: Facts, fn: FunctionNode): boolean {
  return sourceCode.scopeManager?.acquire(fn)?.set.get("arguments")?.references.some(() => true) === true;
}

/** Is the function given to somebody who calls it as they like: stored, passed on, exported in an object? */
function isHandedOn({ sourceCode }: Facts, fn: FunctionNode): boolean {
  const declared = fn.type === N.FunctionDeclaration ? fn : fn.parent.type === N.VariableDeclarator ? fn.parent : undefined;
  const variables: readonly TSESLint.Scope.Variable[] = (declared && sourceCode.getDeclaredVariables?.(declared)) ?? [];
  return variables.filter(({ defs }) => defs[0]?.type !== "Parameter").some(({ references }) =>
    references.some((use) => use.isRead() && placeOfCall(use.identifier) === undefined && use.identifier.parent.type !== N.ExportSpecifier && use.identifier.parent.type !== N.ExportDefaultDeclaration),
  );
}
