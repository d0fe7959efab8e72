import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { typeMatchesSomeSpecifier, type TypeOrValueSpecifier } from "@typescript-eslint/type-utils";
import ts from "typescript";

import { eventSources, independents } from "../models/lifetimes.js";
import type { ContextModel } from "../models/model.js";
import { type Call, calleeNode, shapesAt } from "./accepts.js";
import { isYes } from "./answer.js";
import { isDoneAtOnce } from "./at-once.js";
import { isGivenBeside } from "./beside.js";
import { deriveAt, resultShape, rootAt } from "./calls.js";
import { isRemovingCommand, isUndoingCommand } from "./commands.js";
import { declaredAt } from "./declared-at.js";
import { isSettledByCallee } from "./detached.js";
import { isEndedByOwner } from "./ended-by-owner.js";
import { type Facts, fileMemo } from "./facts.js";
import { argumentGives, givenTo, unchangedValue } from "./given.js";
import { isSharedResult } from "./kept-result.js";
import { isEndedByListener, isEnderGivenAway } from "./links.js";
import { isOrExtends, lineageOf, typeMatches } from "./matching.js";
import { asksForEnd, isBackgroundName, isCleanupName, isListeningName, wordsOf } from "./position/names.js";
import { descendants, functionAt } from "./position/reference.js";
import { argumentPlace, awaited, calleeName, chainOn, enclosingFunction, type FunctionNode, isFunction, isWithin, memberName, outwards, passedThrough, placeOfCall, receiverOf, unwrap, wrapped } from "./position/syntax.js";
import { isThenable } from "./position/thenable.js";
import { remembered } from "./remembering.js";
import { originOf, symbolOf } from "./symbols.js";
import { typeAnswer } from "./types.js";
import { isWrite } from "./writes.js";

/**
 * Is a call that takes a context right to get none: it registers a listener, works on the context itself, makes one,
 * ends something, keeps its result for others, or has the context in another way?
 */
export function isExempt(facts: Facts, call: Call, model: ContextModel, owner: FunctionNode | undefined): boolean {
  return (
    isCleanupName(calleeName(call) ?? "") ||
    asksForEnd(calleeName(call) ?? "") ||
    isIteration(call) ||
    isPromiseItself(facts, call) ||
    isOnContext(facts, call, model) ||
    isRegistration(facts, call) ||
    isAttachedLater(call, model) ||
    isMadeWithIt(facts, call, model) ||
    makesClient(facts, call) ||
    isAmbient(facts, call, model) ||
    isMeasured(facts, call) ||
    isSharedResult(facts, call, owner) ||
    isUndoing(facts, call) ||
    isRemovingCommand(facts, call) ||
    outlives(facts, call) ||
    isEndedOnAbort(facts, call, model) ||
    isEndedByOthers(facts, call) ||
    seesContext(facts, call, model) ||
    makesContext(facts, call, model) ||
    isGivenBeside(facts, call, model) ||
    isGivenRequest(facts, call) ||
    isRequestForHandler(facts, call) ||
    isDeliberateWrite(facts, call, model) ||
    isSettled(facts, call) ||
    isDoneAtOnce(facts, call, model)
  );
}

/** `iterator.next()`, `reader.return()`: the protocol of iterators has no place for a context. */
function isIteration(call: Call): boolean {
  return call.type === N.CallExpression && receiverOf(call) !== undefined && /^(?:next|return|throw)$/.test(calleeName(call) ?? "");
}

/** A promise's own methods, and the constructor of a class of promises. */
function isPromiseItself(facts: Facts, call: Call): boolean {
  if (call.type === N.CallExpression) return receiverOf(call) !== undefined && /^(?:catch|finally|then)$/.test(calleeName(call) ?? "");
  return isFunction(call.arguments[0]) && facts.checker.getPropertyOfType(facts.services.getTypeAtLocation(call), "then") !== undefined;
}

