// `npm run corpus -- --fixes`: what the fixes and suggestions do to real code.
import { lint } from "./lint.mjs";
import { run } from "./pool.mjs";

/** How many suggestions are tried, each alone. */
const sampleSize = 300;

/** Whether no edit broke anything. */
export async function edits(tasks) {
  const { reports } = await lint(tasks);
  const sample = sampleOf(reports);
  const results = await run(
    "edits-worker.mjs",
    tasks.map((task) => ({ ...task, reports: reports.filter((report) => report.package === task.name), suggestions: sample.filter(({ report }) => report.package === task.name) })),
  );
  const problems = results.flatMap(({ result, failure }, index) => result?.problems ?? [{ kind: "its process died", where: tasks[index].name, detail: failure }]);
  for (const { kind, where, detail } of problems) console.log(`${kind}: ${where}\n  ${detail.replaceAll("\n", "\n  ")}\n`);
  const sum = (count) => results.reduce((all, { result }) => all + (result ? count(result) : 0), 0);
  const all = reports.reduce((count, { suggestions }) => count + suggestions.length, 0);
  console.log(`${sum(({ fixed }) => fixed)} fixes applied, ${sum(({ suggested }) => suggested)} of ${all} suggestions tried (${sum(({ steps }) => steps)} leave callers to go on with): ${problems.length} problems`);
  return problems.length === 0;
}

/** Suggestions of all kinds: round robin over the rules and what the suggestions say, without names. */
function sampleOf(reports) {
  const kinds = new Map();
  for (const report of reports) {
    report.suggestions.forEach(({ desc }, index) => {
      const kind = `${report.rule} ${desc.replace(/`[^`]*`/g, "")}`;
      kinds.set(kind, [...(kinds.get(kind) ?? []), { report, index }]);
    });
  }
  const sample = [];
  for (let turn = 0; sample.length < sampleSize && [...kinds.values()].some((kind) => kind.length > turn); turn++) {
    sample.push(...[...kinds.values()].flatMap((kind) => kind.slice(turn, turn + 1)));
  }
  return sample.slice(0, sampleSize);
}
