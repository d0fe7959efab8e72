import { type TypeOrValueSpecifier, typeOrValueSpecifiersSchema } from "@typescript-eslint/type-utils";
import type { TSESLint } from "@typescript-eslint/utils";

import { type Call, calleeNode } from "../contexts/accepts.js";
import { availableAt } from "../contexts/available.js";
import { candidatesFor } from "../contexts/candidates.js";
import { isInDetached } from "../contexts/detached.js";
import { isEntryPoint } from "../contexts/entry.js";
import { calleeText, isExempt, isIgnored } from "../contexts/exempt.js";
import { type Facts, factsOf } from "../contexts/facts.js";
import { implementsModel } from "../contexts/implementation.js";
import { ioOf } from "../contexts/io.js";
import { type Owing, vacancyFor } from "../contexts/owed.js";
import { cleanupAt, type FunctionNode, functionName, unawaitedAt } from "../contexts/position/index.js";
import { functionTaking, isContextOf } from "../contexts/takers.js";
import type { Vacancy } from "../contexts/vacancy.js";
import { createRule } from "../create-rule.js";
import { addContextParameter, type ContextParameter, shouldBeOptional } from "../edits/context-parameter.js";
import { combine, type Edit } from "../edits/edit.js";
import { passContext } from "../edits/pass-context.js";
import { defaultIo } from "../models/io.js";
import { mayTakeByName } from "../program/takers.js";

interface Options {
  ignore: TypeOrValueSpecifier[];
  io: TypeOrValueSpecifier[];
}

type MessageId = "add" | "missing" | "owed" | "pass";

interface Judgement {
  readonly messageId: MessageId;
  readonly data: Record<string, string>;
  readonly suggest: TSESLint.SuggestionReportDescriptor<MessageId>[];
}

export default createRule<[Options], MessageId>({
  name: "require-context-param",
  meta: {
    type: "suggestion",
    docs: {
      description: "require a context parameter of functions that call something which takes a context",
      recommended: "strict",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      missing: "`{{callee}}` takes a context, and `{{function}}` has none to give: nobody can cancel this work or give it a deadline. Take one as a parameter, or say `@detached` in the JSDoc of `{{function}}` if it is meant.",
      owed: "`{{callee}}` needs a context and gets none, although `{{context}}` is available. Pass it.",
      add: "Take `{{context}}` as a parameter of `{{function}}`, and pass it.",
      pass: "Pass `{{context}}`.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          ignore: { ...typeOrValueSpecifiersSchema, description: "Functions, and types whose methods, need no context." },
          io: { ...typeOrValueSpecifiersSchema, description: "Functions whose calls need a context of a kind that has no place by convention (`AbortSignal`)." },
        },
      },
    ],
    defaultOptions: [{ ignore: [], io: [...defaultIo] }],
  },
  create(context, [options]) {
    const facts = factsOf(context);
    const io = ioOf(facts, options.io);

    function check(call: Call): void {
      if (!mayTakeByName(facts, call, io)) return;
      const vacancy = vacancyFor(facts, call, io);
      const judgement = vacancy && judge(facts, call, vacancy, options);
      if (judgement !== undefined) context.report({ node: calleeNode(call), ...judgement });
    }

    return { CallExpression: check, NewExpression: check };
  },
});

function judge(facts: Facts, call: Call, vacancy: Owing, options: Options): Judgement | undefined {
  const { model } = vacancy.slot;
  const [nearest] = availableAt(facts, call, { wanted: model, over: true });
  if (nearest !== undefined) return vacancy.isOwed ? owed(facts, call, vacancy) : undefined;
  const fn = functionTaking(facts, call);
  if (fn === undefined || fn.params.some((parameter) => isContextOf(facts, parameter, model)) || isMeant(facts, call, vacancy, fn, options)) return undefined;
  const data = { callee: calleeText(facts, call), function: functionName(fn) ?? "this function" };
  const { parameter, fix } = (shouldBeOptional(facts, fn, model) ? addAndPass(facts, call, vacancy, fn, true) : undefined) ?? addAndPass(facts, call, vacancy, fn, false) ?? {};
  return { messageId: "missing", data, suggest: fix === undefined || parameter === undefined ? [] : [{ messageId: "add", data: { ...data, context: parameter.name }, fix }] };
}

function addAndPass(facts: Facts, call: Call, vacancy: Owing, fn: FunctionNode, isOptional: boolean): { readonly parameter: ContextParameter; readonly fix: Edit } | undefined {
  const { model, type } = vacancy.slot;
  const parameter = addContextParameter(facts, fn, model, type, { isOptional });
  const passed = parameter && passContext(facts, call, vacancy, { text: parameter.name, nullable: isOptional });
  const fix = combine(parameter?.edit, passed?.edit);
  return parameter && fix && { parameter, fix };
}

/** Is nothing lost here, or on purpose? */
function isMeant(facts: Facts, call: Call, { slot: { model } }: Vacancy, fn: FunctionNode, { ignore }: Options): boolean {
  return (
    isEntryPoint(facts, call) ||
    implementsModel(facts, model) ||
    isInDetached(facts, call) ||
    cleanupAt(facts, call) !== undefined ||
    isIgnored(facts, call, ignore) ||
    isExempt(facts, call, model, fn) ||
    unawaitedAt(facts, call, fn) !== "no"
  );
}

/** One that was left out where it is required does not compile: it is passed where it is at hand. */
function owed(facts: Facts, call: Call, vacancy: Vacancy): Judgement | undefined {
  const found = candidatesFor(facts, call, vacancy.slot);
  if (found === undefined) return undefined;
  const suggest = found.flatMap((each) => {
    const fix = passContext(facts, call, vacancy, each)?.edit;
    return fix === undefined ? [] : [{ messageId: "pass" as const, data: { context: each.text }, fix }];
  });
  return { messageId: "owed", data: { callee: calleeText(facts, call), context: found[0].text }, suggest };
}
