import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { functionOf } from "../program/callees.js";
import { type Derive, deriveAt, names, takesOne, writerAt } from "./calls.js";
import { isDetachedValue } from "./detached.js";
import { type Facts, fileMemo, programMemo } from "./facts.js";
import { identifiersOf } from "./identifiers.js";
import { mayBeNamed } from "./names.js";
import { originOf, type Origin } from "./position/reference.js";
import { calleeName, unwrap, wrapped } from "./position/syntax.js";
import { remembered } from "./remembering.js";
import { targetsIn } from "./stores.js";
import { originOf as originOfSymbol, symbolOf, valueMatches } from "./symbols.js";
import { isOrExtends } from "./types.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** A derived context, and the variable that holds it. */
export interface Child {
  readonly derive: Derive;
  readonly variable: TSESLint.Scope.Variable;
  /** Where the variable is bound. */
  readonly name: TSESTree.Identifier;
  /** The steps from the variable to the context: `token` of a source. */
  readonly path: readonly string[];
  /** How the context is spelled: `ctx`, `source.token`. */
  readonly text: string;
  readonly statement: TSESTree.Statement;
}

/** The child that a statement binds: `const ctx = withValue(…)`, `[ctx, cancel] = withTimeout(…)`. A detached one is none. */
export function childOf(facts: Facts, derive: Derive): Child | undefined {
  const bound = bindingOf(derive.call);
  if (bound === undefined || derive.makes === "detached" || isDetachedValue(facts, derive.call)) return undefined;
  const { context } = derive.result;
  const found = targetsIn(bound.target).find(({ path }) => path.every((step, index) => step === context[index]));
  const path = found && context.slice(found.path.length);
  if (found?.target.type !== N.Identifier || path === undefined || path.some((step) => /^\d/.test(step))) return undefined;
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(found.target), found.target.name);
  return variable === null ? undefined : { derive, variable, name: found.target, path, text: [variable.name, ...path].join("."), statement: bound.statement };
}

/** What the value of a call is bound to, by a statement of a block. */
function bindingOf(call: Call): { readonly target: TSESTree.Node; readonly statement: TSESTree.Statement } | undefined {
  const value = wrapped(call);
  const outer = value.parent?.type === N.AwaitExpression ? wrapped(value.parent) : value;
  const { parent } = outer;
  if (parent?.type === N.VariableDeclarator && parent.init === outer) return isInBlock(parent.parent) ? { target: parent.id, statement: parent.parent } : undefined;
  if (parent?.type !== N.AssignmentExpression || parent.right !== outer || parent.operator !== "=" || parent.parent.type !== N.ExpressionStatement) return undefined;
  return isInBlock(parent.parent) ? { target: parent.left, statement: parent.parent } : undefined;
}

function isInBlock({ parent }: TSESTree.Statement): boolean {
  return parent.type === N.BlockStatement || parent.type === N.Program || parent.type === N.SwitchCase;
}

/** A context that another was derived from. */
export interface Ancestor {
  readonly origin: Origin;
  /** All that was added on the way are values: the child ends when this does. */
  readonly isValueOnly: boolean;
}

/** What a child was derived from, in one call or in several: through calls written into each other, and through other children. */
export function ancestorsOf(facts: Facts, derive: Derive, others: ReadonlyMap<TSESLint.Scope.Variable, Child>, depth = MOST_STEPS): readonly Ancestor[] {
  const isValueOnly = addsOnlyValues(facts, derive);
  const further = (next: Derive | undefined): readonly Ancestor[] =>
    next === undefined || depth === 0 ? [] : ancestorsOf(facts, next, others, depth - 1).map((each) => ({ ...each, isValueOnly: each.isValueOnly && isValueOnly }));
  return derive.parents.flatMap((parent): readonly Ancestor[] => {
    const inner = unwrap(parent);
    if (inner.type === N.CallExpression || inner.type === N.NewExpression) {
      const made = deriveAt(facts, inner);
      if (made !== undefined) return made.makes === "detached" ? [] : further(made);
    }
    const origin = originOf(facts, parent);
    if (origin === undefined) return [];
    const child = "references" in origin.root ? others.get(origin.root) : undefined;
    const isChild = child !== undefined && child.derive !== derive && origin.path.join(".") === child.path.join(".") && isWrittenOnce(child.variable);
    return [{ origin, isValueOnly }, ...further(isChild ? child.derive : undefined)];
  });
}

