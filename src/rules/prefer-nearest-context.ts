import { AST_NODE_TYPES as N, ASTUtils, type TSESLint, type TSESTree } from "@typescript-eslint/utils";

import { type Derive, deriveAt, mayDeriveByName, names } from "../contexts/calls.js";
import { addsOneValue, type Child, childOf, mayHaveWriters } from "../contexts/children.js";
import { isTestFile } from "../contexts/entry.js";
import { calleeText } from "../contexts/exempt.js";
import { type Facts, factsOf } from "../contexts/facts.js";
import { implementsModel } from "../contexts/implementation.js";
import { mayBe } from "../contexts/names.js";
import { contextNear, mayBeNear } from "../contexts/near.js";
import { type OuterUse, outerUses, type ParentUse, parentUses } from "../contexts/nearest.js";
import type { FunctionNode } from "../contexts/position/index.js";
import { unwrap } from "../contexts/position/syntax.js";
import { fits } from "../contexts/roots.js";
import { createRule } from "../create-rule.js";
import { type Edit, insertAt } from "../edits/edit.js";
import { replaceExpression } from "../edits/replace-expression.js";
import type { ContextModel } from "../models/model.js";

type MessageId = "assign" | "discarded" | "lost" | "outer" | "unused" | "use" | "value";

type Descriptor = TSESLint.SuggestionReportDescriptor<MessageId>;

export default createRule<[], MessageId>({
  name: "prefer-nearest-context",
  meta: {
    type: "problem",
    docs: {
      description: "enforce the use of the nearest context instead of one of its parents",
      recommended: "recommended",
      requiresTypeChecking: true,
    },
    fixable: "code",
    hasSuggestions: true,
    messages: {
      discarded: "`{{call}}` changes nothing: it gives a new context, and nobody takes it. Keep the result and pass it on.",
      lost: "`{{parent}}` knows nothing of what `{{child}}` was made for in line {{line}}: that is lost here. Derive from `{{child}}`, or give this one a name of its own.",
      outer: "`{{parent}}` is the context of the function around, and this one has `{{child}}` of its own: neither its end nor its values reach this call. Pass `{{child}}`{{onPurpose}}.",
      unused: "`{{child}}` was derived from `{{parent}}` in line {{line}}, and nobody uses it: what it was made for does not reach this call. Pass `{{child}}`{{onPurpose}}.",
      value: "`{{parent}}` does not have the value that `{{child}}` got in line {{line}}: it is lost here. Pass `{{child}}`, or derive it after this call if only the rest is meant to have it.",
      assign: "Assign the new context to `{{context}}`.",
      use: "Use `{{context}}`.",
    },
    schema: [],
  },
  create(context) {
    const facts = factsOf(context);
    const children: Child[] = [];
    const outer = new Map<TSESTree.Node, OuterUse>();

    function collect(value: TSESTree.Expression | null): void {
      const derive = value && deriveOf(facts, value);
      const child = derive ? childOf(facts, derive) : undefined;
      if (child !== undefined) children.push(child);
    }

    function collectOuter(fn: FunctionNode): void {
      for (const use of outerUses(facts, fn)) outer.set(use.handed.expression, use);
    }

    return {
      ArrowFunctionExpression: collectOuter,
      FunctionDeclaration: collectOuter,
      FunctionExpression: collectOuter,
      VariableDeclarator: ({ init }) => { collect(init); },
      AssignmentExpression: ({ right }) => { collect(right); },
      ExpressionStatement({ expression }) {
        if (!mayDiscard(facts, expression)) return;
        const derive = deriveOf(facts, expression);
        if (derive !== undefined && isDiscarded(facts, derive)) reportDiscarded(derive);
      },
      "Program:exit"() {
        for (const use of outer.values()) reportOuter(use);
        for (const use of parentUses(facts, children)) if (!outer.has(use.handed.expression)) reportParent(use);
      },
    };

    function reportDiscarded(derive: Derive): void {
      const target = assignable(facts, derive);
      const suggest: Descriptor[] = target === undefined ? [] : [{ messageId: "assign", data: { context: target.name }, fix: insertAt(target.start, `${target.name} = `) }];
      context.report({ node: derive.call, messageId: "discarded", data: { call: calleeText(facts, derive.call) }, suggest });
    }

    function reportOuter({ handed, nearest, node }: OuterUse): void {
      // A context that can do more is not replaced by one that cannot.
      if (implementsModel(facts, handed.model) || !fits(facts, nearest.type, handed.expression)) return;
      const edit = replaceExpression(facts.sourceCode, handed.expression, nearest.text);
      const data = { parent: facts.sourceCode.getText(node), child: nearest.text, onPurpose: onPurpose(handed.model) };
      context.report({ node: handed.expression, messageId: "outer", data, ...mended(nearest.source === "parameter", nearest.text, edit) });
    }

    function reportParent({ child, handed, isValueOnly, kind, node }: ParentUse): void {
      const { model } = child.derive;
      if (implementsModel(facts, model) || !fits(facts, typeOf(facts, child), node)) return;
      const edit = replaceExpression(facts.sourceCode, node, child.text);
      const data = { parent: facts.sourceCode.getText(node), child: child.text, line: String(child.name.loc.start.line), onPurpose: onPurpose(model) };
      context.report({ node: handed.expression, messageId: kind, data, ...mended(isValueOnly, child.text, edit) });
    }
  },
});

