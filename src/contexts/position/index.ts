export { belongsToEnclosing } from "./belonging.js";
export { runsAtOnce, runsMoreThanOnce } from "./callbacks.js";
export type { Certainty } from "./certainty.js";
export { type FunctionNode, enclosingFunction } from "./syntax.js";
