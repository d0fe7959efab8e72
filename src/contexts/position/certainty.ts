import type { Answer } from "../answer.js";

/** A yes, a sure no, or unknown. */
export type Certainty = Answer<"yes">;

/** Asked only when the parts before it have not decided. */
export type Question = () => Certainty;

/** Yes when any is; asks no further than the first yes. */
export function either(...questions: readonly Question[]): Certainty {
  let result: Certainty = "no";
  for (const question of questions) {
    const answer = question();
    if (answer === "yes") return "yes";
    if (answer === "unknown") result = "unknown";
  }
  return result;
}

/** Yes when all are; asks no further than the first no. */
export function both(...questions: readonly Question[]): Certainty {
  let result: Certainty = "yes";
  for (const question of questions) {
    const answer = question();
    if (answer === "no") return "no";
    if (answer === "unknown") result = "unknown";
  }
  return result;
}

/** A boolean that is sure. */
export function surely(value: boolean): Certainty {
  return value ? "yes" : "no";
}
