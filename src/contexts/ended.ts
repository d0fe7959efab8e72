import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from "@typescript-eslint/utils";

import { resultShape } from "./calls.js";
import { type Facts, fileMemo } from "./facts.js";
import { isNamedIn } from "./identifiers.js";
import { isEndName, mentionsAny } from "./position/mentions.js";
import { isTimerName } from "./position/names.js";
import { callBehind, descendants, extend, nodesOf, originOf, type Origin, writesTo } from "./position/reference.js";
import { calleeName, enclosingFunction, type FunctionNode, isFunction, outwards, receiverOf, unwrap } from "./position/syntax.js";
import { remembered } from "./remembering.js";
import { isOrExtends } from "./types.js";

/** What ends a context, and where. */
export interface Ending {
  /** At the end of a `try`, at the end of a block that declares it with `using`, or by a later statement of the same block. */
  readonly kind: "finally" | "later" | "using";
  /** What does it: the call, or the declaration. */
  readonly node: TSESTree.Node;
  /** The context that ends, or its handle. */
  readonly context: Origin;
  /** Only what would have ended it is taken away, as `clearTimeout` does. */
  readonly isLimit: boolean;
  /** What is done before: the `try` (but its `finally`), or the block. */
  readonly region: TSESTree.Node;
  /** Where the region ends. */
  readonly until: number;
}

interface Ended {
  readonly node: TSESTree.Node;
  readonly context: Origin;
  readonly isLimit: boolean;
}

/**
 * The endings that come for certain after what is done at this node, innermost first; those of the functions around it too.
 * @param roots where what a later statement ends must come from; asked for where there is such a statement
 */
export function* endingsAfter(facts: Facts, node: TSESTree.Node, roots: () => ReadonlySet<Origin["root"]>): Generator<Ending> {
  let known: readonly Origin["root"][] | undefined;
  for (const { inner, outer } of outwards(node)) {
    if (outer.type === N.TryStatement && outer.finalizer !== null && outer.finalizer !== inner) {
      for (const each of endedIn(facts, outer.finalizer)) yield { ...each, kind: "finally", region: outer, until: outer.finalizer.range[0] };
    }
    if (outer.type === N.BlockStatement || outer.type === N.StaticBlock || outer.type === N.Program) {
      for (const statement of usingIn(facts, outer)) {
        if (statement.range[0] >= inner.range[0]) break;
        for (const each of disposedBy(facts, statement)) yield { ...each, kind: "using", region: outer, until: outer.range[1] };
      }
      const byRoot = endingCalls(facts, outer);
      const later = byRoot.size === 0 ? [] : (known ??= [...roots()]).flatMap((root) => byRoot.get(root) ?? []).filter(({ statement }) => statement.range[0] > inner.range[0]);
      for (const { ended, statement } of later.sort((one, other) => one.statement.range[0] - other.statement.range[0])) {
        yield { ...ended, kind: "later", region: outer, until: statement.range[0] };
      }
    }
  }
}

/** Told by names: may anything in the file end a context? */
export function mayEndAny(facts: Facts): boolean {
  return endings(facts).areAny;
}

const endings = fileMemo((facts) => ({
  areAny: mentionsAny(facts) || ["clearInterval", "clearTimeout", "defer"].some((name) => isNamedIn(facts.sourceFile, name)) || nodesOf(facts, N.VariableDeclaration).some(isUsing),
}));

/** Told by syntax: does something come after this node for certain, a `finally` or the end of a block with `using`? */
export function isFollowed(facts: Facts, node: TSESTree.Node): boolean {
  for (const { inner, outer } of outwards(node)) {
    if (outer.type === N.TryStatement && outer.finalizer !== null && outer.finalizer !== inner) return true;
    if (outer.type === N.BlockStatement && usingIn(facts, outer).some(isUsing)) return true;
  }
  return false;
}

const memos = fileMemo(() => ({
  blocks: new WeakMap<TSESTree.Node, readonly Ended[]>(),
  calls: new WeakMap<TSESTree.Node, readonly Ended[]>(),
  endingCalls: new WeakMap<Block, ReturnType<typeof endingCalls>>(),
  using: new WeakMap<Block, readonly TSESTree.Node[]>(),
}));

