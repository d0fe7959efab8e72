import { lint } from "./lint.mjs";
import { comparePlanted } from "./planted.mjs";
import { paint, showFinding, table } from "./print.mjs";
import { prepareProjects } from "./projects.mjs";

/** How many findings of one rule are shown for a package, unless all are asked for. */
const shownPerRule = 3;

/** Lints every project, prints what was found, and says whether the run and the check of the planted defects went well. */
export async function demo(plugin, { all }) {
  const rules = Object.keys(plugin.rules);
  const runs = [];
  let ok = true;
  for (const project of await prepareProjects()) {
    const run = { project, ...(await lint(plugin, project)) };
    runs.push(run);
    console.log(paint(["bold", "underline"], `${project.title} (${run.files} files)`), "\n");
    showFindings(run, all || project.planted ? Infinity : shownPerRule);
    if (project.planted) ok = report(await comparePlanted(project, run.findings, rules)) && ok;
  }
  console.log(summary(rules, runs));
  return ok;
}

function showFindings({ findings }, limit) {
  for (const rule of new Set(findings.map((finding) => finding.rule))) {
    const ofRule = findings.filter((finding) => finding.rule === rule);
    for (const finding of ofRule.slice(0, limit)) console.log(showFinding(finding));
    const hidden = ofRule.length - limit;
    if (hidden > 0) console.log(paint("dim", `… and ${hidden} more of ctx/${rule} (npm run demo -- --all)`), "\n");
  }
  if (findings.length === 0) console.log("nothing found\n");
}

/** Says how the findings compare with the planted defects. */
function report({ found, missed, waiting, unmarked, withoutDefect }) {
  const place = ({ file, line, rule }) => `  ${file}:${line}  ctx/${rule}`;
  const list = (format, title, places) =>
    places.length > 0 && console.log([paint(format, title), ...places.map(place)].join("\n"));
  list("red", "planted, but not reported:", missed);
  list("red", "reported, but not planted:", unmarked);
  list("yellow", "planted for rules that do not exist yet:", waiting);
  if (withoutDefect.length > 0) console.log(paint("yellow", `no defect is planted for: ${withoutDefect.join(", ")}`));
  const ok = missed.length === 0 && unmarked.length === 0;
  const verdict = `${found.length} of ${found.length + missed.length} planted defects were reported, and ${unmarked.length === 0 ? "no" : unmarked.length} other line${unmarked.length > 1 ? "s" : ""}`;
  console.log(paint(ok ? "green" : "red", `${ok ? "✓" : "✗"} ${verdict}`), "\n");
  return ok;
}

function summary(rules, runs) {
  const findings = runs.flatMap((run) => run.findings);
  const row = (title, ofRule, ms) => [
    title,
    ...runs.map((run) => run.findings.filter(ofRule).length),
    findings.filter((finding) => ofRule(finding) && finding.fix).length,
    findings.filter((finding) => ofRule(finding) && finding.suggestions.length > 0).length,
    seconds(ms),
  ];
  const time = (rule) => runs.reduce((sum, run) => sum + (run.ruleMs[rule] ?? 0), 0);
  const footer = (title, cell) => [title, ...runs.map(cell), "", "", ""];
  return [
    table([
      ["rule", ...runs.map(({ project }) => project.name), "fixable", "with suggestions", "time"],
      ...rules.map((rule) => row(`ctx/${rule}`, (finding) => finding.rule === rule, time(rule))),
      row(
        "all",
        () => true,
        rules.reduce((sum, rule) => sum + time(rule), 0),
      ),
      footer("files", (run) => run.files),
      footer("with parsing and types", (run) => seconds(run.ms)),
    ]),
    paint("dim", "A rule's time includes the types that TypeScript works out because it asks first."),
  ].join("\n");
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}
