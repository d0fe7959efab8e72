import { AST_NODE_TYPES as N } from "@typescript-eslint/utils";

import { isTestFile } from "../contexts/entry.js";
import { factsOf } from "../contexts/facts.js";
import { ignoredContexts } from "../contexts/ignored.js";
import type { FunctionNode } from "../contexts/position/index.js";
import { createRule } from "../create-rule.js";

export default createRule<[], "ignored">({
  name: "no-ignored-context",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow context parameters that a function which waits never uses",
      recommended: "strict",
      requiresTypeChecking: true,
    },
    messages: {
      ignored: "`{{parameter}}` is never used: callers pass it on and believe that this ends with them, but what is awaited here goes on. Pass it on or look at it, take it away, or say `@detached` in the JSDoc of this function if it must go on.",
    },
    schema: [],
  },
  create(context) {
    const facts = factsOf(context);
    // What stands in for something in a test takes what it is given, and does nothing.
    if (isTestFile(facts)) return {};

    function check(fn: FunctionNode): void {
      for (const { node } of ignoredContexts(facts, fn)) {
        const name = node.type === N.AssignmentPattern ? node.left : node;
        context.report({ node, messageId: "ignored", data: { parameter: name.type === N.Identifier ? name.name : facts.sourceCode.getText(name) } });
      }
    }

    return { ArrowFunctionExpression: check, FunctionDeclaration: check, FunctionExpression: check };
  },
});