/** The derive of a context near by, awaited or not; syntax and the names near by are asked first. */
function deriveOf(facts: Facts, value: TSESTree.Expression): Derive | undefined {
  const call = callIn(value);
  if (call === undefined) return undefined;
  const isGivenSomething = call.arguments.length > 0 || call.callee.type === N.MemberExpression;
  if (!isGivenSomething || !mayBeNear(facts, call) || !mayDeriveByName(facts, call) || contextNear(facts, call) !== "yes") return undefined;
  const derive = deriveAt(facts, call);
  return derive !== undefined && derive.parents.length > 0 ? derive : undefined;
}

/** The call whose result the value is, awaited or not. */
function callIn(value: TSESTree.Expression): TSESTree.CallExpression | TSESTree.NewExpression | undefined {
  const inner = unwrap(value);
  const call = inner.type === N.AwaitExpression ? unwrap(inner.argument) : inner;
  return call.type === N.CallExpression || call.type === N.NewExpression ? call : undefined;
}

/** Told by names: is it a derive of a model, or can a function of the program be one because there are writers? */
function mayDiscard(facts: Facts, expression: TSESTree.Expression): boolean {
  const call = callIn(expression);
  return call !== undefined && (mayHaveWriters(facts).answer || mayBe(facts, call.callee, names(facts).derives));
}

/** Is the result worth nothing unless somebody takes it? One with a handle is lost in another way, and a function of the program may do more. */
function isDiscarded(facts: Facts, { call, makes, model, result }: Derive): boolean {
  if (result.handle !== undefined || isTestFile(facts) || implementsModel(facts, model)) return false;
  return makes === "unknown" ? addsOneValue(facts, call) : true;
}

/** The variable that the discarded child can be assigned to. */
function assignable(facts: Facts, { call, parents, result }: Derive): { readonly name: string; readonly start: number } | undefined {
  const [parent, ...more] = parents;
  const statement = call.parent;
  if (parent?.type !== N.Identifier || more.length > 0 || result.context.length > 0 || statement.type !== N.ExpressionStatement) return undefined;
  const definition = ASTUtils.findVariable(facts.sourceCode.getScope(parent), parent.name)?.defs[0];
  const isWritable = definition?.type === "Parameter" || (definition?.type === "Variable" && definition.parent.kind === "let");
  const { checker, services } = facts;
  if (!isWritable || !checker.isTypeAssignableTo(services.getTypeAtLocation(call), services.getTypeAtLocation(definition.name))) return undefined;
  return { name: parent.name, start: statement.range[0] };
}

function typeOf({ checker, services }: Facts, { name, path }: Child): ReturnType<typeof services.getTypeAtLocation> {
  return path.reduce((type, step) => {
    const property = checker.getPropertyOfType(type, step);
    return property === undefined ? type : checker.getTypeOfSymbol(property);
  }, services.getTypeAtLocation(name));
}

function mended(isSure: boolean, text: string, edit: Edit | undefined): { readonly fix?: Edit; readonly suggest?: Descriptor[] } {
  if (edit === undefined) return {};
  return isSure ? { fix: edit } : { suggest: [{ messageId: "use", data: { context: text }, fix: edit }] };
}

/** How to mean it. */
function onPurpose({ spelling }: ContextModel): string {
  return spelling?.detach === undefined ? "" : `, or \`${spelling.detach}(…)\` if this must not end with it`;
}
