import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

import { type LeakedListener, leakedListenerAt, mayListen } from "../contexts/abort-listeners.js";
import { isEntryPoint } from "../contexts/entry.js";
import { type Facts, factsOf } from "../contexts/facts.js";
import { implementsModel } from "../contexts/implementation.js";
import { isFunction } from "../contexts/position/syntax.js";
import { createRule } from "../create-rule.js";
import type { Edit } from "../edits/edit.js";
import { disposeInFinally, removeInFinally, takeAway } from "../edits/take-away.js";

type MessageId = "dispose" | "dropped" | "neverRemoved" | "notOnAllPaths" | "otherFunction" | "takeAway";

export default createRule<[], MessageId>({
  name: "no-leaked-abort-listener",
  meta: {
    type: "problem",
    docs: {
      description: "require listeners for the end of a context to be taken away when the work is done",
      recommended: "strict",
      requiresTypeChecking: true,
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      dropped: "What takes this listener away from `{{context}}` is dropped: `{{context}}` keeps it, and all that it refers to, for as long as it lives. Dispose it when the work is done.",
      neverRemoved: "Nothing takes this listener away from `{{context}}`, which keeps it, and all that it refers to, for as long as it lives. {{remedy}}.",
      notOnAllPaths: "This listener stays on `{{context}}` where line {{line}} leaves without taking it away. Take it away in a `finally`{{orSignal}}.",
      otherFunction: "What is taken away from `{{context}}` is another function than the one that is added here, so that this one stays. {{remedy}}.",
      dispose: "Dispose it in a `finally` around the rest of this block.",
      takeAway: "Take it away in a `finally` around the rest of this block.",
    },
    schema: [],
  },
  create(context) {
    const facts = factsOf(context);

    function check(call: TSESTree.CallExpression): void {
      if (!mayListen(facts, call) || isEntryPoint(facts, call)) return;
      const leaked = leakedListenerAt(facts, call);
      if (leaked === undefined || implementsModel(facts, leaked.model)) return;
      context.report({ node: call, messageId: leaked.kind, data: dataOf(facts, leaked), ...editsOf(facts, call, leaked) });
    }

    return { CallExpression: check };
  },
});

function editsOf(facts: Facts, call: TSESTree.CallExpression, { kind, removals = [] }: LeakedListener): { readonly fix?: Edit; readonly suggest?: TSESLint.SuggestionReportDescriptor<MessageId>[] } {
  const [removal, ...others] = removals;
  const fix = removal !== undefined && others.length === 0 ? removeInFinally(facts, call, removal) : undefined;
  if (fix !== undefined) return { fix };
  const edit = kind === "dropped" ? disposeInFinally(facts, call) : kind === "neverRemoved" ? takeAway(facts, call) : undefined;
  return edit === undefined ? {} : { suggest: [{ messageId: kind === "dropped" ? "dispose" : "takeAway", fix: edit }] };
}

function dataOf({ sourceCode }: Facts, { context, exit, model }: LeakedListener): Record<string, string> {
  const takesSignal = model.observedBy?.removers !== undefined;
  const last = exit !== undefined && isFunction(exit) ? exit.loc.end.line : exit?.loc.start.line;
  return {
    context: sourceCode.getText(context),
    line: String(last ?? ""),
    orSignal: takesSignal ? ", or register it with a `signal` of its own" : "",
    remedy: takesSignal ? "Keep the function and remove it when the work is done, or register it with a `signal` of its own" : "Dispose it when the work is done",
  };
}
