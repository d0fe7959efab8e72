import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { deriveAt } from "../calls.js";
import type { Facts } from "../facts.js";
import { argumentPlace, calleeName, type FunctionNode, isChainCall, isFunction, isGlobal, memberName, outwards, passedThrough, placeOfCall, receiverOf, unwrap, wrapped } from "../position/syntax.js";
import { expressionAnswer } from "../types.js";
import { isSame, type Place, placeInPattern } from "./bound.js";
import type { Handle } from "./made.js";

/** What runs as one piece: what a graph is made of. */
export type Root = FunctionNode | TSESTree.Program | TSESTree.StaticBlock;

/** A place where a handle is used. */
export interface Use {
  /** What does it: a call, or where the handle is handed on. */
  readonly node: TSESTree.Node;
  /** The handle is called here, and not handed on. */
  readonly isCall: boolean;
  /** By a function that has the variable, whatever it holds when that runs. */
  readonly isCaptured: boolean;
  /** It is a callback of a promise chain, or is one's own: the last call of the chain. */
  readonly chain?: TSESTree.CallExpression;
}

/** All that becomes of a handle. */
export interface Uses {
  readonly uses: readonly Use[];
  /** Where it is used, in whatever function that is. */
  readonly places: readonly TSESTree.Node[];
  /** The variables that hold it, or something that has it. */
  readonly variables: ReadonlySet<TSESLint.Scope.Variable>;
  /** The places where it (or what has it) is named. */
  readonly names: ReadonlySet<TSESTree.Node>;
  /** It is used by something whose time nobody knows here: an exported function, one around this. */
  readonly isKept: boolean;
  /** Members that it is stored in, each with the way from there to the handle. */
  readonly stored: readonly { readonly node: TSESTree.MemberExpression; readonly path: readonly string[] }[];
}

/** The piece of code that runs a node; none for the initializer of an instance's field. */
export function rootOf(node: TSESTree.Node): Root | undefined {
  for (const { inner, outer } of outwards(node)) {
    if (isFunction(outer) || outer.type === N.StaticBlock || outer.type === N.Program) return outer;
    if ((outer.type === N.PropertyDefinition || outer.type === N.AccessorProperty) && outer.value === inner) return undefined;
  }
  return undefined;
}

/**
 * Finds all uses of a handle.
 * @param start the variable that holds it, or the expressions that name the member that does
 * @param root the code that makes it: what is used elsewhere is kept
 */
