import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";

import { type Call, calleeNode } from "../contexts/accepts.js";
import { deriveAt, rootAt } from "../contexts/calls.js";
import { type Facts, factsOf } from "../contexts/facts.js";
import { givenTo } from "../contexts/given.js";
import { fileImplements } from "../contexts/implementation.js";
import { isValueUse } from "../contexts/roots.js";
import { calleeOf, type FunctionBody, functionOf, symbolNamed } from "../program/callees.js";
import { hasOwnContext, reaches } from "../program/own-context.js";
import type { CallState, Note } from "./model.js";
import { calleeText, idOf, isNamed, labelOf, lineOf, originOfFile, type Place, relative } from "./names.js";
import { nameOf } from "../program/syntax.js";

/** A function, as its own file shows it. */
export interface SeenFunction {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly kind: "function" | "outside" | "top-level";
  readonly notes: Note[];
}

/** A call, and whom it leads to. */
export interface Site {
  readonly from: string;
  readonly to: string;
  readonly state: CallState;
  readonly file: string;
  readonly line: number;
  /** Where the whole call is, and where its callee's name begins: a report stands at one of them. */
  readonly range: readonly [start: number, end: number];
  readonly name: number;
}

/** What all files of a program show, seen one after another. */
export class Observations {
  readonly functions = new Map<string, SeenFunction>();
  readonly sites: Site[] = [];
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The id of a place, which is in the graph from now on. */
  place(place: Place): string {
    const id = idOf(place, this.#folder);
    if (!this.functions.has(id)) {
      const file = relative(this.#folder, place.getSourceFile().fileName);
      this.functions.set(id, { id, name: labelOf(place), file, line: ts.isSourceFile(place) ? 1 : lineOf(place), kind: ts.isSourceFile(place) ? "top-level" : "function", notes: [] });
    }
    return id;
  }

  /** The id of what a call leads to where no body is known: a package's function, or a member that several may be. */
  outside(facts: Facts, call: ts.CallExpression | ts.NewExpression): string {
    const declaration = symbolNamed(facts, call.expression)?.declarations?.[0];
    const source = declaration?.getSourceFile();
    const isOwn = source !== undefined && !source.isDeclarationFile && !source.fileName.includes("/node_modules/");
    const file = source === undefined ? "not known" : isOwn ? relative(this.#folder, source.fileName) : originOfFile(source.fileName);
    const name = nameOf(call.expression)?.text ?? calleeText(call);
    const id = isOwn && declaration !== undefined ? idOf(declaration, this.#folder) : `${file} ${name}`;
    if (!this.functions.has(id)) this.functions.set(id, { id, name: declaration !== undefined && isOwn ? memberLabel(declaration, name) : name, file, line: isOwn && declaration !== undefined ? lineOf(declaration) : 0, kind: "outside", notes: [] });
    return id;
  }

  /** Writes down what a place does. */
  note(place: Place, note: Note): void {
    const notes = this.functions.get(this.place(place))?.notes ?? [];
    if (!notes.some(({ role, text }) => role === note.role && text === note.text)) notes.push(note);
  }
}

function memberLabel(declaration: ts.Declaration, name: string): string {
  const { parent } = declaration;
  return (ts.isInterfaceDeclaration(parent) || ts.isClassLike(parent)) && parent.name !== undefined ? `${parent.name.text}.${name}` : name;
}

/** The function whose work a node is part of, as the picture has it: with a name, or offered a context of its own. */
export function placeOf(facts: Facts, node: ts.Node): Place {
  const fn = ts.findAncestor(node, (each): each is FunctionBody => isBody(each) && (isNamed(each) || takesOwn(facts, each)));
  return fn ?? node.getSourceFile();
}

function isBody(node: ts.Node): node is FunctionBody {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

function takesOwn(facts: Facts, { parameters }: FunctionBody): boolean {
  return parameters.some((parameter) => reaches(facts, facts.checker.getTypeAtLocation(parameter)));
}

/** The code that makes contexts what they are is no part of the picture. */
export function isImplementation(facts: Facts, file: ts.SourceFile): boolean {
  return facts.models.some((model) => fileImplements(facts, file, model));
}

/** A rule that reports nothing, and writes down what the functions of each file do with contexts. */
export function observer(seen: Observations, onFacts: (facts: Facts) => void): Pick<TSESLint.RuleModule<string>, "create" | "meta"> {
  return {
    meta: { type: "problem", schema: [], messages: {} },
    create(context) {
      const facts = factsOf(context);
      onFacts(facts);
      if (isImplementation(facts, facts.sourceFile)) return {};
      const tsNode = (node: TSESTree.Node): ts.Node => facts.services.esTreeNodeToTSNodeMap.get(node);

      function onFunction(node: TSESTree.Node): void {
        const fn = tsNode(node);
        if (isBody(fn)) seeFunction(facts, fn, seen);
      }
      function onCall(call: Call): void {
        const node = tsNode(call);
        if (ts.isCallOrNewExpression(node)) seeCall(facts, call, node, seen);
      }
      function onValue(node: TSESTree.Expression): void {
        const root = rootAt(facts, node);
        if (root !== undefined && isValueUse(facts, node)) seeNote(facts, seen, tsNode(node), "makes");
      }

      return {
        ArrowFunctionExpression: onFunction,
        FunctionDeclaration: onFunction,
        FunctionExpression: onFunction,
        CallExpression(call) {
          onValue(call);
          onCall(call);
        },
        NewExpression(call) {
          onValue(call);
          onCall(call);
        },
        Identifier: onValue,
        MemberExpression: onValue,
      };
    },
  };
}

const MOST_TEXT = 60;

/** One line of code, shortened. */
function brief(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > MOST_TEXT ? `${line.slice(0, MOST_TEXT - 1)}…` : line;
}

function seeNote(facts: Facts, seen: Observations, node: ts.Node, role: Note["role"]): void {
  seen.note(placeOf(facts, node), { role, text: brief(node.getText()), line: lineOf(node) });
}

function seeFunction(facts: Facts, fn: FunctionBody, seen: Observations): void {
  const taken = fn.parameters.filter((parameter) => reaches(facts, facts.checker.getTypeAtLocation(parameter)));
  if (!isNamed(fn) && taken.length === 0) return;
  const id = seen.place(fn);
  for (const parameter of taken) {
    const type = parameter.type?.getText() ?? facts.checker.typeToString(facts.checker.getTypeAtLocation(parameter));
    seen.note(fn, { role: "takes", text: brief(`${parameter.name.getText()}: ${type}`), line: lineOf(parameter) });
  }
  if (taken.length === 0 && hasOwnContext(facts, fn)) seen.note(fn, { role: "has", text: "a context of its object, or of the function around it", line: lineOf(fn) });
  if (isNamed(fn)) return;
  const outer = placeOf(facts, fn.parent);
  seen.sites.push({ from: seen.place(outer), to: id, state: "offers", ...placeIn(fn, fn.getStart()) });
}

function placeIn(node: ts.Node, name: number): Pick<Site, "file" | "line" | "name" | "range"> {
  return { file: node.getSourceFile().fileName, line: lineOf(node), range: [node.getStart(), node.end], name };
}

function seeCall(facts: Facts, call: Call, node: ts.CallExpression | ts.NewExpression, seen: Observations): void {
  const derive = deriveAt(facts, call);
  if (derive !== undefined) seeNote(facts, seen, node, derive.parents.length === 0 ? "makes" : "derives");
  if (derive !== undefined && derive.makes !== "unknown") return;
  if (rootAt(facts, call) !== undefined) return;
  const place = placeOf(facts, node);
  const from = seen.place(place);
  const where = placeIn(node, facts.sourceCode.getIndexFromLoc(calleeNode(call).loc.start));
  for (const handed of node.arguments ?? []) {
    const fn = functionNamed(facts, handed);
    if (fn !== undefined && !isImplementation(facts, fn.getSourceFile())) seen.sites.push({ from, to: seen.place(fn), state: takesOwn(facts, fn) ? "offers" : "plain", ...where, line: lineOf(handed), name: -1, range: [-1, -1] });
  }
  const isGiven = facts.models.some((model) => givenTo(facts, call, model) === "yes");
  const callee = ts.isNewExpression(node) ? constructorOf(facts, node) : calleeOf(facts, node);
  if (callee === undefined) {
    // What is not reported and gets no context is no matter of contexts; a report says so later. Nor is what only keeps it.
    const isPassed = isGiven && !isCollection(facts, node);
    seen.sites.push({ from, to: isPassed ? seen.outside(facts, node) : "", state: isPassed ? "passes" : "plain", ...where });
  } else if (!isImplementation(facts, callee.getSourceFile())) {
    seen.sites.push({ from, to: seen.place(callee), state: isGiven || isInside(callee, place) ? "passes" : "plain", ...where });
  }
}

/** A function inside the caller sees what the caller sees. */
function isInside(callee: FunctionBody, place: Place): boolean {
  return ts.findAncestor(callee.parent, (node) => node === place) !== undefined && !ts.isSourceFile(place);
}

/** The function of the program that an argument names. */
function functionNamed(facts: Facts, argument: ts.Expression): FunctionBody | undefined {
  if (!ts.isIdentifier(argument) && !ts.isPropertyAccessExpression(argument)) return undefined;
  const symbol = symbolNamed(facts, argument);
  const fn = symbol && functionOf(symbol);
  return fn !== undefined && isNamed(fn) && !fn.getSourceFile().fileName.includes("/node_modules/") ? fn : undefined;
}

/** The constructor of a class of the program that `new` runs. */
function constructorOf(facts: Facts, { expression }: ts.NewExpression): FunctionBody | undefined {
  const declaration = symbolNamed(facts, expression)?.valueDeclaration;
  if (declaration === undefined || !ts.isClassLike(declaration) || declaration.getSourceFile().isDeclarationFile) return undefined;
  return declaration.members.find((member) => ts.isConstructorDeclaration(member) && member.body !== undefined) as ts.ConstructorDeclaration | undefined;
}

/** `running.set(id, ctx)`, `signals.push(signal)`: a method of a collection of the language. */
function isCollection(facts: Facts, call: ts.CallExpression | ts.NewExpression): boolean {
  const declaration = symbolNamed(facts, call.expression)?.declarations?.[0];
  return declaration !== undefined && ts.isInterfaceDeclaration(declaration.parent) && /^(?:Readonly|Weak)?(?:Array|Map|Set)$|^Promise/.test(declaration.parent.name.text);
}
