import { AST_NODE_TYPES as N } from "@typescript-eslint/utils";

import type { Step } from "./graph.js";

/** Which operations a rule takes to throw (and a `yield` to return). What `throw` throws is always followed. */
export type ThrowPolicy = (step: Step) => boolean;

export const nothingThrows: ThrowPolicy = () => false;

/** Where control is given away: `await`, `for await`, `await using`, `yield`. */
export const awaitsThrow: ThrowPolicy = ({ kind, node }) => {
  if (kind === "await" || kind === "yield") return true;
  if (kind === "dispose") return node.parent?.type === N.VariableDeclaration && node.parent.kind === "await using";
  return node.type === N.ForOfStatement && node.await && (kind === "next" || kind === "close");
};

/** Calls, `new` and disposal too. */
export const callsThrow: ThrowPolicy = (step) =>
  step.kind === "call" || step.kind === "new" || step.kind === "dispose" || awaitsThrow(step);

export const everythingThrows: ThrowPolicy = () => true;
