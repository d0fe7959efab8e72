import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import type { Call } from "../contexts/accepts.js";
import { type Ending, endingsAfter, isReplacedAfter } from "../contexts/ended.js";
import { isTestFile } from "../contexts/entry.js";
import { calleeText } from "../contexts/exempt.js";
import { type Facts, factsOf } from "../contexts/facts.js";
import { type Floating, floatsBeyond, readsResultOf } from "../contexts/floating.js";
import { endsWith, type Handed, handedTo } from "../contexts/handed.js";
import { leavesBehind } from "../contexts/left-behind.js";
import { contextNear } from "../contexts/near.js";
import { enclosingFunction, functionName } from "../contexts/position/index.js";
import { createRule } from "../create-rule.js";
import { spellDetachedHere } from "../edits/detach.js";
import { combine, type Edit } from "../edits/edit.js";
import { awaitExpression, replaceExpression } from "../edits/replace-expression.js";

interface Options {
  scope: "any" | "unending";
}

type MessageId = "await" | "cancelledBeforeUse" | "detach" | "outlivesRequest";

type Descriptor = TSESLint.SuggestionReportDescriptor<MessageId>;

interface Judgement {
  readonly messageId: MessageId;
  readonly data: Record<string, string>;
  readonly fix?: Edit;
  readonly suggest?: Descriptor[];
}

export default createRule<[Options], MessageId>({
  name: "no-floating-context",
  meta: {
    type: "problem",
    docs: {
      description: "disallow work that is still under way when its context ends",
      recommended: "recommended",
      requiresTypeChecking: true,
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      cancelledBeforeUse: "`{{callee}}` {{state}} when {{end}} on line {{line}}: {{loss}}. {{remedy}}.",
      outlivesRequest: "`{{callee}}` goes on when `{{owner}}` is done, but `{{context}}` is lent for one call: {{loss}}. {{remedy}}.",
      await: "Await `{{callee}}` here.",
      detach: "Pass `{{detached}}`: the values of `{{context}}` without its end.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          scope: { type: "string", enum: ["unending", "any"], description: "Which work may not be left behind under a context of the caller: what never ends by itself, or any." },
        },
      },
    ],
    defaultOptions: [{ scope: "unending" }],
  },
  create(context, [{ scope }]) {
    const facts = factsOf(context);

    function check(call: Call): void {
      if (contextNear(facts, call) === "no") return;
      const judgement = judgeEnded(facts, call) ?? judgeLent(facts, call, scope === "any");
      if (judgement !== undefined) context.report({ node: call, ...judgement });
    }

    return { CallExpression: check, NewExpression: check };
  },
});

function judgeEnded(facts: Facts, call: Call): Judgement | undefined {
  const handed = handedHere(facts, call);
  if (handed.length === 0) return undefined;
  for (const ending of endingsAfter(facts, call)) {
    if (ending.kind === "later" && (ending.isLimit || isTestFile(facts))) continue;
    const given = handed.find(({ origin }) => endsWith(facts, origin, ending.context));
    if (given === undefined || isReplacedAfter(facts, ending, call)) continue;
    const floating = floatsBeyond(facts, call, ending);
    if (floating !== undefined && (floating.kind === "returned" || !ending.isLimit)) return judge(facts, call, given, ending, floating);
  }
  return undefined;
}

function judgeLent(facts: Facts, call: Call, isAny: boolean): Judgement | undefined {
  const leaves = leavesBehind(facts, call, isAny);
  if (leaves === undefined) return undefined;
  const { given, lent, isUnending } = leaves;
  const detach = detaching(facts, given);
  const meant = "say `@detached` in the JSDoc of this function if it is meant";
  const data = {
    callee: calleeText(facts, call),
    context: facts.sourceCode.getText(given.node),
    owner: functionName(lent.owner) ?? "this function",
    loss: isUnending ? "it never ends by itself, and is cut off whenever the caller's context ends" : "nobody awaits it, and it is cut off when the caller's context ends",
    remedy: detach === undefined ? `Give it a context of its own, or ${meant}` : `Pass \`${detach.data.detached}\` if it must outlive the call, or ${meant}`,
  };
  return { messageId: "outlivesRequest", data, suggest: detach === undefined ? [] : [detach] };
}

