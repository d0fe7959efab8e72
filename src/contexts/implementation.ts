import ts from "typescript";

import type { ContextModel, ValuePattern } from "../models/model.js";
import { isYes } from "./answer.js";
import { type Facts, programMemo } from "./facts.js";
import { originsOf, valueMatches } from "./symbols.js";
import { storedAnswer, typeAnswer, typeMatches } from "./types.js";

const implemented = programMemo(() => new WeakMap<ts.SourceFile, Map<ContextModel, boolean>>());

/**
 * Is this file the model's implementation: does it declare the context type and make values of it, or declare an
 * exported function of the model? What rules say of contexts does not hold for the code that makes them what they are.
 */
export function implementsModel(facts: Facts, model: ContextModel): boolean {
  return fileImplements(facts, facts.sourceFile, model);
}

/** As {@link implementsModel}, of any file of the program. */
export function fileImplements(facts: Facts, file: ts.SourceFile, model: ContextModel): boolean {
  const memos = implemented(facts);
  let memo = memos.get(file);
  if (memo === undefined) memos.set(file, (memo = new Map<ContextModel, boolean>()));
  let answer = memo.get(model);
  if (answer === undefined) memo.set(model, (answer = exportsFunctionOf(facts, file, model) || makesOwnType(facts, file, model)));
  return answer;
}

function exportsFunctionOf(facts: Facts, file: ts.SourceFile, model: ContextModel): boolean {
  const patterns = [...(model.roots ?? []), ...(model.derives ?? [])].flatMap((pattern): ValuePattern[] => ("method" in pattern ? [] : [pattern]));
  return exportedBy(facts, file).some((symbol) => patterns.some((pattern) => valueMatches(facts, symbol, pattern) && speaksOf(facts, symbol, model)));
}

/** Functions and constants that this very file declares and exports, under each name that they have. */
function exportedBy(facts: Facts, file: ts.SourceFile): readonly ts.Symbol[] {
  const module = facts.checker.getSymbolAtLocation(file);
  return [...(module?.exports?.values() ?? [])].flatMap((exported) => {
    const names = originsOf(facts, exported);
    return names.at(-1)?.declarations?.some((declaration) => declaration.getSourceFile() === file) === true ? names : [];
  });
}

function speaksOf(facts: Facts, symbol: ts.Symbol, model: ContextModel): boolean {
  const type = facts.checker.getTypeOfSymbol(symbol);
  const signatures = type.getCallSignatures();
  const types = [type, ...signatures.flatMap((signature) => [signature.getReturnType(), ...signature.parameters.map((parameter) => facts.checker.getTypeOfSymbol(parameter))])];
  return types.some((each) => isOf(typeAnswer(facts, each), model) || isOf(storedAnswer(facts, each), model));
}

function isOf(answer: ReturnType<typeof typeAnswer>, model: ContextModel): boolean {
  return isYes(answer) && answer.model === model;
}

function makesOwnType(facts: Facts, file: ts.SourceFile, model: ContextModel): boolean {
  const declaresType = file.statements.some((statement) => {
    if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement) && !ts.isClassDeclaration(statement)) return false;
    const symbol = statement.name && facts.checker.getSymbolAtLocation(statement.name);
    if (symbol === undefined) return false;
    const type = facts.checker.getDeclaredTypeOfSymbol(symbol);
    // A subtype is ordinary code: only the model's own type counts, declared here and not merely named again.
    const isHere = (type.aliasSymbol ?? type.getSymbol())?.declarations?.some((declaration) => declaration === statement) === true;
    return isHere && model.contexts.some((pattern) => typeMatches(facts, type, pattern)) && !extendsAContext(facts, statement);
  });
  return declaresType && file.statements.some((statement) => makesContext(facts, statement, model));
}

function extendsAContext(facts: Facts, declaration: ts.ClassDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration): boolean {
  if (ts.isTypeAliasDeclaration(declaration)) return false;
  const parents = (declaration.heritageClauses ?? []).flatMap(({ types }) => types);
  return parents.some((parent) => isYes(typeAnswer(facts, facts.checker.getTypeAtLocation(parent))));
}

/** A class that is one, or a function that returns one. */
function makesContext(facts: Facts, statement: ts.Statement, model: ContextModel): boolean {
  if (ts.isClassDeclaration(statement) && statement.name !== undefined) {
    return isOf(typeAnswer(facts, facts.checker.getTypeAtLocation(statement.name)), model);
  }
  if (ts.isFunctionDeclaration(statement)) return returnsContext(facts, statement, model);
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.some(({ initializer }) => initializer !== undefined && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) && returnsContext(facts, initializer, model));
}

function returnsContext(facts: Facts, fn: ts.SignatureDeclaration, model: ContextModel): boolean {
  const signature = facts.checker.getSignatureFromDeclaration(fn);
  return signature !== undefined && isOf(storedAnswer(facts, signature.getReturnType()), model);
}
