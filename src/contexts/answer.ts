import type ts from "typescript";

import type { ContextModel } from "../models/model.js";

/**
 * Three-valued answers: something, a sure no, or unknown (`any`, unresolved, too deep). Unknown is never a report.
 */
export type Answer<T> = T | "no" | "unknown";

/** Whether an answer is a yes, and which. */
export function isYes<T extends object>(answer: Answer<T>): answer is T {
  return typeof answer === "object";
}

/** The type of an expression is a context of this model. */
export interface ContextMatch {
  readonly model: ContextModel;
  /** `undefined` or `null` is possible too. */
  readonly nullable: boolean;
}

/** A context is reached from a carrier by this way: `signal`, `req.raw.signal`, `context()`. */
export interface CarrierMatch {
  readonly model: ContextModel;
  readonly path: string;
  /** Some step may be missing, so that the whole may be `undefined`. */
  readonly nullable: boolean;
  /** The type of the context at its end. */
  readonly type: ts.Type;
}
