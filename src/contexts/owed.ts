import { AST_NODE_TYPES as N } from "@typescript-eslint/utils";
import ts from "typescript";

import { type Call, calleeNode, shapesAt } from "./accepts.js";
import { modelsByConvention } from "./conventions.js";
import type { Facts } from "./facts.js";
import { givenTo } from "./given.js";
import { type Io, isIo } from "./io.js";
import { mayBe } from "./names.js";
import { symbolOf, symbolsOf } from "./symbols.js";
import { isVacant, type Vacancy, vacanciesAt } from "./vacancy.js";

/** A place for a context where none stands; it is owed where the code does not compile without. */
export interface Owing extends Vacancy {
  readonly isOwed: boolean;
}

/**
 * The context that a call should be given and is not, whether one is at hand or not: of a model whose contexts come
 * first by convention, or of any model in a call that is listed. A required one that is missing counts too.
 */
export function vacancyFor(facts: Facts, call: Call, io: Io): Owing | undefined {
  const isNamed = mayBe(facts, call.callee, io.functions.names) || mayBe(facts, call.callee, io.others.names);
  const isListed = isNamed && symbolsOf(facts, call.callee).some((symbol) => isIo(facts, symbol, io));
  if (!isListed && !mayTake(symbolOf(facts, calleeNode(call)))) return undefined;
  const owed = owedAt(facts, call);
  if (owed !== undefined) return { ...owed, isOwed: true };
  const models = modelsByConvention(facts);
  const found = vacanciesAt(facts, call).find((vacancy) => {
    const { sibling, slot } = vacancy;
    return sibling === undefined && (isListed || (slot.model.parameter.place === "first" && models.includes(slot.model))) && isVacant(facts, call, vacancy);
  });
  return found && { ...found, isOwed: false };
}

/** A required context that is missing: the code does not compile until it is there. Of several overloads another may be meant. */
function owedAt(facts: Facts, call: Call): Vacancy | undefined {
  const [shape, ...overloads] = shapesAt(facts, call);
  const slot = shape?.slots.find(({ bag, isOptional }) => bag === undefined && !isOptional);
  if (shape === undefined || overloads.length > 0 || slot === undefined || call.arguments.some(({ type }) => type === N.SpreadElement)) return undefined;
  const required = shape.parameters.filter(({ isOptional, isRest }) => !isOptional && !isRest);
  const isShort = call.arguments.length < required.length && slot.index <= call.arguments.length;
  return isShort && givenTo(facts, call, slot.model) === "no" ? { slot, filling: { kind: "missing" } } : undefined;
}

/** Told by syntax: may a parameter of what is called be a context? */
export function mayTake(symbol: ts.Symbol | undefined): boolean {
  return symbol?.declarations?.some((declaration) => {
    const signatures = ts.isClassLike(declaration) ? declaration.members.filter(ts.isConstructorDeclaration) : [signatureOf(declaration)].filter((signature) => signature !== undefined);
    return signatures.length === 0 ? isTypedBy(declaration) : signatures.some(({ parameters }) => parameters.some(({ type }) => type !== undefined && NAMED.has(type.kind)));
  }) === true;
}

const NAMED: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.ImportType, ts.SyntaxKind.IntersectionType, ts.SyntaxKind.TypeLiteral, ts.SyntaxKind.TypeReference, ts.SyntaxKind.UnionType]);

/** The signature that is written in a declaration, or in its type or value. */
function signatureOf(declaration: ts.Node): ts.SignatureDeclaration | undefined {
  if (ts.isFunctionLike(declaration)) return declaration;
  const written = "type" in declaration && declaration.type !== undefined ? declaration.type : "initializer" in declaration ? declaration.initializer : undefined;
  return written !== undefined && ts.isFunctionLike(written as ts.Node) ? (written as ts.SignatureDeclaration) : undefined;
}

/** `const find: Finder`. */
function isTypedBy(declaration: ts.Node): boolean {
  return "type" in declaration && declaration.type !== undefined && NAMED.has((declaration.type as ts.Node).kind);
}
