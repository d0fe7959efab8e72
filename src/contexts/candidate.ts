import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";

import type { ContextModel } from "../models/model.js";
import type { Near } from "./near.js";
import type { FunctionNode } from "./position/index.js";
import { unwrap } from "./position/syntax.js";

/** A context that can be named at some place. */
export interface Available {
  readonly model: ContextModel;
  /** How it is spelled there: `ctx`, `ctx.signal`, `options?.signal`, `this.ctx`. */
  readonly text: string;
  /** It may be `undefined` there. */
  readonly nullable: boolean;
  readonly source: "child" | "field" | "local" | "not-taken" | "parameter";
  /** The steps from the variable to the context; empty when the variable is the context. */
  readonly path: string;
  /** The variable it is reached from; absent for fields and for what is not taken. */
  readonly variable?: TSESLint.Scope.Variable;
  /** The function whose parameter or local it is; absent at top level and for fields. */
  readonly owner?: FunctionNode;
  /** What it is initialised with, always, is a root. */
  readonly isRoot: boolean;
  /** It is cancelled for certain at this place; found only where {@link Asked.over} is set. */
  readonly isOver: boolean;
  /** Place in SPEC's order within one function: what has the same rank is equally near. */
  readonly rank: number;
  readonly type: ts.Type;
  /** For what is not taken: which parameter of the contextual signature offers it, and that parameter's name there. */
  readonly offer?: { readonly index: number; readonly name: string; readonly isOptional: boolean };
}

/** What is asked for. */
export interface Asked {
  /** Only contexts that can be spelled as one of this model. */
  readonly wanted?: ContextModel;
  /** Those that are over too. */
  readonly over?: boolean;
  /** What is known to be near: where that is only what is offered, no variable is looked at, nor a field where a method is. */
  readonly near?: Near;
}

/** SPEC's order within one function; what comes after all functions follows. */
export const RANK = { child: 0, parameter: 1, local: 2, parameterCarrier: 3, localCarrier: 4, member: 5, spentChild: 6, notTaken: 7 } as const;

const PLAIN = /^(?:Array|ArrowFunction|Binary|Class|Function|Unary|Update)Expression$|^(?:Literal|TemplateLiteral|JSXElement|JSXFragment)$/;

/** A literal, a function or the like: no context, nor anything that carries one. The checker is not asked. */
export function isPlainValue(value: TSESTree.Node): boolean {
  return PLAIN.test(unwrap(value).type);
}
