import ts from "typescript";

import type { TypePattern } from "../models/model.js";
import { type Facts, programMemo, remembered } from "./facts.js";
import { carrierPatterns } from "./matching.js";
import { isPlainName } from "./plain.js";
import { typesExportedWith } from "./modules.js";
import { importedAs } from "./symbols.js";
import { originIn } from "./written.js";

/** How far a context may be from a value: the value itself, a property of it, a property of that. */
type Steps = number;

/** So far away is as good as anywhere. */
const ANYWHERE = 3;

/** What is made of more parts than this is the checker's too. */
const MOST_PARTS = 400;

const memos = programMemo(() => ({
  /** Up to how many steps a declared type leads to no context, where functions are closed and where they are opened. */
  none: { closed: new WeakMap<ts.Symbol, Steps>(), opened: new WeakMap<ts.Symbol, Steps>() },
  /** From how many steps on it may lead to one. */
  some: new WeakMap<ts.Symbol, Steps>(),
  /** How far from a context the argument for a type parameter may be: `T["a"]` asks for one step more than `T`. */
  asked: { closed: new WeakMap<ts.Symbol, Steps>(), opened: new WeakMap<ts.Symbol, Steps>() },
  names: new Map<string, ts.Symbol | undefined>(),
  locals: new WeakMap<ts.Node, Map<string, ts.Symbol | undefined>>(),
}));

/**
 * May a value of the written type be a context (no steps), or lead to one in so many property steps? Told by declarations,
 * so that the checker need not resolve a type that surely does not: each name is looked up, and everything that is written
 * of it. Where the words do not tell, the answer is yes.
 */
export function mayLeadTo(facts: Facts, written: ts.TypeNode, steps: Steps): boolean {
  if (!ts.isTypeReferenceNode(written)) return isFound(facts, written, steps);
  const symbol = symbolNamed(facts, written.typeName);
  if (symbol === undefined || isUnbound(symbol)) return true;
  const { some } = memos(facts);
  if ((some.get(symbol) ?? Infinity) <= steps) return true;
  // First without type arguments: that is the same wherever it is named.
  if (isFound(facts, written.typeName, steps)) {
    some.set(symbol, steps);
    return true;
  }
  return written.typeArguments !== undefined && isFound(facts, written, steps);
}

function isFound(facts: Facts, node: ts.Node, steps: Steps): boolean {
  const found = search(facts, node, steps, "closed");
  return (found === "open" ? search(facts, node, steps, "opened") : found) !== "none";
}

/** Whether functions are values like others, or what takes out their parameters and results (`ReturnType<F>`) was met. */
type Mode = "closed" | "opened";

/** What was found: `open` where the search must be made again with functions opened. */
type Found = "none" | "open" | "some";

interface Search {
  readonly facts: Facts;
  readonly mode: Mode;
  readonly queue: Part[];
  readonly met: Map<ts.Symbol, Steps>;
  /** What was written for a type parameter. */
  readonly given: Map<ts.Symbol, Set<ts.Node>>;
}

/** A type on the way, and how far from a context it may be. */
interface Part {
  readonly node: ts.Node;
  readonly steps: Steps;
}

function search(facts: Facts, node: ts.Node, steps: Steps, mode: Mode): Found {
  const all: Search = { facts, mode, queue: [{ node, steps }], met: new Map(), given: new Map() };
  let left = MOST_PARTS;
  for (let part = all.queue.pop(); part !== undefined; part = all.queue.pop()) {
    const found = left-- === 0 ? "some" : follow(all, part);
    if (found !== "none") return found;
  }
  // Whatever was met on the way leads to none either.
  const none = memos(facts).none[mode];
  for (const [symbol, known] of all.met) none.set(symbol, Math.max(known, none.get(symbol) ?? 0));
  return "none";
}

