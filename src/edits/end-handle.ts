import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { isYes } from "../contexts/answer.js";
import type { Facts } from "../contexts/facts.js";
import { declarationOf, type Holder } from "../contexts/handles/bound.js";
import { endName, type Handle } from "../contexts/handles/made.js";
import { rootOf, type Use } from "../contexts/handles/uses.js";
import { descendants } from "../contexts/position/reference.js";
import { isFunction, outwards, passedThrough, unwrap, wrapped } from "../contexts/position/syntax.js";
import { isThenable } from "../contexts/position/thenable.js";
import { typeAnswer } from "../contexts/types.js";
import { combine, type Edit, insertAt, replaceRange } from "./edit.js";
import { freshName } from "./names.js";
import { usingDeclaration, wrapInTryFinally } from "./try-finally.js";

/** An edit, and whether it surely changes nothing but what it is to mend. */
interface Mend {
  readonly edit: Edit;
  readonly isSure: boolean;
  /** What ends the handle: `cancel()`. */
  readonly end: string;
}

interface Binding {
  /** The declaration that the rest of the block follows, or the whole block, which has it from its start. */
  readonly statement: TSESTree.BlockStatement | TSESTree.ExpressionStatement | TSESTree.VariableDeclaration;
  /** What is called. */
  readonly text: string;
  readonly edit?: Edit | undefined;
}

/**
 * Ends a handle on every way: the rest of the block goes into `try { … } finally { cancel(); }`, or the declaration
 * becomes `using`.
 * @param isEnded it is ended already on every way on which nothing throws, so that nothing that is returned can need it
 */
export function endHandle(facts: Facts, handle: Handle, holder: Holder | undefined, uses: readonly Use[], isEnded: boolean, spell?: (name: string) => string): Mend | undefined {
  const bound = bind(facts, handle, holder);
  if (bound === undefined || bound.statement.parent.type === N.ExportNamedDeclaration) return undefined;
  const root = bound.statement.type === N.BlockStatement ? bound.statement.parent : rootOf(bound.statement);
  if (root === undefined || !isFunction(root)) return undefined;
  const disposal = isEnded || spell !== undefined ? undefined : asUsing(facts, handle, bound);
  const call = spell?.(bound.text) ?? callOf(facts, handle, bound.text);
  if (call === undefined) return undefined;
  const end = mustAwait(facts, handle) ? (root.async ? `await ${call}` : undefined) : call;
  if (end === undefined) return undefined;
  const results = resultsOf(facts, bound.statement);
  const isSure = isEnded || (results.every((each) => !mayHold(facts, handle, each)) && !isHandedOn(facts, handle, bound.statement));
  if (results.some((each) => isThenable(facts, each) === "yes") && !root.async && !isEnded) return undefined;
  const awaits = root.async ? results.flatMap((each) => awaited(facts, each) ?? []) : [];
  const edit = disposal === undefined ? wrapInTryFinally(facts.sourceCode, bound.statement, `${end};`, needless(uses, bound.statement)) : disposal;
  const all = edit && combine(edit, ...(bound.edit === undefined ? [] : [bound.edit]), ...awaits);
  return all && { edit: all, isSure, end: call };
}

/** `work(ctx).finally(cancel)`: for a function that gives its caller the promise. */
export function endWithPromise(facts: Facts, handle: Handle, holder: Holder | undefined, spell?: (name: string) => string): Mend | undefined {
  const bound = bind(facts, handle, holder);
  if (bound === undefined || mustAwait(facts, handle)) return undefined;
  const [result, ...others] = resultsOf(facts, bound.statement);
  if (result === undefined || others.length > 0 || isThenable(facts, result) !== "yes") return undefined;
  const end = spell?.(bound.text) ?? callOf(facts, handle, bound.text);
  if (end === undefined) return undefined;
  const isPlain = /^(?:Call|Member|New)Expression$|^Identifier$/.test(result.type) && !(result.type === N.NewExpression);
  const text = `.finally(() => { ${end}; })`;
  const appended = isPlain ? insertAt(result.range[1], text) : combine(insertAt(result.range[0], "("), insertAt(result.range[1], `)${text}`));
  const edit = combine(appended, ...(bound.edit === undefined ? [] : [bound.edit]));
  return edit && { edit, isSure: false, end };
}

