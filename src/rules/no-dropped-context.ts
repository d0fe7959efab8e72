import type { TypeOrValueSpecifier } from "@typescript-eslint/type-utils";
import { typeOrValueSpecifiersSchema } from "@typescript-eslint/type-utils";
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

import { type Call, calleeNode, isByName, isNamed } from "../contexts/accepts.js";
import { type Available, isAnyAvailable } from "../contexts/available.js";
import { isLimitOfRace } from "../contexts/beside.js";
import { canEnd } from "../contexts/can-end.js";
import { type Candidates, candidatesFor } from "../contexts/candidates.js";
import { isAnsweredFor } from "../contexts/catchers.js";
import { calleeText, isExempt, isIgnored } from "../contexts/exempt.js";
import { isTestFile } from "../contexts/entry.js";
import { type Facts, factsOf } from "../contexts/facts.js";
import { implementsModel } from "../contexts/implementation.js";
import { isMomentInTurns } from "../contexts/loop-end.js";
import { initializerOf, unlinkedIn } from "../contexts/links.js";
import { contextNear, mayBeNear } from "../contexts/near.js";
import { cleanupAt, unawaitedAt } from "../contexts/position/index.js";
import { isAskedNext } from "../contexts/position/conditions.js";
import { calleeName, isFunction } from "../contexts/position/syntax.js";
import { hasNoPlace, isVacant, isVain, lies, type Vacancy, vacanciesAt } from "../contexts/vacancy.js";
import { isChangingRoute, isOfRequest, saysChange, sendsChange } from "../contexts/writes.js";
import { createRule } from "../create-rule.js";
import { offeredWho, takeOffered } from "../edits/context-parameter.js";
import { combine, type Edit } from "../edits/edit.js";
import { linkContext, passContext } from "../edits/pass-context.js";
import type { ContextModel } from "../models/model.js";
import { isBetweenChanges, makesChange } from "../program/changes.js";

interface Options {
  checkCleanup: boolean;
  ignore: TypeOrValueSpecifier[];
}

type MessageId = "dropped" | "link" | "longer" | "notTaken" | "nothing" | "pass" | "take" | "unlinked";

type Descriptor = TSESLint.SuggestionReportDescriptor<MessageId>;

interface Judgement {
  readonly messageId: MessageId;
  readonly data: Record<string, string>;
  readonly fix?: Edit;
  readonly suggest?: Descriptor[];
}

export default createRule<[Options], MessageId>({
  name: "no-dropped-context",
  meta: {
    type: "problem",
    docs: {
      description: "disallow calls that accept a context and get none although one is available",
      recommended: "recommended",
      requiresTypeChecking: true,
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      dropped: "`{{callee}}` takes a context and gets none, although `{{context}}` is available: {{loss}}. Pass `{{context}}`{{onPurpose}}.",
      longer: "`{{callee}}` takes no context, although `{{context}}` is available and `{{longer}}` does the same with one. Pass `{{context}}`{{onPurpose}}.",
      nothing: "`{{callee}}` needs a context and gets nothing that could be one: it fails at the first use. Pass a context{{onPurpose}}.",
      notTaken: "`{{callee}}` takes a context and gets none, although this {{who}} is offered `{{context}}` and leaves it out. Take it and pass it on{{onPurpose}}.",
      unlinked: "`{{own}}` replaces `{{context}}` for `{{callee}}`: whoever cancels `{{context}}` does not reach it. Make it end with both{{onPurpose}}.",
      link: "Use `{{context}}`.",
      pass: "Pass `{{context}}`.",
      take: "Take `{{context}}` as a parameter.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          checkCleanup: { type: "boolean", description: "Whether to report calls in cleanup too." },
          ignore: { ...typeOrValueSpecifiersSchema, description: "Functions, and types whose methods, need no context." },
        },
      },
    ],
    defaultOptions: [{ checkCleanup: false, ignore: [] }],
  },
  create(context, [options]) {
    const facts = factsOf(context);
    const limits = new Set<TSESTree.Node>();

    function check(call: Call): void {
      if (isByName(call) && mayBeNear(facts, call) && hasNoPlace(facts, call)) return;
      const isNear = isAnyNear(facts, call);
      if (!isNear && !lies(call)) return;
      const judgement = (isNear ? judgeUnlinked(facts, call, options, limits) : undefined) ?? judgeVacancies(facts, call, options);
      if (judgement !== undefined) context.report({ node: calleeNode(call), ...judgement });
    }

    return { CallExpression: check, NewExpression: check };
  },
});

/** Where a call makes what is called (`made(load)(id)`), what callbacks are offered is known sooner than what that takes. */
function isAnyNear(facts: Facts, call: Call): boolean {
  const near = contextNear(facts, call);
  if (near === "no") return false;
  return near === "yes" || isNamed(call) || isAnyAvailable(facts, call, near);
}

function judgeVacancies(facts: Facts, call: Call, options: Options): Judgement | undefined {
  for (const vacancy of vacanciesAt(facts, call)) {
    if (!isVacant(facts, call, vacancy)) continue;
    const { slot, filling } = vacancy;
    const found = candidatesFor(facts, call, slot);
    if (found === undefined) {
      const isLie = filling.kind === "nothing" && slot.bag === undefined && !slot.takesUndefined && !slot.takesNull;
      if (isLie && !implementsModel(facts, slot.model) && !isTestFile(facts)) return { messageId: "nothing", data: dataOf(facts, call, slot.model) };
      continue;
    }
    if (!isMeant(facts, call, slot.model, found[0], options) && !isVain(facts, call, vacancy)) return judge(facts, call, vacancy, found);
  }
  return undefined;
}

