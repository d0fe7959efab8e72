import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";

import { type Answer, type ContextMatch, isYes } from "./answer.js";
import { type Facts, fileMemo } from "./facts.js";
import { hasNoIndex } from "./plain.js";
import { descendants, nodesOf } from "./position/reference.js";
import { isFunction, isWithin, memberName, outwards, unwrap } from "./position/syntax.js";
import { declaredIn } from "./scopes.js";
import { basesOf, storedAnswer, typeAnswer } from "./types.js";

/** A class with a body. */
export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** A value that is put into a field, and the steps from it to what is stored: `["0"]` for `[this.ctx] = …`. */
export interface Write {
  readonly value: TSESTree.Expression;
  readonly path: readonly string[];
  /** What is written to; absent for an initializer or a parameter property. */
  readonly target?: TSESTree.Node;
  /** The value is put into the container that the field holds. */
  readonly isInto?: boolean;
  /** By an assignment, not by a call. */
  readonly isProperty?: boolean;
}

/** What keeps a value longer than a call: a member of a class, or a variable of a module that a function writes. */
export interface Field {
  /** The class; none for a variable of the module. */
  readonly owner: ClassNode | undefined;
  readonly isStatic: boolean;
  /** `ctx`, `#ctx`. */
  readonly name: string;
  /** What declares it: a member, a parameter property, a variable's name, or the first `this.ctx = …`. */
  readonly declaration: TSESTree.Node;
  /** The name it is declared with: where it is reported and where its type is asked. */
  readonly head: TSESTree.Node;
  readonly annotation?: TSESTree.TypeNode | undefined;
  readonly writes: readonly Write[];
}

const memos = fileMemo(() => ({ classes: new WeakMap<ClassNode, readonly Field[]>() }));

/** The members of a class that store a value, whatever its type. What is `declare`d or abstract is stored elsewhere. */
export function membersOf(facts: Facts, owner: ClassNode): readonly Field[] {
  const memo = memos(facts).classes;
  let fields = memo.get(owner);
  if (fields === undefined) memo.set(owner, (fields = isAmbient(facts, owner) ? [] : collectMembers(facts, owner)));
  return fields;
}

function collectMembers(facts: Facts, owner: ClassNode): readonly Field[] {
  const declared = owner.body.body.flatMap((member) => declaredBy(owner, member));
  const writes = writesIn(facts, owner);
  const known = new Set(owner.body.body.flatMap((member) => ("key" in member ? [keyOf(member)] : [])));
  for (const { name } of declared) known.add(name);
  const undeclared = new Map<string, Field>();
  for (const { isStatic, name, write } of writes) {
    if (known.has(name) || write.isInto === true || undeclared.has(name) || write.target === undefined) continue;
    if (inheritsMember(facts, owner, name)) continue;
    undeclared.set(name, { owner, isStatic, name, declaration: write.target, head: write.target, writes: [] });
  }
  return [...declared, ...undeclared.values()].map((field) => {
    const own = writes.filter((each) => each.name === field.name && each.isStatic === field.isStatic).map(({ write }) => write);
    return { ...field, writes: [...field.writes, ...own] };
  });
}

function declaredBy(owner: ClassNode, member: TSESTree.ClassElement): readonly Field[] {
  switch (member.type) {
    case N.PropertyDefinition:
    case N.AccessorProperty: {
      if (member.declare) return [];
      const writes = member.value === null ? [] : [{ value: member.value, path: [] }];
      return [{ owner, isStatic: member.static, name: keyOf(member), declaration: member, head: member.key, annotation: member.typeAnnotation?.typeAnnotation, writes }];
    }
    case N.MethodDefinition:
      return member.kind === "constructor" ? member.value.params.flatMap((parameter) => declaredByParameter(owner, parameter)) : [];
    default:
      return [];
  }
}

function declaredByParameter(owner: ClassNode, parameter: TSESTree.Parameter): readonly Field[] {
  if (parameter.type !== N.TSParameterProperty) return [];
  const name = parameter.parameter.type === N.AssignmentPattern ? parameter.parameter.left : parameter.parameter;
  if (name.type !== N.Identifier) return [];
  return [{ owner, isStatic: false, name: name.name, declaration: parameter, head: parameter.parameter, annotation: name.typeAnnotation?.typeAnnotation, writes: [{ value: name, path: [] }] }];
}

/** The name of a member as it is written after `this.`. */
function keyOf(member: { readonly key: TSESTree.Node; readonly computed: boolean }): string {
  if (member.key.type === N.PrivateIdentifier) return `#${member.key.name}`;
  return ASTUtils.getPropertyName(member as TSESTree.PropertyDefinition) ?? "";
}

