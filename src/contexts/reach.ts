import ts from "typescript";

import type { ShapePattern, TypePattern } from "../models/model.js";
import { isInside, typeParametersOf } from "../program/syntax.js";
import { type Facts, programMemo } from "./facts.js";
import { carrierPatterns } from "./matching.js";
import { isPlainName } from "./plain.js";
import { typesExportedWith } from "./modules.js";
import { remembered } from "./remembering.js";
import { boundAt, importedAs, localOf } from "./symbols.js";
import { originIn } from "./written.js";

/** How far a context may be from a value: the value itself, a property of it, a property of that. */
type Steps = number;

/** Where a context may be, seen from what is written: behind these names, in so many property steps of what so many functions take or give. */
interface Place {
  readonly steps: Steps;
  /** How many functions are opened, as `ReturnType<F>` opens one; where none is, functions are values like others. */
  readonly opened: number;
  /** The names that `T["a"]["b"]` goes through, as `a/b`: what else is in `T` leads nowhere. */
  readonly path: string;
}

/** Any member: that of `T[K]`, of `T[number]`. */
const ANY = "*";

/** What is in a list has no name that a path could say, but is any of its members. */
const NUMBERED = "";

/** More names than this, and a path is only far. */
const MOST_NAMES = 3;

/** So far away is as good as anywhere, and so many functions as good as all. */
const ANYWHERE = 3;

/** What is made of more parts than this is the checker's too. */
const MOST_PARTS = 8000;

/** Steps of symbols, by how many functions are opened. */
type StepsKnown = readonly WeakMap<ts.Symbol, Steps>[];

const memos = programMemo(() => ({
  /** Up to how many steps a declared type leads to no context. */
  none: stepsKnown(),
  /** From how many steps on it may lead to one, where no function is opened. */
  some: new WeakMap<ts.Symbol, Steps>(),
  /** Where a context may be in the argument for a type parameter. */
  asked: new WeakMap<ts.Symbol, Place[]>(),
  names: new Map<string, ts.Symbol | undefined>(),
  locals: new WeakMap<ts.Node, Map<string, ts.Symbol | undefined>>(),
  /** Is a variable written out to its last part? */
  data: new WeakMap<ts.Node, boolean>(),
}));

function stepsKnown(): StepsKnown {
  return Array.from({ length: ANYWHERE + 1 }, () => new WeakMap<ts.Symbol, Steps>());
}

/**
 * May a value of the written type be a context (no steps), or lead to one in so many property steps? Told by declarations,
 * so that the checker need not resolve a type that surely does not: each name is looked up, and everything that is written
 * of it. Where the words do not tell, the answer is yes. With names of members it is asked of what `value.a.b` is.
 */