/** Is the context left out for a reason that can be seen? */
function isMeant(facts: Facts, call: Call, model: ContextModel, nearest: Available, options: Options): boolean {
  const { owner, source } = nearest;
  return (
    implementsModel(facts, model) ||
    // Without one it is the ambient one, which is nearer than what the object keeps.
    (model.ambient !== undefined && source === "field") ||
    (source === "not-taken" && writesFile(call)) ||
    isMomentInTurns(facts, call, nearest) ||
    (isOfRequest(facts, nearest) && (changesSomething(facts, call) || isBetweenChanges(facts, call, owner))) ||
    (!options.checkCleanup && cleanupAt(facts, call) !== undefined) ||
    isIgnored(facts, call, options.ignore) ||
    isExempt(facts, call, model, owner) ||
    unawaitedAt(facts, call, owner) !== "no"
  );
}

/** By its name, by what it sends, or by what it is to do with each of many: `pMap(ids, async (id) => { await deleteOrder(id); })`. */
function changesSomething(facts: Facts, call: Call): boolean {
  const { esTreeNodeToTSNodeMap: nodes } = facts.services;
  return saysChange(calleeName(call) ?? "") || sendsChange(nodes.get(call), isChangingRoute(facts)) || call.arguments.some((argument) => isFunction(argument) && makesChange(nodes.get(argument)));
}

function judge(facts: Facts, call: Call, vacancy: Vacancy, found: Candidates): Judgement {
  const { sibling, slot } = vacancy;
  const [nearest, ...others] = found;
  const data = { ...dataOf(facts, call, slot.model), context: nearest.text, longer: sibling ?? "" };
  if (nearest.source === "not-taken") {
    const taken = takeOffered(facts, nearest);
    const passed = taken && passContext(facts, call, vacancy, { text: taken.text, nullable: nearest.nullable, type: nearest.type });
    return { messageId: "notTaken", data: { ...data, who: offeredWho(nearest) }, suggest: suggestions([suggestion("take", taken?.text, combine(taken?.edit, passed?.edit))]) };
  }
  const messageId = sibling === undefined ? "dropped" : "longer";
  const passed = passContext(facts, call, vacancy, nearest);
  if (others.length === 0 && passed?.isSure === true && isPlain(facts, call)) return { messageId, data, fix: passed.edit };
  return { messageId, data, suggest: suggestions(found.map((each) => suggestion("pass", each.text, passContext(facts, call, vacancy, each)?.edit))) };
}

/**
 * Does the call do no more than fail where it gets the context? Not where the next statement looks at the context, and
 * ends the work its own way, or where a failure is an answer; nor does a file that is written half.
 */
function isPlain(facts: Facts, call: Call): boolean {
  return !writesFile(call) && !isAskedNext(facts, call) && !isAnsweredFor(facts, call);
}

function writesFile(call: Call): boolean {
  return /^(?:append|write)File$/.test(calleeName(call) ?? "");
}

/** @param limits constants that were reported: one that stands in several calls is one defect */
function judgeUnlinked(facts: Facts, call: Call, options: Options, limits: Set<TSESTree.Node>): Judgement | undefined {
  const unlinked = unlinkedIn(facts, call);
  if (unlinked === undefined) return undefined;
  const { model, node, root } = unlinked;
  if (isLimitOfRace(facts, call, root)) return undefined;
  const slot = { model, type: facts.services.getTypeAtLocation(node) };
  const made = initializerOf(unlinked);
  const foundThere = made && candidatesFor(facts, made, slot, root);
  const own = made !== undefined && foundThere !== undefined ? made : node;
  const found = foundThere ?? candidatesFor(facts, call, slot, root);
  // In cleanup a limit of its own is what is wanted.
  if (found === undefined || found[0].source === "not-taken" || cleanupAt(facts, call) !== undefined || isMeant(facts, call, model, found[0], options)) return undefined;
  if (limits.has(own)) return undefined;
  limits.add(own);
  const [nearest, ...others] = found;
  const data = { ...dataOf(facts, call, model), context: nearest.text, own: facts.sourceCode.getText(node) };
  const link = (each: Available): Edit | undefined => linkContext(facts, own, model.spelling?.merge, each);
  const fix = others.length === 0 ? link(nearest) : undefined;
  if (fix !== undefined) return { messageId: "unlinked", data, fix };
  const text = (each: Available): string | undefined => model.spelling?.merge?.replace("{ctx}", () => each.text).replace("{other}", () => facts.sourceCode.getText(own));
  return { messageId: "unlinked", data, suggest: suggestions(found.map((each) => suggestion("link", text(each), link(each)))) };
}

/** What every message says: what is called, what is lost, and how to say that it is meant. */
function dataOf(facts: Facts, call: Call, model: ContextModel): Record<string, string> {
  const { spelling } = model;
  const loss = canEnd(model) ? "it goes on when the caller is gone" : "the values of the caller (its trace, its user) do not reach it";
  const own = spelling?.detach === undefined ? spelling?.never : `${spelling.detach}(…)`;
  return { callee: calleeText(facts, call), loss, onPurpose: `${own === undefined || own.includes("{ctx}") ? "" : `, or \`${own}\` if this must not end with it`}, or say \`@detached\` in the JSDoc of what is called` };
}

function suggestion(messageId: MessageId, text: string | undefined, fix: Edit | undefined): Descriptor | undefined {
  return text === undefined || fix === undefined ? undefined : { messageId, data: { context: text }, fix };
}

function suggestions(all: readonly (Descriptor | undefined)[]): Descriptor[] {
  return all.filter((one) => one !== undefined);
}
