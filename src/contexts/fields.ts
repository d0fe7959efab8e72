import type { TypeOrValueSpecifier } from "@typescript-eslint/type-utils";
import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";

import type { ContextModel, DeclaredAt } from "../models/model.js";
import { livesForOneCall } from "../program/constructions.js";
import { type Answer, type CarrierMatch, type ContextMatch, isYes } from "./answer.js";
import type { Facts } from "./facts.js";
import { implementsModel } from "./implementation.js";
import { isOnlyCounted, isOnlyListenedTo } from "./listening.js";
import { isMoreThanContext } from "./more-than-context.js";
import { isOwnField } from "./own-lifetime.js";
import { matchesSome } from "./specifiers.js";
import { enclosingFunction, outwards } from "./position/syntax.js";
import { type ClassNode, containedTypes, type Field, fieldAnswer, heldBy, inside, instanceType, mayStore, memberOf, typeOfField } from "./stores.js";
import { isDeclaredHere } from "./symbols.js";
import { carriersOf, isOrExtends, typeAnswer } from "./types.js";

export { isOwnLifetime } from "./own-lifetime.js";
export { type Field, membersOf, moduleFields } from "./stores.js";

/** What is thrown or dispatched belongs to the one operation it tells of. */
const RECORDS: readonly DeclaredAt[] = [
  { from: "lib", name: ["Error", "Event"] },
  { from: "package", package: "node", name: "Event" },
];

/** Is the class itself a context or a handle of one; or an event or error, which travels with one operation? */
export function isAboutContexts(facts: Facts, owner: ClassNode): boolean {
  const type = instanceType(facts, owner);
  if (owner.superClass !== null && RECORDS.some((place) => isOrExtends(facts, type, place))) return true;
  return facts.models.some((model) => {
    const places = [...model.contexts, ...(model.handles ?? []).flatMap((handle) => handle.type)];
    return places.some((place) => isOrExtends(facts, type, place));
  });
}

/** Does an interface of the platform or of a package say that the class has the field: `class Own implements Request { signal; }`? */
export function isDictated(facts: Facts, owner: ClassNode, field: Field): boolean {
  const designed = (name: string): readonly ts.Symbol[] => owner.implements.flatMap((heritage) => facts.checker.getPropertyOfType(facts.services.getTypeAtLocation(heritage), name) ?? []);
  return designed(field.name).some((property) => property.declarations !== undefined && !isDeclaredHere(property)) || settersOf(field).some((name) => designed(name).length > 0);
}

/** `setSignal(signal) { this.#signal = signal; }`: methods that are there to keep what they get. */
function settersOf({ writes }: Field): readonly string[] {
  return writes.flatMap(({ value }) => {
    const fn = enclosingFunction(value);
    const [parameter, ...more] = fn?.params ?? [];
    const isGiven = parameter?.type === N.Identifier && value.type === N.Identifier && parameter.name === value.name;
    return isGiven && more.length === 0 && fn?.parent.type === N.MethodDefinition && fn.parent.kind === "method" ? (ASTUtils.getPropertyName(fn.parent) ?? []) : [];
  });
}

/**
 * Does every object of the class live for one call, and only one method of it use the field: `const run = new Run(signal);
 * await run.start();`? Then it comes from the caller as a parameter would. Where a context is always first it is to be one.
 */
export function isOfOneCall(facts: Facts, owner: ClassNode, field: Field, { parameter }: ContextModel): boolean {
  if (parameter.place === "first" || field.isStatic) return false;
  const methods = new Set([...inside(facts, owner.body)].filter((node) => node.type === N.MemberExpression && memberOf(facts, node, owner)?.name === field.name).map((node) => memberAround(node)));
  return [...methods].filter((method) => method?.type !== N.MethodDefinition || method.kind !== "constructor").length === 1 && livesForOneCall(facts, facts.services.esTreeNodeToTSNodeMap.get(owner));
}

/** The member of a class that a node stands in. */
function memberAround(node: TSESTree.Node): TSESTree.Node | undefined {
  for (const { inner, outer } of outwards(node)) if (outer.type === N.ClassBody) return inner;
  return undefined;
}

/** Is the class, or one it extends or implements, among these types? */
export function isAllowedClass(facts: Facts, owner: ClassNode, allow: readonly TypeOrValueSpecifier[]): boolean {
  return allow.length > 0 && matchesSome(facts, instanceType(facts, owner), allow);
}

/** A context that is stored, and the way to it where a carrier is what is stored. */
export interface Held {
  readonly model: ContextModel;
  readonly way: string;
}

/** Does the file make the model's contexts: its implementation, or one with a class that is a maker (a context manager and its parts)? */
function makesContexts(facts: Facts, model: ContextModel): boolean {
  if (implementsModel(facts, model)) return true;
  if (model.makers === undefined) return false;
  return facts.sourceCode.ast.body.some((statement) => {
    const declared = "declaration" in statement ? statement.declaration : statement;
    return declared?.type === "ClassDeclaration" && model.makers?.some((place) => isOrExtends(facts, instanceType(facts, declared), place)) === true;
  });
}

/** What the field stores of somebody else: a context, a container of contexts, or (where asked) a carrier. */
export function heldAs(facts: Facts, field: Field, checkCarriers: boolean): Held | undefined {
  const held = typeHeldAs(facts, () => fieldAnswer(facts, field), () => typeOfField(facts, field), checkCarriers);
  if (held === undefined || makesContexts(facts, held.model) || (held.way === "" && isMoreThanContext(facts, typeOfField(facts, field)))) return undefined;
  return isOwnField(facts, field) || isOnlyListenedTo(facts, field, held.model) || isOnlyCounted(facts, field) ? undefined : held;
}

/** What a property with this annotation stores. */
export function annotationHeldAs(facts: Facts, annotation: TSESTree.TypeNode, checkCarriers: boolean): Held | undefined {
  const type = (): ts.Type => facts.services.getTypeAtLocation(annotation);
  const held = typeHeldAs(facts, () => (mayStore(annotation) ? heldBy(facts, type()) : "no"), type, checkCarriers);
  return held === undefined || makesContexts(facts, held.model) ? undefined : held;
}

function typeHeldAs(facts: Facts, answer: () => Answer<ContextMatch>, type: () => ts.Type, checkCarriers: boolean): Held | undefined {
  const direct = answer();
  if (isYes(direct)) return { model: direct.model, way: "" };
  const [carrier] = checkCarriers ? carriersIn(facts, type()) : [];
  return carrier && { model: carrier.model, way: carrier.path };
}

/** The ways to a context from a value of this type or from what it contains; a handle is its holder's own. */
function carriersIn(facts: Facts, type: ts.Type): readonly CarrierMatch[] {
  const part = facts.checker.getNonNullableType(type);
  const handles = facts.models.flatMap((model) => model.handles ?? []).flatMap((handle) => handle.type);
  if (handles.some((place) => isOrExtends(facts, part, place))) return [];
  return [part, ...containedTypes(facts, part)].flatMap((each) => carriersOf(facts, each));
}

/** May this property of an interface or object type hold a context: is its type a context itself, or among these? */
export function isAllowedType(facts: Facts, { parent }: TSESTree.TSPropertySignature, allow: readonly TypeOrValueSpecifier[]): boolean {
  const named = parent.type === "TSInterfaceBody" ? parent.parent : parent.parent.type === "TSTypeAliasDeclaration" ? parent.parent : parent;
  const type = facts.services.getTypeAtLocation(named);
  return typeAnswer(facts, type) !== "no" || matchesSome(facts, type, allow);
}
