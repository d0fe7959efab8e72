import type { TSESTree } from "@typescript-eslint/utils";

import { factsOf } from "../contexts/facts.js";
import { implementsModel } from "../contexts/implementation.js";
import { contextNear } from "../contexts/near.js";
import { rewrapAt } from "../contexts/rewraps.js";
import { createRule } from "../create-rule.js";
import { oneDerive } from "../edits/one-derive.js";

type MessageId = "merge" | "once" | "rewrapped";

export default createRule<[], MessageId>({
  name: "no-rewrapped-context",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow contexts that are made cancellable twice where once would do",
      recommended: "strict",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      merge: "`{{first}}` is merged once more, and nothing else needs it: one merge of all of them ends with the same.",
      rewrapped: "`{{first}}` was made cancellable on line {{line}}, and nothing else needs it: there are two places that can cancel, where one derive could do both. Derive once, or use `{{first}}` for what must end with it alone.",
      once: "Do both in one derive.",
    },
    schema: [],
  },
  create(context) {
    const facts = factsOf(context);

    function check(node: TSESTree.CallExpression | TSESTree.NewExpression): void {
      if (contextNear(facts, node) !== "yes") return;
      const rewrap = rewrapAt(facts, node);
      if (rewrap === undefined || implementsModel(facts, rewrap.second.model)) return;
      const { first, second, variable } = rewrap;
      const fix = oneDerive(facts, rewrap);
      context.report({
        node,
        messageId: second.makes === "merge" ? "merge" : "rewrapped",
        data: { first: variable?.name ?? facts.sourceCode.getText(first.call), line: String(first.call.loc.start.line) },
        suggest: fix === undefined ? [] : [{ messageId: "once", fix }],
      });
    }

    return { CallExpression: check, NewExpression: check };
  },
});
