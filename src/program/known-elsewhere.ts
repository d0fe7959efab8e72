import type { TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import type { Facts } from "../contexts/facts.js";
import { isNamedIn } from "../contexts/identifiers.js";
import { functionName } from "../contexts/position/index.js";
import type { FunctionNode } from "../contexts/position/syntax.js";

/** Does another source file of the program refer to the function? Asked only where something is reported. */
export function isKnownElsewhere(facts: Facts, fn: FunctionNode): boolean {
  const name = functionName(fn);
  const own = nameNode(fn);
  const declaration = own && facts.services.getSymbolAtLocation(own)?.declarations?.[0];
  if (name === undefined || declaration === undefined) return false;
  const isOwn = (node: ts.Node): boolean => {
    const found = facts.checker.getSymbolAtLocation(node);
    const origin = found && (found.flags & ts.SymbolFlags.Alias) !== 0 ? facts.checker.getAliasedSymbol(found) : found;
    return origin?.declarations?.includes(declaration) === true;
  };
  const files = facts.program.getSourceFiles().filter((file) => file !== facts.sourceFile && !file.isDeclarationFile && isNamedIn(file, name));
  return files.some((file) => namesIn(file, name).some(isOwn));
}

function nameNode(fn: FunctionNode): TSESTree.Node | undefined {
  if (fn.id != null) return fn.id;
  const { parent } = fn;
  return "key" in parent ? parent.key : "id" in parent && parent.id !== null ? parent.id : undefined;
}

function namesIn(file: ts.SourceFile, name: string): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name) found.push(node);
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}
