import { AST_NODE_TYPES as N } from "@typescript-eslint/utils";
import ts from "typescript";

import { ofProcedures } from "../models/frameworks.js";
import { valueIn } from "../program/syntax.js";
import type { Call } from "./accepts.js";
import type { Available } from "./candidate.js";
import type { Facts } from "./facts.js";
import { wordsOf } from "./position/names.js";
import { calleeName } from "./position/syntax.js";
import { isOrExtends } from "./types.js";

const WRITES = new Set(["commit", "create", "del", "delete", "insert", "patch", "persist", "put", "remove", "replace", "save", "store", "update", "upsert", "write"]);

/** Does the call's name say that something is changed? */
export function isWrite(call: Call): boolean {
  return saysWrite(calleeName(call) ?? "");
}

function saysWrite(name: string): boolean {
  return WRITES.has(wordsOf(name)[0] ?? "");
}

const CHANGES = new Set([
  ...WRITES, "accept", "activate", "add", "apply", "approve", "archive", "assign", "cancel", "charge", "claim", "clone", "deactivate", "disable", "duplicate", "enable", "enqueue", "exchange", "finalize", "fork", "grant", "import", "init", "initialize", "install", "invite", "merge", "migrate", "move",
  "publish", "redeem", "refund", "register", "reject", "rename", "resend", "reset", "restore", "resubmit", "revoke", "seal", "send", "set", "sign", "start", "stop", "submit", "track", "transfer", "trigger", "unarchive", "uninstall",
]); // prettier-ignore

/** What is made for whoever asks, and for nobody when they are gone: `createCompletion`. */
const ANSWERS = /^(?:answer|chat|completion|embedding|image|message|response|speech|stream|summary|text|title|transcript|transcription)s?$/;

/** Said before the verb: `UNSAFE_deleteItem`, `bulkUpdate`. */
const BEFORE = new Set(["bulk", "do", "force", "internal", "safe", "try", "unsafe"]);

/** Does the name of a function say that it changes something for good? */
export function saysChange(name: string): boolean {
  const all = wordsOf(name);
  const [verb = "", ...words] = BEFORE.has(all[0] ?? "") ? all.slice(1) : all;
  if (verb === "create") return !words.some((word) => ANSWERS.test(word));
  return CHANGES.has(verb) || words.at(-1) === "action";
}

/** Does the method of an object change something: `db.order.update`? Not `chat.completions.create`. */
export function isWriteOf(method: string, object: string): boolean {
  return saysWrite(method) && !wordsOf(object).some((word) => ANSWERS.test(word));
}

/** `PUT`, `PATCH` and `DELETE`; a `POST` may be a question, too: only that of a code that works once is none. */
const CHANGING = /^(?:delete|patch|put)$/i;

/**
 * `fetch(url, { method: "PATCH" })`: is the method that is written there one that changes something?
 * @param isPostOne whether a `POST` is, whatever it says
 */
export function sendsChange(node: ts.Node, isPostOne = false): boolean {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  return (node.arguments ?? []).some((argument) => {
    const method = valueIn(argument, "method");
    return method !== undefined && ts.isStringLiteralLike(method) && (CHANGING.test(method.text) || (/^post$/i.test(method.text) && (isPostOne || redeems(node))));
  });
}

/** `api/newsletter/subscribe/route.ts`: what is posted there is a change, too. */
export function isChangingRoute({ filename }: Facts): boolean {
  const [, folder = ""] = /([\w-]+)[\\/]route\.[jt]sx?$/.exec(filename) ?? [];
  return /^(?:checkout|subscribe|unsubscribe)/.test(folder) || saysChange(folder);
}

/** A code of OAuth works once: who leaves in between has to begin anew. */
function redeems({ arguments: [url, ...others] = ts.factory.createNodeArray() }: ts.CallExpression | ts.NewExpression): boolean {
  return url !== undefined && (/oauth|\/tokens?\b|token_?(?:endpoint|ur[il])/i.test(url.getText()) || others.some((other) => /\b(?:authorization_code|grant_type)\b/.test(other.getText())));
}

/**
 * Is it the context of a request that came from outside: `request.signal`, `c.req.raw.signal`, what a procedure gets, what a
 * callback is offered and leaves out? What a request asked to change is changed, though its client is gone.
 */
export function isOfRequest(facts: Facts, { model, owner, source, text }: Available): boolean {
  // A token of an editor is the user's who asked for the change.
  if (source === "not-taken" && model.parameter.place === "any") return owner?.parent.type !== N.MethodDefinition; // who designed a method knew what it changes
  if (/(?:^|[.\s])(?:raw|\w*req|\w*request)\??\.signal$/i.test(text)) return true;
  return owner?.params.some((parameter) => ofProcedures.some((place) => isOrExtends(facts, facts.services.getTypeAtLocation(parameter), place))) === true;
}