/** Derives of derives are followed so far. */
const MOST_STEPS = 8;

/** Is the variable given a value only where it is declared? */
export function isWrittenOnce({ references }: TSESLint.Scope.Variable): boolean {
  return references.every((use) => !use.isWrite() || use.init === true);
}

/**
 * Does the derive add a value and nothing else? A span is no mere value: it ends, and what comes after is not part of it.
 */
function addsOnlyValues(facts: Facts, { call, makes, model, result }: Derive): boolean {
  if (result.handle !== undefined) return false;
  if (makes === "unknown") return addsOneValue(facts, call);
  const isHandle = (argument: TSESTree.CallExpressionArgument): boolean =>
    model.handles?.some(({ type }) => type.some((place) => isOrExtends(facts, facts.services.getTypeAtLocation(argument), place))) === true;
  return makes === "value" && !call.arguments.some(isHandle);
}

const writers = programMemo(() => new WeakMap<ts.Symbol, boolean>());

/** A function of the program that is only a writer: `withUser = (ctx, user) => withValue(ctx, userKey, user)`. */
export function addsOneValue(facts: Facts, call: Call): boolean {
  const symbol = symbolOf(facts, call.callee);
  if (symbol === undefined) return false;
  const memo = writers(facts);
  let answer = memo.get(symbol);
  if (answer === undefined) memo.set(symbol, (answer = askWriter(facts, symbol)));
  return answer;
}

/** Told by names: are there functions of the program that may be writers? */
export const mayHaveWriters: (facts: Facts) => { readonly answer: boolean } = programMemo((facts) => {
  return { answer: facts.program.getSourceFiles().some((file) => !file.isDeclarationFile && [...identifiersOf(file)].some((name) => mayBeNamed(facts, name, names(facts).writers))) };
});

function askWriter(facts: Facts, symbol: ts.Symbol): boolean {
  const body = functionOf(symbol)?.body;
  const last = body && ts.isBlock(body) ? body.statements.at(-1) : undefined;
  const value = last && ts.isReturnStatement(last) ? last.expression : body && !ts.isBlock(body) ? body : undefined;
  if (value === undefined || !ts.isCallExpression(value)) return false;
  const { expression: callee } = value;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const called = facts.checker.getSymbolAtLocation(name);
  const origin = called && originOfSymbol(facts, called);
  if (origin === undefined) return false;
  const base = ts.isPropertyAccessExpression(callee) && !value.arguments.some((argument) => isParameter(facts, argument)) ? callee.expression : value.arguments[0];
  if (base === undefined || !isParameter(facts, base)) return false;
  return facts.models.some((model) =>
    model.values?.writers.some((pattern) => ("method" in pattern ? pattern.method === origin.name && base !== value.arguments[0] : valueMatches(facts, origin, pattern) && (pattern.from !== "anywhere" || takesOne(facts, origin, model)))),
  );
}

function isParameter({ checker }: Facts, node: ts.Expression): boolean {
  return ts.isIdentifier(node) && checker.getSymbolAtLocation(node)?.valueDeclaration?.kind === ts.SyntaxKind.Parameter;
}

/** Do both put the same value into a context, so that one replaces the other? */
export function isSameValue(facts: Facts, one: Call, other: Call): boolean {
  return keyText(facts, one) === keyText(facts, other);
}

const keyTexts = fileMemo(() => new WeakMap<Call, string>());

function keyText(facts: Facts, call: Call): string {
  return remembered(keyTexts(facts), call, () => {
    const pattern = writerAt(facts, call)?.pattern;
    const index = pattern === undefined ? undefined : "key" in pattern ? pattern.key : pattern.record;
    const key = index === undefined ? undefined : call.arguments[index];
    return `${calleeName(call) ?? ""}(${key === undefined ? "" : facts.sourceCode.getText(key)})`;
  });
}
