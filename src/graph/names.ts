import * as path from "node:path";

import ts from "typescript";

import { type FunctionBody, functionLabel } from "../program/callees.js";
import { nameOf } from "../program/syntax.js";

/** What stands for a function, or for the top level of a file, in every part of the graph. */
export type Place = FunctionBody | ts.SourceFile;

/** The same for the same place, whichever file of the program asks. */
export function idOf(node: ts.Node, folder: string): string {
  const file = node.getSourceFile();
  if (node === file) return relative(folder, file.fileName);
  const { character, line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `${relative(folder, file.fileName)}:${line + 1}:${character + 1}`;
}

/** A path with slashes. */
export function relative(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join("/");
}

/** The line that a node starts in. */
export function lineOf(node: ts.Node): number {
  return node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;
}

const ANONYMOUS = "a function";

/** Has the function a name to be found by? */
export function isNamed(fn: FunctionBody): boolean {
  return ts.isConstructorDeclaration(fn) || functionLabel(fn) !== ANONYMOUS;
}

/** How a function is called in the picture: `OrderService.place`, `new Queue`, `callback of app.get`. */
export function labelOf(place: Place): string {
  if (ts.isSourceFile(place)) return `top level of ${path.basename(place.fileName)}`;
  if (ts.isConstructorDeclaration(place)) return `new ${place.parent.name?.text ?? "class"}`;
  return isNamed(place) ? functionLabel(place) : `callback of ${calledWith(place)}`;
}

/** `app.get` of `app.get("/", (request) => …)`; of a function that is given back the name of what makes it. */
function calledWith(fn: FunctionBody): string {
  const around = ts.findAncestor(fn.parent, (node) => ts.isCallOrNewExpression(node) || isNamedBody(node));
  if (around === undefined) return path.basename(fn.getSourceFile().fileName);
  return ts.isCallOrNewExpression(around) ? calleeText(around) : labelOf(around as FunctionBody);
}

function isNamedBody(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined && isNamed(node);
}

/** What is called, in at most two names. */
export function calleeText({ expression }: ts.CallExpression | ts.NewExpression): string {
  const name = nameOf(expression)?.text ?? "a function";
  if (!ts.isPropertyAccessExpression(expression)) return name;
  const owner = nameOf(expression.expression)?.text;
  return owner === undefined ? name : `${owner}.${name}`;
}

/** Where something outside of the program is declared: a package, or the language itself. */
export function originOfFile(file: string): string {
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
  if (inPackage === undefined || inPackage === "typescript" || inPackage.startsWith("@typescript/")) return "built in";
  return inPackage.replace(/^@types\//, "").replace("__", "/");
}
