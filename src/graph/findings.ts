import type { Linter } from "eslint";
import ts from "typescript";

import type { Facts } from "../contexts/facts.js";
import { ioOf } from "../contexts/io.js";
import { brokenCallAt } from "../program/broken-call.js";
import type { ChainOptions } from "../program/chain.js";
import { rules } from "../rules/index.js";
import type { Finding } from "./model.js";
import { relative } from "./names.js";
import { type Observations, placeOf, type Site } from "./observe.js";

/** A report, and what it says of the graph: the call it stands at, and the way from there to the break. */
export interface SeenFinding extends Finding {
  readonly site: Site | undefined;
  /** Where the chain breaks in the end: the place, and what stands there. */
  readonly end: { readonly file: string; readonly range: readonly [number, number]; readonly outside: string | undefined } | undefined;
}

/** Rules that report where a context gets lost. */
const BREAKING: ReadonlySet<string> = new Set(["no-background-context", "no-broken-context-chain", "no-dropped-context", "no-uncancellable-sleep", "require-context-param"]);

/** Rules that report at a call that it hands on the wrong context. */
const MISPASSING: ReadonlySet<string> = new Set(["no-dead-context", "no-floating-context", "prefer-nearest-context"]);

const CHAIN = "ctx/no-broken-context-chain";

/** What the graph says of a report. */
export function findingOf(facts: Facts, report: Linter.LintMessage, sites: readonly Site[], seen: Observations, folder: string, configured: Linter.RulesRecord): SeenFinding {
  const { sourceFile } = facts;
  const rule = (report.ruleId ?? "").slice("ctx/".length);
  const start = sourceFile.getPositionOfLineAndCharacter(report.line - 1, report.column - 1);
  const end = report.endLine === undefined || report.endColumn === undefined ? start : sourceFile.getPositionOfLineAndCharacter(report.endLine - 1, report.endColumn - 1);
  const node = innermost(sourceFile, start);
  const place = placeOf(facts, node);
  const isBreak = BREAKING.has(rule);
  const from = seen.place(place);
  const site = isBreak || MISPASSING.has(rule) ? siteOf(sites, from, start, end) : undefined;
  const chain = report.ruleId === CHAIN ? chainAt(facts, node, configured) : undefined;
  const call = ts.findAncestor(node, ts.isCallOrNewExpression);
  const last = chain?.chain.end;
  const lastNode = last?.node;
  return {
    rule,
    message: report.message,
    isBreak,
    function: from,
    file: relative(folder, sourceFile.fileName),
    line: report.line,
    column: report.column,
    endColumn: report.endLine === report.line ? (report.endColumn ?? report.column + 1) : report.column + 1,
    excerpt: excerptOf(sourceFile, report.line),
    way: [from, ...(chain?.chain.functions ?? []).map((fn) => seen.place(fn))],
    site: site?.to === "" && call !== undefined ? { ...site, to: seen.outside(facts, call) } : site,
    end: lastNode && {
      file: lastNode.getSourceFile().fileName,
      range: [lastNode.getStart(), lastNode.end],
      outside: last.kind === "omitted" && ts.isCallExpression(lastNode) ? seen.outside(facts, lastNode) : undefined,
    },
  };
}

/** The chain that the rule's message is about. */
function chainAt(facts: Facts, node: ts.Node, configured: Linter.RulesRecord): ReturnType<typeof brokenCallAt> {
  const call = ts.findAncestor(node, ts.isCallExpression);
  const tree = call && facts.services.tsNodeToESTreeNodeMap.get(call);
  return tree?.type === "CallExpression" ? brokenCallAt(facts, tree, chainOptions(facts, configured[CHAIN])) : undefined;
}

function chainOptions(facts: Facts, entry: Linter.RuleEntry | undefined): ChainOptions {
  const [defaults] = rules["no-broken-context-chain"]?.meta.defaultOptions as readonly [Readonly<Record<"ignore" | "io", ChainOptions["ignore"]>>];
  const own = Array.isArray(entry) ? (entry[1] as Partial<typeof defaults> | undefined) : undefined;
  const { ignore, io } = { ...defaults, ...own };
  return { ignore, io: ioOf(facts, io) };
}

/** The call that a report stands at: by its callee's name, or else the innermost around it. */
function siteOf(sites: readonly Site[], from: string, start: number, end: number): Site | undefined {
  const own = sites.filter((site) => site.from === from);
  const named = own.find(({ name }) => name === start);
  const around = own.filter(({ range }) => range[0] <= start && end <= range[1]).sort((a, b) => a.range[1] - a.range[0] - (b.range[1] - b.range[0]));
  return named ?? around[0];
}

function innermost(source: ts.SourceFile, position: number): ts.Node {
  let node: ts.Node = source;
  for (let next: ts.Node | undefined = node; next !== undefined; next = ts.forEachChild(node, (child) => (child.getStart() <= position && position < child.end ? child : undefined))) node = next;
  return node;
}

/** How many lines are shown on each side of a report. */
const AROUND = 2;

function excerptOf({ text }: ts.SourceFile, line: number): Finding["excerpt"] {
  const lines = text.split(/\r\n|[\r\n\u2028\u2029]/);
  const from = Math.max(1, line - AROUND);
  return { from, lines: lines.slice(from - 1, line + AROUND) };
}