/** Code that only describes what is elsewhere. */
function isAmbient(facts: Facts, node: TSESTree.Node): boolean {
  if (/\.d\.[^/]*ts$/.test(facts.filename)) return true;
  if ("declare" in node && node.declare) return true;
  for (const { outer } of outwards(node)) if ("declare" in outer && outer.declare) return true;
  return false;
}

/** Has a base class, or an interface that the class implements, a member of this name? */
export function inheritsMember(facts: Facts, owner: ClassNode, name: string): boolean {
  if (owner.superClass === null && owner.implements.length === 0) return false;
  return basesOf(facts, instanceType(facts, owner)).some((base) => base.getProperty(name) !== undefined);
}

/** The type of a class's instances. */
export function instanceType(facts: Facts, owner: ClassNode): ts.Type {
  const type = facts.services.getTypeAtLocation(owner);
  return type.getConstructSignatures()[0]?.getReturnType() ?? type;
}

interface MemberWrite {
  readonly name: string;
  readonly isStatic: boolean;
  readonly write: Write;
}

/** Everything that is put into a member of the class by the code of the class, in the order of the file. */
function writesIn(facts: Facts, owner: ClassNode): readonly MemberWrite[] {
  return writers(facts).nodes.filter((node) => isWithin(node, owner.body)).flatMap((node) =>
    writesAt(node).flatMap(({ target, write }) => {
      const member = memberOf(facts, target, owner);
      return member === undefined ? [] : [{ ...member, write }];
    }),
  );
}

/** What may put something somewhere. */
const writers = fileMemo((facts) => ({
  nodes: [...nodesOf(facts, N.AssignmentExpression), ...nodesOf(facts, N.CallExpression).filter(isPut)].sort((a, b) => a.range[0] - b.range[0]),
}));

/** `list.push(value)`, `map.set(key, value)`. */
function isPut({ callee }: TSESTree.CallExpression): boolean {
  const member = unwrap(callee);
  return member.type === N.MemberExpression && /^(?:add|push|set|splice|unshift)$/.test(memberName(member) ?? "");
}

/** The values a node puts somewhere: an assignment's, and those a call puts into a container. */
function writesAt(node: TSESTree.Node): readonly { readonly target: TSESTree.Node; readonly write: Write }[] {
  if (node.type === N.AssignmentExpression) {
    return targetsIn(node.left).flatMap(({ target, path }) => {
      const direct = { target, write: { value: node.right, path, target } };
      const container = target.type === N.MemberExpression ? unwrap(target.object) : undefined;
      return container === undefined ? [direct] : [direct, { target: container, write: { ...direct.write, isInto: true, isProperty: true } }];
    });
  }
  if (node.type !== N.CallExpression) return [];
  const callee = unwrap(node.callee);
  if (callee.type !== N.MemberExpression || !isPut(node)) return [];
  return node.arguments.map((argument) => {
    const value = argument.type === N.SpreadElement ? argument.argument : argument;
    return { target: unwrap(callee.object), write: { value, path: [], target: callee.object, isInto: true } };
  });
}

/** The names and members that a pattern binds, each with its way. */
export function targetsIn(pattern: TSESTree.Node, path: readonly string[] = []): readonly { readonly target: TSESTree.Node; readonly path: readonly string[] }[] {
  switch (pattern.type) {
    case N.ArrayPattern:
      return pattern.elements.flatMap((element, index) => (element === null ? [] : targetsIn(element, [...path, String(index)])));
    case N.ObjectPattern:
      return pattern.properties.flatMap((property) => (property.type === N.Property ? targetsIn(property.value, [...path, ASTUtils.getPropertyName(property) ?? ""]) : []));
    case N.AssignmentPattern:
      return targetsIn(pattern.left, path);
    default:
      return [{ target: unwrap(pattern), path }];
  }
}

/** The member of this class that an expression names: `this.x`, `this.#x`, `Server.x`. */
export function memberOf(facts: Facts, expression: TSESTree.Node, owner: ClassNode): { readonly name: string; readonly isStatic: boolean } | undefined {
  const node = unwrap(expression);
  const name = node.type === N.MemberExpression ? memberName(node) : undefined;
  if (node.type !== N.MemberExpression || name === undefined) return undefined;
  const object = unwrap(node.object);
  if (object.type === N.ThisExpression) {
    const owned = ownerOfThis(object);
    return owned?.owner === owner ? { name, isStatic: owned.isStatic } : undefined;
  }
  if (object.type !== N.Identifier || owner.id === null || object.name !== owner.id.name) return undefined;
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(object), object.name);
  return variable?.defs.some((definition) => definition.node === owner) === true ? { name, isStatic: true } : undefined;
}

