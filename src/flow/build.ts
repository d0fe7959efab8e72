import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { block } from "./blocks.js";
import { expression } from "./expressions.js";
import type { Graph, Root, Step } from "./graph.js";
import { assignTo } from "./patterns.js";
import type { FlowQuestions } from "./questions.js";
import { RETURN, type Scope } from "./scopes.js";
import { statement } from "./statements.js";
import { TooLarge, Wiring } from "./wiring.js";

/**
 * The control flow of one function, static block or program, without that of the functions in it. Code that nothing
 * gets to has steps too. Nothing for code that is out of all proportion (a million steps).
 *
 * Every operation that may throw has an edge to the innermost `catch`, or through each `finally` to the exit for
 * exceptions, as ECMA-262's completion records have it. ESLint's code paths do not, by design:
 * https://github.com/eslint/eslint/issues/17579
 */
export function buildGraph(root: Root, questions: FlowQuestions = {}): Graph | undefined {
  const wiring = new Wiring(questions, (within, node, labels) => {
    if (!statement(within, node, labels)) expression(within, node);
  });
  try {
    return graphOf(root, wiring);
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

function graphOf(root: Root, wiring: Wiring): Graph {
  const entry = wiring.step("entry", root);
  const exits = { end: wiring.detached("exit", root), return: wiring.detached("exit", root), throw: wiring.detached("exit", root) };
  const outside: Scope = { landing: ({ kind }) => (kind === "throw" ? exits.throw : kind === "return" ? exits.return : undefined) };
  wiring.open(outside);
  run(root, wiring);
  wiring.connect(exits.end);

  const byNode = new Map<TSESTree.Node, Step[]>();
  for (const step of wiring.steps) {
    if (step.kind === "join" || step.kind === "entry" || step.kind === "exit") continue;
    const steps = byNode.get(step.node);
    if (steps) steps.push(step);
    else byNode.set(step.node, [step]);
  }
  return { root, steps: wiring.steps, entry, exits, aspects: [...wiring.aspects.values()], stepsOf: (node) => byNode.get(node) ?? [] };
}

function run(root: Root, wiring: Wiring): void {
  if (root.type === N.Program || root.type === N.StaticBlock) {
    block(wiring, root.body);
    return;
  }
  for (const parameter of root.params) assignTo(wiring, parameter, "bind");
  if (root.body.type === N.BlockStatement) {
    block(wiring, root.body.body);
    return;
  }
  wiring.visit(root.body);
  wiring.step("return", root.body);
  wiring.leave(RETURN, root.body);
}
