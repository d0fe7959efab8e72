import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { isYes } from "../contexts/answer.js";
import type { Facts } from "../contexts/facts.js";
import { isBackgroundName, isCleanupName, isKeepAliveName, isListeningName, isSharingName, isTimerName } from "../contexts/position/names.js";
import { remembered } from "../contexts/remembering.js";
import { carriersOf, typeAnswer } from "../contexts/types.js";
import { type FunctionBody } from "./callees.js";
import { isConstant, nameOf, stripped, valueIn } from "./syntax.js";

/**
 * What a function of any file does itself, told by TypeScript's tree alone, which is all there is of files that are not
 * linted now. As `contexts/position` says it of the linted file, and where that would have to think longer: not its work.
 */

/** The nodes of a function's own work, in the order of the file: no cleanup, nothing that runs later or for others. */
export function* workOf(facts: Facts, fn: FunctionBody): Generator<ts.Node> {
  const queue: ts.Node[] = fn.body === undefined ? [] : [fn.body];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    yield node;
    const parts: ts.Node[] = [];
    node.forEachChild((child) => {
      if (isWork(facts, child)) parts.push(child);
    });
    queue.push(...parts.reverse());
  }
}

function isWork(facts: Facts, node: ts.Node): boolean {
  if (ts.isTypeNode(node) || ts.isClassLike(node) || ts.isVoidExpression(node)) return false;
  if (ts.isBlock(node) && ts.isTryStatement(node.parent) && node.parent.finallyBlock === node) return false;
  if (ts.isCatchClause(node)) return !endsByThrowing(node.block);
  if (!ts.isFunctionLike(node)) return true;
  return (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) && belongs(facts, node);
}

/** A handler that rethrows is cleanup. */
function endsByThrowing({ statements }: ts.Block): boolean {
  const last = statements.at(-1);
  return last !== undefined && (ts.isThrowStatement(last) || (ts.isBlock(last) && endsByThrowing(last)));
}

/** Methods of the library that call back before they return. */
const AT_ONCE = new Set(["every", "filter", "find", "findIndex", "findLast", "findLastIndex", "flatMap", "forEach", "from", "fromAsync", "map", "reduce", "reduceRight", "some", "sort", "toSorted"]);

/** Is what this callback does part of the work of the function around it? */
function belongs(facts: Facts, fn: ts.ArrowFunction | ts.FunctionExpression): boolean {
  const outermost = wrapped(fn);
  const { parent: call } = outermost;
  if (ts.isNewExpression(call)) return nameOf(call.expression)?.text === "Promise" && call.arguments?.[0] === outermost;
  if (!ts.isCallExpression(call)) return false;
  if (call.expression === outermost) return fn.asteriskToken === undefined && !isSharedResult(call, ts.findAncestor(call, isBody));
  const name = nameOf(call.expression)?.text ?? "";
  if (AT_ONCE.has(name)) return name !== "forEach" || !isAsync(fn);
  if (name === "then") return call.arguments[0] === outermost;
  if (isBranchOfMatch(call)) return isSettled(chainOf(call));
  if (/^(?:catch|finally)$/.test(name) || isTimerName(name) || isKeptAlive(call) || isListeningName(name) || namesIn(call.expression).some(isSharingName)) return false;
  return isSettled(call) && offersNoContext(facts, outermost);
}

function isBody(node: ts.Node): node is FunctionBody {
  return ts.isFunctionLike(node) && "body" in node;
}

function isAsync(fn: FunctionBody): boolean {
  return ts.canHaveModifiers(fn) && ts.getModifiers(fn)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
}

/** All names of what is called, `cache` and `get` of `this.cache.get(…)`. */
export function namesIn(expression: ts.Expression): readonly string[] {
  const names: string[] = [];
  let node = stripped(expression);
  while (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) {
    if (ts.isPropertyAccessExpression(node)) names.push(node.name.text);
    node = stripped(node.expression);
  }
  return ts.isIdentifier(node) ? [...names, node.text] : names;
}