/** What the call is given; what reads a result (`response.json()`) goes on under the context that the result was made with. */
function handedHere(facts: Facts, call: Call): readonly Handed[] {
  const own = handedTo(facts, call);
  if (own.length > 0) return own;
  const made = readsResultOf(facts, call);
  return made === undefined ? [] : handedTo(facts, made);
}

function judge(facts: Facts, call: Call, given: Handed, ending: Ending, floating: Floating): Judgement {
  const callee = calleeText(facts, call);
  const data = {
    callee,
    line: String(ending.node.loc.start.line),
    end: `${quoted(facts, ending)} ${ending.isLimit ? "takes its time limit away" : `ends \`${facts.sourceCode.getText(given.node)}\``}`,
    ...SAYS[floating.kind],
    ...(ending.isLimit ? { loss: "from there on nothing limits it" } : {}),
  };
  if (floating.kind === "returned") {
    const fix = returnAwaited(facts, floating.node);
    return { messageId: "cancelledBeforeUse", data, ...(fix ? { fix } : {}) };
  }
  const suggest = [
    floating.kind === "dropped" ? suggestion("await", { callee }, awaitDropped(facts, floating.node)) : undefined,
    floating.kind === "unread" ? undefined : detaching(facts, given),
  ];
  return { messageId: "cancelledBeforeUse", data, suggest: suggest.filter((each) => each !== undefined) };
}

const SAYS: Record<Floating["kind"], { readonly state: string; readonly loss: string; readonly remedy: string }> = {
  callback: { state: "has not begun", loss: "it runs later, under a context that is over", remedy: "Give it a context that lives as long as it does" },
  dropped: { state: "is still under way", loss: "nobody awaits it, and it is cancelled before it is done", remedy: "Await it before, or give it a context that lives as long as it does" },
  kept: { state: "is still under way", loss: "it is awaited only later, and cancelled before it is done", remedy: "Await it before" },
  returned: { state: "is still under way", loss: "the caller gets a promise that is cancelled before it is done", remedy: "Return it awaited" },
  unread: { state: "gives something that is still to be read", loss: "the caller cannot read it any more", remedy: "Read it here, or end the context when it has been read" },
};

/** `withoutCancel(ctx)` in place of `ctx`. */
function detaching(facts: Facts, { model, node }: Handed): (Descriptor & { readonly data: { readonly context: string; readonly detached: string } }) | undefined {
  const detached = spellDetachedHere(facts, model, node);
  const fix = detached && combine(replaceExpression(facts.sourceCode, node, detached.text), ...(detached.edit ? [detached.edit] : []));
  return fix && { messageId: "detach", data: { context: facts.sourceCode.getText(node), detached: detached.text }, fix };
}

function quoted(facts: Facts, { kind, node }: Ending): string {
  return kind === "using" && node.type === N.VariableDeclarator ? "`using`" : `\`${facts.sourceCode.getText(node)}\``;
}

/** `return await …`, in a function that may await. */
function returnAwaited(facts: Facts, node: TSESTree.Node): Edit | undefined {
  let outer = node;
  while (outer.parent !== undefined && outer.parent.type !== N.ReturnStatement) outer = outer.parent;
  const isAsync = enclosingFunction(outer)?.async === true;
  return isAsync && outer.parent !== undefined ? awaitExpression(facts.sourceCode, outer as TSESTree.Expression) : undefined;
}

/** `await work(ctx)` in place of `void work(ctx)`, in a function that may await. */
function awaitDropped(facts: Facts, node: TSESTree.Node): Edit | undefined {
  if (enclosingFunction(node)?.async !== true) return undefined;
  const { parent } = node;
  if (parent?.type !== N.UnaryExpression) return awaitExpression(facts.sourceCode, node as TSESTree.Expression);
  return replaceExpression(facts.sourceCode, parent, `await ${facts.sourceCode.getText(node)}`);
}

function suggestion(messageId: MessageId, data: Record<string, string>, fix: Edit | undefined): Descriptor | undefined {
  return fix === undefined ? undefined : { messageId, data, fix };
}
