import { AST_NODE_TYPES as N, ASTUtils } from "@typescript-eslint/utils";

import { type FunctionNode, memberName, wrapped } from "./syntax.js";

/** What a function is called by: its own name, or that of the variable, member or property it is given to. */
export function functionName(fn: FunctionNode): string | undefined {
  if (fn.id != null) return fn.id.name;
  const outer = wrapped(fn);
  const { parent } = outer;
  switch (parent?.type) {
    case N.VariableDeclarator:
      return parent.id.type === N.Identifier ? parent.id.name : undefined;
    case N.AssignmentExpression:
      if (parent.right !== outer) return undefined;
      if (parent.left.type === N.Identifier) return parent.left.name;
      return parent.left.type === N.MemberExpression ? memberName(parent.left) : undefined;
    case N.MethodDefinition:
    case N.PropertyDefinition:
    case N.Property:
      if (parent.value !== outer) return undefined;
      return parent.key.type === N.PrivateIdentifier ? parent.key.name : (ASTUtils.getPropertyName(parent) ?? undefined);
    default:
      return undefined;
  }
}