type Block = TSESTree.BlockStatement | TSESTree.Program | TSESTree.StaticBlock;

/** What a call of a block ends, and where. */
interface EndingCall {
  readonly statement: TSESTree.Statement;
  readonly ended: Ended;
}

/** The calls of a block that end something, in order, by where that comes from. */
function endingCalls(facts: Facts, block: Block): ReadonlyMap<Origin["root"], readonly EndingCall[]> {
  return remembered(memos(facts).endingCalls, block, () => {
    const found = new Map<Origin["root"], EndingCall[]>();
    for (const statement of block.body) {
      const all = statement.type === N.ExpressionStatement ? endedBy(facts, statement.expression) : [];
      for (const ended of all) remembered(found, ended.context.root, () => []).push({ statement, ended });
    }
    return found;
  });
}

/** The statements of a block that end something when that is left: told by syntax. */
function usingIn(facts: Facts, block: Block): readonly TSESTree.Node[] {
  return remembered(memos(facts).using, block, () => block.body.filter((statement: TSESTree.Node) => isUsing(statement) || deferOf(statement) !== undefined));
}

function isUsing(statement: TSESTree.Node): statement is TSESTree.VariableDeclaration {
  return statement.type === N.VariableDeclaration && /using$/.test(statement.kind);
}

/** `stack.defer(cancel)` */
function deferOf(statement: TSESTree.Node): TSESTree.CallExpression | undefined {
  const call = statement.type === N.ExpressionStatement ? unwrap(statement.expression) : undefined;
  return call?.type === N.CallExpression && calleeName(call) === "defer" ? call : undefined;
}

/** What a block ends whenever it runs: its statements, and those under a test of the handle itself (`if (timer) clearTimeout(timer)`). */
function endedIn(facts: Facts, block: TSESTree.BlockStatement): readonly Ended[] {
  const memo = memos(facts).blocks;
  let ended = memo.get(block);
  if (ended === undefined) memo.set(block, (ended = block.body.flatMap((statement) => endedByStatement(facts, statement))));
  return ended;
}

function endedByStatement(facts: Facts, statement: TSESTree.Statement): readonly Ended[] {
  switch (statement.type) {
    case N.ExpressionStatement:
      return endedBy(facts, statement.expression);
    case N.BlockStatement:
      return statement.body.flatMap((each) => endedByStatement(facts, each));
    case N.IfStatement: {
      if (statement.alternate !== null) return [];
      const ended = endedByStatement(facts, statement.consequent);
      return ended.length > 0 && isPresence(facts, statement.test, ended) ? ended : [];
    }
    default:
      return [];
  }
}

/** Is it tested only whether there is something to end? */
function isPresence(facts: Facts, test: TSESTree.Expression, ended: readonly Ended[]): boolean {
  const subject = subjectOf(unwrap(test));
  if (subject === undefined) return false;
  return ended.every(({ node, context }) => {
    const call = node.type === N.CallExpression ? node : undefined;
    const named = [call?.callee, call && receiverOf(call), ...(call?.arguments ?? [])];
    const text = facts.sourceCode.getText(subject);
    return named.some((each) => each != null && facts.sourceCode.getText(each) === text) || originOf(facts, subject)?.root === context.root;
  });
}

/** `timer` of `timer`, `timer !== undefined`, `!signal.aborted`. */
function subjectOf(test: TSESTree.Node): TSESTree.Node | undefined {
  if (test.type === N.UnaryExpression && test.operator === "!") return subjectOf(unwrap(test.argument));
  if (test.type === N.BinaryExpression && /^!==?$/.test(test.operator)) return unwrap(test.left);
  return test.type === N.Identifier || test.type === N.MemberExpression ? test : undefined;
}

