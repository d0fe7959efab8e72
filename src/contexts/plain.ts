import ts from "typescript";

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

/** Can it be called or constructed? An interface that extends nothing says so itself. */
export function hasSignatures(type: ts.Type): boolean {
  const symbol = type.getSymbol();
  const declarations = symbol?.declarations ?? [];
  if (declarations.length > 0 && declarations.every((node) => ts.isTypeLiteralNode(node) || (ts.isInterfaceDeclaration(node) && node.heritageClauses === undefined))) {
    return symbol?.members?.has(ts.InternalSymbolName.Call) === true || symbol?.members?.has(ts.InternalSymbolName.New) === true;
  }
  return type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0;
}
