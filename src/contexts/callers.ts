import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";

import { plainCalls } from "./entry.js";
import { type Facts, fileMemo } from "./facts.js";
import { nodesOf } from "./position/reference.js";
import { memberName, placeOfCall } from "./position/syntax.js";
import type { SignatureNode } from "./signatures.js";

/** Where a function of this file is called. */
export interface Callers {
  /** The calls in this file. */
  readonly calls: readonly TSESTree.CallExpression[];
  /** Whether nobody else can call it. */
  readonly areAll: boolean;
}

/** The calls of a function in this file, as far as its name tells; nothing where it is handed on as a value. */
export function callersOf(facts: Facts, fn: SignatureNode): Callers | undefined {
  const plain = plainCalls(facts, fn);
  if (plain !== undefined) return { calls: plain, areAll: true };
  const member = fn.parent.type === N.MethodDefinition || fn.parent.type === N.TSAbstractMethodDefinition || fn.parent.type === N.PropertyDefinition ? fn.parent : fn.type === N.TSMethodSignature ? fn : undefined;
  if (member !== undefined) return ofMember(facts, member);
  const id = fn.type === N.FunctionDeclaration || fn.type === N.TSDeclareFunction ? fn.id : fn.parent.type === N.VariableDeclarator ? fn.parent.id : undefined;
  if (id?.type !== N.Identifier) return undefined;
  const references = ASTUtils.findVariable(facts.sourceCode.getScope(fn.parent), id)?.references.filter((use) => use.isRead()) ?? [];
  const calls = references.map(({ identifier }) => placeOfCall(identifier as TSESTree.Node));
  const others = references.filter(({ identifier }) => placeOfCall(identifier as TSESTree.Node) === undefined && identifier.parent.type !== N.ExportSpecifier && identifier.parent.type !== N.ExportDefaultDeclaration);
  return others.length > 0 ? undefined : { calls: calls.filter((call) => call !== undefined), areAll: false };
}

type Member = TSESTree.MethodDefinition | TSESTree.PropertyDefinition | TSESTree.TSAbstractMethodDefinition | TSESTree.TSMethodSignature;

function ofMember(facts: Facts, member: Member): Callers | undefined {
  if ("kind" in member && member.kind === "constructor") return undefined;
  const isPrivate = member.key.type === N.PrivateIdentifier;
  const name = isPrivate ? `#${(member.key as TSESTree.PrivateIdentifier).name}` : member.key.type === N.Identifier && !member.computed ? member.key.name : undefined;
  // Of an instance the checker makes symbols of their own, with the same declaration.
  const declarationOf = (node: TSESTree.Node): ts.Declaration | undefined => facts.services.getSymbolAtLocation(node)?.declarations?.[0];
  const declaration = declarationOf(member.key);
  if (name === undefined || (declaration === undefined && !isPrivate)) return undefined;
  const uses = (membersRead(facts).get(name) ?? []).filter((use) => isPrivate || declarationOf(use.property) === declaration);
  const calls = uses.map((use) => placeOfCall(use));
  if (calls.includes(undefined)) return undefined;
  const isOwn = isPrivate || ("accessibility" in member && member.accessibility === "private");
  return { calls: calls.filter((call) => call !== undefined), areAll: isOwn };
}

/** All member expressions of the file, by name. */
const membersRead = fileMemo((facts) => {
  const members = new Map<string, TSESTree.MemberExpression[]>();
  for (const node of nodesOf(facts, N.MemberExpression)) {
    const name = memberName(node);
    if (name === undefined) continue;
    const known = members.get(name);
    if (known === undefined) members.set(name, [node]);
    else known.push(node);
  }
  return members;
});
