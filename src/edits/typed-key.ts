import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/utils';
import ts from 'typescript';

import type { Facts } from '../contexts/facts.js';
import { importedKeyMaker, type KeyUse } from '../contexts/keys.js';
import { type Cast, castsOf } from '../contexts/reads.js';
import { combine, type Edit, replaceRange } from './edit.js';
import { importName } from './imports.js';
import type { Source } from './layout.js';
import { insertAtModuleLevel, isImport, moduleStatements } from './module-level.js';
import { freshModuleName } from './names.js';
import { typeText } from './types.js';

/** A declared key in place of a literal one. */
export interface TypedKey {
  /** How the key is made: `createKey<User>("user")`. */
  readonly text: string;
  readonly edit: Edit;
}

/**
 * Declares a typed key at module level and uses it in all of these places of one literal key; casts of what is read go.
 * Nothing where no type can be told, where the places disagree, or where the file has no key constructor to import.
 */
export function declareTypedKey(facts: Facts, uses: readonly KeyUse[]): TypedKey | undefined {
  const { sourceCode } = facts;
  const [first] = uses;
  const literal = first && literalOf(first.key);
  const maker = first && importedKeyMaker(facts, first.model);
  if (first === undefined || literal === undefined || maker === undefined || hasKeyFor(sourceCode, literal)) return undefined;
  const type = valueType(facts, uses);
  const imported = type === undefined ? undefined : importName(facts, { module: maker.module, name: maker.name });
  if (type === undefined || imported === undefined) return undefined;

  const name = freshModuleName(sourceCode, keyName(literal));
  const text = `${maker.isClass ? 'new ' : ''}${imported.localName}<${type}>(${sourceCode.getText(first.key)})`;
  const lastImport = moduleStatements(sourceCode).findLast(isImport);
  const end = lastImport && sourceCode.getLastToken(lastImport)?.value !== ';' ? '' : ';';
  const places = uses.map((use) => combine(replaceRange(use.key.range, name), ...castsOf(use.call).map((cast) => withoutCast(sourceCode, cast))));
  const edit = combine(
    ...(imported.edit ? [imported.edit] : []),
    insertAtModuleLevel(sourceCode, `const ${name} = ${text}${end}`, first.key),
    ...places,
  );
  return edit && { text, edit };
}

/** The text of a literal key that is an argument. */
export function literalOf(key: TSESTree.Expression): string | undefined {
  if (key.type === AST_NODE_TYPES.Literal && typeof key.value === 'string' && key.parent.type !== AST_NODE_TYPES.Property) return key.value;
  if (key.type === AST_NODE_TYPES.TemplateLiteral && key.quasis.length === 1) return key.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

/** Whether the module has a constant already that was made for this text: which of the two is meant, a person must say. */
function hasKeyFor(sourceCode: Source, literal: string): boolean {
  return moduleStatements(sourceCode).some((statement) => {
    const declaration = statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? statement.declaration : statement;
    if (declaration?.type !== AST_NODE_TYPES.VariableDeclaration) return false;
    return declaration.declarations.some(({ init }) => {
      const isCall = init?.type === AST_NODE_TYPES.CallExpression || init?.type === AST_NODE_TYPES.NewExpression;
      const [argument] = isCall ? init.arguments : [];
      return argument?.type === AST_NODE_TYPES.Literal && argument.value === literal;
    });
  });
}

/** The one type that all places agree on: casts say it, or else what is written. */
function valueType(facts: Facts, uses: readonly KeyUse[]): string | undefined {
  const { checker, services } = facts;
  const claimed = uses.flatMap((use) => (use.isRead ? claimedType(use) : []));
  const written = uses.flatMap(({ value }) => (value ? [checker.getBaseTypeOfLiteralType(services.getTypeAtLocation(value))] : []));
  if (written.some((type) => type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Undefined | ts.TypeFlags.Null))) return undefined;
  const texts = claimed.length > 0 ? claimed.map((node) => typeText(facts, node)) : written.map((type) => typeText(facts, type));
  const [text] = texts;
  if (text === undefined || texts.some((other) => other !== text)) return undefined;
  const fits = claimed.slice(0, 1).every((node) => written.every((type) => checker.isTypeAssignableTo(type, services.getTypeAtLocation(node))));
  return fits ? text : undefined;
}

/** What a cast, or a type argument, claims to be read, `undefined` and `null` aside. */
function claimedType({ call }: KeyUse): TSESTree.TypeNode[] {
  const cast = castsOf(call).findLast((one) => one.type !== AST_NODE_TYPES.TSNonNullExpression);
  const node = cast?.typeAnnotation ?? call.typeArguments?.params[0];
  if (node === undefined) return [];
  const parts = (node.type === AST_NODE_TYPES.TSUnionType ? node.types : [node]).filter(({ type }) => !/^TS(?:Any|Null|Undefined|Unknown)Keyword$/.test(type));
  const [only] = parts;
  if (only === undefined) return [];
  return parts.length === 1 ? [only] : [node];
}

/** `value as T`, `<T>value` and `value!` as `value`. */
function withoutCast(sourceCode: Source, cast: Cast): Edit | undefined {
  if (sourceCode.getCommentsInside(cast).length > sourceCode.getCommentsInside(cast.expression).length) return undefined;
  if (cast.type === AST_NODE_TYPES.TSTypeAssertion) {
    const after = sourceCode.getTokenAfter(cast.typeAnnotation);
    const value = after && sourceCode.getTokenAfter(after);
    return value ? replaceRange([cast.range[0], value.range[0]], '') : undefined;
  }
  const mark = cast.type === AST_NODE_TYPES.TSNonNullExpression ? sourceCode.getLastToken(cast) : sourceCode.getTokenBefore(cast.typeAnnotation);
  const before = mark && sourceCode.getTokenBefore(mark);
  return before ? replaceRange([before.range[1], cast.range[1]], '') : undefined;
}

/** `X-Request-Id` as `xRequestIdKey`. */
function keyName(literal: string): string {
  const words = literal.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const camel = words.map((word, index) => (index === 0 ? (/^\p{Lu}+$/u.test(word) ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1)) : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  const name = /^\p{L}/u.test(camel) ? camel : `_${camel}`;
  return /key$/i.test(name) ? name : `${name}Key`;
}
