import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { type Assumption, Value } from "./graph.js";
import type { Front, Wiring } from "./wiring.js";

/** An expression without what TypeScript puts around it, which does nothing at run time. */
export function unwrapped(node: TSESTree.Node): TSESTree.Node {
  let inner = node;
  while (
    inner.type === N.TSAsExpression ||
    inner.type === N.TSNonNullExpression ||
    inner.type === N.TSSatisfiesExpression ||
    inner.type === N.TSTypeAssertion ||
    inner.type === N.TSInstantiationExpression
  )
    inner = inner.expression;
  return inner;
}

/** Evaluates a test: the ways on which it is true, and those on which it is false. Its operators are jumps. */
export function condition(wiring: Wiring, test: TSESTree.Node): [whenTrue: Front, whenFalse: Front] {
  const node = unwrapped(test);
  switch (node.type) {
    case N.UnaryExpression: {
      if (node.operator !== "!") break;
      const [whenTrue, whenFalse] = condition(wiring, node.argument);
      return [whenFalse, whenTrue];
    }
    case N.LogicalExpression: {
      if (node.operator === "??") break;
      const [whenTrue, whenFalse] = condition(wiring, node.left);
      wiring.front = node.operator === "&&" ? whenTrue : whenFalse;
      const [rightTrue, rightFalse] = condition(wiring, node.right);
      return node.operator === "&&" ? [rightTrue, [...whenFalse, ...rightFalse]] : [[...whenTrue, ...rightTrue], rightFalse];
    }
    case N.ConditionalExpression: {
      const [whenTrue, whenFalse] = condition(wiring, node.test);
      wiring.front = whenTrue;
      const [thenTrue, thenFalse] = condition(wiring, node.consequent);
      wiring.front = whenFalse;
      const [elseTrue, elseFalse] = condition(wiring, node.alternate);
      return [[...thenTrue, ...elseTrue], [...thenFalse, ...elseFalse]];
    }
    case N.SequenceExpression: {
      const last = node.expressions.at(-1);
      for (const one of node.expressions) if (one !== last) wiring.visit(one);
      return last ? condition(wiring, last) : [[], []];
    }
    case N.ChainExpression: {
      const exits = wiring.chains.length;
      wiring.chains.push([]);
      wiring.visit(node.expression);
      const absent = wiring.chains.splice(exits).flat();
      const [whenTrue, whenFalse] = wiring.split(node, ["true", "false"], about(wiring, node.expression, Value.truthy));
      return [whenTrue, [...absent, ...whenFalse]];
    }
    case N.Literal: {
      wiring.visit(node);
      const [whenTrue, whenFalse] = wiring.split(node, ["true", "false"]);
      return isTruthy(node) ? [whenTrue, []] : [[], whenFalse];
    }
    default:
  }
  wiring.visit(node);
  return wiring.split(node, ["true", "false"], truthOf(wiring, node));
}

/** Splits where the value just evaluated is `null` or `undefined`, as `?.` and `??` do. */
export function nullish(wiring: Wiring, node: TSESTree.Node): [nullish: Front, present: Front] {
  const subject = unwrapped(node);
  return wiring.split(node, ["nullish", "present"], about(wiring, subject, Value.nullish));
}

/** Splits where the value just evaluated is truthy, as `||=` does. */
export function truthy(wiring: Wiring, node: TSESTree.Node): [whenTrue: Front, whenFalse: Front] {
  return wiring.split(node, ["true", "false"], truthOf(wiring, unwrapped(node)));
}

/** A variable has just been given a value: what a test of it would find, where that is `true` or `false`. */
export function given(wiring: Wiring, target: TSESTree.Node, value: TSESTree.Node): void {
  const literal = unwrapped(value);
  if (target.type !== N.Identifier || literal.type !== N.Literal || typeof literal.value !== "boolean") return;
  const assumption = truthOf(wiring, target);
  if (assumption?.aspect) wiring.assume({ ...assumption, holds: literal.value });
}

/** Splits where the discriminant of a `switch` is what a case says. */
export function isCase(wiring: Wiring, discriminant: TSESTree.Node, test: TSESTree.Node): [same: Front, other: Front] {
  return wiring.split(test, ["true", "false"], equality(wiring, "===", unwrapped(discriminant), unwrapped(test)));
}