/** `match(kind).with("a", async () => …).exhaustive()` of ts-pattern: one of the callbacks runs at once, and gives what the chain gives. */
function isBranchOfMatch(call: ts.CallExpression): boolean {
  const names = namesIn(call.expression);
  return /^(?:otherwise|when|with)$/.test(names[0] ?? "") && names.at(-1) === "match";
}

/** All calls of a chain: `a.b().c()` around `a.b()`. */
function chainOf(call: ts.CallExpression): ts.CallExpression {
  const { parent } = call;
  return ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent) && parent.parent.expression === parent ? chainOf(parent.parent) : call;
}

/** Is the value awaited, returned or gathered where it stands? */
function isSettled(call: ts.CallExpression): boolean {
  const { isAwaited, node } = climbed(call);
  const { parent } = node;
  if (isAwaited || ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return true;
  return ts.isArrayLiteralExpression(parent) && ts.isCallExpression(parent.parent) && /^Promise\.(?:all|allSettled|any|race)$/.test(parent.parent.expression.getText());
}

/** A callback that is offered a context is asked about its own. */
function offersNoContext(facts: Facts, callback: ts.Expression): boolean {
  const type = facts.checker.getContextualType(callback);
  const signatures = type === undefined ? [] : tsutils.unionConstituents(type).flatMap((part) => part.getCallSignatures());
  return signatures.every(({ parameters }) =>
    parameters.every((parameter) => {
      const offered = facts.checker.getTypeOfSymbolAtLocation(parameter, callback);
      return !isYes(typeAnswer(facts, offered)) && carriersOf(facts, offered).length === 0;
    }),
  );
}

/** The widest expression that is only parentheses, a cast or `!` around this one. */
function wrapped(node: ts.Expression): ts.Expression {
  const { parent } = node;
  return ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isNonNullExpression(parent) || ts.isSatisfiesExpression(parent) || ts.isTypeAssertionExpression(parent) ? wrapped(parent) : node;
}

interface Climbed {
  /** The widest expression whose value is this one's, or what is made of its promise. */
  readonly node: ts.Expression;
  readonly isAwaited: boolean;
}

/** Follows a value through casts, branches, `await` and a promise's own methods to where it is used. */
function climbed(start: ts.Expression): Climbed {
  let node = start;
  let isAwaited = false;
  for (let next: ts.Expression | undefined = node; next !== undefined; next = passedThrough(node)) {
    node = next;
    isAwaited ||= ts.isAwaitExpression(node);
  }
  return { node, isAwaited };
}

function passedThrough(node: ts.Expression): ts.Expression | undefined {
  const { parent } = node;
  if (wrapped(node) !== node || ts.isAwaitExpression(parent)) return parent as ts.Expression;
  if (ts.isConditionalExpression(parent)) return parent.condition === node ? undefined : parent;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken || (kind === ts.SyntaxKind.AmpersandAmpersandToken && parent.right === node) ? parent : undefined;
  }
  const isChain = ts.isPropertyAccessExpression(parent) && /^(?:catch|finally|then)$/.test(parent.name.text) && ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
  return isChain ? (parent.parent) : undefined;
}

/** The nodes from this one to the outermost in the function, or in the file. */
function* outwards(node: ts.Node, fn: ts.Node | undefined): Generator<ts.Node> {
  for (let inner = node; inner !== fn && !ts.isSourceFile(inner); inner = inner.parent) yield inner;
}

/** Is the node in a loop of the function, or in a callback of a list? */
export function isRepeated(facts: Facts, node: ts.Node, fn: ts.Node | undefined): boolean {
  if (isLooped(facts, node, fn)) return true;
  return [...outwards(node, fn)].some((inner) => ts.isCallExpression(inner.parent) && inner.parent.expression !== inner && AT_ONCE.has(nameOf(inner.parent.expression)?.text ?? ""));
}

/** Is the node in a loop of the function, one turn after the other? */
export function isLooped(facts: Facts, node: ts.Node, fn: ts.Node | undefined): boolean {
  return [...outwards(node, fn)].some((inner) => ts.isIterationStatement(inner.parent, false) && inner.parent.statement === inner && !hasFewTurns(facts, inner.parent));
}

