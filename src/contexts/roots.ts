import { ASTUtils, AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import type { ContextModel, DeclaredAt } from "../models/model.js";
import { availableAt } from "./available.js";
import { deriveAt, gives, type Root, rootAt } from "./calls.js";
import { isInDetached } from "./detached.js";
import { isEntryPoint } from "./entry.js";
import type { Facts } from "./facts.js";
import { isOwnLifetime } from "./fields.js";
import { implementsModel } from "./implementation.js";
import { lastName } from "./names.js";
import { enclosingFunction, isWithin, memberName, outwards, placeOfCall, unwrap } from "./position/syntax.js";
import { inside, instanceType, targetsIn } from "./stores.js";
import { isContextOf } from "./takers.js";
import { basesOf, isOrExtends } from "./types.js";

/**
 * Is the root meant, so that nothing is lost by it: in an entry point, in the model's own implementation, in a
 * `@detached` function, compared with, the base of a remote parent, the idiom for 'never cancelled', of a lifetime that
 * somebody else ends, or what an overload without context stands for?
 */
export function isMeantRoot(facts: Facts, root: Root): boolean {
  return (
    isComparison(root.node) ||
    isOfItsClass(root.node) ||
    isBaseOfRemote(facts, root) ||
    isNeverConstant(root) ||
    isBesideAnother(facts, root) ||
    isEntryPoint(facts, root.node) ||
    isInDetached(facts, root.node) ||
    isSaidToBeRoot(facts, root) ||
    isOwnLifetime(facts, root.node) ||
    isRenewal(facts, root) ||
    isOtherChoice(facts, root) ||
    isEndedElsewhere(facts, root) ||
    isBehindOverload(facts, root) ||
    isInMaker(facts, root) ||
    implementsModel(facts, root.model)
  );
}

const MEANT_ROOT = /\b(?:ROOT_CONTEXT|detach(?:ed|es)?|rooted|root (?:span|trace)|(?:fresh|independent|new|own|separate) (?:root|trace))\b/i;

/** Where the ambient context is what one gets without asking, a comment in the function that speaks of its own root says that it is meant. */
function isSaidToBeRoot({ sourceCode }: Facts, { model, node }: Root): boolean {
  const fn = model.ambient === undefined ? undefined : enclosingFunction(node);
  return fn !== undefined && sourceCode.getCommentsInside(fn).some(({ value }) => MEANT_ROOT.test(value));
}

/** Is the expression read as a value: not a declaration, a key, a callee or a name in a type? */
export function isValueUse(facts: Facts, node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent === undefined || /^(?:ExportSpecifier|TSQualifiedName|TSTypeQuery)$/.test(parent.type)) return false;
  // A root is made where it is called; a constant is only handed out under another name.
  if (parent.type === AST_NODE_TYPES.ExportDefaultDeclaration) return node.type === AST_NODE_TYPES.CallExpression || node.type === AST_NODE_TYPES.NewExpression;
  if ((parent.type === AST_NODE_TYPES.CallExpression || parent.type === AST_NODE_TYPES.NewExpression) && parent.callee === node) return false;
  if (node.type === AST_NODE_TYPES.MemberExpression) {
    return !(parent.type === AST_NODE_TYPES.AssignmentExpression && parent.left === node);
  }
  if (node.type !== AST_NODE_TYPES.Identifier) return true;
  const scope = facts.sourceCode.getScope(node);
  const reference = scope.references.find(({ identifier }) => identifier === node);
  // Only TypeScript's scopes tell values from types; those of other parsers have values only.
  return reference !== undefined && reference.isRead() && !("isValueReference" in reference && !reference.isValueReference);
}

/** `AbortSignal.any([signal ?? new AbortController().signal, limit])`: one that never ends takes nothing from what is merged with it. */
function isBesideAnother(facts: Facts, { model, node }: Root): boolean {
  const { parent } = node;
  const element = parent.type === AST_NODE_TYPES.LogicalExpression && parent.right === node ? parent : node;
  const list = element.parent;
  if (list?.type !== AST_NODE_TYPES.ArrayExpression || list.parent.type !== AST_NODE_TYPES.CallExpression) return false;
  return list.elements.some((other) => other !== null && other !== element && other.type !== AST_NODE_TYPES.SpreadElement && rootAt(facts, other) === undefined && gives(facts, other, model));
}

