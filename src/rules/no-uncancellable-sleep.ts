import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

import { isMoment } from "../contexts/at-once.js";
import type { Available } from "../contexts/available.js";
import type { Candidates } from "../contexts/candidates.js";
import { isInDetached } from "../contexts/detached.js";
import { calleeText, isExempt } from "../contexts/exempt.js";
import { type Facts, factsOf } from "../contexts/facts.js";
import { implementsModel } from "../contexts/implementation.js";
import { isSeenInTurns } from "../contexts/loop-end.js";
import { contextNear } from "../contexts/near.js";
import { isAskedNext, leavesByItself } from "../contexts/position/conditions.js";
import { cleanupAt, unawaitedAt } from "../contexts/position/index.js";
import { endingContextsAt, isWaitedFor, type Sleep, sleepAt, sleepCallAt } from "../contexts/sleeps.js";
import { isInStandIn } from "../contexts/stand-ins.js";
import { createRule } from "../create-rule.js";
import { cancellableSleep } from "../edits/cancellable-sleep.js";
import { offeredWho, takeOffered } from "../edits/context-parameter.js";
import { combine, type Edit } from "../edits/edit.js";

type MessageId = "notTaken" | "sleep" | "take" | "use";

type Descriptor = TSESLint.SuggestionReportDescriptor<MessageId>;

interface Judgement {
  readonly messageId: MessageId;
  readonly fix?: Edit;
  readonly suggest?: Descriptor[];
}

export default createRule<[], MessageId>({
  name: "no-uncancellable-sleep",
  meta: {
    type: "problem",
    docs: {
      description: "disallow waiting for a timer that the available context cannot end",
      recommended: "recommended",
      requiresTypeChecking: true,
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      notTaken: "`{{timer}}` waits until its time is up, although this {{who}} is offered `{{context}}` and leaves it out: nothing ends it when the caller is gone. Take it and wait with it, or say `@detached` in the JSDoc of this function.",
      sleep: "`{{timer}}` waits until its time is up, although `{{context}}` is available: when that ends, this waits on. Use a sleep that ends with `{{context}}`, or say `@detached` in the JSDoc of this function if it must wait.",
      take: "Take `{{context}}` as a parameter, and wait with it.",
      use: "Wait with `{{context}}`.",
    },
    schema: [],
  },
  create(context) {
    const facts = factsOf(context);

    function check(sleep: Sleep | undefined): void {
      if (sleep === undefined) return;
      const found = endingContextsAt(facts, sleep.call);
      if (found === undefined || isMeant(facts, sleep, found[0])) return;
      context.report({ node: sleep.call, data: { timer: calleeText(facts, sleep.call), context: found[0].text, who: offeredWho(found[0]) }, ...judge(facts, sleep, found) });
    }

    return {
      CallExpression(node) {
        // The cheap questions first: most calls are waited for nowhere, or have more arguments.
        if (node.arguments.length > 2 || !isWaitedFor(facts, node) || contextNear(facts, node) === "no") return;
        const sleep = sleepCallAt(facts, node);
        if (sleep !== undefined && !isReportedThere(facts, sleep.declared)) check(sleep);
      },
      NewExpression(node) {
        if (isWaitedFor(facts, node) && contextNear(facts, node) !== "no") check(sleepAt(facts, node));
      },
    };
  },
});

/** A function that sees a context itself is where the timer is reported. */
function isReportedThere(facts: Facts, declared: TSESTree.CallExpression | undefined): boolean {
  return declared !== undefined && endingContextsAt(facts, declared) !== undefined;
}

/** Must it wait, or does nobody wait for it? */
function isMeant(facts: Facts, { call, delay, promise }: Sleep, nearest: Available): boolean {
  const { model, owner, source } = nearest;
  return (
    (isMoment(facts, delay) && (source === "not-taken" || isAskedNext(facts, promise) || isSeenInTurns(facts, promise, nearest))) ||
    implementsModel(facts, model) ||
    // It waits as long as the real one is said to take.
    isInStandIn(facts, promise) ||
    cleanupAt(facts, promise) !== undefined ||
    isExempt(facts, call, model, owner) ||
    isInDetached(facts, promise) ||
    unawaitedAt(facts, promise, owner) !== "no"
  );
}

function judge(facts: Facts, sleep: Sleep, found: Candidates): Judgement {
  const [nearest, ...others] = found;
  if (nearest.source === "not-taken") {
    const taken = takeOffered(facts, nearest);
    const edit = taken && combine(taken.edit, cancellableSleep(facts, sleep, { text: taken.text, type: nearest.type })?.edit);
    return { messageId: "notTaken", suggest: taken && edit ? [{ messageId: "take", data: { context: taken.text }, fix: edit }] : [] };
  }
  const own = cancellableSleep(facts, sleep, nearest);
  if (others.length === 0 && own?.isSure === true && !isAskedNext(facts, sleep.promise) && !leavesByItself(facts, sleep.promise)) return { messageId: "sleep", fix: own.edit };
  const suggest = found.flatMap((each): Descriptor[] => {
    const edit = cancellableSleep(facts, sleep, each)?.edit;
    return edit === undefined ? [] : [{ messageId: "use", data: { context: each.text }, fix: edit }];
  });
  return { messageId: "sleep", suggest };
}
