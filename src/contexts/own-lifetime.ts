import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { isYes } from "./answer.js";
import { parentsOf, resultShape, rootAt } from "./calls.js";
import { isDetachedValue } from "./detached.js";
import type { Facts } from "./facts.js";
import { isGivenWithHandle } from "./handle-beside.js";
import { isCleanupName } from "./position/names.js";
import { calleeName, isFunction, memberName, outwards, unwrap, wrapped } from "./position/syntax.js";
import { type ClassNode, type Field, fieldAnswer, fieldNamed, heldBy, inside, memberOf, membersOf, moduleFields, ownerOfThis, targetsIn } from "./stores.js";
import { isOrExtends } from "./types.js";

/**
 * Where a stored context comes from: it is the holder's own (its own controller, a child whose handle it keeps), one
 * that never ends, nothing at all, or somebody else's. The last that applies to a part decides.
 */
const ORIGINS = ["nothing", "never", "own", "theirs"] as const;
type Origin = (typeof ORIGINS)[number];

/** Who holds: a class, or the module. */
type Holder = ClassNode | undefined;

/** How many variables, members and branches are followed. */
const MOST_STEPS = 15;

function worst(origins: readonly Origin[]): Origin {
  return ORIGINS.findLast((origin) => origins.includes(origin)) ?? "nothing";
}

/** Does the field store a context of the holder's own lifetime, so that nobody's call is tied to it? */
export function isOwnField(facts: Facts, field: Field): boolean {
  const origin = fieldOrigin(facts, field, MOST_STEPS);
  return origin === "own" || origin === "never" || (origin === "theirs" && isGivenWithHandle(facts, field));
}

/**
 * Is this root (or derive) made for the own lifetime of a class or module: `#ctx = new Context()` that is disposed,
 * `[this.#ctx, this.#cancel] = withCancel(background())`?
 */
export function isOwnLifetime(facts: Facts, node: TSESTree.Node): boolean {
  return fieldsSetFrom(facts, node).some((field) => fieldOrigin(facts, field, MOST_STEPS) === "own");
}

/** The fields that get the value of the expression this node is part of, directly or through a local variable. */
function fieldsSetFrom(facts: Facts, node: TSESTree.Node): readonly Field[] {
  const owner = ownerOfThis(node)?.owner;
  for (const { inner, outer } of outwards(node)) {
    if ((outer.type === N.PropertyDefinition || outer.type === N.AccessorProperty) && outer.value === inner) {
      return [...membersDeclaredBy(facts, outer)];
    }
    if (outer.type === N.AssignmentExpression && outer.right === inner) {
      return targetsIn(outer.left).flatMap(({ target }) => fieldNamed(facts, target, owner) ?? localUses(facts, target, owner));
    }
    if (outer.type === N.VariableDeclarator && outer.init === inner) {
      return targetsIn(outer.id).flatMap(({ target }) => localUses(facts, target, owner));
    }
    if (isFunction(outer) || outer.type.endsWith("Statement")) return [];
  }
  return [];
}

function membersDeclaredBy(facts: Facts, member: TSESTree.PropertyDefinition | TSESTree.AccessorProperty): readonly Field[] {
  const owner = member.parent.parent;
  const text = member.key.type === N.PrivateIdentifier ? `#${member.key.name}` : ASTUtils.getPropertyName(member as TSESTree.PropertyDefinition);
  return membersOf(facts, owner).filter(({ name, isStatic }) => name === text && isStatic === member.static);
}

/** Fields that a local variable is stored in later. */
function localUses(facts: Facts, target: TSESTree.Node, owner: Holder): readonly Field[] {
  if (target.type !== N.Identifier) return [];
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(target), target.name);
  const fields = owner === undefined ? moduleFields(facts) : [...membersOf(facts, owner), ...moduleFields(facts)];
  return fields.filter(({ writes }) => writes.some(({ value }) => variable?.references.some(({ identifier }) => startOf(value) === identifier) === true));
}