export function mayLeadTo(facts: Facts, written: ts.TypeNode, steps: Steps, names: readonly string[] = []): boolean {
  if (names.length > 0) return search(facts, written, behind({ steps, opened: 0, path: "" }, names.map(nameIn))) === "some";
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

/** May a function of the written type, or the member of that name in it, be offered a context? What it gives is looked at, too: no words tell it apart. */
export function mayOffer(facts: Facts, written: ts.TypeNode, names: readonly string[]): boolean {
  return search(facts, written, behind({ steps: 1, opened: 1, path: "" }, names.map(nameIn))) === "some";
}

/** Does the declaration of the written type write a member of this name itself? */
export function writesMember(facts: Facts, written: ts.TypeNode, name: string): boolean {
  if (ts.isTypeLiteralNode(written)) return written.members.some((member) => nameOf(member) === name);
  const symbol = ts.isTypeReferenceNode(written) ? symbolNamed(facts, written.typeName) : undefined;
  if (symbol?.members?.has(ts.escapeLeadingUnderscores(name)) === true) return true;
  return symbol?.declarations?.some((declaration) => ts.isTypeAliasDeclaration(declaration) && ts.isTypeLiteralNode(declaration.type) && writesMember(facts, declaration.type, name)) === true;
}

function isFound(facts: Facts, node: ts.Node, steps: Steps): boolean {
  return search(facts, node, { steps, opened: 0, path: "" }) === "some";
}

type Found = "none" | "some";

interface Search {
  readonly facts: Facts;
  /** Where it began. */
  readonly start: Part;
  readonly queue: Part[];
  /** What was in the queue. */
  readonly queued: Map<ts.Node, Place[]>;
  /** By how many functions were opened. */
  readonly met: (Map<ts.Symbol, Steps> | undefined)[];
  /** Where in a declared type it was looked by a path. */
  readonly looked: Map<ts.Symbol, Place[]>;
  /** What was written for a type parameter. */
  readonly given: Map<ts.Symbol, Set<ts.Node>>;
}

/** A type on the way, and where in it a context may be. */
interface Part extends Place {
  readonly node: ts.Node;
}

function search(facts: Facts, node: ts.Node, at: Place): Found {
  const start = { ...at, node };
  const all: Search = { facts, start, queue: [start], queued: new Map(), met: [], looked: new Map(), given: new Map() };
  let left = MOST_PARTS;
  for (let part = all.queue.pop(); part !== undefined; part = all.queue.pop()) {
    if (left-- === 0 || follow(all, part) === "some") return "some";
  }
  // Whatever was met on the way leads to none either.
  for (const [opened, met] of all.met.entries()) {
    const none = memos(facts).none[opened];
    for (const [symbol, known] of met ?? []) none?.set(symbol, Math.max(known, none.get(symbol) ?? 0));
  }
  return "none";
}

/** Is a context found here? If not, what may lead to one is in the queue. */
function follow(all: Search, { node, ...at }: Part): Found {
  const { facts } = all;
  if (ts.isEntityName(node)) return referenceLeads(all, node, undefined, at);
  if (ts.isTypeReferenceNode(node)) return referenceLeads(all, node.typeName, node.typeArguments, at);
  if (ts.isExpressionWithTypeArguments(node)) {
    const { expression, typeArguments } = node;
    return ts.isIdentifier(expression) || ts.isPropertyAccessExpression(expression) ? referenceLeads(all, expression, typeArguments, at) : "some";
  }
  if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) return later(all, at, node.types);
  if (ts.isParenthesizedTypeNode(node) || ts.isOptionalTypeNode(node) || ts.isRestTypeNode(node) || ts.isNamedTupleMember(node)) return later(all, at, [node.type]);
  if (ts.isArrayTypeNode(node)) return later(all, element(at), [node.elementType]);
  if (ts.isTupleTypeNode(node)) return later(all, element(at), node.elements);
  if (ts.isTypeOperatorNode(node)) return node.operator === ts.SyntaxKind.KeyOfKeyword ? "none" : later(all, at, [node.type]);
  if (ts.isIndexedAccessTypeNode(node)) return later(all, behind(at, [keyOf(node.indexType)]), [node.objectType]);
  if (ts.isConditionalTypeNode(node)) {
    // `T extends Context ? T : never` is a context, whatever `T` may be.
    const isNarrowed = ts.isTypeReferenceNode(node.checkType) && mentions(node.trueType, node.checkType.typeName.getText());
    return later(all, at, [node.trueType, node.falseType, isNarrowed ? node.extendsType : undefined]);
  }
  if (ts.isMappedTypeNode(node)) return later(all, inside(at, ANY), [node.type]);
  if (ts.isTypeLiteralNode(node)) {
    const names = new Set(node.members.map(({ name }) => (name === undefined ? "" : textOf(name))));
    return at.path === "" && hasShapeOf(facts, names, at.steps) ? "some" : membersLead(all, node.members, at);
  }
  if (ts.isTypeQueryNode(node)) return valueLeads(all, symbolNamed(facts, node.exprName), at);
  // As a type parameter is what it extends.
  if (ts.isInferTypeNode(node) && node.typeParameter.constraint !== undefined) return later(all, at, [node.typeParameter.constraint]);
  if (ts.isFunctionTypeNode(node)) return at.path === "" ? signatureLeads(all, node, at) : "none";
  return isPlainKind(node) ? "none" : "some";
}

/** The name that `T["name"]` asks for. */
function keyOf(node: ts.TypeNode): string {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? nameIn(node.literal.text) : ANY;
}

function nameIn(text: string): string {
  return text === "" || text.includes("/") ? ANY : text;
}

/** Of what these are the names of members: there a path begins with them. */
function behind(at: Place, names: readonly string[]): Place {
  const all = [...names, ...(at.path === "" ? [] : at.path.split("/"))];
  return all.length > MOST_NAMES || all.every((name) => name === ANY) ? further(pathless(at), names.length) : { ...at, path: all.join("/") };
}

/** Anywhere as far as the path goes. */
function pathless({ opened, path, steps }: Place): Place {
  return further({ steps, opened, path: "" }, path === "" ? 0 : path.split("/").length);
}