export function usesOf(facts: Facts, handle: Handle, start: TSESLint.Scope.Variable | readonly TSESTree.Node[], path: readonly string[], root: Root | undefined): Uses {
  const uses: Use[] = [];
  const places: TSESTree.Node[] = [];
  const names = new Set<TSESTree.Node>();
  const stored: { node: TSESTree.MemberExpression; path: readonly string[] }[] = [];
  const variables = new Map<TSESLint.Scope.Variable, readonly string[]>("references" in start ? [[start, path]] : []);
  const functions = new Set<FunctionNode>();
  let isKept = false;

  if (!("references" in start)) for (const node of start) read(node, path);
  for (const [variable, way] of variables) {
    for (const { identifier, init, isTypeReference } of variable.references) {
      const node = identifier as TSESTree.Node;
      if (init === true || isTypeReference || isTarget(node)) continue;
      read(node, way);
    }
    if (isExported(variable)) isKept = true;
  }
  return { uses, places, variables: new Set(variables.keys()), names, isKept, stored };

  /** Something that is the handle, or has it in this way. */
  function read(node: TSESTree.Node, way: readonly string[]): void {
    names.add(node);
    const outer = wrapped(node);
    if (outer !== node) names.add(outer);
    const { parent } = outer;
    switch (parent?.type) {
      case N.MemberExpression:
        if (parent.object === outer) readMember(parent, way);
        return;
      case N.VariableDeclarator:
        if (/using$/.test(parent.parent.kind)) use(node, false);
        else bind(placeInPattern(handle, parent.id, way), node);
        return;
      case N.AssignmentExpression:
        if (parent.right !== outer) return;
        bind(placeInPattern(handle, parent.left, way), node);
        if (parent.parent.type !== N.ExpressionStatement) read(parent, way);
        return;
      case N.CallExpression:
      case N.NewExpression:
        if (parent.callee === outer) use(parent, true);
        else if (!isLent(parent, outer, way)) use(node, false);
        return;
      case N.ArrayExpression:
      case N.Property:
        if (!isInLent(parent, way)) use(node, false);
        return;
      case N.AwaitExpression:
      case N.BinaryExpression:
      case N.DoWhileStatement:
      case N.ExpressionStatement:
      case N.ForStatement:
      case N.IfStatement:
      case N.SwitchStatement:
      case N.UnaryExpression:
      case N.WhileStatement:
        return;
      case N.ConditionalExpression:
        if (parent.test === outer) return;
        break;
      case N.LogicalExpression:
        if (parent.left === outer && parent.operator === "&&") return;
        break;
      case N.SequenceExpression:
        if (parent.expressions.at(-1) !== outer) return;
        break;
      default:
    }
    const through = passedThrough(outer);
    if (through === undefined) use(node, false);
    else read(through, way);
  }

  function readMember(member: TSESTree.MemberExpression, [first, ...rest]: readonly string[]): void {
    const name = memberName(member);
    if (isTarget(member)) return;
    if (first !== undefined) {
      if (name === first) read(member, rest);
      // Another part of it, unless nobody knows which.
      else if (name === undefined || (name !== handle.context?.[0] && !/^\d+$/.test(name))) use(member, false);
      return;
    }
    const call = placeOfCall(member);
    if (handle.endedBy.length === 0 || name === undefined || isEnd(name)) use(call ?? member, call !== undefined && name !== undefined && handle.endedBy.length > 0);
    else if (call !== undefined && handle.liveIf.includes(name)) names.add(call);
    else if (call !== undefined && handle.context?.[0] !== name && isSame(facts, handle, call)) read(call, []);
  }

  /** `Symbol.dispose` has no name. */
  function isEnd(name: string): boolean {
    return handle.endedBy.includes(name);
  }

  function bind(place: Place, from: TSESTree.Node): void {
    if (place.kind === "away") use(from, false);
    if (place.kind !== "held") return;
    const { node, path: way } = place.holder;
    if (node.type === N.MemberExpression) stored.push({ node, path: way });
    if (node.type !== N.Identifier) {
      use(from, false);
      return;
    }
    const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
    if (variable === null) use(from, false);
    else if (!variables.has(variable)) variables.set(variable, way);
  }

  /** Contexts are lent to whom they are passed; who gets a span's context does not get the span to end. */
  function isLent(call: TSESTree.CallExpression | TSESTree.NewExpression, argument: TSESTree.Node, way: readonly string[]): boolean {
    if (handle.isContext && way.length === 0) return call.type === N.CallExpression && expressionAnswer(facts, argument) !== "no" && !isStack(call);
    if (handle.endedBy.length === 0) return isConsole(call);
    return isConsole(call) || (handle.context === undefined && deriveAt(facts, call) !== undefined);
  }

  /** `stack.use(ctx)` ends it. */
  function isStack(call: TSESTree.CallExpression): boolean {
    return receiverOf(call) !== undefined && /^(?:adopt|defer|use)$/.test(calleeName(call) ?? "");
  }

  /** `load(id, { signal })`, `AbortSignal.any([signal, other])`. */
  function isInLent(part: TSESTree.ArrayExpression | TSESTree.Property, way: readonly string[]): boolean {
    const literal = part.type === N.Property ? part.parent : part;
    return handle.isContext && way.length === 0 && argumentPlace(literal)?.call.type === N.CallExpression;
  }

  function isConsole({ callee }: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
    return callee.type === N.MemberExpression && callee.object.type === N.Identifier && callee.object.name === "console" && isGlobal(facts, callee.object);
  }

  /** A use where it stands, or where the function that it stands in is used. */
  function use(node: TSESTree.Node, isCall: boolean, isCaptured = false): void {
    if (!isCaptured) places.push(node);
    const home = rootOf(node);
    if (home === root) {
      add(node, isCall, isCaptured);
      return;
    }
    if (home === undefined || !isFunction(home)) {
      isKept = true;
      return;
    }
    if (functions.has(home)) return;
    functions.add(home);
    useFunction(home);
  }

  function useFunction(fn: FunctionNode): void {
    const id = fn.type === N.FunctionDeclaration ? fn.id : undefined;
    if (id != null) {
      const variable = facts.sourceCode.getDeclaredVariables?.(fn).find(({ name }) => name === id.name);
      if (variable === undefined || isExported(variable)) isKept = true;
      else useNames(variable, fn);
      return;
    }
    if (fn.parent.type === N.MethodDefinition || fn.type === N.FunctionDeclaration) {
      isKept = true;
      return;
    }
    useValue(fn, fn);
  }

  /** A value that uses the handle when it is called: a function, or what it is given to. */
  function useValue(node: TSESTree.Node, fn: FunctionNode): void {
    const outer = wrapped(node);
    const { parent } = outer;
    if (parent?.type === N.ExpressionStatement) return;
    if (parent?.type === N.VariableDeclarator && parent.init === outer && parent.id.type === N.Identifier) {
      for (const variable of facts.sourceCode.getDeclaredVariables?.(parent) ?? []) {
        if (isExported(variable)) isKept = true;
        else useNames(variable, fn);
      }
      return;
    }
    if (parent?.type === N.AssignmentExpression && parent.right === outer && parent.left.type === N.Identifier && parent.parent.type === N.ExpressionStatement) {
      const variable = ASTUtils.findVariable(facts.sourceCode.getScope(parent), parent.left);
      if (variable === null) isKept = true;
      else useNames(variable, fn);
      return;
    }
    use(placeOfCall(outer) ?? node, placeOfCall(outer) !== undefined, true);
  }

  function useNames({ references }: TSESLint.Scope.Variable, fn: FunctionNode): void {
    for (const { identifier, isTypeReference } of references) {
      const node = identifier as TSESTree.Node;
      const isInside = node.range[0] >= fn.range[0] && node.range[1] <= fn.range[1];
      const { parent } = wrapped(node);
      if (isTypeReference || isInside || isTarget(node) || parent?.type === N.VariableDeclarator && parent.id === node) continue;
      if (parent?.type === N.ExpressionStatement || parent?.type === N.UnaryExpression) continue;
      useValue(node, fn);
    }
  }

  function add(node: TSESTree.Node, isCall: boolean, isCaptured: boolean): void {
    const argument = argumentPlace(node);
    if (!isCall && argument?.call.type === N.CallExpression && isChainCall(argument.call)) {
      uses.push({ node, isCall, isCaptured, chain: lastOfChain(argument.call) });
      return;
    }
    const isCleared = argument !== undefined && /^clear(?:Interval|Timeout)$/.test(calleeName(argument.call) ?? "");
    uses.push({ node: argument !== undefined && !isCall ? argument.call : node, isCall: isCall || isCleared, isCaptured });
  }
}

