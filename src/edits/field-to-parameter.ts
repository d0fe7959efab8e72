import { AST_NODE_TYPES as N, ASTUtils, type TSESTree } from '@typescript-eslint/utils';

import { isYes } from '../contexts/answer.js';
import { availableAt } from '../contexts/available.js';
import type { Facts } from '../contexts/facts.js';
import { constructionsOf } from '../contexts/own-lifetime.js';
import { isFunction, memberName, outwards, placeOfCall } from '../contexts/position/syntax.js';
import { type ClassNode, type Field, fieldAnswer, inheritsMember, inside, memberOf } from '../contexts/stores.js';
import { annotationAnswer } from '../contexts/types.js';
import type { ContextModel } from '../models/model.js';
import { insertArgumentAt } from './arguments.js';
import { combine, type Edit, replaceRange } from './edit.js';
import { leadStart, lineStart, type Source, trailEnd } from './layout.js';
import { freshName } from './names.js';
import { addParameter, overloadsOf } from './parameters.js';
import { canSpellTypes, parameterText, typeText } from './types.js';

/** The method's function, or the constructor's. */
type Body = TSESTree.FunctionExpression;

/** Where the constructor gets the context that it stores. */
interface Origin {
  readonly constructor: Body;
  readonly parameter: TSESTree.Parameter;
  readonly name: TSESTree.Identifier;
  /** The field's own declaration and the assignment; nothing for a parameter property. */
  readonly statements: readonly TSESTree.Node[];
}

/**
 * Takes a private field away and gives its context to each method that uses it as a parameter, by the model's
 * convention, and on to the methods these call. Nothing where a use is not a plain `this.ctx` in a method, where a
 * method is called or required by somebody of this file who has no context to give, or where the type cannot be spelled.
 * Callers in other files see it as a type error.
 */
export function fieldToParameter(facts: Facts, field: Field, model: ContextModel): Edit | undefined {
  const { owner } = field;
  const stored = owner && storedBy(field);
  const type = typeOf(facts, field);
  if (owner === undefined || stored === undefined || type === undefined || stored.name.optional) return undefined;
  const uses = usesOf(facts, field, owner, stored);
  const names = new Map<Body, string>([[stored.constructor, stored.name.name]]);
  for (const member of owner.body.body) {
    const own = member.type === N.MethodDefinition && member.kind === 'method' && member.value.type === N.FunctionExpression ? ownParameter(facts, member.value, model) : undefined;
    if (own !== undefined) names.set((member as TSESTree.MethodDefinition).value as Body, own);
  }
  const takers = uses && takersOf(facts, owner, uses, names);
  if (uses === undefined || uses.length === 0 || takers === undefined) return undefined;

  const place = model.parameter.place === 'last' ? 'last' : 'first';
  const edits: (Edit | undefined)[] = [];
  const indices = new Map<Body, number>();
  for (const body of takers.keys()) {
    const name = freshName(facts.sourceCode.getScope(body), model.parameter.name);
    names.set(body, name);
    for (const signature of overloadsOf(body)) {
      const added = addParameter(facts.sourceCode, signature, parameterText(facts, name, type), place);
      edits.push(added?.edit);
      if (added !== undefined) indices.set(body, added.index);
    }
  }
  for (const { node, body } of uses) edits.push(replaceUse(node, names.get(body) ?? ''));
  for (const [body, calls] of takers) {
    for (const { call, caller } of calls) {
      const text = caller === undefined ? givenBy(facts, call, model) : names.get(caller);
      const index = indices.get(body);
      const isReached = index !== undefined && call.arguments.length >= index;
      edits.push(text === undefined || !isReached ? undefined : insertArgumentAt(facts.sourceCode, call, text, index));
    }
  }
  const isNeeded = [...uses].some(({ body }) => body === stored.constructor) || [...takers.values()].some((calls) => calls.some(({ caller }) => caller === stored.constructor));
  edits.push(...removal(facts, owner, stored, isNeeded));
  return combine(...edits);
}

