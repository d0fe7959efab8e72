import { AST_NODE_TYPES, ASTUtils, type TSESTree } from '@typescript-eslint/utils';

import { type Edit, editOf, insertAt } from './edit.js';
import type { Source } from './layout.js';
import { appendToList, type CommaList } from './list.js';
import { insertAfterLine, insertAtModuleHead, isImport, moduleStatements } from './module-level.js';
import { freshModuleName } from './names.js';
import { canSpellTypes, type FileFacts } from './types.js';

/** A name of another module that an edit needs. */
export interface ImportRequest {
  readonly module: string;
  /** The exported name; `default` needs a `hint`. */
  readonly name: string;
  /** Only the type is needed. */
  readonly isType?: boolean;
  /** What to call it where its own name is taken: `sleep` for `setTimeout`. */
  readonly hint?: string;
  /** Where it will be used: a local name that means something else there is not used. */
  readonly at?: TSESTree.Node;
}

/** How the imported thing is called in the file, and the edit that makes it so; none where it is there already. */
export interface ImportedName {
  readonly localName: string;
  readonly edit?: Edit;
}

/**
 * Brings a name of another module into a file: an existing import of it is used, one of its module is extended, else a
 * new one is put after the last import or at the head of the module, in the style of the file. In CommonJS it is a
 * `require`. Nothing for a type in JavaScript.
 */
export function importName(
  { sourceCode, sourceFile }: Pick<FileFacts, 'sourceCode' | 'sourceFile'>,
  request: ImportRequest,
): ImportedName | undefined {
  const spellsTypes = canSpellTypes({ sourceCode, sourceFile });
  if (request.isType && !spellsTypes) return undefined;
  const statements = moduleStatements(sourceCode);
  const existing = localNameOf(sourceCode, statements, request);
  if (existing !== undefined) return { localName: existing };

  const local = freshLocalName(sourceCode, request);
  const isCommonJs = !spellsTypes && usesRequire(sourceCode, statements, sourceFile.fileName);
  const specifier = specifierText(request.name, local, isCommonJs ? ': ' : ' as ');
  const edit =
    (isCommonJs
      ? extendRequire(sourceCode, statements, request, specifier)
      : extendImport(sourceCode, statements, request, specifier)) ??
    newImport(sourceCode, statements, request, specifier, isCommonJs);
  return { localName: local, edit };
}

type Statements = readonly TSESTree.ProgramStatement[];

function localNameOf(sourceCode: Source, statements: Statements, request: ImportRequest): string | undefined {
  const names = [...importedNames(statements, request), ...requiredNames(sourceCode, statements, request)];
  return names.find((name) => isVisible(sourceCode, name, request.at));
}

function* importedNames(statements: Statements, { module, name, isType = false }: ImportRequest): Generator<string> {
  for (const statement of statements) {
    if (!isImport(statement) || moduleOf(statement) !== bareName(module)) continue;
    if (statement.importKind === 'type' && !isType) continue;
    if (statement.type === AST_NODE_TYPES.TSImportEqualsDeclaration) {
      if (name !== 'default') yield `${statement.id.name}.${name}`;
      continue;
    }
    for (const specifier of statement.specifiers) {
      const local = specifier.local.name;
      if (specifier.type === AST_NODE_TYPES.ImportDefaultSpecifier) {
        if (name === 'default') yield local;
      } else if (specifier.type === AST_NODE_TYPES.ImportNamespaceSpecifier) {
        if (name !== 'default') yield `${local}.${name}`;
      } else if (keyName(specifier.imported) === name && (isType || specifier.importKind !== 'type')) yield local;
    }
  }
}

function* requiredNames(sourceCode: Source, statements: Statements, { module, name }: ImportRequest): Generator<string> {
  for (const { id } of requiresOf(statements, module)) {
    if (id.type === AST_NODE_TYPES.Identifier && isNeverReassigned(sourceCode, id)) yield `${id.name}.${name}`;
    if (id.type !== AST_NODE_TYPES.ObjectPattern) continue;
    for (const property of id.properties) {
      if (property.type !== AST_NODE_TYPES.Property || property.value.type !== AST_NODE_TYPES.Identifier) continue;
      const isNamed = ASTUtils.getPropertyName(property) === name;
      if (isNamed && isNeverReassigned(sourceCode, property.value)) yield property.value.name;
    }
  }
}