/** The declaration that holds the handle; with an edit, where nothing does yet. */
function bind(facts: Facts, handle: Handle, holder: Holder | undefined): Binding | undefined {
  if (holder !== undefined) {
    const { node, path } = holder;
    if (node.type !== N.Identifier) return undefined;
    const statement = handle.made === node ? bodyOf(node) : declarationOf(node);
    const isIndex = path.some((step) => /^\d+$/.test(step));
    const base = path.reduce((text, step) => (/^\d+$/.test(step) ? `${text}[${step}]` : `${text}.${step}`), node.name);
    const end = endName(handle);
    const text = end === undefined ? base : `${base}.${end}`;
    if (statement === undefined) return undefined;
    // A name that says it is nobody's gets one that does not.
    if (node.name === "_" && !isIndex && path.length === 0 && handle.endedBy.length === 0) {
      const name = freshName(facts.sourceCode.getScope(node), "cancel");
      return { statement, text: name, edit: replaceRange([node.range[0], node.range[0] + 1], name) };
    }
    return { statement, text };
  }
  return handle.made.type === N.Identifier ? undefined : bindAnew(facts, handle, handle.made);
}

/** The body of the function whose parameter this is. */
function bodyOf({ parent }: TSESTree.Identifier): TSESTree.BlockStatement | undefined {
  return isFunction(parent) && parent.body.type === N.BlockStatement ? parent.body : undefined;
}

/** Statements that end the handle right before the `finally` does. */
function needless(uses: readonly Use[], place: Binding["statement"]): readonly TSESTree.Statement[] {
  const block = place.type === N.BlockStatement ? place : place.parent;
  return uses.flatMap(({ isCall, node }) => {
    const call = wrapped(node);
    const statement = call.parent?.type === N.AwaitExpression ? call.parent.parent : call.parent;
    return isCall && statement?.type === N.ExpressionStatement && isLast(statement, block) ? [statement] : [];
  });
}

/** Does nothing come after it, in this block, that may see a difference? */
function isLast(statement: TSESTree.Statement, block: TSESTree.Node): boolean {
  const { parent } = statement;
  if (parent.type !== N.BlockStatement) return false;
  const next = parent.body[parent.body.indexOf(statement) + 1];
  if (next !== undefined) return next.type === N.ReturnStatement && (next.argument === null || next.argument.type === N.Identifier || next.argument.type === N.Literal);
  if (parent === block) return true;
  const { parent: outer } = parent;
  return (outer.type === N.IfStatement || (outer.type === N.TryStatement && outer.finalizer === null)) && isLast(outer, block);
}

/** `const [ctx] = …` as `const [ctx, cancel] = …`, `const ctx = …[0]` as well. */
function bindAnew(facts: Facts, { endedBy, isAwaited, made, path }: Handle, call: TSESTree.CallExpression | TSESTree.NewExpression): Binding | undefined {
  const [step] = path;
  const value = isAwaited ? wrapped(call).parent : wrapped(call);
  const { parent } = value ?? {};
  if (value === undefined || made.type === N.Identifier) return undefined;
  const scope = facts.sourceCode.getScope(call);
  if (step === undefined || path.length > 1) return endedBy.length === 0 ? bindStatement(facts, value) : undefined;
  const isIndex = /^\d+$/.test(step);
  const name = freshName(scope, isIndex ? "cancel" : step);
  if (parent?.type === N.VariableDeclarator && parent.init === value) {
    const statement = declarationOf(parent.id);
    const edit = statement && addToPattern(parent.id, step, name);
    return statement && edit && { statement, text: name, edit };
  }
  if (isIndex && step === "1" && parent?.type === N.MemberExpression && parent.object === value) {
    const declarator = wrapped(parent).parent;
    if (declarator?.type !== N.VariableDeclarator || declarator.init !== parent || declarator.id.type !== N.Identifier || declarator.id.typeAnnotation !== undefined) return undefined;
    const statement = declarationOf(declarator.id);
    const edit = combine(insertAt(declarator.id.range[0], "["), insertAt(declarator.id.range[1], `, ${name}]`), replaceRange([value.range[1], parent.range[1]], ""));
    return statement && edit && { statement, text: name, edit };
  }
  return undefined;
}

/** A timer that nobody keeps gets a name. */
function bindStatement(facts: Facts, value: TSESTree.Node): Binding | undefined {
  const statement = value.parent;
  if (statement?.type !== N.ExpressionStatement) return undefined;
  const name = freshName(facts.sourceCode.getScope(value), "timer");
  return { statement, text: name, edit: insertAt(statement.range[0], `const ${name} = `) };
}

