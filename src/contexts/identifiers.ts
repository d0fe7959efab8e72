import type ts from "typescript";

/** Does the file name anything so? Told by the parser's list of names. */
export function isNamedIn(file: ts.SourceFile, name: string): boolean {
  return parsedNames(file)?.has(name) ?? file.text.includes(name);
}

/** Every name in a file. */
export function identifiersOf(file: ts.SourceFile): Iterable<string> {
  return parsedNames(file)?.keys() ?? file.text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
}

/** TypeScript keeps the names of each file that it parsed. */
function parsedNames(file: ts.SourceFile): ReadonlyMap<string, string> | undefined {
  return (file as { readonly identifiers?: ReadonlyMap<string, string> }).identifiers;
}
