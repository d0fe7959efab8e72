import { ASTUtils, AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { isYes } from "../contexts/answer.js";
import { type Available, availableAt } from "../contexts/available.js";
import { canEnd } from "../contexts/can-end.js";
import { names, type Root, rootAt } from "../contexts/calls.js";
import { type Facts, factsOf } from "../contexts/facts.js";
import { namesAny } from "../contexts/names.js";
import { cleanupAt, unawaitedAt } from "../contexts/position/index.js";
import { defaultedParameter, fits, isDesignedElsewhere, isMeantRoot, isValueUse, omittedPart, workOf } from "../contexts/roots.js";
import { functionTaking, isContextOf } from "../contexts/takers.js";
import { createRule } from "../create-rule.js";
import { addContextParameter, offeredWho, takeOffered } from "../edits/context-parameter.js";
import { type Spelled, spellAmbient, spellDetached } from "../edits/detach.js";
import { combine, type Edit } from "../edits/edit.js";
import { markDetached } from "../edits/mark-detached.js";
import { replaceExpression } from "../edits/replace-expression.js";
import { removeDeclarator, requireParameter } from "../edits/required.js";
import type { ContextModel } from "../models/model.js";

interface Options {
  allowTodo: boolean;
  checkCleanup: boolean;
}

type MessageId =
  | "addParameter"
  | "available"
  | "background"
  | "cleanup"
  | "default"
  | "detach"
  | "markDetached"
  | "missing"
  | "notTaken"
  | "require"
  | "take"
  | "todo"
  | "useAmbient"
  | "useAvailable";

type Descriptor = TSESLint.SuggestionReportDescriptor<MessageId>;

export default createRule<[Options], MessageId>({
  name: "no-background-context",
  meta: {
    type: "problem",
    docs: {
      description: "disallow contexts made out of nothing outside of entry points",
      recommended: "recommended",
      requiresTypeChecking: true,
      strictOptions: [{ allowTodo: false, checkCleanup: true }],
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      available:
        "`{{root}}` starts a context of its own although `{{context}}` is available here: {{loss}}. Pass `{{context}}` on{{orDetach}}.",
      background:
        "`{{root}}` starts background work without anything of `{{context}}`: the values of the caller (its trace, its user) are lost. {{keep}}",
      cleanup:
        "`{{root}}` drops the values of `{{context}}` (its trace, its user) in work that must still run when the caller has gone. {{keep}}",
      default:
        "The default `{{root}}` hides a lost context from every caller that leaves `{{parameter}}` out: {{loss}}. Make `{{parameter}}` required, or say `@detached` in the JSDoc of this function if it is meant.",
      missing:
        "`{{root}}` outside of an entry point: {{loss}}. Take a context as a parameter, or say `@detached` in the JSDoc of this function if it is meant.",
      notTaken:
        "`{{root}}` starts a context of its own although this {{who}} is offered `{{context}}` and leaves it out: {{loss}}. Take it{{orDetach}}.",
      todo: "`{{root}}` still stands for a context that the caller should pass: {{loss}}. Pass it on, or switch `allowTodo` on while the code is on its way.",
      markDetached: "Say `@detached`: here a context of its own is meant.",
      addParameter: "Take `{{parameter}}` as a parameter of this function.",
      detach: "Use `{{context}}`: the values of the caller without its cancellation.",
      require: "Make `{{parameter}}` required.",
      take: "Take `{{context}}` as a parameter.",
      useAmbient: "Use the ambient `{{context}}`.",
      useAvailable: "Use `{{context}}`.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          allowTodo: { type: "boolean", description: "Whether to allow `todo()`, the mark for a context that is still to be passed on." },
          checkCleanup: { type: "boolean", description: "Whether to report roots in cleanup, and where the available context is over." },
        },
      },
    ],
    defaultOptions: [{ allowTodo: false, checkCleanup: false }],
  },
  create(context, [options]) {
    const facts = factsOf(context);
    if (!namesAny(facts, names(facts).roots)) return {};

    function check(node: TSESTree.Expression): void {
      const root = rootAt(facts, node);
      if (root === undefined || !isValueUse(facts, node)) return;
      if ((root.pattern.todo === true && options.allowTodo) || isMeantRoot(facts, root)) return;
      const report = judge(facts, root, options);
      if (report !== undefined) context.report({ node, ...report });
    }

    return { CallExpression: check, Identifier: check, MemberExpression: check, NewExpression: check };
  },
});