/** What evaluating an expression ends: a call of a handle, or of a local function whose statements are such calls. */
function endedBy(facts: Facts, expression: TSESTree.Expression): readonly Ended[] {
  const call = callOf(expression);
  if (call === undefined) return [];
  const memo = memos(facts).calls;
  let ended = memo.get(call);
  if (ended === undefined) {
    const direct = endedByCall(facts, call);
    ended = direct.length > 0 ? direct : partsOf(facts, call).flatMap((part) => endedByCall(facts, part).map((each) => ({ ...each, node: call })));
    memo.set(call, ended);
  }
  return ended;
}

/** `cancel()` of `cancel()`, `await cancel()`, `cancel && cancel()`. */
function callOf(expression: TSESTree.Expression): TSESTree.CallExpression | undefined {
  const node = unwrap(expression);
  if (node.type === N.AwaitExpression || (node.type === N.UnaryExpression && node.operator === "void")) return callOf(node.argument);
  if (node.type === N.LogicalExpression && node.operator === "&&") return callOf(node.right);
  return node.type === N.CallExpression ? node : undefined;
}

/** The calls that a local function makes whenever it is called. */
function partsOf(facts: Facts, call: TSESTree.CallExpression): readonly TSESTree.CallExpression[] {
  const body = localFunction(facts, call.callee)?.body;
  if (body === undefined) return [];
  const expressions = body.type === N.BlockStatement ? body.body.flatMap((statement) => (statement.type === N.ExpressionStatement ? [statement.expression] : [])) : [body];
  return expressions.flatMap((each) => callOf(each) ?? []);
}

function endedByCall(facts: Facts, call: TSESTree.CallExpression): readonly Ended[] {
  const name = calleeName(call) ?? "";
  if (name === "clearTimeout" || name === "clearInterval") {
    const [timer] = call.arguments;
    return timer === undefined ? [] : timersOf(facts, timer).flatMap((set) => abortedBy(facts, set)).map((context) => ({ node: call, context, isLimit: true }));
  }
  // Of what a function of the program gives only the name says whether it cancels or merely tidies up.
  const isLimit = /^(?:clean|clear|done|finish|release|tear|unlink)/i.test(name);
  return endedContexts(facts, call).map((context) => ({ node: call, context, isLimit: isLimit || (name === "dispose" && isReleased(facts, context)) }));
}

/** A source that is disposed cancels nothing any more: its context just goes on. */
function isReleased(facts: Facts, { path }: Origin): boolean {
  return facts.models.some(({ handles = [] }) => handles.some(({ context, endedBy }) => context !== undefined && context === path.at(-1) && endedBy.includes("cancel") && endedBy.includes("dispose")));
}

/** The contexts that this call of a handle ends: `controller.abort()`, `ctx.dispose()`, `cancel()`. */
export function endedContexts(facts: Facts, call: TSESTree.CallExpression): readonly Origin[] {
  const callee = unwrap(call.callee);
  const name = calleeName(call) ?? "";
  if (callee.type === N.MemberExpression && isEndName(facts, name)) {
    const owner = originOf(facts, callee.object);
    const handles = facts.models.flatMap(({ handles = [] }) => handles).filter((handle) => handle.endedBy.includes(name) && (handle.isContext === true || handle.context !== undefined));
    if (owner !== undefined && handles.length > 0) {
      const type = facts.checker.getNonNullableType(facts.services.getTypeAtLocation(callee.object));
      const found = handles.filter((handle) => handle.type.some((place) => isOrExtends(facts, type, place)));
      if (found.length > 0) return found.map(({ context }) => extend(owner, context === undefined ? [] : [context]));
    }
  }
  const handle = originOf(facts, callee);
  const made = handle?.path.length === 1 ? callBehind(handle) : undefined;
  const shape = made && resultShape(facts, facts.services.getTypeAtLocation(made));
  if (handle === undefined || shape?.handle === undefined || shape.handle.join(".") !== handle.path.join(".")) return [];
  return [{ root: handle.root, path: shape.context }];
}

