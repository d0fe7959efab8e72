import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import type { Facts } from "./facts.js";
import { outwards } from "./position/syntax.js";

/** Told by name: does the code stand in for another, in a class (`class MockApi implements Api`) or a file (`mock-api.ts`) of its own? */
export function isInStandIn({ sourceFile }: Facts, node: TSESTree.Node): boolean {
  if (/(?:^|[-_.])(?:fake|mock|stub)s?[-_.]/.test(sourceFile.fileName.split("/").at(-1) ?? "")) return true;
  return [...outwards(node)].some(({ outer }) => outer.type === N.ClassDeclaration && outer.implements.length > 0 && /^(?:Fake|Mock|Stub)[A-Z]/.test(outer.id?.name ?? ""));
}
