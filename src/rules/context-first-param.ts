import { typeOrValueSpecifiersSchema, type TypeOrValueSpecifier } from "@typescript-eslint/type-utils";
import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";

import { modelsByConvention } from "../contexts/conventions.js";
import { plainCalls } from "../contexts/entry.js";
import { type Facts, factsOf } from "../contexts/facts.js";
import {
  type DeclaredParameter,
  isAboutContext,
  isCompanion,
  isContinuation,
  isDictated,
  isOfType,
  isProgress,
  mayHoldContext,
  parametersWithContext,
  type SignatureNode,
  seesOrder,
} from "../contexts/signatures.js";
import { remembered } from "../contexts/remembering.js";
import { createRule } from "../create-rule.js";
import { permuteArguments } from "../edits/arguments.js";
import { asOneChange, combine, type Edit } from "../edits/edit.js";
import { overloadsOf, permuteParameters } from "../edits/parameters.js";

interface Options {
  allowBefore: TypeOrValueSpecifier[];
}

type MessageId = "first" | "last" | "moveFirst" | "moveLast" | "optional" | "require";

/** A context in the wrong place, and the order that puts all of its kind right. */
interface Misplaced {
  readonly parameter: DeclaredParameter;
  readonly place: "first" | "last";
  readonly order: readonly number[];
  /** Optional contexts that would come before required parameters. */
  readonly required: readonly TSESTree.Parameter[];
}

export default createRule<[Options], MessageId>({
  name: "context-first-param",
  meta: {
    type: "suggestion",
    docs: {
      description: "enforce the place of a context among the parameters: first or last, by the convention of its library",
      recommended: "recommended",
      requiresTypeChecking: true,
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      first: "`{{name}}` should be the first parameter: that is where everyone who passes a context on looks for it, and what comes after it belongs to the work itself.",
      last: "`{{name}}` should be the last parameter: that is where everyone who passes a token on looks for it.",
      optional: "`{{name}}` is optional and not the first parameter, so callers leave it out and the chain breaks without a word. Make it the first parameter, and required.",
      moveFirst: "Move `{{name}}` to the front of the parameters.",
      moveLast: "Move `{{name}}` to the end of the parameters.",
      require: "Make `{{name}}` the first parameter, to be given by every caller.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          allowBefore: { ...typeOrValueSpecifiersSchema, description: "Types whose parameters may come before the context." },
        },
      },
    ],
    defaultOptions: [{ allowBefore: [] }],
  },
  create(context, [{ allowBefore }]) {
    const facts = factsOf(context);
    if (modelsByConvention(facts).length === 0) return {};
    /** The edits of overloads, which are the same for each of them. */
    const together = { first: new Map<SignatureNode, Edit | undefined>(), last: new Map<SignatureNode, Edit | undefined>() };

    function check(fn: SignatureNode): void {
      if (fn.params.length < 2) return;
      const parameters = parametersWithContext(facts, fn);
      if (parameters === undefined) return;
      const misplaced = [misplacedFirst(facts, parameters, allowBefore), misplacedLast(facts, parameters)].filter((one) => one !== undefined);
      if (misplaced.length === 0 || isDictated(facts, fn) || isAboutContext(facts, fn, parameters)) return;
      for (const one of misplaced) report(fn, one);
    }

    function report(fn: SignatureNode, misplaced: Misplaced): void {
      const { parameter, place } = misplaced;
      const isOptional = place === "first" && parameter.isOptional;
      const data = { name: nameOf(facts, parameter.node) };
      const messageId = isOptional ? "optional" : place;
      const fix = isOptional ? undefined : everywhere(facts, fn, misplaced);
      const suggestion = fix ? undefined : inSignature(fn, place);
      const suggested = isOptional ? "require" : place === "first" ? "moveFirst" : "moveLast";
      context.report({
        node: parameter.node,
        messageId,
        data,
        ...(fix && { fix }),
        ...(suggestion && { suggest: [{ messageId: suggested, data, fix: suggestion }] }),
      });
    }

    /** The signature, and with it those it must agree with: overloads and their implementation. */
    function inSignature(fn: SignatureNode, place: Misplaced["place"]): Edit | undefined {
      return remembered(together[place], fn, () => {
        const overloads = overloadsOf(fn);
        const edit = inSignatures(facts, overloads, place, allowBefore);
        for (const each of overloads) together[place].set(each, edit);
        return edit;
      });
    }

    return {
      ArrowFunctionExpression: check,
      FunctionDeclaration: check,
      FunctionExpression: check,
      TSCallSignatureDeclaration: check,
      TSConstructorType: check,
      TSConstructSignatureDeclaration: check,
      TSDeclareFunction: check,
      TSEmptyBodyFunctionExpression: check,
      TSFunctionType: check,
      TSMethodSignature: check,
    };
  },
});

