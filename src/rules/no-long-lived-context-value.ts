import { typeOrValueSpecifiersSchema, type TypeOrValueSpecifier } from "@typescript-eslint/type-utils";
import type { TSESTree } from "@typescript-eslint/utils";

import { writerAt } from "../contexts/calls.js";
import { factsOf } from "../contexts/facts.js";
import { type LongLived, longLived, partsOf, valuesWritten } from "../contexts/lifetime.js";
import { matchesSome } from "../contexts/specifiers.js";
import { createRule } from "../create-rule.js";

interface Options {
  allow: TypeOrValueSpecifier[];
  forbid: TypeOrValueSpecifier[];
}

export default createRule<[Options], LongLived | "forbidden">({
  name: "no-long-lived-context-value",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow values in a context that outlive the request: loggers, clients, functions, variables of a module",
      recommended: "strict",
      requiresTypeChecking: true,
    },
    messages: {
      function: "A function in a context is a hidden dependency: no signature says who needs it, and nothing checks that it is there. Pass `{{value}}` explicitly, or list its type in the option `allow`.",
      logger: "A logger outlives the request and is a dependency, not a value of the request. Pass `{{value}}` explicitly, or list its type in the option `allow`.",
      module: "`{{value}}` belongs to a module and outlives the request: what is in a context looks as if it belonged to the request, and one may change or close what all share. Import it where it is used or pass it explicitly, or list its type in the option `allow`.",
      resource: "`{{value}}` is a resource that must be closed and outlives the request: who takes it out of the context cannot know whether to close it. Pass it explicitly, or list its type in the option `allow` if each request has its own.",
      forbidden: "A value of this type does not belong in a context (option `forbid`). Pass `{{value}}` explicitly.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          allow: { ...typeOrValueSpecifiersSchema, description: "Types of values that may be put into a context." },
          forbid: { ...typeOrValueSpecifiersSchema, description: "Types of values that may not be put into a context, besides those that are known to outlive the request." },
        },
      },
    ],
    defaultOptions: [{ allow: [], forbid: [] }],
  },
  create(context, [{ allow, forbid }]) {
    const facts = factsOf(context);

    function check(call: TSESTree.CallExpression | TSESTree.NewExpression): void {
      const writer = writerAt(facts, call);
      if (writer === undefined) return;
      for (const value of valuesWritten(facts, writer)) {
        for (const part of value === partsOf(value)[0] ? [value] : [value, ...partsOf(value)]) {
          const messageId = verdict(part);
          if (messageId === undefined) continue;
          context.report({ node: part, messageId, data: { value: short(facts.sourceCode.getText(part)) } });
          break;
        }
      }
    }

    function verdict(value: TSESTree.Expression): LongLived | "forbidden" | undefined {
      const type = facts.services.getTypeAtLocation(value);
      if (matchesSome(facts, type, allow)) return undefined;
      return matchesSome(facts, type, forbid) ? "forbidden" : longLived(facts, value);
    }

    return { CallExpression: check, NewExpression: check };
  },
});

/** A text that fits into a sentence. */
function short(text: string): string {
  const [line = ""] = text.split("\n");
  return line === text && text.length <= 40 ? text : `${line.slice(0, 40)}…`;
}
