import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { type Facts, fileMemo } from "../facts.js";
import { remembered } from "../remembering.js";
import { type FunctionNode, isFunction, memberName, outwards, unwrap, wrapped } from "./syntax.js";

/** What is named by a variable and a way from it: `ctx`, `ctx.signal`, `request.context()`. */
export interface Reference {
  readonly variable: TSESLint.Scope.Variable;
  readonly path?: readonly string[];
}

/**
 * Where a value comes from: two expressions of the same origin denote the same value as long as the origin is not
 * written. Constants are followed to what they were initialised with, through destructuring too.
 */
export interface Origin {
  /** A variable, the class or function whose `this` it is, or the expression that was destructured into constants. */
  readonly root: TSESLint.Scope.Variable | TSESTree.Node;
  readonly path: readonly string[];
}

/** Do two expressions stand for the same? */
export function isSameOrigin(one: Origin | undefined, other: Origin | undefined): boolean {
  return one !== undefined && other !== undefined && one.root === other.root && one.path.length === other.path.length && one.path.every((step, index) => step === other.path[index]);
}

const memos = fileMemo((facts) => ({
  origins: new WeakMap<TSESLint.Scope.Variable, Origin>(),
  callSteps: new Set(facts.carriers.flatMap(({ way }) => way.split(".").filter((step) => step.endsWith("()")))),
  ways: new Set(facts.carriers.map(({ way }) => way)),
}));

/** The origin of what a reference or an expression names. */
export function originOfReference(facts: Facts, named: Origin | Reference | TSESTree.Expression): Origin | undefined {
  if ("root" in named) return named;
  return "variable" in named ? extend(originOfVariable(facts, named.variable), named.path ?? []) : originOf(facts, named);
}

/** The origin of an expression's value, where syntax tells it. */
export function originOf(facts: Facts, expression: TSESTree.Node): Origin | undefined {
  const node = unwrap(expression);
  switch (node.type) {
    case N.Identifier: {
      const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
      return variable === null ? undefined : originOfVariable(facts, variable);
    }
    case N.ThisExpression:
      return { root: thisScope(node), path: [] };
    case N.MemberExpression: {
      const name = memberName(node);
      const object = name === undefined ? undefined : originOf(facts, node.object);
      return object && name !== undefined ? extend(object, [name]) : undefined;
    }
    case N.CallExpression: {
      const callee = unwrap(node.callee);
      if (callee.type !== N.MemberExpression || node.arguments.length > 0) return undefined;
      const step = `${memberName(callee) ?? ""}()`;
      const object = memos(facts).callSteps.has(step) ? originOf(facts, callee.object) : undefined;
      return object && extend(object, [step]);
    }
    default:
      return undefined;
  }
}

/** The origin one step or more further. */
export function extend({ root, path }: Origin, steps: readonly string[]): Origin {
  return steps.length === 0 ? { root, path } : { root, path: [...path, ...steps] };
}

/**
 * Are both the same context, or is one the carrier of the other: `ctx` and `ctx.signal`, `controller` and
 * `controller.signal`?
 */
export function isSameContext(facts: Facts, one: Origin, other: Origin): boolean {
  if (one.root !== other.root) return false;
  const [short, long] = one.path.length <= other.path.length ? [one.path, other.path] : [other.path, one.path];
  if (!short.every((step, index) => step === long[index])) return false;
  const rest = long.slice(short.length);
  return rest.length <= 1 || memos(facts).ways.has(rest.join("."));
}

function originOfVariable(facts: Facts, variable: TSESLint.Scope.Variable): Origin {
  const { origins } = memos(facts);
  let origin = origins.get(variable);
  if (origin === undefined) {
    origins.set(variable, { root: variable, path: [] });
    origin = followConstant(facts, variable) ?? { root: variable, path: [] };
    origins.set(variable, origin);
  }
  return origin;
}

function followConstant(facts: Facts, variable: TSESLint.Scope.Variable): Origin | undefined {
  const [definition, ...more] = variable.defs;
  if (definition?.type !== "Variable" || more.length > 0 || definition.node.init === null) return undefined;
  if (variable.references.some((use) => use.isWrite() && use.init !== true)) return undefined;
  const path = pathInPattern(definition.node.id, definition.name);
  if (path === undefined) return undefined;
  const named = originOf(facts, definition.node.init);
  if (named === undefined && path.length === 0) return undefined;
  const initial = named ?? { root: unwrap(definition.node.init), path: [] };
  // A copy of what is written later is a value of its own.
  return writesTo(facts, initial).length === 0 ? extend(initial, path) : undefined;
}

