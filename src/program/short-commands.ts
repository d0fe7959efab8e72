import ts from "typescript";

import { type Facts, programMemo } from "../contexts/facts.js";
import { type Io, startsCommand } from "../contexts/io.js";
import { remembered } from "../contexts/remembering.js";
import { calleeOf, type FunctionBody, symbolNamed } from "./callees.js";
import { parametersGiven, stripped } from "./syntax.js";
import { nodesIn } from "./work.js";

/**
 * Commands that look something up on this machine, `git rev-parse HEAD`, `which node`: over in milliseconds, as to read a
 * file is. Only what is written out where the process is started, or where a function of the program is asked to, tells.
 */
export function isShortCommand(facts: Facts, call: ts.CallExpression, io: Io): boolean {
  const command = commandIn(call);
  return command?.isShort === true && isStarted(facts, call, command, io);
}

/** A command that is written out in a call. */
interface Command extends Place {
  readonly isShort: boolean;
}

/** Where a command stands among the arguments, or the parameters. */
interface Place {
  readonly index: number;
  /** A program, followed by a list of its arguments; not one text for all. */
  readonly hasList: boolean;
}

function commandIn({ arguments: given }: ts.CallExpression): Command | undefined {
  const index = given.findIndex((argument, place) => textOf(argument) !== undefined || listAt(given, place + 1) !== undefined);
  if (index === -1 || given.slice(0, index + 1).some(ts.isSpreadElement)) return undefined;
  const text = textOf(given[index] as ts.Expression) ?? SOMETHING;
  const list = listAt(given, index + 1);
  return list === undefined ? { index, hasList: false, isShort: isShortLine(text) } : { index, hasList: true, isShort: isLookup([text, ...list.map((word) => textOf(word) ?? SOMETHING)]) };
}

/** What only the program knows when it runs. */
const SOMETHING = "_";

/** What a text says, with a word in place of what is not known. */
function textOf(expression: ts.Expression): string | undefined {
  const plain = stripped(expression);
  if (ts.isStringLiteralLike(plain)) return plain.text;
  if (ts.isBinaryExpression(plain) && plain.operatorToken.kind === ts.SyntaxKind.PlusToken) return textOfBoth(plain);
  return ts.isTemplateExpression(plain) ? plain.head.text + plain.templateSpans.map(({ literal }) => SOMETHING + literal.text).join("") : undefined;
}

function textOfBoth({ left, right }: ts.BinaryExpression): string | undefined {
  const texts = [textOf(left), textOf(right)];
  return texts.every((text) => text === undefined) ? undefined : texts.map((text) => text ?? SOMETHING).join("");
}

function listAt(given: readonly ts.Expression[], index: number): readonly ts.Expression[] | undefined {
  const argument = given[index];
  const plain = argument && stripped(argument);
  return plain !== undefined && ts.isArrayLiteralExpression(plain) ? plain.elements : undefined;
}

/** What a shell does besides, and does at once. */
const AT_ONCE: ReadonlySet<string> = new Set(["cd", "echo", "true"]);

