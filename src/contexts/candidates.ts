import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import type { ContextModel } from "../models/model.js";
import type { Call } from "./accepts.js";
import { type Available, availableAt } from "./available.js";
import { isForDeliveries, isTestFile } from "./entry.js";
import type { Facts } from "./facts.js";
import { givenTo } from "./given.js";
import { isMadeHere } from "./links.js";
import { endsLoopAround } from "./loop-end.js";
import { classOfThis, contextNear, mayLead } from "./near.js";
import { isOwnField } from "./own-lifetime.js";
import { isNeverEnded } from "./offered.js";
import { functionName } from "./position/function-name.js";
import { originOfReference, type Origin } from "./position/reference.js";
import { calleeName, enclosingFunction, type FunctionNode, isWithin, memberName, receiverOf, unwrap } from "./position/syntax.js";
import { placesOf } from "./position/uses.js";
import type { Slot } from "./slots.js";
import { membersOf } from "./stores.js";
import { isTestCallback } from "./test-callback.js";

/** What could be passed at a call: the nearest contexts, more than one where they are equally near. */
export type Candidates = readonly [Available, ...Available[]];

/** What is to be filled: a context of a model, and of a type where that is known. */
type Wanted = Pick<Slot, "model"> & Partial<Pick<Slot, "type">>;

/**
 * The nearest available contexts that fit a slot. A context that was made here for other work (a controller of its own, a
 * time limit) is none but for a wait in a loop that it ends, nor is an object that merely has one (a `Request` made here).
 */
export function candidatesFor(facts: Facts, call: Call, slot: Wanted, unlike?: Origin["root"]): Candidates | undefined {
  const near: Available[] = [];
  const made = new Set<Available["owner"]>();
  for (const available of availableAt(facts, call, { wanted: slot.model, near: contextNear(facts, call) })) {
    const [nearest] = near;
    if (nearest !== undefined && !isEquallyNear(available, nearest)) break;
    // A callback that makes a context of its own does not want what it is offered.
    if (available.variable !== undefined && available.source !== "parameter" && isMadeHere(facts, available.variable)) made.add(available.owner);
    if (available.source === "not-taken" && made.has(available.owner)) continue;
    if (isForOthersToo(facts, call, available)) continue;
    if (isUsable(facts, call, available, unlike) && fits(facts, available, slot)) near.push(available);
  }
  const [first, ...others] = near;
  return first && [first, ...others];
}

function fits({ checker }: Facts, { type }: Available, slot: Wanted): boolean {
  return slot.type === undefined || checker.isTypeAssignableTo(checker.getNonNullableType(type), slot.type);
}

/** Is the call in a function that is also used where somebody nearer has a context of their own: `(cursor, signal) => page(cursor, deferred())`? */
function isForOthersToo(facts: Facts, call: Call, { owner, source, variable }: Available): boolean {
  if (owner === undefined || variable === undefined || source === "not-taken") return false;
  for (let fn = enclosingFunction(call); fn !== undefined && fn !== owner; fn = enclosingFunction(fn)) {
    if (placesOf(facts, fn).some((place) => place !== fn && takesOwn(facts, place, owner))) return true;
  }
  return false;
}

/** Does a function around the place, within the owner's, take a context? */
function takesOwn(facts: Facts, place: TSESTree.Node, owner: FunctionNode): boolean {
  for (let fn = enclosingFunction(place); fn !== undefined && fn !== owner && isWithin(fn, owner); fn = enclosingFunction(fn)) {
    if ((facts.sourceCode.getDeclaredVariables?.(fn) ?? []).some((variable) => variable.defs[0]?.type === "Parameter" && mayLead(facts, variable))) return true;
  }
  return false;
}

/** Parameters side by side; of locals the latest is nearest. */
function isEquallyNear(one: Available, { rank, owner, source }: Available): boolean {
  return one.rank === rank && one.owner === owner && one.source === source && source === "parameter";
}