/** The call whose result an origin's root is. */
export function callBehind({ root }: Origin): TSESTree.CallExpression | TSESTree.NewExpression | undefined {
  const value = "references" in root ? initialValue(root) : root;
  const node = value?.type === N.AwaitExpression ? unwrap(value.argument) : value;
  return node?.type === N.CallExpression || node?.type === N.NewExpression ? node : undefined;
}

/** Where a value may come from, told by names: its own root, those of all that it was made of, and of what that was. */
export function* rootsBehind(facts: Facts, { root }: Origin): Generator<Origin["root"]> {
  const roots = new Set([root]);
  for (const each of roots) {
    yield each;
    for (const part of remembered(partsMade(facts), each, () => rootsIn(facts, callBehind({ root: each, path: [] })))) roots.add(part);
  }
}

const partsMade = fileMemo(() => new WeakMap<Origin["root"], readonly Origin["root"][]>());

function rootsIn(facts: Facts, made: TSESTree.Node | undefined): readonly Origin["root"][] {
  const nodes = made === undefined ? [] : [...descendants(facts, made, (node) => !isFunction(node))];
  return nodes.flatMap((node) => (node.type === N.Identifier || node.type === N.ThisExpression ? (originOf(facts, node)?.root ?? []) : []));
}

function initialValue(variable: TSESLint.Scope.Variable): TSESTree.Node | undefined {
  const [definition, ...more] = variable.defs;
  if (definition?.type !== "Variable" || more.length > 0 || definition.node.id !== definition.name || definition.node.init === null) return undefined;
  return variable.references.every((use) => !use.isWrite() || use.init === true) ? unwrap(definition.node.init) : undefined;
}

/** The way to a name in a destructuring pattern; none through defaults and rest elements. */
function pathInPattern(pattern: TSESTree.Node, name: TSESTree.Node): readonly string[] | undefined {
  if (pattern === name) return [];
  const parts: (readonly [string | null, TSESTree.Node | null])[] =
    pattern.type === N.ObjectPattern
      ? pattern.properties.map((property) => (property.type === N.Property ? [ASTUtils.getPropertyName(property), property.value] : [null, null]))
      : pattern.type === N.ArrayPattern
        ? pattern.elements.map((element, index) => [String(index), element])
        : [];
  for (const [step, part] of parts) {
    const rest = step === null || part === null ? undefined : pathInPattern(part, name);
    if (step !== null && rest !== undefined) return [step, ...rest];
  }
  return undefined;
}

/** What `this` belongs to: the class body, so that methods share it, or the function. */
function thisScope(node: TSESTree.Node): TSESTree.Node {
  let last = node;
  for (const { outer } of outwards(node)) {
    last = outer;
    if (outer.type === N.PropertyDefinition || outer.type === N.AccessorProperty) return outer.static ? outer : outer.parent;
    if (outer.type === N.StaticBlock) return outer;
    if (!isFunction(outer) || outer.type === N.ArrowFunctionExpression) continue;
    return outer.parent.type === N.MethodDefinition && !outer.parent.static ? outer.parent.parent : outer;
  }
  return last;
}

/** Where the origin is given another value: assignments to its variable or to a member on the way. A constructor's do not count. */
export function writesTo(facts: Facts, origin: Origin): readonly TSESTree.Node[] {
  return rememberedOf(writes(facts), origin, () => findWrites(facts, origin));
}

const writes = fileMemo((): OriginMemo<readonly TSESTree.Node[]> => new WeakMap());

/** Something that is told of origins. */
export type OriginMemo<T> = WeakMap<Origin["root"], Map<string, T>>;

/** What a memo knows of an origin, or else is told now. */
export function rememberedOf<T>(memo: OriginMemo<T>, { path, root }: Origin, ask: () => T): T {
  return remembered(remembered(memo, root, () => new Map<string, T>()), path.join("\n"), ask);
}

function findWrites(facts: Facts, origin: Origin): readonly TSESTree.Node[] {
  if ("references" in origin.root) {
    return origin.root.references.flatMap((use) => {
      const node = use.identifier as TSESTree.Node;
      if (use.isWrite() && use.init !== true) return [node];
      return isMemberWrite(node, origin.path) ? [node] : [];
    });
  }
  if (origin.root.type !== N.ClassBody) return [];
  return thisMembers(facts, origin.root).filter((node) => isMemberWrite(node, origin.path) && !isInConstructor(node));
}