/** `ctx === ROOT_CONTEXT`, `case ROOT_CONTEXT:`. */
function isComparison(node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent?.type === AST_NODE_TYPES.BinaryExpression) return /^[=!]==?$/.test(parent.operator);
  return parent?.type === AST_NODE_TYPES.SwitchCase && parent.test === node;
}

/** `new AbortController().signal.constructor`: how one gets at a class that has no name here. */
function isOfItsClass({ parent }: TSESTree.Node): boolean {
  return parent?.type === AST_NODE_TYPES.MemberExpression && memberName(parent) === "constructor";
}

/**
 * Does the root, or what is derived from it in place, only carry a remote parent: `propagation.extract(ROOT_CONTEXT, headers)`,
 * `propagation.inject(trace.setSpan(ROOT_CONTEXT, span), headers)`? Or stand in where there is none: code that extracts
 * one has nothing else to begin with?
 */
function isBaseOfRemote(facts: Facts, root: Root): boolean {
  const bases = root.pattern.baseOf ?? [];
  if (bases.length === 0) return false;
  for (const { inner, outer } of outwards(root.node)) {
    if (outer.type !== AST_NODE_TYPES.CallExpression) break;
    if (bases.some((base) => isCallOf(facts, outer, base))) return true;
    if (deriveAt(facts, outer)?.parents.some((parent) => parent === inner) !== true) break;
  }
  const fn = enclosingFunction(root.node);
  return fn !== undefined && [...inside(facts, fn.body)].some((each) => each.type === AST_NODE_TYPES.CallExpression && bases.some((base) => base.beside === undefined && isCallOf(facts, each, base)) && deriveAt(facts, each) !== undefined);
}

type Base = NonNullable<Root["pattern"]["baseOf"]>[number];

function isCallOf(facts: Facts, call: TSESTree.CallExpression, { beside, method, on }: Base): boolean {
  const { callee } = call;
  if (callee.type !== AST_NODE_TYPES.MemberExpression || lastName(callee) !== method) return false;
  if (beside !== undefined && !call.arguments.some((argument) => hasProperty(argument, beside))) return false;
  return on === undefined || isOneOf(facts, callee.object, on);
}

function hasProperty(node: TSESTree.Node, name: string): boolean {
  return node.type === AST_NODE_TYPES.ObjectExpression && node.properties.some((property) => property.type === AST_NODE_TYPES.Property && ASTUtils.getPropertyName(property) === name);
}

function isOneOf(facts: Facts, node: TSESTree.Node, places: readonly DeclaredAt[]): boolean {
  const type = facts.services.getTypeAtLocation(node);
  return places.some((place) => isOrExtends(facts, type, place));
}

/** `const never = new AbortController().signal` at module level. */
function isNeverConstant({ node, pattern }: Root): boolean {
  const declarator = node.parent;
  if (pattern.isIdiomAtTopLevel !== true || declarator?.type !== AST_NODE_TYPES.VariableDeclarator || declarator.init !== node) return false;
  const statement = declarator.parent;
  const holder = statement.parent.type === AST_NODE_TYPES.ExportNamedDeclaration ? statement.parent.parent : statement.parent;
  return statement.kind === "const" && holder?.type === AST_NODE_TYPES.Program;
}

/**
 * Is what is made of the root ended by somebody else: its handle is kept longer (`this.#stop = cancel`) or handed to
 * a caller who gave nothing it could belong to?
 */
function isEndedElsewhere(facts: Facts, root: Root): boolean {
  if (!isHandleGivenAway(facts, root)) return false;
  return ![...availableAt(facts, root.node, { wanted: root.model })].some(({ source }) => source !== "field" && source !== "not-taken");
}

