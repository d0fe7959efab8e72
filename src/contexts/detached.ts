import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { deriveAt } from "./calls.js";
import { type Facts, programMemo } from "./facts.js";
import { originOf } from "./symbols.js";
import { resultOrigin } from "../program/results.js";

/** Is the value a context that was freed from its parent's end on purpose: `withoutCancel(ctx)`, `AbortSignal.any([])`, or a wrapper of the program that gives one? */
export function isDetachedValue(facts: Facts, node: TSESTree.Expression): boolean {
  if (node.type === AST_NODE_TYPES.TSAsExpression || node.type === AST_NODE_TYPES.TSNonNullExpression || node.type === AST_NODE_TYPES.TSSatisfiesExpression) {
    return isDetachedValue(facts, node.expression);
  }
  if (node.type !== AST_NODE_TYPES.CallExpression) return false;
  if (isNever(facts, node)) return true;
  const derive = deriveAt(facts, node);
  return derive?.makes === "detached" || (derive?.makes === "unknown" && resultOrigin(facts, node) === "detached");
}

/** A merge of nothing never ends: `AbortSignal.any([])`. */
function isNever(facts: Facts, call: TSESTree.CallExpression): boolean {
  const [only] = call.arguments;
  const isEmpty = call.arguments.length === 1 && only?.type === AST_NODE_TYPES.ArrayExpression && only.elements.length === 0;
  return isEmpty && facts.sourceCode.getText(call).replaceAll(/\s/g, "") === "AbortSignal.any([])";
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

/** The statement or member that a function's comment stands before. */
function holder(node: ts.Node): ts.Node {
  return ts.isVariableDeclaration(node) && ts.isVariableDeclarationList(node.parent) ? node.parent.parent : node;
}

function saysDetached(facts: Facts, node: ts.Node): boolean {
  if (!ts.isFunctionLike(node) && !ts.isVariableStatement(node) && !ts.isPropertyAssignment(node) && !ts.isPropertyDeclaration(node) && !ts.isExportAssignment(node) && !ts.isClassLike(node)) return false;
  const memo = tagged(facts);
  let answer = memo.get(node);
  if (answer === undefined) memo.set(node, (answer = leadingComment(node).some((comment) => /^\/\*\*[^]*@detached\b/.test(comment))));
  return answer;
}

/** JSDoc comments before a node, read as text: the same in every `jsDocParsingMode`. */
export function leadingComment(node: ts.Node): readonly string[] {
  const { text } = node.getSourceFile();
  return (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []).map(({ pos, end }) => text.slice(pos, end));
}
