import { typeMatchesSomeSpecifier, type TypeOrValueSpecifier } from "@typescript-eslint/type-utils";
import { ASTUtils, AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { nameFor } from "../program/syntax.js";
import { type ContextMatch, isYes } from "./answer.js";
import { resultShape } from "./calls.js";
import { declaredAt } from "./declared-at.js";
import { type Facts, fileMemo } from "./facts.js";
import { isMoreThanContext } from "./more-than-context.js";
import { wordsOf } from "./position/names.js";
import { nodesOf } from "./position/reference.js";
import { calleeName, isWithin, memberName, outwards, receiverOf } from "./position/syntax.js";
import { remembered } from "./remembering.js";
import { annotationAnswer, basesOf, storedAnswer, typeAnswer } from "./types.js";

/** What declares parameters, with a body or without. */
export type SignatureNode =
  | TSESTree.FunctionLike
  | TSESTree.TSCallSignatureDeclaration
  | TSESTree.TSConstructorType
  | TSESTree.TSConstructSignatureDeclaration
  | TSESTree.TSFunctionType
  | TSESTree.TSMethodSignature;

/** One parameter as its author declared it. */
export interface DeclaredParameter {
  readonly node: TSESTree.Parameter;
  /** Its place, a `this` parameter counted. */
  readonly index: number;
  /** What kind of context it is; absent where it is none, or where nobody knows. */
  readonly context?: ContextMatch;
  readonly isReceiver: boolean;
  readonly isRest: boolean;
  /** It may be left out: `?` or a default value. */
  readonly isOptional: boolean;
}

/**
 * The parameters of a signature, where a context is among them. Cheap where none is: only annotations are asked, and
 * in JavaScript only what JSDoc says.
 */
export function parametersWithContext(facts: Facts, fn: SignatureNode): readonly DeclaredParameter[] | undefined {
  const contexts = fn.params.map((node) => contextOf(facts, node));
  if (contexts.every((context) => context === undefined)) return undefined;
  return fn.params.map((node, index) => {
    const context = contexts[index];
    return {
      node,
      index,
      ...(context && { context }),
      isReceiver: index === 0 && node.type === AST_NODE_TYPES.Identifier && node.name === "this",
      isRest: node.type === AST_NODE_TYPES.RestElement,
      isOptional: mayBeOmitted(facts, node),
    };
  });
}

function contextOf(facts: Facts, node: TSESTree.Parameter): ContextMatch | undefined {
  const parameter = bare(node);
  if (parameter.type === AST_NODE_TYPES.RestElement) return undefined;
  const answer = answerOf(facts, parameter);
  return answer !== undefined && isYes(answer) && !isMoreThanContext(facts, facts.services.getTypeAtLocation(parameter)) ? answer : undefined;
}

function answerOf(facts: Facts, parameter: BareParameter): ReturnType<typeof typeAnswer> | undefined {
  const target = parameter.type === AST_NODE_TYPES.AssignmentPattern ? parameter.left : parameter;
  if (target.typeAnnotation !== undefined) return annotationAnswer(facts, target.typeAnnotation.typeAnnotation);
  if (documentedType(facts, target) !== undefined) return typeAnswer(facts, facts.services.getTypeAtLocation(target));
  // `ctx = background()`: only a name or a call can be a context.
  const isTold = parameter.type === AST_NODE_TYPES.AssignmentPattern && /^(?:Call|Identifier|Member|New)/.test(parameter.right.type);
  return isTold ? typeAnswer(facts, facts.services.getTypeAtLocation(target)) : undefined;
}

type BareParameter = Exclude<TSESTree.Parameter, TSESTree.TSParameterProperty>;

function bare(node: TSESTree.Parameter): BareParameter {
  return node.type === AST_NODE_TYPES.TSParameterProperty ? node.parameter : node;
}

function typeOf({ checker, services }: Facts, parameter: BareParameter): ts.Type {
  return checker.getNonNullableType(services.getTypeAtLocation(parameter));
}

/** What JSDoc says of a parameter in JavaScript. */
function documentedType(facts: Facts, target: TSESTree.Node): ts.JSDocParameterTag | undefined {
  const parameter = parameterDeclaration(facts, target);
  if (parameter === undefined || (parameter.flags & ts.NodeFlags.JavaScriptFile) === 0) return undefined;
  return ts.getJSDocParameterTags(parameter).find(({ typeExpression }) => typeExpression !== undefined);
}

function parameterDeclaration({ services }: Facts, target: TSESTree.Node): ts.ParameterDeclaration | undefined {
  const node = services.esTreeNodeToTSNodeMap.get(target);
  const holder = ts.isParameter(node) ? node : node.parent;
  return ts.isParameter(holder) ? holder : undefined;
}

function mayBeOmitted(facts: Facts, node: TSESTree.Parameter): boolean {
  const parameter = bare(node);
  if (parameter.type === AST_NODE_TYPES.AssignmentPattern) return true;
  if ("optional" in parameter && parameter.optional) return true;
  const tag = documentedType(facts, parameter);
  return tag !== undefined && (tag.isBracketed || tag.typeExpression?.type.kind === ts.SyntaxKind.JSDocOptionalType);
}

/** Might the parameter be a context, although nobody can say for sure: a union of one and something else? */
export function mayHoldContext(facts: Facts, { node }: DeclaredParameter): boolean {
  const annotation = annotationOf(node);
  return annotation?.type === AST_NODE_TYPES.TSUnionType && isYes(storedAnswer(facts, facts.services.getTypeAtLocation(annotation)));
}

function annotationOf(node: TSESTree.Parameter): TSESTree.TypeNode | undefined {
  const parameter = bare(node);
  const target = parameter.type === AST_NODE_TYPES.AssignmentPattern ? parameter.left : parameter;
  return target.typeAnnotation?.typeAnnotation;
}

/** Is the parameter's type, or a base of it, one of these? An alias of a primitive is known by its name in the annotation. */
export function isOfType(facts: Facts, { node }: DeclaredParameter, specifiers: readonly TypeOrValueSpecifier[]): boolean {
  if (specifiers.length === 0) return false;
  const queue = [facts.services.getTypeAtLocation(annotationOf(node) ?? bare(node))];
  const seen = new Set<ts.Type>();
  for (let type = queue.pop(); type !== undefined; type = queue.pop()) {
    if (seen.has(type)) continue;
    seen.add(type);
    const given = facts.checker.getNonNullableType(type);
    if (typeMatchesSomeSpecifier(given, [...specifiers], facts.program)) return true;
    queue.push(...basesOf(facts, given));
  }
  const annotation = annotationOf(node);
  const symbol = annotation?.type === AST_NODE_TYPES.TSTypeReference ? facts.services.getSymbolAtLocation(annotation.typeName) : undefined;
  const alias = symbol && symbol.flags & ts.SymbolFlags.Alias ? facts.checker.getAliasedSymbol(symbol) : symbol;
  return alias !== undefined && specifiers.some((specifier) => isNamed(facts, alias, specifier));
}

function isNamed(facts: Facts, symbol: ts.Symbol, specifier: TypeOrValueSpecifier): boolean {
  if (typeof specifier === "string") return specifier === symbol.name;
  return [specifier.name].flat().includes(symbol.name) && declaredAt(facts, symbol, specifier);
}

/** Does the parameter report progress: an object with a `report` method, or what is called so? */
export function isProgress(facts: Facts, { node }: DeclaredParameter): boolean {
  const parameter = bare(node);
  const type = typeOf(facts, parameter);
  const names = [parameter.type === AST_NODE_TYPES.Identifier ? parameter.name : "", (type.aliasSymbol ?? type.getSymbol())?.name ?? ""];
  if (names.some((name) => /progress/i.test(name))) return true;
  if (type.getCallSignatures().length > 0) return names.some((name) => /report/i.test(name));
  const report = facts.checker.getPropertyOfType(type, "report");
  return report !== undefined && facts.checker.getTypeOfSymbol(report).getCallSignatures().length > 0;
}

/**
 * Is the parameter a continuation: a node-style callback, whose first parameter is an error, or the `next` of a
 * middleware? A function nobody knows more of may be one.
 */
export function isContinuation(facts: Facts, { node }: DeclaredParameter): boolean {
  const parameter = bare(node);
  const type = typeOf(facts, parameter);
  if (type.flags & ts.TypeFlags.Any || type.getSymbol()?.name === "Function") return true;
  const isNext = parameter.type === AST_NODE_TYPES.Identifier && parameter.name === "next";
  return type.getCallSignatures().some(({ parameters: [first] }) => isNext || (first !== undefined && isError(facts, first)));
}

function isError(facts: Facts, parameter: ts.Symbol): boolean {
  if (/^e(?:rr(?:or)?)?$|err(?:or)?$/i.test(parameter.name.replace(/^_/, ""))) return true;
  const type = facts.checker.getNonNullableType(facts.checker.getTypeOfSymbol(parameter));
  return [type, ...basesOf(facts, type)].some((base) => base.getSymbol()?.name === "Error");
}

/** Does the type come from where the token's comes from, and go with it: `(document, position, token, context: CompletionContext)`? */
export function isCompanion(facts: Facts, { node }: DeclaredParameter, token: DeclaredParameter): boolean {
  const [own, other] = [node, token.node].map((parameter) => typeOf(facts, bare(parameter)).getSymbol());
  const file = own?.declarations?.[0]?.getSourceFile();
  return own?.name.endsWith("Context") === true && file?.isDeclarationFile === true && file === other?.declarations?.[0]?.getSourceFile();
}

/** Is the signature about the context itself: does it give one for the one it takes, or does it say so: `raceCancellation(token, …)`? */
export function isAboutContext(facts: Facts, fn: SignatureNode, [first]: readonly DeclaredParameter[]): boolean {
  const owner = fn.parent;
  const node = owner.type === AST_NODE_TYPES.MethodDefinition || owner.type === AST_NODE_TYPES.TSAbstractMethodDefinition ? owner : fn;
  const declaration = facts.services.esTreeNodeToTSNodeMap.get(node);
  if (!ts.isFunctionLike(declaration)) return false;
  if (first?.context !== undefined && ABOUT_END.test(wordsOf(nameFor(declaration) ?? "").join(" "))) return true;
  const result = facts.checker.getSignatureFromDeclaration(declaration)?.getReturnType();
  return result !== undefined && resultShape(facts, result) !== undefined;
}

const ABOUT_END = /\b(?:abort(?:ed|ion)?|cancell?(?:ation|ed))\b/;

/**
 * Is the signature dictated by someone else: by the type of the place it stands in, by a base class or an interface, or
 * because it describes another package?
 */
export function isDictated(facts: Facts, fn: SignatureNode): boolean {
  return describesPackage(fn) || isInheritedMember(facts, fn) || isContextual(facts, fn) || isGivenAsProvider(facts, fn) || isPartlyApplied(facts, fn) || isHandler(facts, fn);
}

/** In `declare module "somebody-elses"`, or in a cast to what something is known to be. */
function describesPackage(fn: SignatureNode): boolean {
  for (const { outer } of outwards(fn)) {
    if (outer.type === AST_NODE_TYPES.TSModuleDeclaration && outer.id.type === AST_NODE_TYPES.Literal) return !outer.id.value.startsWith(".");
    if (outer.type === AST_NODE_TYPES.TSAsExpression || outer.type === AST_NODE_TYPES.TSTypeAssertion) return isWithin(fn, outer.typeAnnotation);
  }
  return false;
}

type Member =
  | TSESTree.AccessorProperty
  | TSESTree.MethodDefinition
  | TSESTree.PropertyDefinition
  | TSESTree.TSAbstractMethodDefinition
  | TSESTree.TSAbstractPropertyDefinition
  | TSESTree.TSMethodSignature
  | TSESTree.TSPropertySignature;

/** The member of a class or interface that the signature is the type or the value of. */
function memberOf(fn: SignatureNode): Member | undefined {
  if (fn.type === AST_NODE_TYPES.TSMethodSignature) return fn;
  const { parent } = fn.parent.type === AST_NODE_TYPES.TSTypeAnnotation ? fn.parent : fn;
  switch (parent.type) {
    case AST_NODE_TYPES.AccessorProperty:
    case AST_NODE_TYPES.MethodDefinition:
    case AST_NODE_TYPES.PropertyDefinition:
    case AST_NODE_TYPES.TSAbstractMethodDefinition:
    case AST_NODE_TYPES.TSAbstractPropertyDefinition:
    case AST_NODE_TYPES.TSPropertySignature:
      return parent;
    default:
      return undefined;
  }
}

function isInheritedMember(facts: Facts, fn: SignatureNode): boolean {
  const member = memberOf(fn);
  if (member === undefined || ("kind" in member && member.kind === "constructor")) return false;
  if ("override" in member && member.override) return true;
  if (member.key.type === AST_NODE_TYPES.PrivateIdentifier) return false;
  const owner = member.parent.parent;
  if (owner?.type !== AST_NODE_TYPES.ClassDeclaration && owner?.type !== AST_NODE_TYPES.ClassExpression && owner?.type !== AST_NODE_TYPES.TSInterfaceDeclaration) return false;
  const declaration = facts.services.esTreeNodeToTSNodeMap.get(owner);
  const name = facts.services.getSymbolAtLocation(member.key)?.escapedName ?? ASTUtils.getPropertyName(member as TSESTree.MethodDefinition);
  const isStatic = "static" in member && member.static;
  return basesNamedIn(facts, declaration, isStatic).some(
    (base) => (base.flags & ts.TypeFlags.Any) !== 0 || name === null || facts.checker.getPropertyOfType(base, name) !== undefined,
  );
}

/** The types that a class extends and implements, or an interface extends; the constructor's side for static members. */
function basesNamedIn({ checker }: Facts, declaration: ts.ClassLikeDeclaration | ts.InterfaceDeclaration, isStatic: boolean): readonly ts.Type[] {
  return (declaration.heritageClauses ?? []).flatMap(({ token, types }) => {
    if (isStatic) return token === ts.SyntaxKind.ExtendsKeyword ? types.map(({ expression }) => checker.getTypeAtLocation(expression)) : [];
    return types.map((type) => checker.getTypeAtLocation(type));
  });
}

/** `register(this)`, `register(new Own())`: does somebody who gets the object call the method, though the class does not say so? */
function isGivenAsProvider(facts: Facts, fn: SignatureNode): boolean {
  const member = fn.parent;
  if (member.type !== AST_NODE_TYPES.MethodDefinition || member.kind !== "method" || member.static) return false;
  const owner = member.parent.parent;
  const isInstance = (node: GivenObject): boolean => (node.type === AST_NODE_TYPES.ThisExpression ? isWithin(node, owner) : node.callee.type === AST_NODE_TYPES.Identifier && node.callee.name === owner.id?.name);
  return givenObjects(facts).some((node) => isInstance(node) && isWantedWith(facts, node, member));
}

type GivenObject = TSESTree.NewExpression | TSESTree.ThisExpression;

/** `this` and new objects that a call of the file is given. */
const givenObjects = fileMemo((facts): readonly GivenObject[] =>
  [...nodesOf(facts, AST_NODE_TYPES.ThisExpression), ...nodesOf(facts, AST_NODE_TYPES.NewExpression)].filter((node) => node.parent.type === AST_NODE_TYPES.CallExpression && node.parent.callee !== node),
);

/** Does the place that the object is given to say what that method gets, and not as the class itself? */
function isWantedWith({ checker, services }: Facts, object: TSESTree.Expression, member: TSESTree.MethodDefinition): boolean {
  const name = ASTUtils.getPropertyName(member);
  const type = checker.getContextualType(services.esTreeNodeToTSNodeMap.get(object) as ts.Expression);
  const property = type && name !== null ? checker.getPropertyOfType(checker.getNonNullableType(type), name) : undefined;
  return property?.declarations?.includes(services.esTreeNodeToTSNodeMap.get(member)) === false && saysParameters(checker.getTypeOfSymbol(property));
}

/** `this.select.bind(this, source, token)`: what comes after the context is for whoever calls what that makes. */
function isPartlyApplied(facts: Facts, fn: SignatureNode): boolean {
  const member = memberOf(fn);
  const named = member?.computed === false && "name" in member.key ? member.key.name : undefined;
  const name = member === undefined ? nameFor(facts.services.esTreeNodeToTSNodeMap.get(fn)) : named;
  return name !== undefined && partlyApplied(facts).has(name);
}

/** `createRunProfile("Run", kind, runTests)`, `provide: this.load.bind(this)`: is it given, as it is, to who calls it with what a type says? */
function isHandler(facts: Facts, fn: SignatureNode): boolean {
  const node = facts.services.esTreeNodeToTSNodeMap.get(fn.parent.type === AST_NODE_TYPES.MethodDefinition ? fn.parent : fn);
  const name = nameFor(node);
  return name !== undefined && (handlers(facts).get(name) ?? []).some(({ given, named }) => {
    const declared = facts.services.getSymbolAtLocation(named)?.valueDeclaration;
    const isIt = declared !== undefined && (declared === node || ("initializer" in declared && declared.initializer === node));
    const wanted = isIt ? facts.checker.getContextualType(facts.services.esTreeNodeToTSNodeMap.get(given) as ts.Expression) : undefined;
    return wanted !== undefined && (wanted.flags & (ts.TypeFlags.Any | ts.TypeFlags.Instantiable)) === 0 && saysParameters(wanted);
  });
}

/** A name that stands for a function where a value is given, and all of that value. */
interface Handler {
  readonly given: TSESTree.Expression;
  readonly named: TSESTree.Node;
}

/** What the file gives to others by name: as an argument, or as a property of an object. */
const handlers = fileMemo((facts): ReadonlyMap<string, readonly Handler[]> => {
  const all = new Map<string, Handler[]>();
  const add = (given: TSESTree.Node): void => {
    const plain = given.type === AST_NODE_TYPES.CallExpression && given.arguments.length === 1 && calleeName(given) === "bind" ? receiverOf(given) : given;
    const isMember = plain?.type === AST_NODE_TYPES.MemberExpression && plain.object.type === AST_NODE_TYPES.ThisExpression;
    const named = isMember ? plain.property : plain;
    if (named?.type !== AST_NODE_TYPES.Identifier && named?.type !== AST_NODE_TYPES.PrivateIdentifier) return;
    remembered(all, facts.sourceCode.getText(named), () => []).push({ given: given as TSESTree.Expression, named });
  };
  for (const call of [...nodesOf(facts, AST_NODE_TYPES.CallExpression), ...nodesOf(facts, AST_NODE_TYPES.NewExpression)]) call.arguments.forEach(add);
  for (const { parent, value } of nodesOf(facts, AST_NODE_TYPES.Property)) if (parent.type === AST_NODE_TYPES.ObjectExpression) add(value);
  return all;
});

/** The names of what the file binds to some of its arguments. */
const partlyApplied = fileMemo((facts): ReadonlySet<string> => {
  const bound = nodesOf(facts, AST_NODE_TYPES.CallExpression).flatMap((call) => (calleeName(call) === "bind" && call.arguments.length > 1 ? (receiverOf(call) ?? []) : []));
  return new Set(bound.flatMap((node) => (node.type === AST_NODE_TYPES.Identifier ? node.name : node.type === AST_NODE_TYPES.MemberExpression ? (memberName(node) ?? []) : [])));
});

/** A function expression, or a method of an object literal, in a place that has a type. */
function isContextual({ checker, services }: Facts, fn: SignatureNode): boolean {
  if (fn.type !== AST_NODE_TYPES.ArrowFunctionExpression && fn.type !== AST_NODE_TYPES.FunctionExpression) return false;
  const { parent } = fn;
  if (parent.type === AST_NODE_TYPES.MethodDefinition) return false;
  if (parent.type !== AST_NODE_TYPES.Property || parent.parent.type !== AST_NODE_TYPES.ObjectExpression) {
    return saysParameters(checker.getContextualType(services.esTreeNodeToTSNodeMap.get(fn) as ts.Expression));
  }
  const object = checker.getContextualType(services.esTreeNodeToTSNodeMap.get(parent.parent));
  if (object === undefined) return false;
  if (object.flags & ts.TypeFlags.Any) return true;
  const name = ASTUtils.getPropertyName(parent);
  const property = name === null ? undefined : checker.getPropertyOfType(checker.getNonNullableType(object), name);
  return saysParameters(property ? checker.getTypeOfSymbol(property) : checker.getIndexTypeOfType(object, ts.IndexKind.String));
}

/** Does the type of a place say what a function in it gets? `any` may say anything, `Function` and `unknown` say nothing. */
function saysParameters(type: ts.Type | undefined): boolean {
  if (type === undefined) return false;
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Instantiable)) return true;
  return (type.isUnion() ? type.types : [type]).some((part) => part.getCallSignatures().length > 0);
}

/** Is it the body of overloads, which say what callers may leave out? */
export function isImplementation({ services }: Facts, fn: SignatureNode): boolean {
  if (fn.type !== AST_NODE_TYPES.FunctionDeclaration && fn.parent.type !== AST_NODE_TYPES.MethodDefinition) return false;
  const node = services.esTreeNodeToTSNodeMap.get(fn.type === AST_NODE_TYPES.FunctionDeclaration ? fn : fn.parent);
  const name = ts.isFunctionLike(node) ? node.name : undefined;
  const declarations = name && services.program.getTypeChecker().getSymbolAtLocation(name)?.declarations;
  return declarations !== undefined && declarations.length > 1 && ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

/** Does the body read `arguments`, or its function's own name, either of which sees an order that calls do not show? */
export function seesOrder({ sourceCode }: Facts, fn: SignatureNode): boolean {
  if (fn.type === AST_NODE_TYPES.FunctionExpression && fn.id !== null && sourceCode.getDeclaredVariables?.(fn).some(({ name, references }) => name === fn.id?.name && references.length > 0)) return true;
  const scope = sourceCode.scopeManager?.acquire(fn);
  return scope?.set.get("arguments")?.references.some(() => true) === true;
}
