import { AST_NODE_TYPES as N, type TSESLint } from "@typescript-eslint/utils";

import type { Edge, Graph, Step, StepKind } from "../../src/flow/graph.js";

const SHOWN: ReadonlySet<StepKind> = new Set<StepKind>(["entry", "exit", "call", "new", "await", "yield", "next", "close", "dispose", "return", "throw", "jump", "import"]);

interface DrawOptions {
  /** Whether exceptions are drawn; else only what `throw` throws. */
  readonly throws?: boolean;
  /** More kinds of steps to draw. */
  readonly show?: readonly StepKind[];
}

/**
 * A graph as text, one line a step, in the order they are met from the entry: `a() → b(), throw: caught()`. Only calls and
 * their like are drawn; what lies between them is passed over, but for the branches taken there.
 */
export function draw(graph: Graph, source: TSESLint.SourceCode, { throws = false, show = [] }: DrawOptions = {}): string[] {
  const isShown = ({ kind }: Step): boolean => SHOWN.has(kind) || show.includes(kind);
  const isDrawn = (edge: Edge): boolean => {
    if (edge.resumes || edge.from.kind === "throw") return true;
    if (edge.kind === "throw") return throws && isShown(edge.from);
    return true;
  };
  const names = new Map<Step, string>();
  const nameOf = (step: Step): string => {
    const known = names.get(step);
    if (known !== undefined) return known;
    const plain = plainName(step);
    const same = [...names.values()].filter((name) => name.replace(/′+$/, "") === plain).length;
    names.set(step, plain + "′".repeat(same));
    return plain + "′".repeat(same);
  };
  const plainName = (step: Step): string => {
    const { exits } = graph;
    if (step.kind === "entry") return "START";
    if (step.kind === "exit") return step === exits.end ? "END" : step === exits.return ? "RETURN" : "THROW";
    const text = source.getText(step.node);
    if (step.kind === "await" && step.node.type === N.ReturnStatement) return `await ${source.getText(step.node.argument!)}`;
    if (step.kind === "return" && step.node.type !== N.ReturnStatement) return `return ${text}`;
    if (step.kind === "jump" || step.kind === "return" || step.kind === "throw") return text.replace(/;$/, "");
    const isExpression = step.kind === "call" || step.kind === "new" || step.kind === "await" || step.kind === "yield" || step.kind === "import";
    if (isExpression) return text;
    const short = "right" in step.node && !("operator" in step.node) && step.kind !== "default" ? source.getText(step.node.right) : text.replace(/\s*=.*$/s, "");
    return `${step.kind} ${short}`;
  };

  const lines: string[] = [];
  const met = new Set([graph.entry]);
  for (const step of met) {
    if (step.kind === "exit") continue;
    const ends: string[] = [];
    const walk = (edge: Edge, labels: readonly string[], passed: ReadonlySet<Step>): void => {
      if (!isDrawn(edge)) return;
      const all = edge.kind === "normal" || labels.includes(edge.kind) ? labels : [...labels, edge.kind];
      if (isShown(edge.to)) {
        met.add(edge.to);
        const end = `${all.length > 0 ? `${all.join(" ")}: ` : ""}${nameOf(edge.to)}`;
        if (!ends.includes(end)) ends.push(end);
        return;
      }
      if (passed.has(edge.to)) return;
      for (const next of edge.to.edges) walk(next, all, new Set([...passed, edge.to]));
    };
    const own = nameOf(step);
    for (const edge of step.edges) walk(edge, [], new Set());
    lines.push(`${own} → ${ends.join(", ")}`.trimEnd());
  }
  return lines;
}
