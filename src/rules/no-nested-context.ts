import type { TSESTree } from "@typescript-eslint/utils";

import { factsOf } from "../contexts/facts.js";
import { type Growth, growthAt } from "../contexts/growth.js";
import { isFunction } from "../contexts/position/syntax.js";
import { createRule } from "../create-rule.js";
import { freshPerTurn } from "../edits/fresh-per-turn.js";

type MessageId = "callback" | "loop";

export default createRule<[], MessageId>({
  name: "no-nested-context",
  meta: {
    type: "problem",
    docs: {
      description: "disallow contexts that are wrapped once more in each turn of a loop",
      recommended: "recommended",
      requiresTypeChecking: true,
    },
    fixable: "code",
    messages: {
      callback: "`{{context}}` gets one layer more each time this callback runs: lookups take longer and longer, and nothing of it can be freed. Keep the child in a constant of the callback.",
      loop: "`{{context}}` gets one layer more in each turn of the loop on line {{line}}: lookups take longer and longer, and nothing of it can be freed. Keep the child in a constant of the turn.",
    },
    schema: [],
  },
  create(context) {
    const facts = factsOf(context);
    const reported: Growth[] = [];

    function check(node: TSESTree.AssignmentExpression): void {
      const growth = growthAt(facts, node);
      if (growth === undefined || reported.some((other) => isSame(other, growth))) return;
      reported.push(growth);
      const { around, target } = growth;
      context.report({
        node,
        messageId: isFunction(around) ? "callback" : "loop",
        data: { context: facts.sourceCode.getText(target), line: String(around.loc.start.line) },
        fix: freshPerTurn(facts, growth) ?? null,
      });
    }

    return { AssignmentExpression: check };
  },
});

/** One report for each variable and loop. */
function isSame(one: Growth, other: Growth): boolean {
  return one.around === other.around && one.origin.root === other.origin.root && one.origin.path.join(".") === other.origin.path.join(".");
}
