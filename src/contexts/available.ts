import { ASTUtils, AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { ContextModel } from "../models/model.js";
import { type CarrierMatch, isYes } from "./answer.js";
import { deriveAt, rootAt } from "./calls.js";
import { isTestFile } from "./entry.js";
import type { Facts } from "./facts.js";
import { isNothing } from "./given.js";
import { classOfThis, mayReach } from "./near.js";
import { isDetachedValue } from "./detached.js";
import { enclosingFunction, type FunctionNode, overAt, runsAtOnce } from "./position/index.js";
import { memberName, outwards, unwrap } from "./position/syntax.js";
import { carriersOf, typeAnswer } from "./types.js";

/** A context that can be named at some place. */
export interface Available {
  readonly model: ContextModel;
  /** How it is spelled there: `ctx`, `ctx.signal`, `options?.signal`, `this.ctx`. */
  readonly text: string;
  /** It may be `undefined` there. */
  readonly nullable: boolean;
  readonly source: "child" | "field" | "local" | "not-taken" | "parameter";
  /** The steps from the variable to the context; empty when the variable is the context. */
  readonly path: string;
  /** The variable it is reached from; absent for fields and for what is not taken. */
  readonly variable?: TSESLint.Scope.Variable;
  /** The function whose parameter or local it is; absent at top level and for fields. */
  readonly owner?: FunctionNode;
  /** The local was initialised with a root. */
  readonly isRoot: boolean;
  /** It is cancelled for certain at this place; found only where {@link Asked.over} is set. */
  readonly isOver: boolean;
  /** Place in SPEC's order within one function: what has the same rank is equally near. */
  readonly rank: number;
  readonly type: ts.Type;
  /** For what is not taken: which parameter of the contextual signature offers it, and that parameter's name there. */
  readonly offer?: { readonly index: number; readonly name: string; readonly isOptional: boolean };
}

export interface Asked {
  /** Only contexts that can be spelled as one of this model. */
  readonly wanted?: ContextModel;
  /** Those that are over too. */
  readonly over?: boolean;
}

interface Level {
  readonly fn: FunctionNode | undefined;
  readonly variables: readonly TSESLint.Scope.Variable[];
}

/**
 * The contexts available at a node, nearest first: live children derived here, parameters from left to right, locals
 * (latest first), carriers of parameters, carriers of locals; then the same of the function around; then `this.<member>`;
 * then what the contextual signature of a callback offers and the callback leaves out.
 */
export function* availableAt(facts: Facts, node: TSESTree.Node, asked: Asked = {}): Generator<Available> {
  for (const level of levelsAt(facts, node)) yield* availableIn(facts, level, node, asked);
  yield* fieldsAt(facts, node, asked.wanted);
  yield* notTakenAt(facts, node, asked.wanted);
}

/** The visible variables of each function around a node, innermost first; a shadowed name is not visible. */
function* levelsAt(facts: Facts, node: TSESTree.Node): Generator<Level> {
  const shadowed = new Set<string>();
  let scope: TSESLint.Scope.Scope | null = facts.sourceCode.getScope(node);
  let variables: TSESLint.Scope.Variable[] = [];
  for (; scope !== null; scope = scope.upper) {
    const visible = scope.variables.filter(({ name, defs }) => defs.length > 0 && !shadowed.has(name));
    variables.push(...visible);
    for (const { name } of visible) shadowed.add(name);
    if (scope.type === "function") {
      yield { fn: scope.block as FunctionNode, variables };
      variables = [];
    } else if (scope.type === "module" || scope.type === "global") {
      if (enclosingFunction(node) === undefined) yield { fn: undefined, variables };
      variables = [];
    }
  }
}

interface Found extends Available {
  readonly order: number;
}

/** Ranks of SPEC's order within one function. */
const RANK = { child: 0, parameter: 1, local: 2, parameterCarrier: 3, localCarrier: 4, spentChild: 5 } as const;
/** Fields and what is not taken come after all functions. */
const OUTSIDE = 6;

function availableIn(facts: Facts, { fn, variables }: Level, node: TSESTree.Node, { wanted, over = false }: Asked): readonly Available[] {
  const found = variables.flatMap((variable): Found[] => {
    const definition = variable.defs[0];
    if (definition === undefined || !isReached(definition, node)) return [];
    const isParameter = definition.type === "Parameter";
    if (!isParameter && definition.type !== "Variable") return [];
    if (!mayReach(facts, variable)) return [];
    const name = definition.name as TSESTree.Identifier;
    const value = isParameter ? undefined : initializerOf(definition);
    if (value !== undefined && isDetachedValue(facts, value)) return [];
    const type = facts.services.getTypeAtLocation(name);
    const direct = typeAnswer(facts, type);
    const ways: readonly CarrierMatch[] = isYes(direct) ? [{ ...direct, path: "", type }, ...carriersOf(facts, type)] : carriersOf(facts, type);
    const derive = value === undefined ? undefined : deriveAt(facts, value);
    const isRoot = value !== undefined && rootAt(facts, value) !== undefined;
    return ways.flatMap((way): Found[] => {
      if (wanted !== undefined && way.model !== wanted) return [];
      if (isNarrowedAway({ variable, path: way.path }, node)) return [];
      const isOver = overAt(facts, node, { variable, path: way.path === "" ? [] : way.path.split(".") }) === "over";
      if (isOver && !over) return [];
      const isCarrier = way.path !== "" && !isYes(direct);
      if (isCarrier && isParameter && isTestFile(facts) && !isNamed(facts, fn, `${variable.name}.${way.path}`)) return [];
      const isChild = derive !== undefined && derive.parents.length > 0 && !isCarrier;
      const isSpent = isChild && derive.makes !== "value" && isHandedOnBefore(variable, node);
      const rank = isSpent ? RANK.spentChild : isChild ? RANK.child : RANK[isParameter ? (isCarrier ? "parameterCarrier" : "parameter") : isCarrier ? "localCarrier" : "local"];
      const isNullableBase = isCarrier && facts.checker.getNonNullableType(type) !== type;
      return [
        {
          model: way.model,
          text: way.path === "" ? variable.name : `${variable.name}${isNullableBase || (isYes(direct) && direct.nullable) ? "?." : "."}${way.path}`,
          nullable: way.nullable || (isYes(direct) && direct.nullable),
          source: isChild ? "child" : isParameter ? "parameter" : "local",
          path: way.path,
          variable,
          ...(fn === undefined ? {} : { owner: fn }),
          isRoot,
          isOver,
          rank,
          type: way.type,
          order: isParameter ? name.range[0] : -name.range[0],
        },
      ];
    });
  });
  // A module-level constant that is a root is nobody's request.
  const usable = fn === undefined ? found.filter(({ isRoot }) => !isRoot) : found;
  return usable.sort((a, b) => a.rank - b.rank || a.order - b.order).map(({ order, ...available }) => available);
}

/** Parameters are reached in the body and in later defaults; locals once their declaration is complete. */
function isReached(definition: TSESLint.Scope.Definition, node: TSESTree.Node): boolean {
  if (definition.type === "Parameter") return definition.name.range[1] <= node.range[0];
  const declaration = definition.node;
  if (declaration.range[1] > node.range[0]) return declaration.type === AST_NODE_TYPES.VariableDeclarator && isInLoopHead(declaration, node);
  const list = declaration.parent;
  if (list?.type !== AST_NODE_TYPES.VariableDeclaration || list.kind !== "var") return true;
  // A `var` of a sibling block may not have been reached.
  return isWithin(node, list.parent);
}

/** `for (const ctx of contexts)`: the declarator has no initializer of its own. */
function isInLoopHead(declarator: TSESTree.VariableDeclarator, node: TSESTree.Node): boolean {
  return declarator.range[1] <= node.range[0];
}

function isWithin(node: TSESTree.Node, outer: TSESTree.Node): boolean {
  return node.range[0] >= outer.range[0] && node.range[1] <= outer.range[1];
}

function initializerOf(definition: TSESLint.Scope.Definition): TSESTree.Expression | undefined {
  const { node } = definition;
  if (node.type !== AST_NODE_TYPES.VariableDeclarator || node.init === null) return undefined;
  return node.init.type === AST_NODE_TYPES.AwaitExpression ? node.init.argument : node.init;
}

/** A context by the variable it is reached from. */
interface Named {
  readonly variable: TSESLint.Scope.Variable;
  readonly path: string;
}

/** In a branch that is taken only because the variable is `undefined`: `ctx ?? …`, `if (!ctx) …`, `if (ctx === undefined) …`. */
function isNarrowedAway(named: Named, node: TSESTree.Node): boolean {
  for (const [inner, outer] of outwards(node)) {
    if (ASTUtils.isFunction(outer) && outer.body === inner) return false;
    if (outer.type === AST_NODE_TYPES.LogicalExpression && outer.right === inner) {
      if (outer.operator !== "&&" && refersTo(outer.left, named)) return true;
      if (outer.operator === "&&" && saysNothing(outer.left, named) === true) return true;
    }
    if (outer.type === AST_NODE_TYPES.AssignmentExpression && outer.right === inner && (outer.operator === "??=" || outer.operator === "||=") && refersTo(outer.left, named)) return true;
    if (outer.type === AST_NODE_TYPES.AssignmentPattern && outer.right === inner && refersTo(outer.left, named)) return true;
    if (outer.type === AST_NODE_TYPES.IfStatement || outer.type === AST_NODE_TYPES.ConditionalExpression) {
      const says = saysNothing(outer.test, named);
      if (says !== undefined && (says ? outer.consequent : outer.alternate) === inner) return true;
    }
  }
  return false;
}

/** Is it the variable, or the context that is reached from it: `options` or `options?.signal`? */
function refersTo(node: TSESTree.Node, { variable, path }: Named): boolean {
  if (node.type === AST_NODE_TYPES.Identifier) return variable.references.some(({ identifier }) => identifier === node);
  const steps: string[] = [];
  let object = unwrap(node);
  for (; object.type === AST_NODE_TYPES.MemberExpression; object = unwrap(object.object)) steps.unshift(memberName(object) ?? "");
  return steps.length > 0 && steps.join(".") === path && object.type === AST_NODE_TYPES.Identifier && refersTo(object, { variable, path });
}

/** Does the condition, when true, say that the variable is nothing (`true`), or when false (`false`)? */
function saysNothing(test: TSESTree.Node, named: Named): boolean | undefined {
  if (refersTo(test, named)) return false;
  if (test.type === AST_NODE_TYPES.UnaryExpression && test.operator === "!") {
    const inner = saysNothing(test.argument, named);
    return inner === undefined ? undefined : !inner;
  }
  if (test.type !== AST_NODE_TYPES.BinaryExpression) return undefined;
  const isPair = (refersTo(test.left, named) && isNothing(test.right)) || (refersTo(test.right, named) && isNothing(test.left));
  if (!isPair) return undefined;
  return test.operator.startsWith("==") ? true : test.operator.startsWith("!=") ? false : undefined;
}

/** Does the test say `t.signal` somewhere? Nobody aborts it unless the test wants to see that. */
function isNamed(facts: Facts, fn: FunctionNode | undefined, text: string): boolean {
  return fn !== undefined && facts.sourceCode.getText(fn).includes(text);
}

/** A child with an end of its own that other work already got was made for that work. */
function isHandedOnBefore(variable: TSESLint.Scope.Variable, node: TSESTree.Node): boolean {
  return variable.references.some(({ identifier }) => {
    if (identifier.range[1] > node.range[0]) return false;
    let outer = identifier.parent;
    while (outer?.type === AST_NODE_TYPES.MemberExpression || outer?.type === AST_NODE_TYPES.Property || outer?.type === AST_NODE_TYPES.ObjectExpression) outer = outer.parent;
    const isArgument = outer?.type === AST_NODE_TYPES.CallExpression || outer?.type === AST_NODE_TYPES.NewExpression;
    return isArgument && !isWithin(node, outer as TSESTree.Node) && !isWithin(identifier, (outer as TSESTree.CallExpression).callee);
  });
}

/** Fields of the class that `this` is, where this code can see it. */
function fieldsAt(facts: Facts, node: TSESTree.Node, wanted: ContextModel | undefined): readonly Available[] {
  const body = classOfThis(node);
  if (body === undefined) return [];
  const found: Available[] = [];
  for (const member of body.body) {
    const fields = member.type === AST_NODE_TYPES.MethodDefinition && member.kind === "constructor" ? member.value.params.filter((param) => param.type === AST_NODE_TYPES.TSParameterProperty) : [member];
    for (const field of fields) {
      const named = fieldName(facts, field);
      if (named === undefined) continue;
      const type = facts.services.getTypeAtLocation(named.node);
      const answer = typeAnswer(facts, type);
      if (!isYes(answer) || (wanted !== undefined && answer.model !== wanted)) continue;
      found.push({ model: answer.model, text: `this.${named.text}`, nullable: answer.nullable, source: "field", path: "", isRoot: false, isOver: false, rank: OUTSIDE, type });
    }
  }
  return found;
}

function fieldName(facts: Facts, field: TSESTree.ClassElement | TSESTree.TSParameterProperty): { readonly node: TSESTree.Node; readonly text: string } | undefined {
  if (field.type === AST_NODE_TYPES.TSParameterProperty) {
    const name = field.parameter.type === AST_NODE_TYPES.AssignmentPattern ? field.parameter.left : field.parameter;
    return name.type === AST_NODE_TYPES.Identifier ? { node: name, text: name.name } : undefined;
  }
  if (field.type !== AST_NODE_TYPES.PropertyDefinition && field.type !== AST_NODE_TYPES.AccessorProperty) return undefined;
  if (field.static || field.computed || (field.value !== null && (isDetachedValue(facts, field.value) || rootAt(facts, field.value) !== undefined))) return undefined;
  return { node: field.key, text: facts.sourceCode.getText(field.key) };
}

/** What the contextual signature of an inline callback offers and the callback leaves out. */
function notTakenAt(facts: Facts, node: TSESTree.Node, wanted: ContextModel | undefined): readonly Available[] {
  const found: Available[] = [];
  for (let fn = enclosingFunction(node); fn !== undefined; fn = enclosingFunction(fn)) {
    if (fn.type !== AST_NODE_TYPES.ArrowFunctionExpression && fn.type !== AST_NODE_TYPES.FunctionExpression) continue;
    if (fn.parent.type === AST_NODE_TYPES.MethodDefinition || fn.parent.type === AST_NODE_TYPES.VariableDeclarator || runsAtOnce(facts, fn) === "yes") continue;
    found.push(...offeredTo(facts, fn, wanted));
  }
  return found;
}

function offeredTo(facts: Facts, fn: TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression, wanted: ContextModel | undefined): readonly Available[] {
  const tsFunction = facts.services.esTreeNodeToTSNodeMap.get(fn);
  if (!ts.isFunctionExpression(tsFunction) && !ts.isArrowFunction(tsFunction) && !ts.isMethodDeclaration(tsFunction)) return [];
  const contextual = ts.isMethodDeclaration(tsFunction) ? methodType(facts, tsFunction) : facts.checker.getContextualType(tsFunction);
  const [signature, ...others] = contextual === undefined ? [] : tsutils.unionConstituents(contextual).flatMap((part) => part.getCallSignatures());
  if (signature === undefined) return [];
  return signature.parameters.flatMap((parameter, index): Available[] => {
    const written = fn.params[index];
    if (written !== undefined && written.type !== AST_NODE_TYPES.ObjectPattern) return [];
    const ways = waysOffered(facts, parameter, tsFunction).filter((way) => written === undefined || (way.path !== "" && !/[.(]/.test(way.path) && !isTaken(written, way.path)));
    return ways.flatMap((way): Available[] => {
      if (wanted !== undefined && way.model !== wanted) return [];
      // Whatever signature is meant, it must offer the same.
      const isSure = others.every((other) => {
        const same = other.parameters[index];
        return same !== undefined && waysOffered(facts, same, tsFunction).some(({ path }) => path === way.path);
      });
      if (!isSure) return [];
      const text = way.path === "" ? parameter.name : written === undefined ? `${parameter.name}.${way.path}` : way.path;
      const offered = facts.checker.getTypeOfSymbolAtLocation(parameter, tsFunction);
      const offer = { index, name: parameter.name, isOptional: facts.checker.getNonNullableType(offered) !== offered };
      return [{ model: way.model, text, nullable: way.nullable, source: "not-taken", path: way.path, owner: fn, isRoot: false, isOver: false, rank: OUTSIDE, type: way.type, offer }];
    });
  });
}

/** The contexts that a parameter of a contextual signature is or carries. */
function waysOffered(facts: Facts, parameter: ts.Symbol, at: ts.Node): readonly CarrierMatch[] {
  const type = facts.checker.getTypeOfSymbolAtLocation(parameter, at);
  const direct = typeAnswer(facts, type);
  const carried = carriersOf(facts, type);
  return isYes(direct) ? [{ ...direct, path: "", type }, ...carried] : carried;
}

function methodType(facts: Facts, method: ts.MethodDeclaration): ts.Type | undefined {
  if (!ts.isObjectLiteralExpression(method.parent) || !ts.isIdentifier(method.name)) return undefined;
  const property = facts.checker.getContextualType(method.parent)?.getProperty(method.name.text);
  return property && facts.checker.getTypeOfSymbolAtLocation(property, method);
}

function isTaken(pattern: TSESTree.ObjectPattern, name: string): boolean {
  return pattern.properties.some((property) => property.type === AST_NODE_TYPES.RestElement || ASTUtils.getPropertyName(property) === name);
}