/** The first context after something that may not come before it; a parameter property is a field's matter. */
function misplacedFirst(facts: Facts, parameters: readonly DeclaredParameter[], allowBefore: TypeOrValueSpecifier[]): Misplaced | undefined {
  const isMisplaced = (one: DeclaredParameter): boolean => placeOf(one) === "first" && one.node.type !== AST_NODE_TYPES.TSParameterProperty;
  const gap = parameters.findIndex((one) => !one.isReceiver && !isOfType(facts, one, allowBefore) && one.context === undefined && !mayHoldContext(facts, one));
  const late = gap === -1 ? [] : parameters.slice(gap).filter(isMisplaced);
  const [parameter] = late;
  if (parameter === undefined) return undefined;
  const rest = parameters.slice(gap).filter((one) => !late.includes(one));
  const required = rest.every(({ isRest }) => isRest) ? [] : late.filter(({ isOptional }) => isOptional).map(({ node }) => node);
  return { parameter, place: "first", order: indexes(parameters.slice(0, gap), late, rest), required };
}

/** The first token before something that may not come after it. */
function misplacedLast(facts: Facts, parameters: readonly DeclaredParameter[]): Misplaced | undefined {
  const tokens = parameters.filter((one) => placeOf(one) === "last" && one.node.type !== AST_NODE_TYPES.TSParameterProperty);
  const others = parameters.filter((one) => !tokens.includes(one));
  const mayFollow = (token: DeclaredParameter, other: DeclaredParameter): boolean =>
    other.isRest || (!token.isOptional && (other.isOptional || takesUndefined(other))) || isInjected(other) || isProgress(facts, other) || isContinuation(facts, other) || isCompanion(facts, other, token);
  const parameter = tokens.find((token) => others.some((other) => other.index > token.index && !mayFollow(token, other)));
  if (parameter === undefined) return undefined;
  const end = others.findLastIndex((other) => other.isReceiver || !tokens.every((token) => mayFollow(token, other))) + 1;
  return { parameter, place: "last", order: indexes(others.slice(0, end), tokens, others.slice(end)), required: [] };
}

function placeOf({ context }: DeclaredParameter): "any" | "first" | "last" | undefined {
  return context?.model.parameter.place;
}

/** `(token: CancellationToken, limit: number | undefined)`: as good as optional, where something must be said. */
function takesUndefined({ node }: DeclaredParameter): boolean {
  const annotation = node.type === AST_NODE_TYPES.Identifier ? node.typeAnnotation?.typeAnnotation : undefined;
  return annotation?.type === AST_NODE_TYPES.TSUnionType && annotation.types.some(({ type }) => type === AST_NODE_TYPES.TSUndefinedKeyword);
}

/** A decorated parameter gets its value from a container, which has places of its own. */
function isInjected({ node }: DeclaredParameter): boolean {
  return node.decorators.length > 0;
}

function indexes(...groups: readonly (readonly DeclaredParameter[])[]): number[] {
  return groups.flat().map(({ index }) => index);
}

function nameOf(facts: Facts, node: TSESTree.Parameter): string {
  const parameter = node.type === AST_NODE_TYPES.AssignmentPattern ? node.left : node;
  return parameter.type === AST_NODE_TYPES.Identifier ? parameter.name : facts.sourceCode.getText(parameter).replace(/\}\s*:.*$/s, "}");
}

/** The signature and every call of it, where all of them are known. */
function everywhere(facts: Facts, fn: SignatureNode, { order }: Misplaced): Edit | undefined {
  const calls = plainCalls(facts, fn);
  if (calls === undefined || seesOrder(facts, fn)) return undefined;
  const withReceiver = fn.params.length > 0 && order[0] === 0 && isThis(fn.params[0]);
  const positions = withReceiver ? order.slice(1).map((index) => index - 1) : order;
  return combine(permuteParameters(facts.sourceCode, fn, order), ...calls.map((call) => permuteArguments(facts.sourceCode, call, positions)));
}

function isThis(node: TSESTree.Parameter | undefined): boolean {
  return node?.type === AST_NODE_TYPES.Identifier && node.name === "this";
}

function inSignatures(facts: Facts, overloads: readonly SignatureNode[], place: Misplaced["place"], allowBefore: TypeOrValueSpecifier[]): Edit | undefined {
  const edits = overloads.map((fn) => {
    const own = misplacedIn(facts, fn, place, allowBefore);
    return own && !own.required.some(isDocumentedOnly) ? permuteParameters(facts.sourceCode, fn, own.order, own.required) : undefined;
  });
  const given = edits.filter((edit) => edit !== undefined);
  const all = given.length === 0 ? undefined : combine(...given);
  return all && asOneChange(facts.sourceCode, all);
}

/** JSDoc alone says that it is optional: the comment would have to change too. */
function isDocumentedOnly(node: TSESTree.Parameter): boolean {
  return node.type === AST_NODE_TYPES.Identifier && !node.optional;
}

function misplacedIn(facts: Facts, fn: SignatureNode, place: Misplaced["place"], allowBefore: TypeOrValueSpecifier[]): Misplaced | undefined {
  const parameters = parametersWithContext(facts, fn);
  if (parameters === undefined) return undefined;
  return place === "first" ? misplacedFirst(facts, parameters, allowBefore) : misplacedLast(facts, parameters);
}