/** Is a context found here? If not, what may lead to one is in the queue. */
function follow(all: Search, { node, steps }: Part): Found {
  const { facts, mode } = all;
  if (ts.isEntityName(node)) return referenceLeads(all, node, undefined, steps);
  if (ts.isTypeReferenceNode(node)) return referenceLeads(all, node.typeName, node.typeArguments, steps);
  if (ts.isExpressionWithTypeArguments(node)) {
    const { expression, typeArguments } = node;
    return ts.isIdentifier(expression) || ts.isPropertyAccessExpression(expression) ? referenceLeads(all, expression, typeArguments, steps) : "some";
  }
  if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) return later(all, steps, node.types);
  if (ts.isParenthesizedTypeNode(node) || ts.isOptionalTypeNode(node) || ts.isRestTypeNode(node) || ts.isNamedTupleMember(node)) return later(all, steps, [node.type]);
  if (ts.isArrayTypeNode(node)) return later(all, steps, [node.elementType]);
  if (ts.isTupleTypeNode(node)) return later(all, steps, node.elements);
  if (ts.isTypeOperatorNode(node)) return node.operator === ts.SyntaxKind.KeyOfKeyword ? "none" : later(all, steps, [node.type]);
  if (ts.isIndexedAccessTypeNode(node)) return later(all, further(steps), [node.objectType]);
  if (ts.isConditionalTypeNode(node)) {
    // `T extends Context ? T : never` is a context, whatever `T` may be.
    const isNarrowed = ts.isTypeReferenceNode(node.checkType) && mentions(node.trueType, node.checkType.typeName.getText());
    return later(all, steps, [node.trueType, node.falseType, isNarrowed ? node.extendsType : undefined]);
  }
  if (ts.isMappedTypeNode(node)) return steps === 0 ? "none" : later(all, nearer(steps), [node.type]);
  if (ts.isTypeLiteralNode(node)) {
    const names = new Set(node.members.map(({ name }) => (name === undefined ? "" : textOf(name))));
    return hasShapeOf(facts, names, steps) ? "some" : membersLead(all, node.members, steps);
  }
  if (ts.isTypeQueryNode(node)) return valueLeads(all, symbolNamed(facts, node.exprName), steps);
  if (ts.isFunctionTypeNode(node)) return mode === "closed" ? "none" : signatureLeads(all, node, steps);
  return isPlainKind(node) ? "none" : "some";
}

function mentions(node: ts.Node, name: string): boolean {
  return (ts.isTypeReferenceNode(node) && node.typeName.getText() === name) || ts.forEachChild(node, (child) => mentions(child, name) || undefined) === true;
}

function nearer(steps: Steps): Steps {
  return steps === ANYWHERE ? steps : steps - 1;
}

function further(steps: Steps, distance = 1): Steps {
  return Math.min(steps + distance, ANYWHERE);
}

/** Puts types in the queue. */
function later({ queue }: Search, steps: Steps, nodes: readonly (ts.Node | undefined)[] | undefined): "none" {
  for (const node of nodes ?? []) if (node !== undefined) queue.push({ node, steps });
  return "none";
}

/** `typeof x`, for a function or what is written out. */
function valueLeads(all: Search, symbol: ts.Symbol | undefined, steps: Steps): Found {
  const { declarations = [] } = symbol ?? {};
  const [declaration, ...others] = declarations;
  if (declaration === undefined) return "some";
  if (declarations.every(ts.isFunctionDeclaration)) return all.mode === "closed" || declarations.every((each) => signatureLeads(all, each, steps) === "none") ? "none" : "some";
  if (others.length > 0 || !ts.isVariableDeclaration(declaration)) return "some";
  if (declaration.type !== undefined) return later(all, steps, [declaration.type]);
  return steps === 0 && declaration.initializer !== undefined && isWrittenOut(declaration.initializer) ? "none" : "some";
}

function isWrittenOut(value: ts.Expression): boolean {
  if (ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value) || (ts.isAsExpression(value) && ts.isConstTypeReference(value.type))) return isWrittenOut(value.expression);
  return ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value) || ts.isLiteralExpression(value);
}

/** What a function takes and gives; what it is not said to give may be anything. */
function signatureLeads(all: Search, { parameters, type }: ts.SignatureDeclaration, steps: Steps): Found {
  later(all, steps, [...parameters.map((parameter) => parameter.type), type]);
  return type === undefined ? "some" : "none";
}

const PLAIN_KINDS: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.ConstructorType, ts.SyntaxKind.LiteralType, ts.SyntaxKind.TemplateLiteralType, ts.SyntaxKind.TypePredicate]);

/** Keywords (`any` is no context that anybody could know of), literals and functions. */
function isPlainKind(node: ts.Node): boolean {
  return PLAIN_KINDS.has(node.kind) || (ts.isToken(node) && !ts.isIdentifier(node));
}

/** Aliases of the library that only say which parts of their arguments there are, those that open functions, and those that give strings. */
const PART_ALIASES: ReadonlySet<string> = new Set(["Awaited", "Exclude", "Extract", "NoInfer", "NonNullable", "Omit", "Partial", "Pick", "Readonly", "Record", "Required"]);
const OPENING_ALIASES: ReadonlySet<string> = new Set(["Parameters", "ReturnType"]);
const TEXT_ALIASES: ReadonlySet<string> = new Set(["Capitalize", "Lowercase", "Uncapitalize", "Uppercase"]);

