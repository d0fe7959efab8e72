import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";

import type { Facts } from "./facts.js";
import { enclosingFunction, isFunction, placeOfCall, unwrap } from "./position/syntax.js";
import { type ClassNode, type Field, fieldNamed, inside, membersOf } from "./stores.js";

/**
 * Was the context given to the constructor together with its cancel handle, which the class keeps and calls: so that it
 * is the class's own lifetime, although somebody else made it?
 */
export function isGivenWithHandle(facts: Facts, field: Field): boolean {
  const { owner } = field;
  const [write, ...others] = field.writes;
  if (owner === undefined || write === undefined || others.length > 0) return false;
  const giver = giverOf(facts, write.value);
  if (giver === undefined) return false;
  const handles = membersOf(facts, owner).filter((other) => ENDS.test(other.name) && other !== field && other.writes.some(({ value }) => giverOf(facts, value) === giver));
  return handles.some((handle) => isCalled(facts, owner, handle));
}

const ENDS = /^#?_?(?:abort|cancel)/i;

/** What gave the value: the variable of `options` in `options.ctx`, or the constructor whose own parameter it is. */
function giverOf({ sourceCode }: Facts, value: TSESTree.Expression): object | undefined {
  const node = unwrap(value);
  const start = node.type === N.MemberExpression ? unwrap(node.object) : node;
  const variable = start.type === N.Identifier ? ASTUtils.findVariable(sourceCode.getScope(start), start.name) : undefined;
  const [definition] = variable?.defs ?? [];
  if (variable == null || definition?.type !== "Parameter") return undefined;
  const fn = isFunction(definition.node) ? definition.node : enclosingFunction(definition.node);
  const isConstructor = fn?.parent.type === N.MethodDefinition && fn.parent.kind === "constructor";
  return isConstructor ? (node === start ? fn : variable) : undefined;
}

function isCalled(facts: Facts, owner: ClassNode, handle: Field): boolean {
  return [...inside(facts, owner.body)].some((node) => node.type === N.MemberExpression && placeOfCall(node) !== undefined && fieldNamed(facts, node, owner) === handle);
}
