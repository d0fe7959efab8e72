import { ASTUtils, AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { ContextModel } from "../models/model.js";
import { isYes } from "./answer.js";
import type { Facts } from "./facts.js";
import { hasSignatures } from "./plain.js";
import { isNothing, unwrap } from "./position/syntax.js";
import { carriersOf, isPlainProperty, isOrExtends, typeAnswer } from "./types.js";

/** Whether a call was given a context: `unknown` where an argument is `any` or may hold one unseen. */
export type Given = "no" | "unknown" | "yes";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/**
 * Has the call a context of the model: as an argument, in a carrier or an options bag, or in a spread that may hold it?
 * A `const` bag that nobody changes is read as its literal.
 */
export function givenTo(facts: Facts, call: Call, model: ContextModel): Given {
  return anyGives(facts, call.arguments, model);
}

/** Does one of these arguments hand a context over? */
export function anyGives(facts: Facts, given: readonly TSESTree.CallExpressionArgument[], model: ContextModel): Given {
  return either(likelyFirst(given), (argument) => argumentGives(facts, argument, model));
}

/** One that gives is enough: the others are not asked. */
function either<T>(all: readonly T[], ask: (one: T) => Given): Given {
  let answer: Given = "no";
  for (const one of all) {
    const own = ask(one);
    if (own === "yes") return "yes";
    if (own === "unknown") answer = "unknown";
  }
  return answer;
}

/** Those that say by their form or name that they hold a context first: they spare the questions about the others. */
function likelyFirst<T extends TSESTree.Node>(nodes: readonly T[]): readonly T[] {
  const [likely, others] = [nodes.filter(isLikely), nodes.filter((node) => !isLikely(node))];
  return [...likely, ...others];
}

function isLikely(node: TSESTree.Node): boolean {
  if (node.type === AST_NODE_TYPES.Property) return CONTEXT_NAMES.test(ASTUtils.getPropertyName(node) ?? "");
  return node.type === AST_NODE_TYPES.SpreadElement || node.type === AST_NODE_TYPES.Identifier;
}

/** Does this argument hand the context over? */
export function argumentGives(facts: Facts, argument: TSESTree.CallExpressionArgument, model: ContextModel): Given {
  if (isNothing(argument)) return "no";
  switch (argument.type) {
    case AST_NODE_TYPES.Literal:
    case AST_NODE_TYPES.TemplateLiteral:
    case AST_NODE_TYPES.ArrowFunctionExpression:
    case AST_NODE_TYPES.FunctionExpression:
      return "no";
    case AST_NODE_TYPES.SpreadElement:
      return spreadGives(facts, argument.argument, model);
    case AST_NODE_TYPES.ObjectExpression:
      return literalGives(facts, argument, model);
    case AST_NODE_TYPES.ConditionalExpression:
      return either([argument.consequent, argument.alternate], (arm) => argumentGives(facts, arm, model));
    case AST_NODE_TYPES.LogicalExpression:
      return either([argument.left, argument.right], (arm) => argumentGives(facts, arm, model));
    case AST_NODE_TYPES.TSAsExpression:
    case AST_NODE_TYPES.TSSatisfiesExpression:
    case AST_NODE_TYPES.TSNonNullExpression:
    case AST_NODE_TYPES.TSTypeAssertion:
      return argumentGives(facts, argument.expression, model);
    case AST_NODE_TYPES.Identifier: {
      const value = unchangedValue(facts, argument);
      const plain = value && unwrap(value);
      if (plain !== undefined && (plain.type === AST_NODE_TYPES.ObjectExpression || plain.type === AST_NODE_TYPES.NewExpression || isNothing(plain))) return argumentGives(facts, plain as TSESTree.Expression, model);
      return typeGives(facts, argument, model);
    }
    case AST_NODE_TYPES.NewExpression: {
      // `new Request(url)` is a carrier by its type, and carries nothing unless it was given something.
      const byType = typeGives(facts, argument, model);
      // What was made with a context has it, whatever its type says.
      return byType === "no" || (byType === "yes" && isNamedCarrier(facts, argument)) ? givenTo(facts, argument, model) : byType;
    }
    default:
      return typeGives(facts, argument, model);
  }
}

function typeGives(facts: Facts, node: TSESTree.Expression, model: ContextModel): Given {
  return valueGives(facts, facts.services.getTypeAtLocation(node), model);
}

/** Does a value of this type hand a context over: is it one, or has it one? */
export function valueGives(facts: Facts, type: ts.Type, model: ContextModel): Given {
  const answer = typeAnswer(facts, type);
  if (isYes(answer)) return answer.model === model || carriersOf(facts, type).some((way) => way.model === model) ? "yes" : "no";
  const parts = tsutils.unionConstituents(type);
  if (parts.some((part) => carriersOf(facts, part).some((way) => way.model === model) || holds(facts, part, model))) return "yes";
  return answer;
}

/** `{ [name: string]: any }`, `{ signal: any }`: nobody knows whether a context is in it. */
export function holdsAnything({ checker }: Facts, type: ts.Type): boolean {
  return tsutils.unionConstituents(type).some((part) => {
    if (!tsutils.isObjectType(part) && !tsutils.isIntersectionType(part)) return false;
    const named = checker.getPropertiesOfType(part).filter(({ name }) => CONTEXT_NAMES.test(name));
    const kept = [checker.getIndexInfoOfType(part, ts.IndexKind.String)?.type, ...named.map((property) => checker.getTypeOfSymbol(property))];
    return kept.some((each) => each !== undefined && tsutils.isTypeFlagSet(each, ts.TypeFlags.Any | ts.TypeFlags.Unknown));
  });
}

/** A part of a union, or an object (a class instance too) with a property that is a context of the model. */
function holds(facts: Facts, type: ts.Type, model: ContextModel): boolean {
  const answer = typeAnswer(facts, type);
  if (isYes(answer) && answer.model === model) return true;
  if (facts.checker.isArrayType(type) || facts.checker.isTupleType(type)) {
    return facts.checker.getTypeArguments(type as ts.TypeReference).some((part) => holds(facts, part, model));
  }
  if (!tsutils.isObjectType(type) && !tsutils.isIntersectionType(type)) return false;
  if (hasSignatures(facts, type)) return false;
  return facts.checker.getPropertiesOfType(type).some((property) => {
    if (property.flags & ts.SymbolFlags.Method || isPlainProperty(facts, property)) return false;
    const kept = facts.checker.getTypeOfSymbol(property);
    const own = typeAnswer(facts, kept);
    if (isYes(own)) return own.model === model;
    // `new Operation(id, { signal })` keeps what it was made with.
    return type.isClass() && OPTIONS.test(property.name) && tsutils.unionConstituents(kept).some((part) => carriersOf(facts, part).some((way) => way.model === model));
  });
}

const OPTIONS = /^_?(?:config|init|options|opts|params|request)$/;

function spreadGives(facts: Facts, node: TSESTree.Expression, model: ContextModel): Given {
  if (node.type === AST_NODE_TYPES.ArrayExpression) return either(node.elements, (element) => (element === null ? "no" : argumentGives(facts, element, model)));
  const type = facts.services.getTypeAtLocation(node);
  if (!facts.checker.isArrayType(type) && !facts.checker.isTupleType(type)) return "unknown";
  const elements = facts.checker.getTypeArguments(type as ts.TypeReference).flatMap((element) => tsutils.unionConstituents(element));
  return either(elements, (element) => {
    if (carriersOf(facts, element).some((way) => way.model === model) || holds(facts, element, model)) return "yes";
    return typeAnswer(facts, element) === "unknown" ? "unknown" : "no";
  });
}

function literalGives(facts: Facts, literal: TSESTree.ObjectExpression, model: ContextModel): Given {
  return either(likelyFirst(literal.properties), (property) => (property.type === AST_NODE_TYPES.SpreadElement ? partGives(facts, property.argument, model) : propertyGives(facts, property, model)));
}

/** What is spread into a bag. */
function partGives(facts: Facts, node: TSESTree.Expression, model: ContextModel): Given {
  const answer = argumentGives(facts, node, model);
  return answer === "no" && !isNothing(node) && holdsAnything(facts, facts.services.getTypeAtLocation(node)) ? "unknown" : answer;
}

/** Does this property of a bag that is written out hand a context over? */
export function propertyGives(facts: Facts, property: TSESTree.Property, model: ContextModel): Given {
  const value = unwrap(property.value);
  if (value.type === AST_NODE_TYPES.ObjectExpression) return literalGives(facts, value, model);
  if (isNothing(value) || (ASTUtils.isFunction(value) && property.kind !== "get")) return "no";
  const type = facts.services.getTypeAtLocation(property.kind === "get" ? property.key : property.value);
  const answer = typeAnswer(facts, type);
  if (isYes(answer)) return answer.model === model ? "yes" : "no";
  if (tsutils.unionConstituents(type).some((part) => carriersOf(facts, part).some((way) => way.model === model) || holds(facts, part, model))) return "yes";
  // An `any` under another name is no context: only the property that would hold it counts.
  return answer === "unknown" && (property.computed || CONTEXT_NAMES.test(ASTUtils.getPropertyName(property) ?? "")) ? "unknown" : "no";
}

/** Names under which options hold a context. */
const CONTEXT_NAMES = /signal|token|context|ctx|cancel|abort/i;

/** Is it a carrier that a model or the settings name, `Request`, and no context itself? */
export function isNamedCarrier(facts: Facts, node: TSESTree.Node): boolean {
  const type = facts.services.getTypeAtLocation(node);
  return !isYes(typeAnswer(facts, type)) && facts.carriers.some((pattern) => isOrExtends(facts, type, pattern));
}

/** The initializer of a `const` that nobody changes or hands to anybody who may, before the place of the reference or unseen. */
export function unchangedValue(facts: Facts, reference: TSESTree.Identifier): TSESTree.Expression | undefined {
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(reference), reference.name);
  const definition = variable?.defs.length === 1 ? variable.defs[0]?.node : undefined;
  if (variable === null || variable === undefined || definition?.type !== AST_NODE_TYPES.VariableDeclarator || definition.init === null) return undefined;
  if (definition.parent.type !== AST_NODE_TYPES.VariableDeclaration || definition.parent.kind !== "const" || definition.id.type !== AST_NODE_TYPES.Identifier) return undefined;
  const others = variable.references.filter(({ identifier, isTypeReference, init }) => identifier !== reference && !isTypeReference && init !== true);
  return others.some(({ identifier }) => mayChange(identifier, reference)) ? undefined : definition.init;
}

