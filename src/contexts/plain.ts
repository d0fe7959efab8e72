import ts from "typescript";

import type { Facts } from "./facts.js";

/** Facts about types that their declarations tell by syntax, so that the checker need not resolve anything. */

const PLAIN_KINDS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ArrayType,
  ts.SyntaxKind.BigIntKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.ConstructorType,
  ts.SyntaxKind.FunctionType,
  ts.SyntaxKind.LiteralType,
  ts.SyntaxKind.NeverKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.SymbolKeyword,
  ts.SyntaxKind.TemplateLiteralType,
  ts.SyntaxKind.TupleType,
  ts.SyntaxKind.TypePredicate,
  ts.SyntaxKind.UndefinedKeyword,
  ts.SyntaxKind.VoidKeyword,
]);

/** Types of the platform that are data, containers or streams of it. */
const PLAIN_TYPES = /^(?:Array|ArrayBuffer|ArrayBufferLike|AsyncGenerator|AsyncIterable|AsyncIterableIterator|AsyncIterator|BigInt64Array|BigUint64Array|Blob|Buffer|DataView|Date|Error|Float32Array|Float64Array|FormData|Function|Generator|Headers|Int16Array|Int32Array|Int8Array|Iterable|IterableIterator|Iterator|Map|Promise|PromiseLike|ReadableStream|ReadonlyArray|ReadonlyMap|ReadonlySet|RegExp|Set|SharedArrayBuffer|URL|URLSearchParams|Uint16Array|Uint32Array|Uint8Array|Uint8ClampedArray|WeakMap|WeakRef|WeakSet|WritableStream)$/;

/** Primitives, lists, functions and the platform's data: neither a context nor an object that has one. */
export function isPlainAnnotation(node: ts.TypeNode): boolean {
  if (ts.isTypeReferenceNode(node)) return ts.isIdentifier(node.typeName) && PLAIN_TYPES.test(node.typeName.text);
  if (ts.isParenthesizedTypeNode(node)) return isPlainAnnotation(node.type);
  if (ts.isUnionTypeNode(node)) return node.types.every(isPlainAnnotation);
  if (ts.isTypeOperatorNode(node)) return node.operator === ts.SyntaxKind.ReadonlyKeyword && isPlainAnnotation(node.type);
  return PLAIN_KINDS.has(node.kind);
}

/** Is the property or parameter declared as something that is no context and has none? */
export function isPlainlyNone({ valueDeclaration: node }: ts.Symbol): boolean {
  if (node === undefined || !(ts.isPropertySignature(node) || ts.isParameter(node))) return false;
  return node.type !== undefined && isPlainAnnotation(node.type);
}

/** Can it be called or constructed? What is written out in full says so itself. */
export function hasSignatures({ checker }: Facts, type: ts.Type): boolean {
  const { declarations = [] } = type.getSymbol() ?? {};
  if (declarations.length > 0 && declarations.every(isWrittenOut)) return declarations.some((node) => isCallable(node));
  return checker.getSignaturesOfType(type, ts.SignatureKind.Call).length > 0 || checker.getSignaturesOfType(type, ts.SignatureKind.Construct).length > 0;
}

function isWrittenOut(node: ts.Declaration): boolean {
  return ts.isObjectLiteralExpression(node) || ts.isTypeLiteralNode(node) || (ts.isInterfaceDeclaration(node) && node.heritageClauses === undefined);
}

function isCallable(node: ts.Declaration): boolean {
  return (ts.isTypeLiteralNode(node) || ts.isInterfaceDeclaration(node)) && node.members.some((member) => ts.isCallSignatureDeclaration(member) || ts.isConstructSignatureDeclaration(member));
}