/** `res` of `res.ctx` and of `res[0]`. */
function startOf(expression: TSESTree.Node): TSESTree.Node {
  const node = unwrap(expression);
  return node.type === N.MemberExpression ? startOf(node.object) : node;
}

function fieldOrigin(facts: Facts, field: Field, steps: number): Origin {
  if (steps === 0) return "theirs";
  if (isEnded(facts, field)) return "own";
  const writes = field.writes.filter(({ value, path, isInto }) => isInto !== true || path.length > 0 || heldBy(facts, facts.services.getTypeAtLocation(value)) !== "no");
  return worst(writes.map(({ value, path }) => originOf(facts, value, path, field.owner, steps - 1)));
}

/** Where the part of a value at this path comes from. */
function originOf(facts: Facts, value: TSESTree.Node, path: readonly string[], holder: Holder, steps: number): Origin {
  if (steps === 0) return "theirs";
  const next = (node: TSESTree.Node, way = path): Origin => originOf(facts, node, way, holder, steps - 1);
  const node = unwrap(value);
  switch (node.type) {
    case N.Literal:
      return "nothing";
    case N.UnaryExpression:
      return node.operator === "void" ? "nothing" : "theirs";
    case N.AwaitExpression:
      return next(node.argument);
    case N.AssignmentExpression:
      return next(node.right);
    case N.ConditionalExpression:
      return worst([next(node.consequent), next(node.alternate)]);
    case N.LogicalExpression:
      return node.operator === "&&" ? next(node.right) : worst([next(node.left), next(node.right)]);
    case N.ArrayExpression: {
      const parts = path.length === 0 ? node.elements : [node.elements[Number(path[0])] ?? null];
      return worst(parts.map((part) => (part === null ? "nothing" : next(part.type === N.SpreadElement ? part.argument : part, path.slice(1)))));
    }
    case N.ObjectExpression: {
      const found = worst(
        node.properties.map((property) => {
          if (property.type === N.SpreadElement) return next(property.argument);
          if (path.length > 0 && ASTUtils.getPropertyName(property) !== path[0]) return "nothing";
          return holdsContext(facts, property.value) ? next(property.value, path.slice(1)) : "nothing";
        }),
      );
      // `{ isCancellationRequested: false, … }`: a context that is written out here.
      return found === "nothing" && path.length === 0 && node.properties.length > 0 ? "own" : found;
    }
    case N.Identifier:
      return node.name === "undefined" ? "nothing" : originOfVariable(facts, node, path, holder, steps);
    case N.MemberExpression:
      return originOfMember(facts, node, path, holder, steps);
    case N.CallExpression:
    case N.NewExpression:
      return originOfCall(facts, node, path, holder, steps);
    default:
      return "theirs";
  }
}

function holdsContext(facts: Facts, node: TSESTree.Node): boolean {
  return !isFunction(node) && isYes(fieldAnswer(facts, { owner: undefined, isStatic: true, name: "", declaration: node, head: node, writes: [] }));
}

function originOfVariable(facts: Facts, name: TSESTree.Identifier, path: readonly string[], holder: Holder, steps: number): Origin {
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(name), name.name);
  const [definition] = variable?.defs ?? [];
  if (variable === null || definition === undefined) return "theirs";
  if (definition.type === "Parameter") return originOfParameter(facts, variable, path, holder, steps);
  if (definition.type !== "Variable") return "theirs";
  const origins = writesTo(variable).map(({ value, way }) => originOf(facts, value, [...way, ...path], holder, steps - 1));
  return origins.length === 0 ? "theirs" : worst(origins);
}

/** The values a variable is given, each with the way to what the variable gets of it. */
function writesTo(variable: TSESLint.Scope.Variable): readonly { readonly value: TSESTree.Node; readonly way: readonly string[] }[] {
  return variable.references.flatMap((reference) => {
    if (!reference.isWrite() || reference.writeExpr == null) return [];
    for (const { outer } of outwards(reference.identifier)) {
      const pattern = outer.type === N.VariableDeclarator ? outer.id : outer.type === N.AssignmentExpression ? outer.left : undefined;
      const value = outer.type === N.VariableDeclarator ? outer.init : outer.type === N.AssignmentExpression ? outer.right : undefined;
      if (pattern === undefined || value == null) continue;
      return targetsIn(pattern).flatMap(({ target, path }) => (target === reference.identifier ? [{ value, way: path }] : []));
    }
    return [];
  });
}