interface Judgement {
  readonly messageId: MessageId;
  readonly data: Record<string, string>;
  readonly fix?: Edit;
  readonly suggest?: Descriptor[];
}

function judge(facts: Facts, root: Root, options: Options): Judgement | undefined {
  const { model, node } = root;
  const text = facts.sourceCode.getText(node);
  const defaulted = defaultedParameter(facts, node);
  // What the caller left out of its own argument is nobody else's.
  const omitted = omittedPart(facts, node);
  if (omitted !== undefined && isDesignedElsewhere(facts, omitted)) return undefined;
  const isPart = defaulted?.parent.type === AST_NODE_TYPES.Property || omitted !== undefined;
  const found = isPart ? [] : [...availableAt(facts, node, { wanted: model, over: true })].filter(({ isRoot }) => !isRoot);
  if (root.pattern.onlyWhereAvailable === true && (found.length === 0 || defaulted !== undefined)) return undefined;

  const live = found.filter(({ isOver }) => !isOver);
  const nearest = live[0] ?? found[0];
  const isLate = nearest?.isOver === true || cleanupAt(facts, node) !== undefined;
  if (isLate && !options.checkCleanup) return undefined;
  if (nearest === undefined) return withoutContext(facts, root, text, defaulted, omitted);

  const detached = spellDetached(facts, model, node, nearest.text);
  const data = { root: text, context: nearest.text, loss: lossOf(model), orDetach: wayOut(detached, model.spelling?.never), keep: wayToKeep(detached) };
  const isBackground = isYes(unawaitedAt(facts, workOf(node), nearest.owner));
  // Without values there is nothing to keep: a root is how background work says that it goes on.
  if (isBackground && !isLate && model.values === undefined) return undefined;
  if (isLate || isBackground) {
    const suggest = suggestions([suggestion("detach", detached?.text, replaced(facts, node, detached))]);
    return { messageId: isLate ? "cleanup" : "background", data, suggest };
  }
  if (nearest.source === "not-taken") {
    const taken = takeOffered(facts, nearest);
    return { messageId: "notTaken", data: { ...data, who: offeredWho(nearest) }, suggest: suggestions([suggestion("take", taken?.text, replaced(facts, node, taken))]) };
  }
  return { messageId: root.pattern.todo === true ? "todo" : "available", data, ...useOf(facts, root, live) };
}

/** What the work after the root goes without. */
function lossOf(model: ContextModel): string {
  if (!canEnd(model)) return "the values of the caller (its trace, its user) do not reach this work";
  if (model.values === undefined) return "whoever calls this code can neither cancel the work nor give it a deadline";
  return "cancellation, deadline and values of the caller do not reach this work";
}

/** How to mean it. */
function wayOut(detached: Spelled | undefined, never: string | undefined): string {
  if (detached !== undefined) return `, or \`${detached.text}\` if this must outlive it`;
  if (never !== undefined && !never.includes("{ctx}")) return `, or \`${never}\` if this must outlive it`;
  return ", or say `@detached` in the JSDoc of this function if it is meant";
}

function wayToKeep(detached: Spelled | undefined): string {
  if (detached !== undefined) return `Use \`${detached.text}\`, which keeps them and drops the cancellation.`;
  return "Say `@detached` in the JSDoc of this function if it is meant.";
}

