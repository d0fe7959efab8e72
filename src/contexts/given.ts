import { ASTUtils, AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { ContextModel } from "../models/model.js";
import { isYes } from "./answer.js";
import type { Facts } from "./facts.js";
import { carriersOf, typeAnswer } from "./types.js";

/** Whether a call was given a context: `unknown` where an argument is `any` or may hold one unseen. */
export type Given = "no" | "unknown" | "yes";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/**
 * Has the call a context of the model: as an argument, in a carrier or an options bag, or in a spread that may hold it?
 * A `const` bag that nobody changes is read as its literal.
 */
export function givenTo(facts: Facts, call: Call, model: ContextModel): Given {
  return either(call.arguments.map((argument) => argumentGives(facts, argument, model)));
}

function either(answers: readonly Given[]): Given {
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}

/** Does this argument hand the context over? */
export function argumentGives(facts: Facts, argument: TSESTree.CallExpressionArgument, model: ContextModel): Given {
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
      return either([argumentGives(facts, argument.consequent, model), argumentGives(facts, argument.alternate, model)]);
    case AST_NODE_TYPES.LogicalExpression:
      return either([argumentGives(facts, argument.left, model), argumentGives(facts, argument.right, model)]);
    case AST_NODE_TYPES.TSAsExpression:
    case AST_NODE_TYPES.TSSatisfiesExpression:
    case AST_NODE_TYPES.TSNonNullExpression:
      return isNothing(argument.expression) ? "no" : argumentGives(facts, argument.expression, model);
    case AST_NODE_TYPES.Identifier: {
      if (isNothing(argument)) return "no";
      const value = unchangedValue(facts, argument);
      if (value !== undefined && (value.type === AST_NODE_TYPES.ObjectExpression || isNothing(value))) return argumentGives(facts, value, model);
      if (value?.type === AST_NODE_TYPES.NewExpression) return argumentGives(facts, value, model);
      return typeGives(facts, argument, model);
    }
    case AST_NODE_TYPES.NewExpression: {
      // `new Request(url)` is a carrier by its type, and carries nothing unless it was given something.
      const byType = typeGives(facts, argument, model);
      const isCarrier = byType === "yes" && !isYes(typeAnswer(facts, facts.services.getTypeAtLocation(argument)));
      return isCarrier && takesBag(facts, argument) ? givenTo(facts, argument, model) : byType;
    }
    default:
      return typeGives(facts, argument, model);
  }
}

/** `undefined`, `null`, `void 0`. */
export function isNothing(node: TSESTree.Node): boolean {
  if (node.type === AST_NODE_TYPES.Identifier) return node.name === "undefined";
  if (node.type === AST_NODE_TYPES.Literal) return node.value === null && node.raw === "null";
  return node.type === AST_NODE_TYPES.UnaryExpression && node.operator === "void";
}

function typeGives(facts: Facts, node: TSESTree.Expression, model: ContextModel): Given {
  const type = facts.services.getTypeAtLocation(node);
  const answer = typeAnswer(facts, type);
  if (isYes(answer)) return answer.model === model || carriersOf(facts, type).some((way) => way.model === model) ? "yes" : "no";
  const parts = tsutils.unionConstituents(type);
  if (parts.some((part) => carriersOf(facts, part).some((way) => way.model === model) || holds(facts, part, model))) return "yes";
  return answer;
}

/** A part of a union, or an object (a class instance too) with a property that is a context of the model. */
function holds(facts: Facts, type: ts.Type, model: ContextModel): boolean {
  const answer = typeAnswer(facts, type);
  if (isYes(answer) && answer.model === model) return true;
  if (facts.checker.isArrayType(type) || facts.checker.isTupleType(type)) {
    return facts.checker.getTypeArguments(type as ts.TypeReference).some((part) => holds(facts, part, model));
  }
  if (!tsutils.isObjectType(type) && !tsutils.isIntersectionType(type)) return false;
  if (type.getCallSignatures().length > 0) return false;
  return facts.checker.getPropertiesOfType(type).some((property) => {
    if (property.flags & ts.SymbolFlags.Method) return false;
    const own = typeAnswer(facts, facts.checker.getTypeOfSymbol(property));
    return isYes(own) && own.model === model;
  });
}