/** What the constructor of a class gets where every `new` is seen: the constructor is private, or the class is not exported. */
function originOfParameter(facts: Facts, variable: TSESLint.Scope.Variable, path: readonly string[], holder: Holder, steps: number): Origin {
  const [definition] = variable.defs;
  const constructor = definition?.node as TSESTree.Node | undefined;
  if (holder === undefined || constructor?.type !== N.FunctionExpression || constructor.parent.type !== N.MethodDefinition || constructor.parent.kind !== "constructor" || constructor.parent.parent.parent !== holder) return "theirs";
  const index = constructor.params.findIndex((parameter) => parameter === definition?.name || (parameter.type === N.TSParameterProperty && parameter.parameter === definition?.name));
  const calls = constructionsOf(facts, holder, constructor.parent.accessibility === "private");
  if (index === -1 || calls === undefined || calls.length === 0) return "theirs";
  return worst(
    calls.map(({ arguments: args }) => {
      const argument = args[index];
      if (args.slice(0, index + 1).some(({ type }) => type === N.SpreadElement)) return "theirs";
      return argument === undefined ? "nothing" : originOf(facts, argument, path, holder, steps - 1);
    }),
  );
}

/** Every `new` of a class, where all are in this file. */
export function constructionsOf(facts: Facts, owner: ClassNode, isPrivate: boolean): readonly TSESTree.NewExpression[] | undefined {
  const isExported = owner.parent.type === N.ExportNamedDeclaration || owner.parent.type === N.ExportDefaultDeclaration;
  if (owner.id === null || owner.type !== N.ClassDeclaration || (isExported && !isPrivate)) return undefined;
  const calls: TSESTree.NewExpression[] = [];
  for (const variable of facts.sourceCode.getDeclaredVariables?.(owner) ?? []) {
    for (const { identifier, isTypeReference } of variable.references) {
      const { parent } = identifier;
      if (parent?.type === N.NewExpression && parent.callee === identifier) calls.push(parent);
      else if (!isPrivate && !isTypeReference && parent?.type !== N.MemberExpression) return undefined;
    }
  }
  for (const node of inside(facts, owner.body)) {
    if (node.type === N.NewExpression && node.callee.type === N.ThisExpression && ownerOfThis(node.callee)?.owner === owner) calls.push(node);
  }
  return calls;
}

function originOfMember(facts: Facts, node: TSESTree.MemberExpression, path: readonly string[], holder: Holder, steps: number): Origin {
  const name = memberName(node);
  if (rootAt(facts, node)?.pattern.isIdiomAtTopLevel === true || rootAt(facts, node)?.pattern.onlyWhereAvailable === true) return "never";
  if (name !== undefined && isHandle(facts, node.object, name)) return isOwnHandle(facts, node.object, holder) ? "own" : "theirs";
  if (holder !== undefined && memberOf(facts, node, holder) !== undefined) {
    const field = fieldNamed(facts, node, holder);
    // A base class's member is the base class's question.
    return field === undefined ? "own" : fieldOrigin(facts, field, steps - 1);
  }
  return name === undefined ? "theirs" : originOf(facts, node.object, [name, ...path], holder, steps - 1);
}

/** Is the expression a handle that offers its context under this name? */
function isHandle(facts: Facts, node: TSESTree.Node, name: string): boolean {
  const handles = facts.models.flatMap((model) => model.handles ?? []).filter(({ context }) => context === name);
  if (handles.length === 0) return false;
  const type = facts.checker.getNonNullableType(facts.services.getTypeAtLocation(node));
  return handles.some((handle) => handle.type.some((place) => isOrExtends(facts, type, place)));
}