/** As often something is tried that may fail. */
const MOST_TRIES = 10;

/** `for (let attempt = 0; attempt < 3; attempt++)` */
function hasFewTurns({ checker }: Facts, loop: ts.IterationStatement): boolean {
  if (!ts.isForStatement(loop) || loop.condition === undefined) return false;
  const test = stripped(loop.condition);
  if (!ts.isBinaryExpression(test) || !/^<=?$/.test(test.operatorToken.getText())) return false;
  const most = checker.getTypeAtLocation(test.right);
  return most.isNumberLiteral() && most.value <= MOST_TRIES;
}

/**
 * Is its failure turned into an answer, `catch { return null; }`, `.catch(() => [])`? To be told to stop would be taken for
 * that.
 */
export function isAnswered(node: ts.Node, fn: ts.Node | undefined): boolean {
  return [...outwards(node, fn)].some((inner) => {
    const { parent } = inner;
    if (ts.isTryStatement(parent)) return parent.tryBlock === inner && parent.catchClause !== undefined && answers(parent.catchClause.block);
    if (!ts.isPropertyAccessExpression(parent) || parent.name.text !== "catch" || !ts.isCallExpression(parent.parent)) return false;
    const handler = parent.parent.arguments[0];
    if (handler === undefined || !(ts.isArrowFunction(handler) || ts.isFunctionExpression(handler))) return false;
    return ts.isBlock(handler.body) ? handler.body.statements.length === 0 || answers(handler.body) : isWrittenOut(handler.body);
  });
}

/** Does it give back, or put in place of what failed, something that is written out, and throw nothing? */
function answers(block: ts.Block): boolean {
  const gives = (statement: ts.Statement): boolean => ts.isReturnStatement(statement) || (ts.isExpressionStatement(statement) && isAssignment(statement.expression) && isWrittenOut(statement.expression.right));
  return block.statements.some(gives) && endsInAnswers(block);
}

/** No `throw`, and all that is given back is written out. */
function endsInAnswers(node: ts.Node): boolean {
  if (ts.isThrowStatement(node)) return false;
  if (ts.isReturnStatement(node)) return node.expression === undefined || isWrittenOut(node.expression);
  return ts.isFunctionLike(node) || ts.forEachChild(node, (child) => !endsInAnswers(child)) !== true;
}

/** `null`, `"main"`, `{ url: null }`, `[]` */
function isWrittenOut(value: ts.Expression): boolean {
  const plain = stripped(value);
  if (ts.isArrayLiteralExpression(plain)) return plain.elements.every(isWrittenOut);
  if (ts.isObjectLiteralExpression(plain)) return plain.properties.every((property) => ts.isPropertyAssignment(property) && isWrittenOut(property.initializer));
  if (ts.isPrefixUnaryExpression(plain)) return isWrittenOut(plain.operand);
  if (ts.isIdentifier(plain)) return plain.text === "undefined";
  return ts.isLiteralExpression(plain) || CONSTANTS.has(plain.kind);
}

const CONSTANTS: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword, ts.SyntaxKind.TrueKeyword]);

/** Is what the call gives kept, and handed back, or handed back as a part: `return { child }`? Whoever gets it ends it. */
export function isGivenBack(call: ts.CallExpression, fn: FunctionBody): boolean {
  const { isAwaited, node } = climbed(call);
  if (isAwaited) return false;
  const isReturned = (value: ts.Node): boolean => {
    const whole = literalAround(value);
    return ts.isReturnStatement(whole.parent) || (ts.isArrowFunction(whole.parent) && whole.parent.body === whole);
  };
  if (literalAround(node) !== node && isReturned(node)) return true;
  return ts.isVariableDeclaration(node.parent) && ts.isIdentifier(node.parent.name) && identifiersIn(fn, node.parent.name.text).some(isReturned);
}

