import type { Rule } from "../create-rule.js";
import contextFirstParam from "./context-first-param.js";
import noBackgroundContext from "./no-background-context.js";
import noBrokenContextChain from "./no-broken-context-chain.js";
import noContextField from "./no-context-field.js";
import noDeadContext from "./no-dead-context.js";
import noDroppedContext from "./no-dropped-context.js";
import noFloatingContext from "./no-floating-context.js";
import noLeakedAbortListener from "./no-leaked-abort-listener.js";
import noLongLivedContextValue from "./no-long-lived-context-value.js";
import noLostCancel from "./no-lost-cancel.js";
import noUncancellableSleep from "./no-uncancellable-sleep.js";
import preferNearestContext from "./prefer-nearest-context.js";
import requireContextParam from "./require-context-param.js";
import typedContextKey from "./typed-context-key.js";

/** Every rule of the plugin. A new rule is one import and one entry here. */
const list: readonly Rule[] = [
  contextFirstParam,
  noBackgroundContext,
  noBrokenContextChain,
  noContextField,
  noDeadContext,
  noDroppedContext,
  noFloatingContext,
  noLeakedAbortListener,
  noLongLivedContextValue,
  noLostCancel,
  noUncancellableSleep,
  preferNearestContext,
  requireContextParam,
  typedContextKey,
];

/** The rules by name. */
export const rules: Readonly<Record<string, Rule>> = Object.fromEntries(list.map((rule) => [rule.name, rule]));
