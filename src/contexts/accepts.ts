import { ASTUtils, AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { parametersGiven, typeParametersOf } from "../program/syntax.js";
import { type Facts, programMemo } from "./facts.js";
import { isPlainlyNone } from "./plain.js";
import { unwrap } from "./position/syntax.js";
import { mayLeadTo, writesMember } from "./reach.js";
import { remembered } from "./remembering.js";
import { BAGS_INSIDE, isImplemented, type Parameter, type Slot, slotsOf } from "./slots.js";
import { importedAs, symbolAt } from "./symbols.js";

/** A call of a function or of a constructor. */
export type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** A signature as it is declared, with the places where it takes a context. */
export interface Shape {
  readonly signature: ts.Signature;
  readonly parameters: readonly Parameter[];
  readonly slots: readonly Slot[];
}

const memos = programMemo(() => ({
  declared: new WeakMap<ts.SignatureDeclaration, readonly Shape[]>(),
  callables: new WeakMap<ts.Type, readonly Shape[]>(),
  /** Of lists of signatures: do all take the same contexts? */
  alike: new WeakMap<readonly Shape[], boolean>(),
  constructables: new WeakMap<ts.Type, readonly Shape[]>(),
}));

/** What is called, whatever name it was imported by. */
function calledAt(facts: Facts, call: Call): ts.Symbol | undefined {
  const symbol = symbolAt(facts, calleeNode(call));
  return symbol && importedAs(facts, symbol);
}

/** The signatures of what is called, asked once for each declaration or type; none where nobody knows. */
export function shapesAt(facts: Facts, call: Call): readonly Shape[] {
  if (isPlainCall(call)) return [];
  const symbol = calledAt(facts, call);
  const isNew = call.type === N.NewExpression;
  if (symbol === undefined) return isNamed(call) ? [] : shapesOf(facts, facts.services.getTypeAtLocation(call.callee), isNew);
  const declaration = isMadeOver(facts, symbol) ? undefined : declarationOf(symbol, isNew);
  if (declaration === undefined) return shapesOf(facts, facts.checker.getTypeOfSymbol(symbol), isNew);
  return remembered(memos(facts).declared, declaration, () => [declaredShape(facts, declaration)]);
}

/** What a declaration says of its parameters, without the signature that the checker makes of it. */
function declaredShape(facts: Facts, declaration: ts.SignatureDeclaration): Shape {
  const { checker } = facts;
  const own = parametersGiven(declaration);
  const needed = own.findLastIndex(({ dotDotDotToken, initializer, questionToken }) => (dotDotDotToken ?? initializer ?? questionToken) === undefined);
  const parameters = own.flatMap((node, index) => {
    const name = ts.isIdentifier(node.name) ? node.name.text : "";
    return parameterOf(facts, { name, node, isOptional: index > needed, isRest: node.dotDotDotToken !== undefined, place: node });
  });
  return new DeclaredShape(checker, declaration, parameters, parameters.flatMap((parameter, index) => slotsOf(facts, parameter, index)));
}

// What is asked later is remembered as long as the program: these hold on to the checker only, not to the facts of the file
// that was there first. Classes, since V8 lays out each object literal with a getter on its own.

class DeclaredShape implements Shape {
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly declaration: ts.SignatureDeclaration,
    readonly parameters: readonly Parameter[],
    readonly slots: readonly Slot[],
  ) {}

  get signature(): ts.Signature {
    // There is none of what is no function, and this is one.
    return this.checker.getSignatureFromDeclaration(this.declaration) as ts.Signature;
  }
}

class DeclaredParameter implements Parameter {
  constructor(
    readonly name: string,
    readonly isOptional: boolean,
    readonly isRest: boolean,
    readonly isPlain: boolean,
    readonly declaration: Parameter["declaration"],
    private readonly checker: ts.TypeChecker,
    private readonly place: ts.Node | ts.Symbol,
  ) {}

  get type(): ts.Type {
    return typeAt(this.checker, this.place);
  }
}

function typeAt(checker: ts.TypeChecker, place: ts.Node | ts.Symbol): ts.Type {
  return "kind" in place ? checker.getTypeAtLocation(place) : checker.getTypeOfSymbol(place);
}

/** Does a mapped type put another function in the place of what is declared: `{ [K in keyof Api]: WithoutFirst<Api[K]> }`? */
function isMadeOver(facts: Facts, symbol: ts.Symbol): boolean {
  if ((symbol.flags & ts.SymbolFlags.Transient) === 0 || (symbol.flags & METHODS) === 0) return false;
  return remembered(madeOver(facts), symbol, () => askMadeOver(facts, symbol));
}

