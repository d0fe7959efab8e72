import { typeOrValueSpecifiersSchema, type TypeOrValueSpecifier } from "@typescript-eslint/type-utils";
import type { TSESTree } from "@typescript-eslint/utils";

import { canEnd } from "../contexts/can-end.js";
import { isTestFile } from "../contexts/entry.js";
import { factsOf } from "../contexts/facts.js";
import { annotationHeldAs, type Field, type Held, heldAs, isAboutContexts, isAllowedClass, isAllowedType, isDictated, isOfOneCall, membersOf, moduleFields } from "../contexts/fields.js";
import { createRule } from "../create-rule.js";
import { fieldToParameter } from "../edits/field-to-parameter.js";

interface Options {
  allow: TypeOrValueSpecifier[];
  checkCarriers: boolean;
  checkInterfaces: boolean;
}

type MessageId = "carrier" | "interface" | "member" | "module" | "toParameter";

export default createRule<[Options], MessageId>({
  name: "no-context-field",
  meta: {
    type: "problem",
    docs: {
      description: "disallow storing a context in a class or module, where it outlives the call it was made for",
      recommended: "recommended",
      requiresTypeChecking: true,
    },
    hasSuggestions: true,
    messages: {
      member:
        "`{{name}}` keeps a context beyond the call that it came with: {{loss}}. Take `{{parameter}}` as a parameter where it is used. If {{owner}} lives no longer than one request, or this ends only with the process, name the class in the option `allow`.",
      module:
        "`{{name}}` keeps a context for the whole module: requests at the same time see each other's, and it stays when its request is over. Pass `{{parameter}}` to the functions that use it.",
      carrier:
        "`{{name}}` keeps a context (`{{name}}.{{way}}`) beyond the call that it came with: {{loss}}. Take it as a parameter where it is used. If {{owner}} lives no longer than one request, name it in the option `allow`.",
      interface:
        "`{{name}}` makes every `{{owner}}` keep a context that outlives the call it came with. Take `{{parameter}}` as a parameter of the functions that use it. If {{owner}} only travels with one call, name it in the option `allow`.",
      toParameter: "Take `{{parameter}}` as a parameter of each method that uses `{{name}}`.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          allow: { ...typeOrValueSpecifiersSchema, description: "Classes (and interfaces) that may store a context: objects of one request, and services that end with the process." },
          checkCarriers: { type: "boolean", description: "Whether to report fields from whose value a context is reached, such as stored options with a signal." },
          checkInterfaces: { type: "boolean", description: "Whether to report properties of interfaces and object types as well." },
        },
      },
    ],
    defaultOptions: [{ allow: [], checkCarriers: false, checkInterfaces: false }],
  },
  create(context, [{ allow, checkCarriers, checkInterfaces }]) {
    const facts = factsOf(context);

    function checkClass(owner: TSESTree.ClassDeclaration | TSESTree.ClassExpression): void {
      // What stands in for something in a test keeps what it was given, for the test to look at; so does the test itself.
      if (isTestFile(facts)) return;
      const stored = membersOf(facts, owner).filter((field) => heldAs(facts, field, checkCarriers) !== undefined && !isDictated(facts, owner, field));
      if (stored.length === 0 || isAboutContexts(facts, owner) || isAllowedClass(facts, owner, allow)) return;
      for (const field of stored) report(field, owner.id?.name ?? "this class");
    }

    function report(field: Field, owner: string): void {
      const held = heldAs(facts, field, checkCarriers);
      if (held === undefined || (field.owner !== undefined && isOfOneCall(facts, field.owner, field, held.model))) return;
      const data = { name: field.name, owner, parameter: held.model.parameter.name, way: held.way, loss: lossOf(held, owner) };
      const messageId = held.way !== "" ? "carrier" : field.owner === undefined ? "module" : "member";
      const edit = messageId === "member" ? fieldToParameter(facts, field, held.model) : undefined;
      context.report({ node: field.head, messageId, data, ...(edit && { suggest: [{ messageId: "toParameter", data, fix: edit }] }) });
    }

    function checkSignature(node: TSESTree.TSPropertySignature): void {
      const annotation = node.typeAnnotation?.typeAnnotation;
      const held = annotation && annotationHeldAs(facts, annotation, checkCarriers);
      if (held === undefined || isAllowedType(facts, node, allow)) return;
      const owner = node.parent.parent?.type === "TSInterfaceDeclaration" ? node.parent.parent.id.name : "object of this type";
      const data = { name: facts.sourceCode.getText(node.key), owner, parameter: held.model.parameter.name, way: held.way, loss: lossOf(held, owner) };
      context.report({ node: node.key, messageId: held.way === "" ? "interface" : "carrier", data });
    }

    return {
      ClassDeclaration: checkClass,
      ClassExpression: checkClass,
      ...(checkInterfaces && { TSPropertySignature: checkSignature }),
      "Program:exit"() {
        if (!isTestFile(facts)) for (const field of moduleFields(facts)) report(field, "the module");
      },
    };
  },
});

/** What later calls get of the one that the context came with. */
function lossOf({ model, way }: Held, owner: string): string {
  if (!canEnd(model)) return "later calls get the values of the first one (its trace, its user)";
  if (way !== "") return "later calls are cancelled with the first one";
  return `callers of \`${owner}\` cannot cancel one call or give it a deadline of its own, and work goes on under the context of a request that is over`;
}