function referenceLeads(all: Search, name: ts.Node, given: readonly ts.TypeNode[] | undefined, steps: Steps): Found {
  const { facts, met, mode } = all;
  const symbol = symbolNamed(facts, name);
  const declarations = symbol?.declarations?.filter(isOfType) ?? [];
  // A class that a function made, for one.
  if (symbol === undefined || declarations.length === 0) return "some";
  const { asked, none, some } = memos(facts);
  if ((some.get(symbol) ?? Infinity) <= steps) return "some";
  const isLibrary = declarations.some((declaration) => facts.program.isSourceFileDefaultLibrary(declaration.getSourceFile()));
  // What a library's type is given is what it holds.
  if (isLibrary) later(all, steps, given);
  else for (const declaration of declarations) give(all, declaration, given ?? []);
  const isParameter = (symbol.flags & ts.SymbolFlags.TypeParameter) !== 0;
  if (isParameter && steps > (asked[mode].get(symbol) ?? -1)) {
    asked[mode].set(symbol, steps);
    later(all, steps, [...(all.given.get(symbol) ?? [])]);
  }
  if (steps <= (none[mode].get(symbol) ?? -1) || steps <= (met.get(symbol) ?? -1)) return "none";
  met.set(symbol, steps);
  if (isNamedBy(facts, symbol, steps)) return "some";
  if (isLibrary && isPlainName(symbol.name)) return "none";
  for (const declaration of declarations) {
    const found = declarationLeads(all, declaration, isLibrary, steps);
    if (found !== "none") return found;
  }
  return "none";
}

/** Notes what is written for type parameters, and follows it as far as they are asked. */
function give(all: Search, declaration: TypeDeclaration, nodes: readonly ts.TypeNode[]): void {
  const { typeParameters } = declaration as { readonly typeParameters?: readonly ts.TypeParameterDeclaration[] };
  typeParameters?.forEach((parameter, index) => {
    const node = nodes[index];
    const { symbol } = parameter as { readonly symbol?: ts.Symbol };
    if (node === undefined || symbol === undefined) return;
    const known = all.given.get(symbol) ?? new Set();
    if (known.has(node)) return;
    all.given.set(symbol, known.add(node));
    const steps = memos(all.facts).asked[all.mode].get(symbol);
    if (steps !== undefined) later(all, steps, [node]);
  });
}

function declarationLeads(all: Search, declaration: TypeDeclaration, isLibrary: boolean, steps: Steps): Found {
  if ((declaration.flags & ts.NodeFlags.JavaScriptFile) !== 0) return "some";
  if (ts.isTypeParameterDeclaration(declaration)) {
    later(all, steps, [declaration.constraint, declaration.default]);
    return ts.isInferTypeNode(declaration.parent) ? inferredLeads(all, declaration.parent, steps) : "none";
  }
  if (ts.isTypeAliasDeclaration(declaration)) {
    const { text } = declaration.name;
    if (!isLibrary || declaration.typeParameters === undefined) return later(all, steps, [declaration.type]);
    if (OPENING_ALIASES.has(text)) return all.mode === "closed" ? "open" : "none";
    return PART_ALIASES.has(text) || TEXT_ALIASES.has(text) ? "none" : "some";
  }
  if (ts.isEnumDeclaration(declaration) || ts.isEnumMember(declaration)) return "none";
  later(all, steps, declaration.heritageClauses?.flatMap(({ types }) => types));
  return ts.getJSDocImplementsTags(declaration).length > 0 ? "some" : membersLead(all, declaration.members, steps);
}

/** What `infer X` stands for is a part of what is asked: as far away as it stands in the pattern. */
function inferredLeads(all: Search, node: ts.InferTypeNode, steps: Steps): Found {
  let distance = 0;
  let inner: ts.Node = node;
  while (!ts.isConditionalTypeNode(inner.parent) || inner.parent.extendsType !== inner) {
    inner = inner.parent;
    if (ts.isFunctionLike(inner)) {
      if (all.mode === "closed") return "open";
    } else if (ts.isPropertySignature(inner) || ts.isTypeReferenceNode(inner)) distance++;
  }
  return later(all, further(steps, distance), [inner.parent.checkType]);
}

type TypeDeclaration = ts.ClassLikeDeclaration | ts.EnumDeclaration | ts.EnumMember | ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.TypeParameterDeclaration;

/** What says something of a type, not of a value of the same name. */
function isOfType(node: ts.Declaration): node is TypeDeclaration {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isClassLike(node) || ts.isTypeParameterDeclaration(node) || ts.isEnumDeclaration(node) || ts.isEnumMember(node);
}

