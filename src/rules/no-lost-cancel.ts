import { ASTUtils, AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { inEntryFunction, isEntryPoint, isTestFile } from "../contexts/entry.js";
import { type Facts, factsOf } from "../contexts/facts.js";
import { contextOf, type Holder, placeOf } from "../contexts/handles/bound.js";
import { endName, type Handle, handleAt, handleGivenTo, hasRoot } from "../contexts/handles/made.js";
import { type Loss, lossOf } from "../contexts/handles/paths.js";
import { isStoredForNothing } from "../contexts/handles/stored.js";
import { type Timer, timerAt } from "../contexts/handles/timers.js";
import { rootOf, type Uses, usesOf } from "../contexts/handles/uses.js";
import { implementsModel } from "../contexts/implementation.js";
import type { Origin } from "../contexts/position/reference.js";
import { cleanupAt } from "../contexts/position/index.js";
import { enclosingFunction, isWithin, memberName } from "../contexts/position/syntax.js";
import { createRule } from "../create-rule.js";
import type { Edit } from "../edits/edit.js";
import { endHandle, endWithPromise } from "../edits/end-handle.js";
import { limitSignal } from "../edits/limit-signal.js";
import { awaitsThrow, callsThrow, nothingThrows, type ThrowPolicy } from "../flow/throws.js";

interface Options {
  throws: "await" | "calls" | "none";
}

type MessageId = "discarded" | "end" | "limit" | "mayThrow" | "notOnAllPaths" | "storedNeverUsed" | "timer";

const policies: Readonly<Record<Options["throws"], ThrowPolicy>> = { await: awaitsThrow, calls: callsThrow, none: nothingThrows };

interface Judgement {
  readonly node: TSESTree.Node;
  readonly messageId: MessageId;
  readonly data: Record<string, string>;
  readonly fix?: Edit;
  readonly suggest?: TSESLint.SuggestionReportDescriptor<MessageId>[];
}

export default createRule<[Options], MessageId>({
  name: "no-lost-cancel",
  meta: {
    type: "problem",
    docs: {
      description: "require cancel functions, token sources, spans and timers to be ended on every path",
      recommended: "recommended",
      requiresTypeChecking: true,
      strictOptions: [{ throws: "calls" }],
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      discarded: "`{{handle}}` is {{fate}}: {{consequence}}. {{remedy}}",
      mayThrow: "`{{handle}}` is not called if {{where}}: {{consequence}}. Call it in a `finally`, or hand it to whoever ends the work.",
      notOnAllPaths: "`{{handle}}` is not called on every path: {{where}} without calling it, and {{consequence}}. Call it in a `finally`, or hand it to whoever ends the work.",
      storedNeverUsed: "`{{handle}}` is stored where only this {{owner}} sees it, and nobody calls it: {{consequence}}. {{remedy}}",
      timer: "The timer that aborts `{{controller}}` {{fate}}: it keeps what it refers to, and the process, until it fires. Clear it in a `finally`, or use a signal with a time limit.",
      limit: "Use a signal that ends by itself.",
      end: "End it with `{{end}}` when this is done.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          throws: { type: "string", enum: ["await", "calls", "none"], description: "What is taken to throw between a handle and its use: what is awaited, calls too, or nothing." },
        },
      },
    ],
    defaultOptions: [{ throws: "await" }],
  },
  create(context, [options]) {
    const facts = factsOf(context);
    // A test ends with all that it made, and gives tokens and spans that mean nothing.
    if (isTestFile(facts)) return {};
    const reported = new Set<TSESTree.Node>();

    function report(judgement: Judgement | undefined): void {
      // One variable may hold what several calls make: `x ? withCancel(ctx) : withTimeout(ctx, ms)`.
      if (judgement === undefined || reported.has(judgement.node)) return;
      reported.add(judgement.node);
      context.report(judgement);
    }

    function check(call: TSESTree.CallExpression | TSESTree.NewExpression): void {
      if (call.type === N.CallExpression) {
        const timer = timerAt(facts, call);
        if (timer !== undefined) {
          report(isExempt(facts, timer.handle) ? undefined : judgeTimer(facts, timer, options));
          return;
        }
      }
      const given = call.type === N.CallExpression ? handleGivenTo(facts, call) : undefined;
      const handle = given ?? handleAt(facts, call);
      if (handle === undefined || isExempt(facts, handle)) return;
      report(given?.made === call ? { node: call, messageId: "discarded", data: { ...dataOf(facts, given), fate: "offered to a callback that does not take it" } } : judge(facts, handle, options));
    }

    return { CallExpression: check, NewExpression: check };
  },
});

/** What is made in an entry function ends with the process; a model's own code makes handles what they are. */
function isExempt(facts: Facts, { made, model }: Handle): boolean {
  return implementsModel(facts, model) || inEntryFunction(facts, made) || (rootOf(made)?.type === N.Program && isEntryPoint(facts, made));
}

