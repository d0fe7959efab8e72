import { AST_NODE_TYPES, ASTUtils, type TSESTree } from '@typescript-eslint/utils';

import type { Facts } from '../contexts/facts.js';
import { nodesOf } from '../contexts/position/reference.js';
import { enclosingFunction, isWithin } from '../contexts/position/syntax.js';
import { addArgument } from './arguments.js';
import { combine, type Edit, editOf, replaceRange } from './edit.js';
import { freshName } from './names.js';
import { addProperty } from './properties.js';
import { insertStatementBefore } from './statements.js';
import { wrapInTryFinally } from './try-finally.js';

/**
 * A removal that is the last statement of its block, in a `finally` around what comes before it. Nothing where a promise
 * is returned on the way that nobody awaits.
 */
export function removeInFinally(facts: Facts, registration: TSESTree.CallExpression, removal: TSESTree.CallExpression): Edit | undefined {
  const { sourceCode } = facts;
  const [statement, last] = [registration.parent, removal.parent];
  if (!isStatementOf(statement, registration) || !isStatementOf(last, removal) || last.parent !== statement.parent) return undefined;
  const before = sourceCode.getTokenBefore(last);
  const { parent } = statement;
  if (parent.type !== AST_NODE_TYPES.BlockStatement || parent.body.at(-1) !== last || before === null || before.range[0] < statement.range[1]) return undefined;
  if (sourceCode.getCommentsBefore(last).length > 0 || sourceCode.getCommentsAfter(last).length > 0 || mayReturnPromise(facts, statement)) return undefined;
  const wrapped = wrapInTryFinally(sourceCode, statement, sourceCode.getText(last));
  return wrapped && combine(without(wrapped, [before.range[1], last.range[1]]), replaceRange([before.range[1], last.range[1]], ''));
}

/** The rest of the block in `try`, and the listener taken away in `finally`: by its function, or by a signal of its own. */
export function takeAway(facts: Facts, registration: TSESTree.CallExpression): Edit | undefined {
  const { sourceCode } = facts;
  const statement = registration.parent.type === AST_NODE_TYPES.ChainExpression ? registration.parent.parent : registration.parent;
  if (statement.type !== AST_NODE_TYPES.ExpressionStatement || !waitsAfter(facts, statement)) return undefined;
  const [event, listener, options] = registration.arguments;
  if (event === undefined || listener === undefined) return undefined;
  if (listener.type === AST_NODE_TYPES.Identifier && (options === undefined || options.type === AST_NODE_TYPES.ObjectExpression) && !saysCapture(options)) {
    const callee = sourceCode.getText(registration.callee).replace(/addEventListener$/, 'removeEventListener');
    return wrapInTryFinally(sourceCode, statement, `${callee}(${sourceCode.getText(event)}, ${listener.name});`);
  }
  if (options !== undefined && options.type !== AST_NODE_TYPES.ObjectExpression) return undefined;
  const name = freshName(sourceCode.getScope(statement), 'done');
  const signal = `${name}.signal`;
  const own = options === undefined ? addArgument(sourceCode, registration, `{ signal: ${signal} }`, 2)?.edit : addProperty(sourceCode, options, 'signal', signal);
  return combine(insertStatementBefore(sourceCode, statement, `const ${name} = new AbortController();`), own, wrapInTryFinally(sourceCode, statement, `${name}.abort();`));
}

/** What a registration gives, kept and disposed in a `finally` around the rest of the block. */
export function disposeInFinally(facts: Facts, registration: TSESTree.CallExpression): Edit | undefined {
  const { sourceCode } = facts;
  const statement = registration.parent;
  if (!isStatementOf(statement, registration) || !waitsAfter(facts, statement)) return undefined;
  const name = freshName(sourceCode.getScope(statement), 'listener');
  const isNamed = facts.services.getTypeAtLocation(registration).getProperty('dispose') !== undefined;
  const kept = editOf([{ range: [registration.range[0], registration.range[0]], text: `const ${name} = ` }]);
  return combine(kept, wrapInTryFinally(sourceCode, statement, `${name}${isNamed ? '.dispose' : '[Symbol.dispose]'}();`));
}

function isStatementOf(statement: TSESTree.Node, call: TSESTree.CallExpression): statement is TSESTree.ExpressionStatement {
  return statement.type === AST_NODE_TYPES.ExpressionStatement && statement.expression === call;
}

function saysCapture(options: TSESTree.ObjectExpression | undefined): boolean {
  return options?.properties.some((property) => property.type !== AST_NODE_TYPES.Property || ASTUtils.getPropertyName(property) === 'capture') === true;
}

/** Is there something to wait for in the rest of the block, and nothing returned that is waited for later? */
function waitsAfter(facts: Facts, statement: TSESTree.Statement): boolean {
  return nodesOf(facts, AST_NODE_TYPES.AwaitExpression).some((node) => isAfter(node, statement)) && !mayReturnPromise(facts, statement);
}

function mayReturnPromise(facts: Facts, statement: TSESTree.Statement): boolean {
  return nodesOf(facts, AST_NODE_TYPES.ReturnStatement).some((node) => {
    if (node.argument === null || !isAfter(node, statement)) return false;
    const type = facts.services.getTypeAtLocation(node.argument);
    return facts.checker.getAwaitedType(type) !== type;
  });
}

/** Is the node in the rest of the block that a statement stands in, and not in a function there? */
function isAfter(node: TSESTree.Node, statement: TSESTree.Statement): boolean {
  const { parent, range } = statement;
  if (parent.type !== AST_NODE_TYPES.BlockStatement || node.range[0] < range[1] || !isWithin(node, parent)) return false;
  return enclosingFunction(node) === enclosingFunction(statement);
}

/** The edit without what it changes inside a range. */
function without(edit: Edit, [start, end]: Readonly<TSESTree.Range>): Edit {
  return (fixer) => edit(fixer).filter(({ range }) => range[1] <= start || range[0] >= end);
}