function addToPattern(pattern: TSESTree.Node, step: string, name: string): Edit | undefined {
  if (pattern.type === N.ObjectPattern && pattern.typeAnnotation === undefined) {
    const last = pattern.properties.at(-1);
    const text = step === name ? name : `${step}: ${name}`;
    return last?.type === N.Property ? insertAt(last.range[1], `, ${text}`) : undefined;
  }
  if (pattern.type !== N.ArrayPattern || pattern.typeAnnotation !== undefined) return undefined;
  const index = Number(step);
  const last = pattern.elements.at(-1);
  return pattern.elements.length === index && last != null && last.type !== N.RestElement ? insertAt(last.range[1], `, ${name}`) : undefined;
}

/** `using` where the handle is disposable and the language has it. */
function asUsing({ checker, program, sourceCode }: Facts, handle: Handle, { edit, statement }: Binding): Edit | undefined {
  if (handle.path.length > 0 || edit !== undefined || statement.type !== N.VariableDeclaration || (program.getCompilerOptions().target ?? 0) < ts.ScriptTarget.ESNext) return undefined;
  const members = checker.getNonNullableType(handle.type).getProperties();
  const has = (name: string): boolean => members.some(({ escapedName }) => String(escapedName).startsWith(`__@${name}@`));
  if (has("dispose")) return usingDeclaration(sourceCode, statement);
  return has("asyncDispose") ? usingDeclaration(sourceCode, statement, "await using") : undefined;
}

/** `cancel()`, or `cancel(undefined)` where it insists on a reason. */
function callOf(facts: Facts, handle: Handle, text: string): string | undefined {
  const signatures = signaturesOf(facts, handle);
  if (signatures.length === 0 || signatures.some(({ parameters }) => parameters.every((parameter) => !isRequired(facts, parameter)))) return `${text}()`;
  return signatures.some(({ parameters: [reason, ...others] }) => reason !== undefined && takesAnything(facts, reason) && others.every((parameter) => !isRequired(facts, parameter))) ? `${text}(undefined)` : undefined;
}

function isRequired({ checker }: Facts, parameter: ts.Symbol): boolean {
  const declaration = parameter.valueDeclaration;
  if (declaration === undefined || !ts.isParameter(declaration)) return true;
  const type = checker.getTypeOfSymbol(parameter);
  return !tsutils.isTypeFlagSet(type, ts.TypeFlags.Void) && !checker.isOptionalParameter(declaration) && declaration.dotDotDotToken === undefined;
}

function takesAnything({ checker }: Facts, parameter: ts.Symbol): boolean {
  const parts = tsutils.unionConstituents(checker.getTypeOfSymbol(parameter));
  return parts.some((part) => tsutils.isTypeFlagSet(part, ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Undefined));
}

/** Is what ends it done only later? */
function mustAwait(facts: Facts, handle: Handle): boolean {
  return signaturesOf(facts, handle).some((signature) => signature.getReturnType().getSymbol()?.name === "Promise");
}

/** How what ends the handle is called. */
function signaturesOf({ checker }: Facts, handle: Handle): readonly ts.Signature[] {
  const name = endName(handle);
  const method = name === undefined ? undefined : checker.getNonNullableType(handle.type).getProperty(name);
  if (name === undefined) return handle.type.getCallSignatures();
  return method === undefined ? [] : checker.getTypeOfSymbol(method).getCallSignatures();
}

/** What the code after a statement, in its block, may return. */
function resultsOf(facts: Facts, statement: TSESTree.Statement): readonly TSESTree.Expression[] {
  const { body } = statement.type === N.BlockStatement ? statement : (statement.parent as { body?: unknown });
  if (!Array.isArray(body)) return [];
  const rest = (body as TSESTree.Node[]).filter((each) => statement.type === N.BlockStatement || each.range[0] >= statement.range[1]);
  return rest.flatMap((each) => [...descendants(facts, each, (node) => !isFunction(node) && !/^Class/.test(node.type))].flatMap((node) => (node.type === N.ReturnStatement && node.argument !== null ? [node.argument] : [])));
}

/** `return work(ctx)` must be `return await work(ctx)`: the `finally` comes before the promise is settled. */
function awaited(facts: Facts, result: TSESTree.Expression): Edit | undefined {
  if (result.type === N.AwaitExpression || isThenable(facts, result) !== "yes") return undefined;
  if (/^(?:Call|Member|New)Expression$|^(?:Chain|TSNonNull)Expression$|^Identifier$/.test(result.type)) return insertAt(result.range[0], "await ");
  return combine(insertAt(result.range[0], "await ("), insertAt(result.range[1], ")"));
}