/** `ctx.derive()`, `signal.addEventListener(…)`. */
function isOnContext(facts: Facts, call: Call, model: ContextModel): boolean {
  const receiver = call.type === N.CallExpression ? receiverOf(call) : undefined;
  if (receiver === undefined || receiver.type === N.ThisExpression) return false;
  const type = facts.checker.getNonNullableType(facts.services.getTypeAtLocation(receiver));
  const answer = typeAnswer(facts, type);
  if (isYes(answer)) return answer.model === model;
  return model.handles?.some((handle) => handle.type.some((place) => isOrExtends(facts, type, place))) === true;
}

/**
 * A listener registered on an `EventTarget` or `EventEmitter`, by the method that these declare; on another emitter by a
 * method that gets a function and is named for keeping it: its result is how the listener is taken away. A stream's
 * `finished(stream, callback)` is one, too.
 */
function isRegistration(facts: Facts, call: Call): boolean {
  const receiver = call.type === N.CallExpression ? receiverOf(call) : undefined;
  const name = calleeName(call);
  if (name === "finished" && isFunction(call.arguments.at(-1))) return true;
  if (receiver === undefined || name === undefined) return false;
  if (isListeningName(name) && awaited(call) === undefined && call.arguments.some((argument) => isFunctionValue(facts, argument))) return true;
  const type = facts.checker.getNonNullableType(facts.services.getTypeAtLocation(receiver));
  return sourcesOf(facts, type).some((source) => facts.checker.getPropertyOfType(source, name) !== undefined);
}

/** The emitters and targets that the type is or extends. */
function sourcesOf(facts: Facts, type: ts.Type): readonly ts.Type[] {
  return lineageOf(facts, type).filter((base) => eventSources.some((source) => typeMatches(facts, base, source)));
}

function isFunctionValue(facts: Facts, argument: TSESTree.CallExpressionArgument): boolean {
  if (isFunction(argument)) return true;
  const isName = argument.type === N.Identifier || argument.type === N.MemberExpression;
  return isName && facts.services.getTypeAtLocation(argument).getCallSignatures().length > 0;
}

/** `query.select("*").abortSignal(signal)`. */
function isAttachedLater(call: Call, { attachedBy = [] }: ContextModel): boolean {
  const methods = new Set(attachedBy.map(({ method }) => method));
  let node: TSESTree.Node = wrapped(call);
  for (;;) {
    const member = node.parent;
    if (member?.type !== N.MemberExpression || member.object !== node) return false;
    const next = placeOfCall(member);
    if (next === undefined) return false;
    if (methods.has(memberName(member) ?? "")) return true;
    node = wrapped(next);
  }
}

/**
 * `run({ signal })("build")`, `api.extend({ signal }).get(url)`: what was made with a signal has it for what it does. What is
 * called again at once, `run({ env })("build")`, is asked for it there.
 */
function isMadeWithIt(facts: Facts, call: Call, model: ContextModel): boolean {
  const makers = new Set(makersOf(facts, call));
  for (const maker of makers) {
    // Where each function takes one, who made it under a context has not kept it.
    if (model.parameter.place === "any" && givenTo(facts, maker, model) === "yes") return true;
    if (maker === unwrap(call.callee) && shapesAt(facts, maker).some(({ slots }) => slots.some((slot) => slot.model === model))) return true;
    for (const earlier of makersOf(facts, maker)) makers.add(earlier);
  }
  return false;
}

/** `google.drive({ auth })` makes a `Drive`, `createModel(options)` a model: what a client is made with is for all that it ever sends. */
function makesClient(facts: Facts, call: Call): boolean {
  const name = calleeName(call) ?? "";
  if (call.type !== N.CallExpression || awaited(call) !== undefined) return false;
  const type = facts.services.getTypeAtLocation(call);
  if (/^(?:build|create|get|make)(?:[A-Z]\w*)?(?:Client|Gateway|Model|Provider)$/.test(name) && isThenable(facts, call) === "no") return true;
  return type.isClass() && type.symbol.name.toLowerCase() === name.toLowerCase();
}