function isNeverReassigned(sourceCode: Source, id: TSESTree.Identifier): boolean {
  const variable = ASTUtils.findVariable(sourceCode.getScope(id), id.name);
  return variable?.references.every((reference) => !reference.isWrite() || reference.init === true) ?? false;
}

function isVisible(sourceCode: Source, name: string, at: TSESTree.Node | undefined): boolean {
  if (at === undefined) return true;
  const head = name.replace(/\..*/, '');
  const scope = ASTUtils.findVariable(sourceCode.getScope(at), head)?.scope;
  return scope === undefined || scope.type === 'module' || scope.type === 'global' || scope.block === sourceCode.ast;
}

function freshLocalName(sourceCode: Source, { name, hint = name }: ImportRequest): string {
  const own = name === 'default' ? hint : name;
  return freshModuleName(sourceCode, own) === own ? own : freshModuleName(sourceCode, hint);
}

function specifierText(name: string, local: string, separator: string): string {
  return name === local ? name : `${name}${separator}${local}`;
}

function extendImport(
  sourceCode: Source,
  statements: Statements,
  { module, isType = false }: ImportRequest,
  specifier: string,
): Edit | undefined {
  const declarations = statements.filter(
    (statement) =>
      statement.type === AST_NODE_TYPES.ImportDeclaration &&
      moduleOf(statement) === bareName(module) &&
      statement.attributes.length === 0 &&
      statement.specifiers.every(({ type }) => type !== AST_NODE_TYPES.ImportNamespaceSpecifier),
  ) as TSESTree.ImportDeclaration[];
  const isOfType = (one: TSESTree.ImportDeclaration): boolean =>
    one.importKind === 'type' && one.specifiers.every(({ type }) => type === AST_NODE_TYPES.ImportSpecifier);
  const ofType = isType ? declarations.find(isOfType) : undefined;
  const declaration = ofType ?? declarations.find(({ importKind }) => importKind !== 'type');
  if (declaration === undefined) return undefined;

  const text = isType && ofType === undefined ? `type ${specifier}` : specifier;
  const elements = declaration.specifiers.filter(({ type }) => type === AST_NODE_TYPES.ImportSpecifier);
  const [open, close] = [ASTUtils.isOpeningBraceToken, ASTUtils.isClosingBraceToken].map((isBrace) =>
    sourceCode.getFirstToken(declaration, (token) => isBrace(token) && token.range[1] <= declaration.source.range[0]),
  );
  if (open && close) return editOf(appendToList(sourceCode, { open, close, elements, padding: ' ' }, text));
  const braces = spaced(sourceCode, text);
  const [defaultName] = declaration.specifiers;
  return defaultName
    ? insertAt(defaultName.range[1], `, ${braces}`)
    : insertAt(declaration.source.range[0], `${braces} from `); // `import 'module'`
}

function extendRequire(
  sourceCode: Source,
  statements: Statements,
  { module }: ImportRequest,
  specifier: string,
): Edit | undefined {
  for (const { id } of requiresOf(statements, module)) {
    if (id.type !== AST_NODE_TYPES.ObjectPattern || id.properties.at(-1)?.type === AST_NODE_TYPES.RestElement) continue;
    const list = bracesOf(sourceCode, id);
    if (list) return editOf(appendToList(sourceCode, list, specifier));
  }
  return undefined;
}

function bracesOf(sourceCode: Source, pattern: TSESTree.ObjectPattern): CommaList | undefined {
  const open = sourceCode.getFirstToken(pattern);
  const close = sourceCode.getLastToken(pattern);
  return open && close ? { open, close, elements: pattern.properties, padding: ' ' } : undefined;
}