function judge(facts: Facts, handle: Handle, options: Options): Judgement | undefined {
  const place = placeOf(facts, handle);
  if (place.kind === "away") return undefined;
  if (place.kind === "nowhere") return { node: place.node, messageId: "discarded", data: { ...dataOf(facts, handle), fate: "thrown away", ...remedyForNobody(facts, handle) }, ...mend(facts, handle, undefined) };
  const { node, path } = place.holder;
  if (node.type !== N.Identifier) return isStoredForNothing(facts, handle, node, path) ? stored(facts, handle, place.holder) : undefined;

  const found = usesFor(facts, handle, node, path);
  if (found === undefined) return undefined;
  const { isModule, uses } = found;
  const data = dataOf(facts, handle, place.holder);
  if (uses.uses.length === 0) return isModule ? stored(facts, handle, place.holder) : { node, messageId: "discarded", data: { ...data, fate: "never called" }, ...mend(facts, handle, place.holder, uses) };
  const [member, ...members] = uses.stored;
  if (member !== undefined && uses.uses.length === uses.stored.length && [member, ...members].every((each) => isStoredForNothing(facts, handle, each.node, each.path))) {
    return stored(facts, handle, member);
  }
  const loss = handle.isOptional ? undefined : lossFor(facts, node, uses, options, contextOf(facts, handle, place.holder));
  return loss && { node, messageId: loss.kind, data: { ...data, where: wayOut(loss) }, ...mend(facts, handle, place.holder, uses, loss) };
}

/** All that becomes of a handle that a variable holds; nothing where that is not to be seen. */
function usesFor(facts: Facts, handle: Handle, node: TSESTree.Identifier, path: readonly string[]): { readonly uses: Uses; readonly isModule: boolean } | undefined {
  const variable = ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name);
  const root = rootOf(node);
  if (variable === null || root === undefined || variable.defs.length === 0) return undefined;
  const uses = usesOf(facts, handle, variable, path, root);
  // What a variable of the code around holds is there for the next call.
  const isOuter = variable.defs.some((definition) => rootOf(definition.name) !== root);
  if (uses.isKept || (isOuter && uses.uses.length > 0)) return undefined;
  return { uses, isModule: isOuter && (variable.scope.type === "module" || variable.scope.type === "global") };
}

function lossFor(facts: Facts, node: TSESTree.Identifier, uses: Uses, { throws }: Options, context?: Origin): Loss | undefined {
  const root = rootOf(node);
  // A function that was handed on before has the variable.
  const isSeen = uses.uses.some((use) => use.isCaptured && !use.isCall && use.node.range[1] <= node.range[0]);
  return root === undefined || isSeen ? undefined : lossOf(facts, root, node, uses, root.type === N.Program ? nothingThrows : policies[throws], context);
}

function stored(facts: Facts, handle: Handle, holder: Holder): Judgement {
  return { node: holder.node, messageId: "storedNeverUsed", data: { ...dataOf(facts, handle, holder), owner: holder.node.type === N.Identifier ? "module" : "class" } };
}

function judgeTimer(facts: Facts, timer: Timer, options: Options): Judgement | undefined {
  const { handle } = timer;
  const place = placeOf(facts, handle);
  if (place.kind === "away") return undefined;
  const judged = (node: TSESTree.Node, fate: string, holder?: Holder, uses?: Uses, loss?: Loss): Judgement => {
    const mended = mend(facts, handle, holder, uses, loss, (name) => `clearTimeout(${name})`);
    const limited = limitSignal(facts, timer);
    const suggest = [...(mended.suggest ?? []), ...(limited === undefined ? [] : [{ messageId: "limit" as const, fix: limited }])];
    return { node, messageId: "timer", data: { controller: timer.controller.name, fate }, ...mended, suggest };
  };
  if (place.kind === "nowhere") return isTimeoutSignal(facts, timer) || endsLater(facts, timer) ? undefined : judged(place.node, "is never cleared");
  const { node, path } = place.holder;
  if (node.type !== N.Identifier) return undefined;
  const found = usesFor(facts, handle, node, path);
  if (found === undefined || isLetGo(found.uses)) return undefined;
  if (found.uses.uses.length === 0) return judged(node, "is never cleared", place.holder, found.uses);
  const loss = lossFor(facts, node, found.uses, options);
  if (loss === undefined) return undefined;
  const fate = loss.kind === "mayThrow" ? `is not cleared if ${wayOut(loss)}` : `is not cleared on every path: ${wayOut(loss)} without clearing it`;
  return judged(node, fate, place.holder, found.uses, loss);
}

/** `timer.unref?.()`, for certain or not: like the platform's own time limit it keeps no process. */
function isLetGo({ names }: Uses): boolean {
  return [...names].some(({ parent }) => parent?.type === N.MemberExpression && memberName(parent) === "unref");
}

