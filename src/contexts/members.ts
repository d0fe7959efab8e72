import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { isYes } from "./answer.js";
import { rootAt } from "./calls.js";
import { type Asked, type Available, isPlainValue, RANK } from "./candidate.js";
import { isDetachedValue } from "./detached.js";
import { type Facts, fileMemo } from "./facts.js";
import type { ContextModel } from "../models/model.js";
import { isInside } from "../program/syntax.js";
import { enclosingFunction, overAt } from "./position/index.js";
import { memberName } from "./position/syntax.js";
import { presenceAt } from "./presence.js";
import { type ClassNode, type Field, instanceType, membersOf, ownerOfThis, typeOfField } from "./stores.js";
import { annotationAnswer, typeAnswer } from "./types.js";

/** A member of a class that is a context. */
interface Member {
  /** `ctx`, `#ctx`. */
  readonly name: string;
  readonly model: ContextModel;
  readonly nullable: boolean;
  readonly type: ts.Type;
  /** Absent for accessors and for what is inherited. */
  readonly field?: Field;
  /** The accessor. */
  readonly getter?: TSESTree.MethodDefinition;
}

/** Contexts that are members of the class that `this` is, where this code can see it: its own, then inherited ones. */
export function membersAt(facts: Facts, node: TSESTree.Node, { wanted, over = false }: Asked): readonly Available[] {
  const holder = ownerOfThis(node);
  if (holder === undefined || holder.isStatic) return [];
  const members = contextMembers(facts, holder.owner).filter(({ model }) => wanted === undefined || model === wanted);
  return members.flatMap((member): Available[] => {
    const { field, model, name, type } = member;
    // What a getter gives may not be there before the constructor is through.
    if (isIn(member.getter, node) || (member.getter !== undefined && constructorAround(node) !== undefined)) return [];
    if (field !== undefined && !isSet(field, node)) return [];
    if (field?.writes.some(({ value }) => isDetachedValue(facts, value)) === true) return [];
    const origin = { root: holder.owner.body, path: [name] };
    const isOver = overAt(facts, node, origin) === "over";
    const presence = member.nullable || isOver ? presenceAt(facts, node, origin) : "something";
    if ((isOver && !over) || presence === "nothing") return [];
    const writes = field?.writes.filter(({ isInto }) => isInto !== true) ?? [];
    const isRoot = writes.length > 0 && writes.every(({ path, value }) => path.length === 0 && rootAt(facts, value) !== undefined);
    return [{ model, text: `this.${name}`, nullable: member.nullable && presence !== "something", source: "field", path: "", isRoot, isOver, rank: RANK.member, type }];
  });
}

const memos = fileMemo(() => new Map<ClassNode, readonly Member[]>());

function contextMembers(facts: Facts, owner: ClassNode): readonly Member[] {
  const memo = memos(facts);
  let members = memo.get(owner);
  if (members === undefined) {
    const own = [...membersOf(facts, owner).flatMap((field) => ofField(facts, field)), ...owner.body.body.flatMap((element) => ofAccessor(facts, element))];
    memo.set(owner, (members = [...own, ...inherited(facts, owner)]));
  }
  return members;
}

const NAME = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

function ofField(facts: Facts, field: Field): readonly Member[] {
  const { annotation, declaration, head, isStatic, name, writes } = field;
  if (isStatic || !NAME.test(name) || (annotation === undefined && writes[0]?.target === undefined && writes[0] !== undefined && isPlainValue(writes[0].value))) return [];
  if (annotation !== undefined && annotationAnswer(facts, annotation) === "no") return [];
  const type = typeOfField(facts, field);
  const answer = typeAnswer(facts, type);
  const isOptional = ("optional" in declaration && declaration.optional === true) || ("optional" in head && head.optional === true);
  return isYes(answer) ? [{ name, model: answer.model, nullable: answer.nullable || isOptional, type, field }] : [];
}

function ofAccessor(facts: Facts, element: TSESTree.ClassElement): readonly Member[] {
  if (element.type !== N.MethodDefinition || element.kind !== "get" || element.static || element.computed) return [];
  const annotation = element.value.returnType?.typeAnnotation;
  if (annotation !== undefined && annotationAnswer(facts, annotation) === "no") return [];
  const name = element.key.type === N.PrivateIdentifier ? `#${element.key.name}` : element.key.type === N.Identifier ? element.key.name : "";
  const type = facts.services.getTypeAtLocation(element.key);
  const answer = typeAnswer(facts, type);
  return isYes(answer) && NAME.test(name) ? [{ name, model: answer.model, nullable: answer.nullable, type, getter: element }] : [];
}

/** A class with more members than this is no author's own base. */
const MOST_MEMBERS = 120;

function inherited(facts: Facts, owner: ClassNode): readonly Member[] {
  if (owner.superClass === null) return [];
  const { checker, services } = facts;
  const properties = checker.getPropertiesOfType(instanceType(facts, owner));
  const declaration = services.esTreeNodeToTSNodeMap.get(owner);
  if (properties.length > MOST_MEMBERS) return [];
  return properties.flatMap((property): Member[] => {
    const [first] = property.declarations ?? [];
    if (property.flags & ts.SymbolFlags.Method || first === undefined || !NAME.test(property.name) || property.name.startsWith("#")) return [];
    const isOwn = property.declarations?.some((each) => each.parent === declaration || isInside(each, declaration)) === true;
    if (isOwn || ts.getCombinedModifierFlags(first) & ts.ModifierFlags.Private) return [];
    const type = checker.getTypeOfSymbol(property);
    const answer = typeAnswer(facts, type);
    return isYes(answer) ? [{ name: property.name, model: answer.model, nullable: answer.nullable || (property.flags & ts.SymbolFlags.Optional) !== 0, type }] : [];
  });
}

/**
 * Has the field its value here? Not in its own initializer or assignment, nor before that in the constructor, nor in
 * the initializers before its own.
 */
function isSet(field: Field, node: TSESTree.Node): boolean {
  const { declaration, writes } = field;
  const fn = enclosingFunction(node);
  if (writes.some(({ target, value }) => isIn(value, node) && enclosingFunction(target ?? value) === fn)) return false;
  const isParameter = declaration.type === N.TSParameterProperty;
  if (isInitializer(node)) return isParameter || (declaration.range[1] <= node.range[0] && writes.some(({ target }) => target === undefined));
  const constructor = constructorAround(node);
  if (constructor === undefined) return true;
  if (isParameter) return declaration.range[1] <= node.range[0];
  return writes.some(({ target }) => target === undefined || (isIn(constructor, target) && target.range[1] <= node.range[0] && memberName(target as TSESTree.MemberExpression) !== undefined));
}

/** Is the node in an initializer of an instance's field, not in a function there? */
function isInitializer(node: TSESTree.Node): boolean {
  let inner = node;
  for (let outer = node.parent; outer !== undefined; inner = outer, outer = outer.parent) {
    if ((outer.type === N.PropertyDefinition || outer.type === N.AccessorProperty) && outer.value === inner) return true;
    if (/Function/.test(outer.type)) return false;
  }
  return false;
}

/** The constructor whose own code the node is; what an inner function does comes later. */
function constructorAround(node: TSESTree.Node): TSESTree.FunctionExpression | undefined {
  const fn = enclosingFunction(node);
  return fn?.type === N.FunctionExpression && fn.parent.type === N.MethodDefinition && fn.parent.kind === "constructor" ? fn : undefined;
}

function isIn(outer: TSESTree.Node | undefined, node: TSESTree.Node): boolean {
  return outer !== undefined && node.range[0] >= outer.range[0] && node.range[1] <= outer.range[1];
}
