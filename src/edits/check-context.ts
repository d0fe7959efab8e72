import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { Catching } from "../contexts/aftermath.js";
import type { Available } from "../contexts/available.js";
import type { Facts } from "../contexts/facts.js";
import { enclosingFunction, isFunction } from "../contexts/position/syntax.js";
import { carriersOf } from "../contexts/types.js";
import type { ContextModel } from "../models/model.js";
import { type Edit, replaceRange } from "./edit.js";
import { insertAtBlockStart, insertStatementAfter } from "./statements.js";

/** The way a context is named at some place. */
type Named = Pick<Available, "model" | "nullable" | "text" | "type">;

/**
 * The statement that leaves when the context is over, `signal.throwIfAborted();`, by the context's model or by that of a
 * context it carries. Nothing where its members have other names, or where a bare `return` does not fit.
 * @param instead what stands for a `return` that does not fit: `break;` in a loop
 */
export function spellCheck(facts: Facts, context: Named, at: TSESTree.Node, instead?: string): string | undefined {
  const own = spelled(facts, context, at, instead);
  if (own !== undefined) return own;
  for (const { model, nullable, path, type } of carriersOf(facts, facts.checker.getNonNullableType(context.type))) {
    const text = `${context.text}${context.nullable ? "?." : "."}${path}`;
    const carried = spelled(facts, { model, nullable: nullable || context.nullable, text, type }, at, instead);
    if (carried !== undefined) return carried;
  }
  return undefined;
}

function spelled(facts: Facts, { model, nullable, text, type }: Named, at: TSESTree.Node, instead: string | undefined): string | undefined {
  const check = templateOf(facts, model, type);
  if (check === undefined) return undefined;
  const fits = !check.includes("return;") || mayReturnNothing(facts, at);
  if (!fits && instead === undefined) return undefined;
  const statement = fits ? check : check.replace("return;", instead ?? "");
  return statement.replaceAll("{ctx}.", () => `${text}${nullable ? "?." : "."}`);
}

/** The model's spelling, with the names as this very type has them. */
function templateOf({ checker }: Facts, { spelling }: ContextModel, type: ts.Type): string | undefined {
  if (spelling?.check === undefined) return undefined;
  const names = checker.getPropertiesOfType(checker.getNonNullableType(type)).map(({ name }) => name);
  let isKnown = true;
  const template = spelling.check.replaceAll(/\{ctx\}\.(\w+)/g, (_, wanted: string) => {
    const name = names.find((each) => each === wanted) ?? names.find((each) => each.toLowerCase() === wanted.toLowerCase());
    isKnown &&= name !== undefined;
    return `{ctx}.${name ?? wanted}`;
  });
  return isKnown ? template : undefined;
}

/** Does `return;` fit where the node stands? Not in a callback, whose caller goes on. */
function mayReturnNothing({ checker, services }: Facts, at: TSESTree.Node): boolean {
  const fn = enclosingFunction(at);
  if (fn === undefined || !isFunction(fn) || fn.parent.type === N.CallExpression) return false;
  if (fn.generator) return true;
  const node = services.esTreeNodeToTSNodeMap.get(fn.parent.type === N.MethodDefinition ? fn.parent : fn);
  const result = ts.isFunctionLike(node) ? checker.getSignatureFromDeclaration(node)?.getReturnType() : undefined;
  const value = result && (fn.async ? checker.getAwaitedType(result) : result);
  return value !== undefined && tsutils.unionConstituents(value).some(({ flags }) => (flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined | ts.TypeFlags.Any)) !== 0);
}

/** A check that a suggestion inserts. */
export interface InsertedCheck {
  readonly check: string;
  readonly edit: Edit;
}

/** The check as the first thing a handler does; after the statement where there is none. */
export function checkWhenCaught(facts: Facts, { handler, isChain, statement }: Catching, context: Named): InsertedCheck | undefined {
  const { sourceCode } = facts;
  if (handler === undefined) {
    const check = spellCheck(facts, context, statement);
    return check === undefined ? undefined : { check, edit: insertStatementAfter(sourceCode, statement, check) };
  }
  const check = spellCheck(facts, context, handler);
  // Who leaves a callback does not leave the function around it.
  if (check === undefined || (isChain && check.includes("return;"))) return undefined;
  if (handler.type === N.BlockStatement) return { check, edit: insertAtBlockStart(sourceCode, handler, check) };
  const arrow = sourceCode.getTokenBefore(handler, ({ value }) => value === "=>");
  const fn = handler.parent;
  if (arrow === null || !isFunction(fn) || sourceCode.getCommentsInside(fn).some(({ range }) => range[0] > arrow.range[1])) return undefined;
  return { check, edit: replaceRange([arrow.range[1], fn.range[1]], ` { ${check} return ${sourceCode.getText(handler)}; }`) };
}
