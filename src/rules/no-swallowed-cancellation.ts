import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { goesOn } from "../contexts/aftermath.js";
import { cancellablesAt } from "../contexts/cancellable.js";
import { type Catcher, catcherOfCall, catcherOfTry, mayCatch } from "../contexts/catchers.js";
import { isInDetached } from "../contexts/detached.js";
import { isErrorSeen } from "../contexts/error-use.js";
import { calleeText } from "../contexts/exempt.js";
import { factsOf } from "../contexts/facts.js";
import { handedOn } from "../contexts/handing-on.js";
import { contextNear } from "../contexts/near.js";
import { cleanupAt } from "../contexts/position/index.js";
import { functionName } from "../contexts/position/function-name.js";
import { isUndoName } from "../contexts/position/names.js";
import { enclosingFunction, isChainCall, receiverOf } from "../contexts/position/syntax.js";
import { createRule } from "../create-rule.js";
import { checkWhenCaught } from "../edits/check-context.js";

type MessageId = "check" | "fallback" | "following" | "loop" | "retry";

export default createRule<[], MessageId>({
  name: "no-swallowed-cancellation",
  meta: {
    type: "problem",
    docs: {
      description: "disallow handlers that take a cancellation for a failure and let the work go on",
      recommended: "recommended",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      fallback: "When `{{context}}` is cancelled this {{handler}} takes it for a failure, and `{{work}}` still runs for a caller that is gone. {{mend}}",
      following: "When `{{context}}` is cancelled this {{handler}} takes it for a failure, and `{{work}}` on line {{line}} still runs for a caller that is gone. {{mend}}",
      loop: "When `{{context}}` is cancelled this {{handler}} takes it for a failure, and the loop on line {{line}} goes on with its next turn for a caller that is gone. {{mend}}",
      retry: "When `{{context}}` is cancelled this {{handler}} takes it for a failure, and the loop on line {{line}} tries again what can only be cancelled again. {{mend}}",
      check: "Leave with `{{check}}`.",
    },
    schema: [],
  },
  create(context) {
    const facts = factsOf(context);

    function check(catcher: Catcher | undefined): void {
      if (catcher === undefined) return;
      const { catching, errors, name, node, place } = catcher;
      const { all, contexts } = cancellablesAt(facts, place);
      const handed = contexts.length === 0 ? undefined : handedOn(facts, catching.tried, contexts);
      if (handed === undefined || isErrorSeen(facts, errors) || isInDetached(facts, node) || cleanupAt(facts, place) !== undefined || isInUndoing(place)) return;
      const next = goesOn(facts, catching, all);
      if (next === undefined) return;
      const { available } = handed;
      const edit = checkWhenCaught(facts, catching, available);
      const mend = edit === undefined ? `Look at \`${available.text}\` here, or at the error` : `Leave first with \`${edit.check}\`, or look at the error`;
      const work = next.node.type === N.CallExpression ? `${calleeText(facts, startOf(next.node))}(…)` : "";
      const data = { context: available.text, handler: name, work, line: String(next.node.loc.start.line), mend: `${mend}; say \`@detached\` in the JSDoc of this function if it is meant.` };
      const suggest: TSESLint.SuggestionReportDescriptor<MessageId>[] = edit === undefined ? [] : [{ messageId: "check", data: { check: edit.check }, fix: edit.edit }];
      context.report({ node, ...(node.type === N.CatchClause ? { loc: headOf(node) } : {}), messageId: next.kind, data, suggest });
    }

    /** `load()` of `load().then(show)`. */
    function startOf(call: TSESTree.CallExpression): TSESTree.CallExpression {
      const receiver = isChainCall(call) ? receiverOf(call) : undefined;
      return receiver?.type === N.CallExpression ? startOf(receiver) : call;
    }

    /** `catch`, not all that it does. */
    function headOf(clause: TSESTree.CatchClause): TSESTree.SourceLocation {
      return (facts.sourceCode.getFirstToken(clause) ?? clause).loc;
    }

    return {
      CatchClause(node) {
        if (contextNear(facts, node) === "yes") check(catcherOfTry(facts, node));
      },
      CallExpression(node) {
        if (mayCatch(node) && contextNear(facts, node) === "yes") check(catcherOfCall(facts, node));
      },
    };
  },
});

/** What takes something back goes on with the rest, though the context is over. */
function isInUndoing(place: TSESTree.Node): boolean {
  const fn = enclosingFunction(place);
  return fn !== undefined && isUndoName(functionName(fn) ?? "");
}