/** Is the call no part of what its function's caller waits for: cleanup, background work, for others too, or for other callers? */
export function isApart(facts: Facts, call: ts.CallExpression, fn: FunctionBody): boolean {
  const name = nameOf(call.expression)?.text ?? "";
  return isCleanupName(name) || isSharedResult(call, fn) || isForSomeArguments(call, fn) || isUnawaited(facts, call);
}

/** `event.waitUntil(promise)`, `runDetached(promise)`. */
function isKeptAlive(call: ts.CallExpression): boolean {
  const name = nameOf(call.expression)?.text ?? "";
  return isBackgroundName(name) || (isKeepAliveName(name) && !climbed(call).isAwaited);
}

/** A promise in statement position, or the value of a callback that nobody looks at. */
function isUnawaited({ checker }: Facts, call: ts.CallExpression): boolean {
  const { isAwaited, node } = climbed(call);
  if (isAwaited) return false;
  const { parent } = node;
  const isDropped = ts.isExpressionStatement(parent) || (ts.isArrowFunction(parent) && isForEach(parent));
  if (ts.isCallExpression(parent) && isKeptAlive(parent)) return true;
  return isDropped && checker.getPropertyOfType(checker.getTypeAtLocation(call), "then") !== undefined;
}

function isForEach(fn: ts.ArrowFunction): boolean {
  const { parent } = wrapped(fn);
  return ts.isCallExpression(parent) && nameOf(parent.expression)?.text === "forEach";
}

/** Is the result kept for others than this caller, or does it serve to make what is: in a cache, a member, a variable of the module, by `??=`? */
export function isSharedResult(call: ts.CallExpression, fn: FunctionBody | undefined): boolean {
  if (isCachedRequest(call) || (fn !== undefined && isForAll(call, fn))) return true;
  const { isAwaited, node: value } = climbed(call);
  const { parent } = value;
  if (ts.isBinaryExpression(parent) && parent.right === value) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.QuestionQuestionEqualsToken || kind === ts.SyntaxKind.BarBarEqualsToken) {
      return !(ts.isIdentifier(parent.left) && fn !== undefined && isForOneCall(parent.left.text, fn));
    }
    return kind === ts.SyntaxKind.EqualsToken && isKept(parent.left, fn, isAwaited);
  }
  if (ts.isPropertyDeclaration(parent)) return true;
  if (ts.isCallExpression(parent) && parent.expression !== value) return isStore(parent);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name) || fn === undefined) return false;
  const { text } = parent.name;
  return identifiersIn(fn, text).some((use) => {
    const place = use.parent;
    const part = partIn(use);
    if (ts.isCallExpression(part.parent) && part.parent.expression !== part) return isStore(part.parent);
    return ts.isBinaryExpression(place) && place.right === use && place.operatorToken.kind === ts.SyntaxKind.EqualsToken && isKept(place.left, fn, isAwaited);
  });
}

/** Is it a variable of the function's own, which is only written, waited for and given back? Nobody else comes to it. */
function isForOneCall(name: string, fn: FunctionBody): boolean {
  const stays = (use: ts.Identifier): boolean => {
    const { parent } = use;
    if (ts.findAncestor(use, isBody) !== fn) return false;
    if (ts.isVariableDeclaration(parent)) return parent.name === use;
    return ts.isAwaitExpression(parent) || ts.isReturnStatement(parent) || (ts.isBinaryExpression(parent) && parent.left === use);
  };
  return isDeclaredIn(fn, name) && identifiersIn(fn, name).every(stays);
}

/** `fetch(url, { next: { revalidate: 3600 } })`, `fetch(url, { cache: "force-cache" })`: the answer is kept for all who ask. */
export function isCachedRequest(call: ts.CallExpression | ts.NewExpression): boolean {
  return (call.arguments ?? []).some((options) => {
    const [cache, next] = [valueIn(options, "cache"), valueIn(options, "next")];
    return (next !== undefined && saysHowLong(next)) || (cache !== undefined && ts.isStringLiteralLike(cache) && cache.text === "force-cache");
  });
}

