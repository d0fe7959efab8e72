import * as parser from "@typescript-eslint/parser";
import { AST_NODE_TYPES as N, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import { SourceCode } from "eslint";

import { buildGraph } from "../../src/flow/build.js";
import type { Graph, Root } from "../../src/flow/graph.js";
import type { FlowQuestions } from "../../src/flow/questions.js";
import { unchangedIn } from "../../src/flow/unchanged.js";

/** Parses a text as ESLint does, without types. */
export function parse(text: string): TSESLint.SourceCode {
  const { ast, scopeManager, visitorKeys } = parser.parseForESLint(text, { range: true, loc: true, sourceType: "module", ecmaFeatures: { jsx: text.includes("</") } });
  return new SourceCode({ text, ast, scopeManager, visitorKeys, parserServices: {} } as never) as unknown as TSESLint.SourceCode;
}

/** All nodes of a tree, outer ones first. */
export function nodesOf({ ast, visitorKeys }: TSESLint.SourceCode): TSESTree.Node[] {
  const nodes: TSESTree.Node[] = [];
  const visit = (node: TSESTree.Node, parent: TSESTree.Node | undefined): void => {
    if (parent) node.parent = parent;
    nodes.push(node);
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, unknown>)[key];
      for (const one of Array.isArray(child) ? (child as unknown[]) : [child]) if (one) visit(one as TSESTree.Node, node);
    }
  };
  visit(ast, undefined);
  return nodes;
}

export function isRoot(node: TSESTree.Node): node is Root {
  return /^(?:Program|StaticBlock|ArrowFunctionExpression|FunctionExpression|FunctionDeclaration)$/.test(node.type);
}

/** What the tests' programs mean by their names: `die()` never returns, a `switch` over `e` or `e…` has all its cases. */
export function questionsOf(source: TSESLint.SourceCode): FlowQuestions {
  return {
    isNever: (node) => node.type === N.CallExpression && node.callee.type === N.Identifier && node.callee.name === "die",
    isExhaustive: ({ discriminant }) => discriminant.type === N.Identifier && /^e\d*$/.test(discriminant.name),
    cannotThrow: (node) => node.type === N.CallExpression && node.callee.type === N.Identifier && node.callee.name === "safe",
    unchanged: unchangedIn(source),
  };
}

/** The graph of the first function of a text, or of the program where it has none. */
export function graphOf(text: string, pick: (node: TSESTree.Node) => boolean = (node) => /Function/.test(node.type)): { graph: Graph; source: TSESLint.SourceCode; nodes: TSESTree.Node[] } {
  const source = parse(text);
  const nodes = nodesOf(source);
  const root = nodes.find(pick) ?? source.ast;
  if (!isRoot(root)) throw new Error(`No root: ${root.type}`);
  return { graph: buildGraph(root, questionsOf(source))!, source, nodes };
}
