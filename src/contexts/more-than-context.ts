import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { Facts } from "./facts.js";

const CONTEXT_WORDS = /context|ctx|signal|token/i;

/**
 * Is it a class of something else that can be cancelled too, a run that is its own token: its name speaks of no context,
 * and most of what it offers is its own? It has the place of what it is.
 */
export function isMoreThanContext({ checker }: Facts, given: ts.Type): boolean {
  const type = checker.getNonNullableType(given);
  const declaration = type.getSymbol()?.valueDeclaration;
  if (declaration === undefined || !ts.isClassDeclaration(declaration) || CONTEXT_WORDS.test(declaration.name?.text ?? "")) return false;
  const implemented = (declaration.heritageClauses ?? []).filter(({ token }) => token === ts.SyntaxKind.ImplementsKeyword).flatMap(({ types }) => types);
  const asked = new Set(implemented.flatMap((node) => checker.getTypeAtLocation(node).getProperties().map(({ name }) => name)));
  const own = declaration.members.filter((member) => isOffered(member) && !asked.has(member.name?.getText() ?? ""));
  return asked.size > 0 && own.length > asked.size;
}

/** What others may use. */
function isOffered(member: ts.ClassElement): boolean {
  if (ts.isConstructorDeclaration(member) || member.name === undefined || ts.isPrivateIdentifier(member.name)) return false;
  return !tsutils.includesModifier(ts.canHaveModifiers(member) ? ts.getModifiers(member) : undefined, ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword, ts.SyntaxKind.StaticKeyword);
}
