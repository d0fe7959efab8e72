import ts from "typescript";

import type { Facts } from "./facts.js";
import { originOf } from "./symbols.js";
import type { ClassNode } from "./stores.js";

/** Does another file of the program import this class? What is changed here would have to be changed there too. */
export function isImportedElsewhere(facts: Facts, owner: ClassNode): boolean {
  const name = owner.id?.name;
  const symbol = owner.id && facts.services.getSymbolAtLocation(owner.id);
  if (name === undefined || symbol == null) return false;
  return facts.program.getSourceFiles().some((file) => {
    if (file === facts.sourceFile || file.isDeclarationFile || !file.text.includes(name)) return false;
    return file.statements.some((statement) => ts.isImportDeclaration(statement) && importedBy(statement).some((local) => isOf(facts, local, symbol)));
  });
}

function importedBy({ importClause }: ts.ImportDeclaration): readonly ts.Identifier[] {
  const bindings = importClause?.namedBindings;
  const named = bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements.map((element) => element.name) : [];
  return importClause?.name === undefined ? named : [importClause.name, ...named];
}

function isOf(facts: Facts, local: ts.Identifier, symbol: ts.Symbol): boolean {
  const imported = facts.checker.getSymbolAtLocation(local);
  return imported !== undefined && originOf(facts, imported)?.valueDeclaration === symbol.valueDeclaration;
}
