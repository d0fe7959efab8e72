import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { block, bound, declaration, dispose } from "./blocks.js";
import { condition } from "./conditions.js";
import { assignTo } from "./patterns.js";
import { type Completion, THROW } from "./scopes.js";
import type { Wiring } from "./wiring.js";

type Loop =
  | TSESTree.DoWhileStatement
  | TSESTree.ForInStatement
  | TSESTree.ForOfStatement
  | TSESTree.ForStatement
  | TSESTree.WhileStatement;

/** A loop with the labels before it. */
export function loop(wiring: Wiring, node: Loop, labels: readonly string[]): void {
  const again: Completion = { kind: "continue" };
  breakable(wiring, node, { labels, isPlain: true, continue: again }, () => {
    wiring.turns += 1;
    const body = (): void => {
      wiring.landingOf(again, node, () => {
        block(wiring, [node.body]);
      });
    };
    if (node.type === N.ForStatement) counting(wiring, node, body);
    else if (node.type === N.ForInStatement) forIn(wiring, node, body);
    else if (node.type === N.ForOfStatement) forOf(wiring, node, again);
    else if (node.type === N.WhileStatement) whileLoop(wiring, node, body);
    else doWhile(wiring, node, body);
    wiring.turns -= 1;
  });
}

/** A statement that `break` can leave. */
export function breakable(
  wiring: Wiring,
  node: TSESTree.Node,
  target: { labels: readonly string[]; isPlain: boolean; continue: Completion | undefined },
  inside: () => void,
): void {
  const out: Completion = { kind: "break" };
  wiring.targets.push({ ...target, break: out });
  wiring.landingOf(out, node, inside);
  wiring.targets.pop();
}

function whileLoop(wiring: Wiring, node: TSESTree.WhileStatement, body: () => void): void {
  const head = wiring.step("join", node);
  const [whenTrue, whenFalse] = condition(wiring, node.test);
  wiring.front = whenTrue;
  body();
  wiring.connect(head);
  wiring.front = whenFalse;
}

function doWhile(wiring: Wiring, node: TSESTree.DoWhileStatement, body: () => void): void {
  const head = wiring.step("join", node);
  body();
  const [whenTrue, whenFalse] = condition(wiring, node.test);
  wiring.front = whenTrue;
  wiring.connect(head);
  wiring.front = whenFalse;
}

function counting(wiring: Wiring, node: TSESTree.ForStatement, body: () => void): void {
  const { init, test, update } = node;
  const resources = init?.type === N.VariableDeclaration ? declaration(wiring, init) : [];
  if (init && init.type !== N.VariableDeclaration) wiring.visit(init);
  const head = wiring.step("join", node);
  const [whenTrue, whenFalse] = test ? condition(wiring, test) : [wiring.front, []];
  wiring.front = whenTrue;
  body();
  if (update) wiring.visit(update);
  wiring.connect(head);
  wiring.front = whenFalse;
  dispose(wiring, resources);
}

function forIn(wiring: Wiring, node: TSESTree.ForInStatement, body: () => void): void {
  wiring.visit(node.right);
  const head = wiring.step("next", node);
  const [more, done] = wiring.split(node, ["true", "false"]);
  wiring.front = more;
  if (node.left.type !== N.VariableDeclaration) assignTo(wiring, node.left, "write");
  else for (const { id } of node.left.declarations) assignTo(wiring, id, "bind");
  body();
  wiring.connect(head);
  wiring.front = done;
}

/** Leaving the body other than for the next turn ends the iterator; so does what is thrown there (IteratorClose). */
function forOf(wiring: Wiring, node: TSESTree.ForOfStatement, again: Completion): void {
  wiring.visit(node.right);
  wiring.risky("iterate", node);
  const head = wiring.risky("next", node);
  const [more, done] = wiring.split(node, ["true", "false"]);
  wiring.front = more;
  wiring.finalized(
    node,
    () => {
      wiring.landingOf(again, node, () => {
        const { left } = node;
        if (left.type !== N.VariableDeclaration) {
          assignTo(wiring, left, "write");
          block(wiring, [node.body]);
          return;
        }
        const resources = left.declarations.flatMap((declarator) => bound(wiring, left, declarator));
        block(wiring, [node.body]);
        dispose(wiring, resources);
      });
      wiring.connect(head);
    },
    (completion) => {
      // What is thrown at the end of a loop that throws already is not seen.
      if (completion === THROW) wiring.step("close", node);
      else if (completion) wiring.risky("close", node);
    },
  );
  wiring.front = done;
}
