import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";
import * as tsutils from "ts-api-utils";
import ts from "typescript";

import type { ValueAccess } from "./calls.js";
import { isTestFile } from "./entry.js";
import type { Facts } from "./facts.js";
import { unchangedValue } from "./given.js";
import { unwrap } from "./position/syntax.js";
import { symbolOf } from "./symbols.js";
import { isOrExtends, typeAnswer } from "./types.js";
import type { WriterPattern } from "../models/model.js";

/** Why a value lives longer than a request. */
export type LongLived = "function" | "logger" | "module" | "resource";

/** What a logger can do, whatever else. */
const LOGGER = ["info", "warn", "error"];
/** How a resource is given back, whatever its type. */
const CLOSED_BY = ["close", "end", "quit", "destroy", "disconnect", "$disconnect", "release"];
const SPAN = ["spanContext", "spanId", "traceId", "setAttribute", "addAttribute", "setTag"];
const DISPOSED_BY = ["dispose", "asyncDispose"];

/** The values that a call puts into a context; of a record, each property's. */
export function valuesWritten(facts: Facts, { call, pattern }: ValueAccess<WriterPattern>): readonly TSESTree.Expression[] {
  const given = call.arguments.some(({ type }) => type === N.SpreadElement) ? undefined : call.arguments["record" in pattern ? pattern.record : pattern.value];
  if (given === undefined || given.type === N.SpreadElement) return [];
  if (!("record" in pattern)) return [given];
  if (pattern.property === undefined) return recordValues(facts, given);
  return propertiesOf(facts, given).flatMap((property) => (ASTUtils.getPropertyName(property) === pattern.property ? recordValues(facts, property.value as TSESTree.Expression) : []));
}

function recordValues(facts: Facts, record: TSESTree.Expression): readonly TSESTree.Expression[] {
  return propertiesOf(facts, record).map((property) => property.value as TSESTree.Expression);
}

/** The properties of an object literal, or of a constant that is one; spread ones included. */
function propertiesOf(facts: Facts, expression: TSESTree.Expression): readonly TSESTree.Property[] {
  const literal = literalOf(facts, expression);
  return (literal?.properties ?? []).flatMap((property) => (property.type === N.Property ? [property] : propertiesOf(facts, property.argument)));
}

function literalOf(facts: Facts, expression: TSESTree.Expression): TSESTree.ObjectExpression | undefined {
  const node = unwrap(expression);
  if (node.type === N.ObjectExpression) return node;
  const value = node.type === N.Identifier ? unchangedValue(facts, node) : undefined;
  const literal = value && unwrap(value);
  return literal?.type === N.ObjectExpression ? literal : undefined;
}

/** The parts of a value that live on their own: what a written-out object or array holds, else the value itself. */
export function partsOf(value: TSESTree.Expression): readonly TSESTree.Expression[] {
  const node = unwrap(value);
  if (node.type === N.ObjectExpression) {
    return node.properties.flatMap((property) => (property.type === N.Property && !ASTUtils.isFunction(property.value) ? partsOf(property.value as TSESTree.Expression) : []));
  }
  if (node.type === N.ArrayExpression) return node.elements.flatMap((element) => (element === null || element.type === N.SpreadElement ? [] : partsOf(element)));
  return [value];
}

/** Does the value live longer than the request whose context it is put into, and why? */
export function longLived(facts: Facts, value: TSESTree.Expression): LongLived | undefined {
  const node = unwrap(value);
  if (node.type === N.Literal || node.type === N.TemplateLiteral) return undefined;
  if (ASTUtils.isFunction(node) || node.type === N.ClassExpression) return "function";
  const cast = facts.services.getTypeAtLocation(value);
  // A cast to `unknown` hides what the value is, and one to a class says it.
  const written = isPlain(cast) ? facts.services.getTypeAtLocation(node) : cast;
  if (isPlain(written)) return undefined;
  const type = facts.checker.getNonNullableType(constrained(facts, written));
  const parts = tsutils.unionConstituents(type).map((part) => constrained(facts, part));
  if (parts.length === 0 || parts.some(isPlain) || parts.some((part) => isOfModel(facts, part) || isSpan(facts, part))) return undefined;
  if (parts.every((part) => part.getCallSignatures().length > 0 || part.getConstructSignatures().length > 0)) return "function";
  if (parts.every((part) => LOGGER.every((name) => isMethod(facts, part.getProperty(name))))) return "logger";
  if (parts.every((part) => isClosed(facts, part))) return "resource";
  return isOfModule(facts, node) && !isTestFile(facts) ? "module" : undefined;
}