/** The place within a member of this name, if anything may be there. */
function inside(at: Place, name: string): Place | undefined {
  const { opened, path, steps } = at;
  if (path === "") return steps === 0 ? undefined : nearer(at);
  const [first, ...rest] = path.split("/");
  return first === ANY || name === ANY || first === name ? { steps, opened, path: rest.join("/") } : undefined;
}

/** A list is as far as what it holds; its other members are functions of the library. */
function element(at: Place): Place {
  return at.path === "" ? at : (inside(at, NUMBERED) ?? pathless(at));
}

function mentions(node: ts.Node, name: string): boolean {
  return (ts.isTypeReferenceNode(node) && node.typeName.getText() === name) || ts.forEachChild(node, (child) => mentions(child, name) || undefined) === true;
}

function nearer({ opened, path, steps }: Place): Place {
  return { steps: steps === ANYWHERE ? steps : steps - 1, opened, path };
}

function further({ opened, path, steps }: Place, distance = 1): Place {
  return { steps: Math.min(steps + distance, ANYWHERE), opened, path };
}

function opening({ opened, path, steps }: Place, functions = 1): Place {
  return { steps, opened: Math.min(opened + functions, ANYWHERE), path };
}

/** Adds the place, unless what is known is at least as far. */
function isNew(known: Place[], { opened, path, steps }: Place): boolean {
  if (known.some((at) => at.path === path && at.steps >= steps && at.opened >= opened)) return false;
  known.push({ steps, opened, path });
  return true;
}

/** Puts types in the queue. */
function later({ queue, queued }: Search, at: Place | undefined, nodes: readonly (ts.Node | undefined)[] | undefined): "none" {
  if (at === undefined) return "none";
  for (const node of nodes ?? []) {
    // The hundreds of strings of a union are no parts to look at.
    if (node === undefined || isPlainKind(node)) continue;
    if (isNew(remembered(queued, node, () => []), at)) queue.push({ ...at, node });
  }
  return "none";
}

/** `typeof x`, for a function or what is written out. */
function valueLeads(all: Search, symbol: ts.Symbol | undefined, at: Place): Found {
  const { declarations = [] } = symbol ?? {};
  const [declaration, ...others] = declarations;
  if (declaration === undefined) return "some";
  if (declarations.every((each) => ts.isFunctionDeclaration(each) || isOfFunctions(each))) return either(declarations, (each) => functionsLead(all, each, pathless(at)));
  if (others.length > 0 || !ts.isVariableDeclaration(declaration)) return "some";
  if (declaration.type !== undefined) return later(all, at, [declaration.type]);
  const { initializer } = declaration;
  if (initializer === undefined) return "some";
  if (at.steps === 0 && at.path === "" && isWrittenOut(initializer)) return "none";
  return remembered(memos(all.facts).data, declaration, () => isData(initializer)) ? "none" : "some";
}

/** A namespace that has, besides types, only functions: what else a function is. */
function isOfFunctions(node: ts.Node): node is ts.ModuleDeclaration & { readonly body: ts.ModuleBlock } {
  return ts.isModuleDeclaration(node) && node.body !== undefined && ts.isModuleBlock(node.body) && node.body.statements.every((each) => ts.isFunctionDeclaration(each) || ts.isTypeAliasDeclaration(each) || ts.isInterfaceDeclaration(each));
}

function functionsLead(all: Search, node: ts.Node, at: Place): Found {
  if (ts.isFunctionDeclaration(node)) return signatureLeads(all, node, at);
  return at.steps > 0 && isOfFunctions(node) ? either(node.body.statements.filter(ts.isFunctionDeclaration), (each) => signatureLeads(all, each, nearer(at))) : "none";
}

function either<T>(all: readonly T[], leads: (each: T) => Found): Found {
  return all.some((each) => leads(each) === "some") ? "some" : "none";
}

function isWrittenOut(written: ts.Expression): boolean {
  const value = asWritten(written);
  return ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value) || ts.isLiteralExpression(value);
}

/** The expression without what leaves its type as it is written. */
function asWritten(value: ts.Expression): ts.Expression {
  return ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value) || (ts.isAsExpression(value) && ts.isConstTypeReference(value.type)) ? asWritten(value.expression) : value;
}

/** Is the value written out to its last part, as a list of names or the description of an interface is? */
function isData(written: ts.Expression): boolean {
  const value = asWritten(written);
  if (ts.isObjectLiteralExpression(value)) return value.properties.every((property) => ts.isPropertyAssignment(property) && isData(property.initializer));
  if (ts.isArrayLiteralExpression(value)) return value.elements.every(isData);
  return ts.isLiteralExpression(value) || value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword || value.kind === ts.SyntaxKind.NullKeyword;
}

