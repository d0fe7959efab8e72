import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Facts } from "../facts.js";
import { descendants } from "../position/reference.js";
import { memberName, outwards } from "../position/syntax.js";
import { type ClassNode, memberOf, ownerOfThis } from "../stores.js";
import type { Handle } from "./made.js";
import { usesOf } from "./uses.js";

/** Is the handle kept in a private member that nobody in its class calls or passes on? */
export function isStoredForNothing(facts: Facts, handle: Handle, node: TSESTree.MemberExpression | TSESTree.PropertyDefinition, path: readonly string[]): boolean {
  const stored = storeOf(facts, node);
  if (stored === undefined || !isPrivate(stored.owner, stored.name)) return false;
  const named: TSESTree.Node[] = [];
  for (const each of descendants(facts, stored.owner.body)) {
    if (each.type !== N.MemberExpression || memberName(each) !== stored.name) continue;
    // `this.signal.signal`
    if (isMember(facts, each.object, stored)) continue;
    // Of another instance, by whatever it is called.
    if (stored.name.startsWith("#") || memberOf(facts, each, stored.owner) !== undefined) named.push(each);
    else return false;
  }
  if (takesMembersApart(facts, stored.owner)) return false;
  const { isKept, uses } = usesOf(facts, handle, named.filter((each) => !isWritten(each)), path, undefined);
  return !isKept && uses.length === 0;
}

interface Stored {
  readonly owner: ClassNode;
  readonly name: string;
}

function isMember(facts: Facts, node: TSESTree.Node, { name, owner }: Stored): boolean {
  return node.type === N.MemberExpression && memberOf(facts, node, owner)?.name === name;
}

function storeOf(facts: Facts, node: TSESTree.MemberExpression | TSESTree.PropertyDefinition): Stored | undefined {
  if (node.type === N.PropertyDefinition) {
    const name = node.key.type === N.PrivateIdentifier ? `#${node.key.name}` : node.key.type === N.Identifier && !node.computed ? node.key.name : undefined;
    return name === undefined || node.decorators.length > 0 ? undefined : { owner: node.parent.parent, name };
  }
  const owner = ownerOfThis(node)?.owner;
  const member = owner && memberOf(facts, node, owner);
  return owner && member && { owner, name: member.name };
}

function isPrivate({ body }: ClassNode, name: string): boolean {
  if (name.startsWith("#")) return true;
  return body.body.some((member) => {
    if (member.type === N.PropertyDefinition) return member.accessibility === "private" && member.key.type === N.Identifier && member.key.name === name;
    if (member.type !== N.MethodDefinition || member.kind !== "constructor") return false;
    return member.value.params.some((parameter) => parameter.type === N.TSParameterProperty && parameter.accessibility === "private" && parameter.parameter.type === N.Identifier && parameter.parameter.name === name);
  });
}

/** `const { cancel } = this`, `{ ...this }`. */
function takesMembersApart(facts: Facts, owner: ClassNode): boolean {
  for (const node of descendants(facts, owner.body)) {
    if (node.type !== N.ThisExpression) continue;
    const { parent } = node;
    if (parent.type === N.SpreadElement || (parent.type === N.VariableDeclarator && parent.id.type === N.ObjectPattern)) return true;
  }
  return false;
}

function isWritten(node: TSESTree.Node): boolean {
  for (const { inner, outer } of outwards(node)) {
    if (outer.type === N.AssignmentExpression) return outer.left === inner && (inner === node || inner.type === N.ArrayPattern || inner.type === N.ObjectPattern);
    if (!/^(?:ArrayPattern|AssignmentPattern|ObjectPattern|Property|RestElement)$/.test(outer.type)) return false;
  }
  return false;
}
