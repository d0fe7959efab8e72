// typescript-eslint's utilities subclass these when they are loaded; the browser has the linter alone.
export { Linter } from "eslint/universal";
export class SourceCode {}
export class ESLint {}
export class RuleTester {}
export default { Linter: undefined, SourceCode, ESLint, RuleTester, LegacyESLint: class {}, FlatESLint: class {} };
export class LegacyESLint {}
export class FlatESLint {}
