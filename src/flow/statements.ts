import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { block, declaration } from "./blocks.js";
import { classDefinition } from "./classes.js";
import { condition, isCase, unwrapped } from "./conditions.js";
import { breakable, loop } from "./loops.js";
import { assignTo } from "./patterns.js";
import { Landing, RETURN, THROW } from "./scopes.js";
import type { Front, Wiring } from "./wiring.js";

/** Runs a statement, with the labels before it. False for what is none. */
export function statement(wiring: Wiring, node: TSESTree.Node, labels: readonly string[]): boolean {
  switch (node.type) {
    case N.BlockStatement:
    case N.TSModuleBlock:
      block(wiring, node.body);
      break;
    case N.ExpressionStatement:
    case N.TSExportAssignment:
      wiring.visit(node.expression);
      break;
    case N.VariableDeclaration:
      declaration(wiring, node); // `using` has a block around it
      break;
    case N.IfStatement: {
      const [whenTrue, whenFalse] = condition(wiring, node.test);
      wiring.front = whenTrue;
      block(wiring, [node.consequent]);
      const { front } = wiring;
      wiring.front = whenFalse;
      if (node.alternate) block(wiring, [node.alternate]);
      wiring.front = [...front, ...wiring.front];
      break;
    }
    case N.DoWhileStatement:
    case N.ForInStatement:
    case N.ForOfStatement:
    case N.ForStatement:
    case N.WhileStatement:
      loop(wiring, node, labels);
      break;
    case N.LabeledStatement:
      labeled(wiring, node, labels);
      break;
    case N.SwitchStatement:
      switchStatement(wiring, node);
      break;
    case N.TryStatement:
      tryStatement(wiring, node);
      break;
    case N.BreakStatement:
    case N.ContinueStatement:
      jump(wiring, node);
      break;
    case N.ReturnStatement:
      returnStatement(wiring, node);
      break;
    case N.ThrowStatement:
      wiring.visit(node.argument);
      wiring.step("throw", node);
      wiring.leave(THROW, node);
      break;
    case N.ClassDeclaration:
      classDefinition(wiring, node);
      break;
    case N.WithStatement:
      wiring.visit(node.object);
      wiring.visit(node.body);
      break;
    case N.ExportDefaultDeclaration:
    case N.ExportNamedDeclaration:
      if (node.declaration) wiring.visit(node.declaration);
      break;
    case N.TSModuleDeclaration:
      if ("body" in node) wiring.visit(node.body);
      break;
    case N.TSEnumDeclaration:
      for (const { initializer } of node.body.members) if (initializer) wiring.visit(initializer);
      break;
    case N.DebuggerStatement:
    case N.EmptyStatement:
    case N.ExportAllDeclaration:
    case N.FunctionDeclaration: // made before its block begins
    case N.ImportDeclaration:
    case N.TSDeclareFunction:
    case N.TSImportEqualsDeclaration:
    case N.TSInterfaceDeclaration:
    case N.TSNamespaceExportDeclaration:
    case N.TSTypeAliasDeclaration:
      break;
    default:
      return false;
  }
  return true;
}

function labeled(wiring: Wiring, { body, label }: TSESTree.LabeledStatement, outer: readonly string[]): void {
  const labels = [...outer, label.name];
  if (/^(?:For|While|DoWhile|Labeled)/.test(body.type)) {
    wiring.visit(body, labels);
    return;
  }
  breakable(wiring, body, { labels, isPlain: false, continue: undefined }, () => {
    block(wiring, [body]);
  });
}

function jump(wiring: Wiring, node: TSESTree.BreakStatement | TSESTree.ContinueStatement): void {
  const kind = node.type === N.BreakStatement ? "break" : "continue";
  const target = wiring.targets.findLast(
    (one) => (node.label ? one.labels.includes(node.label.name) : one.isPlain) && one[kind] !== undefined,
  );
  wiring.step("jump", node);
  if (target?.[kind]) wiring.leave(target[kind], node);
}

function returnStatement(wiring: Wiring, node: TSESTree.ReturnStatement): void {
  if (node.argument) wiring.visit(node.argument);
  if (node.argument && isAsyncGenerator(node)) wiring.risky("await", node);
  wiring.step("return", node);
  wiring.leave(RETURN, node);
}

/** In an async generator `return` awaits what it returns (ECMA-262, ReturnStatement evaluation). */
function isAsyncGenerator(node: TSESTree.Node): boolean {
  let outer: TSESTree.Node | undefined = node.parent;
  while (outer && !("params" in outer && "async" in outer)) outer = outer.parent;
  // Above the program ESLint has put null: a `return` outside of every function.
  return Boolean(outer && "async" in outer && outer.async && "generator" in outer && outer.generator);
}

function switchStatement(wiring: Wiring, node: TSESTree.SwitchStatement): void {
  breakable(wiring, node, { labels: [], isPlain: true, continue: undefined }, () => {
    wiring.visit(node.discriminant);
    const entries = new Map<TSESTree.SwitchCase, Front>();
    for (const one of node.cases) if (one.test) entries.set(one, caseTest(wiring, node.discriminant, one, one.test));
    const fallback = node.cases.find(({ test }) => !test);
    const none = wiring.front;
    if (fallback) entries.set(fallback, none);
    wiring.front = [];
    for (const one of node.cases) {
      wiring.front = [...wiring.front, ...(entries.get(one) ?? [])];
      block(wiring, one.consequent);
    }
    if (!fallback && !wiring.questions.isExhaustive?.(node)) wiring.front = [...wiring.front, ...none];
  });
}

/** Asks one case, and goes on with the ways on which it is not the one. */
function caseTest(wiring: Wiring, discriminant: TSESTree.Node, node: TSESTree.SwitchCase, test: TSESTree.Node): Front {
  const subject = unwrapped(discriminant);
  let same;
  if (subject.type === N.Literal && subject.value === true && isBoolean(unwrapped(test))) {
    [same, wiring.front] = condition(wiring, test);
  } else {
    wiring.visit(test);
    wiring.step("case", node);
    [same, wiring.front] = isCase(wiring, subject, test);
  }
  return same;
}

/** Whether `switch (true)` can take it for a condition: any other value is not the same as `true`. */
function isBoolean(node: TSESTree.Node): boolean {
  if (node.type === N.UnaryExpression) return node.operator === "!";
  if (node.type === N.LogicalExpression) return node.operator !== "??" && isBoolean(unwrapped(node.left)) && isBoolean(unwrapped(node.right));
  return node.type === N.BinaryExpression && /^(?:[!=]==?|[<>]=?|in|instanceof)$/.test(node.operator);
}

function tryStatement(wiring: Wiring, { block: body, finalizer, handler }: TSESTree.TryStatement): void {
  const guarded = (): void => {
    if (!handler) {
      wiring.visit(body);
      return;
    }
    const thrown = wiring.open(new Landing(THROW, () => wiring.detached("join", handler)));
    wiring.visit(body);
    wiring.close();
    const { front } = wiring;
    wiring.continueFrom(thrown.step);
    if (handler.param) assignTo(wiring, handler.param, "bind");
    wiring.visit(handler.body);
    wiring.front = [...front, ...wiring.front];
  };
  if (!finalizer) guarded();
  else wiring.finalized(finalizer, guarded, () => { wiring.visit(finalizer); });
}
