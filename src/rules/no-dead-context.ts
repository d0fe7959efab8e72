import type { TSESLint } from "@typescript-eslint/utils";

import type { Call } from "../contexts/accepts.js";
import { type Dead, deadContextAt, mayBeDead } from "../contexts/dead.js";
import { isTestFile } from "../contexts/entry.js";
import { calleeText } from "../contexts/exempt.js";
import { factsOf } from "../contexts/facts.js";
import { contextNear } from "../contexts/near.js";
import { isWithin } from "../contexts/position/syntax.js";
import { createRule } from "../create-rule.js";
import { spellDetachedHere } from "../edits/detach.js";
import { combine, type Edit } from "../edits/edit.js";
import { leaveOut } from "../edits/leave-out.js";
import { replaceExpression } from "../edits/replace-expression.js";

interface Options {
  checkCleanup: boolean;
}

type MessageId = "afterCancel" | "cleanup" | "detach" | "inAbortedBranch" | "leaveOut";

type Descriptor = TSESLint.SuggestionReportDescriptor<MessageId>;

export default createRule<[Options], MessageId>({
  name: "no-dead-context",
  meta: {
    type: "problem",
    docs: {
      description: "disallow handing a context that is over to work that must still run",
      recommended: "recommended",
      requiresTypeChecking: true,
      strictOptions: [{ checkCleanup: true }],
    },
    hasSuggestions: true,
    messages: {
      afterCancel: "`{{callee}}` gets `{{context}}`, which `{{end}}` on line {{line}} has ended: it fails before it has begun. {{remedy}}.",
      cleanup: "`{{callee}}` cleans up under `{{context}}`: once the caller is gone it does nothing, and what it should give back stays taken. {{remedy}}.",
      inAbortedBranch: "`{{callee}}` gets `{{context}}`, which is over here: it fails before it has begun. {{remedy}}.",
      detach: "Pass `{{detached}}`: the values of `{{context}}` without its end.",
      leaveOut: "Leave `{{context}}` out.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          checkCleanup: { type: "boolean", description: "Whether to report awaited cleanup under the caller's context, which may be over by then." },
        },
      },
    ],
    defaultOptions: [{ checkCleanup: false }],
  },
  create(context, [{ checkCleanup }]) {
    const facts = factsOf(context);

    function check(call: Call): void {
      if (!mayBeDead(facts, call, checkCleanup) || contextNear(facts, call) === "no" || isTestFile(facts)) return;
      const dead = deadContextAt(facts, call, checkCleanup);
      if (dead !== undefined) report(call, dead);
    }

    function report(call: Call, { end, given, kind }: Dead): void {
      const node = isWithin(given.node, given.argument) ? given.node : given.argument;
      const name = facts.sourceCode.getText(given.node);
      const detached = spellDetachedHere(facts, given.model, given.node);
      const data = {
        callee: calleeText(facts, call),
        context: name,
        ...(end && { end: facts.sourceCode.getText(end), line: String(end.loc.start.line) }),
        remedy: remedyFor(detached?.text, given.model.spelling?.never),
      };
      const suggest = [
        detached && suggestion("detach", { context: name, detached: detached.text }, combine(replaceExpression(facts.sourceCode, given.node, detached.text), ...(detached.edit ? [detached.edit] : []))),
        detached === undefined ? suggestion("leaveOut", { context: name }, leaveOut(facts, call, given.node)) : undefined,
      ];
      context.report({ node, messageId: kind, data, suggest: suggest.filter((each) => each !== undefined) });
    }

    return { CallExpression: check, NewExpression: check };
  },
});

/** How to do it right, by what the model offers. */
function remedyFor(detached: string | undefined, never: string | undefined): string {
  if (detached !== undefined) return `Pass \`${detached}\``;
  return never === undefined || never.includes("{ctx}") ? "Give it a context of its own" : `Leave the context out, or pass \`${never}\``;
}

function suggestion(messageId: MessageId, data: Record<string, string>, fix: Edit | undefined): Descriptor | undefined {
  return fix === undefined ? undefined : { messageId, data, fix };
}
