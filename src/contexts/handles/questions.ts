import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { FlowQuestions } from "../../flow/questions.js";
import { unchangedIn } from "../../flow/unchanged.js";
import { deriveAt, rootAt } from "../calls.js";
import { type Facts, fileMemo } from "../facts.js";
import { isEndName } from "../position/mentions.js";
import { isLookName } from "../position/observation.js";
import { descendants } from "../position/reference.js";
import { calleeName, isGlobal, memberName, unwrap, wrapped } from "../position/syntax.js";
import { symbolOf } from "../symbols.js";

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
  for (const node of descendants(facts, facts.sourceCode.ast)) {
    const target = node.type === N.AssignmentExpression ? node.left : node.type === N.UpdateExpression || (node.type === N.UnaryExpression && node.operator === "delete") ? node.argument : undefined;
    if (target?.type === N.MemberExpression) names.add(memberName(target) ?? "");
  }
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
const PLAIN_METHODS = new Set(["add", "addEventListener", "clear", "delete", "get", "has", "includes", "indexOf", "pop", "push", "removeEventListener", "set", "shift", "slice", "trim", "unshift"]);

/** Built-ins that do not throw, and what makes and ends contexts. */
function cannotThrow(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const callee = unwrap(call.callee);
  const name = calleeName(call) ?? "";
  if (callee.type === N.Identifier) {
    if ((call.type === N.NewExpression ? PLAIN_CLASSES : PLAIN_FUNCTIONS).has(name) && (isGlobal(facts, callee) || isDeclaredElsewhere(facts, callee))) return true;
  } else if (callee.type === N.MemberExpression) {
    const object = unwrap(callee.object);
    if (object.type === N.Identifier && PLAIN_OBJECTS.has(object.name) && isGlobal(facts, object)) return true;
    if (isEndName(facts, name)) return true;
    if (PLAIN_METHODS.has(name)) return isOfLibrary(facts, callee.property);
  }
  return deriveAt(facts, call) !== undefined || rootAt(facts, call) !== undefined;
}

/** By a package: Node.js has its timers to import too. */
function isDeclaredElsewhere(facts: Facts, node: TSESTree.Node): boolean {
  const declarations = symbolOf(facts, node)?.declarations ?? [];
  return declarations.length > 0 && declarations.every((declaration) => /[\\/]@types[\\/]node[\\/]/.test(declaration.getSourceFile().fileName));
}

function isOfLibrary({ program, services }: Facts, node: TSESTree.Node): boolean {
  const declarations = services.getSymbolAtLocation(node)?.declarations ?? [];
  return declarations.length > 0 && declarations.every((declaration) => program.isSourceFileDefaultLibrary(declaration.getSourceFile()));
}