/** The class that `this` belongs to, and whether it is the class itself. */
export function ownerOfThis(node: TSESTree.Node): { readonly owner: ClassNode; readonly isStatic: boolean } | undefined {
  for (const { inner, outer } of outwards(node)) {
    if (outer.type === N.StaticBlock) return { owner: outer.parent.parent, isStatic: true };
    if (outer.type === N.PropertyDefinition || outer.type === N.AccessorProperty) {
      return outer.value === inner ? { owner: outer.parent.parent, isStatic: outer.static } : ownerOfThis(outer.parent.parent);
    }
    if (!isFunction(outer) || outer.type === N.ArrowFunctionExpression) continue;
    return outer.parent.type === N.MethodDefinition ? { owner: outer.parent.parent.parent, isStatic: outer.parent.static } : undefined;
  }
  return undefined;
}

const variables = fileMemo(() => ({ fields: undefined as readonly Field[] | undefined }));

/** The variables of the module that a function writes, or that hold a container a function writes into. */
export function moduleFields(facts: Facts): readonly Field[] {
  const memo = variables(facts);
  memo.fields ??= (facts.sourceCode.scopeManager?.scopes ?? []).filter(isModuleScope).flatMap((scope) => declaredIn(scope).flatMap((variable) => fieldOf(facts, variable)));
  return memo.fields;
}

/** Code of this scope runs once. */
function isModuleScope({ type }: TSESLint.Scope.Scope): boolean {
  return type === "global" || type === "module" || type === "tsModule";
}

function fieldOf(facts: Facts, variable: TSESLint.Scope.Variable): readonly Field[] {
  const [definition] = variable.defs;
  if (definition?.type !== "Variable" || variable.defs.length > 1 || isAmbient(facts, definition.node)) return [];
  const writes = variable.references.flatMap((reference) => (isModuleScope(reference.from.variableScope) ? [] : writesOf(reference.identifier as TSESTree.Node)));
  if (writes.length === 0) return [];
  const head = definition.name;
  return [{ owner: undefined, isStatic: true, name: variable.name, declaration: head, head, annotation: head.typeAnnotation?.typeAnnotation, writes }];
}

/** What is put into the variable, or into the container it holds, where this name stands. */
function writesOf(name: TSESTree.Node): readonly Write[] {
  for (const { outer } of outwards(name)) {
    const found = writesAt(outer).filter(({ target }) => target === name);
    if (found.length > 0) return found.map(({ write }) => write);
    if (isFunction(outer) || outer.type.endsWith("Statement")) return [];
  }
  return [];
}

/** The field that an expression names, if it is one of the class (or of the module). */
export function fieldNamed(facts: Facts, expression: TSESTree.Node, owner: ClassNode | undefined): Field | undefined {
  const node = unwrap(expression);
  if (node.type === N.Identifier) {
    const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
    return moduleFields(facts).find(({ head }) => variable?.defs.some(({ name }) => name === head) === true);
  }
  if (owner === undefined) return undefined;
  const member = memberOf(facts, node, owner);
  return member && membersOf(facts, owner).find(({ name, isStatic }) => name === member.name && isStatic === member.isStatic);
}

/** All nodes inside a node, in the order of the file. */
export function inside(facts: Facts, node: TSESTree.Node): Iterable<TSESTree.Node> {
  return descendants(facts, node);
}

/** Is what the field holds a context, or a container of contexts? Syntax says no first. */
export function fieldAnswer(facts: Facts, field: Field): Answer<ContextMatch> {
  const { annotation, writes } = field;
  if (annotation !== undefined) {
    if (!mayStore(annotation)) return "no";
    const type = facts.services.getTypeAtLocation(annotation);
    const answer = heldBy(facts, type);
    return isYes(answer) ? answer : putInto(facts, field, type, answer);
  }
  const [first] = writes;
  if (first !== undefined && first.target === undefined && !mayBeStored(first.value)) return "no";
  const type = typeOfField(facts, field);
  const answer = heldBy(facts, type);
  if (isYes(answer)) return answer;
  const assigned = isAssignedAtFirst(field) ? writes.filter(({ isInto, path }) => isInto !== true && path.length === 0).map(({ value }) => heldBy(facts, facts.services.getTypeAtLocation(value))) : [];
  return assigned.find(isYes) ?? putInto(facts, field, type, answer);
}

