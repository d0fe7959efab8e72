import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";

import { type Facts, fileMemo } from "../facts.js";
import { type FunctionNode, wrapped } from "./syntax.js";

const memos = fileMemo(() => new WeakMap<FunctionNode, readonly TSESTree.Node[]>());

/**
 * The places where a function is put to use: where it stands, or, for one that has a name in this file, where the name
 * stands (its calls of itself aside). Empty where that cannot be told: a member, an export, a variable that is assigned.
 */
export function placesOf(facts: Facts, fn: FunctionNode): readonly TSESTree.Node[] {
  const memo = memos(facts);
  let places = memo.get(fn);
  if (places === undefined) memo.set(fn, (places = find(facts, fn)));
  return places;
}

function find(facts: Facts, fn: FunctionNode): readonly TSESTree.Node[] {
  const id = nameOf(fn);
  if (id === undefined) return fn.type === N.FunctionDeclaration ? [] : [fn];
  const scope = facts.sourceCode.getScope(fn.parent);
  const variable = ASTUtils.findVariable(scope, id);
  if (variable?.defs.length !== 1 || variable.references.some((use) => use.isWrite() && use.init !== true)) return [];
  const reads = variable.references.filter((use) => use.isRead()).map(({ identifier }) => identifier as TSESTree.Node);
  const outside = reads.filter((use) => use.range[0] < fn.range[0] || use.range[1] > fn.range[1]);
  return outside.some((use) => use.parent?.type === N.ExportSpecifier || use.parent?.type === N.ExportDefaultDeclaration) ? [] : outside;
}

/** The identifier a function is declared by, if only this file can see it. */
function nameOf(fn: FunctionNode): TSESTree.Identifier | undefined {
  if (fn.type === N.FunctionDeclaration) return isExport(fn.parent) ? undefined : (fn.id ?? undefined);
  const outer = wrapped(fn);
  const declarator = outer.parent;
  if (declarator?.type !== N.VariableDeclarator || declarator.init !== outer || declarator.id.type !== N.Identifier) return undefined;
  return isExport(declarator.parent.parent) ? undefined : declarator.id;
}

function isExport(node: TSESTree.Node | undefined): boolean {
  return node?.type === N.ExportNamedDeclaration || node?.type === N.ExportDefaultDeclaration;
}
