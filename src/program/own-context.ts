import * as tsutils from "ts-api-utils";
import ts from "typescript";

import { isYes } from "../contexts/answer.js";
import { type Facts, programMemo } from "../contexts/facts.js";
import { mayLeadTo } from "../contexts/reach.js";
import { originOf } from "../contexts/symbols.js";
import { carriersOf, storedAnswer } from "../contexts/types.js";
import { writtenAt } from "../contexts/written.js";
import { type FunctionBody } from "./callees.js";
import { stripped } from "./syntax.js";

/**
 * Has the function a context of its own: a parameter that is one or leads to one, a field of its object, or what the
 * function around it has? Then nothing is missing in its signature, and what it does with it is reported inside.
 */
export function hasOwnContext(facts: Facts, fn: FunctionBody): boolean {
  const memo = memos(facts).functions;
  let answer = memo.get(fn);
  if (answer === undefined) memo.set(fn, (answer = isHeld(facts, fn, (parameter) => mayHold(facts, parameter), (statement) => declaresContext(facts, statement, fn))));
  return answer;
}

/**
 * As {@link hasOwnContext}, where that costs little: of fields, and of parameters whose type is said in words that mean the
 * same elsewhere (`options?: RequestOptions`), so that it is resolved once for many functions. What is
 * made of other types may be thousands of them: there the name is to speak of a context.
 */
export function hasNamedContext(facts: Facts, fn: ts.SignatureDeclaration): boolean {
  return isHeld(facts, fn, (parameter) => writtenAt(parameter) !== undefined && (SPEAKING.test(parameter.name.getText()) || !isMade(facts, parameter.type)) && mayHold(facts, parameter), () => false);
}

/** Is it another name for what is made of types: `type Request = Partial<Options>`, `type Client<T> = Base & T`? */
function isMade(facts: Facts, type: ts.TypeNode | undefined): boolean {
  const symbol = type !== undefined && ts.isTypeReferenceNode(type) ? facts.checker.getSymbolAtLocation(type.typeName) : undefined;
  const [declaration] = (symbol && originOf(facts, symbol))?.declarations ?? [];
  if (declaration === undefined || !ts.isTypeAliasDeclaration(declaration) || ts.isTypeLiteralNode(declaration.type)) return false;
  return declaration.typeParameters !== undefined || (ts.isTypeReferenceNode(declaration.type) && declaration.type.typeArguments !== undefined);
}

/** Has the function a parameter that is a context or leads to one, by a type that is written of it, or of the function? What a callback gets, the checker would infer from the call around it. */
export function takesContext(facts: Facts, fn: ts.SignatureDeclaration): boolean {
  const { type } = fn.parent as { readonly type?: ts.Node };
  return fn.parameters.some((parameter) => (type ?? parameter.type ?? parameter.initializer) !== undefined && mayHold(facts, parameter));
}

const memos = programMemo(() => ({ functions: new WeakMap<FunctionBody, boolean>(), classes: new WeakMap<ts.ClassLikeDeclaration, boolean>() }));

/** Names of parameters that are contexts, or options with one. */
const SPEAKING = /abort|cancel|context|ctx|opt|signal|token/i;
/** Names of parameters that hold a context where their type does not say. */
const TELLING = new RegExp(`${SPEAKING.source}|arg|req`, "i");

function mayHold(facts: Facts, node: ts.ParameterDeclaration | ts.VariableDeclaration): boolean {
  if (node.type !== undefined && !isAnything(node.type) && !mayLeadTo(facts, node.type, 1)) return false;
  const type = facts.checker.getTypeAtLocation(node);
  if (tsutils.isTypeFlagSet(type, ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return TELLING.test(node.name.getText());
  return reaches(facts, type);
}

/** Is a value of this type a context, a container of contexts, or does it lead to one? */
export function reaches(facts: Facts, type: ts.Type): boolean {
  return isYes(storedAnswer(facts, type)) || tsutils.unionConstituents(type).some((part) => carriersOf(facts, part).length > 0);
}

function isAnything({ kind }: ts.TypeNode): boolean {
  return kind === ts.SyntaxKind.AnyKeyword || kind === ts.SyntaxKind.UnknownKeyword;
}

/** Is a context held by the function, the functions around it, or the class whose instance `this` is? */
function isHeld(facts: Facts, fn: ts.SignatureDeclaration, isContext: (parameter: ts.ParameterDeclaration) => boolean, declares: (statement: ts.Statement) => boolean): boolean {
  let inner: ts.Node = fn;
  for (let node = fn as ts.Node | undefined; node !== undefined; inner = node, node = node.parent as ts.Node | undefined) {
    if (ts.isClassLike(node)) {
      if (!isStatic(inner) && classHas(facts, node)) return true;
    } else if (ts.isFunctionLike(node)) {
      if (node.parameters.some(isContext)) return true;
    } else if (ts.isBlock(node) && node.statements.some(declares)) return true;
  }
  return false;
}

function isStatic(member: ts.Node): boolean {
  return ts.canHaveModifiers(member) && ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true;
}

function classHas(facts: Facts, owner: ts.ClassLikeDeclaration): boolean {
  const memo = memos(facts).classes;
  let answer = memo.get(owner);
  if (answer === undefined) memo.set(owner, (answer = askClass(facts, owner)));
  return answer;
}

function askClass(facts: Facts, owner: ts.ClassLikeDeclaration): boolean {
  const declared = facts.checker.getTypeAtLocation(owner);
  const type = declared.getConstructSignatures()[0]?.getReturnType() ?? declared; // of a class expression
  return facts.checker.getPropertiesOfType(type).some(({ valueDeclaration: node }) => {
    if (node === undefined || !(ts.isPropertyDeclaration(node) || ts.isParameter(node) || ts.isAccessor(node))) return false;
    if (node.type !== undefined && !isAnything(node.type) && !mayLeadTo(facts, node.type, 1)) return false;
    const value = ts.isPropertyDeclaration(node) && node.initializer ? stripped(node.initializer) : undefined;
    return (value === undefined || !isLiteral(value)) && reaches(facts, facts.checker.getTypeAtLocation(node));
  });
}

function isLiteral(value: ts.Expression): boolean {
  return ts.isLiteralExpression(value) || ts.isArrowFunction(value) || ts.isFunctionExpression(value) || ts.isArrayLiteralExpression(value);
}

/** A local variable of a function around that is a context, or leads to one. */
function declaresContext(facts: Facts, statement: ts.Statement, fn: FunctionBody): boolean {
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.some((declaration) => {
    const value = declaration.initializer && stripped(declaration.initializer);
    return value !== fn && (value === undefined || !isLiteral(value)) && mayHold(facts, declaration);
  });
}