/** Is all short that a shell is told: `cd ${folder} && git rev-parse HEAD 2>/dev/null || echo none`? */
function isShortLine(text: string): boolean {
  if (/`|\$\(/.test(text)) return false;
  const bare = text.replaceAll(/"[^"]*"|'[^']*'/g, SOMETHING).replaceAll(/\d?>>?\s*(?:&\d|[^\s&;|]+)/g, "");
  const commands = bare
    .split(/&&?|\|\|?|[;\n]/)
    .map((command) => command.trim().split(/\s+/))
    .filter(([program]) => program !== "");
  return commands.some(isLookup) && commands.every((command) => isLookup(command) || AT_ONCE.has(command[0] ?? ""));
}

/** Does a program only look something up: `git -C ${folder} rev-parse HEAD`, `command -v node`, `node --version`? */
function isLookup([program = "", ...words]: readonly string[]): boolean {
  const [first, ...others] = words;
  if ((first === "--version" || first === "--help") && others.length === 0) return true;
  switch (programName(program)) {
    case "command":
      return /^-[vV]$/.test(first ?? "") && others.length === 1;
    case "git":
      return isGitLookup(words);
    case "where":
    case "which":
      return words.filter((word) => word !== "-a").length === 1;
    default:
      return false;
  }
}

/** `git` of `/usr/bin/git`, `git.exe`. */
function programName(program: string): string {
  return (program.split(/[/\\]/).at(-1) ?? "").toLowerCase().replace(/\.exe$/, "");
}

/** What git is told before its subcommand, and takes a value for. */
const WITH_VALUE: ReadonlySet<string> = new Set(["--git-dir", "--namespace", "--work-tree", "-C", "-c"]);

/** Does git only read references or its settings? It asks no server, and looks at no files. */
function isGitLookup(words: readonly string[]): boolean {
  let at = 0;
  while (words[at]?.startsWith("-") === true) at += WITH_VALUE.has(words[at] ?? "") ? 2 : 1;
  const [subcommand, ...rest] = words.slice(at);
  switch (subcommand) {
    case "branch":
      return rest[0] === "--show-current";
    case "config":
      return rest.some((word) => /^--get(?:-|$)/.test(word));
    case "for-each-ref":
    case "rev-parse":
    case "show-ref":
    case "symbolic-ref":
      return true;
    case "remote":
      return rest[0] === "get-url";
    default:
      return false;
  }
}

/** Does the call start it as a process, itself or by functions of the program that are given it? A question in words is no `which`. */
function isStarted(facts: Facts, call: ts.CallExpression, place: Place, io: Io): boolean {
  const symbol = symbolNamed(facts, call.expression);
  if (symbol === undefined) return false;
  if (startsCommand(facts, symbol, io)) return place.index === 0;
  const callee = calleeOf(facts, call);
  return callee !== undefined && isStartedBy(facts, callee, place, io);
}

const memos = programMemo(() => new WeakMap<Io, WeakMap<FunctionBody, Map<string, boolean>>>());

/** Does the function start a process of what it is given there? */
function isStartedBy(facts: Facts, fn: FunctionBody, place: Place, io: Io): boolean {
  const known = remembered(remembered(memos(facts), io, () => new WeakMap<FunctionBody, Map<string, boolean>>()), fn, () => new Map<string, boolean>());
  const key = `${place.index} ${place.hasList}`;
  const answer = known.get(key);
  if (answer !== undefined) return answer;
  known.set(key, false); // whoever calls itself starts nothing by that
  const isGiven = nodesIn(fn).some((node) => {
    const next = ts.isCallExpression(node) ? handedOn(node, fn, place) : undefined;
    return next !== undefined && isStarted(facts, node as ts.CallExpression, next, io);
  });
  known.set(key, isGiven);
  return isGiven;
}

/** Where a call gets what the function was given: `spawn(file, args)`, `exec(line)`, `spawn(shell, ["-c", line])`. */
function handedOn({ arguments: given }: ts.CallExpression, fn: FunctionBody, { hasList, index }: Place): Place | undefined {
  const parameters = parametersGiven(fn);
  const isIt = (argument: ts.Expression | undefined, which: number): boolean => isNamed(argument, parameters[which]);
  const at = given.findIndex((argument) => isIt(argument, index));
  if (at !== -1) return !hasList || isIt(given[at + 1], index + 1) ? { index: at, hasList } : undefined;
  const shell = hasList ? -1 : given.findIndex((_, place) => listAt(given, place)?.some((word, nth, words) => isIt(word, index) && /^-\w*c$/.test(textOf(words[nth - 1] ?? word) ?? "")) === true);
  return shell < 1 ? undefined : { index: shell - 1, hasList: true };
}

function isNamed(argument: ts.Expression | undefined, parameter: ts.ParameterDeclaration | undefined): boolean {
  const plain = argument && stripped(argument);
  return plain !== undefined && parameter !== undefined && ts.isIdentifier(plain) && ts.isIdentifier(parameter.name) && plain.text === parameter.name.text;
}