/** Of a type parameter that may be anything nothing is written. */
function isUnbound({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some((declaration) => ts.isTypeParameterDeclaration(declaration) && declaration.constraint === undefined);
}

/** Properties with a type that is written; one whose type is inferred may be anything. */
function membersLead(all: Search, members: readonly (ts.ClassElement | ts.TypeElement)[], steps: Steps): Found {
  if (steps === 0 && all.mode === "closed") return "none";
  for (const member of members) {
    if (ts.isFunctionLike(member) && !ts.isAccessor(member) && !ts.isConstructorDeclaration(member)) {
      const isCall = ts.isCallSignatureDeclaration(member);
      if (all.mode === "opened" && (isCall || steps > 0) && signatureLeads(all, member, isCall ? steps : nearer(steps)) === "some") return "some";
      continue;
    }
    if (steps === 0) continue;
    const properties = ts.isConstructorDeclaration(member) ? member.parameters.filter((parameter) => ts.isParameterPropertyDeclaration(parameter, member)) : [member];
    for (const property of properties) {
      const { type } = property as { readonly type?: ts.TypeNode };
      if (type === undefined && !ts.isSetAccessor(property) && !ts.isClassStaticBlockDeclaration(property) && !ts.isSemicolonClassElement(property)) return "some";
      later(all, nearer(steps), [type]);
    }
  }
  return "none";
}

/** The names of the models' types, and of those that lead to their contexts in a way of their own. */
const patterns = programMemo((facts) => {
  const contexts = facts.models.flatMap((model) => model.contexts);
  const named = (all: readonly TypePattern[]): ReadonlySet<string> => new Set(all.flatMap((pattern) => ("name" in pattern && pattern.name !== undefined ? pattern.name : [])));
  const carriers = carrierPatterns(facts);
  return { contexts, carriers, names: { contexts: named(contexts), carriers: named(carriers) } };
});

function isNamedBy(facts: Facts, symbol: ts.Symbol, steps: Steps): boolean {
  const { contexts, names } = patterns(facts);
  if (names.contexts.has(symbol.name) || (steps > 0 && names.carriers.has(symbol.name))) return true;
  if (contexts.some((pattern) => "exportedWith" in pattern && typesExportedWith(facts, [symbol], pattern))) return true;
  return symbol.members !== undefined && hasShapeOf(facts, symbol.members as unknown as ReadonlyMap<string, unknown>, steps);
}

/** Has a type with these members the shape of a context, or of what leads to one? */
function hasShapeOf(facts: Facts, members: Pick<ReadonlySet<string>, "has">, steps: Steps): boolean {
  const { carriers, contexts } = patterns(facts);
  return [...contexts, ...(steps > 0 ? carriers : [])].some((pattern) => "members" in pattern && pattern.name === undefined && (pattern.ignoreCase === true || pattern.members.every((member) => members.has(member))));
}

function textOf(name: ts.PropertyName): string {
  return ts.isComputedPropertyName(name) ? "" : name.text;
}

/** What a name in a type stands for: asked once for each place that may declare it, and what is imported or global once for all files. */
function symbolNamed(facts: Facts, name: ts.Node): ts.Symbol | undefined {
  const member = ts.isQualifiedName(name) ? name.right : ts.isPropertyAccessExpression(name) ? name.name : undefined;
  if (member !== undefined) {
    const owner = symbolNamed(facts, ts.isQualifiedName(name) ? name.left : (name as ts.PropertyAccessExpression).expression);
    const own = owner?.exports?.get(member.escapedText);
    return own === undefined ? ask(facts, member) : origin(facts, own);
  }
  if (!ts.isIdentifier(name)) return ask(facts, name);
  const { locals, names } = memos(facts);
  const scope = scopeOf(name);
  if (!ts.isSourceFile(scope)) {
    return remembered(
      remembered(locals, scope, () => new Map<string, ts.Symbol | undefined>()),
      name.text,
      () => ask(facts, name),
    );
  }
  const from = originIn(scope, name.text);
  return remembered(names, from === "" ? name.text : from, () => ask(facts, name));
}

function ask(facts: Facts, name: ts.Node): ts.Symbol | undefined {
  const symbol = facts.checker.getSymbolAtLocation(name);
  return symbol && origin(facts, symbol);
}

function origin(facts: Facts, symbol: ts.Symbol): ts.Symbol | undefined {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : importedAs(facts, symbol);
}

/** The innermost node around a name that may declare it: as a type parameter, or in a body. */
function scopeOf(name: ts.Identifier): ts.Node {
  let inner: ts.Node = name;
  for (let node: ts.Node = name.parent; ; inner = node, node = node.parent) {
    // What a condition infers is known in one branch only.
    if (ts.isConditionalTypeNode(node)) return inner;
    if (ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isMappedTypeNode(node) || ts.isClassExpression(node)) return node;
    const { typeParameters } = node as { readonly typeParameters?: readonly ts.TypeParameterDeclaration[] };
    if (typeParameters?.some((parameter) => parameter.name.text === name.text) === true) return node;
  }
}