/** The declared or inferred type of what the field holds. */
export function typeOfField(facts: Facts, { annotation, declaration, head, name, owner }: Field): ts.Type {
  if (declaration.type === N.MemberExpression && owner !== undefined) {
    // JavaScript: the class has it from all its assignments together.
    const property = instanceType(facts, owner).getProperty(name);
    if (property !== undefined) return facts.checker.getTypeOfSymbol(property);
  }
  return facts.services.getTypeAtLocation(annotation ?? (head.type === N.AssignmentPattern ? head.left : head));
}

/** A field that nobody declared, or `let x;`: its type is what is assigned. */
function isAssignedAtFirst({ declaration, head }: Field): boolean {
  return declaration.type === N.MemberExpression || (declaration === head && head.parent?.type === N.VariableDeclarator && head.parent.init === null);
}

/** A container of anything, and an object of the module, stores a context when one is put into it. */
function putInto(facts: Facts, { owner, writes }: Field, type: ts.Type, answer: "no" | "unknown"): Answer<ContextMatch> {
  const isContainer = answer === "unknown" ? typeAnswer(facts, type) === "no" : owner === undefined;
  if (!isContainer) return answer;
  const put = writes.filter(({ isInto, path, isProperty }) => isInto === true && path.length === 0 && (answer === "unknown" || isProperty === true));
  return put.map(({ value }) => typeAnswer(facts, facts.services.getTypeAtLocation(value))).find(isYes) ?? answer;
}

/** A context, or a container that keeps one alive: a weak one lives no longer than its key. */
export function heldBy(facts: Facts, type: ts.Type): Answer<ContextMatch> {
  const part = facts.checker.getNonNullableType(type);
  if (/^Weak(?:Map|Ref|Set)$/.test(part.getSymbol()?.name ?? "")) return "no";
  const answer = storedAnswer(facts, type);
  if (answer !== "no" || part.isUnionOrIntersection()) return answer;
  return containedTypes(facts, part).map((each) => storedAnswer(facts, each)).find((each) => each !== "no") ?? "no";
}

/** What a container of this type holds: type arguments of the library's containers, values under an index signature. */
export function containedTypes(facts: Facts, type: ts.Type): readonly ts.Type[] {
  const { checker } = facts;
  const isContainer = checker.isArrayType(type) || checker.isTupleType(type) || /^(?:(?:Readonly)?(?:Map|Set)|Promise)$/.test(type.getSymbol()?.name ?? "");
  if (isContainer) return checker.getTypeArguments(type as ts.TypeReference);
  return type.isUnionOrIntersection() || hasNoIndex(type) ? [] : checker.getIndexInfosOfType(type).map((info) => info.type);
}

/** Of the library: what they hold is written beside them. */
const CONTAINERS = /^(?:Array|Map|Promise|ReadonlyArray|ReadonlyMap|ReadonlySet|Record|Set)$/;

/** May a value with this annotation hold a context, as far as syntax tells? */
export function mayStore(node: TSESTree.TypeNode): boolean {
  switch (node.type) {
    case N.TSArrayType:
      return mayStore(node.elementType);
    case N.TSTypeOperator:
      return node.typeAnnotation !== undefined && mayStore(node.typeAnnotation);
    case N.TSTypeLiteral:
      return node.members.length > 0;
    case N.TSUnionType:
      return node.types.some(mayStore);
    case N.TSTypeReference: {
      const { typeArguments, typeName } = node;
      const isContainer = typeName.type === N.Identifier && CONTAINERS.test(typeName.name);
      return !isContainer || typeArguments === undefined || typeArguments.params.some(mayStore);
    }
    case N.TSTupleType:
    case N.TSIntersectionType:
    case N.TSTypeQuery:
    case N.TSIndexedAccessType:
    case N.TSImportType:
    case N.TSMappedType:
    case N.TSConditionalType:
    case N.TSNamedTupleMember:
    case N.TSOptionalType:
    case N.TSRestType:
      return true;
    default:
      return false;
  }
}

/** May a value written like this hold a context, as far as syntax tells? */
function mayBeStored(value: TSESTree.Expression): boolean {
  switch (value.type) {
    case N.TemplateLiteral:
    case N.ArrowFunctionExpression:
    case N.FunctionExpression:
    case N.ClassExpression:
    case N.BinaryExpression:
    case N.UnaryExpression:
      return false;
    case N.Literal:
      return value.value === null && !("regex" in value);
    default:
      return true;
  }
}
