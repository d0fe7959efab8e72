import { isBuiltin } from 'node:module';

import { ASTUtils, AST_NODE_TYPES as N, type TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';

import { type Facts, programMemo } from '../contexts/facts.js';
import { isSignal, type Sleep } from '../contexts/sleeps.js';
import { combine, type Edit } from './edit.js';
import { importName } from './imports.js';
import { moduleStatements } from './module-level.js';
import { freshModuleName } from './names.js';
import { propertyText } from './properties.js';
import { replaceExpression } from './replace-expression.js';
import { giveUpName } from './unused.js';

/** A sleep that ends with a signal, and whether it is sure to be the same but for that. */
interface CancellableSleep {
  readonly edit: Edit;
  readonly isSure: boolean;
}

const MODULE = 'node:timers/promises';

/**
 * The sleep as `setTimeout` of `node:timers/promises` with a signal. Nothing where the code need not run in Node.js, or
 * where the context is no signal.
 */
export function cancellableSleep(
  facts: Facts,
  { delay, isUnref, promise, value }: Sleep,
  signal: { readonly text: string; readonly type: ts.Type },
): CancellableSleep | undefined {
  const { sourceCode } = facts;
  if (delay === undefined || !isSignal(facts, signal.type) || !isForNode(facts)) return undefined;
  const hint = freshModuleName(sourceCode, 'sleep') === 'sleep' ? 'sleep' : 'delay';
  const imported = importName(facts, { module: MODULE, name: 'setTimeout', hint, at: promise });
  if (imported === undefined) return undefined;
  const options = [...(isUnref ? ['ref: false'] : []), propertyText('signal', signal.text)].join(', ');
  const types = value === undefined ? '' : typeArguments(facts, promise);
  const given = [typeof delay === 'string' ? delay : sourceCode.getText(delay), value ? sourceCode.getText(value) : 'undefined'];
  const text = `${imported.localName}${types}(${given.join(', ')}, { ${options} })`;
  const rest = unusedAfter(facts, promise);
  const edit = combine(replaceExpression(sourceCode, promise, text), ...(imported.edit ? [imported.edit] : []), ...(rest?.edit ? [rest.edit] : []));
  const isSure = (value === undefined || isSameLater(facts, value)) && (rest === undefined || rest.edit !== undefined);
  return edit && { edit, isSure };
}

/** With `noUnusedLocals` a sleep of the program's own that nobody calls any more is an error. */
function unusedAfter({ program, sourceCode }: Facts, promise: TSESTree.Expression): { readonly edit: Edit | undefined } | undefined {
  const callee = promise.type === N.CallExpression && program.getCompilerOptions().noUnusedLocals === true ? promise.callee : undefined;
  const variable = callee?.type === N.Identifier ? ASTUtils.findVariable(sourceCode.getScope(callee), callee.name) : undefined;
  return variable ? { edit: giveUpName(sourceCode, variable) } : undefined;
}

/** `<string>` of `new Promise<string>(…)`. */
function typeArguments({ sourceCode }: Facts, promise: TSESTree.Expression): string {
  return promise.type === N.NewExpression && promise.typeArguments ? sourceCode.getText(promise.typeArguments) : '';
}

/** What is given after the wait is now evaluated before. */
function isSameLater({ sourceCode }: Facts, value: TSESTree.Expression): boolean {
  if (value.type === N.Literal) return true;
  if (value.type !== N.Identifier) return false;
  const variable = ASTUtils.findVariable(sourceCode.getScope(value), value.name);
  return variable?.references.every((use) => !use.isWrite() || use.init === true) ?? value.name === 'undefined';
}

const nodePrograms = programMemo(({ checker, program }) => ({
  hasModule: checker.getAmbientModules().some(({ name }) => name === `"${MODULE}"`),
  hasDom: program.getSourceFiles().some((file) => program.isSourceFileDefaultLibrary(file) && /lib\.dom\.d\.ts$/.test(file.fileName)),
}));

/** Does the file import a module of Node.js, or has the program nothing else? */
function isForNode(facts: Facts): boolean {
  const { hasDom, hasModule } = nodePrograms(facts);
  return hasModule && (!hasDom || moduleStatements(facts.sourceCode).some((statement) => isBuiltin(moduleOf(statement) ?? '')));
}

function moduleOf(statement: TSESTree.ProgramStatement): string | undefined {
  switch (statement.type) {
    case N.ImportDeclaration:
      return statement.source.value;
    case N.TSImportEqualsDeclaration:
      return statement.moduleReference.type === N.TSExternalModuleReference ? statement.moduleReference.expression.value : undefined;
    case N.VariableDeclaration: {
      const init = statement.declarations[0]?.init;
      const [source] = init?.type === N.CallExpression && init.callee.type === N.Identifier && init.callee.name === 'require' ? init.arguments : [];
      return source?.type === N.Literal ? String(source.value) : undefined;
    }
    default:
      return undefined;
  }
}
