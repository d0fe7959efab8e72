import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { FlowQuestions } from "../../flow/questions.js";
import { unchangedIn } from "../../flow/unchanged.js";
import { functionOf } from "../../program/callees.js";
import { deriveAt, rootAt } from "../calls.js";
import { type Facts, fileMemo } from "../facts.js";
import { isEndName } from "../position/mentions.js";
import { isCleanupName } from "../position/names.js";
import { isLookName } from "../position/observation.js";
import { nodesOf } from "../position/reference.js";
import { calleeName, isFunction, isGlobal, memberName, outwards, unwrap, wrapped } from "../position/syntax.js";
import { patternsOf, symbolOf } from "../symbols.js";
import { isOrExtends } from "../types.js";

/** What the control flow of this file's functions asks of its types. */
export const flowQuestions: (facts: Facts) => FlowQuestions = fileMemo((facts) => ({
  isNever: (node) => isNever(facts, node),
  isExhaustive: (node) => isExhaustive(facts, node),
  cannotThrow: (node) => (node.type === N.CallExpression || node.type === N.NewExpression) && cannotThrow(facts, node),
  unchanged: unchangedIn(facts.sourceCode),
  isFixed: ({ property }) => property.type === N.Identifier && !isLookName(facts, property.name) && !written(facts).has(property.name),
}));

/** The names of all properties that the file writes, of whatever. */
const written = fileMemo((facts) => {
  const names = new Set<string>();
  const targets = [
    ...nodesOf(facts, N.AssignmentExpression).map(({ left }) => left),
    ...nodesOf(facts, N.UpdateExpression).map(({ argument }) => argument),
    ...nodesOf(facts, N.UnaryExpression).flatMap(({ argument, operator }) => (operator === "delete" ? [argument] : [])),
  ];
  for (const target of targets) if (target.type === N.MemberExpression) names.add(memberName(target) ?? "");
  return names;
});

/** Is it of type `never`? Asked where that makes a difference: where a statement, a branch or an arrow ends with it. */
function isNever(facts: Facts, node: TSESTree.Node): boolean {
  const { parent } = wrapped(node);
  switch (parent?.type) {
    case N.ArrowFunctionExpression:
    case N.AwaitExpression:
    case N.ConditionalExpression:
    case N.ExpressionStatement:
    case N.LogicalExpression:
    case N.ReturnStatement:
      return tsutils.isTypeFlagSet(facts.services.getTypeAtLocation(node), ts.TypeFlags.Never);
    default:
      return false;
  }
}

/** Has a `switch` without `default` a case for everything that its subject can be? */
function isExhaustive({ checker, services }: Facts, { cases, discriminant }: TSESTree.SwitchStatement): boolean {
  const type = services.getTypeAtLocation(discriminant);
  const bound = tsutils.isTypeFlagSet(type, ts.TypeFlags.Instantiable) ? (checker.getBaseConstraintOfType(type) ?? type) : type;
  const parts = tsutils.unionConstituents(bound).flatMap((part) => tsutils.unionConstituents(part));
  if (!parts.every((part) => tsutils.isTypeFlagSet(part, ts.TypeFlags.Unit))) return false;
  const known = new Set(cases.flatMap(({ test }) => (test === null ? [] : tsutils.unionConstituents(services.getTypeAtLocation(test)).map(regular))));
  return parts.every((part) => known.has(regular(part)));
}

/** A literal in an expression has a type of its own, that of the literal it is. */
function regular(type: ts.Type): ts.Type {
  return "regularType" in type ? (type.regularType as ts.Type) : type;
}

const PLAIN_OBJECTS = new Set(["Array", "Boolean", "Date", "Math", "Number", "console", "performance"]);
const PLAIN_FUNCTIONS = new Set(["Boolean", "clearImmediate", "clearInterval", "clearTimeout", "queueMicrotask", "setImmediate", "setInterval", "setMaxListeners", "setTimeout"]);
const PLAIN_CLASSES = new Set(["AbortController", "Date", "Map", "Set", "WeakMap", "WeakSet"]);
/** Methods of the library that throw for nobody. */
const PLAIN_METHODS = new Set(["add", "addEventListener", "catch", "clear", "delete", "finally", "get", "has", "includes", "indexOf", "pop", "push", "removeEventListener", "set", "shift", "slice", "then", "trim", "unshift"]);

/** Built-ins that do not throw, and what makes and ends contexts. */
function cannotThrow(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const callee = unwrap(call.callee);
  const name = calleeName(call) ?? "";
  if (callee.type === N.Identifier) {
    if ((call.type === N.NewExpression ? PLAIN_CLASSES : PLAIN_FUNCTIONS).has(name) && (isGlobal(facts, callee) || isDeclaredElsewhere(facts, callee, name))) return true;
  } else if (callee.type === N.MemberExpression) {
    const object = unwrap(callee.object);
    if (object.type === N.Identifier && PLAIN_OBJECTS.has(object.name) && isGlobal(facts, object)) return true;
    if (isEndName(facts, name) || (isCleanupName(name) && isInFinally(call))) return true;
    if (patternsOf(facts, ({ ambient }) => ambient).some(([, { expression, method }]) => expression === true && method === name)) return true;
    if (PLAIN_METHODS.has(name)) return isOfLibrary(facts, callee.property);
    if (isOnSpan(facts, object)) return true;
  }
  return isAsync(facts, callee) || deriveAt(facts, call) !== undefined || rootAt(facts, call) !== undefined;
}

/** Of several that end something in a `finally`, none is doubted for the next. */
function isInFinally(node: TSESTree.Node): boolean {
  for (const { inner, outer } of outwards(node)) {
    if (outer.type === N.TryStatement) return outer.finalizer === inner;
    if (isFunction(outer)) return false;
  }
  return false;
}

/** What an async function throws, its promise tells. */
function isAsync(facts: Facts, callee: TSESTree.Node): boolean {
  const name = callee.type === N.MemberExpression ? callee.property : callee;
  const symbol = name.type === N.Identifier || name.type === N.PrivateIdentifier ? symbolOf(facts, name) : undefined;
  const body = symbol && functionOf(symbol);
  return body?.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true && body.asteriskToken === undefined;
}

/** What a span is told it only writes down. */
function isOnSpan(facts: Facts, receiver: TSESTree.Node): boolean {
  const spans = patternsOf(facts, ({ handles }) => handles).filter(([, { startedBy }]) => startedBy !== undefined);
  if (receiver.type !== N.Identifier || spans.length === 0) return false;
  const type = facts.checker.getNonNullableType(facts.services.getTypeAtLocation(receiver));
  return spans.some(([, { type: places }]) => places.some((place) => isOrExtends(facts, type, place)));
}

/** By a package: Node.js has its timers to import too, and others port its `setMaxListeners` to browsers. */
function isDeclaredElsewhere(facts: Facts, node: TSESTree.Node, name: string): boolean {
  const files = (symbolOf(facts, node)?.declarations ?? []).map((declaration) => declaration.getSourceFile());
  return files.length > 0 && files.every(({ fileName, isDeclarationFile }) => (name === "setMaxListeners" ? isDeclarationFile : /[\\/]@types[\\/]node[\\/]/.test(fileName)));
}

function isOfLibrary({ program, services }: Facts, node: TSESTree.Node): boolean {
  const declarations = services.getSymbolAtLocation(node)?.declarations ?? [];
  return declarations.length > 0 && declarations.every((declaration) => program.isSourceFileDefaultLibrary(declaration.getSourceFile()));
}