const madeOver = programMemo(() => new WeakMap<ts.Symbol, boolean>());

function askMadeOver({ checker }: Facts, symbol: ts.Symbol): boolean {
  const made = (checker.getNonNullableType(checker.getTypeOfSymbol(symbol)).symbol as ts.Symbol | undefined)?.declarations ?? [];
  return symbol.declarations?.some((declaration) => {
    const written = signatureIn(declaration);
    return written !== undefined && !made.includes(written);
  }) === true;
}

const METHODS = ts.SymbolFlags.Method | ts.SymbolFlags.Property;

/** The one declaration that says all of a signature: no type parameter from outside is put into it. */
function declarationOf({ declarations = [] }: ts.Symbol, isNew: boolean): ts.SignatureDeclaration | undefined {
  const [first, ...others] = declarations;
  if (first === undefined || others.length > 0 || (first.flags & ts.NodeFlags.JavaScriptFile) !== 0) return undefined;
  const found = isNew ? constructorOf(first) : ts.isFunctionDeclaration(first) || ts.isMethodDeclaration(first) || ts.isMethodSignature(first) ? first : undefined;
  return found === undefined || isOpen(found) ? undefined : found;
}

function constructorOf(node: ts.Declaration): ts.ConstructorDeclaration | undefined {
  const [first, ...others] = ts.isClassDeclaration(node) ? node.members.filter(ts.isConstructorDeclaration) : [];
  return others.length > 0 ? undefined : first;
}

/** Does its owner have type parameters that its parameters may name, or do they speak of `this`? */
function isOpen({ parameters, parent }: ts.SignatureDeclaration): boolean {
  const names = new Set(typeParametersOf(parent).map(({ name }) => name.text));
  return parameters.some(({ type }) => type !== undefined && speaksOf(type, names));
}

/** Is `this`, or one of these names, in what is written? */
function speaksOf(node: ts.Node, names: ReadonlySet<string>): boolean {
  return node.kind === ts.SyntaxKind.ThisType || (ts.isIdentifier(node) && names.has(node.text)) || ts.forEachChild(node, (child) => speaksOf(child, names) || undefined) === true;
}

/**
 * What all declarations of what is called write of a parameter, where that is all that is to be said: nothing else is put
 * into it. Nothing where it is not.
 * @param partsOf the parts of it that matter
 */
export function writtenParameters(facts: Facts, call: Call, index: number, partsOf: (type: ts.TypeNode) => readonly ts.TypeNode[]): readonly ts.TypeNode[] | undefined {
  const symbol = calledAt(facts, call);
  if (symbol === undefined || isMadeOver(facts, symbol)) return undefined;
  const { declarations = [] } = symbol;
  const written = declarations.flatMap((declaration) => {
    const signature = call.type === N.NewExpression ? constructorOf(declaration) : signatureIn(declaration);
    const parameters = signature === undefined ? [] : parametersGiven(signature);
    const parameter = parameters[index];
    if (signature === undefined || parameter?.type === undefined || parameter.dotDotDotToken !== undefined) return [];
    const others = parameters.filter((other) => other !== parameter);
    const isOwn = ({ constraint, name }: ts.TypeParameterDeclaration): boolean =>
      call.typeArguments === undefined && constraint !== undefined && ts.isTypeReferenceNode(constraint) && !others.some(({ type }) => type !== undefined && speaksOf(type, new Set([name.text])));
    const open = typeParametersOf(signature).filter((each) => !isOwn(each));
    const putIn = new Set([...open.map(({ name }) => name.text), ...namesPutIn(signature)]);
    return partsOf(parameter.type).some((part) => speaksOf(part, putIn)) ? [] : [parameter.type];
  });
  return written.length > 0 && written.length === declarations.length ? written : undefined;
}

/**
 * What all declarations of what is called write of what it gives, where that is all that is to be said: nothing is put into
 * it. Nothing where it is not.
 */
export function writtenResults(facts: Facts, call: TSESTree.CallExpression): readonly ts.TypeNode[] | undefined {
  const symbol = isNamed(call) ? calledAt(facts, call) : undefined;
  if (symbol === undefined || isMadeOver(facts, symbol)) return undefined;
  const { declarations = [] } = symbol;
  const written = declarations.flatMap((declaration) => {
    const signature = signatureIn(declaration);
    const type = signature?.type;
    if (signature === undefined || type === undefined || ts.isTypePredicateNode(type)) return [];
    return speaksOf(type, new Set([...typeParametersOf(signature).map(({ name }) => name.text), ...namesPutIn(signature)])) ? [] : [type];
  });
  return written.length > 0 && written.length === declarations.length ? written : undefined;
}