/** `{ revalidate: 3600 }`, `{ tags: ["posts"] }`; not `{ revalidate: 0 }`. */
function saysHowLong(next: ts.Expression): boolean {
  const seconds = valueIn(next, "revalidate");
  return seconds === undefined ? valueIn(next, "tags") !== undefined : !(ts.isNumericLiteral(seconds) && seconds.text === "0");
}

/** `{ pending }`, for `pending`. */
function partIn(node: ts.Identifier): ts.Node {
  const { parent } = node;
  const isPart = ts.isShorthandPropertyAssignment(parent) || (ts.isPropertyAssignment(parent) && parent.initializer === node);
  return isPart ? parent.parent : node;
}

/** The outermost array or object that the value is written into, or else itself: `[{ span }]` for `span`. */
export function literalAround(node: ts.Node): ts.Node {
  const { parent } = node;
  const isIn = ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent);
  return isIn ? literalAround(parent) : node;
}

/** `cache.set(key, value)`, `queue.add(value)`. */
function isStore({ expression }: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && /^(?:add|set)$/.test(expression.name.text);
}

/**
 * Does the node only fill what everybody gets: `if (!client) { await connect(); client = … }`, or the same after
 * `if (client) return client;`, or after `if (this.isReady) return;` what is said to be done for good?
 */
function isForAll(node: ts.Node, fn: FunctionBody): boolean {
  return fillingIn(fn).some(({ pos, end }) => node.pos >= pos && node.end <= end);
}

/** The same of a node of any function, where it is about more than that it was done: who opens something opens it under a context. */
export function isForEverybody(node: ts.Node): boolean {
  const fn = ts.findAncestor(node, isBody);
  return fn !== undefined && fillingIn(fn).some(({ end, isFlag, pos }) => !isFlag && node.pos >= pos && node.end <= end);
}

interface Filling extends ts.TextRange {
  readonly isFlag: boolean;
}

const filling = new WeakMap<FunctionBody, readonly Filling[]>();

function fillingIn(fn: FunctionBody): readonly Filling[] {
  return remembered(filling, fn, () => {
    const all = nodesIn(fn);
    const taken = new Set(all.flatMap((node) => (isAssignment(node) && node.right.kind === ts.SyntaxKind.FalseKeyword ? [node.left.getText()] : [])));
    const filled = all.flatMap((node) => filledBy(node, fn, taken) ?? []);
    if (filled.length === 0) return [];
    const constants = new Map(all.flatMap((node): [string, ts.Expression][] => (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined ? [[node.name.text, node.initializer]] : [])));
    return all.filter(ts.isIfStatement).flatMap(({ end, expression, thenStatement }) => {
      const asked = askedIn(expression, constants);
      return filled
        .filter(({ asks }) => asked.includes(asks))
        .flatMap(({ isFlag, isWhole, node: way }): Filling[] => {
          if (way.pos >= thenStatement.pos && way.end <= thenStatement.end) return [{ pos: thenStatement.pos, end: isWhole ? thenStatement.end : way.pos, isFlag }];
          return endsByReturning(thenStatement) && way.pos >= end ? [{ pos: end, end: isWhole ? fn.end : way.pos, isFlag }] : [];
        });
    });
  });
}

interface Filled {
  readonly node: ts.Node;
  /** How somebody asks whether it is there. */
  readonly asks: string;
  /** Or only what came before. */
  readonly isWhole: boolean;
  /** Nothing but `true`. */
  readonly isFlag: boolean;
}

/**
 * `client = made`, `this.#isReady = true`, `this.mounts.set(key, mount)`.
 * @param taken flags that are taken back, as a guard against two at once is: they say nothing for good
 */