/** Made here, or kept by the holder: not only lent by a caller. */
function isOwnHandle(facts: Facts, expression: TSESTree.Node, holder: Holder, steps = MOST_STEPS): boolean {
  const node = unwrap(expression);
  switch (node.type) {
    case N.NewExpression:
    case N.CallExpression:
    case N.ThisExpression:
      return true;
    case N.AssignmentExpression:
      return isOwnHandle(facts, node.left, holder, steps) || isOwnHandle(facts, node.right, holder, steps);
    case N.LogicalExpression:
      return isOwnHandle(facts, node.left, holder, steps) && isOwnHandle(facts, node.right, holder, steps);
    case N.ConditionalExpression:
      return isOwnHandle(facts, node.consequent, holder, steps) && isOwnHandle(facts, node.alternate, holder, steps);
    case N.MemberExpression: {
      const start = startOf(node);
      return start.type === N.ThisExpression || (holder !== undefined && memberOf(facts, node, holder) !== undefined);
    }
    case N.Identifier: {
      const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
      const [definition] = variable?.defs ?? [];
      if (variable === null || definition === undefined) return false;
      if (definition.type === "ImportBinding" || isModuleLevel(variable) || isKept(facts, variable, [], holder)) return true;
      return definition.type === "Variable" && steps > 0 && writesTo(variable).some(({ value, way }) => way.length === 0 && isOwnHandle(facts, value, holder, steps - 1));
    }
    default:
      return false;
  }
}

function isModuleLevel({ scope }: TSESLint.Scope.Variable): boolean {
  return scope.type === "module" || scope.type === "global" || scope.type === "tsModule";
}

function originOfCall(facts: Facts, node: TSESTree.CallExpression | TSESTree.NewExpression, path: readonly string[], holder: Holder, steps: number): Origin {
  if (isDetachedValue(facts, node)) return "own";
  if (node.arguments.length === 0 && /^(?:Array|Map|Set)$/.test(calleeName(node) ?? "")) return "nothing";
  const root = rootAt(facts, node);
  if (root?.pattern.onlyWhereAvailable === true) return "never";
  const shape = resultShape(facts, facts.services.getTypeAtLocation(node));
  if (shape === undefined) return "theirs";
  const parents = parentsOf(facts, node, shape.model);
  if (parents.some((parent) => originOf(facts, parent, [], holder, steps - 1) === "own")) return "own";
  // An instance of a context class that is no known root, made here and given nobody's context.
  if (node.type === N.NewExpression && root === undefined && parents.length === 0) return "own";
  const [handle] = shape.handle ?? [];
  if (handle === undefined) return "theirs";
  // The pair itself is stored.
  if (path.length === 0) return "own";
  return path[0] === shape.context[0] && isResultKept(facts, node, handle, holder) ? "own" : "theirs";
}

/** Does the holder keep the handle of what this call returned? */
function isResultKept(facts: Facts, call: TSESTree.Node, handle: string, holder: Holder): boolean {
  let node = wrapped(call);
  if (node.parent?.type === N.AwaitExpression) node = wrapped(node.parent);
  const { parent } = node;
  const pattern = parent?.type === N.VariableDeclarator && parent.init === node ? parent.id : parent?.type === N.AssignmentExpression && parent.right === node ? parent.left : undefined;
  if (pattern === undefined) return parent?.type === N.PropertyDefinition;
  return targetsIn(pattern).some(({ target, path }) => {
    if (path.length > 0 && path[0] !== handle) return false;
    if (isOfHolder(facts, target, holder)) return true;
    const variable = target.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(target), target.name) : null;
    return variable !== null && isKept(facts, variable, path.length === 0 ? [handle] : [], holder);
  });
}

/** Is the target a member of the class, or a variable of the module? */
function isOfHolder(facts: Facts, target: TSESTree.Node, holder: Holder): boolean {
  const start = startOf(target);
  if (start.type === N.ThisExpression || start.type === N.Super) return holder !== undefined && (start.type === N.Super || ownerOfThis(start)?.owner === holder);
  if (start.type !== N.Identifier) return false;
  if (holder?.id != null && start.name === holder.id.name) return true;
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(start), start.name);
  return holder === undefined && variable !== null && isModuleLevel(variable) && variable.defs[0]?.type === "Variable";
}

