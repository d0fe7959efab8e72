import type { Rule } from "../create-rule.js";
import contextFirstParam from "./context-first-param.js";
import noBackgroundContext from "./no-background-context.js";
import noContextField from "./no-context-field.js";
import noDroppedContext from "./no-dropped-context.js";
import noIgnoredContext from "./no-ignored-context.js";
import noLongLivedContextValue from "./no-long-lived-context-value.js";
import noNestedContext from "./no-nested-context.js";
import noOptionalContext from "./no-optional-context.js";
import noRewrappedContext from "./no-rewrapped-context.js";
import noSwallowedCancellation from "./no-swallowed-cancellation.js";
import requireCancellationCheck from "./require-cancellation-check.js";
import typedContextKey from "./typed-context-key.js";

/** Every rule of the plugin. A new rule is one import and one entry here. */
const list: readonly Rule[] = [contextFirstParam, noBackgroundContext, noContextField, noDroppedContext, noIgnoredContext, noLongLivedContextValue, noNestedContext, noOptionalContext, noRewrappedContext, noSwallowedCancellation, requireCancellationCheck, typedContextKey];

/** The rules by name. */
export const rules: Readonly<Record<string, Rule>> = Object.fromEntries(list.map((rule) => [rule.name, rule]));
