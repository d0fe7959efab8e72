import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Facts } from "../contexts/facts.js";
import { assignmentsIn, type Growth, readsOf } from "../contexts/growth.js";
import { isFunction, isLoop, isWithin, outwards } from "../contexts/position/syntax.js";
import { claim, combine, type Edit, replaceRange } from "./edit.js";
import { freshName } from "./names.js";
import { replaceExpression } from "./replace-expression.js";

/**
 * Each turn gets a constant of its own: `ctx = withValue(ctx, …)` becomes `const ctx2 = withValue(ctx, …)`, and what comes
 * after it in the turn uses that. Nothing where the variable is used after the loop, in its condition or in another function, or where it is
 * assigned in a branch.
 */
export function freshPerTurn(facts: Facts, { around, origin, target }: Growth): Edit | undefined {
  const { sourceCode } = facts;
  const { body } = around;
  if (!("references" in origin.root) || origin.path.length > 0 || target.type !== N.Identifier || body.type !== N.BlockStatement) return undefined;
  const writes = assignmentsIn(facts, around, origin).map(({ node }) => node);
  if (!writes.every((write) => write.left.type === N.Identifier && write.left.name === target.name && write.parent.type === N.ExpressionStatement && write.parent.parent === body)) return undefined;
  const reads = readsOf(origin.root);
  const [inside, outside] = [reads.filter((read) => isWithin(read, body)), reads.filter((read) => !isWithin(read, body))];
  if (outside.some((read) => read.range[0] > around.range[0]) || isRepeated(around) || !inside.every((read) => isTurnsOwn(read, body, writes))) return undefined;

  const names: string[] = [];
  const { scope } = origin.root;
  for (let number = 2; names.length < writes.length; number++) {
    const name = freshName(scope, `${target.name}${number}`);
    if (name === `${target.name}${number}`) names.push(name);
  }
  const nameAt = (read: TSESTree.Node): string | undefined => names[writes.filter((write) => write.range[1] <= read.range[0]).length - 1];
  return combine(
    claim(around),
    ...writes.map((write, index) => replaceRange(write.left.range, `const ${names[index] ?? ""}`)),
    ...inside.flatMap((read) => {
      const name = nameAt(read);
      return name === undefined ? [] : [replaceExpression(sourceCode, read as TSESTree.Expression, name)];
    }),
  );
}

/** Is there a loop or function around the loop, so that an earlier use may be a later one too? */
function isRepeated(around: TSESTree.Node): boolean {
  for (const { outer } of outwards(around)) {
    if (isLoop(outer)) return true;
    if (isFunction(outer)) return false;
  }
  return false;
}

/** Is the variable read where it stands, not by a function that was there before the assignment? */
function isTurnsOwn(read: TSESTree.Node, body: TSESTree.Node, writes: readonly TSESTree.Node[]): boolean {
  for (const { outer } of outwards(read)) {
    if (outer === body) return true;
    if (isFunction(outer) && (outer.type === N.FunctionDeclaration || writes.some((write) => write.range[0] > outer.range[0]))) return false;
  }
  return false;
}