function isHandleGivenAway(facts: Facts, { model, node }: Root): boolean {
  const made = node.parent?.type === AST_NODE_TYPES.CallExpression && node.parent.arguments.some((argument) => argument === node) ? node.parent : node;
  const shape = made === node ? undefined : deriveAt(facts, made)?.result;
  const isHandle = made === node && model.handles?.some(({ isContext }) => isContext) === true && node.type === AST_NODE_TYPES.NewExpression;
  const handle = isHandle ? [] : shape?.handle;
  if (handle === undefined) return false;
  const { parent } = made;
  const pattern = parent?.type === AST_NODE_TYPES.VariableDeclarator && parent.init === made ? parent.id : parent?.type === AST_NODE_TYPES.AssignmentExpression && parent.right === made && handle.length > 0 ? parent.left : undefined;
  if (pattern === undefined) return isReturned(made);
  const name = targetsIn(pattern).find(({ path }) => path.join(".") === handle.join("."))?.target;
  if (name?.type === AST_NODE_TYPES.MemberExpression) return name.object.type === AST_NODE_TYPES.ThisExpression;
  const variable = name?.type === AST_NODE_TYPES.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(name), name.name) : undefined;
  return variable?.references.some(({ identifier }) => isReturned(identifier) || isKept(facts, identifier) || isEndedByReturned(identifier, model)) === true;
}

/** `return () => ctx.dispose()`. */
function isEndedByReturned(node: TSESTree.Node, { handles = [] }: Root["model"]): boolean {
  const fn = enclosingFunction(node);
  if (fn === undefined || !isReturned(fn)) return false;
  const { parent } = node;
  if (parent?.type !== AST_NODE_TYPES.MemberExpression || parent.object !== node) return placeOfCall(node) !== undefined;
  return placeOfCall(parent) !== undefined && handles.some(({ endedBy }) => endedBy.includes(memberName(parent) ?? ""));
}

/** `await this.#ctx.dispose(); this.#ctx = new Context();`: what ended begins anew, and ends the same way. */
function isRenewal({ sourceCode }: Facts, { model: { handles = [] }, node }: Root): boolean {
  const { parent } = node;
  if (parent?.type !== AST_NODE_TYPES.AssignmentExpression || parent.right !== node || parent.left.type !== AST_NODE_TYPES.MemberExpression) return false;
  const statement = parent.parent;
  const block = statement.parent;
  if (statement.type !== AST_NODE_TYPES.ExpressionStatement || block?.type !== AST_NODE_TYPES.BlockStatement) return false;
  const field = sourceCode.getText(parent.left);
  const ends = handles.flatMap(({ endedBy }) => endedBy).map((end) => `${field}.${end}(`);
  const before = block.body.slice(0, block.body.indexOf(statement));
  return before.some((each) => each.type === AST_NODE_TYPES.ExpressionStatement && ends.some((end) => sourceCode.getText(each).replace(/^(?:void|await) /, "").replace("?.", ".").startsWith(end)));
}

/** `if (trace.getSpan(extracted)) return extracted; return ROOT_CONTEXT;`: what was made before was looked at, and not taken. */
function isOtherChoice(facts: Facts, { model, node }: Root): boolean {
  const { parent } = node;
  if (parent?.type === AST_NODE_TYPES.ConditionalExpression) return isLocalOf(facts, parent.consequent === node ? parent.alternate : parent.consequent, model);
  const fn = parent?.type === AST_NODE_TYPES.ReturnStatement ? enclosingFunction(parent) : undefined;
  return fn !== undefined && [...inside(facts, fn.body)].some((each) => each.type === AST_NODE_TYPES.ReturnStatement && each.argument !== null && enclosingFunction(each) === fn && isLocalOf(facts, each.argument, model));
}

/** Is it a variable with such a context, and no parameter? */
function isLocalOf(facts: Facts, node: TSESTree.Expression, model: ContextModel): boolean {
  const variable = node.type === AST_NODE_TYPES.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name) : undefined;
  return variable?.defs[0]?.type === "Variable" && gives(facts, node, model);
}