/** The calls that may have set a timer: `setTimeout(…)` of `const timer = setTimeout(…)`. */
function timersOf(facts: Facts, timer: TSESTree.Node): readonly TSESTree.CallExpression[] {
  const node = unwrap(timer);
  const variable = node.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name) : null;
  return (variable?.references ?? []).flatMap(({ writeExpr }) => {
    const call = writeExpr == null ? undefined : unwrap(writeExpr);
    return call?.type === N.CallExpression && isTimerName(calleeName(call) ?? "") ? [call] : [];
  });
}

/** The contexts that a timer ends. */
function abortedBy(facts: Facts, set: TSESTree.CallExpression): readonly Origin[] {
  const [callback] = set.arguments;
  if (callback === undefined) return [];
  if (!isFunction(callback)) {
    const handle = callback.type === N.Identifier ? originOf(facts, callback) : undefined;
    const made = handle?.path.length === 1 ? callBehind(handle) : undefined;
    const shape = made && resultShape(facts, facts.services.getTypeAtLocation(made));
    return handle === undefined || shape?.handle?.join(".") !== handle.path.join(".") ? [] : [{ root: handle.root, path: shape.context }];
  }
  return [...descendants(facts, callback.body)].flatMap((node) => (node.type === N.CallExpression ? endedContexts(facts, node) : []));
}

/** What goes with the block that a statement stands in: `using ctx = …`, `stack.defer(cancel)` on a stack that is used. */
function disposedBy(facts: Facts, statement: TSESTree.Node): readonly Ended[] {
  if (isUsing(statement)) {
    return statement.declarations.flatMap((declarator) => (declarator.id.type === N.Identifier ? disposed(facts, declarator.id, declarator) : []));
  }
  const call = deferOf(statement);
  return call !== undefined && isUsed(facts, receiverOf(call)) ? deferred(facts, call) : [];
}

function disposed(facts: Facts, name: TSESTree.Identifier, declarator: TSESTree.VariableDeclarator): readonly Ended[] {
  const origin = originOf(facts, name);
  const made = declarator.init === null ? undefined : unwrap(declarator.init);
  const call = made?.type === N.AwaitExpression ? unwrap(made.argument) : made;
  if (origin === undefined || (call?.type !== N.CallExpression && call?.type !== N.NewExpression)) return [];
  const shape = resultShape(facts, facts.services.getTypeAtLocation(call));
  if (shape?.handle !== undefined) return [{ node: declarator, context: extend(origin, shape.context), isLimit: false }];
  return call.type === N.CallExpression ? deferred(facts, call) : [];
}

/** `stack.defer(cancel)`, `using _ = defer(() => controller.abort())`. */
function deferred(facts: Facts, call: TSESTree.CallExpression): readonly Ended[] {
  return abortedBy(facts, call).map((context) => ({ node: call, context, isLimit: false }));
}

function isUsed(facts: Facts, stack: TSESTree.Expression | undefined): boolean {
  const variable = stack?.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(stack), stack.name) : null;
  const declarator = variable?.defs[0]?.node;
  return declarator?.type === N.VariableDeclarator && /using$/.test(declarator.parent.kind);
}

/** The function that a constant name stands for. */
function localFunction(facts: Facts, callee: TSESTree.Node): FunctionNode | undefined {
  const node = unwrap(callee);
  const variable = node.type === N.Identifier ? ASTUtils.findVariable(facts.sourceCode.getScope(node), node.name) : null;
  const definition = variable?.defs.length === 1 ? variable.defs[0]?.node : undefined;
  if (definition?.type === N.FunctionDeclaration) return definition;
  if (definition?.type !== N.VariableDeclarator || definition.parent.type !== N.VariableDeclaration || definition.parent.kind !== "const" || definition.init === null) return undefined;
  const value = unwrap(definition.init);
  return isFunction(value) ? value : undefined;
}

/** Is the context (or what it is a part of) given another value after this place, in the same function? */
export function isReplacedAfter(facts: Facts, { context }: Ending, node: TSESTree.Node): boolean {
  return writesTo(facts, context).some((write) => write.range[0] > node.range[0] || enclosingFunction(write) !== enclosingFunction(node));
}