/** The names in a signature for which what is around it puts in types: type parameters, keys, and what is inferred. */
function namesPutIn(signature: ts.SignatureDeclaration): readonly string[] {
  const names: string[] = [];
  const addInferred = (node: ts.Node): void => {
    if (ts.isInferTypeNode(node)) names.push(node.typeParameter.name.text);
    ts.forEachChild(node, addInferred);
  };
  for (let outer: ts.Node = signature.parent; !ts.isSourceFile(outer); outer = outer.parent) {
    names.push(...typeParametersOf(outer).map(({ name }) => name.text));
    if (ts.isMappedTypeNode(outer)) names.push(outer.typeParameter.name.text);
    if (ts.isConditionalTypeNode(outer)) addInferred(outer.extendsType);
  }
  return names;
}

const plainCallees = programMemo(() => new WeakMap<ts.Symbol, boolean>());

/** Told by the declarations of what is called: has no signature a parameter that could be a context or hold one? */
export function takesNone(facts: Facts, call: Call): boolean {
  if (isPlainCall(call)) return true;
  const symbol = calledAt(facts, call);
  if (symbol !== undefined) return symbolTakesNone(facts, symbol);
  const maker = unwrap(call.callee);
  return maker.type === N.CallExpression && givesWhatTakesNone(facts, maker);
}

function symbolTakesNone(facts: Facts, symbol: ts.Symbol): boolean {
  return remembered(plainCallees(facts), symbol, () => !isMadeOver(facts, symbol) && symbol.declarations?.every((declaration) => isOfContainer(facts, declaration) || signatureIn(declaration)?.parameters.every((parameter) => takesPlain(facts, parameter)) === true) === true);
}

/**
 * `actionOf(client, load)(id)`: a function that is made of another one takes what that takes. The checker would put together
 * the types of both.
 */
function givesWhatTakesNone(facts: Facts, maker: TSESTree.CallExpression): boolean {
  const [declaration, ...others] = calledAt(facts, maker)?.declarations ?? [];
  const signature = declaration && signatureIn(declaration);
  if (signature?.type === undefined || !ts.isFunctionTypeNode(signature.type) || others.length > 0 || maker.typeArguments !== undefined) return false;
  const own = new Set(typeParametersOf(signature).map(({ name }) => name.text));
  return signature.type.parameters.every((parameter) => {
    const { type } = parameter;
    if (type === undefined || !speaksOf(type, own)) return takesPlain(facts, parameter);
    // `Parameters<F>`, `Partial<P>`: what is made of it is for the checker to say.
    return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && own.has(type.typeName.text) && isTakenFromPlain(facts, maker, signature, type.typeName.text);
  });
}

/** Is a type parameter told by functions alone that take no context? */
function isTakenFromPlain(facts: Facts, { arguments: given }: TSESTree.CallExpression, signature: ts.SignatureDeclaration, name: string): boolean {
  const telling = parametersGiven(signature).flatMap(({ type }, index) => (type !== undefined && speaksOf(type, new Set([name])) ? [{ argument: given[index], type }] : []));
  return telling.length > 0 && telling.every(({ argument, type }) => {
    const symbol = argument !== undefined && ts.isFunctionTypeNode(type) && isReference(argument) ? symbolAt(facts, argument.type === N.MemberExpression ? argument.property : argument) : undefined;
    const origin = symbol && importedAs(facts, symbol);
    return origin !== undefined && symbolTakesNone(facts, origin);
  });
}

function isReference(node: TSESTree.Node): node is TSESTree.Identifier | TSESTree.MemberExpressionNonComputedName {
  return node.type === N.Identifier || (node.type === N.MemberExpression && !node.computed);
}

/** `list.map`, `map.get`: what containers are given is theirs to keep. */
function isOfContainer({ program }: Facts, declaration: ts.Declaration): boolean {
  // A module that is called as a function is declared by its file, which has no parent.
  const parent = declaration.parent as ts.Node | undefined;
  return parent !== undefined && ts.isInterfaceDeclaration(parent) && CONTAINERS.test(parent.name.text) && program.isSourceFileDefaultLibrary(parent.getSourceFile());
}

const CONTAINERS = /^(?:(?:Async)?(?:Generator|Iterator)|Array|CallableFunction|Map|Promise|ReadonlyArray|ReadonlyMap|ReadonlySet|Set|String|WeakMap|WeakRef|WeakSet)$/;

