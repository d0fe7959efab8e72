import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { resultOrigin } from "../program/results.js";
import { isDecorated } from "../program/syntax.js";
import { deriveAt } from "./calls.js";
import { type Facts, fileMemo, programMemo } from "./facts.js";
import { callBehind, originOf as originOfValue } from "./position/reference.js";
import { calleeName, unwrap } from "./position/syntax.js";
import { remembered } from "./remembering.js";
import { originOf, symbolsOf, valueMatches } from "./symbols.js";

/**
 * Is the value a context that was freed from its parent's end on purpose: `withoutCancel(ctx)`, `AbortSignal.any([])`, a
 * wrapper of the program that gives one, what is derived from one, or a constant that holds one?
 */
export function isDetachedValue(facts: Facts, value: TSESTree.Node): boolean {
  const node = unwrap(value);
  switch (node.type) {
    case N.AwaitExpression:
      return isDetachedValue(facts, node.argument);
    case N.ConditionalExpression:
      return isDetachedValue(facts, node.consequent) && isDetachedValue(facts, node.alternate);
    case N.Identifier:
    case N.MemberExpression: {
      const origin = originOfValue(facts, node);
      const call = origin && callBehind(origin);
      return call !== undefined && isDetachedCall(facts, call);
    }
    case N.CallExpression:
    case N.NewExpression:
      return isDetachedCall(facts, node);
    default:
      return false;
  }
}

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

const detached = fileMemo(() => new WeakMap<Call, boolean>());

/** Asked once: a context may be at the end of a long row of them. */
function isDetachedCall(facts: Facts, call: Call): boolean {
  return remembered(detached(facts), call, () => askDetached(facts, call));
}

function askDetached(facts: Facts, call: Call): boolean {
  if (isMergeOfNothing(facts, call)) return true;
  const derive = deriveAt(facts, call);
  if (derive === undefined || derive.makes === "detached") return derive !== undefined;
  if (derive.makes === "unknown") return resultOrigin(facts, call) === "detached";
  return derive.parents.length > 0 && derive.parents.every((parent) => isDetachedValue(facts, parent));
}

/** A merge of nothing never ends: `AbortSignal.any([])`. */
function isMergeOfNothing(facts: Facts, call: Call): boolean {
  const [only, ...more] = call.arguments;
  if (only?.type !== N.ArrayExpression || only.elements.length > 0 || more.length > 0) return false;
  const merges = facts.models.flatMap(({ derives = [] }) => derives).filter(({ makes }) => makes === "merge");
  if (!merges.some((pattern) => [nameOf(pattern)].flat().some((name) => name.split(".").at(-1) === calleeName(call)))) return false;
  return symbolsOf(facts, call.callee).some((symbol) => merges.some((pattern) => !("method" in pattern) && valueMatches(facts, symbol, pattern)));
}

function nameOf(pattern: { readonly method: string } | { readonly name: string | readonly string[] }): string | readonly string[] {
  return "method" in pattern ? pattern.method : pattern.name;
}

const tagged = programMemo(() => new WeakMap<ts.Node, boolean>());

/**
 * Does the JSDoc of a function, or of a function around this node, say `@detached`: roots are meant, and callers need
 * not pass anything? Where TypeScript did not parse JSDoc, the text of the leading comment is read.
 */
export function isInDetached(facts: Facts, node: TSESTree.Node): boolean {
  for (let next: ts.Node | undefined = facts.services.esTreeNodeToTSNodeMap.get(node); next !== undefined; next = next.parent) {
    if (saysDetached(facts, next)) return true;
  }
  return false;
}

/** Does the called function say `@detached`? */
export function isDetachedFunction(facts: Facts, symbol: ts.Symbol): boolean {
  return originOf(facts, symbol)?.declarations?.some((declaration) => saysDetached(facts, declaration) || saysDetached(facts, holder(declaration))) === true;
}

/** Is it settled by what is called: it says `@detached`, or a decorator may give it the context? Written overloads say what callers give. */
export function isSettledByCallee(facts: Facts, symbol: ts.Symbol): boolean {
  const [only, ...others] = symbol.declarations ?? [];
  return (only !== undefined && others.length === 0 && !ts.isClassLike(only) && isDecorated(only)) || isDetachedFunction(facts, symbol);
}

/** The statement or class that a function's comment may stand before. */
function holder(declaration: ts.Declaration): ts.Node {
  const { parent } = declaration;
  if (ts.isVariableDeclaration(declaration)) return parent.parent;
  if (ts.isBinaryExpression(parent)) return parent.parent;
  return ts.isClassElement(declaration) ? parent : declaration;
}

function saysDetached(facts: Facts, node: ts.Node): boolean {
  if (!mayBeDocumented(node)) return false;
  const memo = tagged(facts);
  let answer = memo.get(node);
  if (answer === undefined) memo.set(node, (answer = TAG.test(documentation(node) ?? "")));
  return answer;
}

function mayBeDocumented(node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isVariableStatement(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isExportAssignment(node) ||
    (ts.isExpressionStatement(node) && ts.isBinaryExpression(node.expression))
  );
}

const TAG = /[\s*]@detached(?![\w-])/;

/** The JSDoc comment of a node, read as text: the same in every `jsDocParsingMode`. What is quoted is no tag. */
function documentation(node: ts.Node): string | undefined {
  const { text } = node.getSourceFile();
  // Before an expression it stands on the line of what comes before.
  const trailing = ts.isArrowFunction(node) || ts.isFunctionExpression(node) ? (ts.getTrailingCommentRanges(text, node.pos) ?? []) : [];
  const comments = [...trailing, ...(ts.getLeadingCommentRanges(text, node.pos) ?? [])].map(({ pos, end }) => text.slice(pos, end));
  return comments.findLast((comment) => /^\/\*\*(?!\/)/.test(comment))?.replaceAll(/`[^`\n]*`/g, "");
}