function filledBy(node: ts.Node, fn: FunctionBody, taken: ReadonlySet<string>): Filled | undefined {
  if (isAssignment(node)) {
    const isMade = isSomethingMade(node.right);
    const asks = node.left.getText();
    const isFlag = node.right.kind === ts.SyntaxKind.TrueKeyword && !taken.has(asks);
    return (isMade || isFlag) && isEverybodys(node.left, fn) ? { node, asks, isWhole: isMade, isFlag } : undefined;
  }
  if (!ts.isCallExpression(node) || !isStore(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: store, name } = node.expression;
  return isEverybodys(store, fn) ? { node, asks: `${store.getText()}.${name.text === "set" ? "get" : "has"}(`, isWhole: false, isFlag: false } : undefined;
}

/**
 * What a test says, and what the constants in it were made with: `const known = this.mounts.get(key); if (known) …`. How
 * many run, `this.running > 0`, is not whether there is one; whether a list has some, `this.all.length > 0`, is.
 */
function askedIn(test: ts.Expression, constants: ReadonlyMap<string, ts.Expression>): string {
  const plain = stripped(test);
  const name = ts.isPrefixUnaryExpression(plain) ? stripped(plain.operand) : ts.isBinaryExpression(plain) ? stripped(plain.left) : plain;
  return `${test.getText().replaceAll(/[\w$.?!]+(?<!\.(?:length|size))\s*[<>]=?\s*\d+/g, "")} ${(ts.isIdentifier(name) && constants.get(name.text)?.getText()) || ""}`;
}

/** A variable of the module, a member of one, a member of the function's own object. */
function isEverybodys(target: ts.Expression, fn: FunctionBody): boolean {
  const plain = stripped(target);
  if (ts.isPropertyAccessExpression(plain) || ts.isElementAccessExpression(plain)) return isEverybodys(plain.expression, fn);
  return plain.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(plain) && !isDeclaredIn(fn, plain.text));
}

function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

/** Not a flag. */
function isSomethingMade(value: ts.Expression): boolean {
  const plain = stripped(value);
  return ts.isIdentifier(plain) ? plain.text !== "undefined" : !ts.isLiteralExpression(plain) && !ts.isToken(plain);
}

function endsByReturning(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && ts.isReturnStatement(last);
}

/** Does it happen only where an argument is of a certain kind, or left out: `if (typeof source === "string") await fetch(source)`? */
function isForSomeArguments(node: ts.Node, fn: FunctionBody): boolean {
  for (let inner = node; inner !== fn; inner = inner.parent) {
    const { parent } = inner;
    const [test, otherwise] = ts.isIfStatement(parent) ? [parent.expression, parent.elseStatement] : ts.isConditionalExpression(parent) ? [parent.condition, parent.whenFalse] : [];
    if (test === undefined || test === inner) continue;
    if (asksForKind(test, fn) || isWhereLeftOut(test, fn, otherwise === inner)) return true;
  }
  return false;
}

/** `if (!content)`, `if (content == null)`, or the other branch of `if (options?.content)`: what is a member of a required argument may be filled later. */
function isWhereLeftOut(test: ts.Expression, fn: FunctionBody, isElse: boolean): boolean {
  const { asked, isNot } = askedToBeThere(test, fn);
  let name = asked;
  while (ts.isPropertyAccessExpression(name)) name = stripped(name.expression);
  const parameter = parameterNamed(fn, name);
  return isNot !== isElse && parameter !== undefined && (name === asked || parameter.questionToken !== undefined || parameter.initializer !== undefined);
}

/** What a test, or a constant that is made for one, asks for: whether it is there, or whether it is not. */
interface Asked {
  readonly asked: ts.Expression;
  readonly isNot: boolean;
}

function askedToBeThere(test: ts.Expression, fn: FunctionBody, isMade = false): Asked {
  const plain = stripped(test);
  if (ts.isPrefixUnaryExpression(plain) && plain.operator === ts.SyntaxKind.ExclamationToken) {
    const { asked, isNot } = askedToBeThere(plain.operand, fn, isMade);
    return { asked, isNot: !isNot };
  }
  const compared = comparedWithNothing(plain);
  if (compared !== undefined) return compared;
  const made = ts.isIdentifier(plain) && !isMade ? constantIn(fn, plain.text) : undefined;
  return made !== undefined && (ts.isPrefixUnaryExpression(made) || ts.isBinaryExpression(made)) ? askedToBeThere(made, fn, true) : { asked: plain, isNot: false };
}

