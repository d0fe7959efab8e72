import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Call } from "./accepts.js";
import type { Facts } from "./facts.js";
import { unchangedValue } from "./given.js";
import { calleeName, receiverOf, unwrap } from "./position/syntax.js";

/** Commands that take away what was made, besides those that remove it. */
const UNDOING = /^\s*(?:docker (?:kill|rm|stop)|kill|pkill) |^.*git\b.* worktree (?:prune|remove) /;

/** `run(`docker stop ${container}`)`: does the command take away what was made? */
export function isUndoingCommand(facts: Facts, call: Call): boolean {
  return says(facts, call, UNDOING);
}

/** Commands that take or move something away: stopped halfway, nobody knows what is there. */
const REMOVING = /(?:^|&&|\|\||;|\bthen\b)\s*(?:(?:mv|rm|rmdir) |git\b.* (?:branch (?:-[dD]|--delete)|worktree (?:move|remove)) )/m;

/** `run(`rm -rf ${folder}`)`: does one of the commands take or move something away, whatever is done with the result? */
export function isRemovingCommand(facts: Facts, call: Call): boolean {
  return says(facts, call, REMOVING);
}

function says(facts: Facts, call: Call, commands: RegExp): boolean {
  return call.arguments.some((argument) => textsOf(facts, argument).some((text) => commands.test(text)));
}

/** What the command lines say that stand there, or in a constant, but for their variable parts. */
function textsOf(facts: Facts, given: TSESTree.Node, isConstant = false): readonly string[] {
  const node = unwrap(given);
  switch (node.type) {
    case N.CallExpression: {
      const lines = calleeName(node) === "join" ? receiverOf(node) : undefined;
      return lines?.type === N.ArrayExpression ? lines.elements.flatMap((line) => (line === null ? [] : textsOf(facts, line, isConstant))) : [];
    }
    case N.ConditionalExpression:
      return [...textsOf(facts, node.consequent, isConstant), ...textsOf(facts, node.alternate, isConstant)];
    case N.Identifier: {
      const value = isConstant ? undefined : unchangedValue(facts, node);
      return value === undefined ? [] : textsOf(facts, value, true);
    }
    case N.Literal:
      return typeof node.value === "string" ? [node.value] : [];
    case N.TemplateLiteral:
      return [node.quasis.map(({ value }) => value.raw).join("")];
    default:
      return [];
  }
}
