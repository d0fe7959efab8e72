import type ts from "typescript";

import type { ContextModel, TypePattern } from "../models/model.js";
import { programMemo } from "./facts.js";
import { isNamedIn } from "./identifiers.js";

/**
 * The models that have a place for their contexts by convention, and whose contexts the program may have: what is known
 * by its shape only is there where its members are named in some file. Told without the checker, once for each program.
 */
export const modelsByConvention = programMemo(({ models, program }): readonly ContextModel[] => {
  const files = program.getSourceFiles().filter((file) => !program.isSourceFileDefaultLibrary(file));
  return models.filter(({ contexts, parameter }) => parameter.place !== "any" && contexts.some((pattern) => files.some((file) => mayDeclare(file, pattern))));
});

function mayDeclare(file: ts.SourceFile, pattern: TypePattern): boolean {
  if (pattern.from !== "anywhere") return true;
  const isNamed = (name: string): boolean => isNamedIn(file, name);
  if ("exportedWith" in pattern) return pattern.exportedWith.filter(isNamed).length > 1;
  return (pattern.name === undefined || isNamed(pattern.name)) && pattern.members.every((member) => isNamed(member) || (pattern.ignoreCase === true && isNamed(member.charAt(0).toUpperCase() + member.slice(1))));
}