/** `typeof AbortSignal.timeout === "function" ? AbortSignal.timeout(ms) : …`, `AbortSignal.timeout = (ms) => …`: what stands in for it can be cleared no more than that. */
function isTimeoutSignal(facts: Facts, { handle }: Timer): boolean {
  const fn = enclosingFunction(handle.made);
  return fn !== undefined && facts.sourceCode.getText(fn.parent.type === N.AssignmentExpression ? fn.parent : fn).includes("AbortSignal.timeout");
}

/** `stop: (delay) => { setTimeout(() => controller.abort(), delay); }`: that is how somebody else's work is ended. */
function endsLater(facts: Facts, { controller, handle }: Timer): boolean {
  const fn = enclosingFunction(handle.made);
  return fn !== undefined && controller.defs.every(({ name }) => !isWithin(name, fn)) && cleanupAt(facts, handle.made) !== undefined;
}

/** How to end it on every way: by a fix where it changes nothing else. */
function mend(facts: Facts, handle: Handle, holder: Holder | undefined, uses?: Uses, loss?: Loss, spell?: (name: string) => string): Pick<Judgement, "fix" | "suggest"> {
  // What is handed on somewhere is for others to end.
  if (handle.isOptional || uses?.uses.some(({ chain, isCall, isCaptured }) => !isCall || isCaptured || chain !== undefined) === true) return {};
  if ([...(uses?.variables ?? [])].some(({ references }) => references.some((reference) => reference.isWrite() && reference.init !== true))) return {};
  const isEnded = loss?.kind === "mayThrow" && loss.how === "throw";
  const found = endHandle(facts, handle, holder, uses?.uses ?? [], isEnded, spell) ?? endWithPromise(facts, handle, holder, spell);
  if (found === undefined) return {};
  return found.isSure ? { fix: found.edit } : { suggest: [{ messageId: "end", data: { end: found.end }, fix: found.edit }] };
}

/** Where a way leaves. */
function wayOut({ how, node }: Loss): string {
  const line = node.loc.start.line;
  switch (how) {
    case "again":
      return `the next turn makes another one in line ${line}`;
    case "end":
      return `the function ends in line ${node.loc.end.line}`;
    case "overwritten":
      return `line ${line} overwrites it`;
    case "rejects":
      return `the promise in line ${line} is rejected`;
    case "return":
      return `line ${line} returns`;
    case "throw":
      return node.type === N.YieldExpression ? `the generator is ended in line ${line}` : `line ${line} throws`;
  }
}

/** What every message says: what is to be called, and what happens if nobody does. */
function dataOf(facts: Facts, handle: Handle, holder?: Holder): Record<string, string> {
  const call = handle.made.type === N.Identifier ? "" : facts.sourceCode.getText(handle.made.callee);
  const method = endName(handle);
  const name = holder && nameOf(facts, holder);
  const part = handle.path.at(-1);
  const fallback = method ?? (part === undefined || /^\d/.test(part) ? "cancel" : part);
  const spelled = name === undefined ? fallback : method === undefined ? name : `${name}.${method}`;
  if (handle.isOptional) return { handle: spelled, consequence: `nobody can abort what gets the signal of this \`${call}\``, remedy: "Abort it when its work is to end, hand it to whoever does, or leave the signal out." };
  return {
    handle: spelled,
    consequence: consequenceOf(handle),
    remedy: "Call it when the work is done, or hand it to whoever ends the work.",
  };
}

/** `new CancellationTokenSource().token`: where nobody is to cancel, a root says so. */
function remedyForNobody(facts: Facts, handle: Handle): { readonly remedy?: string } {
  const honest = isOnItsOwn(handle.made) ? handle.model.roots?.find(({ onlyWhereAvailable }) => onlyWhereAvailable === true) : undefined;
  const [name] = [honest !== undefined && "name" in honest ? honest.name : []].flat();
  return name === undefined || !hasRoot(facts, handle, name) ? {} : { remedy: `Keep it and call it when the work is done, or give \`${name}\` if nobody is to cancel this.` };
}

function consequenceOf({ context, made }: Handle): string {
  if (context === undefined) return "what it measures never ends, and is never exported";
  const [part] = context;
  return part !== undefined && isOnItsOwn(made) ? `nobody cancels what gets its \`${part}\`, and its listeners stay` : "what its context holds stays until the parent ends, if ever";
}

/** `new CancellationTokenSource()`, of no parent. */
function isOnItsOwn(made: Handle["made"]): boolean {
  return made.type === N.NewExpression && made.arguments.length === 0;
}

/** The expression for the handle: `cancel`, `result.cancel`, `result[1]`. */
function nameOf(facts: Facts, { node, path }: Holder): string {
  const base = node.type === N.PropertyDefinition ? `this.${facts.sourceCode.getText(node.key)}` : node.type === N.Identifier ? node.name : facts.sourceCode.getText(node);
  return path.reduce((text, step) => (/^\d+$/.test(step) ? `${text}[${step}]` : `${text}.${step}`), base);
}
