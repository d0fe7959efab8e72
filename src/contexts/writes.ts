import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import type { Available } from "./candidate.js";
import { wordsOf } from "./position/names.js";
import { calleeName } from "./position/syntax.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

const WRITES = new Set(["commit", "create", "delete", "insert", "patch", "persist", "put", "remove", "replace", "save", "store", "update", "upsert", "write"]);

/** Does the call's name say that something is changed? */
export function isWrite(call: Call): boolean {
  return WRITES.has(wordsOf(calleeName(call) ?? "")[0] ?? "");
}

const CHANGES = new Set([...WRITES, "add", "claim", "disable", "enable", "install", "invite", "publish", "register", "revoke", "uninstall"]);
/** What is made for whoever asks, and for nobody when they are gone: `createCompletion`. */
const ANSWERS = /^(?:answer|chat|completion|embedding|image|message|response|speech|stream|summary|text|title|transcript|transcription)s?$/;

/** Does the name of a function say that it changes something for good? */
export function saysChange(name: string): boolean {
  const [verb = "", ...words] = wordsOf(name);
  return CHANGES.has(verb) && !words.some((word) => ANSWERS.test(word));
}

/** `PUT`, `PATCH` and `DELETE`; a `POST` may be a question, too. */
const CHANGING = /^(?:delete|patch|put)$/i;

/** `fetch(url, { method: "PATCH" })`: is the method that is written there one that changes something? */
export function sendsChange(call: Call): boolean {
  return call.arguments.some(
    (argument) =>
      argument.type === N.ObjectExpression &&
      argument.properties.some((property) => property.type === N.Property && ASTUtils.getPropertyName(property) === "method" && property.value.type === N.Literal && typeof property.value.value === "string" && CHANGING.test(property.value.value)),
  );
}

/** The same of a call in another file. */
export function nodeSendsChange(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  return (node.arguments ?? []).some(
    (argument) =>
      ts.isObjectLiteralExpression(argument) &&
      argument.properties.some((property) => ts.isPropertyAssignment(property) && property.name.getText() === "method" && ts.isStringLiteralLike(property.initializer) && CHANGING.test(property.initializer.text)),
  );
}

/**
 * Is the context the signal of a web request: `request.signal`, `c.req.raw.signal`? What a request asked to change is
 * changed, though its client is gone.
 */
export function isOfRequest({ text }: Available): boolean {
  return /(?:^|[.\s])(?:raw|\w*req|\w*request)\??\.signal$/i.test(text);
}
