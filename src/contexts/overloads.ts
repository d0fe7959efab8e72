import { ASTUtils, AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { type Call, calleeNode, type Chosen, type Shape, shapesOfSymbol } from "./accepts.js";
import { type Facts, programMemo } from "./facts.js";
import { identifiersOf } from "./identifiers.js";
import { enclosingFunction, unwrap } from "./position/syntax.js";
import type { Slot } from "./slots.js";

/** A signature that does the same and takes a context besides: an overload, or a function of a longer name. */
export interface Richer {
  readonly slot: Slot;
  /** The name of the sibling; absent for an overload. */
  readonly sibling?: string;
}

/** An overload of the called function that is the same but for a context. */
export function richerOverload(facts: Facts, call: Call, { shape, others }: Chosen): Richer | undefined {
  for (const other of others) {
    const slot = other.slots.find((each) => isSameButFor(facts, call, shape, other, each));
    if (slot !== undefined && !isAround(facts, call, calleeNode(call)) && !isDeprecated(other)) return { slot };
  }
  return undefined;
}

/** What libraries append to the name of a function to say that this one takes a context. */
const SUFFIXES = ["Context", "WithContext", "WithSignal"];
const SUFFIXED = new RegExp(`(?:${SUFFIXES.join("|")})$`);

/** A function or method beside the called one, named for the context that it takes besides. */
export function richerSibling(facts: Facts, call: TSESTree.CallExpression, { shape }: Chosen): Richer | undefined {
  for (const { name, symbol } of siblingsOf(facts, call)) {
    if (isInside(facts, call, symbol)) continue;
    // One that may be missing is asked for by name where it is there.
    const type = facts.checker.getTypeOfSymbol(symbol);
    if (facts.checker.getNonNullableType(type) !== type) continue;
    for (const other of shapesOfSymbol(facts, symbol)) {
      const slot = other.slots.find((each) => isSameButFor(facts, call, shape, other, each));
      if (slot !== undefined && !isDeprecated(other)) return { slot, sibling: name };
    }
  }
  return undefined;
}

interface Sibling {
  readonly name: string;
  readonly symbol: ts.Symbol;
}

const memos = programMemo(() => ({ members: new WeakMap<ts.Type, Map<string, readonly Sibling[]>>(), exports: new WeakMap<ts.Symbol, ReadonlyMap<string, ts.Symbol>>() }));

function siblingsOf(facts: Facts, call: TSESTree.CallExpression): readonly Sibling[] {
  const callee = unwrap(call.callee);
  const name = nameOf(call);
  const longer = name === null ? [] : longerNames(facts, name);
  if (name === null || longer.length === 0) return [];
  if (callee.type === N.Identifier) return named(longer, (each) => functionNamed(facts, callee, each));
  if (callee.type !== N.MemberExpression) return [];
  const receiver = facts.checker.getNonNullableType(facts.services.getTypeAtLocation(callee.object));
  if (tsutils.isTypeFlagSet(receiver, ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
  const memo = memos(facts).members;
  let byName = memo.get(receiver);
  if (byName === undefined) memo.set(receiver, (byName = new Map<string, readonly Sibling[]>()));
  let siblings = byName.get(name);
  if (siblings === undefined) byName.set(name, (siblings = named(longer, (each) => facts.checker.getPropertyOfType(receiver, each))));
  return siblings;
}

function named(names: readonly string[], find: (name: string) => ts.Symbol | undefined): readonly Sibling[] {
  return names.flatMap((name) => {
    const symbol = find(name);
    return symbol === undefined ? [] : [{ name, symbol }];
  });
}

/** Told by names: may there be a function beside the called one that takes a context? */
export function mayHaveSibling(facts: Facts, call: Call): boolean {
  const name = nameOf(call);
  return name !== null && longerNames(facts, name).length > 0;
}

function nameOf(call: Call): string | null {
  const callee = unwrap(call.callee);
  return callee.type === N.Identifier ? callee.name : callee.type === N.MemberExpression ? ASTUtils.getPropertyName(callee) : null;
}

/** The longer names that some file of the program has at all. */
function longerNames(facts: Facts, name: string): readonly string[] {
  return SUFFIXES.map((suffix) => name + suffix).filter((longer) => suffixedNames(facts).has(longer));
}

/** Every name in the program that ends like that of a sibling. */
const suffixedNames = programMemo(({ program }): ReadonlySet<string> => new Set(program.getSourceFiles().flatMap(suffixedIn)));

/** Files outlive programs. */
const byFile = new WeakMap<ts.SourceFile, readonly string[]>();

function suffixedIn(file: ts.SourceFile): readonly string[] {
  let found = byFile.get(file);
  if (found === undefined) {
    byFile.set(file, (found = [...new Set([...identifiersOf(file)].filter((name) => SUFFIXED.test(name)))]));
  }
  return found;
}

/** A function of this name that the file declares or imports, or that comes from the module the callee comes from. */
function functionNamed(facts: Facts, callee: TSESTree.Identifier, name: string): ts.Symbol | undefined {
  const scope = facts.sourceCode.getScope(callee);
  const own = ASTUtils.findVariable(scope, name)?.defs[0];
  if (own !== undefined) return facts.services.getSymbolAtLocation(own.name);
  const definition = ASTUtils.findVariable(scope, callee)?.defs[0];
  if (definition?.type !== "ImportBinding" || definition.node.type !== N.ImportSpecifier || definition.parent.type !== N.ImportDeclaration) return undefined;
  const module = facts.services.getSymbolAtLocation(definition.parent.source);
  return module && exportsOf(facts, module).get(name);
}

function exportsOf(facts: Facts, module: ts.Symbol): ReadonlyMap<string, ts.Symbol> {
  const memo = memos(facts).exports;
  let exported = memo.get(module);
  if (exported === undefined) memo.set(module, (exported = new Map(facts.checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]))));
  return exported;
}

/** Is the richer signature the plain one with one more parameter, as far as this call can tell? */
function isSameButFor(facts: Facts, call: Call, plain: Shape, rich: Shape, slot: Slot): boolean {
  if (slot.bag?.isComplete === false || slot.bag?.inside !== undefined || call.arguments.some(({ type }) => type === N.SpreadElement)) return false;
  const rest = rich.parameters.filter((_, index) => index !== slot.index);
  const given = call.arguments.length;
  if (given > rest.length || rest.slice(given).some(({ isOptional, isRest }) => !isOptional && !isRest)) return false;
  if (plain.parameters.slice(0, given).some(({ isRest }) => isRest) || rest.slice(0, given).some(({ isRest }) => isRest)) return false;
  const [one, other] = [plain.signature.typeParameters ?? [], rich.signature.typeParameters ?? []];
  if (one.length !== other.length) return false;
  const print = printer(facts, plain, rich);
  if (one.length > 0) {
    const isSame = (a: ts.Type | undefined, b: ts.Type | undefined): boolean => a !== undefined && b !== undefined && print(a) === print(b);
    if (!one.every((parameter, index) => print(parameter.getConstraint()) === print(other[index]?.getConstraint()))) return false;
    return plain.parameters.slice(0, given).every(({ type }, index) => isSame(type, rest[index]?.type)) && print(resultOf(facts, plain)) === print(resultOf(facts, rich));
  }
  const takesAll = call.arguments.every((argument, index) => {
    const parameter = rest[index];
    return parameter !== undefined && facts.checker.isTypeAssignableTo(facts.services.getTypeAtLocation(argument), parameter.type);
  });
  return takesAll && isPromise(facts, plain) === isPromise(facts, rich) && facts.checker.isTypeAssignableTo(resultOf(facts, rich), resultOf(facts, plain));
}

function resultOf({ checker }: Facts, { signature }: Shape): ts.Type {
  const result = signature.getReturnType();
  return checker.getAwaitedType(result) ?? result;
}

function isPromise({ checker }: Facts, { signature }: Shape): boolean {
  const result = signature.getReturnType();
  return checker.getPropertyOfType(result, "then") !== undefined;
}

/** Types as text, type parameters by their position. */
function printer({ checker }: Facts, ...shapes: readonly Shape[]): (type: ts.Type | undefined) => string {
  const places = new Map(shapes.flatMap(({ signature }) => (signature.typeParameters ?? []).map((parameter, index) => [parameter.symbol.name, index] as const)));
  return (type) => {
    const text = type === undefined ? "" : checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
    return text.replaceAll(/[\w$]+/g, (word) => (places.has(word) ? `#${String(places.get(word))}` : word));
  };
}

function isDeprecated({ signature }: Shape): boolean {
  const { declaration } = signature;
  return declaration !== undefined && saysDeprecated(declaration);
}

/** Read as text: the same in every `jsDocParsingMode`. */
function saysDeprecated(declaration: ts.Node): boolean {
  const { text } = declaration.getSourceFile();
  // On the line of what comes before, it is a trailing comment of that.
  const comments = [...(ts.getTrailingCommentRanges(text, declaration.pos) ?? []), ...(ts.getLeadingCommentRanges(text, declaration.pos) ?? [])];
  return comments.some(({ pos, end }) => /^\/\*\*[^]*@deprecated\b/.test(text.slice(pos, end)));
}

/** Is the called function itself around the call? */
function isAround(facts: Facts, call: Call, callee: TSESTree.Node): boolean {
  const symbol = facts.services.getSymbolAtLocation(callee);
  return symbol !== undefined && isInside(facts, call, symbol);
}

function isInside(facts: Facts, call: Call, symbol: ts.Symbol): boolean {
  for (let fn = enclosingFunction(call); fn !== undefined; fn = enclosingFunction(fn)) {
    const node = facts.services.esTreeNodeToTSNodeMap.get(fn.parent.type === N.MethodDefinition ? fn.parent : fn);
    if (symbol.declarations?.some((declaration) => declaration === node || ("initializer" in declaration && declaration.initializer === node)) === true) return true;
    // The implementation and its overloads have one name.
    const own = "name" in node && node.name !== undefined ? facts.checker.getSymbolAtLocation(node.name) : undefined;
    if (own !== undefined && own === symbol) return true;
  }
  return false;
}
