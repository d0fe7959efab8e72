import type { ContextModel } from "../models/model.js";

/** Can a context of this model ever be over? OpenTelemetry's carry values, and never end. */
export function canEnd({ derives = [], observedBy }: ContextModel): boolean {
  return observedBy !== undefined || derives.some(({ makes }) => makes === "cancel" || makes === "deadline");
}

/** Can code see that a context of this model is over? */
export function showsItsEnd({ observedBy }: ContextModel): boolean {
  return observedBy !== undefined && observedBy.tests.length > 0;
}