/** The calls that make what is called, or what it is called on: there, or where a variable got it before. What was waited for is made by then. */
function makersOf(facts: Facts, call: Call): readonly Call[] {
  let called = unwrap(call.callee);
  while (called.type === N.MemberExpression) called = unwrap(called.object);
  const variable = called.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(called), called.name) : null;
  const given = variable === null ? [] : remembered(values(facts), variable, () => variable.references.flatMap(({ writeExpr }) => writeExpr ?? []));
  return [called, ...given.filter(({ range }) => range[1] <= call.range[0])].map(unwrap).filter((made) => made.type === N.CallExpression || made.type === N.NewExpression);
}

/** All that a variable is given. */
const values = fileMemo(() => new WeakMap<TSESLint.Scope.Variable, readonly TSESTree.Node[]>());

/** `fetch(new Request(url))`, `fetch(request)` of one that was made here: that is where its signal is asked for. */
function isGivenRequest(facts: Facts, call: Call): boolean {
  if (call.type === N.NewExpression) return false;
  const made = call.arguments.map((argument) => (argument.type === N.Identifier ? unchangedValue(facts, argument) : argument));
  return made.some((value) => value?.type === N.NewExpression && calleeName(value) === "Request" && facts.checker.getPropertyOfType(facts.services.getTypeAtLocation(value), "signal") !== undefined);
}

/** `POST(new Request(url, init))`, `await new Request(url, init).text()`: not sent anywhere, and what handles or reads it may never look at its signal. */
function isRequestForHandler(facts: Facts, call: Call): boolean {
  if (call.type !== N.NewExpression || calleeName(call) !== "Request") return false;
  const { parent } = wrapped(call);
  const variables = parent?.type === N.VariableDeclarator ? (facts.sourceCode.getDeclaredVariables?.(parent) ?? []) : [];
  const uses = parent?.type === N.VariableDeclarator ? variables.flatMap(({ references }) => references.filter(({ init }) => init !== true).map(({ identifier }) => identifier)) : [call];
  const others = uses.filter((use) => wrapped(use).parent?.type !== N.MemberExpression);
  const getters = others.flatMap((use) => argumentPlace(use)?.call ?? []);
  return uses.length > 0 && getters.length === others.length && getters.every((each) => each.type === N.CallExpression && receiverOf(each) === undefined && !/fetch|request|send/i.test(calleeName(each) ?? ""));
}

/** Where a library has an ambient context, calls that start something take it, and so do all in its callbacks. */
function isAmbient(facts: Facts, call: Call, { ambient, handles = [] }: ContextModel): boolean {
  if (ambient === undefined) return false;
  const name = calleeName(call) ?? "";
  if (handles.some(({ startedBy = [] }) => startedBy.includes(name))) return true;
  for (const { inner } of outwards(call)) {
    const place = isFunction(inner) ? argumentPlace(inner) : undefined;
    if (place?.call.type !== N.CallExpression) continue;
    const { call: outer } = place;
    const receiver = receiverOf(outer);
    const runs = ambient.some(({ method, on, expression }) => {
      if (expression === true || calleeName(outer) !== method || receiver === undefined) return false;
      return on === undefined || on.some((type) => isOrExtends(facts, facts.services.getTypeAtLocation(receiver), type));
    });
    if (runs) return true;
  }
  return false;
}

/** A span around a callback: the work is the callback's, which is asked about its own. */
function isMeasured(facts: Facts, call: Call): boolean {
  const name = calleeName(call) ?? "";
  return call.arguments.some(isFunction) && facts.models.some(({ handles = [] }) => handles.some(({ startedBy = [] }) => startedBy.includes(name)));
}

