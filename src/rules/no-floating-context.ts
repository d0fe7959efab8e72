import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import type { Call } from "../contexts/accepts.js";
import { type Ending, endingsAfter, isFollowed, isReplacedAfter, mayEndAny } from "../contexts/ended.js";
import { isTestFile } from "../contexts/entry.js";
import { calleeText } from "../contexts/exempt.js";
import { type Facts, factsOf } from "../contexts/facts.js";
import { type Floating, floatsBeyond, readsResultOf } from "../contexts/floating.js";
import { endsWith, type Handed, handedTo, mayEndWith } from "../contexts/handed.js";
import { leavesBehind } from "../contexts/left-behind.js";
import { contextNear } from "../contexts/near.js";
import { enclosingFunction, functionName } from "../contexts/position/index.js";
import { type Origin, rootsBehind } from "../contexts/position/reference.js";
import { createRule } from "../create-rule.js";
import { spellDetachedHere } from "../edits/detach.js";
import { makeAsync } from "../edits/make-async.js";
import { combine, type Edit } from "../edits/edit.js";
import { awaitExpression, replaceExpression } from "../edits/replace-expression.js";

interface Options {
  scope: "any" | "unending";
}

type MessageId = "await" | "cancelledBeforeUse" | "detach" | "makeAsync" | "outlivesRequest";

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
      makeAsync: "Make the function `async` and return it awaited.",
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
    const returns = new Set<TSESTree.Node>();

    function check(call: Call): void {
      const judgement = judgeEnded(facts, call, returns) ?? judgeLent(facts, call, scope === "any");
      if (judgement !== undefined) context.report({ node: call, ...judgement });
    }

    return { CallExpression: check, NewExpression: check };
  },
});

/** @param returns where a promise is returned that was reported: one `await` is missing for all that is part of it */
function judgeEnded(facts: Facts, call: Call, returns: Set<TSESTree.Node>): Judgement | undefined {
  if (!mayEndAny(facts) || (call.arguments.length === 0 && !isFollowed(facts, call)) || contextNear(facts, call) === "no") return undefined;
  for (const ending of endingsAfter(facts, call, () => rootsHanded(facts, call))) {
    if (ending.kind === "later" && (ending.isLimit || isTestFile(facts))) continue;
    const given = handedHere(facts, call, (origin) => mayEndWith(facts, origin, ending.context)).find(({ origin }) => endsWith(facts, origin, ending.context));
    if (given === undefined || isReplacedAfter(facts, ending, call)) continue;
    const floating = floatsBeyond(facts, call, ending);
    if (floating === undefined || (floating.kind !== "returned" && ending.isLimit)) continue;
    const statement = floating.kind === "returned" ? returned(floating.node) : undefined;
    if (statement !== undefined && returns.has(statement)) return undefined;
    if (statement !== undefined) returns.add(statement);
    return judge(facts, call, given, ending, floating);
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

/** Where what the call is given may come from, told by names. */
function rootsHanded(facts: Facts, call: Call): ReadonlySet<Origin["root"]> {
  const roots = new Set<Origin["root"]>();
  handedHere(facts, call, (origin) => {
    for (const root of rootsBehind(facts, origin)) roots.add(root);
    return false;
  });
  return roots;
}

/** What the call is given; what reads a result (`response.json()`) goes on under the context that the result was made with. */
function handedHere(facts: Facts, call: Call, isWanted: (origin: Origin) => boolean): readonly Handed[] {
  const own = handedTo(facts, call, isWanted);
  if (own.length > 0 || !isFollowed(facts, call)) return own;
  const made = readsResultOf(facts, call);
  return made === undefined || handedTo(facts, call).length > 0 ? [] : handedTo(facts, made, isWanted);
}

function judge(facts: Facts, call: Call, given: Handed, ending: Ending, floating: Floating): Judgement {
  const callee = calleeText(facts, call);
  const data = {
    callee,
    line: String(ending.node.loc.start.line),
    end: endOf(facts, given, ending),
    ...SAYS[floating.kind],
    ...(ending.isLimit ? { loss: "from there on nothing limits it" } : {}),
  };
  if (floating.kind === "returned") {
    const fix = returnAwaited(facts, floating.node);
    if (fix !== undefined) return { messageId: "cancelledBeforeUse", data, fix };
    const inAsync = suggestion("makeAsync", {}, awaitInAsync(facts, floating.node));
    return { messageId: "cancelledBeforeUse", data, suggest: inAsync ? [inAsync] : [] };
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
  unread: { state: "gives something that is still to be read", loss: "nobody can read it any more", remedy: "Read it here, or end the context when it has been read" },
};

/** `withoutCancel(ctx)` in place of `ctx`. */
function detaching(facts: Facts, { model, node }: Handed): (Descriptor & { readonly data: { readonly context: string; readonly detached: string } }) | undefined {
  const detached = spellDetachedHere(facts, model, node);
  const fix = detached && combine(replaceExpression(facts.sourceCode, node, detached.text), ...(detached.edit ? [detached.edit] : []));
  return fix && { messageId: "detach", data: { context: facts.sourceCode.getText(node), detached: detached.text }, fix };
}

/** What ends the context, and what comes of it. */
function endOf({ sourceCode }: Facts, { node: context }: Handed, { isLimit, kind, node }: Ending): string {
  const end = kind === "using" && node.type === N.VariableDeclarator ? "`using`" : `\`${sourceCode.getText(node)}\``;
  if (!isLimit) return `${end} ends \`${sourceCode.getText(context)}\``;
  return end.startsWith("`clear") ? `${end} takes its time limit away` : `${end} releases \`${sourceCode.getText(context)}\``;
}

/** The `return` that a promise is part of. */
function returned(node: TSESTree.Node): TSESTree.ReturnStatement | undefined {
  let outer: TSESTree.Node | undefined = node;
  while (outer !== undefined && outer.type !== N.ReturnStatement) outer = outer.parent;
  return outer;
}

/** `return await …`, in a function that may await. */
function returnAwaited(facts: Facts, node: TSESTree.Node): Edit | undefined {
  const value = enclosingFunction(node)?.async === true ? returned(node)?.argument : undefined;
  return value == null ? undefined : awaitExpression(facts.sourceCode, value);
}

/** The same in a function that becomes `async`. */
function awaitInAsync(facts: Facts, node: TSESTree.Node): Edit | undefined {
  const fn = enclosingFunction(node);
  const value = returned(node)?.argument;
  return fn === undefined || value == null ? undefined : combine(makeAsync(facts, fn), awaitExpression(facts.sourceCode, value));
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