/** Is a member on the way of this path assigned here: `x.controller = …` for `x.controller.signal`? */
function isMemberWrite(start: TSESTree.Node, path: readonly string[]): boolean {
  let node = wrapped(start);
  for (const step of path) {
    const member = node.parent;
    if (member?.type !== N.MemberExpression || member.object !== node || memberName(member) !== step) return false;
    node = wrapped(member);
    const { parent } = node;
    if (parent?.type === N.AssignmentExpression && parent.left === node) return true;
    if (parent?.type === N.UnaryExpression && parent.operator === "delete") return true;
  }
  return false;
}

const thisNodes = fileMemo(() => new WeakMap<TSESTree.Node, readonly TSESTree.ThisExpression[]>());

function thisMembers(facts: Facts, body: TSESTree.ClassBody): readonly TSESTree.ThisExpression[] {
  const memo = thisNodes(facts);
  let nodes = memo.get(body);
  if (nodes === undefined) {
    const found: TSESTree.ThisExpression[] = [];
    for (const node of descendants(facts, body)) if (node.type === N.ThisExpression && thisScope(node) === body) found.push(node);
    memo.set(body, (nodes = found));
  }
  return nodes;
}

function isInConstructor(node: TSESTree.Node): boolean {
  for (const { outer } of outwards(node)) {
    if (isFunction(outer) && outer.type !== N.ArrowFunctionExpression) return outer.parent.type === N.MethodDefinition && outer.parent.kind === "constructor";
  }
  return false;
}

/** All nodes inside a node in the order they are written, itself first. `enter` says which are gone into. */
export function* descendants(facts: Facts, node: TSESTree.Node, enter?: (node: TSESTree.Node) => boolean): Generator<TSESTree.Node> {
  const left = [node];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    yield next;
    if (enter !== undefined && !enter(next)) continue;
    const children = childrenOf(facts, next);
    for (let index = children.length - 1; index >= 0; index--) left.push(children[index] as TSESTree.Node);
  }
}

/** The function that stands there, or that a name there stands for. */
export function functionAt(facts: Facts, place: TSESTree.Node | undefined): FunctionNode | undefined {
  if (place === undefined) return undefined;
  const node = unwrap(place);
  if (isFunction(node)) return node;
  if (node.type !== N.Identifier) return undefined;
  const definition: TSESTree.Node | undefined = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name)?.defs[0]?.node;
  if (isFunction(definition)) return definition;
  return definition?.type === N.VariableDeclarator && isFunction(definition.init) ? definition.init : undefined;
}

/** All nodes of a type in the file, in the order they are written. */
export function nodesOf<T extends N>(facts: Facts, type: T): readonly Extract<TSESTree.Node, { readonly type: T }>[] {
  return (nodesByType(facts).get(type) ?? []) as unknown as readonly Extract<TSESTree.Node, { readonly type: T }>[];
}

/** Of the walk that ESLint makes anyway, and remembers. */
const nodesByType = fileMemo(({ sourceCode }) => {
  const nodes = new Map<N, TSESTree.Node[]>();
  for (const { kind, phase, target } of (sourceCode as unknown as Traversed).traverse()) {
    if (kind !== VISIT || phase !== ENTER) continue;
    const known = nodes.get(target.type);
    if (known === undefined) nodes.set(target.type, [target]);
    else known.push(target);
  }
  return nodes;
});

/** What `@eslint/core` says of every `SourceCode`: https://eslint.org/docs/latest/extend/languages#the-sourcecode-object */
interface Traversed {
  readonly traverse: () => Iterable<{ readonly kind: number; readonly phase?: number; readonly target: TSESTree.Node }>;
}

const VISIT = 1;
const ENTER = 1;

/** The nodes directly inside a node, of some of its keys. */
export function childrenOf({ sourceCode }: Facts, node: TSESTree.Node, isWanted?: (key: string) => boolean): TSESTree.Node[] {
  const found: TSESTree.Node[] = [];
  for (const key of sourceCode.visitorKeys[node.type] ?? []) {
    if (isWanted !== undefined && !isWanted(key)) continue;
    const value = (node as unknown as Record<string, TSESTree.Node | (TSESTree.Node | null)[] | null | undefined>)[key];
    if (Array.isArray(value)) for (const each of value) if (each !== null) found.push(each);
    if (value != null && !Array.isArray(value)) found.push(value);
  }
  return found;
}