/** Is the object changed by this use, or given away so that it may be? Reading, spreading and what comes later are harmless. */
function mayChange(use: TSESTree.Node, reference: TSESTree.Identifier): boolean {
  const { parent } = use;
  if (parent?.type === AST_NODE_TYPES.SpreadElement && parent.parent.type === AST_NODE_TYPES.ObjectExpression) return false;
  if (parent?.type === AST_NODE_TYPES.MemberExpression && parent.object === use) {
    const { parent: outer } = parent;
    const isWritten = (outer.type === AST_NODE_TYPES.AssignmentExpression && outer.left === parent) || (outer.type === AST_NODE_TYPES.UnaryExpression && outer.operator === "delete");
    return isWritten || (outer.type === AST_NODE_TYPES.CallExpression && outer.callee === parent) || isPatternTarget(parent);
  }
  const isArgument = (parent?.type === AST_NODE_TYPES.CallExpression || parent?.type === AST_NODE_TYPES.NewExpression) && parent.callee !== use;
  return isArgument ? use.range[0] < reference.range[0] : parent?.type !== AST_NODE_TYPES.BinaryExpression && parent?.type !== AST_NODE_TYPES.ReturnStatement;
}

/** `bag.signal` of `({ signal: bag.signal } = options)` and `[bag.signal] = pair`. */
function isPatternTarget({ parent }: TSESTree.MemberExpression): boolean {
  return parent.type === AST_NODE_TYPES.ArrayPattern || parent.type === AST_NODE_TYPES.AssignmentPattern || (parent.type === AST_NODE_TYPES.Property && parent.parent.type === AST_NODE_TYPES.ObjectPattern);
}