/** The private field gets its value once: as a parameter property, or by an assignment of a parameter in the constructor. */
function storedBy(field: Field): Origin | undefined {
  const { declaration, isStatic, writes } = field;
  const [write] = writes;
  const isPrivate = field.name.startsWith('#') || ('accessibility' in declaration && declaration.accessibility === 'private');
  if (!isPrivate || isStatic || write === undefined || writes.length > 1 || write.path.length > 0 || write.isInto === true) return undefined;
  if (declaration.type === N.TSParameterProperty) {
    const constructor = declaration.parent as Body;
    const isPlain = declaration.parameter.type === N.Identifier && declaration.decorators.length === 0;
    return isPlain ? { constructor, parameter: declaration, name: declaration.parameter as TSESTree.Identifier, statements: [] } : undefined;
  }
  const assignment = write.target?.parent;
  const statement = assignment?.parent;
  const constructor = statement?.parent?.parent;
  if (declaration.type !== N.PropertyDefinition || declaration.decorators.length > 0) return undefined;
  if (assignment?.type !== N.AssignmentExpression || assignment.operator !== '=' || statement?.type !== N.ExpressionStatement) return undefined;
  if (constructor?.type !== N.FunctionExpression || constructor.parent.type !== N.MethodDefinition || constructor.parent.kind !== 'constructor') return undefined;
  const name = constructor.params.find((parameter) => parameter.type === N.Identifier && write.value.type === N.Identifier && parameter.name === write.value.name);
  return name?.type === N.Identifier ? { constructor, parameter: name, name, statements: [declaration, statement] } : undefined;
}

/** The type as the parameter will say it; the empty text in JavaScript. */
function typeOf(facts: Facts, { annotation, declaration, ...field }: Field): string | undefined {
  const answer = fieldAnswer(facts, { annotation, declaration, ...field });
  const isOptional = 'optional' in declaration && declaration.optional;
  if (typeof answer === 'string' || answer.nullable || isOptional) return undefined;
  if (!canSpellTypes(facts)) return '';
  return annotation && (annotation.type === N.TSTypeReference && annotation.typeArguments === undefined) ? typeText(facts, annotation) : undefined;
}

interface Use {
  readonly node: TSESTree.MemberExpression;
  readonly body: Body;
}

/** The places that read the field, if all are `this.ctx` in a method or in the constructor. */
function usesOf(facts: Facts, field: Field, owner: ClassNode, stored: Origin): readonly Use[] | undefined {
  const uses: Use[] = [];
  for (const node of inside(facts, owner.body)) {
    if (node.type === N.VariableDeclarator && node.init?.type === N.ThisExpression && node.id.type === N.ObjectPattern) return undefined;
    if (node.type !== N.MemberExpression || memberName(node) !== field.name) continue;
    if (node === field.writes[0]?.target) continue;
    const body = bodyOf(node, owner);
    const isPlain = node.object.type === N.ThisExpression && !node.computed && memberOf(facts, node, owner)?.isStatic === false;
    if (!isPlain || body === undefined || (body !== stored.constructor && !isOpen(facts, body, owner))) return undefined;
    if (body.params.some(({ range }) => range[0] <= node.range[0] && node.range[1] <= range[1])) return undefined;
    uses.push({ node, body });
  }
  return uses;
}

/** The context that a method takes already. */
function ownParameter(facts: Facts, { params }: Body, model: ContextModel): string | undefined {
  for (const parameter of params) {
    if (parameter.type !== N.Identifier || parameter.typeAnnotation === undefined) continue;
    const answer = annotationAnswer(facts, parameter.typeAnnotation.typeAnnotation);
    if (isYes(answer) && answer.model === model && !answer.nullable) return parameter.name;
  }
  return undefined;
}

/** The method or constructor of the class whose run a node is part of, or of a callback in it. */
function bodyOf(node: TSESTree.Node, owner: ClassNode): Body | undefined {
  for (const { outer } of outwards(node)) {
    if (outer.type === N.ArrowFunctionExpression) continue;
    if (!isFunction(outer) && outer.type !== N.ClassBody) continue;
    return outer.type === N.FunctionExpression && outer.parent.type === N.MethodDefinition && outer.parent.parent === owner.body ? outer : undefined;
  }
  return undefined;
}