function spreadGives(facts: Facts, node: TSESTree.Expression, model: ContextModel): Given {
  const type = facts.services.getTypeAtLocation(node);
  if (tsutils.isTypeFlagSet(type, ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return "unknown";
  const elements = facts.checker.isArrayType(type) || facts.checker.isTupleType(type) ? facts.checker.getTypeArguments(type as ts.TypeReference) : [];
  const answers = elements.flatMap((element) => tsutils.unionConstituents(element)).map((element): Given => {
    if (holds(facts, element, model)) return "yes";
    return typeAnswer(facts, element) === "unknown" ? "unknown" : "no";
  });
  return either(answers);
}

function literalGives(facts: Facts, literal: TSESTree.ObjectExpression, model: ContextModel): Given {
  return either(
    literal.properties.map((property): Given => {
      if (property.type === AST_NODE_TYPES.SpreadElement) {
        const { argument } = property;
        if (argument.type === AST_NODE_TYPES.ObjectExpression) return literalGives(facts, argument, model);
        return argumentGives(facts, argument, model);
      }
      const { value } = property;
      if (value.type === AST_NODE_TYPES.AssignmentPattern || value.type === AST_NODE_TYPES.TSEmptyBodyFunctionExpression) return "no";
      if (ASTUtils.isFunction(value) || isNothing(value)) return "no";
      const type = facts.services.getTypeAtLocation(value);
      const answer = typeAnswer(facts, type);
      if (isYes(answer)) return answer.model === model ? "yes" : "no";
      if (value.type === AST_NODE_TYPES.ObjectExpression) return literalGives(facts, value, model);
      if (tsutils.unionConstituents(type).some((part) => holds(facts, part, model))) return "yes";
      // An `any` under another name is no context: only the property that would hold it counts.
      return answer === "unknown" && !property.computed && CONTEXT_NAMES.test(ASTUtils.getPropertyName(property) ?? "") ? "unknown" : "no";
    }),
  );
}

/** Names under which options hold a context. */
const CONTEXT_NAMES = /signal|token|context|ctx|cancel|abort/i;

function takesBag(facts: Facts, call: TSESTree.NewExpression): boolean {
  return call.arguments.every((argument) => argument.type !== AST_NODE_TYPES.SpreadElement) && facts.services.getTypeAtLocation(call).getSymbol()?.name === "Request";
}

/** The initializer of a `const` that nobody writes to (`bag.signal = …`, `Object.assign(bag, …)`, handed to a call before). */
export function unchangedValue(facts: Facts, reference: TSESTree.Identifier): TSESTree.Expression | undefined {
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(reference), reference);
  const definition = variable?.defs.length === 1 ? variable.defs[0]?.node : undefined;
  if (variable === null || variable === undefined || definition?.type !== AST_NODE_TYPES.VariableDeclarator || definition.init === null) return undefined;
  if (definition.parent.type !== AST_NODE_TYPES.VariableDeclaration || definition.parent.kind !== "const" || definition.id.type !== AST_NODE_TYPES.Identifier) return undefined;
  const isChanged = variable.references.some(({ identifier }) => {
    if (identifier === reference || identifier === definition.id) return false;
    const { parent } = identifier;
    if (parent?.type === AST_NODE_TYPES.MemberExpression && parent.object === identifier) {
      const { parent: outer } = parent;
      return outer.type === AST_NODE_TYPES.AssignmentExpression && outer.left === parent;
    }
    const isArgument = (parent?.type === AST_NODE_TYPES.CallExpression || parent?.type === AST_NODE_TYPES.NewExpression) && parent.callee !== identifier;
    return isArgument && identifier.range[0] < reference.range[0];
  });
  return isChanged ? undefined : definition.init;
}