function isUsable(facts: Facts, call: Call, available: Available, unlike: Origin["root"] | undefined): boolean {
  const { model, nullable, owner, path, source, text, variable } = available;
  // Tests drop contexts all day, and end none but those that they want to see ended: only the test's own is asked for where it is named.
  if (isTestFile(facts) && !(source === "parameter" && owner !== undefined && isTestCallback(facts, owner))) return false;
  if (source === "field") return call.type === N.CallExpression && (!isOwnMember(facts, call, text) || endsLoopAround(facts, call, available));
  if (variable === undefined) return true;
  if (source === "parameter") return !isRefused(variable, path) && !(path !== "" && isRequestName(variable.name) && isForDeliveries(facts)) && (owner === undefined || !(isComponent(facts, owner) || isNeverEnded(facts, owner)));
  if (originOfReference(facts, { variable })?.root === unlike) return false;
  if (isMadeHere(facts, variable)) return endsLoopAround(facts, call, available);
  const definition = variable.defs[0]?.node;
  if (definition?.type !== N.VariableDeclarator || definition.init === null) return true;
  const value = unwrap(definition.init);
  // Written out here, it is nobody else's: `const token = { isCancellationRequested: false, … }`.
  if (value.type === N.ObjectExpression && definition.id.type === N.Identifier) return false;
  if (path === "") return value.type !== N.MemberExpression || !isOfRef(value);
  return !isOfOthers(value) && !(nullable && isMadeWithout(facts, value, model)) && (definition.id.type !== N.Identifier || value.type !== N.NewExpression);
}

/** What a component is shown with belongs to other work: what its handlers do ends with nobody else's. */
function isComponent({ filename }: Facts, owner: FunctionNode): boolean {
  return /\.[jt]sx$/.test(filename) && /^[A-Z]\w*[a-z]/.test(functionName(owner) ?? ""); // `GET` is a route's
}

/** `promptOptions("name")`: a function that gets no context gives an object that may have one, and has none. */
function isMadeWithout(facts: Facts, value: TSESTree.Node, model: ContextModel): boolean {
  const made = value.type === N.AwaitExpression ? unwrap(value.argument) : value;
  return made.type === N.CallExpression && made.callee.type === N.Identifier && givenTo(facts, made, model) === "no";
}

/** `request.signal`, `c.req.raw.signal`. */
function isRequestName(name: string): boolean {
  return /^_?(?:c|req|request)$/.test(name);
}

/** `_`, and `{ signal: _signal }` and `_options` that nobody uses, say that it is nobody's. */
function isRefused({ name, defs: [definition], references }: TSESLint.Scope.Variable, path: string): boolean {
  const { parent } = definition?.name ?? {};
  const isPart = parent?.type === N.Property && !parent.shorthand;
  return /^_+$/.test(name) || (name.startsWith("_") && (isPart || path !== "") && references.length === 0);
}

/** `jobs.get(id)`, `jobs[id]`, `useState(…)`: what is found there, with its signal, belongs to other work. */
function isOfOthers(value: TSESTree.Node): boolean {
  if (value.type === N.LogicalExpression) return isOfOthers(unwrap(value.left));
  if (value.type === N.MemberExpression) return value.computed && value.property.type !== N.Literal;
  return value.type === N.CallExpression && (/^use(?:Ref|State)$/.test(calleeName(value) ?? "") || (receiverOf(value) !== undefined && calleeName(value) === "get" && value.arguments.length > 0));
}

/** `ref.current.signal`: what a component keeps for as long as it is shown. `ref.current?.signal` is there for a time only. */
function isOfRef({ object, optional }: TSESTree.MemberExpression): boolean {
  const kept = unwrap(object);
  return kept.type === N.MemberExpression && (memberName(kept) === "current" ? !optional : isOfRef(kept));
}

/** A context that the object made for its own life is not that of the one who calls it. */
function isOwnMember(facts: Facts, call: Call, text: string): boolean {
  const owner = classOfThis(call)?.parent;
  return owner !== undefined && membersOf(facts, owner).some((field) => `this.${field.name}` === text && isOwnField(facts, field));
}
