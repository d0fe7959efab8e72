import type { TSESTree } from '@typescript-eslint/utils';
import { isIntrinsicErrorType } from 'ts-api-utils';
import ts from 'typescript';

import type { Facts } from '../contexts/facts.js';

/** What is asked of a file: its text and scopes, and TypeScript's view of it. */
export type FileFacts = Pick<Facts, 'checker' | 'sourceCode' | 'sourceFile'>;

/** Whether edits of a file may contain TypeScript syntax: a TypeScript file, or a script element with `lang="ts"`. */
export function canSpellTypes({ sourceCode, sourceFile }: Pick<FileFacts, 'sourceCode' | 'sourceFile'>): boolean {
  const { fileName } = sourceFile;
  if (/\.[cm]?tsx?$/.test(fileName)) return true;
  if (/\.[cm]?jsx?$/.test(fileName)) return false;
  return /<script\b[^>]*\slang\s*=\s*(?:"tsx?"|'tsx?'|tsx?\b)/i.test(sourceCode.text);
}

/** A parameter with its type where the file can spell it, its name alone in JavaScript. */
export function parameterText(facts: Pick<FileFacts, 'sourceCode' | 'sourceFile'>, name: string, type: string): string {
  return canSpellTypes(facts) ? `${name}: ${type}` : name;
}

/**
 * A type as a text that means the same at module level of this file. Nothing where it names what is not in scope there
 * (local types, type parameters, what is not imported), where it is unresolved, and in JavaScript.
 */
export function typeText(facts: FileFacts, type: TSESTree.TypeNode | ts.Type): string | undefined {
  if (!canSpellTypes(facts)) return undefined;
  return 'range' in type ? writtenTypeText(facts, type) : printedTypeText(facts, type);
}

function writtenTypeText({ sourceCode }: FileFacts, node: TSESTree.TypeNode): string | undefined {
  const isInside = ({ range }: TSESTree.Node): boolean => range[0] >= node.range[0] && range[1] <= node.range[1];
  const isVisible = (sourceCode.scopeManager?.scopes ?? []).every(({ references }) =>
    references.every(({ identifier, resolved }) => {
      if (!isInside(identifier) || resolved === null) return true;
      const { scope } = resolved;
      return scope.type === 'global' || scope.type === 'module' || isInside(scope.block);
    }),
  );
  const usesThis = sourceCode.getTokens(node).some(({ value }) => value === 'this');
  return isVisible && !usesThis ? sourceCode.getText(node) : undefined;
}

function printedTypeText({ checker, sourceFile }: FileFacts, type: ts.Type): string | undefined {
  if (isIntrinsicErrorType(type)) return undefined;
  const node = checker.typeToTypeNode(type, sourceFile, ts.NodeBuilderFlags.NoTruncation);
  if (node === undefined || !isSpellable(checker, sourceFile, node)) return undefined;
  return ts.createPrinter({ removeComments: true }).printNode(ts.EmitHint.Unspecified, node, sourceFile);
}

function isSpellable(checker: ts.TypeChecker, sourceFile: ts.SourceFile, type: ts.TypeNode): boolean {
  const own = new Set<string>(); // type parameters of the type itself, as in `<T>(x: T) => T`
  const named: ts.Identifier[] = [];
  let isSpelled = true;
  const visit = (node: ts.Node): void => {
    if (ts.isTypeParameterDeclaration(node)) own.add(node.name.text);
    else if (ts.isTypeReferenceNode(node)) named.push(headOf(node.typeName));
    else if (ts.isTypeQueryNode(node)) named.push(headOf(node.exprName));
    else if (UNSPELLABLE.has(ts.isTypeOperatorNode(node) ? node.operator : node.kind)) isSpelled = false;
    ts.forEachChild(node, visit);
  };
  visit(type);
  const foreign = named.filter((name) => !own.has(name.text));
  if (!isSpelled || foreign.length === 0) return isSpelled;
  const { Alias, Namespace, Type, Value } = ts.SymbolFlags;
  const visible = checker.getSymbolsInScope(sourceFile, Alias | Namespace | Type | Value);
  return foreign.every((name) => means(checker, name, visible));
}

/** Another module's name, `this`, and `unique symbol`, which only the declaration of the symbol may say. */
const UNSPELLABLE = new Set([ts.SyntaxKind.ImportType, ts.SyntaxKind.ThisType, ts.SyntaxKind.UniqueKeyword]);

function headOf(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : headOf(name.left);
}

/** Whether a printed name means among the visible ones what it means in the type. */
function means(checker: ts.TypeChecker, name: ts.Identifier, visible: readonly ts.Symbol[]): boolean {
  // The type printer notes on each name what it stands for.
  const { symbol } = name as { symbol?: ts.Symbol };
  if (symbol === undefined) return false;
  const declarations = new Set(unaliased(checker, symbol).declarations);
  return visible.some(
    (one) =>
      one.name === name.text &&
      unaliased(checker, one).declarations?.some((declaration) => declarations.has(declaration)),
  );
}

function unaliased(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}