/** May what is returned still need the context: a response, a stream, an iterator, a function, an object with methods? */
function mayHold(facts: Facts, handle: Handle, result: TSESTree.Expression): boolean {
  const type = facts.services.getTypeAtLocation(result);
  const inner = isThenable(facts, result) === "no" ? type : (facts.checker.getAwaitedType(type) ?? type);
  // A span is no context: what is returned outlives it as it is.
  return handle.context !== undefined && holds(facts, inner, 3);
}

/** Objects of the library that hold nothing but data, whatever methods they have. */
const DATA = new Set(["Array", "ArrayBuffer", "BigInt64Array", "BigUint64Array", "Blob", "Buffer", "DataView", "Date", "Error", "Float32Array", "Float64Array", "Int16Array", "Int32Array", "Int8Array", "Map", "ReadonlyArray", "ReadonlyMap", "ReadonlySet", "RegExp", "Set", "Uint16Array", "Uint32Array", "Uint8Array", "Uint8ClampedArray", "URL", "URLSearchParams"]);

function holds(facts: Facts, type: ts.Type, depth: number): boolean {
  const { checker, program } = facts;
  if (tsutils.isUnionType(type) || tsutils.isIntersectionType(type)) return type.types.some((part) => holds(facts, part, depth));
  if (!tsutils.isObjectType(type)) return tsutils.isTypeFlagSet(type, ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Instantiable | ts.TypeFlags.NonPrimitive);
  if (depth === 0 || isYes(typeAnswer(facts, type))) return true;
  const symbol = type.getSymbol();
  if (checker.isTupleType(type) || (symbol !== undefined && DATA.has(symbol.name) && symbol.declarations?.some((declaration) => program.isSourceFileDefaultLibrary(declaration.getSourceFile()) || declaration.getSourceFile().isDeclarationFile) === true)) {
    return tsutils.isTypeReference(type) && checker.getTypeArguments(type).some((part) => holds(facts, part, depth - 1));
  }
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return true;
  return checker.getPropertiesOfType(type).some((property) => holds(facts, checker.getTypeOfSymbol(property), depth - 1));
}

/** Is the context given to work that nobody waits for? */
function isHandedOn(facts: Facts, handle: Handle, statement: Binding["statement"]): boolean {
  if (handle.context === undefined) return false;
  const names = facts.sourceCode.getDeclaredVariables?.(statement) ?? [];
  return names.some(({ references }) =>
    references.some(({ identifier, init }) => init !== true && !isWaitedFor(facts, identifier, statement)),
  );
}

/** Is a name used by what is over when its statement is: something awaited or returned, or a call that gives a value? */
function isWaitedFor(facts: Facts, name: TSESTree.Node, statement: TSESTree.Node): boolean {
  const home = rootOf(name);
  if (home !== rootOf(statement)) return false;
  for (const { inner, outer } of outwards(name)) {
    if (outer.type === N.AwaitExpression) return true;
    if (outer.type === N.ReturnStatement) return true;
    if (outer.type === N.ExpressionStatement || outer.type === N.VariableDeclarator) {
      const value = unwrap(inner);
      if (outer.type === N.VariableDeclarator && value.type !== N.CallExpression && value.type !== N.NewExpression) return value.type === N.MemberExpression && passedThrough(value) === undefined && !isYes(typeAnswer(facts, facts.services.getTypeAtLocation(value)));
      const type = facts.services.getTypeAtLocation(inner);
      return isThenable(facts, inner) === "no" && (outer.type === N.ExpressionStatement ? isPlainCall(value, name) || !tsutils.isTypeFlagSet(type, ts.TypeFlags.VoidLike) : !holds(facts, type, 3));
    }
    if (/Statement$/.test(outer.type)) return true;
  }
  return false;
}

/** `ctx.err()`, `cancel()`: of the handle or context itself. */
function isPlainCall(call: TSESTree.Node, name: TSESTree.Node): boolean {
  if (call.type !== N.CallExpression) return true;
  const callee = unwrap(call.callee);
  return callee === name || (callee.type === N.MemberExpression && unwrap(callee.object) === name && !call.arguments.some((argument) => ASTUtils.isFunction(argument)));
}