/**
 * Does the call undo what failed: nobody wants its result, and then the branch of a test throws, or the handler ends? Or
 * does the command say so: `run(`docker stop ${name}`)`?
 */
function isUndoing(facts: Facts, call: Call): boolean {
  let node: TSESTree.Node = awaited(call) ?? call;
  for (let next = chainOn(call); next !== undefined; next = chainOn(next)) node = awaited(next) ?? next;
  const statement = wrapped(node).parent;
  if (statement?.type !== N.ExpressionStatement) return false;
  if (isUndoingCommand(facts, call)) return true;
  const block = statement.parent;
  const last = block.type === N.BlockStatement ? block.body.at(-1) : undefined;
  if (block.parent?.type === N.IfStatement) return last?.type === N.ThrowStatement;
  return block.parent?.type === N.CatchClause && last?.type === N.ReturnStatement;
}

/** What has a life of its own: it says so, `detached: true`, `child.unref()`, a socket that listeners are told of, or a process that nobody keeps. */
function outlives(facts: Facts, call: Call): boolean {
  const says = call.arguments.some((argument) => argument.type === N.ObjectExpression && argument.properties.some((property) => property.type === N.Property && ASTUtils.getPropertyName(property) === "detached" && property.value.type === N.Literal && property.value.value === true));
  return says || isBackgroundName(calleeName(call) ?? "") || isInBackgroundBranch(call) || isUpgrade(call) || isSource(facts, call) || isLetGo(facts, call) || resultVariables(facts, call).some(({ references }) => references.some(({ identifier }) => identifier.parent.type === N.MemberExpression && memberName(identifier.parent) === "unref"));
}

/** `if (options.runInBackground) { … }`: nobody waits for the work there. */
function isInBackgroundBranch(call: Call): boolean {
  return [...outwards(call)].some(({ inner, outer }) => {
    const test = outer.type === N.IfStatement && outer.consequent === inner ? unwrap(outer.test) : undefined;
    const name = test?.type === N.Identifier ? test.name : test?.type === N.MemberExpression ? memberName(test) : undefined;
    return name !== undefined && /^(?:(?:is|run|runs|start) )?(?:in )?(?:background|detached)$/.test(wordsOf(name).join(" "));
  });
}

/** `new WebSocket(url, options)`: a context in its options is about its whole life. */
function isSource(facts: Facts, call: Call): boolean {
  return call.type === N.NewExpression && sourcesOf(facts, facts.services.getTypeAtLocation(call)).length > 0;
}

/** `fetch(url, { headers: { Upgrade: "websocket" } })`: so is what the request opens. */
function isUpgrade(call: Call): boolean {
  const propertiesOf = (node: TSESTree.Node): readonly TSESTree.ObjectLiteralElement[] => (node.type === N.ObjectExpression ? node.properties : []);
  return call.arguments.flatMap(propertiesOf).some((option) => option.type === N.Property && propertiesOf(option.value).some((header) => header.type === N.Property && /^upgrade$/i.test(ASTUtils.getPropertyName(header) ?? "")));
}

/** `exec(`open ${url}`);`: nobody keeps the process, and nobody is told of its end. */
function isLetGo(facts: Facts, call: Call): boolean {
  if (wrapped(call).parent?.type !== N.ExpressionStatement || call.arguments.some((argument) => isFunctionValue(facts, argument))) return false;
  return isProcess(facts, call);
}

function isProcess(facts: Facts, call: Call): boolean {
  const type = facts.services.getTypeAtLocation(call);
  return independents.some((each) => isOrExtends(facts, type, each));
}

