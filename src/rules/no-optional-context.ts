import { AST_NODE_TYPES as N, type TSESLint } from "@typescript-eslint/utils";

import { rootAt } from "../contexts/calls.js";
import { callersOf } from "../contexts/callers.js";
import { isInDetached } from "../contexts/detached.js";
import { type Facts, factsOf } from "../contexts/facts.js";
import { implementsModel } from "../contexts/implementation.js";
import { type DeclaredParameter, isDictated, isImplementation, parametersWithContext, type SignatureNode } from "../contexts/signatures.js";
import { isFunction } from "../contexts/position/syntax.js";
import { isDecorated } from "../contexts/takers.js";
import { createRule } from "../create-rule.js";
import { makeRequired } from "../edits/make-required.js";

type MessageId = "default" | "optional" | "require";

export default createRule<[], MessageId>({
  name: "no-optional-context",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow context parameters that may be left out",
      recommended: "strict",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      default: "`{{parameter}}` has a default: what may be left out will be, and nobody can cancel the work of a call that relies on it. Make it required, or say `@detached` in the JSDoc of this function if it is meant.",
      optional: "`{{parameter}}` is optional: what may be left out will be, and nobody can cancel the work of a call without it. Make it required, or say `@detached` in the JSDoc of this function if it is meant.",
      require: "Make `{{parameter}}` required.",
    },
    schema: [],
  },
  create(context) {
    const facts = factsOf(context);

    function check(fn: SignatureNode): void {
      const parameters = parametersWithContext(facts, fn);
      for (const parameter of parameters ?? []) {
        if (!mayBeLeftOut(facts, fn, parameter)) continue;
        const { node } = parameter;
        const name = node.type === N.AssignmentPattern ? node.left : node;
        const data = { parameter: name.type === N.Identifier ? name.name : facts.sourceCode.getText(name) };
        const callers = callersOf(facts, fn);
        const fix = callers && makeRequired(facts, parameter, parameters ?? [], callers);
        const suggest: TSESLint.SuggestionReportDescriptor<MessageId>[] = fix === undefined ? [] : [{ messageId: "require", data, fix }];
        context.report({ node, messageId: node.type === N.AssignmentPattern ? "default" : "optional", data, suggest });
      }
    }

    return {
      ArrowFunctionExpression: check,
      FunctionDeclaration: check,
      FunctionExpression: check,
      TSDeclareFunction: check,
      TSEmptyBodyFunctionExpression: check,
      TSFunctionType: check,
      TSMethodSignature: check,
    };
  },
});

/** Is it the author's own choice that the context may be left out, and does that reach beyond what the author sees? */
function mayBeLeftOut(facts: Facts, fn: SignatureNode, { context, isOptional, node }: DeclaredParameter): boolean {
  if (context === undefined || !isOptional || node.type === N.TSParameterProperty) return false;
  // Without a token to pass on, `CancellationToken.None` is the honest spelling.
  if (node.type === N.AssignmentPattern && rootAt(facts, node.right)?.pattern.onlyWhereAvailable === true) return false;
  if (context.model.parameter.place !== "first" && callersOf(facts, fn)?.areAll !== true) return false;
  return !implementsModel(facts, context.model) && !isImplementation(facts, fn) && !(isFunction(fn) && isDecorated(fn)) && !isInDetached(facts, fn) && !isDictated(facts, fn);
}