function isTruthy(node: TSESTree.Literal): boolean {
  return "bigint" in node ? /[1-9a-f]/i.test(node.bigint) : "regex" in node || Boolean(node.value);
}

/** What it means that an expression is true. */
function truthOf(wiring: Wiring, node: TSESTree.Node): Assumption | undefined {
  if (node.type !== N.BinaryExpression) return about(wiring, node, Value.truthy);
  if (node.left.type === N.PrivateIdentifier) return undefined;
  return equality(wiring, node.operator, unwrapped(node.left), unwrapped(node.right));
}

/** What a comparison says of one of its sides, or else that it is the same whenever it is made. */
function equality(wiring: Wiring, operator: string, left: TSESTree.Node, right: TSESTree.Node): Assumption | undefined {
  const negative = operator.startsWith("!=");
  const isEquality = negative || operator.startsWith("==");
  const plain = negative ? operator.replace("!", "=") : operator;
  const known =
    (isEquality && (against(wiring, plain, left, right) ?? against(wiring, plain, right, left))) || comparison(wiring, plain, left, right);
  return known && { ...known, holds: !negative };
}

function against(wiring: Wiring, operator: string, subject: TSESTree.Node, other: TSESTree.Node): Assumption | undefined {
  const isNull = other.type === N.Literal && other.raw === "null";
  const isUndefined = (other.type === N.Identifier && other.name === "undefined") || (other.type === N.UnaryExpression && other.operator === "void");
  if (isNull || isUndefined) {
    return about(wiring, subject, operator === "==" ? Value.nullish : isNull ? Value.null : Value.undefined);
  }
  if (operator === "==" || other.type !== N.Literal || "regex" in other) return undefined;
  return about(wiring, subject, isTruthy(other) ? Value.truthy : Value.falsy, `${typeof other.value} ${String(other.value)}`);
}

/** A variable, a property or the `typeof` of one, is among some values. Of another expression too: a handle that is held is truthy. */
function about(wiring: Wiring, subject: TSESTree.Node, among: number, literal?: string): Assumption | undefined {
  const base = { subject, among, literal, holds: true };
  const isType = subject.type === N.UnaryExpression && subject.operator === "typeof";
  const value = isType ? unwrapped(subject.argument) : subject.type === N.ChainExpression ? subject.expression : subject;
  const known = unchangedValue(wiring, value);
  const aspect = known && wiring.aspect((id) => `${isType ? "typeof " : ""}${[id(known.variable), ...known.path].join(".")}`, [known.variable]);
  if (isType) return aspect && { ...base, aspect };
  return value.type === N.CallExpression || value.type === N.Identifier || value.type === N.MemberExpression ? { ...base, subject: value, aspect } : undefined;
}

/** An unchanged variable, or what fixed properties lead to from one. */
function unchangedValue(wiring: Wiring, node: TSESTree.Node): { readonly variable: object; readonly path: readonly string[] } | undefined {
  if (node.type === N.Identifier) {
    const variable = wiring.questions.unchanged?.(node);
    return variable && { variable, path: [] };
  }
  if (node.type !== N.MemberExpression || node.computed || wiring.questions.isFixed?.(node) !== true) return undefined;
  const object = unchangedValue(wiring, unwrapped(node.object));
  return object && { ...object, path: [...object.path, node.property.name] };
}

/** A comparison of unchanged variables and literals. */
function comparison(wiring: Wiring, operator: string, left: TSESTree.Node, right: TSESTree.Node): Assumption | undefined {
  const variables: object[] = [];
  const names: ((id: (variable: object) => number) => string)[] = [];
  for (const side of [left, right]) {
    if (side.type === N.Literal) {
      names.push(() => side.raw);
      continue;
    }
    const variable = side.type === N.Identifier ? wiring.questions.unchanged?.(side) : undefined;
    if (!variable) return undefined;
    variables.push(variable);
    names.push((id) => `${id(variable)}:`);
  }
  const aspect = wiring.aspect((id) => names.map((name) => name(id)).join(` ${operator} `), variables);
  return { subject: left.parent ?? left, aspect, among: Value.truthy, literal: undefined, holds: true };
}
