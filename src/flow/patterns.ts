import { AST_NODE_TYPES as N, type TSESTree } from "@typescript-eslint/utils";

import { unwrapped } from "./conditions.js";
import type { Wiring } from "./wiring.js";

/** Gives the parts of a value to the names (`bind`) or places (`write`) of a pattern. Each has a step. */
export function assignTo(wiring: Wiring, pattern: TSESTree.Node, kind: "bind" | "write"): void {
  const node = unwrapped(pattern);
  switch (node.type) {
    case N.Identifier:
      if (kind === "bind") wiring.step("bind", node, wiring.questions.unchanged?.(node));
      else wiring.risky("write", node, wiring.questions.unchanged?.(node));
      break;
    case N.ArrayPattern:
      wiring.risky("iterate", node);
      for (const element of node.elements) if (element) assignTo(wiring, element, kind);
      break;
    case N.ObjectPattern:
      wiring.risky("destructure", node);
      for (const property of node.properties) {
        if (property.type === N.RestElement) {
          assignTo(wiring, property.argument, kind);
          continue;
        }
        if (property.computed) wiring.visit(property.key);
        wiring.risky("access", property);
        assignTo(wiring, property.value, kind);
      }
      break;
    case N.AssignmentPattern: {
      wiring.step("default", node);
      const [missing, given] = wiring.split(node, ["true", "false"]);
      wiring.front = missing;
      wiring.visit(node.right);
      wiring.front = [...wiring.front, ...given];
      assignTo(wiring, node.left, kind);
      break;
    }
    case N.RestElement:
      assignTo(wiring, node.argument, kind);
      break;
    case N.TSParameterProperty:
      assignTo(wiring, node.parameter, kind);
      break;
    default:
      place(wiring, node);
      wiring.risky("write", node);
  }
}

/** Evaluates what must be known of a place before it is read or written: the object, and a computed property. */
export function place(wiring: Wiring, node: TSESTree.Node): void {
  if (node.type !== N.MemberExpression) return;
  wiring.visit(node.object);
  if (node.computed) wiring.visit(node.property);
}