/** `return ctx`, `return { ctx, stop }`, `return [ctx, stop]`. */
function isReturned(node: TSESTree.Node): boolean {
  for (const { inner, outer } of outwards(node)) {
    if (outer.type === AST_NODE_TYPES.ReturnStatement || (outer.type === AST_NODE_TYPES.ArrowFunctionExpression && outer.body === inner)) return true;
    if (!/^(?:ArrayExpression|ObjectExpression|Property|TSAsExpression|TSSatisfiesExpression)$/.test(outer.type)) return false;
  }
  return false;
}

/** `this.#stop = cancel`, or `stop = cancel` for a variable of a function around. */
function isKept(facts: Facts, node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent?.type !== AST_NODE_TYPES.AssignmentExpression || parent.right !== node) return false;
  const { left } = parent;
  if (left.type !== AST_NODE_TYPES.Identifier) return left.type === AST_NODE_TYPES.MemberExpression && left.object.type === AST_NODE_TYPES.ThisExpression;
  const scope = facts.sourceCode.getScope(node);
  return ASTUtils.findVariable(scope, left)?.scope.variableScope !== scope.variableScope;
}

/** `on(callback)` beside `on(ctx, callback)`: the caller chose the overload without context. */
function isBehindOverload(facts: Facts, { model, node }: Root): boolean {
  const fn = enclosingFunction(node);
  const overloads = fn === undefined ? [] : overloadsOf(facts, fn);
  const takes = overloads.map(({ params }) => params.some((parameter) => isContextOf(facts, parameter, model)));
  return takes.includes(true) && takes.includes(false);
}

/** The signatures without body that are declared for a function. */
function overloadsOf(facts: Facts, fn: TSESTree.FunctionLike): readonly TSESTree.FunctionLike[] {
  const declared = fn.parent.type === AST_NODE_TYPES.MethodDefinition ? fn.parent : fn;
  const node = facts.services.esTreeNodeToTSNodeMap.get(declared);
  if (!ts.isFunctionLike(node)) return [];
  const symbol = node.name && facts.checker.getSymbolAtLocation(node.name);
  return (symbol?.declarations ?? []).flatMap((declaration) => {
    if (declaration === node || declaration.getSourceFile() !== facts.sourceFile) return [];
    const other = facts.services.tsNodeToESTreeNodeMap.get(declaration) as TSESTree.Node | undefined;
    const signature = other?.type === AST_NODE_TYPES.MethodDefinition || other?.type === AST_NODE_TYPES.TSAbstractMethodDefinition ? other.value : other;
    return signature !== undefined && "params" in signature && !("body" in signature && signature.body) ? [signature as TSESTree.FunctionLike] : [];
  });
}

/** A context manager falls back on a root. */
function isInMaker(facts: Facts, { node, model }: Root): boolean {
  const { makers } = model;
  if (makers === undefined) return false;
  for (const { outer } of outwards(node)) {
    const made = typeMadeBy(facts, outer);
    if (made !== undefined && [made, ...basesOf(facts, made)].some((type) => makers.some((maker) => isOrExtends(facts, type, maker)))) return true;
  }
  return false;
}

/** What is written out here: the instance of a class, what a function returns, a variable of a type that is said. */
function typeMadeBy(facts: Facts, node: TSESTree.Node): ts.Type | undefined {
  const { checker, services } = facts;
  if (node.type === AST_NODE_TYPES.ClassDeclaration || node.type === AST_NODE_TYPES.ClassExpression) return instanceType(facts, node);
  if (ASTUtils.isFunction(node)) {
    const fn = services.esTreeNodeToTSNodeMap.get(node);
    return ts.isFunctionLike(fn) ? checker.getSignatureFromDeclaration(fn)?.getReturnType() : undefined;
  }
  return node.type === AST_NODE_TYPES.VariableDeclarator && node.id.typeAnnotation !== undefined ? services.getTypeAtLocation(node.id) : undefined;
}