/** One candidate is a fix, several that are equally near are a suggestion each. */
function useOf(facts: Facts, { node }: Root, live: readonly Available[]): Pick<Judgement, "fix" | "suggest"> {
  const [nearest] = live;
  const near = live.filter((candidate) => candidate.rank === nearest?.rank && candidate.owner === nearest.owner && candidate.source === nearest.source && candidate.source !== "local");
  const candidates = (near.length > 0 ? near : live.slice(0, 1)).filter(({ nullable }) => !nullable);
  const [only] = candidates;
  if (candidates.length === 1 && only !== undefined && fits(facts, only.type, node)) {
    const fix = replaceExpression(facts.sourceCode, node, only.text);
    return fix === undefined ? {} : { fix };
  }
  return { suggest: suggestions(candidates.map(({ text }) => suggestion("useAvailable", text, replaced(facts, node, { text })))) };
}

function withoutContext(facts: Facts, root: Root, text: string, defaulted: TSESTree.AssignmentPattern | undefined, omitted: TSESTree.MemberExpression | undefined): Judgement {
  const { node, model } = root;
  const messageId = root.pattern.todo === true ? "todo" : defaulted === undefined && omitted === undefined ? "missing" : "default";
  const parameter = defaulted === undefined ? fallbackFor(facts, node) : defaulted.left;
  const own = omitted ?? parameter;
  const data = { root: text, context: "", loss: lossOf(model), parameter: own?.type === AST_NODE_TYPES.Identifier ? own.name : omitted === undefined ? "it" : facts.sourceCode.getText(omitted) };
  const ambient = spellAmbient(facts, model, node);
  const mended = suggestions([
    parameter?.type === AST_NODE_TYPES.Identifier
      ? suggestion("require", parameter.name, requireParameter(facts, parameter, node), "parameter")
      : omitted === undefined
        ? takingParameter(facts, root)
        : undefined,
    suggestion("useAmbient", ambient?.text, replaced(facts, node, ambient)),
  ]);
  // Where no edit mends it, the author can at least say that it is meant.
  const meant = suggestions([suggestion("markDetached", text, markDetached(facts.sourceCode, node))]);
  return { messageId, data, suggest: mended.length > 0 ? mended : meant };
}

/** `ctx` in `ctx ?? background()`, where `ctx` is an optional parameter. */
function fallbackFor(facts: Facts, node: TSESTree.Expression): TSESTree.Identifier | undefined {
  const { parent } = node;
  if (parent.type !== AST_NODE_TYPES.LogicalExpression || parent.right !== node || parent.left.type !== AST_NODE_TYPES.Identifier) return undefined;
  const definition = ASTUtils.findVariable(facts.sourceCode.getScope(node), parent.left)?.defs[0];
  return definition?.type === "Parameter" && definition.name.type === AST_NODE_TYPES.Identifier ? definition.name : undefined;
}

/** The function takes the context; a `const ctx = todo()` that held the root becomes the parameter. */
function takingParameter(facts: Facts, { node, model }: Root): Descriptor | undefined {
  const fn = functionTaking(facts, node);
  if (fn === undefined || fn.params.some((parameter) => isContextOf(facts, parameter, model))) return undefined;
  const { parent } = node;
  const held = parent.type === AST_NODE_TYPES.VariableDeclarator && parent.init === node && parent.id.type === AST_NODE_TYPES.Identifier ? removeDeclarator(facts.sourceCode, parent, fn) : undefined;
  const parameter = addContextParameter(facts, fn, model, node, { name: held?.name });
  if (parameter === undefined) return undefined;
  const edit = combine(parameter.edit, held?.edit ?? replaceExpression(facts.sourceCode, node, parameter.name));
  return suggestion("addParameter", parameter.name, edit, "parameter");
}

function replaced(facts: Facts, node: TSESTree.Expression, by: Spelled | undefined): Edit | undefined {
  return by && combine(replaceExpression(facts.sourceCode, node, by.text), ...(by.edit ? [by.edit] : []));
}

function suggestion(messageId: MessageId, text: string | undefined, fix: Edit | undefined, key = "context"): Descriptor | undefined {
  return text === undefined || fix === undefined ? undefined : { messageId, data: { [key]: text }, fix };
}

function suggestions(all: readonly (Descriptor | undefined)[]): Descriptor[] {
  return all.filter((one) => one !== undefined);
}
