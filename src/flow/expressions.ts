import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { classDefinition } from "./classes.js";
import { condition, given, nullish, truthy, unwrapped } from "./conditions.js";
import { assignTo, place } from "./patterns.js";
import { RETURN } from "./scopes.js";
import type { Wiring } from "./wiring.js";

/** Evaluates an expression. Its step, if it has one, comes when its operands have their values. */
export function expression(wiring: Wiring, wrapped: TSESTree.Node): void {
  const node = unwrapped(wrapped);
  switch (node.type) {
    case N.Identifier:
      if (node.name === "undefined") wiring.step("value", node);
      else wiring.risky("read", node);
      break;
    case N.MemberExpression:
      callee(wiring, node.object, node.optional);
      if (node.computed) wiring.visit(node.property);
      wiring.risky("access", node);
      break;
    case N.CallExpression:
      callee(wiring, node.callee, node.optional);
      call(wiring, "call", node, node.arguments);
      break;
    case N.NewExpression:
      wiring.visit(node.callee);
      call(wiring, "new", node, node.arguments);
      break;
    case N.TaggedTemplateExpression:
      wiring.visit(node.tag);
      call(wiring, "call", node, node.quasi.expressions);
      break;
    case N.ImportExpression:
      wiring.visit(node.source);
      if (node.options) wiring.visit(node.options);
      wiring.risky("import", node);
      break;
    case N.AwaitExpression:
      call(wiring, "await", node, [node.argument]);
      break;
    case N.YieldExpression:
      if (node.argument) wiring.visit(node.argument);
      wiring.alsoLeave(wiring.risky("yield", node), RETURN);
      break;
    case N.ChainExpression: {
      wiring.chains.push([]);
      wiring.visit(node.expression);
      wiring.front = [...wiring.front, ...(wiring.chains.pop() ?? [])];
      break;
    }
    case N.LogicalExpression:
      logical(wiring, node);
      break;
    case N.ConditionalExpression: {
      const [whenTrue, whenFalse] = condition(wiring, node.test);
      wiring.front = whenTrue;
      wiring.visit(node.consequent);
      const { front } = wiring;
      wiring.front = whenFalse;
      wiring.visit(node.alternate);
      wiring.front = [...front, ...wiring.front];
      break;
    }
    case N.AssignmentExpression:
      assignment(wiring, node);
      break;
    case N.UpdateExpression:
      wiring.visit(node.argument);
      wiring.risky("write", unwrapped(node.argument));
      break;
    case N.UnaryExpression:
      wiring.visit(node.argument);
      if (/^[-+~d]/.test(node.operator)) wiring.risky("operate", node);
      else wiring.step("value", node);
      break;
    case N.BinaryExpression:
      if (node.left.type !== N.PrivateIdentifier) wiring.visit(node.left);
      wiring.visit(node.right);
      if (node.operator === "===" || node.operator === "!==") wiring.step("value", node);
      else wiring.risky("operate", node);
      break;
    case N.TemplateLiteral:
      parts(wiring, node.expressions);
      if (node.expressions.length > 0) wiring.risky("operate", node);
      else wiring.step("value", node);
      break;
    case N.ArrayExpression:
      parts(wiring, node.elements);
      wiring.step("value", node);
      break;
    case N.ObjectExpression:
      for (const property of node.properties) {
        if (property.type === N.Property) parts(wiring, property.computed ? [property.key, property.value] : [property.value]);
        else parts(wiring, [property.argument]);
      }
      wiring.step("value", node);
      break;
    case N.SequenceExpression:
      parts(wiring, node.expressions);
      break;
    case N.SpreadElement:
      wiring.visit(node.argument);
      wiring.risky("iterate", node);
      break;
    case N.ClassExpression:
      classDefinition(wiring, node);
      break;
    case N.JSXElement:
      parts(wiring, node.openingElement.attributes);
      parts(wiring, node.children);
      wiring.step("value", node);
      break;
    case N.JSXFragment:
      parts(wiring, node.children);
      wiring.step("value", node);
      break;
    case N.JSXAttribute:
      if (node.value) wiring.visit(node.value);
      break;
    case N.JSXSpreadAttribute:
      wiring.visit(node.argument);
      break;
    case N.JSXExpressionContainer:
    case N.JSXSpreadChild:
      wiring.visit(node.expression);
      break;
    case N.JSXEmptyExpression:
    case N.JSXText:
    case N.PrivateIdentifier:
      break;
    default: // literals, functions, `this`, `super`, `import.meta`
      wiring.step("value", node);
  }
}

function parts(wiring: Wiring, nodes: readonly (TSESTree.Node | null)[]): void {
  for (const node of nodes) if (node) wiring.visit(node);
}

/** The left side of `.`, `?.`, `(…)` and `?.(…)`. */
function callee(wiring: Wiring, node: TSESTree.Node, isOptional: boolean): void {
  wiring.visit(node);
  if (!isOptional) return;
  const [absent, present] = nullish(wiring, node);
  wiring.chains.at(-1)?.push(...absent);
  wiring.front = present;
}

function call(
  wiring: Wiring,
  kind: "await" | "call" | "new",
  node: TSESTree.AwaitExpression | TSESTree.CallExpression | TSESTree.NewExpression | TSESTree.TaggedTemplateExpression,
  operands: readonly TSESTree.Node[],
): void {
  parts(wiring, operands);
  wiring.risky(kind, node);
  if (wiring.questions.isNever?.(node)) wiring.front = [];
}

function logical(wiring: Wiring, { left, operator, right }: TSESTree.LogicalExpression): void {
  let rest;
  if (operator === "??") {
    wiring.visit(left);
    [wiring.front, rest] = nullish(wiring, left);
  } else {
    const [whenTrue, whenFalse] = condition(wiring, left);
    [wiring.front, rest] = operator === "&&" ? [whenTrue, whenFalse] : [whenFalse, whenTrue];
  }
  wiring.visit(right);
  wiring.front = [...rest, ...wiring.front];
}

function bindsOf({ questions }: Wiring, target: TSESTree.Node): object | undefined {
  return target.type === N.Identifier ? questions.unchanged?.(target) : undefined;
}

function assignment(wiring: Wiring, { left, operator, right }: TSESTree.AssignmentExpression): void {
  const target = unwrapped(left);
  if (operator === "=") {
    const isPattern = target.type === N.ArrayPattern || target.type === N.ObjectPattern;
    if (!isPattern) place(wiring, target);
    wiring.visit(right);
    if (isPattern) assignTo(wiring, target, "write");
    else wiring.risky("write", target, bindsOf(wiring, target));
    given(wiring, target, right);
    return;
  }
  wiring.visit(target);
  let rest: typeof wiring.front = [];
  if (operator === "??=") [wiring.front, rest] = nullish(wiring, target);
  else if (operator === "||=") [rest, wiring.front] = truthy(wiring, target);
  else if (operator === "&&=") [wiring.front, rest] = truthy(wiring, target);
  wiring.visit(right);
  wiring.risky("write", target, bindsOf(wiring, target));
  wiring.front = [...rest, ...wiring.front];
}