/** The parameter, or the part of a destructured one, whose default value the expression is: in its place, or in the body's first words. */
export function defaultedParameter({ sourceCode }: Facts, node: TSESTree.Node): TSESTree.AssignmentPattern | undefined {
  const { parent } = node;
  if (parent?.type !== AST_NODE_TYPES.AssignmentPattern || parent.right !== node) return undefined;
  for (const { outer } of outwards(parent)) {
    if (ASTUtils.isFunction(outer)) return outer.params.some((parameter) => isWithin(parent, parameter)) ? parent : undefined;
    if (outer.type === AST_NODE_TYPES.VariableDeclarator && outer.init?.type === AST_NODE_TYPES.Identifier) {
      const variable = ASTUtils.findVariable(sourceCode.getScope(outer), outer.init);
      return variable?.defs[0]?.type === "Parameter" && variable.defs[0].node === enclosingFunction(outer) ? parent : undefined;
    }
    if (!/^(?:ArrayPattern|AssignmentPattern|ObjectPattern|Property|TSParameterProperty)$/.test(outer.type)) return undefined;
  }
  return undefined;
}

/** The part of an own argument that the expression stands in for: `options.signal` of `options.signal ?? root`. */
export function omittedPart({ sourceCode }: Facts, node: TSESTree.Node): TSESTree.MemberExpression | undefined {
  const { parent } = node;
  if (parent?.type !== AST_NODE_TYPES.LogicalExpression || parent.operator === "&&" || parent.right !== node) return undefined;
  const part = unwrap(parent.left);
  if (part.type !== AST_NODE_TYPES.MemberExpression) return undefined;
  let start: TSESTree.Node = part;
  while (start.type === AST_NODE_TYPES.MemberExpression) start = unwrap(start.object);
  const definition = start.type === AST_NODE_TYPES.Identifier ? ASTUtils.findVariable(sourceCode.getScope(start), start.name)?.defs[0] : undefined;
  return definition?.type === "Parameter" && definition.node === enclosingFunction(node) ? part : undefined;
}

/** Has the parameter of a callback its type from where the callback goes (`async (context) => …`)? Then it is not here that a part of it can be required. */
export function isDesignedElsewhere({ filename, sourceCode }: Facts, part: TSESTree.MemberExpression): boolean {
  let start: TSESTree.Node = part;
  while (start.type === AST_NODE_TYPES.MemberExpression) start = unwrap(start.object);
  const name = start.type === AST_NODE_TYPES.Identifier ? ASTUtils.findVariable(sourceCode.getScope(start), start.name)?.defs[0]?.name : undefined;
  const fn = name?.parent;
  return /\.[cm]?tsx?$/.test(filename) && name?.type === AST_NODE_TYPES.Identifier && name.typeAnnotation === undefined && (fn?.type === AST_NODE_TYPES.ArrowFunctionExpression || fn?.type === AST_NODE_TYPES.FunctionExpression) && fn.parent.type !== AST_NODE_TYPES.MethodDefinition;
}

/** The call that gets the expression as an argument, and the calls that get that one's result: the work it is for. */
export function workOf(node: TSESTree.Expression): TSESTree.Expression {
  let work = node;
  for (const { outer } of outwards(node)) {
    if (outer.type === AST_NODE_TYPES.CallExpression || outer.type === AST_NODE_TYPES.NewExpression) work = outer;
    else if (outer.type !== AST_NODE_TYPES.ObjectExpression && outer.type !== AST_NODE_TYPES.Property && outer.type !== AST_NODE_TYPES.MemberExpression) break;
  }
  return work;
}

/** May the available context stand where the root stands? */
export function fits(facts: Facts, type: ts.Type, node: TSESTree.Expression): boolean {
  const { checker, services } = facts;
  const tsNode = services.esTreeNodeToTSNodeMap.get(node);
  const expected = ts.isExpression(tsNode) ? checker.getContextualType(tsNode) : undefined;
  // A type parameter that the argument decides takes any context.
  if (expected !== undefined && expected.flags & ts.TypeFlags.TypeParameter) return true;
  return checker.isTypeAssignableTo(type, expected ?? services.getTypeAtLocation(node));
}
