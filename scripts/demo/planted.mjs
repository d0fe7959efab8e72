import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/**
 * Compares the findings of a project with its marks: a line that ends in `// planted: <rule>, <rule>` has a defect for each of them.
 * Marks of rules that do not exist yet are `waiting`.
 */
export async function comparePlanted({ dir }, findings, rules) {
  const marks = (await readMarks(dir)).map((mark) => ({ ...mark, key: keyOf(mark) }));
  const found = new Set(findings.map(keyOf));
  const marked = new Set(marks.map(({ key }) => key));
  const due = marks.filter(({ rule }) => rules.includes(rule));
  return {
    found: due.filter(({ key }) => found.has(key)),
    missed: due.filter(({ key }) => !found.has(key)),
    waiting: marks.filter(({ rule }) => !rules.includes(rule)),
    unmarked: findings.filter((finding) => !marked.has(keyOf(finding))),
    withoutDefect: rules.filter((rule) => !marks.some((mark) => mark.rule === rule)),
  };
}

function keyOf({ file, line, rule }) {
  return `${file}:${line} ${rule}`;
}

async function readMarks(dir) {
  const entries = await readdir(path.join(dir, "src"), { recursive: true });
  const marks = [];
  for (const entry of entries.filter((name) => name.endsWith(".ts")).sort()) {
    const file = path.posix.join("src", entry.replaceAll("\\", "/"));
    const lines = (await readFile(path.join(dir, file), "utf8")).split("\n");
    lines.forEach((text, index) => {
      const rules = /\/\/ planted: (.+)$/.exec(text.trimEnd())?.[1]?.split(/,\s*/) ?? [];
      for (const rule of rules) marks.push({ file, line: index + 1, rule });
    });
  }
  return marks;
}
