import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { type Facts, fileMemo, programMemo } from "./facts.js";

/**
 * What a name in a file may stand for, told by syntax alone: the first question about a call, so that the checker is
 * asked only where the answer may be yes.
 */

/** `export { background as root }` anywhere in the program: other names under which a name may be imported. */
const renamedExports = programMemo((facts) => {
  const renamed = new Map<string, Set<string>>();
  for (const file of facts.program.getSourceFiles()) {
    for (const statement of file.statements) {
      if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined) continue;
      if (!ts.isNamedExports(statement.exportClause)) continue;
      for (const { name, propertyName } of statement.exportClause.elements) {
        if (propertyName !== undefined) add(renamed, name.text, propertyName.text);
      }
    }
  }
  return renamed;
});

const localNames = fileMemo((facts) => {
  const stands = new Map<string, Set<string>>();
  for (const scope of facts.sourceCode.scopeManager?.scopes ?? []) {
    for (const variable of scope.variables) {
      const definition = variable.defs[0]?.node;
      if (definition?.type === AST_NODE_TYPES.ImportDefaultSpecifier) add(stands, variable.name, "default");
      if (definition?.type === AST_NODE_TYPES.ImportSpecifier) {
        const imported = definition.imported.type === AST_NODE_TYPES.Identifier ? definition.imported.name : definition.imported.value;
        if (imported !== variable.name) add(stands, variable.name, imported);
        for (const original of renamedExports(facts).get(imported) ?? []) add(stands, variable.name, original);
      }
      if (definition?.type !== AST_NODE_TYPES.VariableDeclarator || definition.init === null) continue;
      if (definition.id.type === AST_NODE_TYPES.Identifier) {
        const alias = lastName(definition.init);
        if (alias !== undefined) add(stands, variable.name, alias);
      } else if (definition.id.type === AST_NODE_TYPES.ObjectPattern) {
        for (const property of definition.id.properties) {
          if (property.type !== AST_NODE_TYPES.Property || property.computed || property.key.type !== AST_NODE_TYPES.Identifier) continue;
          if (property.value.type === AST_NODE_TYPES.Identifier && property.value.name === variable.name) add(stands, variable.name, property.key.name);
        }
      }
    }
  }
  return stands;
});

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}

/** `f` of `f`, `x.f`, `x?.f`, `x["f"]`, through casts. */
export function lastName(node: TSESTree.Node): string | undefined {
  switch (node.type) {
    case AST_NODE_TYPES.Identifier:
    case AST_NODE_TYPES.PrivateIdentifier:
      return node.name;
    case AST_NODE_TYPES.MemberExpression:
      if (!node.computed) return node.property.name;
      return node.property.type === AST_NODE_TYPES.Literal ? String(node.property.value) : undefined;
    case AST_NODE_TYPES.ChainExpression:
    case AST_NODE_TYPES.TSNonNullExpression:
    case AST_NODE_TYPES.TSAsExpression:
    case AST_NODE_TYPES.TSSatisfiesExpression:
    case AST_NODE_TYPES.TSTypeAssertion:
    case AST_NODE_TYPES.TSInstantiationExpression:
      return lastName(node.expression);
    default:
      return undefined;
  }
}

/** May the callee or reference be one of these names (lower case)? A sure no costs no question to the checker. */
export function mayBe(facts: Facts, node: TSESTree.Node, names: ReadonlySet<string>): boolean {
  const name = lastName(node);
  if (name === undefined) return false;
  if (names.has(name.toLowerCase())) return true;
  const seen = new Set<string>([name]);
  for (const next of seen) {
    if (next === "default" || names.has(next.toLowerCase())) return true;
    for (const other of localNames(facts).get(next) ?? []) seen.add(other);
    for (const other of next === name ? [] : (renamedExports(facts).get(next) ?? [])) seen.add(other);
  }
  return false;
}
