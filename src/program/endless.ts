import type { TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { isPlainCall } from "../contexts/accepts.js";
import { isYes } from "../contexts/answer.js";
import { type Facts, programMemo } from "../contexts/facts.js";
import { lastName } from "../contexts/names.js";
import { originOf, symbolOf } from "../contexts/symbols.js";
import { remembered } from "../contexts/remembering.js";
import { carriersOf, typeAnswer } from "../contexts/types.js";
import { type Analysis, type Memo, solve } from "./components.js";
import { functionOf } from "./callees.js";
import { callersIn, syntaxOf, withCallers } from "./file-syntax.js";
import { nameFor, nameOf, plain } from "./syntax.js";

/**
 * Whether a function ends by itself. One that does not loops until its context is over, or leaves an interval or a
 * subscription under it behind, or awaits a function that does.
 */
type Ends = "ends" | "leaves" | "loops";

const memos = programMemo((): Memo<ts.FunctionLikeDeclaration, Ends> => new WeakMap());

/** Does this call start work of the program that never ends by itself? */
export function isEndlessCall(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  return endOfCall(facts, call) !== "ends";
}

/** Does this call of a function of the program leave an interval or a subscription behind? */
export function leavesRepeating(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  return endOfCall(facts, call) === "leaves";
}

function endOfCall(facts: Facts, call: TSESTree.CallExpression | TSESTree.NewExpression): Ends {
  const name = isPlainCall(call) ? undefined : lastName(call.callee);
  const symbol = name !== undefined && mayRepeat(facts, name) ? symbolOf(facts, call.callee) : undefined;
  const fn = symbol && functionOf(symbol);
  return fn === undefined ? "ends" : endOf(facts, fn);
}

/** The names of functions that may not end by themselves, for what they do or wait for. */
const repeating = programMemo((facts) => {
  const files = facts.program.getSourceFiles().filter(({ isDeclarationFile }) => !isDeclarationFile);
  return { names: withCallers(files.flatMap((file) => [...syntaxOf(file).repeating]), callersIn(facts, files)) };
});

function mayRepeat(facts: Facts, name: string): boolean {
  return repeating(facts).names.has(plain(name));
}

/** Does this function loop until its context is over? */
export function isEndlessFunction(facts: Facts, fn: TSESTree.FunctionLike): boolean {
  const { parent } = fn;
  const node = facts.services.esTreeNodeToTSNodeMap.get(parent.type === "MethodDefinition" || (parent.type === "Property" && parent.method) ? parent : fn);
  return ts.isFunctionLike(node) && "body" in node && endOf(facts, node) === "loops";
}

function endOf(facts: Facts, fn: ts.FunctionLikeDeclaration): Ends {
  const name = nameFor(fn);
  if (name !== undefined && !mayRepeat(facts, name)) return "ends";
  const analysis: Analysis<ts.FunctionLikeDeclaration, Ends> = {
    dependencies: (each) => behaviourOf(facts, each).awaited,
    evaluate: (each, ofOther) => {
      const own = behaviourOf(facts, each);
      const awaited = own.awaited.map(ofOther);
      if (own.loops || awaited.includes("loops")) return "loops";
      return own.repeats || awaited.includes("leaves") ? "leaves" : "ends";
    },
    otherwise: "ends",
  };
  return solve(fn, analysis, memos(facts));
}

/** What a function does itself. */
interface Behaviour {
  /** The functions of the program that it waits for. */
  readonly awaited: readonly ts.FunctionLikeDeclaration[];
  readonly loops: boolean;
  /** An interval or subscription under the context that the function gets, and that it does not take away again. */
  readonly repeats: boolean;
}

const behaviours = programMemo(() => new WeakMap<ts.FunctionLikeDeclaration, Behaviour>());

function behaviourOf(facts: Facts, fn: ts.FunctionLikeDeclaration): Behaviour {
  return remembered(behaviours(facts), fn, () => {
    const nodes = own(fn.body);
    return {
      awaited: nodes.flatMap((node) => awaitedAt(facts, node)),
      loops: nodes.some((node) => loops(facts, node, fn)),
      repeats: nodes.some((node) => ts.isCallExpression(node) && isLeftBehind(facts, node, fn)),
    };
  });
}

function awaitedAt(facts: Facts, node: ts.Node): readonly ts.FunctionLikeDeclaration[] {
  const awaited = ts.isAwaitExpression(node) || ts.isReturnStatement(node) ? node.expression : undefined;
  if (awaited === undefined || !ts.isCallExpression(awaited) || !mayRepeat(facts, nameOf(awaited.expression)?.text ?? "")) return [];
  const { expression } = awaited;
  const symbol = facts.checker.getSymbolAtLocation(ts.isPropertyAccessExpression(expression) ? expression.name : expression);
  const called = symbol && originOf(facts, symbol);
  const fn = called && functionOf(called);
  return fn === undefined ? [] : [fn];
}

function loops(facts: Facts, node: ts.Node, fn: ts.FunctionLikeDeclaration): boolean {
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return isUnbounded(facts, node.expression) && !mayLeave(facts, node);
  if (ts.isForStatement(node)) return isUnbounded(facts, node.condition) && !mayLeave(facts, node);
  if (ts.isForOfStatement(node)) return node.awaitModifier !== undefined && listens(node.expression) && !mayLeave(facts, node);
  return ts.isCallExpression(node) && calledName(node) === "setTimeout" && callsAgain(facts, node, fn);
}

/** The nodes that a function runs itself. */
function own(node: ts.Node | undefined): readonly ts.Node[] {
  const nodes = node === undefined ? [] : [node];
  const push = (child: ts.Node): void => void nodes.push(child);
  for (const each of nodes) if (!ts.isFunctionLike(each) && !ts.isClassLike(each)) each.forEachChild(push);
  return nodes;
}

/** No condition, `true`, or that the context is not over. */
function isUnbounded(facts: Facts, condition: ts.Expression | undefined): boolean {
  if (condition === undefined || condition.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (ts.isParenthesizedExpression(condition)) return isUnbounded(facts, condition.expression);
  const isNegated = ts.isPrefixUnaryExpression(condition) && condition.operator === ts.SyntaxKind.ExclamationToken;
  return isNegated ? looks(facts, condition.operand) : ts.isBinaryExpression(condition) && looks(facts, condition.left);
}

/** `signal.aborted`, `ctx.err()`. */
function looks(facts: Facts, node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return looks(facts, node.expression);
  const member = ts.isCallExpression(node) ? node.expression : node;
  return ts.isPropertyAccessExpression(member) && facts.models.some(({ observedBy }) => [...(observedBy?.tests ?? []), ...(observedBy?.throws ?? [])].includes(member.name.text));
}

/** Is there a way out of the loop that has nothing to do with the context or with an error? */
function mayLeave(facts: Facts, loop: ts.IterationStatement): boolean {
  return own(loop.statement).some((node) => (ts.isReturnStatement(node) || leavesLoop(node, loop)) && !isForContext(facts, node, loop));
}

function leavesLoop(node: ts.Node, loop: ts.IterationStatement): boolean {
  if (!ts.isBreakStatement(node)) return false;
  if (node.label !== undefined) return true;
  let outer = node.parent;
  while (!ts.isIterationStatement(outer, false) && !ts.isSwitchStatement(outer) && !ts.isSourceFile(outer)) outer = outer.parent;
  return outer === loop;
}

/** Is it left because the context is over, or in a `catch`? */
function isForContext(facts: Facts, exit: ts.Node, loop: ts.Node): boolean {
  for (let node = exit.parent; node !== loop; node = node.parent) {
    if (ts.isCatchClause(node)) return true;
    if (ts.isIfStatement(node) && own(node.expression).some((part) => ts.isExpression(part) && looks(facts, part))) return true;
  }
  return false;
}

const SOURCES = /^(?:interval|listen|on|setInterval|subscribe|watch)$/;

/** `on(emitter, "data")`, `topic.subscribe()`. */
function listens(expression: ts.Expression): boolean {
  return ts.isCallExpression(expression) && SOURCES.test(calledName(expression));
}

function calledName({ expression }: ts.CallExpression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : "";
}

function isLeftBehind(facts: Facts, call: ts.CallExpression, fn: ts.FunctionLikeDeclaration): boolean {
  const name = calledName(call);
  const remover = REMOVERS[name];
  if (remover === undefined || fn.body?.getText().includes(remover) === true || !ts.isExpressionStatement(call.parent)) return false;
  const contexts = new Set(fn.parameters.flatMap(({ name: parameter }) => (ts.isIdentifier(parameter) && leadsToContext(facts, parameter) ? [parameter.text] : [])));
  return call.arguments.some((argument) => [...all(argument)].some((node) => ts.isIdentifier(node) && contexts.has(node.text)));
}

const REMOVERS: Readonly<Record<string, string>> = { setInterval: "clearInterval", subscribe: "unsubscribe" };

/** A timer that runs the same function again, whatever happens. */
function callsAgain({ checker }: Facts, timer: ts.CallExpression, fn: ts.FunctionLikeDeclaration): boolean {
  const own = fn.name && checker.getSymbolAtLocation(fn.name);
  if (own === undefined || timer.parent.parent !== fn.body || fn.body.getText().includes("clearTimeout")) return false;
  return [...all(timer)].some((node) => ts.isCallExpression(node) && checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression) === own);
}

function* all(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* all(child);
}

function leadsToContext(facts: Facts, name: ts.Identifier): boolean {
  const type = facts.checker.getTypeAtLocation(name);
  return isYes(typeAnswer(facts, type)) || carriersOf(facts, type).length > 0;
}
