import ts from "typescript";

/**
 * Does a call on the way go to a server action of React (`"use server"`) from outside of its module? It may go over the
 * network, and nothing that ends is given through that.
 * @param functions each calls the next
 * @param start the file that calls the first
 */
export function callsServerAction(functions: readonly ts.SignatureDeclaration[], start: ts.SourceFile): boolean {
  return functions.some((fn, index) => {
    const caller = functions[index - 1]?.getSourceFile() ?? start;
    return !isOfServer(caller) && (isOfServer(fn.getSourceFile()) || ("body" in fn && fn.body !== undefined && isOfServer(fn.body)));
  });
}

/** Does a file, or a function's body, begin with `"use server"`? */
function isOfServer(node: ts.Node): boolean {
  if (!ts.isSourceFile(node) && !ts.isBlock(node)) return false;
  for (const statement of node.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) return false;
    if (statement.expression.text === "use server") return true;
  }
  return false;
}
