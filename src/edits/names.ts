import type { TSESLint } from '@typescript-eslint/utils';

import { remembered } from '../contexts/remembering.js';
import type { Source } from './layout.js';

type Scope = TSESLint.Scope.Scope;

/** A name for something new in this scope, that neither clashes with nor shadows anything named in it or in its inner scopes. */
export function freshName(scope: Scope, base: string): string {
  const named = remembered(known, scope, () => namesIn(scope));
  return numbered(base, (name) => named.has(name));
}

const known = new WeakMap<Scope, ReadonlySet<string>>();

function namesIn(scope: Scope): ReadonlySet<string> {
  const named = new Set<string>();
  const scopes = [scope];
  for (const inner of scopes) {
    addNames(inner, named);
    scopes.push(...inner.childScopes);
  }
  return named;
}

/** A name for something new at module level, that nothing in the file is called or refers to. */
export function freshModuleName(sourceCode: Source, base: string): string {
  const [global] = sourceCode.scopeManager?.scopes ?? [];
  return global ? freshName(global, base) : base;
}

function addNames(scope: Scope, names: Set<string>): void {
  for (const { identifier } of scope.references) names.add(identifier.name);
  for (const { name, defs, references } of scope.variables) {
    // The libraries' own names are variables of the global scope, used here or not.
    if (defs.length > 0 || references.length > 0) names.add(name);
  }
}

function numbered(base: string, isTaken: (name: string) => boolean): string {
  let name = base;
  for (let count = 2; isTaken(name) || RESERVED.has(name); count += 1) name = `${base}${count}`;
  return name;
}

const RESERVED = new Set(
  (
    'arguments async await break case catch class const continue debugger default delete do else enum eval export extends false finally for ' +
    'function if implements import in instanceof interface let new null package private protected public return static super switch ' +
    'this throw true try typeof undefined var void while with yield'
  ).split(' '),
);