function newImport(
  sourceCode: Source,
  statements: Statements,
  { module, isType = false }: ImportRequest,
  specifier: string,
  isCommonJs: boolean,
): Edit {
  const quote = quoteOf(sourceCode, statements);
  const source = quote + module + quote;
  const end = usesSemicolons(sourceCode, statements) ? ';' : '';
  const names = spaced(sourceCode, specifier);
  const text = isCommonJs
    ? `const ${names} = require(${source})${end}`
    : `import ${isType ? 'type ' : ''}${names} from ${source}${end}`;
  const last = statements.findLast((statement) => isImport(statement) || (isCommonJs && isRequire(statement)));
  return last ? insertAfterLine(sourceCode, last, text) : insertAtModuleHead(sourceCode, text);
}

/** Whether a JavaScript file is a CommonJS module. */
function usesRequire(sourceCode: Source, statements: Statements, fileName: string): boolean {
  if (fileName.endsWith('.cjs')) return true;
  if (fileName.endsWith('.mjs') || statements.some(({ type }) => /^(?:Import|Export)/.test(type))) return false;
  return statements.some(isRequire) || (sourceCode.ast.sourceType as string) === 'commonjs';
}

function isRequire(statement: TSESTree.Node): boolean {
  return (
    statement.type === AST_NODE_TYPES.VariableDeclaration &&
    statement.declarations.some(({ init }) => requiredModule(init) !== undefined)
  );
}

function requiresOf(statements: Statements, module: string): TSESTree.VariableDeclarator[] {
  return statements.flatMap((statement) =>
    statement.type === AST_NODE_TYPES.VariableDeclaration
      ? (statement.declarations as TSESTree.VariableDeclarator[]).filter(
          ({ init }) => requiredModule(init) === bareName(module),
        )
      : [],
  );
}

function requiredModule(init: TSESTree.Expression | null): string | undefined {
  if (init?.type !== AST_NODE_TYPES.CallExpression || init.callee.type !== AST_NODE_TYPES.Identifier) return undefined;
  const [source] = init.arguments;
  const isCall = init.callee.name === 'require' && source?.type === AST_NODE_TYPES.Literal;
  return isCall && typeof source.value === 'string' ? bareName(source.value) : undefined;
}

function moduleOf(statement: TSESTree.ImportDeclaration | TSESTree.TSImportEqualsDeclaration): string | undefined {
  if (statement.type === AST_NODE_TYPES.ImportDeclaration) return bareName(statement.source.value);
  const { moduleReference } = statement;
  return moduleReference.type === AST_NODE_TYPES.TSExternalModuleReference
    ? bareName(moduleReference.expression.value)
    : undefined;
}

/** `node:fs` and `fs` are one module. */
function bareName(module: string): string {
  return module.replace(/^node:/, '');
}

function keyName(key: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return key.type === AST_NODE_TYPES.Identifier ? key.name : key.value;
}

function spaced(sourceCode: Source, names: string): string {
  return /^import[^'"\n]*\{\S/m.test(sourceCode.text) ? `{${names}}` : `{ ${names} }`;
}

/** The quotes of the file's other imports, else those that most of its strings have. */
function quoteOf(sourceCode: Source, statements: Statements): string {
  const [statement] = statements.filter((one) => isImport(one) || isRequire(one)).slice(-1);
  const tokens = statement ? sourceCode.getTokens(statement) : sourceCode.ast.tokens;
  const strings = tokens.filter(({ type }) => type === 'String');
  const double = strings.filter(({ value }) => value.startsWith('"'));
  return double.length * 2 > strings.length ? '"' : "'";
}

/** Whether the file's last import ends with a semicolon, or else its first statement that may have one. */
function usesSemicolons(sourceCode: Source, statements: Statements): boolean {
  const simple = [AST_NODE_TYPES.ExpressionStatement, AST_NODE_TYPES.VariableDeclaration];
  const statement =
    statements.findLast((one) => isImport(one) || isRequire(one)) ??
    statements.find(({ type }) => simple.some((one) => one === type));
  if (statement) return sourceCode.getLastToken(statement)?.value === ';';
  return sourceCode.ast.tokens.some(({ value }) => value === ';') || sourceCode.lines.length < 2;
}
