import { ASTUtils, AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Facts } from "../contexts/facts.js";
import type { Timer } from "../contexts/handles/timers.js";
import { descendants } from "../contexts/position/reference.js";
import { memberName, wrapped } from "../contexts/position/syntax.js";
import { combine, type Edit, replaceRange } from "./edit.js";
import { freshName } from "./names.js";

/**
 * `AbortSignal.timeout(ms)` in place of a controller and the timer that aborts it; where the controller is aborted by
 * others too, a signal that joins both.
 */
export function limitSignal(facts: Facts, { controller, delay, handle }: Timer): Edit | undefined {
  const call = handle.made;
  const [definition] = controller.defs;
  const { limit, merge } = handle.model.spelling ?? {};
  if (call.type !== N.CallExpression || delay === undefined || limit === undefined || merge === undefined || definition?.type !== "Variable") return undefined;
  const { node: declarator, parent: declaration } = definition;
  const { id, init } = declarator;
  if (id.type !== N.Identifier || id.typeAnnotation !== undefined || init?.type !== N.NewExpression || init.arguments.length > 0 || declaration.declarations.length > 1) return undefined;

  const limited = limit.replace("{ms}", () => facts.sourceCode.getText(delay));
  const others = controller.references.filter(({ identifier, init: isInit }) => isInit !== true && !isInside(identifier, call)).map(({ identifier }) => identifier as TSESTree.Node);
  const reads = others.flatMap((each) => signalRead(each) ?? []);
  const removal = removeTimer(facts, call);
  if (removal === undefined || reads.length === 0) return undefined;
  if (reads.length < others.length) {
    const [read, ...more] = reads;
    if (read === undefined || more.length > 0) return undefined;
    const joined = merge.replace("{ctx}", () => facts.sourceCode.getText(read)).replace("{other}", () => limited);
    return combine(replaceRange(read.range, joined), removal);
  }
  if (!isKnownAt(facts, delay, declarator)) return undefined;
  const name = freshName(facts.sourceCode.getScope(declarator), "signal");
  return combine(replaceRange(id.range, name), replaceRange(init.range, limited), ...reads.map((read) => replaceRead(read, name)), removal);
}

function isInside(node: { readonly range: TSESTree.Range }, outer: TSESTree.Node): boolean {
  return node.range[0] >= outer.range[0] && node.range[1] <= outer.range[1];
}

/** `controller.signal`. */
function signalRead(node: TSESTree.Node): TSESTree.MemberExpression | undefined {
  const { parent } = wrapped(node);
  return parent?.type === N.MemberExpression && memberName(parent) === "signal" ? parent : undefined;
}

function replaceRead(read: TSESTree.MemberExpression, name: string): Edit {
  const { parent } = read;
  const isShort = parent.type === N.Property && parent.value === read && !parent.computed && ASTUtils.getPropertyName(parent) === name;
  return replaceRange(isShort ? parent.range : read.range, name);
}

/** The timer's statement goes, and with it the statements that clear it. */
function removeTimer(facts: Facts, call: TSESTree.CallExpression): Edit | undefined {
  const { parent } = wrapped(call);
  if (parent?.type === N.ExpressionStatement) return removeStatement(facts, parent);
  if (parent?.type !== N.VariableDeclarator || parent.id.type !== N.Identifier || parent.parent.declarations.length > 1) return undefined;
  const [variable] = facts.sourceCode.getDeclaredVariables?.(parent) ?? [];
  const clears = (variable?.references ?? []).filter(({ init }) => init !== true).map(({ identifier }) => identifier.parent.parent);
  const statements = clears.flatMap((statement) => (statement?.type === N.ExpressionStatement ? [statement] : []));
  if (statements.length < clears.length) return undefined;
  return combine(...[parent.parent, ...statements].map((each) => removeStatement(facts, each)));
}

/** Nothing where the statement is all that its block has. */
function removeStatement({ sourceCode }: Facts, statement: TSESTree.Statement): Edit | undefined {
  const { parent } = statement;
  const before = sourceCode.getTokenBefore(statement);
  if (parent.type !== N.BlockStatement || parent.body.length < 2 || before === null || sourceCode.getCommentsBefore(statement).length > 0) return undefined;
  return replaceRange([before.range[1], statement.range[1]], "");
}

/** Is everything that an expression names declared before this, and only read? */
function isKnownAt(facts: Facts, expression: TSESTree.Expression, place: TSESTree.Node): boolean {
  return [...descendants(facts, expression)].every((node) => {
    if (node.type === N.AwaitExpression || node.type === N.CallExpression || node.type === N.NewExpression) return false;
    if (node.type !== N.Identifier || (node.parent.type === N.MemberExpression && node.parent.property === node && !node.parent.computed)) return true;
    const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
    return variable === null || variable.defs.every(({ name }) => name.range[0] < place.range[0] || name.type !== N.Identifier);
  });
}
