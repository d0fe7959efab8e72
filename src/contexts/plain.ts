import ts from "typescript";

import { typeParametersOf } from "../program/syntax.js";
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

/** Is it a type of the platform that is data, or a container or stream of it? */
export function isPlainName(name: string): boolean {
  return PLAIN_TYPES.test(name);
}

/** Primitives, lists, functions and the platform's data: neither a context nor an object that has one. */
function isPlainAnnotation(node: ts.TypeNode): boolean {
  if (ts.isTypeReferenceNode(node)) return ts.isIdentifier(node.typeName) && isPlainName(node.typeName.text);
  if (ts.isParenthesizedTypeNode(node)) return isPlainAnnotation(node.type);
  if (ts.isUnionTypeNode(node)) return node.types.every(isPlainAnnotation);
  if (ts.isTypeOperatorNode(node)) return node.operator === ts.SyntaxKind.ReadonlyKeyword && isPlainAnnotation(node.type);
  return PLAIN_KINDS.has(node.kind);
}

const PRIMITIVE_KINDS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BigIntKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.LiteralType,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.TemplateLiteralType,
  ts.SyntaxKind.UndefinedKeyword,
]);

/** Is the parameter declared as text, a number or the like, one of them? Whatever is given to it is used as such. */
export function isPrimitive({ dotDotDotToken, type }: ts.ParameterDeclaration): boolean {
  if (dotDotDotToken !== undefined || type === undefined) return false;
  return ts.isUnionTypeNode(type) ? type.types.every(({ kind }) => PRIMITIVE_KINDS.has(kind)) : PRIMITIVE_KINDS.has(type.kind);
}

/** Is the property or parameter declared as something that is no context and has none? */
export function isPlainlyNone(node: ts.Declaration | undefined): boolean {
  if (node?.kind !== ts.SyntaxKind.PropertySignature && node?.kind !== ts.SyntaxKind.PropertyDeclaration && node?.kind !== ts.SyntaxKind.Parameter) return false;
  const { parent, type } = node as ts.ParameterDeclaration | ts.PropertyDeclaration | ts.PropertySignature;
  return type !== undefined && (isPlainAnnotation(type) || isAnything(type, parent));
}

/** `T` of `<T>(value: T) => T`, which says nothing of what it is. */
function isAnything(type: ts.TypeNode, owner: ts.Node): boolean {
  return ts.isFunctionLike(owner) && isUnboundOf(type, owner);
}

/** `enterWith(store: T)` of an object for any `T`: what is given to such a container is its own to keep. */
export function isKept(node: ts.Declaration | undefined): boolean {
  if (node === undefined || !ts.isParameter(node) || node.type === undefined) return false;
  const owner = node.parent.parent;
  return ts.isUnionTypeNode(node.type) ? node.type.types.some((part) => isUnboundOf(part, owner)) : isUnboundOf(node.type, owner);
}

/** The name of a type parameter of this declaration that says nothing of what it is. */
function isUnboundOf(type: ts.TypeNode, owner: ts.Node): boolean {
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return false;
  const { text } = type.typeName;
  return typeParametersOf(owner).some(({ constraint, name }) => name.text === text && constraint === undefined);
}

/** Told by its declarations: has an object of this type a member that is surely a method of its own? */
export function hasOwnMethod(type: ts.Type): boolean {
  return type.getSymbol()?.declarations?.some((node) => (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node)) && node.members.some((member) => ts.isMethodSignature(member) && member.questionToken === undefined)) === true;
}

/** Told by its declarations: is each member of an object of this type something that is no context and has none? */
export function holdsNone(type: ts.Type): boolean {
  const { declarations = [] } = type.getSymbol() ?? {};
  return declarations.length > 0 && declarations.every((node) => isWrittenOut(node) && !ts.isObjectLiteralExpression(node) && node.members.every(isPlainMember));
}

function isPlainMember(member: ts.TypeElement): boolean {
  if (ts.isMethodSignature(member)) return true;
  return ts.isPropertySignature(member) && member.type !== undefined && isPlainAnnotation(member.type);
}

/** Can it be called or constructed? What is written out in full says so itself. */
export function hasSignatures({ checker }: Facts, type: ts.Type): boolean {
  const { declarations = [] } = type.getSymbol() ?? {};
  if (declarations.length > 0 && declarations.every(isWrittenOut)) return declarations.some((node) => isCallable(node));
  return checker.getSignaturesOfType(type, ts.SignatureKind.Call).length > 0 || checker.getSignaturesOfType(type, ts.SignatureKind.Construct).length > 0;
}

/** Told by its declarations: does an object of this type hold nothing under names that it does not have? */
export function hasNoIndex(type: ts.Type): boolean {
  const { declarations = [] } = type.getSymbol() ?? {};
  const isWhole = (node: ts.Declaration): node is ts.ClassDeclaration | ts.InterfaceDeclaration => (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) && node.heritageClauses === undefined;
  return declarations.length > 0 && declarations.every((node) => isWhole(node) && !node.members.some(ts.isIndexSignatureDeclaration));
}

function isWrittenOut(node: ts.Declaration): node is ts.InterfaceDeclaration | ts.ObjectLiteralExpression | ts.TypeLiteralNode {
  return ts.isObjectLiteralExpression(node) || ts.isTypeLiteralNode(node) || (ts.isInterfaceDeclaration(node) && node.heritageClauses === undefined);
}

function isCallable(node: ts.Declaration): boolean {
  return (ts.isTypeLiteralNode(node) || ts.isInterfaceDeclaration(node)) && node.members.some((member) => ts.isCallSignatureDeclaration(member) || ts.isConstructSignatureDeclaration(member));
}

/** Told by its declaration: a type parameter that says nothing of what it is. */
export function isUnbound(type: ts.Type): boolean {
  const declaration = typeParameterOf(type);
  return declaration !== undefined && declaration.constraint === undefined;
}

/** Told by its declaration: a type parameter for the name of a property, `K extends keyof T`. */
export function isNameOfProperty(type: ts.Type): boolean {
  const constraint = typeParameterOf(type)?.constraint;
  return constraint !== undefined && ts.isTypeOperatorNode(constraint) && constraint.operator === ts.SyntaxKind.KeyOfKeyword;
}

function typeParameterOf(type: ts.Type): ts.TypeParameterDeclaration | undefined {
  const [declaration] = (type.flags & ts.TypeFlags.TypeParameter) === 0 ? [] : (type.getSymbol()?.declarations ?? []);
  const isWritten = declaration !== undefined && ts.isTypeParameterDeclaration(declaration) && (declaration.flags & ts.NodeFlags.JavaScriptFile) === 0;
  return isWritten && !ts.isMappedTypeNode(declaration.parent) && !ts.isInferTypeNode(declaration.parent) ? declaration : undefined;
}
