export { belongsToEnclosing } from "./belonging.js";
export { runsAtOnce, runsMoreThanOnce } from "./callbacks.js";
export { type CleanupKind, cleanupAt } from "./cleanup.js";
export { functionName } from "./function-name.js";
export { observes } from "./observation.js";
export { mayBeOver, overAt } from "./over.js";
export type { Reference } from "./reference.js";
export { type FunctionNode, enclosingFunction } from "./syntax.js";
export { unawaitedAt } from "./unawaited.js";
