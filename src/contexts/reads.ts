import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { Facts } from "./facts.js";
import { isPartOfTypedKey, type KeyUse } from "./keys.js";
import { lastName } from "./names.js";
import { isNothing, wrapped } from "./position/syntax.js";
import { symbolOf } from "./symbols.js";

/** A type that is claimed of a value without a check: `as User`, `<User>`, `!`. */
export type Cast = TSESTree.TSAsExpression | TSESTree.TSNonNullExpression | TSESTree.TSTypeAssertion;

/** The casts of what a call reads, innermost first. */
export function castsOf(read: TSESTree.Node): readonly Cast[] {
  const casts: Cast[] = [];
  for (let node = read.parent, inner = read; node !== undefined; inner = node, node = node.parent) {
    if (isCast(node) && node.expression === inner) casts.push(node);
    else if (node.type !== AST_NODE_TYPES.ChainExpression && node.type !== AST_NODE_TYPES.TSSatisfiesExpression) break;
  }
  return casts;
}

function isCast(node: TSESTree.Node): node is Cast {
  return node.type === AST_NODE_TYPES.TSAsExpression || node.type === AST_NODE_TYPES.TSNonNullExpression || node.type === AST_NODE_TYPES.TSTypeAssertion;
}

/** The casts of a read that nobody checks: where it stands, and where the constant that holds it is used. */
export function uncheckedCasts(facts: Facts, read: KeyUse): readonly Cast[] {
  const places: readonly TSESTree.Node[] = [read.call, ...usesOf(facts, read.call)];
  return places.flatMap((place) => {
    const cast = castsOf(place).at(-1);
    return cast && isUnchecked(facts, read, place, cast) ? [cast] : [];
  });
}

function isUnchecked(facts: Facts, read: KeyUse, place: TSESTree.Node, cast: Cast): boolean {
  const { checker, services } = facts;
  const had = services.getTypeAtLocation(place);
  const got = services.getTypeAtLocation(cast);
  if (tsutils.isTypeFlagSet(got, ts.TypeFlags.Unknown)) return false;
  const isAny = (type: ts.Type): boolean => tsutils.isTypeFlagSet(type, ts.TypeFlags.Any);
  if (isAny(got) ? isAny(had) : !isAny(had) && checker.isTypeAssignableTo(had, got)) return false;
  if (tsutils.isTypeFlagSet(services.getTypeAtLocation(read.call), ts.TypeFlags.Unknown) && isLookedAt(facts, had)) return false;
  return !((admitsNothing(facts, cast, got) || excludesNothing(had)) && isAccessor(facts, read));
}

/** Was it tested before what it is: `typeof value === "object"`? That something is there, `{}`, is not yet what. */
function isLookedAt({ checker }: Facts, had: ts.Type): boolean {
  return excludesNothing(had) && tsutils.unionConstituents(had).every((part) => !tsutils.isTypeFlagSet(part, ts.TypeFlags.Null) && (!tsutils.isTypeFlagSet(part, ts.TypeFlags.Object) || checker.getPropertiesOfType(part).length > 0));
}

/** Does the cast say that nothing may be there: `as User | undefined`, `(… as User) ?? fallback`? */
function admitsNothing({ checker }: Facts, cast: Cast, type: ts.Type): boolean {
  const { parent } = cast;
  if (cast.type === AST_NODE_TYPES.TSNonNullExpression) return false;
  if (parent.type === AST_NODE_TYPES.LogicalExpression && parent.left === cast && parent.operator !== "&&") return true;
  return checker.getNonNullableType(type) !== type;
}

/** Was it tested before that something is there? What was `unknown` is `{} | null` then. */
function excludesNothing(had: ts.Type): boolean {
  return tsutils.unionConstituents(had).every((part) => !tsutils.isTypeFlagSet(part, ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Undefined));
}

/**
 * The one place that may say a value's type where the library's readers cannot: beside the key, or in a function that
 * takes the type from a key of its own.
 */
function isAccessor(facts: Facts, { call, key }: KeyUse): boolean {
  if (isPartOfTypedKey(facts, key)) return true;
  const { checker, services } = facts;
  const reader = services.getTypeAtLocation(call.callee);
  const knowsNothing = reader.getCallSignatures().every((signature) => tsutils.isTypeFlagSet(checker.getReturnTypeOfSignature(signature), ts.TypeFlags.Any | ts.TypeFlags.Unknown));
  if (!knowsNothing) return false;
  const declaration = symbolOf(facts, key)?.valueDeclaration;
  return declaration?.getSourceFile() === facts.sourceFile && !ts.isParameter(declaration);
}

/** Is what is read looked at before it is believed: `instanceof`, `typeof`, a comparison, a type guard, a schema? */
export function isCheckedRead(facts: Facts, call: TSESTree.Node): boolean {
  return [call, ...usesOf(facts, call)].some((place) => isCheck(facts, wrapped(place)));
}

/** Where a constant is used that a call initializes. */
function usesOf(facts: Facts, call: TSESTree.Node): readonly TSESTree.Node[] {
  const declarator = wrapped(call).parent;
  if (declarator?.type !== AST_NODE_TYPES.VariableDeclarator || declarator.id.type !== AST_NODE_TYPES.Identifier || declarator.parent.kind !== "const") return [];
  const variables: readonly TSESLint.Scope.Variable[] = facts.sourceCode.getDeclaredVariables?.(declarator) ?? [];
  return variables.flatMap(({ references }) => references.filter(({ init }) => init !== true).map(({ identifier }) => identifier as TSESTree.Node));
}

function isCheck(facts: Facts, node: TSESTree.Node): boolean {
  const { parent } = node;
  switch (parent?.type) {
    case AST_NODE_TYPES.UnaryExpression:
      return parent.operator === "typeof";
    case AST_NODE_TYPES.BinaryExpression:
      if (parent.operator === "instanceof") return parent.left === node;
      return /^[=!]==?$/.test(parent.operator) && !isNothing(parent.left === node ? parent.right : parent.left);
    case AST_NODE_TYPES.CallExpression:
      return parent.callee !== node && isGuard(facts, parent, parent.arguments.indexOf(node as TSESTree.Expression));
    default:
      return false;
  }
}

/** Names of functions that take anything and give back what it is, or throw. */
const CHECKING = /^(?:assert|check|decode|decodeSync|decodeUnknown|decodeUnknownSync|is|parse|parseAsync|safeParse|safeParseAsync|validate|validateAsync|validateSync)$/;

function isGuard({ checker, services }: Facts, call: TSESTree.CallExpression, index: number): boolean {
  const signature = checker.getResolvedSignature(services.esTreeNodeToTSNodeMap.get(call));
  const parameter = signature?.parameters[index];
  if (signature === undefined || parameter === undefined) return false;
  const predicate = checker.getTypePredicateOfSignature(signature);
  if (predicate !== undefined && predicate.parameterIndex === index) return true;
  return CHECKING.test(lastName(call.callee) ?? "") && tsutils.isTypeFlagSet(checker.getTypeOfSymbol(parameter), ts.TypeFlags.Any | ts.TypeFlags.Unknown);
}
