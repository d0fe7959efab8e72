import { AST_NODE_TYPES as N } from "@typescript-eslint/utils";

import { deafLoopAt } from "../contexts/deaf-loops.js";
import { isTestFile } from "../contexts/entry.js";
import { factsOf } from "../contexts/facts.js";
import type { Loop } from "../contexts/position/syntax.js";
import { createRule } from "../create-rule.js";
import { spellCheck } from "../edits/check-context.js";
import type { Edit } from "../edits/edit.js";
import { insertAtBlockStart, insertStatementBefore } from "../edits/statements.js";

type MessageId = "awaits" | "check" | "unbounded";

export default createRule<[], MessageId>({
  name: "require-cancellation-check",
  meta: {
    type: "suggestion",
    docs: {
      description: "require loops that wait to look at an available context or to pass it on",
      recommended: "strict",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      awaits: "This loop waits in its turns and never looks at `{{context}}`: when the caller is gone it goes on to its end. {{mend}} Pass it on, or say `@detached` in the JSDoc of this function if it must finish.",
      unbounded: "This loop has no end of its own and never looks at `{{context}}`: it goes on when the caller is gone. {{mend}} Or say `@detached` in the JSDoc of this function if it is meant.",
      check: "Leave with `{{check}}`.",
    },
    schema: [],
  },
  create(context) {
    const facts = factsOf(context);
    // What stands in for something in a test ends with the test.
    if (isTestFile(facts)) return {};

    function check(loop: Loop): void {
      const deaf = deafLoopAt(facts, loop);
      if (deaf === undefined) return;
      const statement = spellCheck(facts, deaf.context, loop.body, "break;");
      const mend = statement === undefined ? `Look at \`${deaf.context.text}\` in each turn.` : `Look in each turn: \`${statement}\`.`;
      const insert = (text: string): Edit => (loop.body.type === N.BlockStatement ? insertAtBlockStart(facts.sourceCode, loop.body, text) : insertStatementBefore(facts.sourceCode, loop.body, text));
      context.report({
        loc: (facts.sourceCode.getFirstToken(loop) ?? loop).loc,
        messageId: deaf.kind,
        data: { context: deaf.context.text, mend },
        suggest: statement === undefined ? [] : [{ messageId: "check", data: { check: statement }, fix: insert(statement) }],
      });
    }

    return { DoWhileStatement: check, ForInStatement: check, ForOfStatement: check, ForStatement: check, WhileStatement: check };
  },
});
