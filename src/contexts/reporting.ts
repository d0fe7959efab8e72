import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { wordsOf } from "./position/names.js";
import { calleeName, calleeNames } from "./position/syntax.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

const REPORTING = new Set([
  "capture", "console", "debug", "diag", "diagnostics", "info", "log", "logger", "logging", "metric", "metrics", "print", "println", "progress", "reporter", "sentry", "span", "stats", "telemetry", "trace", "tracer", "verbose",
  "warn", "warning",
]); // prettier-ignore
const REPORTING_VERBS = new Set(["capture", "error", "fatal", "log", "logs", "print", "record", "report", "track", "warn"]);

/** Does the call only tell somebody what happened: a logger, telemetry, progress? */
export function isReporting(call: Call): boolean {
  return call.type === N.CallExpression && saysReporting(calleeName(call) ?? "", calleeNames(call));
}

/** `fetchPaymentInfo`, `getStats`: who asks for something is not telling it. */
const ASKING = new Set(["fetch", "find", "get", "list", "load", "lookup", "query", "read", "request", "resolve", "search"]);

function saysReporting(name: string, names: readonly string[]): boolean {
  const [verb = ""] = wordsOf(name);
  if (ASKING.has(verb)) return false;
  return REPORTING_VERBS.has(verb) || names.some((each) => wordsOf(each).some((word) => REPORTING.has(word)));
}

const ALERTING = new Set(["alert", "audit", "notify"]);
const SENDING = new Set(["deliver", "dispatch", "fire", "send", "trigger"]);
const ALERTS = /^(?:alert|e?mail|notification|sms|webhook)s?$/;

/** Does the call only tell somebody, a person too? Who is to know is to know it even when the caller is gone. */
export function isTelling(call: Call): boolean {
  return saysTelling(calleeName(call) ?? "", call.type === N.CallExpression ? calleeNames(call) : []);
}

/**
 * The same, of the names alone.
 * @param name of what is called
 * @param names `api` and `log` too, of `api.log.write(…)`
 */
export function saysTelling(name: string, names: readonly string[]): boolean {
  const words = wordsOf(name);
  return saysReporting(name, names) || ALERTING.has(words[0] ?? "") || (SENDING.has(words[0] ?? "") && ALERTS.test(words.at(-1) ?? ""));
}

const COLLECTING = new Set(["add", "append", "push", "set", "unshift"]);

/** Does the call only keep what it is given: `errors.push(error)`? */
export function isCollecting(call: Call): boolean {
  return call.type === N.CallExpression && COLLECTING.has(calleeName(call) ?? "");
}

const FORMATTING = new Set(["as", "describe", "ensure", "extract", "format", "from", "get", "inspect", "normalize", "of", "parse", "serialize", "stringify", "to", "wrap"]);

/** Does the call only turn an error into something to show: `String(error)`, `formatError(error)`, `new Failure(error)`? */
export function isFormatting(call: Call): boolean {
  if (call.type === N.NewExpression) return true;
  const name = calleeName(call) ?? "";
  const words = wordsOf(name);
  if (/^(?:String|stringify|inspect|toString)$/.test(name)) return true;
  return (FORMATTING.has(words[0] ?? "") || words.includes("message")) && words.some((word) => /^(?:err|error|exception|message|string|text)$/.test(word));
}
