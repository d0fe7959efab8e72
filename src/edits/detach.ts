import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/utils';

import type { Facts } from '../contexts/facts.js';
import type { ContextModel } from '../models/model.js';
import { importSource } from './context-parameter.js';
import type { Edit } from './edit.js';
import { importName } from './imports.js';
import { moduleStatements } from './module-level.js';

/** An expression, and the import it needs. */
export interface Spelled {
  readonly text: string;
  readonly edit?: Edit;
}

/**
 * `withoutCancel(ctx)`: the values of a context without its end. Spelled where the module that `like` comes from exports
 * the model's function for it.
 */
export function spellDetached(facts: Facts, model: ContextModel, like: TSESTree.Expression, context: string): Spelled | undefined {
  const name = model.spelling?.detach;
  const source = name === undefined ? undefined : importSource(facts, like);
  if (name === undefined || source === undefined || !exports(facts, source.module, name)) return undefined;
  const imported = importName(facts, { module: source.module, name, at: like });
  return imported && { text: `${imported.localName}(${context})`, ...(imported.edit ? { edit: imported.edit } : {}) };
}

/** `context.active()`: the ambient context, over a name of the same module. */
export function spellAmbient(facts: Facts, model: ContextModel, like: TSESTree.Expression): Spelled | undefined {
  const ambient = model.spelling?.ambient;
  const source = ambient && importSource(facts, like);
  if (ambient === undefined || source === undefined || !exports(facts, source.module, ambient.name)) return undefined;
  const imported = importName(facts, { module: source.module, name: ambient.name, at: like });
  return imported && { text: `${imported.localName}.${ambient.member}`, ...(imported.edit ? { edit: imported.edit } : {}) };
}

function exports(facts: Facts, module: string, name: string): boolean {
  const declaration = moduleStatements(facts.sourceCode).find((statement) => statement.type === AST_NODE_TYPES.ImportDeclaration && statement.source.value === module);
  if (declaration?.type !== AST_NODE_TYPES.ImportDeclaration) return false;
  const symbol = facts.services.getSymbolAtLocation(declaration.source);
  return symbol !== undefined && facts.checker.getExportsOfModule(symbol).some((exported) => exported.name === name);
}
