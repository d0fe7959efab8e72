import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import type { Facts } from "../contexts/facts.js";
import { descendants } from "../contexts/position/reference.js";
import { unwrap } from "../contexts/position/syntax.js";
import type { Rewrap } from "../contexts/rewraps.js";
import { targetsIn } from "../contexts/stores.js";
import { combine, type Edit, replaceRange } from "./edit.js";
import { isFirstOnLine, isLastOnLine, lineStart } from "./layout.js";
import { replaceExpression } from "./replace-expression.js";

/**
 * One derive that does what two did. Of `withTimeout` of a `withCancel` the first becomes the `withTimeout`, and its names take the place of
 * the second's; of `any` of an `any` the elements move up. Nothing where both have a limit in time, or what the second
 * is given is not there yet at the first.
 */
export function oneDerive(facts: Facts, rewrap: Rewrap): Edit | undefined {
  return rewrap.second.makes === "merge" ? mergedInto(facts, rewrap) : doneByFirst(facts, rewrap);
}

/** `any([any([a, b]), c])` becomes `any([a, b, c])`. */
function mergedInto({ sourceCode }: Facts, { declarator, first, second, variable }: Rewrap): Edit | undefined {
  const [inner] = first.call.arguments;
  if (inner?.type !== N.ArrayExpression || sourceCode.getCommentsInside(first.call).length > 0) return undefined;
  const place = second.parents.map(unwrap).find((parent) => parent === first.call || variable?.references.some(({ identifier }) => identifier === parent));
  const [firstElement, lastElement] = [inner.elements.at(0), inner.elements.at(-1)];
  if (place === undefined || place.parent?.type !== N.ArrayExpression || firstElement == null || lastElement == null) return undefined;
  const text = sourceCode.text.slice(firstElement.range[0], lastElement.range[1]);
  const removed = declarator && removedDeclaration(sourceCode, declarator);
  if (declarator !== undefined && removed === undefined) return undefined;
  return combine(replaceRange(place.range, text), ...(removed === undefined ? [] : [removed]));
}

/** The second derive takes the place of the first, and the first's names that of the second's. */
function doneByFirst(facts: Facts, { declarator, first, second, variable: held }: Rewrap): Edit | undefined {
  const { sourceCode } = facts;
  const outer = second.call.parent;
  if (declarator === undefined || outer.type !== N.VariableDeclarator || first.call.parent !== declarator || (first.makes === "deadline" && second.makes === "deadline")) return undefined;
  if (first.model.handles?.some(({ isContext }) => isContext) === true || first.call.type !== N.CallExpression || second.call.type !== N.CallExpression) return undefined;
  const [own, theirs] = [namesOf(sourceCode, declarator), namesOf(sourceCode, outer)];
  const [parent] = first.parents;
  const [place] = second.parents;
  if (own === undefined || theirs === undefined || parent === undefined || place === undefined || first.parents.length > 1 || second.parents.length > 1) return undefined;
  // Values that are put in between would be lost.
  if (!held?.references.some(({ identifier }) => identifier === unwrap(place))) return undefined;
  // What the first would have to know of is declared before it.
  const others = second.call.arguments.filter((argument) => argument !== place);
  if (second.makes === "deadline" && others.some((argument) => [...descendants(facts, argument)].some((node) => isDeclaredAfter(facts, node, declarator)))) return undefined;

  const edits: (Edit | undefined)[] = [removedDeclaration(sourceCode, outer)];
  if (second.makes === "deadline") {
    const text = sourceCode.getText(second.call);
    const [start, end] = place.range.map((position) => position - second.call.range[0]);
    edits.push(replaceRange(first.call.range, text.slice(0, start) + sourceCode.getText(parent) + text.slice(end)));
  }
  for (const [path, variable] of theirs) {
    const name = own.get(path)?.name;
    for (const { identifier, init } of variable.references) {
      if (init === true) continue;
      edits.push(name === undefined ? undefined : replaceExpression(sourceCode, identifier as TSESTree.Identifier, name));
    }
  }
  return combine(...edits);
}

/** The variables of a pattern, by where they are in the value. */
function namesOf(sourceCode: Facts["sourceCode"], declarator: TSESTree.VariableDeclarator): ReadonlyMap<string, TSESLint.Scope.Variable> | undefined {
  if (declarator.parent.kind !== "const" || (declarator.id.type !== N.ArrayPattern && declarator.id.type !== N.ObjectPattern)) return undefined;
  const variables = sourceCode.getDeclaredVariables?.(declarator) ?? [];
  return new Map(targetsIn(declarator.id).flatMap(({ target, path }) => variables.filter(({ identifiers }) => identifiers.some((identifier) => identifier === target)).map((variable) => [path.join("."), variable] as const)));
}

function isDeclaredAfter({ sourceCode }: Facts, node: TSESTree.Node, declarator: TSESTree.Node): boolean {
  if (node.type !== N.Identifier) return node.type === N.AwaitExpression;
  const variable = sourceCode.getScope(node).references.find(({ identifier }) => identifier === node)?.resolved;
  const isSteady = variable?.references.every((use) => !use.isWrite() || use.init === true) !== false;
  return variable?.defs.some(({ name }) => name.range[0] > declarator.range[0]) === true || !isSteady;
}

/** The declaration is all there is in its statement. */
function removedDeclaration(sourceCode: Facts["sourceCode"], { parent: statement }: TSESTree.VariableDeclarator): Edit | undefined {
  if (statement.declarations.length !== 1 || statement.parent.type !== N.BlockStatement || sourceCode.getCommentsInside(statement).length > 0) return undefined;
  const [start, end] = statement.range;
  if (!isFirstOnLine(sourceCode, start) || !isLastOnLine(sourceCode, end)) return replaceRange([start, Math.min(end + (sourceCode.text[end] === " " ? 1 : 0), sourceCode.text.length)], "");
  const next = sourceCode.text.indexOf("\n", end);
  return replaceRange([lineStart(sourceCode, start), next === -1 ? end : next + 1], "");
}
