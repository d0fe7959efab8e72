import { ASTUtils, AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";

import { mayOfferByName } from "../program/takers.js";
import { isYes } from "./answer.js";
import { type Facts, fileMemo, programMemo } from "./facts.js";
import { identifiersOf } from "./identifiers.js";
import { lastName, mayBe } from "./names.js";
import { calleeName, enclosingFunction, type FunctionNode, isFunction, outwards, unwrap } from "./position/syntax.js";
import { mayLeadTo } from "./reach.js";
import { remembered } from "./remembering.js";
import { declaredIn } from "./scopes.js";
import { namesIn, patternsOf } from "./symbols.js";
import { annotationAnswer, carriersOf, declaredFor, typeAnswer } from "./types.js";
import { variableMayLead } from "./words.js";

/**
 * Whether a context may be available at a place: surely something near; only a field, or what a callback could take; only
 * what a method could, of the design of its class; or nothing.
 */
export type Near = "design" | "no" | "offer" | "yes";

const memos = fileMemo(() => ({
  variables: new WeakMap<TSESLint.Scope.Variable, boolean>(),
  places: new WeakMap<TSESLint.Scope.Scope, Near>(),
  /** What syntax alone says. */
  mayBe: { places: new WeakMap<TSESLint.Scope.Scope, boolean>(), scopes: new WeakMap<TSESLint.Scope.Scope, boolean>(), classes: new WeakMap<TSESTree.ClassBody, boolean>() },
  scopes: { annotated: new WeakMap<TSESLint.Scope.Scope, boolean>(), inferred: new WeakMap<TSESLint.Scope.Scope, boolean>() },
  classes: new WeakMap<TSESTree.ClassBody, boolean>(),
  references: new Map<string, boolean>(),
}));

/**
 * May a context be available here? The cheap question before all others: where the answer is no, nothing is asked of the
 * checker about a call. Annotations answer by themselves; what has none is asked once for each variable.
 */
export function contextNear(facts: Facts, node: TSESTree.Node): Near {
  const memo = memos(facts).places;
  const place = facts.sourceCode.getScope(node);
  let answer = memo.get(place);
  if (answer === undefined) memo.set(place, (answer = askNear(facts, node)));
  return answer;
}

/**
 * Told by syntax alone: may a context be near? Where that is so, and a plain name says what is called, the callee is
 * asked before the types of what is near.
 */
export function mayBeNear(facts: Facts, node: TSESTree.Node): boolean {
  const { classes, places, scopes } = memos(facts).mayBe;
  return remembered(places, facts.sourceCode.getScope(node), () => {
    if (scopesAt(facts, node).some((scope) => remembered(scopes, scope, () => declaredIn(scope).some((variable) => mayLeadByWords(facts, variable))))) return true;
    const body = classOfThis(node);
    return (body !== undefined && remembered(classes, body, () => body.body.some((member) => memberMayHold(facts, member)))) || offerAt(facts, node) !== "no";
  });
}

function mayLeadByWords(facts: Facts, variable: TSESLint.Scope.Variable): boolean {
  const annotation = annotationOf(variable);
  return annotation === undefined ? isWorthAsking(facts, variable) : namesType(facts, annotation);
}

/** Does the annotation name a type, or write one out, that may be that of a context or a carrier? */
function namesType(facts: Facts, node: TSESTree.TypeNode): boolean {
  if (node.type === N.TSUnionType || node.type === N.TSIntersectionType) return node.types.some((part) => namesType(facts, part));
  return node.type === N.TSTypeLiteral || WRITTEN.has(node.type) || (node.type === N.TSTypeReference && !isContainer(facts, node));
}

function askNear(facts: Facts, node: TSESTree.Node): Near {
  if (!mayBeNear(facts, node)) return "no";
  const scopes = scopesAt(facts, node);
  // What is annotated may spare the questions about the others, in an outer function too.
  if (scopes.some((scope) => scopeHolds(facts, scope, "annotated"))) return "yes";
  const body = classOfThis(node);
  if (body !== undefined && classHolds(facts, body)) return "yes";
  if (scopes.some((scope) => scopeHolds(facts, scope, "inferred"))) return "yes";
  return offerAt(facts, node);
}

/** The scopes around, innermost first; that of the module only for code that runs there. */
function scopesAt(facts: Facts, node: TSESTree.Node): readonly TSESLint.Scope.Scope[] {
  const runsLater = isInDeclaration(node);
  const scopes: TSESLint.Scope.Scope[] = [];
  for (let scope: TSESLint.Scope.Scope | null = facts.sourceCode.getScope(node); scope !== null; scope = scope.upper) {
    if (runsLater && (scope.type === "module" || scope.type === "global")) break;
    scopes.push(scope);
  }
  return scopes;
}

/** What stands at top level is near to code that runs there, in callbacks too. */
function isInDeclaration(node: TSESTree.Node): boolean {
  for (let fn = enclosingFunction(node); fn !== undefined; fn = enclosingFunction(fn)) {
    if (fn.type === N.FunctionDeclaration || fn.parent.type === N.MethodDefinition) return true;
  }
  return false;
}

/** Variables that say their type, and those whose type the checker must infer. */
type Told = "annotated" | "inferred";

function scopeHolds(facts: Facts, scope: TSESLint.Scope.Scope, told: Told): boolean {
  const memo = memos(facts).scopes[told];
  let answer = memo.get(scope);
  if (answer === undefined) {
    const variables = declaredIn(scope).filter((variable) => (annotationOf(variable) === undefined ? told === "inferred" && isWorthAsking(facts, variable) : told === "annotated"));
    // The likely ones first: they may spare the questions about the others.
    const [likely, others] = [variables.filter(({ name }) => speaks(facts, name)), variables.filter(({ name }) => !speaks(facts, name))];
    answer = [...likely, ...others].some((variable) => mayReach(facts, variable));
    memo.set(scope, answer);
  }
  return answer;
}

/**
 * To infer a type is the dearest question, and most variables hold no context. Those are asked whose name, or the name of
 * what made them, speaks of one; a variable that holds a context under a name that does not is no reason to look further.
 */
function isWorthAsking(facts: Facts, { name, defs: [definition] }: TSESLint.Scope.Variable): boolean {
  if (tells(facts, name)) return true;
  if (definition?.type === "Parameter" && EVENT.test(name) && isEventHandler(definition.node)) return false;
  if (definition?.type === "Parameter") return speaks(facts, name) || speaks(facts, keyOf(definition.name) ?? "") || defaultTells(facts, definition) || (SHORT.test(name) && definition.node.params[0] === definition.name && !isPlainCallback(definition.node));
  // `options` and `request` that are made here hold many things: a file that never speaks of contexts has none in them.
  if (definition?.type !== "Variable" || !speaksOfContexts(facts).answer) return false;
  const { id, init } = definition.node;
  if (isElement(definition.node)) return /req/i.test(name) || tells(facts, keyOf(definition.name) ?? "");
  if (speaks(facts, name) && (init === null || !isWaitedFor(init))) return true;
  if (speaks(facts, keyOf(definition.name) ?? "")) return true;
  // A part of something is known by its own name.
  const isPart = id.type === N.ObjectPattern && (init?.type === N.Identifier || init?.type === N.MemberExpression);
  return init !== null && (isPart ? SHORT.test(name) : valueSpeaks(facts, init));
}

/** `ct = NeverCancelled` */
function defaultTells(facts: Facts, definition: TSESLint.Scope.Definition): boolean {
  const given = defaultOf(definition);
  return given !== undefined && tells(facts, lastName(given) ?? "");
}

/** `for await (const event of stream)`: what comes one by one is data, unless it is somebody's request. */
function isElement({ parent }: TSESTree.VariableDeclarator): boolean {
  return (parent.parent.type === N.ForOfStatement || parent.parent.type === N.ForInStatement) && parent.parent.left === parent;
}

/** What somebody answered is data, whatever it is called. */
function isWaitedFor(init: TSESTree.Expression): boolean {
  const value = unwrap(init);
  if (value.type === N.ConditionalExpression) return isWaitedFor(value.consequent) || isWaitedFor(value.alternate);
  return value.type === N.AwaitExpression;
}

/** The property that a part of a pattern is taken from. */
function keyOf({ parent }: TSESTree.Node): string | undefined {
  const property = parent?.type === N.AssignmentPattern ? parent.parent : parent;
  return property?.type === N.Property ? (ASTUtils.getPropertyName(property) ?? undefined) : undefined;
}

/** Is it a name of contexts? */
function tells(facts: Facts, name: string): boolean {
  return telling(facts).test(name);
}

const telling = programMemo(({ models }) => {
  const parameters = models.map(({ parameter }) => `${parameter.name.replaceAll(/\W/g, String.raw`\$&`)}$`);
  return new RegExp(["abort|cancel|context|controller|ctx|signal", ...parameters].join("|"), "i");
});

/** Is it a name of contexts, of carriers, or of what they come with? */
function speaks(facts: Facts, name: string): boolean {
  return SPEAKS.test(name) || tells(facts, name);
}

const SPEAKS = /args$|event|extra|init$|opts|options|params$|req|source$/i;

/** Is anything in the file called so? */
const speaksOfContexts = fileMemo((facts) => ({ answer: [...identifiersOf(facts.sourceFile)].some((name) => tells(facts, name)) }));

/** Handlers like to call their carrier by a letter. */
const SHORT = /^_?[a-z]$/;

const EVENT = /^_?(?:[a-z]|ev|evt|event)$/;

/** `onClick={(e) => …}`: the events of components carry no context. */
export function isEventHandler({ parent }: TSESTree.Node): boolean {
  const attribute = parent?.type === N.JSXExpressionContainer ? parent.parent : undefined;
  return attribute?.type === N.JSXAttribute && /^on[A-Z]/.test(attribute.name.type === N.JSXIdentifier ? attribute.name.name : "");
}

/** Does the name of what makes the value speak of a context? */
function valueSpeaks(facts: Facts, node: TSESTree.Expression): boolean {
  const value = unwrap(node);
  switch (value.type) {
    case N.AwaitExpression:
      return valueSpeaks(facts, value.argument);
    case N.CallExpression:
    case N.NewExpression:
      // What is given a context may be made of it.
      return tells(facts, lastName(value.callee) ?? "") || mayBe(facts, value.callee, makers(facts)) || value.arguments.some((argument) => tells(facts, lastName(argument) ?? ""));
    case N.ConditionalExpression:
      return valueSpeaks(facts, value.consequent) || valueSpeaks(facts, value.alternate);
    case N.LogicalExpression:
      return valueSpeaks(facts, value.left) || valueSpeaks(facts, value.right);
    case N.Identifier:
    case N.MemberExpression:
      return speaks(facts, lastName(value) ?? "");
    case N.ObjectExpression:
      return value.properties.some((property) => property.type === N.SpreadElement || speaks(facts, ASTUtils.getPropertyName(property) ?? ""));
    default:
      return false;
  }
}

/** What the models' roots and derives are called, and what is made with `new`. */
const makers = programMemo((facts) => namesIn([...patternsOf(facts, ({ roots }) => roots), ...patternsOf(facts, ({ derives }) => derives)].map(([, pattern]) => pattern)));

/** Told by its annotation or its name first: may the variable be a context, or lead to one? */
export function mayLead(facts: Facts, variable: TSESLint.Scope.Variable): boolean {
  return (annotationOf(variable) !== undefined || isWorthAsking(facts, variable)) && mayReach(facts, variable);
}

/** May the variable be a context, or lead to one? */
export function mayReach(facts: Facts, variable: TSESLint.Scope.Variable): boolean {
  const memo = memos(facts).variables;
  let answer = memo.get(variable);
  if (answer === undefined) memo.set(variable, (answer = askVariable(facts, variable)));
  return answer;
}

function askVariable(facts: Facts, variable: TSESLint.Scope.Variable): boolean {
  const [definition] = variable.defs;
  if (definition?.type !== "Parameter" && definition?.type !== "Variable") return false;
  const annotation = annotationOf(variable);
  if (annotation !== undefined) return annotationReaches(facts, annotation);
  const value = definition.type === "Variable" ? definition.node.init : defaultOf(definition);
  return (value === null || value === undefined || valueMayReach(value)) && variableMayLead(facts, variable) && typeReaches(facts, definition.name);
}

function annotationOf(variable: TSESLint.Scope.Variable): TSESTree.TypeNode | undefined {
  const name = variable.defs[0]?.name;
  return name?.type === N.Identifier ? name.typeAnnotation?.typeAnnotation : undefined;
}

function defaultOf({ name }: TSESLint.Scope.Definition): TSESTree.Expression | undefined {
  const { parent } = name;
  return parent?.type === N.AssignmentPattern && parent.left === name ? parent.right : undefined;
}

function typeReaches(facts: Facts, node: TSESTree.Node): boolean {
  const type = facts.services.getTypeAtLocation(node);
  return isYes(typeAnswer(facts, type)) || carriersOf(facts, type).length > 0;
}

/** May the type that this annotation names be that of a context or a carrier? */
function annotationReaches(facts: Facts, node: TSESTree.TypeNode): boolean {
  switch (node.type) {
    case N.TSUnionType:
    case N.TSIntersectionType:
      return node.types.some((part) => annotationReaches(facts, part));
    case N.TSTypeLiteral:
      return annotationAnswer(facts, node) !== "no" || node.members.some((member) => member.type === N.TSPropertySignature && member.typeAnnotation !== undefined && annotationReaches(facts, member.typeAnnotation.typeAnnotation));
    case N.TSTypeReference:
      return referenceReaches(facts, node);
    default:
      return WRITTEN.has(node.type) && writtenReaches(facts, node);
  }
}

/** Types that are made of others. */
const WRITTEN: ReadonlySet<N> = new Set([N.TSConditionalType, N.TSImportType, N.TSIndexedAccessType, N.TSMappedType, N.TSThisType, N.TSTypeQuery]);

/** Types of the library that hold others, and are no carriers. */
const CONTAINERS = /^(?:Array|AsyncGenerator|AsyncIterable|AsyncIterator|Awaited|Generator|Iterable|Iterator|Map|Promise|PromiseLike|ReadonlyArray|ReadonlyMap|ReadonlySet|Record|Set|WeakMap|WeakRef|WeakSet)$/;

function isContainer(facts: Facts, { typeArguments, typeName }: TSESTree.TSTypeReference): boolean {
  return typeArguments !== undefined && typeName.type === N.Identifier && CONTAINERS.test(typeName.name) && declaredFor(facts, typeName, typeName.name) === "nowhere";
}

function referenceReaches(facts: Facts, node: TSESTree.TSTypeReference): boolean {
  if (isContainer(facts, node)) return false;
  const text = facts.sourceCode.getText(node.typeName);
  if (node.typeArguments !== undefined || declaredFor(facts, node, /^[^.\s]+/.exec(text)?.[0] ?? text) === "somewhere") return writtenReaches(facts, node);
  return remembered(memos(facts).references, text, () => writtenReaches(facts, node));
}

/** Asked of the checker where the declarations of what is written do not rule it out. */
function writtenReaches(facts: Facts, node: TSESTree.TypeNode): boolean {
  return mayLeadTo(facts, facts.services.esTreeNodeToTSNodeMap.get(node) as ts.TypeNode, 1) && typeReaches(facts, node);
}

/** Told by syntax: may the value of this expression be a context or a carrier? */
function valueMayReach(node: TSESTree.Expression): boolean {
  switch (node.type) {
    case N.ArrayExpression:
    case N.ArrowFunctionExpression:
    case N.BinaryExpression:
    case N.ClassExpression:
    case N.FunctionExpression:
    case N.JSXElement:
    case N.JSXFragment:
    case N.Literal:
    case N.TemplateLiteral:
    case N.UnaryExpression:
    case N.UpdateExpression:
      return node.type === N.ArrayExpression && node.parent.type === N.VariableDeclarator && node.parent.id.type === N.ArrayPattern;
    case N.ConditionalExpression:
      return valueMayReach(node.consequent) || valueMayReach(node.alternate);
    case N.LogicalExpression:
      return valueMayReach(node.left) || valueMayReach(node.right);
    case N.ObjectExpression:
      return node.properties.some((property) => property.type === N.SpreadElement || !ASTUtils.isFunction(property.value));
    default:
      return true;
  }
}

/** The class whose instance `this` is at the node; a static member and a plain function do not see one. */
export function classOfThis(node: TSESTree.Node): TSESTree.ClassBody | undefined {
  for (const { inner, outer } of outwards(node)) {
    if (outer.type === N.FunctionDeclaration) return undefined;
    if (outer.type === N.FunctionExpression) {
      const method = outer.parent;
      return method.type === N.MethodDefinition && !method.static ? method.parent : undefined;
    }
    if (outer.type === N.StaticBlock) return undefined;
    if ((outer.type === N.PropertyDefinition || outer.type === N.AccessorProperty) && outer.value === inner) {
      return outer.static ? undefined : outer.parent;
    }
  }
  return undefined;
}

/** May a field of the class be a context? */
function classHolds(facts: Facts, body: TSESTree.ClassBody): boolean {
  const memo = memos(facts).classes;
  let answer = memo.get(body);
  if (answer === undefined) memo.set(body, (answer = body.body.some((member) => memberHolds(facts, member))));
  return answer;
}

function memberHolds(facts: Facts, member: TSESTree.ClassElement): boolean {
  const annotations = annotationsOf(member);
  if (annotations !== undefined) return annotations.some((annotation) => annotationReaches(facts, annotation));
  return isWorthAskingOf(facts, member) && typeReaches(facts, member.key);
}

function memberMayHold(facts: Facts, member: TSESTree.ClassElement): boolean {
  return annotationsOf(member)?.some((annotation) => namesType(facts, annotation)) ?? isWorthAskingOf(facts, member);
}

type Property = TSESTree.AccessorProperty | TSESTree.PropertyDefinition;

/** What is written of the fields that a member declares; nothing where a type must be inferred. */
function annotationsOf(member: TSESTree.ClassElement): readonly TSESTree.TypeNode[] | undefined {
  if (isProperty(member)) return member.typeAnnotation && [member.typeAnnotation.typeAnnotation];
  if (member.type !== N.MethodDefinition || member.kind !== "constructor") return [];
  return member.value.params.flatMap((parameter) => {
    if (parameter.type !== N.TSParameterProperty) return [];
    const name = parameter.parameter.type === N.AssignmentPattern ? parameter.parameter.left : parameter.parameter;
    return name.typeAnnotation === undefined ? [] : [name.typeAnnotation.typeAnnotation];
  });
}

function isProperty(member: TSESTree.ClassElement): member is Property {
  return member.type === N.PropertyDefinition || member.type === N.AccessorProperty;
}

function isWorthAskingOf(facts: Facts, member: TSESTree.ClassElement): member is Property {
  if (!isProperty(member)) return false;
  const isWorth = speaks(facts, lastName(member.key) ?? "") || (member.value !== null && valueSpeaks(facts, member.value));
  return isWorth && (member.value === null || valueMayReach(member.value));
}

/** Callbacks of these are offered elements and results. */
const PLAIN_CALLBACKS = /^(?:catch|every|filter|finally|find|findIndex|findLast|flatMap|forEach|map|reduce|reduceRight|replace|replaceAll|setImmediate|setInterval|setTimeout|some|sort|then|toSorted)$/;

/** Is it an argument of what offers elements and results? */
function isPlainCallback({ parent }: TSESTree.Node): boolean {
  return (parent?.type === N.CallExpression || parent?.type === N.NewExpression) && PLAIN_CALLBACKS.test(calleeName(parent) ?? "");
}

/** Is the node in an inline callback, or a method of another's design, that may leave out something it is offered? */
function offerAt(facts: Facts, node: TSESTree.Node): "design" | "no" | "offer" {
  for (let fn = enclosingFunction(node); fn !== undefined; fn = enclosingFunction(fn)) {
    const { parent } = fn;
    if (parent.type === N.Property || (parent.type === N.JSXExpressionContainer && !isEventHandler(fn))) return "offer";
    const isArgument = (parent.type === N.CallExpression || parent.type === N.NewExpression) && parent.callee !== fn;
    if (isFunction(fn) && isArgument && !PLAIN_CALLBACKS.test(calleeName(parent) ?? "")) return "offer";
    if (mayOfferByType(facts, typeFor(fn))) return "offer";
    if (parent.type === N.MethodDefinition && isDesigned(parent) && mayOfferByName(facts, ASTUtils.getPropertyName(parent) ?? "")) return "design";
  }
  return "no";
}

/** The type that is written for the function: `const load: Loader = async () => …`, `(() => …) satisfies Loader`, what the function around says it returns. */
function typeFor(fn: FunctionNode): TSESTree.TypeNode | undefined {
  const { parent } = fn;
  switch (parent.type) {
    case N.ArrowFunctionExpression:
      return parent.body === fn ? parent.returnType?.typeAnnotation : undefined;
    case N.ReturnStatement:
      return enclosingFunction(parent)?.returnType?.typeAnnotation;
    case N.TSSatisfiesExpression:
      return parent.typeAnnotation;
    case N.VariableDeclarator:
      return parent.id.typeAnnotation?.typeAnnotation;
    default:
      return undefined;
  }
}

/** A component is given what is shown. */
const COMPONENT = /(?:^|\.)(?:V?FC|FunctionComponent)$/;

function mayOfferByType({ sourceCode }: Facts, type: TSESTree.TypeNode | undefined): boolean {
  return type?.type === N.TSFunctionType || (type?.type === N.TSTypeReference && !COMPONENT.test(sourceCode.getText(type.typeName)));
}

/** Is it a method of a class that extends or implements something, which may be where the method is designed? */
export function isDesigned({ computed, kind, parent: { parent: of }, static: isStatic }: TSESTree.MethodDefinition): boolean {
  return kind === "method" && !computed && !isStatic && (of.superClass !== null || of.implements.length > 0);
}