/** The one signature that a declaration writes out. */
function signatureIn(declaration: ts.Declaration): ts.SignatureDeclaration | undefined {
  if (ts.isFunctionLike(declaration)) return declaration;
  const written = "type" in declaration && declaration.type !== undefined ? declaration.type : ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration) ? declaration.initializer : undefined;
  return written !== undefined && ts.isFunctionLike(written as ts.Node) ? (written as ts.SignatureDeclaration) : undefined;
}

/** Objects of the language none of whose functions takes a context. */
const PLAIN_OWNERS = /^(?:Array|BigInt|Boolean|Buffer|Date|JSON|Map|Math|Number|Object|Promise|Reflect|Set|String|Symbol|WeakMap|WeakSet|console)$/;

/** Methods of strings, numbers and dates that nobody else has. */
const PLAIN_METHODS = /^(?:charAt|charCodeAt|codePointAt|endsWith|hasOwnProperty|indexOf|lastIndexOf|padEnd|padStart|startsWith|toFixed|toISOString|toLowerCase|toString|toUpperCase|trim|trimEnd|trimStart)$/;

/** Methods of lists and strings: those that nobody else has, those that take a text, and those of lists that take a function; and those of promises. */
const LIST_METHODS = /^(?:at|concat|flat|includes|localeCompare|matchAll|replaceAll|slice|splice|substring|toSorted)$/;
const TEXT_METHODS = /^(?:join|match|replace|split)$/;
const PROMISE_METHODS = /^(?:catch|finally|then)$/;
const LIST_CALLBACKS = /^(?:every|filter|find|findIndex|findLast|findLastIndex|flatMap|forEach|map|reduce|reduceRight|some|sort)$/;

/** Told by its name: a call of the language's own that takes no context, and needs no question. */
export function isPlainCall(call: Call): boolean {
  const name = unwrap(call.callee);
  if (name.type === N.Identifier) return PLAIN_OWNERS.test(name.name) || (call.type === N.NewExpression && name.name.endsWith("Error"));
  if (name.type !== N.MemberExpression || name.computed) return false;
  const { object, property } = name;
  if (PROMISE_METHODS.test(property.name)) return call.arguments.length > 0 && call.arguments.every((argument) => ASTUtils.isFunction(argument));
  return PLAIN_METHODS.test(property.name) || (object.type === N.Identifier && PLAIN_OWNERS.test(object.name)) || isOfList(call, property.name);
}

/** Is it told without types what is called: by a plain name, or by one of the language's own? */
export function isByName(call: Call): boolean {
  return unwrap(call.callee).type === N.Identifier || isPlainCall(call);
}

/** Nobody waits for what a list does; what is waited for is a stream's, or a library's (`stream.forEach(fn, { signal })`). */
function isOfList({ arguments: [first], parent }: Call, name: string): boolean {
  const isNamed = LIST_METHODS.test(name) || (TEXT_METHODS.test(name) && first?.type === N.Literal) || (LIST_CALLBACKS.test(name) && first !== undefined && ASTUtils.isFunction(first) && !first.async);
  return isNamed && parent.type !== N.AwaitExpression && parent.type !== N.ForOfStatement;
}

/** The signatures of a symbol that is called. */
export function shapesOfSymbol(facts: Facts, symbol: ts.Symbol): readonly Shape[] {
  return shapesOf(facts, facts.checker.getTypeOfSymbol(symbol), false);
}

/** The name that is called: where reports stand. */
export function calleeNode(call: Call): TSESTree.Node {
  const callee = unwrap(call.callee);
  return callee.type === N.MemberExpression ? callee.property : callee;
}

/** Is it called by a name, plain or of a member? */
export function isNamed(call: Call): boolean {
  const { type } = unwrap(call.callee);
  return type === N.Identifier || type === N.MemberExpression;
}

function shapesOf(facts: Facts, type: ts.Type, isNew: boolean): readonly Shape[] {
  const { callables, constructables } = memos(facts);
  const callable = facts.checker.getNonNullableType(type);
  return remembered(isNew ? constructables : callables, callable, () =>
    facts.checker.getSignaturesOfType(callable, isNew ? ts.SignatureKind.Construct : ts.SignatureKind.Call).map((signature) => shapeOf(facts, signature)),
  );
}

function shapeOf(facts: Facts, signature: ts.Signature): Shape {
  const parameters = parametersOf(facts, signature);
  return { signature, parameters, slots: parameters.flatMap((parameter, index) => slotsOf(facts, parameter, index)) };
}

