import type { ParserServicesWithTypeInformation, TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { type Written, writtenAt, writtenOf } from "./written.js";

const rememberingCheckers = new WeakMap<ts.TypeChecker, ts.TypeChecker>();

/** The checker, asked each of these questions once, and none that a type answers by itself. */
export function rememberingChecker(checker: ts.TypeChecker): ts.TypeChecker {
  let remembering = rememberingCheckers.get(checker);
  if (remembering === undefined) rememberingCheckers.set(checker, (remembering = remember(checker)));
  return remembering;
}

/** The parser's services, which ask the same checker. */
export function rememberingServices(services: ParserServicesWithTypeInformation, checker: ts.TypeChecker): ParserServicesWithTypeInformation {
  const nodes = services.esTreeNodeToTSNodeMap;
  // Components have nodes that stand for none of TypeScript's.
  const known = (node: TSESTree.Node): ts.Node | undefined => (nodes.has(node) ? nodes.get(node) : undefined);
  return {
    ...services,
    getSymbolAtLocation(node) {
      const tsNode = known(node);
      return tsNode === undefined ? services.getSymbolAtLocation(node) : checker.getSymbolAtLocation(tsNode);
    },
    getTypeAtLocation(node) {
      const tsNode = known(node);
      return tsNode === undefined ? services.getTypeAtLocation(node) : checker.getTypeAtLocation(tsNode);
    },
  };
}

function remember(checker: ts.TypeChecker): ts.TypeChecker {
  const known = new Map<string, ts.Type>();
  const sameAsWritten = (written: Written, ask: () => ts.Type): ts.Type => {
    let type = written === undefined ? undefined : known.get(written);
    if (type === undefined) {
      type = ask();
      if (written !== undefined) known.set(written, type);
    }
    return type;
  };
  const isArray = once((target: ts.GenericType) => checker.isArrayType(target));
  const getNonNullableType = once((type: ts.Type) => checker.getNonNullableType(type));
  return {
    ...checker,
    getSymbolAtLocation: once((node) => checker.getSymbolAtLocation(node)),
    getTypeAtLocation: once((node) => sameAsWritten(writtenAt(node), () => checker.getTypeAtLocation(node))),
    getTypeOfSymbol: once((symbol) => sameAsWritten(writtenOf(symbol), () => checker.getTypeOfSymbol(symbol))),
    getDeclaredTypeOfSymbol: once((symbol) => checker.getDeclaredTypeOfSymbol(symbol)),
    getImmediateAliasedSymbol: once((symbol) => checker.getImmediateAliasedSymbol(symbol)),
    getExportsOfModule: once((symbol) => checker.getExportsOfModule(symbol)),
    getBaseTypes: once((type) => checker.getBaseTypes(type)),
    getBaseConstraintOfType: once((type) => checker.getBaseConstraintOfType(type)),
    getAwaitedType: once((type) => checker.getAwaitedType(type)),
    getPropertiesOfType: once((type) => checker.getPropertiesOfType(type)),
    getPropertyOfType: onceForTwo((type: ts.Type, name: string) => checker.getPropertyOfType(type, name)),
    getSignaturesOfType: onceForTwo((type: ts.Type, kind: ts.SignatureKind) => (isPlain(type) ? [] : checker.getSignaturesOfType(type, kind))),
    getIndexInfosOfType: once((type) => checker.getIndexInfosOfType(type)),
    getReturnTypeOfSignature: once((signature) => checker.getReturnTypeOfSignature(signature)),
    getNonNullableType: (type) => (isSomething(type) ? type : getNonNullableType(type)),
    isArrayType: (type) => isReference(type) && isArray(type.target),
    isTupleType: (type) => isReference(type) && (type.target.objectFlags & ts.ObjectFlags.Tuple) !== 0,
  };
}

/** Strings, numbers, literals: nothing that could be called. */
function isPlain(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.BooleanLike | ts.TypeFlags.Null | ts.TypeFlags.NumberLike | ts.TypeFlags.StringLike | ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0 && (type.flags & ts.TypeFlags.Union) === 0;
}

/** Surely neither `null` nor `undefined`. */
function isSomething(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every(isSomething);
  if (type.isIntersection()) return type.types.some(isSomething);
  return (type.flags & (ts.TypeFlags.BigIntLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.ESSymbolLike | ts.TypeFlags.NumberLike | ts.TypeFlags.Object | ts.TypeFlags.StringLike)) !== 0;
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return (type.flags & ts.TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
}

/** The maps live and die with the checker, as do the nodes, symbols and types that they know: weak ones would only cost. */
function once<K extends object, V>(question: (key: K) => V): (key: K) => V {
  const answers = new Map<K, V>();
  return (key) => remembered(answers, key, () => question(key));
}

function onceForTwo<K extends object, L, V>(question: (key: K, other: L) => V): (key: K, other: L) => V {
  const answers = once((key: K) => {
    const known = new Map<L, V>();
    return (other: L) => remembered(known, other, () => question(key, other));
  });
  return (key, other) => answers(key)(other);
}

/** What a memo knows, or else is told now. */
export function remembered<K, V>(memo: Memo<K, V>, key: K, ask: () => V): V {
  let answer = memo.get(key);
  if (answer === undefined && !memo.has(key)) memo.set(key, (answer = ask()));
  return answer as V;
}

interface Memo<K, V> {
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, answer: V): unknown;
}
