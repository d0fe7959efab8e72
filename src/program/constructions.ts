import ts from "typescript";

import type { Facts } from "../contexts/facts.js";
import { symbolNamed } from "./callees.js";
import { ownFiles } from "./file-syntax.js";
import { isConstant, nameOf, stripped } from "./syntax.js";
import { nodesIn } from "./work.js";

/**
 * Does every object of a class live for one call: is each made in a function, in a constant of it (or called at once), and
 * neither returned, stored nor handed on there? A class that others extend, or that nobody makes, is none of these.
 */
export function livesForOneCall(facts: Facts, owner: ts.ClassLikeDeclaration): boolean {
  const { name } = owner;
  const symbol = name && facts.checker.getSymbolAtLocation(name);
  if (name === undefined || symbol === undefined) return false;
  const uses = ownFiles(facts)
    .filter(({ text }) => text.includes(name.text))
    .flatMap((file) => nodesIn(file).filter((node): node is ts.Identifier => ts.isIdentifier(node) && node.text === name.text && node !== name && !isNamed(node)))
    .filter((node) => symbolNamed(facts, node) === symbol);
  const made = uses.flatMap(({ parent }) => (ts.isNewExpression(parent) ? [parent] : []));
  return made.length > 0 && uses.every(({ parent }) => ts.isNewExpression(parent) || ts.isTypeReferenceNode(parent)) && made.every((each) => staysInFunction(facts, each));
}

/** In the `import` or `export` that gives the name. */
function isNamed({ parent }: ts.Identifier): boolean {
  return ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isImportClause(parent);
}

function staysInFunction(facts: Facts, made: ts.NewExpression): boolean {
  const fn = ts.findAncestor(made, ts.isFunctionLike);
  const place = outside(made);
  if (fn === undefined) return false;
  if (isCalledOn(place)) return true;
  const { parent } = place;
  if (!ts.isVariableDeclaration(parent) || !isConstant(parent) || !ts.isIdentifier(parent.name)) return false;
  const { name } = parent;
  const symbol = facts.checker.getSymbolAtLocation(name);
  const uses = nodesIn(fn).filter((node) => ts.isIdentifier(node) && node.text === name.text && node !== name && facts.checker.getSymbolAtLocation(node) === symbol);
  return uses.length > 0 && uses.every((use) => isCalledOn(outside(use as ts.Identifier)));
}

/** Is a method called on it, or something read of it, here? */
function isCalledOn(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node && nameOf(node.parent) !== undefined;
}

/** The expression with its parentheses. */
function outside(node: ts.Expression): ts.Node {
  let place: ts.Node = node;
  while (ts.isParenthesizedExpression(place.parent) && stripped(place.parent) === node) place = place.parent;
  return place;
}
