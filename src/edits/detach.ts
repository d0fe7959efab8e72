import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/utils';

import type { Facts } from '../contexts/facts.js';
import type { ContextModel } from '../models/model.js';
import { exportedNames, importSource } from './context-parameter.js';
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
 * the model's function for it, as that module writes it.
 */
export function spellDetached(facts: Facts, model: ContextModel, like: TSESTree.Expression, context: string): Spelled | undefined {
  const name = model.spelling?.detach;
  return name === undefined ? undefined : spelledFrom(facts, like, name, (local) => `${local}(${context})`);
}

/** As {@link spellDetached}, for a context that is at hand: the function comes from any module that the file imports from. */
export function spellDetachedHere(facts: Facts, model: ContextModel, context: TSESTree.Expression): Spelled | undefined {
  const wanted = model.spelling?.detach?.toLowerCase();
  if (wanted === undefined) return undefined;
  for (const statement of moduleStatements(facts.sourceCode)) {
    if (statement.type !== AST_NODE_TYPES.ImportDeclaration) continue;
    const module = statement.source.value;
    const name = exportedNames(facts, module).find((each) => each.toLowerCase() === wanted);
    const imported = name === undefined ? undefined : importName(facts, { module, name, at: context });
    if (imported !== undefined) return { text: `${imported.localName}(${facts.sourceCode.getText(context)})`, ...(imported.edit ? { edit: imported.edit } : {}) };
  }
  return undefined;
}

/** `context.active()`: the ambient context, over a name of the same module. */
export function spellAmbient(facts: Facts, model: ContextModel, like: TSESTree.Expression): Spelled | undefined {
  const ambient = model.spelling?.ambient;
  return ambient && spelledFrom(facts, like, ambient.name, (local) => `${local}.${ambient.member}`);
}

function spelledFrom(facts: Facts, like: TSESTree.Expression, wanted: string, spell: (local: string) => string): Spelled | undefined {
  const source = importSource(facts, like);
  const names = source === undefined ? [] : exportedNames(facts, source.module);
  const name = names.find((each) => each === wanted) ?? names.find((each) => each.toLowerCase() === wanted.toLowerCase());
  if (source === undefined || name === undefined) return undefined;
  const imported = importName(facts, { module: source.module, name, at: like });
  return imported && { text: spell(imported.localName), ...(imported.edit ? { edit: imported.edit } : {}) };
}
