/** What a rule is set to. */
export type RuleSetting = "error" | "off" | readonly ["error", ...unknown[]];

/** A question to the worker. Files are absolute paths with their texts. */
export type Question =
  | { readonly id: number; readonly kind: "lint"; readonly files: Readonly<Record<string, string>>; readonly rules: Readonly<Record<string, RuleSetting>> }
  | { readonly id: number; readonly kind: "hover"; readonly file: string; readonly position: number }
  | { readonly id: number; readonly kind: "complete"; readonly file: string; readonly position: number };

/** A change of a file's text. */
export interface Edit {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A report of a rule, or an error of TypeScript. */
export interface Problem {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  /** Without it TypeScript says so. */
  readonly rule: string | undefined;
  readonly message: string;
  readonly fix: Edit | undefined;
  readonly suggestions: readonly Edit[];
}

export interface Completion {
  readonly label: string;
  readonly kind: string;
}

export type Answer =
  | { readonly id: number; readonly kind: "lint"; readonly problems: readonly Problem[]; readonly ms: number; readonly failed?: string }
  | { readonly id: number; readonly kind: "hover"; readonly text: string | undefined }
  | { readonly id: number; readonly kind: "complete"; readonly from: number; readonly items: readonly Completion[] };

/** An example to begin with. */
export interface Example {
  readonly id: string;
  readonly group: "Frameworks" | "Rules";
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  /** Rules that are on, where not all are. */
  readonly rule?: string;
}

/** A rule, as the switches show it. */
export interface RuleInfo {
  readonly name: string;
  readonly description: string;
  readonly recommended: RuleSetting;
  readonly strict: RuleSetting;
}