function constrained(facts: Facts, type: ts.Type): ts.Type {
  return tsutils.isTypeFlagSet(type, ts.TypeFlags.Instantiable) ? (facts.checker.getBaseConstraintOfType(type) ?? type) : type;
}

const PLAIN =
  ts.TypeFlags.Any |
  ts.TypeFlags.Unknown |
  ts.TypeFlags.Never |
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.ESSymbolLike |
  ts.TypeFlags.EnumLike |
  ts.TypeFlags.VoidLike |
  ts.TypeFlags.Null;

/** A primitive is copied, and nobody knows what an `any` is. */
function isPlain(type: ts.Type): boolean {
  const parts = tsutils.isIntersectionType(type) ? type.types : [type];
  return parts.some((part) => tsutils.isTypeFlagSet(part, PLAIN));
}

/** Contexts and their handles (spans, controllers) are the request's own. */
function isOfModel(facts: Facts, type: ts.Type): boolean {
  if (typeAnswer(facts, type) !== "no") return true;
  const handles = facts.models.flatMap((model) => model.handles ?? []).flatMap((handle) => handle.type);
  return handles.some((place) => isOrExtends(facts, type, place));
}

/** A span of any tracing library: it ends, and says to which trace it belongs or takes attributes. */
function isSpan(facts: Facts, type: ts.Type): boolean {
  if (!isMethod(facts, type.getProperty("end")) && !isMethod(facts, type.getProperty("finish"))) return false;
  return SPAN.some((name) => type.getProperty(name) !== undefined);
}

function isClosed(facts: Facts, type: ts.Type): boolean {
  if (CLOSED_BY.some((name) => isMethod(facts, type.getProperty(name)))) return true;
  return type.getProperties().some(({ escapedName }) => DISPOSED_BY.some((name) => String(escapedName).startsWith(`__@${name}@`)));
}

function isMethod(facts: Facts, property: ts.Symbol | undefined): boolean {
  if (property === undefined) return false;
  const type = facts.checker.getNonNullableType(facts.checker.getTypeOfSymbol(property));
  return tsutils.unionConstituents(type).some((part) => part.getCallSignatures().length > 0);
}

/** A variable of this or another module, or what a namespace import has under a name. */
function isOfModule(facts: Facts, node: TSESTree.Node): boolean {
  if (node.type === N.ConditionalExpression) return isOfModule(facts, unwrap(node.consequent)) || isOfModule(facts, unwrap(node.alternate));
  if (node.type === N.LogicalExpression) return isOfModule(facts, unwrap(node.left)) || isOfModule(facts, unwrap(node.right));
  if (node.type !== N.Identifier && node.type !== N.MemberExpression) return false;
  return symbolOf(facts, node.type === N.MemberExpression ? node.property : node)?.declarations?.some(isModuleLevel) === true;
}

function isModuleLevel(declaration: ts.Declaration): boolean {
  if (ts.isExportAssignment(declaration)) return true;
  if (!ts.isVariableDeclaration(declaration) && !ts.isBindingElement(declaration)) return false;
  let node: ts.Node = declaration;
  while (ts.isBindingElement(node) || ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)) node = node.parent;
  const statement = node.parent?.parent;
  return ts.isVariableDeclaration(node) && ts.isVariableStatement(statement) && (ts.isSourceFile(statement.parent) || ts.isModuleBlock(statement.parent));
}