/** Methods that the language calls. */
const CALLED_BY_LANGUAGE = /^(?:then|toJSON|toString|valueOf)$/;

/** May the method's signature change: is it the class's own, and called by code only? */
function isOpen(facts: Facts, { parent }: Body, owner: ClassNode): boolean {
  if (parent.type !== N.MethodDefinition || parent.kind !== 'method' || parent.static || parent.computed || parent.override) return false;
  const name = methodName(parent);
  return parent.decorators.length === 0 && !CALLED_BY_LANGUAGE.test(name) && !inheritsMember(facts, owner, name);
}

function methodName({ key }: TSESTree.MethodDefinition): string {
  if (key.type === N.PrivateIdentifier) return `#${key.name}`;
  return key.type === N.Identifier ? key.name : '';
}

interface TakerCall {
  readonly call: TSESTree.CallExpression;
  /** The method it is made in; none where it is made outside of the class. */
  readonly caller: Body | undefined;
}

/**
 * The methods that must take the context, each with its calls: those that use it, and those that call these. Nothing
 * where one is not simply called, or in code that cannot take it.
 */
function takersOf(facts: Facts, owner: ClassNode, uses: readonly Use[], names: ReadonlyMap<Body, string>): ReadonlyMap<Body, readonly TakerCall[]> | undefined {
  const takers = new Map<Body, TakerCall[]>();
  const queue = [...new Set(uses.map(({ body }) => body))].filter((body) => !names.has(body));
  if (isExtended(facts, owner)) return undefined;
  for (let body = queue.pop(); body !== undefined; body = queue.pop()) {
    if (takers.has(body)) continue;
    const calls: TakerCall[] = [];
    takers.set(body, calls);
    for (const node of inside(facts, facts.sourceCode.ast)) {
      const named = mentions(facts, node, body, owner);
      if (named === 'no') continue;
      const call = placeOfCall(node);
      if (named === 'unknown' || call === undefined) return undefined;
      const caller = named === 'own' ? bodyOf(node, owner) : undefined;
      if (named === 'own' && (caller === undefined || (!names.has(caller) && !isOpen(facts, caller, owner)))) return undefined;
      calls.push({ call, caller });
      if (caller !== undefined && !names.has(caller)) queue.push(caller);
    }
  }
  return takers;
}

/** Does the node name this method: by `this.load`, from elsewhere (`batch.load`), or perhaps (`const { load } = …`)? */
function mentions(facts: Facts, node: TSESTree.Node, { parent }: Body, owner: ClassNode): 'elsewhere' | 'no' | 'own' | 'unknown' {
  if (parent.type !== N.MethodDefinition) return 'no';
  const name = methodName(parent);
  if (node.type === N.Property && node.parent.type === N.ObjectPattern) return ASTUtils.getPropertyName(node) === name ? 'unknown' : 'no';
  if (node.type !== N.MemberExpression || memberName(node) !== name) return 'no';
  const own = memberOf(facts, node, owner);
  if (own !== undefined) return own.isStatic ? 'no' : 'own';
  return isMethod(facts, node.property, parent) ? 'elsewhere' : 'no';
}

function isMethod(facts: Facts, name: TSESTree.Node, method: TSESTree.MethodDefinition): boolean {
  const declaration = facts.services.esTreeNodeToTSNodeMap.get(method);
  return facts.services.getSymbolAtLocation(name)?.declarations?.some((each) => each === declaration) === true;
}

/** Does a class of this file extend this one? It may override the method, and it calls the constructor. */
function isExtended(facts: Facts, owner: ClassNode): boolean {
  return (facts.sourceCode.getDeclaredVariables?.(owner) ?? []).some(({ references }) =>
    references.some(({ identifier }) => 'superClass' in identifier.parent && identifier.parent.superClass === identifier),
  );
}

