import { ASTUtils, AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { isTestFile } from "./entry.js";
import type { Facts } from "./facts.js";
import { argumentPlace, calleeNames, type FunctionNode } from "./position/syntax.js";

const TEST_WORDS = /^(?:[fx]?(?:describe|it|test)|bench|specify|suite|(?:after|before)(?:All|Each)?)$/;

/** Is the function what a test framework runs: `test("…", (t) => …)`, `it.only(…)`, `beforeEach(…)`? */
export function isTestCallback(facts: Facts, fn: FunctionNode): boolean {
  const call = argumentPlace(fn)?.call;
  if (call?.type !== N.CallExpression || !calleeNames(call).some((name) => TEST_WORDS.test(name))) return false;
  return isTestFile(facts) || isImportedFromTest(facts, call.callee);
}

/** Is the first name of the callee imported from a module that says so: `node:test`, `vitest`? */
function isImportedFromTest({ sourceCode }: Facts, callee: TSESTree.Node): boolean {
  let first = callee;
  while (first.type === N.MemberExpression || first.type === N.CallExpression) first = first.type === N.MemberExpression ? first.object : first.callee;
  const variable = first.type === N.Identifier ? ASTUtils.findVariable(sourceCode.getScope(first), first.name) : null;
  return variable?.defs.some(({ parent }) => parent?.type === N.ImportDeclaration && /test|jest|mocha|tap\b/.test(parent.source.value)) === true;
}
