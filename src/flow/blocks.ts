import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { given } from "./conditions.js";
import { assignTo } from "./patterns.js";
import { Finalizer } from "./scopes.js";
import type { Wiring } from "./wiring.js";

type Resource = readonly [declarator: TSESTree.VariableDeclarator, scope: Finalizer];

/** Statements of one block. What `using` declares in it is disposed on every way out, last first. */
export function block(wiring: Wiring, statements: readonly TSESTree.Node[]): void {
  const resources: Resource[] = [];
  for (const statement of statements) {
    if (statement.type === N.VariableDeclaration) resources.push(...declaration(wiring, statement));
    else wiring.visit(statement);
  }
  dispose(wiring, resources);
}

/** A declaration, and what it opened that must be disposed. */
export function declaration(wiring: Wiring, node: TSESTree.VariableDeclaration): Resource[] {
  const resources: Resource[] = [];
  for (const declarator of node.declarations) {
    if (declarator.init) wiring.visit(declarator.init);
    else if (node.kind === "var") continue;
    resources.push(...bound(wiring, node, declarator));
  }
  return resources;
}

/** Gives a declarator the value that was just evaluated. */
export function bound(wiring: Wiring, { kind }: TSESTree.VariableDeclaration, declarator: TSESTree.VariableDeclarator): Resource[] {
  const isResource = kind === "using" || kind === "await using";
  if (isResource) wiring.risky("access", declarator); // its `[Symbol.dispose]`
  assignTo(wiring, declarator.id, "bind");
  if (declarator.init) given(wiring, declarator.id, declarator.init);
  return isResource ? [[declarator, wiring.open(new Finalizer(() => wiring.detached("join", declarator)))]] : [];
}

/** Closes what declarations opened. */
export function dispose(wiring: Wiring, resources: readonly Resource[]): void {
  for (const [declarator, scope] of resources.toReversed()) {
    wiring.close();
    wiring.finalize(declarator, scope, () => wiring.risky("dispose", declarator));
  }
}