/**
 * Is the variable (or its member under this name) stored by the holder: assigned to one of its members, handed to a
 * method of one (`this.#stack.defer(cancel)`), captured by a function that is, or given to its constructor?
 */
function isKept(facts: Facts, variable: TSESLint.Scope.Variable, step: readonly string[], holder: Holder): boolean {
  const [definition] = variable.defs;
  if (definition?.name.parent?.type === N.TSParameterProperty) return true;
  return variable.references.some(({ identifier, init }) => {
    if (init === true) return false;
    const use = wrapped(identifier);
    const { parent } = use;
    const isMember = parent?.type === N.MemberExpression && parent.object === use;
    if (isMember && step.length > 0 && memberName(parent) !== step[0]) return false;
    // The controller's own `signal` is the context, not the handle.
    if (isMember && step.length === 0 && isHandle(facts, use, memberName(parent) ?? "")) return false;
    return isStoredAt(facts, use, holder);
  });
}

function isStoredAt(facts: Facts, use: TSESTree.Node, holder: Holder): boolean {
  for (const { inner, outer } of outwards(use)) {
    if (outer.type === N.AssignmentExpression && outer.right === inner) {
      if (targetsIn(outer.left).some(({ target }) => isOfHolder(facts, target, holder))) return true;
    }
    if (outer.type === N.PropertyDefinition) return true;
    if ((outer.type === N.CallExpression || outer.type === N.NewExpression) && outer.callee !== inner) {
      if (isOfHolder(facts, outer.callee, holder)) return true;
    }
    if (outer === holder) return false;
  }
  return false;
}

/** A context that is its own handle is the holder's when the holder (or who owns the holder, in this file) ends it. */
function isEnded(facts: Facts, field: Field): boolean {
  const endings = new Set(facts.models.flatMap(({ handles = [] }) => handles).flatMap(({ isContext, endedBy }) => (isContext === true ? endedBy : [])));
  const answer = fieldAnswer(facts, field);
  if (!isYes(answer) || answer.model.handles?.some(({ isContext }) => isContext) !== true) return false;
  const names = (node: TSESTree.Node): boolean => fieldNamed(facts, node, field.owner) === field || isFieldOf(facts, node, field);
  for (const node of inside(facts, facts.sourceCode.ast)) {
    if (node.type !== N.CallExpression) continue;
    if (isCleanupName(calleeName(node) ?? "") && node.arguments.some(names)) return true;
    const callee = unwrap(node.callee);
    if (callee.type !== N.MemberExpression || !endings.has(memberName(callee) ?? "")) continue;
    if (names(callee.object) || isTakenFrom(facts, callee.object, names)) return true;
  }
  return false;
}

/** Does the expression name the field of some instance: `this.#state.ctx`? */
function isFieldOf(facts: Facts, expression: TSESTree.Node, field: Field): boolean {
  const node = unwrap(expression);
  if (node.type !== N.MemberExpression || memberName(node) !== field.name) return false;
  const declaration = facts.services.esTreeNodeToTSNodeMap.get(field.declaration);
  return facts.services.getSymbolAtLocation(node.property)?.declarations?.some((each) => each === declaration) === true;
}

/** A local variable that was taken from the field: `const ctx = this.#ctx`, `for (const ctx of this.#all)`. */
function isTakenFrom(facts: Facts, node: TSESTree.Node, names: (node: TSESTree.Node) => boolean): boolean {
  const name = unwrap(node);
  const variable = name.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(name), name.name) : null;
  const declarator = variable?.defs[0]?.type === "Variable" ? variable.defs[0].node : undefined;
  if (declarator === undefined) return false;
  const loop = declarator.parent.parent;
  const source = declarator.init ?? (loop.type === N.ForOfStatement ? loop.right : undefined);
  return source !== undefined && [...inside(facts, source)].some(names);
}
