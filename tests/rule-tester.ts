/**
 * The rule tester of every rule test: `@typescript-eslint/rule-tester` with type information, plus two checks that it does not make.
 *
 * - Every `output` and every suggestion's output type-checks as well as the code it came from.
 * - Nothing in a case is unresolved by accident: an unresolved name is `any`, and rules are silent on `any`, so the case would prove nothing.
 */
import * as path from "node:path";

import { RuleTester, type InvalidTestCase, type ValidTestCase } from "@typescript-eslint/rule-tester";
import type { TSESLint } from "@typescript-eslint/utils";
import { afterAll, describe, expect, it } from "vitest";

import { Project } from "./project.js";

RuleTester.afterAll = afterAll;
RuleTester.describe = describe;
RuleTester.describeSkip = describe.skip;
RuleTester.it = it;
RuleTester.itOnly = it.only;
RuleTester.itSkip = it.skip;

interface CaseOf<Options extends readonly unknown[]> {
  /** Those that differ from the defaults. */
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- Only of options that are `unknown`.
  readonly options?: { readonly [Index in keyof Options]: Partial<Options[Index]> };
  /** Why names, members or modules of this case are unresolved on purpose. */
  readonly unresolved?: string;
}

/** A case without report. */
export type ValidCase<Options extends readonly unknown[]> = CaseOf<Options> & Omit<ValidTestCase<Options>, "options">;

/** A case with reports. */
export type InvalidCase<MessageIds extends string, Options extends readonly unknown[]> = CaseOf<Options> &
  Omit<InvalidTestCase<MessageIds, Options>, "options"> & {
    /** Why an edit of this case may bring type errors. */
    readonly untypedEdits?: string;
  };

/** All cases of one rule. */
export interface Cases<MessageIds extends string, Options extends readonly unknown[]> {
  readonly valid: readonly (ValidCase<Options> | string)[];
  readonly invalid: readonly InvalidCase<MessageIds, Options>[];
}

/** A tester whose cases are compiled as files of one fixture folder. */
export interface TypedRuleTester {
  run<MessageIds extends string, Options extends readonly unknown[]>(
    name: string,
    rule: TSESLint.RuleModule<MessageIds, Options>,
    cases: Cases<NoInfer<MessageIds>, NoInfer<Options>>,
  ): void;
}

/** Cases live in a project with the DOM library, Node's types and `exactOptionalPropertyTypes`. */
export const ruleTester = createRuleTester(path.join(import.meta.dirname, "fixtures"));

/** Cases live in a project with Node's types and no DOM library. */
export const nodeRuleTester = createRuleTester(path.join(import.meta.dirname, "fixtures/node"));

function createRuleTester(root: string): TypedRuleTester {
  const tester = new RuleTester({
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
  });
  return {
    run<MessageIds extends string, Options extends readonly unknown[]>(
      name: string,
      rule: TSESLint.RuleModule<MessageIds, Options>,
      { valid, invalid }: Cases<MessageIds, Options>,
    ) {
      const validCases = valid.map((code) => (typeof code === "string" ? { code } : code));
      tester.run(name, rule, {
        valid: validCases.map(({ unresolved, ...test }) => test as ValidTestCase<Options>),
        invalid: invalid.map(({ unresolved, untypedEdits, ...test }) => test as InvalidTestCase<MessageIds, Options>),
      });
      checkTypes(name, root, validCases, invalid);
    },
  };
}

function checkTypes(
  name: string,
  root: string,
  valid: readonly ValidCase<readonly unknown[]>[],
  invalid: readonly InvalidCase<string, readonly unknown[]>[],
): void {
  const texts = new Map<string, string>();
  // All texts of one run are modules of one program: one checker, not one for each case.
  const project = memo(() => new Project(root, texts));
  const add = (test: ValidCase<readonly unknown[]>, text: string): string => {
    const { dir, ext } = path.parse(path.join(root, test.filename ?? (usesJsx(test) ? "react.tsx" : "file.ts")));
    const file = path.join(dir, `case-${texts.size}${ext}`);
    texts.set(file, text);
    return file;
  };

  const codes = new Map([...valid, ...invalid].filter(isScript).map((test) => [test, add(test, test.code)]));

  describe(`${name}: nothing is unresolved by accident`, () => {
    for (const [test, file] of codes) {
      modeOf(test)(test.name ?? test.code, () => {
        const unresolved = project().unresolved(file);
        if (test.unresolved === undefined) expect(unresolved).toEqual([]);
        else expect(unresolved, "nothing is unresolved: remove `unresolved`").not.toEqual([]);
      });
    }
  });

  const edited = invalid.flatMap((test) => {
    const outputs = [test.output ?? []].flat();
    const suggested = test.errors.flatMap(({ suggestions }) => (suggestions ?? []).map(({ output }) => output));
    const before = codes.get(test);
    return before === undefined ? [] : [{ test, before, after: [...outputs, ...suggested].map((text) => add(test, text)) }];
  });

  describe.runIf(edited.some(({ after }) => after.length > 0))(`${name}: edits type-check`, () => {
    for (const { test, before, after } of edited) {
      if (after.length === 0) continue;
      modeOf(test)(test.name ?? test.code, () => {
        const added = after.flatMap((file) => project().added(before, file));
        if (test.untypedEdits === undefined) expect(added).toEqual([]);
        else expect(added, "all edits type-check: remove `untypedEdits`").not.toEqual([]);
      });
    }
  });
}

function modeOf(test: ValidCase<readonly unknown[]>): typeof it.only {
  return test.skip ? it.skip : test.only ? it.only : it;
}

function isScript(test: ValidCase<readonly unknown[]>): boolean {
  return /\.[cm]?[jt]sx?$/.test(test.filename ?? "file.ts");
}

function usesJsx(test: ValidCase<readonly unknown[]>): boolean {
  return (test.languageOptions?.parserOptions?.ecmaFeatures as { jsx?: boolean } | undefined)?.jsx === true;
}

function memo<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
