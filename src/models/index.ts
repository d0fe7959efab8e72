import { abortSignal } from "./abort-signal.js";
import { borderless } from "./borderless.js";
import { cancellationToken } from "./cancellation-token.js";
import { connect } from "./connect.js";
import { dxos } from "./dxos.js";
import { go } from "./go.js";
import { loke } from "./loke.js";
import type { ContextModel } from "./model.js";
import { opentelemetry } from "./opentelemetry.js";

export { frameworkCarriers } from "./frameworks.js";

/** The built-in models. Those that know a package come before those that know a shape: the first match decides. */
export const builtInModels: readonly ContextModel[] = [
  abortSignal,
  opentelemetry,
  connect,
  borderless,
  loke,
  dxos,
  cancellationToken,
  go,
];