/** What a function takes and gives, where it is opened; what it is not said to give may be anything. */
function signatureLeads(all: Search, { parameters, type }: ts.SignatureDeclaration, { opened, steps }: Place): Found {
  if (opened === 0) return "none";
  later(all, { steps, opened: opened === ANYWHERE ? opened : opened - 1, path: "" }, [...parameters.map((parameter) => parameter.type), type]);
  return type === undefined ? "some" : "none";
}

const PLAIN_KINDS: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.ConstructorType, ts.SyntaxKind.LiteralType, ts.SyntaxKind.TemplateLiteralType, ts.SyntaxKind.TypePredicate]);

/** Keywords (`any` is no context that anybody could know of), literals and functions. */
function isPlainKind(node: ts.Node): boolean {
  return PLAIN_KINDS.has(node.kind) || (ts.isToken(node) && !ts.isIdentifier(node));
}

/** Aliases of the library with members as what they are given has, those that only say which parts of that there are, those that open functions, and those that give strings. */
const SAME_MEMBERS: ReadonlySet<string> = new Set(["Exclude", "Extract", "NoInfer", "NonNullable", "Omit", "Partial", "Pick", "Readonly", "Required"]);
const PART_ALIASES: ReadonlySet<string> = new Set([...SAME_MEMBERS, "Awaited", "Record"]);
const OPENING_ALIASES: ReadonlySet<string> = new Set(["Parameters", "ReturnType"]);
const TEXT_ALIASES: ReadonlySet<string> = new Set(["Capitalize", "Lowercase", "Uncapitalize", "Uppercase"]);

function referenceLeads(all: Search, name: ts.Node, given: readonly ts.TypeNode[] | undefined, at: Place): Found {
  const { facts } = all;
  const { opened, steps } = at;
  const symbol = symbolNamed(facts, name);
  const declarations = symbol?.declarations?.filter(isOfType) ?? [];
  // A class that a function made, for one.
  if (symbol === undefined || declarations.length === 0) return "some";
  const hasPath = at.path !== "";
  // `Options<T>` of a `Client<T>` may be that `T` itself.
  if (!hasPath && steps >= all.start.steps && all.start.opened === 0 && isUnbound(symbol) && isOfObject(symbol, all.start.node)) return "some";
  const { asked, some } = memos(facts);
  if (!hasPath && (some.get(symbol) ?? Infinity) <= steps) return "some";
  const isLibrary = declarations.some((declaration) => facts.program.isSourceFileDefaultLibrary(declaration.getSourceFile()));
  if (isLibrary && hasPath) return libraryLeads(all, name, symbol.name, given, at);
  // What a library's type is given is what it holds.
  if (isLibrary) later(all, OPENING_ALIASES.has(symbol.name) ? opening(at) : at, given);
  else for (const declaration of declarations) give(all, declaration, given ?? []);
  if ((symbol.flags & ts.SymbolFlags.TypeParameter) !== 0 && isNew(remembered(asked, symbol, () => []), at)) later(all, at, [...(all.given.get(symbol) ?? [])]);
  if (hasPath) {
    return isNew(remembered(all.looked, symbol, () => []), at) ? either(declarations, (declaration) => declarationLeads(all, declaration, isLibrary, at)) : "none";
  }
  const [met, none] = [(all.met[opened] ??= new Map<ts.Symbol, Steps>()), memos(facts).none[opened]];
  if (steps <= (none?.get(symbol) ?? -1) || steps <= (met.get(symbol) ?? -1)) return "none";
  met.set(symbol, steps);
  if (isNamedBy(facts, symbol, steps)) return "some";
  if (isLibrary && isPlainName(symbol.name)) return "none";
  return either(declarations, (declaration) => declarationLeads(all, declaration, isLibrary, at));
}

/** A member of a library's type: it is written in what that is given, or anywhere as far away. */
function libraryLeads(all: Search, name: ts.Node, type: string, given: readonly ts.TypeNode[] | undefined, at: Place): Found {
  if (SAME_MEMBERS.has(type)) return later(all, at, given);
  if (type === "Record") return later(all, inside(at, ANY), [given?.[1]]);
  const item = inside(at, NUMBERED);
  if (item !== undefined && (type === "Array" || type === "ReadonlyArray")) return later(all, item, given);
  if (item !== undefined && type === "Parameters") return later(all, opening(pathless(item)), given);
  return referenceLeads(all, name, given, pathless(at));
}