/** The context that a caller outside of the class has. */
function givenBy(facts: Facts, call: TSESTree.CallExpression, wanted: ContextModel): string | undefined {
  for (const { text, nullable } of availableAt(facts, call, { wanted })) return nullable ? undefined : text;
  return undefined;
}

/** `this.ctx` becomes `ctx`, and `{ ctx: this.ctx }` becomes `{ ctx }`. */
function replaceUse(node: TSESTree.MemberExpression, name: string): Edit {
  const { parent } = node;
  const isShort = parent.type === N.Property && parent.value === node && !parent.computed && parent.key.type === N.Identifier && parent.key.name === name;
  return replaceRange(isShort ? parent.range : node.range, name);
}

/** Takes away the field, its assignment, and the constructor's parameter with its arguments where nothing else needs it. */
function removal(facts: Facts, owner: ClassNode, stored: Origin, isNeeded: boolean): (Edit | undefined)[] {
  const { sourceCode } = facts;
  const { constructor, name, parameter, statements } = stored;
  const removed = statements.map((statement) => removeLine(sourceCode, statement));
  const isKept = isNeeded || isReferred(facts, stored);
  if (isKept) {
    const isProperty = parameter.type === N.TSParameterProperty;
    return [...removed, ...(isProperty ? [replaceRange([parameter.range[0], name.range[0]], '')] : [])];
  }
  const index = constructor.params.indexOf(parameter);
  const calls = constructionsOf(facts, owner, true);
  const isOverloaded = overloadsOf(constructor).length > 1;
  if (calls === undefined || isOverloaded) return [undefined];
  const dropped = calls.map((call) => dropArgument(sourceCode, call, index));
  return [...removed, removeFromList(sourceCode, constructor.params, index), ...dropped];
}

/** Does the constructor use the parameter for anything but the field? */
function isReferred(facts: Facts, { constructor, name, statements }: Origin): boolean {
  const variable = (facts.sourceCode.getDeclaredVariables?.(constructor) ?? []).find((each) => each.name === name.name);
  return variable?.references.some(({ identifier }) => !statements.some(({ range }) => range[0] <= identifier.range[0] && identifier.range[1] <= range[1])) === true;
}

function dropArgument(sourceCode: Source, call: TSESTree.NewExpression, index: number): Edit | undefined {
  const argument = call.arguments[index];
  if (argument === undefined || call.arguments.slice(0, index + 1).some(({ type }) => type === N.SpreadElement)) return undefined;
  if (ASTUtils.hasSideEffect(argument, sourceCode)) return undefined;
  return removeFromList(sourceCode, call.arguments, index);
}

/** Takes an element out of a list, with its comma. Nothing where a comment would be lost. */
function removeFromList(sourceCode: Source, elements: readonly TSESTree.Node[], index: number): Edit | undefined {
  const element = elements[index];
  const [before, after] = [elements[index - 1], elements[index + 1]];
  if (element === undefined) return undefined;
  const comma = sourceCode.getTokenAfter(element);
  const end = before === undefined && after === undefined && comma !== null && ASTUtils.isCommaToken(comma) ? comma.range[1] : element.range[1];
  const range: TSESTree.Range = before !== undefined ? [before.range[1], end] : [element.range[0], after?.range[0] ?? end];
  const isCommented = sourceCode.getAllComments().some((comment) => comment.range[0] >= range[0] && comment.range[1] <= range[1]);
  return isCommented ? undefined : replaceRange(range, '');
}

/** Takes a member or statement away, with the comments that belong to it and its line. */
function removeLine(sourceCode: Source, node: TSESTree.Node): Edit {
  const start = leadStart(sourceCode, node);
  const end = trailEnd(sourceCode, node);
  const rest = /^[\t ]*(?:\r?\n)?/.exec(sourceCode.text.slice(end))?.[0] ?? '';
  const isAlone = sourceCode.text.slice(lineStart(sourceCode, start), start).trim() === '' && (rest.endsWith('\n') || end + rest.length === sourceCode.text.length);
  return replaceRange(isAlone ? [lineStart(sourceCode, start), end + rest.length] : [start, end], '');
}