/** Is something written to here, and nothing read? */
function isTarget(node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent?.type === N.AssignmentExpression && parent.left === node) return true;
  if (parent?.type === N.ArrayPattern || parent?.type === N.RestElement) return true;
  if (parent?.type === N.AssignmentPattern) return parent.left === node;
  return parent?.type === N.Property && parent.value === node && parent.parent.type === N.ObjectPattern;
}

function isExported({ defs, references }: TSESLint.Scope.Variable): boolean {
  const isDeclared = defs.some(({ node, type }) => {
    const statement = (type === "Variable" ? node.parent : node) as TSESTree.Node | undefined;
    return statement?.parent?.type === N.ExportNamedDeclaration || statement?.parent?.type === N.ExportDefaultDeclaration;
  });
  return isDeclared || references.some(({ identifier }) => identifier.parent.type === N.ExportSpecifier || identifier.parent.type === N.ExportDefaultDeclaration);
}

/** `.then(…).finally(…)` of `work().then(…)`. */
function lastOfChain(call: TSESTree.CallExpression): TSESTree.CallExpression {
  const member = wrapped(call).parent;
  if (member?.type !== N.MemberExpression || unwrap(member.object) !== call) return call;
  const next = placeOfCall(member);
  return next !== undefined && isChainCall(next) ? lastOfChain(next) : call;
}

/** The links of a chain, first to last, and what they hang on. */
export function linksOf(last: TSESTree.CallExpression): { readonly links: readonly TSESTree.CallExpression[]; readonly start: TSESTree.Node } {
  const links = [last];
  let start = unwrap(receiverOf(last) ?? last);
  while (isChainCall(start)) {
    links.unshift(start);
    start = unwrap(receiverOf(start) ?? start);
  }
  return { links, start };
}