/** Notes what is written for type parameters, and follows it as far as they are asked. */
function give(all: Search, declaration: TypeDeclaration, nodes: readonly ts.TypeNode[]): void {
  typeParametersOf(declaration).forEach((parameter, index) => {
    const node = nodes[index];
    const { symbol } = parameter as { readonly symbol?: ts.Symbol };
    if (node === undefined || symbol === undefined) return;
    const known = all.given.get(symbol) ?? new Set();
    if (known.has(node)) return;
    all.given.set(symbol, known.add(node));
    for (const at of memos(all.facts).asked.get(symbol) ?? []) later(all, at, [node]);
  });
}

function declarationLeads(all: Search, declaration: TypeDeclaration, isLibrary: boolean, at: Place): Found {
  if ((declaration.flags & ts.NodeFlags.JavaScriptFile) !== 0) return "some";
  if (ts.isTypeParameterDeclaration(declaration)) {
    later(all, at, [declaration.constraint, declaration.default]);
    return ts.isInferTypeNode(declaration.parent) ? inferredLeads(all, declaration.parent, at) : "none";
  }
  if (ts.isTypeAliasDeclaration(declaration)) {
    const { text } = declaration.name;
    if (!isLibrary || declaration.typeParameters === undefined) return later(all, at, [declaration.type]);
    return OPENING_ALIASES.has(text) || PART_ALIASES.has(text) || TEXT_ALIASES.has(text) ? "none" : "some";
  }
  if (ts.isEnumDeclaration(declaration) || ts.isEnumMember(declaration)) return "none";
  later(all, at, declaration.heritageClauses?.flatMap(({ types }) => types));
  return ts.getJSDocImplementsTags(declaration).length > 0 ? "some" : membersLead(all, declaration.members, at);
}

/** What `infer X` stands for is a part of what is asked: where it stands in the pattern, and in as many functions. */
function inferredLeads(all: Search, node: ts.InferTypeNode, at: Place): Found {
  let names: string[] | undefined = [];
  let [distance, functions] = [0, 0];
  let inner: ts.Node = node;
  while (!ts.isConditionalTypeNode(inner.parent) || inner.parent.extendsType !== inner) {
    inner = inner.parent;
    if (ts.isTemplateLiteralTypeNode(inner)) return "none";
    if (ts.isPropertySignature(inner) || ts.isMappedTypeNode(inner) || ts.isIndexSignatureDeclaration(inner)) {
      distance++;
      names?.unshift(ts.isPropertySignature(inner) ? nameOf(inner) : ANY);
      continue;
    }
    if (ts.isFunctionLike(inner)) functions++;
    if (ts.isMethodSignature(inner) || ts.isTypeReferenceNode(inner)) distance++;
    // Behind these no name leads on.
    if (ts.isFunctionLike(inner) || ts.isTypeReferenceNode(inner) || ts.isArrayTypeNode(inner) || ts.isTupleTypeNode(inner) || ts.isConditionalTypeNode(inner)) names = undefined;
  }
  return later(all, names === undefined ? opening(further(pathless(at), distance), functions) : behind(at, names), [inner.parent.checkType]);
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

/** A type parameter of the class or the interface around: what a value of it was made for decides. */
function isOfObject({ declarations = [] }: ts.Symbol, node: ts.Node): boolean {
  return declarations.some(({ parent }) => (ts.isClassLike(parent) || ts.isInterfaceDeclaration(parent)) && isInside(node, parent));
}

/** Properties with a type that is written; one whose type is inferred may be anything. */
function membersLead(all: Search, members: readonly (ts.ClassElement | ts.TypeElement)[], at: Place): Found {
  if (at.steps === 0 && at.opened === 0 && at.path === "") return "none";
  for (const member of members.flatMap(propertiesOf)) {
    if (ts.isCallSignatureDeclaration(member)) {
      if (at.path === "" && signatureLeads(all, member, at) === "some") return "some";
      continue;
    }
    const place = inside(at, nameOf(member));
    if (place === undefined) continue;
    if (ts.isFunctionLike(member) && !ts.isAccessor(member) && !ts.isIndexSignatureDeclaration(member)) {
      if (place.path === "" && signatureLeads(all, member, place) === "some") return "some";
      continue;
    }
    const { type } = member as { readonly type?: ts.TypeNode };
    if (type === undefined && !ts.isSetAccessor(member) && !ts.isClassStaticBlockDeclaration(member) && !ts.isSemicolonClassElement(member)) return "some";
    later(all, place, [type]);
  }
  return "none";
}

/** A constructor says some of the properties. */
function propertiesOf(member: ts.ClassElement | ts.TypeElement): readonly (ts.ClassElement | ts.ParameterDeclaration | ts.TypeElement)[] {
  return ts.isConstructorDeclaration(member) ? member.parameters.filter((parameter) => ts.isParameterPropertyDeclaration(parameter, member)) : [member];
}

/** Members without a name that is written may have any. */
function nameOf({ name }: ts.ClassElement | ts.ParameterDeclaration | ts.TypeElement): string {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name)) ? nameIn(name.text) : ANY;
}

