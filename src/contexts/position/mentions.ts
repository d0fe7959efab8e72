import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { type Facts, fileMemo } from "../facts.js";
import { remembered } from "../remembering.js";
import { isAbortListener } from "./names.js";
import { isLookName } from "./observation.js";
import { type Positions, positionsOfEach } from "./positions.js";
import { callBehind, nodesOf, type Origin, originOf } from "./reference.js";
import { calleeName, isFunction, memberName, outwards } from "./syntax.js";

const endNames = fileMemo(({ models }) => new Set(models.flatMap(({ handles = [] }) => handles.flatMap(({ endedBy }) => endedBy))));

/** May a method of this name end a context? */
export function isEndName(facts: Facts, name: string): boolean {
  return endNames(facts).has(name);
}

/**
 * Where the file may end or look at a context, told by names alone: of what is not mentioned nothing is asked. Asked once for each
 * file.
 */
export function mentionsOf(facts: Facts, { root }: Pick<Origin, "root">): Positions {
  return mentions(facts).get(root) ?? [];
}

/** Does the file end or look at any context, as far as names tell? */
export function mentionsAny(facts: Facts): boolean {
  return mentions(facts).size > 0;
}

const mentions = fileMemo((facts) => {
  const nodes = new Map<Origin["root"], TSESTree.Node[]>();
  const add = (root: Origin["root"] | undefined, node: TSESTree.Node): void => {
    if (root === undefined) return;
    remembered(nodes, root, () => []).push(node);
    for (const name of namesGiven(facts, node)) add(root, name);
  };
  for (const call of nodesOf(facts, N.CallExpression)) {
    add(handleCalled(facts, call)?.root, call);
    for (const heard of isAbortListener(calleeName(call) ?? "") ? call.arguments : []) add(originOf(facts, heard)?.root, call);
  }
  for (const member of nodesOf(facts, N.MemberExpression)) {
    add(lookedAt(facts, member)?.root, member);
  }
  return positionsOfEach(nodes);
});

/** A callee that is a part of some call's result may be a cancel function. */
function handleCalled(facts: Facts, call: TSESTree.CallExpression): Origin | undefined {
  const origin = originOf(facts, call.callee);
  return origin?.path.length === 1 && callBehind(origin) !== undefined ? origin : undefined;
}

function lookedAt(facts: Facts, node: TSESTree.MemberExpression): Origin | undefined {
  const name = memberName(node);
  return name !== undefined && (isLookName(facts, name) || isEndName(facts, name)) ? originOf(facts, node.object) : undefined;
}

/** Later uses of the constant that is initialised with what is mentioned: `const aborted = signal.aborted`. */
function namesGiven(facts: Facts, node: TSESTree.Node): readonly TSESTree.Node[] {
  for (const { inner, outer } of outwards(node)) {
    if (outer.type === N.VariableDeclarator && outer.init === inner && outer.parent.kind === "const") {
      const [variable] = facts.sourceCode.getDeclaredVariables?.(outer) ?? [];
      const reads = variable?.references.filter((use) => use.isRead()).map(({ identifier }) => identifier) ?? [];
      return reads.filter((read) => read.range[0] > outer.range[1]);
    }
    if (isFunction(outer) || outer.type.endsWith("Statement")) return [];
  }
  return [];
}