/** The variable of what the call gives, or of what is made of that: `const child = keep(spawn(…))`. */
function resultVariables(facts: Facts, call: Call): readonly TSESLint.Scope.Variable[] {
  let node: TSESTree.Node = call;
  for (let next: TSESTree.Node | undefined = node; next !== undefined; next = passedThrough(node) ?? awaited(node) ?? argumentPlace(node)?.call) node = next;
  const { parent } = node;
  if (parent?.type === N.VariableDeclarator && parent.init === node) return facts.sourceCode.getDeclaredVariables?.(parent) ?? [];
  if (parent?.type !== N.AssignmentExpression || parent.right !== node || parent.left.type !== N.Identifier) return [];
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(call), parent.left);
  return variable === null ? [] : [variable];
}

/**
 * What the call gives, what it is given or what it is made on is ended by a listener of its own: `signal.addEventListener("abort",
 * () => child.kill())`; or what it gives goes, before it is waited for, to a function that gets the context too.
 */
function isEndedOnAbort(facts: Facts, call: Call, model: ContextModel): boolean {
  const fn = enclosingFunction(call);
  const receiver = call.type === N.CallExpression ? receiverOf(call) : undefined;
  const given = resultVariables(facts, call);
  // `const terminator = terminatorOf(child);`
  const results = [...given, ...given.flatMap(({ references }) => references.flatMap(({ identifier }) => argumentPlace(identifier)?.call ?? [])).flatMap((maker) => resultVariables(facts, maker))];
  if ([...results, ...call.arguments.flatMap((argument) => variableOf(facts, argument))].some((variable) => isEndedByListener(facts, variable, model))) return true;
  if (fn !== undefined && receiver !== undefined && variableOf(facts, receiver).some((variable) => isEndedByListener(facts, variable, model, (use) => isWithin(use, fn) && (isEnderGivenAway(use) || !isWithin(call, enclosingFunction(use) ?? fn))))) return true;
  if (awaited(call) !== undefined) return false;
  return results.some(({ references }) => references.some(({ identifier }) => isHandedWithContext(facts, identifier, model))) || isEndedByOwner(facts, given, call, model);
}

function variableOf(facts: Facts, node: TSESTree.Node): readonly TSESLint.Scope.Variable[] {
  const variable = node.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name) : null;
  return variable === null ? [] : [variable];
}

/** A process that is killed where something fails, or is given back as a part, or with what kills it: whoever gets it ends it. */
function isEndedByOthers(facts: Facts, call: Call): boolean {
  const isEnded = resultVariables(facts, call).some(({ references }) => references.some(({ identifier }) => {
    const { parent } = identifier;
    if (parent.type === N.Property) return isGivenBack(parent);
    if ([...outwards(identifier)].some(({ outer }) => outer.type === N.Property && isFunction(outer.value) && isCleanupName(ASTUtils.getPropertyName(outer) ?? "") && isGivenBack(outer))) return true;
    const kill = parent.type === N.MemberExpression && isCleanupName(memberName(parent) ?? "") ? placeOfCall(parent) : undefined;
    return kill !== undefined && [...outwards(kill)].some(({ inner, outer }) => outer.type === N.CatchClause || (outer.type === N.TryStatement && outer.finalizer === inner));
  }));
  return isEnded && isProcess(facts, call);
}

/** `return { child };`, `return Promise.resolve({ child });` */
function isGivenBack({ parent }: TSESTree.Property): boolean {
  const place = argumentPlace(parent);
  const given = place !== undefined && calleeName(place.call) === "resolve" ? place.call : parent;
  return given.parent.type === N.ReturnStatement;
}

/** `killOnAbort(child, signal)`, for `child`. */
function isHandedWithContext(facts: Facts, use: TSESTree.Node, model: ContextModel): boolean {
  const place = argumentPlace(use);
  return place !== undefined && place.call.arguments.some((argument, index) => index !== place.index && argumentGives(facts, argument, model) === "yes");
}

