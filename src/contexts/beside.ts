import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";

import type { ContextModel } from "../models/model.js";
import type { Call } from "./accepts.js";
import type { Facts } from "./facts.js";
import { argumentGives, givenTo } from "./given.js";
import { belongsToEnclosing } from "./position/index.js";
import { isSleepName } from "./position/names.js";
import { descendants, type Origin } from "./position/reference.js";
import { argumentPlace, calleeName, chainOn, type FunctionNode, isFunction, isWithin, outwards, passedThrough, unwrap } from "./position/syntax.js";

/**
 * Is the context given beside the call: to whoever gets its result (`raceSignal(sleep(ms), signal)`), to what it is raced
 * with, or to the same call in the other branch of a test for it?
 */
export function isGivenBeside(facts: Facts, call: Call, model: ContextModel): boolean {
  const place = argumentPlace(call);
  return (place !== undefined && givenTo(facts, place.call, model) === "yes") || isRaced(facts, call, model) || isOtherBranch(facts, call, model);
}

/** `Promise.race([queue.next(), aborted(signal)])`, `Promise.race([queue.next(), sleep(ms, signal)])`: whoever waits waits no longer than the context lasts. */
function isRaced(facts: Facts, call: Call, model: ContextModel): boolean {
  return [...racesOf(facts, call), ...racesAround(facts, call)].some(({ others }) => others.some((other) => speaksOfEnd(facts, other) || isSleepWith(facts, other, model)));
}

function isSleepWith(facts: Facts, node: TSESTree.Node, model: ContextModel): boolean {
  return node.type === N.CallExpression && isSleepName(calleeName(node) ?? "") && givenTo(facts, node, model) === "yes";
}

/** `Promise.race([(async () => { await call(); })(), aborted(signal)])`: not what is waited for before the race begins. */
function racesAround(facts: Facts, call: Call): readonly Race[] {
  const crossed: FunctionNode[] = [];
  let isWaitedFor = false;
  for (const { inner, outer } of outwards(call)) {
    if (isFunction(inner)) crossed.push(inner);
    isWaitedFor = !isFunction(inner) && (isWaitedFor || outer.type === N.AwaitExpression);
    const race = isWaitedFor ? undefined : raceWith(inner);
    // Only where there is a race are the functions in between asked whether they run in it.
    if (race !== undefined) return crossed.every((fn) => belongsToEnclosing(facts, fn) === "yes") ? [race, ...racesAround(facts, race.race)] : [];
  }
  return [];
}

/** `const late = sleep(ms, { signal: own.signal });`, raced, and `own.abort();` in the `finally`: a time limit that ends with the race. */
export function isLimitOfRace(facts: Facts, call: Call, root: Origin["root"]): boolean {
  if (!isSleepName(calleeName(call) ?? "") || !("references" in root)) return false;
  return racesOf(facts, call).some(({ race }) =>
    [...outwards(race)].some(({ inner, outer }) => {
      const end = outer.type === N.TryStatement && outer.block === inner ? outer.finalizer : null;
      return end !== null && root.references.some(({ identifier }) => isWithin(identifier, end));
    }),
  );
}

interface Race {
  readonly race: TSESTree.CallExpression;
  /** What runs beside it. */
  readonly others: readonly TSESTree.Node[];
}

/** The races that the result of a call is in, itself or by its variable. */
function racesOf(facts: Facts, call: Call): readonly Race[] {
  let node: TSESTree.Node = call;
  for (let next: TSESTree.Node | undefined = node; next !== undefined; next = chainOn(node) ?? passedThrough(node)) node = next;
  const declarator = node.parent?.type === N.VariableDeclarator && node.parent.init === node ? node.parent : undefined;
  const uses = declarator === undefined ? [] : (facts.sourceCode.getDeclaredVariables?.(declarator) ?? []).flatMap(({ references }) => references.map(({ identifier }) => identifier));
  return [node, ...uses].map(raceWith).filter((race) => race !== undefined);
}

/** The race that an expression is one of the parts of. */
function raceWith(part: TSESTree.Node): Race | undefined {
  const list = part.parent;
  const race = list?.type === N.ArrayExpression ? argumentPlace(list)?.call : undefined;
  if (list?.type !== N.ArrayExpression || race?.type !== N.CallExpression || calleeName(race) !== "race") return undefined;
  return { race, others: list.elements.filter((other) => other !== null && other !== part) as TSESTree.Node[] };
}

const END = /abort|cancel/i;

/** Does it say that it ends when somebody cancels, itself or where it is made? */
function speaksOfEnd(facts: Facts, node: TSESTree.Node): boolean {
  if (END.test(facts.sourceCode.getText(node))) return true;
  const name = unwrap(node);
  const definition = name.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(name), name.name)?.defs[0]?.node : undefined;
  return definition?.type === N.VariableDeclarator && definition.init !== null && END.test(facts.sourceCode.getText(definition.init));
}

/** `options ? load(id, options) : load(id)`, where `options` has the context. */
function isOtherBranch(facts: Facts, call: Call, model: ContextModel): boolean {
  const callee = facts.sourceCode.getText(call.callee);
  const isAlike = (other: TSESTree.Node): boolean => (other.type === N.CallExpression || other.type === N.NewExpression) && facts.sourceCode.getText(other.callee) === callee && givenTo(facts, other, model) === "yes";
  for (const { inner, outer } of outwards(call)) {
    if (isFunction(outer)) return false;
    if (outer.type !== N.ConditionalExpression && outer.type !== N.IfStatement) continue;
    const other = outer.consequent === inner ? outer.alternate : outer.alternate === inner ? outer.consequent : null;
    if (other !== null && asksForContext(facts, outer.test, model) && [...descendants(facts, other)].some(isAlike)) return true;
  }
  return false;
}

/** `!options`, `options?.signal !== undefined`, `Object.keys(options).length === 0`. */
function asksForContext(facts: Facts, test: TSESTree.Expression, model: ContextModel): boolean {
  return [...descendants(facts, test)].some((node) => (node.type === N.Identifier || node.type === N.MemberExpression) && argumentGives(facts, node, model) === "yes");
}
