import type { TSESLint } from "@typescript-eslint/utils";

import { remembered } from "./remembering.js";

const declaredGlobals = new WeakMap<TSESLint.Scope.Scope, readonly TSESLint.Scope.Variable[]>();

/** The variables that a scope declares: the global one lists some thousand names of the library, too. */
export function declaredIn(scope: TSESLint.Scope.Scope): readonly TSESLint.Scope.Variable[] {
  if (scope.type !== "global") return scope.variables;
  if (scope.childScopes.some(({ type }) => type === "module")) return [];
  return remembered(declaredGlobals, scope, () => scope.variables.filter(({ defs }) => defs.length > 0));
}

/** All variables that a file declares. */
export function declaredInFile({ scopeManager }: Readonly<TSESLint.SourceCode>): readonly TSESLint.Scope.Variable[] {
  return (scopeManager?.scopes ?? []).flatMap(declaredIn);
}
