import type { TSESTree } from "@typescript-eslint/utils";

import { keyMadeAt } from "../contexts/calls.js";
import { isTestFile } from "../contexts/entry.js";
import { factsOf } from "../contexts/facts.js";
import { implementsModel } from "../contexts/implementation.js";
import { isMadeEachTime, type KeyUse, keysUsedAt, makerOf, makesKey, untypedKey } from "../contexts/keys.js";
import { isCheckedRead, uncheckedCasts } from "../contexts/reads.js";
import { createRule } from "../create-rule.js";
import { declareTypedKey, literalOf } from "../edits/typed-key.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

type MessageId = "declare" | "madeEachTime" | "uncheckedCast" | "untyped";

export default createRule<[], MessageId>({
  name: "typed-context-key",
  meta: {
    type: "problem",
    docs: {
      description: "require keys of context values that tell the value's type, and no unchecked casts of what is read",
      recommended: "recommended",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      declare: "Declare `{{key}}` at module level and use it in all places of this file.",
      madeEachTime: "Each call makes a new key here, so what is written under it is never found again. Make the key once, at module level.",
      uncheckedCast: "Nothing checks that `{{read}}` is what the cast says: where it is missing, or something else was written, the error shows up far from here. Take a key that tells the type, or check the value.",
      untyped: "The key `{{key}}` ({{kind}}) does not tell the type of its value, and any other code may use the same one. Take a key that carries the type and that nobody else can make.",
    },
    schema: [],
  },
  create(context) {
    const facts = factsOf(context);
    const uses: KeyUse[] = [];
    const made = new Set<Call>();

    function gather(call: Call): void {
      const found = keysUsedAt(facts, call).filter(({ model }) => !implementsModel(facts, model));
      uses.push(...found);
      for (const { key } of found) {
        const maker = makerOf(facts, key);
        if (maker !== undefined && makesKey(facts, maker)) made.add(maker);
      }
      const model = keyMadeAt(facts, call)?.model;
      if (model !== undefined && !implementsModel(facts, model)) made.add(call);
    }

    function check(use: KeyUse): void {
      const kind = untypedKey(facts, use);
      if (kind === undefined) {
        for (const cast of use.isRead ? uncheckedCasts(facts, use) : []) {
          context.report({ node: cast, messageId: "uncheckedCast", data: { read: facts.sourceCode.getText(use.call) } });
        }
        return;
      }
      if (use.isRead && isCheckedRead(facts, use.call)) return;
      const declared = declareTypedKey(facts, placesOf(use, uses));
      context.report({
        node: use.key,
        messageId: "untyped",
        data: { key: facts.sourceCode.getText(use.key), kind },
        ...(declared && { suggest: [{ messageId: "declare", data: { key: declared.text }, fix: declared.edit }] }),
      });
    }

    function checkMade(call: Call): void {
      if (!isTestFile(facts) && isMadeEachTime(facts, call)) context.report({ node: call, messageId: "madeEachTime" });
    }

    return {
      CallExpression: gather,
      NewExpression: gather,
      "Program:exit"() {
        uses.forEach(check);
        made.forEach(checkMade);
      },
    };
  },
});

/** Every place of the file with the same literal key. */
function placesOf({ key, model }: KeyUse, uses: readonly KeyUse[]): readonly KeyUse[] {
  const literal = literalOf(key);
  return literal === undefined ? [] : uses.filter((other) => other.model === model && literalOf(other.key) === literal);
}

