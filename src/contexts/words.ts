import { ASTUtils, AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { writtenResults } from "./accepts.js";
import type { Facts } from "./facts.js";
import { mayLeadTo } from "./reach.js";

/** A value that is taken from others this often is asked of the checker. */
const MOST_TURNS = 8;

/**
 * May a variable be a context, or have one? Told by what is written of what it is taken from, so that its type need not be
 * inferred: `const { retry } = options` is what `options` is said to have. Where the words do not tell, the answer is yes.
 */
export function variableMayLead(facts: Facts, variable: TSESLint.Scope.Variable, names: readonly string[] = [], turns = MOST_TURNS): boolean {
  const [definition, ...others] = variable.defs;
  if (turns === 0 || others.length > 0 || (definition?.type !== "Parameter" && definition?.type !== "Variable")) return true;
  const path = [...names];
  for (let node: TSESTree.Node = definition.name; ; ) {
    const annotation = (node.type === N.Identifier || node.type === N.ObjectPattern) && node.typeAnnotation;
    if (annotation) return annotationMayLead(facts, annotation.typeAnnotation, path);
    const parent: TSESTree.Node | undefined = node.parent;
    if (parent?.type === N.VariableDeclarator) return parent.init === null || parent.id !== node || valueMayLead(facts, parent.init, path, turns - 1);
    // What has a default may be that.
    if (parent?.type !== N.Property || parent.value !== node || parent.parent.type !== N.ObjectPattern) return true;
    path.unshift(ASTUtils.getPropertyName(parent, facts.sourceCode.getScope(parent)) ?? "*");
    node = parent.parent;
  }
}

function valueMayLead(facts: Facts, node: TSESTree.Expression, names: readonly string[], turns: number): boolean {
  switch (node.type) {
    case N.TSAsExpression:
    case N.TSTypeAssertion:
      return isConst(node.typeAnnotation) ? valueMayLead(facts, node.expression, names, turns) : annotationMayLead(facts, node.typeAnnotation, names);
    case N.ChainExpression:
    case N.TSNonNullExpression:
    case N.TSSatisfiesExpression:
      return valueMayLead(facts, node.expression, names, turns);
    case N.Identifier: {
      const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
      return node.name !== "undefined" && (variable === null || mayBeNarrowed(variable) || variableMayLead(facts, variable, names, turns));
    }
    case N.MemberExpression:
      return node.computed || node.property.type !== N.Identifier || valueMayLead(facts, node.object, [node.property.name, ...names], turns);
    case N.ConditionalExpression:
      return valueMayLead(facts, node.consequent, names, turns) || valueMayLead(facts, node.alternate, names, turns);
    case N.LogicalExpression:
      return valueMayLead(facts, node.left, names, turns) || valueMayLead(facts, node.right, names, turns);
    case N.AwaitExpression:
      return node.argument.type !== N.CallExpression || resultMayLead(facts, node.argument, names, true);
    case N.CallExpression:
      return resultMayLead(facts, node, names, false);
    default:
      return true;
  }
}

/** By what is written of what a function gives; of what is waited for, where that is a `Promise<T>` in so many words. */
function resultMayLead(facts: Facts, call: TSESTree.CallExpression, names: readonly string[], isAwaited: boolean): boolean {
  const results = writtenResults(facts, call)?.map((type) => (isAwaited ? promised(type) : type));
  return results?.some((type) => type === undefined || typeMayLead(facts, type, names)) ?? true;
}

/** `T` of `Promise<T>`. */
function promised(type: ts.TypeNode): ts.TypeNode | undefined {
  return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === "Promise" ? type.typeArguments?.[0] : undefined;
}

function annotationMayLead(facts: Facts, node: TSESTree.TypeNode, names: readonly string[]): boolean {
  return typeMayLead(facts, facts.services.esTreeNodeToTSNodeMap.get(node) as ts.TypeNode, names);
}

function typeMayLead(facts: Facts, type: ts.TypeNode, names: readonly string[]): boolean {
  // What says nothing may be found out to be anything.
  return type.kind === ts.SyntaxKind.UnknownKeyword || type.kind === ts.SyntaxKind.ObjectKeyword || mayLeadTo(facts, type, 1, names);
}

/** Is it asked somewhere what the variable, or a part of it, is: `isRequest(x)`, `assertRequest(x.y);`, `x instanceof Request`? There it is more than its type says. */
function mayBeNarrowed({ references }: TSESLint.Scope.Variable): boolean {
  return references.some(({ identifier }) => {
    let part: TSESTree.Node = identifier;
    while (part.parent !== undefined && ((part.parent.type === N.MemberExpression && part.parent.object === part) || part.parent.type === N.ChainExpression || part.parent.type === N.TSNonNullExpression)) part = part.parent;
    const { parent } = part;
    if (parent?.type === N.BinaryExpression) return parent.operator === "instanceof" && parent.left === part;
    return parent?.type === N.CallExpression && parent.callee !== part && isTest(parent);
  });
}

/** What nobody gets the value of, but a condition. */
function isTest({ parent }: TSESTree.CallExpression): boolean {
  return parent.type === N.ExpressionStatement || parent.type === N.IfStatement || parent.type === N.ConditionalExpression || parent.type === N.LogicalExpression || parent.type === N.UnaryExpression || parent.type === N.WhileStatement;
}

function isConst(node: TSESTree.TypeNode): boolean {
  return node.type === N.TSTypeReference && node.typeName.type === N.Identifier && node.typeName.name === "const";
}