/** What the models' types are known by, and those that lead to their contexts in a way of their own. */
const patterns = programMemo((facts) => {
  const contexts = facts.models.flatMap((model) => model.contexts);
  const named = (all: readonly TypePattern[]): ReadonlySet<string> => new Set(all.flatMap((pattern) => ("name" in pattern && pattern.name !== undefined ? pattern.name : [])));
  const carriers = carrierPatterns(facts);
  const shapes = (all: readonly TypePattern[]): readonly ShapePattern[] => all.filter((pattern): pattern is ShapePattern => "members" in pattern && pattern.name === undefined);
  return {
    exported: contexts.filter((pattern) => "exportedWith" in pattern),
    shapes: { contexts: shapes(contexts), all: shapes([...contexts, ...carriers]) },
    names: { contexts: named(contexts), carriers: named(carriers) },
  };
});

function isNamedBy(facts: Facts, symbol: ts.Symbol, steps: Steps): boolean {
  const { exported, names } = patterns(facts);
  if (names.contexts.has(symbol.name) || (steps > 0 && names.carriers.has(symbol.name))) return true;
  if (exported.some((pattern) => typesExportedWith(facts, [symbol], pattern))) return true;
  return symbol.members !== undefined && hasShapeOf(facts, symbol.members as unknown as ReadonlyMap<string, unknown>, steps);
}

/** Has a type with these members the shape of a context, or of what leads to one? */
function hasShapeOf(facts: Facts, members: Pick<ReadonlySet<string>, "has">, steps: Steps): boolean {
  const { shapes } = patterns(facts);
  return shapes[steps > 0 ? "all" : "contexts"].some((shape) => shape.ignoreCase === true || shape.members.every((member) => members.has(member)));
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
    return own === undefined ? ask(facts, member) : importedAs(facts, own);
  }
  if (!ts.isIdentifier(name)) return ask(facts, name);
  const { locals, names } = memos(facts);
  const scope = scopeOf(name);
  if (!ts.isSourceFile(scope)) {
    return remembered(
      remembered(locals, scope, () => new Map<string, ts.Symbol | undefined>()),
      name.text,
      () => ask(facts, name, parameterIn(scope, name.text)),
    );
  }
  const from = originIn(scope, name.text);
  return remembered(names, from === "" ? name.text : from, () => ask(facts, name, ts.isTypeQueryNode(name.parent) ? undefined : localOf(scope, name.text, ts.SymbolFlags.Type | ts.SymbolFlags.Namespace)));
}

/** The type parameter of this name that a node declares. */
function parameterIn(scope: ts.Node, name: string): ts.Symbol | undefined {
  const parameter = typeParametersOf(scope).find((each) => each.name.text === name);
  return parameter && boundAt(parameter);
}

/** @param bound what the binder noted of the name, which spares the question */
function ask(facts: Facts, name: ts.Node, bound?: ts.Symbol): ts.Symbol | undefined {
  const symbol = bound ?? facts.checker.getSymbolAtLocation(name);
  return symbol && importedAs(facts, symbol);
}

/** The innermost node around a name that may declare it: as a type parameter, or in a body. */
function scopeOf(name: ts.Identifier): ts.Node {
  let inner: ts.Node = name;
  for (let node: ts.Node = name.parent; ; inner = node, node = node.parent) {
    // What a condition infers is known in one branch only.
    if (ts.isConditionalTypeNode(node)) return inner;
    if (ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isMappedTypeNode(node) || ts.isClassExpression(node)) return node;
    if (typeParametersOf(node).some((parameter) => parameter.name.text === name.text)) return node;
  }
}