/** `name == null`, `name !== undefined`; not `name === null`, which somebody gave. */
function comparedWithNothing(test: ts.Expression): Asked | undefined {
  if (!ts.isBinaryExpression(test)) return undefined;
  const [, not, strict] = /^([!=])=(=?)$/.exec(test.operatorToken.getText()) ?? [];
  const right = stripped(test.right);
  const isNothing = right.kind === ts.SyntaxKind.NullKeyword ? strict === "" : ts.isIdentifier(right) && right.text === "undefined";
  return not !== undefined && isNothing ? { asked: stripped(test.left), isNot: not === "=" } : undefined;
}

/** The value of a constant of the function. */
function constantIn(fn: FunctionBody, name: string): ts.Expression | undefined {
  const declaration = identifiersIn(fn, name).find(({ parent }) => isConstant(parent) && parent.name.getText() === name)?.parent;
  return declaration !== undefined && isConstant(declaration) ? stripped(declaration.initializer) : undefined;
}

function asksForKind(test: ts.Expression, fn: FunctionBody): boolean {
  const plain = stripped(test);
  if (ts.isPrefixUnaryExpression(plain)) return asksForKind(plain.operand, fn);
  if (!ts.isBinaryExpression(plain)) return false;
  const left = stripped(plain.left);
  const asked = ts.isTypeOfExpression(left) ? stripped(left.expression) : plain.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword ? left : undefined;
  return (asked !== undefined && parameterNamed(fn, asked) !== undefined) || asksForKind(left, fn) || asksForKind(plain.right, fn);
}

function parameterNamed({ parameters }: FunctionBody, expression: ts.Expression): ts.ParameterDeclaration | undefined {
  return ts.isIdentifier(expression) ? parameters.find(({ name }) => ts.isIdentifier(name) && name.text === expression.text) : undefined;
}

/** A variable of the module or a member; of what is awaited only one that is asked for before. */
function isKept(target: ts.Expression, fn: FunctionBody | undefined, isAwaited: boolean): boolean {
  const plain = stripped(target);
  if (ts.isIdentifier(plain)) return fn === undefined || !isDeclaredIn(fn, plain.text);
  if (!ts.isPropertyAccessExpression(plain) && !ts.isElementAccessExpression(plain)) return false;
  return !isAwaited || (fn !== undefined && isAskedFor(fn, plain.getText()));
}

function isDeclaredIn(fn: FunctionBody, name: string): boolean {
  return identifiersIn(fn, name).some(({ parent }) => (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) && parent.name.getText() === name);
}

/** `if (this.config) return this.config;` */
function isAskedFor(fn: FunctionBody, text: string): boolean {
  return nodesIn(fn).some((node) => (ts.isIfStatement(node) && node.expression.getText().includes(text)) || (ts.isConditionalExpression(node) && node.condition.getText().includes(text)));
}

const identifiers = new WeakMap<FunctionBody, ReadonlyMap<string, readonly ts.Identifier[]>>();

export function identifiersIn(fn: FunctionBody, name: string): readonly ts.Identifier[] {
  return remembered(identifiers, fn, () => byName(fn)).get(name) ?? [];
}

function byName(fn: FunctionBody): ReadonlyMap<string, readonly ts.Identifier[]> {
  const names = new Map<string, ts.Identifier[]>();
  for (const node of nodesIn(fn)) {
    if (!ts.isIdentifier(node)) continue;
    const same = names.get(node.text);
    if (same === undefined) names.set(node.text, [node]);
    else same.push(node);
  }
  return names;
}

/** All nodes of a function, what is nested included. */
export function nodesIn(fn: ts.Node): readonly ts.Node[] {
  const nodes: ts.Node[] = [fn];
  const push = (child: ts.Node): void => void nodes.push(child);
  for (const node of nodes) node.forEachChild(push);
  return nodes;
}
