import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { ContextModel } from "../models/model.js";
import { type Call, calleeNode } from "./accepts.js";
import type { Facts } from "./facts.js";
import { isSleepName, wordsOf } from "./position/names.js";
import { calleeName, receiverOf } from "./position/syntax.js";
import { isThenable } from "./position/thenable.js";
import { symbolOf } from "./symbols.js";

/** Is the call done when anybody could cancel it? What a context carries it might still read. */
export function isDoneAtOnce(facts: Facts, call: Call, { values }: ContextModel): boolean {
  if (values !== undefined) return false;
  if (call.type === N.NewExpression) return SETTINGS.test(wordsOf(calleeName(call) ?? "").at(-1) ?? "");
  return isTick(call) || isBlocking(facts, call) || isBuilder(facts, call) || isConversion(call) || isOwnFile(call) || givesData(facts, call);
}

/** `new ConnectionConfig(options)`: what is asked with it gets the context. */
const SETTINGS = /^(?:config|configuration|options|settings)$/;

/** `await setTimeout(1)`: it only lets others run. */
function isTick(call: Call): boolean {
  const [delay] = call.arguments;
  return isSleepName(calleeName(call) ?? "") && delay?.type === N.Literal && typeof delay.value === "number" && delay.value <= 1;
}

/** Milliseconds that nobody notices. */
const MOMENT = 250;

/** Is a wait of so many milliseconds over before anybody notices? */
export function isMoment({ sourceCode }: Facts, delay: TSESTree.Expression | string | undefined): boolean {
  if (delay === undefined) return false;
  const ms = typeof delay === "string" ? Number(delay) : mostOf(sourceCode, delay);
  return ms !== undefined && ms <= MOMENT;
}

/** What a number is at most, where that can be read: `DELAYS[turn]`, `pause - elapsed`, `Math.min(ms, 100)`. */
function mostOf(sourceCode: Facts["sourceCode"], node: TSESTree.Node): number | undefined {
  const valueOf = (part: TSESTree.Node): unknown => ASTUtils.getStaticValue(part, sourceCode.getScope(part))?.value;
  const value = valueOf(node);
  if (typeof value === "number") return value;
  if (node.type === N.BinaryExpression && node.operator === "-") return mostOf(sourceCode, node.left);
  if (node.type === N.MemberExpression && node.computed) {
    const all = valueOf(node.object);
    return Array.isArray(all) && all.every((each): each is number => typeof each === "number") ? Math.max(...all) : undefined;
  }
  if (node.type !== N.CallExpression || calleeName(node) !== "min") return undefined;
  const limits = node.arguments.flatMap((argument) => mostOf(sourceCode, argument) ?? []);
  return limits.length > 0 ? Math.min(...limits) : undefined;
}

/** `converter.asWorkspaceEdit(edit)`: what is here already takes another form. */
function isConversion(call: TSESTree.CallExpression): boolean {
  return receiverOf(call) !== undefined && /^as[A-Z]/.test(calleeName(call) ?? "");
}

/** `fetch(new URL("./font.ttf", import.meta.url))`: a file of the program itself, which is there or is not. */
function isOwnFile({ arguments: [url] }: Call): boolean {
  return url?.type === N.NewExpression && url.callee.type === N.Identifier && url.callee.name === "URL" && url.arguments[1] !== undefined && isOwnUrl(url.arguments[1]);
}

function isOwnUrl(node: TSESTree.Node): boolean {
  return node.type === N.MemberExpression && node.object.type === N.MetaProperty && node.property.type === N.Identifier && node.property.name === "url";
}

function isBlocking(facts: Facts, call: Call): boolean {
  return /[a-z]Sync$/.test(calleeName(call) ?? "") && facts.checker.getPropertyOfType(facts.services.getTypeAtLocation(call), "then") === undefined;
}

/** `model.bindTools(tools)`, `client.withHeaders(headers)`: what it gives takes the context when it is asked for something. */
function isBuilder(facts: Facts, call: TSESTree.CallExpression): boolean {
  if (receiverOf(call) === undefined || !/^(?:bind|with)$/.test(wordsOf(calleeName(call) ?? "")[0] ?? "")) return false;
  return isThenable(facts, call) === "no" && facts.services.getTypeAtLocation(call).getProperties().length > 0;
}

/** Does a function of the program give plain data, or options for another call? */
function givesData(facts: Facts, call: Call): boolean {
  const declaration = symbolOf(facts, calleeNode(call))?.valueDeclaration;
  if (declaration === undefined || !ts.isFunctionLike(declaration) || !("body" in declaration) || declaration.body === undefined) return false;
  const parts = tsutils.unionConstituents(facts.services.getTypeAtLocation(call)).filter((part) => !tsutils.isTypeFlagSet(part, ts.TypeFlags.Null | ts.TypeFlags.Undefined));
  return parts.length > 0 && parts.every((part) => isPlainData(facts, part) || isBagOfOptions(part));
}

function isPlainData({ checker }: Facts, type: ts.Type): boolean {
  if (checker.isArrayType(type) || checker.isTupleType(type)) return checker.getTypeArguments(type as ts.TypeReference).every((part) => checker.getPropertyOfType(part, "then") === undefined);
  return tsutils.isTypeFlagSet(type, ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.BigIntLike);
}

/** Everything in it may be left out: nothing that is under way is like that. */
function isBagOfOptions(type: ts.Type): boolean {
  const properties = tsutils.isObjectType(type) && type.getCallSignatures().length === 0 ? type.getProperties() : [];
  return properties.length > 0 && properties.every((property) => tsutils.isSymbolFlagSet(property, ts.SymbolFlags.Optional));
}
