import { type TypeOrValueSpecifier, typeOrValueSpecifiersSchema } from "@typescript-eslint/type-utils";
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

import { calleeNode } from "../contexts/accepts.js";
import { isTestFile } from "../contexts/entry.js";
import { calleeText, isExempt, isIgnored } from "../contexts/exempt.js";
import { type Facts, factsOf } from "../contexts/facts.js";
import { implementsModel } from "../contexts/implementation.js";
import { ioOf } from "../contexts/io.js";
import { contextNear, mayBeNear } from "../contexts/near.js";
import { cleanupAt, unawaitedAt } from "../contexts/position/index.js";
import { isWithin } from "../contexts/position/syntax.js";
import { isTelling } from "../contexts/reporting.js";
import { isOfRequest, saysChange, sendsChange } from "../contexts/writes.js";
import { createRule } from "../create-rule.js";
import { offeredWho } from "../edits/context-parameter.js";
import { giveContext } from "../edits/give-context.js";
import { defaultIo } from "../models/io.js";
import { type BrokenCall, brokenCallAt, calleeHere, passedDown, rootHere } from "../program/broken-call.js";
import { fillsShared, isBetweenChanges, makesChange } from "../program/changes.js";
import { callsServerAction } from "../program/server-actions.js";
import { type Chain, describeChain, mayLeadToBreak } from "../program/chain.js";
import { nameFor } from "../program/syntax.js";

interface Options {
  ignore: TypeOrValueSpecifier[];
  io: TypeOrValueSpecifier[];
}

type MessageId = "broken" | "give" | "notTaken";

export default createRule<[Options], MessageId>({
  name: "no-broken-context-chain",
  meta: {
    type: "problem",
    docs: {
      description: "disallow calls of functions that take no context and need one somewhere down their call chain",
      recommended: "recommended",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      broken:
        "`{{callee}}` needs a context: {{way}} {{what}} ({{place}}). Hand `{{context}}` down to there, or say `@detached` in the JSDoc of a function on the way if it is meant.",
      notTaken:
        "`{{callee}}` needs a context: {{way}} {{what}} ({{place}}). This {{who}} is offered `{{context}}` and leaves it out: take it and hand it down to there, or say `@detached` in the JSDoc of a function on the way if it is meant.",
      give: "Take `{{context}}` as a parameter of `{{callee}}`, and pass it.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          ignore: { ...typeOrValueSpecifiersSchema, description: "Functions, and classes whose methods, need no context." },
          io: { ...typeOrValueSpecifiersSchema, description: "Functions whose calls need a context of a kind that has no place by convention (`AbortSignal`)." },
        },
      },
    ],
    defaultOptions: [{ ignore: [], io: [...defaultIo] }],
  },
  create(context, [options]) {
    const facts = factsOf(context);
    if (isTestFile(facts)) return {};
    const chain = { ignore: options.ignore, io: ioOf(facts, options.io) };
    return {
      CallExpression(call) {
        if (!mayBeNear(facts, call) || !mayLeadToBreak(facts, call, chain) || contextNear(facts, call) === "no") return;
        const broken = brokenCallAt(facts, call, chain);
        if (broken === undefined || isMeant(facts, call, broken, options)) return;
        context.report({ node: calleeNode(call), ...describe(facts, call, broken) });
      },
    };
  },
});

/** Is the callee without a context for a reason that can be seen? */
function isMeant(facts: Facts, call: TSESTree.CallExpression, broken: BrokenCall, { ignore }: Options): boolean {
  const { chain, found, model } = broken;
  const [nearest] = found;
  const { owner } = nearest;
  return (
    implementsModel(facts, model) ||
    isReportedInside(facts, broken) ||
    callsServerAction(chain.functions, facts.sourceFile) ||
    cleanupAt(facts, call) !== undefined ||
    isIgnored(facts, call, ignore) ||
    // A signal would only end it, and who is to know is to know it.
    (model.parameter.place === "any" && isTelling(call)) ||
    (isOfRequest(facts, nearest) && (changesSomething(chain) || isBetweenChanges(facts, call, owner) || chain.functions.slice(0, 1).some((fn) => fillsShared(facts, call, fn, owner)))) ||
    isExempt(facts, call, model, owner) ||
    unawaitedAt(facts, call, owner) !== "no"
  );
}

/** A function within the callback that leaves the context out: what breaks there is reported there. */
function isReportedInside(facts: Facts, broken: BrokenCall): boolean {
  const { owner, source } = broken.found[0];
  if (source !== "not-taken" || owner === undefined) return false;
  const callee = calleeHere(facts, broken);
  return callee !== undefined && isWithin(callee, owner);
}

/** By what it is called on the way, by what is done there besides, or by what it sends at its end. */
function changesSomething({ end, functions }: Chain): boolean {
  return sendsChange(end.node) || functions.some((fn) => saysChange(nameFor(fn) ?? "") || makesChange(fn));
}

interface Description {
  readonly messageId: MessageId;
  readonly data: Record<string, string>;
  readonly suggest: TSESLint.SuggestionReportDescriptor<MessageId>[];
}

function describe(facts: Facts, call: TSESTree.CallExpression, broken: BrokenCall): Description {
  const callee = calleeText(facts, call);
  const fn = calleeHere(facts, broken);
  const root = rootHere(facts, broken);
  const isTaken = broken.found[0].source !== "not-taken";
  const candidates = isTaken ? broken.found.map((found) => passedDown(facts, call, found)) : broken.found;
  const suggest = (isTaken ? candidates : []).flatMap((found) => {
    const fix = fn && giveContext(facts, call, fn, found, root);
    return fix === undefined ? [] : [{ messageId: "give" as const, data: { callee, context: found.text }, fix }];
  });
  return { messageId: isTaken ? "broken" : "notTaken", data: { callee, context: candidates[0]?.text ?? "", who: offeredWho(broken.found[0]), ...describeChain(facts, broken.chain) }, suggest };
}