/** A function of the same scope that leaves its parameter for the context out, and sees the context itself: `const next = (other?: Request) => handle(other ?? request);`. */
function seesContext(facts: Facts, call: Call, model: ContextModel): boolean {
  const node = call.callee.type === N.Identifier ? functionAt(facts, call.callee) : undefined;
  if (node === undefined) return false;
  const scope = facts.sourceCode.scopeManager?.acquire(node);
  return scope?.through.some(({ identifier, resolved }) => resolved?.scope.variableScope.type === "function" && argumentGives(facts, identifier as TSESTree.Identifier, model) === "yes") === true;
}

/** What makes a context may make one of its own; that it is linked is another question. */
function makesContext(facts: Facts, call: Call, model: ContextModel): boolean {
  return rootAt(facts, call) !== undefined || deriveAt(facts, call)?.model === model || resultShape(facts, facts.services.getTypeAtLocation(call)) !== undefined;
}

/** Queries follow the client, writes run to completion: a write, where the same function gives the context to a query of the same object. */
function isDeliberateWrite(facts: Facts, call: Call, model: ContextModel): boolean {
  const receiver = call.type === N.CallExpression ? receiverOf(call) : undefined;
  const fn = enclosingFunction(call);
  if (receiver === undefined || fn === undefined || !isWrite(call)) return false;
  const text = facts.sourceCode.getText(receiver);
  return [...descendants(facts, fn.body)].some((other) => {
    if (other.type !== N.CallExpression || other === call || isWrite(other)) return false;
    const object = receiverOf(other);
    return object !== undefined && facts.sourceCode.getText(object) === text && givenTo(facts, other, model) === "yes";
  });
}

function isSettled(facts: Facts, call: Call): boolean {
  const symbol = symbolOf(facts, calleeNode(call));
  return symbol !== undefined && isSettledByCallee(facts, symbol);
}

/** Does an option name what is called: the function, the class it is a method of, or the type of what it is called on? */
export function isIgnored(facts: Facts, call: Call, specifiers: readonly TypeOrValueSpecifier[]): boolean {
  if (specifiers.length === 0) return false;
  const symbol = facts.services.getSymbolAtLocation(calleeNode(call));
  const origin = symbol && originOf(facts, symbol);
  if (origin !== undefined && specifiers.some((specifier) => namesValue(facts, origin, specifier))) return true;
  const owner = call.type === N.NewExpression ? call : receiverOf(call);
  const type = owner && facts.checker.getNonNullableType(facts.services.getTypeAtLocation(owner));
  return type !== undefined && lineageOf(facts, type).some((base) => typeMatchesSomeSpecifier(base, [...specifiers], facts.program));
}

function namesValue(facts: Facts, symbol: ts.Symbol, specifier: TypeOrValueSpecifier): boolean {
  if (typeof specifier === "string") return specifier === symbol.name;
  return [specifier.name].flat().includes(symbol.name) && declaredAt(facts, symbol, specifier);
}

/** What a call is made on, without casts and in one line: for messages. */
export function calleeText(facts: Facts, call: Call): string {
  const callee = unwrap(call.callee);
  const text = facts.sourceCode.getText(callee).replaceAll(/\s*\n\s*/g, "");
  return text.length <= LONGEST_CALLEE && facts.sourceCode.getCommentsInside(callee).length === 0 ? text : shortened(callee);
}

/** In a message, more characters than this hide what it says. */
const LONGEST_CALLEE = 80;

/** `createGateway(…).model` */
function shortened(callee: TSESTree.Node): string {
  const node = unwrap(callee);
  switch (node.type) {
    case N.Identifier:
    case N.PrivateIdentifier:
      return node.name;
    case N.ThisExpression:
      return "this";
    case N.MemberExpression:
      return node.computed ? `${shortened(node.object)}[…]` : `${shortened(node.object)}.${shortened(node.property)}`;
    case N.CallExpression:
    case N.NewExpression:
      return `${node.type === N.NewExpression ? "new " : ""}${shortened(node.callee)}(${node.arguments.length > 0 ? "…" : ""})`;
    default:
      return "(…)";
  }
}