/** The parameters; a rest parameter that is a tuple is the parameters it stands for. */
function parametersOf(facts: Facts, signature: ts.Signature): readonly Parameter[] {
  const { minArgumentCount = 0 } = signature as { readonly minArgumentCount?: number };
  return signature.parameters.flatMap((symbol, index) => {
    const { valueDeclaration: node } = symbol;
    // The checker makes one up (`__0`) for a parameter of named parts.
    const name = node !== undefined && ts.isParameter(node) && !ts.isIdentifier(node.name) ? "" : symbol.name;
    const isRest = node === undefined ? index === signature.parameters.length - 1 && isListType(facts, facts.checker.getTypeOfSymbol(symbol)) : ts.isParameter(node) && node.dotDotDotToken !== undefined;
    return parameterOf(facts, { name, node, isOptional: index >= minArgumentCount, isRest, place: symbol });
  });
}

/** Told by what is written of a parameter: can it be no context, and hold none? */
function takesPlain(facts: Facts, node: ts.Declaration | undefined): boolean {
  if (isPlainlyNone(node)) return true;
  const written = node !== undefined && ts.isParameter(node) ? node.type : undefined;
  return written !== undefined && !mayLeadTo(facts, written, 1) && !BAGS_INSIDE.some((name) => writesMember(facts, written, name) && mayLeadTo(facts, written, 1, [name]));
}

interface Declared extends Pick<Parameter, "isOptional" | "isRest" | "name"> {
  readonly node: ts.Declaration | undefined;
  /** Where its type is asked for. */
  readonly place: ts.Node | ts.Symbol;
}

function parameterOf(facts: Facts, { isOptional, isRest, name, node, place }: Declared): readonly Parameter[] {
  const isList = node !== undefined && ts.isParameter(node) && node.type !== undefined && ts.isArrayTypeNode(node.type);
  const rest = isRest && !isList ? typeAt(facts.checker, place) : undefined;
  if (rest !== undefined && facts.checker.isTupleType(rest)) return elementsOf(facts, rest as ts.TypeReference);
  return [new DeclaredParameter(name, isOptional, isRest, takesPlain(facts, node), node !== undefined && isImplemented(node) ? node : undefined, facts.checker, place)];
}

function isListType({ checker }: Facts, type: ts.Type): boolean {
  return checker.isArrayType(type) || checker.isTupleType(type);
}

function elementsOf({ checker }: Facts, type: ts.TypeReference): Parameter[] {
  const { elementFlags, labeledElementDeclarations } = type.target as ts.TupleType;
  return checker.getTypeArguments(type).map((element, index) => {
    const flags = elementFlags[index] ?? ts.ElementFlags.Required;
    const label = labeledElementDeclarations?.[index]?.name;
    return {
      name: label !== undefined && ts.isIdentifier(label) ? label.text : "",
      type: element,
      isOptional: (flags & ts.ElementFlags.Required) === 0,
      isRest: (flags & ts.ElementFlags.Variable) !== 0,
      isPlain: false,
    };
  });
}

/** The signature that a call means, and the others of the same name. */
export interface Chosen {
  readonly shape: Shape;
  readonly others: readonly Shape[];
}

/** Which of the signatures is meant? The checker is asked only where they differ in what contexts they take. */
export function chosenAt(facts: Facts, call: Call): Chosen | undefined {
  const shapes = shapesAt(facts, call);
  const [first, ...more] = shapes;
  if (first === undefined) return undefined;
  if (more.length === 0 || remembered(memos(facts).alike, shapes, () => more.every((other) => hasSameSlots(other, first)))) return { shape: first, others: [] };
  const declaration = facts.services.getResolvedSignature(call)?.getDeclaration();
  const shape = shapes.find(({ signature }) => signature.declaration === declaration);
  return shape && { shape, others: shapes.filter((other) => other !== shape) };
}

function hasSameSlots({ slots }: Shape, other: Shape): boolean {
  return slots.length === other.slots.length && slots.every((slot, index) => {
    const same = other.slots[index];
    return same?.index === slot.index && same.model === slot.model && same.bag?.property === slot.bag?.property && same.bag?.inside === slot.bag?.inside && same.bag?.shortFor === slot.bag?.shortFor;
  });
}

/** Does the parameter of an argument that is a literal `null` or `undefined`, or a cast of one, take what stands there honestly? */
export function isCastOfNothing(node: TSESTree.Node): boolean {
  if (node.type !== N.TSAsExpression && node.type !== N.TSNonNullExpression && node.type !== N.TSTypeAssertion) return false;
  const inner = unwrap(node);
  return (inner.type === N.Identifier && inner.name === "undefined") || (inner.type === N.Literal && inner.raw === "null") || (ASTUtils.isNodeOfType(N.UnaryExpression)(inner) && inner.operator === "void");
}
